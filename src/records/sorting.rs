//! Rows that say the same twice, and rows that contradict each other.

use rayon::prelude::*;

use super::allocations::Allocation;
use super::cell::Cell;
use super::cells::{Faults, shown};
use super::ids::Ids;
use super::opened::Opened;
use super::rows::{Absence, Activity, Episode, Post, Session};
use super::tables::{Gathered, HasRow, Mark, Named};
use super::words::{CaseIx, SessionNo, StaffIx};
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

/// The kind of problem of a row that stands twice.
pub(super) const DUPLICATE: &str = "duplicate-row";

/// The kind of problem of a row that contradicts another.
pub(super) const CONFLICT: &str = "conflicting-rows";

/// The rows' content at hand, and what is found wrong.
pub(super) struct Sorting<'f> {
    pub(super) files: &'f [Opened],
    pub(super) faults: Faults,
}

/// What a row says: its cells with their columns' names.
type Content<'f> = Vec<(&'f str, String)>;

impl<'f> Sorting<'f> {
    pub(super) fn posts(&mut self, posts: &mut Gathered<(StaffIx, Post)>) {
        self.only_once(posts, |(staff, _)| Some(staff.index()));
        let keys = posts.rows.iter();
        let keys = keys.map(|(staff, post)| Some((*staff, post.start)));
        let out = self.conflicts(posts, keys, "`staff_id` and `start_date`");
        keep(posts, &out);
    }

    /// Where types take precedence over one another, rows of two types may open on one day.
    pub(super) fn episodes(&mut self, episodes: &mut Gathered<(CaseIx, Episode)>, by_type: bool) {
        self.only_once(episodes, |(case, _)| Some(case.index()));
        let keys = episodes.rows.iter();
        let keys = keys.map(|(case, episode)| {
            let case_type = episode.case_type.filter(|_| by_type);
            Some((*case, episode.opened, episode.worker, case_type))
        });
        let out = self.conflicts(episodes, keys, "`case_id`, `opened` and `allocated_to`");
        keep(episodes, &out);
    }

    pub(super) fn sessions(&mut self, mut table: SessionTable<'_>) {
        let numbers = session_numbers(table.sessions);
        let shared_ones = shared(numbers.clone().flatten());
        let out = self.duplicates(table.sessions, &unsure_of(numbers, &shared_ones));
        table.keep(&out);
        let known = table.ids.len();
        let out = self.days(&mut table, &shared_ones);
        table.keep(&out);
        let shared_ones = if table.ids.len() == known {
            shared_ones
        } else {
            shared(session_numbers(table.sessions).flatten())
        };
        if shared_ones.is_empty() {
            return;
        }
        let keys = table.sessions.rows.iter().map(|session| {
            let number = session
                .session
                .filter(|number| shared_ones.has(number.index()))?;
            Some((number, session.supervisee, session.case))
        });
        let out = self.conflicts(
            table.sessions,
            keys,
            "`session_id`, `supervisee_id` and `case_id`",
        );
        table.keep(&out);
    }

    pub(super) fn absences(&mut self, absences: &mut Gathered<Absence>) {
        self.only_once(absences, |absence| Some(absence.staff.index()));
    }

    pub(super) fn activity(&mut self, activity: &mut Gathered<Activity>) {
        self.only_once(activity, |_| None);
    }

    pub(super) fn allocations(&mut self, allocations: &mut Gathered<Allocation>) {
        self.only_once(allocations, |one| Some(one.case.index()));
    }

    /// Drops the rows that say the same as an earlier one. Only rows of one subject can, and rows of none.
    fn only_once<T: HasRow + Sync>(
        &mut self,
        gathered: &mut Gathered<T>,
        subject: impl Fn(&T) -> Option<usize>,
    ) {
        let subjects = gathered.rows.iter().map(&subject);
        let out = self.duplicates(gathered, &unsure(subjects));
        keep(gathered, &out);
    }

