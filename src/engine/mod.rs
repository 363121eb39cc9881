//! The audit: one pure function of policy, exports and days into the ledger.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::calendar::Day;
use crate::language::{
    Away, Evidence, EvidenceIn, Facts, Fit, Matcher, Moment, Pace, Sight, Spans, Spell,
    SubjectKind, absences, spells,
};
use crate::ledger::{Entries, Ledger, Obligation, Outcome, Reason, Subject};
use crate::place::Row;
use crate::policy::Policy;
use crate::records::{Case, CaseIx, Dataset, Export, StaffIx};
use crate::rules::{Check, Clause, Clock, Duty, RULES, View};

mod attribution;
mod contender;
mod cover;
#[cfg(test)]
mod edges;
mod explain;
mod gap;
mod held;
mod months;
mod part;
mod sample;
mod settle;
mod stay;
#[cfg(test)]
pub(crate) mod testing;
mod trace;
mod track;
mod waive;
#[cfg(test)]
mod waive_tests;
mod walk;
mod warnings;

pub use attribution::Attribution;
pub use explain::{
    AbsenceLine, AddedLine, Base, CheckLine, ClauseLine, Considered, Counted, Course, DayOffLine,
    EpisodeLine, Explanation, Fate, FromLine, GapLine, GraceLine, HeldLine, HoldingLine,
    OthersLine, OutsideLine, OwedLine, PartLine, PausedLine, PolicyLine, PostLine, QuietLine,
    SearchLine, SessionLine, SessionRef, StageLine, Step, SumLine, TotalLine, UntestableLine,
    WaiverTold, Who, WorkingLine, explain,
};
pub use months::{audit_part, months};
pub use part::{Names, UnknownName, cut, named};
pub use sample::{Draw, Sample, sample, seed};

use contender::Contender;
use gap::Held;
use stay::Stay;
use track::{Narrowed, Track, TrackKey, track_keys};

/// How many subjects one thread takes at a time. The result does not hang on it.
const SUBJECTS_AT_ONCE: usize = if cfg!(test) { 2 } else { 512 };

/// The same of sessions.
const SESSIONS_AT_ONCE: u32 = if cfg!(test) { 2 } else { 1 << 16 };

/// What an audit is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The audit speaks at the end of this day and knows nothing later.
    pub as_of: Day,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day the exports were taken.
    pub taken: Day,
}

/// Audits the exports by the policy.
///
/// Pure: the same policy, exports and question give the same ledger on any machine.
pub fn audit(policy: &Policy, data: &Dataset, question: Question) -> Ledger {
    let audit = Audit::new(policy, data, question);
    let fresh = || Entries::of_period(policy.clauses.len(), question.period);
    let mut entries = fresh();
    audit.checks(fresh, &mut entries);
    for rule in RULES {
        audit.clocks(rule.name, fresh, &mut entries);
    }
    let mut obligations = entries.obligations;
    obligations.par_sort_unstable();
    entries.untestable.sort_unstable();
    entries.untestable.dedup();
    let waivers = audit.waiver_tallies(&obligations);
    let mut warnings = audit.waiver_warnings(&waivers);
    warnings.extend(audit.warnings(&entries.untestable));
    Ledger {
        as_of: question.as_of,
        period: question.period,
        taken: question.taken,
        obligations,
        warnings,
        waivers,
        untestable: entries.untestable,
        uncovered: cover::uncovered(policy, audit.facts, question.as_of),
        tallies: entries.tallies,
        later: later(data, question.as_of),
        part: None,
    }
}

/// A clause that stands alone, or what it says of some of the sessions.
struct Portion<'p> {
    /// The clause's place in the policy.
    index: usize,
    clause: &'p Clause,
    check: &'p dyn Check,
    sessions: (u32, u32),
}

/// One audit at work.
struct Audit<'a> {
    policy: &'a Policy,
    facts: Facts<'a>,
    question: Question,
    spans: Spans,
}

