//! The exports as one body of typed rows, with the indexes by which the engine finds them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::Problem;

use super::cell::Cell;
use super::columns::{Columns, Export};
use super::ids::Ids;
use super::index::Index;
use super::names::plain;
use super::rejects::Reject;
use super::rows::{Absence, Activity, Case, Episode, LostRow, Post, Session, StaffMember};
use super::words::{CaseIx, StaffIx, Word, Words};

/// One file that was read. Read = accepted + rejected, always: the three are counted apart.
#[derive(Clone, Debug)]
pub struct ExportFile {
    /// The name as it was given.
    pub name: String,
    /// Which export it is.
    pub export: Export,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Data rows in the file, counted by its lines and not by the reader.
    pub read: u32,
    /// Rows that could be used, those left out by the mapping among them.
    pub accepted: u32,
    /// Rows not used, each with a problem.
    pub rejected: u32,
    /// Accepted rows that the mapping leaves out by its `only`.
    pub left_out: u32,
    /// Rows in which something was put right, whether or not they were used then; none unless that was asked for.
    pub repaired: u32,
    /// Accepted rows that name a staff member or a case no export has: the supervisee or case of a session, the worker
    /// of a case, the person of an absence, the person or case of an activity. Where there is no such export at all, none.
    pub unmatched: u32,
    /// The first day the file covers, when the council says so.
    pub covers_from: Option<Day>,
    /// Canonical names of the columns that it has after mapping, demanded or not.
    pub columns: BTreeSet<String>,
    /// Its headers as they stand in the file.
    pub headers: Vec<String>,
    /// How its text is written, each with how that is known.
    pub settings: Vec<Setting>,
}

/// One thing to be known of a file before it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Its key in a mapping, such as `delimiter`.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// How that is known.
    pub known: Known,
}

/// How a setting is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// From the file itself, by fixed rules.
    Detected,
    /// From the mapping.
    Given,
}

impl ExportFile {
    /// Whether every row of the file was either used or rejected.
    pub fn adds_up(&self) -> bool {
        self.accepted.checked_add(self.rejected) == Some(self.read)
    }

    /// Whether the reader lost no row of the file, and any of them is used.
    pub fn is_usable(&self) -> bool {
        self.adds_up() && self.accepted > self.left_out
    }

    /// Whether it is usable, and no row of it was rejected.
    pub fn is_whole(&self) -> bool {
        self.is_usable() && self.rejected == 0
    }

    /// What to say when rows were lost or counted twice.
    pub(super) fn mismatch(&self) -> Option<Problem> {
        let (read, accepted, rejected) = (self.read, self.accepted, self.rejected);
        (!self.adds_up()).then(|| {
            let message = format!(
                "{read} rows stand in the file, but {accepted} were used and {rejected} rejected"
            );
            Problem::error("does-not-add-up", message)
                .at(Place::file(&self.name))
                .hint("this is a fault of the program; nothing it says of this file is sure")
        })
    }
}

/// All exports of one audit.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The files, in the order given.
    pub files: Vec<ExportFile>,
    /// Every value.
    pub words: Words,
    /// Every staff id that any export names.
    pub staff_ids: Ids,
    /// Every case id that any export names.
    pub case_ids: Ids,
    /// Every session id.
    pub session_ids: Ids,
    /// Staff members by [`StaffIx`].
    pub staff: Vec<StaffMember>,
    /// Cases by [`CaseIx`].
    pub cases: Vec<Case>,
    /// Session rows, in the order of the files.
    pub sessions: Vec<Session>,
    /// Demanded session columns: one vector a column, one cell a session row, as
    /// `session_columns.attributes` lists them. A vector ends with the last row that is not blank there.
    pub session_attributes: Vec<Vec<Cell>>,
    /// Absences.
    pub absences: Vec<Absence>,
    /// Rejected rows that say whom they are about, in the order of the files.
    pub lost: Vec<LostRow>,
    /// Every rejected row as it stands in its file, in the order of files and lines.
    pub rejects: Vec<Reject>,
    /// What else was done, in the order of the files.
    pub activity: Vec<Activity>,
    /// Columns of the staff export.
    pub staff_columns: Columns,
    /// Columns of the case export.
    pub case_columns: Columns,
    /// Columns of the session exports.
    pub session_columns: Columns,
    /// Columns of the activity exports.
    pub activity_columns: Columns,
    /// What is wrong with the exports, in the order of the files and lines.
    pub problems: Vec<Problem>,
    /// Who has which sessions, cases, absences and activity.
    pub index: Index,
}

impl Dataset {
    /// The person behind a staff number.
    pub fn member(&self, staff: StaffIx) -> Option<&StaffMember> {
        self.staff.get(staff.index())
    }

    /// The case behind a case number.
    pub fn case(&self, case: CaseIx) -> Option<&Case> {
        self.cases.get(case.index())
    }

    /// The id of a staff member.
    pub fn staff_id(&self, staff: StaffIx) -> &str {
        self.staff_ids.text(staff.index())
    }

    /// The id of a case.
    pub fn case_id(&self, case: CaseIx) -> &str {
        self.case_ids.text(case.index())
    }

    /// A row's place as a person would look it up.
    pub fn place(&self, row: Row) -> Place {
        let name = self
            .files
            .get(usize::from(row.file))
            .map_or("", |file| file.name.as_str());
        Place::line(name, row.line)
    }

    /// The spelling of a value, or nothing for a blank.
    pub fn text(&self, word: Option<Word>) -> &str {
        word.map_or("", |word| self.words.text(word))
    }

