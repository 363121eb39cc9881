//! A calendar day in four bytes, with the sums of days and months an audit needs.

use std::fmt;
use std::num::NonZeroU32;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day, 1 January 1 to 31 December 9999 (Gregorian throughout).
///
/// Stored as the number of days since 31 December of year 0, so that `Option<Day>` is four bytes too.
#[must_use]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroU32);

/// Days in 400 Gregorian years.
const DAYS_IN_ERA: u32 = 146_097;

/// Years of 365 days and a quarter in a quarter of a day, in parts of 2 to the 32nd.
const YEARS_IN_QUARTERS: u64 = 2_939_745;

/// Days from 1 March of year 0, where the arithmetic counts from, to 31 December of year 0.
const MARCH_TO_DECEMBER: u32 = 305;

/// The number of 31 December 9999.
const LAST_NUMBER: u32 = 3_652_059;

/// The key under which the `toml` crate presents a date.
const TOML_DATE_KEY: &str = "$__toml_private_datetime";

impl Day {
    /// 1 January of year 1.
    pub const FIRST: Day = Day(NonZeroU32::MIN);

    /// 31 December 9999.
    pub const LAST: Day = match NonZeroU32::new(LAST_NUMBER) {
        Some(number) => Day(number),
        None => Day::FIRST,
    };

    /// The day with this year (1 to 9999), month (1 to 12) and day of the month (from 1), if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=9999).contains(&year) || day == 0 || day > days_in_month(year, month)? {
            return None;
        }
        Day::of_civil(year.cast_unsigned(), month, day)
    }

    /// The day of a year, a month and a day that are known to be one.
    fn of_civil(year: u32, month: u32, day: u32) -> Option<Day> {
        // Years are counted from March, so that the leap day is the last of its year: Howard Hinnant,
        // "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
        let march_year = year - u32::from(month <= 2);
        let march_month = if month <= 2 { month + 9 } else { month - 3 };
        let day_of_year = (153 * march_month + 2) / 5 + day - 1;
        let century = march_year / 100;
        let since_march_of_year_0 = march_year * 1461 / 4 - century + century / 4 + day_of_year;
        NonZeroU32::new(since_march_of_year_0 - MARCH_TO_DECEMBER).map(Day)
    }

    /// The same day as this date, if it is within 1 to 9999.
    pub fn from_date(date: NaiveDate) -> Option<Day> {
        Day::from_number(date.num_days_from_ce())
    }

    /// The same day as a `chrono` date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.number()).unwrap_or_default()
    }

    /// Year, month (1 to 12) and day of the month (from 1).
    pub fn ymd(self) -> (i32, u32, u32) {
        // Cassio Neri and Lorenz Schneider, "Euclidean Affine Functions and Applications to Calendar Algorithms": the
        // quotient and the remainder of one multiplication are the year and its days, those of another month and day.
        let since_march_of_year_0 = self.0.get() + MARCH_TO_DECEMBER;
        let quarters = 4 * since_march_of_year_0 + 3;
        let century = quarters / DAYS_IN_ERA;
        let quarters = (quarters % DAYS_IN_ERA) | 3;
        let years = u64::from(quarters) * YEARS_IN_QUARTERS;
        let rest = years & u64::from(u32::MAX);
        let year_of_century = u32::try_from(years >> 32).unwrap_or_default();
        let day_of_year = u32::try_from(rest / (4 * YEARS_IN_QUARTERS)).unwrap_or_default();
        let months = 2141 * day_of_year + 197_913;
        let (month, day) = (months >> 16, (months & 0xffff) / 2141 + 1);
        let year = 100 * century + year_of_century;
        let (year, month) = if day_of_year < MARCH_TO_DECEMBER + 1 {
            (year, month)
        } else {
            (year + 1, month - 12)
        };
        (year.cast_signed(), month, day)
    }

    /// The day `n` calendar days later (earlier when negative); stops at [`Day::FIRST`] and [`Day::LAST`].
    pub fn plus_days(self, n: i32) -> Day {
        let number = self.number().saturating_add(n);
        Day::from_number(number).unwrap_or(if n < 0 { Day::FIRST } else { Day::LAST })
    }

    /// Calendar days from `earlier` to this day; negative when this day is before it.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.number() - earlier.number()
    }

    /// The same day of the month `n` months later, or that month's last day when it is shorter; stops at
    /// [`Day::FIRST`] and [`Day::LAST`].
    pub fn plus_months(self, n: i32) -> Day {
        let (year, month, day) = self.ymd();
        let months = (year * 12 + month.cast_signed() - 1).saturating_add(n);
        let (year, month) = (months / 12, months.cast_unsigned() % 12 + 1);
        if !(1..=9999).contains(&year) {
            return if n < 0 { Day::FIRST } else { Day::LAST };
        }
        let shortened = days_in_month(year, month).map_or(day, |last| day.min(last));
        Day::of_civil(year.cast_unsigned(), month, shortened).unwrap_or(self)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1 January of year 1 was a Monday.
        match self.0.get() % 7 {
            1 => Weekday::Mon,
            2 => Weekday::Tue,
            3 => Weekday::Wed,
            4 => Weekday::Thu,
            5 => Weekday::Fri,
            6 => Weekday::Sat,
            _ => Weekday::Sun,
        }
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Day {
        let (_, _, day) = self.ymd();
        self.plus_days(1 - day.cast_signed())
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        let (year, month, day) = self.ymd();
        let last = days_in_month(year, month).unwrap_or(day);
        self.plus_days(last.cast_signed() - day.cast_signed())
    }

    /// The day after, or [`Day::LAST`] itself.
    pub fn next(self) -> Day {
        self.plus_days(1)
    }

    /// The day before, or [`Day::FIRST`] itself.
    pub fn previous(self) -> Day {
        self.plus_days(-1)
    }

    /// Reads `yyyy-mm-dd` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return None;
        };
        let year = number(&[y1, y2, y3, y4])?;
        Day::from_ymd(year.cast_signed(), number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// The form for a report's sentences: `Saturday 31 October 2026`.
    pub fn long(self) -> String {
        self.date().format("%A %-d %B %-Y").to_string()
    }

    /// The form for a report's tables: `31 Oct 2026`. The first of all days stands for one that no export has.
    pub fn short(self) -> String {
        if self == Day::FIRST {
            return "an unknown day".to_owned();
        }
        self.date().format("%-d %b %-Y").to_string()
    }

    /// The day without its year, where the year is plain: `31 Oct`.
    pub fn day_month(self) -> String {
        self.date().format("%-d %b").to_string()
    }

    fn number(self) -> i32 {
        self.0.get().cast_signed()
    }

    fn from_number(number: i32) -> Option<Day> {
        let number = u32::try_from(number).ok().filter(|n| *n <= LAST_NUMBER)?;
        NonZeroU32::new(number).map(Day)
    }
}

