//! Sorts out duplicates and conflicts, counts what is unmatched, and puts the rows in their order.

use super::breaks;
use super::cells::Faults;
use super::dataset::{Dataset, ExportFile};
use super::holders;
use super::mapping::Mapping;
use super::opened::Opened;
use super::overlaps;
use super::precedence;
use super::rejects;
use super::rows::{Case, Episode, StaffMember};
use super::sorting::{CONFLICT, DUPLICATE, SessionTable, Sorting};
use super::tables::{Gathered, HasRow, Tables};
use super::unmatched;
use crate::place::Row;
use crate::problem::Problem;

/// Makes the dataset of everything gathered, still without its index.
pub(super) fn assemble(
    (mut data, mut tables, faults): (Dataset, Tables, Faults),
    files: Vec<Opened>,
    mapping: &Mapping,
) -> Dataset {
    let mut faults = sort(&mut data, &mut tables, (&files, faults), mapping);
    unmatched::count(&mut data, &tables, &mut faults);
    data.rejects = rejects::list(&files, &tables, &faults);
    in_file(&mut faults.problems, &files);
    let allocations = std::mem::take(&mut tables.allocations.rows);
    // No row is rejected from here on, so that nobody needs the texts any more: the cases take as much room of their own.
    rayon::join(|| fill(&mut data, tables), || drop(files));
    precedence::resolve(&mut data, mapping, &mut faults);
    holders::allocate(&mut data, allocations, &mut faults);
    overlaps::warn(&data, &mut faults);
    for (number, file) in (0..).zip(&data.files) {
        let head = Row {
            file: number,
            line: 0,
        };
        if let Some(problem) = file.mismatch() {
            faults.add(head, problem);
        }
    }
    let mut problems = faults.problems;
    problems.sort_by_key(|(row, _)| *row);
    data.problems = problems.into_iter().map(|(_, problem)| problem).collect();
    data
}

/// Takes out the rows that stand there twice or contradict others, and counts the accepted and rejected ones of each
/// file.
fn sort(
    data: &mut Dataset,
    tables: &mut Tables,
    (files, faults): (&[Opened], Faults),
    mapping: &Mapping,
) -> Faults {
    let mut of_sessions = Sorting {
        files,
        faults: Faults::default(),
    };
    let mut sorting = Sorting { files, faults };
    let sessions = SessionTable {
        sessions: &mut tables.sessions,
        attributes: &mut tables.session_attributes,
        ids: &mut tables.ids.sessions,
    };
    rayon::join(
        || of_sessions.sessions(sessions),
        || {
            sorting.posts(&mut tables.posts);
            sorting.episodes(&mut tables.episodes, !mapping.precedence.is_empty());
            sorting.absences(&mut tables.absences);
            sorting.activity(&mut tables.activity);
            sorting.allocations(&mut tables.allocations);
        },
    );
    sorting.faults.append(of_sessions.faults);
    for file in &mut data.files {
        file.accepted = file.left_out;
    }
    accept(&mut data.files, &tables.posts);
    accept(&mut data.files, &tables.episodes);
    accept(&mut data.files, &tables.sessions);
    accept(&mut data.files, &tables.absences);
    accept(&mut data.files, &tables.activity);
    accept(&mut data.files, &tables.allocations);
    for (row, problem) in &sorting.faults.problems {
        if matches!(problem.kind, DUPLICATE | CONFLICT)
            && let Some(file) = data.files.get_mut(usize::from(row.file))
        {
            file.rejected += 1;
        }
    }
    sorting.faults
}

/// Turns the bytes of texts at which problems are into those of the files.
fn in_file(problems: &mut [(Row, Problem)], files: &[Opened]) {
    for (number, file) in files.iter().enumerate() {
        let of_file = problems.iter_mut();
        let of_file = of_file.filter(|(row, _)| usize::from(row.file) == number);
        let places = of_file.filter_map(|(_, problem)| problem.place.as_mut());
        let mut places: Vec<&mut u64> = places.filter_map(|place| place.byte.as_mut()).collect();
        places.sort_unstable();
        let mut bytes = file.bytes();
        for byte in places {
            let in_text = usize::try_from(*byte).unwrap_or(usize::MAX);
            *byte = u64::try_from(bytes.byte(in_text)).unwrap_or(u64::MAX);
        }
    }
}

/// Counts the rows of each file that were not taken out.
fn accept<T: HasRow>(files: &mut [ExportFile], gathered: &Gathered<T>) {
    let mut rest = gathered.rows.as_slice();
    while let Some(file) = rest.first().map(|row| row.row().file) {
        // They stand in the order of their files.
        let of_file = rest.partition_point(|row| row.row().file == file);
        if let Some(file) = files.get_mut(usize::from(file)) {
            file.accepted += u32::try_from(of_file).unwrap_or(u32::MAX);
        }
        rest = rest.get(of_file..).unwrap_or(&[]);
    }
}

/// Moves the accepted rows into the dataset, in an order that does not depend on theirs in the files.
fn fill(data: &mut Dataset, tables: Tables) {
    data.staff_ids = tables.ids.staff;
    data.case_ids = tables.ids.cases;
    data.session_ids = tables.ids.sessions;
    data.staff = vec![StaffMember::default(); data.staff_ids.len()];
    for (staff, post) in tables.posts.rows {
        if let Some(member) = data.staff.get_mut(staff.index()) {
            push_one(&mut member.posts, post);
        }
    }
    for member in &mut data.staff {
        breaks::close_between_posts(&mut member.posts);
        member.posts.sort_by_key(|post| post.start);
    }
    data.cases = vec![Case::default(); data.case_ids.len()];
    for (case, episode) in tables.episodes.rows {
        if let Some(case) = data.cases.get_mut(case.index()) {
            push_one(&mut case.episodes, episode);
        }
    }
    let ids = &data.staff_ids;
    for case in &mut data.cases {
        breaks::close_between_episodes(&mut case.episodes);
        Episode::sort(&mut case.episodes, ids);
    }
    data.sessions = tables.sessions.rows;
    data.session_attributes = tables.session_attributes;
    data.absences = tables.absences.rows;
    data.lost = tables.lost;
    data.activity = tables.activity.rows;
}

/// Adds a row to those of one subject. Most have one, so that no room is made for more.
fn push_one<T>(rows: &mut Vec<T>, row: T) {
    rows.reserve_exact(usize::from(rows.is_empty()));
    rows.push(row);
}
