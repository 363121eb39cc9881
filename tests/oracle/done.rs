//! What was done about a subject, where a rule looks for it.

use std::collections::BTreeSet;

use super::calendar::{Date, plus};
use super::force::Spell;
use super::walk::{Fate, Owed};
use super::world::{Evidence, Session, Subject, World};

/// What was done about a subject in one of the places where evidence is found; nothing where its own column was written
/// over after the as-of day, so that it does not say what stood there.
pub(crate) fn done(
    world: &World,
    subject: &Subject,
    spell: &Spell,
    from: Evidence,
) -> Option<Vec<Session>> {
    let rows = match from {
        Evidence::Supervision | Evidence::Sessions => &world.sessions,
        Evidence::Activity => &world.activity,
        Evidence::Column(column) => return dates(world, subject, spell, column),
    };
    let named = rows.iter().filter(|one| one.names(subject));
    Some(named.filter(|one| one.is_held()).cloned().collect())
}

/// The days on which a column of the subject's rows says that it was done.
fn dates(
    world: &World,
    subject: &Subject,
    spell: &Spell,
    column: &'static str,
) -> Option<Vec<Session>> {
    let mut dates = BTreeSet::new();
    let mut newest = None;
    let mut today = subject.rows[0].opened;
    while today <= world.as_of && spell.end.is_none_or(|end| today < end) {
        // From each day of the past it is known what the row in force on it says.
        let mut opened = subject.rows.iter().filter(|row| row.opened <= today);
        newest = opened
            .next_back()
            .and_then(|row| row.dates.get(column).copied());
        dates.extend(newest.filter(|date| *date >= spell.start && *date <= world.as_of));
        today = plus(today, 1);
    }
    if newest.is_some_and(|date| date > world.as_of) {
        return None;
    }
    let ended = |date: &Date| spell.end.is_some_and(|end| *date >= end);
    let inside = dates.into_iter().filter(|date| !ended(date));
    Some(inside.map(Session::dated).collect())
}

/// Whether a column can tell: it holds only the last time, so nothing before that is known to be late.
pub(crate) fn remembered(owed: &Owed, held: &[Session]) -> bool {
    let last = held.last().map(|one| one.date);
    let met = matches!(owed.fate, Fate::Met { .. });
    met || last.is_none_or(|last| owed.due >= last)
}
