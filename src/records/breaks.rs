//! Some systems write the last day and not the day after it: where the next row of the same id begins on the day after
//! an end, nothing ended.

use super::allocations::Allocation;
use super::rows::{Episode, Post};
use crate::calendar::Day;

/// Closes breaks of one day between the posts of a person.
pub(super) fn close_between_posts(posts: &mut [Post]) {
    if posts.len() < 2 {
        return;
    }
    let starts = in_order(posts.iter().map(|post| post.start));
    for post in posts {
        post.end = bridged((post.start, post.end), &starts);
    }
}

/// The same between the episodes of a case.
pub(super) fn close_between_episodes(episodes: &mut [Episode]) {
    if episodes.len() < 2 {
        return;
    }
    let starts = in_order(episodes.iter().map(|row| row.opened));
    for row in episodes {
        row.closed = bridged((row.opened, row.closed), &starts);
    }
}

/// The same between those who held a case, a single day too.
pub(super) fn close_between_allocations(of_case: &mut [Allocation]) {
    let starts = in_order(of_case.iter().map(|one| one.from));
    for one in of_case {
        if let Some(to) = one.to.filter(|to| names_last_day(*to, &starts)) {
            one.to = Some(to.next());
        }
    }
}

fn in_order(starts: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut starts: Vec<Day> = starts.collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether an end is a row's last day: a row begins on the day after it. Where one begins on the end itself the system
/// writes the day after the last.
fn names_last_day(end: Day, starts: &[Day]) -> bool {
    let begins = |day: Day| starts.binary_search(&day).is_ok();
    begins(end.next()) && !begins(end)
}

/// The day after an end that is a row's last day; a row of a single day ends on none but its own.
fn bridged((start, end): (Day, Option<Day>), starts: &[Day]) -> Option<Day> {
    let end = end?;
    let goes_on = start < end && names_last_day(end, starts);
    Some(if goes_on { end.next() } else { end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_on_the_eve_of_the_next_row_is_none() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let end = day("2026-09-30");
        let first = day("2026-01-05");
        let after = |start: &str| bridged((first, Some(end)), &[first, day(start)]);
        assert_eq!(after("2026-10-01"), Some(day("2026-10-01")));
        assert_eq!(after("2026-09-30"), Some(end));
        assert_eq!(after("2026-10-02"), Some(end), "a day between them");
        let next = [end, day("2026-10-01")];
        assert_eq!(bridged((first, Some(end)), &next), Some(end), "one goes on");
        assert_eq!(bridged((end, Some(end)), &next[1..]), Some(end), "a day");
        assert_eq!(bridged((first, None), &next), None);
    }
}
