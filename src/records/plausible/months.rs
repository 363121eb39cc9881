//! Months with far fewer sessions than those around them: an export may have a hole.

use std::collections::BTreeMap;

use super::Doubts;
use crate::calendar::Day;
use crate::place::Row;
use crate::problem::Problem;

/// How many months on either side a month is compared with.
const AROUND: usize = 3;

/// A month stands out when it has less than one in so many of the sessions that its neighbours have in the middle.
const ONE_IN: u32 = 3;

/// With fewer sessions in a month than these, chance alone makes holes.
const FEWEST: u32 = 12;

impl Doubts<'_> {
    pub(super) fn months(&mut self) {
        let mut files: BTreeMap<u16, BTreeMap<Day, u32>> = BTreeMap::new();
        for session in self
            .data
            .sessions
            .iter()
            .filter(|session| session.is_held())
        {
            let months = files.entry(session.row.file).or_default();
            *months.entry(session.date.month_start()).or_insert(0) += 1;
        }
        for (file, counts) in files {
            let whole = Row { file, line: 0 };
            for (month, sessions, usual) in holes(&counts) {
                let (year, number, _) = month.ymd();
                let message = format!(
                    "{year}-{number:02} has far fewer held sessions than the months around it"
                );
                let problem = Problem::note("hole-in-the-sessions", message)
                    .found(sessions.to_string())
                    .expected(format!("about {usual}"))
                    .hint("was the export cut, or is a file missing?");
                self.add(whole, problem);
            }
        }
    }
}

/// The months that stand out, each with its sessions and the middle one of its neighbours'. The first and the last
/// month are seldom whole, and so neither looked at nor compared with.
fn holes(counts: &BTreeMap<Day, u32>) -> Vec<(Day, u32, u32)> {
    let (Some((first, _)), Some((last, _))) = (counts.first_key_value(), counts.last_key_value())
    else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut month = first.plus_months(1);
    while month < *last {
        months.push((month, counts.get(&month).copied().unwrap_or(0)));
        month = month.plus_months(1);
    }
    let mut found = Vec::new();
    for (at, (month, sessions)) in months.iter().enumerate() {
        let around = months.iter().enumerate().skip(at.saturating_sub(AROUND));
        let around = around.take_while(|(other, _)| *other <= at + AROUND);
        let mut around: Vec<u32> = around
            .filter(|(other, _)| *other != at)
            .map(|(_, (_, sessions))| *sessions)
            .collect();
        around.sort_unstable();
        let usual = around.get(around.len() / 2).copied().unwrap_or(0);
        if usual >= FEWEST && sessions.saturating_mul(ONE_IN) < usual {
            found.push((*month, *sessions, usual));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::holes;
    use crate::calendar::Day;

    fn found(counts: &[u32]) -> Vec<u32> {
        let first = Day::parse_iso("2026-01-01").unwrap();
        let months = counts.iter().zip(0..);
        let months = months.map(|(sessions, number)| (first.plus_months(number), *sessions));
        let holes = holes(&months.filter(|(_, sessions)| *sessions > 0).collect());
        holes.iter().map(|(month, _, _)| month.ymd().1).collect()
    }

    #[test]
    fn a_month_stands_out_below_a_third_of_its_neighbours() {
        assert_eq!(found(&[12, 12, 12, 4, 12, 12, 12]), [0; 0]);
        assert_eq!(found(&[12, 12, 12, 3, 12, 12, 12]), [4]);
        assert_eq!(found(&[12, 12, 12, 0, 12, 12, 12]), [4]);
        assert_eq!(found(&[11, 11, 11, 0, 11, 11, 11]), [0; 0]);
        assert_eq!(found(&[30, 30, 0, 0, 30, 30, 30]), [3, 4]);
    }

    #[test]
    fn the_first_and_the_last_month_may_be_cut() {
        assert_eq!(found(&[1, 30, 30, 30, 30, 1]), [0; 0]);
        assert_eq!(found(&[]), [0; 0]);
    }
}
