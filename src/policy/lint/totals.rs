//! A total of sessions that a clock in the same policy does not add up to.

use crate::language::{Pace, Selector};
use crate::records::Decimal;
use crate::rules::{Clause, Duty, SessionsAsked};

use super::stricter::beats;
use super::{Mistake, Recurring, Sheet};

/// A warning for each total that whoever is always seen on the last day in time falls short of.
pub(super) fn short_totals(sheet: &Sheet<'_>) -> Vec<Mistake> {
    let totals = sheet.policy.clauses.iter().filter_map(|clause| {
        let Duty::Check(check) = &clause.duty else {
            return None;
        };
        let total = Total {
            clause,
            asked: check.asks_sessions()?,
        };
        // The clock that comes nearest is the one that governs.
        let short = sheet.clocks.iter().rev();
        let short = short.filter_map(|clock| total.short(sheet, *clock));
        short
            .max_by_key(|(given, _)| *given)
            .map(|(_, found)| found)
    });
    totals.collect()
}

/// A clause that asks for a number of sessions.
struct Total<'p> {
    clause: &'p Clause,
    asked: SessionsAsked<'p>,
}

impl Total<'_> {
    /// The sessions that a clock makes, and the warning, when they are too few for somebody under both.
    fn short(&self, sheet: &Sheet<'_>, clock: Recurring<'_>) -> Option<(u32, Mistake)> {
        if clock.clause.subject() != self.clause.subject() {
            return None;
        }
        let (whom, limited) = (&self.clause.whom, &clock.clause.whom);
        let both = if whom.implies(limited) {
            whom
        } else if limited.implies(whom) {
            limited
        } else {
            return None;
        };
        let (given, words) = self.given(sheet, clock)?;
        let enough = |rival: &Recurring<'_>| {
            !clock.stands_instead_of(*rival)
                && holds_for(*rival, both)
                && self
                    .given(sheet, *rival)
                    .is_some_and(|(given, _)| self.suffices(given))
        };
        let short = !self.suffices(given) && !sheet.clocks.iter().any(enough);
        short.then(|| (given, self.warning(clock, given, &words)))
    }

    /// How many sessions that count a clock makes for somebody always seen on the due day, and its interval in words.
    fn given(&self, sheet: &Sheet<'_>, clock: Recurring<'_>) -> Option<(u32, String)> {
        if !clock.counts.implies(self.asked.counts) {
            return None;
        }
        if clock.clock.schedule.pace == Pace::Exempt {
            return None;
        }
        // Stages pass: what is owed in the end is what counts.
        let beat = (*beats(sheet, &clock.clock.schedule).last()?)?;
        Some((beat.fewest_in(self.asked.per)?, beat.words()))
    }

    fn suffices(&self, given: u32) -> bool {
        Decimal::whole(given) >= self.asked.at_least
    }

    fn warning(&self, clock: Recurring<'_>, given: u32, words: &str) -> Mistake {
        let (total, limit) = (&self.clause.id, clock.id());
        let message = format!(
            "`{total}` asks for {} sessions, and `{limit}` makes {given}: whoever is seen on every last day of {words} is in time there and falls short here",
            self.asked.at_least
        );
        let aim = match &clock.clock.schedule.pace {
            Pace::Stages(stages) if stages.last().is_some_and(|stage| stage.target.is_none()) => {
                format!(", and give `{limit}` a `target` that adds up")
            }
            Pace::Stages(_) | Pace::Per(_) | Pace::Exempt => String::new(),
        };
        let help = format!("if the written policy asks for both, say so in a `reading`{aim}");
        Mistake::warning("short-total", self.clause.at.clone(), message)
            .other(clock.clause.at.clone(), "in time here")
            .help(Some(help))
    }
}

/// Whether a clock is always in force for whoever fits.
fn holds_for(clock: Recurring<'_>, whom: &Selector) -> bool {
    clock.clock.schedule.from.is_empty() && whom.implies(&clock.clause.whom)
}
