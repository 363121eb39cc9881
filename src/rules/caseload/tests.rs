//! Caseloads of literal rows.

use crate::engine::testing::{World, subject};
use crate::ledger::Reason;

const STAFF: &str = "staff_id, role, team, start_date, hours_per_week\nS1, sw, North, 2020-01-01, 37\n\
                     S2, sw, North, 2020-01-01, 18.5";

fn world<'a>(clauses: &'a str, cases: &'a str) -> World<'a> {
    World {
        clauses,
        staff: STAFF,
        cases,
        sessions: "date, kind\n2026-01-01, personal",
        as_of: "2026-10-31",
        ..World::default()
    }
}

fn owed(clause: &str, rows: &[&str]) -> Vec<String> {
    let clauses =
        format!("[[caseload]]\nid = 'load'\nfor = {{ staff_id = ['S1', 'S2'] }}\n{clause}");
    let cases = format!(
        "case_id, case_type, opened, closed, allocated_to, children, family_id\n{}",
        rows.join("\n")
    );
    world(&clauses, &cases).lines()
}

const ROWS: [&str; 4] = [
    "C1, cin, 2026-01-01, , S1, 2, F1",
    "C2, cin, 2026-01-01, , S1, 1, F1",
    "C3, cin, 2026-01-01, 2026-10-31, S1, 1, F2",
    "C4, cin, 2026-01-01, 2026-11-01, S2, 1, F3",
];

#[test]
fn the_limit_itself_is_allowed_and_one_more_is_not() {
    assert_eq!(
        owed("at-most = '2 cases'", &ROWS),
        [
            "load S1 by 2026-10-31: met on 2026-10-31: 2 of 2 cases",
            "load S2 by 2026-10-31: met on 2026-10-31: 1 of 2 cases"
        ]
    );
    assert_eq!(
        owed("at-most = '1 case'", &ROWS)[0],
        "load S1 by 2026-10-31: not met: 2 of 1 cases"
    );
}

#[test]
fn reading_40_a_case_closed_on_the_audit_day_no_longer_counts_and_one_closed_the_day_after_does() {
    let lines = owed("at-most = '1 case'", &ROWS[2..]);
    assert_eq!(
        lines[0],
        "load S1 by 2026-10-31: met on 2026-10-31: 0 of 1 cases"
    );
    assert_eq!(
        lines[1],
        "load S2 by 2026-10-31: met on 2026-10-31: 1 of 1 cases"
    );
}

#[test]
fn children_and_families_are_counted_as_such() {
    assert_eq!(
        owed("at-most = '2 children'", &ROWS)[0],
        "load S1 by 2026-10-31: not met: 3 of 2 children"
    );
    assert_eq!(
        owed("at-most = '1 family'", &ROWS)[0],
        "load S1 by 2026-10-31: met on 2026-10-31: 1 of 1 families"
    );
}

