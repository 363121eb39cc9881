//! How often: the keys of the tables that recur, and the schedule they make.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::calendar::{Interval, Window};

use super::column::ColumnName;
use super::listed::OneOrMany;
use super::selector::Selector;
use super::target::{check_target, never_shorter};

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
    /// Whose clock it is, where the table lets one say.
    pub each: Option<Each>,
    /// Which rows count, laid over the table's default.
    pub counts: Option<Selector>,
    /// Which export `counts` selects from, where the table lets one say.
    pub counts_in: Option<Counted>,
    /// The date column that says when it was last done, instead of `counts`.
    pub evidence: Option<String>,
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

/// Whose clock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Each staff member's.
    Staff,
    /// Each case's.
    Case,
}

/// Which export the rows stand in that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// The activity exports.
    Activity,
    /// The session exports.
    Sessions,
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
    stages: Option<Stages>,
    exempt: Option<bool>,
    first: Option<OneOrMany<Interval>>,
    target: Option<Interval>,
    from: Option<OneOrMany<ColumnName>>,
    each: Option<Each>,
    counts: Option<Selector>,
    #[serde(rename = "in")]
    counts_in: Option<Counted>,
    evidence: Option<ColumnName>,
    track: Option<String>,
    instead_of: Option<OneOrMany<String>>,
    grace: Option<Interval>,
    roll: Option<Roll>,
    pause_when_absent: Option<Interval>,
}

/// Stages that follow each other: all but the last have an end.
#[derive(Deserialize)]
#[serde(try_from = "Vec<CheckedStage>")]
struct Stages(Vec<Stage>);

/// A stage that is right in itself.
struct CheckedStage(Stage);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StageKeys {
    every: Every,
    target: Option<Interval>,
    until: Option<Interval>,
    lasting: Option<Interval>,
    ends_on: Option<ColumnName>,
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

            // A bare number is refused in the words of an interval.
            fn visit_i64<E: Error>(self, number: i64) -> Result<Every, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Every, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Every, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Named {
                    column: ColumnName,
                }
                let named = Named::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Every::Column(named.column.into()))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl TryFrom<Keys> for Schedule {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Schedule, String> {
        said_once(&keys)?;
        let default_grace = "5 working days";
        let grace = match keys.grace {
            Some(grace) => grace,
            None => default_grace.parse().map_err(|_| default_grace)?,
        };
        let from = keys.from.map_or_else(Vec::new, |from| {
            let names = from.as_slice().iter().cloned();
            names.map(String::from).collect()
        });
        let pace = match (keys.every, keys.per, keys.stages) {
            (Some(every), _, _) => Pace::Stages(vec![Stage {
                every,
                target: keys.target,
                ends: None,
            }]),
            (None, Some(window), _) => Pace::Per(window),
            (None, None, Some(stages)) => Pace::Stages(stages.0),
            (None, None, None) => Pace::Exempt,
        };
        Ok(Schedule {
            pace,
            first: keys
                .first
                .map_or_else(Vec::new, |first| first.as_slice().to_vec()),
            from,
            each: keys.each,
            counts: keys.counts,
            counts_in: keys.counts_in,
            evidence: keys.evidence.map(String::from),
            track: keys.track.unwrap_or_default(),
            instead_of: keys
                .instead_of
                .map_or_else(Vec::new, |ids| ids.as_slice().to_vec()),
            grace,
            roll: keys.roll.is_some(),
            pause: keys.pause_when_absent,
        })
    }
}

