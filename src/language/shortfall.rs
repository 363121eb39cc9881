//! Why a subject does not fit a selector: the conditions that fail, and what the exports say instead.

use serde::Serialize;

use crate::records::{Dataset, Word};

use super::matcher::{Facts, Fit, Matcher, Moment, Resolved, Sight, all};
use super::probe::Seen;
use super::selector::{Condition, Relation, Selector};
use super::sources::{
    Source, activity_cell, case_cell, related, session_cell, staff_cell, workers,
};
use super::words::condition_in_full;

/// A condition that keeps a subject from fitting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Shortfall {
    /// The column, with the step before it: `role`, `the supervisor's team`.
    pub column: String,
    /// The condition, in words.
    pub wanted: String,
    /// What the exports say instead, `blank` for an empty cell.
    pub found: String,
}

/// For each alternative of a selector the conditions that do not hold. `matcher` is the same selector, looked up.
pub fn shortfalls(
    (selector, matcher): (&Selector, &Matcher),
    facts: Facts<'_>,
    sight: Sight,
    moment: Moment,
) -> Vec<Vec<Shortfall>> {
    let tables = selector.alternatives.iter().zip(&matcher.alternatives);
    let of_table = |(conditions, resolved): (&Vec<Condition>, &Vec<Resolved>)| {
        let mut found = Vec::new();
        for (condition, resolved) in conditions.iter().zip(resolved) {
            if all(std::slice::from_ref(resolved), facts, sight, moment) != Fit::Yes {
                found.push(Shortfall {
                    column: column(condition),
                    wanted: condition_in_full(condition),
                    found: seen(resolved, facts.data, sight, moment),
                });
            }
        }
        // Each condition on cases may hold of some case, and all of them of none; so with workers.
        if found.is_empty() && all(resolved, facts, sight, moment) != Fit::Yes {
            for (condition, resolved) in conditions.iter().zip(resolved) {
                let of_none = match condition.relation {
                    Some(Relation::Cases) => "no case of which all of this is true".to_owned(),
                    Some(Relation::Worker) => {
                        let seen = of_workers(resolved, facts.data, sight, moment);
                        format!("{seen}, with no worker who has all that is asked")
                    }
                    Some(_) | None => continue,
                };
                found.push(Shortfall {
                    column: column(condition),
                    wanted: condition_in_full(condition),
                    found: of_none,
                });
            }
        }
        found
    };
    tables.map(of_table).collect()
}

fn column(condition: &Condition) -> String {
    match condition.relation {
        None => condition.column.clone(),
        Some(relation) => format!("the {}'s {}", relation.name(), condition.column),
    }
}

/// What the exports say in the place of one condition.
fn seen(resolved: &Resolved, data: &Dataset, sight: Sight, moment: Moment) -> String {
    let sight = match resolved.relation {
        None => Some(sight),
        Some(Relation::Cases) => return "no such case".to_owned(),
        Some(Relation::Worker) => return of_workers(resolved, data, sight, moment),
        Some(relation) => related(data, sight, relation, moment.state()),
    };
    match (resolved.source, sight) {
        (Source::Staff(source), Some(Sight::Staff(staff))) => {
            words(data, &staff_cell(data, staff, source, moment.state()))
        }
        (Source::Case(source), Some(Sight::Case(case))) => {
            let rows = data.episode_on(case, moment.state()).iter();
            let mut said: Vec<String> = rows
                .map(|row| words(data, &case_cell(data, case, row, source)))
                .collect();
            said.dedup();
            said.join(" and ")
        }
        (Source::Session(source), Some(Sight::Session(row))) => {
            words(data, &session_cell(data, row, source))
        }
        (Source::Activity(source), Some(Sight::Activity(row))) => {
            words(data, &activity_cell(data, row, source))
        }
        (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {
            nobody()
        }
    }
}

/// What the exports say of the worker of a case, or of each of several.
fn of_workers(resolved: &Resolved, data: &Dataset, sight: Sight, moment: Moment) -> String {
    let Source::Staff(source) = resolved.source else {
        return nobody();
    };
    let workers = workers(data, sight, moment.state());
    let mut said: Vec<String> = workers
        .map(|worker| words(data, &staff_cell(data, worker, source, moment.state())))
        .collect();
    said.dedup();
    if said.is_empty() {
        return nobody();
    }
    said.join(" and ")
}

fn nobody() -> String {
    "nobody named".to_owned()
}

fn words(data: &Dataset, seen: &Seen<'_>) -> String {
    match seen {
        Seen::Blank => "blank".to_owned(),
        Seen::Word(Word::TRUE) => "yes".to_owned(),
        Seen::Word(Word::FALSE) => "no".to_owned(),
        Seen::Word(word) => data.words.text(*word).to_owned(),
        Seen::Text(text) => (*text).to_owned(),
        Seen::Day(day) => day.short(),
        Seen::Number(number) => number.to_string(),
    }
}
