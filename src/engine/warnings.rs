//! What a reader should know before the figures: exports that end early, kinds that are missing, columns left blank.

use rayon::prelude::*;

use crate::calendar::Day;
use crate::ledger::{Reason, Untestable};
use crate::records::{Episode, Export, Word};

use super::{Audit, Question};

/// An export that ends more than this many days before the as-of day is said at the top (reading 32).
const STALE_AFTER: i32 = 14;

/// So many clauses, or kinds of session, are named at most.
const NAMED: usize = 3;

/// What clauses of supervision look for.
const HELD: &str = "a held session";

impl Audit<'_> {
    /// What a reader should know before the figures.
    pub(super) fn warnings(&self, untestable: &[Untestable]) -> Vec<String> {
        let mut uncounted: Vec<(&str, Vec<&str>)> = Vec::new();
        for one in untestable {
            let what = match one.reason {
                Reason::NoSessions => HELD,
                Reason::NoActivity => "an activity",
                Reason::NothingPlanned => "a planned session",
                Reason::MissingColumn { .. }
                | Reason::NoExport { .. }
                | Reason::Blank { .. }
                | Reason::RecordedBeforeHeld
                | Reason::RecordedBefore { .. }
                | Reason::NoInterval { .. }
                | Reason::DatedLater { .. } => continue,
            };
            let Some(clause) = self.policy.clause(one.clause) else {
                continue;
            };
            match uncounted.iter_mut().find(|(known, _)| *known == what) {
                Some((_, ids)) => ids.push(&clause.id),
                None => uncounted.push((what, vec![&clause.id])),
            }
        }
        let uncounted = uncounted.iter();
        let mut warnings: Vec<String> = uncounted
            .map(|(what, ids)| self.nothing_counted(what, ids))
            .collect();
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
        let undated = |row: &Episode| row.opened == Day::FIRST;
        let cases = data.open_cases(as_of);
        let cases = cases.filter(|(_, rows)| rows.clone().any(undated)).count();
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

    /// That some clauses count what no export shows, and what that most likely comes of.
    fn nothing_counted(&self, what: &str, ids: &[&str]) -> String {
        let named = ids.iter().take(NAMED).map(|id| format!("`{id}`"));
        let mut named: Vec<String> = named.collect();
        if ids.len() > NAMED {
            named.push(format!("{} more", ids.len() - NAMED));
        }
        let counts = if ids.len() == 1 {
            "it counts"
        } else {
            "they count"
        };
        let likely = if what == HELD {
            self.sessions_there()
        } else {
            "most likely an export is missing".to_owned()
        };
        format!(
            "{} can't be tested: no export shows {what} of the kinds {counts} by the as-of day; {likely}",
            named.join(", ")
        )
    }

    /// What there is in place of the sessions that were looked for.
    fn sessions_there(&self) -> String {
        let (data, as_of) = (self.facts.data, self.question.as_of);
        let files = data.files_of(Export::Sessions);
        let rejected: u32 = files.map(|file| file.rejected).sum();
        let Some(first) = data.sessions.iter().map(|session| session.date).min() else {
            return match rejected {
                0 => "most likely an export is missing".to_owned(),
                1 => "the only row of the session exports was rejected".to_owned(),
                _ => format!("all {rejected} rows of the session exports were rejected"),
            };
        };
        if first > as_of {
            return format!("the session exports begin on {}, after it", first.short());
        }
        let kinds = data.kinds_of(|session| session.date <= as_of);
        let there = kinds.iter().take(NAMED);
        let there = there.map(|(kind, rows)| match rows {
            1 => format!("`{kind}` (1 row)"),
            _ => format!("`{kind}` ({rows} rows)"),
        });
        let there = there.collect::<Vec<_>>().join(", ");
        format!(
            "there are {there}: if one of them is meant, map its `kind` and see that its rows are of held sessions and name whom they were for; else an export is missing"
        )
    }

    /// The last day on which a file of sessions has one that was held.
    fn last_held(&self, file: usize) -> Option<Day> {
        let rows = self.facts.data.sessions.par_iter();
        rows.filter(|session| usize::from(session.row.file) == file && session.is_held())
            .map(|session| session.date)
            .filter(|date| *date <= self.question.as_of)
            .max()
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::engine::testing::{World, day};
    use crate::engine::{Question, audit};
    use crate::records::{Dataset, Word};

    /// What is warned of on 31 October 2026, of exports as they are changed before.
    fn warned(world: World<'_>, taken: &str, change: impl Fn(&mut Dataset)) -> Vec<String> {
        let policy = world.policy();
        let mut data = world.data(&policy);
        change(&mut data);
        let question = Question {
            as_of: day("2026-10-31"),
            period: (Day::FIRST, Day::LAST),
            taken: day(taken),
        };
        audit(&policy, &data, question).warnings
    }

    fn world(sessions: &str) -> World<'_> {
        World {
            clauses: "[[staff-supervision]]\nid = 'all'\nevery = '4 weeks'",
            staff: "staff_id, role, start_date, end_date\nS1, sw, 2026-01-05,\nS2, sw, 2026-01-05,\n\
                    S3, sw, 2026-01-05, 2026-10-31",
            cases: "case_id, case_type, opened, closed\nC1, cin, 2026-01-05,\nC2, cin, 2026-01-05,\n\
                    C3, cin, 2026-01-05, 2026-10-31",
            sessions,
            as_of: "2026-10-31",
            ..World::default()
        }
    }

    /// Whether the export of sessions, and no other, is said to end early.
    fn stale(rows: &str) -> bool {
        let sessions = format!("date, kind, supervisee_id, status\n{rows}");
        let warnings = warned(world(&sessions), "2027-12-31", |_| {});
        let said = "`sessions` ends on 16 Oct 2026, 15 days before the as-of day: what was held since is not in it";
        assert!(warnings.iter().all(|one| one == said), "{warnings:?}");
        !warnings.is_empty()
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
        let earlier = "2026-10-16, personal, S1, held\n2026-10-31, personal, S1, held";
        assert!(!stale(earlier), "the day itself is one of those looked at");
    }

    const RECENT: &str = "date, kind, supervisee_id\n2026-10-30, personal, S1";

    #[test]
    fn where_nothing_that_counts_was_held_it_is_told_what_there_is_instead() {
        let said = |rows: &str| {
            let sessions = format!("date, kind, supervisee_id\n{rows}");
            let warnings = warned(world(&sessions), "2026-12-31", |_| {});
            let first = warnings.first().unwrap().split_once("; ").unwrap();
            assert_eq!(
                first.0,
                "`all` can't be tested: no export shows a held session of the kinds it counts by the as-of day"
            );
            first.1.to_owned()
        };
        assert_eq!(said(""), "most likely an export is missing");
        assert_eq!(
            said("soon, personal, S1\nlater, personal, S2"),
            "all 2 rows of the session exports were rejected"
        );
        assert_eq!(
            said("soon, personal, S1"),
            "the only row of the session exports was rejected"
        );
        assert_eq!(
            said("2026-10-31, case, S1\n2026-11-01, case, S1"),
            "there are `case` (1 row): if one of them is meant, map its `kind` and see that its rows are of held \
             sessions and name whom they were for; else an export is missing"
        );
        let kinds = "2026-10-20, a, S1\n2026-10-20, b, S1\n2026-10-20, c, S1\n2026-10-20, d, S1\n2026-10-21, d, S1";
        let there = said(kinds);
        let there = there.split_once(':').unwrap().0;
        assert_eq!(there, "there are `d` (2 rows), `a` (1 row), `b` (1 row)");
        assert_eq!(
            said("2026-11-02, personal, S1"),
            "the session exports begin on 2 Nov 2026, after it"
        );
        assert_eq!(
            said("2026-10-20, case, S1\n2026-10-20, 1:1 talk, S1\n2026-10-21, 1:1 talk, S2"),
            "there are `1:1 talk` (2 rows), `case` (1 row): if one of them is meant, map its `kind` and see that its \
             rows are of held sessions and name whom they were for; else an export is missing"
        );
    }

    #[test]
    fn the_clauses_that_count_the_same_nothing_are_told_of_together_and_three_are_named() {
        let said = |number: usize| {
            let clause = |nth: usize| {
                format!("[[staff-supervision]]\nid = 'c{nth}'\nevery = '{nth} weeks'\n")
            };
            let clauses: String = (1..=number).map(clause).collect();
            let world = World {
                clauses: &clauses,
                ..world("date, kind, supervisee_id\n2026-10-30, other, S1")
            };
            let warnings = warned(world, "2026-12-31", |_| {});
            assert_eq!(warnings.len(), 1, "{warnings:?}");
            let (clauses, rest) = warnings[0].split_once(" can't be tested: ").unwrap();
            assert_eq!(rest.contains("the kinds it counts"), number == 1);
            assert_eq!(rest.contains("the kinds they count"), number > 1);
            clauses.to_owned()
        };
        assert_eq!(said(1), "`c1`");
        assert_eq!(said(2), "`c1`, `c2`");
        assert_eq!(said(3), "`c1`, `c2`, `c3`");
        assert_eq!(said(4), "`c1`, `c2`, `c3`, 1 more");
        assert_eq!(said(5), "`c1`, `c2`, `c3`, 2 more");
    }

    #[test]
    fn an_export_that_is_cut_short_is_told_of_by_what_was_held_up_to_the_day() {
        let said = |rows: &str| {
            let sessions = format!("{RECENT}\n{rows}");
            let (_, _, ledger) = world(&sessions).ledger();
            let cut_short = ledger.cut_short.iter().map(ToString::to_string);
            let cut_short: Vec<String> = cut_short.collect();
            assert_eq!(ledger.warnings, cut_short);
            cut_short.len()
        };
        assert_eq!(
            said("2026-10-31, personal, S8\n2026-10-31, personal, S9"),
            1
        );
        assert_eq!(
            said("2026-10-31, personal, S8\n2026-11-01, personal, S9"),
            0
        );
    }

    #[test]
    fn exports_taken_before_the_day_are_told_of() {
        let said = |taken: &str| warned(world(RECENT), taken, |_| {});
        assert_eq!(
            said("2026-10-30"),
            [
                "the exports were taken on 30 Oct 2026, before the as-of day: what was held since is not in them"
            ]
        );
        assert_eq!(said("2026-10-31"), Vec::<String>::new());
        assert_eq!(said("2026-11-01"), Vec::<String>::new());
    }

    #[test]
    fn whoever_has_no_first_day_in_any_export_is_counted() {
        let said = |staff: usize, cases: usize| {
            let warnings = warned(world(RECENT), "2026-10-31", |data| {
                // The last of each is there no more, so it is never counted.
                for member in data.staff.iter_mut().rev().take(staff) {
                    member.posts[0].start = Day::FIRST;
                }
                for case in data.cases.iter_mut().rev().take(cases) {
                    case.episodes[0].opened = Day::FIRST;
                }
            });
            let whose = warnings.iter().map(|one| {
                let whose = one.strip_prefix("no export has the first day of ").unwrap();
                whose.split_once(':').unwrap().0.to_owned()
            });
            whose.collect::<Vec<_>>()
        };
        assert_eq!(said(0, 0), Vec::<String>::new());
        assert_eq!(said(1, 1), Vec::<String>::new());
        assert_eq!(said(2, 0), ["1 staff"]);
        assert_eq!(said(0, 2), ["1 open case"]);
        assert_eq!(said(3, 3), ["2 staff and 2 open cases"]);
    }

    #[test]
    fn whoever_has_no_role_in_any_export_is_counted() {
        let said = |staff: usize| {
            warned(world(RECENT), "2026-10-31", |data| {
                for member in data.staff.iter_mut().rev().take(staff) {
                    member.posts[0].role = Some(Word::UNCLASSIFIED);
                }
            })
        };
        assert_eq!(said(0), Vec::<String>::new());
        assert_eq!(said(1), Vec::<String>::new(), "who left is not counted");
        assert_eq!(
            said(3),
            ["no export has the role of 2 staff: a clause for a role leaves them out"]
        );
    }
}
