//! A workbook that people filled in, read back cell by cell: what they wrote is kept in the next one.

use std::collections::BTreeMap;

use calamine::Data;

use super::{Kind, Workbook, cells, guarded};
use crate::problem::Problem;

/// One sheet: the text of each filled cell by row and column, counted from 0. Dates are `yyyy-mm-dd`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The sheet's name.
    pub sheet: String,
    /// The cells.
    pub rows: BTreeMap<u32, BTreeMap<u32, String>>,
}

/// Every sheet of an `.xlsx` workbook, in the order of the tabs.
pub fn filled(bytes: &[u8]) -> Result<Vec<Filled>, Box<Problem>> {
    if !bytes.starts_with(super::ZIP) {
        return Err(not_one().into());
    }
    guarded(|| {
        let Workbook(Kind::Xlsx(mut book)) = Workbook::open(bytes)? else {
            return Err(not_one().into());
        };
        let mut sheets = Vec::new();
        for sheet in calamine::Reader::sheet_names(&book) {
            let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
            let mut cells = book.worksheet_cells_reader(&sheet)?;
            while let Some(cell) = cells.next_cell()? {
                let (row, column) = cell.get_position();
                if let Some(text) = cells::text(&Data::from(cell.get_value().clone())) {
                    rows.entry(row).or_default().insert(column, text);
                }
            }
            sheets.push(Filled { sheet, rows });
        }
        Ok(sheets)
    })
}

fn not_one() -> Problem {
    Problem::error("not-a-workbook", "the file is not an .xlsx workbook")
        .expected("a workbook that `-o audit.xlsx` wrote")
        .hint("if it was saved in another format, save it as .xlsx again")
}
