//! How the dates of a file are written, as its cells show.

use std::collections::BTreeMap;

use super::super::dates::{DateFormat, Order};
use super::super::fillers;
use super::sheet::{Column, Sheet};

/// The ways looked for; of two that read all cells of a column the earlier is proposed.
const FORMATS: [&str; 20] = [
    "yyyy-mm-dd",
    "dd/mm/yyyy",
    "mm/dd/yyyy",
    "d/m/yyyy",
    "m/d/yyyy",
    "dd/mm/yy",
    "mm/dd/yy",
    "d/m/yy",
    "m/d/yy",
    "dd-mm-yyyy",
    "mm-dd-yyyy",
    "dd.mm.yyyy",
    "dd.mm.yy",
    "dd mmm yyyy",
    "dd-mmm-yyyy",
    "dd-mmm-yy",
    "d mmm yyyy",
    "d-mmm-yy",
    "yyyy/mm/dd",
    "yyyymmdd",
];

/// More ways than this in one column are no longer a way to write dates.
const MOST_FORMATS: usize = 3;

/// How one column is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Position of the column.
    pub(super) column: usize,
    pub(super) formats: Vec<DateFormat>,
    /// The other reading of day and month that every cell allows as well.
    pub(super) also: Option<DateFormat>,
    /// A cell that none of them reads, and how many there are.
    pub(super) unread: Option<(String, usize)>,
}

/// The way in which a cell is a date.
pub(super) fn way(cell: &str) -> Option<DateFormat> {
    formats().find(|format| format.read(cell).is_ok())
}

/// Whether a cell is a date in one of the ways looked for.
pub(super) fn is_date(cell: &str) -> bool {
    formats().any(|format| format.read(cell).is_ok())
}

fn formats() -> impl Iterator<Item = DateFormat> {
    FORMATS
        .iter()
        .filter_map(|text| DateFormat::parse(text).ok())
}

/// How each column of dates is written. A column that fits both orders follows those that fit one.
pub(super) fn written(sheet: &Sheet) -> Vec<Written> {
    let columns = sheet.columns.iter().enumerate();
    let dates = columns.filter(|(_, column)| column.holds_dates());
    let mut all: Vec<Written> = dates
        .map(|(index, column)| of_column(index, column))
        .collect();
    let decided = all.iter().filter(|written| written.also.is_none());
    let mut orders: Vec<Order> = decided
        .filter_map(|written| written.formats.iter().find_map(DateFormat::order))
        .collect();
    orders.dedup();
    if let [order] = orders.as_slice() {
        for written in &mut all {
            written.follow(*order);
        }
    }
    all
}

impl Written {
    /// Takes the order of the file's other columns where its own cells leave it open.
    fn follow(&mut self, order: Order) {
        let fits = self
            .also
            .as_ref()
            .is_some_and(|also| also.order() == Some(order));
        if fits && let Some(also) = self.also.take() {
            self.formats = vec![also];
        }
        // That the others bear it out is as good as its own cells.
        self.also = None;
    }
}

fn of_column(index: usize, column: &Column) -> Written {
    let fillers = fillers::days();
    let is_filler = |cell: &str| {
        let mut days = formats().filter_map(|format| format.read(cell).ok());
        days.any(|day| fillers.contains(&day))
    };
    let cells: Vec<&str> = column.said().filter(|cell| !is_filler(cell)).collect();
    let reads = |format: &DateFormat, cells: &[&str]| {
        let read = cells.iter().filter(|cell| format.read(cell).is_ok());
        read.count()
    };
    let mut chosen: Vec<DateFormat> = Vec::new();
    let mut left = cells.clone();
    while chosen.len() < MOST_FORMATS && !left.is_empty() {
        let fit =
            formats().filter(|format| chosen.iter().all(|known| format.clash(known).is_none()));
        let best = first_best(fit.map(|format| (reads(&format, &left), format)));
        let Some(format) = best else { break };
        left.retain(|cell| format.read(cell).is_err());
        chosen.push(format);
    }
    let also = match chosen.as_slice() {
        [only] => only.swapped().filter(|also| {
            let differs = |cell: &&str| also.read(cell) != only.read(cell);
            reads(also, &cells) == cells.len() && cells.iter().any(differs)
        }),
        _ => None,
    };
    Written {
        column: index,
        formats: chosen,
        also,
        unread: left.first().map(|cell| ((*cell).to_owned(), left.len())),
    }
}

/// The first of those that read the most cells.
fn first_best(formats: impl Iterator<Item = (usize, DateFormat)>) -> Option<DateFormat> {
    let mut best: Option<(usize, DateFormat)> = None;
    for (read, format) in formats {
        if read > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((read, format));
        }
    }
    best.map(|(_, format)| format)
}

/// The formats that most columns share, and the columns that are written otherwise.
pub(super) fn shared(all: &[Written]) -> (Vec<DateFormat>, Vec<&Written>) {
    let mut times: BTreeMap<String, (usize, &[DateFormat])> = BTreeMap::new();
    for written in all.iter().filter(|written| !written.formats.is_empty()) {
        let key: Vec<String> = written.formats.iter().map(ToString::to_string).collect();
        times
            .entry(key.join(" "))
            .or_insert((0, &written.formats))
            .0 += 1;
    }
    let most = times.values().max_by_key(|(times, _)| *times);
    let formats = most.map_or(&[][..], |(_, formats)| *formats);
    let others = all
        .iter()
        .filter(|written| !written.formats.is_empty() && written.formats != formats);
    (formats.to_vec(), others.collect())
}
