//! `recording`: what must stand on a record within some days of a session.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    ColumnName, Compared, DateColumn, Deadline, Fit, MissingColumn, Moment, OneOrMany, Roll, Sight,
    SubjectKind, Workings, require,
};
use crate::ledger::{Entries, Event, Obligation, Reason, Remarks, Since, Subject};
use crate::records::{ColumnType, Dataset, Demand, Export, Session, StaffIx};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Held sessions whose record, copy or signature came after its deadline, or is still missing.
    ///
    /// ## Why it matters
    /// What is not on the child's file is not known to the next worker, the reviewing officer or the court.
    ///
    /// ## Keys
    /// - `each`: `"session"` (the default) owes one record a session; `"case"` one for each case named in it;
    ///   `"attendee"` one for each person it was for, which of a group session is one for each of its rows' people. Where
    ///   the rows of one session differ, a session's record is there when any of them shows it.
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
    roll: Option<Roll>,
}

/// What one record is owed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Each {
    #[default]
    Session,
    Case,
    Attendee,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Recording::deserialize(terms)?;
    terms.deadline().check().map_err(serde::de::Error::custom)?;
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
        let people = match self.each {
            Each::Attendee => require(Export::Sessions, "supervisee_id", data).err(),
            Each::Session | Each::Case => None,
        };
        names
            .filter_map(|name| DateColumn::find(name.as_str(), SubjectKind::Session, data).err())
            .chain(people)
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
            Each::Attendee => " for each person it was for",
        };
        let from = match &self.from {
            None => "the session".to_owned(),
            Some(column) => format!("the date in `{}`", column.as_str()),
        };
        let deadline = self.deadline().in_words(&from);
        format!("{what}{each}{deadline}")
    }

    fn allows(&self) -> Option<Interval> {
        self.within
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let data = view.facts.data;
        let number = owed.since.row.and_then(|row| data.session_at(row));
        let session = number.and_then(|number| data.sessions.get(number as usize));
        let (Some(own), Some(session)) = (number, session) else {
            return Workings::default();
        };
        let dated = |row: u32, name: &ColumnName| {
            let column = DateColumn::find(name.as_str(), SubjectKind::Session, data).ok()?;
            column.on(data, Sight::Session(row), view.as_of)
        };
        let names = self.evidence.as_slice();
        let done = |row: &u32| names.iter().all(|name| dated(*row, name).is_some());
        // Of a session's rows one that shows it stands for all.
        let shown = match self.each {
            Each::Session if !done(&own) => rows_of(data, session)
                .map(|(row, _)| row)
                .filter(done)
                .min_by_key(|row| names.iter().filter_map(|name| dated(*row, name)).max()),
            Each::Session | Each::Case | Each::Attendee => None,
        };
        let from = self.from.as_ref();
        Workings {
            from: from.and_then(|name| Some((dated(own, name)?, name.as_str().to_owned()))),
            compared: names
                .iter()
                .map(|name| {
                    let found = dated(shown.unwrap_or(own), name);
                    Compared::filled(name.as_str(), found, view.as_of)
                })
                .collect(),
            ..Workings::default()
        }
    }

    fn by_session(&self) -> bool {
        true
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
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
        for (row, session) in view.sessions() {
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
            if self.each == Each::Attendee && session.supervisee.is_none() {
                let column = "supervisee_id".to_owned();
                let subject = Some(Subject::Session(row));
                entries.cannot_judge(
                    view.clause,
                    subject,
                    Reason::Blank { column },
                    Some(session.row),
                );
            }
            let subject = self.subject_of(view, row, session);
            let Some(subject) = subject.filter(|_| !self.repeats(view, row, session)) else {
                continue;
            };
            let start = match &from {
                None => session.date,
                Some(column) => {
                    let day = column.on(data, Sight::Session(row), session.date);
                    let Some(day) = day else {
                        self.cannot_begin(view, entries, (subject, session));
                        continue;
                    };
                    if day > view.as_of {
                        // Nothing counts yet from a day that has not come.
                        continue;
                    }
                    day
                }
            };
            let shown = self.done(&evidence, view, row);
            self.enter(view, entries, (subject, session), (start, shown));
        }
        Ok(())
    }
}

impl Recording {
    fn deadline(&self) -> Deadline {
        Deadline {
            within: self.within,
            target: self.target,
            roll: self.roll,
        }
    }

