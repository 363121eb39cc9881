//! Edge days of series, windows, stages and firsts.

use crate::engine::testing::World;

use super::{STAFF, lines};

#[test]
fn reading_10_a_months_due_days_do_not_drift_after_another_rule_came_between() {
    let two = "
        [[staff-supervision]]
        id = 'days'
        every = '30 calendar days'
        [[staff-supervision]]
        id = 'month'
        every = '1 month'";
    let owed = lines(
        two,
        "S1, a, 2026-01-01,",
        "2026-01-01, personal, S1",
        "2026-03-31",
    );
    assert_eq!(
        owed,
        [
            "days S1 by 2026-01-31: 59 overdue",
            "days S1 by 2026-03-30: 1 overdue",
            "month S1 by 2026-02-28: 31 overdue",
        ]
    );
}

#[test]
fn reading_10_a_new_stage_counts_on_from_the_last_due_day_in_a_series_of_its_own() {
    let owed = |stages: &str, as_of: &str| {
        let clause = format!("[[staff-supervision]]\nid = 'staged'\nstages = [{stages}]");
        let lines = lines(
            &clause,
            "S1, a, 2026-01-31,",
            "2026-01-31, personal, S1",
            as_of,
        );
        let due = lines
            .iter()
            .map(|line| line.get(13..23).unwrap().to_owned());
        due.collect::<Vec<_>>()
    };
    let two = "{ every = '1 month', until = '3 months' }, { every = '2 months' }";
    assert_eq!(
        owed(two, "2026-06-30"),
        ["2026-02-28", "2026-03-31", "2026-04-30", "2026-06-30"]
    );
    let quarters = "{ every = '1 month', until = '2 months' }, { every = '3 months' }";
    assert_eq!(
        owed(quarters, "2026-12-31"),
        [
            "2026-02-28",
            "2026-03-31",
            "2026-06-30",
            "2026-09-30",
            "2026-12-31"
        ]
    );
}

#[test]
fn a_window_that_begins_on_the_day_the_clock_starts_is_owed_and_one_that_runs_is_not() {
    let monthly = "[[staff-supervision]]\nid = 'month'\nper = 'calendar month'";
    let owed = |start: &str, sessions: &str| {
        let sessions = format!("2026-01-05, personal, S0\n{sessions}");
        let posts = format!("S0, a, 2026-01-01,\nS1, a, {start},");
        let lines = lines(monthly, &posts, &sessions, "2026-02-20").into_iter();
        lines
            .filter(|line| line.contains(" S1 "))
            .collect::<Vec<_>>()
            .remove(0)
    };
    assert_eq!(owed("2026-02-01", ""), "month S1 by 2026-02-28: due in 8");
    assert_eq!(owed("2026-02-02", ""), "month S1 by 2026-03-31: due in 39");
    assert_eq!(
        owed("2026-01-10", "2026-02-01, personal, S1"),
        "month S1 by 2026-02-28: met on 2026-02-01"
    );
}

#[test]
fn reading_6_a_first_is_owed_before_the_first_whole_window() {
    let yearly = "[[staff-supervision]]\nid = 'year'\nper = 'calendar year'";
    let owed = |clauses: &str| {
        lines(
            clauses,
            "S1, a, 2026-01-02,",
            "2026-01-02, personal, S1",
            "2026-02-20",
        )
    };
    assert_eq!(owed(yearly), ["year S1 by 2027-12-31: due in 679"]);
    assert_eq!(
        owed(&format!("{yearly}\nfirst = '1 month'")),
        ["year S1 by 2026-02-02: 18 overdue"]
    );
}

#[test]
fn reading_18_a_session_on_the_day_a_window_is_rolled_to_serves_it_and_its_own() {
    let rolled =
        "[[staff-supervision]]\nid = 'month'\nper = 'calendar month'\nroll = 'next working day'";
    let owed = |day: &str| {
        let sessions =
            format!("2026-01-01, personal, S1\n2026-01-20, personal, S1\n{day}, personal, S1");
        lines(rolled, "S1, a, 2026-01-01,", &sessions, "2026-03-10")
    };
    // 28 February is a Saturday.
    let next = "month S1 by 2026-04-30: due in 51";
    assert_eq!(
        owed("2026-03-02"),
        ["month S1 by 2026-03-02: met on 2026-03-02", next]
    );
    assert_eq!(
        owed("2026-03-03"),
        [
            "month S1 by 2026-03-02: missed, 1 days on 2026-03-03",
            "month S1 by 2026-03-31: met on 2026-03-03",
            next
        ]
    );
}

