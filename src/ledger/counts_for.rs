//! In whose figures something owed counts: its subject's, or those of the supervisor of the session it follows.

use crate::calendar::Day;
use crate::records::{CountsFor, Dataset, Session};

use super::{Event, Obligation, Part, Subject};

impl CountsFor {
    /// In whose figures an obligation counts on a day; `recurs` says whether its clause does.
    pub fn of(data: &Dataset, (day, recurs): (Day, bool), obligation: &Obligation) -> CountsFor {
        let counts = CountsFor::of_subject(data, obligation.subject, day);
        let session = is_of_session(recurs, obligation).then(|| session_of(data, obligation));
        let supervisor = session.flatten().and_then(|session| session.supervisor);
        counts.supervised_by(supervisor)
    }

    /// In whose figures somebody or something counts on a day.
    pub fn of_subject(data: &Dataset, subject: Subject, day: Day) -> CountsFor {
        match subject {
            Subject::Staff(staff) => CountsFor::of_staff(data, staff, day),
            Subject::Case(case) => CountsFor::of_case(data, case, day),
            Subject::Session(row) => data
                .sessions
                .get(row as usize)
                .map(|session| CountsFor::of_session(data, session))
                .unwrap_or_default(),
            Subject::Team(team) => CountsFor::of_team(team),
            Subject::Council => CountsFor::default(),
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
