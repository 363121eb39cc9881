//! The rejected rows as CSV, for somebody to mend and read in again.
//!
//! The rows stand as they do in their files: an apostrophe before what a spreadsheet takes for a formula would be
//! read in again as part of an id. The file is made to be opened in a text editor.

use std::collections::BTreeMap;

use crate::problem::{Level, Problem, on_one_line};
use crate::records::Dataset;

use super::csv::Csv;

const HEADER: [&str; 7] = ["file", "line", "byte", "column", "kind", "row", "reason"];

/// One line a rejected row, with a header even when there is none. Several reasons of one row are joined.
pub(super) fn render(data: &Dataset) -> String {
    let mut reasons: BTreeMap<(&str, u32), Vec<&Problem>> = BTreeMap::new();
    for problem in data.problems.iter().filter(|one| one.level == Level::Error) {
        if let Some(place) = &problem.place
            && let Some(line) = place.line
        {
            let key = (place.file.as_str(), line);
            reasons.entry(key).or_default().push(problem);
        }
    }
    let mut lines = vec![HEADER.map(str::to_owned).to_vec()];
    for reject in &data.rejects {
        let place = data.place(reject.row);
        let problems = reasons.get(&(place.file.as_str(), reject.row.line));
        let problems = problems.map_or(&[][..], Vec::as_slice);
        let columns = problems
            .iter()
            .filter_map(|problem| problem.place.as_ref()?.column.clone());
        let kinds = problems.iter().map(|problem| problem.kind.to_owned());
        lines.push(vec![
            place.file.clone(),
            reject.row.line.to_string(),
            reject.byte.to_string(),
            joined(columns),
            joined(kinds),
            reject.text.to_string(),
            joined(problems.iter().map(|problem| reason(problem))),
        ]);
    }
    Csv::Printed.written(&lines)
}

/// What is wrong, the place left out.
fn reason(problem: &Problem) -> String {
    let mut without = problem.clone();
    without.place = None;
    without.to_string()
}

/// Each once, in their order.
fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for part in parts {
        let part = on_one_line(&part);
        if !once.contains(&part) {
            once.push(part);
        }
    }
    once.join("; ")
}
