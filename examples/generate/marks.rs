//! What a session's record says besides its dates, and the yearly look at cases held on duty.

use oversight::calendar::Day;

use crate::model::{Episode, Value, World};
use crate::profile::on;
use crate::rng::Rng;

/// Fills these columns, after everything else, so that nothing else depends on it.
pub fn make(rng: &mut Rng, taken: Day, world: &mut World) {
    let as_of = on((2026, 10, 31)).min(taken);
    let on_duty = |episode: &Episode| episode.extra.get("duty_case") == Some(&Value::Word("yes"));
    for case in &mut world.cases {
        for episode in &mut case.episodes {
            if on_duty(episode) {
                yearly(rng, as_of, episode);
            }
        }
    }
    children_seen(rng, world);
    check_ins(rng, world);
}

/// For each child discussed, when it was last seen; one record in twenty does not say.
fn children_seen(rng: &mut Rng, world: &mut World) {
    for session in &mut world.sessions {
        let Some(case) = session.case.filter(|_| session.status == "held") else {
            continue;
        };
        let opened = world.cases[case].episodes.first();
        let opened = opened.map_or(session.date, |episode| episode.opened);
        let day = session.date.plus_days(-rng.between(0, 24));
        let told = !rng.chance(50);
        session.child_seen = told.then(|| day.max(opened).min(session.date));
    }
}

/// Which personal sessions held a check-in: the last ones before three months are over, but for a few forgotten.
fn check_ins(rng: &mut Rng, world: &mut World) {
    let first: Vec<i32> = world.people.iter().map(|_| rng.between(0, 50)).collect();
    let mut last: Vec<Option<Day>> = vec![None; world.people.len()];
    let mut done = vec![(usize::MAX, ""); world.people.len()];
    for session in &mut world.sessions {
        let Some(who) = session.supervisee.filter(|_| session.status == "held") else {
            continue;
        };
        if session.kind == "check-in" {
            last[who] = Some(session.date);
        }
        if session.kind != "personal" {
            continue;
        }
        if done[who].0 != session.number {
            let earlier = *last[who].get_or_insert(session.date.plus_days(-first[who]));
            let due = session.date.days_since(earlier) >= 45;
            let held = due && !rng.chance(60);
            if held {
                last[who] = Some(session.date);
            }
            done[who] = (session.number, if held { "yes" } else { "no" });
        }
        session.check_in = done[who].1;
    }
}

/// The last review, risk assessment and sight of a child: within a year, but for a few that are older or not there.
fn yearly(rng: &mut Rng, as_of: Day, episode: &mut Episode) {
    let last = episode.closed.map_or(as_of, |closed| closed.min(as_of));
    for column in ["last_reviewed_on", "risk_assessed_on", "last_seen_on"] {
        let ago = if rng.chance(160) {
            rng.between(375, 480)
        } else {
            rng.between(4, 345)
        };
        let early = rng.between(5, 90);
        let missing = rng.chance(40);
        let day = last.plus_days(-ago);
        let day = if day < episode.opened {
            episode.opened.plus_days(early)
        } else {
            day
        };
        if !missing && day <= last {
            episode.extra.insert(column, Value::Day(day));
        }
    }
}
