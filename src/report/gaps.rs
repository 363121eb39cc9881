//! Days since the last recorded supervision: how many people and cases stand where, each counted once.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Event, Outcome};

use super::lens::Entry;
use super::position::{BySubject, Open};

/// The bands up to the open one.
const BANDS: i32 = 7;
/// The usual limit lies within so many bands.
const WITHIN: i32 = 4;
/// One in so many may lie in the open band of narrow bands.
const BEYOND: usize = 10;

/// How many are in date, and how many overdue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// With nothing overdue.
    pub in_date: u32,
    /// Overdue by a day or more.
    pub overdue: u32,
}

impl Standing {
    /// All of them.
    pub fn all(self) -> u32 {
        self.in_date + self.overdue
    }
}

/// How many were seen last so many days ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GapBand {
    /// The fewest days.
    pub from: i32,
    /// The most days; nothing for the last band.
    pub to: Option<i32>,
    /// How many.
    #[serde(flatten)]
    pub standing: Standing,
    /// All of them.
    pub all: u32,
}

/// All staff, or all cases, that owe supervision, by what of it falls or fell due first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GapLine {
    /// The days that most of them have between two sessions.
    pub usual_limit: Option<i32>,
    /// By days since the last recorded session.
    pub bands: Vec<GapBand>,
    /// With no session recorded since they started, returned or came under the clause.
    pub none_since_start: Standing,
    /// With no session recorded since the exports begin.
    pub none_since_exports: Standing,
}

/// Days since the last recorded supervision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gaps {
    /// Of staff members; nothing when none owes supervision.
    pub staff: Option<GapLine>,
    /// Of children's cases; nothing when none owes supervision.
    pub cases: Option<GapLine>,
}

/// The gaps of an audit.
pub(super) fn of(open: &Open<'_, '_>, as_of: Day) -> Gaps {
    Gaps {
        staff: line(&open.staff, as_of),
        cases: line(&open.cases, as_of),
    }
}

fn line(open: &BySubject<'_, '_>, as_of: Day) -> Option<GapLine> {
    let day = |entry: &Entry<'_>| (entry.obligation.due, entry.obligation.since.day);
    let first = open.subjects().filter_map(|owed| {
        let counted = owed.iter().filter(|entry| !entry.is_waived_now());
        counted.min_by_key(|entry| day(entry)).copied()
    });
    let first: Vec<&Entry<'_>> = first.collect();
    if first.is_empty() {
        return None;
    }
    let usual_limit = usual_limit(first.iter());
    let seen = first.iter().map(|entry| entry.obligation.since);
    let seen = seen.filter(|since| since.event == Event::Session);
    let days: Vec<i32> = seen.map(|since| as_of.days_since(since.day)).collect();
    let mut line = GapLine {
        usual_limit,
        bands: bands(usual_limit, &days),
        ..GapLine::default()
    };
    for entry in &first {
        let since = entry.obligation.since;
        let days = as_of.days_since(since.day);
        let slot = match since.event {
            Event::Session => {
                let mut bands = line.bands.iter_mut();
                let band = bands.find(|band| band.to.is_none_or(|to| days <= to));
                band.map(|band| {
                    band.all += 1;
                    &mut band.standing
                })
            }
            Event::SpanBegins => Some(&mut line.none_since_exports),
            Event::Start
            | Event::AuditDay
            | Event::SessionDay
            | Event::Window
            | Event::CalledOff => Some(&mut line.none_since_start),
        };
        if let Some(standing) = slot {
            match entry.obligation.outcome {
                Outcome::Overdue { days } if days >= 1 => standing.overdue += 1,
                Outcome::Met { .. }
                | Outcome::Late { .. }
                | Outcome::Overdue { .. }
                | Outcome::Missed { .. }
                | Outcome::Due { .. }
                | Outcome::PastTarget { .. }
                | Outcome::NotMet => standing.in_date += 1,
            }
        }
    }
    Some(line)
}

/// The days between a session and the next that most have; of two as frequent the longer.
fn usual_limit<'e>(entries: impl Iterator<Item = &'e &'e Entry<'e>>) -> Option<i32> {
    let mut times: BTreeMap<i32, u32> = BTreeMap::new();
    for entry in entries {
        let owed = entry.obligation;
        if owed.since.event == Event::Session && owed.nth <= 1 {
            let days = owed.due.days_since(owed.since.day);
            *times.entry(days).or_insert(0) += 1;
        }
    }
    let most = times
        .into_iter()
        .max_by_key(|(days, times)| (*times, *days));
    most.map(|(days, _)| days)
}

/// Bands of whole weeks: the limit lies in the left half, and where that leaves many of these days in the
/// open band, they are twice as wide. Two weeks each without a limit.
fn bands(limit: Option<i32>, days: &[i32]) -> Vec<GapBand> {
    let days_of = |limit: i32| ((limit + WITHIN * 7 - 1) / (WITHIN * 7)).max(1) * 7;
    let width = limit.map_or(14, days_of);
    let beyond = days.iter().filter(|days| **days > BANDS * width).count();
    let width = if beyond * BEYOND > days.len() {
        width * 2
    } else {
        width
    };
    let band = |number: i32| GapBand {
        from: if number == 0 { 0 } else { number * width + 1 },
        to: (number < BANDS).then_some((number + 1) * width),
        standing: Standing::default(),
        all: 0,
    };
    (0..=BANDS).map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::bands;

    #[test]
    fn the_usual_limit_lies_in_the_first_four_bands() {
        for (limit, width) in [
            (1, 7),
            (28, 7),
            (29, 14),
            (42, 14),
            (56, 14),
            (57, 21),
            (92, 28),
        ] {
            let bands = bands(Some(limit), &[]);
            assert_eq!((bands[0].from, bands[0].to), (0, Some(width)), "{limit}");
            assert_eq!(bands[1].from, width + 1);
            assert!(limit <= bands[3].to.unwrap());
            assert_eq!((bands[7].from, bands[7].to), (7 * width + 1, None));
            assert_eq!(bands.len(), 8);
        }
        assert_eq!(bands(None, &[])[0].to, Some(14));
    }

    #[test]
    fn bands_are_twice_as_wide_where_more_than_one_in_ten_lies_beyond_them() {
        let width = |days: &[i32]| bands(Some(28), days)[0].to;
        let mut days = [10; 10];
        days[9] = 300;
        assert_eq!(width(&days), Some(7));
        days[8] = 49;
        assert_eq!(width(&days), Some(7));
        days[8] = 50;
        assert_eq!(width(&days), Some(14));
        assert_eq!(width(&[300]), Some(14), "and never wider than that");
    }
}
