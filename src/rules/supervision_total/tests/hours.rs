//! Totals of hours: minutes added up, shared and left blank.

use crate::engine::testing::day;
use crate::ledger::Reason;

use super::{HEADER, HOURS, ledger, owed, world};

#[test]
fn hours_are_minutes_added_up_exactly_and_shared_where_asked() {
    let rows = |minutes: u32| {
        let mut rows: Vec<String> = ["S1", "S0", "S8"]
            .map(|who| format!("2026-10-30, personal, {who}, G, held, {minutes}"))
            .to_vec();
        rows.push("2026-10-31, personal, S1, Y1, held, 150".to_owned());
        rows
    };
    assert_eq!(
        owed(HOURS, &rows(29), "2026-10-31"),
        ["hours S1 by 2026-10-31: not met: 2.983333 of 3 hours"]
    );
    let shared = format!("{HOURS}\nshared = true");
    assert_eq!(
        owed(&shared, &rows(90), "2026-10-31"),
        ["hours S1 by 2026-10-31: met on 2026-10-31: 3 of 3 hours"],
        "ninety minutes for three are thirty for each"
    );
    assert_eq!(
        owed(&shared, &rows(89), "2026-10-31"),
        ["hours S1 by 2026-10-31: not met: 2.994444 of 3 hours"]
    );
}

#[test]
fn blank_minutes_are_untestable_unless_the_rest_is_enough() {
    let blank = "2026-10-30, personal, S1, Y1, held,";
    // The first row is there for the exports to begin before the three weeks.
    let older = "2026-01-05, personal, S1, Y0, held, 60";
    let rest = |minutes: u32| {
        let last = format!("2026-10-31, personal, S1, Y2, held, {minutes}");
        ledger(HOURS, &format!("{HEADER}\n{older}\n{blank}\n{last}"))
    };
    let short = rest(179);
    assert!(short.obligations.is_empty());
    let column = "minutes".to_owned();
    assert_eq!(short.untestable[0].reason, Reason::Blank { column });
    assert!(short.untestable[0].subject.is_some());
    let enough = rest(180);
    assert_eq!(enough.obligations.len(), 1);
    assert!(enough.untestable.is_empty());
}

#[test]
fn rows_of_one_session_that_differ_count_by_the_longest() {
    let hours = |one: &str, two: &str| {
        let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01";
        let sessions = format!(
            "date, kind, supervisee_id, case_id, session_id, minutes\n2021-01-04, personal, S1, , X0, 60\n\
             2026-10-30, personal, S1, C1, Y1, {one}\n2026-10-30, personal, S1, C2, Y1, {two}"
        );
        world(HOURS, staff, &sessions, "2026-10-31").lines()
    };
    let met = "hours S1 by 2026-10-31: met on 2026-10-31: 3 of 3 hours";
    for (one, two) in [("180", "60"), ("60", "180"), ("", "180"), ("180", "")] {
        assert_eq!(hours(one, two), [met], "{one} and {two}");
    }
}

#[test]
fn a_shared_session_of_several_needs_its_id_and_one_of_two_people_does_not() {
    let shared = format!("{HOURS}\nshared = true\ncounts = {{ kind = ['personal', 'group'] }}");
    let reasons = |row: &str| {
        let older = "2026-01-05, personal, S1, Y0, held, 60";
        let found = ledger(&shared, &format!("{HEADER}\n{older}\n2026-10-30, {row}"));
        let reasons = found.untestable.into_iter().map(|one| one.reason);
        reasons.collect::<Vec<_>>()
    };
    assert_eq!(reasons("personal, S1, , held, 60"), []);
    assert_eq!(reasons("group, S1, Y1, held, 60"), []);
    let column = "session_id".to_owned();
    assert_eq!(reasons("group, S1, , held, 60"), [Reason::Blank { column }]);
}

#[test]
fn shares_that_do_not_come_out_even_make_no_finding() {
    let shared = format!("{HOURS}\nshared = true");
    let rows = |second: u32| {
        let of_all = |day: &str, id: &str, minutes: u32| {
            let row = move |who: u32| format!("{day}, personal, S{who}, {id}, held, {minutes}");
            (1..=17).map(row).collect::<Vec<_>>()
        };
        let first = of_all("2026-10-29", "G1", 1000);
        [first, of_all("2026-10-30", "G2", second)].concat()
    };
    // Three hours for each of seventeen are 3060 minutes.
    assert_eq!(
        owed(&shared, &rows(2060), "2026-10-31"),
        ["hours S1 by 2026-10-31: met on 2026-10-31: 3 of 3 hours"]
    );
    assert_eq!(
        owed(&shared, &rows(2059), "2026-10-31"),
        ["hours S1 by 2026-10-31: not met: 2.999019 of 3 hours"]
    );
}

#[test]
fn the_whole_of_an_amount_is_not_rounded() {
    let odd = HOURS.replace("3 hours", "1.51 hours");
    let rows = |minutes: u32| vec![format!("2026-10-30, personal, S1, Y1, held, {minutes}")];
    assert_eq!(
        owed(&odd, &rows(90), "2026-10-31"),
        ["hours S1 by 2026-10-31: not met: 1.5 of 1.51 hours"]
    );
    assert_eq!(
        owed(&odd, &rows(91), "2026-10-31"),
        ["hours S1 by 2026-10-31: met on 2026-10-31: 1.516666 of 1.51 hours"]
    );
}

#[test]
fn blank_minutes_are_told_in_the_period_of_the_last_day() {
    let quarter = "[[supervision-total]]\nid = 'q'\nat-least = '1 hour'\nper = 'calendar quarter'";
    let untestable = |held: &str, first: &str, last: &str| {
        let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01";
        let sessions = format!("{HEADER}\n{held}, personal, S1, Y1, held,");
        let world = world(quarter, staff, &sessions, "2026-12-30");
        let policy = world.policy();
        let question = crate::engine::Question {
            as_of: day("2026-12-30"),
            period: (day(first), day(last)),
            taken: day("2026-12-31"),
        };
        let ledger = crate::engine::audit(&policy, &world.data(&policy), question);
        ledger.untestable.len()
    };
    let over = "2026-07-01";
    assert_eq!(untestable(over, "2026-09-30", "2026-09-30"), 1);
    assert_eq!(untestable(over, "2026-07-01", "2026-09-29"), 0);
    assert_eq!(untestable(over, "2026-10-01", "2026-12-30"), 0);
    let runs = "2026-10-01";
    assert_eq!(untestable(runs, "2026-12-30", "2026-12-30"), 1, "as of it");
    assert_eq!(untestable(runs, "2026-10-01", "2026-12-29"), 0);
    assert_eq!(untestable(runs, "2026-12-31", "2026-12-31"), 0);
}
