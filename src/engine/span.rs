//! From which day on the session and activity exports can show what was done (reading 32).

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::language::{Selector, Test, Value};
use crate::place::Row;
use crate::records::{CaseIx, Dataset, StaffIx, Word};

/// First day covered, for each kind of session that was ever held, and for each kind of activity.
#[derive(Debug)]
pub(super) struct Spans {
    sessions: BTreeMap<Word, Day>,
    activity: BTreeMap<Word, Day>,
}

/// A row by which an export shows what it covers.
struct Shown {
    row: Row,
    kind: Word,
    date: Day,
    /// First day of the subject it names, when an export has it.
    start: Option<Day>,
}

impl Spans {
    /// Looks at every session held, and everything else done, by the as-of day.
    pub(super) fn of(data: &Dataset, as_of: Day) -> Spans {
        let held = data.sessions.iter().filter(|session| session.is_held());
        let held = held.map(|session| Shown {
            row: session.row,
            kind: session.kind,
            date: session.date,
            start: subject_start(data, session.case, session.supervisee),
        });
        let done = data.activity.iter().map(|activity| Shown {
            row: activity.row,
            kind: activity.kind,
            date: activity.date,
            start: subject_start(data, activity.case, activity.staff),
        });
        Spans {
            sessions: by_kind(data, held, as_of),
            activity: by_kind(data, done, as_of),
        }
    }

    /// The first day covered for the sessions that count; nothing when none of their kinds was ever held.
    pub(super) fn of_sessions(&self, counts: &Selector, data: &Dataset) -> Option<Day> {
        covering(&self.sessions, counts, data)
    }

    /// The same for activity.
    pub(super) fn of_activity(&self, counts: &Selector, data: &Dataset) -> Option<Day> {
        covering(&self.activity, counts, data)
    }
}

fn by_kind(data: &Dataset, rows: impl Iterator<Item = Shown>, as_of: Day) -> BTreeMap<Word, Day> {
    let mut by_kind: BTreeMap<Word, Day> = BTreeMap::new();
    for shown in rows.filter(|shown| shown.date <= as_of) {
        let file = data.files.get(usize::from(shown.row.file));
        let day = match file.and_then(|file| file.covers_from) {
            Some(from) => from,
            // A session before its subject's start is a slip of the pen and says nothing of the export.
            None if shown.start.is_some_and(|start| shown.date >= start) => shown.date,
            None => continue,
        };
        let first = by_kind.entry(shown.kind).or_insert(day);
        *first = (*first).min(day);
    }
    by_kind
}

fn covering(by_kind: &BTreeMap<Word, Day>, counts: &Selector, data: &Dataset) -> Option<Day> {
    by_kind
        .iter()
        .filter(|(kind, _)| counts_kind(counts, data.words.folded(**kind)))
        .map(|(_, day)| *day)
        .min()
}

/// First day of the case a row names, or else of the person it was for.
fn subject_start(data: &Dataset, case: Option<CaseIx>, staff: Option<StaffIx>) -> Option<Day> {
    let case = case.and_then(|case| data.case(case));
    if let Some(episode) = case.and_then(|case| case.episodes.first()) {
        return Some(episode.opened);
    }
    let member = data.member(staff?)?;
    member.posts.first().map(|post| post.start)
}

/// Whether rows of a kind can count, whatever else they must be.
fn counts_kind(counts: &Selector, kind: &str) -> bool {
    let named = |values: &[Value]| {
        values
            .iter()
            .any(|value| matches!(value, Value::Word(word) if word == kind))
    };
    counts.alternatives.iter().any(|table| {
        let of_kind = table
            .iter()
            .filter(|condition| condition.relation.is_none() && condition.column == "kind");
        of_kind
            .flat_map(|condition| &condition.tests)
            .all(|test| match test {
                Test::Is(values) => named(values),
                Test::Not(values) => !named(values),
                Test::Known(_)
                | Test::Reached(_)
                | Test::AtLeast(_)
                | Test::Over(_)
                | Test::AtMost(_)
                | Test::Under(_) => true,
            })
    })
}
