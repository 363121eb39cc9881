//! `[targets]`: how much of a measure the council wants, and how near to it counts as close.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeTable;

use super::binding::Entries;
use super::mistakes::Mistake;

/// The measures that are shares, by the names they have in the JSON report.
pub const SHARES: [&str; 7] = ["M1", "M2", "M3", "M5", "M6", "M11", "M12"];

/// What the council wants of one measure, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The measure's name in the JSON report.
    #[serde(skip)]
    pub measure: &'static str,
    /// From here on it is at target.
    pub at: u32,
    /// From here on it is close.
    pub close: Option<u32>,
}

/// A percentage such as `90%`.
#[derive(Clone, Copy)]
struct Percent(u32);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    at: Spanned<Percent>,
    close: Option<Spanned<Percent>>,
}

/// Reads the table.
pub(super) fn targets(table: Spanned<DeTable<'_>>, mistakes: &mut Vec<Mistake>) -> Vec<Target> {
    let mut entries = Entries::new("`[targets]`", table, mistakes);
    entries.refuse_unknown(&SHARES);
    let read = SHARES.map(|measure| (measure, entries.take::<Bounds>(measure)));
    let mut targets = Vec::new();
    for (measure, bounds) in read {
        let Some((bounds, _)) = bounds else { continue };
        let at = bounds.at.get_ref().0;
        let close = bounds.close.as_ref().map(|close| close.get_ref().0);
        if let Some(close) = bounds.close.filter(|close| close.get_ref().0 >= at) {
            let message = format!(
                "`close` is {}%, expected less than `at`, which is {at}%",
                close.get_ref().0
            );
            mistakes.push(Mistake::error("wrong-value", close.span(), message));
        }
        targets.push(Target { measure, at, close });
    }
    targets
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        struct Words;

        impl Visitor<'_> for Words {
            type Value = Percent;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a percentage in quotation marks, such as `\"90%\"`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Percent, E> {
                let number = text.trim().strip_suffix('%').map(str::trim_end);
                let number = number.and_then(|number| number.parse().ok());
                match number.filter(|number| (1..=100).contains(number)) {
                    Some(number) => Ok(Percent(number)),
                    None => Err(E::custom(format!(
                        "found `{text}`, expected a percentage from `1%` to `100%`"
                    ))),
                }
            }
        }

        deserializer.deserialize_str(Words)
    }
}
