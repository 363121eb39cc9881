//! `staff-file`: what must stand in the file of each staff member.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{
    Answer, Fit, MissingColumn, Moment, Must, Selector, Sight, SubjectKind, Workings,
    missing_columns, must_in_words,
};
use crate::ledger::{Entries, Event, Obligation, Remarks, Since, Subject};
use crate::place::Row;
use crate::records::{Dataset, Demand, StaffIx};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff in post on the as-of day whose file lacks something, or holds something that has run out: a registration, a
    /// check, an insurance, training.
    ///
    /// ## Why it matters
    /// Nobody should work with children on an expired check, or supervise untrained, without somebody knowing it.
    ///
    /// ## Keys
    /// - `must`: what the row of each staff member whom `for` selects must be, in the words of `for`.
    ///
    /// A blank cell can't be judged; only `known` and `not` speak of blanks themselves. So `{ reached = false }` asks
    /// that a date has not come, and `{ reached = false, known = true }` also that there is one. Nor can it be judged how
    /// long ago a date is that lies after the as-of day: nobody can tell what stood there before.
    name: "staff-file",
    summary: "staff files complete and in date",
    keys: &["must"],
    needs: &[("must", "must = { registration_number = { known = true } }")],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffFile {
    must: Selector,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = StaffFile::deserialize(terms)?;
    let example = "{ registration_number = { known = true } }";
    Must::check(&terms.must, example).map_err(serde::de::Error::custom)?;
    Ok(Duty::Check(Box::new(terms)))
}

impl Check for StaffFile {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.must.demand(SubjectKind::Staff, demand);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let missing = missing_columns(&self.must, SubjectKind::Staff, data).into_iter();
        missing.map(|(_, missing)| missing).collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        vec![("must", &self.must, SubjectKind::Staff)]
    }

    fn describe(&self) -> String {
        format!(
            "on the day of the audit it must be so that {}",
            must_in_words(&self.must)
        )
    }

    fn on_audit_day(&self) -> bool {
        true
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let must = Must::resolve(&self.must, SubjectKind::Staff, view.facts.data);
        let compared = match (must, owed.subject) {
            (Ok(must), Subject::Staff(staff)) => {
                must.compared(view.facts, &[Sight::Staff(staff)], Moment::on(owed.due))
            }
            _ => Vec::new(),
        };
        Workings {
            compared,
            ..Workings::default()
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        let must = Must::resolve(&self.must, SubjectKind::Staff, data)?;
        for (staff, post) in data.in_post(view.as_of) {
            let (sight, moment) = (Sight::Staff(staff), Moment::on(view.as_of));
            match view.whom.fits(view.facts, sight, moment) {
                Fit::Yes => entries.fitted(view.clause),
                Fit::Blank => {
                    entries.blank(view.clause);
                    continue;
                }
                Fit::No => continue,
            }
            let answer = must.judge(view.facts, &[sight], moment);
            enter(view, entries, (staff, post.row), answer);
        }
        Ok(())
    }
}

