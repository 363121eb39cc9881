//! A short text as two numbers, so that comparing it or hashing it takes no call to compare bytes.

use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;

/// The longest text that is packed, in bytes.
pub(super) const LONGEST: usize = 15;

/// By the length of a text: which of sixteen bytes are its own.
const OWN: [[u64; 2]; LONGEST + 1] = [
    own(0),
    own(1),
    own(2),
    own(3),
    own(4),
    own(5),
    own(6),
    own(7),
    own(8),
    own(9),
    own(10),
    own(11),
    own(12),
    own(13),
    own(14),
    own(15),
];

const fn own(length: u32) -> [u64; 2] {
    match length {
        0 => [0, 0],
        1..=8 => [u64::MAX >> (64 - 8 * length), 0],
        _ => [u64::MAX, u64::MAX >> (128 - 8 * length)],
    }
}

/// The bytes of a text, zeros behind them, and its length in the highest byte: two texts are the same when both numbers
/// are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed {
    first: u64,
    last: NonZeroU64,
}

/// Set in the last number of every text, so that nothing is a number too: it takes no room and no look of its own.
const IS_TEXT: NonZeroU64 = NonZeroU64::new(1 << 63).unwrap();

impl Packed {
    /// What no text is packed to.
    pub(super) const NONE: Packed = Packed {
        first: u64::MAX,
        last: NonZeroU64::MAX,
    };

    /// The text that has nothing in it.
    pub(super) const BLANK: Packed = Packed {
        first: 0,
        last: IS_TEXT,
    };

    /// Nothing for a text that is too long. Where many are packed, see [`Packed::between`].
    pub(super) fn of(bytes: &[u8]) -> Option<Packed> {
        let mut sixteen = [0; 16];
        sixteen.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Packed::with_length(halves(&sixteen)?, bytes.len())
    }

    /// The bytes of a text between two places, taken in one go: nothing where fewer than sixteen follow, so that there
    /// is no second way.
    #[inline]
    pub(super) fn between(text: &[u8], start: usize, end: usize) -> Option<Packed> {
        let sixteen = text.get(start..start.checked_add(16)?)?.first_chunk()?;
        Packed::with_length(halves(sixteen)?, end.wrapping_sub(start))
    }

    /// The first bytes of sixteen; nothing where these are too few.
    #[inline]
    fn with_length([first, last]: [u64; 2], length: usize) -> Option<Packed> {
        let [own_first, own_last] = OWN.get(length)?;
        let length = u64::try_from(length).ok()?;
        Some(Packed {
            first: first & own_first,
            last: IS_TEXT | last & own_last | length << 56,
        })
    }

    /// The length of the text.
    fn len(self) -> usize {
        usize::from(self.last.get().to_be_bytes()[0] & 0x7F)
    }

    /// The text without so many bytes at its end.
    #[inline]
    pub(super) fn without_last(self, bytes: usize) -> Option<Packed> {
        let length = self.len().checked_sub(bytes)?;
        Packed::with_length([self.first, self.last.get()], length)
    }

    /// Its last byte but one and its last, when it has two.
    #[inline]
    pub(super) fn last_two(self) -> Option<[u8; 2]> {
        let before = self.len().checked_sub(2)?;
        let all = u128::from(self.last.get()) << 64 | u128::from(self.first);
        let [one, other, ..] = (all >> (8 * before)).to_le_bytes();
        Some([one, other])
    }

    /// Its last byte; zero where there is none.
    #[inline]
    pub(super) fn last_byte(self) -> u8 {
        self.byte(self.len().saturating_sub(1))
    }

    /// Its first byte, its second and its last; zeros where there is none.
    #[inline]
    pub(super) fn letters(self) -> [u8; 3] {
        let [first, second, ..] = self.first.to_le_bytes();
        [first, second, self.last_byte()]
    }

    fn byte(self, at: usize) -> u8 {
        let half = if at < 8 { self.first } else { self.last.get() };
        u8::try_from(half >> (8 * (at % 8)) & 0xFF).unwrap_or(0)
    }

    /// Puts the bytes of the text behind others: all sixteen, because a fixed number is sooner copied than any.
    #[inline]
    pub(super) fn push_to(self, others: &mut Vec<u8>) {
        let end = others.len() + self.len();
        let numbers = [self.first, self.last.get()].map(u64::to_le_bytes);
        others.extend_from_slice(numbers.as_flattened());
        others.truncate(end);
    }

