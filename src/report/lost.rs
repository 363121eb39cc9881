//! Whether somebody is overdue may hang on a row that could not be read: what is found about them says so.

use std::collections::BTreeMap;

use crate::records::LostRow;
use crate::rules::Duty;

use super::lens::{Entry, Lens};

/// The rejected rows, by whom they are about.
pub(super) struct Lost<'a>(BTreeMap<(&'static str, &'a str), Vec<&'a LostRow>>);

impl<'a> Lost<'a> {
    pub(super) fn of(lens: &Lens<'a>) -> Lost<'a> {
        let data = lens.data;
        let mut lost: BTreeMap<_, Vec<&LostRow>> = BTreeMap::new();
        for row in &data.lost {
            let staff = row.staff.map(|staff| ("staff", data.staff_id(staff)));
            let case = row.case.map(|case| ("case", data.case_id(case)));
            for about in [staff, case].into_iter().flatten() {
                lost.entry(about).or_default().push(row);
            }
        }
        Lost(lost)
    }

    /// What is to be added to a finding of a recurring clause: the rows about its subject that might have counted.
    pub(super) fn remark(&self, lens: &Lens<'_>, entry: &Entry<'_>) -> Option<String> {
        let who = entry.who();
        let rows = self.0.get(&(who.kind, &*who.id))?;
        let Duty::Clock(clock) = &entry.clause.duty else {
            return None;
        };
        let (counts, _) = clock.evidence.rows()?;
        let words = &lens.data.words;
        let may_count = |row: &&&LostRow| {
            row.kind
                .is_none_or(|kind| counts.allows_kind(words.folded(kind)))
        };
        let mut rows = rows.iter().filter(may_count);
        let place = lens.data.place(rows.next()?.row);
        Some(match rows.count() {
            0 => format!("this may not be so: a row about them was not read ({place})"),
            more => {
                let rows = more + 1;
                format!("this may not be so: {rows} rows about them were not read (first {place})")
            }
        })
    }
}
