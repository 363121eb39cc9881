//! What somebody holds on a day, row by row: what a caseload is added up from.

use std::fmt;

use crate::calendar::Day;
use crate::ledger::Subject;
use crate::place::Row;
use crate::records::{CaseIx, Dataset, Decimal, Post, StaffIx, Word};

/// What stands behind a caseload.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The limit for a full-time post.
    pub in_full: Decimal,
    /// The share of a full-time post, where the limit goes by it and it is not a whole one.
    pub share: Option<Share>,
    /// How many full-time posts a team has, where the limit is for its average.
    pub posts: Option<Decimal>,
    /// What each row adds.
    pub parts: Vec<Held>,
}

/// One row of what is held.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// The case, or the person.
    pub subject: Subject,
    /// Where it stands.
    pub row: Row,
    /// What it adds, in the unit of the limit.
    pub amount: Decimal,
    /// Why it adds that.
    pub why: Adds,
}

/// Why a row adds what it adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// As it says, or one for one.
    Plain,
    /// Its number of children is blank, and a case is somebody's.
    BlankChildren,
    /// The first case of a family.
    Family(Word),
    /// A family that is counted already.
    FamilyAgain(Word),
    /// It names no family, and is counted as one.
    NoFamily,
    /// A person of a team, with the share of a full-time post.
    Post(Decimal),
}

impl Adds {
    /// In words; nothing where the amount says it all.
    pub fn words(self, data: &Dataset) -> Option<String> {
        match self {
            Adds::Plain => None,
            Adds::BlankChildren => Some("`children` is blank, and is taken as one".to_owned()),
            Adds::Family(family) => Some(format!("`family_id` is {}", data.text(Some(family)))),
            Adds::FamilyAgain(family) => Some(format!(
                "`family_id` is {}, counted already",
                data.text(Some(family))
            )),
            Adds::NoFamily => Some("`family_id` is blank, and is taken as one".to_owned()),
            Adds::Post(share) => Some(format!("{share} of a full-time post")),
        }
    }
}

/// The people in post on a day who have somebody as their line manager.
pub fn supervised(data: &Dataset, manager: StaffIx, day: Day) -> Vec<Held> {
    let people = data.in_post(day);
    people
        .filter(|(staff, post)| post.supervisor == Some(manager) && *staff != manager)
        .map(|(staff, post)| Held {
            subject: Subject::Staff(staff),
            row: post.row,
            amount: Decimal::whole(1),
            why: Adds::Plain,
        })
        .collect()
}

/// The cases a worker holds on a day: children, family and row of each, each case once.
pub fn cases_held(
    data: &Dataset,
    staff: StaffIx,
    day: Day,
) -> impl Iterator<Item = (CaseIx, (Option<Decimal>, Option<Word>, Row))> {
    data.index.cases_of_worker(staff).filter_map(move |case| {
        let row = data
            .episode_on(case, day)
            .iter()
            .find(|row| row.worker == Some(staff) && row.is_open(day))?;
        Some((case, (row.children, row.family, row.row)))
    })
}

/// A part of a whole, kept as the two numbers so that no limit is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The part, in millionths.
    pub part: i64,
    /// The whole, in millionths.
    pub whole: i64,
}

impl Share {
    /// All of it.
    pub const FULL: Share = Share { part: 1, whole: 1 };

    /// A share of a limit, in millionths times the whole.
    pub fn of(self, limit: Decimal) -> i128 {
        i128::from(limit.millionths()) * i128::from(self.part)
    }

    /// The share in millionths, for adding shares of different wholes up.
    pub fn millionths(self) -> i128 {
        i128::from(self.part) * 1_000_000 / i128::from(self.whole.max(1))
    }

    /// The share as a number, its millionths cut off.
    pub fn decimal(self) -> Decimal {
        Decimal::from_millionths(i64::try_from(self.millionths()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (part, whole) = (self.part, self.whole);
        let (part, whole) = (
            Decimal::from_millionths(part),
            Decimal::from_millionths(whole),
        );
        write!(out, "{part} / {whole}")
    }
}

/// What one worker holds on the as-of day.
pub struct Load {
    /// Who.
    pub staff: StaffIx,
    /// The row of their post.
    pub row: Row,
    /// The team of that post.
    pub team: Option<Word>,
    /// How much they hold.
    pub value: Decimal,
    /// The share of a full-time post; nothing when the export does not say.
    pub share: Option<Share>,
    /// Of what it is made up.
    pub parts: Vec<Held>,
    /// How many cases besides a blank cell keeps from being counted.
    pub blank: u32,
}

impl Load {
    /// What they hold, added up.
    pub fn of(staff: StaffIx, post: &Post, (parts, blank): (Vec<Held>, u32)) -> Load {
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
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        std::iter::once(self.row).chain(self.parts.iter().map(|part| part.row))
    }

    /// The same as a total that is explained.
    pub fn holding(self, in_full: Decimal) -> Holding {
        Holding {
            in_full,
            share: self.share.filter(|share| share.part < share.whole),
            posts: None,
            parts: self.parts,
        }
    }

    /// Whether the worker holds more than their share of a limit, and that share.
    pub fn against(&self, limit: Decimal) -> (bool, Decimal) {
        let share = self.share.unwrap_or(Share::FULL);
        let allowed = share.of(limit);
        let over = i128::from(self.value.millionths()) * i128::from(share.whole) > allowed;
        let allowed = i64::try_from(allowed / i128::from(share.whole.max(1))).unwrap_or(i64::MAX);
        (over, Decimal::from_millionths(allowed))
    }
}

/// What the people of a team hold and their posts; those of whom that is not known are in no average.
pub fn of_team(loads: impl Iterator<Item = Load>, in_full: Decimal) -> Holding {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32) -> Row {
        Row { file: 0, line }
    }

    /// Two cases of one worker, with a share of a full-time post.
    fn load(line: u32, share: Option<Share>) -> Load {
        let held = |case: usize, amount: u32| Held {
            subject: Subject::Case(CaseIx::at(case).unwrap()),
            row: row(line + 1),
            amount: Decimal::whole(amount),
            why: Adds::Plain,
        };
        Load {
            staff: StaffIx::at(0).unwrap(),
            row: row(line),
            team: None,
            value: Decimal::whole(4),
            share,
            parts: vec![held(0, 1), held(1, 3)],
            blank: 0,
        }
    }

    #[test]
    fn the_rows_behind_a_load_are_the_workers_own_and_those_of_what_is_held() {
        let rows: Vec<u32> = load(7, None).rows().map(|row| row.line).collect();
        assert_eq!(rows, [7, 8, 8]);
    }

    #[test]
    fn a_team_adds_up_the_loads_and_posts_of_those_whose_share_is_known() {
        let half = Share { part: 1, whole: 2 };
        let loads = [
            load(2, Some(Share::FULL)),
            load(4, None),
            load(6, Some(half)),
        ];
        let holding = of_team(loads.into_iter(), Decimal::whole(5));
        assert_eq!(holding.in_full, Decimal::whole(5));
        assert_eq!(holding.posts.unwrap().to_string(), "1.5");
        let parts = holding.parts.iter();
        let parts: Vec<(u32, String)> = parts
            .map(|part| (part.row.line, part.amount.to_string()))
            .collect();
        assert_eq!(parts, [(2, "4".to_owned()), (6, "4".to_owned())]);
    }
}
