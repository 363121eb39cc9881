//! Intervals between days as a policy writes them: `6 weeks`, `5 working days`, `1 month`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::quantity::{self, Amount, QuantityError, nearest, number_in_words, plain};
use super::{Day, WorkingDays};

/// What an interval is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Days that are no weekend, bank holiday or closure.
    WorkingDays,
    /// Seven calendar days.
    Weeks,
    /// The same day of the next month, or that month's last day when it is shorter.
    Months,
    /// Twelve months.
    Years,
}

impl Unit {
    /// The word for one, or for several: `working day`, `working days`.
    pub fn word(self, count: u32) -> &'static str {
        match (self, count == 1) {
            (Unit::Days, true) => "calendar day",
            (Unit::Days, false) => "calendar days",
            (Unit::WorkingDays, true) => "working day",
            (Unit::WorkingDays, false) => "working days",
            (Unit::Weeks, true) => "week",
            (Unit::Weeks, false) => "weeks",
            (Unit::Months, true) => "month",
            (Unit::Months, false) => "months",
            (Unit::Years, true) => "year",
            (Unit::Years, false) => "years",
        }
    }

    /// The most that is taken for an interval and not for a slip: about a hundred years.
    fn most(self) -> u32 {
        match self {
            Unit::Days | Unit::WorkingDays => 40_000,
            Unit::Weeks => 40_000 / 7,
            Unit::Months => 1200,
            Unit::Years => 100,
        }
    }

    fn named(word: &str) -> Option<Unit> {
        match word {
            "calendar day" | "calendar days" => Some(Unit::Days),
            "working day" | "working days" => Some(Unit::WorkingDays),
            "week" | "weeks" => Some(Unit::Weeks),
            "month" | "months" => Some(Unit::Months),
            "year" | "years" => Some(Unit::Years),
            _ => None,
        }
    }
}

/// A whole number of days, weeks, months or years, at least one and at most about a hundred years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    count: u32,
    unit: Unit,
}

impl Interval {
    /// An interval of `count` units; `None` for zero, or for more than about a hundred years.
    pub fn new(count: u32, unit: Unit) -> Option<Interval> {
        (1..=unit.most())
            .contains(&count)
            .then_some(Interval { count, unit })
    }

    /// How many units: 1 or more.
    pub fn count(self) -> u32 {
        self.count
    }

    /// What is counted.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The day this interval after `day`.
    pub fn after(self, day: Day, working: &WorkingDays) -> Day {
        self.times_after(1, day, working)
    }

    /// The day `k` of these intervals after `day`, counted at once, so that months do not drift: two months after
    /// 31 January is 31 March.
    pub fn times_after(self, k: u32, day: Day, working: &WorkingDays) -> Day {
        let count = self.count.saturating_mul(k);
        let signed = i32::try_from(count).unwrap_or(i32::MAX);
        match self.unit {
            Unit::Days => day.plus_days(signed),
            Unit::WorkingDays => working.plus(day, count),
            Unit::Weeks => day.plus_days(signed.saturating_mul(7)),
            Unit::Months => day.plus_months(signed),
            Unit::Years => day.plus_months(signed.saturating_mul(12)),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.word(self.count))
    }
}

const EXPECTED: &str = "an interval such as `6 weeks`, `1 month` or `20 working days`";

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Interval, D::Error> {
        quantity::deserialize(deserializer, EXPECTED)
    }
}

impl FromStr for Interval {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Interval, QuantityError> {
        let text = text.trim();
        let lower = text.to_lowercase();
        if lower.is_empty() {
            return Err(QuantityError::Empty { expected: EXPECTED });
        }
        if lower.starts_with(['-', '−']) {
            return Err(refused(text, "is negative", "1 or more"));
        }
        match Amount::split(&lower) {
            Some(amount) => counted(text, amount),
            None => Err(uncounted(text, &lower)),
        }
    }
}

