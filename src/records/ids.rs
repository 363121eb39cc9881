//! Ids as small numbers, made to be looked up by the million.
//!
//! Systems count their ids up, so most differ from another in their last two digits alone. A hundred of them share a
//! book of ten pages, which is found by what stands before those digits; a file in the order of its ids then finds
//! nearly every one in the book of the one before, and there are few books to look through otherwise.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

use super::packed::{LONGEST, Packed};

/// A place for each digit.
type Digits = [u32; 10];

/// How many ids there are in a block: so many short ones have fewer bytes than two can count.
const BLOCK: usize = 1 << 12;

const _: () = assert!(BLOCK * LONGEST <= 0xFFFF, "a block is too long");

/// Distinct ids in the order in which they were first read; compared exactly, after trimming.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// Every short id, end to end.
    texts: Vec<u8>,
    /// Where the texts of each block of ids begin in `texts`.
    blocks: Vec<usize>,
    /// Where each id ends behind the beginning of its block: in a quarter of the room of a whole number.
    ends: Vec<u16>,
    /// By what stands before the last two digits, the pages for the first of these, counted from 1; 0 is none.
    books: IndexMap<Key, Digits, FxBuildHasher>,
    /// The numbers of ids by their last digit, counted from 1; 0 is nobody.
    pages: Vec<Digits>,
    /// The book used last, and its position.
    last: Option<(Key, usize)>,
    /// Ids too long for a page, and their numbers in the order of this set.
    long: IndexSet<Box<str>, FxBuildHasher>,
    long_numbers: Vec<u32>,
}

/// What ids in one book have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    head: Packed,
    /// How many digits were cut off.
    cut: u8,
}

/// By the head alone: nearly all ids of a system end with two digits.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.head.hash(state);
    }
}

/// Where an id stands in its book: the digits that were cut off.
#[derive(Clone, Copy, Debug)]
struct At {
    page: usize,
    place: usize,
}

impl Key {
    /// The book of an id and its place there.
    fn of(id: Packed) -> Option<(Key, At)> {
        // So nearly all ids end.
        if let Some([Some(page), Some(place)]) = id.last_two().map(|two| two.map(digit)) {
            return Key::cut_off(id, 2, At { page, place });
        }
        match digit(id.last_byte()) {
            Some(place) => Key::cut_off(id, 1, At { page: 0, place }),
            None => Key::cut_off(id, 0, At { page: 0, place: 0 }),
        }
    }

    fn cut_off(id: Packed, cut: u8, at: At) -> Option<(Key, At)> {
        let head = id.without_last(usize::from(cut))?;
        Some((Key { head, cut }, at))
    }
}

impl Ids {
    /// The position of an id, which is added when new.
    pub fn intern(&mut self, id: &str) -> usize {
        if let Some(id) = Packed::of(id.as_bytes()) {
            return self.intern_short(id);
        }
        position(self.long(id)).unwrap_or_else(|| self.add(None))
    }

    /// The same for a short id.
    pub(super) fn intern_short(&mut self, id: Packed) -> usize {
        let next = self.next_number();
        let slot = Key::of(id).and_then(|(key, at)| self.slot(key, at));
        let known = slot.map_or(0, |slot| taken(slot, next));
        position(known).unwrap_or_else(|| self.add(Some(id)))
    }

    /// Adds an id, with its text when it is short, and gives its position.
    fn add(&mut self, short: Option<Packed>) -> usize {
        if self.ends.len().is_multiple_of(BLOCK) {
            self.blocks.push(self.texts.len());
        }
        if let Some(id) = short {
            id.push_to(&mut self.texts);
        }
        let block = self.blocks.last().copied().unwrap_or(0);
        let end = u16::try_from(self.texts.len() - block);
        self.ends.push(end.unwrap_or(u16::MAX));
        self.len() - 1
    }

    /// The place of an id, which is made when it is not there.
    fn slot(&mut self, key: Key, at: At) -> Option<&mut u32> {
        let index = match self.last {
            Some((last, index)) if last == key => index,
            _ => self.book(key),
        };
        let (_, book) = self.books.get_index_mut(index)?;
        let page = book.get_mut(at.page)?;
        if *page == 0 {
            self.pages.push(Digits::default());
            *page = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        }
        let page = self.pages.get_mut(position(*page)?)?;
        page.get_mut(at.place)
    }

    /// The position of a book, which is made when it is not there.
    fn book(&mut self, key: Key) -> usize {
        let known = self.books.get_index_of(&key);
        let index = known.unwrap_or_else(|| self.books.insert_full(key, Digits::default()).0);
        self.last = Some((key, index));
        index
    }

    /// The number of the next new id.
    fn next_number(&self) -> u32 {
        u32::try_from(self.len() + 1).unwrap_or(u32::MAX)
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
        let number = if let Some(id) = Packed::of(id.as_bytes()) {
            let (key, at) = Key::of(id)?;
            let page = position(*self.books.get(&key)?.get(at.page)?)?;
            self.pages.get(page)?.get(at.place).copied()
        } else {
            let index = self.long.get_index_of(id)?;
            self.long_numbers.get(index).copied()
        };
        position(number?)
    }

    /// The text of the id at a position, or nothing for a position past the last.
    pub fn text(&self, index: usize) -> &str {
        if let Some(long) = self.long_at(index) {
            return long;
        }
        let text = self.bounds(index).and_then(|own| self.texts.get(own));
        str::from_utf8(text.unwrap_or(&[])).unwrap_or("")
    }

    /// The text of the id at a position, when it is a long one.
    fn long_at(&self, index: usize) -> Option<&str> {
        let number = u32::try_from(index).ok()?.checked_add(1)?;
        let at = self.long_numbers.binary_search(&number).ok()?;
        self.long.get_index(at).map(|text| &**text)
    }

    /// Where the text of a short id stands.
    fn bounds(&self, index: usize) -> Option<Range<usize>> {
        let block = *self.blocks.get(index / BLOCK)?;
        let end = block + usize::from(*self.ends.get(index)?);
        let start = match index % BLOCK {
            0 => block,
            _ => block + usize::from(*self.ends.get(index - 1)?),
        };
        Some(start..end)
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

/// The number that a digit stands for.
fn digit(byte: u8) -> Option<usize> {
    let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
    Some(usize::from(digit))
}

/// The number in a place; an empty one gets the next, and says 0.
fn taken(slot: &mut u32, next: u32) -> u32 {
    let known = *slot;
    if known == 0 {
        *slot = next;
    }
    known
}

/// The position behind a number that is counted from 1.
fn position(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexSet;
    use proptest::prelude::*;

    use super::{BLOCK, Ids};

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
            prop_assert_eq!(ids.text(usize::MAX), "");
        }
    }

    #[test]
    fn ids_stay_what_they_are_from_block_to_block() {
        let text = |number: usize| match number % 3 {
            0 => format!("{number:015}"),
            1 => format!("a long one, {number:06}"),
            _ => format!("{number}"),
        };
        let mut ids = Ids::default();
        for number in 0..2 * BLOCK + 2 {
            assert_eq!(ids.intern(&text(number)), number);
        }
        for number in 0..2 * BLOCK + 2 {
            assert_eq!(ids.text(number), text(number));
            assert_eq!(ids.get(&text(number)), Some(number));
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
