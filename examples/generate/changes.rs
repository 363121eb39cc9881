//! Changes of a supervisor, supervision in another form, and those who are suddenly away.

use oversight::calendar::Day;

use crate::agreements::before;
use crate::model::{Person, Value, World};
use crate::profile::on;
use crate::rng::Rng;

/// What stands in place of usual supervision.
const FORMS: &[&str] = &[
    "Outside practice consultant",
    "Shared with a second supervisor",
    "By video call",
];

/// Fills these columns, after everything else, so that nothing else depends on it.
pub fn make(rng: &mut Rng, taken: Day, world: &mut World) {
    let as_of = on((2026, 10, 31)).min(taken);
    for at in 0..world.people.len() {
        handover(rng, as_of, world, at);
    }
    other_forms(rng, as_of, world);
    sudden_absences(rng, as_of, world);
}

/// Who supervised before the present supervisor came, if anybody, and when the two talked and passed the record on.
fn handover(rng: &mut Rng, as_of: Day, world: &mut World, at: usize) {
    let waits = [rng.between(0, 12), rng.between(0, 20)];
    let missing = [rng.chance(110), rng.chance(70)];
    let person = &world.people[at];
    let Some(supervisor) = person.supervisor else {
        return;
    };
    let since = world.people[supervisor].start.max(person.start);
    let there = |who: &usize| world.people[*who].start < since && *who != at;
    let left = before(world, at, supervisor).filter(there);
    let stood_in = || world.people[supervisor].supervisor.filter(there);
    let former = left.or_else(stood_in);
    let Some(former) = former.filter(|_| person.start < since && since <= as_of) else {
        return;
    };
    let former = world.person(Some(former));
    let extra = &mut world.people[at].extra;
    extra.insert("previous_supervisor_id", former);
    for (turn, column) in ["handover_on", "record_transferred_on"]
        .into_iter()
        .enumerate()
    {
        let day = since.plus_days(waits[turn]);
        if !missing[turn] && day <= as_of {
            extra.insert(column, Value::Day(day));
        }
    }
}

/// A few are supervised in another way; one in five has not signed for it.
fn other_forms(rng: &mut Rng, as_of: Day, world: &mut World) {
    let mut count = 0;
    let able = |person: &&mut Person| person.supervisor.is_some() && person.end.is_none();
    for person in world.people.iter_mut().filter(able) {
        let chosen = rng.chance(160);
        let signed = person.start.plus_days(rng.between(40, 200));
        let form = *rng.pick(FORMS);
        if !chosen || signed > as_of {
            continue;
        }
        person
            .extra
            .insert("alternative_supervision", Value::Text(form.to_owned()));
        count += 1;
        if count % 5 != 2 {
            person
                .extra
                .insert("additional_agreement_signed_on", Value::Day(signed));
        }
    }
}

/// One worker in twelve has not been seen since some day in October, and somebody looks after most of their cases.
fn sudden_absences(rng: &mut Rng, as_of: Day, world: &mut World) {
    let mut last = vec![None; world.people.len()];
    for session in world
        .sessions
        .iter()
        .filter(|session| session.status == "held")
    {
        for who in [session.supervisee, session.supervisor]
            .into_iter()
            .flatten()
        {
            last[who] = last[who].max(Some(session.date));
        }
    }
    let most = world.people.len() / 12;
    let mut count = 0;
    for (person, last) in world.people.iter_mut().zip(last) {
        let wait = rng.between(1, 4);
        let arranged = rng.between(0, 9);
        let Some(since) = last.map(|last: Day| last.plus_days(wait)) else {
            continue;
        };
        let lately = as_of.plus_days(-30) <= since && since < as_of.plus_days(-10);
        if !lately || !person.holds_cases || person.end.is_some() || count >= most {
            continue;
        }
        count += 1;
        let extra = &mut person.extra;
        extra.insert("absent_unexpectedly_since", Value::Day(since));
        if count % 4 != 2 {
            let day = since.plus_days(arranged).min(as_of);
            extra.insert("cover_arranged_on", Value::Day(day));
        }
    }
}
