//! Ids as small numbers, made to be looked up by the million.
//!
//! Systems count their ids up, so most differ from another in their last digit alone. Ten of them share a page, which
//! is found by what stands before that digit; a file in the order of its ids then finds nearly every one on the page of
//! the one before.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

use super::packed::Packed;

/// How many ids share a page.
const PER_PAGE: usize = 10;

/// Distinct ids in the order in which they were first read; compared exactly, after trimming.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// Every id, end to end.
    texts: String,
    /// Where each ends in `texts`.
    ends: Vec<usize>,
    /// The numbers of short ids, counted from 1; 0 is nobody.
    pages: IndexMap<Key, [u32; PER_PAGE], FxBuildHasher>,
    /// The position of the page used last.
    last: usize,
    /// Ids too long for a page, and their numbers in the order of this set.
    long: IndexSet<Box<str>, FxBuildHasher>,
    long_numbers: Vec<u32>,
}

/// What ids on one page have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    head: Packed,
    /// Whether a last digit was cut off.
    is_cut: bool,
}

impl Key {
    /// The page of an id and its place there; nothing for a long one.
    fn of(id: &str) -> Option<(Key, usize)> {
        let bytes = id.as_bytes();
        let (head, digit) = match bytes.split_last() {
            Some((digit @ b'0'..=b'9', head)) => (head, Some(digit - b'0')),
            _ => (bytes, None),
        };
        let key = Key {
            head: Packed::of(head)?,
            is_cut: digit.is_some(),
        };
        Some((key, usize::from(digit.unwrap_or(0))))
    }
}

impl Ids {
    /// The position of an id, which is added when new.
    pub fn intern(&mut self, id: &str) -> usize {
        let Some((key, place)) = Key::of(id) else {
            let known = self.long(id);
            return self.numbered(known, id);
        };
        if self.pages.get_index(self.last).map(|(last, _)| *last) != Some(key) {
            let page = self.pages.entry(key);
            self.last = page.index();
            page.or_default();
        }
        self.on_page(self.last, place, id)
    }

    /// The position of the id in one place of a page; it is added when nobody has the place.
    fn on_page(&mut self, page: usize, place: usize, id: &str) -> usize {
        let number = self.next_number();
        let page = self.pages.get_index_mut(page);
        let slot = page.and_then(|(_, page)| page.get_mut(place));
        let known = slot.map_or(0, |slot| {
            let known = *slot;
            if known == 0 {
                *slot = number;
            }
            known
        });
        self.numbered(known, id)
    }

    /// The number of the next new id.
    fn next_number(&self) -> u32 {
        u32::try_from(self.len() + 1).unwrap_or(u32::MAX)
    }

    /// The position behind a number; without one, that of an id that is added now.
    fn numbered(&mut self, known: u32, id: &str) -> usize {
        position(known).unwrap_or_else(|| {
            self.texts.push_str(id);
            self.ends.push(self.texts.len());
            self.len() - 1
        })
    }

    /// The number of a long id, or 0 when it is new and gets the next one.
    fn long(&mut self, id: &str) -> u32 {
        if let Some(index) = self.long.get_index_of(id) {
            return self.long_numbers.get(index).copied().unwrap_or(0);
        }
        self.long.insert(id.into());
        self.long_numbers.push(self.next_number());
        0
    }

    /// The position of a known id.
    pub fn get(&self, id: &str) -> Option<usize> {
        let number = if let Some((key, place)) = Key::of(id) {
            self.pages.get(&key)?.get(place).copied()
        } else {
            let index = self.long.get_index_of(id)?;
            self.long_numbers.get(index).copied()
        };
        position(number?)
    }

    /// The text of the id at a position, or nothing for a position past the last.
    pub fn text(&self, index: usize) -> &str {
        let before = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let end = self.ends.get(index).copied().unwrap_or(0);
        let start = before.copied().unwrap_or(0);
        self.texts.get(start..end).unwrap_or("")
    }

    /// How many distinct ids there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All ids in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.text(index))
    }
}

/// The position behind a number on a page.
fn position(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexSet;
    use proptest::prelude::*;

    use super::Ids;

    proptest! {
        #[test]
        fn ids_are_numbered_as_a_set_would(
            texts in prop::collection::vec("[a-b]{0,2}[0-9]{0,3}|[a-z]{7,9}[0-9]|[a-c]{15,18}[0-1]?|é[0-9]", 0..200)
        ) {
            let (mut ids, mut set) = (Ids::default(), IndexSet::new());
            for text in &texts {
                prop_assert_eq!(ids.get(text), set.get_index_of(text));
                prop_assert_eq!(ids.intern(text), set.insert_full(text.clone()).0);
                prop_assert_eq!(ids.get(text), set.get_index_of(text));
            }
            prop_assert!(ids.iter().eq(set.iter().map(String::as_str)));
            prop_assert_eq!(ids.text(ids.len()), "");
        }
    }

    #[test]
    fn ids_that_differ_in_length_or_in_the_last_letter_are_two() {
        let mut ids = Ids::default();
        for text in [
            "",
            "0",
            "00",
            "a",
            "a0",
            "a\0",
            "1234567890123456",
            "12345678901234567",
        ] {
            let number = ids.len();
            assert_eq!(ids.intern(text), number, "{text:?}");
        }
    }
}
