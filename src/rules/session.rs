//! `session`: what a held session must have been like.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{
    Answer, Fit, MissingColumn, Moment, Must, Selector, Sight, SubjectKind, Workings,
    missing_columns, must_in_words,
};
use crate::ledger::{Entries, Event, Obligation, Remarks, Since, Subject};
use crate::place::Row;
use crate::records::{Dataset, Demand, Session};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Held sessions that were not as the policy asks: too short or too long, led by somebody else, without a next date.
    ///
    /// ## Why it matters
    /// A session in time can still be twenty minutes, or held by somebody who may not supervise.
    ///
    /// ## Keys
    /// - `must`: what each session that `for` selects must be, in the words of `for`: columns of the session export,
    ///   `supervisor.`, `supervisee.` and `case.`, `attendees` and `by_line_manager`.
    /// - `each`: `"session"` (the default) judges the rows of one `session_id` and supervisee together, once; `"case"`
    ///   judges one for each case named in it.
    ///
    /// It is met or not met on the day of the session, and belongs to the period in which that day lies. A blank cell
    /// can't be judged, nor can a supervisor whom no export has; only `known` and `not` speak of blanks themselves.
    /// For what must be done within a time of the session, such as a signature on the same day, use `recording`.
    name: "session",
    summary: "sessions as the policy asks them to be",
    keys: &["must", "each"],
    needs: &[("must", "must = { minutes = { at-least = \"60 minutes\" } }")],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    must: Selector,
    #[serde(default)]
    each: Each,
}

/// What is judged once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Each {
    #[default]
    Session,
    Case,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Terms::deserialize(terms)?;
    let example = "{ minutes = { at-least = \"60 minutes\" } }";
    Must::check(&terms.must, example).map_err(serde::de::Error::custom)?;
    Ok(Duty::Check(Box::new(terms)))
}

impl Check for Terms {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Session
    }

    fn demand(&self, demand: &mut Demand) {
        self.must.demand(SubjectKind::Session, demand);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let missing = missing_columns(&self.must, SubjectKind::Session, data).into_iter();
        missing.map(|(_, missing)| missing).collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        vec![("must", &self.must, SubjectKind::Session)]
    }

    fn describe(&self) -> String {
        let each = match self.each {
            Each::Session => "",
            Each::Case => ", for each case named in it",
        };
        format!("it must be so that {}{each}", must_in_words(&self.must))
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let data = view.facts.data;
        let judged = Must::resolve(&self.must, SubjectKind::Session, data).ok();
        let compared = judged.zip(owed.since.row).and_then(|(must, row)| {
            let number = data.session_at(row)?;
            let session = data.sessions.get(number as usize)?;
            let rows = self.rows(view, number, session);
            Some(must.compared(view.facts, &rows, Moment::on(session.date)))
        });
        Workings {
            compared: compared.unwrap_or_default(),
            ..Workings::default()
        }
    }

    fn by_session(&self) -> bool {
        true
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        let must = Must::resolve(&self.must, SubjectKind::Session, data)?;
        for (row, session) in view.sessions() {
            if !session.is_held() || session.date > view.as_of {
                continue;
            }
            let Some(subject) = self.subject_of(data, row, session) else {
                continue;
            };
            match fits(view, row, session) {
                Fit::Yes => entries.fitted(view.clause),
                Fit::Blank if in_period(view, session) => {
                    entries.blank(view.clause);
                    continue;
                }
                Fit::Blank | Fit::No => continue,
            }
            let rows = self.rows(view, row, session);
            if rows.first() != Some(&Sight::Session(row)) {
                continue;
            }
            let answer = must.judge(view.facts, &rows, Moment::on(session.date));
            // Its own row stands in `since`.
            let places = rows.iter().skip(1).filter_map(|sight| match sight {
                Sight::Session(row) => data.sessions.get(*row as usize),
                Sight::Staff(_) | Sight::Case(_) | Sight::Activity(_) => None,
            });
            let places: Vec<Row> = places.map(|session| session.row).collect();
            enter(view, entries, (subject, session, places), answer);
        }
        Ok(())
    }
}

