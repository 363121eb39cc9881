//! What a walk notes of its decisions for whoever asks why; an audit asks for nothing.

use crate::calendar::Day;
use crate::ledger::Since;

use super::contender::Standing;
use super::gap::{Held, Open};
use super::walk::Walk;

/// The decisions of one walk, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// Which rule set each due day.
    pub(super) rulings: Vec<Ruling>,
    /// The sessions that counted, with what the gap they were held in counts from.
    pub(super) counted: Vec<(Held, Since)>,
    /// The clauses in force from a day on.
    pub(super) force: Vec<(Day, Vec<Standing>)>,
}

/// Which rule set a due day, and what the others in force would have set.
#[derive(Clone, Debug)]
pub(super) struct Ruling {
    /// The due day, and the contender that set it.
    due: Day,
    contender: usize,
    /// The last day whose changes of the record were known.
    pub(super) known: Day,
    /// Every clause in force, with the due day it asks for.
    pub(super) rivals: Vec<(Standing, Open)>,
}

impl Ruling {
    pub(super) fn new(
        open: Open,
        known: Day,
        standings: &[Standing],
        rivals: impl Iterator<Item = Open>,
    ) -> Ruling {
        Ruling {
            due: open.due,
            contender: open.contender,
            known: known.min(open.due),
            rivals: standings.iter().copied().zip(rivals).collect(),
        }
    }
}

impl Trace {
    /// The ruling that set a due day.
    pub(super) fn ruling(&self, open: &Open) -> Option<&Ruling> {
        let mut rulings = self.rulings.iter().rev();
        rulings.find(|ruling| ruling.due == open.due && ruling.contender == open.contender)
    }
}

/// What is noted for whoever asks why.
impl Walk<'_> {
    pub(super) fn note(&mut self, ruling: Ruling) {
        if let Some(trace) = &mut self.trace {
            trace.rulings.push(ruling);
        }
    }

    /// A session that counts, and what the gap it was held in counts from.
    pub(super) fn note_counted(&mut self, held: Held, since: Since) {
        if let Some(trace) = &mut self.trace {
            trace.counted.push((held, since));
        }
    }

    /// What the gap owes next, as [`Walk::projection`] finds it.
    pub(super) fn note_next(&mut self, at: (Day, Day)) {
        let Some(gap) = self.gap.as_ref().filter(|_| self.trace.is_some()) else {
            return;
        };
        let next = self.projection(gap, &self.standings, at);
        let rules = self.rules_by(&next.progress);
        let Some(open) = next.open else { return };
        let rivals = gap.candidates(&next.standings, rules, next.from);
        let ruling = Ruling::new(open, at.1, &next.standings, rivals);
        self.note(ruling);
    }
}
