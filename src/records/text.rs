//! A file's bytes into text, by fixed rules.

use std::fmt::Write as _;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr2;
use sha2::{Digest, Sha256};

/// Stands in a text for each byte that is no UTF-8. It is no character, so no export has it of its own.
pub(super) const NO_CHARACTER: char = '\u{FFFE}';

/// What UTF-8 may begin with.
const UTF_8_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// How a file's bytes stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// What Excel writes in the United Kingdom when it is asked for CSV.
    Windows1252,
}

impl Encoding {
    pub(super) const ALL: [Encoding; 4] = [
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Windows1252,
    ];

    /// Its name in a mapping and a report.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// How many bytes of a file a character of its text took.
    fn width(self, character: char) -> usize {
        match self {
            Encoding::Utf8 if character == NO_CHARACTER => 1,
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * character.len_utf16(),
            Encoding::Windows1252 => 1,
        }
    }
}

/// How it is known how a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// By the byte-order mark, of so many bytes.
    Mark(usize),
    /// By its bytes.
    Bytes,
    /// By the mapping.
    Mapping,
}

impl KnownBy {
    /// The length of the byte-order mark.
    fn mark(self) -> usize {
        match self {
            KnownBy::Mark(length) => length,
            KnownBy::Bytes | KnownBy::Mapping => 0,
        }
    }
}

/// A file's text without its byte-order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) known_by: KnownBy,
    /// SHA-256 of the file, where its bytes are others than those of its mark and its text.
    hash: Option<String>,
}

impl Decoded {
    /// The text of a sheet, which nobody had to decode; with the hash of its workbook.
    pub(super) fn of_workbook(text: String, hash: String) -> Decoded {
        Decoded {
            text,
            encoding: Encoding::Utf8,
            known_by: KnownBy::Mark(0),
            hash: Some(hash),
        }
    }

    fn of_utf_8(text: String, known_by: KnownBy) -> Decoded {
        Decoded {
            text,
            encoding: Encoding::Utf8,
            known_by,
            hash: None,
        }
    }

    /// SHA-256 of the file in hexadecimal. It is not known before it is asked for, because that takes as long as to
    /// find the rows.
    pub(super) fn sha256(&self) -> String {
        let mark = UTF_8_MARK.get(..self.known_by.mark()).unwrap_or(&[]);
        let hash = || sha256(&[mark, self.text.as_bytes()]);
        self.hash.clone().unwrap_or_else(hash)
    }

    /// The same with a line feed for each carriage return, where these end the lines.
    fn with_line_feeds(mut self) -> Decoded {
        if ends_lines_with_returns(&self.text) {
            self.hash = Some(self.sha256());
            self.text = self.text.replace('\r', "\n");
        }
        self
    }
}

/// Turns a file's bytes into text.
///
/// The rule is fixed and not a guess, so that two machines read one file alike: the byte-order mark; else what the
/// mapping gives; else UTF-8 when all of it is, or when at least one line beyond plain ASCII is; else windows-1252.
pub(super) fn decode(bytes: Vec<u8>, given: Option<Encoding>) -> Decoded {
    let (encoding, known_by) = match (marked(&bytes), given) {
        (Some((encoding, length)), _) => (encoding, KnownBy::Mark(length)),
        (None, Some(encoding)) => (encoding, KnownBy::Mapping),
        (None, None) => return by_bytes(bytes).with_line_feeds(),
    };
    characters(bytes, encoding, known_by).with_line_feeds()
}

/// The text of a file that says nothing of its encoding.
fn by_bytes(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded::of_utf_8(text, KnownBy::Bytes),
        Err(error) => error.into_bytes(),
    };
    let encoding = if has_utf8(&bytes) {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    };
    characters(bytes, encoding, KnownBy::Bytes)
}

/// What a file's byte-order mark says, and the mark's length.
fn marked(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        bytes if bytes.starts_with(&UTF_8_MARK) => Some((Encoding::Utf8, UTF_8_MARK.len())),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// Whether a file that is not all UTF-8 has damaged lines: one line beyond ASCII that is UTF-8 is no accident.
fn has_utf8(bytes: &[u8]) -> bool {
    let is_beyond_ascii = |line: &&[u8]| !line.is_ascii() && str::from_utf8(line).is_ok();
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.any(|line| is_beyond_ascii(&line))
}

fn characters(mut bytes: Vec<u8>, encoding: Encoding, known_by: KnownBy) -> Decoded {
    let other = match encoding {
        Encoding::Utf8 => {
            let mark: Vec<u8> = bytes.drain(..known_by.mark()).collect();
            return match String::from_utf8(bytes) {
                Ok(text) => Decoded::of_utf_8(text, known_by),
                Err(error) => Decoded {
                    hash: Some(sha256(&[&mark, error.as_bytes()])),
                    ..Decoded::of_utf_8(utf8(error.as_bytes()), known_by)
                },
            };
        }
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Windows1252 => WINDOWS_1252,
    };
    let body = bytes.get(known_by.mark()..).unwrap_or(&[]);
    let (text, _) = other.decode_without_bom_handling(body);
    Decoded {
        text: text.into_owned(),
        encoding,
        known_by,
        hash: Some(sha256(&[&bytes])),
    }
}

/// UTF-8 in which not every byte is.
fn utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| NO_CHARACTER));
    }
    text
}

/// Whether a text's lines end with carriage returns alone, as old spreadsheets on a Mac have it: by its first line.
fn ends_lines_with_returns(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = memchr2(b'\r', b'\n', bytes) else {
        return false;
    };
    let mut behind = bytes.iter().skip(first);
    behind.next() == Some(&b'\r') && behind.find(|byte| **byte != b'\r') != Some(&b'\n')
}

