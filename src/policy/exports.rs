//! A policy against the exports: columns that none has, values that no row has.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{Matcher, Relation, Selector, SubjectKind, Test, Value};
use crate::records::{Cell, Dataset, Export, Word, fold};
use crate::rules::{Clause, Duty};

use super::Policy;
use super::mistakes::{Mistake, nearest};

/// What the policy names and the exports have not, as warnings at their places.
pub fn against(policy: &Policy, data: &Dataset) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut values = Values::default();
    for clause in &policy.clauses {
        let Some(subject) = clause.subject() else {
            continue;
        };
        check(clause, &clause.whom, subject, data, &mut values, &mut found);
        if let Duty::Clock(clock) = &clause.duty {
            check(
                clause,
                &clock.counts,
                SubjectKind::Session,
                data,
                &mut values,
                &mut found,
            );
        }
    }
    found
}

fn check(
    clause: &Clause,
    selector: &Selector,
    subject: SubjectKind,
    data: &Dataset,
    values: &mut Values,
    found: &mut Vec<Mistake>,
) {
    if let Err(missing) = Matcher::resolve(selector, subject, data) {
        let message = format!(
            "`{}` can't be tested: no {} export has a column `{}`",
            clause.id, missing.export, missing.column
        );
        let help = missing
            .nearest
            .map(|near| format!("the nearest column is `{near}`; map it, or correct the name"));
        found.push(Mistake::warning("unknown-column", clause.whom_at.clone(), message).help(help));
        return;
    }
    for condition in selector.alternatives.iter().flatten() {
        let at = condition.relation.map_or(subject, Relation::target);
        if at.derived().contains(&condition.column.as_str()) {
            continue;
        }
        for test in &condition.tests {
            let (Test::Is(wanted) | Test::Not(wanted)) = test else {
                continue;
            };
            let known = values.of(at.export(), &condition.column, data);
            for value in wanted {
                let Value::Word(word) = value else { continue };
                if known.is_empty() || known.contains(word) {
                    continue;
                }
                let message = format!(
                    "no row has `{word}` in `{}`, which `{}` names",
                    condition.column, clause.id
                );
                let help = nearest(word, known.iter().map(String::as_str)).map(|near| {
                    format!("did you mean `{near}`? or map the export's word to `{word}`")
                });
                found.push(
                    Mistake::warning("unknown-value", clause.whom_at.clone(), message).help(help),
                );
            }
        }
    }
}

/// The distinct values of the columns looked at so far.
#[derive(Default)]
struct Values {
    columns: BTreeMap<(Export, String), BTreeSet<String>>,
}

impl Values {
    fn of(&mut self, export: Export, column: &str, data: &Dataset) -> &BTreeSet<String> {
        self.columns
            .entry((export, column.to_owned()))
            .or_insert_with(|| distinct(export, column, data))
    }
}

fn distinct(export: Export, column: &str, data: &Dataset) -> BTreeSet<String> {
    let folded = |word: Option<Word>| word.map(|word| data.words.folded(word).to_owned());
    let attribute = |cells: &[Cell]| {
        let index = data.columns(export).attribute(column)?;
        match cells.get(index) {
            Some(Cell::Word(word)) => folded(Some(*word)),
            Some(Cell::Blank | Cell::Day(_) | Cell::Number(_)) | None => None,
        }
    };
    match export {
        Export::Staff => {
            let posts = data.staff.iter().flat_map(|member| &member.posts);
            posts
                .filter_map(|post| match column {
                    "role" => folded(post.role),
                    "team" => folded(post.team),
                    "service" => folded(post.service),
                    _ => attribute(&post.attributes),
                })
                .collect()
        }
        Export::Cases => {
            let rows = data.cases.iter().flat_map(|case| &case.episodes);
            rows.filter_map(|row| match column {
                "case_type" => folded(row.case_type),
                "team" => folded(row.team),
                "service" => folded(row.service),
                "family_id" => folded(row.family),
                _ => attribute(&row.attributes),
            })
            .collect()
        }
        Export::Sessions => {
            let rows = data.sessions.iter();
            match column {
                "kind" => rows.filter_map(|row| folded(Some(row.kind))).collect(),
                // `full` and `light` are words of ours: an export without the column has only the first.
                "depth" => ["full", "light"].map(fold).into(),
                "status" => rows.filter_map(|row| folded(Some(row.status))).collect(),
                _ => BTreeSet::new(),
            }
        }
        Export::Absences => BTreeSet::new(),
    }
}
