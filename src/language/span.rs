//! From which day on the session and activity exports can show what was done (reading 32).

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::calendar::Day;
use crate::place::Row;
use crate::records::{Activity, CaseIx, Dataset, Session, StaffIx, Word};

use super::selector::{Selector, SubjectKind};

/// First day covered, for each kind of session that was ever held, and for each kind of activity.
///
/// Rows that name no case show nothing of the export in which cases are discussed, so they are kept apart.
#[derive(Debug)]
pub struct Spans {
    sessions: Naming,
    activity: Naming,
    as_of: Day,
}

/// What rows show, by their kind.
type Naming = BTreeMap<Word, FirstDays>;

/// First days covered by the rows of a kind that name somebody, and by those that name a case.
#[derive(Clone, Copy, Debug, Default)]
struct FirstDays {
    staff: Option<Day>,
    cases: Option<Day>,
    /// Of all rows, whomever they name.
    rows: Option<Day>,
}

/// A row by which an export shows what it covers.
struct Shown {
    row: Row,
    kind: Word,
    date: Day,
    staff: Option<StaffIx>,
    case: Option<CaseIx>,
}

impl Spans {
    /// Looks at every session held, and everything else done, by the as-of day.
    pub fn of(data: &Dataset, as_of: Day) -> Spans {
        let held = |session: &Session| {
            session.is_held().then_some(Shown {
                row: session.row,
                kind: session.kind,
                date: session.date,
                staff: session.supervisee,
                case: session.case,
            })
        };
        let done = |activity: &Activity| {
            Some(Shown {
                row: activity.row,
                kind: activity.kind,
                date: activity.date,
                staff: activity.staff,
                case: activity.case,
            })
        };
        Spans {
            sessions: naming((data, as_of), &data.sessions, held),
            activity: naming((data, as_of), &data.activity, done),
            as_of,
        }
    }

    /// The first day covered for the sessions that count for such a subject; nothing when none of their kinds was
    /// ever held.
    pub fn of_sessions(
        &self,
        subject: SubjectKind,
        counts: &Selector,
        data: &Dataset,
    ) -> Option<Day> {
        self.covering(&self.sessions, subject, counts, data)
    }

    /// The same for activity.
    pub fn of_activity(
        &self,
        subject: SubjectKind,
        counts: &Selector,
        data: &Dataset,
    ) -> Option<Day> {
        self.covering(&self.activity, subject, counts, data)
    }

    fn covering(
        &self,
        naming: &Naming,
        subject: SubjectKind,
        counts: &Selector,
        data: &Dataset,
    ) -> Option<Day> {
        naming
            .iter()
            .filter(|(kind, _)| counts.allows_kind(data.words.folded(**kind)))
            .filter_map(|(_, first)| match subject {
                SubjectKind::Case => first.cases,
                SubjectKind::Staff => first.staff,
                SubjectKind::Session | SubjectKind::Activity => first.rows,
            })
            .min()
            .filter(|day| *day <= self.as_of)
    }
}

/// How many rows one thread takes at a time. The result does not hang on it.
const ROWS_AT_ONCE: usize = if cfg!(test) { 2 } else { 1 << 16 };

/// What rows show, looked at by several threads; `shown` says it of one, or that it shows nothing.
fn naming<T: Sync>(
    (data, as_of): (&Dataset, Day),
    rows: &[T],
    shown: impl Fn(&T) -> Option<Shown> + Sync,
) -> Naming {
    let parts = rows.par_chunks(ROWS_AT_ONCE);
    let parts = parts.map(|rows| of_rows((data, as_of), rows.iter().filter_map(&shown)));
    parts.reduce(Naming::default, |mut naming, more| {
        for (kind, more) in more {
            naming.entry(kind).or_default().add(more);
        }
        naming
    })
}

fn of_rows((data, as_of): (&Dataset, Day), rows: impl Iterator<Item = Shown>) -> Naming {
    let mut naming = Naming::default();
    for shown in rows.filter(|shown| shown.date <= as_of) {
        let file = data.files.get(usize::from(shown.row.file));
        let covers_from = file.and_then(|file| file.covers_from);
        let day = covers_from.unwrap_or(shown.date);
        // Hardly a row shows anything new, and of the others nobody needs to know more.
        let known = naming.get(&shown.kind);
        if known.is_some_and(|known| known.has_all(&shown, day)) {
            continue;
        }
        let start = subject_start(data, &shown, as_of);
        // A session before its subject's start is a slip of the pen and says nothing of the export.
        if covers_from.is_none() && start.is_some_and(|start| shown.date < start) {
            continue;
        }
        // Without a first day given, a row of somebody no export has says nothing of whom the exports have.
        let is_known = covers_from.is_some() || start.is_some();
        naming.entry(shown.kind).or_default().add(FirstDays {
            staff: shown.staff.filter(|_| is_known).map(|_| day),
            cases: shown.case.filter(|_| is_known).map(|_| day),
            rows: Some(day),
        });
    }
    naming
}

