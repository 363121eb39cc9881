//! Sorts out duplicates and conflicts, counts what is unmatched, and puts the rows in their order.

use super::cells::Faults;
use super::dataset::Dataset;
use super::holders;
use super::mapping::Mapping;
use super::opened::Opened;
use super::overlaps;
use super::precedence;
use super::rejects;
use super::rows::{Case, StaffMember};
use super::sorting::{CONFLICT, DUPLICATE, Sorting};
use super::tables::Tables;
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
    data.rejects = rejects::list(&files, &faults);
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
    let mut sorting = Sorting { files, faults };
    sorting.posts(tables);
    sorting.episodes(tables, !mapping.precedence.is_empty());
    sorting.sessions(tables);
    sorting.absences(tables);
    sorting.activity(tables);
    sorting.allocations(tables);
    for file in &mut data.files {
        file.accepted = file.left_out;
    }
    rows(tables).for_each(|row| {
        if let Some(file) = data.files.get_mut(usize::from(row.file)) {
            file.accepted += 1;
        }
    });
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

/// Every accepted row.
fn rows(tables: &Tables) -> impl Iterator<Item = Row> {
    let posts = tables.posts.rows.iter().map(|(_, post)| post.row);
    let episodes = tables.episodes.rows.iter().map(|(_, episode)| episode.row);
    let sessions = tables.sessions.rows.iter().map(|session| session.row);
    let absences = tables.absences.rows.iter().map(|absence| absence.row);
    let activity = tables.activity.rows.iter().map(|activity| activity.row);
    let allocations = tables.allocations.rows.iter().map(|one| one.row);
    let people = posts.chain(episodes).chain(allocations);
    people.chain(sessions).chain(absences).chain(activity)
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
    data.lost = tables.lost;
    data.activity = tables.activity.rows;
}

/// Adds a row to those of one subject. Most have one, so that no room is made for more.
fn push_one<T>(rows: &mut Vec<T>, row: T) {
    rows.reserve_exact(usize::from(rows.is_empty()));
    rows.push(row);
}
