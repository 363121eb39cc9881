//! A short text as two numbers, so that comparing it or hashing it takes no call to compare bytes.

use std::hash::{Hash, Hasher};

/// The bytes of a text of at most sixteen: two texts of one length are the same when both halves are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed {
    first: u64,
    last: u64,
    length: u8,
}

impl Packed {
    /// What no text is packed to.
    pub(super) const NONE: Packed = Packed {
        first: 0,
        last: 0,
        length: u8::MAX,
    };

    /// The halves overlap where there are fewer bytes than sixteen: copying bytes one by one would cost more than all
    /// the rest.
    pub(super) fn of(bytes: &[u8]) -> Option<Packed> {
        let length = u8::try_from(bytes.len()).ok()?;
        if length > 16 {
            return None;
        }
        let (first, last) = if let Some((first, last)) = ends::<8>(bytes) {
            (u64::from_le_bytes(first), u64::from_le_bytes(last))
        } else if let Some((first, last)) = ends::<4>(bytes) {
            let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
            (u64::from(first), u64::from(last))
        } else {
            let shift = |packed, byte: &u8| packed << 8 | u64::from(*byte);
            (bytes.iter().fold(0, shift), 0)
        };
        Some(Packed {
            first,
            last,
            length,
        })
    }

    /// A number below 2 to the power of `bits` that differs for most texts.
    pub(super) fn slot(self, bits: u32) -> usize {
        usize::try_from(self.mixed() >> (64 - bits)).unwrap_or(0)
    }

    /// Fibonacci hashing: the highest bits of the product hang on every bit of both halves.
    fn mixed(self) -> u64 {
        (self.first ^ self.last.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
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

/// The first and the last of some bytes, so many of each.
fn ends<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
    bytes
        .first_chunk()
        .copied()
        .zip(bytes.last_chunk().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::hash::BuildHasher;

    use proptest::prelude::*;
    use rustc_hash::FxBuildHasher;

    use super::Packed;

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
            prop_assert_eq!(packed.is_some(), one.len() <= 16);
            prop_assert_eq!(packed == Packed::of(other), one == other || (one.len() > 16 && other.len() > 16));
            if let Some(packed) = packed {
                prop_assert!(packed != Packed::NONE && packed.slot(8) < 256);
            }
        }
    }
}
