//! The stretch of time a total is taken over: one that runs to a day, or a window of the calendar.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::calendar::{Day, Interval, Unit, Window, WindowError, WorkingDays};

/// `12 months`, which run to the as-of day, or `calendar quarter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// So long, and its last day is the as-of day.
    Rolling(Interval),
    /// A stretch of the calendar with fixed ends.
    Fixed(Window),
}

impl Per {
    /// The stretches that ended by a day, the earliest first: the one that ends on it, or every whole window of the
    /// calendar that ended on or after `from`.
    pub fn stretches(self, from: Day, as_of: Day, working: &WorkingDays) -> Vec<(Day, Day)> {
        match self {
            Per::Rolling(time) => vec![(first_day(time, as_of, working), as_of)],
            Per::Fixed(window) => {
                let mut found = Vec::new();
                let mut next = window.containing(from);
                while next.1 <= as_of {
                    found.push(next);
                    if next.1 == Day::LAST {
                        break;
                    }
                    next = window.next(next.1);
                }
                found
            }
        }
    }

    /// The same, and at the end the window of the calendar in which the as-of day lies, when it is not over.
    pub fn stretches_and_running(
        self,
        from: Day,
        as_of: Day,
        working: &WorkingDays,
    ) -> Vec<(Day, Day)> {
        let mut found = self.stretches(from, as_of, working);
        if let Per::Fixed(window) = self {
            let running = window.containing(as_of);
            if found.last() != Some(&running) {
                found.push(running);
            }
        }
        found
    }

    /// How many of which unit it holds.
    fn units(self) -> (u32, Unit) {
        match self {
            Per::Rolling(time) if time.unit() == Unit::Years => (time.count() * 12, Unit::Months),
            Per::Rolling(time) => (time.count(), time.unit()),
            Per::Fixed(window) => (window.months(), Unit::Months),
        }
    }

    /// What its parts are called, in the plural.
    pub fn parts_called(self) -> &'static str {
        match self.units().1 {
            Unit::Days => "days",
            Unit::WorkingDays => "working days",
            Unit::Weeks => "weeks",
            Unit::Months | Unit::Years => "months",
        }
    }

    /// Which part of a stretch somebody was there who began inside it: so many whole months (weeks, days) out of so
    /// many, the rest dropped (reading 23). Years are counted in months.
    pub fn part(self, begin: Day, last: Day, working: &WorkingDays) -> (u32, u32) {
        let (whole, unit) = self.units();
        let Some(one) = Interval::new(1, unit) else {
            return (0, whole);
        };
        let there = |count: u32| match unit {
            // The day after the last of so many working days may be a weekend, so the last one itself is asked.
            Unit::WorkingDays => one.times_after(count, begin.previous(), working) <= last,
            Unit::Days | Unit::Weeks | Unit::Months | Unit::Years => {
                one.times_after(count, begin, working) <= last.next()
            }
        };
        let part = (1..=whole).take_while(|count| there(*count)).count();
        (u32::try_from(part).unwrap_or(whole), whole)
    }
}

/// The first day of so long a time that ends on a day: what was done on the day before it is that long ago.
fn first_day(time: Interval, last: Day, working: &WorkingDays) -> Day {
    let (mut early, mut late) = (Day::FIRST, last);
    while early < late {
        let middle = early.plus_days(late.days_since(early) / 2);
        if time.after(middle, working) > last {
            late = middle;
        } else {
            early = middle.next();
        }
    }
    late
}

impl fmt::Display for Per {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Per::Rolling(time) => time.fmt(out),
            Per::Fixed(window) => window.fmt(out),
        }
    }
}

// Written by hand because an untagged enum would lose the message of a mistyped interval.
impl<'de> Deserialize<'de> for Per {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Per, D::Error> {
        struct Words;

        impl Visitor<'_> for Words {
            type Value = Per;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a time such as `12 months` or `calendar quarter`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Per, E> {
                let error = match text.parse::<Window>() {
                    Ok(window) => return Ok(Per::Fixed(window)),
                    Err(error) => error,
                };
                let word = !text.trim_start().starts_with(|c: char| c.is_ascii_digit())
                    && !text.trim_end().ends_with("ly");
                if word && matches!(error, WindowError::Near { .. }) {
                    return Err(E::custom(error));
                }
                text.parse().map(Per::Rolling).map_err(E::custom)
            }

