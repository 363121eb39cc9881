//! Ids that no export has a row for, and what they may have been meant to be.

use std::collections::BTreeMap;

use super::Doubts;
use crate::place::Row;
use crate::problem::Problem;
use crate::records::cells::shown;
use crate::records::columns::Export;
use crate::records::ids::Ids;
use crate::records::words::{CaseIx, StaffIx};

/// Fewer digits than these two ids may share by chance.
const DIGITS: usize = 4;

/// Where an unknown id is named.
struct Named {
    first: Row,
    rows: u32,
}

/// Makes a problem of a message.
type Kind = fn(String) -> Problem;

/// By position of an id.
type Unknown = BTreeMap<usize, Named>;

impl Doubts<'_> {
    /// One problem for each unknown id, at the first row that names it.
    pub(super) fn ids(&mut self) {
        let data = self.data;
        let has = |export: Export| data.files_of(export).next().is_some();
        if has(Export::Staff) {
            let known = self.known_staff();
            let unknown = unknown(self.named_staff(), &known);
            let near = Near::new(&data.staff_ids, &known);
            self.say(
                &unknown,
                &near,
                "staff",
                [
                    |message| Problem::note("unknown-staff-id", message),
                    |message| Problem::warning("nearly-a-staff-id", message),
                ],
            );
        }
        if has(Export::Cases) {
            let known = self.known_cases();
            let unknown = unknown(self.named_cases(), &known);
            let near = Near::new(&data.case_ids, &known);
            self.say(
                &unknown,
                &near,
                "case",
                [
                    |message| Problem::note("unknown-case-id", message),
                    |message| Problem::warning("nearly-a-case-id", message),
                ],
            );
        }
    }

    fn say(&mut self, unknown: &Unknown, near: &Near<'_>, what: &str, [far, nearly]: [Kind; 2]) {
        for (index, named) in unknown {
            let id = near.ids.text(*index);
            let rows = if named.rows == 1 {
                "row names"
            } else {
                "rows name"
            };
            let message = format!(
                "{} {rows} a {what} id that no {what} export has",
                named.rows
            );
            let problem = match near.to(id) {
                Some(near) => nearly(message)
                    .hint(format!("is it `{}`? ids are compared exactly", shown(near))),
                None => far(message).hint(
                    "nothing is wrong if the export leaves out leavers or closed cases on purpose",
                ),
            };
            self.add(named.first, problem.found_id(shown(id)));
        }
    }

    /// Whether the staff export has each id, if only on a rejected row.
    fn known_staff(&self) -> Vec<bool> {
        let data = self.data;
        let mut known: Vec<bool> = data
            .staff
            .iter()
            .map(|member| !member.posts.is_empty())
            .collect();
        let lost = data
            .lost
            .iter()
            .filter(|row| self.is_of(row.row, Export::Staff));
        mark(
            &mut known,
            lost.filter_map(|row| row.staff).map(StaffIx::index),
        );
        known
    }

    fn known_cases(&self) -> Vec<bool> {
        let data = self.data;
        let mut known: Vec<bool> = data
            .cases
            .iter()
            .map(|case| !case.episodes.is_empty())
            .collect();
        let lost = data
            .lost
            .iter()
            .filter(|row| self.is_of(row.row, Export::Cases));
        mark(
            &mut known,
            lost.filter_map(|row| row.case).map(CaseIx::index),
        );
        known
    }

    fn is_of(&self, row: Row, export: Export) -> bool {
        let file = self.data.files.get(usize::from(row.file));
        file.is_some_and(|file| file.export == export)
    }

    /// Every row that names a staff id, the supervisors of posts, sessions and activities included.
    fn named_staff(&self) -> impl Iterator<Item = (Row, usize)> {
        let data = self.data;
        let posts = data.staff.iter().flat_map(|member| &member.posts);
        let posts = posts.map(|post| (post.row, [post.supervisor, None]));
        let cases = data.cases.iter().flat_map(|case| &case.episodes);
        let cases = cases.map(|episode| (episode.row, [episode.worker, None]));
        let sessions = data.sessions.iter();
        let sessions =
            sessions.map(|session| (session.row, [session.supervisee, session.supervisor]));
        let absences = data
            .absences
            .iter()
            .map(|absence| (absence.row, [Some(absence.staff), None]));
        let activity = data
            .activity
            .iter()
            .map(|done| (done.row, [done.staff, done.by]));
        let all = posts
            .chain(cases)
            .chain(sessions)
            .chain(absences)
            .chain(activity);
        all.flat_map(|(row, staff)| {
            let staff = staff.into_iter().flatten();
            staff.map(move |staff| (row, staff.index()))
        })
    }

    fn named_cases(&self) -> impl Iterator<Item = (Row, usize)> {
        let sessions = self
            .data
            .sessions
            .iter()
            .map(|session| (session.row, session.case));
        let activity = self.data.activity.iter().map(|done| (done.row, done.case));
        let all = sessions.chain(activity);
        all.filter_map(|(row, case)| Some((row, case?.index())))
    }
}

fn mark(known: &mut [bool], positions: impl Iterator<Item = usize>) {
    for position in positions {
        if let Some(known) = known.get_mut(position) {
            *known = true;
        }
    }
}

fn unknown(named: impl Iterator<Item = (Row, usize)>, known: &[bool]) -> Unknown {
    let mut unknown = Unknown::new();
    let named = named.filter(|(_, id)| !known.get(*id).copied().unwrap_or(false));
    for (row, id) in named {
        let named = unknown.entry(id).or_insert(Named {
            first: row,
            rows: 0,
        });
        named.first = named.first.min(row);
        named.rows += 1;
    }
    unknown
}

/// The known ids by what is left of them when two systems write them differently.
struct Near<'d> {
    ids: &'d Ids,
    plain: BTreeMap<String, &'d str>,
    /// By the digits alone, where only one id has them.
    digits: BTreeMap<String, Option<&'d str>>,
}

impl<'d> Near<'d> {
    fn new(ids: &'d Ids, known: &[bool]) -> Near<'d> {
        let (mut plain, mut digits) = (BTreeMap::new(), BTreeMap::new());
        let known = ids.iter().zip(known).filter(|(_, known)| **known);
        for (id, _) in known {
            plain.entry(plain_id(id)).or_insert(id);
            let only = digits.entry(digits_of(id)).or_insert(Some(id));
            *only = only.filter(|only| *only == id);
        }
        Near { ids, plain, digits }
    }

    fn to(&self, id: &str) -> Option<&'d str> {
        let plain = self.plain.get(&plain_id(id)).copied();
        plain.or_else(|| {
            let digits = digits_of(id);
            let only = self.digits.get(&digits).copied().flatten();
            only.filter(|_| digits.len() >= DIGITS)
        })
    }
}

/// An id without what one system writes and another drops, and with letters that are taken for digits as those.
fn plain_id(id: &str) -> String {
    // A number that went through a spreadsheet or a script.
    let id = id.strip_suffix(".0").unwrap_or(id);
    let letters = id.chars().filter(|letter| letter.is_alphanumeric());
    let folded = letters
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'o' => '0',
            'l' | 'i' => '1',
            other => other,
        });
    let folded: String = folded.collect();
    folded.trim_start_matches('0').to_owned()
}

fn digits_of(id: &str) -> String {
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}
