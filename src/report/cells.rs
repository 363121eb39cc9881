//! What of the period's figures comes from whom: obligations counted by clause and by those in whose figures they count.

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::ledger::{Counted, Outcome, Subject, Times, Within, cell_of};
use crate::records::CountsFor;

use super::lens::{Entry, Kind, Lens, kind};

/// How many obligations one thread takes at a time. The result does not hang on it.
const AT_ONCE: usize = if cfg!(test) { 2 } else { 1 << 14 };

/// What is counted together: all of it goes into the same rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Cell {
    /// The clause's place in the policy.
    pub(super) clause: usize,
    pub(super) kind: Kind,
    pub(super) counts_for: CountsFor,
}

/// How many fell due in the period, and what became of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Of records alone it says within how many days they were made.
    pub(super) times: Times,
    /// Set aside by a waiver.
    pub(super) waived: u32,
    /// Owed, and not yet due.
    pub(super) not_due: u32,
    /// People, cases or sessions that owed anything.
    pub(super) owed: u32,
    /// Of them, those never overdue.
    pub(super) never_overdue: u32,
}

/// That a subject owed something of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owed {
    /// The kind of the cell: no rate counts two.
    kind: Kind,
    subject: Subject,
    /// The cell's place among all.
    pub(super) cell: u32,
    /// Whether that was done in time.
    pub(super) met: bool,
}

/// The cells of an audit.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) list: IndexMap<Cell, Counts, FxBuildHasher>,
    /// What each subject owed; in the end only of those that owed something of several cells of a kind, which may be
    /// counted in one rate.
    pub(super) subjects: Vec<Owed>,
    /// The place of the cell used last.
    last: usize,
}

impl Owed {
    /// Whether both are of one subject and one kind.
    pub(super) fn is_like(&self, other: &Owed) -> bool {
        (self.kind, self.subject) == (other.kind, other.subject)
    }
}

impl Cells {
    /// The cells of a ledger.
    pub(super) fn of(lens: &Lens<'_>) -> Cells {
        let obligations = lens.ledger.obligations.par_chunks(AT_ONCE);
        let counted = obligations.fold(Cells::default, |mut cells, obligations| {
            let entries = obligations.iter().filter_map(|owed| lens.entry(owed));
            entries.for_each(|entry| cells.enter(&entry));
            cells
        });
        let (cells, already) = rayon::join(
            || counted.reduce(Cells::default, Cells::with),
            || Cells::counted(lens, &lens.ledger.counted),
        );
        // There is more of it, as a rule, so that less is to be put elsewhere.
        let mut cells = already.with(cells);
        // Much of it is in order already, which a stable sort makes use of.
        cells.subjects.par_sort();
        cells.count_subjects();
        cells
    }

    /// Counts each subject that owed something of one cell alone, and keeps the others.
    fn count_subjects(&mut self) {
        let subjects = std::mem::take(&mut self.subjects);
        for owed in subjects.chunk_by(Owed::is_like) {
            let [first, others @ ..] = owed else { continue };
            if others.iter().any(|other| other.cell != first.cell) {
                self.subjects.extend(owed);
            } else if let Some((_, counts)) = self.list.get_index_mut(first.cell as usize) {
                counts.count_subject(owed.iter().all(|one| one.met));
            }
        }
    }

    fn enter(&mut self, entry: &Entry<'_>) {
        let owed = entry.obligation;
        let open = matches!(
            owed.outcome,
            Outcome::Overdue { .. } | Outcome::Due { .. } | Outcome::PastTarget { .. }
        );
        if !entry.fell_due && !open {
            return;
        }
        let cell = Cell {
            clause: owed.clause,
            kind: entry.kind,
            counts_for: entry.counts_for(),
        };
        let place = cell_of(&mut self.list, self.last, cell);
        self.last = place;
        let Some((_, counts)) = self.list.get_index_mut(place) else {
            return;
        };
        if counts.enter(entry) {
            let met = matches!(owed.outcome, Outcome::Met { .. });
            self.owe(Owed {
                kind: entry.kind,
                subject: owed.subject,
                cell: number(place),
                met,
            });
        }
    }

    /// What is counted already.
    fn counted(lens: &Lens<'_>, counted: &Counted) -> Cells {
        let mut cells = Cells::default();
        let mut places = Vec::new();
        for ((clause, counts_for), times) in &counted.cells {
            let of_clause = lens.policy.clause(*clause);
            let cell = of_clause.map(|of_clause| Cell {
                clause: *clause,
                kind: kind(of_clause, None),
                counts_for: *counts_for,
            });
            places.push(cell.map(|cell| {
                let counts = Counts::of(cell.kind, times.clone());
                (cell.kind, cells.add(cell, &counts))
            }));
        }
        for (subjects, met) in [(&counted.met, true), (&counted.short, false)] {
            for (subject, place) in subjects {
                if let Some((kind, cell)) = places.get(*place as usize).copied().flatten() {
                    cells.owe(Owed {
                        kind,
                        subject: *subject,
                        cell,
                        met,
                    });
                }
            }
        }
        cells
    }

    /// Adds what was counted elsewhere, and says the cell's place.
    fn add(&mut self, cell: Cell, counts: &Counts) -> u32 {
        let slot = self.list.entry(cell);
        let place = number(slot.index());
        slot.or_default().add(counts);
        place
    }

    /// Notes that a subject owed something; the same once more says nothing new.
    fn owe(&mut self, owed: Owed) {
        if self.subjects.last() != Some(&owed) {
            self.subjects.push(owed);
        }
    }

    fn with(mut self, more: Cells) -> Cells {
        if self.list.is_empty() {
            return more;
        }
        let counted = more.list.iter();
        let places: Vec<u32> = counted
            .map(|(cell, counts)| self.add(*cell, counts))
            .collect();
        for owed in more.subjects {
            if let Some(cell) = places.get(owed.cell as usize) {
                self.owe(Owed {
                    cell: *cell,
                    ..owed
                });
            }
        }
        self
    }
}

/// A place among the cells; no council has so many as are too many.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Counts {
    fn of(kind: Kind, mut times: Times) -> Counts {
        if kind != Kind::Record {
            times.days = Within::default();
        }
        Counts {
            times,
            ..Counts::default()
        }
    }

    /// Counts an obligation; says whether it is one that its subject owed, and neither set aside nor yet to come.
    fn enter(&mut self, entry: &Entry<'_>) -> bool {
        let owed = entry.obligation;
        if entry.is_waived_in_period() {
            self.waived += u32::from(entry.fell_due);
            return false;
        }
        if entry.fell_due {
            self.times.enter(owed);
            if entry.kind == Kind::Record {
                self.times.enter_days(owed);
            }
        }
        let waits = matches!(
            owed.outcome,
            Outcome::Due { .. } | Outcome::PastTarget { .. }
        );
        self.not_due += u32::from(waits);
        !waits
    }

    /// Counts somebody or something that owed anything.
    pub(super) fn count_subject(&mut self, never_overdue: bool) {
        self.owed += 1;
        self.never_overdue += u32::from(never_overdue);
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, more: &Counts) {
        self.times.add(&more.times);
        self.waived += more.waived;
        self.not_due += more.not_due;
        self.owed += more.owed;
        self.never_overdue += more.never_overdue;
    }
}