fn fits(view: &View<'_>, row: u32, session: &Session) -> Fit {
    view.whom
        .fits(view.facts, Sight::Session(row), Moment::on(session.date))
}

/// Whether what can't be said of a session is missing from the period's figures.
fn in_period(view: &View<'_>, session: &Session) -> bool {
    let (from, to) = view.period;
    from <= session.date && session.date <= to
}

impl Terms {
    /// Whose it is; nobody's where the row names no case, or where no export has the case or the supervisee.
    fn subject_of(&self, data: &Dataset, row: u32, session: &Session) -> Option<Subject> {
        match self.each {
            Each::Case => {
                let case = session.case?;
                let known = !data.case(case)?.episodes.is_empty();
                known.then_some(Subject::Case(case))
            }
            Each::Session => {
                let known = session.supervisee.is_none_or(|staff| {
                    data.member(staff)
                        .is_some_and(|member| !member.posts.is_empty())
                });
                known.then_some(Subject::Session(row))
            }
        }
    }

    /// The rows that are judged together with this one, itself among them, in the order of the exports.
    fn rows(&self, view: &View<'_>, row: u32, session: &Session) -> Vec<Sight> {
        let data = view.facts.data;
        if !data.index.is_shared(row) {
            return vec![Sight::Session(row)];
        }
        let same = |other: &Session| {
            other.is_held()
                && other.date == session.date
                && match self.each {
                    Each::Session => other.supervisee == session.supervisee,
                    Each::Case => other.case == session.case,
                }
        };
        let rows = data.index.rows_of_session(session).iter().copied();
        rows.filter(|other| {
            data.sessions
                .get(*other as usize)
                .is_some_and(|one| same(one) && fits(view, *other, one) == Fit::Yes)
        })
        .map(Sight::Session)
        .collect()
    }
}

