//! What one worker, or the people of a team, hold.

use crate::language::{Adds, Held, Holding, Share};
use crate::ledger::Subject;
use crate::place::Row;
use crate::records::{Decimal, Post, StaffIx, Word};

/// What one worker holds on the as-of day.
pub(super) struct Load {
    pub(super) staff: StaffIx,
    pub(super) row: Row,
    pub(super) team: Option<Word>,
    pub(super) value: Decimal,
    /// The share of a full-time post; nothing when the export does not say.
    pub(super) share: Option<Share>,
    pub(super) parts: Vec<Held>,
    /// How many cases besides a blank cell keeps from being counted.
    pub(super) blank: u32,
}

pub(super) const WHOLE: i64 = 1_000_000;

impl Load {
    /// What they hold, added up.
    pub(super) fn of(staff: StaffIx, post: &Post, (parts, blank): (Vec<Held>, u32)) -> Load {
        let value = parts.iter().map(|part| part.amount.millionths()).sum();
        Load {
            staff,
            row: post.row,
            team: post.team,
            value: Decimal::from_millionths(value),
            share: Some(Share::FULL),
            parts,
            blank,
        }
    }

    /// The rows that say so: the person's own and those of what is held.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        std::iter::once(self.row).chain(self.parts.iter().map(|part| part.row))
    }

    pub(super) fn holding(self, in_full: Decimal) -> Holding {
        Holding {
            in_full,
            share: self.share.filter(|share| share.part < share.whole),
            posts: None,
            parts: self.parts,
        }
    }

    /// Whether the worker holds more than their share of a limit, and that share.
    pub(super) fn against(&self, limit: Decimal) -> (bool, Decimal) {
        let share = self.share.unwrap_or(Share::FULL);
        let allowed = share.of(limit);
        let over = i128::from(self.value.millionths()) * i128::from(share.whole) > allowed;
        let allowed = i64::try_from(allowed / i128::from(share.whole.max(1))).unwrap_or(i64::MAX);
        (over, Decimal::from_millionths(allowed))
    }
}

/// What the people of a team hold and their posts; those of whom that is not known are in no average.
pub(super) fn of_team(loads: impl Iterator<Item = Load>, in_full: Decimal) -> Holding {
    let shared = loads.filter_map(|load| Some((load.share?, load)));
    let parts: Vec<(i128, Held)> = shared
        .map(|(share, load)| {
            let held = Held {
                subject: Subject::Staff(load.staff),
                row: load.row,
                amount: load.value,
                why: Adds::Post(share.decimal()),
            };
            (share.millionths(), held)
        })
        .collect();
    let posts = parts.iter().map(|(share, _)| share).sum::<i128>();
    Holding {
        in_full,
        share: None,
        posts: i64::try_from(posts).ok().map(Decimal::from_millionths),
        parts: parts.into_iter().map(|(_, held)| held).collect(),
    }
}
