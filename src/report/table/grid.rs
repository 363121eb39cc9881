//! Columns of a table without lines: the first is text and gives way when room is short.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, Table};

use super::page::{Page, clean, columns, shortened};

/// The fewest columns that what gives way is left with.
const FEWEST: usize = 14;

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A table without lines.
#[derive(Debug)]
pub(super) struct Grid {
    header: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    /// The column that is shortened when room is short.
    gives_way: usize,
    /// Columns left out one after another while there is no room, the last column first.
    may_go: &'static [usize],
}

impl Grid {
    /// An empty table; the heading of its first column is the table's own.
    pub(super) fn new(
        header: &[(&str, Align)],
        gives_way: usize,
        may_go: &'static [usize],
    ) -> Grid {
        let header = header
            .iter()
            .map(|(name, align)| ((*name).to_owned(), *align))
            .collect();
        Grid {
            header,
            rows: Vec::new(),
            gives_way,
            may_go,
        }
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        let cells = cells.iter().map(|cell| clean(cell));
        self.rows.push(cells.collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints it: the heading strong, two columns between two columns.
    pub(super) fn print(mut self, page: &mut Page) {
        let title = self.make_room(page.width());
        if let Some(title) = title {
            page.strong(&title);
        }
        let mut table = Table::new();
        table.load_style(NOTHING);
        let cells = |texts: Vec<&String>| {
            let cells = texts.into_iter().zip(&self.header);
            cells
                .map(|(text, (_, align))| {
                    Cell::new(text).set_alignment(match align {
                        Align::Left => CellAlignment::Left,
                        Align::Right => CellAlignment::Right,
                    })
                })
                .collect::<Vec<Cell>>()
        };
        table.set_header(cells(self.header.iter().map(|(name, _)| name).collect()));
        for row in &self.rows {
            table.add_row(cells(row.iter().collect()));
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding(if index == 0 { (0, 0) } else { (2, 0) });
        }
        for (index, line) in table.lines().enumerate() {
            if index == 0 {
                page.strong_line(&line);
            } else {
                page.line(&line);
            }
        }
    }

    /// Makes the table fit; returns its own heading when that needs a line to itself.
    fn make_room(&mut self, width: usize) -> Option<String> {
        for index in self.may_go {
            if self.room(width) < FEWEST {
                self.header.remove(*index);
                self.rows
                    .iter_mut()
                    .for_each(|row| drop(row.remove(*index)));
            }
        }
        let (room, index) = (self.room(width).max(FEWEST), self.gives_way);
        for row in &mut self.rows {
            if let Some(cell) = row.get_mut(index) {
                *cell = shortened(cell, room);
            }
        }
        let (name, _) = self.header.get_mut(index)?;
        (columns(name) > room).then(|| std::mem::take(name))
    }

    /// The columns left to what gives way.
    fn room(&self, width: usize) -> usize {
        let widest = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(index));
            let header = self.header.get(index).map(|(name, _)| name);
            cells.chain(header).map(|text| columns(text)).max()
        };
        let others: usize = (0..self.header.len())
            .filter(|index| *index != self.gives_way)
            .filter_map(widest)
            .sum();
        let between = 2 * self.header.len().saturating_sub(1);
        width.saturating_sub(others + between)
    }
}
