//! Who is under no clause of a table: listed, never silently passed (reading 31).

use crate::calendar::Day;
use crate::language::{Facts, Fit, Matcher, Moment, Sight, SubjectKind};
use crate::ledger::{Subject, Uncovered};
use crate::policy::Policy;
use crate::rules::{Duty, RULES};

/// The tables that are meant to cover everybody and everything: a review binds whom it names.
pub(super) const FOR_ALL: [&str; 2] = ["staff-supervision", "case-supervision"];

/// Staff in post and open cases that no recurring clause fits on the as-of day, for each table the policy has.
pub(super) fn uncovered(policy: &Policy, facts: Facts<'_>, as_of: Day) -> Vec<Uncovered> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| FOR_ALL.contains(&rule.name)) {
        let mut subject = None;
        let mut matchers = Vec::new();
        for clause in policy
            .clauses
            .iter()
            .filter(|clause| clause.rule.name == rule.name)
        {
            if let Duty::Clock(clock) = &clause.duty {
                subject = Some(clock.subject);
                matchers.extend(Matcher::resolve(&clause.whom, clock.subject, facts.data));
            }
        }
        let Some(subject) = subject else { continue };
        let covered = |sight: Sight| {
            matchers
                .iter()
                .any(|matcher| matcher.fits(facts, sight, Moment::on(as_of)) == Fit::Yes)
        };
        let mut list = |sight: Sight, subject: Subject| {
            if !covered(sight) {
                found.push(Uncovered {
                    subject,
                    family: rule.name,
                });
            }
        };
        match subject {
            SubjectKind::Staff => {
                for (staff, _) in facts.data.in_post(as_of) {
                    list(Sight::Staff(staff), Subject::Staff(staff));
                }
            }
            SubjectKind::Case => {
                for (case, _) in facts.data.open_cases(as_of) {
                    list(Sight::Case(case), Subject::Case(case));
                }
            }
            SubjectKind::Session | SubjectKind::Activity => {}
        }
    }
    found
}
