//! Characters that no export means to have: control characters, bytes that mean nothing, marks of a broken encoding.

use memchr::memchr;

/// How many bytes are looked at in one go.
const STEP: usize = 64;

/// How far is looked ahead, so that not every row begins anew.
const AHEAD: usize = 64 * STEP;

/// Finds them in a text from front to back, looking at each byte about once.
#[derive(Clone, Debug)]
pub(super) struct Characters<'t> {
    text: &'t str,
    /// Up to here the text has been looked at.
    seen: usize,
    /// The last one found.
    found: Option<(usize, char)>,
}

impl<'t> Characters<'t> {
    /// Those of a text.
    pub(super) fn of(text: &'t str) -> Characters<'t> {
        Characters {
            text,
            seen: 0,
            found: None,
        }
    }

    /// The first between two bytes, with its byte. The first of the two may never be smaller than it was before.
    pub(super) fn first_in(&mut self, start: usize, end: usize) -> Option<(usize, char)> {
        if self.found.is_some_and(|(byte, _)| byte < start) {
            self.found = None;
        }
        self.seen = self.seen.max(start);
        while self.found.is_none() && self.seen < end {
            let until = self.seen.saturating_add(AHEAD).min(self.text.len());
            self.found = find(self.text, self.seen, until);
            self.seen = self.found.map_or(until, |(byte, _)| byte + 1);
        }
        self.found.filter(|(byte, _)| *byte < end)
    }
}

fn find(text: &str, from: usize, end: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes().get(from..end)?;
    for (step, chunk) in bytes.chunks(STEP).enumerate() {
        let start = from + step * STEP;
        let behind = text.as_bytes().get(start + 1..).unwrap_or(&[]);
        if !is_suspect(chunk) && !has_lone_return(chunk, behind) {
            continue;
        }
        let mut places = start..start + chunk.len();
        let found = places.find_map(|byte| Some((byte, unwanted(text, byte)?)));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a stretch may have one.
fn is_suspect(chunk: &[u8]) -> bool {
    if <&[u8; STEP]>::try_from(chunk).is_ok_and(is_printed) {
        return false;
    }
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let leads = |byte: u8| matches!(byte, 0xC2 | 0xEF | 0x7F);
    chunk.iter().any(|byte| control(*byte) || leads(*byte))
}

/// Whether all of a step is ASCII that is printed, and line ends, as most of most files is: without a branch for each
/// byte, so that many are looked at in one go.
fn is_printed(step: &[u8; STEP]) -> bool {
    let other = |byte: u8| {
        let unprinted = byte.wrapping_sub(b' ') > b'~' - b' ';
        u8::from(unprinted) & u8::from(byte != b'\n') & u8::from(byte != b'\r')
    };
    step.iter().fold(0, |found, byte| found | other(*byte)) == 0
}

/// Whether a stretch has a carriage return that leads to no line's end; `behind` is the text from its second byte on.
fn has_lone_return(chunk: &[u8], behind: &[u8]) -> bool {
    if memchr(b'\r', chunk).is_none() {
        return false;
    }
    let lone = |byte: u8, next: u8| byte == b'\r' && !matches!(next, b'\n' | b'\r');
    let mut pairs = chunk.iter().zip(behind);
    pairs.any(|(byte, next)| lone(*byte, *next))
}

/// The character at a byte, when no export means to have it.
fn unwanted(text: &str, byte: usize) -> Option<char> {
    let character = text.get(byte..)?.chars().next()?;
    let is_unwanted = match character {
        '\t' | '\n' => false,
        '\r' => {
            let next = text.as_bytes().get(byte + 1);
            next.is_some_and(|next| !matches!(next, b'\n' | b'\r'))
        }
        '\u{FEFF}' | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}' => true,
        other => other.is_control(),
    };
    is_unwanted.then_some(character)
}