/// Exactly one key says how often, and the others go with it.
fn said_once(keys: &Keys) -> Result<(), String> {
    let paces = [
        ("every", keys.every.is_some()),
        ("per", keys.per.is_some()),
        ("stages", keys.stages.is_some()),
        ("exempt", keys.exempt.is_some()),
    ];
    let said: Vec<&str> = paces
        .iter()
        .filter(|(_, said)| *said)
        .map(|(name, _)| *name)
        .collect();
    match said.as_slice() {
        [] => {
            return Err(
                "nothing says how often, expected one of `every`, `per`, `stages` and `exempt`"
                    .to_owned(),
            );
        }
        [_] => {}
        [first, second, ..] => {
            return Err(format!(
                "`{second}` stands beside `{first}`, expected one of them: each says how often"
            ));
        }
    }
    if keys.exempt == Some(false) {
        return Err(
            "`exempt = false` says nothing, expected `exempt = true` or how often".to_owned(),
        );
    }
    if keys.exempt == Some(true) && keys.first.is_some() {
        return Err("`first` has no meaning where `exempt = true`".to_owned());
    }
    if keys.per.is_some() && keys.pause_when_absent.is_some() {
        return Err("`pause-when-absent` goes with `every` or `stages`, expected no such key beside `per`: a window of the calendar ends on its last day, whoever is absent".to_owned());
    }
    match (keys.target, &keys.every) {
        (Some(_), None) => {
            Err("`target` goes with `every`; a stage has a `target` of its own".to_owned())
        }
        (Some(target), Some(Every::Fixed(every))) => check_target(target, *every, "every"),
        (Some(_), Some(Every::Column(_))) | (None, _) => Ok(()),
    }
}

// Written by hand because `try_from` would show a mistake of one stage at the whole list.
impl<'de> Deserialize<'de> for CheckedStage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CheckedStage, D::Error> {
        struct OneStage;

        impl<'de> Visitor<'de> for OneStage {
            type Value = CheckedStage;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a table such as `{ every = \"1 week\", until = \"6 weeks\" }`")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CheckedStage, A::Error> {
                let keys = StageKeys::deserialize(MapAccessDeserializer::new(map))?;
                CheckedStage::try_from(keys).map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_any(OneStage)
    }
}

impl TryFrom<StageKeys> for CheckedStage {
    type Error = String;

    fn try_from(keys: StageKeys) -> Result<CheckedStage, String> {
        if let (Some(target), Every::Fixed(every)) = (keys.target, &keys.every) {
            check_target(target, *every, "every")?;
        }
        let span = match (keys.until, keys.lasting) {
            (Some(_), Some(_)) => {
                return Err("a stage has `until` and `lasting`, expected one: `until` counts from the start, `lasting` from the end of the stage before".to_owned());
            }
            (Some(until), None) => Some(StageSpan::Until(until)),
            (None, lasting) => lasting.map(StageSpan::Lasting),
        };
        let on = keys.ends_on.map(String::from);
        let ends = (span.is_some() || on.is_some()).then_some(Ending { span, on });
        Ok(CheckedStage(Stage {
            every: keys.every,
            target: keys.target,
            ends,
        }))
    }
}

impl TryFrom<Vec<CheckedStage>> for Stages {
    type Error = String;

    fn try_from(stages: Vec<CheckedStage>) -> Result<Stages, String> {
        let stages: Vec<Stage> = stages.into_iter().map(|stage| stage.0).collect();
        let Some(last) = stages.len().checked_sub(1) else {
            return Err("an empty list of stages, expected at least one".to_owned());
        };
        let mut reached = None;
        for (index, stage) in stages.iter().enumerate() {
            let number = index + 1;
            if index == last && stage.ends.is_some() {
                return Err(format!(
                    "stage {number} is the last and has an end, expected a last stage without `until`, `lasting` or `ends-on`"
                ));
            }
            if index != last && stage.ends.is_none() {
                return Err(format!(
                    "stage {number} has no end, expected `until`, `lasting` or `ends-on` in every stage but the last"
                ));
            }
            let until = stage.ends.as_ref().and_then(|ends| match ends.span {
                Some(StageSpan::Until(until)) => Some(until),
                Some(StageSpan::Lasting(_)) | None => None,
            });
            if let (Some(before), Some(until)) = (reached, until)
                && never_shorter(before, until)
            {
                return Err(format!(
                    "stage {number} ends `until` {until}, when an earlier one goes on until {before}: `until` counts from the start, `lasting` from the end of the stage before"
                ));
            }
            reached = until.or(reached);
        }
        Ok(Stages(stages))
    }
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
        assert!(message("").contains("nothing says how often"));
        assert!(message("every = '1 week'\nexempt = true").contains("`exempt` stands beside"));
        assert!(message("exempt = false").contains("says nothing"));
        assert!(message("every = true").contains("an interval such as `4 weeks`, or a column"));
    }

    #[test]
    fn stages_end_but_for_the_last() {
        assert!(message("stages = []").contains("empty list"));
        assert!(message("stages = ['1 week']").contains("a table such as `{ every"));
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
