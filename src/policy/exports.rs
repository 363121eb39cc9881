//! A policy against the exports: columns that none has, values that no row has.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexSet;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::language::{
    Condition, DateColumn, Every, Evidence, IntervalColumn, MissingColumn, Pace, Relation,
    Selector, SubjectKind, Test, Value, missing_columns,
};
use crate::records::{Cell, Dataset, Export, Word, fold};
use crate::rules::{Clause, Clock, Duty};

use super::Policy;
use super::lacking;
use super::mistakes::{Mistake, backticked, nearest};
use super::places::Places;
use super::unnamed_kinds;

/// So many words of an export at most are offered for one that it has not.
const MOST_UNNAMED: usize = 3;

/// What the policy names and the exports have not, as warnings at their places: each column and each value once, at the
/// first clause that names it.
pub fn against(policy: &Policy, data: &Dataset) -> Vec<Mistake> {
    let places = Places::of_text(&policy.text);
    let mut looking = Looking::new(data, &places);
    for clause in &policy.clauses {
        looking.clause(clause);
    }
    let mut found: Vec<Mistake> = looking
        .columns
        .values()
        .map(|told| told.unknown_column(data))
        .collect();
    let words = &looking.words;
    let values = &mut looking.values;
    for ((export, column, word), told) in words {
        let known = values.of(*export, column, data);
        let unnamed = known.iter().map(String::as_str).filter(|word| {
            let key = (*export, column.clone(), (*word).to_owned());
            !looking.named.contains(&key)
        });
        let unnamed: Vec<&str> = unnamed.collect();
        found.push(told.unknown_value((*export, column, word), known, &unnamed));
    }
    let named = |kind: &str| {
        let mut named = looking.named.iter();
        named.any(|(export, column, word)| {
            (*export, column.as_str(), word.as_str()) == (Export::Sessions, "kind", kind)
        })
    };
    if looking.goes_by_kind() && !unnamed_kinds::takes_others(policy) {
        found.extend(unnamed_kinds::warning(data, named));
    }
    found.extend(lacking::warnings(policy, data, &places));
    found.sort_by_key(|mistake| mistake.span.start);
    found
}

/// Something no export has, and who names it.
struct Told<'p> {
    at: Range<usize>,
    ids: Vec<&'p str>,
    /// The column, when it is one that is missing.
    missing: Option<MissingColumn>,
}

impl Told<'_> {
    fn clauses(&self) -> String {
        match self.ids.as_slice() {
            ids @ ([] | [_] | [_, _] | [_, _, _]) => backticked(ids),
            [first, second, rest @ ..] => {
                format!("`{first}`, `{second}` and {} more", rest.len())
            }
        }
    }

    fn unknown_column(&self, data: &Dataset) -> Mistake {
        let clauses = self.clauses();
        let Some(missing) = &self.missing else {
            return Mistake::warning("unknown-column", self.at.clone(), clauses);
        };
        let (export, column) = (missing.export, missing.column.as_str());
        if data.files_of(export).next().is_none() {
            let message = format!("{clauses} can't be tested: no {export} export was given");
            return Mistake::warning("missing-export", self.at.clone(), message);
        }
        let message =
            format!("{clauses} can't be tested: no {export} export has a column `{column}`");
        let canonical = export.columns().iter().any(|known| known.name == column);
        let help = match &missing.nearest {
            _ if canonical => {
                let line = format!("columns.{column} = \"…\"");
                let other = format!(
                    "if one has it under another name, say so in the mapping of {export}: {line}"
                );
                // A column that is not there is no blank: a row may stand for a family.
                match (export, column) {
                    (Export::Cases, "children") => {
                        format!("{other}; if each row is one child, constants.children = \"1\"")
                    }
                    _ => other,
                }
            }
            Some(near) => {
                format!("did you mean `{near}`? or add the column, blank where it does not apply")
            }
            None => "add the column, blank where it does not apply, or map another name to it"
                .to_owned(),
        };
        Mistake::warning("unknown-column", self.at.clone(), message).help(Some(help))
    }

    fn unknown_value(
        &self,
        (export, column, word): (Export, &str, &str),
        known: &BTreeSet<String>,
        unnamed: &[&str],
    ) -> Mistake {
        let clauses = self.clauses();
        let verb = if self.ids.len() == 1 { "names" } else { "name" };
        let message = format!(
            "no row of the {export} export has `{word}` in `{column}`, which {clauses} {verb}"
        );
        let line = format!("in the mapping of {export}: values.{column}.\"…\" = \"{word}\"");
        let help = match nearest(word, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? or say which word stands for it {line}"),
            None if (1..=MOST_UNNAMED).contains(&unnamed.len()) => format!(
                "the export has {}, which no clause names; if that stands for it, say so {line}",
                backticked(unnamed)
            ),
            None => format!("if the export has another word for it, say so {line}"),
        };
        Mistake::warning("unknown-value", self.at.clone(), message).help(Some(help))
    }
}