            // A bare number is refused in the words of an interval.
            fn visit_i64<E: Error>(self, number: i64) -> Result<Per, E> {
                self.visit_str(&number.to_string())
            }
        }

        deserializer.deserialize_any(Words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn per(text: &str) -> Per {
        #[derive(serde::Deserialize)]
        struct Keys {
            per: Per,
        }
        let keys: Keys = toml::from_str(&format!("per = '{text}'")).unwrap();
        keys.per
    }

    fn stretches(text: &str, from: &str, as_of: &str) -> Vec<String> {
        let working = WorkingDays::new(None, &[]);
        let found = per(text).stretches(day(from), day(as_of), &working);
        let said = found.iter().map(|(first, last)| format!("{first} {last}"));
        said.collect()
    }

    #[test]
    fn a_rolling_stretch_ends_on_the_day_and_leaves_out_what_is_that_long_ago() {
        let rolling = |text: &str, as_of: &str| stretches(text, "2020-01-01", as_of).remove(0);
        assert_eq!(rolling("12 months", "2026-10-31"), "2025-11-01 2026-10-31");
        assert_eq!(rolling("1 month", "2026-09-30"), "2026-09-01 2026-09-30");
        assert_eq!(rolling("1 month", "2026-02-28"), "2026-02-01 2026-02-28");
        assert_eq!(rolling("12 months", "2025-02-28"), "2024-03-01 2025-02-28");
        assert_eq!(rolling("3 weeks", "2026-10-31"), "2026-10-11 2026-10-31");
        assert_eq!(
            rolling("5 working days", "2026-10-30"),
            "2026-10-26 2026-10-30"
        );
        assert_eq!(rolling("100 years", "1950-01-01").len(), 21);
    }

    #[test]
    fn fixed_stretches_are_whole_and_over() {
        assert_eq!(
            stretches("calendar quarter", "2026-02-10", "2026-09-30"),
            [
                "2026-01-01 2026-03-31",
                "2026-04-01 2026-06-30",
                "2026-07-01 2026-09-30"
            ]
        );
        assert_eq!(
            stretches("calendar quarter", "2026-02-10", "2026-09-29").len(),
            2
        );
        assert!(stretches("financial year", "2026-04-01", "2027-03-30").is_empty());
    }

    #[test]
    fn it_is_said_as_it_is_written() {
        for text in ["12 months", "1 week", "calendar quarter", "financial year"] {
            assert_eq!(per(text).to_string(), text);
        }
    }

    #[test]
    fn only_whole_units_in_post_count() {
        let working = WorkingDays::new(None, &[]);
        let part =
            |text: &str, begin: &str, last: &str| per(text).part(day(begin), day(last), &working);
        assert_eq!(part("12 months", "2026-08-01", "2026-10-31"), (3, 12));
        assert_eq!(part("12 months", "2026-08-02", "2026-10-31"), (2, 12));
        assert_eq!(part("1 year", "2026-08-01", "2026-10-31"), (3, 12));
        assert_eq!(part("3 weeks", "2026-10-18", "2026-10-31"), (2, 3));
        assert_eq!(part("3 weeks", "2026-10-19", "2026-10-31"), (1, 3));
        assert_eq!(part("5 working days", "2026-10-29", "2026-10-31"), (2, 5));
        assert_eq!(part("5 working days", "2026-10-29", "2026-10-30"), (2, 5));
        assert_eq!(part("5 working days", "2026-10-29", "2026-10-29"), (1, 5));
        assert_eq!(part("calendar quarter", "2026-02-01", "2026-03-31"), (2, 3));
    }

    #[test]
    fn words_that_are_neither_are_refused_with_what_to_write() {
        #[derive(Debug, serde::Deserialize)]
        struct Keys {
            #[expect(dead_code, reason = "only its mistakes are looked at")]
            per: Per,
        }
        let message = |text: &str| {
            let error = toml::from_str::<Keys>(&format!("per = '{text}'")).unwrap_err();
            error.message().to_owned()
        };
        assert!(message("year").contains("`calendar year` or `financial year`"));
        assert!(message("calender month").contains("`calendar month`"));
        assert!(message("monthly").contains("1 month"));
        assert!(!message("twelve months").contains("window of the calendar"));
        let bare = toml::from_str::<Keys>("per = true").unwrap_err();
        let expected = "a time such as `12 months` or `calendar quarter`";
        assert!(bare.message().contains(expected), "{bare}");
    }
}
