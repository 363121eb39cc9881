//! Edge days of the readings that the day-by-day model found.

use crate::engine::testing::World;

mod around;
mod rules;
mod series;

const MONTHLY: &str = "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'";
const STAFF: &str = "staff_id, role, start_date, left_on\n";

fn lines(clauses: &str, posts: &str, sessions: &str, as_of: &str) -> Vec<String> {
    World {
        clauses,
        staff: &format!("{STAFF}{posts}"),
        sessions: &format!("date, kind, supervisee_id\n{sessions}"),
        as_of,
        ..World::default()
    }
    .lines()
}

#[test]
fn reading_7_nothing_falls_due_once_no_rule_will_hold() {
    let until = format!("{MONTHLY}\nfor = {{ left_on = {{ reached = false }} }}");
    let owed = |left: &str, as_of: &str| {
        let posts = format!("S1, sw, 2026-01-01, {left}");
        let sessions = "2026-01-01, personal, S1\n2026-01-20, personal, S1";
        lines(&until, &posts, sessions, as_of)
    };
    let met = "monthly S1 by 2026-02-01: met on 2026-01-20";
    let next = "monthly S1 by 2026-02-20: due in 31";
    assert_eq!(owed("2026-02-21", "2026-01-20"), [met, next]);
    assert_eq!(owed("2026-02-20", "2026-01-20"), [met]);
    assert_eq!(owed("2026-02-01", "2026-01-20"), Vec::<String>::new());
}

#[test]
fn reading_16_an_exemption_needs_no_session_to_hold() {
    let exempt = "
        [[staff-supervision]]
        id = 'talks'
        every = '1 month'
        counts = { kind = 'informal' }
        [[staff-supervision]]
        id = 'agency'
        for = { role = 'agency' }
        exempt = true";
    let sessions = "2026-01-01, informal, S1\n2026-03-15, personal, S2";
    let posts = "S1, agency, 2026-01-01,\nS2, sw, 2026-02-01,";
    let owed = lines(exempt, posts, sessions, "2026-02-15");
    assert_eq!(owed, ["talks S2 by 2026-03-01: due in 14"]);
    let owed = lines(exempt, posts, sessions, "2026-03-15");
    assert_eq!(
        owed,
        ["talks S2 by 2026-03-01: 14 overdue"],
        "the first personal session changes nothing for S1"
    );
}

#[test]
fn reading_32_a_rule_whose_sessions_the_exports_show_later_counts_from_then() {
    let two = "
        [[staff-supervision]]
        id = 'either'
        every = '6 months'
        counts = { kind = ['personal', 'informal'] }
        [[staff-supervision]]
        id = 'personal'
        every = '1 month'";
    let sessions = "2026-01-01, informal, S1\n2026-03-15, personal, S2";
    let owed = lines(
        two,
        "S1, sw, 2026-01-01,\nS2, sw, 2026-03-15,",
        sessions,
        "2026-03-20",
    );
    assert_eq!(
        owed,
        [
            "personal S1 by 2026-04-15: due in 26",
            "personal S2 by 2026-04-15: due in 26"
        ]
    );
}

#[test]
fn reading_7_grace_outlives_a_stricter_rule_that_came_and_went() {
    let three = "
        [[staff-supervision]]
        id = 'slow'
        every = '8 weeks'
        [[staff-supervision]]
        id = 'weekly'
        for = { role = ['b', 'c'] }
        every = '1 week'
        grace = '6 weeks'
        [[staff-supervision]]
        id = 'daily'
        for = { role = 'c' }
        every = '1 calendar day'
        grace = '1 calendar day'";
    let posts = "S1, a, 2026-01-01,\nS1, b, 2026-01-15,\nS1, c, 2026-01-20,\nS1, b, 2026-01-22,";
    let owed = lines(three, posts, "2026-01-01, personal, S1", "2026-02-01");
    assert_eq!(
        owed,
        [
            "slow S1 by 2026-02-26: due in 25",
            "daily S1 by 2026-01-21: missed, 1 days on 2026-01-22"
        ]
    );
    let back = format!("{posts}\nS1, a, 2026-01-25,\nS1, b, 2026-02-02,");
    let again = lines(three, &back, "2026-01-01, personal, S1", "2026-02-10");
    assert_eq!(again[0], "slow S1 by 2026-02-26: due in 16");
}

