//! Which waivers bear on an obligation: its due day decides for the period, the as-of day for the position.

use crate::ledger::{Obligation, Subject, Waived, WaiverTally, is_of_session, session_of};
use crate::policy::{Scope, Waiver, WaiverState};
use crate::records::fold;
use crate::rules::Duty;

use super::Audit;
use super::attribution::Attribution;

impl Audit<'_> {
    /// Marks an obligation with the waivers that bear on it.
    pub(super) fn mark(&self, obligation: &mut Obligation) {
        if self.policy.waivers.is_empty() {
            return;
        }
        let as_of = self.question.as_of;
        let mut waived = Waived::default();
        for (index, (waiver, clause)) in self.policy.waived_clauses().enumerate() {
            if clause != Some(obligation.clause) || !self.is_for(waiver, obligation) {
                continue;
            }
            let now = obligation.is_open() && waiver.covers(as_of);
            let due = waiver.covers(obligation.due);
            let ignored = self.policy.waivers_ignored;
            if now && !ignored {
                waived.now.get_or_insert(index);
            }
            if due && !ignored {
                waived.due.get_or_insert(index);
            }
            // One that was once in force tells a reader more than one to come, and the later end more than the earlier.
            let rank = |index: usize| {
                let other = self.policy.waivers.get(index)?;
                Some((other.state(as_of) != WaiverState::NotBegun, other.last))
            };
            if waived.other.is_none_or(|other| rank(other) < rank(index)) {
                waived.other = Some(index);
            }
        }
        obligation.remarks.waived = (waived != Waived::default()).then(|| Box::new(waived));
    }

    /// Whether a waiver is for whoever owes it: a session's record counts for the person supervised and for the case.
    fn is_for(&self, waiver: &Waiver, obligation: &Obligation) -> bool {
        let data = self.facts.data;
        let duty = self
            .policy
            .clause(obligation.clause)
            .map(|clause| &clause.duty);
        let recurs = matches!(duty, Some(Duty::Clock(_)));
        let session = is_of_session(recurs, obligation)
            .then(|| session_of(data, obligation))
            .flatten();
        match &waiver.scope {
            Scope::Staff(id) => {
                let staff = match obligation.subject {
                    Subject::Staff(staff) => Some(staff),
                    Subject::Session(_) | Subject::Case(_) => {
                        session.and_then(|session| session.supervisee)
                    }
                    Subject::Team(_) | Subject::Council => None,
                };
                staff.is_some_and(|staff| data.staff_id(staff) == id)
            }
            Scope::Case(id) => {
                let case = match obligation.subject {
                    Subject::Case(case) => Some(case),
                    Subject::Session(_) | Subject::Staff(_) => {
                        session.and_then(|session| session.case)
                    }
                    Subject::Team(_) | Subject::Council => None,
                };
                case.is_some_and(|case| data.case_id(case) == id)
            }
            Scope::Team(team) => {
                let who = Attribution::of((self.policy, data), self.question.as_of, obligation);
                who.team.is_some_and(|own| fold(own) == fold(team))
            }
        }
    }

    /// What each waiver came to, in the order of the policy.
    pub(super) fn waiver_tallies(&self, obligations: &[Obligation]) -> Vec<WaiverTally> {
        let mut tallies = vec![WaiverTally::default(); self.policy.waivers.len()];
        if tallies.is_empty() {
            return tallies;
        }
        for one in obligations {
            let Waived { due, now, other } = one.remarks.waived();
            let mut aside: Vec<usize> = due.into_iter().chain(now).collect();
            aside.dedup();
            for index in aside {
                if let Some(tally) = tallies.get_mut(index) {
                    tally.set_aside += 1;
                }
            }
            if let Some(tally) = other.and_then(|index| tallies.get_mut(index))
                && one.is_outstanding()
                && now.is_none()
            {
                tally.back += 1;
            }
        }
        tallies
    }

    /// What a reader should know of the waivers before the figures.
    pub(super) fn waiver_warnings(&self, tallies: &[WaiverTally]) -> Vec<String> {
        let waivers = &self.policy.waivers;
        if self.policy.waivers_ignored {
            let number = waivers.len();
            let noun = if number == 1 { "waiver" } else { "waivers" };
            return vec![if number == 0 {
                "waivers are ignored here, as was asked; the policy has none".to_owned()
            } else {
                format!("waivers are ignored here, as was asked: {number} {noun} set nothing aside")
            }];
        }
        let over = waivers
            .iter()
            .zip(tallies)
            .filter(|(waiver, tally)| tally.back > 0 && waiver.last < self.question.as_of);
        over.map(|(waiver, tally)| {
            let (number, last) = (tally.back, waiver.last.short());
            let what = if number == 1 {
                "1 thing it set aside is".to_owned()
            } else {
                format!("{number} things it set aside are")
            };
            format!(
                "the waiver of {waiver}, approved by {}, ended on {last}: {what} overdue or not met again",
                waiver.approved_by
            )
        })
        .collect()
    }
}
