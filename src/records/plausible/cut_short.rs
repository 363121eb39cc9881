//! Exports of staff and of cases that seem to be cut short: the other exports name many whom they do not have.
//!
//! Whoever has no row is in no figure, so that half an export would look better than the whole. Some without a row are
//! usual: an export may leave out leavers and closed cases, of which a month has a few.

use std::fmt;

use rayon::prelude::*;

use super::Doubts;
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;
use crate::records::columns::Export;
use crate::records::dataset::Dataset;
use crate::records::rows::Session;
use crate::records::words::{CaseIx, StaffIx};

/// What it is called among the problems.
pub const CUT_SHORT: &str = "cut-short";

/// One of so many may be without a row. In a month some three in a hundred staff leave, and one in six or seven
/// children's cases closes.
const USUAL: u32 = 4;

/// The fewest without a row that say anything: in a small export one leaver is a large part.
const FEWEST: u32 = 2;

/// An export that seems to be cut short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutShort {
    /// Staff or cases.
    pub export: Export,
    /// How many have no row in any export of it.
    pub unknown: u32,
    /// Out of how many.
    pub named: u32,
    /// The day behind which they were supervised or discussed.
    pub since: Day,
}

impl Doubts<'_> {
    pub(super) fn cut_short(&mut self) {
        for one in cut_short(self.data, self.taken) {
            let mut files = self.data.files.iter().zip(0..);
            let of_export = files.find(|(file, _)| file.export == one.export);
            let Some((_, file)) = of_export else { continue };
            let problem = Problem::warning(CUT_SHORT, one.to_string()).hint(
                "export it whole; if a part is meant, leave the rows of others out of every export with `only` in the mapping",
            );
            self.add(Row { file, line: 0 }, problem);
        }
    }
}

impl fmt::Display for CutShort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CutShort {
            export,
            unknown,
            named,
            since,
        } = self;
        let (whose, or_hold) = if *export == Export::Staff {
            ("staff who were supervised after", " or hold an open case")
        } else {
            ("children's cases discussed after", "")
        };
        write!(
            out,
            "{unknown} of {named} {whose} {}{or_hold} have no row in the {export} export, which seems to be cut short: they are in no figure",
            since.short()
        )
    }
}

/// The exports that seem to be cut short, by what was held in the last month of the sessions up to a day and who holds open
/// cases on it. Nothing is said of an export that was not given, and of one of which the mapping leaves rows out.
pub fn cut_short(data: &Dataset, as_of: Day) -> Vec<CutShort> {
    let held = |session: &&Session| session.is_held() && session.date <= as_of;
    let dates = data.sessions.par_iter().filter(held);
    let last = dates.map(|session| session.date).max();
    let since = last.unwrap_or(as_of).plus_months(-1);
    let lately = data.sessions.par_iter().filter(held);
    let lately = lately.filter(|session| since < session.date);
    let lately: Vec<&Session> = lately.collect();
    let supervised = lately.iter().filter_map(|session| session.supervisee);
    let open = data.open_cases(as_of).flat_map(|(_, rows)| rows);
    let staff = supervised.chain(open.filter_map(|row| row.worker));
    let staff = staff.map(StaffIx::index);
    let cases = lately.iter().filter_map(|session| session.case);
    let cases = cases.map(CaseIx::index);
    let has_post = |index: usize| {
        data.staff
            .get(index)
            .is_some_and(|one| !one.posts.is_empty())
    };
    let has_row = |index: usize| {
        data.cases
            .get(index)
            .is_some_and(|one| !one.episodes.is_empty())
    };
    let (of_staff, of_cases) = (count(staff, has_post), count(cases, has_row));
    let seen = [(Export::Staff, of_staff), (Export::Cases, of_cases)];
    let seen = seen.into_iter().filter(|(export, (unknown, named))| {
        let mut files = data.files_of(*export).peekable();
        files.peek().is_some()
            && files.all(|file| file.left_out == 0)
            && *unknown >= FEWEST
            && unknown.saturating_mul(USUAL) > *named
    });
    seen.map(|(export, (unknown, named))| CutShort {
        export,
        unknown,
        named,
        since,
    })
    .collect()
}

/// How many of some have no row, and how many there are, each counted once.
fn count(places: impl Iterator<Item = usize>, has_row: impl Fn(usize) -> bool) -> (u32, u32) {
    let mut seen = Vec::new();
    let (mut unknown, mut named) = (0, 0);
    for place in places {
        if seen.len() <= place {
            seen.resize(place + 1, false);
        }
        if let Some(seen) = seen.get_mut(place)
            && !std::mem::replace(seen, true)
        {
            named += 1;
            unknown += u32::from(!has_row(place));
        }
    }
    (unknown, named)
}

#[cfg(test)]
mod tests {
    use super::cut_short;
    use crate::calendar::Day;
    use crate::records::{Dataset, Demand, Export};

