//! Sessions on days when they can hardly have been held, of an odd length, or written down twice.

use std::collections::BTreeMap;

use super::Doubts;
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;
use crate::records::rows::Session;
use crate::records::words::{CaseIx, SessionNo, StaffIx, Word};

/// Longer than a working day.
const MOST_MINUTES: u32 = 480;

/// What two rows of one session share, the session's id aside.
type Twin = (Day, Word, Option<StaffIx>, Option<StaffIx>, Option<CaseIx>);

impl Doubts<'_> {
    pub(super) fn sessions(&mut self) {
        let data = self.data;
        let held = (0..).zip(&data.sessions);
        for (number, session) in held.filter(|(_, session)| session.is_held()) {
            self.with_oneself(number, session);
            self.in_time_of_staff(session);
            self.in_time_of_case(session);
            self.minutes(session.row, session.minutes);
        }
        for done in &data.activity {
            self.minutes(done.row, done.minutes);
        }
    }

    /// Of a group it may be that whoever leads it is listed as well.
    fn with_oneself(&mut self, number: u32, session: &Session) {
        let Some(staff) = session.supervisee else {
            return;
        };
        if session.supervisor == Some(staff) && !self.data.index.is_shared(number) {
            let id = self.data.staff_id(staff);
            let message = format!(
                "`{id}` is both supervisee and supervisor of a session, and it counts as held"
            );
            let problem = Problem::warning("own-session", message)
                .hint("see who supervised whom, or leave the row out with `only` in the mapping");
            self.add(session.row, problem);
        }
    }

    fn in_time_of_staff(&mut self, session: &Session) {
        let Some(staff) = session.supervisee else {
            return;
        };
        let Some((start, end)) = self.in_post(staff) else {
            return;
        };
        let id = self.data.staff_id(staff);
        if session.date < start {
            let message = format!("a session of `{id}` is held before their first post starts");
            let problem = Problem::warning("session-before-start", message)
                .found(session.date.to_string())
                .expected(format!("{start} (`start_date`) or later"));
            self.add(session.row, problem);
        } else if let Some(end) = end
            && session.date >= end
        {
            let message = format!("a session of `{id}` is held after they left");
            let problem = Problem::warning("session-after-leaving", message)
                .found(session.date.to_string())
                .expected(format!("a day before {end} (`end_date`)"));
            self.add(session.row, problem);
        }
    }

    fn in_time_of_case(&mut self, session: &Session) {
        let data = self.data;
        let Some(case) = session.case else { return };
        let episodes = data.case(case).map(|case| case.episodes.as_slice());
        let Some(first) = episodes.and_then(<[_]>::first) else {
            return;
        };
        let id = data.case_id(case);
        let problem = if session.date < first.opened {
            let message = format!("a session on case `{id}` is held before it opened");
            Problem::warning("session-before-opening", message)
                .expected(format!("{} (`opened`) or later", first.opened))
        } else {
            let rows = data.episode_on(case, session.date);
            let closed = rows.iter().filter_map(|row| row.closed).max();
            let is_open = rows.iter().any(|row| row.is_open(session.date));
            let Some(closed) = closed.filter(|_| !is_open) else {
                return;
            };
            let message = format!("a session on case `{id}` is held after it closed");
            Problem::warning("session-after-closing", message)
                .expected(format!("a day before {closed} (`closed`)"))
        };
        self.add(session.row, problem.found(session.date.to_string()));
    }

    fn minutes(&mut self, row: Row, minutes: Option<u32>) {
        if let Some(minutes) = minutes.filter(|minutes| *minutes == 0 || *minutes > MOST_MINUTES) {
            let problem = Problem::warning("odd-length", "the minutes can hardly be right")
                .found(minutes.to_string())
                .expected(format!("1 to {MOST_MINUTES}"));
            self.add(row, problem);
        }
    }

    /// Rows alike but for the session's id: one session may have been typed in twice.
    pub(super) fn twins(&mut self) {
        let data = self.data;
        let mut seen: BTreeMap<Twin, Vec<(Row, Option<SessionNo>)>> = BTreeMap::new();
        for session in data.sessions.iter().filter(|session| session.is_held()) {
            let of = (session.supervisee, session.supervisor, session.case);
            if of.0.is_some() || of.2.is_some() {
                let twin = (session.date, session.kind, of.0, of.1, of.2);
                seen.entry(twin)
                    .or_default()
                    .push((session.row, session.session));
            }
        }
        for rows in seen.values_mut().filter(|rows| rows.len() > 1) {
            rows.sort_unstable();
            let mut rows = rows.iter();
            let Some((first, number)) = rows.next() else {
                continue;
            };
            for (row, _) in rows.filter(|(_, other)| other != number || other.is_none()) {
                let message = format!(
                    "the same day, kind and people as {}, under another id or none",
                    data.place(*first)
                );
                let problem = Problem::note("perhaps-entered-twice", message)
                    .hint("if it is one session, remove one of the rows");
                self.add(*row, problem);
            }
        }
    }
}
