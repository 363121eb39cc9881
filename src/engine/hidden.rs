//! Advice that was not met and may hide a breach: of clauses that compete, the one that holds says how much it binds.

use super::Audit;
use crate::calendar::Day;
use crate::language::{Fit, Matcher, Moment, Sight};
use crate::ledger::{Counted, Obligation, Outcome, Subject};
use crate::policy::hidden_breaches;
use crate::rules::Clause;

/// Somebody who fell short of a clause, and the day it was due where that is known.
type Short = (usize, Sight, Option<Day>);

impl Audit<'_> {
    /// What a reader should know of advice that was not met by somebody for whom something binds that says so no more.
    pub(super) fn hidden(&self, obligations: &[Obligation], counted: &Counted) -> Vec<String> {
        let pairs = hidden_breaches(self.policy);
        if pairs.is_empty() {
            return Vec::new();
        }
        let kept = obligations.iter().filter(|owed| fell_short(owed));
        let kept =
            kept.filter_map(|owed| Some((owed.clause, sight(owed.subject)?, Some(owed.due))));
        let counted = counted.short.iter().filter_map(|(subject, place)| {
            let ((clause, _), _) = counted.cells.get_index(*place as usize)?;
            Some((*clause, sight(*subject)?, None))
        });
        let short: Vec<Short> = kept.chain(counted).collect();
        let hiding = pairs.iter();
        let hiding = hiding.filter(|(advice, binding)| self.may_hide(&short, advice, binding));
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

    /// Whether somebody who fell short of advice is under what binds.
    fn may_hide(&self, short: &[Short], advice: &Clause, binding: &Clause) -> bool {
        let data = self.facts.data;
        let subject = binding.subject();
        let whom = subject.map(|subject| Matcher::resolve(&binding.whom, subject, data));
        // Where a column is missing it binds nobody, which is told elsewhere.
        let Some(Ok(whom)) = whom else {
            return false;
        };
        let of_advice = |clause: usize| {
            let clause = self.policy.clause(clause);
            clause.is_some_and(|clause| clause.id == advice.id)
        };
        let is_bound = |sight: Sight, due: Option<Day>| match due {
            Some(due) => {
                let day = due.min(self.question.as_of);
                whom.fits(self.facts, sight, Moment::on(day)) == Fit::Yes
            }
            None => whom.at_best(self.facts, sight) != Fit::No,
        };
        let mut of_advice = short.iter().filter(|(clause, _, _)| of_advice(*clause));
        of_advice.any(|(_, sight, due)| is_bound(*sight, *due))
    }
}

fn sight(subject: Subject) -> Option<Sight> {
    match subject {
        Subject::Staff(staff) => Some(Sight::Staff(staff)),
        Subject::Case(case) => Some(Sight::Case(case)),
        Subject::Session(_) | Subject::Team(_) | Subject::Council => None,
    }
}

/// Whether it was not done in time, and no waiver sets that aside.
fn fell_short(owed: &Obligation) -> bool {
    let waived = owed.remarks.waived();
    if waived.now.is_some() || waived.due.is_some() {
        return false;
    }
    match owed.outcome {
        Outcome::Late { .. }
        | Outcome::Overdue { .. }
        | Outcome::Missed { .. }
        | Outcome::NotMet => true,
        Outcome::Met { .. } | Outcome::Due { .. } | Outcome::PastTarget { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::cut;
    use crate::engine::testing::World;
    use crate::ledger::Part;

    const MUST: &str = "[[staff-supervision]]\nid = 'must'\nevery = '6 weeks'";

    fn world(clauses: &str) -> World<'_> {
        World {
            clauses,
            staff: "staff_id, role, start_date, team\nS1, sw, 2020-01-01, Oak\nS2, manager, 2020-01-01, Ash",
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-30, personal, S2\n2026-02-20, personal, S2",
            as_of: "2026-03-01",
            ..World::default()
        }
    }

    /// How many warnings there are that a breach may be hidden, as of a day.
    fn hides(advice: &str, must: &str, as_of: &str) -> usize {
        let should = "[[staff-supervision]]\nid = 'should'\nseverity = 'advisory'";
        let clauses = format!("{should}\n{advice}\n{must}");
        let (_, _, ledger) = World {
            as_of,
            ..world(&clauses)
        }
        .ledger();
        let said = ledger.warnings.iter();
        let said = said.filter(|warning| ledger.hidden.contains(warning));
        assert_eq!(said.count(), ledger.hidden.len());
        ledger.hidden.len()
    }

    #[test]
    fn advice_that_may_hide_a_breach_is_told_of_once_it_is_not_met() {
        let soon = "every = '4 weeks'";
        assert_eq!(hides(soon, MUST, "2026-02-01"), 0, "due the next day");
        assert_eq!(hides(soon, MUST, "2026-02-02"), 1);
        let late = "2026-03-01";
        let apart = "every = '4 weeks'\ntrack = 'advice'";
        assert_eq!(hides(apart, MUST, late), 0);
        let for_others = "for = { role = 'student' }\nevery = '4 weeks'";
        assert_eq!(hides(for_others, MUST, late), 0);
        let for_managers = format!("{MUST}\nfor = {{ team = 'Ash' }}");
        assert_eq!(hides(soon, &for_managers, late), 0, "S1 is not bound");
        let soft = format!("{MUST}\nseverity = 'advisory'");
        assert_eq!(hides(soon, &soft, late), 0, "nothing binds");
    }

    #[test]
    fn what_is_waived_or_of_another_part_hides_nothing() {
        let clauses = format!(
            "{MUST}\n[[staff-supervision]]\nid = 'should'\nseverity = 'advisory'\nevery = '4 weeks'"
        );
        let waiver = "[[waiver]]\nrule = 'should'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'head'\n\
                      from = 2026-01-01\nuntil = 2026-12-31";
        let set_aside = format!("{clauses}\n{waiver}");
        assert!(world(&set_aside).ledger().2.hidden.is_empty());
        let (policy, data, ledger) = world(&clauses).ledger();
        let of_team = |team: &str| {
            let part = Part {
                team: Some(team.to_owned()),
                ..Part::default()
            };
            let ledger = cut((&policy, &data), ledger.clone(), &part);
            (ledger.hidden.len(), ledger.warnings.len())
        };
        assert_eq!(of_team("Oak"), (1, 1));
        assert_eq!(of_team("Ash"), (0, 0));
    }
}
