//! Whose an obligation is: the person or child, and the worker, supervisor, team and service it counts for.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::ledger::{
    COUNCIL, CountsFor, Obligation, Subject, first_row, is_of_session, post, session_of,
};
use crate::policy::Policy;
use crate::records::{CaseIx, Dataset, Session, SessionNo, StaffIx, Word};
use crate::rules::Duty;

/// Whose an obligation is, in words.
#[derive(Clone, Debug, Default)]
pub struct Attribution<'a> {
    /// `staff`, `case`, `session`, `team` or `council`.
    pub kind: &'static str,
    /// The id in the exports.
    pub id: Cow<'a, str>,
    /// What tells things of one id apart: the supervisee of a session, the session of a case's record.
    pub apart: &'a str,
    /// The name, where an export has one.
    pub name: Option<&'a str>,
    /// The role of a staff member.
    pub role: Option<&'a str>,
    /// The type of a case.
    pub case_type: Option<&'a str>,
    /// The kind of the session.
    pub session_kind: Option<&'a str>,
    /// The team it counts for.
    pub team: Option<&'a str>,
    /// The service it counts for.
    pub service: Option<&'a str>,
    /// The supervisor's id.
    pub supervisor: Option<&'a str>,
    /// The id of the worker who holds the case or was supervised.
    pub worker: Option<&'a str>,
    /// The day of the session whose record it is.
    pub session_date: Option<Day>,
}

impl<'a> Attribution<'a> {
    /// Whose an obligation is on its due day, or on the as-of day when that comes first.
    pub fn of(
        (policy, data): (&Policy, &'a Dataset),
        as_of: Day,
        obligation: &Obligation,
    ) -> Attribution<'a> {
        let clause = policy.clause(obligation.clause);
        let recurs = clause.is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
        let day = obligation.due.min(as_of);
        let counts = CountsFor::of(data, (day, recurs), obligation);
        let mut who = Attribution::counted(data, obligation.subject, day, counts);
        if is_of_session(recurs, obligation) {
            who.session_date = Some(obligation.since.day);
            let session = session_of(data, obligation);
            // A case may be discussed twice on one day.
            if let (Subject::Case(_), Some(number)) = (
                obligation.subject,
                session.and_then(|session| session.session),
            ) {
                who.apart = number_of(data, number);
            }
        }
        who
    }

    /// Whose something is on a day.
    pub fn of_subject(data: &'a Dataset, subject: Subject, day: Day) -> Attribution<'a> {
        let counts = CountsFor::of_subject(data, subject, day);
        Attribution::counted(data, subject, day, counts)
    }

    /// The same, known already whose figures it counts in.
    fn counted(
        data: &'a Dataset,
        subject: Subject,
        day: Day,
        counts: CountsFor,
    ) -> Attribution<'a> {
        let who = match subject {
            Subject::Staff(staff) => of_staff(data, staff, day),
            Subject::Case(case) => of_case(data, case, day),
            Subject::Session(row) => {
                let session = data.sessions.get(row as usize);
                session.map_or_else(Attribution::default, |session| of_session(data, session))
            }
            Subject::Team(team) => Attribution {
                kind: "team",
                id: data.words.text(team).into(),
                ..Attribution::default()
            },
            Subject::Council => Attribution {
                kind: "council",
                id: COUNCIL.into(),
                ..Attribution::default()
            },
        };
        Attribution {
            role: counts.role(data),
            case_type: counts.case_type(data),
            team: counts.team(data),
            service: counts.service(data),
            supervisor: counts.supervisor(data),
            ..who
        }
    }

    /// What the subject is: a role, a case type, a kind of session.
    pub fn what(&self) -> Option<&'a str> {
        self.role.or(self.case_type).or(self.session_kind)
    }
}

/// In whose figures an obligation counts: those of its due day, or of the as-of day when that comes first.
pub(super) fn counts_for(
    (policy, data): (&Policy, &Dataset),
    as_of: Day,
    obligation: &Obligation,
) -> CountsFor {
    let clause = policy.clause(obligation.clause);
    let recurs = clause.is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
    CountsFor::of(data, (obligation.due.min(as_of), recurs), obligation)
}

fn of_staff(data: &Dataset, staff: StaffIx, day: Day) -> Attribution<'_> {
    Attribution {
        kind: "staff",
        id: data.staff_id(staff).into(),
        name: post(data, staff, day).and_then(|post| post.name.as_deref()),
        ..Attribution::default()
    }
}

fn of_case(data: &Dataset, case: CaseIx, day: Day) -> Attribution<'_> {
    let worker = first_row(data, case, day).and_then(|row| row.worker);
    Attribution {
        kind: "case",
        id: data.case_id(case).into(),
        worker: worker.map(|worker| data.staff_id(worker)),
        ..Attribution::default()
    }
}

fn of_session<'a>(data: &'a Dataset, session: &Session) -> Attribution<'a> {
    let id = |staff: StaffIx| data.staff_id(staff);
    let supervisee = session.supervisee.map(id).unwrap_or_default();
    let number = session.session.map(|number| number_of(data, number));
    let unnumbered = || {
        let case = session.case.map_or("", |case| data.case_id(case));
        let about = if supervisee.is_empty() {
            case
        } else {
            supervisee
        };
        format!("{about} {}", session.date).trim().to_owned()
    };
    Attribution {
        kind: "session",
        id: number.map_or_else(|| unnumbered().into(), Cow::from),
        session_kind: text(data, Some(session.kind)),
        worker: session.supervisee.map(id),
        session_date: Some(session.date),
        apart: supervisee,
        ..Attribution::default()
    }
}

fn text(data: &Dataset, word: Option<Word>) -> Option<&str> {
    word.map(|word| data.words.text(word))
}

fn number_of(data: &Dataset, number: SessionNo) -> &str {
    data.session_ids.text(number.index())
}
