//! Gives the episodes of a case without a worker those who held it, from the allocation export.

use super::allocations::Allocation;
use super::breaks;
use super::cells::Faults;
use super::dataset::Dataset;
use super::ids::Ids;
use super::rows::Episode;
use super::words::{StaffIx, Word};
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

/// Splits the episodes without a worker where their holders change. Several at a time are rows of one opening day, as
/// the case export would have them; where nobody holds the case the worker stays blank.
pub(super) fn allocate(data: &mut Dataset, mut allocations: Vec<Allocation>, faults: &mut Faults) {
    let ids = &data.staff_ids;
    allocations.sort_by_key(|one| {
        let worker = ids.text(one.worker.index());
        (one.case, one.from, worker.to_owned(), one.row)
    });
    let mut idle = vec![0_u32; data.files.len()];
    for of_case in allocations.chunk_by_mut(|one, other| one.case == other.case) {
        let Some(first) = of_case.first() else {
            continue;
        };
        let index = first.case.index();
        breaks::close_between_allocations(of_case);
        let Some(case) = data.cases.get_mut(index) else {
            continue;
        };
        for one in of_case.iter().filter(|one| !is_of_use(one, &case.episodes)) {
            if let Some(count) = idle.get_mut(usize::from(one.row.file)) {
                *count += 1;
            }
        }
        case.episodes = split(&case.episodes, of_case, ids);
    }
    for ((number, file), count) in (0..).zip(&data.files).zip(idle) {
        if count > 0 {
            let head = Row {
                file: number,
                line: 0,
            };
            faults.add(head, unused(count).at(Place::file(&file.name)));
        }
    }
}

fn unused(count: u32) -> Problem {
    let rows = if count == 1 {
        "allocation changes"
    } else {
        "allocations change"
    };
    let message = format!(
        "{count} {rows} nothing: the case was not open then, or its own row names a worker"
    );
    Problem::note("allocations-not-used", message)
}

/// Whether an allocation says who held an episode that does not say so itself.
fn is_of_use(one: &Allocation, episodes: &[Episode]) -> bool {
    let meets = |row: &Episode| {
        row.worker.is_none()
            && one.to.is_none_or(|to| to > row.opened)
            && row
                .closed
                .is_none_or(|closed| one.from < closed || one.from == row.opened)
    };
    episodes.iter().any(meets)
}

fn split(episodes: &[Episode], allocations: &[Allocation], ids: &Ids) -> Vec<Episode> {
    let mut all = Vec::with_capacity(episodes.len());
    let mut chunks = episodes
        .chunk_by(|one, other| one.opened == other.opened)
        .peekable();
    while let Some(chunk) = chunks.next() {
        // From its opening on the next episode governs, whatever this one says of its end.
        let next = chunks.peek().and_then(|next| next.first());
        let limit = next.map(|next| next.opened);
        for row in chunk {
            if chunk.iter().all(|row| row.worker.is_none()) {
                pieces(row, limit, allocations, &mut all);
            } else {
                all.push(row.clone());
            }
        }
    }
    Episode::sort(&mut all, ids);
    all
}

/// One episode by its holders: a stretch for each change of them.
fn pieces(row: &Episode, limit: Option<Day>, allocations: &[Allocation], all: &mut Vec<Episode>) {
    let end = match (row.closed, limit) {
        (Some(closed), Some(limit)) => Some(closed.min(limit)),
        (closed, limit) => closed.or(limit),
    };
    let within = |day: &Day| *day > row.opened && end.is_none_or(|end| *day < end);
    let changes = allocations
        .iter()
        .flat_map(|one| [Some(one.from), one.to])
        .flatten();
    let mut starts: Vec<Day> = changes.filter(within).chain([row.opened]).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut stretches: Vec<(Day, Vec<Holder>)> = Vec::with_capacity(starts.len());
    for start in starts {
        let holders = holders(allocations, start);
        let same = |(_, before): &(Day, Vec<Holder>)| is_same(before, &holders);
        if !stretches.last().is_some_and(same) {
            stretches.push((start, holders));
        }
    }
    for (index, (start, holders)) in stretches.iter().enumerate() {
        let next = stretches.get(index + 1).map(|(next, _)| *next);
        let piece = Episode {
            opened: *start,
            closed: next.or(row.closed),
            ..row.clone()
        };
        all.extend(holders.iter().map(|holder| Episode {
            worker: Some(holder.worker),
            team: row.team.or(holder.team),
            allocated: Some(holder.row),
            ..piece.clone()
        }));
        if holders.is_empty() {
            all.push(piece);
        }
    }
}

/// Somebody who holds a case.
struct Holder {
    worker: StaffIx,
    team: Option<Word>,
    row: Row,
}

fn is_same(before: &[Holder], now: &[Holder]) -> bool {
    let said = |holder: &Holder| (holder.worker, holder.team);
    before.iter().map(said).eq(now.iter().map(said))
}

/// Who holds the case on a day; of two rows of one worker the later counts.
fn holders(allocations: &[Allocation], day: Day) -> Vec<Holder> {
    let mut holders: Vec<Holder> = Vec::new();
    for one in allocations.iter().filter(|one| one.covers(day)) {
        let holder = Holder {
            worker: one.worker,
            team: one.team,
            row: one.row,
        };
        match holders.iter_mut().find(|known| known.worker == one.worker) {
            Some(known) => *known = holder,
            None => holders.push(holder),
        }
    }
    holders.sort_by_key(|holder| holder.worker);
    holders
}
