//! Whose an obligation is: the person or child, and the worker, supervisor, team and service it counts for.

use crate::calendar::Day;
use crate::ledger::{COUNCIL, Event, Obligation, Part, Subject};
use crate::place::Row;
use crate::policy::Policy;
use crate::records::{CaseIx, Dataset, Episode, Post, Session, SessionNo, StaffIx, Word};
use crate::rules::Duty;

/// Whose an obligation is, in words.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// `staff`, `case`, `session`, `team` or `council`.
    pub kind: &'static str,
    /// The id in the exports.
    pub id: String,
    /// What tells things of one id apart: the supervisee of a session, the session of a case's record.
    pub apart: String,
    /// The name, where an export has one.
    pub name: Option<String>,
    /// The role of a staff member.
    pub role: Option<String>,
    /// The type of a case.
    pub case_type: Option<String>,
    /// The kind of the session.
    pub session_kind: Option<String>,
    /// The team it counts for.
    pub team: Option<String>,
    /// The service it counts for.
    pub service: Option<String>,
    /// The supervisor's id.
    pub supervisor: Option<String>,
    /// The id of the worker who holds the case or was supervised.
    pub worker: Option<String>,
    /// The day of the session whose record it is.
    pub session_date: Option<Day>,
}

impl Attribution {
    /// Whose an obligation is on its due day, or on the as-of day when that comes first.
    pub fn of(
        (policy, data): (&Policy, &Dataset),
        as_of: Day,
        obligation: &Obligation,
    ) -> Attribution {
        let day = obligation.due.min(as_of);
        let mut who = Attribution::of_subject(data, obligation.subject, day);
        let clause = policy.clause(obligation.clause);
        let recurs = clause.is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
        let of_session = matches!(obligation.since.event, Event::Session | Event::SessionDay);
        if of_session && !recurs {
            who.session_date = Some(obligation.since.day);
            let session = obligation.since.row.and_then(|row| session_at(data, row));
            // A case may be discussed twice on one day.
            if let (Subject::Case(_), Some(number)) = (
                obligation.subject,
                session.and_then(|session| session.session),
            ) {
                number_of(data, number).clone_into(&mut who.apart);
            }
            if let Some(by) = session.and_then(|session| session.supervisor) {
                who.supervisor = Some(data.staff_id(by).to_owned());
            }
        }
        who
    }

    /// Whose something is on a day.
    pub fn of_subject(data: &Dataset, subject: Subject, day: Day) -> Attribution {
        match subject {
            Subject::Staff(staff) => of_staff(data, staff, day),
            Subject::Case(case) => of_case(data, case, day),
            Subject::Session(row) => {
                let session = data.sessions.get(row as usize);
                session.map_or_else(Attribution::default, |session| of_session(data, session))
            }
            Subject::Team(team) => Attribution {
                kind: "team",
                id: data.words.text(team).to_owned(),
                team: owned(data, Some(team)),
                ..Attribution::default()
            },
            Subject::Council => Attribution {
                kind: "council",
                id: COUNCIL.to_owned(),
                ..Attribution::default()
            },
        }
    }

    /// Whether it counts for a part of the council; for the whole everything does.
    pub fn is_in(&self, part: Option<&Part>) -> bool {
        let Some(part) = part else {
            return true;
        };
        let same = |asked: &Option<String>, own: &Option<String>| asked.is_none() || asked == own;
        same(&part.team, &self.team)
            && same(&part.service, &self.service)
            && same(&part.supervisor, &self.supervisor)
    }

    /// What the subject is: a role, a case type, a kind of session.
    pub fn what(&self) -> Option<&str> {
        let what = self.role.as_ref().or(self.case_type.as_ref());
        what.or(self.session_kind.as_ref()).map(String::as_str)
    }
}

fn of_staff(data: &Dataset, staff: StaffIx, day: Day) -> Attribution {
    let post = post(data, staff, day);
    Attribution {
        kind: "staff",
        id: data.staff_id(staff).to_owned(),
        name: post
            .and_then(|post| post.name.as_deref())
            .map(str::to_owned),
        role: post.and_then(|post| owned(data, post.role)),
        ..of_post(data, post)
    }
}

/// The post held on a day, or the first one when that begins later.
fn post(data: &Dataset, staff: StaffIx, day: Day) -> Option<&Post> {
    let on_day = data.post_on(staff, day);
    on_day.or_else(|| data.member(staff)?.posts.first())
}

fn of_post(data: &Dataset, post: Option<&Post>) -> Attribution {
    let id = |staff: StaffIx| data.staff_id(staff).to_owned();
    Attribution {
        team: post.and_then(|post| owned(data, post.team)),
        service: post.and_then(|post| owned(data, post.service)),
        supervisor: post.and_then(|post| post.supervisor).map(id),
        ..Attribution::default()
    }
}

fn of_case(data: &Dataset, case: CaseIx, day: Day) -> Attribution {
    let row = first_row(data, case, day);
    let worker = row.and_then(|row| row.worker);
    let by_worker = of_post(data, worker.and_then(|worker| post(data, worker, day)));
    Attribution {
        kind: "case",
        id: data.case_id(case).to_owned(),
        case_type: row.and_then(|row| owned(data, row.case_type)),
        team: row.and_then(|row| owned(data, row.team)).or(by_worker.team),
        service: row
            .and_then(|row| owned(data, row.service))
            .or(by_worker.service),
        supervisor: by_worker.supervisor,
        worker: worker.map(|worker| data.staff_id(worker).to_owned()),
        ..Attribution::default()
    }
}

/// The row a case stands in on a day; of several workers the one with the smallest id.
fn first_row(data: &Dataset, case: CaseIx, day: Day) -> Option<&Episode> {
    let rows = data.episode_on(case, day).iter();
    let id = |row: &Episode| row.worker.map(|worker| data.staff_id(worker));
    let first = rows.min_by_key(|row| (row.worker.is_none(), id(row), row.row));
    first.or_else(|| data.case(case)?.episodes.first())
}

fn of_session(data: &Dataset, session: &Session) -> Attribution {
    let id = |staff: StaffIx| data.staff_id(staff).to_owned();
    let case = session.case.map(|case| of_case(data, case, session.date));
    let place = match session.supervisee {
        Some(staff) => of_post(data, post(data, staff, session.date)),
        None => case.unwrap_or_default(),
    };
    let supervisee = session.supervisee.map(id).unwrap_or_default();
    let number = session
        .session
        .map(|number| number_of(data, number).to_owned());
    let unnumbered = || {
        let case = session.case.map_or("", |case| data.case_id(case));
        let about = if supervisee.is_empty() {
            case
        } else {
            &supervisee
        };
        format!("{about} {}", session.date).trim().to_owned()
    };
    Attribution {
        kind: "session",
        id: number.unwrap_or_else(unnumbered),
        session_kind: owned(data, Some(session.kind)),
        team: place.team,
        service: place.service,
        supervisor: session.supervisor.map(id).or(place.supervisor),
        worker: session.supervisee.map(id),
        session_date: Some(session.date),
        apart: supervisee,
        ..Attribution::default()
    }
}

fn owned(data: &Dataset, word: Option<Word>) -> Option<String> {
    word.map(|word| data.words.text(word).to_owned())
}

fn number_of(data: &Dataset, number: SessionNo) -> &str {
    data.session_ids.text(number.index())
}

/// The session of a row; sessions are kept in the order of their rows.
fn session_at(data: &Dataset, row: Row) -> Option<&Session> {
    let index = data
        .sessions
        .binary_search_by_key(&row, |session| session.row);
    index.ok().and_then(|index| data.sessions.get(index))
}
