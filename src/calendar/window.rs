//! Calendar windows: the stretch of the calendar in which a thing is owed once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

use super::Day;

/// A stretch of the calendar with fixed ends, against an [`Interval`](super::Interval), which runs from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// The first to the last day of a month.
    CalendarMonth,
    /// January to March, April to June, July to September, October to December.
    CalendarQuarter,
    /// 1 January to 31 December.
    CalendarYear,
    /// 1 April to 31 March.
    FinancialYear,
}

impl Window {
    /// All four.
    pub const ALL: [Window; 4] = [
        Window::CalendarMonth,
        Window::CalendarQuarter,
        Window::CalendarYear,
        Window::FinancialYear,
    ];

    /// The words a policy file uses: `calendar month`.
    pub fn name(self) -> &'static str {
        match self {
            Window::CalendarMonth => "calendar month",
            Window::CalendarQuarter => "calendar quarter",
            Window::CalendarYear => "calendar year",
            Window::FinancialYear => "financial year",
        }
    }

    /// The first and last day of the window in which `day` lies.
    pub fn containing(self, day: Day) -> (Day, Day) {
        let (_, month, _) = day.ymd();
        let months_in = match self {
            Window::CalendarMonth => 0,
            Window::CalendarQuarter => (month - 1) % 3,
            Window::CalendarYear => month - 1,
            Window::FinancialYear => (month + 8) % 12,
        };
        let months_in = months_in.cast_signed();
        let first = day.month_start().plus_months(-months_in);
        let to_last_month = self.months().cast_signed() - 1 - months_in;
        let last = day.month_start().plus_months(to_last_month).month_end();
        (first, last)
    }

    /// The first and last day of the window after the one in which `day` lies.
    pub fn next(self, day: Day) -> (Day, Day) {
        let (_, last) = self.containing(day);
        self.containing(last.next())
    }

    /// How many months it has.
    pub fn months(self) -> u32 {
        match self {
            Window::CalendarMonth => 1,
            Window::CalendarQuarter => 3,
            Window::CalendarYear | Window::FinancialYear => 12,
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Words that are no window of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// Nothing but space.
    #[error(
        "nothing is written here: expected `calendar month`, `calendar quarter`, `calendar year` or `financial year`"
    )]
    Empty,
    /// A word that is nearly one of the four.
    #[error("`{found}` is not a window of the calendar: write {write}")]
    Near {
        /// The words found.
        found: String,
        /// What to write instead, each in backticks.
        write: &'static str,
    },
    /// None of the four, nor near one.
    #[error(
        "`{found}` is not a window of the calendar: expected `calendar month`, `calendar quarter`, `calendar year` or \
         `financial year`"
    )]
    Unknown {
        /// The words found.
        found: String,
    },
}

impl FromStr for Window {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Window, WindowError> {
        let name = text.trim().to_lowercase().replace(['-', '_'], " ");
        if let Some(window) = Window::ALL.into_iter().find(|w| w.name() == name) {
            return Ok(window);
        }
        if name.is_empty() {
            return Err(WindowError::Empty);
        }
        let found = text.to_owned();
        match meant(&name) {
            Some(write) => Err(WindowError::Near { found, write }),
            None => Err(WindowError::Unknown { found }),
        }
    }
}