#[test]
fn a_window_counts_from_the_day_the_clock_starts_though_a_session_was_held_before() {
    let joined = "[[staff-supervision]]\nid = 'month'\nper = 'calendar month'\nfrom = 'joined_on'";
    let owed = World {
        clauses: joined,
        staff: "staff_id, role, start_date, joined_on\nS1, a, 2026-01-01, 2026-02-01",
        sessions: "date, kind, supervisee_id\n2026-01-01, personal, S1\n2026-01-20, personal, S1",
        as_of: "2026-02-20",
        ..World::default()
    }
    .lines();
    assert_eq!(owed, ["month S1 by 2026-02-28: due in 8"]);
}

#[test]
fn a_clock_that_starts_on_the_day_of_the_audit_runs_already() {
    let joined = "[[staff-supervision]]\nid = 'month'\nevery = '1 month'\nfrom = 'joined_on'";
    let owed = |as_of: &str| {
        World {
            clauses: joined,
            staff: "staff_id, role, start_date, joined_on\nS1, a, 2026-01-01, 2026-02-02",
            sessions: "date, kind, supervisee_id\n2026-01-01, personal, S1",
            as_of,
            ..World::default()
        }
        .lines()
    };
    assert_eq!(owed("2026-02-02"), ["month S1 by 2026-03-02: due in 28"]);
    assert_eq!(owed("2026-02-01"), Vec::<String>::new());
}

#[test]
fn reading_7_grace_that_ends_with_a_window_takes_that_window() {
    let two = "
        [[staff-supervision]]
        id = 'month'
        for = { role = 'b' }
        per = 'calendar month'
        grace = '36 calendar days'
        [[staff-supervision]]
        id = 'year'
        for = { role = 'a' }
        per = 'calendar year'";
    let posts = "S1, a, 2026-01-01,\nS1, b, 2026-03-25,";
    assert_eq!(
        lines(two, posts, "2026-01-31, personal, S1", "2026-05-31"),
        [
            "month S1 by 2026-04-30: 31 overdue",
            "month S1 by 2026-05-31: 0 overdue",
        ]
    );
}

#[test]
fn reading_6_a_target_is_for_the_interval_and_not_for_the_first() {
    let listed = "[[staff-supervision]]\nid = 'list'\nfirst = '10 weeks'\nevery = '6 weeks'\ntarget = '4 weeks'";
    let owed =
        |sessions: &str, as_of: &str| lines(listed, "S1, a, 2026-01-01,", sessions, as_of).pop();
    assert_eq!(
        owed("2026-01-01, personal, S1", "2026-02-10").as_deref(),
        Some("list S1 by 2026-03-12: due in 30")
    );
    assert_eq!(
        owed("2026-01-05, personal, S1", "2026-02-10").as_deref(),
        Some("list S1 by 2026-02-16: 8 past target, due in 6")
    );
}

#[test]
fn reading_8_a_first_that_is_overdue_stays_so_when_a_stricter_rule_goes() {
    let two = "
        [[staff-supervision]]
        id = 'list'
        first = ['1 week', '10 weeks']
        every = '8 weeks'
        [[staff-supervision]]
        id = 'other'
        for = { role = 'b' }
        every = '9 calendar days'";
    let posts = "S1, b, 2026-01-01,\nS1, a, 2026-01-20,";
    assert_eq!(
        lines(two, posts, "2026-01-01, personal, S1", "2026-01-25"),
        [
            "list S1 by 2026-01-08: 17 overdue",
            "other S1 by 2026-01-17: 8 overdue",
        ]
    );
}

#[test]
fn reading_5_a_stage_goes_on_for_want_of_a_decision_from_the_day_after_its_time() {
    let undecided = |every: &str| {
        let staged = format!(
            "[[staff-supervision]]\nid = 'staged'\n\
             stages = [{{ every = '{every}', until = '29 calendar days', ends-on = 'left_on' }}, {{ every = '2 months' }}]"
        );
        let (_, _, ledger) = World {
            clauses: &staged,
            staff: &format!("{STAFF}S1, sw, 2026-01-31,"),
            sessions: "date, kind, supervisee_id\n2026-01-31, personal, S1",
            as_of: "2026-03-05",
            ..World::default()
        }
        .ledger();
        ledger.obligations[0].remarks.undecided
    };
    assert!(!undecided("29 calendar days"), "due on the last day of it");
    assert!(undecided("30 calendar days"));
}
