//! A recurring clause with its columns found in the exports, and how it stands on a day.

use crate::calendar::{Day, Interval, Window};
use crate::language::{
    DateColumn, Every, Evidence, Facts, Fit, IntervalColumn, Matcher, MissingColumn, Moment, Pace,
    Schedule, Sight, Stage, StageSpan, SubjectKind,
};
use crate::ledger::Reason;
use crate::records::Dataset;
use crate::rules::{Clause, Clock};

use super::stay::Stay;

/// A recurring clause, ready to be judged.
#[derive(Clone, Debug)]
pub(super) struct Contender<'a> {
    /// Its index in the policy.
    pub(super) clause: usize,
    pub(super) id: &'a str,
    pub(super) schedule: &'a Schedule,
    pub(super) whom: Matcher,
    pub(super) counts: Counts,
    /// The first day the exports cover for what it counts.
    pub(super) span: Day,
    from: Vec<DateColumn>,
    decisions: Vec<Option<DateColumn>>,
    intervals: Vec<Option<IntervalColumn>>,
}

/// What stops its clock, found in the exports.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    /// Nothing is asked for.
    Nothing,
    /// Held sessions.
    Sessions(Matcher),
    /// Activity rows.
    Activity(Matcher),
    /// A date of the subject's own.
    Column(DateColumn),
}

impl Counts {
    fn find(clock: &Clock, data: &Dataset) -> Result<Counts, MissingColumn> {
        if clock.schedule.pace == Pace::Exempt {
            return Ok(Counts::Nothing);
        }
        match &clock.evidence {
            Evidence::Sessions(selector) => {
                Matcher::resolve(selector, SubjectKind::Session, data).map(Counts::Sessions)
            }
            Evidence::Activity(selector) => {
                Matcher::resolve(selector, SubjectKind::Activity, data).map(Counts::Activity)
            }
            Evidence::Column(column) => {
                DateColumn::find(column, clock.subject, data).map(Counts::Column)
            }
        }
    }

    /// Whether a row of the track's export counts.
    pub(super) fn fits(&self, facts: Facts<'_>, number: u32, day: Day) -> bool {
        let fits = |matcher: &Matcher, sight: Sight| {
            matcher.fits(facts, sight, Moment::on(day)) == Fit::Yes
        };
        match self {
            Counts::Nothing => false,
            Counts::Sessions(matcher) => fits(matcher, Sight::Session(number)),
            Counts::Activity(matcher) => fits(matcher, Sight::Activity(number)),
            Counts::Column(_) => true,
        }
    }
}

/// How often, on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// After each such time.
    Every(Interval),
    /// Once in each window.
    Per(Window),
}

/// A clause in force for a subject on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Position of the contender on its track.
    pub(super) contender: usize,
    /// The day its clock starts.
    pub(super) from: Day,
    pub(super) beat: Beat,
    pub(super) target: Option<Interval>,
    /// Whether the stage went on because its decision has no date.
    pub(super) undecided: bool,
}

impl Standing {
    /// The window, if it goes by windows.
    pub(super) fn window(&self) -> Option<Window> {
        match self.beat {
            Beat::Per(window) => Some(window),
            Beat::Every(_) => None,
        }
    }
}

impl<'a> Contender<'a> {
    /// Finds the clause's columns.
    ///
    /// # Errors
    /// A column that no export has.
    pub(super) fn new(
        facts: Facts<'_>,
        (clause, whole): (usize, &'a Clause),
        clock: &'a Clock,
        span: Day,
    ) -> Result<Contender<'a>, MissingColumn> {
        let data = facts.data;
        let stages: &[Stage] = match &clock.schedule.pace {
            Pace::Stages(stages) => stages,
            Pace::Exempt | Pace::Per(_) => &[],
        };
        let dates = |column: &String| DateColumn::find(column, clock.subject, data);
        let decisions = stages.iter().map(|stage| {
            let column = stage.ends.as_ref().and_then(|ends| ends.on.as_ref());
            column.map(dates).transpose()
        });
        let intervals = stages.iter().map(|stage| match &stage.every {
            Every::Fixed(_) => Ok(None),
            Every::Column(column) => IntervalColumn::find(column, clock.subject, data).map(Some),
        });
        Ok(Contender {
            clause,
            id: &whole.id,
            schedule: &clock.schedule,
            whom: Matcher::resolve(&whole.whom, clock.subject, data)?,
            counts: Counts::find(clock, data)?,
            span,
            from: clock
                .schedule
                .from
                .iter()
                .map(dates)
                .collect::<Result<_, _>>()?,
            decisions: decisions.collect::<Result<_, _>>()?,
            intervals: intervals.collect::<Result<_, _>>()?,
        })
    }