impl<'a> Audit<'a> {
    fn new(policy: &'a Policy, data: &'a Dataset, question: Question) -> Audit<'a> {
        Audit {
            policy,
            facts: Facts {
                data,
                working: &policy.working,
            },
            question,
            spans: Spans::of(data, question.as_of),
        }
    }

    /// Judges the clauses that stand alone, several at once.
    fn checks(&self, fresh: impl Fn() -> Entries + Sync, entries: &mut Entries) {
        let portions = self.portions();
        let judged = portions.par_iter().map(|portion| {
            let mut entries = fresh();
            let (subject, data) = (portion.check.subject(), self.facts.data);
            let judged = Matcher::resolve(&portion.clause.whom, subject, data).and_then(|whom| {
                let view = View {
                    sessions: portion.sessions,
                    ..self.view(portion.index, &whom)
                };
                portion.check.judge(&view, &mut entries)
            });
            if let Err(missing) = judged {
                entries.cannot_judge(portion.index, None, missing.into(), None);
            }
            for obligation in &mut entries.obligations {
                self.mark(obligation);
            }
            entries
        });
        for more in judged.collect::<Vec<_>>() {
            entries.append(more);
        }
    }

    /// The clauses that stand alone, by their place in the policy; one that judges session by session several times, each
    /// with a part of the sessions.
    fn portions(&self) -> Vec<Portion<'_>> {
        let all = self.all_sessions();
        let mut portions = Vec::new();
        for (index, clause) in self.policy.clauses.iter().enumerate() {
            let Duty::Check(check) = &clause.duty else {
                continue;
            };
            let length = if check.by_session() {
                SESSIONS_AT_ONCE
            } else {
                all
            };
            let mut from = 0_u32;
            loop {
                let to = all.min(from.saturating_add(length));
                portions.push(Portion {
                    index,
                    clause,
                    check: &**check,
                    sessions: (from, to),
                });
                from = to;
                if from >= all {
                    break;
                }
            }
        }
        portions
    }

    fn all_sessions(&self) -> u32 {
        u32::try_from(self.facts.data.sessions.len()).unwrap_or(u32::MAX)
    }

    /// What a check of a clause judges by.
    fn view<'v>(&'v self, clause: usize, whom: &'v Matcher) -> View<'v> {
        View {
            facts: self.facts,
            as_of: self.question.as_of,
            period: self.question.period,
            spans: &self.spans,
            clause,
            whom,
            sessions: (0, self.all_sessions()),
        }
    }

    /// Judges the recurring clauses of one table, track by track, several subjects at once.
    fn clocks(&self, family: &str, fresh: impl Fn() -> Entries + Sync, entries: &mut Entries) {
        let of_family = || {
            self.policy
                .clauses
                .iter()
                .filter(|clause| clause.rule.name == family)
        };
        for key in track_keys(of_family()) {
            let track = self.track(family, key, entries);
            if track.contenders.is_empty() {
                continue;
            }
            let sights = self.sights(key.subject);
            let walked = sights.par_chunks(SUBJECTS_AT_ONCE).map(|sights| {
                let mut entries = fresh();
                let mut narrowed = Narrowed::new(&track);
                for sight in sights {
                    let spells = spells(self.facts.data, *sight, self.question.as_of);
                    let there = (*sight, spells.as_slice());
                    if let Some(narrow) = narrowed.of(self.facts, *sight) {
                        self.walk(narrow, key.evidence, there, &mut entries);
                    }
                    self.note_fits(&track, there, &mut entries);
                }
                entries
            });
            for more in walked.collect::<Vec<_>>() {
                entries.append(more);
            }
        }
    }

    /// The clauses of one track that can be judged at all.
    fn track(&self, family: &str, key: TrackKey<'_>, entries: &mut Entries) -> Track<'a> {
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
                Ok(contender) => contenders.push(contender),
                Err(missing) => entries.cannot_judge(index, None, missing.into(), None),
            }
        }
        Track { contenders }
    }

    /// The first day the exports cover for what a clock counts.
    fn span(&self, clock: &Clock) -> Result<Day, Reason> {
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
    fn sights(&self, subject: SubjectKind) -> Vec<Sight> {
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

    fn walk(
        &self,
        track: &Track<'_>,
        evidence: EvidenceIn<'_>,
        (sight, spells): (Sight, &[Spell]),
        entries: &mut Entries,
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
            for entry in walk::walk(track, stay, &away, &held) {
                if can_be_shown(evidence, &held, &entry) {
                    entries.owe(self.owed(sight, subject, entry));
                }
            }
        }
    }

    /// The absences of a staff member; a child's clock runs on.
    fn away(&self, sight: Sight) -> Vec<Away> {
        match sight {
            Sight::Staff(staff) => absences(self.facts.data, staff, self.question.as_of),
            Sight::Case(_) | Sight::Session(_) | Sight::Activity(_) => Vec::new(),
        }
    }

    /// What a walk found, as an obligation with the subject's rows.
    fn owed(&self, sight: Sight, subject: Subject, entry: walk::Entry) -> Obligation {
        let rows = self.rows_on(sight, entry.due.min(self.question.as_of));
        let mut obligation = entry.obligation(subject, rows);
        if let Sight::Case(case) = sight {
            obligation.remarks.inherited = self.inherited(case, &obligation);
        }
        self.mark(&mut obligation);
        obligation
    }

    /// Whom each clause fits on the as-of day, whom only a blank cell keeps out, and whom it cannot be judged for.
    fn note_fits(
        &self,
        track: &Track<'_>,
        (sight, spells): (Sight, &[Spell]),
        entries: &mut Entries,
    ) {
        let as_of = self.question.as_of;
        let is_there = spells.last().is_some_and(|spell| spell.end.is_none());
        let Some(subject) = subject_of(sight).filter(|_| is_there) else {
            return;
        };
        for contender in &track.contenders {
            match contender.whom.fits(self.facts, sight, Moment::on(as_of)) {
                Fit::Yes => entries.fitted(contender.clause),
                Fit::Blank => entries.blank(contender.clause),
                Fit::No => {}
            }
            if let Some(reason) = contender.trouble(self.facts, sight, as_of) {
                let row = self.rows_on(sight, as_of).first().copied();
                entries.cannot_judge(contender.clause, Some(subject), reason, row);
            }
        }
    }

    /// The subject's own rows in force on a day.
    fn rows_on(&self, sight: Sight, day: Day) -> Vec<Row> {
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
    fn inherited(&self, case: CaseIx, obligation: &Obligation) -> bool {
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
fn subject_of(sight: Sight) -> Option<Subject> {
    match sight {
        Sight::Staff(staff) => Some(Subject::Staff(staff)),
        Sight::Case(case) => Some(Subject::Case(case)),
        Sight::Session(_) | Sight::Activity(_) => None,
    }
}

/// Whether the exports can show what became of it: a column remembers only the last time, so what came before can be
/// shown to be in time, never late.
fn can_be_shown(evidence: EvidenceIn<'_>, held: &[Held], entry: &walk::Entry) -> bool {
    let unknown = match evidence {
        EvidenceIn::Column(_) => held.last().map_or(Day::FIRST, |held| held.day),
        EvidenceIn::Sessions | EvidenceIn::Activity => Day::FIRST,
    };
    entry.due >= unknown || matches!(entry.outcome, Outcome::Met { .. })
}

/// The rows of a case dated after a day; what was made of one row is one.
fn later_rows(case: &Case, as_of: Day) -> usize {
    let known = case.episodes.partition_point(|row| row.opened <= as_of);
    let (known, later) = case.episodes.split_at(known);
    let later = later.iter().map(|row| row.row);
    let later = later.filter(|row| known.iter().all(|one| one.row != *row));
    later.collect::<BTreeSet<Row>>().len()
}

/// Rows dated after the as-of day, which the audit does not look at (reading 33).
fn later(data: &Dataset, as_of: Day) -> u32 {
    let posts = data.staff.iter().flat_map(|member| &member.posts);
    let count = posts.filter(|post| post.start > as_of).count()
        + data
            .cases
            .iter()
            .map(|case| later_rows(case, as_of))
            .sum::<usize>()
        + data
            .sessions
            .iter()
            .filter(|session| session.date > as_of)
            .count()
        + data
            .absences
            .iter()
            .filter(|absence| absence.from > as_of)
            .count()
        + data
            .activity
            .iter()
            .filter(|activity| activity.date > as_of)
            .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
