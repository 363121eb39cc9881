//! Columns that a clause reads and that one file of an export has and another has not: the rows of the other are blank
//! there, and none of them shows why.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::language::{Facts, Fit, Matcher, Moment, Sight, SubjectKind};
use crate::place::Row;
use crate::records::{CaseIx, Dataset, Export, ExportFile, StaffIx};
use crate::rules::Clause;

use super::Policy;
use super::exports::{Looking, Missed};
use super::mistakes::{Mistake, backticked};
use super::places::Places;

/// How a warning of this kind is known.
pub const LACKING: &str = "column-in-one-file-only";

/// So many clauses are named at most.
const NAMED: usize = 3;

/// What clauses miss in a column of a file.
struct Lacked<'p> {
    ids: Vec<&'p str>,
    /// Where the first of them names the column.
    at: Range<usize>,
    /// The rows that they are about.
    rows: BTreeSet<u32>,
}

/// A warning for each column and file, at the first clause that names it.
pub(super) fn warnings(policy: &Policy, data: &Dataset, places: &Places<'_>) -> Vec<Mistake> {
    let mut warnings = Vec::new();
    for (number, file) in (0..).zip(&data.files) {
        let Some(alone) = alone(file, data) else {
            continue;
        };
        let mut lacked: BTreeMap<String, Lacked<'_>> = BTreeMap::new();
        for clause in &policy.clauses {
            let mut looking = Looking::new(&alone, places);
            looking.clause(clause);
            let missed = looking.missed(file.export);
            let missed = missed.filter(|missed| is_elsewhere(file.export, missed.column, data));
            let mut missed = missed.peekable();
            if missed.peek().is_none() {
                continue;
            }
            let rows = rows((policy, clause), (number, file), data);
            for Missed { column, at } in missed.filter(|_| !rows.is_empty()) {
                let told = lacked.entry(column.to_owned());
                let told = told.or_insert_with(|| Lacked {
                    ids: Vec::new(),
                    at,
                    rows: BTreeSet::new(),
                });
                told.ids.push(&clause.id);
                told.rows.extend(&rows);
            }
        }
        let lacked = lacked.into_iter();
        warnings.extend(lacked.map(|(column, lacked)| warning(file, &column, lacked)));
    }
    warnings
}

/// The exports as they would be if a file were the only one of its export; nothing where it lacks no column that another
/// of them has. There are no rows in them.
fn alone(file: &ExportFile, data: &Dataset) -> Option<Dataset> {
    let all = &data.columns(file.export).present;
    let apart = !matches!(file.export, Export::Absences | Export::Allocations);
    if !apart || file.accepted == 0 || all.iter().all(|column| file.columns.contains(column)) {
        return None;
    }
    let mut alone = Dataset {
        files: vec![file.clone()],
        staff_columns: data.staff_columns.clone(),
        case_columns: data.case_columns.clone(),
        session_columns: data.session_columns.clone(),
        activity_columns: data.activity_columns.clone(),
        ..Dataset::default()
    };
    let columns = match file.export {
        Export::Staff | Export::Absences | Export::Allocations => &mut alone.staff_columns,
        Export::Cases => &mut alone.case_columns,
        Export::Sessions => &mut alone.session_columns,
        Export::Activity => &mut alone.activity_columns,
    };
    columns.present.clone_from(&file.columns);
    Some(alone)
}

/// Whether another file of the export has the column. What allocations say of a case they say of every row.
fn is_elsewhere(export: Export, column: &str, data: &Dataset) -> bool {
    let mut allocations = data.files_of(Export::Allocations);
    let by_allocations = export == Export::Cases
        && matches!(column, "allocated_to" | "team")
        && allocations.any(|file| file.columns.contains(column));
    data.columns(export).has(column) && !by_allocations
}

