//! The bank holidays of the three divisions of the United Kingdom, by rule, with the one-off days.

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;
use serde::{Deserialize, Deserializer, de};

use super::Day;

/// The last year whose bank holidays gov.uk had published when this was written; later ones are computed only.
pub const PUBLISHED_TO: i32 = 2028;

/// The first year the rules below hold: the first of the early May bank holiday.
const FIRST_YEAR: i32 = 1978;

/// A part of the United Kingdom with its own bank holidays, as gov.uk divides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Division {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland: the national list; councils there keep local days too, which a policy lists as closures.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

use Division::{EnglandAndWales, NorthernIreland, Scotland};

impl Division {
    /// All three.
    pub const ALL: [Division; 3] = [EnglandAndWales, Scotland, NorthernIreland];

    /// The name a policy file uses, which is also gov.uk's: `england-and-wales`.
    pub fn name(self) -> &'static str {
        match self {
            EnglandAndWales => "england-and-wales",
            Scotland => "scotland",
            NorthernIreland => "northern-ireland",
        }
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of the three divisions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` has no bank holidays of its own: expected `england-and-wales`, `scotland` or `northern-ireland`"
)]
pub struct DivisionError {
    found: String,
}

impl FromStr for Division {
    type Err = DivisionError;

    fn from_str(text: &str) -> Result<Division, DivisionError> {
        let name = text.trim().to_lowercase().replace([' ', '_'], "-");
        Division::ALL
            .into_iter()
            .find(|division| division.name() == name)
            .ok_or_else(|| DivisionError {
                found: text.to_owned(),
            })
    }
}

impl<'de> Deserialize<'de> for Division {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Division, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Days that moved for one year, in all three divisions: (from, to, title there).
///
/// 1995 and 2020: the 50th and 75th anniversaries of VE Day. The others made room for jubilees.
const MOVED: [(Date, Date, &str); 5] = [
    ((1995, 5, 1), (1995, 5, 8), EARLY_MAY),
    ((2002, 5, 27), (2002, 6, 4), SPRING),
    ((2012, 5, 28), (2012, 6, 4), SPRING),
    (
        (2020, 5, 4),
        (2020, 5, 8),
        "Early May bank holiday (VE day)",
    ),
    ((2022, 5, 30), (2022, 6, 2), SPRING),
];

/// Days that were added for one year, by royal proclamation.
const ADDED: [(Date, &str, &[Division]); 9] = [
    ((1981, 7, 29), "Royal wedding bank holiday", &Division::ALL),
    ((1999, 12, 31), "Millennium bank holiday", &Division::ALL),
    ((2002, 6, 3), "Golden Jubilee bank holiday", &Division::ALL),
    ((2011, 4, 29), "Royal wedding bank holiday", &Division::ALL),
    ((2012, 6, 5), "Queen’s Diamond Jubilee", &Division::ALL),
    (
        (2022, 6, 3),
        "Platinum Jubilee bank holiday",
        &Division::ALL,
    ),
    (
        (2022, 9, 19),
        "Bank Holiday for the State Funeral of Queen Elizabeth II",
        &Division::ALL,
    ),
    (
        (2023, 5, 8),
        "Bank holiday for the coronation of King Charles III",
        &Division::ALL,
    ),
    // Proclaimed on 3 February 2026; on gov.uk's list since.
    ((2026, 6, 15), "World Cup bank holiday", &[Scotland]),
];

type Date = (i32, u32, u32);

const NEW_YEAR: &str = "New Year’s Day";
const EARLY_MAY: &str = "Early May bank holiday";
const SPRING: &str = "Spring bank holiday";
const SUMMER: &str = "Summer bank holiday";

/// The bank holidays of one calendar year, in order, under gov.uk's titles; a holiday that falls on a weekend is given
/// on the day kept in its place, so none of these days is a Saturday or a Sunday.
///
/// Sources: the Banking and Financial Dealings Act 1971, schedule 1; the St Andrew's Day Bank Holiday (Scotland) Act
/// 2007; gov.uk's published list for 2012 to [`PUBLISHED_TO`], to which a test holds it. Years before 1978 have none here.
pub fn bank_holidays(division: Division, year: i32) -> Vec<(Day, &'static str)> {
    if year < FIRST_YEAR {
        return Vec::new();
    }
    let mut days = new_year(division, year);
    days.extend(spring_and_summer(division, year));
    days.extend(christmas(year));
    match division {
        EnglandAndWales => {}
        Scotland if year < 2007 => {}
        Scotland => days.extend(kept(year, 11, 30, "St Andrew’s Day")),
        NorthernIreland => {
            days.extend(kept(year, 3, 17, "St Patrick’s Day"));
            days.extend(kept(year, 7, 12, "Battle of the Boyne (Orangemen’s Day)"));
        }
    }
    for (from, to, title) in MOVED {
        let (from, to) = (at(from), at(to));
        for moved in days.iter_mut().filter(|(day, _)| Some(*day) == from) {
            *moved = (to.unwrap_or(moved.0), title);
        }
    }
    for (date, title, divisions) in ADDED {
        if date.0 == year && divisions.contains(&division) {
            days.extend(at(date).map(|day| (day, title)));
        }
    }
    days.sort_unstable();
    days
}

/// New Year's Day, and in Scotland 2 January, with the working days kept for them.
fn new_year(division: Division, year: i32) -> Vec<(Day, &'static str)> {
    let second = "2nd January";
    let Some(first) = at((year, 1, 1)) else {
        return Vec::new();
    };
    if division != Scotland {
        return kept(year, 1, 1, NEW_YEAR).into_iter().collect();
    }
    match first.weekday() {
        Weekday::Fri => vec![(first, NEW_YEAR), (first.plus_days(3), second)],
        Weekday::Sat => vec![(first.plus_days(2), NEW_YEAR), (first.plus_days(3), second)],
        // Schedule 1: 2 January stays, and New Year's Day is kept on the 3rd.
        Weekday::Sun => vec![(first.plus_days(1), second), (first.plus_days(2), NEW_YEAR)],
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu => {
            vec![(first, NEW_YEAR), (first.plus_days(1), second)]
        }
    }
}

fn spring_and_summer(division: Division, year: i32) -> Vec<(Day, &'static str)> {
    let easter = easter_sunday(year);
    let good_friday = easter.map(|day| (day.plus_days(-2), "Good Friday"));
    let easter_monday = easter
        .filter(|_| division != Scotland)
        .map(|day| (day.plus_days(1), "Easter Monday"));
    let early_may = first_monday(year, 5).map(|day| (day, EARLY_MAY));
    let spring = last_monday(year, 5).map(|day| (day, SPRING));
    let summer = match division {
        Scotland => first_monday(year, 8),
        EnglandAndWales | NorthernIreland => last_monday(year, 8),
    };
    let summer = summer.map(|day| (day, SUMMER));
    [good_friday, easter_monday, early_may, spring, summer]
        .into_iter()
        .flatten()
        .collect()
}

/// Christmas Day and Boxing Day, with the working days kept for them.
fn christmas(year: i32) -> Vec<(Day, &'static str)> {
    let Some(christmas) = at((year, 12, 25)) else {
        return Vec::new();
    };
    let (christmas_after, boxing_after) = match christmas.weekday() {
        Weekday::Fri => (0, 3),
        Weekday::Sat => (2, 3),
        // Boxing Day stays on the Monday, and Christmas Day is kept on the Tuesday.
        Weekday::Sun => (2, 1),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu => (0, 1),
    };
    vec![
        (christmas.plus_days(christmas_after), "Christmas Day"),
        (christmas.plus_days(boxing_after), "Boxing Day"),
    ]
}

/// A holiday on a fixed date, or on the Monday after when that is a weekend.
fn kept(year: i32, month: u32, day: u32, title: &'static str) -> Option<(Day, &'static str)> {
    let day = at((year, month, day))?;
    let to_monday = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    Some((day.plus_days(to_monday), title))
}

fn at((year, month, day): Date) -> Option<Day> {
    Day::from_ymd(year, month, day)
}

fn first_monday(year: i32, month: u32) -> Option<Day> {
    let seventh = at((year, month, 7))?;
    Some(seventh.plus_days(-days_past_monday(seventh)))
}

fn last_monday(year: i32, month: u32) -> Option<Day> {
    let end = at((year, month, 1))?.month_end();
    Some(end.plus_days(-days_past_monday(end)))
}

fn days_past_monday(day: Day) -> i32 {
    day.weekday().num_days_from_monday().cast_signed()
}

/// Easter Sunday in the Gregorian calendar: the "anonymous" algorithm (Nature, 20 April 1876; Meeus, Astronomical
/// Algorithms, chapter 8), with his letters.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the published algorithm"
)]
fn easter_sunday(year: i32) -> Option<Day> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Day::from_ymd(year, month.cast_unsigned(), day.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(division: Division, year: i32) -> String {
        let days = bank_holidays(division, year);
        let days = days.iter().map(|(day, title)| format!("{day} {title}"));
        days.collect::<Vec<_>>().join("\n")
    }

    // The comparison with gov.uk's list for 2012 to 2028 is in tests/bank_holidays.rs.

    #[test]
    fn easter_is_where_the_tables_have_it() {
        // The two ends of its range, years that other algorithms get wrong, and years at the turn of March to April.
        for text in [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "1961-04-02",
            "2000-04-23",
            "2010-04-04",
            "2021-04-04",
            "2049-04-18",
            "2076-04-19",
        ] {
            let easter = Day::parse_iso(text).unwrap();
            assert_eq!(easter_sunday(easter.ymd().0), Some(easter));
        }
    }

    #[test]
    fn a_substitute_is_never_a_weekend_nor_a_day_twice() {
        for division in Division::ALL {
            for year in 1978..=2200 {
                let days = bank_holidays(division, year);
                assert!(
                    days.iter()
                        .all(|(day, _)| day.weekday().num_days_from_monday() < 5)
                );
                assert!(
                    days.windows(2).all(|pair| pair[0].0 < pair[1].0),
                    "{division} {year}"
                );
            }
        }
    }

    #[test]
    fn the_rules_begin_in_1978() {
        assert!(bank_holidays(Scotland, 1977).is_empty());
        assert_eq!(bank_holidays(EnglandAndWales, 1978).len(), 8);
    }

    #[test]
    fn st_andrews_day_begins_in_2007() {
        assert!(!list(Scotland, 2006).contains("11-30"));
        assert!(list(Scotland, 2007).contains("2007-11-30 St Andrew’s Day"));
    }

    #[test]
    fn the_millennium_new_year_was_long() {
        assert!(list(EnglandAndWales, 1999).ends_with(
            "1999-12-27 Christmas Day\n1999-12-28 Boxing Day\n1999-12-31 Millennium bank holiday"
        ));
        assert!(
            list(Scotland, 2000).starts_with("2000-01-03 New Year’s Day\n2000-01-04 2nd January\n")
        );
    }

    #[test]
    fn ve_day_moved_the_early_may_bank_holiday() {
        let may = list(EnglandAndWales, 1995);
        assert!(may.contains("1995-05-08 Early May bank holiday\n"));
        assert!(!may.contains("1995-05-01"));
    }

    #[test]
    fn a_division_is_read_from_its_name() {
        for division in Division::ALL {
            assert_eq!(division.to_string().parse(), Ok(division));
        }
        assert_eq!("England and Wales".parse(), Ok(EnglandAndWales));
        assert_eq!(
            "england".parse::<Division>().unwrap_err().to_string(),
            "`england` has no bank holidays of its own: expected `england-and-wales`, `scotland` or `northern-ireland`"
        );
    }
}
