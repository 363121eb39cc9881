//! How a check came to what it says of one obligation: what a reader adds up, or compares, by hand.

use std::collections::BTreeMap;

use super::holding::Holding;
use super::looks::Look;
use super::must::Compared;
use crate::calendar::Day;
use crate::ledger::Obligation;
use crate::place::Row;
use crate::records::{Dataset, Decimal, Word};

/// What stands behind one obligation.
#[derive(Clone, Debug, Default)]
pub struct Workings {
    /// The day the time counts from, with the column that holds it, where a column does.
    pub from: Option<(Day, String)>,
    /// What was added up.
    pub total: Option<Total>,
    /// Each cell that was looked at, beside what is asked of it.
    pub compared: Vec<Compared>,
    /// What is held, where a caseload is judged.
    pub holding: Option<Holding>,
    /// Where too little was found: what was searched for.
    pub search: Option<Search>,
}

/// A search of the activity exports.
#[derive(Clone, Debug)]
pub struct Search {
    /// Which rows were searched for, in words.
    pub what: String,
    /// The first day that counts.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// Rows that would count, or might, were their day inside the time; the nearest first.
    pub outside: Vec<(Day, Row)>,
    /// Rows inside the time that do not count, by their kind: how many.
    pub others: Vec<(Word, u32)>,
}

impl From<Search> for Workings {
    fn from(search: Search) -> Workings {
        Workings {
            search: Some(search),
            ..Workings::default()
        }
    }
}

impl Search {
    /// What was searched for something owed, and what was seen beside it. `looks` are those of all time.
    pub fn new(
        data: &Dataset,
        what: String,
        looks: &[Look],
        (owed, as_of): (&Obligation, Day),
    ) -> Search {
        let (first, last) = (owed.since.day, owed.due.min(as_of));
        let inside = |day: Day| first <= day && day <= last;
        let mine = |look: &&Look| {
            let of = look.of.as_ref();
            !inside(look.day) && of.is_none_or(|of| of.contains(&owed.subject))
        };
        let mut outside: Vec<(Day, Row)> = looks
            .iter()
            .filter(mine)
            .map(|look| (look.day, look.row))
            .collect();
        outside.sort_by_key(|(day, row)| {
            let before = first.days_since(*day);
            (before.max(day.days_since(last)), *row)
        });
        let mut kinds: BTreeMap<Word, u32> = BTreeMap::new();
        for one in &data.activity {
            if inside(one.date) && !owed.rows.contains(&one.row) {
                *kinds.entry(one.kind).or_default() += 1;
            }
        }
        let mut others: Vec<(Word, u32)> = kinds.into_iter().collect();
        others.sort_by_key(|(kind, _)| data.words.text(*kind));
        Search {
            what,
            first,
            last,
            outside,
            others,
        }
    }
}

/// Rows added up over a stretch of time.
#[derive(Clone, Debug)]
pub struct Total {
    /// The first day that counts.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// For somebody who began inside the time: how many whole units it holds of how many, and what they are called.
    pub part: Option<(u32, u32, &'static str)>,
    /// What is asked of somebody who was there for all of it.
    pub in_full: Decimal,
    /// What the rows add, each once, by day.
    pub added: Vec<Added>,
}

/// One row of a sum.
#[derive(Clone, Copy, Debug)]
pub struct Added {
    /// Its day.
    pub day: Day,
    /// Where it stands.
    pub row: Row,
    /// What it adds, in the unit of the sum; nothing where a cell is blank.
    pub amount: Option<Decimal>,
    /// Its minutes, where minutes are counted.
    pub minutes: Option<u32>,
    /// Among how many people they are divided, where they are.
    pub people: Option<u32>,
}
