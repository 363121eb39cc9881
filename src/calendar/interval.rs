//! Intervals between days as a policy writes them: `6 weeks`, `5 working days`, `1 month`.

use std::fmt;

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

    /// The unit with this word, in lower case.
    pub(super) fn named(word: &str) -> Option<Unit> {
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::calendar::Division;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn interval(text: &str) -> Interval {
        text.parse().unwrap()
    }

    fn after(text: &str, from: &str) -> String {
        let england = WorkingDays::new(Some(Division::EnglandAndWales), &[]);
        interval(text).after(day(from), &england).to_string()
    }

    #[test]
    fn each_unit_counts_its_own_way() {
        assert_eq!(after("4 weeks", "2026-01-31"), "2026-02-28");
        assert_eq!(after("1 month", "2026-01-31"), "2026-02-28");
        assert_eq!(after("1 month", "2026-01-28"), "2026-02-28");
        assert_eq!(after("4 weeks", "2026-05-31"), "2026-06-28");
        assert_eq!(after("1 month", "2026-05-31"), "2026-06-30");
        assert_eq!(after("20 calendar days", "2026-04-02"), "2026-04-22");
        assert_eq!(after("5 working days", "2026-04-02"), "2026-04-13");
        assert_eq!(after("2 years", "2024-02-29"), "2026-02-28");
    }

    #[test]
    fn several_months_are_counted_at_once() {
        let none = WorkingDays::new(None, &[]);
        let due = |k| interval("1 month").times_after(k, day("2026-01-31"), &none);
        let days = [0, 1, 2, 3].map(|k| due(k).to_string());
        assert_eq!(
            days,
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
        );
    }

    #[test]
    fn far_too_many_intervals_end_on_the_last_day() {
        let none = WorkingDays::new(None, &[]);
        for text in [
            "1 calendar day",
            "1 working day",
            "5714 weeks",
            "1200 months",
            "100 years",
        ] {
            let end = interval(text).times_after(u32::MAX, day("2026-01-01"), &none);
            assert_eq!(end, Day::LAST, "{text}");
        }
    }

    static SCOTLAND: LazyLock<WorkingDays> =
        LazyLock::new(|| WorkingDays::new(Some(Division::Scotland), &[]));

    fn any_interval() -> impl Strategy<Value = Interval> {
        let units = [
            Unit::Days,
            Unit::WorkingDays,
            Unit::Weeks,
            Unit::Months,
            Unit::Years,
        ];
        (1_u32..=100, prop::sample::select(units.to_vec()))
            .prop_map(|(count, unit)| Interval::new(count, unit).unwrap())
    }

    proptest! {
        #[test]
        fn display_is_read_back(interval in any_interval()) {
            prop_assert_eq!(interval.to_string().parse(), Ok(interval));
        }

        #[test]
        fn later_from_later_and_always_later(interval in any_interval(), n in 0_i32..20_000, k in 1_u32..5) {
            let working = &*SCOTLAND;
            let from = day("2000-01-01").plus_days(n);
            let due = interval.times_after(k, from, working);
            prop_assert_eq!(interval.times_after(1, from, working), interval.after(from, working));
            prop_assert!(from < due);
            prop_assert!(due < interval.times_after(k + 1, from, working));
            prop_assert!(due <= interval.times_after(k, from.next(), working));
        }
    }
}
