//! Working days: all but weekends, the bank holidays of one division, and the days a council is closed.

use std::fmt;

use chrono::Weekday;

use super::{Day, Division, bank_holidays};

/// The years for which the answers are kept in a table; outside them they are worked out, slower and the same.
const FIRST_TABLE_YEAR: i32 = 1990;
const LAST_TABLE_YEAR: i32 = 2060;

/// No fewer days than the table has.
const TABLE_DAYS: usize = 71 * 366;

/// Why a day is not a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff {
    /// A Saturday or Sunday.
    Weekend(Weekday),
    /// A bank holiday, with its title.
    BankHoliday(&'static str),
    /// A day on which the council is closed, by its own list.
    Closure,
}

impl fmt::Display for DayOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayOff::Weekend(Weekday::Sat) => f.write_str("a Saturday"),
            DayOff::Weekend(_) => f.write_str("a Sunday"),
            DayOff::BankHoliday(title) => f.write_str(title),
            DayOff::Closure => f.write_str("a closure"),
        }
    }
}

/// Which days are working days for one council.
///
/// Made once for an audit: about 200 kilobytes, in a fraction of a millisecond.
#[derive(Clone)]
pub struct WorkingDays {
    division: Option<Division>,
    /// In order, each once.
    closures: Vec<Day>,
    table: Table,
}

/// The working days of the table's years, every day of them.
#[derive(Clone)]
struct Table {
    first: Day,
    /// For each day from `first` on, the number of working days from `first` to it, both included.
    counts: Vec<u32>,
    /// The working days themselves, in order.
    days: Vec<Day>,
}

impl WorkingDays {
    /// The working days of a council in this division (`None`: bank holidays are worked) with these closures.
    pub fn new(division: Option<Division>, closures: &[Day]) -> WorkingDays {
        let mut closures = closures.to_vec();
        closures.sort_unstable();
        closures.dedup();
        let table = Table {
            first: Day::from_ymd(FIRST_TABLE_YEAR, 1, 1).unwrap_or(Day::FIRST),
            counts: Vec::with_capacity(TABLE_DAYS),
            days: Vec::with_capacity(TABLE_DAYS),
        };
        let mut working = WorkingDays {
            division,
            closures,
            table,
        };
        for year in FIRST_TABLE_YEAR..=LAST_TABLE_YEAR {
            let off = working.days_off(year);
            working.table.add_year(year, &off);
        }
        working
    }

    /// Whether this is a working day.
    pub fn is_working(&self, day: Day) -> bool {
        match (self.table.count(day.previous()), self.table.count(day)) {
            (Some(before), Some(with)) => before < with,
            _ => self.why_not(day).is_none(),
        }
    }

    /// The `n`th working day after `day`: the first is the next working day, whatever `day` itself is. With `n` = 0,
    /// `day`. Stops at [`Day::LAST`].
    pub fn plus(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return day;
        }
        match self.table.plus(day, n) {
            Some(found) => found,
            None => self.count_on(day, n),
        }
    }

    /// This day, or the next working day when it is none.
    pub fn next_on_or_after(&self, day: Day) -> Day {
        if self.is_working(day) {
            day
        } else {
            self.plus(day, 1)
        }
    }

    /// The working days after `after`, up to and with `to`; negative when `to` is the earlier.
    pub fn between(&self, after: Day, to: Day) -> i32 {
        if to < after {
            return -self.between(to, after);
        }
        if let (Some(until), Some(with)) = (self.table.count(after), self.table.count(to)) {
            return with.cast_signed() - until.cast_signed();
        }
        let weekdays = weekdays_to(to) - weekdays_to(after);
        let (first_year, _, _) = after.ymd();
        let (last_year, _, _) = to.ymd();
        let off = (first_year..=last_year)
            .flat_map(|year| self.days_off(year))
            .filter(|day| after < *day && *day <= to);
        off.fold(weekdays, |left, _| left - 1)
    }

    /// Why this is not a working day; `None` when it is one.
    pub fn why_not(&self, day: Day) -> Option<DayOff> {
        if is_weekend(day) {
            return Some(DayOff::Weekend(day.weekday()));
        }
        let holiday = self
            .holidays(day.ymd().0)
            .into_iter()
            .find(|(holiday, _)| *holiday == day);
        if let Some((_, title)) = holiday {
            return Some(DayOff::BankHoliday(title));
        }
        let closed = self.closures.binary_search(&day).is_ok();
        closed.then_some(DayOff::Closure)
    }

    fn holidays(&self, year: i32) -> Vec<(Day, &'static str)> {
        self.division
            .map(|division| bank_holidays(division, year))
            .unwrap_or_default()
    }

    /// The Mondays to Fridays of a year that are not worked, in order, each once.
    fn days_off(&self, year: i32) -> Vec<Day> {
        let in_year = |day: &Day| day.ymd().0.cmp(&year);
        let from = self.closures.partition_point(|day| in_year(day).is_lt());
        let closed = self.closures.iter().skip(from).copied();
        let mut off: Vec<Day> = closed.take_while(|day| in_year(day).is_eq()).collect();
        off.extend(self.holidays(year).into_iter().map(|(day, _)| day));
        off.retain(|day| !is_weekend(*day));
        off.sort_unstable();
        off.dedup();
        off
    }

    /// [`WorkingDays::plus`] without the table.
    fn count_on(&self, from: Day, n: u32) -> Day {
        let mut left = n;
        let mut day = from;
        while day < Day::LAST {
            let year = day.next().ymd().0;
            let off = self.days_off(year);
            while day < Day::LAST && day.next().ymd().0 == year {
                day = day.next();
                if !is_weekend(day) && off.binary_search(&day).is_err() {
                    left -= 1;
                }
                if left == 0 {
                    return day;
                }
            }
        }
        day
    }
}

