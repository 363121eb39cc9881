//! The months beside an audit's own: the one before it, and the last thirteen.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::language::{Evidence, Selector, SubjectKind};
use crate::ledger::{Ledger, Part};
use crate::policy::Policy;
use crate::records::{Dataset, Session, Word};
use crate::rules::Duty;

use super::cover::FOR_ALL;
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

/// What to ask of each of the last thirteen months of which the exports show all, oldest first. Those before the first
/// file of sessions that some clause counts begins are left out: they would look as if nobody had been supervised.
pub fn months((policy, data): (&Policy, &Dataset), question: Question) -> Vec<Question> {
    let begin = covered_from(policy, data);
    let mut months = question.thirteen_months();
    months.retain(|month| month.period.0 >= begin || month.as_of == question.as_of);
    months
}

/// What the held sessions of one file are, and whom they name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    file: u16,
    kind: Word,
    names_staff: bool,
    names_case: bool,
}

/// The first day of which the files of sessions show what each clause counts. A file that goes on where another ends
/// begins nothing, and neither does one of which no session was held.
fn covered_from(policy: &Policy, data: &Dataset) -> Day {
    let mut firsts: BTreeMap<Shown, Day> = BTreeMap::new();
    for session in data.sessions.iter().filter(|session| session.is_held()) {
        let first = firsts.entry(shown(session)).or_insert(session.date);
        *first = session.date.min(*first);
    }
    let mut begins: BTreeMap<u16, Day> = BTreeMap::new();
    for (shown, first) in &firsts {
        let file = data.files.get(usize::from(shown.file));
        let day = file.and_then(|file| file.covers_from).unwrap_or(*first);
        let begin = begins.entry(shown.file).or_insert(day);
        *begin = day.min(*begin);
    }
    let begin = |subject: SubjectKind, counts: &Selector| {
        let counted = firsts.keys().filter(|shown| {
            let named = match subject {
                SubjectKind::Case => shown.names_case,
                SubjectKind::Staff => shown.names_staff,
                SubjectKind::Session | SubjectKind::Activity => true,
            };
            named && counts.allows_kind(data.words.folded(shown.kind))
        });
        counted
            .filter_map(|shown| begins.get(&shown.file).copied())
            .min()
    };
    let clauses = policy.clauses.iter().filter_map(|clause| {
        let Duty::Clock(clock) = &clause.duty else {
            return None;
        };
        match &clock.evidence {
            Evidence::Sessions(counts) if FOR_ALL.contains(&clause.rule.name) => {
                begin(clock.subject, counts)
            }
            Evidence::Sessions(_) | Evidence::Activity(_) | Evidence::Column(_) => None,
        }
    });
    let earliest = begins.values().min().copied();
    clauses.chain(earliest).max().unwrap_or(Day::FIRST)
}

