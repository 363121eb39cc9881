//! `rearrangement`: a session that was called off is held soon after.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    DateColumn, Deadline, Fit, MissingColumn, Moment, Roll, Sight, Spell, SubjectKind, require,
    spells,
};
use crate::ledger::{Entries, Event, Obligation, Outcome, Reason, Remarks, Since, Subject};
use crate::place::Row;
use crate::records::{CaseIx, ColumnType, Dataset, Demand, Export, Session, StaffIx, Word};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Sessions that were called off (status `cancelled`, `did-not-attend` or `rearranged`) and held again too late, or
    /// not at all.
    ///
    /// Each session called off owes one that is held, of the same kind and with the same person, and when it named
    /// cases, on one of them. It is the one whose `rearranged_from` is the original date; without such a row, the next
    /// held session of the pair on or after that date. The pair is the person and the supervisor; where the row names no
    /// supervisor, or one whom no export has, any supervisor serves, as does a held session that names none. Two called
    /// off in a row each owe one, and one held session may serve both. Rows that share a `session_id` are one session.
    /// Nothing is owed that falls due on or after the day the person leaves or the case closes. A system that writes
    /// the new date over the old one leaves no row of what was called off, and is not seen.
    ///
    /// ## Why it matters
    /// A session that is put off and not held soon after is a month without supervision.
    ///
    /// ## Keys
    /// - `within`: the time allowed from the original date; without it a session can be missing, never late.
    /// - `extra = true`: it must be held besides the regular ones: only a session linked by `rearranged_from` serves.
    /// - `target`: when it is wanted already.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    name: "rearrangement",
    summary: "sessions that were called off, held soon after",
    keys: &["within", "extra", "target", "roll"],
    needs: &[],
    bind: bind,
}

/// The column that links a session to the one it stands for.
const LINK: &str = "rearranged_from";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rearrangement {
    within: Option<Interval>,
    #[serde(default)]
    extra: bool,
    target: Option<Interval>,
    roll: Option<Roll>,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Rearrangement::deserialize(terms)?;
    terms.deadline().check().map_err(serde::de::Error::custom)?;
    Ok(Duty::Check(Box::new(terms)))
}

/// A session that was called off, of one person.
struct CalledOff<'a> {
    /// The position of its first row.
    number: u32,
    session: &'a Session,
    /// The cases it named that an export has.
    cases: Vec<CaseIx>,
    /// The day of leaving or closing, when it is known.
    end: Option<Day>,
}

impl Check for Rearrangement {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Session
    }

    fn demand(&self, demand: &mut Demand) {
        demand.ask(Export::Sessions, LINK, ColumnType::Date);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let link = self.extra.then_some(LINK);
        ["status", "supervisee_id"]
            .into_iter()
            .chain(link)
            .filter_map(|column| require(Export::Sessions, column, data).err())
            .collect()
    }

    fn describe(&self) -> String {
        let deadline = self.deadline().in_words("the original date");
        let extra = if self.extra {
            "; besides the regular ones, so that only a session linked by `rearranged_from` serves"
        } else {
            ""
        };
        format!("held again, when it was called off,{deadline}{extra}").replace(",;", ";")
    }

    fn allows(&self) -> Option<Interval> {
        self.within
    }

    fn by_session(&self) -> bool {
        true
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        if let Some(missing) = self.missing(data).into_iter().next() {
            return Err(missing);
        }
        let link = DateColumn::find(LINK, SubjectKind::Session, data).ok();
        for (number, session) in view.sessions() {
            if !is_called_off(session) || session.date > view.as_of {
                continue;
            }
            match fits(view, number, session) {
                Fit::Yes => entries.fitted(view.clause),
                Fit::Blank => {
                    entries.blank(view.clause);
                    continue;
                }
                Fit::No => continue,
            }
            if repeats(view, number, session) {
                continue;
            }
            if session.supervisee.is_none() && session.case.is_none() {
                let column = "supervisee_id".to_owned();
                let subject = Some(Subject::Session(number));
                let reason = Reason::Blank { column };
                entries.cannot_judge(view.clause, subject, reason, Some(session.row));
                continue;
            }
            if let Some(off) = called_off(view, number, session) {
                self.enter(view, link, &off, entries);
            }
        }
        Ok(())
    }
}

impl Rearrangement {
    fn deadline(&self) -> Deadline {
        Deadline {
            within: self.within,
            target: self.target,
            roll: self.roll,
        }
    }

    fn enter(
        &self,
        view: &View<'_>,
        link: Option<DateColumn>,
        off: &CalledOff<'_>,
        entries: &mut Entries<'_>,
    ) {
        let session = off.session;
        let deadline = self.deadline();
        let days = deadline.days(session.date, view.facts.working);
        let linked = link.and_then(|link| off.linked(view, link));
        let served = linked.or_else(|| (!self.extra).then(|| off.next_of_the_pair(view))?);
        let outcome = match (served, off.end) {
            (None, Some(end)) if days.0 >= end => return,
            (None, Some(end)) => Outcome::Missed {
                on: end,
                days: end.days_since(days.0),
            },
            (served, _) => deadline.outcome(view.as_of, days, served.map(|(day, _)| day)),
        };
        entries.owe(Obligation {
            clause: view.clause,
            subject: Subject::Session(off.number),
            due: days.0,
            target: days.1,
            outcome,
            nth: 1,
            since: Since {
                day: session.date,
                row: Some(session.row),
                event: Event::CalledOff,
            },
            by: served.map(|(_, row)| row),
            rows: vec![session.row],
            remarks: Remarks::default(),
            measure: None,
        });
    }
}

