//! The audit: one pure function of policy, exports and days into the ledger.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::calendar::Day;
use crate::language::{Facts, Matcher, Spans};
use crate::ledger::{Entries, Event, Ledger, Obligation, Outcome};
use crate::place::Row;
use crate::policy::Policy;
use crate::records::{Case, CountsFor, Dataset, cut_short};
use crate::rules::{Check, Clause, Duty, RULES, View};

mod attribution;
mod clocks;
mod contender;
mod cover;
#[cfg(test)]
mod edges;
mod explain;
mod gap;
mod held;
mod hidden;
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

pub use attribution::{Attribution, counts_for};
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

/// How many sessions one thread takes at a time: so many stay near it. The result does not hang on it.
const SESSIONS_AT_ONCE: u32 = if cfg!(test) { 2 } else { 1 << 10 };

/// How many of so many pieces of work one thread takes over at a time: short enough that at the end no thread goes on
/// alone for long, and long enough that few parts are to be put together. The result does not hang on it.
fn longest_part(pieces: usize) -> usize {
    (pieces / 16).max(1)
}

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
    Audit::new(policy, data, question).ledger()
}

/// What of the obligations that fell due a ledger keeps one by one; of the others all that is known is how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// Each, in order.
    All,
    /// What was not done in time, in no order: what reports name.
    Short,
    /// Of that only what is not over, in no order: what a page of figures names.
    Open,
}

/// The same of which only a part is kept one by one.
pub fn audit_in_brief(
    (policy, data): (&Policy, &Dataset),
    question: Question,
    keeps: Keeps,
) -> Ledger {
    let audit = Audit {
        keeps,
        ..Audit::new(policy, data, question)
    };
    audit.ledger()
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
    keeps: Keeps,
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
            keeps: Keeps::All,
        }
    }

    /// Everything the audit finds out.
    fn ledger(&self) -> Ledger {
        let (policy, data, question) = (self.policy, self.facts.data, self.question);
        let (mut entries, (uncovered, later, cut_short)) = rayon::join(
            || self.entries(),
            || {
                (
                    cover::uncovered(policy, self.facts, question.as_of),
                    later(data, question.as_of),
                    cut_short(data, question.as_of),
                )
            },
        );
        let mut obligations = entries.obligations;
        if self.keeps == Keeps::All {
            obligations.par_sort_unstable();
        }
        entries.untestable.sort_unstable();
        entries.untestable.dedup();
        let waivers = self.waiver_tallies(&obligations);
        let mut warnings = self.waiver_warnings(&waivers);
        warnings.extend(cut_short.iter().map(ToString::to_string));
        let hidden = self.hidden(&obligations, &entries.counted);
        warnings.extend(hidden.iter().cloned());
        warnings.extend(self.warnings(&entries.untestable));
        Ledger {
            as_of: question.as_of,
            period: question.period,
            taken: question.taken,
            taken_assumed: false,
            obligations,
            counted: entries.counted,
            cut_short,
            hidden,
            warnings,
            waivers,
            untestable: entries.untestable,
            uncovered,
            tallies: entries.tallies,
            later,
            part: None,
        }
    }

    /// Judges every clause.
    fn entries(&self) -> Entries<'_> {
        let completes = |owed: &mut Obligation| self.complete(owed);
        let fresh = || {
            let entries = Entries::new(self.policy.clauses.len());
            entries
                .of_period(self.question.period)
                .completed_by(&completes)
        };
        let clocks = RULES.par_iter();
        let clocks = clocks.flat_map_iter(|rule| self.clocks(rule.name, fresh));
        let (mut judged, clocks) =
            rayon::join(|| self.checks(fresh), || clocks.collect::<Vec<_>>());
        judged.extend(clocks);
        let mut entries = Entries::new(self.policy.clauses.len());
        entries.append_all(judged);
        entries
    }

    /// Completes what a rule entered; of what is not to be kept it says in whose figures that counts.
    fn complete(&self, owed: &mut Obligation) -> Option<(CountsFor, bool)> {
        self.mark(owed);
        let duty = self.policy.clause(owed.clause).map(|clause| &clause.duty);
        if self.only_counts(owed) {
            let whose = (self.policy, self.facts.data);
            let asks_days = matches!(duty, Some(Duty::Check(check)) if check.allows().is_some());
            return Some((counts_for(whose, self.question.as_of, owed), asks_days));
        }
        if let Some(Duty::Clock(_)) = duty {
            self.add_rows(owed);
        }
        None
    }

    /// Whether all that matters of an obligation is in whose figures it counts: it is not to be kept, and nothing sets it
    /// apart.
    fn only_counts(&self, owed: &Obligation) -> bool {
        let is_kept = match owed.outcome {
            Outcome::Met { .. } => self.keeps == Keeps::All,
            Outcome::Late { .. } | Outcome::Missed { .. } => self.keeps != Keeps::Open,
            Outcome::NotMet => self.keeps != Keeps::Open || owed.is_open(),
            Outcome::Overdue { .. } | Outcome::Due { .. } | Outcome::PastTarget { .. } => true,
        };
        !is_kept
            && owed.remarks.waived.is_none()
            && !owed.remarks.for_information
            && owed.since.event != Event::AuditDay
    }

    /// Judges the clauses that stand alone, several at once.
    fn checks<'e>(&self, fresh: impl Fn() -> Entries<'e> + Sync) -> Vec<Entries<'e>> {
        let portions = self.portions();
        let longest = longest_part(portions.len());
        let judged = portions.par_iter().with_max_len(longest);
        let judged = judged.fold(&fresh, |mut entries, portion| {
            self.portion(portion, &mut entries);
            entries
        });
        judged.collect()
    }

    /// Judges one of them.
    fn portion(&self, portion: &Portion<'_>, entries: &mut Entries<'_>) {
        let (subject, data) = (portion.check.subject(), self.facts.data);
        let judged = Matcher::resolve(&portion.clause.whom, subject, data).and_then(|whom| {
            let view = View {
                sessions: portion.sessions,
                ..self.view(portion.index, &whom)
            };
            portion.check.judge(&view, entries)
        });
        if let Err(missing) = judged {
            entries.cannot_judge(portion.index, None, missing.into(), None);
        }
    }

    /// The clauses that stand alone. Those that judge session by session do so with a part of the sessions after the
    /// other, all of them with one before the next, so that its rows are at hand.
    fn portions(&self) -> Vec<Portion<'_>> {
        let all = self.all_sessions();
        let clauses = self.policy.clauses.iter().enumerate();
        let checks = clauses.filter_map(|(index, clause)| match &clause.duty {
            Duty::Check(check) => Some((index, clause, &**check)),
            Duty::Clock(_) | Duty::NotTestable(_) => None,
        });
        let (by_session, alone): (Vec<_>, Vec<_>) =
            checks.partition(|(_, _, check)| check.by_session());
        let portion = |(index, clause, check), sessions| Portion {
            index,
            clause,
            check,
            sessions,
        };
        let mut portions = Vec::new();
        for check in alone {
            portions.push(portion(check, (0, all)));
        }
        let mut from = 0_u32;
        loop {
            let to = all.min(from.saturating_add(SESSIONS_AT_ONCE));
            for check in &by_session {
                portions.push(portion(*check, (from, to)));
            }
            from = to;
            if from >= all {
                break;
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
