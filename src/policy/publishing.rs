//! `[publish]`: which counts of a published report are suppressed, and to what its totals are rounded.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use toml::Spanned;
use toml::de::DeTable;

use super::binding::Entries;
use super::mistakes::Mistake;

/// How counts are published: never more openly than the national statistics of children's social care are, in which
/// 1 to 5 are suppressed and totals rounded to the nearest ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publishing {
    /// The highest count that is suppressed.
    pub suppress_up_to: u32,
    /// To the nearest of which totals are rounded.
    pub round_to: u32,
}

/// The highest count that anybody suppresses, with room to spare: more would leave nothing to publish.
const MOST_SUPPRESSED: u32 = 100;
/// The largest number that anybody rounds to.
const MOST_ROUNDED: u32 = 1_000;

impl Default for Publishing {
    fn default() -> Publishing {
        Publishing {
            suppress_up_to: 5,
            round_to: 10,
        }
    }
}

/// Reads the table.
pub(super) fn publishing(table: Spanned<DeTable<'_>>, mistakes: &mut Vec<Mistake>) -> Publishing {
    let usual = Publishing::default();
    let mut entries = Entries::new("`[publish]`", table, mistakes);
    entries.refuse_unknown(&["suppress-up-to", "round-to"]);
    let suppress = entries.take::<Count>("suppress-up-to");
    let round = entries.take::<Count>("round-to");
    let suppress_up_to = suppress
        .as_ref()
        .map_or(usual.suppress_up_to, |one| one.0.0);
    let round_to = round.as_ref().map_or(usual.round_to, |one| one.0.0);
    let bounds = [
        (
            "suppress-up-to",
            &suppress,
            usual.suppress_up_to,
            MOST_SUPPRESSED,
        ),
        ("round-to", &round, usual.round_to, MOST_ROUNDED),
    ];
    let before = mistakes.len();
    for (key, given, least, most) in bounds {
        let Some((Count(number), at)) = given else {
            continue;
        };
        if !(least..=most).contains(number) {
            let message = format!("`{key}` is {number}, expected {least} to {most}");
            let help = "national statistics suppress 1 to 5 and round to 10: a report may show less, and not more";
            mistakes.push(
                Mistake::error("wrong-value", at.clone(), message).help(Some(help.to_owned())),
            );
        }
    }
    if let Some((_, at)) = round.or(suppress)
        && mistakes.len() == before
        && round_to < suppress_up_to.saturating_mul(2)
    {
        let message = format!(
            "totals are rounded to {round_to}, expected at least twice as much as is suppressed, which is {suppress_up_to}"
        );
        let help = format!("write `round-to = {}`", suppress_up_to.saturating_mul(2));
        mistakes.push(Mistake::error("wrong-value", at, message).help(Some(help)));
    }
    Publishing {
        suppress_up_to,
        round_to,
    }
}

/// A whole number; one that is none of so few digits is out of all bounds anyway.
struct Count(u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        struct Whole;

        impl Visitor<'_> for Whole {
            type Value = Count;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a whole number without quotation marks, such as `10`")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Count, E> {
                Ok(Count(u32::try_from(number.max(0)).unwrap_or(u32::MAX)))
            }
        }

        deserializer.deserialize_i64(Whole)
    }
}
