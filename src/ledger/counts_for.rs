//! In whose figures something counts: the worker, supervisor, team and service behind a person, a case or a session.

use crate::calendar::Day;
use crate::records::{CaseIx, Dataset, Episode, Post, Session, StaffIx, Word};

use super::{Event, Obligation, Part, Subject};

/// In whose figures something counts, small enough to be made for everything owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountsFor {
    what: What,
    team: Option<Word>,
    service: Option<Word>,
    supervisor: Option<StaffIx>,
}

/// What a subject is, where that tells figures apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum What {
    Role(Option<Word>),
    CaseType(Option<Word>),
    #[default]
    Neither,
}

impl CountsFor {
    /// In whose figures an obligation counts on a day; `recurs` says whether its clause does.
    pub fn of(data: &Dataset, (day, recurs): (Day, bool), obligation: &Obligation) -> CountsFor {
        let counts = CountsFor::of_subject(data, obligation.subject, day);
        let session = is_of_session(recurs, obligation).then(|| session_of(data, obligation));
        let session = session.flatten();
        CountsFor {
            supervisor: session
                .and_then(|session| session.supervisor)
                .or(counts.supervisor),
            ..counts
        }
    }

    /// In whose figures somebody or something counts on a day.
    pub fn of_subject(data: &Dataset, subject: Subject, day: Day) -> CountsFor {
        match subject {
            Subject::Staff(staff) => {
                let post = post(data, staff, day);
                CountsFor {
                    what: What::Role(post.and_then(|post| post.role)),
                    ..CountsFor::of_post(post)
                }
            }
            Subject::Case(case) => CountsFor::of_case(data, case, day),
            Subject::Session(row) => data
                .sessions
                .get(row as usize)
                .map(|session| CountsFor::of_session(data, session))
                .unwrap_or_default(),
            Subject::Team(team) => CountsFor {
                team: Some(team),
                ..CountsFor::default()
            },
            Subject::Council => CountsFor::default(),
        }
    }

    fn of_post(post: Option<&Post>) -> CountsFor {
        CountsFor {
            what: What::Neither,
            team: post.and_then(|post| post.team),
            service: post.and_then(|post| post.service),
            supervisor: post.and_then(|post| post.supervisor),
        }
    }

    fn of_case(data: &Dataset, case: CaseIx, day: Day) -> CountsFor {
        let row = first_row(data, case, day);
        let worker = row.and_then(|row| row.worker);
        let by_worker = CountsFor::of_post(worker.and_then(|worker| post(data, worker, day)));
        CountsFor {
            what: What::CaseType(row.and_then(|row| row.case_type)),
            team: row.and_then(|row| row.team).or(by_worker.team),
            service: row.and_then(|row| row.service).or(by_worker.service),
            supervisor: by_worker.supervisor,
        }
    }

    fn of_session(data: &Dataset, session: &Session) -> CountsFor {
        let place = match (session.supervisee, session.case) {
            (Some(staff), _) => CountsFor::of_post(post(data, staff, session.date)),
            (None, Some(case)) => CountsFor::of_case(data, case, session.date),
            (None, None) => CountsFor::default(),
        };
        CountsFor {
            what: What::Neither,
            supervisor: session.supervisor.or(place.supervisor),
            ..place
        }
    }

    /// Whether it counts for a part of the council; for the whole everything does.
    pub fn is_in(self, data: &Dataset, part: Option<&Part>) -> bool {
        let Some(part) = part else {
            return true;
        };
        let same =
            |asked: &Option<String>, own: Option<&str>| asked.is_none() || asked.as_deref() == own;
        same(&part.team, self.team(data))
            && same(&part.service, self.service(data))
            && same(&part.supervisor, self.supervisor(data))
    }

    /// Whether it is a staff member's: its role is one of the things figures are split by.
    pub fn is_of_staff(self) -> bool {
        matches!(self.what, What::Role(_))
    }

    /// The same of a case and its type.
    pub fn is_of_case(self) -> bool {
        matches!(self.what, What::CaseType(_))
    }

    /// The role of a staff member.
    pub fn role(self, data: &Dataset) -> Option<&str> {
        match self.what {
            What::Role(role) => text(data, role),
            What::CaseType(_) | What::Neither => None,
        }
    }

    /// The type of a case.
    pub fn case_type(self, data: &Dataset) -> Option<&str> {
        match self.what {
            What::CaseType(case_type) => text(data, case_type),
            What::Role(_) | What::Neither => None,
        }
    }

    /// The team.
    pub fn team(self, data: &Dataset) -> Option<&str> {
        text(data, self.team)
    }

    /// The service.
    pub fn service(self, data: &Dataset) -> Option<&str> {
        text(data, self.service)
    }

    /// The supervisor's id.
    pub fn supervisor(self, data: &Dataset) -> Option<&str> {
        self.supervisor.map(|staff| data.staff_id(staff))
    }
}

fn text(data: &Dataset, word: Option<Word>) -> Option<&str> {
    word.map(|word| data.words.text(word))
}

/// Whether something owed is a session's record or check, and not again and again.
pub fn is_of_session(recurs: bool, obligation: &Obligation) -> bool {
    !recurs && matches!(obligation.since.event, Event::Session | Event::SessionDay)
}

/// The session in whose row the time of something owed begins.
pub fn session_of<'a>(data: &'a Dataset, obligation: &Obligation) -> Option<&'a Session> {
    let row = obligation.since.row?;
    if let Subject::Session(number) = obligation.subject
        && let Some(own) = data.sessions.get(number as usize)
        && own.row == row
    {
        return Some(own);
    }
    data.sessions.get(data.session_at(row)? as usize)
}

/// The post held on a day, or the first one when that begins later.
pub fn post(data: &Dataset, staff: StaffIx, day: Day) -> Option<&Post> {
    let on_day = data.post_on(staff, day);
    on_day.or_else(|| data.member(staff)?.posts.first())
}

/// The row a case stands in on a day; of several workers the one with the smallest id.
pub fn first_row(data: &Dataset, case: CaseIx, day: Day) -> Option<&Episode> {
    match data.episode_on(case, day) {
        [] => data.case(case)?.episodes.first(),
        [one] => Some(one),
        rows => {
            let id = |row: &Episode| row.worker.map(|worker| data.staff_id(worker));
            let rows = rows.iter();
            rows.min_by_key(|row| (row.worker.is_none(), id(row), row.row))
        }
    }
}