    /// Finds rows that say the same as an earlier one, among those that may.
    fn duplicates<T: HasRow + Sync>(&mut self, gathered: &Gathered<T>, unsure: &[usize]) -> Named {
        let mut out = Named::default();
        let signed = unsure.par_iter().filter_map(|index| {
            let mark = self.mark(gathered, *index)?;
            let file = self.files.get(usize::from(mark.row.file))?;
            Some((file.sign(mark.start), mark, *index))
        });
        let mut order: Vec<(u64, Mark, usize)> = signed.collect();
        order.sort_unstable_by_key(|(sign, mark, _)| (*sign, mark.row));
        for run in order
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|run| run.len() > 1)
        {
            let mut first: Vec<(Row, Content<'f>)> = Vec::new();
            for (_, mark, index) in run {
                let content = self.content(mark);
                let Some((earlier, _)) = first.iter().find(|(_, known)| *known == content) else {
                    first.push((mark.row, content));
                    continue;
                };
                let place = self.place(*earlier);
                let problem = Problem::error(DUPLICATE, format!("the same row as {place}"))
                    .hint("remove one of the two");
                self.reject(mark, problem, *index, &mut out);
            }
        }
        out
    }

    /// Of rows that stand for one thing and disagree, keeps the one that is smallest by what it says, so that the order
    /// of the rows changes nothing.
    fn conflicts<T: HasRow, K: Ord>(
        &mut self,
        gathered: &Gathered<T>,
        keys: impl Iterator<Item = Option<K>>,
        what: &str,
    ) -> Named {
        let mut out = Named::default();
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
                .filter_map(|(_, index)| Some((self.mark(gathered, *index)?, *index)));
            let mut rivals: Vec<(Content<'f>, Mark, usize)> = marked
                .map(|(mark, index)| (self.content(&mark), mark, index))
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
                self.reject(mark, problem, *index, &mut out);
            }
        }
        out
    }

    /// One session has one date. Within a file the date that most of its rows give is kept (of two, the earlier). Two
    /// files that use one id on different dates mean different sessions, because two systems count alike: the later one
    /// gets its date behind the id.
    fn days(&mut self, table: &mut SessionTable<'_>, shared: &Named) -> Named {
        let mut out = Named::default();
        for of_id in
            by_session(table.sessions, shared).chunk_by(|one, other| one.number == other.number)
        {
            let mut days = Vec::new();
            for of_file in of_id.chunk_by(|one, other| one.file == other.file) {
                let by_day = of_file.chunk_by(|one, other| one.date == other.date);
                let Some(usual) = by_day.rev().max_by_key(|rows| rows.len()) else {
                    continue;
                };
                let Some(kept) = usual.first() else { continue };
                for other in of_file.iter().filter(|row| row.date != kept.date) {
                    self.other_day(table.sessions, (kept, other), &mut out);
                }
                days.push((kept.date, usual));
            }
            days.sort_unstable();
            let Some((first, _)) = days.first().copied() else {
                continue;
            };
            for (date, rows) in days.into_iter().filter(|(date, _)| *date != first) {
                table.rename(date, rows);
            }
        }
        out
    }

    fn other_day(
        &mut self,
        sessions: &Gathered<Session>,
        (kept, other): (&SessionRow, &SessionRow),
        out: &mut Named,
    ) {
        let Some(winner) = sessions.rows.get(kept.index) else {
            return;
        };
        let Some(mark) = self.mark(sessions, other.index) else {
            return;
        };
        let message = format!(
            "disagrees with {}, which was used: the same `session_id`, but not the same `date`",
            self.place(winner.row)
        );
        let problem = Problem::error(CONFLICT, message)
            .found(other.date.to_string())
            .expected(kept.date.to_string());
        self.reject(&mark, problem, other.index, out);
    }

    fn reject(&mut self, mark: &Mark, problem: Problem, index: usize, out: &mut Named) {
        out.add(index);
        let place = self.place(mark.row).at_byte(mark.start);
        self.faults.add(mark.row, problem.at(place));
    }

    /// Where a row stands.
    fn mark<T: HasRow>(&self, gathered: &Gathered<T>, index: usize) -> Option<Mark> {
        let row = gathered.rows.get(index)?.row();
        let file = self.files.get(usize::from(row.file))?;
        let start = file.line_start(row.line, gathered.mark_before(row)?)?;
        Some(Mark { row, start })
    }

    fn content(&self, mark: &Mark) -> Content<'f> {
        let file = self.files.get(usize::from(mark.row.file));
        file.map(|file| file.says(mark.start)).unwrap_or_default()
    }

    fn place(&self, row: Row) -> Place {
        let file = self.files.get(usize::from(row.file));
        Place::line(file.map_or("", |file| file.name.as_str()), row.line)
    }
}

