//! `recording`: what must stand on a record within some days of a session.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    ColumnName, DateColumn, Fit, MissingColumn, Moment, OneOrMany, Sight, SubjectKind, check_target,
};
use crate::ledger::{Entries, Event, Obligation, Outcome, Reason, Remarks, Since, Subject};
use crate::records::{ColumnType, Dataset, Demand, Export, Session};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Held sessions whose record, copy or signature came after its deadline, or is still missing.
    ///
    /// ## Why it matters
    /// What is not on the child's file is not known to the next worker, the reviewing officer or the court.
    ///
    /// ## Keys
    /// - `each`: `"session"` (the default) owes one record a session; `"case"` one for each case named in it.
    /// - `evidence`: the date column that shows it was done, or a list of columns that must all be filled.
    /// - `within`: the time allowed; without it a missing record is a finding and a late one is not.
    /// - `from`: the date column the time counts from; without it the day of the session.
    /// - `target`: when it is wanted already.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    name: "recording",
    summary: "sessions recorded as soon as the policy says",
    keys: &["each", "evidence", "within", "from", "target", "roll"],
    needs: &[("evidence", "evidence = \"recorded_on\"")],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    #[serde(default)]
    each: Each,
    evidence: OneOrMany<ColumnName>,
    within: Option<Interval>,
    from: Option<ColumnName>,
    target: Option<Interval>,
    roll: Option<crate::language::Roll>,
}

/// What one record is owed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Each {
    #[default]
    Session,
    Case,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Recording::deserialize(terms)?;
    let target = match (terms.target, terms.within) {
        (Some(target), Some(within)) => check_target(target, within, "within"),
        (Some(_), None) => Err("`target` goes with `within`, and there is none".to_owned()),
        (None, _) => Ok(()),
    };
    target.map_err(serde::de::Error::custom)?;
    Ok(Duty::Check(Box::new(terms)))
}

impl Check for Recording {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Session
    }

    fn demand(&self, demand: &mut Demand) {
        for column in self.evidence.as_slice().iter().chain(&self.from) {
            demand.ask(Export::Sessions, column.as_str(), ColumnType::Date);
        }
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let names = self.evidence.as_slice().iter().chain(&self.from);
        names
            .filter_map(|name| DateColumn::find(name.as_str(), SubjectKind::Session, data).err())
            .collect()
    }

    fn describe(&self) -> String {
        let names = self.evidence.as_slice().iter();
        let names: Vec<String> = names.map(|name| format!("`{}`", name.as_str())).collect();
        let what = match names.as_slice() {
            [one] => format!("a date in {one}"),
            many => format!("dates in {}", many.join(" and ")),
        };
        let each = match self.each {
            Each::Session => "",
            Each::Case => " for each case named in it",
        };
        let from = match &self.from {
            None => "the session".to_owned(),
            Some(column) => format!("the date in `{}`", column.as_str()),
        };
        let deadline = match (self.within, self.target) {
            (None, _) => "; without a deadline it can be missing, never late".to_owned(),
            (Some(within), None) => format!(" within {within} of {from}"),
            (Some(within), Some(target)) => {
                format!(" within {within} of {from} at the latest ({target} are aimed at)")
            }
        };
        let roll = if self.roll.is_some() {
            ", or on the next working day when that is none"
        } else {
            ""
        };
        format!("{what}{each}{deadline}{roll}")
    }

    fn allows(&self) -> Option<Interval> {
        self.within
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        let column =
            |name: &ColumnName| DateColumn::find(name.as_str(), SubjectKind::Session, data);
        let evidence: Vec<DateColumn> = self
            .evidence
            .as_slice()
            .iter()
            .map(column)
            .collect::<Result<_, _>>()?;
        let from = self.from.as_ref().map(column).transpose()?;
        for (row, session) in (0_u32..).zip(&data.sessions) {
            if !session.is_held() || session.date > view.as_of {
                continue;
            }
            match view
                .whom
                .fits(view.facts, Sight::Session(row), Moment::on(session.date))
            {
                Fit::Yes => entries.fitted(view.clause),
                Fit::Blank => {
                    entries.blank(view.clause);
                    continue;
                }
                Fit::No => continue,
            }
            let Some(subject) = self.subject_of(view, row, session) else {
                continue;
            };
            let start = match &from {
                None => session.date,
                Some(column) => match column.on(data, Sight::Session(row), session.date) {
                    Some(day) => day,
                    None => continue,
                },
            };
            let done = last_filled(&evidence, view, row);
            self.enter(view, entries, (subject, session), (start, done));
        }
        Ok(())
    }
}

