//! The records of a text by RFC 4180: where they begin, their cells, and what is wrong with their quoting.
//!
//! A faulty record costs its first line and nothing else: reading goes on with the next line of the file, so that no
//! stray quotation mark swallows the rows below it. That stays linear however the text is made, because each
//! quotation mark that is no fault turns quoting on or off: a record that runs over lines ends, or is found faulty, on
//! the first line below it that has an odd number of marks, and such a line begins at most one record that runs on.

use memchr::{memchr, memchr_iter, memchr3};

use super::characters::Characters;
use super::places::Places;
use super::record::Record;

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// The cell, counted from 0.
    pub(super) cell: usize,
    /// The byte of the text.
    pub(super) byte: usize,
}

/// The kinds of fault a record can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// A quotation mark in a cell that does not begin with one.
    StrayQuote,
    /// A quoted cell goes on behind its closing mark.
    AfterQuote,
    /// A quoted cell has no closing mark.
    Unclosed,
    /// More or fewer cells than there are headers.
    CellCount,
    /// A character that no export means to have.
    Character(char),
    /// A line break in a cell that is no free text.
    LineBreak,
    /// A cell holds what is a whole row.
    SwallowedRow,
    /// The line above has a single cell, which may be the beginning of this row.
    BegunAbove,
    /// The line below has a single cell, which may be the end of this row.
    GoesOnBelow,
}

impl FaultKind {
    /// Whether the lines below may belong to the record.
    pub(super) fn is_of_quoting(self) -> bool {
        match self {
            FaultKind::StrayQuote
            | FaultKind::AfterQuote
            | FaultKind::Unclosed
            | FaultKind::LineBreak
            | FaultKind::SwallowedRow => true,
            FaultKind::CellCount
            | FaultKind::Character(_)
            | FaultKind::BegunAbove
            | FaultKind::GoesOnBelow => false,
        }
    }
}

/// Something put right in a record that is used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) kind: RepairKind,
    /// The cell, counted from 0.
    pub(super) cell: usize,
    /// The byte of the text.
    pub(super) byte: usize,
}

/// What can be put right without guessing at a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RepairKind {
    /// A quotation mark in an unquoted cell is taken as it stands.
    StrayQuote,
    /// Cells missing at the end are blank.
    CellsMissing,
    /// Empty cells too many at the end are dropped.
    CellsDropped,
}

/// Whether what can be put right is put right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Strictness {
    /// By RFC 4180 or not at all.
    #[default]
    Strict,
    /// With repairs, each of which is listed.
    Lenient,
}

/// How the cells of a text are told apart, and how many each record has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Between two cells.
    pub(super) delimiter: u8,
    /// How many cells a record has; without it any number is right.
    pub(super) cells: Option<usize>,
    pub(super) strictness: Strictness,
}

/// The records of a text, one after another.
#[derive(Clone, Debug)]
pub(super) struct Records<'t> {
    text: &'t str,
    shape: Shape,
    characters: Characters<'t>,
    /// The delimiters, line ends and quotation marks from a byte on.
    marks: Places<'t>,
    /// That byte; none while they have to be looked for anew.
    marks_from: Option<usize>,
    at: usize,
    /// No record that begins here or behind it is read.
    end: usize,
    line: u32,
    /// A record that begins before this byte may be a piece of the faulty one that begins on this line.
    pieces: (usize, u32),
}

/// What stands behind a cell.
enum After {
    Cell,
    Record,
}

