//! Reading an interval from its words, and saying what to write when they have two readings or none.

use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::quantity::{self, Amount, QuantityError, nearest, number_in_words, plain};
use super::{Interval, Unit};

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
            return Err(QuantityError::refused(text, "is negative", "1 or more"));
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
        return Err(QuantityError::refused(
            text,
            "is not a whole number",
            expected,
        ));
    }
    let whole = amount.whole;
    if let Some(upper) = upper_end(amount.rest) {
        return Err(range(text, whole, upper));
    }
    let Ok(count) = whole.parse() else {
        return Err(too_long(text));
    };
    if count == 0 {
        return Err(QuantityError::refused(text, "is no interval", "1 or more"));
    }
    let word = plain(amount.rest);
    if word.is_empty() {
        let write = format!("`{whole} weeks`, `{whole} months` or `{whole} working days`");
        return Err(QuantityError::reworded(text, "has no unit", write));
    }
    let Some(unit) = Unit::named(&word) else {
        return Err(other_unit(text, count, &word));
    };
    let Some(interval) = Interval::new(count, unit) else {
        return Err(too_long(text));
    };
    if amount.rest.starts_with(char::is_alphabetic) {
        let write = format!("`{interval}`");
        return Err(QuantityError::reworded(
            text,
            "has no space after its number",
            write,
        ));
    }
    Ok(interval)
}

fn too_long(text: &str) -> QuantityError {
    let expected = "at most `100 years`, `1200 months` or `40000 calendar days`";
    QuantityError::refused(text, "is too long", expected)
}

/// The `6 weeks` of `4-6 weeks`, given what follows the `4`.
fn upper_end(rest: &str) -> Option<Amount<'_>> {
    let rest = rest.trim_start();
    let upper = ["-", "–", "to ", "or "]
        .into_iter()
        .find_map(|between| rest.strip_prefix(between))?;
    Amount::split(upper.trim_start())
}

