//! Conditions that a row must meet, judged one by one, so that a finding can name the one that failed.

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Outcome, Reason};
use crate::records::Dataset;

use super::matcher::{Facts, Fit, Matcher, MissingColumn, Moment, Resolved, Sight, all};
use super::probe::Seen;
use super::selector::{Condition, Relation, Selector, SubjectKind};
use super::sources::{Source, case_cell, related, session_cell, staff_cell};
use super::words::condition_in_full;

/// A selector after `must`.
#[derive(Clone, Debug)]
pub struct Must {
    tables: Vec<Vec<Part>>,
}

/// What is judged at once: one condition, or all those on one and the same open case.
#[derive(Clone, Debug)]
struct Part {
    conditions: Vec<Resolved>,
    column: String,
    words: String,
}

/// A cell beside what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// What is asked, in words: `minutes is at least 90`.
    pub wanted: String,
    /// What stands there, `blank` for an empty cell.
    pub found: String,
    /// Whether it is so; nothing where that can't be said.
    pub holds: Option<bool>,
}

impl Compared {
    /// A date that must be there by a day.
    pub fn filled(column: &str, found: Option<Day>, by: Day) -> Compared {
        Compared {
            wanted: format!("{column} is filled"),
            found: found.map_or_else(|| "blank".to_owned(), Day::short),
            holds: Some(found.is_some_and(|day| day <= by)),
        }
    }
}

/// What a row's cells say to a `must`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// All is as it must be.
    Met,
    /// What is not, in the policy's words.
    Failed(Box<str>),
    /// This column is blank, so that nothing can be said.
    Blank(String),
    /// The date in this column is later than the day that is judged.
    Later(String),
}

impl Answer {
    /// What becomes of it on its day, with what failed.
    ///
    /// # Errors
    /// Why nothing can be said.
    pub fn outcome(self, on: Day) -> Result<(Outcome, Option<Box<str>>), Reason> {
        let met = Outcome::Met {
            on,
            spare: 0,
            past_target: 0,
        };
        match self {
            Answer::Met => Ok((met, None)),
            Answer::Failed(words) => Ok((Outcome::NotMet, Some(words))),
            Answer::Blank(column) => Err(Reason::Blank { column }),
            Answer::Later(column) => Err(Reason::DatedLater { column }),
        }
    }
}

impl Must {
    /// Refuses a `must` that asks for nothing.
    ///
    /// # Errors
    /// It has no condition.
    pub fn check(selector: &Selector, example: &str) -> Result<(), String> {
        if selector.is_everyone() {
            return Err(format!(
                "`must` has no condition, expected one such as `{example}`"
            ));
        }
        Ok(())
    }

    /// Looks its columns up in the exports.
    ///
    /// # Errors
    /// The first column that no export has.
    pub fn resolve(
        selector: &Selector,
        subject: SubjectKind,
        data: &Dataset,
    ) -> Result<Must, MissingColumn> {
        let matcher = Matcher::resolve(selector, subject, data)?;
        let tables = matcher.alternatives.into_iter().zip(&selector.alternatives);
        Ok(Must {
            tables: tables
                .map(|(resolved, conditions)| parts(resolved, conditions))
                .collect(),
        })
    }

    /// Judges the rows of one subject together: a condition is met where one of them meets it, and fails where none
    /// does and one has the cell.
    ///
    /// Unlike in `for`, a blank cell is no answer, and nobody at the other end of a relation is none either, unless a
    /// test speaks of blanks itself.
    pub fn judge(&self, facts: Facts<'_>, rows: &[Sight], moment: Moment) -> Answer {
        let mut failed: Vec<Vec<String>> = Vec::new();
        let mut blank = None;
        for table in &self.tables {
            let (mut not_met, mut unknown) = (Vec::new(), None);
            for part in table {
                match part.over(facts, rows, moment) {
                    Fit::Yes => {}
                    Fit::No => not_met.push(part.said(facts, rows, moment)),
                    Fit::Blank => {
                        unknown = unknown.or_else(|| Some(part.unknown(facts, rows, moment)));
                    }
                }
            }
            if !not_met.is_empty() {
                failed.push(not_met);
            } else if unknown.is_some() {
                blank = blank.or(unknown);
            } else {
                return Answer::Met;
            }
        }
        if let Some(unknown) = blank {
            return unknown;
        }
        let failed: Vec<String> = failed.iter().map(|table| table.join("; ")).collect();
        Answer::Failed(failed.join(", nor: ").into_boxed_str())
    }
}

impl Must {
    /// Each condition beside what the rows of one subject say; of several ways to meet it, all.
    pub fn compared(&self, facts: Facts<'_>, rows: &[Sight], moment: Moment) -> Vec<Compared> {
        let parts = self.tables.iter().flatten();
        parts
            .map(|part| {
                let mut rows_said = rows
                    .iter()
                    .filter_map(|row| part.found(facts, *row, moment.day));
                let holds = match part.over(facts, rows, moment) {
                    Fit::Yes => Some(true),
                    Fit::No => Some(false),
                    Fit::Blank => None,
                };
                let silent = || part.silent(facts.data, rows, moment, holds).to_owned();
                Compared {
                    wanted: part.words.clone(),
                    found: rows_said.next().unwrap_or_else(silent),
                    holds,
                }
            })
            .collect()
    }
}