impl<'t> Records<'t> {
    /// The records from a byte on, which stands on `line`.
    pub(super) fn at(text: &'t str, shape: Shape, start: usize, line: u32) -> Records<'t> {
        Records {
            text,
            shape,
            characters: Characters::of(text),
            marks: marks(text, shape, start),
            marks_from: Some(start),
            at: start,
            end: text.len(),
            line,
            pieces: (start, line),
        }
    }

    /// Reads the next record that has a value at all, or what is wrong with it; nothing at the end of the text.
    pub(super) fn next(&mut self, record: &mut Record<'t>) -> Option<Result<(), Fault>> {
        while self.at < self.end {
            record.begin(self.at, self.line);
            let (end, line) = self.pieces;
            record.piece_of = (self.at < end).then_some(line);
            let mut fault = self.read(record).err();
            if fault.is_some() || !self.characters.none_before(record.end) {
                fault = self.character(record, fault).or(fault);
            }
            if fault.is_none() && record.is_blank() {
                self.go_on_behind(record);
                continue;
            }
            if let Some(fault) = fault.or_else(|| self.count(record)) {
                self.go_on_below_first_line(record, fault);
                return Some(Err(fault));
            }
            self.go_on_behind(record);
            return Some(Ok(()));
        }
        None
    }

    /// Reads no record that begins at a byte or behind it.
    pub(super) fn until(&mut self, end: usize) {
        self.end = end;
    }

    /// Whether the next record begins at a byte and is no piece of one before it.
    pub(super) fn ends_at(&self, end: usize) -> bool {
        self.at == end && self.pieces.0 <= end
    }

    /// The byte at which the next record may begin.
    pub(super) fn reached(&self) -> usize {
        self.at
    }

    fn go_on_behind(&mut self, record: &Record<'t>) {
        self.at = record.end;
        self.line = record.line.saturating_add(record.lines);
    }

    /// Goes on with the line below a faulty record's first.
    pub(super) fn go_on_below_first_line(&mut self, record: &Record<'t>, fault: Fault) {
        // Without a closing mark there is no telling how far the record was to go.
        if fault.kind != FaultKind::Unclosed && record.end > self.pieces.0 {
            self.pieces = (record.end, record.line);
        }
        let rest = self.text.as_bytes().get(record.start..).unwrap_or(&[]);
        let length = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        self.at = record.start + length;
        self.line = record.line.saturating_add(1);
    }

    /// The first character of a record that no export means to have. It stands apart so that what is done for nearly
    /// every record stays short.
    #[inline(never)]
    fn character(&mut self, record: &Record<'t>, fault: Option<Fault>) -> Option<Fault> {
        // Behind a fault there is no telling what belongs to the record.
        let end = fault.map_or(record.end, |fault| fault.byte + 1);
        let (byte, character) = self.characters.first_in(record.start, end)?;
        let cell = record.begun(byte);
        Some(Fault {
            kind: FaultKind::Character(character),
            cell: if fault.is_some() {
                record.len()
            } else {
                cell.saturating_sub(1)
            },
            byte,
        })
    }

    fn count(&self, record: &mut Record<'t>) -> Option<Fault> {
        let expected = self.shape.cells?;
        let found = record.len();
        if found == expected {
            return None;
        }
        let byte = record.byte(expected);
        let repair = if found < expected {
            Some(RepairKind::CellsMissing)
        } else {
            // A cell that runs over lines is not empty.
            let mut surplus = record.iter().skip(expected);
            let empty = surplus.all(|cell| cell.bytes().all(|byte| byte == b' '));
            empty.then_some(RepairKind::CellsDropped)
        };
        let kind = repair.filter(|_| self.is_mended(record));
        let Some(kind) = kind else {
            return Some(Fault {
                kind: FaultKind::CellCount,
                cell: found.min(expected),
                byte,
            });
        };
        let cell = found.min(expected);
        record.cut(expected, Repair { kind, cell, byte });
        None
    }

    fn read(&mut self, record: &mut Record<'t>) -> Result<(), Fault> {
        if self.plain_line(record).is_some() {
            return Ok(());
        }
        record.drop_cells();
        self.quoted_record(record)
    }

    /// Reads a line, up to a quotation mark; nothing when it has one.
    fn plain_line(&mut self, record: &mut Record<'t>) -> Option<()> {
        if self.marks_from.take() != Some(self.at) {
            self.marks = marks(self.text, self.shape, self.at);
        }
        let bytes = self.text.as_bytes();
        let delimiter = self.shape.delimiter;
        let mut start = self.at;
        let end = self.marks.find_map(|at| {
            if bytes.get(at) != Some(&delimiter) {
                return Some(at);
            }
            record.push(start, at);
            start = at + 1;
            None
        });
        let end = end.unwrap_or(bytes.len());
        record.end = match bytes.get(end) {
            Some(b'"') => return None,
            Some(_) => end + 1,
            None => end,
        };
        record.push(start, self.without_returns(start, end));
        self.marks_from = Some(record.end);
        Some(())
    }

    /// Whether the line behind a record is soon seen to have several cells: it begins with a plain one.
    pub(super) fn has_cells_below(&mut self, record: &Record<'_>) -> bool {
        if self.marks_from != Some(record.end) {
            return false;
        }
        let first = self.marks.peek();
        let first = first.and_then(|at| self.text.as_bytes().get(at));
        first == Some(&self.shape.delimiter)
    }

    fn quoted_record(&self, record: &mut Record<'t>) -> Result<(), Fault> {
        loop {
            let first = self.text.as_bytes().get(record.end);
            let after = if first == Some(&b'"') {
                self.quoted_cell(record)?
            } else {
                self.plain_cell(record)?
            };
            if let After::Record = after {
                return Ok(());
            }
        }
    }

    fn plain_cell(&self, record: &mut Record<'t>) -> Result<After, Fault> {
        let start = record.end;
        let delimiter = self.shape.delimiter;
        loop {
            let rest = self.text.as_bytes().get(record.end..).unwrap_or(&[]);
            let found = memchr3(delimiter, b'\n', b'"', rest);
            let found = found.and_then(|at| Some((record.end + at, *rest.get(at)?)));
            let Some((at, byte)) = found else {
                record.end = self.text.len();
                record.push(start, self.without_returns(start, record.end));
                return Ok(After::Record);
            };
            record.end = at + 1;
            match byte {
                b'"' => self.stray(record, at)?,
                b'\n' => {
                    record.push(start, self.without_returns(start, at));
                    return Ok(After::Record);
                }
                _ => {
                    record.push(start, at);
                    return Ok(After::Cell);
                }
            }
        }
    }

    /// Whether a record is put right. One that runs over lines is not: there would be no telling where it ends.
    fn is_mended(&self, record: &Record<'_>) -> bool {
        self.shape.strictness == Strictness::Lenient
            && record.lines == 1
            && record.piece_of.is_none()
    }

    fn stray(&self, record: &mut Record<'t>, byte: usize) -> Result<(), Fault> {
        if !self.is_mended(record) {
            return Err(record.fault(FaultKind::StrayQuote, byte));
        }
        record.mend(Repair {
            kind: RepairKind::StrayQuote,
            cell: record.len(),
            byte,
        });
        Ok(())
    }

    fn quoted_cell(&self, record: &mut Record<'t>) -> Result<After, Fault> {
        let bytes = self.text.as_bytes();
        let mark = record.end;
        let mut at = mark + 1;
        let mut doubled = false;
        loop {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let Some(next) = memchr(b'"', rest) else {
                record.end = bytes.len();
                return Err(record.fault(FaultKind::Unclosed, mark));
            };
            at += next + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            doubled = true;
            at += 1;
        }
        let (start, end) = (mark + 1, at - 1);
        let content = bytes.get(start..end).unwrap_or(&[]);
        let breaks = memchr_iter(b'\n', content).count();
        record.lines += u32::try_from(breaks).unwrap_or(u32::MAX);
        if let Some(repair) = record.repairs().first().filter(|_| breaks > 0) {
            let (cell, byte) = (repair.cell, repair.byte);
            record.end = at;
            let kind = FaultKind::StrayQuote;
            return Err(Fault { kind, cell, byte });
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        let returns = rest.iter().take_while(|byte| **byte == b'\r').count();
        record.end = at + 1;
        let after = match rest.get(returns) {
            None | Some(b'\n') => After::Record,
            Some(byte) if returns == 0 && *byte == self.shape.delimiter => After::Cell,
            Some(_) => return Err(record.fault(FaultKind::AfterQuote, at)),
        };
        if let After::Record = after {
            record.end = (at + returns + 1).min(bytes.len());
        }
        if doubled {
            record.push_doubled(start, end);
        } else {
            record.push(start, end);
        }
        Ok(after)
    }

    /// The end of a cell at the end of a line, without the line's carriage return.
    fn without_returns(&self, start: usize, end: usize) -> usize {
        let cell = self.text.as_bytes().get(start..end).unwrap_or(&[]);
        start + without_returns(cell).len()
    }
}

/// The delimiters, line ends and quotation marks of a text from a byte on.
fn marks(text: &str, shape: Shape, start: usize) -> Places<'_> {
    Places::from(text.as_bytes(), [shape.delimiter, b'\n', b'"'], start)
}

/// Some systems end a line with `\r\r\n`: none of it is part of a cell.
fn without_returns(mut line: &[u8]) -> &[u8] {
    while let Some(shorter) = line.strip_suffix(b"\r") {
        line = shorter;
    }
    line
}