#[test]
fn reading_22_the_limit_is_pro_rata_unrounded_and_never_above_full_time() {
    let clause = "at-most = '3 cases'\npro-rata = '37 hours'";
    let of_s2 = |count: usize| {
        let rows: Vec<String> = (0..count)
            .map(|number| format!("C{number}, cin, 2026-01-01, , S2, 1, F1"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        owed(clause, &rows)[1].clone()
    };
    assert_eq!(
        of_s2(1),
        "load S2 by 2026-10-31: met on 2026-10-31: 1 of 1.5 cases"
    );
    assert_eq!(of_s2(2), "load S2 by 2026-10-31: not met: 2 of 1.5 cases");
    let long_week = World {
        staff: "staff_id, role, start_date, hours_per_week\nS1, sw, 2020-01-01, 74",
        ..world(
            "[[caseload]]\nid = 'load'\nat-most = '1 case'\npro-rata = '37 hours'",
            "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S1",
        )
    };
    assert_eq!(
        long_week.lines(),
        ["load S1 by 2026-10-31: not met: 2 of 1 cases"]
    );
}

#[test]
fn reading_22_no_hours_is_untestable() {
    let (_, _, ledger) = World {
        staff: "staff_id, role, start_date, hours_per_week\nS1, sw, 2020-01-01,",
        ..world(
            "[[caseload]]\nid = 'load'\nat-most = '1 case'\npro-rata = '37 hours'",
            "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1",
        )
    }
    .ledger();
    assert!(ledger.obligations.is_empty());
    assert!(
        matches!(&ledger.untestable[0].reason, Reason::Blank { column } if column == "hours_per_week")
    );
}

#[test]
fn reading_39_an_average_is_the_teams_and_the_people_above_it_are_information() {
    // Four cases over one and a half posts.
    let rows = [
        "C1, cin, 2026-01-01, , S1, 1, F1",
        "C2, cin, 2026-01-01, , S2, 1, F1",
        "C3, cin, 2026-01-01, , S2, 1, F1",
        "C4, cin, 2026-01-01, , S2, 1, F1",
    ];
    let lines = owed(
        "at-most = '2 cases'\naverage-over = 'team'\npro-rata = '37 hours'",
        &rows,
    );
    assert_eq!(
        lines,
        [
            "load S2 by 2026-10-31: not met: 3 of 1 cases",
            "load north by 2026-10-31: not met: 2.666666 of 2 cases",
        ]
    );
    let lines = owed(
        "at-most = '3 cases'\naverage-over = 'team'\npro-rata = '37 hours'",
        &rows,
    );
    assert_eq!(
        lines,
        [
            "load S2 by 2026-10-31: not met: 3 of 1.5 cases",
            "load north by 2026-10-31: met on 2026-10-31: 2.666666 of 3 cases",
        ]
    );
}

#[test]
fn who_is_in_no_team_or_has_no_share_is_in_no_average_and_told_of() {
    let clause = "[[caseload]]\nid = 'load'\nat-most = '1 case'\naverage-over = 'team'";
    let world = World {
        staff: "staff_id, role, team, start_date, fte\nS1, sw, North, 2020-01-01, 1\nS2, sw, , 2020-01-01, 1\n\
                S3, sw, North, 2020-01-01,",
        ..world(
            clause,
            "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S2\n\
             C3, cin, 2026-01-01, S2\nC4, cin, 2026-01-01, S3\nC5, cin, 2026-01-01, S3",
        )
    };
    assert_eq!(
        world.lines(),
        ["load north by 2026-10-31: met on 2026-10-31: 1 of 1 cases"]
    );
    let (_, data, ledger) = world.ledger();
    let unjudged = ledger.untestable.iter();
    let unjudged = unjudged.map(|one| {
        let whose = subject(&data, one.subject.unwrap());
        format!("{whose} {}", one.reason)
    });
    assert_eq!(
        unjudged.collect::<Vec<_>>(),
        ["S2 `team` is blank", "S3 `fte` is blank"]
    );
}

#[test]
fn reading_25_a_co_worked_case_counts_for_each_worker() {
    let rows = [
        "C1, cin, 2026-01-01, , S1, 1, F1",
        "C1, cin, 2026-01-01, , S2, 1, F1",
    ];
    let lines = owed("at-most = '5 cases'", &rows);
    assert!(
        lines.iter().all(|line| line.ends_with("1 of 5 cases")),
        "{lines:?}"
    );
}

#[test]
fn children_without_their_column_are_untestable() {
    let (_, _, ledger) = world(
        "[[caseload]]\nid = 'load'\nat-most = '20 children'",
        "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1",
    )
    .ledger();
    assert!(ledger.obligations.is_empty());
    assert!(
        matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "children")
    );
}

#[test]
fn out_of_says_which_cases_count() {
    let rows = [
        "C1, cin, 2026-01-01, , S1, 1, F1",
        "C2, cp, 2026-01-01, , S1, 1, F1",
    ];
    let lines = owed("at-most = '5 cases'\nout-of = { case_type = 'cp' }", &rows);
    assert_eq!(
        lines[0],
        "load S1 by 2026-10-31: met on 2026-10-31: 1 of 5 cases"
    );
}

/// Two people supervised, a third who leaves on the audit day, and a supervisor whose week is short.
fn span_of_control(clause: &str, last: &str) -> Vec<String> {
    let clauses = format!("[[caseload]]\nid = 'span'\n{clause}");
    let staff = format!(
        "staff_id, role, start_date, end_date, supervisor_id, hours_per_week\n\
         M1, tm, 2020-01-01, , , 18.5\nS1, sw, 2020-01-01, , M1, 37\nS2, sw, 2020-01-01, , M1, 37\n\
         S3, sw, 2020-01-01, {last}, M1, 37"
    );
    World {
        staff: &staff,
        ..world(&clauses, "case_id, case_type, opened")
    }
    .lines()
}

#[test]
fn a_span_of_control_is_of_people_in_post_and_asked_of_those_who_have_any() {
    let limit = "at-most = '2 supervisees'";
    assert_eq!(
        span_of_control(limit, "2026-10-31"),
        ["span M1 by 2026-10-31: met on 2026-10-31: 2 of 2 supervisees"]
    );
    assert_eq!(
        span_of_control(limit, "2026-11-01"),
        ["span M1 by 2026-10-31: not met: 3 of 2 supervisees"]
    );
    assert_eq!(
        span_of_control("at-most = '6 supervisees'\npro-rata = '37 hours'", ""),
        ["span M1 by 2026-10-31: met on 2026-10-31: 3 of 3 supervisees"]
    );
    assert_eq!(
        span_of_control("for = { role = 'sw' }\nat-most = '1 supervisee'", ""),
        Vec::<String>::new()
    );
}

#[test]
fn a_span_of_control_without_line_managers_is_untestable() {
    let (_, _, ledger) = world(
        "[[caseload]]\nid = 'span'\nat-most = '8 supervisees'",
        "case_id, case_type, opened",
    )
    .ledger();
    assert!(ledger.obligations.is_empty());
    assert!(
        matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "supervisor_id")
    );
}

