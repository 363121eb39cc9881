//! How often: the keys of the tables that recur, and the schedule they make.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::calendar::{Interval, Window};

use super::listed::OneOrMany;
use super::selector::Selector;

/// Again and again: the checked form of a recurring clause's own keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Keys")]
pub struct Schedule {
    /// How often.
    pub pace: Pace,
    /// What the first sessions are owed by, each counted from the day the subject began to fit.
    pub first: Vec<Interval>,
    /// Date columns on which the clock starts, the latest reached; empty means the first day of the spell.
    pub from: Vec<String>,
    /// Which sessions count, laid over the table's default.
    pub counts: Option<Selector>,
    /// The track on which the clause competes; the default track is the empty one.
    pub track: String,
    /// Ids of the clauses that do not apply where this one does.
    pub instead_of: Vec<String>,
    /// What a change that nobody could foresee gives at least.
    pub grace: Interval,
    /// Whether a due day that is no working day moves to the next one.
    pub roll: bool,
    /// The shortest absence that stops the clock, if any does.
    pub pause: Option<Interval>,
}

/// How often a session is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Never: the subject is off the track.
    Exempt,
    /// Once in each window.
    Per(Window),
    /// Stage after stage; a plain `every` is one stage without an end.
    Stages(Vec<Stage>),
}

/// A stretch of time with one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The longest time between two sessions.
    pub every: Every,
    /// The time after which a session is wanted already.
    pub target: Option<Interval>,
    /// When the stage ends; the last one does not.
    pub ends: Option<Ending>,
}

/// The longest time between two sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Every {
    /// The same for everyone.
    Fixed(Interval),
    /// Agreed with each: the column that says it in words.
    Column(String),
}

/// When a stage ends: its last day belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The time it takes.
    pub span: Option<StageSpan>,
    /// The date column of the decision without which it goes on.
    pub on: Option<String>,
}

/// How long a stage takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageSpan {
    /// Counted from the start of the stages.
    Until(Interval),
    /// Counted from the end of the stage before.
    Lasting(Interval),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    every: Option<Every>,
    per: Option<Window>,
    stages: Option<Vec<StageKeys>>,
    exempt: Option<bool>,
    first: Option<OneOrMany<Interval>>,
    target: Option<Interval>,
    from: Option<OneOrMany<String>>,
    counts: Option<Selector>,
    track: Option<String>,
    instead_of: Option<OneOrMany<String>>,
    grace: Option<Interval>,
    roll: Option<Roll>,
    pause_when_absent: Option<Interval>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StageKeys {
    every: Every,
    target: Option<Interval>,
    until: Option<Interval>,
    lasting: Option<Interval>,
    ends_on: Option<String>,
}

/// The one way in which a due day moves.
#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Roll {
    /// To the next working day, when it is none itself.
    #[serde(rename = "next working day")]
    NextWorkingDay,
}

// Written by hand because an untagged enum would lose the message of a mistyped interval.
impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Every, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Every;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an interval such as `4 weeks`, or a column such as `{ column = \"agreed_interval\" }`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Every, E> {
                text.parse().map(Every::Fixed).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Every, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Named {
                    column: String,
                }
                let named = Named::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Every::Column(named.column))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl TryFrom<Keys> for Schedule {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Schedule, String> {
        let pace = pace(&keys)?;
        let default_grace = "5 working days";
        Ok(Schedule {
            pace,
            first: keys
                .first
                .map_or_else(Vec::new, |first| first.as_slice().to_vec()),
            from: keys
                .from
                .map_or_else(Vec::new, |from| from.as_slice().to_vec()),
            counts: keys.counts,
            track: keys.track.unwrap_or_default(),
            instead_of: keys
                .instead_of
                .map_or_else(Vec::new, |ids| ids.as_slice().to_vec()),
            grace: match keys.grace {
                Some(grace) => grace,
                None => default_grace.parse().map_err(|_| default_grace)?,
            },
            roll: keys.roll.is_some(),
            pause: keys.pause_when_absent,
        })
    }
}

