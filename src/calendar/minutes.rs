//! Lengths of time within a day, as a policy writes them: `90 minutes`, `2 hours`, `1.5 hours`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::quantity::{self, Amount, QuantityError, nearest, number_in_words, plain};

/// A length of time in whole minutes, from one minute to ten thousand hours (an amount in a year may be given in hours).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u32);

impl Minutes {
    /// The most that is taken for a length and not for a slip: ten thousand hours.
    const MOST: u32 = 600_000;

    /// A length of this many minutes; `None` for zero, or for more than ten thousand hours.
    pub fn new(count: u32) -> Option<Minutes> {
        (1..=Minutes::MOST)
            .contains(&count)
            .then_some(Minutes(count))
    }

    /// How many minutes: 1 or more.
    pub fn count(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 minute"),
            60 => f.write_str("1 hour"),
            count if count % 60 == 0 => write!(f, "{} hours", count / 60),
            count => write!(f, "{count} minutes"),
        }
    }
}

const EXPECTED: &str = "a length of time such as `90 minutes` or `2 hours`";

impl<'de> Deserialize<'de> for Minutes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Minutes, D::Error> {
        quantity::deserialize(deserializer, EXPECTED)
    }
}

impl FromStr for Minutes {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Minutes, QuantityError> {
        let text = text.trim();
        let lower = text.to_lowercase();
        if lower.is_empty() {
            return Err(QuantityError::Empty { expected: EXPECTED });
        }
        if lower.starts_with(['-', '−']) {
            return Err(QuantityError::refused(
                text,
                "is negative",
                "1 minute or more",
            ));
        }
        match Amount::split(&lower) {
            Some(amount) => counted(text, amount),
            None => Err(uncounted(text, &plain(&lower))),
        }
    }
}

/// Reads a length whose number comes first, as it should.
fn counted(text: &str, amount: Amount<'_>) -> Result<Minutes, QuantityError> {
    let number = match amount.fraction {
        Some(fraction) => format!("{}.{fraction}", amount.whole),
        None => amount.whole.to_owned(),
    };
    let word = plain(amount.rest);
    let per_unit = match word.as_str() {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "" => {
            let write = format!("`{number} minutes` or `{number} hours`");
            return Err(QuantityError::reworded(text, "has no unit", write));
        }
        _ => return Err(other_unit(text, &number, &word)),
    };
    let Some(count) = whole_minutes(amount, per_unit) else {
        let expected = "a whole number of minutes, such as `90 minutes` or `1.5 hours`";
        return Err(QuantityError::refused(
            text,
            "is not a whole number of minutes",
            expected,
        ));
    };
    if count == 0 {
        return Err(QuantityError::refused(
            text,
            "is no length of time",
            "1 minute or more",
        ));
    }
    let Some(minutes) = Minutes::new(count) else {
        return Err(QuantityError::refused(
            text,
            "is too long",
            "at most `10000 hours`",
        ));
    };
    if amount.rest.starts_with(char::is_alphabetic) {
        let write = format!("`{minutes}`");
        return Err(QuantityError::reworded(
            text,
            "has no space after its number",
            write,
        ));
    }
    Ok(minutes)
}

/// The amount in minutes, when it is a whole number of them; too large a number is the largest there is.
fn whole_minutes(amount: Amount<'_>, per_unit: u32) -> Option<u32> {
    let whole: u32 = amount.whole.parse().unwrap_or(u32::MAX);
    let fraction = amount.fraction.unwrap_or_default().trim_end_matches('0');
    let mut minutes = whole.saturating_mul(per_unit);
    if !fraction.is_empty() {
        let parts = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let in_parts = fraction.parse::<u32>().ok()?.checked_mul(per_unit)?;
        if in_parts % parts != 0 {
            return None;
        }
        minutes = minutes.saturating_add(in_parts / parts);
    }
    Some(minutes)
}

/// What to say of a number with a word that is neither minutes nor hours.
fn other_unit(text: &str, number: &str, word: &str) -> QuantityError {
    let days = [
        "day",
        "days",
        "working day",
        "working days",
        "calendar day",
        "calendar days",
    ];
    let longer = ["week", "weeks", "month", "months", "year", "years"];
    if days.contains(&word) || longer.contains(&word) {
        return QuantityError::refused(text, "is not a length of time within a day", EXPECTED);
    }
    if word.contains(|c: char| c.is_ascii_digit()) {
        let expected = "one amount, such as `90 minutes` or `1.5 hours`";
        return QuantityError::refused(text, "has two amounts", expected);
    }
    let near = match word {
        "m" | "min" | "mins" => Some("minutes"),
        "h" | "hr" | "hrs" => Some("hours"),
        _ => nearest(word, &["minutes", "minute", "hours", "hour"]),
    };
    match near {
        Some(unit) => {
            QuantityError::reworded(text, "has an unknown unit", format!("`{number} {unit}`"))
        }
        None => QuantityError::refused(text, "has an unknown unit", "`minutes` or `hours`"),
    }
}

