//! `case-supervision`: how often a child's case must be discussed in supervision.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{Condition, Schedule, SubjectKind, Test, Value};

use super::{CLOCK_KEYS, Clock, Duty, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Children whose case was not discussed in supervision by its due day: overdue now, or discussed late.
    ///
    /// ## Why it matters
    /// Management oversight of each child's plan is what inspectors look for first, and what drift hides behind.
    ///
    /// ## Keys
    /// - `every`, `per`, `stages` or `exempt = true`: how often; exactly one of them.
    /// - `first`: what the first session is owed by, or a list of such times; counted from the day the rule began to fit.
    /// - `target`: when a session is wanted already, inside the limit `every`.
    /// - `from`: the date column, or columns, on which the clock starts; without it the day the case was opened.
    /// - `counts`: which sessions count; without it held sessions of kind personal or case that name the case, with
    ///   depth full or blank.
    /// - `track`: a name; rules on different tracks do not compete.
    /// - `instead-of`: the id or ids of the rules that do not apply where this one does.
    /// - `grace`: what a change of type, risk or placement gives at least; without it 5 working days.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    name: "case-supervision",
    summary: "children's cases supervised as often as the policy says",
    keys: CLOCK_KEYS,
    needs: &[],
    bind: bind,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let schedule = Schedule::deserialize(terms)?;
    if schedule.pause.is_some() {
        return Err(serde::de::Error::custom(
            "`pause-when-absent` is for staff, expected no such key on a case: a child's clock runs on",
        ));
    }
    let words = |column: &str, words: &[&str]| Condition {
        relation: None,
        column: column.to_owned(),
        tests: vec![Test::Is(
            words
                .iter()
                .map(|word| Value::Word((*word).to_owned()))
                .collect(),
        )],
    };
    let defaults = [
        words("kind", &["case", "personal"]),
        words("depth", &["full"]),
    ];
    let counts = schedule.counts.clone().unwrap_or_default().over(&defaults);
    Ok(Duty::Clock(Clock {
        subject: SubjectKind::Case,
        schedule,
        counts,
    }))
}