/// The rows of a file that a clause may look at, each by a number of its own.
fn rows(
    (policy, clause): (&Policy, &Clause),
    (number, file): (u16, &ExportFile),
    data: &Dataset,
) -> Vec<u32> {
    let facts = Facts {
        data,
        working: &policy.working,
    };
    let subject = match file.export {
        Export::Sessions => SubjectKind::Session,
        Export::Activity => SubjectKind::Activity,
        Export::Staff => SubjectKind::Staff,
        Export::Cases => SubjectKind::Case,
        Export::Absences | Export::Allocations => return Vec::new(),
    };
    let asked = asked(clause, subject, data);
    let looked_at = |sight: Sight, day| {
        let mut asked = asked.iter();
        asked.any(|matcher| matcher.fits(facts, sight, Moment::on(day)) != Fit::No)
    };
    match subject {
        SubjectKind::Session => {
            let called_off = matches!(clause.rule.name, "rearrangement" | "schedule");
            let rows = of_file(&data.sessions, number, |row| row.row.file);
            let rows = rows.filter(|(_, row)| called_off || row.is_held());
            rows.filter(|(at, row)| looked_at(Sight::Session(*at), row.date))
                .map(|(at, _)| at)
                .collect()
        }
        SubjectKind::Activity => {
            let rows = of_file(&data.activity, number, |row| row.row.file);
            rows.filter(|(at, row)| looked_at(Sight::Activity(*at), row.date))
                .map(|(at, _)| at)
                .collect()
        }
        SubjectKind::Staff | SubjectKind::Case => {
            let rows = own_rows(subject, data).filter(|(_, row)| row.file == number);
            // No single day is meant.
            let may_be = |sight: &Sight| {
                let mut best = asked.iter().map(|one| one.at_best(facts, *sight));
                asked.is_empty() || best.any(|fit| fit != Fit::No)
            };
            rows.filter(|(sight, _)| may_be(sight))
                .map(|(_, row)| row.line)
                .collect()
        }
    }
}

/// Every row of people, or of cases, with whose it is.
fn own_rows(subject: SubjectKind, data: &Dataset) -> Box<dyn Iterator<Item = (Sight, Row)> + '_> {
    if subject == SubjectKind::Staff {
        let staff = (0..).map_while(StaffIx::at).zip(&data.staff);
        return Box::new(staff.flat_map(|(staff, member)| {
            let posts = member.posts.iter();
            posts.map(move |post| (Sight::Staff(staff), post.row))
        }));
    }
    let cases = (0..).map_while(CaseIx::at).zip(&data.cases);
    Box::new(cases.flat_map(|(case, rows)| {
        let rows = rows.episodes.iter();
        rows.map(move |row| (Sight::Case(case), row.row))
    }))
}

/// What a clause asks of the rows it looks at: by its `for` where that is about them, else by its own keys.
fn asked(clause: &Clause, subject: SubjectKind, data: &Dataset) -> Vec<Matcher> {
    if clause.subject() == Some(subject) {
        let whom = Matcher::resolve(&clause.whom, subject, data);
        return whom.into_iter().collect();
    }
    let own = clause.own_selectors().into_iter();
    let own = own.filter(|(_, _, of)| *of == subject);
    own.filter_map(|(_, selector, _)| Matcher::resolve(selector, subject, data).ok())
        .collect()
}

/// The rows of one file, each with its place among all, which stand in the order of their files.
fn of_file<T>(
    rows: &[T],
    number: u16,
    file: impl Fn(&T) -> u16,
) -> impl Iterator<Item = (u32, &T)> {
    let start = rows.partition_point(|row| file(row) < number);
    let end = rows.partition_point(|row| file(row) <= number);
    let first = u32::try_from(start).unwrap_or(u32::MAX);
    (first..).zip(rows.get(start..end).unwrap_or(&[]))
}

fn warning(file: &ExportFile, column: &str, lacked: Lacked<'_>) -> Mistake {
    let Lacked { ids, at, rows } = lacked;
    let reads = if ids.len() == 1 { "reads" } else { "read" };
    let rows = match rows.len() {
        1 => "1 row of it is".to_owned(),
        rows => format!("{rows} rows of it are"),
    };
    let name = &file.name;
    let message = format!(
        "`{name}` has no column `{column}`, which another {} file has: {rows} blank where {} {reads} it",
        file.export,
        first_of(&ids)
    );
    let help = format!(
        "if it stands there under another name, say so in a mapping with files = [\"{name}\"]: columns.{column} = \"…\"; \
         else export the file with it"
    );
    Mistake::warning(LACKING, at, message).help(Some(help))
}

/// The first clauses, and how many there are besides.
fn first_of(ids: &[&str]) -> String {
    let first = ids.iter().take(NAMED).map(|id| format!("`{id}`"));
    let first: Vec<String> = first.collect();
    match ids.len().saturating_sub(NAMED) {
        0 => backticked(ids),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