fn pace(keys: &Keys) -> Result<Pace, String> {
    let said = [
        keys.every.is_some(),
        keys.per.is_some(),
        keys.stages.is_some(),
        keys.exempt.is_some(),
    ];
    if said.iter().filter(|said| **said).count() != 1 {
        return Err("expected exactly one of `every`, `per`, `stages` and `exempt`".to_owned());
    }
    if keys.target.is_some() && keys.every.is_none() {
        return Err("`target` goes with `every`; a stage has a `target` of its own".to_owned());
    }
    if let Some(every) = keys.every.clone() {
        return Ok(Pace::Stages(vec![Stage {
            every,
            target: keys.target,
            ends: None,
        }]));
    }
    if let Some(window) = keys.per {
        return Ok(Pace::Per(window));
    }
    match (&keys.stages, keys.exempt) {
        (Some(stages), _) => staged(stages).map(Pace::Stages),
        (None, Some(true)) if keys.first.is_some() => {
            Err("`first` has no meaning where `exempt = true`".to_owned())
        }
        (None, Some(true)) => Ok(Pace::Exempt),
        (None, _) => {
            Err("`exempt = false` says nothing, expected `exempt = true` or no such key".to_owned())
        }
    }
}

fn staged(keys: &[StageKeys]) -> Result<Vec<Stage>, String> {
    let last = keys
        .len()
        .checked_sub(1)
        .ok_or("an empty list of stages, expected at least one")?;
    let mut stages = Vec::with_capacity(keys.len());
    for (index, stage) in keys.iter().enumerate() {
        let number = index + 1;
        let span = match (stage.until, stage.lasting) {
            (Some(_), Some(_)) => {
                return Err(format!(
                    "stage {number} has `until` and `lasting`, expected one: `until` counts from the start, `lasting` from the end of the stage before"
                ));
            }
            (Some(until), None) => Some(StageSpan::Until(until)),
            (None, lasting) => lasting.map(StageSpan::Lasting),
        };
        let ends = (span.is_some() || stage.ends_on.is_some()).then(|| Ending {
            span,
            on: stage.ends_on.clone(),
        });
        if index == last && ends.is_some() {
            return Err(format!(
                "stage {number} is the last and has an end, expected a last stage without `until`, `lasting` or `ends-on`"
            ));
        }
        if index != last && ends.is_none() {
            return Err(format!(
                "stage {number} has no end, expected `until`, `lasting` or `ends-on` in every stage but the last"
            ));
        }
        stages.push(Stage {
            every: stage.every.clone(),
            target: stage.target,
            ends,
        });
    }
    Ok(stages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        toml::from_str::<Schedule>(text)
            .unwrap_err()
            .message()
            .to_owned()
    }

    #[test]
    fn exactly_one_pace_is_said() {
        assert!(message("").contains("exactly one of"));
        assert!(message("every = '1 week'\nexempt = true").contains("exactly one of"));
        assert!(message("exempt = false").contains("says nothing"));
    }

    #[test]
    fn stages_end_but_for_the_last() {
        assert!(message("stages = []").contains("empty list"));
        assert!(
            message("stages = [{ every = '1 week' }, { every = '1 month' }]")
                .contains("stage 1 has no end")
        );
        assert!(
            message("stages = [{ every = '1 week', until = '6 weeks' }]")
                .contains("stage 1 is the last")
        );
        let both = "stages = [{ every = '1 week', until = '6 weeks', lasting = '6 weeks' }, { every = '1 month' }]";
        assert!(message(both).contains("`until` and `lasting`"));
    }

    #[test]
    fn grace_is_five_working_days_unless_said() {
        let schedule: Schedule = toml::from_str("every = '1 month'").unwrap();
        assert_eq!(schedule.grace.to_string(), "5 working days");
    }
}
