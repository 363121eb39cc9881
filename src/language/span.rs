//! From which day on the session exports can show what was held (reading 32).

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::records::{Dataset, Session, Word};

use super::selector::{Selector, Test, Value};

/// First day covered, for each kind of session that was ever held.
#[derive(Debug)]
pub struct Spans {
    by_kind: BTreeMap<Word, Day>,
}

impl Spans {
    /// Looks at every session held by the as-of day.
    pub fn of(data: &Dataset, as_of: Day) -> Spans {
        let mut by_kind: BTreeMap<Word, Day> = BTreeMap::new();
        for session in &data.sessions {
            if !session.is_held() || session.date > as_of {
                continue;
            }
            let file = data.files.get(usize::from(session.row.file));
            let day = match file.and_then(|file| file.covers_from) {
                Some(from) => from,
                // A session before its subject's start is a slip of the pen and says nothing of the export.
                None if subject_start(data, session).is_some_and(|start| session.date >= start) => {
                    session.date
                }
                None => continue,
            };
            let first = by_kind.entry(session.kind).or_insert(day);
            *first = (*first).min(day);
        }
        Spans { by_kind }
    }

    /// The first day covered for the kinds that count; nothing when no session of them was ever held.
    pub fn covering(&self, counts: &Selector, data: &Dataset) -> Option<Day> {
        self.by_kind
            .iter()
            .filter(|(kind, _)| counts_kind(counts, data.words.folded(**kind)))
            .map(|(_, day)| *day)
            .min()
    }
}

/// First day of the case a session names, or else of the person it was for.
fn subject_start(data: &Dataset, session: &Session) -> Option<Day> {
    let case = session.case.and_then(|case| data.case(case));
    if let Some(episode) = case.and_then(|case| case.episodes.first()) {
        return Some(episode.opened);
    }
    let member = data.member(session.supervisee?)?;
    member.posts.first().map(|post| post.start)
}

/// Whether sessions of a kind can count, whatever else they must be.
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
