//! One supervision owed: its clause, its stage and its due day, worked out.

use crate::calendar::{Day, Interval, Unit, WorkingDays};
use crate::language::{Away, Moment, Pace, pauses};
use crate::place::Row;

use super::super::contender::Standing;
use super::super::gap::{Open, Time};
use super::super::stay::Stay;
use super::super::trace::{Ruling, Trace};
use super::super::walk::Entry;
use super::course::Teller;
use super::owed_lines::{
    Base, DayOffLine, GraceLine, OwedLine, PausedLine, StageLine, SumLine, WorkingLine,
};

impl Teller<'_> {
    /// What a walk found, with how it came about.
    pub(super) fn owed_line(
        &self,
        stay: Stay<'_>,
        (trace, away): (&Trace, &[Away]),
        entry: &Entry,
    ) -> Option<OwedLine> {
        let open = entry.open;
        let ruling = trace.ruling(&open);
        let moment = Moment {
            day: open.due,
            known: ruling.map_or(open.due.min(stay.as_of), |ruling| ruling.known),
        };
        let standing = self.standing(stay, moment, &open, ruling);
        let rivals = ruling.map_or(&[][..], |ruling| &ruling.rivals);
        let clause = self.audit.policy.clause(entry.clause)?;
        let subject = super::super::clocks::subject_of(stay.sight)?;
        let owed = self.audit.owed(subject, entry.clone());
        let place = |row: &Row| self.audit.place(*row);
        Some(OwedLine {
            clause: clause.id.clone(),
            nth: entry.nth,
            due: entry.due,
            target: entry.target,
            sum: self.sum_line(stay, (&open, standing), entry.since.day, away),
            stage: standing.and_then(|standing| self.stage_line(stay, standing, moment)),
            considered: self.considered(stay, moment, Some(entry.clause), rivals),
            outcome: entry.outcome,
            by: entry.by.as_ref().map(place),
            rows: owed.rows.iter().map(place).collect(),
            absent: owed.remarks.absent,
            undecided: owed.remarks.undecided,
            inherited: owed.remarks.inherited,
            obligation: owed,
        })
    }

    fn standing(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        open: &Open,
        ruling: Option<&Ruling>,
    ) -> Option<Standing> {
        let is_it = |standing: &Standing| standing.contender == open.contender;
        let ruled = ruling.and_then(|ruling| {
            let standings = ruling.rivals.iter().map(|(standing, _)| *standing);
            standings.into_iter().find(is_it)
        });
        ruled.or_else(|| self.track.standings(stay, moment).into_iter().find(is_it))
    }

    fn stage_line(&self, stay: Stay<'_>, standing: Standing, moment: Moment) -> Option<StageLine> {
        let contender = self.contender(standing.contender)?;
        let Pace::Stages(stages) = &contender.schedule.pace else {
            return None;
        };
        let (stage, number, last) = contender.stage_now(stay, standing.from, moment)?;
        let waits = stage.ends.as_ref().and_then(|ends| ends.on.clone());
        (stages.len() > 1).then(|| StageLine {
            number,
            of: stages.len(),
            from: standing.from,
            last,
            waits_for: waits.filter(|_| standing.undecided),
        })
    }

    fn sum_line(
        &self,
        stay: Stay<'_>,
        (open, standing): (&Open, Option<Standing>),
        gap: Day,
        away: &[Away],
    ) -> SumLine {
        let days = stay.facts.working;
        let sum = open.sum;
        let contender = self.contender(open.contender);
        let (plain, adds, interval) = match sum.time {
            Time::Times(times, interval) => {
                let plain = interval.times_after(times, sum.base, days);
                let whole = Interval::new(interval.count().saturating_mul(times), interval.unit());
                let whole = whole.unwrap_or(interval);
                (plain, whole.to_string(), Some(whole))
            }
            Time::Window(window) => {
                let end = window.containing(sum.base).1;
                (end, window.to_string(), None)
            }
        };
        let pause = contender.and_then(|contender| contender.schedule.pause);
        let (moved, taken) = match pause.filter(|_| interval.is_some()) {
            Some(shortest) => pauses(away, shortest, (sum.base, plain), days),
            None => (plain, Vec::new()),
        };
        let grace = sum.floor.map(|floor| {
            let time = contender.map(|contender| contender.schedule.grace);
            GraceLine {
                effect: floor.effect,
                time: time.map_or_else(String::new, |time| time.to_string()),
                last: floor.grace,
                old_due: (floor.day < floor.grace).then_some(floor.day),
                working_days: time
                    .and_then(|time| working(time, (floor.effect, floor.grace), days)),
            }
        });
        let allowed = sum.floor.map_or(moved, |floor| floor.day);
        SumLine {
            from: sum.base,
            base: self.base(open, standing, gap),
            adds,
            window: interval.is_none(),
            plain,
            working_days: interval.and_then(|interval| working(interval, (sum.base, plain), days)),
            paused: taken.into_iter().map(paused).collect(),
            grace,
            not_before: (open.unrolled > allowed).then_some(open.unrolled),
            rolled: (open.due != open.unrolled).then(|| day_off(open.unrolled, days)),
            due: open.due,
        }
    }

    fn base(&self, open: &Open, standing: Option<Standing>, gap: Day) -> Base {
        let base = open.sum.base;
        let span = self
            .contender(open.contender)
            .map(|contender| contender.span);
        if open.turn.first().is_some() {
            Base::ClauseBegan
        } else if base == gap {
            Base::Gap
        } else if standing.is_some_and(|standing| standing.from == base) {
            Base::ClockStart
        } else if span == Some(base) {
            Base::ExportsBegin
        } else {
            Base::LastDue
        }
    }
}

fn paused(away: Away) -> PausedLine {
    PausedLine {
        from: away.from,
        to: away.to,
        days: away.to.days_since(away.from) + 1,
    }
}

fn day_off(day: Day, days: &WorkingDays) -> DayOffLine {
    let why = days.why_not(day);
    DayOffLine {
        day,
        why: why.map_or_else(String::new, |off| off.to_string()),
    }
}

/// The days counted after one day up to another, where they are working days.
pub(super) fn working(
    interval: Interval,
    (after, to): (Day, Day),
    days: &WorkingDays,
) -> Option<WorkingLine> {
    if interval.unit() != Unit::WorkingDays {
        return None;
    }
    let mut line = WorkingLine {
        counted: Vec::new(),
        skipped: Vec::new(),
    };
    let mut day = after;
    while day < to {
        day = day.next();
        if days.is_working(day) {
            line.counted.push(day);
        } else {
            line.skipped.push(day_off(day, days));
        }
    }
    Some(line)
}
