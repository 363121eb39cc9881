//! Rows as they are gathered from the files, before duplicates and conflicts are sorted out.

use super::allocations::Allocation;
use super::cell::Cell;
use super::cells::Cells;
use super::columns::Export;
use super::ids::Ids;
use super::layout::Layout;
use super::rows::{Absence, Activity, Episode, LostRow, Post, Session};
use super::words::{CaseIx, StaffIx, Word};
use super::{absences, activity, allocations, cases, sessions, staff};
use crate::calendar::Day;
use crate::place::Row;

/// Where a gathered row stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) row: Row,
    /// First byte in its file's text.
    pub(super) start: usize,
}

/// Of so many rows one is marked: where the others stand is soon found from there, and hardly ever asked.
const MARKED: usize = if cfg!(test) { 3 } else { 16 };

/// A row that knows where it stands.
pub(super) trait HasRow {
    fn row(&self) -> Row;
}

impl HasRow for (StaffIx, Post) {
    fn row(&self) -> Row {
        self.1.row
    }
}

impl HasRow for (CaseIx, Episode) {
    fn row(&self) -> Row {
        self.1.row
    }
}

impl HasRow for Session {
    fn row(&self) -> Row {
        self.row
    }
}

impl HasRow for Absence {
    fn row(&self) -> Row {
        self.row
    }
}

impl HasRow for Activity {
    fn row(&self) -> Row {
        self.row
    }
}

impl HasRow for Allocation {
    fn row(&self) -> Row {
        self.row
    }
}

/// The rows of one export, in the order of files and lines.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    pub(super) rows: Vec<T>,
    /// Those of some rows, among them the first of each file; rows may be dropped and leave theirs here.
    marks: Vec<Mark>,
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
        if self.rows.len().is_multiple_of(MARKED) {
            self.marks.push(mark);
        }
        self.rows.push(row);
    }

    /// The last mark that is not behind a row.
    pub(super) fn mark_before(&self, row: Row) -> Option<Mark> {
        let behind = self.marks.partition_point(|mark| mark.row <= row);
        self.marks.get(behind.checked_sub(1)?).copied()
    }

    fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
    }

    fn append(&mut self, more: &mut Gathered<T>) {
        self.rows.append(&mut more.rows);
        self.marks.append(&mut more.marks);
    }
}

/// Everything gathered so far.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Empty in a stretch of a file: the rows there have the numbers of the ids that it met.
    pub(super) ids: Numbered,
    pub(super) posts: Gathered<(StaffIx, Post)>,
    pub(super) episodes: Gathered<(CaseIx, Episode)>,
    pub(super) sessions: Gathered<Session>,
    /// One vector a demanded column, one cell a session; sessions behind its last have none.
    pub(super) session_attributes: Vec<Vec<Cell>>,
    pub(super) absences: Gathered<Absence>,
    /// Rejected rows that say whom they are about.
    pub(super) lost: Vec<LostRow>,
    pub(super) activity: Gathered<Activity>,
    pub(super) allocations: Gathered<Allocation>,
    /// Staff and cases that their own export names, if only on a rejected row.
    pub(super) named_staff: Vec<StaffIx>,
    pub(super) named_cases: Vec<CaseIx>,
}

/// The ids of everybody and everything, each with its number.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    pub(super) staff: Ids,
    pub(super) cases: Ids,
    pub(super) sessions: Ids,
}

/// A set of numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(Vec<bool>);

impl Named {
    pub(super) fn of(numbers: impl Iterator<Item = usize>) -> Named {
        let mut named = Named::default();
        for number in numbers {
            named.add(number);
        }
        named
    }

    pub(super) fn add(&mut self, index: usize) {
        if self.0.len() <= index {
            // Numbers mostly come in their order: room for one alone would be made each time.
            self.0.resize((index + 1).next_power_of_two(), false);
        }
        if let Some(slot) = self.0.get_mut(index) {
            *slot = true;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(false)
    }
}

impl Tables {
    /// No rows yet; sessions will have so many demanded columns.
    pub(super) fn with_attributes(columns: usize) -> Tables {
        Tables {
            session_attributes: vec![Vec::new(); columns],
            ..Tables::default()
        }
    }

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

    /// The last mark of an export's rows that is not behind a row.
    pub(super) fn mark_before(&self, export: Export, row: Row) -> Option<Mark> {
        match export {
            Export::Staff => self.posts.mark_before(row),
            Export::Cases => self.episodes.mark_before(row),
            Export::Sessions => self.sessions.mark_before(row),
            Export::Absences => self.absences.mark_before(row),
            Export::Activity => self.activity.mark_before(row),
            Export::Allocations => self.allocations.mark_before(row),
        }
    }

    /// Gives the next session what it says in a demanded column. Many a column is blank in every row, so that only what
    /// is said takes room.
    pub(super) fn session_says(&mut self, column: usize, cell: Cell) {
        let sessions = self.sessions.rows.len();
        if let Some(column) = self.session_attributes.get_mut(column)
            && cell != Cell::Blank
        {
            column.resize(sessions, Cell::Blank);
            column.push(cell);
        }
    }

    /// Takes back what a session says that is not kept.
    pub(super) fn drop_session(&mut self) {
        let sessions = self.sessions.rows.len();
        for column in &mut self.session_attributes {
            column.truncate(sessions);
        }
    }

    /// Makes room for so many rows of an export; there may be more or fewer. Of the other exports few rows are read.
    pub(super) fn expect(&mut self, export: Export, rows: usize) {
        match export {
            Export::Sessions => self.sessions.reserve(rows),
            Export::Cases => self.episodes.reserve(rows),
            Export::Staff | Export::Absences | Export::Activity | Export::Allocations => {}
        }
    }

    /// Puts rows that have the numbers of these behind them.
    pub(super) fn append(&mut self, mut more: Tables) {
        let sessions = self.sessions.rows.len();
        let columns = self.session_attributes.iter_mut();
        for (column, more) in columns.zip(&mut more.session_attributes) {
            if !more.is_empty() {
                column.resize(sessions, Cell::Blank);
                column.append(more);
            }
        }
        self.posts.append(&mut more.posts);
        self.episodes.append(&mut more.episodes);
        self.sessions.append(&mut more.sessions);
        self.absences.append(&mut more.absences);
        self.lost.append(&mut more.lost);
        self.activity.append(&mut more.activity);
        self.allocations.append(&mut more.allocations);
        self.named_staff.append(&mut more.named_staff);
        self.named_cases.append(&mut more.named_cases);
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
