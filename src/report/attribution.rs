//! Whose an obligation is: the person or child, and the worker, supervisor, team and service it counts for.

use crate::calendar::Day;
use crate::ledger::{COUNCIL, Event, Obligation, Subject};
use crate::records::{CaseIx, Episode, Post, Session, StaffIx, Word};

use super::lens::Lens;

/// Whose an obligation is, in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribution {
    /// `staff`, `case`, `session`, `team` or `council`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    /// What tells subjects of one id apart: the supervisee of a session.
    pub(super) apart: String,
    pub(super) name: Option<String>,
    pub(super) role: Option<String>,
    pub(super) case_type: Option<String>,
    /// The kind of the session.
    pub(super) session_kind: Option<String>,
    pub(super) team: Option<String>,
    pub(super) service: Option<String>,
    pub(super) supervisor: Option<String>,
    pub(super) worker: Option<String>,
    pub(super) session_date: Option<Day>,
}

impl Attribution {
    /// Whose an obligation is on its due day, or on the as-of day when that comes first.
    pub(super) fn of(lens: &Lens<'_>, obligation: &Obligation) -> Attribution {
        let day = obligation.due.min(lens.ledger.as_of);
        let mut who = Attribution::of_subject(lens, obligation.subject, day);
        let clause = lens.policy.clause(obligation.clause);
        let recurs =
            clause.is_some_and(|clause| matches!(clause.duty, crate::rules::Duty::Clock(_)));
        let of_session = matches!(obligation.since.event, Event::Session | Event::SessionDay);
        if of_session && !recurs {
            who.session_date = Some(obligation.since.day);
            let session = obligation.since.row.and_then(|row| lens.session_at(row));
            if let Some(by) = session.and_then(|session| session.supervisor) {
                who.supervisor = Some(lens.data.staff_id(by).to_owned());
            }
        }
        who
    }

    /// Whose something is on a day.
    pub(super) fn of_subject(lens: &Lens<'_>, subject: Subject, day: Day) -> Attribution {
        match subject {
            Subject::Staff(staff) => of_staff(lens, staff, day),
            Subject::Case(case) => of_case(lens, case, day),
            Subject::Session(row) => {
                let session = lens.data.sessions.get(row as usize);
                session.map_or_else(Attribution::default, |session| of_session(lens, session))
            }
            Subject::Team(team) => Attribution {
                kind: "team",
                id: lens.data.words.text(team).to_owned(),
                team: owned(lens, Some(team)),
                ..Attribution::default()
            },
            Subject::Council => Attribution {
                kind: "council",
                id: COUNCIL.to_owned(),
                ..Attribution::default()
            },
        }
    }

    /// What the subject is: a role, a case type, a kind of session.
    pub(super) fn what(&self) -> Option<&str> {
        let what = self.role.as_ref().or(self.case_type.as_ref());
        what.or(self.session_kind.as_ref()).map(String::as_str)
    }
}

fn of_staff(lens: &Lens<'_>, staff: StaffIx, day: Day) -> Attribution {
    let post = post(lens, staff, day);
    Attribution {
        kind: "staff",
        id: lens.data.staff_id(staff).to_owned(),
        name: post
            .and_then(|post| post.name.as_deref())
            .map(str::to_owned),
        role: post.and_then(|post| owned(lens, post.role)),
        ..of_post(lens, post)
    }
}

/// The post held on a day, or the first one when that begins later.
fn post<'a>(lens: &Lens<'a>, staff: StaffIx, day: Day) -> Option<&'a Post> {
    let on_day = lens.data.post_on(staff, day);
    on_day.or_else(|| lens.data.member(staff)?.posts.first())
}

fn of_post(lens: &Lens<'_>, post: Option<&Post>) -> Attribution {
    let id = |staff: StaffIx| lens.data.staff_id(staff).to_owned();
    Attribution {
        team: post.and_then(|post| owned(lens, post.team)),
        service: post.and_then(|post| owned(lens, post.service)),
        supervisor: post.and_then(|post| post.supervisor).map(id),
        ..Attribution::default()
    }
}

fn of_case(lens: &Lens<'_>, case: CaseIx, day: Day) -> Attribution {
    let row = first_row(lens, case, day);
    let worker = row.and_then(|row| row.worker);
    let by_worker = of_post(lens, worker.and_then(|worker| post(lens, worker, day)));
    Attribution {
        kind: "case",
        id: lens.data.case_id(case).to_owned(),
        case_type: row.and_then(|row| owned(lens, row.case_type)),
        team: row.and_then(|row| owned(lens, row.team)).or(by_worker.team),
        service: row
            .and_then(|row| owned(lens, row.service))
            .or(by_worker.service),
        supervisor: by_worker.supervisor,
        worker: worker.map(|worker| lens.data.staff_id(worker).to_owned()),
        ..Attribution::default()
    }
}

/// The row a case stands in on a day; of several workers the one with the smallest id.
fn first_row<'a>(lens: &Lens<'a>, case: CaseIx, day: Day) -> Option<&'a Episode> {
    let rows = lens.data.episode_on(case, day).iter();
    let id = |row: &Episode| row.worker.map(|worker| lens.data.staff_id(worker));
    let first = rows.min_by_key(|row| (row.worker.is_none(), id(row), row.row));
    first.or_else(|| lens.data.case(case)?.episodes.first())
}

fn of_session(lens: &Lens<'_>, session: &Session) -> Attribution {
    let data = lens.data;
    let id = |staff: StaffIx| data.staff_id(staff).to_owned();
    let case = session.case.map(|case| of_case(lens, case, session.date));
    let place = match session.supervisee {
        Some(staff) => of_post(lens, post(lens, staff, session.date)),
        None => case.unwrap_or_default(),
    };
    let supervisee = session.supervisee.map(id).unwrap_or_default();
    let number = session
        .session
        .map(|number| data.session_ids.text(number.index()).to_owned());
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
        session_kind: owned(lens, Some(session.kind)),
        team: place.team,
        service: place.service,
        supervisor: session.supervisor.map(id).or(place.supervisor),
        worker: session.supervisee.map(id),
        session_date: Some(session.date),
        apart: supervisee,
        ..Attribution::default()
    }
}

fn owned(lens: &Lens<'_>, word: Option<Word>) -> Option<String> {
    word.map(|word| lens.data.words.text(word).to_owned())
}
