//! The ids that a stretch of a file names, in the order in which it does so.
//!
//! To look for an id among all that were ever met is dear, so that this is not done row by row: an id that stood in
//! another column, or long ago, is here a second time, under another number. That is sorted out when the stretches are
//! put together, where both numbers become one.

use super::columns::Export;
use super::ids::Ids;
use super::packed::Packed;

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
    /// Every short id, and a gap for each long one.
    short: Vec<Option<Packed>>,
    /// The long ones, end to end.
    long: String,
    /// Where each ends in `long`.
    ends: Vec<usize>,
}

impl Met {
    /// Makes room for those of so many rows of an export: of cases and sessions each row may name one.
    pub(super) fn expect(&mut self, export: Export, rows: usize) {
        match export {
            Export::Sessions => {
                self.sessions.expect(rows);
                self.cases.expect(rows);
            }
            Export::Cases => self.cases.expect(rows),
            Export::Staff | Export::Absences | Export::Activity | Export::Allocations => {}
        }
    }
}

impl MetIds {
    /// Makes room for so many ids; there may be more or fewer.
    pub(super) fn expect(&mut self, ids: usize) {
        self.short.reserve(ids);
    }

    /// Gives an id a number; two ids never have the same.
    pub(super) fn add(&mut self, id: &str) -> usize {
        let short = Packed::of(id.as_bytes());
        if short.is_none() {
            self.long.push_str(id);
            self.ends.push(self.long.len());
        }
        self.short.push(short);
        self.short.len() - 1
    }

    /// The same for a short id.
    pub(super) fn add_short(&mut self, id: Packed) -> usize {
        self.short.push(Some(id));
        self.short.len() - 1
    }

    /// The numbers that these have among all, to which they are added.
    pub(super) fn among<'i>(&'i self, all: &'i mut Ids) -> impl Iterator<Item = usize> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let mut bounds = starts.zip(&self.ends);
        self.short.iter().map(move |short| {
            if let Some(id) = short {
                return all.intern_short(*id);
            }
            let long = bounds.next();
            let long = long.and_then(|(start, end)| self.long.get(start..*end));
            all.intern(long.unwrap_or(""))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Ids, MetIds};

    proptest! {
        #[test]
        fn each_id_has_a_number_of_its_own(texts in prop::collection::vec("[a-c]{0,2}[0-9]{0,3}|[a-b]{14,18}", 0..500)) {
            let (mut met, mut all) = (MetIds::default(), Ids::default());
            all.intern("a1");
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(met.add(text), number);
            }
            let numbers: Vec<usize> = met.among(&mut all).collect();
            prop_assert_eq!(numbers.len(), texts.len());
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(all.text(number), text);
            }
        }
    }
}
