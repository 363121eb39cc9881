//! `staff-supervision`: how often a staff member must be supervised.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{Condition, Schedule, SubjectKind, Test, Value};

use super::{CLOCK_KEYS, Clock, Duty, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff whose next supervision was not held by its due day: overdue now, or held late.
    ///
    /// ## Why it matters
    /// A worker whom nobody sees carries every decision alone, and drift in a child's case goes unnoticed.
    ///
    /// ## Keys
    /// - `every`, `per`, `stages` or `exempt = true`: how often; exactly one of them.
    /// - `first`: what the first session is owed by, or a list of such times; counted from the day the rule began to fit.
    /// - `target`: when a session is wanted already, inside the limit `every`.
    /// - `from`: the date column, or columns, on which the clock starts; without it the first day in post.
    /// - `counts`: which sessions count; without it held sessions of kind personal.
    /// - `track`: a name; rules on different tracks do not compete.
    /// - `instead-of`: the id or ids of the rules that do not apply where this one does.
    /// - `grace`: what a change in the record gives at least; without it 5 working days.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    /// - `pause-when-absent`: an absence at least this long stops the clock.
    name: "staff-supervision",
    summary: "staff supervised as often as the policy says",
    keys: CLOCK_KEYS,
    needs: &[],
    bind: bind,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let schedule = Schedule::deserialize(terms)?;
    let personal = Condition {
        relation: None,
        column: "kind".to_owned(),
        tests: vec![Test::Is(vec![Value::Word("personal".to_owned())])],
    };
    let counts = schedule
        .counts
        .clone()
        .unwrap_or_default()
        .over(&[personal]);
    Ok(Duty::Clock(Clock {
        subject: SubjectKind::Staff,
        schedule,
        counts,
    }))
}
