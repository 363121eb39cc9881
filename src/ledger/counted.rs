//! What is only counted: of what was done in time, and of what is over, a council has far more than any page names.

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

/// Obligations that are only counted, by clause and by those in whose figures they count.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// What became of them, by the clause's place in the policy and whose they are.
    pub cells: IndexMap<(usize, CountsFor), Times, FxBuildHasher>,
    /// Each subject with the place of a cell in which it did something in time, some of them several times.
    pub met: Vec<(Subject, u32)>,
    /// The same of what was not done in time.
    pub short: Vec<(Subject, u32)>,
    /// The place of the cell used last.
    last: usize,
}

/// How many obligations fell due, and what became of them.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Done by the due day.
    pub on_time: u32,
    /// Done 1 to 7 days after it.
    pub late_to_7: u32,
    /// Done later still.
    pub late_over_7: u32,
    /// Not done, or not as it must be.
    pub not_done: u32,
    /// How many were done within how many days of what their time counts from, where that is asked.
    pub days: Within,
}

impl Times {
    /// Counts an obligation that fell due; one that did not is not counted.
    pub fn enter(&mut self, owed: &Obligation) {
        match owed.outcome {
            Outcome::Met { .. } => self.on_time += 1,
            Outcome::Late { days, .. } if days <= 7 => self.late_to_7 += 1,
            Outcome::Late { .. } => self.late_over_7 += 1,
            Outcome::Overdue { .. } | Outcome::Missed { .. } | Outcome::NotMet => {
                self.not_done += 1;
            }
            Outcome::Due { .. } | Outcome::PastTarget { .. } => {}
        }
    }

    /// Counts within how many days an obligation was done.
    pub fn enter_days(&mut self, owed: &Obligation) {
        if let Outcome::Met { on, .. } | Outcome::Late { on, .. } = owed.outcome {
            self.days.add(on.days_since(owed.since.day), 1);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, more: &Times) {
        self.on_time += more.on_time;
        self.late_to_7 += more.late_to_7;
        self.late_over_7 += more.late_over_7;
        self.not_done += more.not_done;
        self.days.append(&more.days);
    }

    /// Those that were not done in time.
    pub fn fell_short(&self) -> u32 {
        self.late_to_7 + self.late_over_7 + self.not_done
    }

    /// All of them.
    pub fn fell_due(&self) -> u32 {
        self.on_time + self.fell_short()
    }
}

impl Counted {
    /// Counts an obligation that fell due, and where that is asked, within how many days it was done.
    pub fn enter(&mut self, counts_for: CountsFor, owed: &Obligation, asks_days: bool) {
        let place = cell_of(&mut self.cells, self.last, (owed.clause, counts_for));
        if let Some((_, times)) = self.cells.get_index_mut(place) {
            times.enter(owed);
            if asks_days {
                times.enter_days(owed);
            }
        }
        self.last = place;
        let subject = (owed.subject, u32::try_from(place).unwrap_or(u32::MAX));
        let subjects = match owed.outcome {
            Outcome::Met { .. } => &mut self.met,
            Outcome::Late { .. }
            | Outcome::Overdue { .. }
            | Outcome::Missed { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. }
            | Outcome::NotMet => &mut self.short,
        };
        if subjects.last() != Some(&subject) {
            subjects.push(subject);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn append(&mut self, more: Counted) {
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
        let place = |old: u32| places.get(old as usize).copied();
        self.met.extend(renumbered(more.met, place));
        self.short.extend(renumbered(more.short, place));
    }

    /// How many were not done in time.
    pub fn fell_short(&self) -> u32 {
        self.cells.values().map(Times::fell_short).sum()
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What of it counts in the figures that are asked for.
    #[must_use]
    pub fn only(self, is_asked: impl Fn(CountsFor) -> bool) -> Counted {
        let mut only = Counted::default();
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
        only.met = renumbered(self.met, place).collect();
        only.short = renumbered(self.short, place).collect();
        only
    }
}

/// Subjects with the new places of their cells; those that have none are left out.
fn renumbered(
    subjects: Vec<(Subject, u32)>,
    place: impl Fn(u32) -> Option<u32>,
) -> impl Iterator<Item = (Subject, u32)> {
    let subjects = subjects.into_iter();
    subjects.filter_map(move |(subject, old)| Some((subject, place(old)?)))
}
