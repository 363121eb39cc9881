//! The cover: whose audit of what, read from which files, and what the sheets hold.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::coming;
use super::sheet::{Column, Sheet, Value};
use super::written::{self, Looks, Part};
use super::{Front, Parts};

/// The sheet's name.
pub(super) const NAME: &str = "Cover";
/// The widths of the columns.
const WIDTHS: [u16; 6] = [30, 16, 68, 12, 12, 12];
/// The letters of a line.
const WIDEST: usize = 130;

/// What a reader is to know before any figure.
pub(super) const NOTES: [&str; 5] = [
    "Each figure is so many out of so many: both stand in the row, and no percentage is given out of fewer than ten.",
    "What fell due in the period and where things stand on the day are different questions; do not add them up.",
    "A finding says that nothing is recorded, which is not the same as that nothing happened.",
    "What you write into Action agreed, Owner, By when and Status is kept next month: oversight audit ... --keep \
     this-file.xlsx -o next-month.xlsx. Do not change the headings or the ids.",
    "Text stands in these cells as it stands in the exports. None of it is a formula.",
];

/// What a reader is to know of what falls due.
pub(super) const DUE_NOTES: [&str; 3] = [
    "What is overdue already is not in this workbook; it stands in the audit of the same day.",
    "Each day is the last on which it is in time, counted from what is recorded up to the as-of day.",
    "Text stands in these cells as it stands in the exports. None of it is a formula.",
];

pub(super) fn write(
    book: &mut Workbook,
    parts: &Parts<'_>,
    (front, sheets, most): (Front<'_>, &[Sheet], usize),
    looks: &Looks,
) -> Result<(), XlsxError> {
    let audit = parts.audit;
    let tab = book.add_worksheet();
    tab.set_name(NAME)?;
    written::page(tab, audit.banner);
    for (column, width) in (0..).zip(WIDTHS) {
        tab.set_column_width(column, f64::from(width))?;
    }
    let mut row = 0;
    for (text, look) in lines(parts, front) {
        let look = match look {
            Line::Title => &looks.title,
            Line::Stamp => &looks.stamp,
            Line::Strong => &looks.bold,
            Line::Plain => &looks.plain,
        };
        for line in folded(&text) {
            written::string(tab, (row, 0), &line, look)?;
            row += 1;
        }
    }
    let (exports, tabs) = (exports(parts), tabs(sheets, most));
    for (table, name) in [(&exports, "Exports"), (&tabs, "Sheets")] {
        written::string(tab, (row + 1, 0), &table.about, &looks.bold)?;
        let rows = table.rows.iter();
        row = written::table(tab, (row + 2, table, name), rows, looks)? + 1;
    }
    row += 1;
    let mut notes: Vec<String> = front.notes.iter().map(|note| (*note).to_owned()).collect();
    if sheets.iter().any(|sheet| sheet.name == coming::NAME) {
        notes.extend(coming::notes(&parts.due));
    }
    for line in notes.iter().flat_map(|note| folded(note)) {
        written::string(tab, (row, 0), &line, &looks.plain)?;
        row += 1;
    }
    Ok(())
}

/// A text as lines that the cover is wide enough for: what runs over the last column is cut off on paper.
fn folded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDEST => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How a line of the cover looks.
enum Line {
    Title,
    Stamp,
    Strong,
    Plain,
}

fn lines(parts: &Parts<'_>, front: Front<'_>) -> Vec<(String, Line)> {
    let (audit, document) = (parts.audit, &parts.document);
    let policy = audit.policy;
    let mut lines = vec![(front.title.to_owned(), Line::Title)];
    lines.extend(audit.banner.map(|stamp| (stamp.to_owned(), Line::Stamp)));
    lines.push((front.line.to_owned(), Line::Strong));
    for warning in &document.warnings {
        lines.push((format!("Warning: {warning}"), Line::Strong));
    }
    let head = document.head.iter();
    lines.extend(head.map(|line| (line.clone(), Line::Plain)));
    let sha = &policy.sha256;
    lines.push((format!("SHA-256 of the policy: {sha}"), Line::Plain));
    if !parts.names() {
        let text = "Made for senior managers: nobody is named, and the findings and what falls due are left out.";
        lines.push((text.to_owned(), Line::Strong));
    }
    lines
}

fn exports(parts: &Parts<'_>) -> Sheet {
    let files = parts.audit.data.files.iter();
    let columns = ["File", "Export", "SHA-256", "Rows read", "Used", "Rejected"];
    let columns = columns.iter().zip(WIDTHS);
    Sheet {
        name: "Exports",
        about: "What was read: rows read = rows used + rows rejected".to_owned(),
        columns: columns
            .map(|(heading, width)| Column::new(*heading, width))
            .collect(),
        rows: files
            .map(|file| {
                vec![
                    Value::text(&file.name),
                    Value::text(file.export.name()),
                    Value::text(&file.sha256),
                    Value::number(file.read),
                    Value::number(file.accepted),
                    Value::number(file.rejected),
                ]
            })
            .collect(),
        drawings: Vec::new(),
        printed: None,
    }
}

/// The sheets, each part of one for itself.
fn tabs(sheets: &[Sheet], most: usize) -> Sheet {
    let mut rows = Vec::new();
    for sheet in sheets {
        for part in written::parts(sheet, most) {
            let Part { number, of } = part;
            let skipped = (number - 1) * most.max(1);
            let here = sheet.rows.len().saturating_sub(skipped).min(most.max(1));
            let split = if of > 1 {
                format!("part {number} of {of}: ")
            } else {
                String::new()
            };
            rows.push(vec![
                Value::Text(part.name(sheet)),
                Value::number(i64::try_from(here).unwrap_or(i64::MAX)),
                Value::Text(format!("{split}{}", sheet.about)),
            ]);
        }
    }
    Sheet {
        name: "Sheets",
        about: "The sheets of this workbook".to_owned(),
        columns: vec![
            Column::new("Sheet", 30),
            Column::new("Rows", 16),
            Column::told("What it holds", 68),
        ],
        rows,
        drawings: Vec::new(),
        printed: None,
    }
}
