//! Where a byte stands in a line, found for 64 bytes in one go: cells are short, so that a search for the end of each
//! would cost more than all the rest.

/// How many bytes are looked at in one go: one for each bit of a number.
const STEP: usize = 64;

/// In each byte of a number its lowest bit, its highest bit, and all others.
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = LOW << 7;
const OTHERS: u64 = !HIGH;

/// Gathers the highest bits of eight bytes, each shifted to the lowest place, in the highest byte of the product.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// The places of a byte, from front to back.
pub(super) fn places(bytes: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let steps = bytes.chunks(STEP).zip((0..).step_by(STEP));
    steps.flat_map(move |(step, start)| Bits(bits(step, wanted)).map(move |bit| start + bit))
}

/// A bit for each of at most 64 bytes: set where the wanted one stands.
fn bits(bytes: &[u8], wanted: u8) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let pattern = LOW * u64::from(wanted);
    let mut bits = 0;
    for (word, place) in words.iter().zip((0..).step_by(8)) {
        bits |= zeros(u64::from_le_bytes(*word) ^ pattern) << place;
    }
    let behind = words.len() * 8;
    for (byte, place) in rest.iter().zip(behind..) {
        bits |= u64::from(*byte == wanted) << place;
    }
    bits
}

/// A bit for each byte of a number that is zero.
fn zeros(number: u64) -> u64 {
    // No sum carries into the byte above, so that each byte's highest bit tells of that byte alone.
    let filled = ((number & OTHERS) + OTHERS) | number;
    ((!filled & HIGH) >> 7).wrapping_mul(GATHER) >> 56
}

/// The places of the bits that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let place = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        usize::try_from(place).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::places;

    proptest! {
        #[test]
        fn places_are_those_of_a_plain_search(
            bytes in prop::collection::vec(prop_oneof![Just(b','), any::<u8>(), Just(b'-')], 0..300),
            wanted in prop_oneof![Just(b','), any::<u8>()],
        ) {
            let plain = bytes.iter().enumerate().filter(|(_, byte)| **byte == wanted);
            let plain: Vec<usize> = plain.map(|(place, _)| place).collect();
            prop_assert_eq!(places(&bytes, wanted).collect::<Vec<_>>(), plain);
        }
    }
}
