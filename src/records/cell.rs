//! One value of a row, typed.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::calendar::Day;

use super::words::Word;

/// A number of an export or a policy, exact to six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

impl Decimal {
    const ONE: i64 = 1_000_000;

    /// A whole number.
    pub const fn whole(number: u32) -> Decimal {
        Decimal(number as i64 * Decimal::ONE)
    }

    /// Reads `37`, `22.2` or `1,250.5`; nothing for anything else, for more than six decimals, or from a thousand
    /// million upwards. A comma that does not stand before three digits may be meant for a point: `7,5` is no 75.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, length) = number(&without_commas(whole)?)?;
        let (fraction, decimals) = number(fraction)?;
        let scale = 10_i64.pow(6_u32.checked_sub(decimals)?);
        let fits = (1..=9).contains(&length);
        fits.then(|| Decimal(sign * (whole * Decimal::ONE + fraction * scale)))
    }

    /// How many of something it says there are; nothing for what is negative or not whole.
    pub fn count(self) -> Option<u32> {
        let whole = self.0 % Decimal::ONE == 0;
        u32::try_from(self.0 / Decimal::ONE).ok().filter(|_| whole)
    }

    /// The number in millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// The number from its millionths.
    pub const fn from_millionths(millionths: i64) -> Decimal {
        Decimal(millionths)
    }
}

/// A whole number without the commas between its thousands; nothing where a comma stands elsewhere.
fn without_commas(whole: &str) -> Option<Cow<'_, str>> {
    let Some((first, thousands)) = whole.split_once(',') else {
        return Some(Cow::Borrowed(whole));
    };
    let in_place = (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && thousands.split(',').all(|three| three.len() == 3);
    in_place.then(|| Cow::Owned(whole.replace(',', "")))
}

/// The number that digits make, and how many there are; nothing for anything else, and for more than nine.
fn number(digits: &str) -> Option<(i64, u32)> {
    let (mut number, mut length) = (0, 0);
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() || length == 9 {
            return None;
        }
        number = number * 10 + i64::from(byte - b'0');
        length += 1;
    }
    Some((number, length))
}

/// As text, so that no reader rounds it.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let millionths = self.0.unsigned_abs();
        let fraction = format!("{:06}", millionths % 1_000_000);
        let fraction = fraction.trim_end_matches('0');
        let whole = millionths / 1_000_000;
        if fraction.is_empty() {
            write!(out, "{sign}{whole}")
        } else {
            write!(out, "{sign}{whole}.{fraction}")
        }
    }
}

/// One cell of a column that a policy selects on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing stands there, or the export has no such column.
    Blank,
    /// A value.
    Word(Word),
    /// A date.
    Day(Day),
    /// A number.
    Number(Decimal),
}

impl From<Option<Word>> for Cell {
    fn from(word: Option<Word>) -> Cell {
        word.map_or(Cell::Blank, Cell::Word)
    }
}

impl From<Option<Day>> for Cell {
    fn from(day: Option<Day>) -> Cell {
        day.map_or(Cell::Blank, Cell::Day)
    }
}

impl From<Option<Decimal>> for Cell {
    fn from(number: Option<Decimal>) -> Cell {
        number.map_or(Cell::Blank, Cell::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_decimals_exactly() {
        assert_eq!(Decimal::parse("22.2").unwrap().millionths(), 22_200_000);
        assert_eq!(Decimal::parse("0.666667").unwrap().to_string(), "0.666667");
        assert_eq!(Decimal::parse(" 1,250.50 ").unwrap().to_string(), "1250.5");
        assert_eq!(
            Decimal::parse("-12,345,678").unwrap().to_string(),
            "-12345678"
        );
        assert_eq!(Decimal::parse("-3").unwrap().to_string(), "-3");
    }

    #[test]
    fn what_is_whole_and_not_negative_is_a_count() {
        assert_eq!(Decimal::parse("0").unwrap().count(), Some(0));
        assert_eq!(
            Decimal::parse("999999999").unwrap().count(),
            Some(999_999_999)
        );
        assert_eq!(Decimal::parse("1.5").unwrap().count(), None);
        assert_eq!(Decimal::parse("-0.5").unwrap().count(), None);
        assert_eq!(Decimal::parse("-1").unwrap().count(), None);
    }

    #[test]
    fn what_is_no_number_is_nothing() {
        for text in [
            "",
            "x",
            "1.2.3",
            "0.1234567",
            "1e3",
            "--1",
            "1234567890",
            ".",
            "7,5",
            "0,125",
            "1,2500",
            "1250,500",
            "1,250,50",
            ",500",
            "1,",
            "1,,000",
            "1.250,5",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