fn parts(resolved: Vec<Resolved>, conditions: &[Condition]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut on_cases: Option<Part> = None;
    for (resolved, condition) in resolved.into_iter().zip(conditions) {
        let words = condition_in_full(condition);
        let column = condition
            .relation
            .map_or(String::new(), |relation| format!("{}.", relation.name()))
            + &condition.column;
        match (&mut on_cases, condition.relation) {
            (Some(part), Some(Relation::Cases)) => {
                part.conditions.push(resolved);
                part.words = format!("{} and {words}", part.words);
            }
            (_, relation) => {
                let part = Part {
                    conditions: vec![resolved],
                    column,
                    words,
                };
                if relation == Some(Relation::Cases) {
                    on_cases = Some(part);
                } else {
                    parts.push(part);
                }
            }
        }
    }
    parts.extend(on_cases);
    parts
}

impl Part {
    fn over(&self, facts: Facts<'_>, rows: &[Sight], moment: Moment) -> Fit {
        let mut best = Fit::Blank;
        for row in rows {
            match self.fits(facts, *row, moment) {
                Fit::Yes => return Fit::Yes,
                Fit::No => best = Fit::No,
                Fit::Blank => {}
            }
        }
        best
    }

    fn fits(&self, facts: Facts<'_>, sight: Sight, moment: Moment) -> Fit {
        match self.conditions.as_slice() {
            [one] if one.relation != Some(Relation::Cases) => {
                let other = other_end(facts.data, one, sight, moment.day);
                other.map_or(Fit::Blank, |sight| one.holds_strictly(facts, sight, moment))
            }
            several => all(several, facts, sight, moment),
        }
    }

    /// Why nothing can be said: the cell is blank, or holds a date from after the day.
    fn unknown(&self, facts: Facts<'_>, rows: &[Sight], moment: Moment) -> Answer {
        let column = self.column.clone();
        let later = rows.iter().any(|row| {
            let seen = self.seen(facts.data, *row, moment.day);
            matches!(seen, Some(Seen::Day(day)) if day > moment.day)
        });
        if later {
            Answer::Later(column)
        } else {
            Answer::Blank(column)
        }
    }

    /// The condition with what stands there instead, of the first row that says anything.
    fn said(&self, facts: Facts<'_>, rows: &[Sight], moment: Moment) -> String {
        let found = rows
            .iter()
            .find_map(|row| self.found(facts, *row, moment.day));
        match found {
            Some(found) => format!("{} (found {found})", self.words),
            None => self.words.clone(),
        }
    }

    /// What is said of a cell that gives no value, and of several cases at once.
    fn silent(
        &self,
        data: &Dataset,
        rows: &[Sight],
        moment: Moment,
        holds: Option<bool>,
    ) -> &'static str {
        let mut conditions = self.conditions.iter();
        if conditions.any(|one| one.relation == Some(Relation::Cases)) {
            return match holds {
                Some(true) => "such a case",
                Some(false) => "no such case",
                None => "blank",
            };
        }
        let seen = rows
            .iter()
            .find_map(|row| self.seen(data, *row, moment.day));
        match seen {
            Some(Seen::Word(word)) if data.words.folded(word) == "true" => "yes",
            Some(Seen::Word(_)) => "no",
            Some(_) | None => "blank",
        }
    }

    /// What stands in the one cell it looks at.
    fn seen<'d>(&self, data: &'d Dataset, sight: Sight, day: Day) -> Option<Seen<'d>> {
        let [one] = self.conditions.as_slice() else {
            return None;
        };
        match (one.source, other_end(data, one, sight, day)?) {
            (Source::Staff(source), Sight::Staff(staff)) => {
                Some(staff_cell(data, staff, source, day))
            }
            (Source::Session(source), Sight::Session(row)) => Some(session_cell(data, row, source)),
            // Of a case with several workers, the first of its rows that says anything.
            (Source::Case(source), Sight::Case(case)) => {
                let rows = data.episode_on(case, day).iter();
                let mut cells = rows.map(|row| case_cell(data, case, row, source));
                let filled = cells.find(|cell| !matches!(cell, Seen::Blank));
                Some(filled.unwrap_or(Seen::Blank))
            }
            (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {
                None
            }
        }
    }

    fn found(&self, facts: Facts<'_>, sight: Sight, day: Day) -> Option<String> {
        let data = facts.data;
        match self.seen(data, sight, day)? {
            Seen::Blank => None,
            Seen::Word(word) => Some(data.words.folded(word).to_owned())
                .filter(|text| text != "true" && text != "false"),
            Seen::Text(text) => Some(text.to_owned()),
            Seen::Day(on) => Some(on.short()),
            Seen::Number(number) => Some(number.to_string()),
        }
    }
}

/// The row a condition looks at; nothing where the exports know nobody there.
fn other_end(data: &Dataset, condition: &Resolved, sight: Sight, day: Day) -> Option<Sight> {
    let Some(relation) = condition.relation else {
        return Some(sight);
    };
    let other = related(data, sight, relation, day)?;
    let known = match other {
        Sight::Staff(staff) => data.post_on(staff, day).is_some(),
        Sight::Case(case) => !data.episode_on(case, day).is_empty(),
        Sight::Session(_) | Sight::Activity(_) => true,
    };
    known.then_some(other)
}

#[cfg(test)]
mod tests;