/// Reads an interval whose number comes first, as it should.
fn counted(text: &str, amount: Amount<'_>) -> Result<Interval, QuantityError> {
    if amount.fraction.is_some() {
        let expected = "a whole number of days, weeks, months or years";
        return Err(refused(text, "is not a whole number", expected));
    }
    let whole = amount.whole;
    if let Some((upper, unit)) = range(amount.rest) {
        let write = format!("`target = \"{whole} {unit}\"` and `every = \"{upper} {unit}\"`");
        return Err(reworded(text, "is a range", write));
    }
    let word = plain(amount.rest);
    if word.is_empty() {
        let write = format!("`{whole} weeks`, `{whole} months` or `{whole} working days`");
        return Err(reworded(text, "has no unit", write));
    }
    // A number too long for the type is too long for every unit.
    let count = whole.parse().unwrap_or(u32::MAX);
    let Some(unit) = Unit::named(&word) else {
        return Err(other_unit(text, count, &word));
    };
    if count == 0 {
        return Err(refused(text, "is no interval", "1 or more"));
    }
    let Some(interval) = Interval::new(count, unit) else {
        let expected = "at most `100 years`, `1200 months` or `40000 calendar days`";
        return Err(refused(text, "is too long", expected));
    };
    if amount.rest.starts_with(char::is_alphabetic) {
        let write = format!("`{interval}`");
        return Err(reworded(text, "has no space after its number", write));
    }
    Ok(interval)
}

/// The upper end and the unit of `4-6 weeks`, given what follows the `4`.
fn range(rest: &str) -> Option<(&str, String)> {
    let rest = rest.trim_start();
    let upper = ["-", "–", "to ", "or "]
        .into_iter()
        .find_map(|between| rest.strip_prefix(between))?;
    let amount = Amount::split(upper.trim_start())?;
    let unit = match plain(amount.rest).as_str() {
        "weekly" | "" => "weeks".to_owned(),
        "monthly" => "months".to_owned(),
        "day" | "days" => "working days".to_owned(),
        unit => unit.to_owned(),
    };
    Some((amount.whole, unit))
}

/// What to say of a number with a word that is no unit of an interval.
fn other_unit(text: &str, count: u32, word: &str) -> QuantityError {
    let (why, write) = match word {
        "day" | "days" | "d" => (
            "has two readings",
            format!(
                "`{count} {}` or `{count} {}`",
                Unit::WorkingDays.word(count),
                Unit::Days.word(count)
            ),
        ),
        "calendar month" | "calendar months" => (
            "has two readings",
            format!(
                "`{count} {}` or `per = \"calendar month\"`",
                Unit::Months.word(count)
            ),
        ),
        "calendar week" | "calendar weeks" => ("has a word too many", in_units(count, Unit::Weeks)),
        "calendar year" | "calendar years" => (
            "has two readings",
            format!(
                "`{count} {}` or `per = \"calendar year\"`",
                Unit::Years.word(count)
            ),
        ),
        "business day" | "business days" | "workday" | "workdays" | "weekday" | "weekdays"
        | "week days" => (
            "names its days otherwise",
            in_units(count, Unit::WorkingDays),
        ),
        "weekly" => ("is not a number and a unit", in_units(count, Unit::Weeks)),
        "monthly" => ("is not a number and a unit", in_units(count, Unit::Months)),
        "yearly" => ("is not a number and a unit", in_units(count, Unit::Years)),
        "fortnight" | "fortnights" => (
            "is counted in weeks",
            in_units(count.saturating_mul(2), Unit::Weeks),
        ),
        "quarter" | "quarters" => (
            "is counted in months",
            in_units(count.saturating_mul(3), Unit::Months),
        ),
        "hour" | "hours" | "hr" | "hrs" | "minute" | "minutes" | "min" | "mins" => {
            let expected = "days, weeks, months or years";
            return refused(text, "is a length of time within a day", expected);
        }
        _ => {
            let Some(unit) = near_unit(word) else {
                let expected = "`working days`, `calendar days`, `weeks`, `months` or `years`";
                return refused(text, "has an unknown unit", expected);
            };
            ("has an unknown unit", in_units(count, unit))
        }
    };
    reworded(text, why, write)
}

