//! One subject's way along one track: gap after gap, with the quiet times between.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::language::{Away, EvidenceIn, Moment, Sight, Spell, spells};
use crate::ledger::{Event, Since, Untestable};

use super::super::Audit;
use super::super::clocks::{can_be_shown, is_since_unknown};
use super::super::held::held;
use super::super::stay::Stay;
use super::super::trace::Trace;
use super::super::track::{Track, TrackKey};
use super::super::walk::{Entry, traced};
use super::lines::{Counted, Course, GapLine, QuietLine, SessionLine, Step};

/// One track being told.
pub(super) struct Teller<'a> {
    pub(super) audit: &'a Audit<'a>,
    pub(super) track: &'a Track<'a>,
    /// The table.
    pub(super) family: &'static str,
    pub(super) key: TrackKey<'a>,
    pub(super) untestable: &'a [Untestable],
}

/// What a walk left behind.
struct Walked<'a> {
    entries: Vec<Entry>,
    trace: Trace,
    away: &'a [Away],
    /// First days of the quiet times.
    quiet: Vec<Day>,
    /// What the gaps count from, by day.
    starts: BTreeMap<Day, Since>,
}

impl Teller<'_> {
    /// One course a spell.
    pub(super) fn courses(&self, sight: Sight) -> Vec<Course> {
        let as_of = self.audit.question.as_of;
        let data = self.audit.facts.data;
        let all = spells(data, sight, as_of);
        let away = self.audit.away(sight);
        let last = all.len().saturating_sub(1);
        let mut courses = Vec::new();
        for (index, spell) in all.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| all.get(index));
            let begin = before.and_then(|before| before.end).unwrap_or(Day::FIRST);
            let end = spell.end.filter(|_| index != last);
            let belongs = |day: Day| begin <= day && end.is_none_or(|end| day < end);
            courses.extend(self.course((sight, *spell), &away, belongs));
        }
        courses
    }

    fn course(
        &self,
        (sight, spell): (Sight, Spell),
        away: &[Away],
        belongs: impl Fn(Day) -> bool,
    ) -> Option<Course> {
        let stay = Stay {
            facts: self.audit.facts,
            sight,
            spell,
            as_of: self.audit.question.as_of,
        };
        let evidence = self.key.evidence;
        let held = held(self.track, evidence, stay)?;
        let (entries, trace) = traced(self.track, stay, away, &held);
        let (entries, unjudged) = entries.into_iter().partition(|entry| {
            can_be_shown(evidence, &held, entry) && !is_since_unknown(self.track, evidence, entry)
        });
        let walked = Walked::new(spell, (entries, trace), away);
        let mut steps = self.steps(stay, &walked, &unjudged);
        let sessions = self.session_lines((sight, spell), &walked.trace, belongs);
        let outside = place_sessions(sessions, &mut steps, &walked);
        for step in &mut steps {
            if let Step::Gap(gap) = step {
                let until = gap.to.unwrap_or(stay.as_of);
                let within = |day: Day| gap.from < day && day <= until;
                let others = self.of_other_cases(sight, &walked.trace, within);
                gap.sessions.extend(others);
            }
        }
        Some(Course {
            rule: self.family,
            track: self.key.name.to_owned(),
            evidence: match evidence {
                EvidenceIn::Sessions => "sessions".to_owned(),
                EvidenceIn::Activity => "activity".to_owned(),
                EvidenceIn::Column(column) => format!("column `{column}`"),
            },
            from: spell.start,
            to: spell.end,
            place: self.audit.place(spell.row),
            steps,
            outside,
        })
    }

    fn steps(&self, stay: Stay<'_>, walked: &Walked<'_>, unjudged: &[Entry]) -> Vec<Step> {
        let mut steps: Vec<(Day, Step)> = Vec::new();
        for day in &walked.quiet {
            let quiet = self.quiet(stay, *day, walked.gap_after(*day).or(stay.spell.end));
            steps.push((*day, Step::Quiet(quiet)));
        }
        for (day, since) in &walked.starts {
            let to = walked.end_of(*day).or(stay.spell.end);
            let mine = walked
                .entries
                .iter()
                .filter(|entry| entry.since.day == *day);
            let owed =
                mine.filter_map(|entry| self.owed_line(stay, (&walked.trace, walked.away), entry));
            let gap = GapLine {
                from: *day,
                event: since.event,
                place: since.row.map(|row| self.audit.place(row)),
                to,
                sessions: Vec::new(),
                owed: owed.collect(),
                unjudged: unjudged.iter().any(|entry| entry.since.day == *day),
            };
            steps.push((*day, Step::Gap(gap)));
        }
        steps.sort_by_key(|(day, _)| *day);
        steps.into_iter().map(|(_, step)| step).collect()
    }

    fn quiet(&self, stay: Stay<'_>, from: Day, to: Option<Day>) -> QuietLine {
        QuietLine {
            from,
            to,
            considered: self.considered(stay, Moment::on(from), None, &[]),
            sessions: Vec::new(),
        }
    }
}

