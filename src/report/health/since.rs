//! What changed since an earlier report: what is new, still open, resolved, waived or gone.

use std::collections::BTreeMap;

use super::Parts;
use crate::report::diff::{Change, Diff, DiffLine};
use crate::report::document::{Block, Cell, Table};
use crate::report::sentences::thousands;

/// How many of what is new or still open are named; the JSON report has all.
const NAMED: usize = 50;

/// What changed; nothing where the report is compared with none.
pub(super) fn blocks(parts: &Parts<'_>) -> Vec<Block> {
    let Some(diff) = parts.audit.compared() else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Sentence(sentence(&diff))];
    if !diff.notes.is_empty() {
        let notes = diff.notes.iter();
        blocks.push(Block::List(
            notes.map(|note| format!("Please note: {note}.")).collect(),
        ));
    }
    if diff.lines.is_empty() {
        return blocks;
    }
    blocks.push(Block::Table(by_team(&diff)));
    blocks.push(Block::Note(
        "New: open now and not then. Still open: open in both. Resolved: done, or no longer asked for. Waived: set \
         aside since. Gone: nothing can be said of it any more, as somebody left, a case closed or a clause went. \
         These count findings on the day, never what fell due in the month."
            .to_owned(),
    ));
    if parts.names() {
        blocks.extend(named(&diff));
    }
    blocks
}

fn number(diff: &Diff, change: Change) -> u32 {
    let counts = diff.counts.get(&change).copied().unwrap_or_default();
    u32::try_from(counts).unwrap_or(u32::MAX)
}

fn sentence(diff: &Diff) -> String {
    let said = Change::ALL
        .map(|change| format!("{} {}", thousands(number(diff, change)), change.word()))
        .join(", ");
    let open = |number: usize| thousands(u32::try_from(number).unwrap_or(u32::MAX));
    format!(
        "Since the report as of {}: {said}. Open then: {}; open now: {}.",
        diff.old.as_of.short(),
        open(diff.old.open),
        open(diff.new.open)
    )
}

fn by_team(diff: &Diff) -> Table {
    let mut teams: BTreeMap<&str, BTreeMap<Change, u32>> = BTreeMap::new();
    for line in &diff.lines {
        let team = line.team.as_deref().unwrap_or("(no team)");
        let counts = teams.entry(team).or_default();
        *counts.entry(line.change).or_insert(0) += 1;
    }
    let mut columns = vec!["Team".to_owned()];
    columns.extend(Change::ALL.map(|change| capital(change.word())));
    let row = |name: &str, count: &dyn Fn(Change) -> u32| {
        let mut row = vec![Cell::text(name)];
        row.extend(Change::ALL.map(|change| Cell::Count(count(change))));
        row
    };
    let mut rows: Vec<Vec<Cell>> = teams
        .iter()
        .map(|(team, counts)| row(team, &|change| counts.get(&change).copied().unwrap_or(0)))
        .collect();
    rows.push(row("All", &|change| number(diff, change)));
    Table {
        caption: format!(
            "Findings open on {} and on {}, and what became of them",
            diff.old.as_of.short(),
            diff.new.as_of.short()
        ),
        columns,
        rows,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), letters.as_str())
    })
}

/// What is new or still open, one by one.
fn named(diff: &Diff) -> Vec<Block> {
    let open = |line: &&DiffLine| matches!(line.change, Change::New | Change::StillOpen);
    let lines: Vec<&DiffLine> = diff.lines.iter().filter(open).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let columns = [
        "Who",
        "What",
        "Clause",
        "Team",
        "Supervisor",
        "Overdue since",
        "Days",
    ];
    let rows = lines.iter().take(NAMED).map(|line| {
        let subject = &line.subject;
        let name = subject.name.as_deref().unwrap_or_default();
        let who = format!("{} {} {name}", subject.kind, subject.id);
        vec![
            Cell::text(who.trim_end()),
            Cell::text(line.change.word()),
            Cell::text(&line.clause),
            Cell::words(line.team.as_deref()),
            Cell::words(line.supervisor.as_deref()),
            line.open_since.map_or(Cell::Nothing, Cell::Day),
            line.days.map_or(Cell::Nothing, Cell::Days),
        ]
    });
    let mut blocks = vec![Block::Table(Table {
        caption: "What is new or still open".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })];
    if lines.len() > NAMED {
        blocks.push(Block::Note(format!(
            "These are the first {NAMED} of {}; the JSON report lists all under “since”.",
            thousands(u32::try_from(lines.len()).unwrap_or(u32::MAX))
        )));
    }
    blocks
}
