//! The day walk: each day of a spell is judged by the rules in force on it.

use super::calendar::{Date, Unit, days_between, interval, minus, plus};
use super::due::{Gap, Open, Series, Since, State, Wanted, due_on, rolled, wanted};
use super::force::{InForce, Scene};
use super::world::{Pace, Session};

/// What became of an obligation, with the engine's days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Met {
        on: Date,
        spare: i32,
        past_target: i32,
    },
    Late {
        on: Date,
        days: i32,
    },
    Overdue {
        days: i32,
    },
    Missed {
        on: Date,
        days: i32,
    },
    Due {
        left: i32,
    },
    PastTarget {
        days: i32,
        left: i32,
    },
}

/// One obligation of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owed {
    pub(crate) rule: usize,
    pub(crate) due: Date,
    pub(crate) fate: Fate,
}

/// A due day foreseen.
#[derive(Clone, Copy, Debug)]
struct Projected {
    due: Date,
    wanted: Wanted,
}

/// All that was owed in the scene's spell on its track.
pub(crate) fn walk(scene: &Scene<'_>) -> Vec<Owed> {
    let as_of = scene.world.as_of;
    let mut state = State {
        force: Vec::new(),
        since: vec![None; scene.world.rules.len()],
        gap: None,
    };
    let mut owed = Vec::new();
    let mut today = scene.spell.start;
    while today <= as_of && scene.spell.end.is_none_or(|end| today < end) {
        enter(scene, &mut state, today, today, &mut owed);
        if is_counted(scene, &state, today) {
            attend(scene, &mut state, today, &mut owed);
        }
        leave(scene, &mut state, today);
        today = plus(today, 1);
    }
    finish(scene, &state, &mut owed);
    owed
}

/// The beginning of a day: rules come and go.
fn enter(scene: &Scene<'_>, state: &mut State, today: Date, known: Date, owed: &mut Vec<Owed>) {
    let force = scene.in_force(today, known);
    let before = state.clone();
    for (index, rule) in scene.world.rules.iter().enumerate() {
        let holds = force.iter().any(|one| one.rule == index);
        if !holds {
            state.since[index] = None;
        } else if state.since[index].is_none() {
            let items = if scene.sees_effect(index, today, known) {
                rule.first.len()
            } else {
                0
            };
            state.since[index] = Some(Since {
                effect: today,
                served: vec![false; items],
                floor: None,
            });
        }
    }
    let changed = force != state.force;
    state.force = force;
    if !changed {
        return;
    }
    let asked = |one: &InForce| (one.rule, one.from, scene.every(one));
    let same = before
        .force
        .iter()
        .map(asked)
        .eq(state.force.iter().map(asked));
    if let Some(gap) = state.gap.as_mut().filter(|_| !same) {
        gap.not_before = today;
    }
    if state.force.is_empty() {
        let open = state.gap.take().map_or_else(Vec::new, |gap| gap.open);
        owed.extend(open.iter().map(|one| missed(one, today)));
    } else if state.gap.is_none() {
        state.gap = Some(Gap {
            anchor: today,
            served: false,
            open: Vec::new(),
            series: None,
            not_before: today,
        });
    } else if state.gap.as_ref().is_some_and(|gap| gap.open.is_empty()) {
        if today == known {
            grace(scene, state, &before, today);
        }
    } else {
        loosen(scene, state, &before, today, owed);
    }
}

/// A rule that took effect by a change of the record in a gap not overdue gives time.
fn grace(scene: &Scene<'_>, state: &mut State, before: &State, today: Date) {
    let anchor = state.gap.as_ref().map(|gap| gap.anchor);
    if anchor.is_none_or(|anchor| anchor >= today) {
        return;
    }
    let yesterday = minus(today, 1);
    let foreseen = scene.in_force(today, yesterday);
    for one in state.force.clone() {
        let same = |other: &InForce| other.rule == one.rule;
        if before.force.iter().any(same) || foreseen.iter().any(same) {
            continue;
        }
        let rule = &scene.world.rules[one.rule];
        let closures = &scene.world.closures;
        let time = rule.grace.unwrap_or(interval(5, Unit::WorkingDays));
        let floor = time.after(today, closures);
        let old = project(scene, before, today, yesterday).map(|old| old.due);
        if let Some(since) = &mut state.since[one.rule] {
            since.floor = Some(old.map_or(floor, |old| floor.min(old)));
        }
    }
}

/// Rules changed while something was open: either it is over with that, or it goes on. A new stage is no new rule.
fn loosen(scene: &Scene<'_>, state: &mut State, before: &State, today: Date, owed: &mut Vec<Owed>) {
    let rules = |force: &[InForce]| -> Vec<(usize, Date)> {
        force.iter().map(|one| (one.rule, one.from)).collect()
    };
    let same = rules(&before.force) == rules(&state.force);
    let late = state
        .force
        .iter()
        .any(|one| rolled(scene, &wanted(scene, state, one, true)) < today);
    let Some(gap) = &mut state.gap else { return };
    if !same && !late {
        owed.extend(gap.open.iter().map(|one| missed(one, today)));
        gap.open.clear();
        gap.series = None;
    }
}

fn missed(one: &Open, on: Date) -> Owed {
    Owed {
        rule: one.rule,
        due: one.due,
        fate: Fate::Missed {
            on,
            days: days_between(one.due, on),
        },
    }
}

/// Whether a session that all rules in force count was held on a day.
fn is_counted(scene: &Scene<'_>, state: &State, today: Date) -> bool {
    let rules = &scene.world.rules;
    let counted = |session: &Session| {
        let all = |one: &InForce| rules[one.rule].counts(session);
        session.date == today && state.force.iter().all(all)
    };
    !state.force.is_empty() && scene.held.iter().any(counted)
}

