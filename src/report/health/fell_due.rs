//! Section 1: what fell due in the period, and what was done of it.

use super::{Parts, on_time, rate_table, sentence};
use crate::report::document::{Block, Chart, Plot, Section};
use crate::report::rates::Rate;
use crate::report::sentences::{percent, within};

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let lines = lines(parts);
    let found: Vec<String> = lines
        .iter()
        .filter(|(label, _)| !label.starts_with("Newly"))
        .map(|(label, rate)| on_time(rate, &label.to_lowercase()))
        .collect();
    let finding = if found.is_empty() {
        format!("No supervision fell due {}.", within(figures.period))
    } else {
        sentence(&found)
    };
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        blocks.push(Block::Chart(stacked("Supervisions that fell due", &lines)));
        blocks.push(Block::Table(rate_table(
            (
                format!(
                    "What fell due {}, and what was done of it",
                    within(figures.period)
                ),
                "Measure",
            ),
            lines,
            figures.compared_with.is_some(),
        )));
        blocks.push(Block::Note(
            "On time: by its due day, of all that fell due. On time, late and not done add up to what fell due. Rows \
             count supervisions, not people: a worker seen weekly adds four or five a month."
                .to_owned(),
        ));
    }
    if let Some(month) = &figures.calendar_month {
        let share = month.fraction;
        blocks.push(Block::Note(format!(
            "To compare with earlier reports: {} of {} staff in post all month had a session in the calendar month \
             ({}). It is another measure than the one above.",
            share.numerator,
            share.denominator,
            percent(share)
        )));
    }
    Section {
        id: "fell-due",
        title: "What fell due, and what was done".to_owned(),
        finding,
        blocks,
    }
}

/// The measures over all.
fn lines<'p>(parts: &'p Parts<'_>) -> Vec<(String, &'p Rate)> {
    let names = [
        ("staff-supervision", "Staff supervisions"),
        ("newly-qualified", "Newly qualified staff"),
        ("case-supervision", "Case supervisions"),
    ];
    names
        .into_iter()
        .filter_map(|(measure, label)| {
            let rate = parts.figures.overall(measure)?;
            (rate.fell_due > 0).then(|| (label.to_owned(), rate))
        })
        .collect()
}

/// A bar a measure: on time, a little late, later, not done.
pub(super) fn stacked(what: &str, lines: &[(String, &Rate)]) -> Chart {
    let parts = ["on time", "1 to 7 days late", "later", "not done"];
    let said = lines.iter().map(|(label, rate)| {
        format!(
            "{label}: {} fell due, {} on time, {} late by 1 to 7 days, {} later, {} not done.",
            rate.fell_due, rate.on_time, rate.late_to_7, rate.late_over_7, rate.not_done
        )
    });
    Chart {
        title: format!("{what}: on time, late and not done"),
        description: said.collect::<Vec<_>>().join(" "),
        plot: Plot::Shares {
            parts: parts.map(str::to_owned).to_vec(),
            rows: lines
                .iter()
                .map(|(label, rate)| {
                    let counts = [
                        rate.on_time,
                        rate.late_to_7,
                        rate.late_over_7,
                        rate.not_done,
                    ];
                    (label.clone(), counts.to_vec())
                })
                .collect(),
        },
    }
}
