//! What the words of a file most likely mean, and what stands for a column it has not.

use super::super::aliases;
use super::super::columns::Export;
use super::super::mapping::{fixed_values, is_fixed_value};
use super::super::words::fold;
use super::columns::Match;
use super::hints::telling_name;
use super::sheet::{Column, Sheet};

/// What is done on a day besides supervision, by a part of the word.
pub(super) const ACTIVITIES: &[&str] = &[
    "apprais",
    "audit",
    "observ",
    "conversation",
    "check-in",
    "report",
];

/// One word of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worded<'s> {
    pub(super) cell: &'s str,
    /// How many rows have it.
    pub(super) rows: u32,
    /// What it most likely means; nothing for a word nobody knows.
    pub(super) meaning: Option<&'static str>,
}

/// Whether it is by the words of a column that policies say what is judged, though it may have others.
fn is_judged_by(export: Export, column: &str) -> bool {
    matches!(
        (export, column),
        (Export::Sessions, "kind") | (Export::Cases, "case_type")
    )
}

/// The words of a column that have to be explained.
pub(super) fn meanings<'s>(export: Export, found: &Match, header: &'s Column) -> Vec<Worded<'s>> {
    let column = found.column;
    let fixed = fixed_values(column.name, column.kind);
    let all = fixed.is_some() || is_judged_by(export, column.name);
    let mut meanings: Vec<Worded<'s>> = Vec::new();
    for cell in header.said() {
        let rows = header.cells.get(cell).copied().unwrap_or(0);
        if fixed.is_some_and(|fixed| is_fixed_value(cell, fixed)) {
            continue;
        }
        let meaning = aliases::meaning(column.name, cell).filter(|meaning| *meaning != fold(cell));
        let is_word = aliases::words(column.name).any(|word| word == fold(cell));
        if meaning.is_none() && (!all || is_word) {
            continue;
        }
        // Spellings that are compared as one word need one line.
        if let Some(known) = meanings
            .iter_mut()
            .find(|known| fold(known.cell) == fold(cell))
        {
            known.rows += rows;
            continue;
        }
        meanings.push(Worded {
            cell,
            rows,
            meaning,
        });
    }
    meanings
}

/// The value that every row of a file has in a column it has not.
pub(super) fn constant(
    sheet: &Sheet,
    export: Export,
    column: &str,
    matches: &[Match],
) -> Option<String> {
    if column != "kind" {
        return None;
    }
    let name = telling_name(sheet);
    match export {
        Export::Sessions => {
            let has = |name: &str| matches.iter().any(|found| found.column.name == name);
            let case = has("case_id") || name.contains("case");
            Some(if case { "case" } else { "personal" }.to_owned())
        }
        Export::Activity => {
            let headers = sheet
                .columns
                .iter()
                .map(|column| column.header.to_lowercase());
            let texts: Vec<String> = std::iter::once(name).chain(headers).collect();
            let known = ACTIVITIES.iter().zip([
                "appraisal",
                "audit",
                "observation",
                "conversation",
                "check-in",
                "report",
            ]);
            let mut known = known.filter(|(part, _)| texts.iter().any(|text| text.contains(*part)));
            known.next().map(|(_, kind)| kind.to_owned())
        }
        Export::Staff | Export::Cases | Export::Absences | Export::Allocations => None,
    }
}
