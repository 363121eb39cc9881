//! Reading a number and a word, such as `6 weeks`, and saying precisely what is wrong when it is not that.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};

/// What is wrong with words that should be a quantity. Its text says what was found, what was expected and, where that
/// is plain, what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// Nothing but space.
    #[error("nothing is written here: expected {expected}")]
    Empty {
        /// The kind of quantity, with examples.
        expected: &'static str,
    },
    /// The meaning can be guessed, or is one of two: the words to write are known.
    #[error("`{found}` {why}: write {write}")]
    Reworded {
        /// The words found.
        found: String,
        /// Why they cannot stand.
        why: &'static str,
        /// The words that can, each in backticks.
        write: String,
    },
    /// No rewording can be offered.
    #[error("`{found}` {why}: expected {expected}")]
    Refused {
        /// The words found.
        found: String,
        /// Why they cannot stand.
        why: &'static str,
        /// What could stand there.
        expected: &'static str,
    },
}

impl QuantityError {
    pub(super) fn reworded(found: &str, why: &'static str, write: String) -> QuantityError {
        QuantityError::Reworded {
            found: found.to_owned(),
            why,
            write,
        }
    }

    pub(super) fn refused(found: &str, why: &'static str, expected: &'static str) -> QuantityError {
        QuantityError::Refused {
            found: found.to_owned(),
            why,
            expected,
        }
    }
}

/// A number at the start of some words, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount<'a> {
    /// The digits before a decimal point.
    pub(super) whole: &'a str,
    /// The digits after one.
    pub(super) fraction: Option<&'a str>,
    /// All that follows, with the space before it.
    pub(super) rest: &'a str,
}

impl<'a> Amount<'a> {
    /// Splits `6 weeks` into its number and its word; `None` when no number comes first.
    pub(super) fn split(text: &'a str) -> Option<Amount<'a>> {
        let (whole, rest) = digits(text);
        if whole.is_empty() {
            return None;
        }
        let after_point = rest.strip_prefix(['.', ',']).map(digits);
        Some(match after_point {
            Some((fraction, rest)) if !fraction.is_empty() => Amount {
                whole,
                fraction: Some(fraction),
                rest,
            },
            _ => Amount {
                whole,
                fraction: None,
                rest,
            },
        })
    }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The words in lower case with single spaces, where `working-days`, `working_days` and `Working Days` are one.
pub(super) fn plain(text: &str) -> String {
    let spaced = text.to_lowercase().replace(['-', '_'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The nearest of these names, if it is near enough to be a slip of the hand.
pub(super) fn nearest(found: &str, names: &[&'static str]) -> Option<&'static str> {
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(found, name), *name))
        .filter(|(distance, name)| *distance <= 2 && *distance < name.len().div_ceil(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The number a word or two stands for at the start of the words, and the rest: `six weeks`, `a month`.
pub(super) fn number_in_words(text: &str) -> Option<(u32, &str)> {
    let (word, rest) = text.split_once(' ')?;
    let number = match word {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "twenty" => 20,
        _ => return None,
    };
    Some((number, rest))
}

/// Deserialises a quantity from its words; a bare number is refused by the same parser, so in the same words.
pub(super) fn deserialize<'de, T, D>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    T: FromStr<Err = QuantityError>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(QuantityVisitor {
        expected,
        quantity: PhantomData,
    })
}

struct QuantityVisitor<T> {
    expected: &'static str,
    quantity: PhantomData<T>,
}

impl<T: FromStr<Err = QuantityError>> Visitor<'_> for QuantityVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}
