//! The months beside an audit's own: the one before it, and the last thirteen.

use crate::calendar::Day;
use crate::ledger::{Ledger, Part};
use crate::policy::Policy;
use crate::records::{Dataset, Export};

use super::{Keeps, Question, audit_in_brief, cut};

impl Question {
    /// Whether it is about a whole month, seen from its last day.
    pub fn is_whole_month(self) -> bool {
        let (from, to) = self.period;
        from == from.month_start() && to == from.month_end() && self.as_of == to
    }

    /// The same for the whole month before, when the period is a whole month: what it is compared with.
    pub fn month_before(self) -> Option<Question> {
        let last = self.period.0.previous();
        self.is_whole_month().then(|| self.of_month(last))
    }

    /// The same for the month of a day, up to that day.
    fn of_month(self, last: Day) -> Question {
        Question {
            as_of: last,
            period: (last.month_start(), last),
            taken: self.taken,
        }
    }

    /// The same for each of thirteen months up to the as-of day, oldest first; the last is cut off at it.
    fn thirteen_months(self) -> Vec<Question> {
        let mut months = Vec::with_capacity(13);
        let mut to = self.as_of;
        for _ in 0..13 {
            let month = self.of_month(to);
            to = month.period.0.previous();
            months.push(month);
        }
        months.reverse();
        months
    }
}

/// Audits the exports by the policy, and keeps what counts for a part of the council.
pub fn audit_part(
    (policy, data): (&Policy, &Dataset),
    (question, keeps): (Question, Keeps),
    part: Option<&Part>,
) -> Ledger {
    let whole = audit_in_brief((policy, data), question, keeps);
    match part {
        Some(part) => cut((policy, data), whole, part),
        None => whole,
    }
}

/// The audits as of each of the last thirteen month ends of which the exports show all, for their figures. Those before any file of
/// sessions begins are left out: they would look as if nobody had been supervised.
pub fn months(
    (policy, data): (&Policy, &Dataset),
    question: Question,
    part: Option<&Part>,
) -> Vec<Ledger> {
    let begin = covered_from(data);
    let months = question.thirteen_months().into_iter();
    months
        .filter(|month| month.period.0 >= begin || month.as_of == question.as_of)
        .map(|month| audit_part((policy, data), (month, Keeps::Open), part))
        .collect()
}

/// The first day that every file of sessions covers.
fn covered_from(data: &Dataset) -> Day {
    let begins = data.files.iter().enumerate().filter_map(|(index, file)| {
        let first = || {
            let rows = data.sessions.iter();
            let of_file = rows.filter(|session| usize::from(session.row.file) == index);
            of_file.map(|session| session.date).min()
        };
        (file.export == Export::Sessions)
            .then(|| file.covers_from.or_else(first))
            .flatten()
    });
    begins.max().unwrap_or(Day::FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::World;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn asked(from: &str, to: &str) -> Question {
        Question {
            as_of: day(to),
            period: (day(from), day(to)),
            taken: day("2026-11-05"),
        }
    }

    #[test]
    fn only_a_whole_month_is_compared_with_the_one_before() {
        let before = asked("2026-03-01", "2026-03-31").month_before().unwrap();
        assert_eq!(before.period, (day("2026-02-01"), day("2026-02-28")));
        assert_eq!(asked("2026-03-01", "2026-03-30").month_before(), None);
        assert_eq!(asked("2026-02-28", "2026-03-31").month_before(), None);
    }

    #[test]
    fn months_before_the_first_session_are_left_out() {
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'all'\nevery = '1 month'",
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            sessions: "date, kind, supervisee_id\n2026-08-01, personal, S1\n2026-10-20, personal, S1",
            as_of: "2026-10-14",
            ..World::default()
        };
        let (policy, data, _) = world.ledger();
        let ends = |question: Question| -> Vec<String> {
            let months = months((&policy, &data), question, None).into_iter();
            months.map(|month| month.as_of.to_string()).collect()
        };
        let autumn = ["2026-08-31", "2026-09-30", "2026-10-14"];
        assert_eq!(ends(asked("2026-10-01", "2026-10-14")), autumn);
        assert_eq!(
            ends(asked("2026-07-01", "2026-07-31")),
            ["2026-07-31"],
            "its own always"
        );
        let later = ends(asked("2027-10-01", "2027-10-31"));
        assert_eq!((later.len(), later[0].as_str()), (13, "2026-10-31"));
    }
}