#[test]
fn reading_32_firsts_that_held_before_the_exports_begin_are_not_foreseen() {
    let two = "
        [[staff-supervision]]
        id = 'talks'
        every = '8 weeks'
        counts = { kind = 'informal' }
        [[staff-supervision]]
        id = 'personal'
        first = '3 months'
        every = '1 week'";
    let posts = "S1, sw, 2026-01-01,\nS2, sw, 2026-02-10,";
    let sessions = "2026-01-01, informal, S1\n2026-01-20, informal, S1\n2026-02-10, personal, S2";
    let owed = lines(two, posts, sessions, "2026-02-10");
    assert!(
        owed.contains(&"personal S1 by 2026-02-17: met on 2026-01-20".to_owned()),
        "{owed:#?}"
    );
}

#[test]
fn reading_18_a_row_that_changes_no_rule_moves_no_due_day() {
    let rolled = "
        [[staff-supervision]]
        id = 'rolled'
        every = '1 month'
        roll = 'next working day'";
    let owed = |posts: &str| lines(rolled, posts, "2026-01-31, personal, S1", "2026-03-31");
    let one = "S1, sw, 2026-01-31,";
    // 28 February is a Saturday, rolled to Monday 2 March, on which the second row begins.
    let two = "S1, sw, 2026-01-31,\nS1, sw, 2026-03-02,";
    assert_eq!(owed(two), owed(one));
    assert_eq!(owed(one)[1], "rolled S1 by 2026-03-31: 0 overdue");
}

#[test]
fn reading_5_a_decision_that_does_not_come_moves_no_due_day() {
    let staged = "
        [[staff-supervision]]
        id = 'staged'
        stages = [{ every = '1 month', until = '29 calendar days', ends-on = 'left_on' }, { every = '2 months' }]
        roll = 'next working day'";
    // The time is up on Sunday 1 March; Saturday 28 February is rolled to the day after.
    let owed = lines(
        staged,
        "S1, sw, 2026-01-31,",
        "2026-01-31, personal, S1",
        "2026-03-31",
    );
    assert_eq!(owed[0], "staged S1 by 2026-03-02: 29 overdue");
    assert_eq!(owed[1], "staged S1 by 2026-03-31: 0 overdue");
}

#[test]
fn reading_6_a_rule_that_comes_again_asks_for_all_its_firsts() {
    let two = "
        [[staff-supervision]]
        id = 'other'
        every = '8 calendar days'
        [[staff-supervision]]
        id = 'list'
        for = { role = 'a' }
        first = ['1 week', '4 weeks']
        every = '8 weeks'";
    // The first of 8 January is still open when the rule comes again on the 12th.
    let posts = "S1, a, 2026-01-01,\nS1, b, 2026-01-10,\nS1, a, 2026-01-12,";
    assert_eq!(
        lines(two, posts, "2026-01-01, personal, S1", "2026-01-19"),
        [
            "other S1 by 2026-01-16: 3 overdue",
            "list S1 by 2026-01-08: 11 overdue",
            "list S1 by 2026-01-19: 0 overdue",
        ]
    );
}

#[test]
fn reading_10_another_rule_counts_on_from_the_day_to_which_the_last_was_rolled() {
    let two = "
        [[staff-supervision]]
        id = 'list'
        first = '6 calendar days'
        every = '8 weeks'
        roll = 'next working day'
        [[staff-supervision]]
        id = 'other'
        every = '8 calendar days'";
    // 7 February 2026 is a Saturday.
    let owed = lines(
        two,
        "S1, a, 2026-02-01,",
        "2026-02-01, personal, S1",
        "2026-02-17",
    );
    assert_eq!(
        owed,
        [
            "list S1 by 2026-02-09: 8 overdue",
            "other S1 by 2026-02-17: 0 overdue",
        ]
    );
}

#[test]
fn reading_7_grace_that_outlasts_a_window_is_owed_once() {
    let two = "
        [[staff-supervision]]
        id = 'month'
        for = { role = 'b' }
        per = 'calendar month'
        grace = '2 weeks'
        [[staff-supervision]]
        id = 'year'
        for = { role = 'a' }
        per = 'calendar year'";
    let posts = "S1, a, 2026-01-01,\nS1, b, 2026-03-25,";
    assert_eq!(
        lines(two, posts, "2026-01-31, personal, S1", "2026-04-30"),
        [
            "month S1 by 2026-04-08: 22 overdue",
            "month S1 by 2026-04-30: 0 overdue",
        ]
    );
}

