//! The rejected rows as they stand in their files, for somebody to mend and read in again.

use super::cells::Faults;
use super::opened::Opened;
use super::tables::{Mark, Tables};
use crate::place::Row;
use crate::problem::Level;

/// A row that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where it stands.
    pub row: Row,
    /// Its first byte, counted from 0, in the file.
    pub byte: usize,
    /// The row exactly as it stands there, without the line end behind it.
    pub text: Box<str>,
}

/// Every row with an error, once, in the order of files and lines. It is not made from the count of rejected rows, so
/// that the one can be held against the other.
pub(super) fn list(files: &[Opened], tables: &Tables, faults: &Faults) -> Vec<Reject> {
    let errors = faults.problems.iter();
    let errors = errors.filter(|(row, problem)| problem.level == Level::Error && row.line > 0);
    let mut rows: Vec<Row> = errors.map(|(row, _)| *row).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut rejects = Vec::with_capacity(rows.len());
    for of_file in rows.chunk_by(|one, other| one.file == other.file) {
        let file = of_file.first().map_or(0, |row| row.file);
        if let Some(file) = files.get(usize::from(file)) {
            of(file, tables, of_file, &mut rejects);
        }
    }
    rejects
}

/// Those of one file; `rows` are in the order of lines.
fn of(file: &Opened, tables: &Tables, rows: &[Row], rejects: &mut Vec<Reject>) {
    let mut bytes = file.bytes();
    let mut before: Option<Mark> = None;
    for row in rows {
        // From the row before or from a mark, whichever is nearer: of many rejected rows hardly any is marked.
        let top = Row { line: 1, ..*row };
        let start = before.map_or(0, |before| before.start);
        let marked = tables.mark_before(file.export, *row);
        let marked = marked.filter(|mark| mark.row.file == row.file && mark.start > start);
        let from = marked.or(before).unwrap_or(Mark { row: top, start });
        let Some(start) = file.line_start(row.line, from) else {
            return;
        };
        rejects.push(Reject {
            row: *row,
            byte: bytes.byte(start),
            text: file.row_text(start).trim_end_matches(['\r', '\n']).into(),
        });
        before = Some(Mark { row: *row, start });
    }
}
