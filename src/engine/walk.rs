//! One subject's walk along one track: from gap to gap, each day under the rules in force on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::calendar::{Day, WorkingDays};
use crate::language::{Away, Moment, days_away};
use crate::ledger::{Event, Obligation, Outcome, Remarks, Since};
use crate::place::Row;

use super::contender::Standing;
use super::gap::{Floor, Gap, Held, Open, Progress, Rules};
use super::stay::Stay;
use super::trace::{Ruling, Trace};
use super::track::Track;

/// A walk in progress.
pub(super) struct Walk<'a> {
    pub(super) track: &'a Track<'a>,
    stay: Stay<'a>,
    away: &'a [Away],
    /// Days on which the rules in force may change, all after the spell's first.
    changes: Vec<Day>,
    /// The clauses in force since the last change.
    pub(super) standings: Vec<Standing>,
    /// The day of the last change: what they ask for falls due no earlier.
    changed: Day,
    pub(super) progress: BTreeMap<usize, Progress>,
    /// The gap the subject is in; nothing while no rule holds.
    pub(super) gap: Option<Gap>,
    entries: Vec<Entry>,
    /// What is noted of its decisions, when somebody asks why.
    pub(super) trace: Option<Trace>,
}

/// An obligation as the walk finds it; the subject and its rows are added by the caller.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) clause: usize,
    pub(super) due: Day,
    pub(super) target: Option<Day>,
    pub(super) outcome: Outcome,
    pub(super) nth: u16,
    pub(super) since: Since,
    pub(super) by: Option<Row>,
    pub(super) remarks: Remarks,
    pub(super) open: Open,
}

impl Entry {
    /// The entry as an obligation of a subject, without its rows.
    pub(super) fn obligation(self, subject: crate::ledger::Subject) -> Obligation {
        Obligation {
            clause: self.clause,
            subject,
            due: self.due,
            target: self.target,
            outcome: self.outcome,
            nth: self.nth,
            since: self.since,
            by: self.by,
            rows: Vec::new(),
            remarks: self.remarks,
            measure: None,
        }
    }
}

/// Everything a subject owed on a track in one spell. `sessions` are the held ones of the spell, by day.
pub(super) fn walk(
    track: &Track<'_>,
    stay: Stay<'_>,
    away: &[Away],
    sessions: &[Held],
) -> Vec<Entry> {
    run(track, stay, away, (sessions, None)).entries
}

/// The same, with what the walk noted of its decisions.
pub(super) fn traced(
    track: &Track<'_>,
    stay: Stay<'_>,
    away: &[Away],
    sessions: &[Held],
) -> (Vec<Entry>, Trace) {
    let walk = run(track, stay, away, (sessions, Some(Trace::default())));
    (walk.entries, walk.trace.unwrap_or_default())
}

fn run<'a>(
    track: &'a Track<'a>,
    stay: Stay<'a>,
    away: &'a [Away],
    (sessions, noted): (&[Held], Option<Trace>),
) -> Walk<'a> {
    let mut walk = Walk {
        track,
        stay,
        away,
        changes: track.changes(stay),
        standings: Vec::new(),
        changed: stay.spell.start,
        progress: BTreeMap::new(),
        gap: None,
        entries: Vec::with_capacity(sessions.len() + 1),
        trace: noted,
    };
    let last = stay.spell.last(stay.as_of);
    let mut first = stay.spell.start;
    let mut owed_next = None;
    while first <= last {
        let next = walk.change_after(first);
        let until = next.map_or(last, |next| next.previous().min(last));
        walk.change(first);
        owed_next = walk.stretch(first, until, sessions);
        let Some(next) = next else { break };
        first = next;
    }
    walk.finish(last, owed_next);
    walk
}