fn enter(view: &View<'_>, entries: &mut Entries<'_>, (staff, row): (StaffIx, Row), answer: Answer) {
    let subject = Subject::Staff(staff);
    let (outcome, failed) = match answer.outcome(view.as_of) {
        Ok(outcome) => outcome,
        Err(reason) => {
            entries.cannot_judge(view.clause, Some(subject), reason, Some(row));
            return;
        }
    };
    entries.owe(Obligation {
        clause: view.clause,
        subject,
        due: view.as_of,
        target: None,
        outcome,
        nth: 1,
        since: Since {
            day: view.as_of,
            row: Some(row),
            event: Event::AuditDay,
        },
        by: None,
        rows: vec![row],
        remarks: Remarks {
            failed,
            ..Remarks::default()
        },
        measure: None,
    });
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;
    use crate::ledger::Reason;

    const CHECKED: &str = "[[staff-file]]\nid = 'checked'\nfor = { role = 'sw' }\n\
                           must = { dbs_checked_on = { known = true, under = '3 years' } }";
    const INSURED: &str = "[[staff-file]]\nid = 'insured'\nfor = { drives = true }\n\
                           must = { insured_until = { reached = false } }";
    const HEADER: &str = "staff_id, role, start_date, end_date, supervisor_id, dbs_checked_on, drives, insured_until";

    fn world<'a>(clauses: &'a str, staff: &'a str) -> World<'a> {
        World {
            clauses,
            staff,
            sessions: "date, kind\n2026-10-05, personal",
            as_of: "2026-10-31",
            ..World::default()
        }
    }

    fn judged(clauses: &str, row: &str) -> Vec<String> {
        world(clauses, &format!("{HEADER}\n{row}")).lines()
    }

    #[test]
    fn a_file_is_met_to_its_last_day_and_not_on_the_boundary_day() {
        let on = |day: &str| judged(CHECKED, &format!("S1, sw, 2020-01-01, , , {day}, ,"));
        assert_eq!(
            on("2023-11-01"),
            ["checked S1 by 2026-10-31: met on 2026-10-31"]
        );
        assert_eq!(
            on("2023-10-31"),
            ["checked S1 by 2026-10-31: not met"],
            "reading 20"
        );
        assert_eq!(
            on(""),
            ["checked S1 by 2026-10-31: not met"],
            "`known` speaks of blanks"
        );
    }

    #[test]
    fn reading_33_a_check_made_after_the_as_of_day_says_nothing_of_the_one_before() {
        let reason = |day: &str| {
            let rows = format!("{HEADER}\nS1, sw, 2020-01-01, , , {day}, ,");
            let (_, _, ledger) = world(CHECKED, &rows).ledger();
            ledger.untestable.into_iter().map(|one| one.reason).next()
        };
        let column = "dbs_checked_on".to_owned();
        assert_eq!(reason("2026-11-01"), Some(Reason::DatedLater { column }));
        assert_eq!(reason("2026-10-31"), None);
    }

    #[test]
    fn reading_33_what_must_have_happened_by_the_day_is_known_and_has_come() {
        let trained = CHECKED.replace("under = '3 years'", "reached = true");
        let row = |day: &str| format!("S1, sw, 2020-01-01, , , {day}, ,");
        assert_eq!(
            judged(&trained, &row("2026-10-31")),
            ["checked S1 by 2026-10-31: met on 2026-10-31"]
        );
        assert_eq!(
            judged(&trained, &row("")),
            ["checked S1 by 2026-10-31: not met"]
        );
        let rows = format!("{HEADER}\n{}", row("2026-11-01"));
        let (_, _, ledger) = world(&trained, &rows).ledger();
        assert!(ledger.obligations.is_empty());
        let column = "dbs_checked_on".to_owned();
        assert_eq!(ledger.untestable[0].reason, Reason::DatedLater { column });
    }

    #[test]
    fn an_expiry_on_the_audit_day_has_come() {
        let on = |day: &str| judged(INSURED, &format!("S1, sw, 2020-01-01, , , , yes, {day}"));
        assert_eq!(
            on("2026-11-01"),
            ["insured S1 by 2026-10-31: met on 2026-10-31"]
        );
        assert_eq!(on("2026-10-31"), ["insured S1 by 2026-10-31: not met"]);
    }

    #[test]
    fn a_blank_cell_is_untestable_and_never_a_pass() {
        let rows = format!("{HEADER}\nS1, sw, 2020-01-01, , , , yes,");
        let (_, _, ledger) = world(INSURED, &rows).ledger();
        assert!(ledger.obligations.is_empty());
        let column = "insured_until".to_owned();
        assert_eq!(ledger.untestable[0].reason, Reason::Blank { column });
        assert!(ledger.untestable[0].subject.is_some());
    }

    #[test]
    fn leavers_later_starters_and_others_are_not_looked_at() {
        for row in [
            "S1, sw, 2020-01-01, 2026-10-31, , , ,",
            "S1, sw, 2026-11-01, , , , ,",
            "S1, clerk, 2020-01-01, , , , ,",
        ] {
            assert_eq!(judged(CHECKED, row), Vec::<String>::new(), "{row}");
        }
    }

    #[test]
    fn a_column_that_no_export_has_makes_the_clause_untestable() {
        let (_, _, ledger) =
            world(CHECKED, "staff_id, role, start_date\nS1, sw, 2020-01-01").ledger();
        assert!(ledger.obligations.is_empty());
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "dbs_checked_on")
        );
    }

    #[test]
    fn only_who_supervises_must_be_trained_and_the_finding_says_what_is_missing() {
        let trained = "[[staff-file]]\nid = 'trained'\nfor = { supervises = true }\n\
                       must = { trained_on = { known = true } }";
        let staff = "staff_id, role, start_date, supervisor_id, trained_on\nS1, sw, 2020-01-01, M1,\n\
                     M1, manager, 2020-01-01, ,";
        let (_, _, ledger) = world(trained, staff).ledger();
        let failed: Vec<_> = ledger
            .obligations
            .iter()
            .map(|one| one.remarks.failed.as_deref())
            .collect();
        assert_eq!(failed, [Some("trained_on is filled")]);
    }
}
