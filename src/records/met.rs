//! The ids that a stretch of a file names, in the order in which it does so.
//!
//! To look for an id among all that were ever met is dear, so that this is not done row by row: an id that was met long
//! ago may be here a second time, under another number. That is sorted out when the stretches are put together, where
//! both numbers become one.

use super::known::Known;

/// The ids of each kind.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub(super) staff: MetIds,
    pub(super) cases: MetIds,
    pub(super) sessions: MetIds,
}

/// Ids of one kind.
#[derive(Debug, Default)]
pub(super) struct MetIds {
    /// Every id, end to end.
    texts: String,
    /// Where each ends in `texts`.
    ends: Vec<usize>,
    known: Known<usize>,
}

impl MetIds {
    /// The number of an id; two ids never have the same.
    pub(super) fn number(&mut self, id: &str) -> usize {
        if let Some(number) = self.known.get(id.as_bytes()) {
            return number;
        }
        let number = self.ends.len();
        self.texts.push_str(id);
        self.ends.push(self.texts.len());
        self.known.learn(id.as_bytes(), number);
        number
    }

    /// The ids by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let bounds = starts.zip(&self.ends);
        bounds.map(|(start, end)| self.texts.get(start..*end).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::MetIds;

    proptest! {
        #[test]
        fn each_id_has_a_number_of_its_own(texts in prop::collection::vec("[a-c]{0,2}[0-9]{0,3}|[a-b]{16,18}", 0..500)) {
            let mut met = MetIds::default();
            let numbers: Vec<usize> = texts.iter().map(|text| met.number(text)).collect();
            let ids: Vec<&str> = met.iter().collect();
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(ids[number], text);
            }
        }
    }
}