impl<'a> Walked<'a> {
    fn new(spell: Spell, (entries, trace): (Vec<Entry>, Trace), away: &'a [Away]) -> Walked<'a> {
        let mut quiet = Vec::new();
        if trace
            .force
            .first()
            .is_none_or(|(day, _)| *day > spell.start)
        {
            quiet.push(spell.start);
        }
        let mut starts = BTreeMap::new();
        for entry in &entries {
            starts.entry(entry.since.day).or_insert(entry.since);
        }
        for (held, since) in &trace.counted {
            if held.day != since.day {
                let session = Since {
                    day: held.day,
                    row: Some(held.row),
                    event: Event::Session,
                };
                starts.entry(held.day).or_insert(session);
            }
        }
        let mut in_force = false;
        for (day, standings) in &trace.force {
            if standings.is_empty() {
                quiet.push(*day);
            } else if !in_force {
                let begins = Since {
                    day: *day,
                    row: Some(spell.row),
                    event: Event::Start,
                };
                starts.entry(*day).or_insert(begins);
            }
            in_force = !standings.is_empty();
        }
        Walked {
            entries,
            trace,
            away,
            quiet,
            starts,
        }
    }

    fn gap_after(&self, day: Day) -> Option<Day> {
        self.starts.range(day.next()..).next().map(|(day, _)| *day)
    }

    /// The day on which a gap ended: the next one's first, or the first of a quiet time.
    fn end_of(&self, day: Day) -> Option<Day> {
        let quiet = self.quiet.iter().copied().find(|quiet| *quiet > day);
        match (self.gap_after(day), quiet) {
            (Some(gap), Some(quiet)) => Some(gap.min(quiet)),
            (gap, quiet) => gap.or(quiet),
        }
    }
}

/// Puts each session into its step; gives back those outside of all.
fn place_sessions(
    sessions: Vec<SessionLine>,
    steps: &mut [Step],
    walked: &Walked<'_>,
) -> Vec<SessionLine> {
    let mut outside = Vec::new();
    for session in sessions {
        let day = session.date;
        let later = session.counted == Counted::Later;
        let home = steps.iter_mut().find(|step| match step {
            Step::Gap(gap) if later => gap.to.is_none(),
            Step::Quiet(quiet) if later => quiet.to.is_none(),
            Step::Gap(gap) => {
                // A session that ended the gap is told in it.
                let by_session = gap.to.is_some_and(|to| walked.starts.contains_key(&to));
                gap.from <= day
                    && gap
                        .to
                        .is_none_or(|to| day < to || (by_session && day == to))
            }
            Step::Quiet(quiet) => quiet.from <= day && quiet.to.is_none_or(|to| day < to),
        });
        let home = home.filter(|_| session.counted != Counted::Outside);
        match home {
            Some(Step::Gap(gap)) => gap.sessions.push(session),
            Some(Step::Quiet(quiet)) => quiet.sessions.push(session),
            None => outside.push(session),
        }
    }
    outside
}
