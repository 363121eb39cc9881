//! One record of a text: its cells, its place, and what was put right in it.

use super::packed::Packed;
use super::scan::{Fault, FaultKind, Repair};

/// Where a cell is in the text, without its quotation marks.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    start: usize,
    end: usize,
    /// What stands between them, where that is short and soon had: while the bounds are at hand.
    packed: Option<Packed>,
}

/// A cell with doubled marks, and where it is in the record's own copy, in which each is one.
#[derive(Clone, Copy, Debug)]
struct Copied {
    cell: usize,
    start: usize,
    end: usize,
}

/// One record; it is reused from one to the next.
#[derive(Debug)]
pub(super) struct Record<'t> {
    text: &'t str,
    cells: Vec<Bounds>,
    /// In the order of the cells.
    copied: Vec<Copied>,
    copies: String,
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
            copied: Vec::new(),
            copies: String::new(),
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
        let bounds = self.cells.get(cell)?;
        match self.copied(cell) {
            Some(copied) => self.copies.get(copied.start..copied.end),
            None => self.text.get(bounds.start..bounds.end),
        }
    }

    fn copied(&self, cell: usize) -> Option<Copied> {
        let copied = &self.copied;
        let place = copied.binary_search_by_key(&cell, |copied| copied.cell);
        copied.get(place.ok()?).copied()
    }

    /// A short cell, its quoting taken off, when it is soon had: nothing at the very end of the text, and nothing of a
    /// copied cell.
    #[inline]
    pub(super) fn packed(&self, cell: usize) -> Option<Packed> {
        self.cells.get(cell)?.packed
    }

    /// All cells.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.cells.len()).map(|cell| self.get(cell).unwrap_or(""))
    }

    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The byte of the text at which a cell begins, or at which it is missing.
    pub(super) fn byte(&self, cell: usize) -> usize {
        let Some(bounds) = self.cells.get(cell) else {
            return self.end;
        };
        // One with doubled marks begins with its own.
        let mark = usize::from(self.copied(cell).is_some());
        bounds.start.saturating_sub(mark)
    }

    /// What was put right in it.
    pub(super) fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    pub(super) fn begin(&mut self, start: usize, line: u32) {
        self.cells.clear();
        self.copied.clear();
        self.copies.clear();
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
        self.iter().all(|cell| trimmed(cell).is_empty())
    }

    #[inline]
    pub(super) fn push(&mut self, start: usize, end: usize) {
        let packed = Packed::between(self.text.as_bytes(), start, end);
        self.cells.push(Bounds { start, end, packed });
    }

    /// Adds a quoted cell whose content has doubled marks.
    pub(super) fn push_doubled(&mut self, start: usize, end: usize) {
        let from = self.copies.len();
        let content = self.text.get(start..end).unwrap_or("");
        let mut parts = content.split("\"\"");
        self.copies.push_str(parts.next().unwrap_or(""));
        for part in parts {
            self.copies.push('"');
            self.copies.push_str(part);
        }
        self.copied.push(Copied {
            cell: self.cells.len(),
            start: from,
            end: self.copies.len(),
        });
        let packed = None;
        self.cells.push(Bounds { start, end, packed });
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
        let cells = 0..self.cells.len();
        cells.take_while(|cell| self.byte(*cell) <= byte).count()
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

/// A text without white space around it: most have none, and that is soon seen.
pub(super) fn trimmed(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) {
        text
    } else {
        text.trim()
    }
}
