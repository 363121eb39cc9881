//! The stretches of time in which a subject is there: in post, or open.

use crate::calendar::Day;
use crate::place::Row;
use crate::records::{Dataset, Episode, LONGEST_BREAK};

use super::matcher::Sight;

/// One stretch of time without a longer break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// First day.
    pub start: Day,
    /// The day of leaving or closing, when it is known: nothing is owed on or after it.
    pub end: Option<Day>,
    /// The row that began it.
    pub row: Row,
}

impl Spell {
    /// The last day on which something can fall due, as of a day.
    pub fn last(self, as_of: Day) -> Day {
        self.end.map_or(as_of, |end| end.previous().min(as_of))
    }
}

/// The spells of a subject, as far as they are known on the as-of day.
pub fn spells(data: &Dataset, sight: Sight, as_of: Day) -> Vec<Spell> {
    match sight {
        Sight::Staff(staff) => {
            let posts = data.member(staff).map_or(&[][..], |member| &member.posts);
            let rows = posts.iter().map(|post| Spell {
                start: post.start,
                end: post.end,
                row: post.row,
            });
            joined(rows, as_of)
        }
        Sight::Case(case) => {
            let rows = data.case(case).map_or(&[][..], |case| &case.episodes);
            let rows = rows.chunk_by(|one, two| one.opened == two.opened);
            joined(rows.filter_map(episode), as_of)
        }
        Sight::Session(_) | Sight::Activity(_) => Vec::new(),
    }
}

/// Rows one after the other, those without a longer break between them as one.
fn joined(rows: impl Iterator<Item = Spell>, as_of: Day) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for row in rows {
        if row.start > as_of {
            break;
        }
        let end = row.end.filter(|end| *end <= as_of);
        match spells.last_mut() {
            Some(spell)
                if spell
                    .end
                    .is_none_or(|end| row.start.days_since(end) <= LONGEST_BREAK) =>
            {
                spell.end = end;
            }
            Some(_) | None => spells.push(Spell { end, ..row }),
        }
    }
    spells
}

/// An episode worked by several ends when the last of them ends.
fn episode(rows: &[Episode]) -> Option<Spell> {
    let first = rows.first()?;
    let open = rows.iter().any(|row| row.closed.is_none());
    Some(Spell {
        start: first.opened,
        end: if open {
            None
        } else {
            rows.iter().filter_map(|row| row.closed).max()
        },
        row: first.row,
    })
}