    /// What seems cut short on 31 October 2026 where so many staff and children's cases have a row, of four each.
    fn seen(staff: usize, cases: usize, held: &str) -> Vec<String> {
        let row = |nth: usize| format!("S{nth},sw,2020-01-06\n");
        let staff: String = (1..=staff).map(row).collect();
        let row = |nth: usize| format!("C{nth},cin,2026-01-05,,S{nth}\n");
        let cases: String = (1..=cases).map(row).collect();
        let row = |nth: usize| format!("{held},personal,S{nth},\n{held},case,,C{nth}\n");
        let sessions: String = (1..=4).map(row).collect();
        let staff = format!("staff_id,role,start_date\n{staff}");
        let cases = format!("case_id,case_type,opened,closed,allocated_to\n{cases}");
        let sessions = format!("date,kind,supervisee_id,case_id\n{sessions}");
        let (demand, day) = (Demand::default(), Day::parse_iso("2026-10-31").unwrap());
        let data = Dataset::from_texts(&staff, &cases, &sessions, "", &demand, day).unwrap();
        cut_short(&data, day)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn more_than_a_quarter_without_a_row_and_more_than_one_is_no_whole_export() {
        assert_eq!(seen(4, 4, "2026-10-20"), [""; 0]);
        assert_eq!(seen(3, 3, "2026-10-20"), [""; 0]);
        assert_eq!(
            seen(2, 2, "2026-10-20"),
            [
                "2 of 4 staff who were supervised after 20 Sep 2026 or hold an open case have no row in the staff export, which seems to be cut short: they are in no figure",
                "2 of 4 children's cases discussed after 20 Sep 2026 have no row in the cases export, which seems to be cut short: they are in no figure",
            ]
        );
    }

    #[test]
    fn only_the_last_month_of_the_sessions_and_open_cases_say_who_is_there() {
        assert_eq!(seen(2, 2, "2026-06-01").len(), 2, "though they end early");
        let planned = seen(2, 4, "2026-11-01");
        assert_eq!(planned.len(), 1, "after the day nothing was held");
        assert!(planned[0].starts_with("2 of 4 staff"), "{planned:?}");
        assert_eq!(seen(2, 2, "2026-11-01"), [""; 0], "neither held nor open");
        assert_eq!(seen(2, 2, "2026-10-31").len(), 2, "the day itself counts");
        let before = |day: &str| format!("2026-10-20,personal,S1,\n{day}");
        assert_eq!(seen(2, 2, &before("2026-09-21")).len(), 2);
        assert_eq!(seen(2, 2, &before("2026-09-20")), [""; 0]);
    }

    /// Exports with a row of so many staff, and sessions that name so many; a row of sessions besides.
    fn exports(rows: usize, named: usize, besides: &str) -> Dataset {
        let row = |nth: usize| format!("S{nth},sw,2020-01-06\n");
        let staff: String = (1..=rows).map(row).collect();
        let row = |nth: usize| format!("2026-10-20,personal,S{nth},held\n");
        let sessions: String = (1..=named).map(row).collect();
        let staff = match rows {
            0 => String::new(),
            _ => format!("staff_id,role,start_date\n{staff}"),
        };
        let sessions = format!("date,kind,supervisee_id,status\n{sessions}{besides}");
        let texts = [
            (Export::Staff, staff.as_str()),
            (Export::Sessions, sessions.as_str()),
        ];
        let day = Day::parse_iso("2026-10-31").unwrap();
        Dataset::from_exports(&texts, &Demand::default(), day).unwrap()
    }

    /// How many have no row, out of how many; nothing where all seems well.
    fn missed(data: &Dataset) -> Option<(u32, u32)> {
        let day = Day::parse_iso("2026-10-31").unwrap();
        let found = cut_short(data, day);
        assert!(found.iter().all(|one| one.export == Export::Staff));
        found.first().map(|one| (one.unknown, one.named))
    }

    #[test]
    fn one_alone_and_an_exact_quarter_are_usual() {
        let missed = |rows: usize, named: usize| missed(&exports(rows, named, ""));
        assert_eq!(missed(2, 3), None);
        assert_eq!(missed(1, 3), Some((2, 3)));
        assert_eq!(missed(6, 8), None);
        assert_eq!(missed(5, 7), Some((2, 7)));
    }

    #[test]
    fn who_is_named_by_what_was_not_held_need_have_no_row() {
        let planned = "2026-10-21,personal,S8,planned\n2026-10-21,personal,S9,cancelled";
        assert_eq!(missed(&exports(2, 2, planned)), None);
        let held = "2026-10-21,personal,S8,held\n2026-10-21,personal,S9,held";
        assert_eq!(missed(&exports(2, 2, held)), Some((2, 4)));
    }

    #[test]
    fn an_export_that_was_not_given_or_is_a_part_on_purpose_is_not_cut_short() {
        assert_eq!(missed(&exports(0, 4, "")), None);
        let mut data = exports(2, 4, "");
        assert_eq!(missed(&data), Some((2, 4)));
        let mut part = data.files[0].clone();
        part.left_out = 1;
        data.files.push(part);
        assert_eq!(missed(&data), None, "one file of two leaves rows out");
        data.files.remove(0);
        assert_eq!(missed(&data), None);
    }
}
