//! What may stop a subject's clock: its held sessions, the activity about it, or the dates in its own rows.

use crate::calendar::Day;
use crate::language::{DateColumn, EvidenceIn, Sight, rows_change};
use crate::place::Row;

use super::contender::Counts;
use super::gap::Held;
use super::stay::Stay;
use super::track::Track;

/// Everything of a track's kind in a spell, by day; nothing when the subject's own column has been written over since
/// the as-of day, so that nobody can tell what stood there.
pub(super) fn held(
    track: &Track<'_>,
    evidence: EvidenceIn<'_>,
    stay: Stay<'_>,
) -> Option<Vec<Held>> {
    match evidence {
        EvidenceIn::Sessions => Some(sessions(stay)),
        EvidenceIn::Activity => Some(activity(stay)),
        EvidenceIn::Column(_) => {
            let column = track.contenders.iter().find_map(|one| match one.counts {
                Counts::Column(column) => Some(column),
                Counts::Nothing | Counts::Sessions(_) | Counts::Activity(_) => None,
            });
            match column {
                Some(column) => dates(column, stay),
                // A track of exemptions alone.
                None => Some(Vec::new()),
            }
        }
    }
}

fn inside(stay: Stay<'_>, day: Day) -> bool {
    (stay.spell.start..=stay.spell.last(stay.as_of)).contains(&day)
}

/// The held sessions of a subject.
fn sessions(stay: Stay<'_>) -> Vec<Held> {
    let data = stay.facts.data;
    let rows = match stay.sight {
        Sight::Staff(staff) => data.index.sessions_of_staff(staff),
        Sight::Case(case) => data.index.sessions_of_case(case),
        Sight::Session(_) | Sight::Activity(_) => &[],
    };
    let mut held = Vec::with_capacity(rows.len());
    let rows = rows
        .iter()
        .filter_map(|number| Some((*number, data.sessions.get(*number as usize)?)))
        .filter(|(_, session)| session.is_held() && inside(stay, session.date))
        .map(|(number, session)| Held {
            day: session.date,
            row: session.row,
            number,
        });
    held.extend(rows);
    held
}

/// The activity about a subject.
fn activity(stay: Stay<'_>) -> Vec<Held> {
    let data = stay.facts.data;
    let rows = match stay.sight {
        Sight::Staff(staff) => data.index.activity_of_staff(staff),
        Sight::Case(case) => data.index.activity_of_case(case),
        Sight::Session(_) | Sight::Activity(_) => &[],
    };
    rows.iter()
        .filter_map(|number| Some((*number, data.activity.get(*number as usize)?)))
        .filter(|(_, activity)| inside(stay, activity.date))
        .map(|(number, activity)| Held {
            day: activity.date,
            row: activity.row,
            number,
        })
        .collect()
}

/// The dates of a column in the subject's rows, one row after another.
fn dates(column: DateColumn, stay: Stay<'_>) -> Option<Vec<Held>> {
    let data = stay.facts.data;
    let last = stay.spell.last(stay.as_of);
    let mut days = Vec::new();
    rows_change(data, stay.sight, &mut days);
    days.retain(|day| *day <= last);
    days.sort_unstable();
    days.dedup();
    let mut held: Vec<Held> = Vec::new();
    for day in days {
        let Some(done) = column.on(data, stay.sight, day) else {
            continue;
        };
        if done > stay.as_of && column.on(data, stay.sight, last) == Some(done) {
            return None;
        }
        if inside(stay, done) && !held.iter().any(|held| held.day == done) {
            held.push(Held {
                day: done,
                row: row_on(stay, day),
                number: 0,
            });
        }
    }
    held.sort_unstable_by_key(|held| held.day);
    Some(held)
}

/// The subject's row in force on a day.
fn row_on(stay: Stay<'_>, day: Day) -> Row {
    let data = stay.facts.data;
    let row = match stay.sight {
        Sight::Staff(staff) => data.post_on(staff, day).map(|post| post.row),
        Sight::Case(case) => data.episode_on(case, day).first().map(|row| row.row),
        Sight::Session(_) | Sight::Activity(_) => None,
    };
    row.unwrap_or(stay.spell.row)
}