/// A counted session.
fn attend(scene: &Scene<'_>, state: &mut State, today: Date, owed: &mut Vec<Owed>) {
    let Some(gap) = &mut state.gap else { return };
    if gap.anchor == today {
        gap.served = true;
        return;
    }
    let mut left = std::mem::take(&mut gap.open);
    let windows =
        |one: &Open| one.item.is_none() && matches!(scene.world.rules[one.rule].pace, Pace::Per(_));
    if left.is_empty() {
        let coming = project(scene, state, today, today);
        owed.extend(coming.and_then(|coming| met(scene, &coming, today)));
    }
    // After a window that passed, a session serves its own.
    let in_force = |one: &&Open| state.force.iter().any(|other| other.rule == one.rule);
    if let Some(last) = left
        .last()
        .filter(in_force)
        .filter(|one| one.item.is_none())
        && let Pace::Per(window) = scene.world.rules[last.rule].pace
    {
        let due = window.last_day(today);
        owed.push(Owed {
            rule: last.rule,
            due,
            fate: Fate::Met {
                on: today,
                spare: days_between(today, due),
                past_target: 0,
            },
        });
    }
    let items = left.iter().filter(|one| one.item.is_some()).count();
    let settled = if items >= 2 {
        let earliest = left.iter().position(|one| one.item.is_some());
        vec![left.remove(earliest.unwrap_or(0))]
    } else {
        std::mem::take(&mut left)
    };
    for one in &settled {
        let days = days_between(one.due, today);
        let fate = if windows(one) {
            Fate::Missed { on: today, days }
        } else {
            Fate::Late { on: today, days }
        };
        let (rule, due) = (one.rule, one.due);
        owed.push(Owed { rule, due, fate });
    }
    serve_items(state, &settled, &left, today);
    state.gap = Some(Gap {
        anchor: today,
        served: true,
        open: left,
        series: None,
        not_before: today,
    });
}

/// One session serves one item of each list.
fn serve_items(state: &mut State, settled: &[Open], left: &[Open], today: Date) {
    for (index, since) in state.since.iter_mut().enumerate() {
        let Some(since) = since else { continue };
        since.floor = None;
        if since.effect == today {
            continue;
        }
        let item = |one: &Open| match one.item {
            Some((effect, item)) if one.rule == index && effect == since.effect => Some(item),
            _ => None,
        };
        let waiting: Vec<usize> = left.iter().filter_map(item).collect();
        let done = settled.iter().find_map(item);
        let next = (0..since.served.len()).find(|item| !since.served[*item]);
        let done = match done {
            None if waiting.is_empty() => next,
            done => done,
        };
        if let Some(done) = done {
            since.served[done] = true;
        }
    }
}

/// What a session makes of the due day foreseen on it.
fn met(scene: &Scene<'_>, projected: &Projected, today: Date) -> Option<Owed> {
    let (wanted, due) = (&projected.wanted, projected.due);
    if let Pace::Per(window) = scene.world.rules[wanted.rule].pace
        && wanted.item.is_none()
        && window.first_day(wanted.base) > today
    {
        return None;
    }
    let past = wanted.target.map(|target| days_between(target, today));
    Some(Owed {
        rule: wanted.rule,
        due,
        fate: Fate::Met {
            on: today,
            spare: days_between(today, due),
            past_target: past.unwrap_or(0).max(0),
        },
    })
}

/// The end of a day: what was due on it and not done is open.
fn leave(scene: &Scene<'_>, state: &mut State, today: Date) {
    // Several items of lists may fall due on one day.
    while let Some(wanted) = due_on(scene, state, today) {
        let Some(gap) = &mut state.gap else { return };
        let natural = wanted.exact && wanted.item.is_none() && wanted.bare >= gap.not_before;
        let exact = natural && rolled(scene, &wanted) == today;
        gap.open.push(Open {
            rule: wanted.rule,
            due: today,
            item: wanted.item,
        });
        gap.series = Some(Series {
            rule: wanted.rule,
            every: wanted.every,
            base: if exact { wanted.base } else { today },
            times: if exact { wanted.times } else { 0 },
            last: today,
            window: wanted.window,
        });
    }
}

/// The next due day from a day on, by what is known on another: no session comes.
fn project(scene: &Scene<'_>, state: &State, from: Date, known: Date) -> Option<Projected> {
    let mut state = state.clone();
    let mut today = from;
    for _ in 0..2000 {
        enter(scene, &mut state, today, known, &mut Vec::new());
        state.gap.as_ref()?;
        if let Some(wanted) = due_on(scene, &state, today) {
            return Some(Projected { due: today, wanted });
        }
        today = plus(today, 1);
    }
    None
}

/// The end of the spell, or of the as-of day.
fn finish(scene: &Scene<'_>, state: &State, owed: &mut Vec<Owed>) {
    let Some(gap) = &state.gap else { return };
    if let Some(end) = scene.spell.end {
        owed.extend(gap.open.iter().map(|one| missed(one, end)));
        return;
    }
    let as_of = scene.world.as_of;
    for one in &gap.open {
        let days = days_between(one.due, as_of);
        owed.push(Owed {
            rule: one.rule,
            due: one.due,
            fate: Fate::Overdue { days },
        });
    }
    if !gap.open.is_empty() {
        return;
    }
    let Some(next) = project(scene, state, plus(as_of, 1), as_of) else {
        return;
    };
    let left = days_between(as_of, next.due);
    let passed = next.wanted.target.filter(|target| *target < as_of);
    owed.push(Owed {
        rule: next.wanted.rule,
        due: next.due,
        fate: passed.map_or(Fate::Due { left }, |target| Fate::PastTarget {
            days: days_between(target, as_of),
            left,
        }),
    });
}
