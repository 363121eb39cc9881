//! The due days of a day: what each rule in force wants, and what is due of it.

use super::absence::pushed;
use super::calendar::{Date, Interval, is_working, plus};
use super::force::{InForce, Scene};
use super::world::{Pace, Rule};

/// What is remembered of a rule while it stays in force.
#[derive(Clone, Debug)]
pub(crate) struct Since {
    pub(crate) effect: Date,
    /// Which items of `first` a session has served; none of them is owed when the exports don't reach back.
    pub(crate) served: Vec<bool>,
    /// The day before which the rule owes nothing, because it came by a change of the record.
    pub(crate) floor: Option<Date>,
}

/// A due day that has passed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) rule: usize,
    pub(crate) due: Date,
    /// Item of `first`, with the effect day it counts from.
    pub(crate) item: Option<(Date, usize)>,
}

/// What the next due day of a late gap counts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Series {
    pub(crate) rule: usize,
    pub(crate) every: Option<Interval>,
    pub(crate) base: Date,
    pub(crate) times: u32,
    /// The last due day.
    pub(crate) last: Date,
    /// The last day of its window.
    pub(crate) window: Option<Date>,
}

/// The time since the last session.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    pub(crate) anchor: Date,
    /// Whether a session was held on the anchor.
    pub(crate) served: bool,
    pub(crate) open: Vec<Open>,
    pub(crate) series: Option<Series>,
    pub(crate) not_before: Date,
}

/// Where the walk stands at the end of a day.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) force: Vec<InForce>,
    pub(crate) since: Vec<Option<Since>>,
    pub(crate) gap: Option<Gap>,
}

/// A day by which a rule wants a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) rule: usize,
    /// Before `roll`.
    pub(crate) bare: Date,
    /// The day from which it must be counted on, and how often, when nothing moved it.
    pub(crate) base: Date,
    pub(crate) times: u32,
    pub(crate) every: Option<Interval>,
    pub(crate) window: Option<Date>,
    pub(crate) item: Option<(Date, usize)>,
    /// Not moved by grace.
    pub(crate) exact: bool,
    pub(crate) target: Option<Date>,
}

/// The rule by which a session is due on a day; of several the first of the file.
pub(crate) fn due_on(scene: &Scene<'_>, state: &State, today: Date) -> Option<Wanted> {
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

pub(crate) fn rolled(scene: &Scene<'_>, wanted: &Wanted) -> Date {
    let mut date = wanted.bare;
    while scene.world.rules[wanted.rule].roll && !is_working(date, &scene.world.closures) {
        date = plus(date, 1);
    }
    date
}

/// The day by which a rule in force wants the next session; afresh: as if nothing were open.
pub(crate) fn wanted(scene: &Scene<'_>, state: &State, one: &InForce, afresh: bool) -> Wanted {
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
            let mut last = window.last_day(anchor);
            if !first {
                last = window.last_day(plus(last, 1));
            }
            // A due day that has passed stands for the session that was owed: its window is over.
            if let Some(series) = series {
                last = window.last_day(series.window.unwrap_or(series.last));
                last = window.last_day(plus(last, 1));
                while last <= series.last {
                    last = window.last_day(plus(last, 1));
                }
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
            let now = &stages[one.stage];
            let times = (now.every, now.target);
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
        wanted.window = None;
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
