//! How a check came to what it says of one obligation: what a reader adds up, or compares, by hand.

use super::must::Compared;
use crate::calendar::Day;
use crate::place::Row;
use crate::records::Decimal;

/// What stands behind one obligation.
#[derive(Clone, Debug, Default)]
pub struct Workings {
    /// The day the time counts from, with the column that holds it, where a column does.
    pub from: Option<(Day, String)>,
    /// What was added up.
    pub total: Option<Total>,
    /// Each cell that was looked at, beside what is asked of it.
    pub compared: Vec<Compared>,
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
