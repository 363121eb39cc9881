//! Rows as they are gathered from the files, before duplicates and conflicts are sorted out.

use super::allocations::Allocation;
use super::cell::Cell;
use super::cells::Cells;
use super::columns::Export;
use super::layout::Layout;
use super::rows::{Absence, Activity, Episode, LostRow, Post, Session};
use super::words::{CaseIx, Ids, StaffIx, Word};
use super::{absences, activity, allocations, cases, sessions, staff};
use crate::calendar::Day;
use crate::place::Row;

/// Where a gathered row stands and what it says, in short.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) row: Row,
    /// First byte in its file's text.
    pub(super) start: usize,
    /// Rows that say the same have the same sign; two others hardly ever have.
    pub(super) sign: u64,
}

/// The rows of one export, in the order of files and lines.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    pub(super) rows: Vec<T>,
    pub(super) marks: Vec<Mark>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Gathered<T> {
        Gathered {
            rows: Vec::new(),
            marks: Vec::new(),
        }
    }
}

impl<T> Gathered<T> {
    pub(super) fn push(&mut self, row: T, mark: Mark) {
        self.rows.push(row);
        self.marks.push(mark);
    }
}

/// Everything gathered so far.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) staff_ids: Ids,
    pub(super) case_ids: Ids,
    pub(super) session_ids: Ids,
    pub(super) posts: Gathered<(StaffIx, Post)>,
    pub(super) episodes: Gathered<(CaseIx, Episode)>,
    pub(super) sessions: Gathered<Session>,
    /// One vector a demanded column, one cell a session.
    pub(super) session_attributes: Vec<Vec<Cell>>,
    pub(super) absences: Gathered<Absence>,
    /// Rejected rows that say whom they are about.
    pub(super) lost: Vec<LostRow>,
    pub(super) activity: Gathered<Activity>,
    pub(super) allocations: Gathered<Allocation>,
    /// Staff and cases that their own export names, if only on a rejected row.
    pub(super) named_staff: Named,
    pub(super) named_cases: Named,
}

/// Which of the ids an export has a row for.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(Vec<bool>);

impl Named {
    pub(super) fn add(&mut self, index: usize) {
        if self.0.len() <= index {
            self.0.resize(index + 1, false);
        }
        if let Some(slot) = self.0.get_mut(index) {
            *slot = true;
        }
    }

    pub(super) fn has(&self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(false)
    }
}

impl Tables {
    /// Keeps whom a row is about when it is rejected; nothing then.
    pub(super) fn sound_or_lost(
        &mut self,
        cells: &Cells<'_>,
        (staff, case): (Option<StaffIx>, Option<CaseIx>),
        kind: Option<Word>,
    ) -> Option<()> {
        let sound = cells.sound();
        if sound.is_none() && (staff.is_some() || case.is_some()) {
            self.lost.push(LostRow {
                row: cells.row,
                staff,
                case,
                kind,
            });
        }
        sound
    }

    pub(super) fn staff(&mut self, id: &str) -> Option<StaffIx> {
        StaffIx::at(self.staff_ids.intern(id))
    }

    pub(super) fn case(&mut self, id: &str) -> Option<CaseIx> {
        CaseIx::at(self.case_ids.intern(id))
    }
}

/// Takes a row into the tables; nothing when it was rejected, in which case its problems are in the faults.
pub(super) enum Taker {
    Staff(staff::Columns),
    Cases(cases::Columns),
    Sessions(sessions::Columns),
    Absences(absences::Columns),
    Activity(activity::Columns),
    Allocations(allocations::Columns),
}

impl Taker {
    pub(super) fn new(layout: &Layout, taken: Day) -> Taker {
        match layout.export {
            Export::Staff => Taker::Staff(staff::Columns::new(layout)),
            Export::Cases => Taker::Cases(cases::Columns::new(layout)),
            Export::Sessions => Taker::Sessions(sessions::Columns::new(layout, taken)),
            Export::Absences => Taker::Absences(absences::Columns::new(layout)),
            Export::Activity => Taker::Activity(activity::Columns::new(layout, taken)),
            Export::Allocations => Taker::Allocations(allocations::Columns::new(layout)),
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        match self {
            Taker::Staff(columns) => columns.take(cells, tables, mark),
            Taker::Cases(columns) => columns.take(cells, tables, mark),
            Taker::Sessions(columns) => columns.take(cells, tables, mark),
            Taker::Absences(columns) => columns.take(cells, tables, mark),
            Taker::Activity(columns) => columns.take(cells, tables, mark),
            Taker::Allocations(columns) => columns.take(cells, tables, mark),
        }
    }
}
