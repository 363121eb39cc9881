//! Rearranged sessions of literal rows.

use crate::engine::testing::World;
use crate::ledger::Reason;

const FIVE: &str = "[[rearrangement]]\nid = 'again'\nwithin = '5 working days'";
const HEADER: &str =
    "date, kind, supervisee_id, supervisor_id, case_id, session_id, status, rearranged_from";
const STAFF: &str = "staff_id, role, start_date, end_date\nS1, sw, 2020-01-01,\nM1, tm, 2020-01-01,\n\
                     M2, tm, 2020-01-01,";

fn world<'a>(clauses: &'a str, sessions: &'a str, as_of: &'a str) -> World<'a> {
    World {
        clauses,
        staff: STAFF,
        cases: "case_id, case_type, opened\nC1, cin, 2020-01-01\nC2, cin, 2020-01-01",
        sessions,
        as_of,
        ..World::default()
    }
}

fn owed(clauses: &str, rows: &[&str], as_of: &str) -> Vec<String> {
    world(clauses, &format!("{HEADER}\n{}", rows.join("\n")), as_of).lines()
}

/// Called off on Thursday 2 April 2026, before Good Friday and Easter Monday.
const OFF: &str = "2026-04-02, personal, S1, M1, , X1, cancelled,";

fn held(row: &str) -> Vec<String> {
    owed(FIVE, &[OFF, row], "2026-04-30")
}

#[test]
fn reading_24_the_next_session_of_the_pair_serves_and_the_fifth_working_day_is_in_time() {
    assert_eq!(
        held("2026-04-13, personal, S1, M1, , X2, held,"),
        ["again X1 by 2026-04-13: met on 2026-04-13"]
    );
    assert_eq!(
        held("2026-04-14, personal, S1, M1, , X2, held,"),
        ["again X1 by 2026-04-13: 1 late on 2026-04-14"]
    );
    assert_eq!(
        held("2026-04-02, personal, S1, M1, , X2, held,"),
        ["again X1 by 2026-04-13: met on 2026-04-02"],
        "on the same day"
    );
    assert_eq!(
        held("2026-04-01, personal, S1, M1, , X2, held,"),
        ["again X1 by 2026-04-13: 17 overdue"],
        "the regular one before it does not serve"
    );
}

#[test]
fn it_is_due_until_the_day_itself_has_ended() {
    assert_eq!(
        owed(FIVE, &[OFF], "2026-04-12"),
        ["again X1 by 2026-04-13: due in 1"]
    );
    assert_eq!(
        owed(FIVE, &[OFF], "2026-04-13"),
        ["again X1 by 2026-04-13: 0 overdue"]
    );
    let later = "2026-04-10, personal, S1, M1, , X2, held,";
    assert_eq!(
        owed(FIVE, &[OFF, later], "2026-04-09"),
        ["again X1 by 2026-04-13: due in 4"],
        "a session held later is not yet known"
    );
    assert_eq!(
        owed(FIVE, &[OFF], "2026-04-01"),
        Vec::<String>::new(),
        "nor is a cancellation"
    );
}

#[test]
fn a_linked_session_comes_before_the_next_one_whoever_held_it() {
    let next = "2026-04-07, personal, S1, M1, , X2, held,";
    let linked = "2026-04-20, personal, S1, M2, , X3, held, 2026-04-02";
    assert_eq!(
        owed(FIVE, &[OFF, next, linked], "2026-04-30"),
        ["again X1 by 2026-04-13: 7 late on 2026-04-20"]
    );
    let brought_forward = "2026-03-31, personal, S1, M1, , X3, held, 2026-04-02";
    assert_eq!(
        held(brought_forward),
        ["again X1 by 2026-04-13: met on 2026-03-31"]
    );
}

#[test]
fn another_pair_kind_or_person_does_not_serve_and_an_unknown_supervisor_does() {
    for row in [
        "2026-04-07, personal, S1, M2, , X2, held,",
        "2026-04-07, informal, S1, M1, , X2, held,",
        "2026-04-07, personal, M2, M1, , X2, held,",
        "2026-04-07, personal, S1, M1, , X2, planned,",
    ] {
        assert_eq!(held(row), ["again X1 by 2026-04-13: 17 overdue"], "{row}");
    }
    for row in [
        "2026-04-07, personal, S1, , , X2, held,",
        "2026-04-07, personal, S1, M9, , X2, held,",
    ] {
        assert_eq!(
            held(row),
            ["again X1 by 2026-04-13: met on 2026-04-07"],
            "{row}"
        );
    }
    for off in [OFF.replace("M1", ""), OFF.replace("M1", "M9")] {
        let other = "2026-04-07, personal, S1, M2, , X2, held,";
        assert_eq!(
            owed(FIVE, &[&off, other], "2026-04-30"),
            ["again X1 by 2026-04-13: met on 2026-04-07"],
            "{off}"
        );
    }
}

