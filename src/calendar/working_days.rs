//! Working days: all but weekends, the bank holidays of one division, and the days a council is closed.

use std::fmt;

use chrono::Weekday;

use super::{Day, Division, bank_holidays};

/// The years for which the answers are kept in a table; outside them they are worked out, slower and the same.
const FIRST_TABLE_YEAR: i32 = 1990;
const LAST_TABLE_YEAR: i32 = 2060;

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
            counts: Vec::new(),
            days: Vec::new(),
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
        let mut day = Day::from_ymd(year, 1, 1);
        while let Some(today) = day.filter(|day| day.ymd().0 == year) {
            let is_off = off.next_if_eq(&today).is_some();
            if !is_off && !is_weekend(today) {
                self.days.push(today);
            }
            self.counts
                .push(u32::try_from(self.days.len()).unwrap_or(u32::MAX));
            day = Some(today.next());
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
