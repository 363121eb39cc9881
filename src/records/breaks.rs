//! Some systems write the last day and not the day after it: where the next row of the same id begins on the day after
//! an end, nothing ended.

use super::rows::{Episode, Post};
use crate::calendar::Day;

/// Closes breaks of one day between the posts of a person.
pub(super) fn close_between_posts(posts: &mut [Post]) {
    if posts.len() < 2 {
        return;
    }
    let starts: Vec<Day> = posts.iter().map(|post| post.start).collect();
    for post in posts {
        post.end = bridged(post.end, &starts);
    }
}

/// The same between the episodes of a case.
pub(super) fn close_between_episodes(episodes: &mut [Episode]) {
    if episodes.len() < 2 {
        return;
    }
    let starts: Vec<Day> = episodes.iter().map(|row| row.opened).collect();
    for row in episodes {
        row.closed = bridged(row.closed, &starts);
    }
}

/// The day after an end, where a row begins on it.
fn bridged(end: Option<Day>, starts: &[Day]) -> Option<Day> {
    let next = end?.next();
    if starts.contains(&next) {
        Some(next)
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_on_the_eve_of_the_next_row_is_none() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let end = day("2026-09-30");
        let after = |start: &str| bridged(Some(end), &[day("2026-01-05"), day(start)]);
        assert_eq!(after("2026-10-01"), Some(day("2026-10-01")));
        assert_eq!(after("2026-09-30"), Some(end));
        assert_eq!(after("2026-10-02"), Some(end), "a day between them");
        assert_eq!(bridged(None, &[day("2026-10-01")]), None);
    }
}
