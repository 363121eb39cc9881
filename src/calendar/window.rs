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
        let to_last_month = self.months() - 1 - months_in;
        let last = day.month_start().plus_months(to_last_month).month_end();
        (first, last)
    }

    /// The first and last day of the window after the one in which `day` lies.
    pub fn next(self, day: Day) -> (Day, Day) {
        let (_, last) = self.containing(day);
        self.containing(last.next())
    }

    fn months(self) -> i32 {
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
