//! Sorts out duplicates and conflicts, counts what is unmatched, and puts the rows in their order.

use std::fmt::Write as _;

use super::cells::Faults;
use super::columns::Export;
use super::dataset::Dataset;
use super::index::Index;
use super::reading::Opened;
use super::rows::{Case, StaffMember};
use super::tables::{Gathered, Mark, Tables};
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

use super::words::SessionNo;

/// How many ids a note names.
const IDS_NAMED: usize = 5;

/// Makes the dataset of everything gathered.
pub(super) fn assemble(
    mut data: Dataset,
    mut tables: Tables,
    files: &[Opened],
    faults: Faults,
) -> Dataset {
    let mut sorting = Sorting { files, faults };
    sorting.posts(&mut tables);
    sorting.episodes(&mut tables);
    sorting.sessions(&mut tables);
    let out = sorting.duplicates(&tables.absences.marks);
    keep(&mut tables.absences, &out);
    for row in rows(&tables) {
        if let Some(file) = data.files.get_mut(usize::from(row.file)) {
            file.accepted += 1;
        }
    }
    for (row, problem) in &sorting.faults.problems {
        if matches!(problem.kind, DUPLICATE | CONFLICT)
            && let Some(file) = data.files.get_mut(usize::from(row.file))
        {
            file.rejected += 1;
        }
    }
    sorting.unmatched(&mut data, &tables);
    let mut problems = sorting.faults.problems;
    problems.sort_by_key(|(row, _)| *row);
    data.problems = problems.into_iter().map(|(_, problem)| problem).collect();
    fill(&mut data, tables);
    data.index = Index::build(&data);
    data
}

const DUPLICATE: &str = "duplicate-row";
const CONFLICT: &str = "conflicting-rows";

/// Every accepted row.
fn rows(tables: &Tables) -> impl Iterator<Item = Row> {
    let posts = tables.posts.rows.iter().map(|(_, post)| post.row);
    let episodes = tables.episodes.rows.iter().map(|(_, episode)| episode.row);
    let sessions = tables.sessions.rows.iter().map(|session| session.row);
    let absences = tables.absences.rows.iter().map(|absence| absence.row);
    posts.chain(episodes).chain(sessions).chain(absences)
}

/// Moves the accepted rows into the dataset, in an order that does not depend on theirs in the files.
fn fill(data: &mut Dataset, tables: Tables) {
    data.staff_ids = tables.staff_ids;
    data.case_ids = tables.case_ids;
    data.session_ids = tables.session_ids;
    data.staff = vec![StaffMember::default(); data.staff_ids.len()];
    for (staff, post) in tables.posts.rows {
        if let Some(member) = data.staff.get_mut(staff.index()) {
            member.posts.push(post);
        }
    }
    for member in &mut data.staff {
        member.posts.sort_by_key(|post| post.start);
    }
    data.cases = vec![Case::default(); data.case_ids.len()];
    for (case, episode) in tables.episodes.rows {
        if let Some(case) = data.cases.get_mut(case.index()) {
            case.episodes.push(episode);
        }
    }
    let ids = &data.staff_ids;
    for case in &mut data.cases {
        case.episodes.sort_by_key(|row| {
            (
                row.opened,
                row.worker.map(|worker| ids.text(worker.index())),
            )
        });
    }
    data.sessions = tables.sessions.rows;
    data.session_attributes = tables.session_attributes;
    data.absences = tables.absences.rows;
}

/// Drops the rows that are out.
fn keep<T>(gathered: &mut Gathered<T>, out: &[bool]) {
    keep_cells(&mut gathered.rows, out);
    keep_cells(&mut gathered.marks, out);
}

fn keep_cells<T>(cells: &mut Vec<T>, out: &[bool]) {
    if out.iter().any(|out| *out) {
        let mut fates = out.iter();
        cells.retain(|_| !fates.next().copied().unwrap_or(false));
    }
}

struct Sorting<'f> {
    files: &'f [Opened],
    faults: Faults,
}

type Content<'f> = Vec<(&'f str, String)>;

impl<'f> Sorting<'f> {
    fn posts(&mut self, tables: &mut Tables) {
        let out = self.duplicates(&tables.posts.marks);
        keep(&mut tables.posts, &out);
        let keys = tables
            .posts
            .rows
            .iter()
            .map(|(staff, post)| Some((*staff, post.start)));
        let out = self.conflicts(&tables.posts.marks, keys, "`staff_id` and `start_date`");
        keep(&mut tables.posts, &out);
    }

    fn episodes(&mut self, tables: &mut Tables) {
        let out = self.duplicates(&tables.episodes.marks);
        keep(&mut tables.episodes, &out);
        let keys = tables.episodes.rows.iter();
        let keys = keys.map(|(case, episode)| Some((*case, episode.opened, episode.worker)));
        let out = self.conflicts(
            &tables.episodes.marks,
            keys,
            "`case_id`, `opened` and `allocated_to`",
        );
        keep(&mut tables.episodes, &out);
    }

