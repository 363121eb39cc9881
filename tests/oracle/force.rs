//! Which rules are in force for a subject on a day.

use super::calendar::{Date, Interval, minus, plus};
use super::world::{Length, Pace, Row, Rule, Session, Subject, Test, World};

/// One stretch of time in which a subject is owed supervision without a break of more than 7 days.
#[derive(Clone, Debug)]
pub(crate) struct Spell {
    pub(crate) start: Date,
    /// The closing, when it is known.
    pub(crate) end: Option<Date>,
}

/// The spells of a subject as far as they are known on the as-of day.
pub(crate) fn spells(subject: &Subject, as_of: Date) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for row in subject.rows.iter().filter(|row| row.opened <= as_of) {
        let closed = row.closed.filter(|closed| *closed <= as_of);
        match spells.last_mut() {
            Some(last) if last.end.is_none_or(|end| row.opened <= plus(end, 7)) => {
                last.end = closed;
            }
            _ => spells.push(Spell {
                start: row.opened,
                end: closed,
            }),
        }
    }
    spells
}

/// A rule in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InForce {
    /// Its place in the file.
    pub(crate) rule: usize,
    /// The day its clock starts.
    pub(crate) from: Date,
    pub(crate) stage: usize,
}

/// One subject in one spell, and the rules of one lane.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) subject: &'a Subject,
    pub(crate) spell: &'a Spell,
    pub(crate) lane: &'a str,
    /// The first day of the exports for each rule of the file.
    pub(crate) spans: &'a [Option<Date>],
    /// What was done about the subject, of which its rules may count some.
    pub(crate) held: &'a [Session],
}

impl Scene<'_> {
    /// The row in force on a day of the spell.
    fn row(&self, on: Date) -> &Row {
        let rows = self.subject.rows.iter().rev();
        rows.into_iter().find(|row| row.opened <= on).unwrap()
    }

    /// A rule, if it fits on a day by what is known on another, whatever the exports cover.
    pub(crate) fn fits(&self, index: usize, on: Date, known: Date) -> Option<InForce> {
        let rule = &self.world.rules[index];
        if rule.table != self.subject.table || rule.lane() != self.lane {
            return None;
        }
        let row = self.row(on.min(known));
        let closures = &self.world.closures;
        let all = |tests: &Vec<Test>| tests.iter().all(|test| test.holds(row, on, closures));
        if !rule.whom.is_empty() && !rule.whom.iter().any(all) {
            return None;
        }
        let reached = |column: &&'static str| match *column {
            "start_date" | "opened" => Some(&row.opened),
            column => row.dates.get(column).filter(|date| **date <= on),
        };
        let from = if rule.from.is_empty() {
            self.spell.start
        } else {
            *rule.from.iter().filter_map(reached).max()?
        };
        let stage = self.stage(rule, row, from, (on, known));
        Some(InForce {
            rule: index,
            from,
            stage,
        })
    }

    /// The rules in force on a day by what is known on another; none for who is off the track.
    pub(crate) fn in_force(&self, on: Date, known: Date) -> Vec<InForce> {
        let covered = |index: &usize| self.spans[*index].is_some_and(|first| first <= on);
        self.standing(covered, on, known)
    }

    fn standing(&self, covered: impl Fn(&usize) -> bool, on: Date, known: Date) -> Vec<InForce> {
        let rules = &self.world.rules;
        let fitting: Vec<InForce> = (0..rules.len())
            .filter(covered)
            .filter_map(|index| self.fits(index, on, known))
            .collect();
        let displaced = |one: &InForce| {
            let named =
                |other: &InForce| rules[other.rule].instead_of.contains(&rules[one.rule].id);
            fitting.iter().any(named)
        };
        let left: Vec<InForce> = fitting
            .iter()
            .filter(|one| !displaced(one))
            .copied()
            .collect();
        let exempt = |one: &InForce| matches!(rules[one.rule].pace, Pace::Exempt);
        if left.iter().any(exempt) {
            return Vec::new();
        }
        left
    }

    /// The interval that a rule in force asks for; windows have none.
    pub(crate) fn every(&self, one: &InForce) -> Option<Interval> {
        match &self.world.rules[one.rule].pace {
            Pace::Stages(stages) => Some(stages[one.stage].every),
            Pace::Per(_) | Pace::Exempt => None,
        }
    }

    /// The stage a rule is in on a day.
    fn stage(&self, rule: &Rule, row: &Row, from: Date, (on, known): (Date, Date)) -> usize {
        let Pace::Stages(stages) = &rule.pace else {
            return 0;
        };
        let closures = &self.world.closures;
        let mut before = from;
        for (index, stage) in stages.iter().enumerate() {
            let Some(end) = &stage.end else {
                return index;
            };
            let length = end.length.map(|length| match length {
                Length::Until(time) => time.after(from, closures),
                Length::Lasting(time) => time.after(before, closures),
            });
            let decision = end.decision.map(|column| {
                let date = row.dates.get(column);
                date.copied().filter(|date| *date <= known)
            });
            let last = match (length, decision) {
                (Some(length), Some(Some(decision))) => length.max(decision),
                (None, Some(Some(decision))) => decision,
                (_, Some(None)) => return index,
                (Some(length), None) => length,
                (None, None) => unreachable!("an end has a length or a decision"),
            };
            if on <= last {
                return index;
            }
            before = last;
        }
        unreachable!("the last stage has no end")
    }

    /// Whether a rule's `first` can be judged when it comes in force on a day: the exports reach back to its effect.
    pub(crate) fn sees_effect(&self, index: usize, on: Date, known: Date) -> bool {
        if on == self.spell.start {
            return true;
        }
        let testable = |index: &usize| self.spans[*index].is_some();
        let eve = self.standing(testable, minus(on, 1), known);
        !eve.iter().any(|one| one.rule == index)
    }
}

impl Test {
    fn holds(&self, row: &Row, on: Date, closures: &[Date]) -> bool {
        let word = |column: &str| row.words.get(column);
        let date = |column: &str| row.dates.get(column).copied();
        match self {
            Test::Is(column, values) => word(column).is_some_and(|cell| values.contains(cell)),
            Test::Not(column, values) => !word(column).is_some_and(|cell| values.contains(cell)),
            Test::Known(column, known) => {
                (word(column).is_some() || date(column).is_some()) == *known
            }
            Test::Reached(column, reached) => {
                date(column).is_some_and(|date| date <= on) == *reached
            }
            Test::AtLeast(column, time) => {
                date(column).is_some_and(|date| on >= time.after(date, closures))
            }
            Test::Over(column, time) => {
                date(column).is_some_and(|date| on > time.after(date, closures))
            }
            Test::AtMost(column, time) => {
                date(column).is_some_and(|date| on <= time.after(date, closures))
            }
            Test::Under(column, time) => {
                date(column).is_some_and(|date| on < time.after(date, closures))
            }
        }
    }
}
