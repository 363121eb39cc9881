//! Section 4: for whom: roles, the newly qualified, types of case.

use super::{Parts, on_time, rate_table};
use crate::report::document::{Block, Section};
use crate::report::rates::Rate;
use crate::report::sentences::heading;

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let compared = figures.compared_with.is_some();
    let mut blocks = Vec::new();
    for (measure, dimension, caption, what) in [
        (
            "case-supervision",
            "case_type",
            "Case supervisions by type of case",
            "Type of case",
        ),
        (
            "staff-supervision",
            "role",
            "Staff supervisions by role",
            "Role",
        ),
    ] {
        let rates = figures.by(measure, dimension);
        let mut lines: Vec<(String, &Rate)> = rates
            .filter(|rate| rate.fell_due > 0)
            .map(|rate| (plain(&rate.key), rate))
            .collect();
        lines.sort_by_key(|(label, _)| label.to_lowercase());
        if !lines.is_empty() {
            let caption = caption.to_owned();
            blocks.push(Block::Table(rate_table((caption, what), lines, compared)));
        }
    }
    let finding = match figures.overall("newly-qualified") {
        Some(rate) if rate.fell_due > 0 => format!(
            "{}.",
            on_time(rate, "supervisions of newly qualified staff")
        ),
        Some(_) => "No supervision of newly qualified staff fell due.".to_owned(),
        None => "No clause of this policy is for newly qualified staff alone.".to_owned(),
    };
    if blocks.is_empty() {
        blocks.push(Block::Note("No supervision fell due.".to_owned()));
    }
    Section {
        id: "people",
        title: "For whom".to_owned(),
        finding,
        blocks,
    }
}

/// A role or type as people say it, where it stands as a policy spells it: `child-in-need` is `Child in need`.
fn plain(word: &str) -> String {
    let mut letters = word.chars();
    if letters.all(|letter| letter.is_ascii_lowercase() || matches!(letter, '-' | '_')) {
        heading(word)
    } else {
        word.to_owned()
    }
}
