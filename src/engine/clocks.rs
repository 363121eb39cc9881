//! The clauses that recur: each table's tracks, walked for one subject after another.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::contender::Contender;
use super::gap::Held;
use super::stay::Stay;
use super::track::{Narrowed, Track, TrackKey, track_keys};
use super::{Audit, held, longest_part, walk};
use crate::calendar::Day;
use crate::language::{
    Away, Evidence, EvidenceIn, Fit, Moment, Pace, Sight, Spell, SubjectKind, absences, spells,
};
use crate::ledger::{Entries, Obligation, Outcome, Reason, Subject};
use crate::place::Row;
use crate::records::{CaseIx, Export, StaffIx};
use crate::rules::{Clock, Duty};

/// How many of so many subjects one thread takes at a time: of a council's staff there are some hundreds, and no thread
/// is to be left without. The result does not hang on it.
fn at_once(subjects: usize) -> usize {
    if cfg!(test) {
        2
    } else {
        (subjects / 32).clamp(16, 512)
    }
}

impl<'a> Audit<'a> {
    /// Judges the recurring clauses of one table, track by track, several subjects at once.
    pub(super) fn clocks<'e>(
        &self,
        family: &str,
        fresh: impl Fn() -> Entries<'e> + Sync,
    ) -> Vec<Entries<'e>> {
        let (mut entries, mut judged) = (fresh(), Vec::new());
        let of_family = || {
            self.policy
                .clauses
                .iter()
                .filter(|clause| clause.rule.name == family)
        };
        for key in track_keys(of_family()) {
            let track = self.track(family, key, &mut entries);
            if track.contenders.is_empty() {
                continue;
            }
            let sights = self.sights(key.subject);
            let walked = sights.par_chunks(at_once(sights.len()));
            let longest = longest_part(walked.len());
            let walked = walked.with_max_len(longest);
            let walked = walked.fold(&fresh, |mut entries, sights| {
                let mut narrowed = Narrowed::new(&track);
                for sight in sights {
                    let spells = spells(self.facts.data, *sight, self.question.as_of);
                    let there = (*sight, spells.as_slice());
                    if let Some(narrow) = narrowed.of(self.facts, *sight) {
                        self.walk(narrow, key.evidence, there, &mut entries);
                    }
                    self.note_fits(narrowed.not_ruled_out(), there, &mut entries);
                }
                entries
            });
            judged.extend(walked.collect::<Vec<_>>());
        }
        judged.push(entries);
        judged
    }

    /// The clauses of one track that can be judged at all.
    pub(super) fn track(
        &self,
        family: &str,
        key: TrackKey<'_>,
        entries: &mut Entries<'_>,
    ) -> Track<'a> {
        let mut contenders = Vec::new();
        for (index, clause) in self.policy.clauses.iter().enumerate() {
            let Duty::Clock(clock) = &clause.duty else {
                continue;
            };
            if clause.rule.name != family || TrackKey::of(clock) != key {
                continue;
            }
            let span = match self.span(clock) {
                Ok(span) => span,
                Err(reason) => {
                    entries.cannot_judge(index, None, reason, None);
                    continue;
                }
            };
            match Contender::new(self.facts, (index, clause), clock, span) {
                Ok(contender) => contenders.push((clause.severity, contender)),
                Err(missing) => entries.cannot_judge(index, None, missing.into(), None),
            }
        }
        // Of two that ask for the same day the first governs: advice must not stand before what binds.
        contenders.sort_by_key(|(severity, _)| *severity);
        let contenders = contenders.into_iter().map(|(_, contender)| contender);
        Track {
            contenders: contenders.collect(),
        }
    }

    /// The first day the exports cover for what a clock counts.
    pub(super) fn span(&self, clock: &Clock) -> Result<Day, Reason> {
        let data = self.facts.data;
        // An exemption asks for nothing.
        if clock.schedule.pace == Pace::Exempt {
            return Ok(Day::FIRST);
        }
        match &clock.evidence {
            Evidence::Sessions(counts) => {
                let span = self.spans.of_sessions(clock.subject, counts, data);
                span.ok_or(Reason::NoSessions)
            }
            Evidence::Activity(_) if data.files_of(Export::Activity).next().is_none() => {
                Err(Reason::NoExport {
                    export: Export::Activity,
                })
            }
            Evidence::Activity(counts) => {
                let span = self.spans.of_activity(clock.subject, counts, data);
                span.ok_or(Reason::NoActivity)
            }
            Evidence::Column(_) => Ok(Day::FIRST),
        }
    }

    /// Everybody and everything a table is about.
    pub(super) fn sights(&self, subject: SubjectKind) -> Vec<Sight> {
        let data = self.facts.data;
        match subject {
            SubjectKind::Staff => (0..data.staff.len())
                .filter_map(StaffIx::at)
                .map(Sight::Staff)
                .collect(),
            SubjectKind::Case => (0..data.cases.len())
                .filter_map(CaseIx::at)
                .map(Sight::Case)
                .collect(),
            SubjectKind::Session | SubjectKind::Activity => Vec::new(),
        }
    }

    pub(super) fn walk(
        &self,
        track: &Track<'_>,
        evidence: EvidenceIn<'_>,
        (sight, spells): (Sight, &[Spell]),
        entries: &mut Entries<'_>,
    ) {
        if track.contenders.is_empty() {
            return;
        }
        let as_of = self.question.as_of;
        let away = self.away(sight);
        let Some(subject) = subject_of(sight) else {
            return;
        };
        for spell in spells {
            let stay = Stay {
                facts: self.facts,
                sight,
                spell: *spell,
                as_of,
            };
            let Some(held) = held::held(track, evidence, stay) else {
                continue;
            };
            let mut unjudged = BTreeSet::new();
            for entry in walk::walk(track, stay, &away, &held) {
                if !can_be_shown(evidence, &held, &entry) {
                    continue;
                }
                if !is_since_unknown(track, evidence, &entry) {
                    entries.owe(entry.obligation(subject));
                } else if spell.end.is_none() {
                    unjudged.insert(entry.clause);
                }
            }
            for clause in unjudged {
                let column = first_day_column(sight).to_owned();
                let row = self.rows_on(sight, as_of).first().copied();
                entries.cannot_judge(clause, Some(subject), Reason::Blank { column }, row);
            }
        }
    }

    /// The absences of a staff member; a child's clock runs on.
    pub(super) fn away(&self, sight: Sight) -> Vec<Away> {
        match sight {
            Sight::Staff(staff) => absences(self.facts.data, staff, self.question.as_of),
            Sight::Case(_) | Sight::Session(_) | Sight::Activity(_) => Vec::new(),
        }
    }

    /// What a walk found, as an obligation with all that belongs to it.
    pub(super) fn owed(&self, subject: Subject, entry: walk::Entry) -> Obligation {
        let mut owed = entry.obligation(subject);
        self.add_rows(&mut owed);
        self.mark(&mut owed);
        owed
    }

    /// Adds the subject's rows, and whether the present worker inherited it.
    pub(super) fn add_rows(&self, owed: &mut Obligation) {
        let sight = match owed.subject {
            Subject::Staff(staff) => Sight::Staff(staff),
            Subject::Case(case) => {
                owed.remarks.inherited = self.inherited(case, owed);
                Sight::Case(case)
            }
            Subject::Session(_) | Subject::Team(_) | Subject::Council => return,
        };
        owed.rows = self.rows_on(sight, owed.due.min(self.question.as_of));
    }

    /// Whom each clause fits on the as-of day, whom only a blank cell keeps out, and whom it cannot be judged for.
    pub(super) fn note_fits<'c>(
        &self,
        contenders: impl Iterator<Item = &'c Contender<'c>>,
        (sight, spells): (Sight, &[Spell]),
        entries: &mut Entries<'_>,
    ) {
        let as_of = self.question.as_of;
        let is_there = spells.last().is_some_and(|spell| spell.end.is_none());
        let Some(subject) = subject_of(sight).filter(|_| is_there) else {
            return;
        };
        for contender in contenders {
            match contender.whom.fits(self.facts, sight, Moment::on(as_of)) {
                Fit::Yes => entries.fitted(contender.clause),
                Fit::Blank => {
                    entries.blank(contender.clause);
                    continue;
                }
                Fit::No => continue,
            }
            if let Some(reason) = contender.trouble_with(self.facts, sight, as_of) {
                let row = self.rows_on(sight, as_of).first().copied();
                entries.cannot_judge(contender.clause, Some(subject), reason, row);
            }
        }
    }

    /// The subject's own rows in force on a day.
    pub(super) fn rows_on(&self, sight: Sight, day: Day) -> Vec<Row> {
        match sight {
            Sight::Staff(staff) => self
                .facts
                .data
                .post_on(staff, day)
                .map(|post| post.row)
                .into_iter()
                .collect(),
            Sight::Case(case) => self
                .facts
                .data
                .episode_on(case, day)
                .iter()
                .map(|row| row.row)
                .collect(),
            Sight::Session(_) | Sight::Activity(_) => Vec::new(),
        }
    }

    /// Whether lateness began before the worker who had the case when it ended was allocated it (reading 26).
    pub(super) fn inherited(&self, case: CaseIx, obligation: &Obligation) -> bool {
        let until = match obligation.outcome {
            Outcome::Late { on, .. } | Outcome::Missed { on, .. } => on.previous(),
            Outcome::Overdue { .. } => self.question.as_of,
            Outcome::Met { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. }
            | Outcome::NotMet => return false,
        };
        let data = self.facts.data;
        let worker = data
            .episode_on(case, until)
            .first()
            .and_then(|row| row.worker);
        let Some(worker) = worker else { return false };
        let rows = data.case(case).map_or(&[][..], |case| &case.episodes);
        let allocated = rows
            .iter()
            .rev()
            .filter(|row| row.opened <= until)
            .take_while(|row| row.worker == Some(worker))
            .last();
        allocated.is_some_and(|row| obligation.due < row.opened)
    }
}

