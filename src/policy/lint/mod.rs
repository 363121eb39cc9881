//! Clauses that are sound one by one and odd together: what a careful reader of the policy would ask about.

use crate::language::{Evidence, Pace, Selector};
use crate::ledger::Severity;
use crate::rules::{Clause, Clock, Duty};

use super::Policy;
use super::mistakes::Mistake;
use super::places::Places;

mod advice;
mod counting;
mod lengths;
mod matching;
mod readings;
mod stricter;
mod totals;
mod twins;

/// What is odd in a policy that can be used, as warnings at their places.
pub fn lints(policy: &Policy) -> Vec<Mistake> {
    let sheet = Sheet::of(policy);
    let mut found = matching::contradictions(&sheet);
    for clock in &sheet.clocks {
        let odd = matching::shadowed(&sheet, clock)
            .or_else(|| stricter::looser(&sheet, clock))
            .or_else(|| advice::hiding(&sheet, clock));
        found.extend(odd);
    }
    found.extend(twins::twins(&sheet));
    found.extend(counting::different_counts(&sheet));
    found.extend(totals::short_totals(&sheet));
    found.extend(readings::different_readings(&sheet));
    found.sort_by(|one, two| (one.span.start, &one.message).cmp(&(two.span.start, &two.message)));
    found
}

/// The clauses by which a breach may be told as advice, each with the one that it may hide: it binds less, may hold beside
/// it and may ask for an earlier session.
pub fn hidden_breaches(policy: &Policy) -> Vec<(&Clause, &Clause)> {
    let recurs = |clause: &&Clause| matches!(clause.duty, Duty::Clock(_));
    let mut recurring = policy.clauses.iter().filter(recurs);
    if recurring.all(|clause| clause.severity == Severity::Breach) {
        return Vec::new();
    }
    let sheet = Sheet::of(policy);
    let mut hidden = Vec::new();
    let binds = |one: &&Recurring<'_>| one.clause.severity == Severity::Breach;
    for binding in sheet.clocks.iter().filter(binds) {
        let soft = advice::softer(&sheet, *binding);
        hidden.extend(soft.map(|soft| (soft.clause, binding.clause)));
    }
    hidden
}

/// A policy spread out for comparing its clauses.
struct Sheet<'p> {
    policy: &'p Policy,
    places: Places<'p>,
    /// The recurring clauses, in the order of the file.
    clocks: Vec<Recurring<'p>>,
}

/// A clause of a supervision table with its terms. Reviews compete only where they count the same, and are left out.
#[derive(Clone, Copy)]
struct Recurring<'p> {
    clause: &'p Clause,
    clock: &'p Clock,
    /// Which sessions count.
    counts: &'p Selector,
}

impl<'p> Sheet<'p> {
    fn of(policy: &'p Policy) -> Sheet<'p> {
        let clocks = policy
            .clauses
            .iter()
            .filter_map(|clause| match &clause.duty {
                Duty::Clock(clock) => match &clock.evidence {
                    Evidence::Sessions(counts) if clause.rule.name != "review" => Some(Recurring {
                        clause,
                        clock,
                        counts,
                    }),
                    Evidence::Sessions(_) | Evidence::Activity(_) | Evidence::Column(_) => None,
                },
                Duty::Check(_) | Duty::NotTestable(_) => None,
            });
        Sheet {
            policy,
            places: Places::of_text(&policy.text),
            clocks: clocks.collect(),
        }
    }

    /// The other clauses of a clause's table and track.
    fn rivals(&self, of: Recurring<'p>) -> impl Iterator<Item = Recurring<'p>> {
        self.clocks.iter().copied().filter(move |other| {
            other.clause.id != of.clause.id
                && other.clause.rule.name == of.clause.rule.name
                && other.clock.schedule.track == of.clock.schedule.track
        })
    }
}

impl Recurring<'_> {
    fn id(&self) -> &str {
        &self.clause.id
    }

    fn is_exempt(&self) -> bool {
        self.clock.schedule.pace == Pace::Exempt
    }

    fn stands_instead_of(&self, other: Recurring<'_>) -> bool {
        self.clock.schedule.instead_of.contains(&other.clause.id)
    }

    /// Whether both may be owed by one subject on one day, as far as the words alone can show.
    fn may_hold_beside(&self, other: Recurring<'_>) -> bool {
        !self.is_exempt()
            && !other.is_exempt()
            && !self.stands_instead_of(other)
            && !other.stands_instead_of(*self)
            && !self.clause.whom.excludes(&other.clause.whom)
    }

    /// Whether it is in force wherever and whenever the other is.
    fn always_with(&self, other: Recurring<'_>) -> bool {
        let from = &self.clock.schedule.from;
        other.clause.whom.implies(&self.clause.whom)
            && (from.is_empty() || *from == other.clock.schedule.from)
    }
}