    fn sessions(&mut self, tables: &mut Tables) {
        let out = self.duplicates(&tables.sessions.marks);
        keep_sessions(tables, &out);
        let out = self.dates(tables);
        keep_sessions(tables, &out);
        let keys = tables.sessions.rows.iter().map(|session| {
            let number = session.session?;
            Some((number, session.supervisee, session.case))
        });
        let out = self.conflicts(
            &tables.sessions.marks,
            keys,
            "`session_id`, `supervisee_id` and `case_id`",
        );
        keep_sessions(tables, &out);
    }

    /// Finds rows that say the same as an earlier one.
    fn duplicates(&mut self, marks: &[Mark]) -> Vec<bool> {
        let mut out = vec![false; marks.len()];
        let mut order: Vec<(u64, Row, usize)> = marks
            .iter()
            .enumerate()
            .map(|(index, mark)| (mark.sign, mark.row, index))
            .collect();
        order.sort_unstable();
        for run in order
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|run| run.len() > 1)
        {
            let mut first: Vec<(Row, Content<'f>)> = Vec::new();
            for (_, row, index) in run {
                let Some(mark) = marks.get(*index) else {
                    continue;
                };
                let content = self.content(mark);
                let Some((earlier, _)) = first.iter().find(|(_, known)| *known == content) else {
                    first.push((*row, content));
                    continue;
                };
                let place = self.place(*earlier);
                let problem = Problem::error(DUPLICATE, format!("the same row as {place}"));
                self.reject(mark, problem, index, &mut out);
            }
        }
        out
    }

    /// Of rows that stand for one thing and disagree, keeps the one that is smallest by what it says, so that the order
    /// of the rows changes nothing.
    fn conflicts<K: Ord>(
        &mut self,
        marks: &[Mark],
        keys: impl Iterator<Item = Option<K>>,
        what: &str,
    ) -> Vec<bool> {
        let mut out = vec![false; marks.len()];
        let mut order: Vec<(K, usize)> = keys
            .enumerate()
            .filter_map(|(index, key)| Some((key?, index)))
            .collect();
        order.sort_unstable();
        for run in order
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|run| run.len() > 1)
        {
            let marked = run
                .iter()
                .filter_map(|(_, index)| Some((marks.get(*index)?, index)));
            let mut rivals: Vec<(Content<'f>, &Mark, &usize)> = marked
                .map(|(mark, index)| (self.content(mark), mark, index))
                .collect();
            rivals.sort_by(|one, other| (&one.0, one.1.row).cmp(&(&other.0, other.1.row)));
            let Some(((kept, winner, _), losers)) = rivals.split_first() else {
                continue;
            };
            for (content, mark, index) in losers {
                let message = format!(
                    "disagrees with {}, which was used: the same {what}, but not the same {}",
                    self.place(winner.row),
                    differing(kept, content)
                );
                let problem = Problem::error(CONFLICT, message)
                    .hint("keep the row that is right and remove the other");
                self.reject(mark, problem, index, &mut out);
            }
        }
        out
    }

    /// One session has one date. Within a file the date that most of its rows give is kept (of two, the earlier); two
    /// files that use one id on different dates mean different sessions, because two systems count alike.
    fn dates(&mut self, tables: &mut Tables) -> Vec<bool> {
        let sessions = &tables.sessions.rows;
        let mut out = vec![false; sessions.len()];
        let mut rows_of = vec![0_u32; tables.session_ids.len()];
        for number in sessions.iter().filter_map(|session| session.session) {
            if let Some(count) = rows_of.get_mut(number.index()) {
                *count += 1;
            }
        }
        let mut order: Vec<(SessionNo, u16, Day, usize)> = Vec::new();
        for (index, session) in sessions.iter().enumerate() {
            if let Some(number) = session.session
                && rows_of.get(number.index()).is_some_and(|count| *count > 1)
            {
                order.push((number, session.row.file, session.date, index));
            }
        }
        order.sort_unstable();
        let mut renamed: Vec<(usize, SessionNo)> = Vec::new();
        for of_id in order.chunk_by(|one, other| one.0 == other.0) {
            let mut dates_so_far: Vec<Day> = Vec::new();
            for of_file in of_id.chunk_by(|one, other| one.1 == other.1) {
                let by_date = of_file.chunk_by(|one, other| one.2 == other.2);
                let usual = by_date.rev().max_by_key(|rows| rows.len());
                let Some(&[(number, file, date, kept), ..]) = usual else {
                    continue;
                };
                for (_, _, other, index) in of_file.iter().filter(|row| row.2 != date) {
                    let marks = &tables.sessions.marks;
                    let (Some(mark), Some(winner)) = (marks.get(*index), marks.get(kept)) else {
                        continue;
                    };
                    let message = format!(
                        "disagrees with {}, which was used: the same `session_id`, but not the same `date`",
                        self.place(winner.row)
                    );
                    let problem = Problem::error(CONFLICT, message)
                        .found(other.to_string())
                        .expected(date.to_string());
                    self.reject(mark, problem, index, &mut out);
                }
                if !dates_so_far.is_empty() && !dates_so_far.contains(&date) {
                    let name = self
                        .files
                        .get(usize::from(file))
                        .map_or("", |file| file.name.as_str());
                    let text = format!("{} ({name})", tables.session_ids.text(number.index()));
                    let other = SessionNo::at(tables.session_ids.intern(&text));
                    let rows = of_file.iter().filter(|row| row.2 == date);
                    renamed.extend(rows.filter_map(|row| Some((row.3, other?))));
                } else {
                    dates_so_far.push(date);
                }
            }
        }
        for (index, number) in renamed {
            if let Some(session) = tables.sessions.rows.get_mut(index) {
                session.session = Some(number);
            }
        }
        out
    }