    /// A number below 2 to the power of `bits` that differs for most texts.
    pub(super) fn slot(self, bits: u32) -> usize {
        usize::try_from(self.mixed() >> (64 - bits)).unwrap_or(0)
    }

    /// Fibonacci hashing: the highest bits of the product hang on every bit of both halves.
    fn mixed(self) -> u64 {
        (self.first ^ self.first >> 32 ^ self.last.get().rotate_left(29))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// Ids differ in their last digits, which are the highest bytes of a half: of a quick hash those reach the highest bits
/// alone, and maps go by the lowest.
impl Hash for Packed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mixed = self.mixed();
        state.write_u64(mixed ^ mixed >> 32);
    }
}

/// The first half of sixteen bytes as a number, and the second.
#[inline]
fn halves(sixteen: &[u8; 16]) -> Option<[u64; 2]> {
    let (first, last) = sixteen.split_first_chunk()?;
    Some([
        u64::from_le_bytes(*first),
        u64::from_le_bytes(*last.first_chunk()?),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::hash::BuildHasher;

    use proptest::prelude::*;
    use rustc_hash::FxBuildHasher;

    use super::{LONGEST, Packed};

    /// As many as a map of 4,096 slots would find room for: most of the numbers have a slot of their own.
    #[test]
    fn ids_that_are_counted_up_hardly_ever_collide() {
        for (prefix, width) in [("C", 7), ("S", 4), ("X", 9), ("", 5), ("CASE-", 10)] {
            let ids = (0..2_000).map(|number| format!("{prefix}{number:0width$}"));
            let packed: Vec<Packed> = ids.filter_map(|id| Packed::of(id.as_bytes())).collect();
            assert_eq!(packed.len(), 2_000);
            let hashes = packed.iter().map(|id| FxBuildHasher.hash_one(id) & 0xFFF);
            assert!(hashes.collect::<BTreeSet<u64>>().len() > 1_200, "{prefix}");
            let slots = packed.iter().map(|id| id.slot(12));
            assert!(slots.collect::<BTreeSet<usize>>().len() > 1_200, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn texts_are_packed_alike_when_they_are_alike(one in "[ab\0]{0,18}", other in "[ab\0]{0,18}") {
            let (one, other) = (one.as_bytes(), other.as_bytes());
            let packed = Packed::of(one);
            prop_assert_eq!(packed.is_some(), one.len() <= LONGEST);
            prop_assert_eq!(packed == Some(Packed::BLANK), one.is_empty());
            prop_assert_eq!(packed == Packed::of(other), one == other || (one.len() > LONGEST && other.len() > LONGEST));
            if let Some(packed) = packed {
                prop_assert!(packed != Packed::NONE && packed.slot(8) < 256);
            }
        }

        #[test]
        fn a_text_is_what_it_was_without_its_last_byte(text in "[ab\0]{0,14}", last in any::<u8>()) {
            let packed = Packed::of(text.as_bytes()).unwrap();
            let longer = Packed::of(&[text.as_bytes(), &[last]].concat()).unwrap();
            prop_assert_eq!(longer.without_last(1), Some(packed));
            prop_assert_eq!(longer.without_last(text.len() + 1), Packed::of(b""));
            prop_assert_eq!(longer.without_last(text.len() + 2), None);
            let before_last = text.as_bytes().last();
            prop_assert_eq!(longer.last_two(), before_last.map(|before| [*before, last]));
            prop_assert_eq!(longer.last_byte(), last);
            prop_assert_eq!(Packed::of(b"").map(Packed::last_byte), Some(0));
            let all = [text.as_bytes(), &[last], &[0]].concat();
            prop_assert_eq!(longer.letters(), [all[0], all[1], last]);
            let mut behind = b"before".to_vec();
            longer.push_to(&mut behind);
            prop_assert_eq!(behind, [b"before", text.as_bytes(), &[last]].concat());
        }

        #[test]
        fn what_stands_around_a_text_is_not_packed(
            before in "[ab\0]{0,3}",
            text in "[ab\0]{0,18}",
            behind in "[ab\0]{0,18}",
        ) {
            let (start, end) = (before.len(), before.len() + text.len());
            let all = [before, text.clone(), behind].concat();
            let packed = Packed::of(text.as_bytes()).filter(|_| all.len() >= start + 16);
            prop_assert_eq!(Packed::between(all.as_bytes(), start, end), packed);
            prop_assert_eq!(Packed::between(all.as_bytes(), end + 1, end), None);
            prop_assert_eq!(Packed::between(all.as_bytes(), start, all.len() + 1), None);
        }
    }
}
