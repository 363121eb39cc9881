//! Of how many cells each person, case and session owed something: most of one alone, millions of times.

use std::collections::BTreeMap;

use crate::ledger::Subject;
use crate::records::Dataset;

use super::cells::Owed;
use super::lens::Kind;

/// Of which cell of a kind somebody or something owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwedCell {
    Nothing,
    /// Of one alone, by its place; and whether all of it was done in time.
    One(u32, bool),
    Several,
}

/// The same of everybody and everything, by kind and then by number: a place for each, because sorting them all would
/// take longer than to count them.
pub(super) struct OwedCells<'d> {
    data: &'d Dataset,
    kinds: BTreeMap<Kind, Places>,
}

#[derive(Default)]
struct Places {
    staff: Vec<OwedCell>,
    cases: Vec<OwedCell>,
    sessions: Vec<OwedCell>,
}

impl<'d> OwedCells<'d> {
    pub(super) fn of(data: &'d Dataset, owed: &[Owed]) -> OwedCells<'d> {
        let mut cells = OwedCells {
            data,
            kinds: BTreeMap::new(),
        };
        for one in owed {
            let Some(place) = cells.of_one(one) else {
                continue;
            };
            *place = match *place {
                OwedCell::Nothing => OwedCell::One(one.cell, one.met),
                OwedCell::One(cell, met) if cell == one.cell => OwedCell::One(cell, met && one.met),
                OwedCell::One(..) | OwedCell::Several => OwedCell::Several,
            };
        }
        cells
    }

    /// The place of a subject; nothing for the few teams and the council.
    pub(super) fn of_one(&mut self, owed: &Owed) -> Option<&mut OwedCell> {
        let places = self.kinds.entry(owed.kind).or_default();
        let (places, length, number) = match owed.subject {
            Subject::Staff(staff) => (&mut places.staff, self.data.staff.len(), staff.index()),
            Subject::Case(case) => (&mut places.cases, self.data.cases.len(), case.index()),
            Subject::Session(row) => (&mut places.sessions, self.data.sessions.len(), row as usize),
            Subject::Team(_) | Subject::Council => return None,
        };
        if places.is_empty() {
            *places = vec![OwedCell::Nothing; length];
        }
        places.get_mut(number)
    }

    /// The cell of each that owed of one alone, and whether all of it was done in time.
    pub(super) fn alone(&self) -> impl Iterator<Item = (u32, bool)> {
        let kinds = self.kinds.values();
        let places = kinds.flat_map(|places| [&places.staff, &places.cases, &places.sessions]);
        places.flatten().filter_map(|place| match place {
            OwedCell::One(cell, met) => Some((*cell, *met)),
            OwedCell::Nothing | OwedCell::Several => None,
        })
    }
}
