//! The rows that may stop a clock: which counted, and why the others did not.

use crate::calendar::Day;
use crate::language::{EvidenceIn, Fit, Moment, Sight, Spell, shortfalls};
use crate::place::Row;
use crate::records::{CaseIx, StaffIx, Word};
use crate::rules::Duty;

use super::super::contender::{Contender, Counts, Standing};
use super::super::trace::Trace;
use super::course::Teller;
use super::lines::{Counted, SessionLine};
use super::who::text;

/// A row of the session or the activity export.
#[derive(Clone, Copy)]
struct Seen {
    number: u32,
    row: Row,
    date: Day,
    kind: Word,
    depth: Option<Word>,
    by: Option<StaffIx>,
    case: Option<CaseIx>,
    /// What it is, when it did not take place.
    not_held: Option<Word>,
}

impl Teller<'_> {
    /// The rows of a subject, by day.
    fn rows(&self, sight: Sight) -> Vec<Seen> {
        let index = &self.audit.facts.data.index;
        let (sessions, activity): (&[u32], &[u32]) = match (self.key.evidence, sight) {
            (EvidenceIn::Sessions, Sight::Staff(staff)) => (index.sessions_of_staff(staff), &[]),
            (EvidenceIn::Sessions, Sight::Case(case)) => (index.sessions_of_case(case), &[]),
            (EvidenceIn::Activity, Sight::Staff(staff)) => (&[], index.activity_of_staff(staff)),
            (EvidenceIn::Activity, Sight::Case(case)) => (&[], index.activity_of_case(case)),
            // A date in the subject's own row has no rows besides.
            (EvidenceIn::Sessions | EvidenceIn::Activity | EvidenceIn::Column(_), _) => (&[], &[]),
        };
        let sessions = sessions.iter().filter_map(|number| self.session(*number));
        let activity = activity.iter().filter_map(|number| self.activity(*number));
        sessions.chain(activity).collect()
    }

    fn session(&self, number: u32) -> Option<Seen> {
        let session = self.audit.facts.data.sessions.get(number as usize)?;
        Some(Seen {
            number,
            row: session.row,
            date: session.date,
            kind: session.kind,
            depth: Some(session.depth).filter(|depth| *depth != Word::FULL),
            by: session.supervisor,
            case: session.case,
            not_held: Some(session.status).filter(|_| !session.is_held()),
        })
    }

    fn activity(&self, number: u32) -> Option<Seen> {
        let activity = self.audit.facts.data.activity.get(number as usize)?;
        Some(Seen {
            number,
            row: activity.row,
            date: activity.date,
            kind: activity.kind,
            depth: None,
            by: activity.by,
            case: activity.case,
            not_held: None,
        })
    }

    /// Every row that belongs to a spell: those in it, and those nearer to it than to another.
    pub(super) fn session_lines(
        &self,
        (sight, spell): (Sight, Spell),
        trace: &Trace,
        belongs: impl Fn(Day) -> bool,
    ) -> Vec<SessionLine> {
        let rows = self.rows(sight).into_iter();
        rows.filter(|seen| belongs(seen.date))
            .map(|seen| self.session_line(seen, self.counted(spell, trace, seen)))
            .collect()
    }

    fn session_line(&self, seen: Seen, counted: Counted) -> SessionLine {
        let data = self.audit.facts.data;
        SessionLine {
            date: seen.date,
            kind: text(data, Some(seen.kind)).unwrap_or_default(),
            depth: text(data, seen.depth),
            supervisor: seen.by.map(|staff| data.staff_id(staff).to_owned()),
            place: self.audit.place(seen.row),
            counted,
        }
    }

    fn counted(&self, spell: Spell, trace: &Trace, seen: Seen) -> Counted {
        let day = seen.date;
        let after = spell.end.is_some_and(|end| day >= end);
        if day > self.audit.question.as_of {
            return Counted::Later;
        }
        if seen.not_held.is_some() {
            let status = text(self.audit.facts.data, seen.not_held);
            return Counted::NotHeld {
                status: status.unwrap_or_default(),
            };
        }
        if day < spell.start || after {
            return Counted::Outside;
        }
        let mut taken = trace.counted.iter();
        match taken.find(|(held, _)| held.row == seen.row) {
            Some((held, since)) if held.day == since.day => Counted::SameDay,
            Some(_) => Counted::Yes,
            None => self.not_counted(force_on(trace, day), seen.number, day),
        }
    }

    /// Which clause in force does not count a row, and why.
    fn not_counted(&self, force: &[Standing], number: u32, day: Day) -> Counted {
        let facts = self.audit.facts;
        let moment = Moment::on(day);
        for standing in force {
            let Some(contender) = self.contender(standing.contender) else {
                continue;
            };
            let (matcher, sight) = match &contender.counts {
                Counts::Sessions(matcher) => (matcher, Sight::Session(number)),
                Counts::Activity(matcher) => (matcher, Sight::Activity(number)),
                Counts::Nothing | Counts::Column(_) => continue,
            };
            if matcher.fits(facts, sight, moment) == Fit::Yes {
                continue;
            }
            let clause = self.audit.policy.clause(contender.clause);
            if let Some(Duty::Clock(clock)) = clause.map(|clause| &clause.duty)
                && let Some((selector, _)) = clock.evidence.rows()
            {
                return Counted::NotOfThisClause {
                    clause: contender.id.to_owned(),
                    lacks: shortfalls((selector, matcher), facts, sight, moment),
                };
            }
        }
        Counted::NothingOwed
    }

    /// Sessions of the worker of a case, in a time, that would count if they named it.
    pub(super) fn of_other_cases(
        &self,
        sight: Sight,
        trace: &Trace,
        within: impl Fn(Day) -> bool,
    ) -> Vec<SessionLine> {
        let (Sight::Case(case), EvidenceIn::Sessions) = (sight, self.key.evidence) else {
            return Vec::new();
        };
        let data = self.audit.facts.data;
        let mut workers: Vec<StaffIx> = data
            .case(case)
            .map_or(&[][..], |case| &case.episodes)
            .iter()
            .filter_map(|row| row.worker)
            .collect();
        workers.sort_unstable();
        workers.dedup();
        let rows = workers.iter().flat_map(|worker| {
            let rows = data.index.sessions_of_staff(*worker).iter();
            rows.map(move |row| (*worker, *row))
        });
        let mut lines = Vec::new();
        for (worker, number) in rows {
            let Some(seen) = self.session(number) else {
                continue;
            };
            let day = seen.date;
            let elsewhere = seen.not_held.is_none() && seen.case != Some(case) && within(day);
            if elsewhere
                && self.works_on(case, worker, day)
                && !self.discussed(case, day)
                && self.would_count(trace, number, day)
            {
                let named = seen.case.map(|case| data.case_id(case).to_owned());
                lines.push(self.session_line(seen, Counted::AnotherCase { case: named }));
            }
        }
        lines.sort_by(|one, two| (one.date, &one.place).cmp(&(two.date, &two.place)));
        lines
    }

    fn works_on(&self, case: CaseIx, worker: StaffIx, day: Day) -> bool {
        let rows = self.audit.facts.data.episode_on(case, day).iter();
        rows.into_iter().any(|row| row.worker == Some(worker))
    }

    /// Whether a row of that day names the case.
    fn discussed(&self, case: CaseIx, day: Day) -> bool {
        let data = self.audit.facts.data;
        let rows = data.index.sessions_of_case(case).iter();
        rows.filter_map(|row| data.sessions.get(*row as usize))
            .any(|session| session.date == day)
    }

    fn would_count(&self, trace: &Trace, number: u32, day: Day) -> bool {
        let force = force_on(trace, day);
        let facts = self.audit.facts;
        !force.is_empty() && self.track.counts(facts, number, day, force)
    }

    /// The contender of a standing.
    pub(super) fn contender(&self, number: usize) -> Option<&Contender<'_>> {
        self.track.contenders.get(number)
    }
}

/// The clauses in force on a day.
fn force_on(trace: &Trace, day: Day) -> &[Standing] {
    let after = trace.force.partition_point(|(from, _)| *from <= day);
    let last = after
        .checked_sub(1)
        .and_then(|index| trace.force.get(index));
    last.map_or(&[], |(_, standings)| standings)
}
