//! The day walk: each day of a spell is judged by the rules in force on it.

use super::absence::pushed;
use super::calendar::{Date, Interval, days_between, is_working, minus, plus};
use super::force::{InForce, Scene};
use super::world::{Pace, Rule, Session};

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

/// What is remembered of a rule while it stays in force.
#[derive(Clone, Debug)]
struct Since {
    effect: Date,
    /// Which items of `first` a session has served; none of them is owed when the exports don't reach back.
    served: Vec<bool>,
    /// The day before which the rule owes nothing, because it came by a change of the record.
    floor: Option<Date>,
}

/// A due day that has passed.
#[derive(Clone, Copy, Debug)]
struct Open {
    rule: usize,
    due: Date,
    /// Item of `first`, with the effect day it counts from.
    item: Option<(Date, usize)>,
}

/// What the next due day of a late gap counts from.
#[derive(Clone, Copy, Debug)]
struct Series {
    rule: usize,
    every: Option<Interval>,
    base: Date,
    times: u32,
    /// The last due day, before `roll`.
    last: Date,
    /// The last day of its window.
    window: Option<Date>,
}

/// The time since the last session.
#[derive(Clone, Debug)]
struct Gap {
    anchor: Date,
    /// Whether a session was held on the anchor.
    served: bool,
    open: Vec<Open>,
    series: Option<Series>,
    not_before: Date,
}

/// Where the walk stands at the end of a day.
#[derive(Clone, Debug)]
struct State {
    force: Vec<InForce>,
    since: Vec<Option<Since>>,
    gap: Option<Gap>,
}

/// A day by which a rule wants a session.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    rule: usize,
    /// Before `roll`.
    bare: Date,
    /// The day from which it must be counted on, and how often, when nothing moved it.
    base: Date,
    times: u32,
    every: Option<Interval>,
    window: Option<Date>,
    item: Option<(Date, usize)>,
    /// Not moved by grace.
    exact: bool,
    target: Option<Date>,
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
        let time = rule.grace.unwrap_or(super::calendar::interval(
            5,
            super::calendar::Unit::WorkingDays,
        ));
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
        session.date == today
            && session.is_held()
            && session.names(scene.subject)
            && state.force.iter().all(all)
    };
    !state.force.is_empty() && scene.world.sessions.iter().any(counted)
}

/// A counted session.
fn attend(scene: &Scene<'_>, state: &mut State, today: Date, owed: &mut Vec<Owed>) {
    let Some(gap) = &mut state.gap else { return };
    if gap.anchor == today {
        gap.served = true;
        return;
    }
    let mut left = std::mem::take(&mut gap.open);
    let windows = |one: &Open| matches!(scene.world.rules[one.rule].pace, Pace::Per(_));
    if left.is_empty() {
        let coming = project(scene, state, today, today);
        owed.extend(coming.and_then(|coming| met(scene, &coming, today)));
    }
    // After a window that passed, a session serves its own.
    let in_force = |one: &&Open| state.force.iter().any(|other| other.rule == one.rule);
    if let Some(last) = left.last().filter(in_force)
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
        let last = wanted.bare.max(gap.not_before);
        gap.series = Some(Series {
            rule: wanted.rule,
            every: wanted.every,
            base: if exact { wanted.base } else { last },
            times: if exact { wanted.times } else { 0 },
            last,
            window: wanted.window,
        });
    }
}

/// The rule by which a session is due on a day; of several the first of the file.
fn due_on(scene: &Scene<'_>, state: &State, today: Date) -> Option<Wanted> {
    let gap = state.gap.as_ref()?;
    if today < gap.not_before {
        return None;
    }
    let all = state
        .force
        .iter()
        .map(|one| wanted(scene, state, one, false));
    let mut due = all.filter(|wanted| {
        let rolls = scene.world.rules[wanted.rule].roll;
        wanted.bare <= today && (!rolls || is_working(today, &scene.world.closures))
    });
    due.next()
}

fn rolled(scene: &Scene<'_>, wanted: &Wanted) -> Date {
    let mut date = wanted.bare;
    while scene.world.rules[wanted.rule].roll && !is_working(date, &scene.world.closures) {
        date = plus(date, 1);
    }
    date
}

/// The day by which a rule in force wants the next session; afresh: as if nothing were open.
fn wanted(scene: &Scene<'_>, state: &State, one: &InForce, afresh: bool) -> Wanted {
    let rule = &scene.world.rules[one.rule];
    let (Some(gap), Some(since)) = (&state.gap, &state.since[one.rule]) else {
        unreachable!("a rule in force has a gap and an effect day");
    };
    let series = gap.series.filter(|_| !afresh);
    let span = scene.spans[one.rule].unwrap_or(one.from);
    let anchor = gap.anchor.max(one.from).max(span);
    let mut wanted = match &rule.pace {
        Pace::Exempt => unreachable!("nothing is in force for who is exempt"),
        Pace::Per(window) => {
            let served = gap.served && anchor == gap.anchor;
            let first = window.first_day(anchor) == anchor && !served;
            // A due day that has passed stands for the session that was owed: its window is over.
            let mut last = window
                .last_day(series.map_or(anchor, |series| series.window.unwrap_or(series.last)));
            if series.is_some() || !first {
                last = window.last_day(plus(last, 1));
            }
            Wanted {
                rule: one.rule,
                bare: last,
                base: last,
                window: Some(last),
                times: 0,
                every: None,
                item: None,
                exact: true,
                target: None,
            }
        }
        Pace::Stages(stages) => {
            let stage = &stages[one.stage];
            let times = (stage.every, stage.target);
            counted(scene, one.rule, times, (anchor, series))
        }
    };
    let open = |item: usize| {
        let same = |open: &Open| open.rule == one.rule && open.item == Some((since.effect, item));
        !afresh && gap.open.iter().any(same)
    };
    let next = (0..since.served.len()).find(|item| !since.served[*item] && !open(*item));
    if let Some(item) = next {
        let closures = &scene.world.closures;
        let date = rule.first[item].after(since.effect, closures);
        wanted.bare = pushed(scene, rule, since.effect, date);
        wanted.item = Some((since.effect, item));
        wanted.target = None;
    }
    // A `first` says itself how much time there is.
    let floor = since.floor.filter(|_| series.is_none() && next.is_none());
    if let Some(floor) = floor.filter(|floor| *floor > wanted.bare) {
        wanted.bare = floor;
        wanted.exact = false;
    }
    wanted
}

/// The next due day of a rule with an interval.
fn counted(
    scene: &Scene<'_>,
    index: usize,
    (every, target): (Interval, Option<Interval>),
    (anchor, series): (Date, Option<Series>),
) -> Wanted {
    let rule: &Rule = &scene.world.rules[index];
    let closures = &scene.world.closures;
    let (base, times) = match series {
        None => (anchor, 1),
        Some(series) if series.rule == index && series.every == Some(every) => {
            (series.base, series.times + 1)
        }
        Some(series) => (series.last, 1),
    };
    let target = target.filter(|_| series.is_none());
    Wanted {
        rule: index,
        bare: pushed(scene, rule, base, every.times_after(times, base, closures)),
        base,
        times,
        window: None,
        every: Some(every),
        item: None,
        exact: true,
        target: target.map(|target| pushed(scene, rule, anchor, target.after(anchor, closures))),
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
