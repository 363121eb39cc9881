//! The words of a policy: whom a clause is for, which rows count, how often, how much.

mod amount;
mod clock;
mod column;
mod listed;
mod matcher;
mod probe;
mod selector;
mod selector_toml;
mod shortfall;
mod sources;
mod target;
#[cfg(test)]
mod tests;
mod words;

pub use amount::{Amount, Unit};
pub use clock::{Ending, Every, Pace, Roll, Schedule, Stage, StageSpan};
pub use column::ColumnName;
pub use listed::OneOrMany;
pub use matcher::{Facts, Fit, Matcher, MissingColumn, Moment, Sight, missing_columns};
pub use selector::{Bound, Condition, Relation, Selector, SelectorFault, SubjectKind, Test, Value};
pub use shortfall::{Shortfall, shortfalls};
pub use sources::{DateColumn, IntervalColumn, open_cases, require, rows_change};
pub use target::check_target;
pub use words::{joined, schedule_in_words, whom_in_words};
