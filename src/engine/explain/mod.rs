//! Why a staff member or a case owes what the audit says: the ledger of one subject, with every decision.
//!
//! The same tracks are walked and the same checks judged as in the audit, so what is explained is what was judged.

use std::collections::BTreeSet;

use crate::language::{Sight, SubjectKind, spells, whom_in_words};
use crate::ledger::{Entries, Event, Obligation, Subject, Untestable, Waived};
use crate::place::Place;
use crate::policy::{Policy, duty_in_words};
use crate::records::Dataset;
use crate::rules::{Clause, Duty, RULES};

use super::track::track_keys;
use super::{Audit, Question};

mod checks;
mod course;
mod lines;
mod owed;
mod owed_lines;
mod rivals;
mod sessions;
mod who;

pub use lines::{
    AbsenceLine, AddedLine, CheckLine, ClauseLine, Counted, Course, EpisodeLine, Explanation,
    FromLine, GapLine, HeldLine, HoldingLine, OthersLine, OutsideLine, PartLine, PolicyLine,
    PostLine, QuietLine, SearchLine, SessionLine, SessionRef, Step, TotalLine, UntestableLine,
    WaiverTold, Who,
};
pub use owed_lines::{
    Base, Considered, DayOffLine, Fate, GraceLine, OwedLine, PausedLine, StageLine, SumLine,
    WorkingLine,
};

/// Explains everything one subject owed, in all of the time the exports cover.
pub fn explain(
    policy: &Policy,
    data: &Dataset,
    question: Question,
    subject: Subject,
) -> Explanation {
    let audit = Audit::new(policy, data, question);
    let mut entries = Entries::new(policy.clauses.len());
    let sight = match subject {
        Subject::Staff(staff) => Some((Sight::Staff(staff), SubjectKind::Staff)),
        Subject::Case(case) => Some((Sight::Case(case), SubjectKind::Case)),
        Subject::Session(_) | Subject::Team(_) | Subject::Council => None,
    };
    let courses = sight.map_or_else(Vec::new, |(sight, kind)| {
        audit.courses((sight, kind), &mut entries)
    });
    let completes = |owed: &mut Obligation| audit.complete(owed);
    let fresh = || Entries::new(policy.clauses.len()).completed_by(&completes);
    entries.append_all(audit.checks(fresh));
    let checks = audit.check_lines(subject, &entries.obligations);
    let untestable = untestable(&audit, subject, &entries.untestable);
    let mut explanation = Explanation {
        subject: audit.who(subject),
        policy: PolicyLine {
            name: policy.name.clone(),
            file: policy.file.clone(),
        },
        as_of: question.as_of,
        taken: question.taken,
        taken_assumed: false,
        posts: audit.posts(subject),
        episodes: audit.episodes(subject),
        absences: audit.absence_lines(subject),
        courses,
        checks,
        untestable,
        waivers: Vec::new(),
        clauses: Vec::new(),
        rejected_rows: data.files.iter().map(|file| file.rejected).sum(),
    };
    explanation.clauses = named_clauses(policy, &explanation);
    explanation.waivers = waivers(policy, &explanation);
    explanation
}

impl Audit<'_> {
    /// The recurring duties of a subject, track by track.
    fn courses(
        &self,
        (sight, kind): (Sight, SubjectKind),
        entries: &mut Entries<'_>,
    ) -> Vec<Course> {
        let mut courses = Vec::new();
        let mut families = RULES.to_vec();
        families.sort_by_key(|rule| !rule.name.ends_with("-supervision"));
        for rule in families {
            let of_family = || {
                self.policy.clauses.iter().filter(|clause| {
                    clause.rule.name == rule.name && clause.subject() == Some(kind)
                })
            };
            for key in track_keys(of_family()) {
                let track = self.track(rule.name, key, entries);
                if track.contenders.is_empty() {
                    continue;
                }
                let teller = course::Teller {
                    audit: self,
                    track: &track,
                    family: rule.name,
                    key,
                    untestable: &entries.untestable,
                };
                courses.extend(teller.courses(sight));
                let spells = spells(self.facts.data, sight, self.question.as_of);
                let mut walked = Entries::new(self.policy.clauses.len());
                self.walk(&track, key.evidence, (sight, &spells), &mut walked);
                entries.untestable.append(&mut walked.untestable);
                self.note_fits(track.contenders.iter(), (sight, &spells), entries);
            }
        }
        courses
    }

    fn place(&self, row: crate::place::Row) -> Place {
        self.facts.data.place(row)
    }
}

