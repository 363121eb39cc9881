//! The sheet of what may be wrong with the figures: problems, rejected rows, what was not judged, whom no clause covers.

use std::collections::{BTreeMap, BTreeSet};

use super::Parts;
use super::sheet::{Column, Sheet, Value};
use crate::ledger::Subject;
use crate::problem::{Level, Problem};
use crate::report::sentences::reason;
use crate::rules::Duty;

const COLUMNS: [(&str, u16); 11] = [
    ("Kind", 24),
    ("Level", 10),
    ("File", 26),
    ("Line", 8),
    ("Column", 18),
    ("Clause", 24),
    ("Subject", 16),
    ("What", 60),
    ("Found", 24),
    ("Expected", 30),
    ("Next step", 50),
];

/// A row before it is laid out: what it has, by heading.
type Said = BTreeMap<&'static str, Value>;

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let mut rows = if parts.names() {
        problems(parts)
    } else {
        counted(parts)
    };
    rows.extend(not_judged(parts));
    rows.extend(uncovered(parts));
    Sheet {
        name: "Data quality",
        about: "What may be wrong with these figures: problems, rejected rows, what was not judged, whom no clause covers."
            .to_owned(),
        columns: COLUMNS
            .iter()
            .map(|(heading, width)| Column::new(*heading, *width))
            .collect(),
        rows: rows.into_iter().map(laid_out).collect(),
        drawings: Vec::new(),
    }
}

fn laid_out(mut said: Said) -> Vec<Value> {
    let cells = COLUMNS.iter();
    cells
        .map(|(heading, _)| said.remove(heading).unwrap_or(Value::Blank))
        .collect()
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// Every problem with its place; a rejected row without a reason of its own has a row all the same.
fn problems(parts: &Parts<'_>) -> Vec<Said> {
    let audit = parts.audit;
    let place = |reject: &crate::records::Reject| audit.data.place(reject.row).file;
    let rejected: BTreeSet<(String, u32)> = audit
        .data
        .rejects
        .iter()
        .map(|reject| (place(reject), reject.row.line))
        .collect();
    let line = |problem: &Problem| {
        let place = problem.place.as_ref()?;
        Some((place.file.clone(), place.line?))
    };
    let mut explained = BTreeSet::new();
    let mut rows: Vec<Said> = Vec::new();
    for problem in &audit.problems {
        let at = line(problem).filter(|at| problem.level == Level::Error && rejected.contains(at));
        let kind = match at {
            Some(at) => {
                explained.insert(at);
                format!("rejected row: {}", problem.kind)
            }
            None => problem.kind.to_owned(),
        };
        rows.push(problem_row(kind, problem));
    }
    rows.extend(rejected.difference(&explained).map(|(file, line)| {
        Said::from([
            ("Kind", Value::text("rejected row")),
            ("Level", Value::text("error")),
            ("File", Value::text(file)),
            ("Line", Value::number(*line)),
        ])
    }));
    rows
}

fn problem_row(kind: String, problem: &Problem) -> Said {
    let words = |part: &Option<String>| Value::words(part.as_deref());
    let place = problem.place.as_ref();
    Said::from([
        ("Kind", Value::Text(kind)),
        ("Level", Value::text(word(problem.level))),
        ("File", Value::words(place.map(|place| place.file.as_str()))),
        (
            "Line",
            place
                .and_then(|place| place.line)
                .map_or(Value::Blank, Value::number),
        ),
        (
            "Column",
            place.map_or(Value::Blank, |place| words(&place.column)),
        ),
        ("What", Value::text(&problem.message)),
        ("Found", words(&problem.found)),
        ("Expected", words(&problem.expected)),
        ("Next step", words(&problem.hint)),
    ])
}

/// How many problems of a kind there are, for readers whom nobody is named to.
fn counted(parts: &Parts<'_>) -> Vec<Said> {
    let mut kinds: BTreeMap<(Level, &str, &str), u32> = BTreeMap::new();
    for problem in &parts.audit.problems {
        let file = problem.place.as_ref().map_or("", |place| &place.file);
        *kinds
            .entry((problem.level, problem.kind, file))
            .or_default() += 1;
    }
    let rows = kinds.into_iter().map(|((level, kind, file), number)| {
        Said::from([
            ("Kind", Value::text(kind)),
            ("Level", Value::text(word(level))),
            ("File", Value::text(file)),
            ("What", Value::Text(format!("{number} of this kind"))),
        ])
    });
    rows.collect()
}

/// The clauses that no export can show, and whom the others could not judge.
fn not_judged(parts: &Parts<'_>) -> Vec<Said> {
    let audit = parts.audit;
    let clauses = audit.policy.clauses.iter();
    let mut rows: Vec<Said> = clauses
        .filter_map(|clause| match &clause.duty {
            Duty::NotTestable(untold) => Some(Said::from([
                ("Kind", Value::text("clause not testable")),
                ("Clause", Value::text(&clause.id)),
                ("What", Value::text(&untold.why)),
            ])),
            Duty::Clock(_) | Duty::Check(_) => None,
        })
        .collect();
    let mut counts: BTreeMap<(usize, Option<String>, String), u32> = BTreeMap::new();
    for one in &audit.ledger.untestable {
        let subject = one.subject.filter(|_| parts.names());
        let subject = subject.map(|subject| id_of(parts, subject));
        let what = reason(&one.reason);
        *counts.entry((one.clause, subject, what)).or_default() += 1;
    }
    for ((clause, subject, what), number) in counts {
        let clause = audit.policy.clause(clause);
        let times = if number > 1 {
            format!(" ({number} times)")
        } else {
            String::new()
        };
        rows.push(Said::from([
            ("Kind", Value::text("not judged")),
            (
                "Clause",
                Value::words(clause.map(|clause| clause.id.as_str())),
            ),
            ("Subject", Value::words(subject.as_deref())),
            ("What", Value::Text(format!("{what}{times}"))),
        ]));
    }
    rows
}

fn uncovered(parts: &Parts<'_>) -> Vec<Said> {
    let mut counts: BTreeMap<(&str, Option<String>), u32> = BTreeMap::new();
    for one in &parts.audit.ledger.uncovered {
        let subject = parts.names().then(|| id_of(parts, one.subject));
        *counts.entry((one.family, subject)).or_default() += 1;
    }
    let rows = counts.into_iter().map(|((family, subject), number)| {
        let what = match &subject {
            Some(_) => format!("under no clause of {family}, and in no figure"),
            None => format!("{number} under no clause of {family}, and in no figure"),
        };
        Said::from([
            ("Kind", Value::text("under no clause")),
            ("Subject", Value::words(subject.as_deref())),
            ("What", Value::Text(what)),
        ])
    });
    rows.collect()
}

fn id_of(parts: &Parts<'_>, subject: Subject) -> String {
    let (data, as_of) = (parts.audit.data, parts.audit.ledger.as_of);
    let who = crate::engine::Attribution::of_subject(data, subject, as_of);
    who.id.into_owned()
}