    fn reject(&mut self, mark: &Mark, problem: Problem, index: &usize, out: &mut [bool]) {
        if let Some(out) = out.get_mut(*index) {
            *out = true;
        }
        let place = self.place(mark.row);
        self.faults.add(mark.row, problem.at(place));
    }

    fn content(&self, mark: &Mark) -> Content<'f> {
        let file = self.files.get(usize::from(mark.row.file));
        file.map(|file| file.says(mark.start)).unwrap_or_default()
    }

    fn place(&self, row: Row) -> Place {
        let file = self.files.get(usize::from(row.file));
        Place::line(file.map_or("", |file| file.name.as_str()), row.line)
    }

    /// Counts, for each file, the rows that name a staff member or a case no export has.
    fn unmatched(&mut self, data: &mut Dataset, tables: &Tables) {
        let has = |export: Export| self.files.iter().any(|file| file.export() == export);
        let (has_staff, has_cases) = (has(Export::Staff), has(Export::Cases));
        let unknown_staff = |staff: Option<super::words::StaffIx>| {
            let staff =
                staff.filter(|staff| has_staff && !tables.named_staff.has(staff.index()))?;
            Some(tables.staff_ids.text(staff.index()))
        };
        let unknown_case = |case: Option<super::words::CaseIx>| {
            let case = case.filter(|case| has_cases && !tables.named_cases.has(case.index()))?;
            Some(tables.case_ids.text(case.index()))
        };
        let mut counts: Vec<Unmatched<'_>> =
            self.files.iter().map(|_| Unmatched::default()).collect();
        let mut count = |row: Row, staff: Option<&_>, case: Option<&_>| {
            if let Some(file) = counts.get_mut(usize::from(row.file)) {
                file.count(staff.copied(), case.copied());
            }
        };
        for (_, episode) in &tables.episodes.rows {
            count(episode.row, unknown_staff(episode.worker).as_ref(), None);
        }
        for absence in &tables.absences.rows {
            count(
                absence.row,
                unknown_staff(Some(absence.staff)).as_ref(),
                None,
            );
        }
        for session in &tables.sessions.rows {
            let (staff, case) = (
                unknown_staff(session.supervisee),
                unknown_case(session.case),
            );
            count(session.row, staff.as_ref(), case.as_ref());
        }
        for ((index, unmatched), file) in counts.into_iter().enumerate().zip(&mut data.files) {
            file.unmatched = unmatched.rows;
            if unmatched.rows > 0 {
                let row = Row {
                    file: u16::try_from(index).unwrap_or(u16::MAX),
                    line: 0,
                };
                let note =
                    Problem::note("unmatched", unmatched.message()).at(Place::file(&file.name));
                self.faults.add(row, note);
            }
        }
    }
}

fn keep_sessions(tables: &mut Tables, out: &[bool]) {
    keep(&mut tables.sessions, out);
    for column in &mut tables.session_attributes {
        keep_cells(column, out);
    }
}

/// The names of the columns in which two rows differ.
fn differing(one: &Content<'_>, other: &Content<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    let only = |one: &Content<'_>, other: &Content<'_>| -> Vec<usize> {
        (0..one.len())
            .filter(|index| one.get(*index).is_some_and(|cell| !other.contains(cell)))
            .collect()
    };
    names.extend(
        only(one, other)
            .iter()
            .filter_map(|index| one.get(*index))
            .map(|cell| cell.0),
    );
    names.extend(
        only(other, one)
            .iter()
            .filter_map(|index| other.get(*index))
            .map(|cell| cell.0),
    );
    names.sort_unstable();
    names.dedup();
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The rows of one file that name somebody or something no export has.
#[derive(Default)]
struct Unmatched<'t> {
    rows: u32,
    staff: Vec<&'t str>,
    cases: Vec<&'t str>,
}

impl<'t> Unmatched<'t> {
    fn count(&mut self, staff: Option<&'t str>, case: Option<&'t str>) {
        if staff.is_none() && case.is_none() {
            return;
        }
        self.rows += 1;
        for (id, known) in [(staff, &mut self.staff), (case, &mut self.cases)] {
            if let Some(id) = id
                && known.len() < IDS_NAMED
                && !known.contains(&id)
            {
                known.push(id);
            }
        }
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