impl fmt::Debug for WorkingDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkingDays")
            .field("division", &self.division)
            .field("closures", &self.closures)
            .finish_non_exhaustive()
    }
}

impl Table {
    fn add_year(&mut self, year: i32, off: &[Day]) {
        let mut off = off.iter().copied().peekable();
        let ends = Day::from_ymd(year, 1, 1).zip(Day::from_ymd(year, 12, 31));
        let Some((first, last)) = ends else { return };
        for n in 0..=last.days_since(first) {
            let today = first.plus_days(n);
            let is_off = off.next_if_eq(&today).is_some();
            if !is_off && !is_weekend(today) {
                self.days.push(today);
            }
            self.counts
                .push(u32::try_from(self.days.len()).unwrap_or(u32::MAX));
        }
    }

    /// The number of working days from the table's first day to this one; `None` when the table has not got it.
    fn count(&self, day: Day) -> Option<u32> {
        let place = usize::try_from(day.days_since(self.first)).ok()?;
        self.counts.get(place).copied()
    }

    fn plus(&self, day: Day, n: u32) -> Option<Day> {
        let place = self.count(day)?.checked_add(n)?.checked_sub(1)?;
        self.days.get(usize::try_from(place).ok()?).copied()
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The number of Mondays to Fridays up to this day.
fn weekdays_to(day: Day) -> i32 {
    // The first day of all was a Monday.
    let days = day.days_since(Day::FIRST) + 1;
    days / 7 * 5 + (days % 7).min(5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn england() -> WorkingDays {
        WorkingDays::new(Some(Division::EnglandAndWales), &[])
    }

    #[test]
    fn five_working_days_over_easter_end_on_the_monday_after() {
        // The example of the readings: Good Friday is the 3rd, Easter Monday the 6th.
        let from = day("2026-04-02");
        assert_eq!(england().plus(from, 5), day("2026-04-13"));
        assert_eq!(england().plus(from, 4), day("2026-04-10"));
        assert_eq!(england().plus(from, 1), day("2026-04-07"));
        let scotland = WorkingDays::new(Some(Division::Scotland), &[]);
        assert_eq!(scotland.plus(from, 5), day("2026-04-10"));
        let none = WorkingDays::new(None, &[]);
        assert_eq!(none.plus(from, 5), day("2026-04-09"));
    }

    #[test]
    fn the_first_day_is_the_next_one_whatever_the_day_is() {
        for text in ["2026-10-30", "2026-10-31", "2026-11-01"] {
            assert_eq!(england().plus(day(text), 1), day("2026-11-02"));
        }
        assert_eq!(england().plus(day("2026-10-29"), 1), day("2026-10-30"));
        assert_eq!(england().plus(day("2026-10-31"), 0), day("2026-10-31"));
    }

    #[test]
    fn the_next_on_or_after_is_the_day_itself_when_worked() {
        assert_eq!(
            england().next_on_or_after(day("2026-04-02")),
            day("2026-04-02")
        );
        assert_eq!(
            england().next_on_or_after(day("2026-04-03")),
            day("2026-04-07")
        );
    }

    #[test]
    fn each_day_off_has_its_reason() {
        let closures = [day("2026-12-29"), day("2026-12-25"), day("2026-12-27")];
        let working = WorkingDays::new(Some(Division::EnglandAndWales), &closures);
        let reason = |text| working.why_not(day(text)).map(|off| off.to_string());
        assert_eq!(reason("2026-12-24"), None);
        assert_eq!(reason("2026-12-25").as_deref(), Some("Christmas Day"));
        assert_eq!(reason("2026-12-26").as_deref(), Some("a Saturday"));
        assert_eq!(reason("2026-12-27").as_deref(), Some("a Sunday"));
        assert_eq!(reason("2026-12-28").as_deref(), Some("Boxing Day"));
        assert_eq!(reason("2026-12-29").as_deref(), Some("a closure"));
        assert_eq!(reason("2026-12-30"), None);
        assert_eq!(working.plus(day("2026-12-24"), 1), day("2026-12-30"));
        assert_eq!(
            working.between(day("2026-12-24"), day("2026-12-31")),
            2,
            "the 30th and 31st"
        );
    }

    #[test]
    fn the_table_has_no_seams() {
        let working = england();
        assert_eq!(working.plus(day("1989-12-29"), 1), day("1990-01-02"));
        assert_eq!(working.plus(day("2060-12-31"), 1), day("2061-01-04"));
        assert_eq!(working.between(day("1989-12-29"), day("1990-01-02")), 1);
        assert_eq!(working.between(day("2060-12-31"), day("2061-01-04")), 1);
        // A bank holiday that the count begins after.
        assert_eq!(working.between(day("2061-01-03"), day("2061-01-04")), 1);
        // And one that it ends on.
        assert_eq!(working.between(day("2060-12-31"), day("2061-01-03")), 0);
        assert!(!working.is_working(day("1990-01-01")));
        assert!(working.is_working(day("2060-12-31")));
    }

    #[test]
    fn no_working_day_lies_between_a_day_and_itself() {
        for text in ["2026-04-02", "2026-04-03", "1974-01-02", "2090-01-01"] {
            assert_eq!(england().between(day(text), day(text)), 0, "{text}");
        }
    }

    #[test]
    fn a_calendar_is_shown_without_its_table() {
        let closed = WorkingDays::new(Some(Division::Scotland), &[day("2026-12-29")]);
        let shown = format!("{closed:?}");
        assert!(shown.contains("Scotland") && !shown.contains("Table"));
    }

    #[test]
    fn the_ends_of_time_are_reached_and_not_passed() {
        let working = england();
        assert_eq!(working.plus(Day::LAST, 1), Day::LAST);
        assert_eq!(working.plus(day("2026-01-01"), u32::MAX), Day::LAST);
        assert_eq!(working.plus(Day::FIRST, 1), Day::FIRST.next());
        assert_eq!(working.between(Day::FIRST, Day::FIRST.plus_days(7)), 5);
        assert!(working.between(Day::FIRST, Day::LAST) > 2_500_000);
    }

    fn a_day() -> impl Strategy<Value = Day> {
        // 1975 to 2073: both sides of the table.
        (0..36_000).prop_map(|n| day("1975-01-01").plus_days(n))
    }

    fn councils() -> impl Strategy<Value = WorkingDays> {
        let division = prop::sample::select(vec![
            None,
            Some(Division::EnglandAndWales),
            Some(Division::Scotland),
            Some(Division::NorthernIreland),
        ]);
        (division, prop::collection::vec(a_day(), 0..40))
            .prop_map(|(division, closures)| WorkingDays::new(division, &closures))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn plus_and_between_undo_each_other(working in councils(), from in a_day(), n in 1_u32..400) {
            let to = working.plus(from, n);
            prop_assert!(working.is_working(to));
            prop_assert_eq!(working.between(from, to), n.cast_signed());
            prop_assert_eq!(working.between(from, to.previous()), n.cast_signed() - 1);
            prop_assert_eq!(working.between(to, from), -n.cast_signed());
        }

        #[test]
        fn the_table_says_what_the_rules_say(working in councils(), from in a_day(), n in 0_i32..800) {
            let to = from.plus_days(n);
            let counted = (1..=n).filter(|k| working.why_not(from.plus_days(*k)).is_none()).count();
            prop_assert_eq!(working.between(from, to), i32::try_from(counted).unwrap());
            prop_assert_eq!(working.is_working(to), working.why_not(to).is_none());
            let next = working.next_on_or_after(to);
            prop_assert!(next >= to && working.is_working(next));
            prop_assert_eq!(working.between(to.previous(), next), 1);
        }
    }
}
