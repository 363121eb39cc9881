//! Characters that no export means to have: control characters, bytes that mean nothing, marks of a broken encoding.

/// How many bytes are looked at in one go.
const STEP: usize = 256;

/// How far is looked ahead, so that not every row begins anew.
const AHEAD: usize = 16 * STEP;

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

    /// Whether it is known that there is none up to a byte, and behind those looked for before: so it is with nearly
    /// every row.
    pub(super) fn none_before(&self, end: usize) -> bool {
        self.found.is_none() && end <= self.seen
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
        let seen = glance(chunk);
        let is_sound = !seen.others || !is_suspect(chunk);
        if is_sound && (!seen.returns || !has_lone_return(chunk, behind)) {
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

/// What a stretch may have.
struct Seen {
    /// Something else than ASCII that is printed, and line ends.
    others: bool,
    /// Carriage returns.
    returns: bool,
}

/// Looks at a whole step without a branch for each byte, so that many are looked at in one go; what is shorter may have
/// everything.
fn glance(chunk: &[u8]) -> Seen {
    let Ok(step) = <&[u8; STEP]>::try_from(chunk) else {
        return Seen {
            others: true,
            returns: true,
        };
    };
    let all = |so: bool| if so { u8::MAX } else { 0 };
    let (mut others, mut returns) = (0, 0);
    for byte in step {
        let unprinted = all(byte.wrapping_sub(b' ') > b'~' - b' ');
        let is_return = all(*byte == b'\r');
        others |= unprinted & !all(*byte == b'\n') & !is_return;
        returns |= is_return;
    }
    Seen {
        others: others != 0,
        returns: returns != 0,
    }
}

/// Whether a stretch may have a character that no export means to have, lone carriage returns aside.
fn is_suspect(chunk: &[u8]) -> bool {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let leads = |byte: u8| matches!(byte, 0xC2 | 0xEF | 0x7F);
    let suspect = |found: bool, byte: &u8| found | control(*byte) | leads(*byte);
    chunk.iter().fold(false, suspect)
}

/// Whether a stretch has a carriage return that leads to no line's end; `behind` is the text from its second byte on.
fn has_lone_return(chunk: &[u8], behind: &[u8]) -> bool {
    let lone = |byte: u8, next: u8| byte == b'\r' && !matches!(next, b'\n' | b'\r');
    let pairs = chunk.iter().zip(behind);
    pairs.fold(false, |found, (byte, next)| found | lone(*byte, *next))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Characters, unwanted};

    proptest! {
        #[test]
        fn many_at_once_are_those_one_by_one(
            pieces in prop::collection::vec(
                prop_oneof![
                    6 => Just("thirty-one letters and one more,"),
                    2 => prop::sample::select(vec!["a", "\n", "\r\n", "\r\r\n", "\t", "é", "\u{9f}", "\u{FEFE}"]),
                    1 => prop::sample::select(vec!["\r", "\0", "\u{7f}", "\u{85}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}"]),
                ],
                0..40,
            ),
        ) {
            let text = pieces.concat();
            let mut places = text.char_indices().map(|(byte, _)| byte);
            let first = places.find_map(|byte| Some((byte, unwanted(&text, byte)?)));
            prop_assert_eq!(Characters::of(&text).first_in(0, text.len()), first);
        }
    }
}
