//! A file's bytes into text and records, each record with the line on which it begins.

use std::fmt::Write as _;

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sha2::{Digest, Sha256};

/// How a file's bytes were turned into text.
///
/// The rule is fixed and not a guess, so that two machines read one file alike: a byte-order mark, else UTF-8 when all
/// of it is, else windows-1252, which is what Excel writes in the United Kingdom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// UTF-8, or by its byte-order mark.
    AsMarked,
    /// Not UTF-8, so read as windows-1252.
    AsWindows1252,
}

/// Turns a file's bytes into text without its byte-order mark, with `\n` or `\r\n` at the ends of lines.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Decoded) {
    let (text, decoded) = characters(bytes);
    let lone = |pair: &[u8]| matches!(pair, [b'\r', next] if *next != b'\n');
    let has_lone = || text.ends_with('\r') || text.as_bytes().windows(2).any(lone);
    if text.contains('\r') && has_lone() {
        // The csv crate ends a row there and does not count a line.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        return (text, decoded);
    }
    (text, decoded)
}

fn characters(bytes: Vec<u8>) -> (String, Decoded) {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let body = bytes.get(mark..).unwrap_or(&[]);
        let (text, malformed) = encoding.decode_without_bom_handling(body);
        if encoding != UTF_8 || !malformed {
            return (text.into_owned(), Decoded::AsMarked);
        }
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
        return (text.into_owned(), Decoded::AsWindows1252);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, Decoded::AsMarked),
        Err(error) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
            (text.into_owned(), Decoded::AsWindows1252)
        }
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    hex
}

/// The separator of a file: a comma, unless its first line has none and has another of the usual ones.
pub(super) fn separator(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or("");
    let found = |separator: &u8| first.as_bytes().contains(separator);
    [b',', b'\t', b';', b'|']
        .into_iter()
        .find(found)
        .unwrap_or(b',')
}

/// Where a record stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte.
    pub(super) start: usize,
    /// Line of the first byte, counted from 1.
    pub(super) line: u32,
    /// Whether its quotation marks are where they belong.
    pub(super) quoting: Quoting,
}

/// Whether a record's quotation marks are where they belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// They are.
    Sound,
    /// A quoted cell does not end, or goes on behind its closing mark: cells and rows may have run together.
    Broken,
}

/// The records of a text, one after another.
pub(super) struct Records<'t> {
    text: &'t str,
    separator: u8,
    /// Where the reader below began.
    base: usize,
    base_line: u64,
    reader: Reader<&'t [u8]>,
}

impl<'t> Records<'t> {
    /// The records from a byte on, which stands on `line`.
    pub(super) fn at(text: &'t str, separator: u8, start: usize, line: u32) -> Records<'t> {
        let rest = text.get(start..).unwrap_or("");
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(rest.as_bytes());
        Records {
            text,
            separator,
            base: start,
            base_line: u64::from(line),
            reader,
        }
    }

    /// Reads the next record that has a value at all; nothing at the end of the text.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Option<Span> {
        loop {
            let mut span = self.begin();
            let more = self.reader.read_record(record);
            if matches!(more, Ok(false)) {
                return None;
            }
            let end = self.base + offset(self.reader.position().byte());
            let bytes = self.text.as_bytes().get(span.start..end).unwrap_or(&[]);
            if more.is_err() || quoting(bytes, self.separator) == Quoting::Broken {
                span.quoting = Quoting::Broken;
                self.resume_after_line(span);
                return Some(span);
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(span);
            }
        }
    }

    /// Where the next record begins: behind the line ends that the reader has yet to skip.
    pub(super) fn begin(&self) -> Span {
        let position = self.reader.position();
        let mut start = self.base + offset(position.byte());
        let mut line = self.base_line + position.line() - 1;
        while let Some(byte @ (b'\r' | b'\n')) = self.text.as_bytes().get(start) {
            line += u64::from(*byte == b'\n');
            start += 1;
        }
        Span {
            start,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            quoting: Quoting::Sound,
        }
    }

