//! One file, or one sheet of a workbook, as a proposal sees it: its headers, and what stands under each.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::super::cell::Decimal;
use super::super::dates::usual;
use super::super::mapping::{squash, yes_or_no};
use super::super::words::fold;
use crate::problem::MONTHS;

/// Cells that say of themselves that they mean nothing.
const BLANKS: [&str; 11] = [
    "null",
    "n/a",
    "na",
    "#n/a",
    "nil",
    "none",
    "-",
    "--",
    "nan",
    "(blank)",
    "not recorded",
];

/// Of so many cells in a hundred a column must bear out its type; the rest may be slips.
const MOST: usize = 90;

/// One file or sheet, column by column.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name in messages and in a mapping's `files`.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// Which sheet it is, of a workbook that shows several.
    pub sheet: Option<String>,
    /// How many rows it has.
    pub rows: u32,
    pub(super) columns: Vec<Column>,
    /// A sign of what each row says, whatever the order of the columns.
    pub(super) signs: BTreeSet<u64>,
    /// The columns in the order of their headers, each with its header as it is compared.
    order: Vec<(String, usize)>,
}

/// One column of a file.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) header: String,
    /// Each distinct cell that is not blank, and how often it stands there.
    pub(super) cells: BTreeMap<String, u32>,
}

impl Sheet {
    /// A file with these headers, still without rows.
    pub(in crate::records) fn new(name: &str, headers: &[String]) -> Sheet {
        let columns = headers.iter().map(|header| Column {
            header: header.trim().to_owned(),
            cells: BTreeMap::new(),
        });
        let columns: Vec<Column> = columns.collect();
        let compared = columns.iter().map(|column| squash(&column.header));
        let mut order: Vec<(String, usize)> = compared.zip(0..).collect();
        order.sort();
        Sheet {
            name: name.to_owned(),
            file: name.to_owned(),
            sheet: None,
            rows: 0,
            columns,
            signs: BTreeSet::new(),
            order,
        }
    }

    /// Adds a row; one without any value is none, and headers that stand again are none either.
    pub(in crate::records) fn add<'r>(&mut self, cells: impl Iterator<Item = &'r str>) {
        let cells: Vec<&str> = cells.map(str::trim).collect();
        let headers = self.columns.iter().map(|column| column.header.as_str());
        if cells.iter().all(|cell| cell.is_empty()) || headers.eq(cells.iter().copied()) {
            return;
        }
        self.rows += 1;
        self.signs.insert(self.sign(&cells));
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            if cell.is_empty() {
                continue;
            }
            match column.cells.get_mut(cell) {
                Some(times) => *times += 1,
                None => {
                    column.cells.insert(cell.to_owned(), 1);
                }
            }
        }
    }
}

impl Sheet {
    fn sign(&self, cells: &[&str]) -> u64 {
        let mut sign = FxHasher::default();
        for (header, index) in &self.order {
            let cell = cells.get(*index).filter(|cell| !cell.is_empty());
            if let Some(cell) = cell {
                sign.write(header.as_bytes());
                sign.write_u8(0);
                sign.write(cell.as_bytes());
                sign.write_u8(0);
            }
        }
        sign.finish()
    }

    /// How many headers are days or months, such as `Jan-26` and `March`.
    pub(super) fn days_as_headers(&self) -> usize {
        let is_day = |header: &str| {
            let header = header.to_lowercase();
            let letters = header.find(|one: char| !one.is_alphabetic());
            let (word, rest) = header.split_at(letters.unwrap_or(header.len()));
            let is_month = word.len() > 2
                && MONTHS.iter().any(|month| month.starts_with(word))
                && !rest.contains(char::is_alphabetic);
            is_month || super::dates::is_date(&header)
        };
        let columns = self.columns.iter();
        columns.filter(|column| is_day(&column.header)).count()
    }

    /// The first of these headers that it has.
    pub(super) fn position<'h>(
        &self,
        mut headers: impl Iterator<Item = &'h String>,
    ) -> Option<usize> {
        headers.find_map(|header| {
            let wanted = squash(header);
            let mut known = self.order.iter();
            let found = known.find(|(header, _)| !header.is_empty() && *header == wanted);
            found.map(|(_, index)| *index)
        })
    }
}

impl Column {
    /// The distinct cells that say something.
    pub(super) fn said(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.keys().map(String::as_str);
        cells.filter(|cell| !is_blank_word(cell))
    }

    /// The cells that say of themselves that they mean nothing.
    pub(super) fn blank_words(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.keys().map(String::as_str);
        cells.filter(|cell| is_blank_word(cell))
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.said().next().is_none()
    }

    /// How many distinct cells it has, and how many of them are what a check looks for.
    fn count(&self, check: impl Fn(&str) -> bool) -> (usize, usize) {
        let (mut all, mut passed) = (0_usize, 0_usize);
        for cell in self.said() {
            all += 1;
            passed += usize::from(check(cell));
        }
        (all, passed)
    }

    /// Whether nearly all of its cells are what a check looks for; an empty column is nothing.
    fn mostly(&self, check: impl Fn(&str) -> bool) -> bool {
        let (all, passed) = self.count(check);
        all > 0 && passed * 100 >= all * MOST
    }

    /// Whether nearly all of its cells are dates; of a few one may be a slip.
    pub(super) fn holds_dates(&self) -> bool {
        let is_date = |cell: &str| super::dates::is_date(cell) || usual(cell, &[]).is_some();
        let (all, passed) = self.count(is_date);
        all > 0 && (passed * 100 >= all * MOST || (passed > 1 && passed + 1 == all))
    }

    pub(super) fn holds_numbers(&self) -> bool {
        self.mostly(|cell| Decimal::parse(cell).is_some())
    }

    pub(super) fn holds_yes_or_no(&self) -> bool {
        self.mostly(|cell| yes_or_no(&fold(cell)).is_some())
    }

    /// Whether its cells are names of people more than ids: words without a digit, at least two.
    pub(super) fn holds_names(&self) -> bool {
        self.mostly(|cell| {
            cell.split([' ', ','])
                .filter(|word| !word.is_empty())
                .count()
                > 1
                && !cell.chars().any(|letter| letter.is_ascii_digit())
        })
    }
}

fn is_blank_word(cell: &str) -> bool {
    BLANKS.iter().any(|blank| blank.eq_ignore_ascii_case(cell))
}
