//! `supervision-total`: how much supervision somebody has over a stretch of time.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::Day;
use crate::language::{
    Added, Amount, Condition, Fit, Matcher, MissingColumn, Moment, Per, Selector, Sight, Spell,
    SubjectKind, Test, Total, Unit, Value, Workings, absences, attendees, days_away,
    missing_columns, require, spells, whom_in_words,
};
use crate::ledger::{
    Entries, Event, Measure, Obligation, Outcome, Reason, Remarks, Since, Subject,
};
use crate::place::Row;
use crate::records::{Dataset, Decimal, Demand, Export, Session, SessionNo, StaffIx, Word};

use super::{Check, Duty, SessionsAsked, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff who had fewer sessions, or fewer hours of supervision, over a stretch of time than the policy asks for.
    ///
    /// ## Why it matters
    /// Each single gap may be inside its limit and the year still hold too little: sessions at six weeks make eight.
    ///
    /// ## Keys
    /// - `at-least`: `"10 sessions"`, or `"12 hours"` from the `minutes` of the sessions.
    /// - `per`: over which time. `"12 months"`, `"3 weeks"` and the like end on the as-of day; `"calendar month"`,
    ///   `"calendar quarter"`, `"calendar year"` and `"financial year"` are judged once each, when they are over, and
    ///   owed on their last day; the one that still runs is not yet due.
    /// - `target`: what is aimed at, more than `at-least`: below it is advice, while the time still runs to the as-of day.
    /// - `counts`: which sessions count; without it those of kind personal. Only held ones count.
    /// - `shared = true`: the minutes of a session are divided by the number of people it was for.
    ///
    /// The clause holds for whom it fits on the last day of the time (while that is to come, on the as-of day), and who
    /// is in post on it. Who began inside it owes a part: the whole months in post out of its months (weeks of weeks,
    /// days of days), rounded down to a whole session or a whole minute. So it is where the exports begin inside it. Rows
    /// of one `session_id` are one session; rows without one are one session for each day, kind and supervisor, and of
    /// their minutes the largest counts.
    name: "supervision-total",
    summary: "enough supervision over a stretch of time",
    keys: &["at-least", "per", "target", "counts", "shared"],
    needs: &[("at-least", "at-least = \"10 sessions\""), ("per", "per = \"12 months\"")],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SupervisionTotal {
    at_least: Amount,
    per: Per,
    target: Option<Amount>,
    #[serde(default)]
    counts: Selector,
    #[serde(default)]
    shared: bool,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let mut terms = SupervisionTotal::deserialize(terms)?;
    let refuse = |message: String| Err(serde::de::Error::custom(message));
    let unit = terms.at_least.unit;
    let several = Decimal::whole(2);
    if !matches!(unit, Unit::Sessions | Unit::Hours) {
        let found = unit.word(several);
        return refuse(format!(
            "`at-least` is a number of {found}, expected sessions or hours"
        ));
    }
    if let Some(target) = terms.target {
        if target.unit != unit {
            let (found, expected) = (target.unit.word(several), unit.word(several));
            return refuse(format!(
                "`target` is a number of {found}, expected {expected} as in `at-least`"
            ));
        }
        if target.number <= terms.at_least.number {
            return refuse(format!(
                "`target` of {target} is not more than `at-least` of {}, expected what is aimed at",
                terms.at_least
            ));
        }
    }
    if terms.shared && unit != Unit::Hours {
        return refuse(
            "`shared` divides minutes, expected an `at-least` in hours beside it".to_owned(),
        );
    }
    let personal = Condition {
        relation: None,
        column: "kind".to_owned(),
        tests: vec![Test::Is(vec![Value::Word("personal".to_owned())])],
    };
    terms.counts = terms.counts.over(&[personal]);
    Ok(Duty::Check(Box::new(terms)))
}

/// Parts of a minute, and of a session, in which sums are exact: a minute shared by up to sixteen has no remainder.
const GRAINS: i128 = 720_720;
const MILLION: i128 = 1_000_000;

/// The counted sessions of one person, by day.
type Sessions = Vec<Counted>;

/// One session that counts.
struct Counted {
    day: Day,
    row: Row,
    /// Or the column whose blank cell leaves it open.
    grains: Result<i128, &'static str>,
}

/// What tells one session from another: its number, or its day, kind and supervisor.
type Key = (Day, Option<SessionNo>, Option<(Word, Option<StaffIx>)>);

/// One person in one stretch of time.
struct Stretch<'a> {
    staff: StaffIx,
    spell: Spell,
    sessions: &'a [Counted],
    first: Day,
    last: Day,
    /// The day the exports begin to show such sessions.
    span: Day,
}