pub(super) struct Looking<'p, 'd> {
    data: &'d Dataset,
    places: &'d Places<'p>,
    values: Values,
    columns: BTreeMap<(Export, String), Told<'p>>,
    words: BTreeMap<(Export, String, String), Told<'p>>,
    /// Every word that a clause compares with, known or not.
    named: BTreeSet<(Export, String, String)>,
}

/// A column that a clause names and an export has not.
pub(super) struct Missed<'l> {
    pub(super) column: &'l str,
    pub(super) at: Range<usize>,
}

impl<'p, 'd> Looking<'p, 'd> {
    pub(super) fn new(data: &'d Dataset, places: &'d Places<'p>) -> Looking<'p, 'd> {
        Looking {
            data,
            places,
            values: Values::default(),
            columns: BTreeMap::new(),
            words: BTreeMap::new(),
            named: BTreeSet::new(),
        }
    }

    /// Whether any clause asks for a kind of session.
    fn goes_by_kind(&self) -> bool {
        let mut named = self.named.iter();
        named.any(|(export, column, _)| *export == Export::Sessions && column == "kind")
    }

    /// The columns of an export that were named and are missing.
    pub(super) fn missed(&self, export: Export) -> impl Iterator<Item = Missed<'_>> {
        let missing = self.columns.iter();
        let missing = missing.filter(move |((of, _), _)| *of == export);
        missing.map(|((_, column), told)| Missed {
            column,
            at: told.at.clone(),
        })
    }
}

impl<'p> Looking<'p, '_> {
    pub(super) fn clause(&mut self, clause: &'p Clause) {
        let Some(subject) = clause.subject() else {
            return;
        };
        self.selector(clause, "for", (&clause.whom, subject));
        match &clause.duty {
            Duty::Clock(clock) => {
                if let Some(counted) = clock.evidence.rows() {
                    self.selector(clause, "counts", counted);
                }
                self.schedule(clause, clock);
            }
            Duty::Check(check) => {
                for (key, selector, subject) in check.selectors() {
                    self.selector(clause, key, (selector, subject));
                }
                for missing in check.missing(self.data) {
                    let column = missing.column.clone();
                    let keys = ["evidence", "from"];
                    let at = self.places.text(clause, &keys, &column);
                    self.column(clause, missing, at);
                }
            }
            Duty::NotTestable(_) => {}
        }
    }

    /// The columns that the keys of a clock name.
    fn schedule(&mut self, clause: &'p Clause, clock: &Clock) {
        let (subject, data) = (clock.subject, self.data);
        let mut dates: Vec<(&[&str], &str)> = Vec::new();
        let mut intervals: Vec<(&[&str], &str)> = Vec::new();
        let from = clock.schedule.from.iter();
        dates.extend(from.map(|column| (&["from"][..], column.as_str())));
        if let Evidence::Column(column) = &clock.evidence {
            dates.push((&["evidence"], column));
        }
        if let Pace::Stages(stages) = &clock.schedule.pace {
            for stage in stages {
                let ends = stage.ends.as_ref().and_then(|ends| ends.on.as_deref());
                dates.extend(ends.map(|column| (&["stages"][..], column)));
                if let Every::Column(column) = &stage.every {
                    intervals.push((&["every", "stages"], column));
                }
            }
        }
        let dates = dates.into_iter().filter_map(|(keys, column)| {
            let missing = DateColumn::find(column, subject, data).err()?;
            Some((keys, column, missing))
        });
        let intervals = intervals.into_iter().filter_map(|(keys, column)| {
            let missing = IntervalColumn::find(column, subject, data).err()?;
            Some((keys, column, missing))
        });
        for (keys, column, missing) in dates.chain(intervals) {
            let at = self.places.text(clause, keys, column);
            self.column(clause, missing, at);
        }
    }

    fn selector(
        &mut self,
        clause: &'p Clause,
        key: &str,
        (selector, subject): (&Selector, SubjectKind),
    ) {
        let missing = missing_columns(selector, subject, self.data);
        for (condition, missing) in &missing {
            let at = self.places.column(clause, key, named(condition));
            self.column(clause, missing.clone(), at);
        }
        for condition in selector.alternatives.iter().flatten() {
            if !missing.iter().any(|(other, _)| *other == condition) {
                self.condition(clause, key, (condition, subject));
            }
        }
    }

    /// The values a condition compares with.
    fn condition(
        &mut self,
        clause: &'p Clause,
        key: &str,
        (condition, subject): (&Condition, SubjectKind),
    ) {
        let at = condition.relation.map_or(subject, Relation::target);
        if at.derived().contains(&condition.column.as_str()) {
            return;
        }
        let (export, column) = (at.export(), condition.column.as_str());
        for test in &condition.tests {
            let (Test::Is(wanted) | Test::Not(wanted)) = test else {
                continue;
            };
            let known = self.values.of(export, column, self.data);
            for value in wanted {
                let Value::Word(word) = value else { continue };
                let compared = (export, column.to_owned(), word.clone());
                self.named.insert(compared.clone());
                if known.is_empty() || known.contains(word) {
                    continue;
                }
                let told = self.words.entry(compared).or_insert_with(|| Told {
                    at: self.places.word(clause, key, named(condition), word),
                    ids: Vec::new(),
                    missing: None,
                });
                told.name(clause);
            }
        }
    }

    fn column(&mut self, clause: &'p Clause, missing: MissingColumn, at: Range<usize>) {
        // Without the whole export its columns are not worth a line each.
        let column = match self.data.files_of(missing.export).next() {
            Some(_) => missing.column.clone(),
            None => String::new(),
        };
        let told = self
            .columns
            .entry((missing.export, column))
            .or_insert_with(|| Told {
                at,
                ids: Vec::new(),
                missing: Some(missing),
            });
        told.name(clause);
    }
}

