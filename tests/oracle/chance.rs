//! Choices: drawn from a seed, or given one by one so that a failing world can be made smaller.

pub(crate) enum Chance {
    /// The state of a splitmix64 generator.
    Seed(u64),
    /// What is left of a list; after its end every choice is 0, the plainest.
    Given(std::vec::IntoIter<u32>),
}

impl Chance {
    fn draw(&mut self) -> u32 {
        match self {
            Chance::Seed(state) => {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()
            }
            Chance::Given(list) => list.next().unwrap_or(0),
        }
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.draw() % limit
    }

    /// A number from one to another, both included.
    pub(crate) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let index = self.below(u32::try_from(from.len()).unwrap());
        from[index as usize].clone()
    }
}
