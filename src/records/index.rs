//! Who has which sessions, cases, absences and activity: lists by subject, each in the order of its days.

use rayon::prelude::*;

use super::counts_for::{CountsFor, steady};
use super::dataset::Dataset;
use super::rows::{Activity, Session};
use super::shared::Shared;
use super::words::{CaseIx, StaffIx, Word};

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

    /// Groups session rows by subject, each list in the order of date, then place.
    fn of_sessions(
        subjects: usize,
        (sessions, breaks): (&[Session], &[u32]),
        subject: impl Fn(&Session) -> Option<usize> + Sync,
    ) -> Lists {
        // The rows are gone through twice, and in a list of their subjects alone that is soon done.
        let of_rows = sessions.par_iter();
        let of_rows = of_rows.map(|session| subject(session).map_or(u32::MAX, number));
        let of_rows: Vec<u32> = of_rows.collect();
        let rows = of_rows.iter().copied().zip(0..);
        let mut lists = Lists::group(subjects, rows.filter(|(subject, _)| *subject != u32::MAX));
        if breaks.is_empty() {
            return lists;
        }
        let day = |row: &u32| sessions.get(*row as usize).map(|session| session.date);
        let bounds = lists.starts.windows(2).filter_map(|bounds| match bounds {
            [from, to] if to - from > 1 => Some(*from as usize..*to as usize),
            _ => None,
        });
        for bounds in bounds {
            if let Some(list) = lists.rows.get_mut(bounds)
                && has_break(list, breaks)
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

/// The places of the sessions that are of an earlier day than the one before. Most files are in the order of days, and
/// several of them one behind the other have hardly a break, so that hardly a list has to be sorted or even looked at.
fn breaks(sessions: &[Session]) -> Vec<u32> {
    let pairs = sessions.par_windows(2).enumerate();
    let breaks = pairs.filter_map(|(place, pair)| match pair {
        [before, session] if session.date < before.date => Some(number(place + 1)),
        _ => None,
    });
    breaks.collect()
}

/// Whether a break lies between the first row of a list and its last.
fn has_break(list: &[u32], breaks: &[u32]) -> bool {
    let (Some(first), Some(end)) = (list.first(), list.last()) else {
        return false;
    };
    let behind = breaks.partition_point(|place| place <= first);
    breaks.get(behind).is_some_and(|place| place <= end)
}

/// The indexes of a [`Dataset`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    sessions_of_staff: Lists,
    sessions_of_case: Lists,
    sessions_of_no_case: Vec<u32>,
    shared: Shared,
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
        let breaks = breaks(&data.sessions);
        let rows = (data.sessions.as_slice(), breaks.as_slice());
        let of_staff = |session: &Session| session.supervisee.map(StaffIx::index);
        let of_case = |session: &Session| session.case.map(CaseIx::index);
        let group =
            |subjects: usize, pairs: Vec<(u32, u32)>| Lists::group(subjects, pairs.iter().copied());
        let ((sessions_of_staff, steady, cases_of_worker), (sessions_of_case, others)) =
            rayon::join(
                || {
                    let of_staff = Lists::of_sessions(staff, rows, of_staff);
                    (of_staff, steady(data), group(staff, workers(data)))
                },
                || {
                    rayon::join(
                        || Lists::of_sessions(cases, rows, of_case),
                        || (Shared::of(rows.0), of_no_case(rows.0), kinds(rows.0)),
                    )
                },
            );
        let (shared, sessions_of_no_case, kinds) = others;
        Index {
            sessions_of_staff,
            sessions_of_case,
            sessions_of_no_case,
            shared,
            cases_of_worker,
            absences_of_staff: group(staff, absences(data)),
            supervisees: group(staff, supervisors(data)),
            activity_of_staff: group(staff, done(data, |one| one.staff.map(StaffIx::index))),
            activity_by_staff: group(staff, done(data, |one| one.by.map(StaffIx::index))),
            activity_of_case: group(cases, done(data, |one| one.case.map(CaseIx::index))),
            steady,
            kinds,
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
        let (from, to) = (from as usize, to as usize);
        let (with, without) = (&self.sessions_of_case.rows, &self.sessions_of_no_case);
        let some = |rows: &'a [u32], before: usize| {
            let bound = |at: usize| at.saturating_sub(before).min(rows.len());
            rows.get(bound(from)..bound(to)).unwrap_or(&[])
        };
        let rows = some(with, 0).iter().chain(some(without, with.len()));
        rows.filter_map(|row| Some((*row, sessions.get(*row as usize)?)))
    }

    /// The rows that share a row's session id, itself among them, in their order; none where no other row has it.
    pub fn rows_of_session(&self, session: &Session) -> &[u32] {
        let number = session.session;
        number.map_or(&[], |number| self.shared.rows(number))
    }

    /// Whether a session row shares its session id with others.
    pub fn is_shared(&self, row: u32) -> bool {
        self.shared.has(row)
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

/// The rows that name no case.
fn of_no_case(sessions: &[Session]) -> Vec<u32> {
    let rows = sessions.iter().zip(0..);
    let rows = rows.filter(|(session, _)| session.case.is_none());
    rows.map(|(_, row)| row).collect()
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
    let (mut pairs, mut workers) = (Vec::new(), Vec::new());
    for (index, case) in data.cases.iter().enumerate() {
        workers.extend(case.episodes.iter().filter_map(|row| row.worker));
        add_pairs(&mut workers, index, &mut pairs);
    }
    pairs
}

/// Supervisors and the people they supervise, each pair once.
fn supervisors(data: &Dataset) -> Vec<(u32, u32)> {
    let (mut pairs, mut supervisors) = (Vec::new(), Vec::new());
    for (index, member) in data.staff.iter().enumerate() {
        supervisors.extend(member.posts.iter().filter_map(|post| post.supervisor));
        add_pairs(&mut supervisors, index, &mut pairs);
    }
    pairs
}

/// Adds a pair for each of these, of whom none are left.
fn add_pairs(staff: &mut Vec<StaffIx>, index: usize, pairs: &mut Vec<(u32, u32)>) {
    staff.sort_unstable();
    staff.dedup();
    let staff = staff.drain(..);
    pairs.extend(staff.map(|staff| (number(staff.index()), number(index))));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Lists;
    use crate::calendar::Day;
    use crate::records::{Dataset, Demand, Export, StaffIx};

    proptest! {
        #[test]
        fn rows_are_grouped_by_subject_in_their_order(
            subjects in prop::collection::vec(0..5_u32, 0..12),
        ) {
            let rows = subjects.iter().copied().zip(0..);
            let lists = Lists::group(5, rows.clone());
            for subject in 0..5 {
                let plain = rows.clone().filter(|(one, _)| *one == subject);
                let plain: Vec<u32> = plain.map(|(_, row)| row).collect();
                prop_assert_eq!(lists.of(subject as usize), plain);
            }
            prop_assert_eq!(lists.of(5), &[] as &[u32]);
        }

        /// From runs of days that go on to days in no order at all.
        #[test]
        fn each_list_is_in_the_order_of_days_and_then_of_places(
            rows in prop::collection::vec((0..3_u8, prop_oneof![Just(None), (1..=28_u8).prop_map(Some)]), 1..40)
        ) {
            let mut day = 1;
            let lines = rows.into_iter().map(|(staff, jump)| {
                day = jump.unwrap_or(if day < 28 { day + 1 } else { day });
                format!("2026-01-{day:02},personal,S{staff}\n")
            });
            let text = format!("date,kind,supervisee_id\n{}", lines.collect::<String>());
            let taken = Day::parse_iso("2026-02-01").unwrap();
            let exports = [(Export::Sessions, text.as_str())];
            let data = Dataset::from_exports(&exports, &Demand::default(), taken).unwrap();
            for staff in (0..data.staff_ids.len()).filter_map(StaffIx::at) {
                let of_staff = |row: &u32| data.sessions[*row as usize].supervisee == Some(staff);
                let mut plain: Vec<u32> = (0..).take(data.sessions.len()).filter(of_staff).collect();
                plain.sort_by_key(|row| data.sessions[*row as usize].date);
                prop_assert_eq!(data.index.sessions_of_staff(staff), plain);
            }
        }
    }

    fn sessions(text: &str) -> Dataset {
        let taken = Day::parse_iso("2026-02-01").unwrap();
        let exports = [(Export::Sessions, text)];
        Dataset::from_exports(&exports, &Demand::default(), taken).unwrap()
    }

    #[test]
    fn kinds_are_listed_once_each_while_they_are_few_enough_to_be_kinds() {
        let kinds = |count: usize| {
            let line = |row: usize| format!("2026-01-05,kind {},S1\n", row % count);
            let lines: String = (0..2 * count).map(line).collect();
            let data = sessions(&format!("date,kind,supervisee_id\n{lines}"));
            let kinds = data.index.kinds().iter();
            let kinds = kinds.map(|kind| data.words.text(*kind).to_owned());
            kinds.collect::<Vec<_>>()
        };
        assert_eq!(kinds(3), ["kind 0", "kind 1", "kind 2"]);
        assert_eq!(kinds(64).len(), 64);
        assert_eq!(kinds(65), [] as [&str; 0]);
    }
}
