//! What systems write where nothing is known: read as blank, counted, and said.

use std::collections::BTreeMap;

use super::columns::ColumnType;
use super::dates::usual;
use super::layout::{Column, Layout};
use crate::calendar::Day;
use crate::place::Place;
use crate::problem::Problem;

/// In the place of an id; extracts made for the Standard Safeguarding Dataset write the first for "no worker".
const NO_ID: [&str; 2] = ["-1", "unknown"];

/// In any place.
const NOTHING: [&str; 1] = ["PLACEHOLDER_DATA"];

/// Days that databases hold for "no end" and for "not known": year, month, day.
const NO_DAY: [(i32, u32, u32); 3] = [(9999, 12, 31), (2300, 1, 1), (1900, 1, 1)];

/// The days that stand for none.
pub(super) fn days() -> Vec<Day> {
    let days = NO_DAY.iter();
    days.filter_map(|(year, month, day)| Day::from_ymd(*year, *month, *day))
        .collect()
}

/// Every text that may stand for nothing.
pub(super) fn texts() -> impl Iterator<Item = &'static str> {
    NO_ID.into_iter().chain(NOTHING)
}

/// Whether a text stands for nothing in a column.
pub(super) fn is_filler(column: &Column, text: &str) -> bool {
    let one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(text));
    let id = column.kind == ColumnType::Id || column.name.ends_with("_id");
    one_of(&NOTHING) || (id && one_of(&NO_ID))
}

/// Whether a text that is no date of its column is a day that stands for none, written as databases write it.
pub(super) fn is_filler_day(layout: &Layout, text: &str) -> bool {
    let day = usual(text, &[]).map(|(_, day)| day);
    day.is_some_and(|day| layout.fillers.contains(&day))
}

/// How many cells hold which filler, by file and column.
#[derive(Debug, Default)]
pub(super) struct Fillers {
    cells: BTreeMap<(u16, String), BTreeMap<String, u32>>,
}

impl Fillers {
    /// Counts one cell.
    pub(super) fn add(&mut self, file: u16, column: &Column, text: &str) {
        let known = self.cells.entry((file, column.header.clone())).or_default();
        match known.get_mut(text) {
            Some(cells) => *cells += 1,
            None => {
                known.insert(text.to_owned(), 1);
            }
        }
    }

    /// Adds what others counted.
    pub(super) fn append(&mut self, more: Fillers) {
        for (column, cells) in more.cells {
            let known = self.cells.entry(column).or_default();
            for (text, number) in cells {
                *known.entry(text).or_insert(0) += number;
            }
        }
    }

    /// What there is to say of one file.
    pub(super) fn problems(&self, number: u16, file: &str) -> Vec<Problem> {
        let of_file = self.cells.iter().filter(|((of, _), _)| *of == number);
        let cells = of_file.flat_map(|((_, column), cells)| {
            let place = Place {
                column: Some(column.clone()),
                ..Place::file(file)
            };
            cells
                .iter()
                .map(move |(text, cells)| (place.clone(), text, *cells))
        });
        let problem = |(place, text, cells): (Place, &String, u32)| {
            let message = if cells == 1 {
                "1 cell holds a filler and is read as blank".to_owned()
            } else {
                format!("{cells} cells hold a filler and are read as blank")
            };
            Problem::note("filler", message).at(place).found(text)
        };
        cells.map(problem).collect()
    }
}