    /// The files of one export.
    pub fn files_of(&self, export: Export) -> impl Iterator<Item = &ExportFile> {
        self.files.iter().filter(move |file| file.export == export)
    }

    /// The post a staff member held on a day: the last that began on or before it, with days after its end until the
    /// next one counted to it; before the first post, nothing.
    pub fn post_on(&self, staff: StaffIx, day: Day) -> Option<&Post> {
        let posts = &self.member(staff)?.posts;
        posts.iter().rev().find(|post| post.start <= day)
    }

    /// The position of the session that stands in a row.
    pub fn session_at(&self, row: Row) -> Option<u32> {
        let start = match self.sessions.first()? {
            first if first.row.file == row.file => 0,
            _ => self.sessions.partition_point(|one| one.row.file < row.file),
        };
        let of_file = self.sessions.get(start..)?;
        let lines = row.line.checked_sub(of_file.first()?.row.line)?;
        // Most rows take a line each, so this is the place; it is never behind it.
        let place = usize::try_from(lines).ok()?.min(of_file.len() - 1);
        let index = if of_file.get(place)?.row == row {
            place
        } else {
            let before = of_file.get(..place)?;
            before.binary_search_by_key(&row, |one| one.row).ok()?
        };
        u32::try_from(start + index).ok()
    }

    /// The rows of the episode a case was in on a day: those of the last opening on or before it that are still open; after
    /// its closing those that closed last.
    pub fn episode_on(&self, case: CaseIx, day: Day) -> &[Episode] {
        let Some(case) = self.case(case) else {
            return &[];
        };
        let rows = case.episodes.as_slice();
        if let [only] = rows {
            return if only.opened <= day { rows } else { &[] };
        }
        let end = rows.partition_point(|row| row.opened <= day);
        let Some(opened) = end.checked_sub(1).and_then(|last| rows.get(last)) else {
            return &[];
        };
        let begin = rows.partition_point(|row| row.opened < opened.opened);
        let rows = rows.get(begin..end).unwrap_or(&[]);
        // Those that go on longest stand first, and nothing is said any more by whoever has left.
        let until = rows.first().and_then(|first| first.closed);
        let open = rows.partition_point(|row| row.is_open(day));
        let last = rows.partition_point(|row| row.closed == until);
        rows.get(..open.max(last)).unwrap_or(rows)
    }

    /// The cases that are open on a day, each with its open rows; in the order of [`CaseIx`].
    pub fn open_cases(
        &self,
        day: Day,
    ) -> impl Iterator<Item = (CaseIx, impl Iterator<Item = &Episode> + Clone)> {
        (0..self.cases.len())
            .filter_map(CaseIx::at)
            .filter_map(move |case| {
                let rows = self.episode_on(case, day).iter();
                let open = rows.filter(move |row| row.is_open(day));
                open.clone().next().is_some().then_some((case, open))
            })
    }

    /// Who is in post on a day, with the post; in the order of [`StaffIx`].
    pub fn in_post(&self, day: Day) -> impl Iterator<Item = (StaffIx, &Post)> {
        (0..self.staff.len())
            .filter_map(StaffIx::at)
            .filter_map(move |staff| {
                let post = self.post_on(staff, day)?;
                post.end
                    .is_none_or(|end| end > day)
                    .then_some((staff, post))
            })
    }

    /// The kinds of some of the sessions, those of the most rows first, each with how many these are.
    pub fn kinds_of(&self, asked: impl Fn(&Session) -> bool) -> Vec<(&str, u32)> {
        let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
        for session in self.sessions.iter().filter(|one| asked(one)) {
            *kinds.entry(self.words.text(session.kind)).or_default() += 1;
        }
        let mut kinds: Vec<(&str, u32)> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, rows)| Reverse(*rows));
        kinds
    }

    /// Whether a staff member has, in any post, a name that is the same but for case, accents, spaces and order.
    pub fn is_called(&self, staff: StaffIx, name: &str) -> bool {
        let name = plain(name);
        let posts = self.member(staff).map_or(&[][..], |member| &member.posts);
        let mut names = posts.iter().filter_map(|post| post.name.as_deref());
        names.any(|one| plain(one) == name)
    }

    /// The columns of an export; absences and allocations have none that a policy can name.
    pub fn columns(&self, export: Export) -> &Columns {
        match export {
            Export::Staff | Export::Absences | Export::Allocations => &self.staff_columns,
            Export::Cases => &self.case_columns,
            Export::Sessions => &self.session_columns,
            Export::Activity => &self.activity_columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dataset;
    use crate::records::{Demand, Export};

    #[test]
    fn a_counter_that_is_wrong_by_one_is_said() {
        let staff = "staff_id,role,start_date\nS1,sw,2026-01-05\nS2,sw,soon\nS1,sw,2026-01-05\n";
        let taken = crate::calendar::Day::parse_iso("2026-02-01").unwrap();
        let data = Dataset::from_exports(&[(Export::Staff, staff)], &Demand::default(), taken);
        let sound = data.unwrap().files.remove(0);
        assert_eq!((sound.read, sound.accepted, sound.rejected), (3, 1, 2));
        assert_eq!(sound.mismatch(), None);
        for broken in 0..3 {
            let mut file = sound.clone();
            let counters = [&mut file.read, &mut file.accepted, &mut file.rejected];
            for (index, counter) in counters.into_iter().enumerate() {
                *counter += u32::from(index == broken);
            }
            let problem = file.mismatch().unwrap();
            assert_eq!(problem.kind, "does-not-add-up");
        }
    }
}
