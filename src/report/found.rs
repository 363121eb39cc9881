//! What fell short, one for each gap, in the order in which it wants attention and not yet in words: a council has
//! more of it than anybody reads.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::calendar::Day;
use crate::ledger::{Event, Obligation, Outcome, Severity, Subject};

use super::lens::{Entry, Kind, track};

/// One thing that fell short.
#[derive(Debug)]
pub(super) struct Found<'e> {
    /// The obligation it stands for; of a gap the one with which it began.
    pub(super) entry: &'e Entry<'e>,
    /// How much it matters.
    pub(super) severity: Severity,
    /// How many were owed and not done in this gap.
    pub(super) missed: u32,
    /// Of them, those that fell due in the period.
    pub(super) missed_in_period: u32,
    /// Whether any of it fell due in the period.
    pub(super) in_period: bool,
    /// Its place among those that are known by the same, from 1.
    times: u32,
}

/// One stretch without what is owed: whose, in which table, on which track, since when, and whether it is waived.
type Gap<'g> = (Subject, &'g str, &'g str, Day, bool);

/// What something owed is known by from audit to audit: clause, kind and id of the subject, time, day of the session,
/// and what tells two of one id apart.
type Key<'e> = (
    usize,
    &'static str,
    Cow<'e, str>,
    Time,
    Option<Day>,
    &'e str,
);

/// By which time something owed is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Time {
    Any,
    On(Day),
    Open,
}

/// Everything that fell short, waived or not, in order.
pub(super) fn list<'e>(entries: &'e [Entry<'e>]) -> Vec<Found<'e>> {
    let mut found = unordered(entries);
    found.par_sort_by_cached_key(|found| (found.first_by(), found.then_by()));
    let mut seen: IndexMap<Key<'e>, u32, FxBuildHasher> = IndexMap::default();
    for one in &mut found {
        let times = seen.entry(key(one.entry)).or_insert(0);
        *times += 1;
        one.times = *times;
    }
    found
}

/// The same in no order, and those known by the same not told apart: for who only counts them.
pub(super) fn unordered<'e>(entries: &'e [Entry<'e>]) -> Vec<Found<'e>> {
    let (mut recurring, mut found) = (Vec::new(), Vec::new());
    for entry in entries {
        if recurs(entry) && entry.obligation.outcome.is_open() {
            recurring.push((gap(entry), entry));
        } else if is_finding(entry) {
            found.push(Found::of(entry, &[]));
        }
    }
    recurring.par_sort_by_key(|(gap, _)| *gap);
    for gap in recurring.chunk_by(|(one, _), (other, _)| one == other) {
        let first = |overdue: bool| {
            let entries = gap.iter().map(|(_, entry)| entry);
            let entries = entries
                .filter(|entry| is_overdue(entry.obligation) == overdue && is_finding(entry));
            entries.min_by_key(|entry| {
                let owed = entry.obligation;
                (owed.nth, owed.due, owed.clause)
            })
        };
        if let Some(entry) = first(true).or_else(|| first(false)) {
            found.push(Found::of(entry, gap));
        }
    }
    found
}

fn recurs(entry: &Entry<'_>) -> bool {
    matches!(entry.kind, Kind::Staff | Kind::Case | Kind::Review)
}

fn gap<'e>(entry: &Entry<'e>) -> Gap<'e> {
    let owed = entry.obligation;
    (
        owed.subject,
        entry.clause.rule.name,
        track(entry.clause),
        owed.since.day,
        entry.is_waived_now(),
    )
}

/// Which of two stands first.
pub(super) fn in_order(one: &Found<'_>, two: &Found<'_>) -> Ordering {
    let first = one.first_by().cmp(&two.first_by());
    first.then_with(|| one.then_by().cmp(&two.then_by()))
}

