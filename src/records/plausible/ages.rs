//! Dates of birth that can't be those of a child on the day a case opened.

use super::Doubts;
use crate::calendar::Day;
use crate::problem::Problem;
use crate::records::cell::Cell;

/// The column of the case export that is looked over.
pub const DATE_OF_BIRTH: &str = "date_of_birth";

/// The oldest a care leaver is served.
const OLDEST: i32 = 25;

/// A case may be opened for a child who is yet to be born.
const PREGNANCY: i32 = 280;

impl Doubts<'_> {
    pub(super) fn ages(&mut self) {
        let data = self.data;
        let Some(column) = data.case_columns.attribute(DATE_OF_BIRTH) else {
            return;
        };
        let episodes = data.cases.iter().flat_map(|case| &case.episodes);
        for episode in episodes {
            if let Some(Cell::Day(born)) = episode.attributes.get(column)
                && let Some(problem) = age(*born, episode.opened, self.taken)
            {
                self.add(episode.row, problem);
            }
        }
    }
}

fn age(born: Day, opened: Day, taken: Day) -> Option<Problem> {
    // Of a case that was open before all records nobody knows the age at its opening.
    let is_known = opened != Day::FIRST;
    let due = opened.plus_days(PREGNANCY);
    let problem = if is_known && born > due {
        let message = "the child is born long after the case opened";
        Problem::warning("born-after-opening", message)
            .expected(format!("{due} or earlier, as the case opened on {opened}"))
    } else if born > taken {
        Problem::note("unborn", "the child is yet to be born").expected(format!(
            "{taken} or earlier, unless it is the day the birth is expected"
        ))
    } else if born.plus_months(12 * (OLDEST + 1)) <= opened {
        let message = "born too long ago for a child's case";
        let years = OLDEST + 1;
        Problem::warning("too-old", message)
            .expected(format!(
                "a day less than {years} years before the case opened on {opened}"
            ))
            .hint("all is well if it is the record of a carer")
    } else {
        return None;
    };
    Some(problem.found(born.to_string()))
}

#[cfg(test)]
mod tests {
    use super::age;
    use crate::calendar::Day;

    #[test]
    fn ages_on_both_sides_of_each_edge() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let kind = |born: &str| {
            let problem = age(day(born), day("2026-10-01"), day("2026-11-05"));
            problem.map_or("", |problem| problem.kind)
        };
        // 280 days after 1 October 2026 is 8 July 2027.
        for (born, expected) in [
            ("2027-07-09", "born-after-opening"),
            ("2027-07-08", "unborn"),
            ("2026-11-06", "unborn"),
            ("2026-11-05", ""),
            ("2000-10-02", ""),
            ("2000-10-01", "too-old"),
        ] {
            assert_eq!(kind(born), expected, "{born}");
        }
        for (born, expected) in [("2008-08-01", None), ("2026-11-06", Some("unborn"))] {
            let problem = age(day(born), Day::FIRST, day("2026-11-05"));
            assert_eq!(problem.map(|problem| problem.kind), expected);
        }
    }
}
