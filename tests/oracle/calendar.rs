//! Days, intervals and windows, counted one day at a time.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

pub(crate) type Date = NaiveDate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    WorkingDays,
    Weeks,
    Months,
    Years,
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) count: u32,
    pub(crate) unit: Unit,
}

pub(crate) const fn interval(count: u32, unit: Unit) -> Interval {
    Interval { count, unit }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    Month,
    Quarter,
    Year,
    FinancialYear,
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn plus(date: Date, days: u32) -> Date {
    date + Days::new(u64::from(days))
}

pub(crate) fn minus(date: Date, days: u32) -> Date {
    date - Days::new(u64::from(days))
}

pub(crate) fn days_between(earlier: Date, later: Date) -> i32 {
    i32::try_from((later - earlier).num_days()).unwrap()
}

/// Whether people work on a day: no weekend, no closure.
pub(crate) fn is_working(date: Date, closures: &[Date]) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !closures.contains(&date)
}

impl Interval {
    pub(crate) fn after(self, date: Date, closures: &[Date]) -> Date {
        self.times_after(1, date, closures)
    }

    /// So many intervals after a day, counted at once.
    pub(crate) fn times_after(self, times: u32, date: Date, closures: &[Date]) -> Date {
        let count = self.count * times;
        match self.unit {
            Unit::Days => plus(date, count),
            Unit::Weeks => plus(date, 7 * count),
            Unit::Months => date + Months::new(count),
            Unit::Years => date + Months::new(12 * count),
            Unit::WorkingDays => {
                let (mut date, mut left) = (date, count);
                while left > 0 {
                    date = plus(date, 1);
                    left -= u32::from(is_working(date, closures));
                }
                date
            }
        }
    }

    /// As a policy writes it.
    pub(crate) fn words(self) -> String {
        let unit = match self.unit {
            Unit::Days => "calendar days",
            Unit::WorkingDays => "working days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        };
        format!("{} {unit}", self.count)
    }
}

impl Window {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Window::Month => "calendar month",
            Window::Quarter => "calendar quarter",
            Window::Year => "calendar year",
            Window::FinancialYear => "financial year",
        }
    }

    /// Whether a window begins on this day.
    fn begins_on(self, date: Date) -> bool {
        let month = match self {
            Window::Month => true,
            Window::Quarter => date.month() % 3 == 1,
            Window::Year => date.month() == 1,
            Window::FinancialYear => date.month() == 4,
        };
        month && date.day() == 1
    }

    pub(crate) fn first_day(self, date: Date) -> Date {
        let mut date = date;
        while !self.begins_on(date) {
            date = minus(date, 1);
        }
        date
    }

    pub(crate) fn last_day(self, date: Date) -> Date {
        let mut date = date;
        while !self.begins_on(plus(date, 1)) {
            date = plus(date, 1);
        }
        date
    }
}
