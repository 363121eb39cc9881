//! One record of a text: its cells, its place, and what was put right in it.

use super::scan::{Fault, FaultKind, Repair};

/// Where a cell's text is.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    start: usize,
    end: usize,
    /// First byte in the text, its quotation mark included.
    byte: usize,
    kept: Kept,
}

/// What a cell's bounds are bounds of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// Of the text itself.
    InText,
    /// Of the record's own copy, in which each doubled mark is one.
    Unescaped,
}

/// One record; it is reused from one to the next.
#[derive(Debug)]
pub(super) struct Record<'t> {
    text: &'t str,
    cells: Vec<Bounds>,
    unescaped: String,
    repairs: Vec<Repair>,
    /// First byte in the text.
    pub(super) start: usize,
    /// The byte behind its last; of a faulty record the byte up to which it was read.
    pub(super) end: usize,
    /// Line of the first byte, counted from 1.
    pub(super) line: u32,
    /// How many lines it takes.
    pub(super) lines: u32,
    /// The line of the faulty record of which it may be a piece.
    pub(super) piece_of: Option<u32>,
}

impl<'t> Record<'t> {
    /// A record of a text, still without cells.
    pub(super) fn of(text: &'t str) -> Record<'t> {
        Record {
            text,
            cells: Vec::new(),
            unescaped: String::new(),
            repairs: Vec::new(),
            start: 0,
            end: 0,
            line: 1,
            lines: 1,
            piece_of: None,
        }
    }

    /// The text of a cell, its quoting taken off.
    pub(super) fn get(&self, cell: usize) -> Option<&str> {
        self.cells.get(cell).and_then(|bounds| self.bounded(bounds))
    }

    fn bounded(&self, bounds: &Bounds) -> Option<&str> {
        self.bounded_in(bounds).get(bounds.start..bounds.end)
    }

    /// What the bounds are bounds of.
    fn bounded_in(&self, bounds: &Bounds) -> &str {
        match bounds.kept {
            Kept::InText => self.text,
            Kept::Unescaped => self.unescaped.as_str(),
        }
    }

    /// The bytes of a cell, its quoting taken off; none for one that is not there.
    pub(super) fn bytes(&self, cell: usize) -> &[u8] {
        let bytes = self.cells.get(cell).and_then(|bounds| {
            let text = self.bounded_in(bounds).as_bytes();
            text.get(bounds.start..bounds.end)
        });
        bytes.unwrap_or(&[])
    }

    /// All cells.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter();
        cells.map(|bounds| self.bounded(bounds).unwrap_or(""))
    }

    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The byte of the text at which a cell begins, or at which it is missing.
    pub(super) fn byte(&self, cell: usize) -> usize {
        self.cells.get(cell).map_or(self.end, |bounds| bounds.byte)
    }

    /// What was put right in it.
    pub(super) fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    pub(super) fn begin(&mut self, start: usize, line: u32) {
        self.cells.clear();
        self.unescaped.clear();
        self.repairs.clear();
        (self.start, self.end) = (start, start);
        (self.line, self.lines) = (line, 1);
    }

    /// Makes it a record without cells, to be read in another way.
    pub(super) fn drop_cells(&mut self) {
        self.cells.clear();
    }

    pub(super) fn is_blank(&self) -> bool {
        // So do nearly all rows begin, and no delimiter and no quotation mark is one.
        let first = self.text.as_bytes().get(self.start);
        if first.is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        self.iter().all(|cell| cell.trim().is_empty())
    }

    pub(super) fn push(&mut self, start: usize, end: usize) {
        self.cells.push(Bounds {
            start,
            end,
            byte: start,
            kept: Kept::InText,
        });
    }

    /// Adds a quoted cell whose content has doubled marks.
    pub(super) fn push_doubled(&mut self, start: usize, end: usize) {
        let from = self.unescaped.len();
        let content = self.text.get(start..end).unwrap_or("");
        let mut parts = content.split("\"\"");
        self.unescaped.push_str(parts.next().unwrap_or(""));
        for part in parts {
            self.unescaped.push('"');
            self.unescaped.push_str(part);
        }
        self.cells.push(Bounds {
            start: from,
            end: self.unescaped.len(),
            byte: start.saturating_sub(1),
            kept: Kept::Unescaped,
        });
    }

    pub(super) fn fault(&self, kind: FaultKind, byte: usize) -> Fault {
        Fault {
            kind,
            cell: self.cells.len(),
            byte,
        }
    }

    /// How many cells begin at or before a byte of the text.
    pub(super) fn begun(&self, byte: usize) -> usize {
        let cells = self.cells.iter();
        cells.take_while(|bounds| bounds.byte <= byte).count()
    }

    /// Drops the cells behind the last that there should be, as a repair.
    pub(super) fn cut(&mut self, cells: usize, repair: Repair) {
        self.cells.truncate(cells);
        self.repairs.push(repair);
    }

    /// Notes a repair.
    pub(super) fn mend(&mut self, repair: Repair) {
        self.repairs.push(repair);
    }
}