    /// Goes on with the line after a broken record's first, so that one stray quotation mark costs one row and does
    /// not swallow those below it.
    fn resume_after_line(&mut self, broken: Span) {
        let rest = self.text.get(broken.start..).unwrap_or("");
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = broken.line.saturating_add(1);
        *self = Records::at(self.text, self.separator, broken.start + length, line);
    }
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

/// Walks a record strictly by RFC 4180, but lets a quotation mark stand inside an unquoted cell, where it can't be
/// misread.
fn quoting(record: &[u8], separator: u8) -> Quoting {
    if !record.contains(&b'"') {
        return Quoting::Sound;
    }
    let ends_cell = |byte: u8| byte == separator || byte == b'\r' || byte == b'\n';
    let mut bytes = record.iter().copied().peekable();
    let mut at_start = true;
    while let Some(byte) = bytes.next() {
        if !(at_start && byte == b'"') {
            at_start = ends_cell(byte);
            continue;
        }
        loop {
            match bytes.next() {
                None => return Quoting::Broken,
                Some(b'"') if bytes.peek() == Some(&b'"') => {
                    bytes.next();
                }
                Some(b'"') => break,
                Some(_) => {}
            }
        }
        match bytes.next() {
            None => break,
            Some(after) if ends_cell(after) => at_start = true,
            Some(_) => return Quoting::Broken,
        }
    }
    Quoting::Sound
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut records = Records::at(text, separator(text), 0, 1);
        let mut record = StringRecord::new();
        let mut all = Vec::new();
        while let Some(span) = records.next(&mut record) {
            let cells = match span.quoting {
                Quoting::Sound => record.iter().map(str::to_owned).collect(),
                Quoting::Broken => vec!["broken".to_owned()],
            };
            all.push((span.line, cells));
        }
        all
    }

    #[test]
    fn a_record_stands_on_its_first_line_whatever_the_line_ends() {
        for text in [
            "a,b\n\n\"x\ny\",1\nz,2\n",
            "a,b\r\n\r\n\"x\r\ny\",1\r\nz,2\r\n",
            "a,b\r\r\"x\ry\",1\rz,2\r",
        ] {
            let (text, _) = decode(text.as_bytes().to_vec());
            let numbers: Vec<u32> = lines(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(numbers, [1, 3, 5], "{text:?}");
        }
    }

    #[test]
    fn blank_rows_are_nothing() {
        assert_eq!(lines("a,b\n,\n  ,  \n1,2\n,,,\n").len(), 2);
    }

    #[test]
    fn a_stray_quotation_mark_costs_one_row() {
        let read = lines("a,b\n1,\"x\n2,y\n3,\"he said \"no\", then\"\n4,5\" pipe\n");
        let broken: Vec<u32> = read
            .iter()
            .filter(|(_, cells)| cells.len() == 1)
            .map(|(line, _)| *line)
            .collect();
        assert_eq!(broken, [2, 4]);
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn marks_decide_the_encoding_and_windows_1252_is_the_rest() {
        let name = |bytes: &[u8]| decode(bytes.to_vec());
        assert_eq!(name(b"\xEF\xBB\xBFSi\xC3\xB4n").0, "Siôn");
        assert_eq!(name(b"Si\xC3\xB4n").0, "Siôn");
        assert_eq!(
            name(b"Si\xF4n"),
            ("Siôn".to_owned(), Decoded::AsWindows1252)
        );
        assert_eq!(name(b"\xFF\xFES\0i\0").0, "Si");
        assert_eq!(name(b"\xEF\xBB\xBFSi\xF4n").0, "Siôn");
    }

    #[test]
    fn tabs_separate_where_no_comma_does() {
        assert_eq!(separator("a\tb\n1,5\t2"), b'\t');
        assert_eq!(separator("a,b;c"), b',');
    }
}