impl Recording {
    /// Who owes the record; nobody when the row names no case, when no export has the case or the supervisee, or
    /// when another row of the same session owes it already.
    fn subject_of(&self, view: &View<'_>, row: u32, session: &Session) -> Option<Subject> {
        let data = view.facts.data;
        match self.each {
            Each::Case => {
                let case = session.case?;
                let known = data
                    .case(case)
                    .is_some_and(|case| !case.episodes.is_empty());
                (known && !self.repeats(view, row, session)).then_some(Subject::Case(case))
            }
            Each::Session => {
                let known = session.supervisee.is_none_or(|staff| {
                    data.member(staff)
                        .is_some_and(|member| !member.posts.is_empty())
                });
                (known && !self.repeats(view, row, session)).then_some(Subject::Session(row))
            }
        }
    }

    /// Whether an earlier row of the same session stands for the same thing.
    fn repeats(&self, view: &View<'_>, row: u32, session: &Session) -> bool {
        let data = view.facts.data;
        let Some(number) = session.session else {
            return false;
        };
        let rows = data.index.rows_of_session(number).iter();
        rows.take_while(|other| **other != row)
            .filter_map(|other| data.sessions.get(*other as usize))
            .any(|other| match self.each {
                Each::Session => other.supervisee == session.supervisee,
                Each::Case => other.case == session.case,
            })
    }

    fn enter(
        &self,
        view: &View<'_>,
        entries: &mut Entries,
        (subject, session): (Subject, &Session),
        (start, done): (Day, Option<Day>),
    ) {
        if done.is_some_and(|done| done < start) {
            let reason = Reason::RecordedBeforeHeld;
            entries.cannot_judge(view.clause, Some(subject), reason, Some(session.row));
            return;
        }
        let working = view.facts.working;
        let roll = |day: Day| {
            if self.roll.is_some() {
                working.next_on_or_after(day)
            } else {
                day
            }
        };
        let due = self
            .within
            .map_or(start, |within| roll(within.after(start, working)));
        let target = self.target.map(|target| roll(target.after(start, working)));
        entries.owe(Obligation {
            clause: view.clause,
            subject,
            due,
            target,
            outcome: self.outcome(view.as_of, due, target, done),
            nth: 1,
            since: Since {
                day: session.date,
                row: Some(session.row),
                event: Event::Session,
            },
            by: done.map(|_| session.row),
            rows: vec![session.row],
            remarks: Remarks::default(),
            measure: None,
        });
    }

    fn outcome(&self, as_of: Day, due: Day, target: Option<Day>, done: Option<Day>) -> Outcome {
        let past_target = |day: Day| target.map_or(0, |target| day.days_since(target).max(0));
        match done {
            Some(on) if self.within.is_some() && on > due => Outcome::Late {
                on,
                days: on.days_since(due),
            },
            Some(on) => Outcome::Met {
                on,
                spare: due.days_since(on).max(0),
                past_target: past_target(on),
            },
            None if self.within.is_none() => Outcome::NotMet,
            None if due <= as_of => Outcome::Overdue {
                days: as_of.days_since(due),
            },
            None if past_target(as_of) > 0 => Outcome::PastTarget {
                days: past_target(as_of),
                left: due.days_since(as_of),
            },
            None => Outcome::Due {
                left: due.days_since(as_of),
            },
        }
    }
}

