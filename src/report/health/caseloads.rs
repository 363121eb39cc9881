//! Section 7: caseloads, and children with no named worker.

use super::{Parts, sentence};
use crate::records::Decimal;
use crate::report::document::{Block, Cell, Chart, Plot, Section, Table};
use crate::report::sentences::{count, day_in_words, thousands};
use crate::report::team_loads::TeamLoad;

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let mut blocks = Vec::new();
    let lines = &figures.loads;
    if !lines.is_empty() {
        blocks.push(Block::Chart(strip(lines)));
        blocks.push(Block::Table(table(parts, lines)));
    }
    let load = &figures.caseload;
    if let (Some(mean), Some(fte)) = (&load.mean_per_fte, &load.fte) {
        blocks.push(Block::Sentence(format!(
            "{mean} cases for each full-time post: {} held by workers who make up {fte} full-time posts.",
            count(load.cases, "case", "cases")
        )));
    }
    if load.workers_without_fte > 0 {
        let (verb, have) = match load.workers_without_fte {
            1 => ("holds", "has"),
            _ => ("hold", "have"),
        };
        let so = match load.mean_per_fte {
            Some(_) => "left out of the mean",
            None => "so no number of cases for each full-time post can be given",
        };
        blocks.push(Block::Note(format!(
            "{} {verb} cases and {have} no known share of a full-time post: {so}.",
            count(load.workers_without_fte, "worker", "workers")
        )));
    }
    blocks.push(unnamed(parts));
    Section {
        id: "caseloads",
        title: "Caseloads".to_owned(),
        finding: finding(parts),
        blocks,
    }
}

fn finding(parts: &Parts<'_>) -> String {
    let load = &parts.figures.caseload;
    if load.workers == 0 {
        return "The policy sets no limit for caseloads that these exports can show.".to_owned();
    }
    let unit = load
        .highest
        .as_ref()
        .map_or("cases", |highest| highest.unit);
    let peak = load.highest.as_ref().map(|highest| {
        format!(
            "the highest has {}, the limit is {}",
            highest.value, highest.limit
        )
    });
    let verb = if load.above == 1 { "holds" } else { "hold" };
    let above = format!(
        "{} of {} {verb} more {unit} than the limit",
        thousands(load.above),
        count(load.workers, "worker", "workers")
    );
    sentence(
        &[Some(above), peak]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )
}

/// In hundredths, for a chart.
fn hundredths(value: Decimal) -> u32 {
    u32::try_from(value.millionths() / 10_000).unwrap_or_default()
}

fn strip(lines: &[TeamLoad]) -> Chart {
    let unit = lines.first().map_or("cases", |line| line.unit);
    let said = lines.iter().map(|line| {
        let highest = line
            .loads
            .first()
            .map_or_else(String::new, |most| format!(", the highest {most}"));
        format!(
            "{}: {}, {} above the limit{highest}.",
            line.team,
            count(line.workers, "worker", "workers"),
            line.above
        )
    });
    let limits: Vec<u32> = lines
        .iter()
        .filter_map(|line| line.usual_limit)
        .map(hundredths)
        .collect();
    Chart {
        title: format!("Caseloads by team, in {unit}: a dot for each worker"),
        description: said.collect::<Vec<_>>().join(" "),
        plot: Plot::Strip {
            rows: lines
                .iter()
                .map(|line| {
                    let loads = line.loads.iter().copied().map(hundredths);
                    (line.team.clone(), loads.collect())
                })
                .collect(),
            limit: most_frequent(&limits),
            unit: unit.to_owned(),
        },
    }
}

fn most_frequent(limits: &[u32]) -> Option<u32> {
    let times = |limit: u32| limits.iter().filter(|one| **one == limit).count();
    limits
        .iter()
        .copied()
        .max_by_key(|limit| (times(*limit), *limit))
}

fn table(parts: &Parts<'_>, lines: &[TeamLoad]) -> Table {
    let columns = [
        "Team",
        "Workers with a limit",
        "Above it",
        "Highest",
        "Usual limit",
    ];
    let number = |value: Option<Decimal>| value.map_or(Cell::Nothing, Cell::Amount);
    Table {
        caption: format!(
            "Caseloads on {}, highest first, in {}",
            day_in_words(parts.figures.as_of),
            lines.first().map_or("cases", |line| line.unit)
        ),
        columns: columns.map(str::to_owned).to_vec(),
        rows: lines
            .iter()
            .map(|line| {
                vec![
                    Cell::text(&line.team),
                    Cell::Count(line.workers),
                    Cell::Count(line.above),
                    number(line.loads.first().copied()),
                    number(line.usual_limit),
                ]
            })
            .collect(),
    }
}

fn unnamed(parts: &Parts<'_>) -> Block {
    let held = &parts.figures.allocation;
    if !held.known {
        return Block::Note(
            "No export says who holds a case, so cases with no named worker cannot be counted."
                .to_owned(),
        );
    }
    Block::Table(Table {
        caption: "Open cases with no named worker of their own".to_owned(),
        columns: ["Open cases", "How many"].map(str::to_owned).to_vec(),
        rows: [
            ("All open cases", held.open_cases),
            ("Allocated to nobody", held.nobody),
            ("To somebody not in post", held.not_in_post),
            ("Held only by managers", held.held_by_managers),
        ]
        .into_iter()
        .map(|(label, number)| vec![Cell::text(label), Cell::Count(number)])
        .collect(),
    })
}
