//! The ledger while it is written.

use crate::calendar::Day;
use crate::place::Row;
use crate::records::CountsFor;

use super::{ClauseTally, Counted, Obligation, Outcome, Reason, Subject, Untestable};

/// Completes an obligation that is entered. One that is not kept it counts for somebody, and says whether it matters
/// within how many days it was done.
pub type Completes<'a> = &'a (dyn Fn(&mut Obligation) -> Option<(CountsFor, bool)> + Sync);

/// A rule's output while it judges: obligations, what could not be judged, and the tallies.
#[derive(Clone, Default)]
pub struct Entries<'a> {
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
    completes: Option<Completes<'a>>,
}

impl<'a> Entries<'a> {
    /// Empty entries for a policy of so many clauses.
    pub fn new(clauses: usize) -> Entries<'a> {
        Entries {
            tallies: vec![ClauseTally::default(); clauses],
            ..Entries::default()
        }
    }

    /// The same, to keep or count only what falls due in a period or is still open; all the rest is let go.
    #[must_use]
    pub fn of_period(self, period: (Day, Day)) -> Entries<'a> {
        Entries {
            period: Some(period),
            ..self
        }
    }

    /// The same, to have each obligation completed before it is kept or counted.
    #[must_use]
    pub fn completed_by(self, completes: Completes<'a>) -> Entries<'a> {
        Entries {
            completes: Some(completes),
            ..self
        }
    }

    /// Enters an obligation.
    pub fn owe(&mut self, mut obligation: Obligation) {
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
        if !self.keeps(&obligation) {
            return;
        }
        let counted = self
            .completes
            .and_then(|complete| complete(&mut obligation));
        match counted {
            Some((counts_for, asks_days)) => {
                self.counted.enter(counts_for, &obligation, asks_days);
            }
            None => self.obligations.push(obligation),
        }
    }

    /// Whether an obligation is kept or counted one by one, and not only in its clause's tally.
    fn keeps(&self, obligation: &Obligation) -> bool {
        let inside = |(from, to): (Day, Day)| from <= obligation.due && obligation.due <= to;
        self.period.is_none_or(inside) || obligation.is_open()
    }

    /// Adds what several others entered.
    pub fn append_all(&mut self, all: Vec<Entries<'_>>) {
        let new = all.iter().map(|more| more.obligations.len()).sum();
        self.obligations.reserve_exact(new);
        for more in all {
            self.append(more);
        }
    }

    /// Adds what others entered.
    pub fn append(&mut self, mut more: Entries<'_>) {
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
