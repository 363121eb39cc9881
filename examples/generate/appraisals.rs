//! Appraisals and reviews of objectives: one after another before the last one is a year or half a year old.

use oversight::calendar::Day;

use crate::agreements::before;
use crate::model::{Activity, World};
use crate::profile::on;
use crate::rng::Rng;

/// Kind and months of each.
const KINDS: &[(&str, i32)] = &[("appraisal", 12), ("objectives-review", 6)];

/// Appraises everybody, after everything else, so that nothing else depends on it.
pub fn make(rng: &mut Rng, taken: Day, world: &mut World) {
    let as_of = on((2026, 10, 31)).min(taken);
    let mut made = Vec::new();
    for kind in KINDS {
        for person in 0..world.people.len() {
            made.extend(series(rng, as_of, world, person, *kind));
        }
    }
    made.sort_by_key(|activity| activity.date);
    world.activities = made;
}

/// One person's: those of the last two of their intervals, and one missed now and then.
fn series(
    rng: &mut Rng,
    as_of: Day,
    world: &World,
    at: usize,
    (kind, months): (&'static str, i32),
) -> Vec<Activity> {
    let mut made = Vec::new();
    let person = &world.people[at];
    let stops = world.teams[person.team].weak_since.unwrap_or(as_of);
    let from = as_of.plus_months(-2 * months);
    let mut due = person.start.plus_days(rng.between(20, 30 * months - 20));
    loop {
        let date = due.plus_days(-rng.between(0, 15));
        let skipped = rng.chance(60);
        let gone = person.end.is_some_and(|end| end <= date);
        if date > stops || gone {
            return made;
        }
        due = date.plus_months(months);
        if world.away(at, date) {
            due = date.plus_days(28);
        } else if skipped {
            // A few slip by some weeks.
            due = date.plus_days(rng.between(30, 75));
        } else if date >= from {
            made.push(Activity {
                kind,
                date,
                person: Some(at),
                by: appraiser(world, at, date),
                case: None,
            });
        }
    }
}

/// The supervisor, or who was there before.
fn appraiser(world: &World, at: usize, date: Day) -> Option<usize> {
    let supervisor = world.people[at].supervisor?;
    let there = |who: &usize| world.people[*who].in_post(date);
    let former = before(world, at, supervisor);
    let above = world.people[supervisor].supervisor;
    [Some(supervisor), former, above]
        .into_iter()
        .flatten()
        .find(there)
}