/// Whose a clock is; no clock is a row's.
pub(super) fn subject_of(sight: Sight) -> Option<Subject> {
    match sight {
        Sight::Staff(staff) => Some(Subject::Staff(staff)),
        Sight::Case(case) => Some(Subject::Case(case)),
        Sight::Session(_) | Sight::Activity(_) => None,
    }
}

/// Whether nobody can tell since when something is owed: the date of the last time and the first day are both blank,
/// and no other date starts the clock.
pub(super) fn is_since_unknown(
    track: &Track<'_>,
    evidence: EvidenceIn<'_>,
    entry: &walk::Entry,
) -> bool {
    let counts_from_there =
        |one: &Contender<'_>| one.clause == entry.clause && one.schedule.from.is_empty();
    matches!(evidence, EvidenceIn::Column(_))
        && entry.since.day == Day::FIRST
        && track.contenders.iter().any(counts_from_there)
}

/// The column that has a subject's first day.
fn first_day_column(sight: Sight) -> &'static str {
    match sight {
        Sight::Staff(_) => "start_date",
        Sight::Case(_) | Sight::Session(_) | Sight::Activity(_) => "opened",
    }
}

/// Whether the exports can show what became of it: a column remembers only the last time, so what came before can be
/// shown to be in time, never late.
pub(super) fn can_be_shown(evidence: EvidenceIn<'_>, held: &[Held], entry: &walk::Entry) -> bool {
    let unknown = match evidence {
        EvidenceIn::Column(_) => held.last().map_or(Day::FIRST, |held| held.day),
        EvidenceIn::Sessions | EvidenceIn::Activity => Day::FIRST,
    };
    entry.due >= unknown || matches!(entry.outcome, Outcome::Met { .. })
}