/// Finds the bytes of a file behind the bytes of its text, from front to back.
pub(super) struct Bytes<'t> {
    text: &'t str,
    encoding: Encoding,
    /// A byte of the text, and the byte of the file it comes from.
    reached: (usize, usize),
}

impl<'t> Bytes<'t> {
    pub(super) fn of(decoded: &'t Decoded) -> Bytes<'t> {
        Bytes {
            text: &decoded.text,
            encoding: decoded.encoding,
            reached: (0, decoded.known_by.mark()),
        }
    }

    /// The byte of the file for a byte of the text, which may not be smaller than the one before.
    pub(super) fn byte(&mut self, in_text: usize) -> usize {
        let (from, byte) = self.reached;
        let between = self.text.get(from..in_text).unwrap_or("");
        let widths = between
            .chars()
            .map(|character| self.encoding.width(character));
        self.reached = (from.max(in_text), byte + widths.sum::<usize>());
        self.reached.1
    }
}

/// SHA-256, in hexadecimal, of bytes one behind another.
pub(super) fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Encoding, KnownBy) {
        let decoded = decode(bytes.to_vec(), None);
        (decoded.text, decoded.encoding, decoded.known_by)
    }

    #[test]
    fn marks_decide_the_encoding_then_whether_it_is_utf_8_and_windows_1252_is_the_rest() {
        let name = || "Siôn".to_owned();
        let by_bytes = KnownBy::Bytes;
        assert_eq!(
            read(b"\xEF\xBB\xBFSi\xC3\xB4n"),
            (name(), Encoding::Utf8, KnownBy::Mark(3))
        );
        assert_eq!(read(b"Si\xC3\xB4n"), (name(), Encoding::Utf8, by_bytes));
        assert_eq!(read(b"Si\xF4n"), (name(), Encoding::Windows1252, by_bytes));
        assert_eq!(
            read(b"\xFF\xFES\0i\0\xF4\0n\0"),
            (name(), Encoding::Utf16Le, KnownBy::Mark(2))
        );
        assert_eq!(
            read(b"\xFE\xFF\0S\0i\0\xF4\0n"),
            (name(), Encoding::Utf16Be, KnownBy::Mark(2))
        );
        assert_eq!(read(b"Sion"), ("Sion".to_owned(), Encoding::Utf8, by_bytes));
    }

    #[test]
    fn a_line_that_is_no_utf_8_in_a_file_that_is_keeps_its_faulty_bytes_apart() {
        assert_eq!(read(b"\xEF\xBB\xBFSi\xF4n\n").0, "Si\u{FFFE}n\n");
        let (text, encoding, _) = read(b"Si\xF4n\nZo\xC3\xAB\n\xE2\x82\n");
        assert_eq!(
            (text.as_str(), encoding),
            ("Si\u{FFFE}n\nZoë\n\u{FFFE}\u{FFFE}\n", Encoding::Utf8)
        );
    }

    #[test]
    fn what_the_mapping_gives_goes_before_the_bytes_and_behind_the_mark() {
        let given = |bytes: &[u8]| decode(bytes.to_vec(), Some(Encoding::Windows1252));
        assert_eq!(given(b"Si\xC3\xB4n").text, "SiÃ´n");
        assert_eq!(given(b"Si\xC3\xB4n").known_by, KnownBy::Mapping);
        assert_eq!(given(b"\xEF\xBB\xBFSi\xC3\xB4n").text, "Siôn");
    }

    #[test]
    fn bytes_are_those_of_the_file() {
        for (file, of_second_line) in [
            (&b"\xEF\xBB\xBFSi\xC3\xB4n\nx"[..], 9),
            (b"Si\xF4n\nx", 5),
            (b"\xFF\xFES\0i\0\xF4\0n\0\n\0x\0", 12),
            (b"\xEF\xBB\xBFSi\xF4n\nx", 8),
        ] {
            let decoded = decode(file.to_vec(), None);
            let line = decoded.text.find('x').unwrap();
            let mut bytes = Bytes::of(&decoded);
            assert_eq!(bytes.byte(line), of_second_line);
            assert_eq!(bytes.byte(line), of_second_line);
        }
    }

    #[test]
    fn the_hash_is_that_of_the_files_bytes() {
        for file in [
            &b""[..],
            b"Si\xC3\xB4n\n",
            b"\xEF\xBB\xBFSi\xC3\xB4n\n",
            b"\xEF\xBB\xBFSi\xF4n\n",
            b"\xEF\xBB\xBFa\rb\r",
            b"Si\xF4n\rx\r",
            b"Si\xF4n\nZo\xC3\xAB\n",
            b"\xFF\xFES\0i\0\xF4\0n\0",
        ] {
            for given in [None, Some(Encoding::Windows1252), Some(Encoding::Utf8)] {
                assert_eq!(decode(file.to_vec(), given).sha256(), sha256(&[file]));
            }
        }
        let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(&[]), of_nothing);
    }

    #[test]
    fn lines_may_end_with_carriage_returns_alone_when_the_first_does() {
        assert_eq!(read(b"a,b\r\"x\ny\",1\r").0, "a,b\n\"x\ny\",1\n");
        assert_eq!(read(b"a,b\r\r\nc\rd\r\n").0, "a,b\r\r\nc\rd\r\n");
        assert_eq!(read(b"a,b\nc\rd\n").0, "a,b\nc\rd\n");
    }
}