/// What was found in a stretch, and what is asked for, in grains.
struct Sum {
    found: i128,
    limit: i128,
    /// What is aimed at.
    wanted: Option<i128>,
    /// The day on which it was enough.
    reached: Option<Day>,
    rows: Vec<Row>,
}

impl Check for SupervisionTotal {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.counts.demand(SubjectKind::Session, demand);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let mut needed = vec!["supervisee_id"];
        if self.at_least.unit == Unit::Hours {
            needed.push("minutes");
        }
        if self.shared {
            needed.push("session_id");
        }
        let counted = missing_columns(&self.counts, SubjectKind::Session, data).into_iter();
        needed
            .into_iter()
            .filter_map(|column| require(Export::Sessions, column, data).err())
            .chain(counted.map(|(_, missing)| missing))
            .collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        vec![("counts", &self.counts, SubjectKind::Session)]
    }

    fn describe(&self) -> String {
        let amount = match self.target {
            None => format!("at least {}", self.at_least),
            Some(target) => format!("at least {} ({target} are aimed at)", self.at_least),
        };
        let over = match self.per {
            Per::Rolling(time) => format!("in the {time} to the day of the audit"),
            Per::Fixed(window) => format!("in each {window}"),
        };
        let shared = if self.shared {
            ", the minutes of a session divided by those it was for"
        } else {
            ""
        };
        let counted = whom_in_words(&self.counts, SubjectKind::Session);
        format!(
            "{amount} {over}, fewer in proportion for whoever began inside that time; counted are held {counted}{shared}"
        )
    }

    fn asks_sessions(&self) -> Option<SessionsAsked<'_>> {
        (self.at_least.unit == Unit::Sessions).then_some(SessionsAsked {
            at_least: self.at_least.number,
            per: self.per,
            counts: &self.counts,
        })
    }

    fn on_audit_day(&self) -> bool {
        matches!(self.per, Per::Rolling(_))
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        Workings {
            total: self.total(view, owed),
            ..Workings::default()
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        if let Some(missing) = self.missing(data).into_iter().next() {
            return Err(missing);
        }
        let Some(span) = view
            .spans
            .of_sessions(SubjectKind::Staff, &self.counts, data)
        else {
            entries.cannot_judge(view.clause, None, Reason::NoSessions, None);
            return Ok(());
        };
        let counts = Matcher::resolve(&self.counts, SubjectKind::Session, data)?;
        let per = self.per;
        let stretches = per.stretches_and_running(span, view.as_of, view.facts.working);
        for staff in (0..data.staff.len()).filter_map(StaffIx::at) {
            let sessions = self.sessions(view, &counts, staff);
            for spell in spells(data, Sight::Staff(staff), view.as_of) {
                for (first, last) in &stretches {
                    let stretch = Stretch {
                        staff,
                        spell,
                        sessions: &sessions,
                        first: *first,
                        last: *last,
                        span,
                    };
                    if stretch.is_there() && fits(view, entries, &stretch, &stretches) {
                        self.enter(view, entries, &stretch);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether the clause is for the person on the last day of the time; only the latest such day is told of.
fn fits(
    view: &View<'_>,
    entries: &mut Entries<'_>,
    stretch: &Stretch<'_>,
    all: &[(Day, Day)],
) -> bool {
    let newest = all.last().is_some_and(|(_, last)| *last == stretch.last);
    let moment = Moment::on(stretch.last.min(view.as_of));
    let fit = view
        .whom
        .fits(view.facts, Sight::Staff(stretch.staff), moment);
    match fit {
        Fit::Yes if newest => entries.fitted(view.clause),
        Fit::Blank if newest => entries.blank(view.clause),
        Fit::Yes | Fit::Blank | Fit::No => {}
    }
    fit == Fit::Yes
}

impl Stretch<'_> {
    /// Whether the person is in post on the last day: who left by then owes nothing (reading 27).
    fn is_there(&self) -> bool {
        self.spell.start <= self.last && self.spell.end.is_none_or(|end| end > self.last)
    }

    /// The first day that counts.
    fn begin(&self) -> Day {
        self.first.max(self.spell.start).max(self.span)
    }
}

impl SupervisionTotal {
    /// The sum behind one obligation.
    fn total(&self, view: &View<'_>, owed: &Obligation) -> Option<Total> {
        let data = view.facts.data;
        let Subject::Staff(staff) = owed.subject else {
            return None;
        };
        let counts = Matcher::resolve(&self.counts, SubjectKind::Session, data).ok()?;
        let (begin, last, working) = (owed.since.day, owed.due, view.facts.working);
        let stretches = self.per.stretches(begin, last, working);
        let (first, _) = stretches.into_iter().find(|(_, end)| *end == last)?;
        let inside = self.sessions(view, &counts, staff).into_iter();
        let inside = inside.filter(|session| begin <= session.day && session.day <= last);
        let hours = self.at_least.unit == Unit::Hours;
        let added = inside.map(|counted| {
            let index = data
                .sessions
                .binary_search_by_key(&counted.row, |one| one.row);
            let session = index.ok().and_then(|index| data.sessions.get(index));
            let session = session.filter(|_| hours);
            Added {
                day: counted.day,
                row: counted.row,
                amount: counted.grains.ok().map(|grains| self.in_units(grains)),
                minutes: session.and_then(|session| session.minutes),
                people: session
                    .filter(|_| self.shared)
                    .map(|session| attendees(data, session).max(1)),
            }
        });
        Some(Total {
            first: begin,
            last,
            part: (begin > first).then(|| {
                let (part, whole) = self.per.part(begin, last, working);
                (part, whole, self.per.parts_called())
            }),
            in_full: self.at_least.number,
            added: added.collect(),
        })
    }

    /// The sessions of a person that count, each once.
    fn sessions(&self, view: &View<'_>, counts: &Matcher, staff: StaffIx) -> Sessions {
        let data = view.facts.data;
        let mut found: BTreeMap<Key, Counted> = BTreeMap::new();
        for number in data.index.sessions_of_staff(staff) {
            let Some(session) = data.sessions.get(*number as usize) else {
                continue;
            };
            let moment = Moment::on(session.date);
            if !session.is_held()
                || session.date > view.as_of
                || counts.fits(view.facts, Sight::Session(*number), moment) != Fit::Yes
            {
                continue;
            }
            let grains = self.grains(data, session);
            let key = match session.session {
                Some(number) => (session.date, Some(number), None),
                None => (session.date, None, Some((session.kind, session.supervisor))),
            };
            let counted = found.entry(key).or_insert(Counted {
                day: session.date,
                row: session.row,
                grains,
            });
            if grains.ok() > counted.grains.ok() {
                counted.grains = grains;
            }
        }
        found.into_values().collect()
    }

    /// What a session adds: itself, or its minutes.
    fn grains(&self, data: &Dataset, session: &Session) -> Result<i128, &'static str> {
        if self.at_least.unit == Unit::Sessions {
            return Ok(GRAINS);
        }
        let minutes = i128::from(session.minutes.ok_or("minutes")?) * GRAINS;
        if !self.shared {
            return Ok(minutes);
        }
        if session.session.is_none() && session.kind != Word::PERSONAL {
            return Err("session_id");
        }
        let people = i128::from(attendees(data, session).max(1));
        // Rounded up, so that no remainder of a share makes a finding.
        Ok((minutes + people - 1) / people)
    }

    /// An amount in grains, or a part of it, rounded down to a whole session or minute.
    fn limit(&self, amount: Amount, (part, whole): (u32, u32)) -> i128 {
        let minutes = i128::from(amount.number.millionths()) * self.minutes_in_one();
        if part >= whole {
            return minutes * GRAINS / MILLION;
        }
        let part = minutes * i128::from(part) / i128::from(whole.max(1));
        part / MILLION * GRAINS
    }

    /// How many sessions, or minutes, one of the amount's units is.
    fn minutes_in_one(&self) -> i128 {
        if self.at_least.unit == Unit::Hours {
            60
        } else {
            1
        }
    }

    /// Grains as sessions or hours.
    fn in_units(&self, grains: i128) -> Decimal {
        let millionths = grains * MILLION / (GRAINS * self.minutes_in_one());
        Decimal::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX))
    }

    fn enter(&self, view: &View<'_>, entries: &mut Entries<'_>, stretch: &Stretch<'_>) {
        let (begin, last) = (stretch.begin(), stretch.last);
        let part = if begin == stretch.first {
            (1, 1)
        } else {
            self.per.part(begin, last, view.facts.working)
        };
        let limit = self.limit(self.at_least, part);
        if begin > last || limit == 0 {
            return;
        }
        let inside = || {
            let sessions = stretch.sessions.iter();
            sessions.filter(move |session| begin <= session.day && session.day <= last)
        };
        let (mut found, mut reached) = (0, None);
        for session in inside() {
            found += session.grains.unwrap_or_default();
            reached = reached.or((found >= limit).then_some(session.day));
        }
        let unknown = inside().find_map(|one| Some((one.grains.err()?, one.row)));
        let subject = Subject::Staff(stretch.staff);
        // What is known to be enough is enough; anything less may be more than it seems.
        if let Some((column, row)) = unknown.filter(|_| found < limit) {
            let ((from, to), day) = (view.period, last.min(view.as_of));
            if from <= day && day <= to {
                let reason = Reason::Blank {
                    column: column.to_owned(),
                };
                entries.cannot_judge(view.clause, Some(subject), reason, Some(row));
            }
            return;
        }
        let rows = inside().map(|session| session.row).collect();
        let sum = Sum {
            found,
            limit,
            wanted: self.target.map(|target| self.limit(target, part)),
            reached,
            rows,
        };
        entries.owe(self.obligation(view, stretch, sum));
    }

    fn obligation(&self, view: &View<'_>, stretch: &Stretch<'_>, sum: Sum) -> Obligation {
        let (begin, last) = (stretch.begin(), stretch.last);
        let on = |day: Day| if view.as_of < last { day } else { last };
        let met = sum.reached.map(on);
        // A window that is over can't reach its target any more, and its minimum is met.
        let target = self.target.filter(|_| {
            met.is_some()
                && self.on_audit_day()
                && sum.wanted.is_some_and(|wanted| sum.found < wanted)
        });
        let away = absences(view.facts.data, stretch.staff, view.as_of);
        let event = if self.on_audit_day() {
            Event::AuditDay
        } else {
            Event::Window
        };
        Obligation {
            clause: view.clause,
            subject: Subject::Staff(stretch.staff),
            due: last,
            target: None,
            outcome: outcome(met, target.is_some(), (last, view.as_of)),
            nth: 1,
            since: Since {
                day: begin,
                row: Some(stretch.spell.row),
                event,
            },
            by: None,
            rows: sum.rows,
            remarks: Remarks {
                absent: days_away(&away, begin.previous(), last),
                cut: begin > stretch.first.max(stretch.spell.start),
                failed: target.map(|target| format!("{target} are aimed at").into_boxed_str()),
                ..Remarks::default()
            },
            measure: Some(Box::new(Measure {
                value: self.in_units(sum.found),
                limit: self.in_units(sum.limit),
                unit: self.at_least.unit.word(Decimal::whole(2)),
            })),
        }
    }
}

fn outcome(met: Option<Day>, below_target: bool, (last, as_of): (Day, Day)) -> Outcome {
    match met {
        None if as_of < last => Outcome::Due {
            left: last.days_since(as_of),
        },
        None => Outcome::NotMet,
        Some(_) if below_target => Outcome::PastTarget { days: 0, left: 0 },
        Some(on) => Outcome::Met {
            on,
            spare: last.days_since(on),
            past_target: 0,
        },
    }
}

#[cfg(test)]
mod tests;