#[test]
fn reading_6_a_rule_foreseen_to_come_again_asks_for_its_first_again() {
    let two = "
        [[staff-supervision]]
        id = 'first'
        for = [{ left_on = { reached = false } }, { left_on = { over = '1 week' } }]
        first = '2 months'
        every = '1 week'
        [[staff-supervision]]
        id = 'slow'
        every = '8 weeks'";
    // The rule holds until 28 February and again from 9 March, when its first counts anew.
    let posts = "S1, a, 2026-02-01, 2026-03-01";
    let sessions = "2026-02-01, personal, S1\n2026-02-22, personal, S1";
    let owed = lines(two, posts, sessions, "2026-02-22");
    assert_eq!(
        owed,
        [
            "slow S1 by 2026-03-29: met on 2026-02-22",
            "slow S1 by 2026-04-19: due in 56"
        ]
    );
}

#[test]
fn reading_21_absences_that_touch_are_one_absence_and_with_a_day_between_they_are_two() {
    let paused = format!("{MONTHLY}\npause-when-absent = '2 weeks'");
    let owed = |absences: &str| {
        let absences = format!("staff_id, from, to\n{absences}");
        World {
            clauses: &paused,
            staff: &format!("{STAFF}S1, sw, 2026-01-01,"),
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
            absences: &absences,
            as_of: "2026-01-31",
            ..World::default()
        }
        .lines()
        .pop()
    };
    let plain = Some("monthly S1 by 2026-02-05: due in 5".to_owned());
    let moved = Some("monthly S1 by 2026-02-19: due in 19".to_owned());
    assert_eq!(
        owed("S1, 2026-01-10, 2026-01-16\nS1, 2026-01-17, 2026-01-23"),
        moved
    );
    assert_eq!(
        owed("S1, 2026-01-17, 2026-01-23\nS1, 2026-01-10, 2026-01-16"),
        moved
    );
    assert_eq!(
        owed("S1, 2026-01-10, 2026-01-20\nS1, 2026-01-15, 2026-01-23"),
        moved
    );
    assert_eq!(
        owed("S1, 2026-01-10, 2026-01-23\nS1, 2026-01-12, 2026-01-14"),
        moved,
        "no day is taken out twice"
    );
    assert_eq!(
        owed("S1, 2026-01-10, 2026-01-16\nS1, 2026-01-18, 2026-01-24"),
        plain
    );
}

#[test]
fn a_date_that_each_row_writes_anew_counts_each_time_and_one_that_stays_counts_once() {
    let reviewed = "[[review]]\nid = 'reviewed'\nevidence = 'reviewed_on'\nevery = '12 months'";
    let owed = |second: &str| {
        World {
            clauses: reviewed,
            staff: &format!(
                "staff_id, role, start_date, end_date, reviewed_on\nS1, sw, 2024-01-08, 2025-01-01, 2024-06-03\n\
                 S1, tm, 2025-01-01, , {second}"
            ),
            as_of: "2025-06-10",
            ..World::default()
        }
        .lines()
    };
    let first = "reviewed S1 by 2025-01-08: met on 2024-06-03";
    assert_eq!(
        owed("2024-06-03"),
        [first, "reviewed S1 by 2025-06-03: 7 overdue"]
    );
    assert_eq!(
        owed("2025-03-03"),
        [
            first,
            "reviewed S1 by 2025-06-03: met on 2025-03-03",
            "reviewed S1 by 2026-03-03: due in 266"
        ]
    );
}

#[test]
fn reading_33_rows_after_the_day_are_counted_and_those_of_the_day_are_not() {
    let later = |as_of: &str| {
        let (_, _, ledger) = World {
            clauses: MONTHLY,
            staff: &format!("{STAFF}S1, sw, 2026-01-01,\nS1, tm, 2026-02-01,"),
            cases: "case_id, case_type, opened\nC1, cin, 2026-01-02\nC1, cp, 2026-02-02",
            sessions: "date, kind, supervisee_id\n2026-01-03, personal, S1\n2026-02-03, personal, S1",
            absences: "staff_id, from, to\nS1, 2026-01-04, 2026-01-09\nS1, 2026-02-04, 2026-02-09",
            activity: "kind, date, staff_id\nappraisal, 2026-01-05, S1\nappraisal, 2026-02-05, S1",
            as_of,
        }
        .ledger();
        ledger.later
    };
    assert_eq!(later("2025-12-31"), 10);
    for (day, left) in [(1, 9), (2, 8), (3, 7), (4, 6), (5, 5), (31, 5)] {
        assert_eq!(later(&format!("2026-01-{day:02}")), left);
    }
    for (day, left) in [(1, 4), (2, 3), (3, 2), (4, 1), (5, 0)] {
        assert_eq!(later(&format!("2026-02-{day:02}")), left);
    }
}
