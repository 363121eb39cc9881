//! Rows that were gathered apart, put behind those that are known: their values and ids get the numbers they have there.

use super::allocations::Allocation;
use super::cell::Cell;
use super::ids::Ids;
use super::met::MetIds;
use super::rows::{Absence, Activity, Episode, LostRow, Post, Session};
use super::stretch::Stretch;
use super::tables::{Numbered, Tables};
use super::words::{CaseIx, SessionNo, StaffIx, Word, Words};

/// What the numbers of one stretch are among all.
pub(super) struct Renumbered {
    words: Vec<Option<Word>>,
    staff: Vec<Option<StaffIx>>,
    cases: Vec<Option<CaseIx>>,
    sessions: Vec<Option<SessionNo>>,
}

impl Renumbered {
    /// Adds the words and ids of some stretches to all, in their order.
    pub(super) fn all(
        words: &mut Words,
        ids: &mut Numbered,
        stretches: &[Stretch<'_>],
    ) -> Vec<Renumbered> {
        let Numbered {
            staff,
            cases,
            sessions,
        } = ids;
        let met = || stretches.iter().map(|stretch| &stretch.met);
        let (sessions, (staff, cases)) = rayon::join(
            || numbers(sessions, met().map(|met| &met.sessions), SessionNo::at),
            || {
                let staff = numbers(staff, met().map(|met| &met.staff), StaffIx::at);
                let cases = numbers(cases, met().map(|met| &met.cases), CaseIx::at);
                (staff, cases)
            },
        );
        let words = stretches.iter().map(|stretch| {
            let texts = stretch.words.iter();
            texts.map(|text| words.intern(text)).collect()
        });
        let ids = staff.into_iter().zip(cases).zip(sessions);
        let renumbered = ids
            .zip(words)
            .map(|(((staff, cases), sessions), words)| Renumbered {
                words,
                staff,
                cases,
                sessions,
            });
        renumbered.collect()
    }

    fn word(&self, word: Word) -> Word {
        let all = self.words.get(word.index()).copied().flatten();
        all.unwrap_or(word)
    }

    fn staff(&self, staff: StaffIx) -> StaffIx {
        let all = self.staff.get(staff.index()).copied().flatten();
        all.unwrap_or(staff)
    }

    fn case(&self, case: CaseIx) -> CaseIx {
        let all = self.cases.get(case.index()).copied().flatten();
        all.unwrap_or(case)
    }

    fn session_number(&self, session: SessionNo) -> SessionNo {
        let all = self.sessions.get(session.index()).copied().flatten();
        all.unwrap_or(session)
    }

    fn maybe_word(&self, word: &mut Option<Word>) {
        *word = word.map(|word| self.word(word));
    }

    fn maybe_staff(&self, staff: &mut Option<StaffIx>) {
        *staff = staff.map(|staff| self.staff(staff));
    }

    fn maybe_case(&self, case: &mut Option<CaseIx>) {
        *case = case.map(|case| self.case(case));
    }

    fn cells(&self, cells: &mut [Cell]) {
        for cell in cells {
            if let Cell::Word(word) = cell {
                *word = self.word(*word);
            }
        }
    }

    /// Gives every row of a stretch the numbers among all.
    pub(super) fn rows(&self, tables: &mut Tables) {
        for (staff, post) in &mut tables.posts.rows {
            *staff = self.staff(*staff);
            self.post(post);
        }
        for (case, episode) in &mut tables.episodes.rows {
            *case = self.case(*case);
            self.episode(episode);
        }
        for session in &mut tables.sessions.rows {
            self.session(session);
        }
        for column in &mut tables.session_attributes {
            self.cells(column);
        }
        for absence in &mut tables.absences.rows {
            self.absence(absence);
        }
        for activity in &mut tables.activity.rows {
            self.activity(activity);
        }
        for allocation in &mut tables.allocations.rows {
            self.allocation(allocation);
        }
        for lost in &mut tables.lost {
            self.lost(lost);
        }
        for staff in &mut tables.named_staff {
            *staff = self.staff(*staff);
        }
        for case in &mut tables.named_cases {
            *case = self.case(*case);
        }
    }

    fn post(&self, post: &mut Post) {
        for word in [&mut post.role, &mut post.team, &mut post.service] {
            self.maybe_word(word);
        }
        self.maybe_staff(&mut post.supervisor);
        self.cells(&mut post.attributes);
    }

    fn episode(&self, episode: &mut Episode) {
        for word in [
            &mut episode.case_type,
            &mut episode.team,
            &mut episode.service,
            &mut episode.family,
        ] {
            self.maybe_word(word);
        }
        self.maybe_staff(&mut episode.worker);
        self.cells(&mut episode.attributes);
    }

    fn session(&self, session: &mut Session) {
        for word in [&mut session.kind, &mut session.status, &mut session.depth] {
            *word = self.word(*word);
        }
        for staff in [&mut session.supervisee, &mut session.supervisor] {
            self.maybe_staff(staff);
        }
        self.maybe_case(&mut session.case);
        let number = session.session.map(|number| self.session_number(number));
        session.session = number;
    }

    fn absence(&self, absence: &mut Absence) {
        absence.staff = self.staff(absence.staff);
        self.maybe_word(&mut absence.reason);
    }

    fn activity(&self, activity: &mut Activity) {
        activity.kind = self.word(activity.kind);
        for staff in [&mut activity.staff, &mut activity.by] {
            self.maybe_staff(staff);
        }
        self.maybe_case(&mut activity.case);
        self.cells(&mut activity.attributes);
    }

    fn allocation(&self, allocation: &mut Allocation) {
        allocation.case = self.case(allocation.case);
        allocation.worker = self.staff(allocation.worker);
        self.maybe_word(&mut allocation.team);
    }

    fn lost(&self, lost: &mut LostRow) {
        self.maybe_staff(&mut lost.staff);
        self.maybe_case(&mut lost.case);
        self.maybe_word(&mut lost.kind);
    }
}

/// The numbers among all of the ids that some stretches met.
fn numbers<'s, T>(
    all: &mut Ids,
    met: impl Iterator<Item = &'s MetIds>,
    at: fn(usize) -> Option<T>,
) -> Vec<Vec<Option<T>>> {
    met.map(|ids| ids.among(all).map(at).collect()).collect()
}
