//! Days since the last recorded supervision: how many people and cases stand where, each counted once.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Event, Outcome, Subject};

use super::lens::{Entry, Kind};

/// The bands up to the open one.
const BANDS: i32 = 7;
/// The usual limit lies within so many bands.
const WITHIN: i32 = 4;

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
pub(super) fn of(entries: &[Entry<'_>], as_of: Day) -> Gaps {
    Gaps {
        staff: line(entries, Kind::Staff, as_of),
        cases: line(entries, Kind::Case, as_of),
    }
}

fn line(entries: &[Entry<'_>], kind: Kind, as_of: Day) -> Option<GapLine> {
    let mut first: BTreeMap<Subject, &Entry<'_>> = BTreeMap::new();
    let owed = entries.iter().filter(|entry| {
        entry.kind == kind && entry.obligation.outcome.is_open() && !entry.is_waived_now()
    });
    for entry in owed {
        let slot = first.entry(entry.obligation.subject).or_insert(entry);
        let day = |entry: &Entry<'_>| (entry.obligation.due, entry.obligation.since.day);
        if day(entry) < day(slot) {
            *slot = entry;
        }
    }
    if first.is_empty() {
        return None;
    }
    let usual_limit = usual_limit(first.values());
    let mut line = GapLine {
        usual_limit,
        bands: bands(usual_limit),
        ..GapLine::default()
    };
    for entry in first.values() {
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

/// Bands of whole weeks, as many as bring the limit into the left half; two weeks each without one.
fn bands(limit: Option<i32>) -> Vec<GapBand> {
    let weeks = limit.map_or(2, |limit| {
        let most = WITHIN * 7;
        ((limit + most - 1) / most).max(1)
    });
    let width = weeks * 7;
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
            let bands = bands(Some(limit));
            assert_eq!((bands[0].from, bands[0].to), (0, Some(width)), "{limit}");
            assert_eq!(bands[1].from, width + 1);
            assert!(limit <= bands[3].to.unwrap());
            assert_eq!((bands[7].from, bands[7].to), (7 * width + 1, None));
            assert_eq!(bands.len(), 8);
        }
        assert_eq!(bands(None)[0].to, Some(14));
    }
}
