//! The comparison as CSV, one line a finding.

use super::{Diff, DiffLine};
use crate::report::csv::{safe, written};

const HEADER: [&str; 16] = [
    "change",
    "id",
    "severity",
    "clause",
    "rule",
    "subject_kind",
    "subject_id",
    "subject_name",
    "team",
    "supervisor",
    "session_date",
    "due",
    "days",
    "open_since",
    "why",
    "compared",
];

pub(super) fn render(diff: &Diff) -> String {
    let header = HEADER.map(str::to_owned).to_vec();
    let lines = diff.lines.iter().map(|line| cells(diff, line).to_vec());
    let all: Vec<Vec<String>> = std::iter::once(header).chain(lines).collect();
    written(&all)
}

fn cells(diff: &Diff, line: &DiffLine) -> [String; HEADER.len()] {
    let words = |part: &Option<String>| part.as_deref().map(safe).unwrap_or_default();
    let day =
        |part: Option<crate::calendar::Day>| part.map(|day| day.to_string()).unwrap_or_default();
    [
        line.change.word().replace(' ', "-"),
        safe(&line.id),
        line.severity.word().to_owned(),
        safe(&line.clause),
        safe(&line.rule),
        safe(&line.subject.kind),
        safe(&line.subject.id),
        words(&line.subject.name),
        words(&line.team),
        words(&line.supervisor),
        day(line.session_date),
        line.due.to_string(),
        line.days.map(|days| days.to_string()).unwrap_or_default(),
        day(line.open_since),
        words(&line.why),
        format!("{} to {}", diff.old.as_of, diff.new.as_of),
    ]
}
