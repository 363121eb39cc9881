//! Explanations of literal rows.

use crate::engine::testing::{World, day};
use crate::engine::{Question, explain};
use crate::ledger::Subject;
use crate::records::{CaseIx, StaffIx};

mod clauses;
mod due_days;
mod rows;
mod workings;

const STAFF: &str = "staff_id, role, start_date, name, team, supervisor_id\nS1, social-worker, 2026-01-05, Ann Lee, North, T1";

const MONTHLY: &str = "
    [[staff-supervision]]
    id = 'monthly'
    every = '1 month'
    citation = 's3 staff table'";

/// What is said of S1, or of C1 where the world has one.
fn whole(world: World<'_>) -> String {
    let policy = world.policy();
    let data = world.data(&policy);
    let question = Question {
        as_of: day(world.as_of),
        period: (day("2026-01-01"), day(world.as_of)),
        taken: day("2027-12-31"),
    };
    let subject = match data.case_ids.get("C1").and_then(CaseIx::at) {
        Some(case) => Subject::Case(case),
        None => Subject::Staff(data.staff_ids.get("S1").and_then(StaffIx::at).unwrap()),
    };
    let told = explain(&policy, &data, question, subject);
    let text = super::explanation(&told, None, None);
    assert!(
        text.lines()
            .all(|line| line.chars().count() <= super::WIDTH),
        "{text}"
    );
    text
}

/// The same without its head, which is alike in every test.
fn said(world: World<'_>) -> String {
    let text = whole(world);
    let course = text.find(" supervision\n");
    let begin = course.and_then(|at| text.get(..at)?.rfind('\n'));
    begin.map_or(text.clone(), |at| {
        text.get(at + 1..).unwrap_or("").to_owned()
    })
}

#[test]
fn the_head_says_who_it_is_and_where_it_stands() {
    let world = World {
        clauses: MONTHLY,
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        absences: "staff_id, from, to, reason\nS1, 2026-01-12, 2026-01-16, leave",
        as_of: "2026-02-10",
        ..World::default()
    };
    let text = whole(world);
    let head = text.split("\nStaff supervision\n").next().unwrap();
    insta::assert_snapshot!(head, @r"
    Staff member S1 Ann Lee, social-worker
    Explained as of Tuesday 10 February 2026, from the exports taken on 31 Dec 2027.
    Policy: test (policy.toml).

    In the exports
      social-worker, team North, supervisor T1, from 5 Jan 2026, no end given (staff:2)
      absent from 12 Jan 2026 to 16 Jan 2026: leave (absences:2)
    ");
}