/// The sessions with what they say in demanded columns, and the ids they have.
pub(super) struct SessionTable<'t> {
    pub(super) sessions: &'t mut Gathered<Session>,
    pub(super) attributes: &'t mut Vec<Vec<Cell>>,
    pub(super) ids: &'t mut Ids,
}

impl SessionTable<'_> {
    /// Gives sessions of a later day an id of their own.
    fn rename(&mut self, date: Day, rows: &[SessionRow]) {
        for row in rows {
            let text = format!("{} ({date})", self.ids.text(row.number.index()));
            let number = SessionNo::at(self.ids.intern(&text));
            if let Some(session) = self.sessions.rows.get_mut(row.index) {
                session.session = number;
            }
        }
    }

    /// Drops the sessions that are out.
    fn keep(&mut self, out: &Named) {
        keep(self.sessions, out);
        for column in &mut *self.attributes {
            keep_cells(column, out);
        }
    }
}

/// A session row whose id other rows have too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct SessionRow {
    number: SessionNo,
    file: u16,
    date: Day,
    index: usize,
}

fn session_numbers(sessions: &Gathered<Session>) -> impl Iterator<Item = Option<usize>> + Clone {
    let sessions = sessions.rows.iter();
    sessions.map(|session| session.session.map(SessionNo::index))
}

/// The numbers that stand there more than once.
pub(super) fn shared(numbers: impl Iterator<Item = usize>) -> Named {
    let (mut once, mut again) = (Named::default(), Named::default());
    for number in numbers {
        let named = if once.has(number) {
            &mut again
        } else {
            &mut once
        };
        named.add(number);
    }
    again
}

/// The rows that may say the same as another: those of one subject, or of none.
fn unsure(subjects: impl Iterator<Item = Option<usize>> + Clone) -> Vec<usize> {
    let shared = shared(subjects.clone().flatten());
    unsure_of(subjects, &shared)
}

/// The same, where it is known which subjects stand there more than once.
fn unsure_of(subjects: impl Iterator<Item = Option<usize>>, shared: &Named) -> Vec<usize> {
    let is_unsure = |subject: &Option<usize>| subject.is_none_or(|subject| shared.has(subject));
    let unsure = subjects.enumerate();
    let unsure = unsure.filter(|(_, subject)| is_unsure(subject));
    unsure.map(|(index, _)| index).collect()
}

/// The rows of shared ids, by id, file and date.
fn by_session(sessions: &Gathered<Session>, shared: &Named) -> Vec<SessionRow> {
    if shared.is_empty() {
        return Vec::new();
    }
    let rows = sessions.rows.iter().enumerate();
    let mut rows: Vec<SessionRow> = rows
        .filter_map(|(index, session)| {
            let number = session
                .session
                .filter(|number| shared.has(number.index()))?;
            let (file, date) = (session.row.file, session.date);
            Some(SessionRow {
                number,
                file,
                date,
                index,
            })
        })
        .collect();
    rows.sort_unstable();
    rows
}

/// Drops the rows that are out.
fn keep<T>(gathered: &mut Gathered<T>, out: &Named) {
    keep_cells(&mut gathered.rows, out);
}

fn keep_cells<T>(cells: &mut Vec<T>, out: &Named) {
    if !out.is_empty() {
        let mut indices = 0..;
        cells.retain(|_| !indices.next().is_some_and(|index| out.has(index)));
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
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", shown(name)))
        .collect();
    quoted.join(", ")
}
