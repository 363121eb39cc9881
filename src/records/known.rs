//! What the cells of a column were read as, so that a cell that stands there again need not be read again.

use super::cell::Cell;
use super::packed::Packed;

/// Of each column so many cells are remembered, as a power of two: a year has fewer than twice as many days.
const BITS: u32 = 8;

/// The cells of one column as they stand, each with its value. One that falls on another's slot takes its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    text: Packed,
    value: Cell,
}

impl Known {
    /// What a cell was read as.
    pub(super) fn get(&self, cell: &str) -> Option<Cell> {
        let text = Packed::of(cell.as_bytes())?;
        let slot = self.slots.get(text.slot(BITS))?;
        (slot.text == text).then_some(slot.value)
    }

    /// Remembers a cell that says the same wherever it stands in the column; a long one is not worth it.
    pub(super) fn learn(&mut self, cell: &str, value: Cell) {
        let Some(text) = Packed::of(cell.as_bytes()) else {
            return;
        };
        if self.slots.is_empty() {
            let empty = Slot {
                text: Packed::NONE,
                value: Cell::Blank,
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
    use super::Known;
    use crate::calendar::Day;
    use crate::records::cell::Cell;

    #[test]
    fn a_cell_is_known_until_another_takes_its_place() {
        let mut known = Known::default();
        let mut days = Vec::new();
        for number in 0..2_000 {
            let day = Cell::Day(Day::FIRST.plus_days(number));
            let cell = format!("day {number}");
            assert_eq!(known.get(&cell), None);
            known.learn(&cell, day);
            assert_eq!(known.get(&cell), Some(day));
            days.push((cell, day));
        }
        let right = |(cell, day): &&(String, Cell)| known.get(cell) == Some(*day);
        let wrong = days
            .iter()
            .filter(|one| known.get(&one.0).is_some_and(|day| day != one.1));
        assert_eq!(wrong.count(), 0);
        assert!(days.iter().filter(right).count() > 100);
        known.learn("a text of many letters", Cell::Blank);
        assert_eq!(known.get("a text of many letters"), None);
    }
}
