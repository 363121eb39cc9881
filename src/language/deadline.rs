//! A deadline: the keys `within`, `target` and `roll`, and what becomes of what they ask for.

use crate::calendar::{Day, Interval, WorkingDays};
use crate::ledger::Outcome;

use super::clock::Roll;
use super::target::check_target;

/// By when something must be done after a day.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// The time allowed; without it the thing can be missing, never late.
    pub within: Option<Interval>,
    /// When it is wanted already.
    pub target: Option<Interval>,
    /// Whether a due day that is no working day moves to the next one.
    pub roll: Option<Roll>,
}

impl Deadline {
    /// Refuses a target outside its limit.
    ///
    /// # Errors
    /// The target is not shorter than the time allowed, or no time is allowed.
    pub fn check(&self) -> Result<(), String> {
        match (self.target, self.within) {
            (Some(target), Some(within)) => check_target(target, within, "within"),
            (Some(_), None) => Err("`target` goes with `within`, and there is none".to_owned()),
            (None, _) => Ok(()),
        }
    }

    /// The last day in time, and the day on which it is wanted already; without a time allowed, the day itself.
    pub fn days(&self, start: Day, working: &WorkingDays) -> (Day, Option<Day>) {
        let roll = |day: Day| match self.roll {
            Some(Roll::NextWorkingDay) => working.next_on_or_after(day),
            None => day,
        };
        let after = |time: Interval| roll(time.after(start, working));
        (self.within.map_or(start, after), self.target.map(after))
    }

    /// What became of it by the end of the as-of day.
    pub fn outcome(
        &self,
        as_of: Day,
        (due, target): (Day, Option<Day>),
        done: Option<Day>,
    ) -> Outcome {
        let past_target = |day: Day| target.map_or(0, |target| day.days_since(target).max(0));
        match done {
            Some(on) if self.within.is_some() && on > due => Outcome::Late {
                on,
                days: on.days_since(due),
            },
            Some(on) => Outcome::Met {
                on,
                spare: due.days_since(on).max(0),
                past_target: past_target(on),
            },
            None if self.within.is_none() => Outcome::NotMet,
            None if due <= as_of => Outcome::Overdue {
                days: as_of.days_since(due),
            },
            None if past_target(as_of) > 0 => Outcome::PastTarget {
                days: past_target(as_of),
                left: due.days_since(as_of),
            },
            None => Outcome::Due {
                left: due.days_since(as_of),
            },
        }
    }

    /// In plain English, after what must be done: ` within 5 working days of the session`.
    pub fn in_words(&self, from: &str) -> String {
        let roll = if self.roll.is_some() {
            ", or on the next working day when that is none"
        } else {
            ""
        };
        match (self.within, self.target) {
            (None, _) => format!("; without a deadline it can be missing, never late{roll}"),
            (Some(within), None) => format!(" within {within} of {from}{roll}"),
            (Some(within), Some(target)) => {
                format!(" within {within} of {from} at the latest ({target} are aimed at){roll}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn deadline(within: Option<&str>, target: Option<&str>) -> Deadline {
        let time = |text: &str| text.parse().unwrap();
        Deadline {
            within: within.map(time),
            target: target.map(time),
            roll: None,
        }
    }

    #[test]
    fn a_target_is_shorter_than_the_time_allowed_and_needs_one() {
        let refused = |within, target| deadline(within, target).check().is_err();
        assert!(!refused(Some("5 working days"), Some("4 working days")));
        assert!(refused(Some("5 working days"), Some("5 working days")));
        assert!(refused(None, Some("5 working days")));
        assert!(!refused(None, None));
        assert!(!refused(Some("5 working days"), None));
    }

    #[test]
    fn what_is_not_done_is_past_its_target_from_the_day_after_and_overdue_from_its_due_day() {
        let both = deadline(Some("7 calendar days"), Some("3 calendar days"));
        let days = (day("2026-01-12"), Some(day("2026-01-08")));
        let outcome = |as_of: &str| both.outcome(day(as_of), days, None);
        assert_eq!(outcome("2026-01-08"), Outcome::Due { left: 4 });
        let past = Outcome::PastTarget { days: 1, left: 3 };
        assert_eq!(outcome("2026-01-09"), past);
        assert_eq!(outcome("2026-01-12"), Outcome::Overdue { days: 0 });
        assert_eq!(outcome("2026-01-13"), Outcome::Overdue { days: 1 });
    }
}
