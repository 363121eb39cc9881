//! Advice that was not met and may hide a breach: of clauses that compete, the one that holds says how much it binds.

use std::collections::BTreeSet;

use super::Audit;
use crate::ledger::{Counted, Obligation, Outcome};
use crate::policy::hidden_breaches;

impl Audit<'_> {
    /// What a reader should know of advice that was not met where something may bind that says so no more.
    pub(super) fn hidden(&self, obligations: &[Obligation], counted: &Counted) -> Vec<String> {
        let pairs = hidden_breaches(self.policy);
        if pairs.is_empty() {
            return Vec::new();
        }
        let kept = obligations.iter().filter(|owed| fell_short(owed.outcome));
        let counted = counted.cells.iter();
        let counted = counted.filter(|(_, times)| times.fell_short() > 0);
        let short = kept.map(|owed| owed.clause);
        let short = short.chain(counted.map(|((clause, _), _)| *clause));
        let short: BTreeSet<usize> = short.collect();
        let short = short
            .into_iter()
            .filter_map(|clause| self.policy.clause(clause));
        let short: BTreeSet<&str> = short.map(|clause| clause.id.as_str()).collect();
        let hiding = pairs.iter();
        let hiding = hiding.filter(|(advice, _)| short.contains(advice.id.as_str()));
        hiding
            .map(|(advice, binding)| {
                let (advice, binding) = (&advice.id, &binding.id);
                format!(
                    "`{advice}` was not met, and where it holds in place of `{binding}`, which binds more, a breach of \
                     `{binding}` is told as a failure of `{advice}` alone: this is no all-clear; `oversight policy check` \
                     says what to change"
                )
            })
            .collect()
    }
}

/// Whether it was not done in time.
fn fell_short(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Late { .. }
        | Outcome::Overdue { .. }
        | Outcome::Missed { .. }
        | Outcome::NotMet => true,
        Outcome::Met { .. } | Outcome::Due { .. } | Outcome::PastTarget { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;

    /// Whether a breach may be hidden where somebody was last seen on 5 January, and how many warnings there are.
    fn hides(advice: &str, as_of: &str) -> (bool, usize) {
        let clauses = format!(
            "[[staff-supervision]]\nid = 'should'\nseverity = 'advisory'\n{advice}\n[[staff-supervision]]\nid = 'must'\nevery = '6 weeks'"
        );
        let world = World {
            clauses: &clauses,
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
            as_of,
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        let said = ledger.warnings.iter();
        let said = said.filter(|warning| {
            warning.starts_with("`should` was not met, and where it holds in place of `must`")
        });
        (ledger.hides_breaches, said.count())
    }

    #[test]
    fn advice_that_may_hide_a_breach_is_told_of_once_it_is_not_met() {
        let soon = "every = '4 weeks'";
        assert_eq!(hides(soon, "2026-02-01"), (false, 0), "due the next day");
        assert_eq!(hides(soon, "2026-02-02"), (true, 1));
        let apart = "every = '4 weeks'\ntrack = 'advice'";
        assert_eq!(hides(apart, "2026-03-16"), (false, 0));
        let for_others = "for = { role = 'student' }\nevery = '4 weeks'";
        assert_eq!(hides(for_others, "2026-03-16"), (false, 0));
    }
}
