//! What a reader should know before the figures: exports that end early, kinds that are missing, columns left blank.

use crate::calendar::Day;
use crate::ledger::{Reason, Untestable};
use crate::records::{Episode, Word};
use crate::rules::Clause;

use super::{Audit, Question};

/// An export that ends more than this many days before the as-of day is said at the top (reading 32).
const STALE_AFTER: i32 = 14;

impl Audit<'_> {
    /// What a reader should know before the figures.
    pub(super) fn warnings(&self, untestable: &[Untestable]) -> Vec<String> {
        let mut warnings = Vec::new();
        for one in untestable {
            let what = match one.reason {
                Reason::NoSessions => "a held session",
                Reason::NoActivity => "an activity",
                Reason::NothingPlanned => "a planned session",
                Reason::MissingColumn { .. }
                | Reason::NoExport { .. }
                | Reason::Blank { .. }
                | Reason::RecordedBeforeHeld
                | Reason::NoInterval { .. }
                | Reason::DatedLater { .. } => continue,
            };
            if let Some(clause) = self.policy.clause(one.clause) {
                warnings.push(nothing_counted(clause, what));
            }
        }
        let Question { as_of, taken, .. } = self.question;
        warnings.extend(self.undated());
        warnings.extend(self.unclassified());
        if taken < as_of {
            warnings.push(format!(
                "the exports were taken on {}, before the as-of day: what was held since is not in them",
                taken.short()
            ));
        }
        for (index, file) in self.facts.data.files.iter().enumerate() {
            if let Some(last) = self.last_held(index)
                && self.question.as_of.days_since(last) > STALE_AFTER
            {
                warnings.push(format!(
                    "`{}` ends on {}, {} days before the as-of day: what was held since is not in it",
                    file.name,
                    last.short(),
                    self.question.as_of.days_since(last)
                ));
            }
        }
        warnings
    }
}

impl Audit<'_> {
    /// Who and what has no first day in any export, which some clauses go by.
    fn undated(&self) -> Option<String> {
        let (data, as_of) = (self.facts.data, self.question.as_of);
        let staff = data.in_post(as_of);
        let staff = staff.filter(|(_, post)| post.start == Day::FIRST).count();
        let undated = |rows: &Vec<&Episode>| rows.iter().any(|row| row.opened == Day::FIRST);
        let cases = data.open_cases(as_of);
        let cases = cases.filter(|(_, rows)| undated(rows)).count();
        let of_cases = |cases: usize| match cases {
            1 => "1 open case".to_owned(),
            _ => format!("{cases} open cases"),
        };
        let whose = match (staff, cases) {
            (0, 0) => return None,
            (staff, 0) => format!("{staff} staff"),
            (0, cases) => of_cases(cases),
            (staff, cases) => format!("{staff} staff and {}", of_cases(cases)),
        };
        Some(format!(
            "no export has the first day of {whose}: taken to lie before the exports, so none of them is seen as new"
        ))
    }

    /// Whose role no export has, which some clauses go by.
    fn unclassified(&self) -> Option<String> {
        let staff = self.facts.data.in_post(self.question.as_of);
        let number = staff
            .filter(|(_, post)| post.role == Some(Word::UNCLASSIFIED))
            .count();
        (number > 0).then(|| {
            format!("no export has the role of {number} staff: a clause for a role leaves them out")
        })
    }

    /// The last day on which a file of sessions has one that was held.
    fn last_held(&self, file: usize) -> Option<Day> {
        let rows = self.facts.data.sessions.iter();
        rows.filter(|session| usize::from(session.row.file) == file && session.is_held())
            .map(|session| session.date)
            .filter(|date| *date <= self.question.as_of)
            .max()
    }
}

fn nothing_counted(clause: &Clause, what: &str) -> String {
    format!(
        "`{}` can't be tested: no export shows {what} of the kinds it counts by the as-of day; most likely an export is missing",
        clause.id
    )
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;

    /// Who and what has no first day, of these people and cases.
    fn undated(staff: &str, cases: &str) -> Option<String> {
        let (_, _, ledger) = World {
            clauses: "[[staff-supervision]]\nid = 'all'\nevery = '4 weeks'",
            staff,
            cases,
            sessions: "date, kind, supervisee_id\n2026-10-26, personal, S1",
            as_of: "2026-10-31",
            ..World::default()
        }
        .ledger();
        let mut warnings = ledger.warnings.into_iter();
        let said = warnings.find(|one| one.contains("the first day of"))?;
        let (_, rest) = said.split_once("the first day of ")?;
        rest.split_once(':').map(|(whose, _)| whose.to_owned())
    }

    #[test]
    fn who_and_what_has_no_first_day_is_counted() {
        let dated = (
            "staff_id, role, start_date\nS1, sw, 2026-01-05",
            "case_id, case_type, opened\nC1, cin, 2026-01-05",
        );
        let staff = "staff_id, role\nS1, sw\nS2, sw";
        let (one, two) = (
            "case_id, case_type\nC1, cin",
            "case_id, case_type\nC1, cin\nC2, cin",
        );
        assert_eq!(undated(dated.0, dated.1), None);
        assert_eq!(undated(staff, dated.1).as_deref(), Some("2 staff"));
        assert_eq!(undated(dated.0, one).as_deref(), Some("1 open case"));
        assert_eq!(undated(dated.0, two).as_deref(), Some("2 open cases"));
        assert_eq!(
            undated(staff, one).as_deref(),
            Some("2 staff and 1 open case")
        );
    }

    /// Whether the export of sessions is said to end early.
    fn stale(sessions: &str) -> bool {
        let (_, _, ledger) = World {
            clauses: "[[staff-supervision]]\nid = 'all'\nevery = '4 weeks'",
            staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
            sessions: &format!("date, kind, supervisee_id, status\n{sessions}"),
            as_of: "2026-10-31",
            ..World::default()
        }
        .ledger();
        let mut warnings = ledger.warnings.iter();
        warnings.any(|one| one.contains("before the as-of day"))
    }

    #[test]
    fn an_export_that_ends_more_than_a_fortnight_before_the_day_is_told_of() {
        assert!(!stale("2026-10-17, personal, S1, held"));
        assert!(stale("2026-10-16, personal, S1, held"));
        assert!(
            stale("2026-10-16, personal, S1, held\n2026-10-30, personal, S1, planned"),
            "what is planned was not held"
        );
        assert!(stale(
            "2026-10-16, personal, S1, held\n2026-11-01, personal, S1, held"
        ));
        assert!(!stale("2026-10-31, personal, S1, held"));
    }
}
