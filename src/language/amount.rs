//! How much: a number and what it counts, such as `15 cases`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::records::Decimal;

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Children: the `children` column of the case export, added up.
    Children,
    /// Cases: distinct case ids.
    Cases,
    /// Families: distinct `family_id`s.
    Families,
    /// Contract hours a week, or hours of supervision.
    Hours,
    /// Sessions held.
    Sessions,
    /// Staff supervised by one person.
    Supervisees,
    /// Files looked at.
    Files,
    /// Times a thing was done.
    Times,
}

impl Unit {
    const ALL: [(Unit, &'static str, &'static str); 8] = [
        (Unit::Children, "child", "children"),
        (Unit::Cases, "case", "cases"),
        (Unit::Families, "family", "families"),
        (Unit::Hours, "hour", "hours"),
        (Unit::Sessions, "session", "sessions"),
        (Unit::Supervisees, "supervisee", "supervisees"),
        (Unit::Files, "file", "files"),
        (Unit::Times, "time", "times"),
    ];

    /// The unit's word for a number of them.
    pub fn word(self, number: Decimal) -> &'static str {
        let (_, one, many) = Unit::ALL
            .iter()
            .find(|(unit, _, _)| *unit == self)
            .unwrap_or(&Unit::ALL[0]);
        if number == Decimal::whole(1) {
            one
        } else {
            many
        }
    }
}

/// A number and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many; above zero.
    pub number: Decimal,
    /// Of what.
    pub unit: Unit,
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Amount, String> {
        let expected = "expected a number and what it counts, such as `15 cases` or `20 children`";
        let (number, word) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| format!("`{text}` does not say what is counted, {expected}"))?;
        let number = Decimal::parse(number)
            .filter(|number| *number > Decimal::whole(0))
            .ok_or_else(|| format!("`{number}` is no number above zero, {expected}"))?;
        let word = word.trim();
        let unit = Unit::ALL
            .iter()
            .find(|(_, one, many)| word == *one || word == *many)
            .map(|(unit, _, _)| *unit)
            .ok_or_else(|| {
                format!("`{word}` is nothing that can be counted, expected cases, children, families, hours, sessions, supervisees, files or times")
            })?;
        Ok(Amount { number, unit })
    }
}

// Written by hand so that a bare number is refused in the same words.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        struct Words;

        impl Visitor<'_> for Words {
            type Value = Amount;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a number and what it counts, such as `15 cases`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Amount, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Amount, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Amount, E> {
                self.visit_str(&number.to_string())
            }
        }

        deserializer.deserialize_any(Words)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.number, self.unit.word(self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_write_alike() {
        for text in [
            "15 cases",
            "1 child",
            "20 children",
            "12 families",
            "37 hours",
            "10 sessions",
            "1 session",
            "8 supervisees",
            "1 file",
        ] {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_bare_number_or_a_wrong_word_is_refused_with_what_to_write() {
        #[derive(Debug, serde::Deserialize)]
        struct Keys {
            #[expect(dead_code, reason = "only its mistakes are looked at")]
            amount: Amount,
        }
        let message = |text: &str| text.parse::<Amount>().unwrap_err();
        assert!(message("15").contains("such as `15 cases`"));
        assert!(message("15 kids").contains("expected cases, children"));
        assert!(message("0 cases").contains("no number above zero"));
        for bare in ["true", "15", "1.5"] {
            let error = toml::from_str::<Keys>(&format!("amount = {bare}")).unwrap_err();
            let expected = "a number and what it counts, such as `15 cases`";
            assert!(error.message().contains(expected), "{error}");
        }
    }
}