fn days_in_month(year: i32, month: u32) -> Option<u32> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => Some(if leap { 29 } else { 28 }),
        // The odd months up to July are long, and the even ones after it.
        1..=12 => Some(30 + ((month + month / 8) & 1)),
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads text, or a TOML date without quotation marks.
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as `2026-10-31`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        Day::parse_iso(text).ok_or_else(|| {
            E::custom(format_args!(
                "`{text}` is not a date: expected year, month and day such as `2026-10-31`"
            ))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Day, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == TOML_DATE_KEY => self.visit_str(&map.next_value::<String>()?),
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Row {
        on: Day,
    }

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn an_optional_day_is_four_bytes() {
        assert_eq!(size_of::<Option<Day>>(), 4);
    }

    #[test]
    fn every_day_is_the_one_chrono_has() {
        let mut date = Day::FIRST.date();
        assert_eq!(date, NaiveDate::from_ymd_opt(1, 1, 1).unwrap());
        for number in 1..=LAST_NUMBER.cast_signed() {
            let day = Day::from_number(number).unwrap();
            let ymd = (date.year(), date.month(), date.day());
            assert_eq!(day.ymd(), ymd);
            assert_eq!(Day::from_ymd(ymd.0, ymd.1, ymd.2), Some(day));
            assert_eq!(day.weekday(), date.weekday());
            date = date.succ_opt().unwrap();
        }
        assert_eq!(Day::LAST.to_string(), "9999-12-31");
    }

    #[test]
    fn days_that_are_not_are_refused() {
        for (year, month, day) in [
            (0, 12, 31),
            (10_000, 1, 1),
            (-1, 1, 1),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (2026, 2, 29),
            (2100, 2, 29),
            (2024, 2, 30),
            (i32::MAX, 1, 1),
            (2026, u32::MAX, 1),
            (2026, 1, u32::MAX),
        ] {
            assert_eq!(
                Day::from_ymd(year, month, day),
                None,
                "{year} {month} {day}"
            );
        }
        assert_eq!(Day::from_date(NaiveDate::MAX), None);
        assert_eq!(Day::from_date(NaiveDate::MIN), None);
        assert!(Day::from_ymd(2000, 2, 29).is_some());
    }

    #[test]
    fn only_iso_text_is_read() {
        assert_eq!(day("2026-10-31").ymd(), (2026, 10, 31));
        for text in [
            "",
            "2026-10-3",
            "2026-1-031",
            "26-10-31",
            "2026/10/31",
            "31/10/2026",
            "2026-10-31 ",
            "2026-02-30",
            "+026-10-31",
            "2026-10-31T00:00",
            "２026-10-31",
            "0000-01-01",
        ] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_later_is_clamped_and_does_not_overflow() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2026-01-31").plus_months(2), day("2026-03-31"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
        assert_eq!(day("2024-02-29").plus_months(48), day("2028-02-29"));
        assert_eq!(day("2026-03-31").plus_months(-1), day("2026-02-28"));
        assert_eq!(day("2026-01-15").plus_months(-1), day("2025-12-15"));
        assert_eq!(day("9999-12-01").plus_months(1), Day::LAST);
        assert_eq!(day("0001-01-31").plus_months(-1), Day::FIRST);
        assert_eq!(Day::FIRST.plus_months(i32::MAX), Day::LAST);
        assert_eq!(Day::LAST.plus_months(i32::MIN), Day::FIRST);
    }

    #[test]
    fn sums_of_days_stop_at_the_ends() {
        assert_eq!(Day::LAST.plus_days(1), Day::LAST);
        assert_eq!(Day::LAST.next(), Day::LAST);
        assert_eq!(Day::FIRST.previous(), Day::FIRST);
        assert_eq!(Day::FIRST.plus_days(i32::MAX), Day::LAST);
        assert_eq!(Day::LAST.plus_days(i32::MIN), Day::FIRST);
        assert_eq!(day("2024-02-28").next(), day("2024-02-29"));
        assert_eq!(day("2024-12-31").next(), day("2025-01-01"));
    }

    #[test]
    fn the_forms_for_people() {
        let autumn = day("2026-10-31");
        assert_eq!(autumn.long(), "Saturday 31 October 2026");
        assert_eq!(autumn.short(), "31 Oct 2026");
        assert_eq!(autumn.day_month(), "31 Oct");
        assert_eq!(day("2026-05-01").long(), "Friday 1 May 2026");
        assert_eq!(format!("{autumn} {autumn:?}"), "2026-10-31 2026-10-31");
    }

    #[test]
    fn a_day_is_read_from_toml_with_and_without_quotation_marks() {
        for text in ["on = 2026-10-31", "on = \"2026-10-31\""] {
            assert_eq!(toml::from_str::<Row>(text).unwrap().on, day("2026-10-31"));
        }
        let message = |text| {
            toml::from_str::<Row>(text)
                .unwrap_err()
                .message()
                .to_owned()
        };
        let expected = "is not a date: expected year, month and day such as `2026-10-31`";
        assert_eq!(
            message("on = \"31/10/2026\""),
            format!("`31/10/2026` {expected}")
        );
        assert_eq!(
            message("on = 2026-10-31T09:00:00"),
            format!("`2026-10-31T09:00:00` {expected}")
        );
        assert!(message("on = { day = \"2026-10-31\" }").starts_with("invalid type: map"));
        assert_eq!(message("on = 09:00:00"), format!("`09:00:00` {expected}"));
        assert_eq!(
            message("on = 2026"),
            "invalid type: integer `2026`, expected a date such as `2026-10-31`"
        );
        assert_eq!(
            message("on = {}"),
            "invalid type: map, expected a date such as `2026-10-31`"
        );
    }

    #[test]
    fn a_day_goes_through_json_as_text() {
        let json = serde_json::to_string(&day("2026-10-31")).unwrap();
        assert_eq!(json, "\"2026-10-31\"");
        assert_eq!(
            serde_json::from_str::<Day>(&json).unwrap(),
            day("2026-10-31")
        );
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (1..=LAST_NUMBER.cast_signed()).prop_map(|number| Day::from_number(number).unwrap())
    }

    proptest! {
        #[test]
        fn text_and_dates_lead_back(day in any_day()) {
            prop_assert_eq!(Day::parse_iso(&day.to_string()), Some(day));
            prop_assert_eq!(Day::from_date(day.date()), Some(day));
        }

        #[test]
        fn order_is_distance(a in any_day(), b in any_day()) {
            prop_assert_eq!(a.plus_days(b.days_since(a)), b);
            prop_assert_eq!(a.cmp(&b), a.days_since(b).cmp(&0));
        }

        #[test]
        fn months_are_chronos_months(day in any_day(), n in 0_u32..2400) {
            let later = day.date().checked_add_months(chrono::Months::new(n)).and_then(Day::from_date);
            prop_assert_eq!(day.plus_months(n.cast_signed()), later.unwrap_or(Day::LAST));
            let earlier = day.date().checked_sub_months(chrono::Months::new(n)).and_then(Day::from_date);
            prop_assert_eq!(day.plus_months(-n.cast_signed()), earlier.unwrap_or(Day::FIRST));
        }

        #[test]
        fn a_month_holds_its_days(day in any_day()) {
            let (first, last) = (day.month_start(), day.month_end());
            prop_assert!(first <= day && day <= last);
            prop_assert_eq!(first.ymd().2, 1);
            prop_assert!(last == Day::LAST || last.next().ymd().2 == 1);
            prop_assert_eq!(first.ymd().1, last.ymd().1);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            prop_assert!(Day::parse_iso(&text).is_none_or(|day| day.to_string() == text));
        }
    }
}
