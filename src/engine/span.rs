//! From which day on the session exports can show what was held (reading 32).

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::language::{Selector, SubjectKind, Test, Value};
use crate::records::{Dataset, Session, Word};
use crate::rules::Clock;

/// First day covered, for each kind of session that was ever held.
///
/// Sessions that name no case show nothing of the export in which cases are discussed, so they are kept apart.
#[derive(Debug)]
pub(super) struct Spans {
    naming_staff: BTreeMap<Word, Day>,
    naming_cases: BTreeMap<Word, Day>,
    as_of: Day,
}

impl Spans {
    /// Looks at every session held by the as-of day.
    pub(super) fn of(data: &Dataset, as_of: Day) -> Spans {
        let (mut naming_staff, mut naming_cases) = (BTreeMap::new(), BTreeMap::new());
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
            let note = |spans: &mut BTreeMap<Word, Day>| {
                let first = spans.entry(session.kind).or_insert(day);
                *first = day.min(*first);
            };
            if session.supervisee.is_some() {
                note(&mut naming_staff);
            }
            if session.case.is_some() {
                note(&mut naming_cases);
            }
        }
        Spans {
            naming_staff,
            naming_cases,
            as_of,
        }
    }

    /// The first day covered for the sessions a clock counts; nothing when none was held, or not by the as-of day.
    pub(super) fn covering(&self, clock: &Clock, data: &Dataset) -> Option<Day> {
        let spans = match clock.subject {
            SubjectKind::Case => &self.naming_cases,
            SubjectKind::Staff | SubjectKind::Session => &self.naming_staff,
        };
        spans
            .iter()
            .filter(|(kind, _)| counts_kind(&clock.counts, data.words.folded(**kind)))
            .map(|(_, day)| *day)
            .min()
            .filter(|day| *day <= self.as_of)
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

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::engine::testing::{World, day};
    use crate::engine::{Question, audit};
    use crate::ledger::Reason;

    #[test]
    fn reading_32_exports_that_begin_after_the_as_of_day_show_nothing_of_it() {
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            sessions: "date, kind, supervisee_id\n2026-01-10, personal, S1",
            ..World::default()
        };
        let policy = world.policy();
        let mut data = world.data(&policy);
        let mut untestable = |covers_from: &str| {
            for file in &mut data.files {
                file.covers_from = Some(day(covers_from));
            }
            let question = Question {
                as_of: day("2026-03-31"),
                period: (Day::FIRST, Day::LAST),
                taken: day("2026-04-05"),
            };
            audit(&policy, &data, question).untestable
        };
        assert_eq!(untestable("2026-03-31"), []);
        assert_eq!(untestable("2026-04-01")[0].reason, Reason::NoSessions);
    }
}
