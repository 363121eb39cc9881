//! Columns of a table without lines: the first is text and gives way when room is short.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, Table};

use super::page::{Page, clean, columns, shortened};

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
}

impl Grid {
    /// An empty table; the heading of its first column is the table's own.
    pub(super) fn new(header: &[(&str, Align)], gives_way: usize) -> Grid {
        let header = header
            .iter()
            .map(|(name, align)| ((*name).to_owned(), *align))
            .collect();
        Grid {
            header,
            rows: Vec::new(),
            gives_way,
        }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        let cells = cells.iter().map(|cell| clean(cell));
        self.rows.push(cells.collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints it: the heading strong, two columns between two columns.
    pub(super) fn print(mut self, page: &mut Page) {
        self.make_room(page.width());
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
                page.strong(&line);
            } else {
                page.line(&line);
            }
        }
    }

    fn make_room(&mut self, width: usize) {
        let widest = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(index));
            let header = self.header.get(index).map(|(name, _)| name);
            cells
                .chain(header)
                .map(|text| columns(text))
                .max()
                .unwrap_or(0)
        };
        let others: usize = (0..self.header.len())
            .filter(|index| *index != self.gives_way)
            .map(widest)
            .sum();
        let between = 2 * self.header.len().saturating_sub(1);
        let room = width.saturating_sub(others + between).max(8);
        let index = self.gives_way;
        if let Some((name, _)) = self.header.get_mut(index) {
            *name = shortened(name, room);
        }
        for row in &mut self.rows {
            if let Some(cell) = row.get_mut(index) {
                *cell = shortened(cell, room);
            }
        }
    }
}