#[test]
fn one_that_names_a_case_is_served_by_one_on_that_case() {
    let off = "2026-04-02, case, S1, M1, C1, X1, did-not-attend,";
    let on = |case: &str| {
        let row = format!("2026-04-07, case, S1, M1, {case}, X2, held,");
        owed(FIVE, &[off, &row], "2026-04-30")
    };
    assert_eq!(on("C1"), ["again X1 by 2026-04-13: met on 2026-04-07"]);
    assert_eq!(on("C2"), ["again X1 by 2026-04-13: 17 overdue"]);
    let nobody = off.replace("S1", "");
    let row = "2026-04-07, case, S1, M1, C1, X2, held,";
    assert_eq!(
        owed(FIVE, &[&nobody, row], "2026-04-30"),
        ["again X1 by 2026-04-13: met on 2026-04-07"]
    );
}

#[test]
fn rows_of_one_session_owe_one_and_any_of_its_cases_serves() {
    let off = [
        "2026-04-02, case, S1, M1, C1, X1, cancelled,",
        "2026-04-02, case, S1, M1, C2, X1, cancelled,",
        "2026-04-07, case, S1, M1, C2, X2, held,",
    ];
    assert_eq!(
        owed(FIVE, &off, "2026-04-30"),
        ["again X1 by 2026-04-13: met on 2026-04-07"]
    );
}

#[test]
fn two_called_off_in_a_row_each_owe_one_and_one_session_may_serve_both() {
    let again = "2026-04-08, personal, S1, M1, , X2, did-not-attend, 2026-04-02";
    let held = "2026-04-14, personal, S1, M2, , X3, held, 2026-04-08";
    let lines = [
        "again X1 by 2026-04-13: 1 late on 2026-04-14",
        "again X2 by 2026-04-15: met on 2026-04-14",
    ];
    assert_eq!(owed(FIVE, &[OFF, again, held], "2026-04-30"), lines);
    let extra = format!("{FIVE}\nextra = true");
    assert_eq!(owed(&extra, &[OFF, again, held], "2026-04-30"), lines);
}

#[test]
fn an_extra_session_is_one_that_is_linked() {
    let extra = format!("{FIVE}\nextra = true");
    let regular = "2026-04-07, personal, S1, M1, , X2, held,";
    assert_eq!(
        owed(&extra, &[OFF, regular], "2026-04-30"),
        ["again X1 by 2026-04-13: 17 overdue"]
    );
    let linked = "2026-04-08, personal, S1, M1, , X3, held, 2026-04-02";
    assert_eq!(
        owed(&extra, &[OFF, regular, linked], "2026-04-30"),
        ["again X1 by 2026-04-13: met on 2026-04-08"]
    );
}

#[test]
fn without_a_deadline_it_is_missing_and_never_late() {
    let clause = "[[rearrangement]]\nid = 'again'";
    let late = "2026-04-30, personal, S1, M1, , X2, held,";
    assert_eq!(
        owed(clause, &[OFF, late], "2026-04-30"),
        ["again X1 by 2026-04-02: met on 2026-04-30"]
    );
    assert_eq!(
        owed(clause, &[OFF, late], "2026-04-29"),
        ["again X1 by 2026-04-02: not met"]
    );
}

#[test]
fn a_target_and_a_roll_are_those_of_any_deadline() {
    let clause = "[[rearrangement]]\nid = 'again'\nwithin = '9 calendar days'\ntarget = '1 week'";
    let off = OFF.replace("04-02", "04-03");
    let held = "2026-04-11, personal, S1, M1, , X2, held,";
    assert_eq!(
        owed(clause, &[&off, held], "2026-04-30"),
        ["again X1 by 2026-04-12: met on 2026-04-11, 1 past target"]
    );
    let rolled = format!("{clause}\nroll = 'next working day'");
    assert_eq!(
        owed(&rolled, &[&off], "2026-04-30"),
        ["again X1 by 2026-04-13: 17 overdue"]
    );
}

#[test]
fn reading_27_nothing_is_owed_on_or_after_leaving_or_closing() {
    let leaving = |end: &str, rows: &str| {
        let staff = STAFF.replace("S1, sw, 2020-01-01,", &format!("S1, sw, 2020-01-01, {end}"));
        let sessions = format!("{HEADER}\n{OFF}\n{rows}");
        World {
            staff: &staff,
            ..world(FIVE, &sessions, "2026-04-30")
        }
        .lines()
    };
    let nothing = Vec::<String>::new();
    assert_eq!(
        leaving("2026-04-13", ""),
        nothing,
        "due on the day of leaving"
    );
    assert_eq!(
        leaving("2026-04-14", ""),
        ["again X1 by 2026-04-13: missed, 1 days on 2026-04-14"]
    );
    assert_eq!(leaving("2026-04-02", ""), nothing, "called off on that day");
    assert_eq!(
        leaving("2026-04-10", "2026-04-09, personal, S1, M1, , X2, held,"),
        ["again X1 by 2026-04-13: met on 2026-04-09"]
    );
    let closed = World {
        cases: "case_id, case_type, opened, closed\nC1, cin, 2020-01-01, 2026-04-14",
        ..world(
            FIVE,
            "date, kind, supervisee_id, case_id, session_id, status\n2026-04-02, case, S1, C1, X1, cancelled",
            "2026-04-30",
        )
    };
    assert_eq!(
        closed.lines(),
        ["again X1 by 2026-04-13: missed, 1 days on 2026-04-14"]
    );
}

