//! Within how many days things were done: how often within how many.

/// How often something was done within how many days of what its time counts from.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// Each number of days once, in order: few differ, so that a list is quicker than a tree.
    times: Vec<(i32, u32)>,
}

impl Within {
    /// Counts what was done so many times within so many days.
    pub fn add(&mut self, days: i32, times: u32) {
        match self.times.binary_search_by_key(&days, |(days, _)| *days) {
            Ok(place) => {
                if let Some((_, all)) = self.times.get_mut(place) {
                    *all += times;
                }
            }
            Err(place) => self.times.insert(place, (days, times)),
        }
    }

    /// Adds what was counted elsewhere.
    pub fn append(&mut self, more: &Within) {
        for (days, times) in &more.times {
            self.add(*days, *times);
        }
    }

    /// The days within which so many tenths of all were done; nothing where nothing was.
    pub fn days_for(&self, tenths: u64) -> Option<i32> {
        let times = self.times.iter().map(|(_, times)| u64::from(*times));
        let rank = (times.sum::<u64>() * tenths).div_ceil(10);
        let mut within = 0;
        let mut times = self.times.iter();
        let (days, _) = times.find(|(_, times)| {
            within += u64::from(*times);
            within >= rank
        })?;
        Some(*days)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Within;

    proptest! {
        #[test]
        fn so_many_tenths_are_those_of_the_sorted_days(
            mut one in prop::collection::vec(-3..40_i32, 0..30),
            other in prop::collection::vec(-3..40_i32, 0..30),
            tenths in 1..=10_usize,
        ) {
            let of = |days: &[i32]| {
                let mut within = Within::default();
                days.iter().for_each(|days| within.add(*days, 1));
                within
            };
            let mut within = of(&one);
            within.append(&of(&other));
            one.extend(other);
            one.sort_unstable();
            let rank = (one.len() * tenths).div_ceil(10);
            let expected = rank.checked_sub(1).map(|place| one[place]);
            prop_assert_eq!(within.days_for(tenths as u64), expected);
        }
    }
}