fn enter(
    view: &View<'_>,
    entries: &mut Entries<'_>,
    (subject, session, rows): (Subject, &Session, Vec<Row>),
    answer: Answer,
) {
    let (outcome, failed) = match answer.outcome(session.date) {
        Ok(outcome) => outcome,
        Err(reason) => {
            if in_period(view, session) {
                entries.cannot_judge(view.clause, Some(subject), reason, Some(session.row));
            }
            return;
        }
    };
    entries.owe(Obligation {
        clause: view.clause,
        subject,
        due: session.date,
        target: None,
        outcome,
        nth: 1,
        since: Since {
            day: session.date,
            row: Some(session.row),
            event: Event::SessionDay,
        },
        by: None,
        rows,
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

    const LENGTH: &str = "[[session]]\nid = 'length'\nfor = { kind = 'personal' }\n\
                          must = { minutes = { at-least = '90 minutes', at-most = '2 hours' } }";
    const HEADER: &str =
        "date, kind, supervisee_id, supervisor_id, case_id, session_id, status, minutes, seen_on";
    const STAFF: &str = "staff_id, role, start_date, supervisor_id\nS1, sw, 2020-01-01, M1\n\
                         M1, team-manager, 2020-01-01,\nM2, team-manager, 2020-01-01,\nM3, clerk, 2020-01-01,";

    fn world<'a>(clauses: &'a str, sessions: &'a str) -> World<'a> {
        World {
            clauses,
            staff: STAFF,
            cases: "case_id, case_type, opened\nC1, cin, 2020-01-01\nC2, cin, 2020-01-01",
            sessions,
            as_of: "2026-10-31",
            ..World::default()
        }
    }

    fn judged(clauses: &str, rows: &str) -> Vec<String> {
        world(clauses, &format!("{HEADER}\n{rows}")).lines()
    }

    /// The reasons why sessions could not be judged, and what was owed besides.
    fn untestable(clauses: &str, rows: &str) -> (Vec<Reason>, usize) {
        let rows = format!("{HEADER}\n{rows}");
        let (_, _, ledger) = world(clauses, &rows).ledger();
        let reasons = ledger.untestable.into_iter().map(|one| one.reason);
        (reasons.collect(), ledger.obligations.len())
    }

    fn blank(column: &str) -> (Vec<Reason>, usize) {
        let column = column.to_owned();
        (vec![Reason::Blank { column }], 0)
    }

    #[test]
    fn a_session_is_met_up_to_both_edges_and_not_beyond() {
        let on = |minutes: u32| {
            judged(
                LENGTH,
                &format!("2026-10-05, personal, S1, M1, , X1, held, {minutes},"),
            )
        };
        for minutes in [90, 120] {
            assert_eq!(
                on(minutes),
                ["length X1 by 2026-10-05: met on 2026-10-05"],
                "reading 41: on the session's day"
            );
        }
        for minutes in [89, 121] {
            assert_eq!(on(minutes), ["length X1 by 2026-10-05: not met"]);
        }
    }

    #[test]
    fn what_failed_stands_in_the_remarks() {
        let rows = format!("{HEADER}\n2026-10-05, personal, S1, M1, , X1, held, 45,");
        let (_, _, ledger) = world(LENGTH, &rows).ledger();
        let failed = ledger.obligations[0].remarks.failed.as_deref();
        assert_eq!(
            failed,
            Some("minutes is at least 90 and at most 120 (found 45)")
        );
    }

    #[test]
    fn what_was_not_held_is_later_or_is_of_another_kind_is_not_looked_at() {
        for row in [
            "2026-10-05, personal, S1, M1, , X1, cancelled, 30,",
            "2026-11-01, personal, S1, M1, , X1, held, 30,",
            "2026-10-05, case, S1, M1, , X1, held, 30,",
            "2026-10-05, personal, S9, M1, , X1, held, 30,",
        ] {
            assert_eq!(judged(LENGTH, row), Vec::<String>::new(), "{row}");
        }
    }

    #[test]
    fn rows_of_one_session_are_judged_once_and_by_case_where_asked() {
        let rows = "2026-10-05, personal, S1, M1, C1, X1, held, 95, 2026-10-01\n\
                    2026-10-05, personal, S1, M1, C2, X1, held, ,";
        assert_eq!(
            judged(LENGTH, rows),
            ["length X1 by 2026-10-05: met on 2026-10-05"]
        );
        let seen = "[[session]]\nid = 'seen'\neach = 'case'\nmust = { seen_on = { known = true } }";
        assert_eq!(
            judged(seen, rows),
            [
                "seen C1 by 2026-10-05: met on 2026-10-05",
                "seen C2 by 2026-10-05: not met"
            ]
        );
        let no_case = "2026-10-05, personal, S1, M1, , X1, held, 95,";
        assert_eq!(judged(seen, no_case), Vec::<String>::new());
    }

    #[test]
    fn a_blank_cell_is_untestable_unless_the_test_speaks_of_blanks() {
        let row = "2026-10-05, personal, S1, M1, , X1, held, ,";
        assert_eq!(untestable(LENGTH, row), blank("minutes"));
        let known = "[[session]]\nid = 'known'\nmust = { minutes = { known = true } }";
        assert_eq!(judged(known, row), ["known X1 by 2026-10-05: not met"]);
    }

    #[test]
    fn who_supervised_is_known_or_untestable() {
        let role = "[[session]]\nid = 'role'\nmust = { supervisor.role = 'team-manager' }";
        let row = |by: &str| format!("2026-10-05, personal, S1, {by}, , X1, held, 60,");
        assert_eq!(
            judged(role, &row("M2")),
            ["role X1 by 2026-10-05: met on 2026-10-05"]
        );
        assert_eq!(judged(role, &row("M3")), ["role X1 by 2026-10-05: not met"]);
        for by in ["", "M9"] {
            assert_eq!(untestable(role, &row(by)), blank("supervisor.role"), "{by}");
        }
        let manager = "[[session]]\nid = 'manager'\nmust = { by_line_manager = true }";
        assert_eq!(
            judged(manager, &row("M1")),
            ["manager X1 by 2026-10-05: met on 2026-10-05"]
        );
        assert_eq!(
            judged(manager, &row("M2")),
            ["manager X1 by 2026-10-05: not met"]
        );
        assert_eq!(untestable(manager, &row("")), blank("by_line_manager"));
    }

    #[test]
    fn a_column_that_no_export_has_makes_the_clause_untestable() {
        let (_, _, ledger) = world(LENGTH, "date, kind\n2026-10-05, personal").ledger();
        assert!(ledger.obligations.is_empty());
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "minutes")
        );
    }

    #[test]
    fn what_was_not_met_belongs_to_its_period_and_stands_in_no_later_ledger() {
        let rows = format!(
            "{HEADER}\n2026-09-30, personal, S1, M1, , X1, held, 45,\n2026-09-29, personal, S1, M1, , X2, held, ,"
        );
        let asked = world(LENGTH, &rows);
        let policy = asked.policy();
        let data = asked.data(&policy);
        let day = crate::engine::testing::day;
        let question = crate::engine::Question {
            as_of: day("2026-10-31"),
            period: (day("2026-10-01"), day("2026-10-31")),
            taken: day("2026-10-31"),
        };
        let ledger = crate::engine::audit(&policy, &data, question);
        assert!(ledger.obligations.is_empty());
        assert!(ledger.untestable.is_empty());
        assert_eq!(
            ledger.tallies[0].missed, 1,
            "the tally is of all of the exports"
        );
    }
    /// How many sessions can't be told of, and how many may or may not be meant, in a period.
    fn of_period(clauses: &str, row: &str, (first, last): (&str, &str)) -> (usize, u32) {
        let rows = format!("{HEADER}\n{row}");
        let asked = world(clauses, &rows);
        let policy = asked.policy();
        let day = crate::engine::testing::day;
        let question = crate::engine::Question {
            as_of: day("2026-10-31"),
            period: (day(first), day(last)),
            taken: day("2026-10-31"),
        };
        let ledger = crate::engine::audit(&policy, &asked.data(&policy), question);
        (ledger.untestable.len(), ledger.tallies[0].blank)
    }

    #[test]
    fn what_cannot_be_told_belongs_to_the_period_of_the_session() {
        let by = "[[session]]\nid = 'by'\nfor = { supervisor_id = 'M1' }\nmust = { minutes = { known = true } }";
        for (period, there) in [
            (("2026-09-30", "2026-09-30"), true),
            (("2026-09-01", "2026-09-29"), false),
            (("2026-10-01", "2026-10-31"), false),
        ] {
            let no_minutes = "2026-09-30, personal, S1, M1, , X1, held, ,";
            let told = (usize::from(there), 0);
            assert_eq!(of_period(LENGTH, no_minutes, period), told, "{period:?}");
            let by_nobody = "2026-09-30, personal, S1, , , X1, held, 60,";
            let (_, blank) = of_period(by, by_nobody, period);
            assert_eq!(blank, u32::from(there), "{period:?}");
        }
    }

    #[test]
    fn the_day_of_the_audit_is_looked_at() {
        let row = "2026-10-31, personal, S1, M1, , X1, held, 45,";
        assert_eq!(judged(LENGTH, row), ["length X1 by 2026-10-31: not met"]);
    }

    #[test]
    fn a_row_of_the_session_that_was_not_held_shows_nothing_of_it() {
        let rows = |status: &str| {
            format!(
                "2026-10-05, personal, S1, M1, C1, X1, held, ,\n2026-10-05, personal, S1, M1, C2, X1, {status}, 95,"
            )
        };
        assert_eq!(
            judged(LENGTH, &rows("held")),
            ["length X1 by 2026-10-05: met on 2026-10-05"]
        );
        assert_eq!(untestable(LENGTH, &rows("cancelled")), blank("minutes"));
    }
}
