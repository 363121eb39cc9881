//! Rows that name a staff member or a case no export has: used, and counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::cells::Faults;
use super::columns::Export;
use super::dataset::{Dataset, ExportFile};
use super::ids::Ids;
use super::rows::Session;
use super::tables::{Named, Numbered, Tables};
use super::words::{CaseIx, StaffIx};
use crate::place::{Place, Row};
use crate::problem::Problem;

/// How many ids, or lines, a message names.
const NAMED: usize = 5;

/// Counts, for each file, the rows that name somebody or something no export has, and session rows that name nothing.
/// An export that is not given at all makes nothing unmatched.
pub(super) fn count(data: &mut Dataset, tables: &Tables, faults: &mut Faults) {
    let mut counts: Vec<Unmatched<'_>> = data.files.iter().map(|_| Unmatched::default()).collect();
    let known = Known::new(&data.files, tables);
    let mut count = |row: Row, staff: Option<StaffIx>, case: Option<CaseIx>| {
        if let Some(file) = counts.get_mut(usize::from(row.file)) {
            let (staff, case) = (known.unknown_staff(staff), known.unknown_case(case));
            file.count(staff, case);
            if file.alike.is_none() {
                let staff = staff.filter(|id| id.contains(is_digit));
                let staff = staff.and_then(|id| known.staff_like(id));
                file.alike = staff.or_else(|| case.and_then(|id| known.case_like(id)));
            }
        }
    };
    for (_, episode) in &tables.episodes.rows {
        count(episode.row, episode.worker, None);
    }
    for one in &tables.allocations.rows {
        count(one.row, Some(one.worker), Some(one.case));
    }
    for absence in &tables.absences.rows {
        count(absence.row, Some(absence.staff), None);
    }
    // Nearly all sessions name whom the exports have.
    let sessions = tables.sessions.rows.par_iter();
    let unmatched = sessions.filter(|session| known.is_unmatched(session));
    let unmatched: Vec<&Session> = unmatched.collect();
    for session in &unmatched {
        count(session.row, session.supervisee, session.case);
    }
    for activity in &tables.activity.rows {
        count(activity.row, activity.staff, activity.case);
    }
    for session in unmatched {
        if names_nobody(session)
            && let Some(file) = counts.get_mut(usize::from(session.row.file))
        {
            file.nameless += 1;
            if file.nameless_lines.len() < NAMED {
                file.nameless_lines.push(session.row.line);
            }
        }
    }
    for ((index, unmatched), file) in counts.into_iter().enumerate().zip(&mut data.files) {
        file.unmatched = unmatched.rows;
        let row = Row {
            file: u16::try_from(index).unwrap_or(u16::MAX),
            line: 0,
        };
        for problem in unmatched.problems(file) {
            faults.add(row, problem.at(Place::file(&file.name)));
        }
    }
}

/// Who and what the exports have.
struct Known<'t> {
    ids: &'t Numbered,
    staff: Named,
    cases: Named,
    has_staff: bool,
    has_cases: bool,
    plain_staff: OnceLock<BTreeMap<String, &'t str>>,
    plain_cases: OnceLock<BTreeMap<String, &'t str>>,
}

impl<'t> Known<'t> {
    fn new(files: &[ExportFile], tables: &'t Tables) -> Known<'t> {
        let has = |export: Export| files.iter().any(|file| file.export == export);
        Known {
            ids: &tables.ids,
            staff: Named::of(tables.named_staff.iter().map(|staff| staff.index())),
            cases: Named::of(tables.named_cases.iter().map(|case| case.index())),
            has_staff: has(Export::Staff),
            has_cases: has(Export::Cases),
            plain_staff: OnceLock::new(),
            plain_cases: OnceLock::new(),
        }
    }

    /// An unknown staff id with the known one that differs from it only in case, signs or leading zeros.
    fn staff_like(&self, id: &'t str) -> Option<(&'t str, &'t str)> {
        let (ids, named) = (&self.ids.staff, &self.staff);
        let known = self.plain_staff.get_or_init(|| plain_ids(ids, named));
        known.get(&plain(id)).map(|alike| (id, *alike))
    }

    /// The same for a case id.
    fn case_like(&self, id: &'t str) -> Option<(&'t str, &'t str)> {
        let (ids, named) = (&self.ids.cases, &self.cases);
        let known = self.plain_cases.get_or_init(|| plain_ids(ids, named));
        known.get(&plain(id)).map(|alike| (id, *alike))
    }

    /// Whether a session names somebody unknown, or nobody.
    fn is_unmatched(&self, session: &Session) -> bool {
        self.unknown_staff(session.supervisee).is_some()
            || self.unknown_case(session.case).is_some()
            || names_nobody(session)
    }

    fn unknown_staff(&self, staff: Option<StaffIx>) -> Option<&'t str> {
        let index = staff?.index();
        let unknown = self.has_staff && !self.staff.has(index);
        unknown.then(|| self.ids.staff.text(index))
    }

