//! The time since a subject's last supervision: what falls due in it, and what a session in it settles.

use std::collections::BTreeMap;

use crate::calendar::{Day, Interval, Window, WorkingDays};
use crate::language::{Away, pushed};
use crate::ledger::Since;
use crate::place::Row;

use super::contender::{Beat, Contender, Standing};

/// A supervision that fell due and was not held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Its last day in time.
    pub(super) due: Day,
    /// The same before a weekend or a holiday moved it.
    pub(super) unrolled: Day,
    /// The contender that governed it.
    pub(super) contender: usize,
    pub(super) turn: Turn,
    pub(super) target: Option<Day>,
    pub(super) undecided: bool,
    pub(super) grace: bool,
    /// Its place in the gap, from 1.
    pub(super) nth: u16,
    pub(super) sum: Sum,
}

/// What a due day is the sum of, before absences and a change of rule move it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// The day counted from; of a window its first.
    pub(super) base: Day,
    pub(super) time: Time,
    /// The grace that moved it, if any did.
    pub(super) floor: Option<Floor>,
}

/// The time a sum adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// An interval, so many times over.
    Times(u32, Interval),
    /// To the end of a window.
    Window(Window),
}

/// The earliest due day of a rule that took effect inside a gap (reading 7).
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    pub(super) day: Day,
    /// The day the rule took effect.
    pub(super) effect: Day,
    /// The end of its grace.
    pub(super) grace: Day,
}

/// What kind of turn an obligation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// One of a `first` list, which each need a session of their own, by the day the list counts from.
    First(Day),
    /// Another interval.
    Interval,
    /// Another window, by its last day: once it has passed, a session serves a later one.
    Window(Day),
}

impl Turn {
    /// The last day of the window for which it is owed.
    pub(super) fn window(self) -> Option<Day> {
        match self {
            Turn::Window(last) => Some(last),
            Turn::First(_) | Turn::Interval => None,
        }
    }

    /// The day from which the list counts whose turn it is.
    pub(super) fn first(self) -> Option<Day> {
        match self {
            Turn::First(from) => Some(from),
            Turn::Interval | Turn::Window(_) => None,
        }
    }
}

/// Intervals counted on from one day, so that months do not drift.
#[derive(Clone, Copy, Debug)]
pub(super) struct Series {
    contender: usize,
    beat: Beat,
    base: Day,
    passed: u32,
}

/// The gap a subject is in.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// The last session, or the day the clock started.
    pub(super) since: Since,
    /// Whether a session was held on that day, so that a window it lies in is served.
    pub(super) served: bool,
    /// What fell due and was not held, in the order of the due days.
    pub(super) open: Vec<Open>,
    /// The last that passed since; what an earlier gap left open is none.
    pub(super) last: Option<Open>,
    /// How many obligations the gap has had, those settled included.
    pub(super) count: u16,
    pub(super) series: Option<Series>,
    /// The earliest due day a contender may set that took effect inside the gap (reading 7); of several the last.
    pub(super) floors: Vec<(usize, Floor)>,
}

/// How far a contender's `first` list has come: the day it counts from, and how many sessions were held since.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    /// The day the subject began to fit.
    pub(super) effect: Day,
    /// Sessions that counted since.
    pub(super) held: usize,
}

/// What a due day is worked out from, besides the gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub(super) contenders: &'a [Contender<'a>],
    pub(super) working: &'a WorkingDays,
    pub(super) away: &'a [Away],
    pub(super) progress: &'a BTreeMap<usize, Progress>,
}

impl Open {
    /// Whether it is of a contender's `first` list as it counts now.
    pub(super) fn is_first_of(&self, contender: usize, progress: Progress) -> bool {
        self.contender == contender && self.turn.first() == Some(progress.effect)
    }
}

impl Gap {
    /// A new gap that counts from a day.
    pub(super) fn new(since: Since, served: bool) -> Gap {
        Gap {
            since,
            served,
            open: Vec::new(),
            last: None,
            count: 0,
            series: None,
            floors: Vec::new(),
        }
    }

