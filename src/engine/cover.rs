//! Who is under no clause of a table: listed, never silently passed (reading 31).

use crate::calendar::Day;
use crate::language::{DateColumn, Facts, Fit, Matcher, Moment, Sight, SubjectKind};
use crate::ledger::{Subject, Uncovered};
use crate::policy::Policy;
use crate::rules::{Clock, Duty, RULES};

/// The tables that are meant to cover everybody and everything: a review binds whom it names.
pub(super) const FOR_ALL: [&str; 2] = ["staff-supervision", "case-supervision"];

/// Whom a recurring clause fits, and the columns its clock starts from.
type Covering = (Matcher, Vec<DateColumn>);

/// Staff in post and open cases that no recurring clause in force fits on the as-of day, for each table the policy has.
pub(super) fn uncovered(policy: &Policy, facts: Facts<'_>, as_of: Day) -> Vec<Uncovered> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| FOR_ALL.contains(&rule.name)) {
        let mut subject = None;
        let mut covering = Vec::new();
        for clause in policy
            .clauses
            .iter()
            .filter(|clause| clause.rule.name == rule.name)
        {
            if let Duty::Clock(clock) = &clause.duty {
                subject = Some(clock.subject);
                let whom = Matcher::resolve(&clause.whom, clock.subject, facts.data);
                covering.extend(whom.map(|whom| (whom, from(clock, facts))));
            }
        }
        let Some(subject) = subject else { continue };
        let covered = |sight: Sight| {
            let mut covering = covering.iter();
            covering.any(|clause| is_in_force(clause, facts, (sight, as_of)))
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

/// The columns a clause's clock starts from; none where no export has one of them, as that is told of the clause.
fn from(clock: &Clock, facts: Facts<'_>) -> Vec<DateColumn> {
    let names = clock.schedule.from.iter();
    let columns = names.map(|name| DateColumn::find(name, clock.subject, facts.data));
    columns.collect::<Result<_, _>>().unwrap_or_default()
}

/// Whether a clause fits, and its clock has begun. One whose dates are all blank is told of as not judged.
fn is_in_force((whom, from): &Covering, facts: Facts<'_>, (sight, as_of): (Sight, Day)) -> bool {
    if whom.fits(facts, sight, Moment::on(as_of)) != Fit::Yes {
        return false;
    }
    let dates = from.iter();
    let mut dates = dates
        .filter_map(|column| column.on(facts.data, sight, as_of))
        .peekable();
    dates.peek().is_none() || dates.any(|date| date <= as_of)
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::{World, subject};

    #[test]
    fn reading_31_a_clause_that_is_not_yet_in_force_covers_nobody() {
        let uncovered = |from: &str| {
            let clauses = format!(
                "[[staff-supervision]]\nid = 'manager'\nfor = {{ manager_since = {{ known = true }} }}\n\
                 from = {from}\nevery = '2 weeks'\n\
                 [[staff-supervision]]\nid = 'worker'\nfor = {{ role = 'sw' }}\nevery = '1 month'"
            );
            let world = World {
                clauses: &clauses,
                staff: "staff_id, role, start_date, manager_since, returned_on\n\
                        T1, tm, 2020-01-01, 2026-11-15,\nT2, tm, 2020-01-01, ,\n\
                        T3, tm, 2020-01-01, 2026-10-31,\nT4, tm, 2020-01-01, 2026-11-15, 2026-09-01\n\
                        S1, sw, 2020-01-01, 2026-11-15,",
                sessions: "date, kind, supervisee_id\n2026-06-01, personal, T1",
                as_of: "2026-10-31",
                ..World::default()
            };
            let (_, data, ledger) = world.ledger();
            let found = ledger.uncovered.iter();
            let found: Vec<String> = found.map(|one| subject(&data, one.subject)).collect();
            found.join(" ")
        };
        assert_eq!(uncovered("'manager_since'"), "T1 T2 T4");
        assert_eq!(uncovered("['manager_since', 'returned_on']"), "T1 T2");
        assert_eq!(
            uncovered("'returned_on'"),
            "T2",
            "the others are not judged"
        );
    }
}
