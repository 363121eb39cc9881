//! `[targets]`: how much of a measure the council wants, or how few, and how near to it counts as close.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeTable;

use super::binding::Entries;
use super::mistakes::Mistake;
use crate::language::{OneOrMany, joined};

/// The measures that are shares, by the names they have in the JSON report.
pub const SHARES: [&str; 7] = ["M1", "M2", "M3", "M5", "M6", "M11", "M12"];

/// The measures that are numbers, each with what may be counted of it.
pub const COUNTS: [(&str, &[Counted]); 3] = [
    ("M4", &[Counted::Staff, Counted::Cases, Counted::Days]),
    ("M7", &[Counted::Workers]),
    ("M8", &[Counted::Cases]),
];

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

/// How many of something the council wants at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CountTarget {
    /// The measure's name in the JSON report.
    #[serde(skip)]
    pub measure: &'static str,
    /// What is counted.
    pub counted: Counted,
    /// Up to here it is at target.
    pub at_most: u32,
    /// Up to here it is close.
    pub close: Option<u32>,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Staff members.
    Staff,
    /// Children's cases.
    Cases,
    /// Days of whoever is overdue longest.
    Days,
    /// Workers who hold cases.
    Workers,
}

impl Counted {
    const ALL: [(Counted, &'static str, &'static str); 4] = [
        (Counted::Staff, "staff", "staff"),
        (Counted::Cases, "case", "cases"),
        (Counted::Days, "day", "days"),
        (Counted::Workers, "worker", "workers"),
    ];

    /// The word for so many of them.
    pub fn word(self, number: u32) -> &'static str {
        let mut all = Counted::ALL.iter();
        let (_, one, many) = all
            .find(|(counted, ..)| *counted == self)
            .unwrap_or(&Counted::ALL[0]);
        if number == 1 { one } else { many }
    }
}

/// A percentage such as `90%`.
#[derive(Clone, Copy)]
struct Percent(u32);

/// A number and what it counts, such as `3 workers`.
#[derive(Clone, Copy)]
struct Count {
    number: u32,
    counted: Counted,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    at: Spanned<Percent>,
    close: Option<Spanned<Percent>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Most {
    #[serde(rename = "at-most")]
    at_most: Spanned<Count>,
    close: Option<Spanned<Count>>,
}

/// Reads the table.
pub(super) fn targets(
    table: Spanned<DeTable<'_>>,
    mistakes: &mut Vec<Mistake>,
) -> (Vec<Target>, Vec<CountTarget>) {
    let mut entries = Entries::new("`[targets]`", table, mistakes);
    entries.refuse_unknown(&names());
    let shares = SHARES.map(|measure| (measure, entries.take::<Bounds>(measure)));
    let counts = COUNTS.map(|(measure, may)| {
        let read = entries.take::<OneOrMany<Most>>(measure);
        (measure, may, read)
    });
    let mut targets = Vec::new();
    for (measure, bounds) in shares {
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
    let mut numbers: Vec<CountTarget> = Vec::new();
    for (measure, may, read) in counts {
        let all = read.iter().flat_map(|(all, _)| all.as_slice());
        for most in all {
            match count_target((measure, may), most, &numbers) {
                Ok(target) => numbers.push(target),
                Err(mistake) => mistakes.push(mistake),
            }
        }
    }
    (targets, numbers)
}

/// Every measure that may have a target, in the order of their numbers.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = SHARES.to_vec();
    names.extend(COUNTS.iter().map(|(measure, _)| *measure));
    names.sort_by_key(|name| name.trim_start_matches('M').parse::<u32>().ok());
    names
}

/// One number that is not to be exceeded, of what its measure counts.
fn count_target(
    (measure, may): (&'static str, &[Counted]),
    most: &Most,
    others: &[CountTarget],
) -> Result<CountTarget, Mistake> {
    let Count { number, counted } = *most.at_most.get_ref();
    let wrong =
        |at: std::ops::Range<usize>, message: String| Mistake::error("wrong-value", at, message);
    let written = |count: Count| format!("{} {}", count.number, count.counted.word(count.number));
    if !may.contains(&counted) {
        let words: Vec<String> = may.iter().map(|one| one.word(2).to_owned()).collect();
        let example = words.first().map_or("", String::as_str);
        let message = format!(
            "`{measure}` counts {}, found `{}`",
            joined(&words, "or"),
            written(*most.at_most.get_ref())
        );
        let help = format!("write such as `{measure} = {{ at-most = \"{number} {example}\" }}`");
        return Err(wrong(most.at_most.span(), message).help(Some(help)));
    }
    let twice = |other: &&CountTarget| (other.measure, other.counted) == (measure, counted);
    if others.iter().any(|other| twice(&other)) {
        let message = format!("`{measure}` has a target for {} already", counted.word(2));
        return Err(wrong(most.at_most.span(), message));
    }
    if let Some(close) = &most.close {
        let found = *close.get_ref();
        if found.counted != counted || found.number <= number {
            let message = format!(
                "`close` is `{}`, expected more {} than `at-most`, which is `{}`",
                written(found),
                counted.word(2),
                written(*most.at_most.get_ref())
            );
            return Err(wrong(close.span(), message));
        }
    }
    Ok(CountTarget {
        measure,
        counted,
        at_most: number,
        close: most.close.as_ref().map(|close| close.get_ref().number),
    })
}

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Count, String> {
        let expected = "expected a number and what it counts, such as `3 workers`";
        let (number, word) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| format!("found `{text}`, {expected}"))?;
        let number = number
            .parse()
            .map_err(|_| format!("`{number}` is no whole number, {expected}"))?;
        let word = word.trim();
        let mut all = Counted::ALL.iter();
        let (counted, ..) = all
            .find(|(_, one, many)| word == *one || word == *many)
            .ok_or_else(|| {
                format!("`{word}` is nothing that a target counts, expected staff, cases, days or workers")
            })?;
        Ok(Count {
            number,
            counted: *counted,
        })
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        struct Words;

        impl Visitor<'_> for Words {
            type Value = Count;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(
                    "a number and what it counts in quotation marks, such as `\"3 workers\"`",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Count, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Words)
    }
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
