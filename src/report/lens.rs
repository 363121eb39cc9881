//! A ledger read with the policy and the exports that give its numbers a name.

use crate::calendar::Day;
use crate::engine::{Attribution, counts_for};
use crate::language::{Condition, SubjectKind, Test, Value};
use crate::ledger::{Event, Ledger, Obligation, Outcome, Subject};
use crate::policy::Policy;
use crate::records::{CountsFor, Dataset};
use crate::rules::{Clause, Duty};

/// A ledger with what gives its numbers a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lens<'a> {
    pub(super) policy: &'a Policy,
    pub(super) data: &'a Dataset,
    pub(super) ledger: &'a Ledger,
}

/// Which figure an obligation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Supervision of a staff member.
    Staff,
    /// Supervision of a child's case.
    Case,
    /// A record with a deadline.
    Record,
    /// A record without a deadline, or a session held again without one: there or missing.
    Presence,
    /// Something else that recurs: an appraisal, the review of an agreement.
    Review,
    /// An agreement, or another thing owed once after an event; in a rate only when it has a deadline.
    Agreement,
    /// A cap, a total or a check on the audit day.
    Limit,
    /// A check of a session on its day, or a total over a window of the calendar: met or not met.
    Check,
    /// A person above a team's average limit, in no figure.
    Beside,
    /// Anything else that falls due on a day.
    Other,
}

/// One obligation with its clause and the figure it belongs to.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) obligation: &'a Obligation,
    pub(super) clause: &'a Clause,
    pub(super) kind: Kind,
    /// Whether it fell due in the period.
    pub(super) fell_due: bool,
    lens: Lens<'a>,
}

impl<'a> Entry<'a> {
    /// The people and places it belongs to, in words.
    pub(super) fn who(&self) -> Attribution<'a> {
        let Lens {
            policy,
            data,
            ledger,
        } = self.lens;
        Attribution::of((policy, data), ledger.as_of, self.obligation)
    }

    /// In whose figures it counts.
    pub(super) fn counts_for(&self) -> CountsFor {
        let Lens {
            policy,
            data,
            ledger,
        } = self.lens;
        counts_for((policy, data), ledger.as_of, self.obligation)
    }

    /// Whether a waiver sets it aside on the as-of day.
    pub(super) fn is_waived_now(&self) -> bool {
        self.obligation.remarks.waived().now.is_some()
    }

    /// Whether it stands outside the period's figures: waived on the day it fell due, or overdue from before the
    /// period and waived on the as-of day. What is not yet due is counted as that.
    pub(super) fn is_waived_in_period(&self) -> bool {
        let waived = self.obligation.remarks.waived();
        let overdue = matches!(self.obligation.outcome, Outcome::Overdue { .. });
        if self.fell_due {
            waived.due.is_some()
        } else {
            overdue && waived.now.is_some()
        }
    }
}

impl<'a> Lens<'a> {
    /// What of the ledger is not simply done in time, in its order, and every cap and check of the audit day: all that
    /// is told of one by one. What was done in time only counts, in the rates.
    pub(super) fn entries(&self) -> Vec<Entry<'a>> {
        let obligations = &self.ledger.obligations;
        let all = obligations.iter();
        let told = all.filter_map(|obligation| self.entry(obligation).filter(is_told));
        // One thread that writes each where it stays is quicker than several whose parts are put together.
        let mut entries = Vec::with_capacity(obligations.len());
        entries.extend(told);
        entries
    }

    /// One obligation with its clause and the figure it belongs to.
    pub(super) fn entry(&self, obligation: &'a Obligation) -> Option<Entry<'a>> {
        let clause = self.policy.clause(obligation.clause)?;
        Some(Entry {
            obligation,
            clause,
            kind: kind(clause, Some(obligation)),
            fell_due: self.fell_due(obligation),
            lens: *self,
        })
    }

    /// Whether somebody or something counts, on the as-of day, for the part of the council the report is about.
    pub(super) fn has(&self, subject: Subject) -> bool {
        let part = self.ledger.part.as_ref();
        let counts_for = || CountsFor::of_subject(self.data, subject, self.ledger.as_of);
        part.is_none() || counts_for().is_in(self.data, part)
    }

    fn fell_due(&self, obligation: &Obligation) -> bool {
        let open = matches!(
            obligation.outcome,
            Outcome::Due { .. } | Outcome::PastTarget { .. }
        );
        self.in_period(obligation.due) && !open
    }

    /// Whether a day lies in the period.
    pub(super) fn in_period(&self, day: Day) -> bool {
        let (from, to) = self.ledger.period;
        (from..=to).contains(&day)
    }
}

fn is_told(entry: &Entry<'_>) -> bool {
    let met = matches!(entry.obligation.outcome, Outcome::Met { .. });
    !met || entry.kind == Kind::Limit
}

