//! A small seeded random number generator: the same seed gives the same numbers on every platform.
//!
//! `SplitMix64`, from Guy L. Steele Jr., Doug Lea and Christine H. Flood, "Fast Splittable Pseudorandom Number
//! Generators" (OOPSLA 2014), in the form Sebastiano Vigna put into the public domain as `splitmix64.c`.
//! No floating point is used anywhere, so that no platform can round differently.

/// The generator's state.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A generator for one purpose of one council: two labels give two unrelated sequences.
    pub fn new(seed: u64, label: &str) -> Rng {
        // FNV-1a, 64 bits.
        let hash = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Rng(seed ^ hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = i64::from(high.max(low)) - i64::from(low) + 1;
        let step = self.next() % span.unsigned_abs();
        low.saturating_add(i32::try_from(step).unwrap_or(0))
    }

    /// A position in a list of this length; 0 for an empty one.
    pub fn below(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(1).max(1);
        usize::try_from(self.next() % length).unwrap_or(0)
    }

    /// True this many times in a thousand.
    pub fn chance(&mut self, in_thousand: i32) -> bool {
        self.between(0, 999) < in_thousand
    }

    /// One of several things.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        let at = self.below(things.len());
        &things[at]
    }

    /// A position in a list of weights, in proportion to them.
    pub fn weighted(&mut self, weights: &[i32]) -> usize {
        let total: i32 = weights.iter().sum();
        let mut left = self.between(0, total.max(1) - 1);
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}
