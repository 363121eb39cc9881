//! The sheets of figures: the answers first, teams, every rate, and the months.

use super::Parts;
use super::sheet::{Column, Drawing, Shape, Sheet, Value};
use crate::report::document::{Block, Cell, Table};
use crate::report::rates::{Fraction, Rate};
use crate::report::trend::Month;

/// The measures that come before the detail.
pub(super) fn summary(parts: &Parts<'_>) -> Sheet {
    let sections = parts.document.sections.iter();
    let mut blocks = sections
        .filter(|section| section.id == "answers")
        .flat_map(|section| &section.blocks);
    let table = blocks.find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Sentence(_)
        | Block::Note(_)
        | Block::List(_)
        | Block::Terms(_)
        | Block::Space(_)
        | Block::Chart(_) => None,
    });
    let (columns, rows) = table.map(laid_out).unwrap_or_default();
    Sheet {
        name: "Summary",
        about: "The measures, each as so many out of so many; no percentage out of fewer than ten."
            .to_owned(),
        columns,
        rows,
        drawings: Vec::new(),
        printed: None,
    }
}

/// A table of the page with a column for each number: `784 of 861` takes two.
fn laid_out(table: &Table) -> (Vec<Column>, Vec<Vec<Value>>) {
    let is_double = |x: usize| {
        let mut rows = table.rows.iter();
        rows.any(|row| matches!(row.get(x), Some(Cell::Of(_))))
    };
    let mut columns = Vec::new();
    for (x, heading) in table.columns.iter().enumerate() {
        columns.push(Column::new(heading, if x == 0 { 66 } else { 16 }));
        if is_double(x) {
            columns.push(Column::new(format!("{heading}, out of"), 16));
        }
    }
    let rows = table.rows.iter().map(|row| {
        let mut cells = Vec::new();
        for (x, cell) in row.iter().enumerate() {
            let (first, second) = values(cell);
            cells.push(first);
            if is_double(x) {
                cells.push(second);
            }
        }
        cells
    });
    (columns, rows.collect())
}

fn values(cell: &Cell) -> (Value, Value) {
    let first = match cell {
        Cell::Of(share) => {
            return (
                Value::number(share.numerator),
                Value::number(share.denominator),
            );
        }
        Cell::Text(text) => Value::text(text),
        Cell::Sign(sign) => Value::text(*sign),
        Cell::Count(number) => Value::number(*number),
        Cell::Amount(amount) => Value::Amount(*amount),
        Cell::Percent(share) => Value::percent(share.percent()),
        Cell::Days(days) => Value::number(*days),
        Cell::Day(day) => Value::Day(*day),
        Cell::Status(status) => Value::text(status.shown()),
        Cell::Nothing => Value::Blank,
    };
    (first, Value::Blank)
}

/// So many, out of how many, and the percentage; nothing when nothing fell due.
fn share(share: Fraction) -> [Value; 3] {
    if share.denominator == 0 {
        return [Value::Blank, Value::Blank, Value::Blank];
    }
    [
        Value::number(share.numerator),
        Value::number(share.denominator),
        Value::percent(share.percent()),
    ]
}

/// The teams, most overdue first.
pub(super) fn teams(parts: &Parts<'_>) -> Sheet {
    let columns = [
        ("Team", 28),
        ("Staff, on time", 12),
        ("Staff, fell due", 12),
        ("Staff, on time %", 12),
        ("Cases, on time", 12),
        ("Cases, fell due", 12),
        ("Cases, on time %", 12),
        ("Staff overdue on the day", 14),
        ("Cases overdue on the day", 14),
        ("Workers over the limit", 14),
    ];
    let rows = parts.figures.teams.iter().map(|line| {
        let mut row = vec![Value::text(&line.team)];
        row.extend(share(line.staff));
        row.extend(share(line.cases));
        row.extend([line.overdue_staff, line.overdue_cases, line.over_limit].map(Value::number));
        row
    });
    Sheet {
        name: "By team",
        about: "The teams, most overdue first: supervisions that fell due in the period, and where things stand on the day."
            .to_owned(),
        columns: columns
            .into_iter()
            .map(|(heading, width)| Column::new(heading, width))
            .collect(),
        rows: rows.collect(),
        printed: None,
        drawings: vec![
            Drawing {
                title: "On time, of the supervisions that fell due".to_owned(),
                shape: Shape::Shares,
                columns: vec![3, 6],
            },
            Drawing {
                title: "Overdue on the day".to_owned(),
                shape: Shape::Counts,
                columns: vec![7, 8],
            },
        ],
    }
}