    /// A new one in its place, after a session in time; the lists keep their room.
    pub(super) fn begin_again(&mut self, since: Since) {
        self.open.clear();
        self.floors.clear();
        *self = Gap {
            open: std::mem::take(&mut self.open),
            floors: std::mem::take(&mut self.floors),
            ..Gap::new(since, true)
        };
    }

    /// The next supervision that falls due on or after `from` under the rules in force, the strictest first.
    pub(super) fn next(&self, standings: &[Standing], rules: Rules<'_>, from: Day) -> Option<Open> {
        // Most subjects are under one rule alone.
        if let [only] = standings {
            return Some(self.candidate(only, rules, from));
        }
        self.candidates(standings, rules, from)
            .min_by_key(|open| (open.due, open.contender))
    }

    /// The same by each rule in force.
    pub(super) fn candidates(
        &self,
        standings: &[Standing],
        rules: Rules<'_>,
        from: Day,
    ) -> impl Iterator<Item = Open> {
        standings
            .iter()
            .map(move |standing| self.candidate(standing, rules, from))
    }

    /// The same as if nothing had fallen due yet.
    pub(super) fn next_afresh(
        &self,
        standings: &[Standing],
        rules: Rules<'_>,
        from: Day,
    ) -> Option<Open> {
        let afresh = Gap {
            open: Vec::new(),
            last: None,
            series: None,
            ..self.clone()
        };
        afresh.next(standings, rules, from)
    }

    /// The day a rule counts from: nothing is owed before its clock starts or the exports show its sessions.
    fn anchor(&self, standing: &Standing, rules: Rules<'_>) -> Day {
        let contender = rules.contenders.get(standing.contender);
        let span = contender.map_or(Day::FIRST, |contender| contender.span);
        self.since.day.max(standing.from).max(span)
    }

    fn candidate(&self, standing: &Standing, rules: Rules<'_>, from: Day) -> Open {
        let contender = rules.contenders.get(standing.contender);
        let anchor = self.anchor(standing, rules);
        let first = self.first(standing, rules);
        let mut sum = self.sum(standing, first, anchor);
        let mut due = rules.end_of(standing, sum);
        let mut open = Open {
            due: from,
            unrolled: from,
            contender: standing.contender,
            turn: Turn::Interval,
            sum,
            target: None,
            undecided: standing.undecided,
            grace: false,
            nth: self.count.saturating_add(1),
        };
        if let Some((effect, _)) = first {
            open.turn = Turn::First(effect);
        } else if standing.window().is_some() {
            open.turn = Turn::Window(due);
        }
        if open.turn.first().is_none() && self.last.is_none() {
            open.target = standing
                .target
                .map(|target| rules.pushed(standing, anchor, target.after(anchor, rules.working)));
            let mut floors = self.floors.iter().rev();
            let floor = floors.find(|(contender, _)| *contender == standing.contender);
            if let Some((_, floor)) = floor.filter(|(_, floor)| due < floor.day) {
                open.grace = true;
                sum.floor = Some(*floor);
                due = floor.day;
            }
        }
        open.sum = sum;
        open.unrolled = due.max(from);
        let rolls = contender.is_some_and(|contender| contender.schedule.roll);
        open.due = if rolls {
            rules.working.next_on_or_after(open.unrolled)
        } else {
            open.unrolled
        };
        open
    }

    /// What the next due day of a rule is counted from, and how far; `first` is the next of its `first` list.
    fn sum(&self, standing: &Standing, first: Option<(Day, Interval)>, anchor: Day) -> Sum {
        let (base, time) = if let Some((effect, time)) = first {
            (effect, Time::Times(1, time))
        } else if let Some(last) = self.last {
            self.further(standing, last)
        } else {
            let served = self.served && anchor == self.since.day;
            match standing.beat {
                Beat::Every(every) => (anchor, Time::Times(1, every)),
                Beat::Per(window) if !served && window.containing(anchor).0 == anchor => {
                    (anchor, Time::Window(window))
                }
                Beat::Per(window) => (window.next(anchor).0, Time::Window(window)),
            }
        };
        Sum {
            base,
            time,
            floor: None,
        }
    }

