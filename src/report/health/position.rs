//! Section 2: where people and cases stand on the day.

use super::{Parts, gaps};
use crate::report::document::{Block, Cell, Chart, Plot, Section, Table};
use crate::report::position::PositionLine;
use crate::report::sentences::{count, day_in_words};

const BANDS: [&str; 4] = [
    "1 to 14 days",
    "15 to 28 days",
    "29 to 56 days",
    "57 days and more",
];

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let day = day_in_words(figures.as_of);
    let position = &figures.position;
    let lines: Vec<(&str, &PositionLine)> = [
        ("Staff", &position.staff),
        ("Children's cases", &position.cases),
    ]
    .into_iter()
    .filter(|(_, line)| line.owed > 0)
    .collect();
    let finding = if lines.is_empty() {
        format!("Nobody owed supervision on {day}.")
    } else {
        let overdue = position.both(|line| line.overdue);
        let one = position.staff.overdue + position.cases.overdue == 1;
        format!(
            "On {day}, {overdue} {} overdue.",
            if one { "was" } else { "were" }
        )
    };
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        blocks.push(Block::Chart(bands(&lines)));
        blocks.push(Block::Table(table(parts, &lines)));
        blocks.push(Block::Note(
            "Each person and each child's case is counted once, by what is overdue longest. This is about one day: \
             never add it to what fell due in the period."
                .to_owned(),
        ));
    }
    blocks.extend(again(parts));
    blocks.extend(gaps::blocks(parts));
    Section {
        id: "position",
        title: "Where we stand on the day".to_owned(),
        finding,
        blocks,
    }
}

fn counts(line: &PositionLine) -> Vec<u32> {
    let bands = line.bands;
    vec![bands.to_14, bands.to_28, bands.to_56, bands.beyond]
}

fn bands(lines: &[(&str, &PositionLine)]) -> Chart {
    let said = lines.iter().map(|(label, line)| {
        let bands: Vec<String> = BANDS
            .iter()
            .zip(counts(line))
            .map(|(band, number)| format!("{number} by {band}"))
            .collect();
        format!("{label}: {} overdue, {}.", line.overdue, bands.join(", "))
    });
    Chart {
        title: "Overdue on the day, by how long".to_owned(),
        description: said.collect::<Vec<_>>().join(" "),
        plot: Plot::Counts {
            parts: BANDS.map(str::to_owned).to_vec(),
            rows: lines
                .iter()
                .map(|(label, line)| ((*label).to_owned(), counts(line)))
                .collect(),
        },
    }
}

fn table(parts: &Parts<'_>, lines: &[(&str, &PositionLine)]) -> Table {
    let columns = [
        "Who",
        "Owed supervision",
        "In date",
        "In date, %",
        "Overdue",
    ];
    let mut columns: Vec<String> = columns.map(str::to_owned).to_vec();
    columns.extend(BANDS.map(str::to_owned));
    columns.extend(["Longest, days", "Supervisions missed", "None recorded"].map(str::to_owned));
    let rows = lines.iter().map(|(label, line)| {
        let mut row = vec![
            Cell::text(*label),
            Cell::Count(line.owed),
            Cell::Count(line.in_date),
            Cell::Percent(line.fraction()),
            Cell::Count(line.overdue),
        ];
        row.extend(counts(line).into_iter().map(Cell::Count));
        let longest = line.longest.as_ref();
        row.push(longest.map_or(Cell::Nothing, |longest| Cell::Days(longest.days)));
        row.push(Cell::Count(line.missed));
        row.push(Cell::Count(line.never));
        row
    });
    Table {
        caption: format!(
            "Where people and cases stand on {}",
            day_in_words(parts.figures.as_of)
        ),
        columns,
        rows: rows.collect(),
    }
}

/// Who was overdue a month before as well.
fn again(parts: &Parts<'_>) -> Option<Block> {
    let before = parts.figures.compared_with?;
    let position = &parts.figures.position;
    let (staff, cases) = (position.staff.repeat?, position.cases.repeat?);
    let all = position.staff.overdue + position.cases.overdue;
    let repeated = |line: &PositionLine| line.repeat.unwrap_or_default();
    (staff + cases > 0).then(|| {
        Block::Sentence(format!(
            "Of the {}, {} overdue on {} as well.",
            count(all, "overdue", "overdue"),
            match staff + cases {
                1 => format!("{} was", position.both(repeated)),
                _ => format!("{} were", position.both(repeated)),
            },
            day_in_words(before)
        ))
    })
}
