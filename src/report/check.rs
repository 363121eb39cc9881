//! What `check` found, as JSON and as CSV; the page for a terminal is among the tables.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::policy::Policy;
use crate::problem::{Level, Problem};
use crate::records::Dataset;

use super::csv::Csv;
use super::json::{Input, inputs, printed};

/// Exports and policy, looked over without an audit.
#[derive(Debug)]
pub struct Check<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The exports.
    pub data: &'a Dataset,
    /// The day on which they were taken.
    pub taken: Day,
    /// Whether nobody said that day.
    pub taken_assumed: bool,
    /// A stamp for every page.
    pub banner: Option<&'a str>,
    /// Everything that is wrong or doubtful.
    pub problems: Vec<Problem>,
    /// How the check was called, for the line that says how to see more.
    pub command: String,
}

/// The rows of all files: read, accepted, rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Rows {
    pub(super) read: u64,
    pub(super) accepted: u64,
    pub(super) rejected: u64,
}

impl Rows {
    pub(super) fn of(data: &Dataset) -> Rows {
        let mut rows = Rows::default();
        for file in &data.files {
            rows.read += u64::from(file.read);
            rows.accepted += u64::from(file.accepted);
            rows.rejected += u64::from(file.rejected);
        }
        rows
    }
}

/// The problems of one kind and level.
pub(super) struct Group<'c> {
    pub(super) level: Level,
    pub(super) kind: &'static str,
    pub(super) problems: Vec<&'c Problem>,
}

/// The problems by level and kind, the commonest kind first.
pub(super) fn groups<'c>(check: &'c Check<'_>) -> Vec<Group<'c>> {
    let mut kinds: BTreeMap<(Level, &'static str), Vec<&Problem>> = BTreeMap::new();
    for problem in &check.problems {
        let key = (problem.level, problem.kind);
        kinds.entry(key).or_default().push(problem);
    }
    let groups = kinds.into_iter().map(|((level, kind), problems)| Group {
        level,
        kind,
        problems,
    });
    let mut groups: Vec<Group<'c>> = groups.collect();
    groups.sort_by_key(|group| (group.level, std::cmp::Reverse(group.problems.len())));
    groups
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    banner: Option<&'a str>,
    policy: PolicyFile<'a>,
    taken: Day,
    inputs: Vec<Input<'a>>,
    rows: Rows,
    adds_up: bool,
    kinds: Vec<Kind>,
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct PolicyFile<'a> {
    name: &'a str,
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Kind {
    level: Level,
    #[serde(rename = "kind")]
    name: &'static str,
    count: usize,
}

/// Everything, with a line break at its end.
pub(super) fn json(check: &Check<'_>) -> String {
    let kinds = groups(check).into_iter().map(|group| Kind {
        level: group.level,
        name: group.kind,
        count: group.problems.len(),
    });
    printed(&Document {
        banner: check.banner,
        policy: PolicyFile {
            name: &check.policy.name,
            file: &check.policy.file,
            sha256: &check.policy.sha256,
        },
        taken: check.taken,
        inputs: inputs(check.data),
        rows: Rows::of(check.data),
        adds_up: check
            .data
            .files
            .iter()
            .all(crate::records::ExportFile::adds_up),
        kinds: kinds.collect(),
        problems: &check.problems,
    })
}

const HEADER: [&str; 9] = [
    "level", "kind", "file", "line", "column", "message", "found", "expected", "hint",
];

/// The problems, one a row.
pub(super) fn csv(check: &Check<'_>, form: Csv) -> String {
    let banner = check.banner.map(|text| form.safe(text));
    let label = banner.as_ref().map(|_| "banner".to_owned());
    let header = HEADER.iter().map(|name| (*name).to_owned());
    let mut lines = vec![label.into_iter().chain(header).collect::<Vec<_>>()];
    for problem in &check.problems {
        let cells = banner.clone().into_iter().chain(cells(problem, form));
        lines.push(cells.collect());
    }
    form.written(&lines)
}

fn cells(problem: &Problem, form: Csv) -> [String; HEADER.len()] {
    let text = |part: &Option<String>| {
        part.as_deref()
            .map(|text| form.safe(text))
            .unwrap_or_default()
    };
    let place = problem.place.as_ref();
    [
        word(problem.level).to_owned(),
        problem.kind.to_owned(),
        place
            .map(|place| form.safe(&place.file))
            .unwrap_or_default(),
        place
            .and_then(|place| place.line)
            .map(|line| line.to_string())
            .unwrap_or_default(),
        place.map(|place| text(&place.column)).unwrap_or_default(),
        form.safe(&problem.message),
        text(&problem.found),
        text(&problem.expected),
        text(&problem.hint),
    ]
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
