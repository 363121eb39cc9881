//! Rows of the absence export into absences.

use super::cells::Cells;
use super::layout::{At, Layout};
use super::rows::Absence;
use super::tables::{Mark, Tables};
use crate::problem::Problem;

/// The columns of an absence that a row struct has: all of them.
pub(super) const TYPED: &[&str] = &["staff_id", "from", "to", "reason"];

/// Where a file has them.
pub(super) struct Columns {
    staff: At,
    from: At,
    to: At,
    reason: At,
}

impl Columns {
    pub(super) fn new(layout: &Layout) -> Columns {
        Columns {
            staff: layout.at("staff_id"),
            from: layout.at("from"),
            to: layout.at("to"),
            reason: layout.at("reason"),
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let staff = cells.staff(self.staff);
        let from = cells.date(self.from);
        let to = cells.date(self.to);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let problem =
                Problem::error("ends-before-it-starts", "the absence ends before it starts")
                    .expected(format!("{from} (`from`) or later"));
            cells.impossible(self.to, problem);
        }
        let reason = cells.word(self.reason);
        tables.sound_or_lost(cells, (staff, None), None)?;
        let absence = Absence {
            row: mark.row,
            staff: staff?,
            from: from?,
            to,
            reason,
        };
        tables.absences.push(absence, mark);
        Some(())
    }
}
