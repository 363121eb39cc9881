//! Rows of the activity exports: audits, appraisals, readings and whatever else is done on a day.

use super::cells::Cells;
use super::layout::{At, Layout};
use super::rows::Activity;
use super::tables::{Mark, Tables};
use crate::calendar::Day;
use crate::problem::Problem;

/// The columns of an activity that a row struct has; every other demanded one is an attribute.
pub(super) const TYPED: &[&str] = &["kind", "date", "staff_id", "by_id", "case_id", "minutes"];

/// Where a file has them.
pub(super) struct Columns {
    kind: At,
    date: At,
    staff: At,
    by: At,
    case: At,
    minutes: At,
    attributes: Vec<At>,
    /// The day the exports were taken.
    taken: Day,
}

impl Columns {
    pub(super) fn new(layout: &Layout, taken: Day) -> Columns {
        Columns {
            kind: layout.at("kind"),
            date: layout.at("date"),
            staff: layout.at("staff_id"),
            by: layout.at("by_id"),
            case: layout.at("case_id"),
            minutes: layout.at("minutes"),
            attributes: layout.attributes(),
            taken,
        }
    }

    pub(super) fn take(
        &self,
        cells: &mut Cells<'_>,
        tables: &mut Tables,
        mark: Mark,
    ) -> Option<()> {
        let kind = cells.word(self.kind);
        let date = cells.date(self.date);
        let staff = cells.staff(self.staff);
        let by = cells.staff(self.by);
        let case = cells.case(self.case);
        let minutes = cells.minutes(self.minutes);
        if date.is_some_and(|date| date > self.taken) {
            let message = "an activity is dated after the day the exports were taken";
            let problem = Problem::error("done-after-the-exports-were-taken", message)
                .expected(format!("{} or earlier", self.taken));
            cells.impossible(self.date, problem);
        }
        let attributes = self
            .attributes
            .iter()
            .map(|at| cells.attribute(*at))
            .collect();
        cells.sound()?;
        let activity = Activity {
            row: mark.row,
            kind: kind?,
            date: date?,
            staff,
            by,
            case,
            minutes,
            attributes,
        };
        tables.activity.push(activity, mark);
        Some(())
    }
}
