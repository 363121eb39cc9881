//! What was done in time, counted: no report names it one by one, and a council has far more of it than of anything else.

use std::hash::Hash;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::records::CountsFor;

use super::{Obligation, Outcome, Subject, Within};

/// The place of a cell, which is made when it is not there. Most of what is counted one after the other is of the cell
/// used last, for which nothing has to be looked up.
pub fn cell_of<K: Hash + Eq, V: Default>(
    cells: &mut IndexMap<K, V, FxBuildHasher>,
    last: usize,
    cell: K,
) -> usize {
    match cells.get_index(last) {
        Some((known, _)) if *known == cell => last,
        Some(_) | None => {
            let slot = cells.entry(cell);
            let place = slot.index();
            slot.or_default();
            place
        }
    }
}

/// Obligations done in time, by clause and by those in whose figures they count.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// How often, by the clause's place in the policy and whose it is.
    pub cells: IndexMap<(usize, CountsFor), DoneTimes, FxBuildHasher>,
    /// Each subject with the place of a cell in which it did something, some of them several times.
    pub subjects: Vec<(Subject, u32)>,
    /// The place of the cell used last.
    last: usize,
}

/// How often something was done in time.
#[derive(Clone, Debug, Default)]
pub struct DoneTimes {
    /// How often.
    pub times: u32,
    /// How often within how many days of what its time counts from.
    pub days: Within,
}

impl DoneTimes {
    fn add(&mut self, more: &DoneTimes) {
        self.times += more.times;
        self.days.append(&more.days);
    }
}

impl Done {
    /// Counts an obligation; one that was not done in time is not counted.
    pub fn enter(&mut self, counts_for: CountsFor, owed: &Obligation) {
        let Outcome::Met { on, .. } = owed.outcome else {
            return;
        };
        let place = cell_of(&mut self.cells, self.last, (owed.clause, counts_for));
        if let Some((_, cell)) = self.cells.get_index_mut(place) {
            cell.times += 1;
            cell.days.add(on.days_since(owed.since.day), 1);
        }
        self.last = place;
        let subject = (owed.subject, u32::try_from(place).unwrap_or(u32::MAX));
        if self.subjects.last() != Some(&subject) {
            self.subjects.push(subject);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn append(&mut self, more: Done) {
        if self.is_empty() {
            *self = more;
            return;
        }
        let cells = more.cells.into_iter();
        let places: Vec<u32> = cells
            .map(|(whose, times)| {
                let slot = self.cells.entry(whose);
                let place = u32::try_from(slot.index()).unwrap_or(u32::MAX);
                slot.or_default().add(&times);
                place
            })
            .collect();
        let subjects = more.subjects.into_iter();
        let subjects = subjects.filter_map(|(subject, old)| {
            let place = places.get(old as usize)?;
            Some((subject, *place))
        });
        self.subjects.extend(subjects);
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What of it counts in the figures that are asked for.
    #[must_use]
    pub fn only(self, is_asked: impl Fn(CountsFor) -> bool) -> Done {
        let mut only = Done::default();
        let places: Vec<Option<u32>> = self
            .cells
            .into_iter()
            .map(|((clause, counts_for), times)| {
                is_asked(counts_for).then(|| {
                    let (place, _) = only.cells.insert_full((clause, counts_for), times);
                    u32::try_from(place).unwrap_or(u32::MAX)
                })
            })
            .collect();
        let place = |old: u32| places.get(old as usize).copied().flatten();
        let subjects = self.subjects.into_iter();
        only.subjects = subjects
            .filter_map(|(subject, old)| Some((subject, place(old)?)))
            .collect();
        only
    }
}
