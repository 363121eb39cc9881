//! Section 7: the last thirteen months.

use super::Parts;
use crate::report::document::{Block, Cell, Chart, Plot, Point, Section, Table};
use crate::report::rates::Fraction;
use crate::report::sentences::percent;
use crate::report::trend::Month;

/// The fewest months that make a line.
const FEWEST: usize = 2;

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let months = &parts.months;
    let mut blocks = Vec::new();
    if months.len() >= FEWEST {
        for (measure, what, share) in [
            ("M2", "Case supervisions", cases as fn(&Month) -> Fraction),
            ("M1", "Staff supervisions", staff),
        ] {
            if months.iter().any(|month| share(month).denominator > 0) {
                blocks.push(Block::Chart(line(parts, (measure, what), share)));
            }
        }
        blocks.push(Block::Table(table(months)));
        blocks.push(Block::Note(
            "Each month is what today's exports show as of its last day. Records made since, and corrections, are in it: \
             it may differ from the report of that month."
                .to_owned(),
        ));
    } else {
        blocks.push(Block::Note(
            "The exports do not reach back over an earlier month, so there is nothing to compare with."
                .to_owned(),
        ));
    }
    Section {
        id: "change",
        title: "Is it changing".to_owned(),
        finding: finding(parts),
        blocks,
    }
}

fn staff(month: &Month) -> Fraction {
    month.staff
}

fn cases(month: &Month) -> Fraction {
    month.cases
}

fn finding(parts: &Parts<'_>) -> String {
    let mut said = Vec::new();
    for (measure, what) in [
        ("case-supervision", "Case supervision"),
        ("staff-supervision", "Staff supervision"),
    ] {
        let Some(rate) = parts.figures.overall(measure) else {
            continue;
        };
        if let (Some(change), Some(previous)) = (rate.change, rate.previous) {
            let change = match change {
                "better" => "is better than in the month before",
                "worse" => "is worse than in the month before",
                _ => "shows no clear change from the month before",
            };
            said.push(format!(
                "{what} {change}: {} against {}.",
                percent(rate.fraction()),
                percent(previous)
            ));
        }
    }
    if said.is_empty() {
        "Too few fell due in this month or the month before to say whether it is changing."
            .to_owned()
    } else {
        said.join(" ")
    }
}

fn label(month: &Month) -> String {
    month.to.date().format("%b %Y").to_string()
}

fn line(parts: &Parts<'_>, (measure, what): (&str, &str), share: fn(&Month) -> Fraction) -> Chart {
    let months = &parts.months;
    let said = months.iter().map(|month| {
        let share = share(month);
        let note = if month.provisional {
            ", provisional"
        } else {
            ""
        };
        format!(
            "{}: {} of {}{note}.",
            label(month),
            share.numerator,
            share.denominator
        )
    });
    let mut targets = parts.audit.policy.targets.iter();
    Chart {
        title: format!("{what} on time, month by month"),
        description: said.collect::<Vec<_>>().join(" "),
        plot: Plot::Line {
            points: months
                .iter()
                .map(|month| Point {
                    label: label(month),
                    share: share(month),
                    provisional: month.provisional,
                    restated: false,
                })
                .collect(),
            target: targets
                .find(|target| target.measure == measure)
                .map(|target| target.at),
        },
    }
}

fn table(months: &[Month]) -> Table {
    let columns = [
        "Month",
        "Staff, on time",
        "Staff, %",
        "Cases, on time",
        "Cases, %",
        "Records, on time",
        "Records, %",
        "Staff overdue at its end",
        "Cases overdue at its end",
        "State",
    ];
    let rows = months.iter().map(|month| {
        let mut row = vec![Cell::Text(label(month))];
        for share in [month.staff, month.cases, month.records] {
            row.extend(match share.denominator {
                0 => [Cell::Nothing, Cell::Nothing],
                _ => [Cell::Of(share), Cell::Percent(share)],
            });
        }
        row.push(Cell::Count(month.overdue_staff));
        row.push(Cell::Count(month.overdue_cases));
        row.push(Cell::text(if month.provisional {
            "provisional"
        } else {
            "final"
        }));
        row
    });
    Table {
        caption: "Month by month".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
