//! What the cells of a column were read as, so that a cell that stands there again need not be read again.

use super::packed::Packed;

/// So many cells are remembered at a time, as a power of two. A stretch of a file hardly has more different dates, and
/// an id is soon met again or not at all; room for more would cost more to set up than it saves.
const BITS: u32 = 8;

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
    pub(super) fn get(&self, cell: &[u8]) -> Option<V> {
        let text = Packed::of(cell)?;
        let slot = self.slots.get(text.slot(BITS))?;
        (slot.text == text).then_some(slot.value)
    }

    /// Remembers a cell that says the same wherever it stands in the column; a long one is not worth it.
    pub(super) fn learn(&mut self, cell: &[u8], value: V) {
        let Some(text) = Packed::of(cell) else {
            return;
        };
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
    use super::Known;

    #[test]
    fn a_cell_is_known_until_another_takes_its_place() {
        let mut known = Known::default();
        let cells: Vec<String> = (0..2_000).map(|number| format!("cell {number}")).collect();
        for (number, cell) in cells.iter().enumerate() {
            assert_eq!(known.get(cell.as_bytes()), None);
            known.learn(cell.as_bytes(), number);
            assert_eq!(known.get(cell.as_bytes()), Some(number));
        }
        let of_all = |(number, cell): (usize, &String)| {
            let value = known.get(cell.as_bytes())?;
            assert_eq!(value, number);
            Some(())
        };
        let still_known = cells.iter().enumerate().filter_map(of_all).count();
        assert!((100..=256).contains(&still_known), "{still_known}");
    }

    #[test]
    fn a_long_cell_is_not_remembered() {
        let mut known = Known::default();
        known.learn(b"a text of sixteen", 1);
        assert_eq!(known.get(b"a text of sixteen"), None);
    }
}
