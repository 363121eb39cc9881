//! Who has which sessions, cases and absences: lists by subject, each in the order of its days.

use super::dataset::Dataset;
use super::words::{CaseIx, StaffIx};

/// Lists of row numbers by subject, stored end to end.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Lists {
    /// Groups `rows` (given in the order in which each list shall have them) by subject.
    fn group(subjects: usize, rows: &[(u32, u32)]) -> Lists {
        let mut starts = vec![0_u32; subjects + 1];
        for (subject, _) in rows {
            if let Some(count) = starts.get_mut(*subject as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut grouped = vec![0_u32; rows.len()];
        for (subject, row) in rows {
            let Some(slot) = next.get_mut(*subject as usize) else {
                continue;
            };
            if let Some(place) = grouped.get_mut(*slot as usize) {
                *place = *row;
            }
            *slot += 1;
        }
        Lists {
            starts,
            rows: grouped,
        }
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
    rows_of_session: Lists,
    cases_of_worker: Lists,
    absences_of_staff: Lists,
    supervisees: Lists,
}

impl Index {
    /// Builds every list; sessions come in the order of date, then place.
    pub(super) fn build(data: &Dataset) -> Index {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let mut by_date: Vec<u32> = (0..number(data.sessions.len())).collect();
        by_date.sort_by_key(|row| {
            let session = data.sessions.get(*row as usize);
            session.map(|session| (session.date, session.row))
        });
        let mut of_staff = Vec::with_capacity(by_date.len());
        let mut of_case = Vec::with_capacity(by_date.len());
        let mut of_session = Vec::new();
        for row in by_date {
            let Some(session) = data.sessions.get(row as usize) else {
                continue;
            };
            if let Some(staff) = session.supervisee {
                of_staff.push((number(staff.index()), row));
            }
            if let Some(case) = session.case {
                of_case.push((number(case.index()), row));
            }
            if let Some(session) = session.session {
                of_session.push((number(session.index()), row));
            }
        }
        let mut of_worker = Vec::new();
        for (index, case) in data.cases.iter().enumerate() {
            let mut workers: Vec<StaffIx> =
                case.episodes.iter().filter_map(|row| row.worker).collect();
            workers.sort_unstable();
            workers.dedup();
            of_worker.extend(
                workers
                    .iter()
                    .map(|staff| (number(staff.index()), number(index))),
            );
        }
        let mut absences: Vec<u32> = (0..number(data.absences.len())).collect();
        absences.sort_by_key(|row| {
            data.absences
                .get(*row as usize)
                .map(|absence| (absence.from, absence.row))
        });
        let absences: Vec<(u32, u32)> = absences
            .iter()
            .filter_map(|row| {
                data.absences
                    .get(*row as usize)
                    .map(|absence| (number(absence.staff.index()), *row))
            })
            .collect();
        let mut supervisees = Vec::new();
        for (index, member) in data.staff.iter().enumerate() {
            let mut supervisors: Vec<StaffIx> = member
                .posts
                .iter()
                .filter_map(|post| post.supervisor)
                .collect();
            supervisors.sort_unstable();
            supervisors.dedup();
            supervisees.extend(
                supervisors
                    .iter()
                    .map(|by| (number(by.index()), number(index))),
            );
        }
        let (staff, cases) = (data.staff_ids.len(), data.case_ids.len());
        Index {
            sessions_of_staff: Lists::group(staff, &of_staff),
            sessions_of_case: Lists::group(cases, &of_case),
            rows_of_session: Lists::group(data.session_ids.len(), &of_session),
            cases_of_worker: Lists::group(staff, &of_worker),
            absences_of_staff: Lists::group(staff, &absences),
            supervisees: Lists::group(staff, &supervisees),
        }
    }

    /// Session rows in which a person was supervised, by date.
    pub fn sessions_of_staff(&self, staff: StaffIx) -> &[u32] {
        self.sessions_of_staff.of(staff.index())
    }

    /// Session rows that name a case, by date.
    pub fn sessions_of_case(&self, case: CaseIx) -> &[u32] {
        self.sessions_of_case.of(case.index())
    }

    /// Rows that share a session id.
    pub fn rows_of_session(&self, session: super::words::SessionNo) -> &[u32] {
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

    /// People who at any time had this person as their line manager.
    pub fn supervisees(&self, staff: StaffIx) -> impl Iterator<Item = StaffIx> {
        let people = self.supervisees.of(staff.index());
        people
            .iter()
            .filter_map(|person| StaffIx::at(*person as usize))
    }
}
