//! The rows of a file, with an eye on those that run over lines: a closing quotation mark may be missing, and the rows
//! below then stand in a cell as if they were a part of it.

use memchr::{memchr, memchr_iter, memchr2};

use super::columns::ColumnType;
use super::layout::{Column, Layout, Source};
use super::record::Record;
use super::scan::{Fault, FaultKind, Records, Shape, Strictness};

/// The rows of a file, one after another.
#[derive(Debug)]
pub(super) struct Rows<'t> {
    text: &'t str,
    layout: &'t Layout,
    shape: Shape,
    records: Records<'t>,
    /// A row at hand, for looking whether the lines of another are rows.
    within: Record<'t>,
    /// Whether the row before was faulty, and the faults go back to a row that may run over these lines.
    in_pieces: bool,
    /// Where the line behind a line of a single cell begins.
    below_single: Option<usize>,
}

impl<'t> Rows<'t> {
    /// The rows from a byte on, which stands on `line`.
    pub(super) fn at(
        text: &'t str,
        layout: &'t Layout,
        shape: Shape,
        (start, line): (usize, u32),
    ) -> Rows<'t> {
        Rows {
            text,
            layout,
            shape,
            records: Records::at(text, shape, start, line),
            within: Record::of(text),
            in_pieces: false,
            below_single: None,
        }
    }

    /// The same, but no row that begins at this byte or behind it.
    pub(super) fn until(mut self, end: usize) -> Rows<'t> {
        self.records.until(end);
        self
    }

    /// Whether, all rows that begin before a byte read, the next begins there and nothing behind it hangs on these.
    pub(super) fn ends_with_a_row(&self, end: usize) -> bool {
        let is_open = self.in_pieces || self.below_single.is_some();
        !is_open && self.records.ends_at(end)
    }

    /// Reads the next row that has a value at all, or what is wrong with it; nothing at the end of the text. A faulty
    /// row costs its first line, and reading goes on with the next.
    pub(super) fn next(&mut self, record: &mut Record<'t>) -> Option<Result<(), Fault>> {
        let read = self.records.next(record)?;
        let below_single = self.below_single.take() == Some(record.start);
        let doubt = match read {
            Ok(()) => self.doubt(record, below_single),
            Err(_) => None,
        };
        let Some(fault) = doubt.or(read.err()) else {
            self.in_pieces = false;
            return Some(Ok(()));
        };
        // Behind the other doubts it is plain where the row ends.
        if doubt.is_some() && fault.kind.is_of_quoting() {
            self.records.go_on_below_first_line(record, fault);
        }
        let is_single = fault.kind == FaultKind::CellCount && record.len() == 1;
        if is_single && !self.in_pieces {
            self.below_single = Some(self.records.reached());
        } else {
            let is_plain = matches!(fault.kind, FaultKind::BegunAbove | FaultKind::GoesOnBelow);
            self.in_pieces |= fault.kind.is_of_quoting() || (record.lines > 1 && !is_plain);
        }
        Some(Err(fault))
    }

    /// The byte at which reading goes on.
    pub(super) fn reached(&self) -> usize {
        self.records.reached()
    }

    /// Why a record that is sound for itself can't be used.
    fn doubt(&mut self, record: &Record<'t>, below_single: bool) -> Option<Fault> {
        if record.lines > 1 {
            let fault = self.broken(record).or_else(|| self.swallowed(record));
            if fault.is_some() {
                return fault;
            }
        }
        if self.shape.cells.is_some_and(|cells| cells > 1) {
            let fault = |kind, cell| Fault {
                kind,
                cell,
                byte: record.byte(cell),
            };
            // Missing cells are blank in lenient reading, but a line without any delimiter is no row.
            if record.len() == 1 {
                return Some(fault(FaultKind::CellCount, 1));
            }
            if below_single {
                return Some(fault(FaultKind::BegunAbove, 0));
            }
            if self.goes_on_below(record) {
                return Some(fault(FaultKind::GoesOnBelow, record.len() - 1));
            }
        }
        None
    }

    /// Whether the next line has a single cell: it may be the rest of this row's last one. Nothing tells it from the
    /// beginning of the row below, so both are in doubt.
    fn goes_on_below(&mut self, record: &Record<'t>) -> bool {
        if self.records.has_cells_below(record) {
            return false;
        }
        let rest = self.text.as_bytes().get(record.end..).unwrap_or(&[]);
        let end = memchr2(self.shape.delimiter, b'\n', rest);
        let has_delimiter = end.is_some_and(|end| rest.get(end) != Some(&b'\n'));
        if rest.first() != Some(&b'"') {
            let end = record.end + end.unwrap_or(rest.len());
            let line = self.text.get(record.end..end).unwrap_or("");
            return !has_delimiter && !line.trim().is_empty();
        }
        let shape = Shape {
            cells: None,
            strictness: Strictness::Strict,
            ..self.shape
        };
        let read = Records::at(self.text, shape, record.end, 1).next(&mut self.within);
        let is_sound = read.is_some_and(|read| read.is_ok()) && self.within.start == record.end;
        if is_sound {
            self.within.len() == 1
        } else {
            !has_delimiter
        }
    }

    /// A line break in a cell that is no free text.
    fn broken(&self, record: &Record<'t>) -> Option<Fault> {
        let is_broken = |cell: usize| {
            let text = record.get(cell).unwrap_or("");
            memchr(b'\n', text.as_bytes()).is_some()
        };
        let columns = self.layout.columns.iter();
        let mut cells = columns.filter_map(|column| match (&column.source, column.kind) {
            (Source::Cell(_), ColumnType::Text) | (Source::Constant(_) | Source::Absent, _) => None,
            (Source::Cell(cell), _) => Some(*cell),
        });
        let cell = cells.find(|cell| is_broken(*cell))?;
        Some(Fault {
            kind: FaultKind::LineBreak,
            cell,
            byte: record.byte(cell),
        })
    }

    /// A line of a row that is a whole row of its own.
    fn swallowed(&mut self, record: &Record<'t>) -> Option<Fault> {
        let date = self.layout.dated()?;
        let bytes = self.text.as_bytes().get(record.start..record.end)?;
        let breaks: Vec<usize> = memchr_iter(b'\n', bytes).collect();
        for line in breaks.into_iter().map(|end| record.start + end + 1) {
            if line < record.end && self.is_row(line, date) {
                let cells = (0..record.len()).filter(|cell| record.byte(*cell) <= line);
                return Some(Fault {
                    kind: FaultKind::SwallowedRow,
                    cell: cells.count().saturating_sub(1),
                    byte: line,
                });
            }
        }
        None
    }

    fn is_row(&mut self, start: usize, date: &Column) -> bool {
        let rest = self.text.as_bytes().get(start..).unwrap_or(&[]);
        let line = rest
            .get(..memchr(b'\n', rest).unwrap_or(rest.len()))
            .unwrap_or(rest);
        let delimiters = memchr_iter(self.shape.delimiter, line).count();
        let cells = self.shape.cells.unwrap_or(0);
        // Most lines of a text are ruled out without reading them as a row.
        if memchr(b'"', line).is_none() && delimiters + 1 != cells {
            return false;
        }
        let shape = Shape {
            strictness: Strictness::Strict,
            ..self.shape
        };
        let read = Records::at(self.text, shape, start, 1).next(&mut self.within);
        let is_sound = read.is_some_and(|read| read.is_ok()) && self.within.start == start;
        is_sound && date.is_date(&self.within) && self.broken(&self.within).is_none()
    }
}