    /// Whether it takes the subject off the track.
    pub(super) fn exempts(&self) -> bool {
        self.schedule.pace == Pace::Exempt
    }

    /// Why it cannot be judged for a subject that it fits; nothing when it can, or does not fit.
    pub(super) fn trouble(&self, facts: Facts<'_>, sight: Sight, day: Day) -> Option<Reason> {
        if self.whom.fits(facts, sight, Moment::on(day)) != Fit::Yes {
            return None;
        }
        self.trouble_with(facts, sight, day)
    }

    /// The same for a subject that it is known to fit.
    pub(super) fn trouble_with(&self, facts: Facts<'_>, sight: Sight, day: Day) -> Option<Reason> {
        let filled = |column: &DateColumn| column.on(facts.data, sight, day).is_some();
        if !self.from.is_empty() && !self.from.iter().any(filled) {
            return Some(Reason::Blank {
                column: self.schedule.from.join("`, `"),
            });
        }
        if let (Counts::Column(counts), Some(name)) = (&self.counts, &self.schedule.evidence)
            && counts
                .on(facts.data, sight, day)
                .is_some_and(|date| date > day)
        {
            return Some(Reason::DatedLater {
                column: name.clone(),
            });
        }
        let Pace::Stages(stages) = &self.schedule.pace else {
            return None;
        };
        stages
            .iter()
            .zip(&self.intervals)
            .find_map(|(stage, column)| {
                let Every::Column(name) = &stage.every else {
                    return None;
                };
                match column.as_ref()?.on(facts.data, sight, day) {
                    Some(_) => None,
                    None => Some(Reason::NoInterval {
                        column: name.clone(),
                    }),
                }
            })
    }

    /// How the clause stands for a subject at a moment; nothing when it is not in force.
    pub(super) fn stands(
        &self,
        stay: Stay<'_>,
        contender: usize,
        moment: Moment,
    ) -> Option<Standing> {
        if self.whom.fits(stay.facts, stay.sight, moment) != Fit::Yes {
            return None;
        }
        let from = self.clock_start(stay, moment)?;
        let (beat, target, undecided) = match &self.schedule.pace {
            // The beat of an exemption is never asked for.
            Pace::Exempt => (Beat::Per(Window::CalendarYear), None, false),
            Pace::Per(window) => (Beat::Per(*window), None, false),
            Pace::Stages(stages) => {
                let (index, undecided) = self.stage(stay, from, stages, moment);
                let stage = stages.get(index)?;
                let every = self.interval(stay, (stage, index), moment)?;
                (Beat::Every(every), stage.target, undecided)
            }
        };
        Some(Standing {
            contender,
            from,
            beat,
            target,
            undecided,
        })
    }

    /// The day the clock starts: the first of the spell, or the latest date reached in the named columns.
    fn clock_start(&self, stay: Stay<'_>, moment: Moment) -> Option<Day> {
        if self.from.is_empty() {
            return Some(stay.spell.start);
        }
        let state = moment.day.min(moment.known);
        let dates: Vec<Day> = self
            .from
            .iter()
            .filter_map(|column| column.on(stay.facts.data, stay.sight, state))
            .collect();
        dates.into_iter().filter(|date| *date <= moment.day).max()
    }

    /// The stage in force on a day, and whether it goes on only for want of a decision.
    fn stage(&self, stay: Stay<'_>, start: Day, stages: &[Stage], moment: Moment) -> (usize, bool) {
        let ends = self.stage_ends(stay, start, stages, moment);
        for (index, end) in ends.iter().enumerate() {
            match end {
                StageEnd::On(day) if moment.day > *day => {}
                StageEnd::On(_) => return (index, false),
                StageEnd::Undecided(since) => {
                    return (index, since.is_none_or(|since| moment.day > since));
                }
            }
        }
        (ends.len(), false)
    }

