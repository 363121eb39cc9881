//! The session rows of a subject: which counted, and why the others did not.

use crate::calendar::Day;
use crate::language::{Fit, Moment, Sight, shortfalls};
use crate::records::{CaseIx, Session, StaffIx, Word};
use crate::rules::Duty;

use super::super::contender::{Contender, Standing};
use super::super::spells::Spell;
use super::super::trace::Trace;
use super::course::Teller;
use super::lines::{Counted, SessionLine};
use super::who::text;

impl Teller<'_> {
    /// The rows of a subject, by day.
    pub(super) fn rows(&self, sight: Sight) -> &[u32] {
        let index = &self.audit.facts.data.index;
        match sight {
            Sight::Staff(staff) => index.sessions_of_staff(staff),
            Sight::Case(case) => index.sessions_of_case(case),
            Sight::Session(_) => &[],
        }
    }

    /// Every row that belongs to a spell: those in it, and those nearer to it than to another.
    pub(super) fn session_lines(
        &self,
        (sight, spell): (Sight, Spell),
        trace: &Trace,
        belongs: impl Fn(Day) -> bool,
    ) -> Vec<SessionLine> {
        let data = self.audit.facts.data;
        let rows = self.rows(sight).iter();
        let sessions = rows.filter_map(|number| {
            let session = data.sessions.get(*number as usize)?;
            belongs(session.date).then_some((*number, session))
        });
        sessions
            .map(|(number, session)| {
                let counted = self.counted(spell, trace, (number, session));
                self.session_line(session, counted)
            })
            .collect()
    }

    fn session_line(&self, session: &Session, counted: Counted) -> SessionLine {
        let data = self.audit.facts.data;
        SessionLine {
            date: session.date,
            kind: text(data, Some(session.kind)).unwrap_or_default(),
            depth: text(
                data,
                Some(session.depth).filter(|depth| *depth != Word::FULL),
            ),
            supervisor: session
                .supervisor
                .map(|staff| data.staff_id(staff).to_owned()),
            place: self.audit.place(session.row),
            counted,
        }
    }

    fn counted(&self, spell: Spell, trace: &Trace, (number, session): (u32, &Session)) -> Counted {
        let day = session.date;
        let after = spell.end.is_some_and(|end| day >= end);
        if day > self.audit.question.as_of {
            return Counted::Later;
        }
        if !session.is_held() {
            let status = text(self.audit.facts.data, Some(session.status));
            return Counted::NotHeld {
                status: status.unwrap_or_default(),
            };
        }
        if day < spell.start || after {
            return Counted::Outside;
        }
        let taken = trace.counted.iter().find(|(held, _)| held.number == number);
        match taken {
            Some((held, since)) if held.day == since.day => Counted::SameDay,
            Some(_) => Counted::Yes,
            None => self.not_counted(force_on(trace, day), number, day),
        }
    }

    /// Which clause in force does not count a row, and why.
    fn not_counted(&self, force: &[Standing], number: u32, day: Day) -> Counted {
        let facts = self.audit.facts;
        let at = (Sight::Session(number), Moment::on(day));
        for standing in force {
            let Some(contender) = self.track.contenders.get(standing.contender) else {
                continue;
            };
            if contender.counts.fits(facts, at.0, at.1) == Fit::Yes {
                continue;
            }
            let clause = self.audit.policy.clause(contender.clause);
            if let Some(Duty::Clock(clock)) = clause.map(|clause| &clause.duty) {
                return Counted::NotOfThisClause {
                    clause: contender.id.to_owned(),
                    lacks: shortfalls((&clock.counts, &contender.counts), facts, at.0, at.1),
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
        let Sight::Case(case) = sight else {
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
            let Some(session) = data.sessions.get(number as usize) else {
                continue;
            };
            let day = session.date;
            let elsewhere = session.is_held() && session.case != Some(case) && within(day);
            if elsewhere
                && self.works_on(case, worker, day)
                && !self.discussed(case, day)
                && self.would_count(trace, number, day)
            {
                let named = session.case.map(|case| data.case_id(case).to_owned());
                lines.push(self.session_line(session, Counted::AnotherCase { case: named }));
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