/// The day on which the last of the columns was filled, when all are by the as-of day.
fn last_filled(evidence: &[DateColumn], view: &View<'_>, row: u32) -> Option<Day> {
    let mut last = None;
    for column in evidence {
        let day = column.on(view.facts.data, Sight::Session(row), view.as_of)?;
        if day > view.as_of {
            return None;
        }
        last = last.max(Some(day));
    }
    last
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;
    use crate::ledger::Reason;

    const RECORD: &str = "[[recording]]\nid = 'record'\neach = 'case'\nevidence = 'recorded_on'\nwithin = '5 working days'";
    const HEADER: &str = "date, kind, supervisee_id, case_id, session_id, status, recorded_on";

    fn world<'a>(clauses: &'a str, sessions: &'a str, as_of: &'a str) -> World<'a> {
        World {
            clauses,
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            cases: "case_id, case_type, opened\nC1, cin, 2020-01-01\nC2, cin, 2020-01-01",
            sessions,
            as_of,
            ..World::default()
        }
    }

    fn owed(clauses: &str, rows: &str, as_of: &str) -> Vec<String> {
        world(clauses, &format!("{HEADER}\n{rows}"), as_of).lines()
    }

    #[test]
    fn reading_17_the_deadline_skips_weekends_and_easter() {
        // Thursday 2 April 2026: Good Friday is the 3rd, Easter Monday the 6th.
        let on = |day: &str| {
            owed(
                RECORD,
                &format!("2026-04-02, case, S1, C1, X1, held, {day}"),
                "2026-04-30",
            )
        };
        assert_eq!(
            on("2026-04-13"),
            ["record C1 by 2026-04-13: met on 2026-04-13"]
        );
        assert_eq!(
            on("2026-04-14"),
            ["record C1 by 2026-04-13: 1 late on 2026-04-14"]
        );
        assert_eq!(on(""), ["record C1 by 2026-04-13: 17 overdue"]);
    }

    #[test]
    fn a_record_not_yet_due_is_open_and_one_made_later_is_not_yet_known() {
        let rows = "2026-04-02, case, S1, C1, X1, held, 2026-04-10";
        assert_eq!(
            owed(RECORD, rows, "2026-04-09"),
            ["record C1 by 2026-04-13: due in 4"]
        );
        assert_eq!(
            owed(RECORD, rows, "2026-04-10"),
            ["record C1 by 2026-04-13: met on 2026-04-10"]
        );
        assert_eq!(owed(RECORD, rows, "2026-04-01"), Vec::<String>::new());
    }

    #[test]
    fn reading_28_one_for_each_case_named_and_none_without_a_case() {
        let rows = "2026-04-02, case, S1, C1, X1, held, 2026-04-02\n2026-04-02, case, S1, C2, X1, held,\n\
                    2026-04-07, personal, S1, , X2, held,";
        assert_eq!(
            owed(RECORD, rows, "2026-04-13"),
            [
                "record C1 by 2026-04-13: met on 2026-04-02",
                "record C2 by 2026-04-13: 0 overdue"
            ]
        );
        let each_session = RECORD.replace("each = 'case'\n", "");
        let lines = owed(&each_session, rows, "2026-04-13");
        assert_eq!(
            lines,
            [
                "record X1 by 2026-04-13: met on 2026-04-02",
                "record X2 by 2026-04-14: due in 1"
            ]
        );
    }

    #[test]
    fn reading_28_recorded_before_it_was_held_is_untestable() {
        let rows = format!("{HEADER}\n2026-04-02, case, S1, C1, X1, held, 2026-04-01");
        let (_, data, ledger) = world(RECORD, &rows, "2026-04-30").ledger();
        assert!(ledger.obligations.is_empty());
        assert_eq!(ledger.untestable[0].reason, Reason::RecordedBeforeHeld);
        assert!(
            data.problems
                .iter()
                .any(|problem| problem.kind == "recorded-before-held")
        );
    }

    #[test]
    fn what_was_not_held_and_whom_no_export_has_owe_nothing() {
        for row in [
            "2026-04-02, case, S1, C1, X1, cancelled,",
            "2026-04-02, case, S1, C9, X1, held,",
        ] {
            assert_eq!(
                owed(RECORD, row, "2026-04-30"),
                Vec::<String>::new(),
                "{row}"
            );
        }
    }

    #[test]
    fn without_a_deadline_a_record_is_missing_and_never_late() {
        let presence = RECORD.replace("\nwithin = '5 working days'", "");
        let on = |day: &str| {
            owed(
                &presence,
                &format!("2026-04-02, case, S1, C1, X1, held, {day}"),
                "2026-04-30",
            )
        };
        assert_eq!(
            on("2026-04-30"),
            ["record C1 by 2026-04-02: met on 2026-04-30"]
        );
        assert_eq!(on(""), ["record C1 by 2026-04-02: not met"]);
    }

    #[test]
    fn several_columns_are_all_needed_and_the_last_one_counts() {
        let both = "[[recording]]\nid = 'signed'\nevidence = ['signed_supervisor_on', 'signed_supervisee_on']\n\
                    within = '2 calendar days'";
        let on = |one: &str, two: &str| {
            let sessions = format!(
                "date, kind, supervisee_id, session_id, signed_supervisor_on, signed_supervisee_on\n\
                 2026-04-02, personal, S1, X1, {one}, {two}"
            );
            world(both, &sessions, "2026-04-30").lines()
        };
        assert_eq!(
            on("2026-04-02", "2026-04-04"),
            ["signed X1 by 2026-04-04: met on 2026-04-04"]
        );
        assert_eq!(
            on("2026-04-05", "2026-04-02"),
            ["signed X1 by 2026-04-04: 1 late on 2026-04-05"]
        );
        assert_eq!(
            on("2026-04-02", ""),
            ["signed X1 by 2026-04-04: 26 overdue"]
        );
    }

    #[test]
    fn a_column_that_no_export_has_makes_the_clause_untestable_and_never_a_pass() {
        let (_, _, ledger) = world(
            RECORD,
            "date, kind, case_id\n2026-04-02, case, C1",
            "2026-04-30",
        )
        .ledger();
        assert!(ledger.obligations.is_empty());
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "recorded_on")
        );
    }

    #[test]
    fn a_record_outlives_the_closing_of_the_case() {
        let closed = World {
            cases: "case_id, case_type, opened, closed\nC1, cin, 2020-01-01, 2026-04-08",
            ..world(
                RECORD,
                "date, kind, case_id, recorded_on\n2026-04-02, case, C1,",
                "2026-04-30",
            )
        };
        assert_eq!(
            closed.lines(),
            ["record C1 by 2026-04-13: 17 overdue"],
            "reading 27"
        );
    }
}