#[test]
fn what_was_held_or_planned_and_whom_the_clause_does_not_fit_owe_nothing() {
    let personal = format!("{FIVE}\nfor = {{ kind = 'personal' }}");
    for row in [
        "2026-04-02, personal, S1, M1, , X1, held,",
        "2026-04-02, personal, S1, M1, , X1, planned,",
        "2026-04-02, group, S1, M1, , X1, cancelled,",
        "2026-04-02, personal, S9, M1, , X1, cancelled,",
        "2019-04-02, personal, S1, M1, , X1, cancelled,",
    ] {
        assert_eq!(
            owed(&personal, &[row], "2026-04-30"),
            Vec::<String>::new(),
            "{row}"
        );
    }
}

fn untestable(clause: &str, sessions: &str) -> Vec<Reason> {
    let (_, _, ledger) = world(clause, sessions, "2026-04-30").ledger();
    assert!(ledger.obligations.is_empty());
    let reasons = ledger.untestable.into_iter();
    reasons.map(|one| one.reason).collect()
}

#[test]
fn without_a_status_or_the_link_an_extra_session_needs_it_is_untestable() {
    let lacks = |reasons: &[Reason], name: &str| matches!(reasons, [Reason::MissingColumn { column, .. }] if column == name);
    let rows = "date, kind, supervisee_id\n2026-04-02, personal, S1";
    assert!(lacks(&untestable(FIVE, rows), "status"));
    let rows = "date, kind, supervisee_id, status\n2026-04-02, personal, S1, cancelled";
    let extra = format!("{FIVE}\nextra = true");
    assert!(lacks(&untestable(&extra, rows), "rearranged_from"));
}

#[test]
fn a_row_that_names_nobody_is_untestable() {
    let rows = format!("{HEADER}\n2026-04-02, personal, , M1, , X1, cancelled,");
    assert!(
        matches!(untestable(FIVE, &rows).as_slice(), [Reason::Blank { column }] if column == "supervisee_id")
    );
}

#[test]
fn the_day_itself_counts_of_calling_off_of_the_audit_of_joining_and_of_leaving() {
    assert_eq!(
        owed(FIVE, &[OFF], "2026-04-02"),
        ["again X1 by 2026-04-13: due in 11"],
        "called off on the day of the audit"
    );
    let linked = "2026-04-10, personal, S1, M2, , X3, held, 2026-04-02";
    assert_eq!(
        owed(FIVE, &[OFF, linked], "2026-04-10"),
        ["again X1 by 2026-04-13: met on 2026-04-10"],
        "held on it"
    );
    let joined = |start: &str| {
        let staff = STAFF.replacen("2020-01-01", start, 1);
        let sessions = format!("{HEADER}\n{OFF}");
        World {
            staff: &staff,
            ..world(FIVE, &sessions, "2026-04-30")
        }
        .lines()
        .len()
    };
    assert_eq!(joined("2026-04-02"), 1, "on the first day in post");
    assert_eq!(joined("2026-04-03"), 0);
}

#[test]
fn a_link_is_followed_through_what_was_called_off_and_never_through_what_is_planned() {
    let planned = "2026-04-07, personal, S1, M1, , X2, planned, 2026-04-02";
    let held = "2026-04-09, personal, S1, M2, , X3, held, 2026-04-07";
    assert_eq!(
        owed(FIVE, &[OFF, planned, held], "2026-04-30"),
        ["again X1 by 2026-04-13: 17 overdue"]
    );
}

#[test]
fn a_session_that_stands_for_itself_is_linked_to_nothing() {
    let itself = format!("{OFF} 2026-04-02");
    assert_eq!(
        owed(FIVE, &[&itself], "2026-04-30"),
        ["again X1 by 2026-04-13: 17 overdue"]
    );
}

#[test]
fn a_row_of_the_session_that_was_not_called_off_names_no_case_of_it() {
    let off = "2026-04-02, case, S1, M1, C1, X1, cancelled,";
    let rows = [
        off,
        "2026-04-02, case, S1, M1, C2, X1, planned,",
        "2026-04-07, case, S1, M1, C2, X2, held,",
    ];
    assert_eq!(
        owed(FIVE, &rows, "2026-04-30"),
        ["again X1 by 2026-04-13: 17 overdue"],
        "C2 was not called off"
    );
}
