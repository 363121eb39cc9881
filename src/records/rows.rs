//! The typed rows: staff members and their posts, cases and their episodes, sessions, absences, activity.

use std::cmp::Reverse;

use crate::calendar::Day;
use crate::place::Row;

use super::cell::{Cell, Decimal};
use super::ids::Ids;
use super::words::{CaseIx, SessionNo, StaffIx, Word};

/// Everybody one staff id stands for: one person, in one post after another.
#[derive(Clone, Debug, Default)]
pub struct StaffMember {
    /// The posts in the order of their first days; empty when only other exports name this id.
    pub posts: Vec<Post>,
}

/// One row of the staff export: a person in a role from a day on.
#[derive(Clone, Debug)]
pub struct Post {
    /// Where the row stands.
    pub row: Row,
    /// `start_date`: first day.
    pub start: Day,
    /// `end_date`: the day of leaving; nothing is owed on or after it.
    pub end: Option<Day>,
    /// `name`, for reports only.
    pub name: Option<Box<str>>,
    /// `role`.
    pub role: Option<Word>,
    /// `team`.
    pub team: Option<Word>,
    /// `service`.
    pub service: Option<Word>,
    /// `supervisor_id`: the line manager.
    pub supervisor: Option<StaffIx>,
    /// `hours_per_week` of the contract.
    pub hours: Option<Decimal>,
    /// `fte`: full-time equivalent, 0 to 1.
    pub fte: Option<Decimal>,
    /// The demanded columns, as [`super::Columns::attributes`] lists them.
    pub attributes: Box<[Cell]>,
}

/// Everything one case id stands for: one child's case, in one episode after another.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The rows in the order of their openings; empty when only other exports name this id. Rows of one opening day
    /// are one episode worked by several.
    pub episodes: Vec<Episode>,
}

/// One row of the case export: a case of one type with one worker from a day on.
#[derive(Clone, Debug)]
pub struct Episode {
    /// Where the row stands.
    pub row: Row,
    /// `opened`: first day.
    pub opened: Day,
    /// `closed`: nothing is owed on or after it.
    pub closed: Option<Day>,
    /// `case_type`.
    pub case_type: Option<Word>,
    /// Further types that hold on the same days and bind as well, by the mapping's `beside`.
    pub beside: Box<[Word]>,
    /// `allocated_to`: the worker.
    pub worker: Option<StaffIx>,
    /// `team`.
    pub team: Option<Word>,
    /// `service`.
    pub service: Option<Word>,
    /// `children`: how many children the case counts for.
    pub children: Option<Decimal>,
    /// Where the row of the allocation export stands that says who the worker is.
    pub allocated: Option<Row>,
    /// `family_id`.
    pub family: Option<Word>,
    /// The demanded columns, as [`super::Columns::attributes`] lists them.
    pub attributes: Box<[Cell]>,
}

impl Episode {
    /// Puts the rows of a case in their order: by opening, then those that go on longest first, then by worker.
    pub(super) fn sort(rows: &mut [Episode], staff: &Ids) {
        rows.sort_by_key(|row| {
            let worker = row.worker.map(|worker| staff.text(worker.index()));
            let closed = row.closed.unwrap_or(Day::LAST);
            (row.opened, Reverse(closed), worker)
        });
    }

    /// Whether the row is not closed by a day, its opening aside.
    pub fn is_open(&self, day: Day) -> bool {
        self.closed.is_none_or(|closed| closed > day)
    }
}

/// One row of a session export: a session, or one of the cases named in it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Where the row stands.
    pub row: Row,
    /// `date`: the day it was held or was to be held.
    pub date: Day,
    /// `kind`.
    pub kind: Word,
    /// `status`; a blank one is [`Word::HELD`].
    pub status: Word,
    /// `depth`; a blank one is [`Word::FULL`].
    pub depth: Word,
    /// `supervisee_id`.
    pub supervisee: Option<StaffIx>,
    /// `supervisor_id`.
    pub supervisor: Option<StaffIx>,
    /// `case_id`.
    pub case: Option<CaseIx>,
    /// `session_id`: rows that share it are one session.
    pub session: Option<SessionNo>,
    /// `recorded_on`.
    pub recorded_on: Option<Day>,
    /// `minutes`.
    pub minutes: Option<u32>,
}

impl Session {
    /// Whether the session took place.
    pub fn is_held(&self) -> bool {
        self.status == Word::HELD
    }
}

/// One row of the absence export.
#[derive(Clone, Debug)]
pub struct Absence {
    /// Where the row stands.
    pub row: Row,
    /// Who was away.
    pub staff: StaffIx,
    /// First day away.
    pub from: Day,
    /// Last day away; without one the absence goes on.
    pub to: Option<Day>,
    /// `reason`.
    pub reason: Option<Word>,
}

/// A rejected row that says whom it is about: what is found out about them may not be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostRow {
    /// Where the row stands.
    pub row: Row,
    /// The staff member it is about: a supervisee, whose post, who was away.
    pub staff: Option<StaffIx>,
    /// The case it is about.
    pub case: Option<CaseIx>,
    /// The kind of a session, when that could be read.
    pub kind: Option<Word>,
}

/// One row of an activity export: something besides supervision that was done on a day.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Where the row stands.
    pub row: Row,
    /// `kind`: what was done.
    pub kind: Word,
    /// `date`: the day it was done.
    pub date: Day,
    /// `staff_id`: whom it was about.
    pub staff: Option<StaffIx>,
    /// `by_id`: who did it.
    pub by: Option<StaffIx>,
    /// `case_id`: the case it was about.
    pub case: Option<CaseIx>,
    /// `minutes`.
    pub minutes: Option<u32>,
    /// The demanded columns, as [`super::Columns::attributes`] lists them.
    pub attributes: Box<[Cell]>,
}