fn meant(name: &str) -> Option<&'static str> {
    match name {
        "month" | "monthly" | "1 month" => Some("`calendar month`"),
        "quarter" | "quarterly" | "3 months" => Some("`calendar quarter`"),
        "year" | "yearly" | "annually" | "annum" | "1 year" => {
            Some("`calendar year` or `financial year`")
        }
        "tax year" | "fiscal year" | "budget year" => {
            Some("`financial year` (1 April to 31 March)")
        }
        _ => Window::ALL
            .into_iter()
            .find(|w| strsim::damerau_levenshtein(w.name(), name) <= 3)
            .map(|w| match w {
                Window::CalendarMonth => "`calendar month`",
                Window::CalendarQuarter => "`calendar quarter`",
                Window::CalendarYear => "`calendar year`",
                Window::FinancialYear => "`financial year`",
            }),
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Window, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn ends(window: Window, text: &str) -> String {
        let (first, last) = window.containing(day(text));
        format!("{first} {last}")
    }

    #[test]
    fn a_window_holds_its_first_and_last_day() {
        let cases = [
            (Window::CalendarMonth, "2024-02-01 2024-02-29"),
            (Window::CalendarQuarter, "2026-01-01 2026-03-31"),
            (Window::CalendarQuarter, "2026-10-01 2026-12-31"),
            (Window::CalendarYear, "2026-01-01 2026-12-31"),
            (Window::FinancialYear, "2026-04-01 2027-03-31"),
        ];
        for (window, expected) in cases {
            let (first, last) = expected.split_once(' ').unwrap();
            assert_eq!(ends(window, first), expected);
            assert_eq!(ends(window, last), expected);
            assert_ne!(ends(window, &day(first).previous().to_string()), expected);
            assert_ne!(ends(window, &day(last).next().to_string()), expected);
        }
    }

    #[test]
    fn the_financial_year_begins_on_1_april() {
        let year = Window::FinancialYear;
        assert_eq!(ends(year, "2026-03-31"), "2025-04-01 2026-03-31");
        assert_eq!(ends(year, "2026-04-01"), "2026-04-01 2027-03-31");
        assert_eq!(ends(year, "2027-01-01"), "2026-04-01 2027-03-31");
    }

    #[test]
    fn the_next_window_begins_the_day_after() {
        for window in Window::ALL {
            for text in [
                "2023-12-31",
                "2024-01-31",
                "2024-02-29",
                "2024-03-31",
                "2024-04-01",
            ] {
                let (_, last) = window.containing(day(text));
                let (next_first, next_last) = window.next(day(text));
                assert_eq!(next_first, last.next());
                assert_eq!(window.containing(next_last), (next_first, next_last));
            }
        }
    }

    #[test]
    fn the_ends_of_time_are_windows_too() {
        for window in Window::ALL {
            assert_eq!(window.containing(Day::FIRST).0, Day::FIRST);
            assert_eq!(window.containing(Day::LAST).1, Day::LAST);
        }
    }

    #[test]
    fn words_are_read_and_written_back() {
        for window in Window::ALL {
            assert_eq!(window.to_string().parse(), Ok(window));
        }
        assert_eq!("Calendar-Month".parse(), Ok(Window::CalendarMonth));
        assert_eq!(" financial_year ".parse(), Ok(Window::FinancialYear));
    }

    #[test]
    fn other_words_are_refused_with_the_words_to_write() {
        let message = |text: &str| text.parse::<Window>().unwrap_err().to_string();
        let all = "`calendar month`, `calendar quarter`, `calendar year` or `financial year`";
        let no = "is not a window of the calendar";
        assert_eq!(
            message("month"),
            format!("`month` {no}: write `calendar month`")
        );
        assert_eq!(
            message("calender year"),
            format!("`calender year` {no}: write `calendar year`")
        );
        assert_eq!(
            message("year"),
            format!("`year` {no}: write `calendar year` or `financial year`")
        );
        assert_eq!(
            message("12 months"),
            format!("`12 months` {no}: expected {all}")
        );
        assert_eq!(
            message(" "),
            format!("nothing is written here: expected {all}")
        );
    }
    #[test]
    fn every_word_in_use_for_a_window_is_told_the_one_to_write() {
        let message = |text: &str| text.parse::<Window>().unwrap_err().to_string();
        for (found, write) in [
            ("monthly", "`calendar month`"),
            ("quarter", "`calendar quarter`"),
            ("quarterly", "`calendar quarter`"),
            ("3 months", "`calendar quarter`"),
            ("annually", "`calendar year` or `financial year`"),
            ("tax year", "`financial year` (1 April to 31 March)"),
            ("fiscal year", "`financial year` (1 April to 31 March)"),
            ("clendr yer", "`calendar year`"),
        ] {
            let expected = format!("`{found}` is not a window of the calendar: write {write}");
            assert_eq!(message(found), expected);
        }
        assert!(
            message("clndr yer").contains("expected `calendar month`"),
            "four letters off"
        );
    }
}