impl<'p> Told<'p> {
    fn name(&mut self, clause: &'p Clause) {
        if !self.ids.contains(&clause.id.as_str()) {
            self.ids.push(&clause.id);
        }
    }
}

fn named(condition: &Condition) -> (Option<Relation>, &str) {
    (condition.relation, &condition.column)
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
    if (export, column) == (Export::Sessions, "depth") {
        // Words of ours: an export without the column has only the first.
        return ["full", "light"].map(fold).into();
    }
    let words = words(export, column, data).into_iter();
    words
        .map(|word| data.words.folded(word).to_owned())
        .collect()
}

/// How many rows one thread takes at a time. The result does not hang on it.
const ROWS_AT_ONCE: usize = 1 << 16;

/// A set that many rows are put into.
type Distinct = IndexSet<Word, FxBuildHasher>;

/// The words of many rows, looked at by several threads.
fn of_many<T: Sync>(rows: &[T], word: impl Fn(&T) -> Option<Word> + Sync) -> Distinct {
    let parts = rows.par_chunks(ROWS_AT_ONCE);
    let parts = parts.map(|rows| rows.iter().filter_map(&word).collect::<Distinct>());
    parts.reduce(Distinct::default, |mut words, more| {
        words.extend(more);
        words
    })
}

fn words(export: Export, column: &str, data: &Dataset) -> Distinct {
    let of_cell = |cell: &Cell| match cell {
        Cell::Word(word) => Some(*word),
        Cell::Blank | Cell::Day(_) | Cell::Number(_) => None,
    };
    let index = data.columns(export).attribute(column);
    let attribute = |cells: &[Cell]| of_cell(cells.get(index?)?);
    match export {
        Export::Staff => {
            let posts = data.staff.iter().flat_map(|member| &member.posts);
            posts
                .filter_map(|post| match column {
                    "role" => post.role,
                    "team" => post.team,
                    "service" => post.service,
                    _ => attribute(&post.attributes),
                })
                .collect()
        }
        Export::Cases => {
            let rows = data.cases.iter().flat_map(|case| &case.episodes);
            let beside = rows.clone().filter(|_| column == "case_type");
            let beside = beside.flat_map(|row| row.beside.iter().copied());
            let own = rows.filter_map(|row| match column {
                "case_type" => row.case_type,
                "team" => row.team,
                "service" => row.service,
                "family_id" => row.family,
                _ => attribute(&row.attributes),
            });
            own.chain(beside).collect()
        }
        Export::Sessions => match column {
            "kind" if !data.index.kinds().is_empty() => {
                data.index.kinds().iter().copied().collect()
            }
            "kind" => of_many(&data.sessions, |row| Some(row.kind)),
            "status" => of_many(&data.sessions, |row| Some(row.status)),
            _ => {
                let cells = index.and_then(|index| data.session_attributes.get(index));
                of_many(cells.map_or(&[], Vec::as_slice), of_cell)
            }
        },
        Export::Activity => {
            let rows = data.activity.iter();
            rows.filter_map(|row| match column {
                "kind" => Some(row.kind),
                _ => attribute(&row.attributes),
            })
            .collect()
        }
        Export::Absences | Export::Allocations => Distinct::default(),
    }
}
