//! Rows of the session exports into sessions.

use super::cells::Cells;
use super::layout::{At, Layout};
use super::rows::Session;
use super::tables::{Mark, Tables};
use super::words::Word;
use crate::calendar::Day;
use crate::problem::Problem;

/// The columns of a session that a row struct has; every other demanded one is an attribute.
pub(super) const TYPED: &[&str] = &[
    "date",
    "kind",
    "supervisee_id",
    "supervisor_id",
    "case_id",
    "session_id",
    "status",
    "depth",
    "minutes",
    "recorded_on",
];

/// Where a file has them.
pub(super) struct Columns {
    date: At,
    kind: At,
    supervisee: At,
    supervisor: At,
    case: At,
    session: At,
    status: At,
    depth: At,
    minutes: At,
    recorded_on: At,
    /// Those that the file has, each with its place among all.
    attributes: Vec<(usize, At)>,
    /// The day the exports were taken.
    taken: Day,
}

impl Columns {
    pub(super) fn new(layout: &Layout, taken: Day) -> Columns {
        Columns {
            date: layout.at("date"),
            kind: layout.at("kind"),
            supervisee: layout.at("supervisee_id"),
            supervisor: layout.at("supervisor_id"),
            case: layout.at("case_id"),
            session: layout.at("session_id"),
            status: layout.at("status"),
            depth: layout.at("depth"),
            minutes: layout.at("minutes"),
            recorded_on: layout.at("recorded_on"),
            attributes: (0..)
                .zip(layout.attributes())
                .filter(|(_, at)| layout.has(*at))
                .collect(),
            taken,
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let date = cells.date(self.date);
        let kind = cells.word(self.kind);
        let before = cells.bad;
        let status = cells.word(self.status).unwrap_or(Word::HELD);
        // A status that could not be read is not yet a held session.
        let held = status == Word::HELD && cells.bad == before;
        let depth = cells.word(self.depth).unwrap_or(Word::FULL);
        let supervisee = cells.staff(self.supervisee);
        let supervisor = cells.staff(self.supervisor);
        let case = cells.case(self.case);
        let session = cells.session(self.session);
        let minutes = cells.minutes(self.minutes);
        let recorded_on = cells.date(self.recorded_on);
        self.check_held(cells, date.filter(|_| held));
        for (column, at) in &self.attributes {
            tables.session_says(*column, cells.attribute(*at));
        }
        let sound = tables.sound_or_lost(cells, (supervisee, case), kind);
        let (Some(()), Some(date), Some(kind)) = (sound, date, kind) else {
            tables.drop_session();
            return None;
        };
        self.check_recorded(cells, date, recorded_on.filter(|_| status == Word::HELD));
        let session = Session {
            row: mark.row,
            date,
            kind,
            status,
            depth,
            supervisee,
            supervisor,
            case,
            session,
            recorded_on,
            minutes,
        };
        tables.sessions.push(session, mark);
        Some(())
    }

    fn check_recorded(&self, cells: &mut Cells<'_>, held_on: Day, recorded_on: Option<Day>) {
        if recorded_on.is_some_and(|day| day < held_on) {
            let problem = Problem::warning(
                "recorded-before-held",
                "recorded before the session was held",
            )
            .expected(format!("{held_on} (`date`) or later"));
            cells.doubt(self.recorded_on, problem);
        }
    }

    fn check_held(&self, cells: &mut Cells<'_>, held_on: Option<Day>) {
        if held_on.is_some_and(|date| date > self.taken) {
            let message = "a session is held on a day after the exports were taken";
            let problem =
                Problem::error("held-after-the-exports-were-taken", message).expected(format!(
                    "{} or earlier, or another status such as `planned`",
                    self.taken
                ));
            cells.impossible(self.date, problem);
        }
    }
}
