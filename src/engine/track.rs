//! The clauses that compete on one track, and which of them stand on a day.

use crate::calendar::Day;
use crate::language::{EvidenceIn, Facts, Fit, Moment, Sight, SubjectKind};
use crate::rules::{Clause, Clock};

use super::contender::{Contender, Standing};
use super::stay::Stay;

/// All clauses of one table on one track.
#[derive(Debug)]
pub(super) struct Track<'a> {
    pub(super) contenders: Vec<Contender<'a>>,
}

impl Track<'_> {
    /// The clauses in force at a moment; none when an exemption is among them.
    ///
    /// A clause is not in force before the exports cover the sessions it counts.
    pub(super) fn standings(&self, stay: Stay<'_>, moment: Moment) -> Vec<Standing> {
        let covered = |contender: &Contender<'_>| moment.day >= contender.span;
        self.fitting(stay, moment, covered)
    }

    /// Whether one of certain contenders would be in force at a moment if the exports went back that far.
    pub(super) fn stood_before(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        is_asked: impl Fn(usize) -> bool,
    ) -> bool {
        moment.day >= stay.spell.start
            && self
                .fitting(stay, moment, |_| true)
                .iter()
                .any(|standing| is_asked(standing.contender))
    }

    fn fitting(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        covered: impl Fn(&Contender<'_>) -> bool,
    ) -> Vec<Standing> {
        let standings = self.unreplaced(self.eligible(stay, moment, covered));
        let of = |standing: &Standing| self.contenders.get(standing.contender);
        if standings.iter().filter_map(of).any(Contender::exempts) {
            return Vec::new();
        }
        standings
    }

    /// The clauses that fit at a moment, whose clock has started and whose sessions the exports show, before they
    /// compete.
    pub(super) fn eligible_on(&self, stay: Stay<'_>, moment: Moment) -> Vec<Standing> {
        self.eligible(stay, moment, |contender| moment.day >= contender.span)
    }

    /// The clauses that fit and whose clock has started, before they compete.
    fn eligible(
        &self,
        stay: Stay<'_>,
        moment: Moment,
        covered: impl Fn(&Contender<'_>) -> bool,
    ) -> Vec<Standing> {
        let mut standings: Vec<Standing> = Vec::new();
        for (index, contender) in self.contenders.iter().enumerate() {
            if covered(contender) {
                standings.extend(contender.stands(stay, index, moment));
            }
        }
        standings
    }

    /// Those of them that none of the others stands instead of.
    pub(super) fn unreplaced(&self, mut standings: Vec<Standing>) -> Vec<Standing> {
        let of = |standing: &Standing| self.contenders.get(standing.contender);
        let replaced: Vec<&str> = standings
            .iter()
            .filter_map(of)
            .flat_map(|contender| &contender.schedule.instead_of)
            .map(String::as_str)
            .collect();
        standings.retain(|standing| {
            of(standing).is_some_and(|contender| !replaced.contains(&contender.id))
        });
        standings
    }

    /// Whether a row stops the clock: every clause in force on its day must count it.
    pub(super) fn counts(
        &self,
        facts: Facts<'_>,
        row: u32,
        day: Day,
        standings: &[Standing],
    ) -> bool {
        standings.iter().all(|standing| {
            self.contenders
                .get(standing.contender)
                .is_some_and(|contender| contender.counts.fits(facts, row, day))
        })
    }

    /// The days after the first of the spell on which the clauses in force may change, in order.
    pub(super) fn changes(&self, stay: Stay<'_>) -> Vec<Day> {
        let mut days = Vec::with_capacity(2 * self.contenders.len() + 4);
        crate::language::rows_change(stay.facts.data, stay.sight, &mut days);
        let hang_on_rows = self.contenders.iter().any(Contender::hangs_on_rows);
        let rows = if hang_on_rows {
            days.clone()
        } else {
            Vec::new()
        };
        for contender in &self.contenders {
            contender.changes(stay, &rows, &mut days);
        }
        days.retain(|day| *day > stay.spell.start);
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// A track without the clauses that can never fit a subject: made once for all subjects that are alike in that.
pub(super) struct Narrowed<'t, 'a> {
    whole: &'t Track<'a>,
    made: Vec<(Vec<bool>, Track<'a>)>,
    /// The best that can be said of the subject at hand, by each clause.
    at_best: Vec<Fit>,
}

impl<'t, 'a> Narrowed<'t, 'a> {
    pub(super) fn new(whole: &'t Track<'a>) -> Narrowed<'t, 'a> {
        Narrowed {
            whole,
            made: Vec::new(),
            at_best: Vec::new(),
        }
    }

    /// The track for a subject.
    pub(super) fn of(&mut self, facts: Facts<'_>, sight: Sight) -> Option<&Track<'a>> {
        let contenders = self.whole.contenders.iter();
        self.at_best.clear();
        self.at_best
            .extend(contenders.map(|one| one.whom.at_best(facts, sight)));
        let may_fit = self.at_best.iter().map(|fit| *fit == Fit::Yes);
        let mut made = self.made.iter();
        let made = made.position(|(fits, _)| fits.iter().copied().eq(may_fit.clone()));
        let made = made.unwrap_or_else(|| {
            let contenders = self.whole.contenders.iter().zip(may_fit.clone());
            let contenders = contenders.filter(|(_, fits)| *fits);
            let contenders = contenders.map(|(one, _)| one.clone()).collect();
            self.made.push((may_fit.collect(), Track { contenders }));
            self.made.len() - 1
        });
        self.made.get(made).map(|(_, track)| track)
    }

    /// The clauses that may fit the subject asked for last, or would were a cell of its rows not blank.
    pub(super) fn not_ruled_out(&self) -> impl Iterator<Item = &Contender<'a>> {
        let contenders = self.whole.contenders.iter().zip(&self.at_best);
        let left = contenders.filter(|(_, fit)| **fit != Fit::No);
        left.map(|(contender, _)| contender)
    }
}

/// What the clauses of one track have in common: whose clock it is, where its evidence stands, and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TrackKey<'a> {
    pub(super) subject: SubjectKind,
    pub(super) evidence: EvidenceIn<'a>,
    pub(super) name: &'a str,
}

impl<'a> TrackKey<'a> {
    pub(super) fn of(clock: &'a Clock) -> TrackKey<'a> {
        TrackKey {
            subject: clock.subject,
            evidence: clock.evidence.place(),
            name: &clock.schedule.track,
        }
    }
}

/// The tracks of one table, in the order in which the file names them.
pub(super) fn track_keys<'a>(clauses: impl Iterator<Item = &'a Clause>) -> Vec<TrackKey<'a>> {
    let mut keys: Vec<TrackKey<'a>> = Vec::new();
    for clause in clauses {
        if let crate::rules::Duty::Clock(clock) = &clause.duty
            && !keys.contains(&TrackKey::of(clock))
        {
            keys.push(TrackKey::of(clock));
        }
    }
    keys
}