impl<'a> Walk<'a> {
    pub(super) fn rules(&self) -> Rules<'_> {
        self.rules_by(&self.progress)
    }

    /// The same as the `first` lists have come so far.
    pub(super) fn rules_by<'p>(&self, progress: &'p BTreeMap<usize, Progress>) -> Rules<'p>
    where
        'a: 'p,
    {
        Rules {
            contenders: &self.track.contenders,
            working: self.working(),
            away: self.away,
            progress,
        }
    }

    /// Whether how far its `first` list has come is worth noting.
    fn has_firsts(&self, standing: &Standing) -> bool {
        let contender = self.track.contenders.get(standing.contender);
        contender.is_some_and(|contender| !contender.schedule.first.is_empty())
    }

    fn working(&self) -> &'a WorkingDays {
        self.stay.facts.working
    }

    fn change_after(&self, day: Day) -> Option<Day> {
        let index = self.changes.partition_point(|change| *change <= day);
        self.changes.get(index).copied()
    }

    /// Brings the rules in force on a day in place of those of the day before.
    fn change(&mut self, day: Day) {
        let now = self.track.standings(self.stay, Moment::on(day));
        let before = std::mem::replace(&mut self.standings, now);
        if before == self.standings {
            return;
        }
        if let Some(trace) = &mut self.trace {
            trace.force.push((day, self.standings.clone()));
        }
        let asked = |standing: &Standing| (standing.contender, standing.from, standing.beat);
        if !before
            .iter()
            .map(asked)
            .eq(self.standings.iter().map(asked))
        {
            self.changed = day;
        }
        let gap = self.gap.take();
        let gap = gap.map(|gap| {
            if gap.open.is_empty() && !self.standings.is_empty() {
                self.with_grace(gap, day, &before)
            } else {
                gap
            }
        });
        self.note_progress(day, &before);
        self.gap = gap;
        if self.standings.is_empty() {
            self.give_up(day);
            self.gap = None;
        } else if self.gap.is_none() {
            self.gap = Some(self.begin(day));
        } else if !same_rules(&before, &self.standings) {
            self.loosen(day);
        }
    }

    /// Remembers since when each clause with a `first` list is in force, and forgets those that no longer are.
    fn note_progress(&mut self, day: Day, before: &[Standing]) {
        let in_force = |standings: &[Standing], contender: usize| {
            standings
                .iter()
                .any(|standing| standing.contender == contender)
        };
        let now = &self.standings;
        self.progress
            .retain(|contender, _| in_force(now, *contender));
        for standing in now {
            if in_force(before, standing.contender) || !self.has_firsts(standing) {
                continue;
            }
            let eve = Moment::on(day.previous());
            let begins = self.begins(standing.contender, eve);
            self.progress.insert(standing.contender, begins);
        }
    }

    /// The progress of a rule that is in force from the day after this one.
    fn begins(&self, contender: usize, eve: Moment) -> Progress {
        // A rule that held before the exports begin has had sessions nobody can see: its firsts are over.
        let older = self
            .track
            .stood_before(self.stay, eve, |one| one == contender);
        Progress {
            effect: eve.day.next(),
            held: if older { usize::MAX / 2 } else { 0 },
        }
    }

    /// The gap of a subject whom no rule held the day before (reading 9), or whom the exports begin to show.
    fn begin(&self, day: Day) -> Gap {
        let eve = Moment::on(day.previous());
        let stands = |contender| {
            let mut standings = self.standings.iter();
            standings.any(|standing| standing.contender == contender)
        };
        let older = day > self.stay.spell.start && self.track.stood_before(self.stay, eve, stands);
        let since = Since {
            day,
            row: Some(self.stay.spell.row),
            event: if older {
                Event::SpanBegins
            } else {
                Event::Start
            },
        };
        Gap::new(since, false)
    }

    /// Gives each clause that took effect or was agreed anew unforeseen its grace, but never past what the old rule
    /// gave (reading 7).
    fn with_grace(&self, mut gap: Gap, day: Day, before: &[Standing]) -> Gap {
        let eve = day.previous();
        let foreseen = self.track.standings(self.stay, Moment { day, known: eve });
        let mut old_due = None;
        for standing in &self.standings {
            let Some(contender) = self.track.contenders.get(standing.contender) else {
                continue;
            };
            let known = |others: &[Standing]| {
                let mut others = others.iter();
                others.any(|other| contender.asks_alike(other, standing))
            };
            if known(before) || known(&foreseen) {
                continue;
            }
            if old_due.is_none() {
                let old = self.projection(&gap, before, (day, eve)).open;
                old_due = old.map(|open| open.due);
            }
            let grace = contender.schedule.grace.after(day, self.working());
            let floor = Floor {
                day: old_due.map_or(grace, |old| grace.min(old)),
                effect: day,
                grace,
            };
            gap.floors.push((standing.contender, floor));
        }
        gap
    }

    /// Under a rule by which the gap is not late, what was overdue can no longer be done (reading 8).
    fn loosen(&mut self, day: Day) {
        let Some(gap) = self.gap.as_ref().filter(|gap| !gap.open.is_empty()) else {
            return;
        };
        let fresh = gap.next_afresh(&self.standings, self.rules(), Day::FIRST);
        if fresh.is_some_and(|open| open.due >= day) {
            self.give_up(day);
            if let Some(gap) = &mut self.gap {
                *gap = Gap {
                    count: gap.count,
                    floors: std::mem::take(&mut gap.floors),
                    ..Gap::new(gap.since, gap.served)
                };
            }
        }
    }

    /// What was overdue can't be done any more.
    fn give_up(&mut self, day: Day) {
        let Some(mut gap) = self.gap.take() else {
            return;
        };
        for open in std::mem::take(&mut gap.open) {
            let outcome = Outcome::Missed {
                on: day,
                days: day.days_since(open.due),
            };
            self.enter(gap.since, open, outcome, None);
        }
        self.gap = Some(gap);
    }

    /// The supervision a gap owes next, once all that fell due by a day has passed, as [`Walk::projection`] finds it;
    /// `next` is what it is under the rules in force.
    pub(super) fn projected(&self, gap: &Gap, next: Option<Open>, at: (Day, Day)) -> Option<Open> {
        let next = next?;
        match self.change_after(at.0) {
            Some(change) if change <= next.due => self.projection(gap, &self.standings, at).open,
            Some(_) | None => Some(next),
        }
    }

    /// The supervision a gap owes next, seen from a day by what was known on another, with the rules by which it is so:
    /// birthdays and stages to come are foreseen, changes of the record are not.
    pub(super) fn projection<'w>(
        &'w self,
        gap: &Gap,
        standings: &'w [Standing],
        (seen, known): (Day, Day),
    ) -> Projection<'w> {
        let mut standings = Cow::Borrowed(standings);
        let mut progress = Cow::Borrowed(&self.progress);
        let (mut seen, mut from) = (seen, self.asked_from(gap));
        let mut best = gap.next(&standings, self.rules(), from);
        while let (Some(open), Some(change)) = (best, self.change_after(seen)) {
            if open.due < change {
                break;
            }
            let day = change;
            standings = Cow::Owned(self.track.standings(self.stay, Moment { day, known }));
            (seen, from) = (change, change);
            let holds = |contender: &usize| standings.iter().any(|one| one.contender == *contender);
            if !progress.keys().all(holds) {
                progress.to_mut().retain(|contender, _| holds(contender));
            }
            for standing in standings.iter() {
                if !progress.contains_key(&standing.contender) && self.has_firsts(standing) {
                    let day = change.previous();
                    let begins = self.begins(standing.contender, Moment { day, known });
                    progress.to_mut().insert(standing.contender, begins);
                }
            }
            // Where no rule will hold by then, nothing falls due.
            best = gap.next(&standings, self.rules_by(&progress), from);
        }
        Projection {
            open: best,
            standings,
            progress,
            from,
        }
    }

    /// Days under the same rules; what is owed next after them, under the same.
    fn stretch(&mut self, first: Day, until: Day, sessions: &[Held]) -> Option<Open> {
        let begin = sessions.partition_point(|held| held.day < first);
        let end = sessions.partition_point(|held| held.day <= until);
        for held in sessions.get(begin..end).unwrap_or(&[]) {
            if self
                .track
                .counts(self.stay.facts, held.number, held.day, &self.standings)
            {
                let next = self.pass_until(held.day.previous());
                self.settle(*held, next);
            }
        }
        self.pass_until(until)
    }

    /// What the rules in force ask for falls due no earlier than they came, or than the gap began.
    fn asked_from(&self, gap: &Gap) -> Day {
        self.changed.max(gap.since.day)
    }

    /// Lets the due days up to a day pass without a session; what is owed next after it, under the rules in force. Of
    /// what a gap that begins later owes nothing is said.
    fn pass_until(&mut self, until: Day) -> Option<Open> {
        let since = self.gap.as_ref()?.since.day;
        if until < since {
            return None;
        }
        loop {
            let gap = self.gap.as_ref()?;
            let from = self.asked_from(gap);
            let open = gap.next(&self.standings, self.rules(), from)?;
            if open.due > until {
                return Some(open);
            }
            if self.trace.is_some() {
                let rivals = gap.candidates(&self.standings, self.rules(), from);
                let ruling = Ruling::new(open, open.due, &self.standings, rivals);
                self.note(ruling);
            }
            let rules = self.rules_by(&self.progress);
            let mut standings = self.standings.iter();
            let governing = standings.find(|one| one.contender == open.contender)?;
            self.gap.as_mut()?.pass(open, governing, rules);
        }
    }

    /// What stands at the end of the spell or of the as-of day; `next` is owed next under the rules in force then.
    fn finish(&mut self, last: Day, next: Option<Open>) {
        if let Some(end) = self.stay.spell.end {
            self.give_up(end);
            return;
        }
        let Some(gap) = &mut self.gap else { return };
        let since = gap.since;
        let open = std::mem::take(&mut gap.open);
        for open in &open {
            let days = self.stay.as_of.days_since(open.due);
            self.enter(since, *open, Outcome::Overdue { days }, None);
        }
        if !open.is_empty() {
            return;
        }
        let at = (last, self.stay.as_of);
        let gap = self.gap.as_ref();
        let Some(open) = gap.and_then(|gap| self.projected(gap, next, at)) else {
            return;
        };
        self.note_next(at);
        let left = open.due.days_since(self.stay.as_of);
        let past = open
            .target
            .map_or(0, |target| self.stay.as_of.days_since(target));
        let outcome = if past > 0 {
            Outcome::PastTarget { days: past, left }
        } else {
            Outcome::Due { left }
        };
        self.enter(since, open, outcome, None);
    }

    pub(super) fn enter(&mut self, since: Since, open: Open, outcome: Outcome, by: Option<Row>) {
        let Some(contender) = self.track.contenders.get(open.contender) else {
            return;
        };
        let until = match outcome {
            Outcome::Met { on, .. } | Outcome::Late { on, .. } | Outcome::Missed { on, .. } => on,
            Outcome::Overdue { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. }
            | Outcome::NotMet => self.stay.as_of,
        };
        self.entries.push(Entry {
            clause: contender.clause,
            due: open.due,
            target: open.target,
            outcome,
            nth: open.nth,
            since,
            by,
            remarks: Remarks {
                undecided: open.undecided,
                grace: open.grace,
                absent: days_away(self.away, since.day, until),
                ..Remarks::default()
            },
            open,
        });
    }
}

/// The supervision owed next, and the rules that will be in force when it falls due.
pub(super) struct Projection<'w> {
    pub(super) open: Option<Open>,
    pub(super) standings: Cow<'w, [Standing]>,
    pub(super) progress: Cow<'w, BTreeMap<usize, Progress>>,
    pub(super) from: Day,
}

/// Whether the same clauses are in force, counted from the same days: the next stage of a clause is no other rule.
fn same_rules(one: &[Standing], two: &[Standing]) -> bool {
    let rule = |standing: &Standing| (standing.contender, standing.from);
    one.iter().map(rule).eq(two.iter().map(rule))
}
