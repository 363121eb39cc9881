//! Rows of the allocation export: who held a child's case from when to when.

use super::cells::Cells;
use super::layout::{At, Layout};
use super::tables::{Mark, Tables};
use super::words::{CaseIx, StaffIx, Word};
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;

/// The columns of an allocation that are read; `role` is there for a mapping to keep some rows by.
pub(super) const TYPED: &[&str] = &["case_id", "allocated_to", "from", "to", "team"];

/// One row of the allocation export.
#[derive(Clone, Debug)]
pub(super) struct Allocation {
    pub(super) row: Row,
    pub(super) case: CaseIx,
    pub(super) worker: StaffIx,
    /// First day.
    pub(super) from: Day,
    /// The day from which they no longer hold it.
    pub(super) to: Option<Day>,
    pub(super) team: Option<Word>,
}

impl Allocation {
    /// Whether the worker holds the case on a day.
    pub(super) fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| to > day)
    }
}

/// Where a file has them.
pub(super) struct Columns {
    case: At,
    worker: At,
    from: At,
    to: At,
    team: At,
}

impl Columns {
    pub(super) fn new(layout: &Layout) -> Columns {
        Columns {
            case: layout.at("case_id"),
            worker: layout.at("allocated_to"),
            from: layout.at("from"),
            to: layout.at("to"),
            team: layout.at("team"),
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let case = cells.case(self.case);
        let worker = cells.staff(self.worker);
        let from = cells.date(self.from);
        let to = cells.date(self.to);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let problem = Problem::error(
                "ends-before-it-starts",
                "the allocation ends before it starts",
            )
            .expected(format!("{from} (`from`) or later"));
            cells.impossible(self.to, problem);
        }
        let team = cells.word(self.team);
        tables.sound_or_lost(cells, (None, case), None)?;
        let allocation = Allocation {
            row: mark.row,
            case: case?,
            worker: worker?,
            from: from?,
            to,
            team,
        };
        tables.allocations.push(allocation, mark);
        Some(())
    }
}
