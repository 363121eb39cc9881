//! What a staff file holds: registration, checks, driving and training; most of it in order, some missing or run out.

use oversight::calendar::Day;

use crate::model::{Extra, Person, Value, World};
use crate::profile::on;
use crate::rng::Rng;

/// Those whose work is a social worker's.
const REGISTERED: &[&str] = &[
    "social-worker",
    "senior-practitioner",
    "advanced-practitioner",
    "reviewing-officer",
    "team-manager",
    "service-manager",
    "head-of-service",
];

/// Those who stay in the office.
const AT_DESKS: &[&str] = &[
    "business-support",
    "office-manager",
    "director",
    "assistant-director",
    "sco",
];

/// Fills everybody's file, after everything else, so that nothing else depends on it.
pub fn make(rng: &mut Rng, taken: Day, world: &mut World) {
    let as_of = on((2026, 10, 31)).min(taken);
    for person in &mut world.people {
        let last = person.end.map_or(as_of, |end| end.min(as_of));
        let mut extra = Extra::new();
        registration(rng, person, &mut extra);
        check(rng, person, last, &mut extra);
        driving(rng, person, as_of, &mut extra);
        person.extra.extend(extra);
    }
    training(rng, as_of, world);
}

/// The day of registration, soon after qualifying.
fn registration(rng: &mut Rng, person: &Person, extra: &mut Extra) {
    let years = rng.between(2, 14);
    let wait = rng.between(10, 60);
    let missing = rng.chance(50);
    if missing || !REGISTERED.contains(&person.role) {
        return;
    }
    let earlier = || person.start.plus_days(-365 * years);
    let qualified = person.qualified.unwrap_or_else(earlier);
    let day = qualified.plus_days(wait).min(person.start).max(qualified);
    extra.insert("registered_on", Value::Day(day));
}

/// The last check, less than three years ago as a rule, and made before the first day at the earliest.
fn check(rng: &mut Rng, person: &Person, last: Day, extra: &mut Extra) {
    let before = rng.between(5, 40);
    let old = rng.chance(110);
    let ago = if old {
        rng.between(1100, 1420)
    } else {
        rng.between(20, 1020)
    };
    if rng.chance(25) {
        return;
    }
    let hired = person.start.plus_days(-before);
    let day = last.plus_days(-ago).max(hired);
    extra.insert("dbs_checked_on", Value::Day(day));
}

/// Who drives for work, and until when the papers for it hold.
fn driving(rng: &mut Rng, person: &Person, as_of: Day, extra: &mut Extra) {
    let drives = rng.chance(850) && !AT_DESKS.contains(&person.role);
    extra.insert(
        "drives_for_work",
        Value::Word(if drives { "yes" } else { "no" }),
    );
    let left = if rng.chance(80) {
        -rng.between(3, 75)
    } else {
        rng.between(8, 350)
    };
    let missing = rng.chance(45);
    if drives && !missing {
        let until = Value::Day(as_of.plus_days(left));
        extra.insert("car_insurance_until", until.clone());
        extra.insert("driving_documents_until", until);
    }
}

/// Training of those who supervise; one of each council has none, and a few more.
fn training(rng: &mut Rng, as_of: Day, world: &mut World) {
    let of_anybody = |at: usize| world.people.iter().any(|who| who.supervisor == Some(at));
    let supervisors: Vec<usize> = (0..world.people.len())
        .filter(|at| of_anybody(*at))
        .collect();
    let newest = |at: &&usize| world.people[**at].end.is_none();
    let staying: Vec<usize> = supervisors.iter().filter(newest).copied().collect();
    let untrained = staying.get(rng.below(staying.len())).copied();
    for at in supervisors {
        let person = &mut world.people[at];
        let day = person.start.plus_days(rng.between(-700, 150)).min(as_of);
        let later = day.plus_days(rng.between(0, 200)).min(as_of);
        let missing = [rng.chance(60), rng.chance(90)];
        if untrained == Some(at) {
            continue;
        }
        let extra = &mut person.extra;
        if !missing[0] {
            extra.insert("supervision_trained_on", Value::Day(day));
        }
        if !missing[1] {
            extra.insert("appraisal_trained_on", Value::Day(later));
        }
    }
}
