//! Section 8: the last thirteen months.

use super::{Parts, sentence, since};
use crate::report::document::{Block, Cell, Chart, Plot, Point, Section, Table};
use crate::report::rates::Fraction;
use crate::report::sentences::{share_words, thousands};
use crate::report::trend::{Month, Was};

/// The fewest months that make a line.
const FEWEST: usize = 2;

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let months = &parts.months;
    let mut blocks = Vec::new();
    if months.len() >= FEWEST || months.iter().any(|month| month.was.is_some()) {
        for series in SERIES {
            let share = series.share;
            if months.iter().any(|month| share(month).denominator > 0) {
                blocks.push(Block::Chart(line(parts, series)));
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
    blocks.extend(since::blocks(parts));
    Section {
        id: "change",
        title: "Is it changing".to_owned(),
        finding: finding(parts),
        blocks,
    }
}

/// What one line shows.
struct Series {
    measure: &'static str,
    what: &'static str,
    share: fn(&Month) -> Fraction,
    was: fn(&Was) -> Fraction,
}

const SERIES: [&Series; 2] = [
    &Series {
        measure: "M2",
        what: "Case supervisions",
        share: |month| month.cases,
        was: |was| was.cases,
    },
    &Series {
        measure: "M1",
        what: "Staff supervisions",
        share: |month| month.staff,
        was: |was| was.staff,
    },
];

/// `restated: 143 of 162 → 147 of 162`; nothing where the number stayed.
fn restated(was: Fraction, now: Fraction) -> Option<String> {
    let shown = |share: Fraction| {
        format!(
            "{} of {}",
            thousands(share.numerator),
            thousands(share.denominator)
        )
    };
    (was != now).then(|| format!("restated: {} → {}", shown(was), shown(now)))
}

/// Whether a month may still change, and what of it did.
fn state(month: &Month) -> String {
    let mut said = vec![
        if month.provisional {
            "provisional"
        } else {
            "final"
        }
        .to_owned(),
    ];
    if let Some(was) = &month.was {
        let pairs = [
            ("staff", was.staff, month.staff),
            ("cases", was.cases, month.cases),
            ("records", was.records, month.records),
        ];
        let changed = pairs
            .into_iter()
            .filter_map(|(what, was, now)| Some(format!("{what} {}", restated(was, now)?)));
        said.extend(changed);
    }
    said.join("; ")
}

fn finding(parts: &Parts<'_>) -> String {
    let mut said = Vec::new();
    for (measure, what) in [
        ("case-supervision", "case supervision"),
        ("staff-supervision", "staff supervision"),
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
                "{what} {change}, {} against {}",
                share_words(rate.fraction()),
                share_words(previous)
            ));
        }
    }
    if said.is_empty() {
        "Too few fell due in this month or the month before to say whether it is changing."
            .to_owned()
    } else {
        sentence(&said)
    }
}

fn label(month: &Month) -> String {
    month.to.date().format("%b %Y").to_string()
}

fn line(parts: &Parts<'_>, series: &Series) -> Chart {
    let (months, share, what) = (&parts.months, series.share, series.what);
    let changed = |month: &Month| {
        let was = month.was.as_ref()?;
        restated((series.was)(was), share(month))
    };
    let said = months.iter().map(|month| {
        let mut note = String::new();
        if month.provisional {
            note.push_str(", provisional");
        }
        if let Some(changed) = changed(month) {
            note.push_str(", ");
            note.push_str(&changed);
        }
        let share = share(month);
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
                    restated: changed(month).is_some(),
                })
                .collect(),
            target: targets
                .find(|target| target.measure == series.measure)
                .map(|target| target.at),
        },
    }
}

fn table(months: &[Month]) -> Table {
    type Share = fn(&Month) -> Fraction;
    let shares: [(&str, Share); 3] = [
        ("Staff", |month| month.staff),
        ("Cases", |month| month.cases),
        ("Records", |month| month.records),
    ];
    // What never fell due, as where the policy sets no deadline for records, is no column of dashes.
    let shares = shares.into_iter().filter(|(_, share)| {
        let mut months = months.iter();
        months.any(|month| share(month).denominator > 0)
    });
    let shares: Vec<_> = shares.collect();
    let mut columns = vec!["Month".to_owned()];
    for (what, _) in &shares {
        columns.extend([format!("{what}, on time"), format!("{what}, %")]);
    }
    let rest = [
        "Staff overdue at its end",
        "Cases overdue at its end",
        "State",
    ];
    columns.extend(rest.map(str::to_owned));
    let rows = months.iter().map(|month| {
        let mut row = vec![Cell::Text(label(month))];
        for (_, share) in &shares {
            let share = share(month);
            row.extend(match share.denominator {
                0 => [Cell::Nothing, Cell::Nothing],
                _ => [Cell::Of(share), Cell::Percent(share)],
            });
        }
        row.push(Cell::Count(month.overdue_staff));
        row.push(Cell::Count(month.overdue_cases));
        row.push(Cell::Text(state(month)));
        row
    });
    Table {
        caption: "Month by month".to_owned(),
        columns,
        rows: rows.collect(),
    }
}
