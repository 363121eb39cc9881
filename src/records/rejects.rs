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
    let Some(first) = rows.first() else { return };
    let mut before = Mark {
        row: Row { line: 1, ..*first },
        start: 0,
    };
    for row in rows {
        // From the row before or from a mark, whichever is nearer: of many rejected rows hardly any is marked.
        let marked = tables.mark_before(file.export, *row);
        let nearer = marked.filter(|mark| mark.row.file == row.file && mark.start > before.start);
        let Some(start) = file.line_start(row.line, nearer.unwrap_or(before)) else {
            return;
        };
        rejects.push(Reject {
            row: *row,
            byte: bytes.byte(start),
            text: file.row_text(start).trim_end_matches(['\r', '\n']).into(),
        });
        before = Mark { row: *row, start };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::calendar::Day;
    use crate::records::{Dataset, Demand, Export};

    proptest! {
        #[test]
        fn every_rejected_row_is_kept_as_it_stands_with_its_line_and_its_byte(
            rows in prop::collection::vec(prop::collection::vec(any::<bool>(), 0..40), 1..3)
        ) {
            let file = |(file, sound): (usize, &Vec<bool>)| {
                let row = |(nth, sound): (usize, &bool)| {
                    let day = if *sound { "2026-01-05" } else { "Mönday" };
                    format!("S{file}-{nth},{day},,sick\n")
                };
                let rows: String = sound.iter().enumerate().map(row).collect();
                format!("staff_id,from,to,reason\n{rows}")
            };
            let files: Vec<String> = rows.iter().enumerate().map(file).collect();
            let exports: Vec<(Export, &str)> = files.iter().map(|file| (Export::Absences, file.as_str())).collect();
            let taken = Day::parse_iso("2026-02-01").unwrap();
            let data = Dataset::from_exports(&exports, &Demand::default(), taken).unwrap();
            let mut plain = Vec::new();
            for (number, file) in (0..).zip(&files) {
                let mut byte = 0;
                for (line, text) in (1..).zip(file.lines()) {
                    if text.contains("Mönday") {
                        plain.push((number, line, byte, text));
                    }
                    byte += text.len() + 1;
                }
            }
            let rejects = data.rejects.iter();
            let rejects = rejects.map(|reject| (reject.row.file, reject.row.line, reject.byte, &*reject.text));
            prop_assert_eq!(rejects.collect::<Vec<_>>(), plain);
        }
    }

    #[test]
    fn a_row_that_is_only_doubted_is_not_rejected() {
        let staff = "staff_id,role,start_date\nS1,sw,2026-01-05\nS2,sw,soon\nS1,sw,2026-01-05\n";
        let sessions = "date,kind,supervisee_id,recorded_on\n2026-01-05,personal,S1,2026-01-04\n";
        let exports = [(Export::Staff, staff), (Export::Sessions, sessions)];
        let taken = Day::parse_iso("2026-02-01").unwrap();
        let data = Dataset::from_exports(&exports, &Demand::default(), taken).unwrap();
        assert!(
            data.problems
                .iter()
                .any(|problem| problem.kind == "recorded-before-held")
        );
        let texts: Vec<&str> = data.rejects.iter().map(|reject| &*reject.text).collect();
        assert_eq!(texts, ["S2,sw,soon", "S1,sw,2026-01-05"]);
    }
}
