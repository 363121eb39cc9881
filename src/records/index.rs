//! Who has which sessions, cases, absences and activity: lists by subject, each in the order of its days.

use super::counts_for::{CountsFor, steady};
use super::dataset::Dataset;
use super::rows::{Activity, Session};
use super::words::{CaseIx, SessionNo, StaffIx, Word};

/// A column with more different values than this says something else of sessions than their kind.
const MOST_KINDS: usize = 64;

/// Lists of row numbers by subject, stored end to end.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Lists {
    /// Groups rows, which are given in the order in which each list shall have them, by subject.
    fn group(subjects: usize, rows: impl Iterator<Item = (u32, u32)> + Clone) -> Lists {
        let mut starts = vec![0_u32; subjects + 1];
        for (subject, _) in rows.clone() {
            if let Some(count) = starts.get_mut(subject as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut grouped = vec![0_u32; total as usize];
        for (subject, row) in rows {
            let Some(slot) = next.get_mut(subject as usize) else {
                continue;
            };
            if let Some(place) = grouped.get_mut(*slot as usize) {
                *place = row;
            }
            *slot += 1;
        }
        Lists {
            starts,
            rows: grouped,
        }
    }

    /// Groups session rows by subject, each list in the order of date, then place. Most files are in that order, so
    /// that hardly a list has to be sorted, and none where all rows are in it.
    fn of_sessions(
        subjects: usize,
        (sessions, in_order): (&[Session], bool),
        subject: impl Fn(&Session) -> Option<usize>,
    ) -> Lists {
        let rows = sessions.iter().zip(0..);
        let rows = rows.filter_map(|(session, row)| Some((number(subject(session)?), row)));
        let mut lists = Lists::group(subjects, rows);
        if in_order {
            return lists;
        }
        let day = |row: &u32| sessions.get(*row as usize).map(|session| session.date);
        let bounds = lists.starts.windows(2).filter_map(|bounds| match bounds {
            [from, to] if to - from > 1 => Some(*from as usize..*to as usize),
            _ => None,
        });
        for bounds in bounds {
            if let Some(list) = lists.rows.get_mut(bounds)
                && !list.is_sorted_by_key(day)
            {
                list.sort_by_key(day);
            }
        }
        lists
    }

    fn of(&self, subject: usize) -> &[u32] {
        let bounds = self.starts.get(subject).zip(self.starts.get(subject + 1));
        bounds
            .and_then(|(from, to)| self.rows.get(*from as usize..*to as usize))
            .unwrap_or(&[])
    }
}

/// The indexes of a [`Dataset`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    sessions_of_staff: Lists,
    sessions_of_case: Lists,
    sessions_of_no_case: Vec<u32>,
    rows_of_session: Lists,
    cases_of_worker: Lists,
    absences_of_staff: Lists,
    supervisees: Lists,
    activity_of_staff: Lists,
    activity_by_staff: Lists,
    activity_of_case: Lists,
    steady: Vec<Option<CountsFor>>,
    kinds: Vec<Word>,
}

impl Index {
    /// Builds every list; sessions come in the order of date, then place.
    pub(super) fn build(data: &Dataset) -> Index {
        let (staff, cases) = (data.staff_ids.len(), data.case_ids.len());
        let numbers = data.session_ids.len();
        let rows = data.sessions.as_slice();
        let in_order = rows.is_sorted_by_key(|session| session.date);
        let of_staff = |session: &Session| session.supervisee.map(StaffIx::index);
        let of_case = |session: &Session| session.case.map(CaseIx::index);
        let of_number = |session: &Session| session.session.map(SessionNo::index);
        let ((sessions_of_staff, steady), (sessions_of_case, rows_of_session)) = rayon::join(
            || {
                (
                    Lists::of_sessions(staff, (rows, in_order), of_staff),
                    steady(data),
                )
            },
            || {
                rayon::join(
                    || Lists::of_sessions(cases, (rows, in_order), of_case),
                    || Lists::of_sessions(numbers, (rows, in_order), of_number),
                )
            },
        );
        let of_no_case = rows
            .iter()
            .zip(0..)
            .filter(|(session, _)| session.case.is_none());
        let group =
            |subjects: usize, pairs: Vec<(u32, u32)>| Lists::group(subjects, pairs.iter().copied());
        Index {
            sessions_of_staff,
            sessions_of_case,
            sessions_of_no_case: of_no_case.map(|(_, row)| row).collect(),
            rows_of_session,
            cases_of_worker: group(staff, workers(data)),
            absences_of_staff: group(staff, absences(data)),
            supervisees: group(staff, supervisors(data)),
            activity_of_staff: group(staff, done(data, |one| one.staff.map(StaffIx::index))),
            activity_by_staff: group(staff, done(data, |one| one.by.map(StaffIx::index))),
            activity_of_case: group(cases, done(data, |one| one.case.map(CaseIx::index))),
            steady,
            kinds: kinds(rows),
        }
    }

