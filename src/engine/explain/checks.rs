//! What is judged clause by clause: the records and caps of one subject.

use crate::calendar::Day;
use crate::language::{Holding, Matcher, Search, Total, Workings};
use crate::ledger::{Event, Obligation, Outcome, Subject};
use crate::place::Row;
use crate::records::{Export, Session};
use crate::rules::Duty;

use super::super::Audit;
use super::lines::{
    AddedLine, CheckLine, FromLine, HeldLine, HoldingLine, OthersLine, OutsideLine, PartLine,
    SearchLine, SessionRef, TotalLine,
};
use super::owed::working;
use super::owed_lines::{Base, DayOffLine, SumLine};
use super::who::text;

impl Audit<'_> {
    /// Whether something owed by one subject belongs in the explanation of another: a session's record in that of
    /// the person supervised and of the case named.
    pub(super) fn concerns(&self, asked: Subject, owing: Subject) -> bool {
        let session = |row: u32| self.facts.data.sessions.get(row as usize);
        match (asked, owing) {
            (Subject::Staff(staff), Subject::Session(row)) => {
                session(row).is_some_and(|session| session.supervisee == Some(staff))
            }
            (Subject::Case(case), Subject::Session(row)) => {
                session(row).is_some_and(|session| session.case == Some(case))
            }
            (one, other) => one == other,
        }
    }

    /// The records and caps of a subject, by day.
    pub(super) fn check_lines(&self, subject: Subject, owed: &[Obligation]) -> Vec<CheckLine> {
        let mut mine: Vec<&Obligation> = owed
            .iter()
            .filter(|one| self.concerns(subject, one.subject))
            .collect();
        mine.sort_unstable_by_key(|one| (one.clause, one.since, one.due));
        mine.into_iter()
            .filter_map(|one| self.check_line(one))
            .collect()
    }

    fn check_line(&self, owed: &Obligation) -> Option<CheckLine> {
        let clause = self.policy.clause(owed.clause)?;
        let of_session = matches!(
            owed.since.event,
            Event::Session | Event::SessionDay | Event::CalledOff
        );
        let session = owed
            .since
            .row
            .filter(|_| of_session)
            .and_then(|row| self.session_at(row));
        let mut rows: Vec<Row> = Vec::new();
        for row in owed.since.row.iter().chain(&owed.by).chain(&owed.rows) {
            if !rows.contains(row) {
                rows.push(*row);
            }
        }
        let workings = self.workings(owed);
        let from = workings.from.as_ref().map(|(day, _)| *day);
        let mut line = CheckLine {
            clause: clause.id.clone(),
            session: session.map(|session| self.session_ref(session)),
            due: owed.due,
            target: owed.target,
            sum: self.deadline(owed, from.unwrap_or(owed.since.day)),
            within: match &clause.duty {
                Duty::Check(check) => check.allows(),
                Duty::Clock(_) | Duty::NotTestable(_) => None,
            },
            counts_from: workings.from.map(|(day, column)| FromLine { day, column }),
            total: workings.total.map(|total| self.total_line(&total)),
            compared: workings.compared,
            holding: workings.holding.map(|holding| self.holding_line(&holding)),
            search: workings
                .search
                .filter(|_| !matches!(owed.outcome, Outcome::Met { .. }))
                .map(|search| self.search_line(&search)),
            outcome: owed.outcome,
            value: None,
            limit: None,
            unit: None,
            for_information: owed.remarks.for_information,
            failed: owed.remarks.failed.as_deref().map(str::to_owned),
            with_another: owed.remarks.with_another,
            cut: owed.remarks.cut,
            rows: rows.into_iter().map(|row| self.place(row)).collect(),
            obligation: owed.clone(),
        };
        line.measure(owed.measure.as_deref());
        Some(line)
    }

    fn session_at(&self, row: Row) -> Option<&Session> {
        let data = self.facts.data;
        data.sessions.get(data.session_at(row)? as usize)
    }

    /// What the clause looked at and added up.
    fn workings(&self, owed: &Obligation) -> Workings {
        let told = self.policy.clause(owed.clause).and_then(|clause| {
            let Duty::Check(check) = &clause.duty else {
                return None;
            };
            let whom = Matcher::resolve(&clause.whom, check.subject(), self.facts.data).ok()?;
            Some(check.workings(&self.view(owed.clause, &whom), owed))
        });
        told.unwrap_or_default()
    }

    fn total_line(&self, total: &Total) -> TotalLine {
        let added = total.added.iter().map(|one| AddedLine {
            date: one.day,
            amount: one.amount.map(|amount| amount.to_string()),
            minutes: one.minutes,
            people: one.people,
            place: self.place(one.row),
        });
        TotalLine {
            from: total.first,
            to: total.last,
            part: total
                .part
                .map(|(whole, of, unit)| PartLine { whole, of, unit }),
            in_full: total.in_full.to_string(),
            added: added.collect(),
        }
    }

    fn holding_line(&self, holding: &Holding) -> HoldingLine {
        let data = self.facts.data;
        let parts = holding.parts.iter().map(|part| HeldLine {
            id: match part.subject {
                Subject::Case(case) => data.case_id(case).to_owned(),
                Subject::Staff(staff) => data.staff_id(staff).to_owned(),
                Subject::Session(_) | Subject::Team(_) | Subject::Council => String::new(),
            },
            amount: part.amount.to_string(),
            why: part.why.words(data),
            place: self.place(part.row),
        });
        HoldingLine {
            in_full: holding.in_full.to_string(),
            share: holding.share.map(|share| share.to_string()),
            posts: holding.posts.map(|posts| posts.to_string()),
            parts: parts.collect(),
        }
    }

    fn search_line(&self, search: &Search) -> SearchLine {
        let data = self.facts.data;
        let outside = search.outside.iter().map(|(day, row)| OutsideLine {
            date: *day,
            place: self.place(*row),
        });
        let others = search.others.iter().map(|(kind, rows)| OthersLine {
            kind: text(data, Some(*kind)).unwrap_or_default(),
            rows: *rows,
        });
        SearchLine {
            files: data
                .files_of(Export::Activity)
                .map(|file| file.name.clone())
                .collect(),
            outside: outside.collect(),
            others: others.collect(),
            what: search.what.clone(),
            from: search.first,
            to: search.last,
        }
    }

    fn session_ref(&self, session: &Session) -> SessionRef {
        let data = self.facts.data;
        let number = session.session;
        SessionRef {
            id: number.map(|number| data.session_ids.text(number.index()).to_owned()),
            date: session.date,
            kind: text(data, Some(session.kind)).unwrap_or_default(),
            place: self.place(session.row),
        }
    }

    /// The deadline worked out from the day it counts from.
    fn deadline(&self, owed: &Obligation, from: Day) -> Option<SumLine> {
        let Duty::Check(check) = &self.policy.clause(owed.clause)?.duty else {
            return None;
        };
        let within = check.allows()?;
        let days = self.facts.working;
        let plain = within.after(from, days);
        let rolled = (plain != owed.due).then(|| DayOffLine {
            day: plain,
            why: days
                .why_not(plain)
                .map_or_else(String::new, |off| off.to_string()),
        });
        let comes_out = plain == owed.due || days.next_on_or_after(plain) == owed.due;
        comes_out.then(|| SumLine {
            from,
            base: Base::Gap,
            adds: within.to_string(),
            window: false,
            plain,
            working_days: working(within, (from, plain), days),
            paused: Vec::new(),
            grace: None,
            not_before: None,
            rolled,
            due: owed.due,
        })
    }
}
