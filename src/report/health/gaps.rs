//! In section 2: how long ago people and cases were last seen, with the limit of most of them.

use super::Parts;
use crate::report::document::{Block, Cell, Chart, Plot, Table};
use crate::report::gaps::{GapBand, GapLine, Standing};
use crate::report::sentences::{count, day_in_words, thousands};

const START: &str = "None since they started, returned or came under the rule";
const EXPORTS: &str = "None since the exports begin";

/// A histogram with its table for staff, and one for cases.
pub(super) fn blocks(parts: &Parts<'_>) -> Vec<Block> {
    let gaps = &parts.figures.gaps;
    let lines = [
        ("Staff", gaps.staff.as_ref()),
        ("Children's cases", gaps.cases.as_ref()),
    ];
    let mut blocks = Vec::new();
    for (who, line) in lines {
        let Some(line) = line else { continue };
        blocks.push(Block::Chart(chart(who, line)));
        blocks.push(Block::Table(table(parts, who, line)));
    }
    if !blocks.is_empty() {
        blocks.push(Block::Note(
            "Each person and each case is counted once, by the supervision that fell or falls due first. The limit drawn \
             is that of most of them; others have another, so that some are overdue below it or in date above it."
                .to_owned(),
        ));
    }
    blocks
}

fn name(band: &GapBand) -> String {
    match band.to {
        Some(to) => format!("{} to {to}", band.from),
        None => format!("{} or more", band.from),
    }
}

/// Whoever was not seen at all, in one column.
fn unseen(line: &GapLine) -> Standing {
    let (start, exports) = (line.none_since_start, line.none_since_exports);
    Standing {
        in_date: start.in_date + exports.in_date,
        overdue: start.overdue + exports.overdue,
    }
}

fn counts(standing: Standing) -> Vec<u32> {
    vec![standing.in_date, standing.overdue]
}

fn said(standing: Standing) -> String {
    let all = thousands(standing.all());
    match standing.overdue {
        0 => all,
        overdue => format!("{all}, {} of them overdue", thousands(overdue)),
    }
}

fn chart(who: &str, line: &GapLine) -> Chart {
    let mut columns: Vec<(String, Vec<u32>)> = line
        .bands
        .iter()
        .map(|band| (name(band), counts(band.standing)))
        .collect();
    columns.push(("none".to_owned(), counts(unseen(line))));
    let bands = line
        .bands
        .iter()
        .map(|band| format!("{} days: {}", name(band), said(band.standing)));
    let mut described: Vec<String> = bands.collect();
    described.push(format!("none recorded: {}", said(unseen(line))));
    let width = line.bands.first().and_then(|band| band.to);
    let limit = line.usual_limit.zip(width).and_then(|(limit, width)| {
        let place = u32::try_from(i64::from(limit) * 100 / i64::from(width.max(1))).ok()?;
        Some((place, format!("limit of most: {}", days(limit))))
    });
    let drawn = limit
        .as_ref()
        .map_or_else(String::new, |(_, name)| format!(" The {name}."));
    Chart {
        title: format!("{who} by days since the last recorded supervision"),
        description: format!("{}.{drawn}", described.join("; ")),
        plot: Plot::Columns {
            parts: ["in date", "overdue"].map(str::to_owned).to_vec(),
            columns,
            axis: "days since the last recorded supervision".to_owned(),
            limit,
        },
    }
}

fn days(number: i32) -> String {
    count(u32::try_from(number).unwrap_or_default(), "day", "days")
}

fn table(parts: &Parts<'_>, who: &str, line: &GapLine) -> Table {
    let row = |name: String, standing: Standing| {
        vec![
            Cell::Text(name),
            Cell::Count(standing.in_date),
            Cell::Count(standing.overdue),
            Cell::Count(standing.all()),
        ]
    };
    let bands = line.bands.iter();
    let mut rows: Vec<Vec<Cell>> = bands
        .map(|band| row(format!("{} days", name(band)), band.standing))
        .collect();
    rows.push(row(START.to_owned(), line.none_since_start));
    rows.push(row(EXPORTS.to_owned(), line.none_since_exports));
    let limit = line.usual_limit.map_or_else(String::new, |limit| {
        format!("; the limit of most is {}", days(limit))
    });
    Table {
        caption: format!(
            "{who} on {} by days since the last recorded supervision{limit}",
            day_in_words(parts.figures.as_of)
        ),
        columns: ["Last recorded", "In date", "Overdue", "All"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    }
}
