//! A file's bytes into text.

use std::fmt::Write as _;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memchr2;
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

/// Turns a file's bytes into text without its byte-order mark.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Decoded) {
    let (text, decoded) = characters(bytes);
    if ends_lines_with_returns(&text) {
        return (text.replace('\r', "\n"), decoded);
    }
    (text, decoded)
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

#[cfg(test)]
mod tests {
    use super::*;

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
