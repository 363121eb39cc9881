//! Cases and staff that ended by a later row while an earlier row goes on: read as ended, and said.

use super::cells::Faults;
use super::columns::Export;
use super::dataset::Dataset;
use super::ids::Ids;
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

/// A break of at most so many days is no break (reading 25).
pub const LONGEST_BREAK: i32 = 7;

/// How many ids a warning names.
const IDS_NAMED: usize = 5;

/// One row of a subject.
struct Stretch {
    row: Row,
    start: Day,
    end: Option<Day>,
}

/// Warns, for each file, of the subjects of whom a later row ended while an earlier one goes on.
pub(super) fn warn<'d>(data: &'d Dataset, faults: &mut Faults) {
    let mut ended: Vec<Vec<&str>> = vec![Vec::new(); data.files.len()];
    let mut look = |(ids, index): (&'d Ids, usize), rows: Vec<Stretch>| {
        if let Some(row) = ended_early(&rows)
            && let Some(ended) = ended.get_mut(usize::from(row.file))
        {
            ended.push(ids.text(index));
        }
    };
    for (index, member) in data.staff.iter().enumerate() {
        let stretch = |post: &super::Post| Stretch {
            row: post.row,
            start: post.start,
            end: post.end,
        };
        if member.posts.len() > 1 {
            let rows = member.posts.iter().map(stretch);
            look((&data.staff_ids, index), rows.collect());
        }
    }
    for (index, case) in data.cases.iter().enumerate() {
        let stretch = |row: &super::Episode| Stretch {
            row: row.row,
            start: row.opened,
            end: row.closed,
        };
        if case.episodes.len() > 1 {
            let rows = case.episodes.iter().map(stretch);
            look((&data.case_ids, index), rows.collect());
        }
    }
    for ((number, file), mut ids) in (0..).zip(&data.files).zip(ended) {
        if ids.is_empty() {
            continue;
        }
        ids.sort_unstable();
        let problem = problem(file.export, &ids).at(Place::file(&file.name));
        let whole = Row {
            file: number,
            line: 0,
        };
        faults.add(whole, problem);
    }
}

fn problem(export: Export, ids: &[&str]) -> Problem {
    let (one, several, left) = match export {
        Export::Cases => ("case ends", "cases end", "closed"),
        Export::Staff
        | Export::Sessions
        | Export::Absences
        | Export::Activity
        | Export::Allocations => ("staff member ends", "staff members end", "gone"),
    };
    let what = if ids.len() == 1 { one } else { several };
    let named = ids.iter().take(IDS_NAMED).copied().collect::<Vec<_>>();
    let message = format!(
        "{} {what} with a later row, though an earlier row goes on; read as {left}: {}",
        ids.len(),
        named.join(", ")
    );
    Problem::warning("ends-while-an-earlier-row-goes-on", message)
        .hint("end the earlier row, or give rows of the same time the same first day")
}

/// The first row that ended with all of its first day, for longer than a break, while a row before goes on.
fn ended_early(rows: &[Stretch]) -> Option<Row> {
    let mut begin = 0;
    for of_day in rows.chunk_by(|one, two| one.start == two.start) {
        let (before, later) = (rows.get(..begin)?, begin + of_day.len());
        begin = later;
        let ends: Option<Vec<Day>> = of_day.iter().map(|row| row.end).collect();
        let Some(end) = ends.and_then(|ends| ends.into_iter().max()) else {
            continue;
        };
        let next = rows.get(later);
        let is_hole = next.is_none_or(|next| next.start.days_since(end) > LONGEST_BREAK);
        let goes_on = |row: &Stretch| row.end.is_none_or(|other| other > end);
        if is_hole && before.iter().any(goes_on) {
            return of_day.last().map(|row| row.row);
        }
    }
    None
}