    /// The last days of the stages that end, one after the other, as far as they are known.
    fn stage_ends(
        &self,
        stay: Stay<'_>,
        start: Day,
        stages: &[Stage],
        moment: Moment,
    ) -> Vec<StageEnd> {
        let state = moment.day.min(moment.known);
        let mut before = start;
        let mut known = Vec::new();
        for (index, stage) in stages.iter().enumerate() {
            let Some(ends) = &stage.ends else { break };
            let by_time = ends.span.map(|span| match span {
                StageSpan::Until(time) => time.after(start, stay.facts.working),
                StageSpan::Lasting(time) => time.after(before, stay.facts.working),
            });
            let column = self.decisions.get(index).copied().flatten();
            let decided = column.map(|column| {
                column
                    .on(stay.facts.data, stay.sight, state)
                    .filter(|day| *day <= moment.known)
            });
            let end = match (by_time, decided) {
                (Some(day), None) => day,
                (by_time, Some(Some(decided))) => by_time.map_or(decided, |day| day.max(decided)),
                (by_time, _) => {
                    known.push(StageEnd::Undecided(by_time));
                    return known;
                }
            };
            known.push(StageEnd::On(end));
            before = end;
        }
        known
    }

    /// The stage in force, its number from 1, and its last day when that is known.
    pub(super) fn stage_now(
        &self,
        stay: Stay<'_>,
        start: Day,
        moment: Moment,
    ) -> Option<(&Stage, usize, Option<Day>)> {
        let Pace::Stages(stages) = &self.schedule.pace else {
            return None;
        };
        let (index, _) = self.stage(stay, start, stages, moment);
        let ends = self.stage_ends(stay, start, stages, moment);
        let last = ends.get(index).and_then(|end| match end {
            StageEnd::On(day) => Some(*day),
            StageEnd::Undecided(_) => None,
        });
        Some((stages.get(index)?, index + 1, last))
    }

    fn interval(
        &self,
        stay: Stay<'_>,
        (stage, index): (&Stage, usize),
        moment: Moment,
    ) -> Option<Interval> {
        match &stage.every {
            Every::Fixed(interval) => Some(*interval),
            Every::Column(_) => {
                let column = self.intervals.get(index).copied().flatten()?;
                column.on(stay.facts.data, stay.sight, moment.day.min(moment.known))
            }
        }
    }

    /// Whether it stands on two days by the same agreement: the stages of the policy itself are known ahead.
    pub(super) fn asks_alike(&self, one: &Standing, other: &Standing) -> bool {
        let agreed = self.intervals.iter().any(Option::is_some);
        one.contender == other.contender && (!agreed || one.beat == other.beat)
    }

    /// Whether its clock or its stages go by what the subject's own rows say.
    pub(super) fn hangs_on_rows(&self) -> bool {
        let stages: &[Stage] = match &self.schedule.pace {
            Pace::Stages(stages) => stages,
            Pace::Exempt | Pace::Per(_) => &[],
        };
        !self.from.is_empty() || stages.iter().any(|stage| stage.ends.is_some())
    }

    /// Days on which its standing may change for a subject, in no order; `rows` are those on which the subject's own rows
    /// change, where a clause hangs on them.
    pub(super) fn changes(&self, stay: Stay<'_>, rows: &[Day], out: &mut Vec<Day>) {
        self.whom.changes(stay.facts, stay.sight, out);
        out.push(self.span);
        let mut starts = Vec::new();
        for row in rows {
            for column in self.from.iter().chain(self.decisions.iter().flatten()) {
                if let Some(day) = column.on(stay.facts.data, stay.sight, *row) {
                    out.extend([day, day.next()]);
                    starts.push(day);
                }
            }
        }
        let Pace::Stages(stages) = &self.schedule.pace else {
            return;
        };
        for start in std::iter::once(stay.spell.start).chain(starts) {
            for row in rows {
                let moment = Moment {
                    day: *row,
                    known: Day::LAST,
                };
                for end in self.stage_ends(stay, start, stages, moment) {
                    match end {
                        StageEnd::On(day) | StageEnd::Undecided(Some(day)) => out.push(day.next()),
                        StageEnd::Undecided(None) => {}
                    }
                }
            }
        }
    }
}

/// When a stage ends.
#[derive(Clone, Copy, Debug)]
enum StageEnd {
    /// Its last day.
    On(Day),
    /// Not before a decision that has no date; the day its time was up, if it has a time.
    Undecided(Option<Day>),
}