impl<'e> Found<'e> {
    fn of(entry: &'e Entry<'e>, gap: &[(Gap<'_>, &Entry<'_>)]) -> Found<'e> {
        let overdue = || {
            let entries = gap.iter().map(|(_, entry)| entry);
            entries.filter(|entry| is_overdue(entry.obligation))
        };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let alone = gap.is_empty() && is_overdue(entry.obligation);
        let missed = alone || matches!(entry.obligation.outcome, Outcome::Missed { .. });
        let fell_due = || overdue().filter(|entry| entry.fell_due).count();
        Found {
            entry,
            severity: severity(entry, overdue()),
            missed: if missed { 1 } else { number(overdue().count()) },
            missed_in_period: if missed {
                u32::from(entry.fell_due)
            } else {
                number(fell_due())
            },
            in_period: entry.fell_due || gap.iter().any(|(_, entry)| entry.fell_due),
            times: 1,
        }
    }

    /// What decides which of two stands first: how much it matters, and how long it has.
    fn first_by(&self) -> (Severity, bool, Reverse<i32>) {
        let days = Reverse(self.days().unwrap_or(-1));
        (self.severity, !self.position(), days)
    }

    /// What decides where that leaves two alike: clauses in the order of the policy, subjects in that of their ids,
    /// never in the order of rows.
    fn then_by(&self) -> impl Ord + use<'e> {
        let owed = self.entry.obligation;
        let (clause, kind, id, time, session, apart) = key(self.entry);
        let days = (owed.due, owed.since.day);
        // What is known by the same is told apart by its place in this order.
        (clause, id, days, (kind, time, session, apart), owed)
    }

    /// Whether it is open on the as-of day.
    pub(super) fn position(&self) -> bool {
        is_position(self.entry.obligation)
    }

    /// Days late, overdue, missed or past the target; what is below its target in amount has none.
    pub(super) fn days(&self) -> Option<i32> {
        let owed = self.entry.obligation;
        owed.outcome.days().filter(|_| owed.measure.is_none())
    }

    /// Whether it is past its target and inside the limit: advice, and no breach.
    pub(super) fn is_advice(&self) -> bool {
        matches!(self.entry.obligation.outcome, Outcome::PastTarget { .. })
    }

    /// The waiver that sets it aside, by its place in the policy.
    pub(super) fn waiver(&self) -> Option<usize> {
        let waived = self.entry.obligation.remarks.waived();
        if self.position() {
            waived.now
        } else {
            waived.due
        }
    }

    /// What it is known by; of two that are known by the same, the second is told apart by its place in the order.
    pub(super) fn known_by(&self) -> String {
        let text = known_by(self.entry);
        match self.times {
            1 => text,
            times => format!("{text}\n{times}"),
        }
    }
}

fn is_overdue(obligation: &Obligation) -> bool {
    matches!(obligation.outcome, Outcome::Overdue { .. })
}

/// Whether it is open on the as-of day.
fn is_position(obligation: &Obligation) -> bool {
    obligation.is_outstanding() || matches!(obligation.outcome, Outcome::PastTarget { .. })
}

fn is_finding(entry: &Entry<'_>) -> bool {
    let met = matches!(entry.obligation.outcome, Outcome::Met { .. });
    is_position(entry.obligation) || (entry.fell_due && !met)
}

/// The clause's severity, the strictest of what is overdue in a gap; what is only past its target is advice.
fn severity<'e>(entry: &Entry<'_>, overdue: impl Iterator<Item = &'e &'e Entry<'e>>) -> Severity {
    if entry.kind == Kind::Beside {
        return Severity::Information;
    }
    let own = entry.clause.severity;
    if matches!(entry.obligation.outcome, Outcome::PastTarget { .. }) {
        return own.max(Severity::Advisory);
    }
    overdue
        .map(|entry| entry.clause.severity)
        .fold(own, Severity::min)
}

/// What is open is known by clause and subject alone: its due day moves with the first day the exports cover, with an
/// absence entered later, with a closure. What is owed once is known by the day it is about.
fn time(entry: &Entry<'_>) -> Time {
    let owed = entry.obligation;
    match owed.since.event {
        Event::AuditDay => Time::Any,
        _ if recurs(entry) && owed.outcome.is_open() => Time::Open,
        Event::Window | Event::SpanBegins => Time::On(owed.due),
        _ if recurs(entry) => Time::On(owed.due),
        Event::Session | Event::Start | Event::SessionDay | Event::CalledOff => {
            Time::On(owed.since.day)
        }
    }
}

fn key<'e>(entry: &'e Entry<'e>) -> Key<'e> {
    let who = entry.who();
    // Two sessions may have one deadline.
    let session = who.session_date;
    let clause = entry.obligation.clause;
    (clause, who.kind, who.id, time(entry), session, who.apart)
}

/// The same as a text.
pub(super) fn known_by(entry: &Entry<'_>) -> String {
    let (_, kind, id, time, session, apart) = key(entry);
    let time = match time {
        Time::Any => String::new(),
        Time::Open => "open".to_owned(),
        Time::On(day) => day.to_string(),
    };
    let session = session.map(|day| day.to_string()).unwrap_or_default();
    [&entry.clause.id, kind, &id, &time, &session, apart].join("\n")
}
