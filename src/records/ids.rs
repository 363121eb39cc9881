//! Ids as small numbers, made to be looked up by the million.
//!
//! Systems count their ids up, so most differ from another in their last digit alone. Ten of them share a page, which
//! is found by what stands before that digit; a file in the order of its ids then finds nearly every one on the page of
//! the one before.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

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

/// The bytes of a short text, packed: two texts of one length are the same when both halves are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    first: u64,
    last: u64,
    length: usize,
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
        let (first, last) = halves(head)?;
        let key = Key {
            first,
            last,
            length: head.len(),
            is_cut: digit.is_some(),
        };
        Some((key, usize::from(digit.unwrap_or(0))))
    }
}

/// At most sixteen bytes as two numbers, which overlap where there are fewer: copying bytes one by one would cost more
/// than all the rest.
fn halves(bytes: &[u8]) -> Option<(u64, u64)> {
    if bytes.len() > 16 {
        return None;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return Some((u64::from_le_bytes(*first), u64::from_le_bytes(*last)));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return Some((u64::from(first), u64::from(last)));
    }
    let packed = bytes
        .iter()
        .fold(0, |packed, byte| packed << 8 | u64::from(*byte));
    Some((packed, 0))
}

impl Ids {
    /// The position of an id, which is added when new.
    pub fn intern(&mut self, id: &str) -> usize {
        let new = self.ends.len();
        let number = u32::try_from(new + 1).unwrap_or(u32::MAX);
        let known = match Key::of(id) {
            Some((key, place)) => {
                if self.pages.get_index(self.last).map(|(last, _)| *last) != Some(key) {
                    let page = self.pages.entry(key);
                    self.last = page.index();
                    page.or_default();
                }
                let page = self.pages.get_index_mut(self.last);
                let known = page.and_then(|(_, page)| page.get_mut(place));
                known.map_or(0, |slot| {
                    let known = *slot;
                    if known == 0 {
                        *slot = number;
                    }
                    known
                })
            }
            None => self.long(id, number),
        };
        if let Some(position) = position(known) {
            return position;
        }
        self.texts.push_str(id);
        self.ends.push(self.texts.len());
        new
    }

    /// The number of a long id, or 0 when it is new and gets this one.
    fn long(&mut self, id: &str, number: u32) -> u32 {
        if let Some(index) = self.long.get_index_of(id) {
            return self.long_numbers.get(index).copied().unwrap_or(0);
        }
        self.long.insert(id.into());
        self.long_numbers.push(number);
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

    /// The position of an id behind those of `before`: there when it is known there, else added here.
    pub(super) fn behind(&mut self, before: &Ids, id: &str) -> usize {
        let known = before.get(id);
        known.unwrap_or_else(|| before.len() + self.intern(id))
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

        #[test]
        fn ids_behind_others_are_numbered_as_in_one(
            texts in prop::collection::vec("[a-b]{0,2}[0-9]{0,2}", 0..50),
            split in 0..50_usize,
        ) {
            let (first, second) = texts.split_at(split.min(texts.len()));
            let (mut all, mut before, mut here) = (Ids::default(), Ids::default(), Ids::default());
            for text in first {
                prop_assert_eq!(all.intern(text), before.intern(text));
            }
            for text in second {
                prop_assert_eq!(all.intern(text), here.behind(&before, text));
            }
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