    /// The next of a contender's `first` list, while it is not through, and the day it counts from.
    fn first(&self, standing: &Standing, rules: Rules<'_>) -> Option<(Day, Interval)> {
        let contender = rules.contenders.get(standing.contender)?;
        if contender.schedule.first.is_empty() {
            return None;
        }
        let progress = rules.progress.get(&standing.contender)?;
        let waiting = self
            .open
            .iter()
            .filter(|open| open.is_first_of(standing.contender, *progress))
            .count();
        let time = contender.schedule.first.get(progress.held + waiting)?;
        Some((progress.effect, *time))
    }

    /// After a due day that has passed: counted on in the same series, or from the last due day after a change.
    fn further(&self, standing: &Standing, last: Open) -> (Day, Time) {
        match standing.beat {
            // Grace for one window takes nothing from the next, unless it outlasts it.
            Beat::Per(window) => {
                let mut next = window.next(last.turn.window().unwrap_or(last.due));
                while next.1 <= last.due {
                    next = window.next(next.1);
                }
                (next.0, Time::Window(window))
            }
            Beat::Every(every) => {
                let (base, passed) = match self.series {
                    Some(series)
                        if series.contender == standing.contender
                            && series.beat == standing.beat =>
                    {
                        (series.base, series.passed)
                    }
                    Some(_) | None => (last.due, 0),
                };
                (base, Time::Times(passed + 1, every))
            }
        }
    }

    /// Notes that a due day has passed without a session.
    pub(super) fn pass(&mut self, open: Open, standing: &Standing, rules: Rules<'_>) {
        let anchor = self.anchor(standing, rules);
        let base = self.last.map_or(anchor, |last| last.due);
        let natural = match (standing.beat, self.series) {
            (Beat::Every(_), _) if open.turn.first().is_some() => None,
            (Beat::Every(_), Some(series))
                if series.contender == open.contender && series.beat == standing.beat =>
            {
                Some(series)
            }
            (Beat::Every(_), _) => Some(Series {
                contender: open.contender,
                beat: standing.beat,
                base,
                passed: 0,
            }),
            (Beat::Per(_), _) => None,
        };
        // A due day that is not where the series puts it (a later rule, grace) begins a new series.
        self.series = natural.and_then(|series| {
            let Beat::Every(every) = series.beat else {
                return None;
            };
            let expected = every.times_after(series.passed + 1, series.base, rules.working);
            let expected = rules.pushed(standing, series.base, expected);
            (expected == open.unrolled).then_some(Series {
                passed: series.passed + 1,
                ..series
            })
        });
        self.count = open.nth;
        self.last = Some(open);
        self.open.push(open);
    }
}

impl Rules<'_> {
    /// The day a sum comes to, absences included.
    pub(super) fn end_of(self, standing: &Standing, sum: Sum) -> Day {
        match sum.time {
            Time::Times(times, interval) => {
                let plain = interval.times_after(times, sum.base, self.working);
                self.pushed(standing, sum.base, plain)
            }
            Time::Window(window) => window.containing(sum.base).1,
        }
    }

    /// A due day moved on by the absences inside the gap, where the rule pauses for them.
    fn pushed(self, standing: &Standing, base: Day, due: Day) -> Day {
        let pause = self
            .contenders
            .get(standing.contender)
            .and_then(|contender| contender.schedule.pause);
        match pause {
            Some(shortest) => pushed(self.away, shortest, (base, due), self.working),
            None => due,
        }
    }
}

/// A session that counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) day: Day,
    pub(super) row: Row,
    /// Position of the row in the dataset.
    pub(super) number: u32,
}