#[test]
fn whom_the_clause_is_not_for_and_who_is_not_in_post_have_no_limit() {
    let clause = "[[caseload]]\nid = 'load'\nfor = { role = 'asye' }\nat-most = '1 case'";
    let cases = "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S1";
    assert_eq!(world(clause, cases).lines(), Vec::<String>::new());
    let in_post = |post: &str| {
        let staff = format!("staff_id, role, start_date, end_date\nS1, asye, {post}");
        let world = World {
            staff: &staff,
            ..world(clause, cases)
        };
        world.lines().len()
    };
    assert_eq!(in_post("2020-01-01, 2026-10-31"), 0, "the day of leaving");
    assert_eq!(in_post("2020-01-01, 2026-11-01"), 1);
    assert_eq!(in_post("2026-10-31,"), 1, "the first day");
    assert_eq!(in_post("2026-11-01,"), 0);
}

#[test]
fn cases_are_not_chosen_out_of_supervisees() {
    let text = "[policy]\nname = 'test'\n[[caseload]]\nid = 'span'\nat-most = '8 supervisees'\n";
    for key in ["average-over = 'team'", "out-of = { case_type = 'cp' }"] {
        let said = crate::policy::Policy::parse(&format!("{text}{key}"), "policy.toml")
            .unwrap_err()
            .render(&annotate_snippets::Renderer::plain());
        assert!(said.contains("no meaning for supervisees"), "{said}");
    }
}

#[test]
fn an_average_of_just_the_limit_is_allowed() {
    let rows = [
        "C1, cin, 2026-01-01, , S1, 1, F1",
        "C2, cin, 2026-01-01, , S1, 1, F1",
        "C3, cin, 2026-01-01, , S2, 1, F1",
    ];
    assert_eq!(
        owed(
            "at-most = '2 cases'\naverage-over = 'team'\npro-rata = '37 hours'",
            &rows
        ),
        ["load north by 2026-10-31: met on 2026-10-31: 2 of 2 cases"]
    );
}

#[test]
fn a_team_without_a_single_post_has_no_average() {
    let clause = "[[caseload]]\nid = 'load'\nat-most = '2 cases'\naverage-over = 'team'";
    let lines = |fte: &str| {
        let staff =
            format!("staff_id, role, team, start_date, fte\nS1, sw, North, 2020-01-01, {fte}");
        World {
            staff: &staff,
            ..world(clause, "case_id, case_type, opened, allocated_to")
        }
        .lines()
    };
    assert_eq!(lines("0"), Vec::<String>::new());
    assert_eq!(
        lines("0.5"),
        ["load north by 2026-10-31: met on 2026-10-31: 0 of 2 cases"]
    );
}

#[test]
fn a_share_is_known_by_the_hours_or_the_fte_and_without_both_columns_it_is_untestable() {
    let clause = "[[caseload]]\nid = 'load'\nat-most = '2 cases'\npro-rata = '37 hours'";
    let cases = "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1";
    let ledger = |staff: &str| {
        World {
            staff,
            ..world(clause, cases)
        }
        .ledger()
        .2
    };
    let by_fte = ledger("staff_id, role, start_date, fte\nS1, sw, 2020-01-01, 0.5");
    assert!(by_fte.untestable.is_empty());
    assert_eq!(by_fte.obligations.len(), 1);
    let neither = ledger("staff_id, role, start_date\nS1, sw, 2020-01-01");
    assert!(neither.obligations.is_empty());
    let [one] = neither.untestable.as_slice() else {
        panic!("{:?}", neither.untestable);
    };
    assert!(
        matches!(&one.reason, Reason::MissingColumn { column, .. } if column == "hours_per_week")
    );
}

#[test]
fn reading_30_a_case_that_a_blank_cell_keeps_out_is_counted_as_that() {
    let clause = "[[caseload]]\nid = 'load'\nat-most = '1 case'\nout-of = { risk = 'high' }";
    let cases = "case_id, case_type, opened, allocated_to, risk\nC1, cin, 2026-01-01, S1, high\n\
                 C2, cin, 2026-01-01, S1,\nC3, cin, 2026-01-01, S2, low\nC4, cin, 2026-01-01, S2,\n\
                 C5, cin, 2026-01-01, S1,";
    let (_, _, ledger) = world(clause, cases).ledger();
    assert_eq!(ledger.tallies[0].blank, 3, "two of S1 and one of S2");
    assert_eq!(
        world(clause, cases).lines(),
        [
            "load S1 by 2026-10-31: met on 2026-10-31: 1 of 1 cases",
            "load S2 by 2026-10-31: met on 2026-10-31: 0 of 1 cases"
        ]
    );
}
