//! What the cells of a column were read as, so that a cell that stands there again need not be read again.

use super::cell::Decimal;
use super::layout::{Column, Source};
use super::packed::Packed;
use super::record::Record;
use super::words::{StaffIx, Word};
use crate::calendar::Day;

/// So many cells are remembered at a time, as a power of two. A stretch of a file hardly has more different dates, and
/// an id is soon met again or not at all; room for more would cost more to set up than it saves.
const BITS: u32 = 10;

/// What a cell was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Blank,
    Word(Word),
    Day(Day),
    Number(Decimal),
    Staff(StaffIx),
}

/// One column of a file while its rows are read: where its cells stand, and what they were read as.
#[derive(Clone, Debug)]
pub(super) struct KnownColumn {
    /// Which cell of a row; no row has so many where the column stands in none.
    cell: usize,
    /// What the mapping has in the place of a cell.
    constant: Option<Packed>,
    /// Whether nothing comes of a blank cell.
    may_be_blank: bool,
    /// Whether a cell means what stands there: the mapping has no other values for it, and no name is looked up.
    is_literal: bool,
    known: Known<Read>,
}

impl KnownColumn {
    pub(super) fn of(column: &Column) -> KnownColumn {
        let (cell, constant) = match &column.source {
            Source::Cell(cell) => (*cell, None),
            Source::Constant(text) => (usize::MAX, Packed::of(text.as_bytes())),
            Source::Absent => (usize::MAX, Some(Packed::BLANK)),
        };
        let is_absent = column.source == Source::Absent;
        KnownColumn {
            cell,
            constant,
            may_be_blank: is_absent || (!column.required && column.values.is_empty()),
            is_literal: column.values.is_empty() && !column.by_name,
            known: Known::default(),
        }
    }

    /// What a row's cell was read as when it stood here before, or what is plain without that.
    #[inline]
    pub(super) fn read(&self, record: &Record<'_>) -> Option<Read> {
        let cell = self.cell(record)?;
        match self.known.get(cell) {
            Some(read) => Some(*read),
            None => (cell == Packed::BLANK && self.may_be_blank).then_some(Read::Blank),
        }
    }

    /// Remembers what a row's cell says wherever it stands in the column.
    pub(super) fn learn(&mut self, record: &Record<'_>, read: Read) {
        if let Some(cell) = self.cell(record) {
            self.known.learn(cell, read);
        }
    }

    /// A row's short cell that means what stands there.
    pub(super) fn literal(&self, record: &Record<'_>) -> Option<Packed> {
        self.cell(record).filter(|_| self.is_literal)
    }

    /// A row's cell with the white space around it, when it is short and soon had.
    #[inline]
    fn cell(&self, record: &Record<'_>) -> Option<Packed> {
        record.packed(self.cell).or(self.constant)
    }
}

/// The cells of one column as they stand, each with its value. One that falls on another's slot takes its place.
#[derive(Clone, Debug)]
pub(super) struct Known<V> {
    slots: Vec<Slot<V>>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<V> {
    text: Packed,
    value: V,
}

impl<V> Default for Known<V> {
    fn default() -> Known<V> {
        Known { slots: Vec::new() }
    }
}

impl<V: Copy> Known<V> {
    /// What a cell was read as.
    #[inline]
    pub(super) fn get(&self, text: Packed) -> Option<&V> {
        let slot = self.slots.get(text.slot(BITS))?;
        (slot.text == text).then_some(&slot.value)
    }

    /// Remembers a cell that says the same wherever it stands in the column.
    pub(super) fn learn(&mut self, text: Packed, value: V) {
        if self.slots.is_empty() {
            let empty = Slot {
                text: Packed::NONE,
                value,
            };
            self.slots = vec![empty; 1 << BITS];
        }
        if let Some(slot) = self.slots.get_mut(text.slot(BITS)) {
            *slot = Slot { text, value };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Packed};

    #[test]
    fn a_cell_is_known_until_another_takes_its_place() {
        let mut known = Known::default();
        let cells = (0..2_000).map(|number| format!("cell {number}"));
        let cells: Vec<Packed> = cells
            .filter_map(|cell| Packed::of(cell.as_bytes()))
            .collect();
        for (number, cell) in cells.iter().enumerate() {
            assert_eq!(known.get(*cell), None);
            known.learn(*cell, number);
            assert_eq!(known.get(*cell), Some(&number));
        }
        let of_all = |(number, cell): (usize, &Packed)| {
            let value = known.get(*cell)?;
            assert_eq!(*value, number);
            Some(())
        };
        let still_known = cells.iter().enumerate().filter_map(of_all).count();
        assert!((400..=1_024).contains(&still_known), "{still_known}");
    }
}