impl FirstDays {
    /// Whether a row that shows this day shows nothing that is not known.
    fn has_all(&self, shown: &Shown, day: Day) -> bool {
        let known = |first: Option<Day>| first.is_some_and(|first| first <= day);
        known(self.rows)
            && (shown.staff.is_none() || known(self.staff))
            && (shown.case.is_none() || known(self.cases))
    }

    fn add(&mut self, more: FirstDays) {
        let first = |one: Option<Day>, other: Option<Day>| one.into_iter().chain(other).min();
        self.staff = first(self.staff, more.staff);
        self.cases = first(self.cases, more.cases);
        self.rows = first(self.rows, more.rows);
    }
}

/// First day of the case a row names, or else of the person it was for. What begins later is not yet known.
fn subject_start(data: &Dataset, shown: &Shown, as_of: Day) -> Option<Day> {
    let known = |day: &Day| *day <= as_of;
    let case = shown
        .case
        .and_then(|case| data.case(case)?.episodes.first());
    let opened = case.map(|episode| episode.opened).filter(known);
    opened.or_else(|| {
        let post = data.member(shown.staff?)?.posts.first()?;
        Some(post.start).filter(known)
    })
}

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::engine::testing::{World, day};
    use crate::engine::{Question, audit};
    use crate::ledger::Reason;

    #[test]
    fn reading_32_exports_that_begin_after_the_as_of_day_show_nothing_of_it() {
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            sessions: "date, kind, supervisee_id\n2026-01-10, personal, S1",
            ..World::default()
        };
        let policy = world.policy();
        let mut data = world.data(&policy);
        let mut untestable = |covers_from: &str| {
            for file in &mut data.files {
                file.covers_from = Some(day(covers_from));
            }
            let question = Question {
                as_of: day("2026-03-31"),
                period: (Day::FIRST, Day::LAST),
                taken: day("2026-04-05"),
            };
            audit(&policy, &data, question).untestable
        };
        assert_eq!(untestable("2026-03-31"), []);
        assert_eq!(untestable("2026-04-01")[0].reason, Reason::NoSessions);
    }

    #[test]
    fn reading_32_a_later_row_of_a_kind_may_be_the_first_that_names_a_person_or_a_case() {
        let lines = |sessions: &str| {
            World {
                clauses: "[[staff-supervision]]\nid = 'staff'\nevery = '1 month'\ncounts = { kind = 'case' }\n\
                          [[case-supervision]]\nid = 'case'\nevery = '1 month'",
                staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
                cases: "case_id, case_type, opened\nC1, cin, 2020-01-01",
                sessions: &format!("date, kind, supervisee_id, case_id\n{sessions}"),
                as_of: "2026-01-20",
                ..World::default()
            }
            .lines()
        };
        let staff = |day: u8, left: u8| format!("staff S1 by 2026-02-{day}: due in {left}");
        let case = |day: u8, left: u8| format!("case C1 by 2026-02-{day}: due in {left}");
        assert_eq!(
            lines("2026-01-10, case, , C1\n2026-01-12, case, S1,"),
            [staff(12, 23), case(10, 21)]
        );
        assert_eq!(
            lines("2026-01-10, case, S1,\n2026-01-12, case, , C1"),
            [staff(10, 21), case(12, 23)]
        );
    }

    #[test]
    fn reading_33_a_case_that_opens_after_the_as_of_day_says_nothing_of_an_earlier_session() {
        let lines = |cases: &str| {
            World {
                clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
                staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
                cases,
                sessions: "date, kind, supervisee_id, case_id\n2026-01-10, personal, S1, C1",
                as_of: "2026-02-01",
                ..World::default()
            }
            .lines()
        };
        let known = lines("case_id, case_type, opened\nC2, cin, 2020-01-01");
        assert_eq!(known, ["monthly S1 by 2026-02-10: due in 9"]);
        assert_eq!(
            lines("case_id, case_type, opened\nC1, cin, 2026-03-01"),
            known
        );
    }
}