/// What to say of a range: its ends are two keys of a rule.
fn range(text: &str, lower: &str, upper: Amount<'_>) -> QuantityError {
    let word = plain(upper.rest);
    let unit = match word.as_str() {
        "weekly" => Some(Unit::Weeks),
        "monthly" => Some(Unit::Months),
        "day" | "days" => None,
        word => Unit::named(word).or_else(|| near_unit(word)),
    };
    let Some(unit) = unit else {
        let expected = "the lower end as `target` and the upper as `every`, each with its unit";
        return QuantityError::refused(text, "is a range", expected);
    };
    // Two stands for any number but one.
    let (unit, upper) = (unit.word(2), upper.whole);
    let write = format!("`target = \"{lower} {unit}\"` and `every = \"{upper} {unit}\"`");
    QuantityError::reworded(text, "is a range", write)
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
            return QuantityError::refused(text, "is a length of time within a day", expected);
        }
        _ if word.contains(|c: char| c.is_ascii_digit()) => {
            let expected = "one amount, such as `18 months`";
            return QuantityError::refused(text, "has two amounts", expected);
        }
        _ => {
            let Some(unit) = near_unit(word) else {
                let expected = "`working days`, `calendar days`, `weeks`, `months` or `years`";
                return QuantityError::refused(text, "has an unknown unit", expected);
            };
            ("has an unknown unit", in_units(count, unit))
        }
    };
    QuantityError::reworded(text, why, write)
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
        return QuantityError::reworded(text, why, write.to_owned());
    }
    for extra in ["every ", "each ", "once every ", "once in ", "within "] {
        if let Some(interval) = words.strip_prefix(extra).and_then(|rest| rest.parse().ok()) {
            let interval: Interval = interval;
            return QuantityError::reworded(text, "has a word too many", format!("`{interval}`"));
        }
    }
    if let Some((count, rest)) = number_in_words(&words) {
        return match Unit::named(rest) {
            Some(unit) => {
                QuantityError::reworded(text, "has its number in words", in_units(count, unit))
            }
            None => other_unit(text, count, rest),
        };
    }
    match Unit::named(&words) {
        Some(unit) => QuantityError::reworded(text, "has no number", in_units(1, unit)),
        None => QuantityError::refused(text, "is not a number and a unit", EXPECTED),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Clause {
        every: Interval,
    }

    fn interval(text: &str) -> Interval {
        text.parse().unwrap()
    }

    #[test]
    fn the_words_are_written_back_plainly() {
        for text in [
            "6 weeks",
            "1 week",
            "5 working days",
            "20 calendar days",
            "1 month",
            "1 calendar day",
            "1 working day",
            "2 years",
            "1200 months",
            "40000 calendar days",
        ] {
            assert_eq!(interval(text).to_string(), text);
        }
        assert_eq!(
            interval(" 20  Working-Days ").to_string(),
            "20 working days"
        );
        assert_eq!(interval("1 weeks").to_string(), "1 week");
    }

    /// What is said of words that are refused.
    fn message(text: &str) -> String {
        text.parse::<Interval>().unwrap_err().to_string()
    }

    #[test]
    fn words_with_two_readings_are_refused_with_both() {
        let gallery = [
            "monthly",
            "bi-monthly",
            "bimonthly",
            "Bi-weekly",
            "quarterly",
            "annually",
            "biannual",
            "daily",
            "20 days",
            "1 day",
            "1 calendar month",
        ];
        insta::assert_snapshot!(gallery.map(message).join("\n"), @r#"
        `monthly` has two readings: write `4 weeks`, `1 month`, or `per = "calendar month"`
        `bi-monthly` is every two months or twice a month: write `2 months` or `2 weeks`
        `bimonthly` is every two months or twice a month: write `2 months` or `2 weeks`
        `Bi-weekly` is every two weeks or twice a week: write `2 weeks` or `3 calendar days`
        `quarterly` has two readings: write `3 months` or `per = "calendar quarter"`
        `annually` has several readings: write `1 year`, `per = "calendar year"`, or `per = "financial year"`
        `biannual` is every two years or twice a year: write `2 years` or `6 months`
        `daily` has two readings: write `1 working day` or `1 calendar day`
        `20 days` has two readings: write `20 working days` or `20 calendar days`
        `1 day` has two readings: write `1 working day` or `1 calendar day`
        `1 calendar month` has two readings: write `1 month` or `per = "calendar month"`
        "#);
    }

    #[test]
    fn short_and_near_words_are_told_the_unit_they_stand_for() {
        for (found, write) in [
            ("6 wk", "`6 weeks`"),
            ("1 w", "`1 week`"),
            ("3 mth", "`3 months`"),
            ("3 mo", "`3 months`"),
            ("2 yr", "`2 years`"),
            ("1 y", "`1 year`"),
        ] {
            let expected = format!("`{found}` has an unknown unit: write {write}");
            assert_eq!(message(found), expected);
        }
        assert_eq!(
            message("2 calendar weeks"),
            "`2 calendar weeks` has a word too many: write `2 weeks`"
        );
        assert_eq!(
            message("1 calendar year"),
            "`1 calendar year` has two readings: write `1 year` or `per = \"calendar year\"`"
        );
        assert_eq!(
            message("2 yearly"),
            "`2 yearly` is not a number and a unit: write `2 years`"
        );
        assert_eq!(
            message("2 quarters"),
            "`2 quarters` is counted in months: write `6 months`"
        );
        assert_eq!(
            message("half-yearly"),
            "`half-yearly` is not a number and a unit: write `6 months`"
        );
    }

    #[test]
    fn about_a_hundred_years_of_weeks_is_the_most() {
        assert_eq!(interval("5714 weeks").count(), 5714);
        assert!(message("5715 weeks").contains("5715"));
    }

    #[test]
    fn words_with_one_reading_are_refused_with_the_words_to_write() {
        let gallery = [
            "weekly",
            "fortnightly",
            "4-weekly",
            "three monthly",
            "every 6 weeks",
            "six weeks",
            "a month",
            "month",
            "6weeks",
            "6 weekz",
            "6 wks",
            "20 workin days",
            "10 business days",
            "2 fortnights",
            "4-6 weeks",
            "4 to 6 weekly",
            "calendar month",
            "6",
        ];
        insta::assert_snapshot!(gallery.map(message).join("\n"), @r#"
        `weekly` is not a number and a unit: write `1 week`
        `fortnightly` is not a number and a unit: write `2 weeks`
        `4-weekly` is not a number and a unit: write `4 weeks`
        `three monthly` is not a number and a unit: write `3 months`
        `every 6 weeks` has a word too many: write `6 weeks`
        `six weeks` has its number in words: write `6 weeks`
        `a month` has its number in words: write `1 month`
        `month` has no number: write `1 month`
        `6weeks` has no space after its number: write `6 weeks`
        `6 weekz` has an unknown unit: write `6 weeks`
        `6 wks` has an unknown unit: write `6 weeks`
        `20 workin days` has an unknown unit: write `20 working days`
        `10 business days` names its days otherwise: write `10 working days`
        `2 fortnights` is counted in weeks: write `4 weeks`
        `4-6 weeks` is a range: write `target = "4 weeks"` and `every = "6 weeks"`
        `4 to 6 weekly` is a range: write `target = "4 weeks"` and `every = "6 weeks"`
        `calendar month` is a window, not an interval: write `per = "calendar month"` or `1 month`
        `6` has no unit: write `6 weeks`, `6 months` or `6 working days`
        "#);
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        let gallery = [
            " ",
            "0 weeks",
            "0 days",
            "-2 weeks",
            "1.5 weeks",
            "2 hours",
            "5 parsecs",
            "1 year 6 months",
            "4-6 days",
            "soon",
            "1201 months",
            "40001 calendar days",
            "99999999999999999999 weeks",
        ];
        insta::assert_snapshot!(gallery.map(message).join("\n"), @"
        nothing is written here: expected an interval such as `6 weeks`, `1 month` or `20 working days`
        `0 weeks` is no interval: expected 1 or more
        `0 days` is no interval: expected 1 or more
        `-2 weeks` is negative: expected 1 or more
        `1.5 weeks` is not a whole number: expected a whole number of days, weeks, months or years
        `2 hours` is a length of time within a day: expected days, weeks, months or years
        `5 parsecs` has an unknown unit: expected `working days`, `calendar days`, `weeks`, `months` or `years`
        `1 year 6 months` has two amounts: expected one amount, such as `18 months`
        `4-6 days` is a range: expected the lower end as `target` and the upper as `every`, each with its unit
        `soon` is not a number and a unit: expected an interval such as `6 weeks`, `1 month` or `20 working days`
        `1201 months` is too long: expected at most `100 years`, `1200 months` or `40000 calendar days`
        `40001 calendar days` is too long: expected at most `100 years`, `1200 months` or `40000 calendar days`
        `99999999999999999999 weeks` is too long: expected at most `100 years`, `1200 months` or `40000 calendar days`
        ");
    }

    #[test]
    fn a_bare_number_in_toml_is_refused_in_the_same_words() {
        let read = |text| toml::from_str::<Clause>(text);
        assert_eq!(
            read("every = '6 weeks'").unwrap().every,
            interval("6 weeks")
        );
        let said = |text| read(text).unwrap_err().message().to_owned();
        assert_eq!(said("every = 6"), message("6"));
        assert_eq!(said("every = -6"), message("-6"));
        assert_eq!(said("every = 1.5"), message("1.5"));
        assert_eq!(said("every = 'monthly'"), message("monthly"));
        assert_eq!(
            said("every = true"),
            format!("invalid type: boolean `true`, expected {EXPECTED}")
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r"(\PC*)|([-0-9., ]{0,6}[a-z -]{0,20})") {
            if let Err(error) = text.parse::<Interval>() {
                prop_assert!(!error.to_string().ends_with('.'));
            }
        }
    }
}
