//! Section 5: the records of supervision.

use super::fell_due::stacked;
use super::{Parts, on_time, rate_table, sentence};
use crate::report::document::{Block, Cell, Section, Table};
use crate::report::rates::Rate;
use crate::report::sentences::{clause_label, within};

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let timed = lines(parts, "recording");
    let untimed = lines(parts, "record-present");
    let mut blocks = Vec::new();
    let found: Vec<String> = timed
        .iter()
        .map(|(label, rate)| on_time(rate, &format!("records under “{label}”")))
        .collect();
    if !timed.is_empty() {
        blocks.push(Block::Chart(stacked("Records that fell due", &timed)));
        blocks.push(Block::Table(days(&timed)));
        let caption = format!("Records that fell due {}", within(figures.period));
        blocks.push(Block::Table(rate_table(
            (caption, "Record"),
            timed,
            figures.compared_with.is_some(),
        )));
    }
    if !untimed.is_empty() {
        blocks.push(Block::Table(present(&untimed)));
    }
    let finding = match (found.is_empty(), untimed.is_empty()) {
        (false, _) => sentence(&found),
        (true, false) => {
            "The policy sets no deadline for records: they are there or missing.".to_owned()
        }
        (true, true) => "No record fell due.".to_owned(),
    };
    Section {
        id: "records",
        title: "Records".to_owned(),
        finding,
        blocks,
    }
}

fn lines<'p>(parts: &'p Parts<'_>, measure: &'static str) -> Vec<(String, &'p Rate)> {
    let rates = parts.figures.by(measure, "clause");
    let due = rates.filter(|rate| rate.fell_due > 0);
    due.map(|rate| {
        let mut clauses = parts.audit.policy.clauses.iter();
        let clause = clauses.find(|clause| clause.id == rate.key);
        (clause.map_or_else(|| rate.key.clone(), clause_label), rate)
    })
    .collect()
}

fn days(lines: &[(String, &Rate)]) -> Table {
    let cell = |days: Option<i32>| days.map_or(Cell::Nothing, Cell::Days);
    Table {
        caption: "Days from the session to its record, of the records that were made".to_owned(),
        columns: [
            "Record",
            "Half made within, days",
            "Nine in ten made within, days",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: lines
            .iter()
            .map(|(label, rate)| {
                vec![
                    Cell::text(label),
                    cell(rate.median_days),
                    cell(rate.nine_in_ten_days),
                ]
            })
            .collect(),
    }
}

fn present(lines: &[(String, &Rate)]) -> Table {
    Table {
        caption: "Records without a deadline".to_owned(),
        columns: ["Record", "Sessions", "Recorded", "Missing", "Recorded, %"]
            .map(str::to_owned)
            .to_vec(),
        rows: lines
            .iter()
            .map(|(label, rate)| {
                vec![
                    Cell::text(label),
                    Cell::Count(rate.fell_due),
                    Cell::Count(rate.on_time),
                    Cell::Count(rate.not_done),
                    Cell::Percent(rate.fraction()),
                ]
            })
            .collect(),
    }
}