fn shown(session: &Session) -> Shown {
    Shown {
        file: session.row.file,
        kind: session.kind,
        names_staff: session.supervisee.is_some(),
        names_case: session.case.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::World;
    use crate::records::Export;

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
            let months = months((&policy, &data), question).into_iter();
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

    /// From when files of sessions show what the clauses count.
    fn begin(clauses: &str, files: &[&str]) -> String {
        begin_where(clauses, files, None)
    }

    /// The same where the first file is said to cover all from a day on.
    fn begin_where(clauses: &str, files: &[&str], covers: Option<&str>) -> String {
        let world = World {
            clauses,
            ..World::default()
        };
        let policy = world.policy();
        let mut texts = vec![
            (
                Export::Staff,
                "staff_id, role, start_date\nS1, sw, 2020-01-01",
            ),
            (
                Export::Cases,
                "case_id, case_type, opened\nC1, cin, 2020-01-01",
            ),
        ];
        let files: Vec<String> = files
            .iter()
            .map(|rows| format!("date, kind, supervisee_id, case_id, status\n{rows}"))
            .collect();
        texts.extend(files.iter().map(|text| (Export::Sessions, text.as_str())));
        let mut data = Dataset::from_exports(&texts, &policy.demand(), day("2026-12-31")).unwrap();
        let mut of_sessions = data
            .files
            .iter_mut()
            .filter(|file| file.export == Export::Sessions);
        if let Some(first) = of_sessions.next() {
            first.covers_from = covers.map(day);
        }
        covered_from(&policy, &data).to_string()
    }

    const CLAUSES: &str = "[[staff-supervision]]\nid = 'staff'\nevery = '1 month'\n\
                           [[case-supervision]]\nid = 'case'\nevery = '1 month'\ncounts = { kind = 'case' }";

    #[test]
    fn only_a_file_that_shows_something_new_begins_later() {
        let begin = |files: &[&str]| begin(CLAUSES, files);
        let held = "2026-01-10, personal, S1, , held\n2026-02-10, personal, S1, , held";
        let planned = "2026-11-10, personal, S1, , planned";
        let more = "2026-08-10, personal, S1, , held\n2026-08-11, informal, S1, , held";
        let cases = "2026-06-10, case, S1, C1, held";
        assert_eq!(begin(&[held]), "2026-01-10");
        assert_eq!(begin(&[held, planned]), "2026-01-10");
        assert_eq!(begin(&[held, more]), "2026-01-10");
        assert_eq!(begin(&[more, held]), "2026-01-10");
        assert_eq!(begin(&[held, more, cases]), "2026-06-10");
        assert_eq!(
            begin(&[&format!("{held}\n{cases}")]),
            "2026-01-10",
            "one file"
        );
        assert_eq!(begin(&[planned]), Day::FIRST.to_string());
    }

    #[test]
    fn a_clause_is_shown_by_what_it_counts_and_names_and_not_by_one_of_the_two() {
        let personal = "2026-01-10, personal, S1, , held";
        let cases = "2026-06-10, case, S1, C1, held";
        for early in [
            "2026-02-10, case, S1, , held",
            "2026-02-10, informal, S1, C1, held",
        ] {
            assert_eq!(begin(CLAUSES, &[personal, early, cases]), "2026-06-10");
        }
        let early = "2026-02-10, case, , C1, held";
        assert_eq!(begin(CLAUSES, &[personal, early, cases]), "2026-02-10");
        let staff = "[[staff-supervision]]\nid = 'staff'\nevery = '1 month'";
        let of_nobody = "2026-01-10, personal, , C1, held";
        let later = "2026-06-10, personal, S1, , held";
        assert_eq!(begin(staff, &[of_nobody, later]), "2026-06-10");
    }

    #[test]
    fn a_review_in_sessions_leaves_no_month_of_supervision_out() {
        let clauses = format!(
            "{CLAUSES}\n[[review]]\nid = 'look'\nin = 'sessions'\nevery = '3 months'\ncounts = {{ kind = 'look' }}"
        );
        let held = "2026-01-10, personal, S1, , held\n2026-01-10, case, S1, C1, held";
        let looks = "2026-06-10, look, S1, , held";
        assert_eq!(begin(&clauses, &[held, looks]), "2026-01-10");
        let supervised = clauses.replace("[[review]]", "[[staff-supervision]]");
        let supervised = supervised.replace("in = 'sessions'\n", "");
        assert_eq!(begin(&supervised, &[held, looks]), "2026-06-10");
    }

    #[test]
    fn a_file_begins_with_the_first_day_in_it_or_the_one_it_is_said_to_cover() {
        let rows = [
            "2026-03-10, personal, S1, , held",
            "2026-01-10, personal, S1, , held",
            "2026-02-10, informal, S1, , held",
        ];
        for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0]] {
            let file = order.map(|row| rows[row]).join("\n");
            assert_eq!(begin(CLAUSES, &[&file]), "2026-01-10");
            assert_eq!(
                begin_where(CLAUSES, &[&file], Some("2025-12-01")),
                "2025-12-01"
            );
        }
        for [one, other] in [["personal", "informal"], ["informal", "personal"]] {
            let file = format!("2026-03-10, {one}, S1, , held\n2026-01-10, {other}, S1, , held");
            assert_eq!(begin(CLAUSES, &[&file]), "2026-01-10");
        }
        let clause = "[[recording]]\nid = 'typed'\nevidence = 'recorded_on'\nwithin = '2 weeks'";
        assert_eq!(begin(clause, &[rows[0], rows[1]]), "2026-01-10");
    }
}
