//! Section 3: where: teams, services and supervisors.

use super::measure_words;
use super::{Parts, rate_table};
use crate::report::document::{Block, Cell, Chart, Plot, Section, Table};
use crate::report::measures::Lowest;
use crate::report::rates::{Fraction, Rate};
use crate::report::sentences::share_words;

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let mut blocks = Vec::new();
    for measure in ["case-supervision", "staff-supervision"] {
        let lines = worst_first(parts, measure, "team");
        if lines.len() > 1 {
            blocks.push(Block::Chart(dots(parts, measure, &lines)));
        }
    }
    if figures.teams.len() > 1 {
        blocks.push(Block::Table(teams(parts)));
    }
    for measure in ["case-supervision", "staff-supervision"] {
        let lines = worst_first(parts, measure, "service");
        if lines.len() > 1 {
            let caption = format!("{} by service", measure_words(measure));
            blocks.push(Block::Table(rate_table((caption, "Service"), lines, false)));
        }
    }
    if parts.names() && !figures.supervisors.is_empty() {
        blocks.push(Block::Table(supervisors(parts)));
    }
    if blocks.is_empty() {
        blocks.push(Block::Note(
            "The exports name no teams, so nothing can be said of where.".to_owned(),
        ));
    }
    let mut found = lowest(parts).into_iter();
    let finding = found.next().unwrap_or_else(|| {
        "No team or supervisor has enough that fell due to be compared.".to_owned()
    });
    let others: Vec<String> = found.collect();
    if !others.is_empty() {
        blocks.insert(0, Block::List(others));
    }
    Section {
        id: "places",
        title: "Where".to_owned(),
        finding,
        blocks,
    }
}

/// The lowest teams beside the rate of all, then the lowest supervisors, whom only those read who act on it.
fn lowest(parts: &Parts<'_>) -> Vec<String> {
    let mut lines: Vec<&Lowest> = parts.figures.lowest.iter().collect();
    lines.sort_by_key(|low| low.dimension != "team");
    let shown = lines
        .into_iter()
        .filter(|low| low.dimension == "team" || parts.names());
    shown
        .map(|low| {
            format!(
                "Lowest for {}: the {} {}, {}, against {} for all.",
                measure_words(low.measure).to_lowercase(),
                low.dimension,
                low.key,
                share_words(low.fraction),
                share_words(low.overall)
            )
        })
        .collect()
}

fn worst_first<'p>(
    parts: &'p Parts<'_>,
    measure: &'static str,
    dimension: &'static str,
) -> Vec<(String, &'p Rate)> {
    let rates = parts.figures.by(measure, dimension);
    let mut rates: Vec<&Rate> = rates.filter(|rate| rate.fell_due > 0).collect();
    rates.sort_by(|one, two| {
        let cross = |rate: &Rate, other: &Rate| u64::from(rate.on_time) * u64::from(other.fell_due);
        cross(one, two)
            .cmp(&cross(two, one))
            .then_with(|| two.fell_due.cmp(&one.fell_due))
            .then_with(|| one.key.cmp(&two.key))
    });
    rates
        .into_iter()
        .map(|rate| (rate.key.clone(), rate))
        .collect()
}

fn dots(parts: &Parts<'_>, measure: &str, lines: &[(String, &Rate)]) -> Chart {
    let what = measure_words(measure);
    let said = lines
        .iter()
        .map(|(team, rate)| format!("{team}: {} of {}.", rate.on_time, rate.fell_due));
    let number = if measure == "staff-supervision" {
        "M1"
    } else {
        "M2"
    };
    let mut targets = parts.audit.policy.targets.iter();
    Chart {
        title: format!("{what} on time by team, lowest first"),
        description: said.collect::<Vec<_>>().join(" "),
        plot: Plot::Dots {
            rows: lines
                .iter()
                .map(|(team, rate)| (team.clone(), rate.fraction()))
                .collect::<Vec<(String, Fraction)>>(),
            target: targets
                .find(|target| target.measure == number)
                .map(|target| target.at),
        },
    }
}

fn teams(parts: &Parts<'_>) -> Table {
    let columns = [
        "Team",
        "Staff, on time",
        "Staff, %",
        "Cases, on time",
        "Cases, %",
        "Staff overdue on the day",
        "Cases overdue on the day",
        "Workers over the limit",
    ];
    let of = |share: Fraction| match share.denominator {
        0 => [Cell::Nothing, Cell::Nothing],
        _ => [Cell::Of(share), Cell::Percent(share)],
    };
    let rows = parts.figures.teams.iter().map(|line| {
        let mut row = vec![Cell::text(&line.team)];
        row.extend(of(line.staff));
        row.extend(of(line.cases));
        row.extend([line.overdue_staff, line.overdue_cases, line.over_limit].map(Cell::Count));
        row
    });
    Table {
        caption: "Teams, most overdue first".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

fn supervisors(parts: &Parts<'_>) -> Table {
    let lines = parts.figures.supervisors.iter();
    Table {
        caption: "Supervisors with three or more overdue staff".to_owned(),
        columns: ["Supervisor", "Staff overdue on the day"]
            .map(str::to_owned)
            .to_vec(),
        rows: lines
            .map(|line| {
                vec![
                    Cell::text(&line.supervisor),
                    Cell::Count(line.overdue_staff),
                ]
            })
            .collect(),
    }
}
