//! Where any of a few bytes stands in a text, found for 64 bytes in one go: cells are short, so that a search for the
//! end of each would cost more than all the rest.

/// How many bytes are looked at in one go: one for each bit of a number.
const STEP: usize = 64;

/// Gathers the lowest bits of eight bytes in the highest byte of the product.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// The places of three bytes in a text, from front to back.
#[derive(Clone, Debug)]
pub(super) struct Places<'t> {
    text: &'t [u8],
    wanted: [u8; 3],
    /// Where the step at hand begins.
    step: usize,
    /// A bit for each byte of the step that is wanted and still to come.
    bits: u64,
}

impl<'t> Places<'t> {
    /// Those from a byte on.
    pub(super) fn from(text: &'t [u8], wanted: [u8; 3], start: usize) -> Places<'t> {
        let mut places = Places {
            text,
            wanted,
            step: start,
            bits: 0,
        };
        places.look();
        places
    }

    /// The next of them, which stays the next.
    pub(super) fn peek(&mut self) -> Option<usize> {
        while self.bits == 0 {
            self.step_on()?;
        }
        Some(self.step + first(self.bits))
    }

    /// Goes through them up to the first that something is made of.
    #[inline]
    pub(super) fn find_map<T>(&mut self, mut of: impl FnMut(usize) -> Option<T>) -> Option<T> {
        loop {
            let mut bits = self.bits;
            while bits != 0 {
                let place = self.step + first(bits);
                bits &= bits - 1;
                if let Some(found) = of(place) {
                    self.bits = bits;
                    return Some(found);
                }
            }
            self.bits = 0;
            self.step_on()?;
        }
    }

    /// Looks at the next step; nothing when there is none.
    #[inline(never)]
    fn step_on(&mut self) -> Option<()> {
        let next = self.step.saturating_add(STEP);
        if next >= self.text.len() {
            return None;
        }
        self.step = next;
        self.look();
        Some(())
    }

    /// Looks at the step at hand.
    fn look(&mut self) {
        let step = self.text.get(self.step..).unwrap_or(&[]);
        self.bits = match step.first_chunk() {
            Some(step) => bits(step, self.wanted),
            None => bits_of_last(step, self.wanted),
        };
    }
}

/// The place of the first bit that is set.
fn first(bits: u64) -> usize {
    usize::try_from(bits.trailing_zeros()).unwrap_or(STEP)
}

/// A bit for each byte: set where one of the wanted stands. There is no branch in it, so that many bytes are looked at
/// by one instruction.
fn bits(step: &[u8; STEP], [one, two, three]: [u8; 3]) -> u64 {
    let wanted = |byte| u8::from(byte == one) | u8::from(byte == two) | u8::from(byte == three);
    let wanted = step.map(wanted);
    let (eights, _) = wanted.as_chunks();
    let gathered = eights
        .iter()
        .map(|eight| u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56);
    gathered.rev().fold(0, |bits, eight| bits << 8 | eight)
}

/// The same for the last bytes of a text, fewer than a step.
#[cold]
fn bits_of_last(bytes: &[u8], wanted: [u8; 3]) -> u64 {
    let mut step = [0; STEP];
    for (place, byte) in step.iter_mut().zip(bytes) {
        *place = *byte;
    }
    let own = (1 << bytes.len()) - 1;
    bits(&step, wanted) & own
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Places;

    proptest! {
        #[test]
        fn places_are_those_of_a_plain_search(
            bytes in prop::collection::vec(prop_oneof![Just(b','), any::<u8>(), Just(b'-'), Just(b'\0')], 0..300),
            one in prop_oneof![Just(b','), any::<u8>()],
            others in prop_oneof![Just([b'\0', b'-']), any::<[u8; 2]>()],
            start in 0..310_usize,
        ) {
            let wanted = [one, others[0], others[1]];
            let plain = bytes.iter().enumerate().skip(start).filter(|(_, byte)| wanted.contains(byte));
            let plain: Vec<usize> = plain.map(|(place, _)| place).collect();
            let mut places = Places::from(&bytes, wanted, start);
            for place in plain {
                prop_assert_eq!(places.peek(), Some(place));
                prop_assert_eq!(places.find_map(Some), Some(place));
            }
            prop_assert_eq!(places.peek(), None);
            prop_assert_eq!(places.find_map(Some), None);
        }
    }
}