/// The families whose obligations are met or not met on a day of their own.
pub(super) const CHECKS: [&str; 3] = ["file-audit", "session", "supervision-total"];

/// Which figure a clause's obligation belongs to.
pub(super) fn kind(clause: &Clause, obligation: Option<&Obligation>) -> Kind {
    if obligation.is_some_and(|owed| owed.remarks.for_information) {
        return Kind::Beside;
    }
    if obligation.is_some_and(|owed| owed.since.event == Event::AuditDay) {
        return Kind::Limit;
    }
    match &clause.duty {
        Duty::Clock(_) if clause.rule.name == "staff-supervision" => Kind::Staff,
        Duty::Clock(_) if clause.rule.name == "case-supervision" => Kind::Case,
        Duty::Clock(_) if clause.rule.name == "review" => Kind::Review,
        Duty::Check(_) if clause.rule.name == "agreement" => Kind::Agreement,
        Duty::Check(check) if clause.rule.name == "recording" => {
            if check.allows().is_some() {
                Kind::Record
            } else {
                Kind::Presence
            }
        }
        Duty::Check(check) if check.on_audit_day() => Kind::Limit,
        Duty::Check(_) if CHECKS.contains(&clause.rule.name) => Kind::Check,
        // Without a deadline it is there or missing, like a record.
        Duty::Check(check) if clause.rule.name == "rearrangement" && check.allows().is_none() => {
            Kind::Presence
        }
        Duty::Clock(_) | Duty::Check(_) | Duty::NotTestable(_) => Kind::Other,
    }
}

/// What an export may call the newly qualified among its roles.
const NEWLY_QUALIFIED: [&str; 3] = ["newly-qualified", "nqsw", "asye"];

/// Whether a staff clause is for the newly qualified, by `asye` or by their role, and not beside their own supervision
/// on a track of its own, as groups are.
pub(super) fn is_for_newly_qualified(clause: &Clause) -> bool {
    let asks = |condition: &Condition, value: &Value| match value {
        Value::YesNo(yes) => *yes && condition.column == "asye",
        Value::Word(word) => condition.column == "role" && NEWLY_QUALIFIED.contains(&word.as_str()),
        Value::Number(_) => false,
    };
    let names_them = |condition: &Condition| {
        let mut values = condition.tests.iter().flat_map(Test::values);
        condition.relation.is_none() && values.any(|value| asks(condition, value))
    };
    let mut tables = clause.whom.alternatives.iter();
    matches!(&clause.duty, Duty::Clock(clock) if clock.subject == SubjectKind::Staff)
        && track(clause).is_empty()
        && tables.all(|table| table.iter().any(names_them))
}

/// The track on which a clause competes.
pub(super) fn track(clause: &Clause) -> &str {
    match &clause.duty {
        Duty::Clock(clock) => &clock.schedule.track,
        Duty::Check(_) | Duty::NotTestable(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::is_for_newly_qualified;
    use crate::policy::Policy;

    #[test]
    fn clauses_for_the_newly_qualified_are_told_by_whom_they_bind_and_not_by_their_stages() {
        let policy =
            "[policy]\nname = 'P'\ncouncil = 'C'\nversion = '1'\nholidays = 'england-and-wales'\n"
                .to_owned();
        let clause = |(id, keys): (&str, &str)| {
            format!("[[staff-supervision]]\nid = '{id}'\n{keys}\ncitation = 's1'\n")
        };
        let clauses = [
            ("asye", "for = { asye = true }\nevery = '2 weeks'"),
            (
                "role",
                "for = { role = ['NQSW', 'student'] }\nevery = '2 weeks'",
            ),
            (
                "either",
                "for = [{ asye = true, team = 'A' }, { role = 'newly-qualified' }]\nevery = '2 weeks'",
            ),
            ("others", "for = { asye = false }\nevery = '1 month'"),
            (
                "not",
                "for = { role = { not = 'nqsw' } }\nevery = '1 month'",
            ),
            (
                "either-other",
                "for = [{ asye = true }, { role = 'student' }]\nevery = '1 month'",
            ),
            (
                "returner",
                "for = { role = 'social-worker' }\nstages = [{ every = '2 weeks', until = '6 months' }, { every = '1 month' }]",
            ),
            (
                "group",
                "for = { asye = true }\nevery = '1 month'\ntrack = 'group'",
            ),
        ];
        let clauses: String = clauses.into_iter().map(clause).collect();
        let policy = Policy::parse(&(policy + &clauses), "policy.toml").unwrap();
        let ours = policy
            .clauses
            .iter()
            .filter(|clause| is_for_newly_qualified(clause));
        let ours: Vec<&str> = ours.map(|clause| clause.id.as_str()).collect();
        assert_eq!(ours, ["asye", "role", "either"]);
    }
}