/// What to say of words that do not begin with a number.
fn uncounted(text: &str, words: &str) -> QuantityError {
    match (words, number_in_words(words)) {
        ("half an hour", _) => {
            QuantityError::reworded(text, "has its number in words", "`30 minutes`".to_owned())
        }
        ("minute" | "minutes" | "hour" | "hours", _) => QuantityError::reworded(
            text,
            "has no number",
            format!("`1 {}`", words.trim_end_matches('s')),
        ),
        (_, Some((count, unit @ ("minute" | "minutes" | "hour" | "hours")))) => {
            QuantityError::reworded(text, "has its number in words", format!("`{count} {unit}`"))
        }
        _ => QuantityError::refused(text, "is not a number and a unit", EXPECTED),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Clause {
        minutes: Minutes,
    }

    fn message(text: &str) -> String {
        text.parse::<Minutes>().unwrap_err().to_string()
    }

    #[test]
    fn minutes_and_hours_are_read() {
        for (text, count) in [
            ("90 minutes", 90),
            ("1 minute", 1),
            ("2 hours", 120),
            ("1.5 hours", 90),
            ("1.50 Hours", 90),
            ("0.25 hours", 15),
            ("10000 hours", 600_000),
        ] {
            assert_eq!(text.parse::<Minutes>().unwrap().count(), count, "{text}");
        }
    }

    #[test]
    fn the_words_are_written_back_plainly() {
        for (count, text) in [
            (1, "1 minute"),
            (59, "59 minutes"),
            (60, "1 hour"),
            (90, "90 minutes"),
            (120, "2 hours"),
        ] {
            assert_eq!(Minutes::new(count).unwrap().to_string(), text);
        }
        assert_eq!(Minutes::new(0), None);
        assert_eq!(Minutes::new(600_001), None);
    }

    #[test]
    fn other_words_are_refused() {
        let gallery = [
            "",
            "90",
            "0 minutes",
            "-5 minutes",
            "1.333 hours",
            "1.5 minutes",
            "2 hrs",
            "2 houres",
            "90minutes",
            "1 hour 30 minutes",
            "half an hour",
            "two hours",
            "hour",
            "2 days",
            "6 parsecs",
            "long",
            "10001 hours",
            "99999999999 minutes",
        ];
        insta::assert_snapshot!(gallery.map(message).join("\n"), @"
        nothing is written here: expected a length of time such as `90 minutes` or `2 hours`
        `90` has no unit: write `90 minutes` or `90 hours`
        `0 minutes` is no length of time: expected 1 minute or more
        `-5 minutes` is negative: expected 1 minute or more
        `1.333 hours` is not a whole number of minutes: expected a whole number of minutes, such as `90 minutes` or `1.5 hours`
        `1.5 minutes` is not a whole number of minutes: expected a whole number of minutes, such as `90 minutes` or `1.5 hours`
        `2 hrs` has an unknown unit: write `2 hours`
        `2 houres` has an unknown unit: write `2 hours`
        `90minutes` has no space after its number: write `90 minutes`
        `1 hour 30 minutes` has two amounts: expected one amount, such as `90 minutes` or `1.5 hours`
        `half an hour` has its number in words: write `30 minutes`
        `two hours` has its number in words: write `2 hours`
        `hour` has no number: write `1 hour`
        `2 days` is not a length of time within a day: expected a length of time such as `90 minutes` or `2 hours`
        `6 parsecs` has an unknown unit: expected `minutes` or `hours`
        `long` is not a number and a unit: expected a length of time such as `90 minutes` or `2 hours`
        `10001 hours` is too long: expected at most `10000 hours`
        `99999999999 minutes` is too long: expected at most `10000 hours`
        ");
    }

    #[test]
    fn short_words_are_told_the_unit_they_stand_for() {
        for (found, write) in [
            ("90 m", "`90 minutes`"),
            ("90 min", "`90 minutes`"),
            ("90 mins", "`90 minutes`"),
            ("2 h", "`2 hours`"),
            ("2 hr", "`2 hours`"),
            ("2 hrs", "`2 hours`"),
        ] {
            let expected = format!("`{found}` has an unknown unit: write {write}");
            assert_eq!(message(found), expected);
        }
    }

    #[test]
    fn a_bare_number_in_toml_is_refused_in_the_same_words() {
        let read = |text| toml::from_str::<Clause>(text);
        assert_eq!(read("minutes = '1.5 hours'").unwrap().minutes.count(), 90);
        let said = |text| read(text).unwrap_err().message().to_owned();
        assert_eq!(said("minutes = 90"), message("90"));
    }

    proptest! {
        #[test]
        fn display_is_read_back(count in 1_u32..=600_000) {
            let minutes = Minutes::new(count).unwrap();
            prop_assert_eq!(minutes.to_string().parse(), Ok(minutes));
        }

        #[test]
        fn no_text_makes_it_panic(text in r"(\PC*)|([-0-9.]{0,12} ?[a-z ]{0,9})") {
            if let Ok(minutes) = text.parse::<Minutes>() {
                prop_assert!(minutes.count() > 0);
            }
        }
    }
}
