//! Supervision agreements: most are signed and reviewed in time, some are missing, with somebody else, or overdue.

use oversight::calendar::Day;

use crate::model::{Value, World};
use crate::profile::on;
use crate::rng::Rng;

/// Gives everybody an agreement, after everything else, so that nothing else depends on it.
pub fn make(rng: &mut Rng, taken: Day, world: &mut World) {
    let as_of = on((2026, 10, 31)).min(taken);
    for at in 0..world.people.len() {
        let person = &world.people[at];
        let Some(supervisor) = person.supervisor else {
            continue;
        };
        let since = world.people[supervisor].start.max(person.start);
        let needed = ["agreed_interval", "agreed_period_ends"];
        let needed = needed.iter().any(|key| person.extra.contains_key(key));
        let first = person.start.plus_days(rng.between(2, 30));
        let renewed = since.plus_days(rng.between(2, 30));
        // Where the supervisor came later, two in five still have the agreement with the one before.
        let former = before(world, at, supervisor);
        let old = since > person.start.plus_days(40) && rng.chance(400) && former.is_some();
        let none = rng.chance(70);
        let slow = rng.chance(100);
        let early = rng.between(0, 25);
        let signed = if old { first } else { renewed };
        let with = former.filter(|_| old).unwrap_or(supervisor);
        let with = world.person(Some(with));
        let reviewed = last_review(signed, as_of, slow).map(|day| day.plus_days(-early));
        let extra = &mut world.people[at].extra;
        extra.insert("supervisor_since", Value::Day(since));
        if signed > as_of || (none && !needed) {
            continue;
        }
        extra.insert("agreement_signed_on", Value::Day(signed));
        extra.insert("agreement_with", with);
        extra.extend(reviewed.map(|day| ("agreement_reviewed_on", Value::Day(day))));
    }
}

/// Who supervised before: somebody of the supervisor's team and role who has left.
pub fn before(world: &World, at: usize, supervisor: usize) -> Option<usize> {
    let now = &world.people[supervisor];
    (0..world.people.len()).find(|other| {
        let person = &world.people[*other];
        *other != at && person.team == now.team && person.role == now.role && person.end.is_some()
    })
}

/// The last anniversary of the signature, or the one before it where the review is overdue.
fn last_review(signed: Day, as_of: Day, slow: bool) -> Option<Day> {
    let years = (1..30)
        .take_while(|years| signed.plus_months(12 * years) <= as_of)
        .count();
    let years = i32::try_from(years).unwrap_or_default() - i32::from(slow);
    (years > 0).then(|| signed.plus_months(12 * years))
}
