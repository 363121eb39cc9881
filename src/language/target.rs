//! Whether a target lies inside its limit.

use crate::calendar::{Interval, Unit};

/// Refuses a target that never comes before its limit; `limit` is the key of the limit.
///
/// # Errors
/// The target is as long as the limit or longer, whatever the day they count from.
pub fn check_target(target: Interval, limit: Interval, key: &str) -> Result<(), String> {
    if never_shorter(target, limit) {
        return Err(format!(
            "`target` of {target} is not shorter than `{key}` of {limit}, expected a target inside the limit"
        ));
    }
    Ok(())
}

/// Whether one interval is as long as another or longer, whatever the day they count from.
pub(super) fn never_shorter(one: Interval, other: Interval) -> bool {
    match (months(one), months(other)) {
        (Some(one), Some(other)) => one >= other,
        _ if one.unit() == other.unit() => one.count() >= other.count(),
        _ => longest(other).is_some_and(|longest| shortest(one) >= longest),
    }
}

/// Whether one interval is longer than another, whatever the day they count from.
pub(super) fn always_longer(one: Interval, other: Interval) -> bool {
    match (months(one), months(other)) {
        (Some(one), Some(other)) => one > other,
        _ if one.unit() == other.unit() => one.count() > other.count(),
        _ => longest(other).is_some_and(|longest| shortest(one) > longest),
    }
}

fn months(interval: Interval) -> Option<u32> {
    match interval.unit() {
        Unit::Months => Some(interval.count()),
        Unit::Years => Some(interval.count() * 12),
        Unit::Days | Unit::WorkingDays | Unit::Weeks => None,
    }
}

/// The fewest calendar days an interval takes.
fn shortest(interval: Interval) -> u32 {
    let count = interval.count();
    match interval.unit() {
        Unit::Days | Unit::WorkingDays => count,
        Unit::Weeks => count * 7,
        // 28 days for one month, and a little below what any larger number of them takes.
        Unit::Months => count * 59 / 2 - 1,
        Unit::Years => count * 365,
    }
}

/// The most calendar days an interval takes, when a policy's closures do not decide it.
fn longest(interval: Interval) -> Option<u32> {
    let count = interval.count();
    match interval.unit() {
        Unit::WorkingDays => None,
        Unit::Days => Some(count),
        Unit::Weeks => Some(count * 7),
        Unit::Months => Some(count * 31),
        Unit::Years => Some(count * 366),
    }
}

#[cfg(test)]
mod tests {
    use super::check_target;

    fn accepted(target: &str, limit: &str) -> bool {
        check_target(target.parse().unwrap(), limit.parse().unwrap(), "every").is_ok()
    }

    #[test]
    fn a_target_lies_inside_its_limit() {
        assert!(accepted("4 weeks", "6 weeks"));
        assert!(
            accepted("4 weeks", "1 month"),
            "four weeks come first in most months"
        );
        assert!(accepted("20 working days", "1 month"));
        assert!(accepted("1 month", "3 months"));
        assert!(!accepted("6 weeks", "6 weeks"));
        assert!(!accepted("5 weeks", "1 month"));
        assert!(!accepted("1 month", "4 weeks"), "no month is shorter");
        assert!(!accepted("1 year", "12 months"), "the same");
        assert!(!accepted("40 working days", "1 month"));
    }
}
