//! Looks over what was read for what can hardly be so: ids that match nothing, days in the wrong order, holes.
//!
//! The rows are used all the same. What the reader says of single rows (duplicates, conflicts, a closing before its
//! opening, a record before its session) is not said again.

use super::dataset::Dataset;
use super::words::{CaseIx, StaffIx};
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;

mod ages;
mod cut_short;
mod ids;
mod lines;
mod months;
mod sessions;
mod spans;
mod workers;

pub use ages::DATE_OF_BIRTH;
pub use cut_short::{CUT_SHORT, CutShort, cut_short};

/// Everything doubtful, in the order of files, lines and kinds. `taken` is the day on which the exports were taken.
pub fn doubts(data: &Dataset, taken: Day) -> Vec<Problem> {
    let mut doubts = Doubts {
        data,
        taken,
        found: Vec::new(),
    };
    doubts.ids();
    doubts.overlaps();
    doubts.sessions();
    doubts.twins();
    doubts.ages();
    doubts.lines();
    doubts.workers();
    doubts.months();
    doubts.cut_short();
    let mut found = doubts.found;
    found.sort_by(|one, other| {
        (one.0, &one.1.kind, &one.1).cmp(&(other.0, &other.1.kind, &other.1))
    });
    // One row may have become several episodes.
    found.dedup();
    found.into_iter().map(|(_, problem)| problem).collect()
}

/// What is doubtful, as it is found.
struct Doubts<'d> {
    data: &'d Dataset,
    taken: Day,
    found: Vec<(Row, Problem)>,
}

impl Doubts<'_> {
    fn add(&mut self, row: Row, problem: Problem) {
        let mut place = self.data.place(row);
        // The file as a whole.
        place.line = place.line.filter(|line| *line > 0);
        self.found.push((row, problem.at(place)));
    }

    /// Everybody with an id.
    fn people(&self) -> impl Iterator<Item = StaffIx> + use<> {
        (0..self.data.staff.len()).filter_map(StaffIx::at)
    }

    /// Every case with an id.
    fn cases(&self) -> impl Iterator<Item = CaseIx> + use<> {
        (0..self.data.cases.len()).filter_map(CaseIx::at)
    }

    /// The days from the first in post to that of leaving, when somebody left; nothing of whom no export has.
    fn in_post(&self, staff: StaffIx) -> Option<(Day, Option<Day>)> {
        let posts = &self.data.member(staff)?.posts;
        let first = posts.first()?.start;
        let last = posts.last()?;
        // Rows of one first day are posts side by side.
        let side_by_side = posts.iter().filter(|post| post.start == last.start);
        let ends: Option<Vec<Day>> = side_by_side.map(|post| post.end).collect();
        Some((first, ends.and_then(|ends| ends.into_iter().max())))
    }
}