/// What could not be judged for the subject, or for nobody.
fn untestable(audit: &Audit<'_>, subject: Subject, all: &[Untestable]) -> Vec<UntestableLine> {
    let kind = match subject {
        Subject::Staff(_) | Subject::Team(_) | Subject::Council => SubjectKind::Staff,
        Subject::Case(_) => SubjectKind::Case,
        Subject::Session(_) => SubjectKind::Session,
    };
    let concerns = |one: &&Untestable| {
        if let Some(other) = one.subject {
            return audit.concerns(subject, other);
        }
        let clause = audit.policy.clause(one.clause);
        let of = clause.and_then(Clause::subject);
        of == Some(kind) || of == Some(SubjectKind::Session)
    };
    let mut lines: Vec<UntestableLine> = all
        .iter()
        .filter(concerns)
        .filter_map(|one| {
            Some(UntestableLine {
                clause: audit.policy.clause(one.clause)?.id.clone(),
                reason: one.reason.to_string(),
                place: one.row.map(|row| audit.place(row)),
            })
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

/// Every clause an explanation names, in words.
fn named_clauses(policy: &Policy, explanation: &Explanation) -> Vec<ClauseLine> {
    let mut names: Vec<&str> = Vec::new();
    for step in explanation.courses.iter().flat_map(|course| &course.steps) {
        match step {
            Step::Quiet(quiet) => {
                names.extend(quiet.considered.iter().map(|one| one.clause.as_str()));
            }
            Step::Gap(gap) => {
                for owed in &gap.owed {
                    names.push(&owed.clause);
                    names.extend(owed.considered.iter().map(|one| one.clause.as_str()));
                }
            }
        }
    }
    names.extend(explanation.checks.iter().map(|line| line.clause.as_str()));
    names.extend(
        explanation
            .untestable
            .iter()
            .map(|line| line.clause.as_str()),
    );
    names.sort_unstable();
    names.dedup();
    let clauses = policy.clauses.iter();
    clauses
        .filter(|clause| names.binary_search(&clause.id.as_str()).is_ok())
        .map(|clause| clause_line(policy, clause))
        .collect()
}

/// Every waiver that bears on anything an explanation tells.
fn waivers(policy: &Policy, explanation: &Explanation) -> Vec<WaiverTold> {
    let gaps = explanation
        .courses
        .iter()
        .flat_map(|course| &course.steps)
        .filter_map(|step| match step {
            Step::Gap(gap) => Some(&gap.owed),
            Step::Quiet(_) => None,
        });
    let owed = gaps.flatten().map(|owed| &owed.obligation);
    let all = owed.chain(explanation.checks.iter().map(|line| &line.obligation));
    let named: BTreeSet<usize> = all
        .flat_map(|one| {
            let Waived { due, now, other } = one.remarks.waived();
            [due, now, other]
        })
        .flatten()
        .collect();
    let waivers = named.iter().filter_map(|index| policy.waivers.get(*index));
    waivers
        .map(|waiver| WaiverTold {
            clause: waiver.rule.clone(),
            scope: waiver.scope.kind(),
            id: waiver.scope.id().to_owned(),
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            from: waiver.from,
            until: waiver.last,
            state: waiver.state(explanation.as_of).word(),
            place: Place::line(policy.file_of(waiver).0, policy.line_of(waiver)),
        })
        .collect()
}

fn clause_line(policy: &Policy, clause: &Clause) -> ClauseLine {
    let subject = clause.subject().unwrap_or(SubjectKind::Staff);
    ClauseLine {
        id: clause.id.clone(),
        rule: clause.rule.name,
        place: Place::line(&policy.file, policy.line(&clause.at)),
        whom: whom_in_words(&clause.whom, subject),
        owes: duty_in_words(clause),
        severity: clause.severity,
        citation: clause.citation.clone(),
        reading: clause.reading.clone(),
    }
}

impl Explanation {
    /// Only the gap, or the check, in which an obligation stands.
    #[must_use]
    pub fn about(mut self, policy: &Policy, obligation: &Obligation) -> Explanation {
        let recurs = policy
            .clause(obligation.clause)
            .is_some_and(|clause| matches!(clause.duty, Duty::Clock(_)));
        for course in &mut self.courses {
            course.steps.retain(|step| match step {
                Step::Gap(gap) => gap.owed.iter().any(|owed| owed.obligation == *obligation),
                Step::Quiet(_) => false,
            });
            course.outside.clear();
        }
        self.courses
            .retain(|course| recurs && !course.steps.is_empty());
        self.checks
            .retain(|line| !recurs && line.obligation == *obligation);
        self.untestable.clear();
        if obligation.since.event == Event::AuditDay {
            self.absences.clear();
        }
        self.clauses = named_clauses(policy, &self);
        self.waivers = waivers(policy, &self);
        self
    }
}

#[cfg(test)]
mod tests;