fn in_units(count: u32, unit: Unit) -> String {
    format!("`{count} {}`", unit.word(count))
}

fn near_unit(word: &str) -> Option<Unit> {
    match word {
        "wk" | "w" => Some(Unit::Weeks),
        "mth" | "mo" => Some(Unit::Months),
        "yr" | "y" => Some(Unit::Years),
        _ => nearest(
            word,
            &[
                "working days",
                "working day",
                "calendar days",
                "calendar day",
                "weeks",
                "week",
                "months",
                "month",
                "years",
                "year",
            ],
        )
        .and_then(Unit::named),
    }
}

/// What to say of words that do not begin with a number.
fn uncounted(text: &str, lower: &str) -> QuantityError {
    let words = plain(lower);
    if let Some((why, write)) = adverb(&words.replace(' ', "")) {
        return reworded(text, why, write.to_owned());
    }
    for extra in ["every ", "each ", "once every ", "once in ", "within "] {
        if let Some(interval) = words.strip_prefix(extra).and_then(|rest| rest.parse().ok()) {
            let interval: Interval = interval;
            return reworded(text, "has a word too many", format!("`{interval}`"));
        }
    }
    if let Some((count, rest)) = number_in_words(&words) {
        return match Unit::named(rest) {
            Some(unit) => reworded(text, "has its number in words", in_units(count, unit)),
            None => other_unit(text, count, rest),
        };
    }
    match Unit::named(&words) {
        Some(unit) => reworded(text, "has no number", in_units(1, unit)),
        None => refused(text, "is not a number and a unit", EXPECTED),
    }
}

/// Why an adverb of frequency cannot stand, and what to write for it.
fn adverb(word: &str) -> Option<(&'static str, &'static str)> {
    let two_readings = "has two readings";
    let no_number = "is not a number and a unit";
    Some(match word {
        "daily" | "everyday" | "day" | "days" => {
            (two_readings, "`1 working day` or `1 calendar day`")
        }
        "weekly" | "everyweek" => (no_number, "`1 week`"),
        "fortnightly" | "fortnight" | "everyfortnight" => (no_number, "`2 weeks`"),
        "monthly" | "everymonth" | "eachmonth" => (
            two_readings,
            "`4 weeks`, `1 month`, or `per = \"calendar month\"`",
        ),
        "calendarmonth" => (
            "is a window, not an interval",
            "`per = \"calendar month\"` or `1 month`",
        ),
        "quarterly" | "quarter" | "everyquarter" => {
            (two_readings, "`3 months` or `per = \"calendar quarter\"`")
        }
        "yearly" | "annually" | "annual" | "everyyear" | "perannum" => (
            "has several readings",
            "`1 year`, `per = \"calendar year\"`, or `per = \"financial year\"`",
        ),
        "bimonthly" => (
            "is every two months or twice a month",
            "`2 months` or `2 weeks`",
        ),
        "biweekly" => (
            "is every two weeks or twice a week",
            "`2 weeks` or `3 calendar days`",
        ),
        "biannually" | "biannual" | "biennially" | "biennial" | "biyearly" => (
            "is every two years or twice a year",
            "`2 years` or `6 months`",
        ),
        "halfyearly" | "everyhalfyear" => (no_number, "`6 months`"),
        _ => return None,
    })
}

fn refused(found: &str, why: &'static str, expected: &'static str) -> QuantityError {
    QuantityError::Refused {
        found: found.to_owned(),
        why,
        expected,
    }
}

fn reworded(found: &str, why: &'static str, write: String) -> QuantityError {
    QuantityError::Reworded {
        found: found.to_owned(),
        why,
        write,
    }
}
