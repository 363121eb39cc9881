//! The kinds of damage one row can have.

use super::read::{Encoding, File};

/// What becomes of a damaged row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// It is rejected, and nothing else is.
    Fault,
    /// It says what it said: an empty line more, or quotation marks round an empty cell.
    Harmless,
    /// It is a sound row with another free text: a line break or two quotation marks (which stand for one) inside a
    /// quoted cell of free text are what RFC 4180 writes for just that.
    OtherText,
    /// A line break in its first or last cell leaves a line of a single cell between two whole rows. Nothing tells
    /// whether it ends the upper or begins the lower one, so both are rejected with it: half an id is not used.
    Single,
    /// A mark too many before a line break in its last cell, or none to open that cell, which is free text: the row is
    /// sound and its text ends with the line. The rest of the text is rejected at its own line.
    Cut,
}

/// One damage.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The row.
    pub(crate) row: usize,
    /// The row after the damage.
    pub(crate) bytes: Vec<u8>,
    pub(crate) damage: Damage,
    /// How many rows it takes with it.
    rows: usize,
}

impl Made {
    /// The rows that it is done to.
    pub(crate) fn touched(&self) -> impl Iterator<Item = usize> + use<> {
        self.row..self.row + self.rows
    }

    /// How many lines lie below the row's first.
    pub(crate) fn lines(&self) -> u32 {
        u32::try_from(String::from_utf8_lossy(&self.bytes).matches('\n').count()).unwrap()
    }
}

/// What stands at a byte of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct At {
    cell: usize,
    /// Between the opening and the closing mark.
    is_quoted: bool,
}

/// What stands at each byte of a row, and behind its last.
fn places(bytes: &[u8], delimiter: u8) -> Vec<At> {
    let (mut cell, mut is_quoted) = (0, false);
    let mut places = Vec::new();
    for byte in bytes {
        places.push(At { cell, is_quoted });
        match byte {
            b'"' => is_quoted = !is_quoted,
            byte if *byte == delimiter && !is_quoted => cell += 1,
            _ => {}
        }
    }
    places.push(At { cell, is_quoted });
    places
}

/// Name, notes and remarks are free text.
const FREE: [usize; 3] = [1, 5, 8];
const LAST: usize = 8;

pub(crate) fn all(file: &File, row: usize) -> Vec<Made> {
    let bytes = &file.rows[row].bytes;
    let places = places(bytes, file.delimiter);
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, damage| {
        all.push(Made {
            row,
            bytes,
            damage,
            rows: 1,
        });
    };
    let with = |at: usize, what: &[u8]| [&bytes[..at], what, &bytes[at..]].concat();
    let without = |at: usize| [&bytes[..at], &bytes[at + 1..]].concat();
    for (at, place) in places.iter().enumerate() {
        add(with(at, b"\""), one_mark(file, row, &places, at));
        add(with(at, b"\"\""), two_marks(file, row, &places, at));
        let line_end = file.line_end.as_bytes();
        add(with(at, line_end), line_break(bytes, &places, at));
        let invalid = invalid(file.encoding);
        add(with(at, &[invalid[at % invalid.len()]]), Damage::Fault);
        let is_delimiter = bytes.get(at) == Some(&file.delimiter) && !place.is_quoted;
        if bytes.get(at) == Some(&b'"') {
            add(without(at), mark_missing(file, row, &places, at));
        }
        if is_delimiter {
            add(without(at), Damage::Fault);
            add(with(at, &[file.delimiter]), Damage::Fault);
            for other in [b',', b';', b'\t', b'|'] {
                if other != file.delimiter {
                    let mut replaced = bytes.clone();
                    replaced[at] = other;
                    add(replaced, Damage::Fault);
                }
            }
            add(with(at, &[file.delimiter, b'x']), Damage::Fault);
            let short = if place.cell == 0 {
                Damage::Single
            } else {
                Damage::Fault
            };
            add(bytes[..at].to_vec(), short);
            let is_of_cell = |other: &usize| places[*other].cell == place.cell;
            let start = (0..=at).find(is_of_cell).unwrap();
            add([&bytes[..start], &bytes[at + 1..]].concat(), Damage::Fault);
        }
    }
    all.extend(joined(file, row));
    all
}

fn joined(file: &File, row: usize) -> Option<Made> {
    let (one, other) = (file.rows.get(row)?, file.rows.get(row + 1)?);
    Some(Made {
        row,
        bytes: [one.bytes.as_slice(), &other.bytes].concat(),
        damage: Damage::Fault,
        rows: 2,
    })
}

/// Bytes that mean nothing.
fn invalid(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8 => &[0xFF, 0x00],
        Encoding::Windows1252 => &[0x81, 0x8D, 0x8F, 0x90, 0x9D],
    }
}

/// Without its opening mark the last cell ends with its first line.
fn mark_missing(file: &File, row: usize, places: &[At], at: usize) -> Damage {
    let bytes = &file.rows[row].bytes;
    let opens = !places[at].is_quoted
        && at
            .checked_sub(1)
            .is_some_and(|before| bytes[before] == file.delimiter);
    let rest = String::from_utf8_lossy(&bytes[at..]);
    let below = rest.lines().nth(1);
    let has_delimiter = below.is_some_and(|line| line.as_bytes().contains(&file.delimiter));
    let first = rest.lines().next().unwrap_or("");
    let is_plain = !first.get(1..).unwrap_or("").contains('"');
    if opens && places[at].cell == LAST && has_delimiter && is_plain {
        Damage::Cut
    } else {
        Damage::Fault
    }
}

fn one_mark(file: &File, row: usize, places: &[At], at: usize) -> Damage {
    let bytes = &file.rows[row].bytes;
    let rest = String::from_utf8_lossy(&bytes[at..]);
    let place = places[at];
    let below = rest.trim_start_matches('\r').strip_prefix('\n');
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let has_delimiter = |line: &str| {
        line.lines()
            .next()
            .is_some_and(|line| line.as_bytes().contains(&file.delimiter))
    };
    let ends_line = place.is_quoted && place.cell == LAST && before != Some(&b'\r');
    match below {
        // Without a delimiter below, the line below is one of a single cell.
        Some(below) if ends_line && has_delimiter(below) => Damage::Cut,
        _ => Damage::Fault,
    }
}

fn two_marks(file: &File, row: usize, places: &[At], at: usize) -> Damage {
    let bytes = &file.rows[row].bytes;
    let place = places[at];
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let opens = bytes.get(at) == Some(&b'"');
    let closes = before == Some(&b'"');
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == file.delimiter);
    if before == Some(&b'\r') {
        // It leaves a carriage return that ends no line.
        return Damage::Fault;
    }
    if place.is_quoted || opens || closes {
        return Damage::OtherText;
    }
    if ends(before) && ends(bytes.get(at)) {
        Damage::Harmless
    } else {
        Damage::Fault
    }
}

fn line_break(bytes: &[u8], places: &[At], at: usize) -> Damage {
    let place = places[at];
    let last = places.last().unwrap().cell;
    if at == 0 || at == bytes.len() {
        return Damage::Harmless;
    }
    // Between the two marks of a pair it is not: the first of them then closes the cell.
    if place.is_quoted {
        return if FREE.contains(&place.cell) {
            Damage::OtherText
        } else {
            Damage::Fault
        };
    }
    if place.cell == 0 || place.cell == last {
        Damage::Single
    } else {
        Damage::Fault
    }
}