    fn unknown_case(&self, case: Option<CaseIx>) -> Option<&'t str> {
        let index = case?.index();
        let unknown = self.has_cases && !self.cases.has(index);
        unknown.then(|| self.ids.cases.text(index))
    }
}

fn names_nobody(session: &Session) -> bool {
    session.supervisee.is_none() && session.case.is_none()
}

/// The known ids by their plain form.
fn plain_ids<'t>(ids: &'t Ids, named: &Named) -> BTreeMap<String, &'t str> {
    let known = ids
        .iter()
        .enumerate()
        .filter(|(index, _)| named.has(*index));
    known.map(|(_, id)| (plain(id), id)).collect()
}

/// An id without what one system writes and another drops.
fn plain(id: &str) -> String {
    let letters = id.chars().filter(|letter| letter.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    folded.trim_start_matches('0').to_owned()
}

/// Where an export names staff by their names, an id without a digit is one, and names stand in no message.
fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// The rows of one file that name somebody or something no export has.
#[derive(Default)]
struct Unmatched<'t> {
    rows: u32,
    staff: Vec<&'t str>,
    cases: Vec<&'t str>,
    /// An unknown id, and a known one that differs only in case or leading zeros.
    alike: Option<(&'t str, &'t str)>,
    /// Session rows that name neither a supervisee nor a case.
    nameless: usize,
    /// The lines of the first of them.
    nameless_lines: Vec<u32>,
}

impl<'t> Unmatched<'t> {
    fn count(&mut self, staff: Option<&'t str>, case: Option<&'t str>) {
        if staff.is_none() && case.is_none() {
            return;
        }
        self.rows += 1;
        for (id, known) in [(staff, &mut self.staff), (case, &mut self.cases)] {
            if let Some(id) = id
                && known.len() < NAMED
                && id.contains(is_digit)
                && !known.contains(&id)
            {
                known.push(id);
            }
        }
    }

    fn problems(&self, file: &ExportFile) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.rows > 0 {
            let message = self.message();
            // A few leavers and closed cases are usual; most of a file is not.
            problems.push(if let Some((id, alike)) = self.alike {
                Problem::warning("unmatched", message).hint(format!(
                    "is `{id}` the same as `{alike}`? ids are compared exactly"
                ))
            } else if self.rows > file.accepted / 2 {
                Problem::warning("unmatched", message).hint("are ids written alike in all exports?")
            } else {
                Problem::note("unmatched", message)
            });
        }
        if self.nameless > 0 {
            problems.push(self.names_nobody());
        }
        problems
    }

    fn names_nobody(&self) -> Problem {
        let lines: Vec<String> = self.nameless_lines.iter().map(u32::to_string).collect();
        let (all, lines, listed) = (self.nameless, lines.join(", "), lines.len());
        let message = if all == 1 {
            format!("1 row names neither a supervisee nor a case: line {lines}")
        } else if all == listed {
            format!("{all} rows name neither a supervisee nor a case: lines {lines}")
        } else {
            let more = all.saturating_sub(listed);
            format!(
                "{all} rows name neither a supervisee nor a case: lines {lines} and {more} more"
            )
        };
        Problem::warning("names-nobody", message).hint("no clock stops for them")
    }

    fn message(&self) -> String {
        let rows = if self.rows == 1 {
            "row names"
        } else {
            "rows name"
        };
        let mut message = format!(
            "{} {rows} a staff member or a case that no export has",
            self.rows
        );
        for (what, ids) in [("staff", &self.staff), ("cases", &self.cases)] {
            if !ids.is_empty() {
                // Writing to a string cannot fail.
                write!(message, "; {what}: {}", ids.join(", ")).unwrap_or_default();
            }
        }
        message
    }
}
