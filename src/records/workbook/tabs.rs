//! Every sheet of a workbook, for somebody who does not know yet which is meant.

use super::Workbook;
use crate::problem::Problem;

/// A workbook with the names of its sheets, in the order of the tabs.
pub(in crate::records) struct Tabs<'b> {
    book: Workbook<'b>,
    pub(in crate::records) shown: Vec<String>,
    pub(in crate::records) hidden: Vec<String>,
}

impl<'b> Tabs<'b> {
    /// Opens a workbook.
    pub(in crate::records) fn open(bytes: &'b [u8]) -> Result<Tabs<'b>, Box<Problem>> {
        let book = Workbook::open(bytes)?;
        let (shown, hidden) = book.sheets().by_whether_shown();
        Ok(Tabs {
            book,
            shown,
            hidden,
        })
    }

    /// A sheet as text.
    pub(in crate::records) fn text(&mut self, sheet: &str) -> Result<String, Box<Problem>> {
        self.book.text(sheet)
    }
}
