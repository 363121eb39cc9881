//! Whether somebody is overdue may hang on a row that could not be read: what is found about them says so.

use std::collections::BTreeMap;

use crate::records::LostRow;
use crate::rules::Duty;

use super::findings::Finding;
use super::lens::Lens;

/// Adds to each finding of a recurring clause the rows about its subject that were rejected and might have counted.
pub(super) fn say(lens: &Lens<'_>, found: &mut [Finding]) {
    let data = lens.data;
    let mut lost: BTreeMap<(&str, &str), Vec<&LostRow>> = BTreeMap::new();
    for row in &data.lost {
        let staff = row.staff.map(|staff| ("staff", data.staff_id(staff)));
        let case = row.case.map(|case| ("case", data.case_id(case)));
        for about in [staff, case].into_iter().flatten() {
            lost.entry(about).or_default().push(row);
        }
    }
    for finding in found {
        let about = (finding.subject.kind, finding.subject.id.as_str());
        let Some(rows) = lost.get(&about) else {
            continue;
        };
        let mut clauses = lens.policy.clauses.iter();
        let clause = clauses.find(|clause| clause.id == finding.clause);
        let Some(Duty::Clock(clock)) = clause.map(|clause| &clause.duty) else {
            continue;
        };
        let Some((counts, _)) = clock.evidence.rows() else {
            continue;
        };
        let may_count = |row: &&&LostRow| {
            row.kind
                .is_none_or(|kind| counts.allows_kind(data.words.folded(kind)))
        };
        let mut rows = rows.iter().filter(may_count);
        let Some(first) = rows.next() else { continue };
        let place = data.place(first.row);
        finding.remarks.push(match rows.count() {
            0 => format!("this may not be so: a row about them was not read ({place})"),
            more => {
                let rows = more + 1;
                format!("this may not be so: {rows} rows about them were not read (first {place})")
            }
        });
    }
}