impl CalledOff<'_> {
    /// The last day on which it can be held.
    fn last(&self, as_of: Day) -> Day {
        self.end.map_or(as_of, |end| end.previous().min(as_of))
    }

    /// Other rows of the same kind, with the same person and on one of its cases, by day.
    fn rows<'d>(&self, data: &'d Dataset) -> impl Iterator<Item = (u32, &'d Session)> {
        let of_case = |case: &CaseIx| data.index.sessions_of_case(*case);
        let rows: Vec<u32> = if let Some(staff) = self.session.supervisee {
            data.index.sessions_of_staff(staff).to_vec()
        } else {
            let mut rows: Vec<u32> = self.cases.iter().flat_map(of_case).copied().collect();
            rows.sort_by_key(|row| data.sessions.get(*row as usize).map(|other| other.date));
            rows
        };
        rows.into_iter()
            .filter_map(|row| Some((row, data.sessions.get(row as usize)?)))
            .filter(|(_, other)| {
                let of_case = other.case.is_some_and(|case| self.cases.contains(&case));
                other.kind == self.session.kind && (of_case || self.cases.is_empty())
            })
    }

    /// The held session that says it stands for this one, or for one that stood for this one and was called off too.
    fn linked(&self, view: &View<'_>, link: DateColumn) -> Option<(Day, Row)> {
        let data = view.facts.data;
        let last = self.last(view.as_of);
        let mut original = self.session.date;
        loop {
            let from = |number: u32| link.on(data, Sight::Session(number), original);
            let stand_for = || {
                let rows = self.rows(data).filter(|(_, other)| other.date <= last);
                rows.filter(|(number, _)| from(*number) == Some(original))
            };
            if let Some((_, held)) = stand_for().find(|(_, other)| other.is_held()) {
                return Some((held.date, held.row));
            }
            let mut again = stand_for().map(|(_, other)| other);
            original = again
                .find(|other| is_called_off(other) && other.date > original)?
                .date;
        }
    }

    /// The next held session with the same supervisor.
    fn next_of_the_pair(&self, view: &View<'_>) -> Option<(Day, Row)> {
        let data = view.facts.data;
        let known = |staff: &StaffIx| is_in_staff(data, *staff);
        let supervisor = self.session.supervisor.filter(known);
        let last = self.last(view.as_of);
        let mut held = self.rows(data).filter(|(_, other)| {
            let by = other.supervisor.filter(known);
            let pair = by.is_none() || supervisor.is_none() || by == supervisor;
            pair && other.is_held() && (self.session.date..=last).contains(&other.date)
        });
        held.next().map(|(_, other)| (other.date, other.row))
    }
}

/// Whether a session was to be held and was not.
fn is_called_off(session: &Session) -> bool {
    matches!(
        session.status,
        Word::CANCELLED | Word::DID_NOT_ATTEND | Word::REARRANGED
    )
}

fn is_in_staff(data: &Dataset, staff: StaffIx) -> bool {
    data.member(staff)
        .is_some_and(|member| !member.posts.is_empty())
}

fn fits(view: &View<'_>, number: u32, session: &Session) -> Fit {
    let moment = Moment::on(session.date);
    view.whom.fits(view.facts, Sight::Session(number), moment)
}

/// The rows of a session that was called off, with one person, in their order; without a session id the row alone.
fn rows_of<'a>(
    data: &'a Dataset,
    session: &'a Session,
) -> impl Iterator<Item = (u32, &'a Session)> {
    let rows = data.index.rows_of_session(session).iter();
    rows.filter_map(|row| Some((*row, data.sessions.get(*row as usize)?)))
        .filter(|(_, other)| is_called_off(other) && other.date == session.date)
        .filter(|(_, other)| other.supervisee == session.supervisee)
}

/// Whether an earlier row of the same session owes it already.
fn repeats(view: &View<'_>, number: u32, session: &Session) -> bool {
    let mut earlier = rows_of(view.facts.data, session).take_while(|(row, _)| *row != number);
    earlier.any(|(row, other)| fits(view, row, other) == Fit::Yes)
}

/// A session that was called off, when its person and a case it named were there on the day.
fn called_off<'a>(view: &View<'a>, number: u32, session: &'a Session) -> Option<CalledOff<'a>> {
    let data = view.facts.data;
    let there = |sight: Sight| -> Option<Spell> {
        let spells = spells(data, sight, view.as_of).into_iter();
        spells.rev().find(|spell| {
            spell.start <= session.date && spell.end.is_none_or(|end| session.date < end)
        })
    };
    let mut named: Vec<CaseIx> = rows_of(data, session)
        .map(|(_, row)| row)
        .chain([session])
        .filter_map(|row| row.case)
        .collect();
    named.sort_unstable();
    named.dedup();
    let open: Vec<(CaseIx, Spell)> = named
        .iter()
        .filter_map(|case| Some((*case, there(Sight::Case(*case))?)))
        .collect();
    if open.is_empty() && !named.is_empty() {
        return None;
    }
    let leaving = match session.supervisee {
        Some(staff) => there(Sight::Staff(staff))?.end,
        None => None,
    };
    // The last case to close ends it.
    let closings: Option<Vec<Day>> = open.iter().map(|(_, spell)| spell.end).collect();
    let closing = closings.and_then(|days| days.into_iter().max());
    Some(CalledOff {
        number,
        session,
        cases: open.into_iter().map(|(case, _)| case).collect(),
        end: leaving.into_iter().chain(closing).min(),
    })
}

#[cfg(test)]
mod tests;
