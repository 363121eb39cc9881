//! The words of a policy: whom a clause is for, which rows count, how often, how much.

mod absence;
mod amount;
mod clock;
mod column;
mod deadline;
mod evidence;
mod file;
mod implication;
mod listed;
mod looks;
mod matcher;
mod must;
mod per;
mod probe;
mod readers;
mod selector;
mod selector_toml;
mod shortfall;
mod sources;
mod span;
mod spells;
mod target;
#[cfg(test)]
mod tests;
mod words;

pub use absence::{Away, absences, days_away, pauses, pushed};
pub use amount::{Amount, Unit};
pub use clock::{Counted, Each, Ending, Every, Pace, Roll, Schedule, Stage, StageSpan};
pub use column::ColumnName;
pub use deadline::Deadline;
pub use evidence::{Evidence, EvidenceIn};
pub use file::{File, Files, Spread};
pub use listed::OneOrMany;
pub use looks::{Look, Looking, Standing, Tally, Whose, supervises_files};
pub use matcher::{Facts, Fit, Matcher, MissingColumn, Moment, Sight, missing_columns};
pub use must::{Answer, Must};
pub use per::Per;
pub use readers::{DateColumn, IntervalColumn, WordColumn};
pub use selector::{Bound, Condition, Relation, Selector, SelectorFault, SubjectKind, Test, Value};
pub use shortfall::{Shortfall, shortfalls};
pub use sources::{attendees, open_cases, require, rows_change};
pub use span::Spans;
pub use spells::{Spell, spells};
pub use target::check_target;
pub use words::{condition_in_words, joined, must_in_words, schedule_in_words, whom_in_words};
