//! The comparison as CSV, one line a finding.

use super::{Diff, DiffLine};
use crate::report::csv::Csv;

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

pub(super) fn render(diff: &Diff, form: Csv) -> String {
    let header = HEADER.map(str::to_owned).to_vec();
    let lines = diff
        .lines
        .iter()
        .map(|line| cells(diff, line, form).to_vec());
    let all: Vec<Vec<String>> = std::iter::once(header).chain(lines).collect();
    form.written(&all)
}

fn cells(diff: &Diff, line: &DiffLine, form: Csv) -> [String; HEADER.len()] {
    let words = |part: &Option<String>| {
        part.as_deref()
            .map(|text| form.safe(text))
            .unwrap_or_default()
    };
    let day =
        |part: Option<crate::calendar::Day>| part.map(|day| day.to_string()).unwrap_or_default();
    [
        line.change.word().replace(' ', "-"),
        form.safe(&line.id),
        line.severity.word().to_owned(),
        form.safe(&line.clause),
        form.safe(&line.rule),
        form.safe(&line.subject.kind),
        form.safe(&line.subject.id),
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
