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
