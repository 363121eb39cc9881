//! Section 4: for whom: roles, the newly qualified, types of case.

use super::{Parts, on_time, rate_table};
use crate::report::document::{Block, Section};
use crate::report::rates::Rate;

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
            .map(|rate| (rate.key.clone(), rate))
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