/// Every rate of the audit; supervisors only for those who act on it.
pub(super) fn rates(parts: &Parts<'_>) -> Sheet {
    let columns = [
        ("Measure", 22),
        ("By", 13),
        ("Which", 28),
        ("Fell due", 10),
        ("On time", 10),
        ("1 to 7 days late", 10),
        ("Later", 10),
        ("Not done", 10),
        ("On time %", 10),
        ("Waived", 10),
        ("Not judged", 10),
        ("Not yet due", 10),
        ("Month before, on time", 13),
        ("Month before, fell due", 13),
        ("Change", 12),
        ("Target %", 10),
        ("Status", 18),
    ];
    let rates = parts.figures.rates.iter();
    let shown = rates.filter(|rate| parts.names() || rate.dimension != "supervisor");
    Sheet {
        name: "Rates",
        about: "On time + late + not done = fell due, always; what was waived, not judged or not yet due stands outside."
            .to_owned(),
        columns: columns
            .into_iter()
            .map(|(heading, width)| Column::new(heading, width))
            .collect(),
        rows: shown.map(rate_row).collect(),
        drawings: Vec::new(),
        printed: None,
    }
}

fn rate_row(rate: &Rate) -> Vec<Value> {
    let before = rate.previous.map(share);
    let [done, due, _] = before.unwrap_or([Value::Blank, Value::Blank, Value::Blank]);
    vec![
        Value::text(rate.measure),
        Value::text(rate.dimension.replace('_', " ")),
        Value::text(&rate.key),
        Value::number(rate.fell_due),
        Value::number(rate.on_time),
        Value::number(rate.late_to_7),
        Value::number(rate.late_over_7),
        Value::number(rate.not_done),
        Value::percent(rate.fraction().percent()),
        Value::number(rate.excluded.waived),
        Value::number(rate.excluded.untestable),
        Value::number(rate.excluded.not_due),
        done,
        due,
        Value::words(rate.change),
        Value::percent(rate.target.map(|target| target.at)),
        rate.status
            .map_or(Value::Blank, |status| Value::text(status.shown())),
    ]
}

/// The months, oldest first, with a line each.
pub(super) fn trend(months: &[Month]) -> Sheet {
    let columns = [
        "Month",
        "Staff, on time",
        "Staff, fell due",
        "Staff, on time %",
        "Cases, on time",
        "Cases, fell due",
        "Cases, on time %",
        "Records, on time",
        "Records, fell due",
        "Records, on time %",
        "Staff overdue at its end",
        "Cases overdue at its end",
        "State",
    ];
    let rows = months.iter().map(|month| {
        let mut row = vec![Value::text(month.to.date().format("%b %Y").to_string())];
        row.extend(share(month.staff));
        row.extend(share(month.cases));
        row.extend(share(month.records));
        row.extend([month.overdue_staff, month.overdue_cases].map(Value::number));
        let state = if month.provisional {
            "provisional"
        } else {
            "final"
        };
        row.push(Value::text(state));
        row
    });
    Sheet {
        name: "Trend",
        about: "Each month as today's exports show it as of its last day; it may differ from the report of that month."
            .to_owned(),
        columns: columns.map(|heading| Column::new(heading, 12)).to_vec(),
        rows: rows.collect(),
        printed: None,
        drawings: vec![Drawing {
            title: "On time, month by month".to_owned(),
            shape: Shape::Lines,
            columns: vec![3, 6, 9],
        }],
    }
}
