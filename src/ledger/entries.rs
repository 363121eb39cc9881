//! The ledger while it is written.

use crate::calendar::Day;
use crate::place::Row;
use crate::records::CountsFor;

use super::{ClauseTally, Counted, Obligation, Outcome, Reason, Subject, Untestable};

/// A rule's output while it judges: obligations, what could not be judged, and the tallies.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// The obligations, in no order: all, or those of a period and what is still open.
    pub obligations: Vec<Obligation>,
    /// What is only counted.
    pub counted: Counted,
    /// What could not be judged.
    pub untestable: Vec<Untestable>,
    /// One tally a clause.
    pub tallies: Vec<ClauseTally>,
    /// The only days on which what is kept fell due, unless it is still open.
    period: Option<(Day, Day)>,
}

impl Entries {
    /// Empty entries for a policy of so many clauses.
    pub fn new(clauses: usize) -> Entries {
        Entries {
            tallies: vec![ClauseTally::default(); clauses],
            ..Entries::default()
        }
    }

    /// The same, to keep only what falls due in a period or is still open; all the rest is counted and let go.
    pub fn of_period(clauses: usize, period: (Day, Day)) -> Entries {
        Entries {
            period: Some(period),
            ..Entries::new(clauses)
        }
    }

    /// Enters an obligation.
    pub fn owe(&mut self, obligation: Obligation) {
        if let Some(tally) = self.tallies.get_mut(obligation.clause) {
            tally.examined += 1;
            match obligation.outcome {
                Outcome::Met { .. } => tally.met += 1,
                Outcome::Late { .. }
                | Outcome::Overdue { .. }
                | Outcome::Missed { .. }
                | Outcome::NotMet => tally.missed += 1,
                Outcome::Due { .. } | Outcome::PastTarget { .. } => tally.open += 1,
            }
        }
        if self.keeps(&obligation) {
            self.obligations.push(obligation);
        }
    }

    /// Counts obligations instead of keeping them, of those from a place on: each of which all that matters is in whose
    /// figures it counts and, where that is asked, within how many days it was done.
    pub fn count(
        &mut self,
        (from, asks_days): (usize, bool),
        only_counts: impl Fn(&Obligation) -> Option<CountsFor>,
    ) {
        let mut kept = from;
        for at in from..self.obligations.len() {
            let Some(owed) = self.obligations.get(at) else {
                break;
            };
            if let Some(counts_for) = only_counts(owed) {
                self.counted.enter(counts_for, owed, asks_days);
            } else {
                self.obligations.swap(kept, at);
                kept += 1;
            }
        }
        self.obligations.truncate(kept);
    }

    /// Whether an obligation is kept, and not only counted with the clause's others.
    pub fn keeps(&self, obligation: &Obligation) -> bool {
        let inside = |(from, to): (Day, Day)| from <= obligation.due && obligation.due <= to;
        self.period.is_none_or(inside) || obligation.is_open()
    }

    /// Lets go of the room of what was counted and is not kept.
    #[must_use]
    pub fn shrunk(mut self) -> Entries {
        self.obligations.shrink_to_fit();
        self
    }

    /// Adds what several others entered.
    pub fn append_all(&mut self, all: Vec<Entries>) {
        let new = all.iter().map(|more| more.obligations.len()).sum();
        self.obligations.reserve_exact(new);
        for more in all {
            self.append(more);
        }
    }

    /// Adds what others entered.
    pub fn append(&mut self, mut more: Entries) {
        self.obligations.append(&mut more.obligations);
        self.counted.append(more.counted);
        self.untestable.append(&mut more.untestable);
        for (tally, more) in self.tallies.iter_mut().zip(more.tallies) {
            tally.examined += more.examined;
            tally.met += more.met;
            tally.missed += more.missed;
            tally.open += more.open;
            tally.blank += more.blank;
            tally.fitted += more.fitted;
        }
    }

    /// Notes that something could not be judged.
    pub fn cannot_judge(
        &mut self,
        clause: usize,
        subject: Option<Subject>,
        reason: Reason,
        row: Option<Row>,
    ) {
        self.untestable.push(Untestable {
            clause,
            subject,
            reason,
            row,
        });
    }

    /// Counts a subject that a clause fitted.
    pub fn fitted(&mut self, clause: usize) {
        if let Some(tally) = self.tallies.get_mut(clause) {
            tally.fitted += 1;
        }
    }

    /// Counts a subject that a clause did not fit only because a cell was blank.
    pub fn blank(&mut self, clause: usize) {
        if let Some(tally) = self.tallies.get_mut(clause) {
            tally.blank += 1;
        }
    }
}
