//! Two intervals against each other: which gap is in time under the one and late under the other.

use std::ops::RangeInclusive;

use crate::calendar::{Day, Interval, Unit, Window, WorkingDays};
use crate::language::Per;

/// The days from which intervals are counted to compare them: two years, the second a leap year.
const FIRST: (i32, u32, u32) = (2027, 1, 1);
const DAYS: i32 = 731;

/// More working days than this are not compared: they would be counted beyond the years whose holidays are known.
const MOST_WORKING_DAYS: u32 = 2600;

/// More sessions than this in one stretch are not counted.
const MOST_IN_STRETCH: u32 = 400;

/// How a due day follows from the last session.
#[derive(Clone, Copy)]
pub(super) struct Beat<'p> {
    pub(super) step: Step,
    /// Whether the due day moves to a working day.
    pub(super) rolls: bool,
    pub(super) working: &'p WorkingDays,
}

/// How far it lies off.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// So long after the session.
    Every(Interval),
    /// At the end of the next window.
    Per(Window),
}

impl Beat<'_> {
    fn after(self, day: Day) -> Day {
        let due = match self.step {
            Step::Every(interval) => interval.after(day, self.working),
            Step::Per(window) => window.next(day).1,
        };
        if self.rolls {
            self.working.next_on_or_after(due)
        } else {
            due
        }
    }

    /// In the words of a message: `6 weeks`, `one in each calendar month`.
    pub(super) fn words(self) -> String {
        match self.step {
            Step::Every(interval) => interval.to_string(),
            Step::Per(window) => format!("one in each {window}"),
        }
    }

    /// The fewest sessions in a stretch of time when each is held on its due day.
    pub(super) fn fewest_in(self, per: Per) -> Option<u32> {
        if !self.is_comparable() {
            return None;
        }
        // The worst case is a session on the eve of the stretch.
        let eves = sample().map(|day| match per {
            Per::Rolling(time) => (day, time.after(day, self.working)),
            Per::Fixed(window) => {
                let (first, last) = window.next(day);
                (first.previous(), last)
            }
        });
        let counted = eves.map(|(eve, last)| {
            let dues = std::iter::successors(Some(self.after(eve)), |due| Some(self.after(*due)));
            let most = (MOST_IN_STRETCH + 1) as usize;
            let held = dues.take_while(|due| *due <= last).take(most);
            u32::try_from(held.count()).unwrap_or(u32::MAX)
        });
        counted.min().filter(|held| *held <= MOST_IN_STRETCH)
    }

    fn is_comparable(self) -> bool {
        match self.step {
            Step::Every(interval) => {
                interval.unit() != Unit::WorkingDays || interval.count() <= MOST_WORKING_DAYS
            }
            Step::Per(_) => true,
        }
    }
}

/// The days from which intervals are counted.
fn sample() -> impl Iterator<Item = Day> {
    let (year, month, day) = FIRST;
    let first = Day::from_ymd(year, month, day);
    first
        .into_iter()
        .flat_map(|first| (0..DAYS).map(move |days| first.plus_days(days)))
}

/// How one beat compares with another, whatever the day of the session.
pub(super) enum Comparison {
    /// It is due earlier at least once, or can't be compared.
    SometimesShorter,
    /// It is due on the same day always.
    Alike,
    /// It is never due earlier, and later at least once.
    Longer(Gap),
}

/// A gap that is in time under the longer and late under the shorter.
pub(super) enum Gap {
    /// Of so many days, whenever it begins.
    Of(i32),
    /// From one day to another.
    Between(Day, Day),
}

impl Gap {
    pub(super) fn words(&self) -> String {
        match self {
            Gap::Of(days) => format!("a gap of {days} days"),
            Gap::Between(from, to) => format!("a gap from {from} to {to}"),
        }
    }
}

/// Holds one beat against another.
pub(super) fn compare(one: Beat<'_>, other: Beat<'_>) -> Comparison {
    // A first window ends sooner than an interval from its last day, so a beat by windows is never the looser one.
    let mixed = matches!((one.step, other.step), (Step::Per(_), Step::Every(_)));
    if mixed || !one.is_comparable() || !other.is_comparable() {
        return Comparison::SometimesShorter;
    }
    let mut widest: Option<(i32, Day, Day)> = None;
    let (mut least, mut most) = (i32::MAX, i32::MIN);
    for day in sample() {
        let (due, sooner) = (one.after(day), other.after(day));
        let more = due.days_since(sooner);
        if more < 0 {
            return Comparison::SometimesShorter;
        }
        least = least.min(due.days_since(day));
        most = most.max(sooner.days_since(day));
        if more > widest.map_or(0, |(more, _, _)| more) {
            widest = Some((more, day, sooner.next()));
        }
    }
    match widest {
        None => Comparison::Alike,
        Some(_) if most < least => Comparison::Longer(Gap::Of(round(most + 1..=least))),
        Some((_, from, to)) => Comparison::Longer(Gap::Between(from, to)),
    }
}

/// A number that is easy to picture: the first whole week, or the first of all.
fn round(days: RangeInclusive<i32>) -> i32 {
    let first = *days.start();
    days.into_iter().find(|days| days % 7 == 0).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(one: &str, other: &str) -> String {
        let working = WorkingDays::new(Some(crate::calendar::Division::EnglandAndWales), &[]);
        let beat = |text: &str| Beat {
            step: match text.parse() {
                Ok(interval) => Step::Every(interval),
                Err(_) => Step::Per(text.parse().unwrap()),
            },
            rolls: false,
            working: &working,
        };
        match compare(beat(one), beat(other)) {
            Comparison::SometimesShorter => "sometimes shorter".to_owned(),
            Comparison::Alike => "alike".to_owned(),
            Comparison::Longer(gap) => gap.words(),
        }
    }

    #[test]
    fn a_longer_interval_has_a_gap_that_tells_them_apart() {
        assert_eq!(said("6 weeks", "1 month"), "a gap of 35 days");
        assert_eq!(said("2 months", "6 weeks"), "a gap of 49 days");
        assert_eq!(said("29 calendar days", "4 weeks"), "a gap of 29 days");
        assert_eq!(
            said("1 month", "4 weeks"),
            "a gap from 2027-01-01 to 2027-01-30"
        );
        assert_eq!(
            said("calendar quarter", "calendar month"),
            "a gap of 63 days"
        );
        assert_eq!(said("6 months", "calendar month"), "a gap of 63 days");
    }

    #[test]
    fn what_is_shorter_on_some_days_is_not_the_longer() {
        assert_eq!(
            said("20 working days", "4 weeks"),
            "sometimes shorter",
            "from a Saturday"
        );
        assert_eq!(said("4 weeks", "1 month"), "sometimes shorter");
        assert_eq!(said("30 calendar days", "1 month"), "sometimes shorter");
        assert_eq!(said("20 working days", "1 month"), "sometimes shorter");
        assert_eq!(said("calendar month", "1 month"), "sometimes shorter");
    }

    #[test]
    fn the_same_time_in_other_words_is_alike() {
        assert_eq!(said("12 months", "1 year"), "alike");
        assert_eq!(said("2 weeks", "14 calendar days"), "alike");
    }
}