    /// In whose figures a case counts, when that is so on every day.
    pub fn counts_always_for(&self, case: CaseIx) -> Option<CountsFor> {
        self.steady.get(case.index()).copied().flatten()
    }

    /// Every kind of session there is, in the order in which they first stand in the exports; none where there are too
    /// many to be kinds.
    pub fn kinds(&self) -> &[Word] {
        &self.kinds
    }

    /// Session rows in which a person was supervised, by date.
    pub fn sessions_of_staff(&self, staff: StaffIx) -> &[u32] {
        self.sessions_of_staff.of(staff.index())
    }

    /// Session rows that name a case, by date.
    pub fn sessions_of_case(&self, case: CaseIx) -> &[u32] {
        self.sessions_of_case.of(case.index())
    }

    /// The session rows, each with its position, so that those of one case stand together: who looks at them in this
    /// order looks at each case and its worker once, and not all over the exports. `from` and `to` count in it.
    pub fn by_case<'a>(
        &'a self,
        sessions: &'a [Session],
        (from, to): (u32, u32),
    ) -> impl Iterator<Item = (u32, &'a Session)> {
        let of_cases = self.sessions_of_case.rows.iter();
        let rows = of_cases.chain(&self.sessions_of_no_case);
        let rows = rows
            .skip(from as usize)
            .take(to.saturating_sub(from) as usize);
        rows.filter_map(|row| Some((*row, sessions.get(*row as usize)?)))
    }

    /// Rows that share a session id.
    pub fn rows_of_session(&self, session: SessionNo) -> &[u32] {
        self.rows_of_session.of(session.index())
    }

    /// Cases that were at any time allocated to a person.
    pub fn cases_of_worker(&self, staff: StaffIx) -> impl Iterator<Item = CaseIx> {
        let cases = self.cases_of_worker.of(staff.index());
        cases.iter().filter_map(|case| CaseIx::at(*case as usize))
    }

    /// Absence rows of a person, by first day.
    pub fn absences_of_staff(&self, staff: StaffIx) -> &[u32] {
        self.absences_of_staff.of(staff.index())
    }

    /// Activity rows about a person, by date.
    pub fn activity_of_staff(&self, staff: StaffIx) -> &[u32] {
        self.activity_of_staff.of(staff.index())
    }

    /// Activity rows of what a person did, by date.
    pub fn activity_by_staff(&self, staff: StaffIx) -> &[u32] {
        self.activity_by_staff.of(staff.index())
    }

    /// Activity rows about a case, by date.
    pub fn activity_of_case(&self, case: CaseIx) -> &[u32] {
        self.activity_of_case.of(case.index())
    }

    /// People who at any time had this person as their line manager.
    pub fn supervisees(&self, staff: StaffIx) -> impl Iterator<Item = StaffIx> {
        let people = self.supervisees.of(staff.index());
        people
            .iter()
            .filter_map(|person| StaffIx::at(*person as usize))
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn kinds(sessions: &[Session]) -> Vec<Word> {
    let mut kinds = Vec::new();
    for session in sessions {
        if !kinds.contains(&session.kind) {
            kinds.push(session.kind);
        }
        if kinds.len() > MOST_KINDS {
            return Vec::new();
        }
    }
    kinds
}

/// Workers and their cases, each pair once.
fn workers(data: &Dataset) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (index, case) in data.cases.iter().enumerate() {
        let workers = case.episodes.iter().filter_map(|row| row.worker);
        add_pairs(workers.collect(), index, &mut pairs);
    }
    pairs
}

/// Supervisors and the people they supervise, each pair once.
fn supervisors(data: &Dataset) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (index, member) in data.staff.iter().enumerate() {
        let supervisors = member.posts.iter().filter_map(|post| post.supervisor);
        add_pairs(supervisors.collect(), index, &mut pairs);
    }
    pairs
}

fn add_pairs(mut staff: Vec<StaffIx>, index: usize, pairs: &mut Vec<(u32, u32)>) {
    staff.sort_unstable();
    staff.dedup();
    pairs.extend(
        staff
            .iter()
            .map(|staff| (number(staff.index()), number(index))),
    );
}

/// People and their absences, by first day.
fn absences(data: &Dataset) -> Vec<(u32, u32)> {
    let mut rows: Vec<_> = data.absences.iter().zip(0..).collect();
    rows.sort_by_key(|(absence, _)| (absence.from, absence.row));
    let pairs = rows
        .iter()
        .map(|(absence, row)| (number(absence.staff.index()), *row));
    pairs.collect()
}

/// Activity rows with a subject that they name, by date, then place.
fn done(data: &Dataset, subject: impl Fn(&Activity) -> Option<usize>) -> Vec<(u32, u32)> {
    let mut rows: Vec<_> = data.activity.iter().zip(0..).collect();
    rows.sort_by_key(|(activity, _)| (activity.date, activity.row));
    let pairs = rows
        .iter()
        .filter_map(|(activity, row)| Some((number(subject(activity)?), *row)));
    pairs.collect()
}