    /// Who owes the record; nobody when the row names no case or no person, or one that no export has.
    fn subject_of(&self, view: &View<'_>, row: u32, session: &Session) -> Option<Subject> {
        let data = view.facts.data;
        let in_staff = |staff: StaffIx| {
            let member = data.member(staff);
            member.is_some_and(|member| !member.posts.is_empty())
        };
        match self.each {
            Each::Case => {
                let case = session.case?;
                let known = data
                    .case(case)
                    .is_some_and(|case| !case.episodes.is_empty());
                known.then_some(Subject::Case(case))
            }
            Each::Session => {
                let known = session.supervisee.is_none_or(in_staff);
                known.then_some(Subject::Session(row))
            }
            Each::Attendee => session
                .supervisee
                .filter(|staff| in_staff(*staff))
                .map(Subject::Staff),
        }
    }

    /// Whether an earlier row of the same session owes the same thing already.
    fn repeats(&self, view: &View<'_>, row: u32, session: &Session) -> bool {
        let data = view.facts.data;
        if !data.index.is_shared(row) {
            return false;
        }
        let mut earlier = rows_of(data, session).take_while(|(other, _)| *other != row);
        earlier.any(|(number, other)| {
            let same = match self.each {
                Each::Session => true,
                Each::Case => other.case == session.case,
                Each::Attendee => other.supervisee == session.supervisee,
            };
            let (sight, moment) = (Sight::Session(number), Moment::on(other.date));
            same && self.subject_of(view, number, other).is_some()
                && view.whom.fits(view.facts, sight, moment) == Fit::Yes
        })
    }

    /// The first and the last day of what shows it: of a session's rows the first that does, the row itself before the
    /// others.
    fn done(&self, evidence: &[DateColumn], view: &View<'_>, row: u32) -> Option<(Day, Day)> {
        let own = filled(evidence, view, row);
        let data = view.facts.data;
        match (self.each, own) {
            (Each::Session, None) if data.index.is_shared(row) => {
                rows_of(data, data.sessions.get(row as usize)?)
                    .filter_map(|(other, _)| filled(evidence, view, other))
                    .min_by_key(|(_, last)| *last)
            }
            (Each::Session | Each::Case | Each::Attendee, _) => own,
        }
    }

    /// Notes that the day is blank from which the time of a session's record counts, where it would count in the period.
    fn cannot_begin(
        &self,
        view: &View<'_>,
        entries: &mut Entries<'_>,
        (subject, session): (Subject, &Session),
    ) {
        let (from, to) = view.period;
        if let Some(column) = self
            .from
            .as_ref()
            .filter(|_| (from..=to).contains(&session.date))
        {
            let column = column.as_str().to_owned();
            let reason = Reason::Blank { column };
            entries.cannot_judge(view.clause, Some(subject), reason, Some(session.row));
        }
    }

    fn enter(
        &self,
        view: &View<'_>,
        entries: &mut Entries<'_>,
        (subject, session): (Subject, &Session),
        (start, shown): (Day, Option<(Day, Day)>),
    ) {
        let done = shown.map(|(_, last)| last);
        if let Some((first, _)) = shown.filter(|(first, _)| *first < start) {
            let reason = match &self.from {
                Some(column) if session.date <= first => Reason::RecordedBefore {
                    column: column.as_str().to_owned(),
                },
                Some(_) | None => Reason::RecordedBeforeHeld,
            };
            entries.cannot_judge(view.clause, Some(subject), reason, Some(session.row));
            return;
        }
        let deadline = self.deadline();
        let (due, target) = deadline.days(start, view.facts.working);
        entries.owe(Obligation {
            clause: view.clause,
            subject,
            due,
            target,
            outcome: deadline.outcome(view.as_of, (due, target), done),
            nth: 1,
            since: Since {
                day: session.date,
                row: Some(session.row),
                event: Event::Session,
            },
            by: done.map(|_| session.row),
            rows: Vec::new(),
            remarks: Remarks::default(),
            measure: None,
        });
    }
}

/// The held rows of a session on its day, by their place; a row without a session id stands alone.
fn rows_of<'a>(
    data: &'a Dataset,
    session: &'a Session,
) -> impl Iterator<Item = (u32, &'a Session)> {
    let rows = data.index.rows_of_session(session).iter();
    rows.filter_map(|row| Some((*row, data.sessions.get(*row as usize)?)))
        .filter(|(_, other)| other.is_held() && other.date == session.date)
}

/// The first and the last day in the columns, when all are filled by the as-of day.
fn filled(evidence: &[DateColumn], view: &View<'_>, row: u32) -> Option<(Day, Day)> {
    let mut days: Option<(Day, Day)> = None;
    for column in evidence {
        let day = column.on(view.facts.data, Sight::Session(row), view.as_of)?;
        if day > view.as_of {
            return None;
        }
        let (first, last) = days.unwrap_or((day, day));
        days = Some((first.min(day), last.max(day)));
    }
    days
}

#[cfg(test)]
mod tests;
