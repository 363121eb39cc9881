//! The cells of a sheet, one after another, into lines of CSV.

use super::{damaged, large};
use crate::problem::Problem;

/// More columns than any export has; a stray cell far to the right would make every row as wide.
const MOST_COLUMNS: u32 = 1_000;

/// Rows of an Excel sheet.
const MOST_ROWS: u32 = 1_048_576;

/// Bytes that a sheet may become.
const MOST_TEXT: usize = 512 * 1024 * 1024;

/// The lines so far.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    /// Of each finished line: where it ends, and how many cells it has.
    ends: Vec<(usize, u32)>,
    /// Cells of the line that is being written.
    cells: u32,
    widest: u32,
}

impl Lines {
    /// Adds the cell at a row and column, both counted from 0.
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        cell: &str,
    ) -> Result<(), Box<Problem>> {
        if row >= MOST_ROWS {
            return Err(damaged(format!("a cell in row {}", u64::from(row) + 1)));
        }
        if column >= MOST_COLUMNS {
            return Err(too_wide(row, column).into());
        }
        let line = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if row < line || (row == line && column < self.cells) {
            return Err(damaged(format!("row {} twice", u64::from(row) + 1)));
        }
        for _ in line..row {
            self.end_line();
        }
        let commas = if self.cells == 0 {
            column
        } else {
            column - self.cells + 1
        };
        self.text.extend((0..commas).map(|_| ','));
        self.cell(cell);
        self.cells = column + 1;
        self.widest = self.widest.max(self.cells);
        room_for(self.text.len())
    }

    /// A problem that was met behind the cells so far.
    pub(super) fn after(&self, mut problem: Box<Problem>) -> Box<Problem> {
        let row = self.ends.len() + 1;
        problem.message = format!("{}, in row {row} of the sheet or behind", problem.message);
        problem
    }

    fn cell(&mut self, cell: &str) {
        let quoted = cell.contains([',', '"']);
        if quoted {
            self.text.push('"');
        }
        let mut letters = cell.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => self.text.push_str("\"\""),
                '\r' if letters.peek() == Some(&'\n') => {}
                // A line break would end the row, and the lines below would no longer be the sheet's rows.
                letter if letter.is_control() => self.text.push(' '),
                letter => self.text.push(letter),
            }
        }
        if quoted {
            self.text.push('"');
        }
    }

    fn end_line(&mut self) {
        self.ends.push((self.text.len(), self.cells));
        self.cells = 0;
    }

    /// The text: every row that has a cell is as wide as the widest, as in a CSV file that Excel writes.
    pub(super) fn finish(mut self) -> Result<String, Box<Problem>> {
        if self.cells > 0 {
            self.end_line();
        }
        let missing = |cells: u32| if cells == 0 { 0 } else { self.widest - cells };
        let commas: u64 = self
            .ends
            .iter()
            .map(|(_, cells)| u64::from(missing(*cells)))
            .sum();
        let commas = usize::try_from(commas).unwrap_or(usize::MAX);
        let length = self
            .text
            .len()
            .saturating_add(self.ends.len())
            .saturating_add(commas);
        room_for(length)?;
        let mut text = String::with_capacity(length);
        let mut start = 0;
        for (end, cells) in &self.ends {
            text.push_str(self.text.get(start..*end).unwrap_or(""));
            text.extend((0..missing(*cells)).map(|_| ','));
            text.push('\n');
            start = *end;
        }
        Ok(text)
    }
}

fn room_for(length: usize) -> Result<(), Box<Problem>> {
    if length <= MOST_TEXT {
        return Ok(());
    }
    Err(large("a sheet of at most 512 MB of text"))
}

fn too_wide(row: u32, column: u32) -> Problem {
    Problem::error(
        "wide-sheet",
        "the sheet has a value far to the right of any table",
    )
    .found(format!("{}{}", letters(column), row + 1))
    .expected(format!(
        "nothing right of column {}",
        letters(MOST_COLUMNS - 1)
    ))
    .hint("clear that cell in Excel and save the workbook")
}

/// The letters of a column counted from 0, as Excel shows them.
fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(cells: &[(u32, u32, &str)]) -> Result<String, Box<Problem>> {
        let mut lines = Lines::default();
        for (row, column, cell) in cells {
            lines.put((*row, *column), cell)?;
        }
        lines.finish()
    }

    #[test]
    fn line_n_is_row_n() {
        let text = lines(&[(2, 1, "b3"), (2, 3, "d3"), (5, 0, "a6")]).unwrap();
        assert_eq!(text, "\n\n,b3,,d3\n\n\na6,,,\n");
        assert_eq!(lines(&[]).unwrap(), "");
    }

    #[test]
    fn cells_are_quoted_and_stay_on_their_line() {
        let text = lines(&[
            (0, 0, "Best, Ben"),
            (0, 1, "\"x\""),
            (0, 2, "a\r\nb\nc\u{0}d"),
        ]);
        assert_eq!(text.unwrap(), "\"Best, Ben\",\"\"\"x\"\"\",a b c d\n");
    }

    #[test]
    fn cells_out_of_order_or_out_of_bounds_are_refused() {
        for (cells, words) in [
            ([(1, 0, "a"), (0, 0, "b")], "row 1 twice"),
            ([(0, 1, "a"), (0, 1, "b")], "row 1 twice"),
            ([(0, 0, "a"), (1_048_576, 0, "b")], "a cell in row 1048577"),
            (
                [(0, 0, "a"), (9, 1_000, "b")],
                "found `ALM10`, expected nothing right of column ALL",
            ),
        ] {
            let problem = lines(&cells).unwrap_err().to_string();
            assert!(problem.contains(words), "{problem}");
        }
        assert!(lines(&[(1_048_575, 999, "b")]).is_ok());
    }

    #[test]
    fn a_wide_row_does_not_blow_up_all_others() {
        let mut many = Lines::default();
        for row in 0..600_000 {
            many.put((row, 0), "x").unwrap();
        }
        many.put((600_000, 999), "y").unwrap();
        let problem = many.finish().unwrap_err().to_string();
        assert!(problem.contains("at most 512 MB of text"), "{problem}");
    }

    #[test]
    fn columns_are_named_as_excel_does() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
