//! Counts the rows of a text a second time, by its lines and quotation marks alone: what was read is held against it.
//!
//! It shares nothing with the reader but the list of the rows that the reader found misshapen or put right. A row that the reader
//! passed over, or took twice, makes the two counts differ.

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

/// How many bytes one thread counts at a time.
const BLOCK: usize = if cfg!(test) { 8 } else { 1 << 18 };

/// The rows of a text that have a value. `line` is the line its first byte stands on, `misshapen` the lines of the rows
/// that are one line each whatever their quotation marks say, in order.
pub(super) fn rows(text: &str, separator: u8, line: u32, misshapen: &[u32]) -> u32 {
    let byte = separator;
    let separator = char::from(separator);
    if memchr(b'"', text.as_bytes()).is_some() {
        return quoted(text, separator, line, misshapen);
    }
    // Without a quotation mark a row is a line.
    let blocks = blocks(text);
    let seen = blocks.par_iter().map(|block| {
        let plain = begins_plainly(block, byte);
        (breaks(block), plain)
    });
    let seen: Vec<(u32, bool)> = seen.collect();
    let firsts = seen.iter().scan(line, |next, (breaks, _)| {
        let first = *next;
        *next = next.saturating_add(*breaks);
        Some(first)
    });
    let firsts: Vec<u32> = firsts.collect();
    let counted = blocks.par_iter().zip(seen).zip(firsts);
    let counted = counted.map(|((block, (breaks, plain)), first)| {
        if plain {
            return breaks + u32::from(!block.ends_with('\n'));
        }
        let lines = (first..).zip(lines(block));
        let rows = lines.filter(|(line, text)| {
            has_value(text, separator) || misshapen.binary_search(line).is_ok()
        });
        u32::try_from(rows.count()).unwrap_or(u32::MAX)
    });
    counted.sum()
}

/// A text cut behind line ends.
fn blocks(mut text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    while !text.is_empty() {
        let rest = text.as_bytes().get(BLOCK..).unwrap_or(&[]);
        let end = memchr(b'\n', rest).map_or(text.len(), |end| BLOCK + end + 1);
        let (block, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        blocks.push(block);
        text = rest;
    }
    blocks
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let last = (!text.ends_with('\n')).then_some(text.len());
    let ends = memchr_iter(b'\n', text.as_bytes()).chain(last);
    let mut start = 0;
    ends.map(move |end| {
        let line = text.get(start..end).unwrap_or("");
        start = end + 1;
        line
    })
}

fn breaks(text: &str) -> u32 {
    u32::try_from(memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Whether each line of a text begins as nearly all do: with what is printed, and so is a value. There is no branch in it,
/// so that many bytes are looked at in one go.
fn begins_plainly(text: &str, separator: u8) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != separator;
    let [first, behind @ ..] = text.as_bytes() else {
        return false;
    };
    let pairs = text.as_bytes().iter().zip(behind);
    let is_odd = |odd: bool, (byte, next): (&u8, &u8)| odd | (*byte == b'\n') & !is_plain(*next);
    is_plain(*first) && !pairs.fold(false, is_odd)
}

fn has_value(line: &str, separator: char) -> bool {
    // So do nearly all lines begin.
    if line.starts_with(|letter: char| letter.is_ascii_alphanumeric() && letter != separator) {
        return true;
    }
    line.contains(|letter: char| letter != separator && !letter.is_whitespace())
}

/// The same for a text with quotation marks, in which a row may run over lines.
fn quoted(mut text: &str, separator: char, mut line: u32, misshapen: &[u32]) -> u32 {
    let mut rows = 0_u32;
    while !text.is_empty() {
        let (length, filled) = if misshapen.binary_search(&line).is_ok() {
            (first_line(text), true)
        } else {
            row(text, separator)
        };
        rows += u32::from(filled);
        let (taken, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        line = line.saturating_add(breaks(taken));
        text = rest;
    }
    rows
}

/// The length of the first line with its end.
fn first_line(text: &str) -> usize {
    memchr(b'\n', text.as_bytes()).map_or(text.len(), |end| end + 1)
}

/// The length of the first row, and whether it has a value.
fn row(text: &str, separator: char) -> (usize, bool) {
    let length = first_line(text);
    let line = text.get(..length).unwrap_or(text);
    if !line.contains('"') {
        return (length, has_value(line, separator));
    }
    let (mut at_start, mut quoted, mut filled) = (true, false, false);
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if quoted {
            let doubled = || letters.next_if(|(_, next)| *next == '"').is_some();
            quoted = letter != '"' || doubled_mark(doubled, &mut filled);
            filled |= letter != '"' && !letter.is_whitespace();
            continue;
        }
        match letter {
            '\n' => return (at + 1, filled),
            '"' if at_start => quoted = true,
            _ => filled |= letter != separator && !letter.is_whitespace(),
        }
        at_start = letter == separator;
    }
    (text.len(), filled)
}

/// A mark written twice stands for itself, and so is a value.
fn doubled_mark(doubled: impl FnOnce() -> bool, filled: &mut bool) -> bool {
    let doubled = doubled();
    *filled |= doubled;
    doubled
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_row_is_a_line_unless_a_quoted_cell_runs_on() {
        for (text, expected) in [
            ("", 0),
            ("\n\r\n  \n,, \n", 0),
            ("a,b", 1),
            ("a,b\n\nc,d\r\n", 2),
            ("a,b\nC,d\n0,e\nz", 4),
            ("a,b\n~,d\n!,e\n", 3),
            ("a,b\n\u{a0}\n\u{1f}\né\n \n", 3),
            ("a,b\nc,d\n,\n", 2),
            ("a,b\nc,d\n ", 2),
            ("\"a\nb\",c\nd,e\n", 2),
            ("\"a\"\"\n\",c\nd,e\n", 2),
            ("x,\"a\n\nb\"\n", 1),
            ("\"\",\"\"\n", 0),
            ("\"\n\",\n", 0),
            ("\"\"\"\",\n", 1),
            ("\",\"\n", 1),
            ("5\" pipe,1\n6\" pipe,2\n", 2),
        ] {
            assert_eq!(rows(text, b',', 2, &[]), expected, "{text:?}");
        }
    }

    #[test]
    fn a_misshapen_row_is_its_first_line() {
        assert_eq!(rows("a,\"b\nc,d\ne,f\"\n", b',', 2, &[2, 4]), 3);
        assert_eq!(rows("a,\"b\nc,d\ne,f\"\n", b',', 2, &[]), 1);
    }
}
