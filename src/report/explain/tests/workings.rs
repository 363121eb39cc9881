//! What was added up and compared, row by row.

use std::fmt::Write as _;

use crate::engine::testing::World;

use super::whole;

/// What is said from a clause's own place in the policy on.
fn checks(clauses: &str, staff: &str, sessions: &str, as_of: &str) -> String {
    let text = whole(World {
        clauses,
        staff,
        sessions,
        as_of,
        ..World::default()
    });
    let at = text.rfind("It stands in").unwrap();
    let rest = text.get(at..).unwrap();
    rest.lines().skip(1).collect::<Vec<_>>().join("\n")
}

const STAFF: &str = "staff_id, role, start_date\nS1, sw, 2026-01-05\nS2, sw, 2020-01-01";

#[test]
fn a_total_lists_what_each_row_adds_and_the_part_that_is_asked_for() {
    let clause = "[[supervision-total]]\nid = 't'\nat-least = '6 hours'\nper = '3 months'\nshared = true\ncounts = { kind = ['personal', 'group'] }";
    let sessions = "date, kind, supervisee_id, session_id, minutes\n2025-12-01, personal, S2, X0, 60\n\
                    2026-01-05, personal, S1, X1, 90\n2026-02-02, group, S1, X2, 60\n2026-02-02, group, S2, X2, 60\n\
                    2026-03-04, personal, S1, X3, 60";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-03-04"), @r"
    3 hours to 4 Mar 2026, the policy says 4: not met.
      Counted from 5 Jan 2026 to 4 Mar 2026, which is 2 whole months of 3; asked for are 6
        hours x 2 / 3, rounded down: 4.
        5 Jan 2026 (sessions:3): 90 minutes
        2 Feb 2026 (sessions:4): 60 minutes among 2 people
        4 Mar 2026 (sessions:6): 60 minutes
      Together, in 3 rows: 3 hours.
    ");
}

#[test]
fn a_deadline_from_a_column_is_added_up_from_its_day() {
    let clause = "[[recording]]\nid = 'r'\nevidence = 'signed_on'\nfrom = 'typed_on'\nwithin = '3 working days'";
    let sessions = "date, kind, supervisee_id, session_id, typed_on, signed_on\n2026-03-30, personal, S1, X1, 2026-04-02, 2026-04-10";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-04-30"), @r"
    Session X1 of 30 Mar 2026, personal (sessions:2): done on 10 Apr 2026, 1 day late.
      Due on Thursday 9 April 2026: 2 Apr 2026 + 3 working days = 9 Apr 2026.
      It counts from 2 Apr 2026, the date in `typed_on`.
      Working days counted: Tue 7 Apr, Wed 8 Apr, Thu 9 Apr. Not counted: Good Friday (3
        Apr), Easter Monday (6 Apr), Sat 4 Apr, Sun 5 Apr.
      Asked: signed_on is filled; found: 10 Apr 2026; met.
    ");
}

#[test]
fn a_check_shows_each_cell_beside_what_is_asked() {
    let clause = "[[session]]\nid = 's'\nmust = { minutes = { at-least = '90 minutes' }, next_date = { known = true } }";
    let sessions = "date, kind, supervisee_id, session_id, minutes, next_date\n2026-03-30, personal, S1, X1, 60, 2026-04-30";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-04-30"), @r"
    Session X1 of 30 Mar 2026, personal (sessions:2): not as it must be: minutes is at
      least 90 (found 60).
      Asked: minutes is at least 90; found: 60; not met.
      Asked: next_date is filled; found: 30 Apr 2026; met.
    ");
    let clause = "[[staff-file]]\nid = 'f'\nmust = { checked_on = { under = '3 years' } }";
    let staff = "staff_id, role, start_date, checked_on\nS1, sw, 2020-01-05, 2023-04-30";
    insta::assert_snapshot!(checks(clause, staff, sessions, "2026-04-30"), @r"
    not as it must be on 30 Apr 2026: checked_on is less than 3 years ago (found 30 Apr
      2023).
      Asked: checked_on is less than 3 years ago; found: 30 Apr 2023; not met.
      The rows: staff:2.
    ");
}

#[test]
fn what_has_no_deadline_is_neither_in_time_nor_owed_by_a_day() {
    let clause = "[[recording]]\nid = 'r'\nevidence = 'signed_on'";
    let sessions = "date, kind, supervisee_id, session_id, signed_on\n2026-03-30, personal, S1, X1, 2026-03-30\n\
                    2026-04-08, personal, S1, X2, 2026-04-20\n2026-04-15, personal, S1, X3,";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-04-30"), @r"
    Session X1 of 30 Mar 2026, personal (sessions:2): done on 30 Mar 2026.
    Session X2 of 8 Apr 2026, personal (sessions:3): done on 20 Apr 2026.
    Session X3 of 15 Apr 2026, personal (sessions:4): not recorded.
      Asked: signed_on is filled; found: blank; not met.
    ");
    let clause = "[[staff-file]]\nid = 'f'\nmust = { checked_on = { under = '3 years' } }";
    let staff = "staff_id, role, start_date, checked_on\nS1, sw, 2020-01-05, 2024-04-30";
    insta::assert_snapshot!(checks(clause, staff, sessions, "2026-04-30"), @r"
    met on 30 Apr 2026.
      Asked: checked_on is less than 3 years ago; found: 30 Apr 2024; met.
      The rows: staff:2.
    ");
    let clause = "[[session]]\nid = 's'\nmust = { signed_on = { known = true } }";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-04-14"), @r"
    Session X1 of 30 Mar 2026, personal (sessions:2): met.
    Session X2 of 8 Apr 2026, personal (sessions:3): met.
    ");
}

#[test]
fn an_agreement_names_its_event_and_whom_it_should_be_with() {
    let clause = "[[agreement]]\nid = 'a'\nevidence = 'agreement_signed_on'\nfrom = ['start_date', 'supervisor_since']\nwithin = '4 weeks'\nwith = 'supervisor'";
    let staff = "staff_id, role, start_date, supervisor_id, supervisor_since, agreement_signed_on, agreement_with\n\
                 S1, sw, 2026-01-05, M1, 2026-03-02, 2026-03-09, M2\nM1, tm, 2020-01-01, , , ,";
    let sessions = "date, kind\n2026-03-30, personal";
    insta::assert_snapshot!(checks(clause, staff, sessions, "2026-04-30"), @r"
    signed with somebody else than the present supervisor.
      Due on Monday 30 March 2026: 2 Mar 2026 + 4 weeks = 30 Mar 2026.
      It counts from 2 Mar 2026, the date in `supervisor_since`.
      Asked: agreement_signed_on is on or after 2 Mar 2026; found: 9 Mar 2026; met.
      Asked: agreement_with is M1; found: m2; not met.
      The rows: staff:2.
    ");
}

#[test]
fn a_plan_is_held_against_the_day_it_must_reach() {
    let clause = "[[schedule]]\nid = 'p'\nahead = '2 months'";
    let sessions = "date, kind, supervisee_id, status\n2026-05-28, personal, S1, planned";
    insta::assert_snapshot!(checks(clause, STAFF, sessions, "2026-03-31"), @r"
    58 days planned ahead to 31 Mar 2026, the policy says 61: not met.
      Asked: the last planned session is on or after 31 May 2026; found: 28 May 2026; not
        met.
      The rows: staff:2, sessions:2.
    ");
}

#[test]
fn where_too_little_was_found_it_says_what_was_searched_and_what_came_near() {
    let clause = "[[file-audit]]\nid = 'f'\nfor = { role = 'tm' }\ncounts = { kind = 'audit' }\n\
                  at-least = '1 file'\nper = '3 months'";
    let text = |activity: &str| {
        let text = whole(World {
            clauses: clause,
            staff: "staff_id, role, start_date\nS1, tm, 2020-01-01\nS2, sw, 2020-01-01",
            activity,
            as_of: "2026-10-31",
            ..World::default()
        });
        let at = text.rfind("0 files").unwrap();
        text.get(at..).unwrap().to_owned()
    };
    let activity = "kind, date, staff_id, by_id\naudit, 2026-05-02, S2, S1\naudit, 2026-07-31, S2, S1\n\
                    audit, 2026-11-01, S2, S1\naudit, 2026-08-01, S2, S2\nvisit, 2026-09-01, S2, S1";
    insta::assert_snapshot!(text(activity), @r"
    0 files from 1 Aug 2026 to 31 Oct 2026, the policy says 1: not met.
          It is asked for by the row staff:2.
          Counted: no row.
          Searched: activity, for activities whose kind is audit, from 1 Aug 2026 to 31 Oct
            2026.
          Outside that time: 31 Jul 2026 (activity:3), 1 Nov 2026 (activity:4), 2 May 2026
            (activity:2).
          Inside that time and not counted, as another thing, or another person's or file's:
            audit (1 row), visit (1 row).
    ");
    let activity = "kind, date, staff_id, by_id\naudit, 2026-05-02, S2, S2";
    insta::assert_snapshot!(text(activity), @r"
    0 files from 1 Aug 2026 to 31 Oct 2026, the policy says 1: not met.
          It is asked for by the row staff:2.
          Counted: no row.
          Searched: activity, for activities whose kind is audit, from 1 Aug 2026 to 31 Oct
            2026.
          Outside that time: no such row.
    ");
}

#[test]
fn a_caseload_lists_what_each_row_adds() {
    let text = |clause: &str| {
        let text = whole(World {
            clauses: &format!("[[caseload]]\nid = 'c'\n{clause}"),
            staff: "staff_id, role, team, start_date, hours_per_week\nS1, sw, Ash, 2020-01-01, 18.5",
            cases: "case_id, case_type, opened, allocated_to, children, family_id\nD1, cin, 2026-01-05, S1, 3, F1\n\
                    D2, cin, 2026-01-05, S1, , F1\nD3, cp, 2026-01-05, S1, 1,",
            sessions: "date, kind\n2026-01-05, personal",
            as_of: "2026-10-31",
            ..World::default()
        });
        let at = text.rfind("It stands in").unwrap();
        let rest = text.get(at..).unwrap();
        rest.lines().skip(1).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(text("at-most = '9 children'\npro-rata = '37 hours'"), @r"
    5 children on 31 Oct 2026, the limit is 4.5: above the limit.
      The person's own row: staff:2.
      The limit is for full time: 9 children x 18.5 / 37 = 4.5.
        D1 (cases:2): 3 children
        D2 (cases:3): 1 child, `children` is blank, and is taken as one
        D3 (cases:4): 1 child
      Together: 5 children.
    ");
    insta::assert_snapshot!(text("at-most = '2 families'"), @r"
    2 families on 31 Oct 2026, the limit is 2: within the limit.
      The person's own row: staff:2.
        D1 (cases:2): 1 family, `family_id` is F1
        D2 (cases:3): 0 families, `family_id` is F1, counted already
        D3 (cases:4): 1 family, `family_id` is blank, and is taken as one
      Together: 2 families.
    ");
}

#[test]
fn one_is_not_counted_in_the_plural() {
    let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01\nS2, sw, 2020-01-01";
    let sessions = "date, kind, supervisee_id, minutes\n2025-12-01, personal, S2, 60\n2026-01-05, personal, S1, 60";
    for unit in ["session", "hour"] {
        let clause =
            format!("[[supervision-total]]\nid = 't'\nat-least = '1 {unit}'\nper = '1 month'");
        let said = checks(&clause, staff, sessions, "2026-01-31");
        assert!(said.contains(&format!("1 {unit} to 31 Jan")), "{said}");
        assert!(said.contains(&format!("asked for is 1 {unit}.")), "{said}");
        assert!(said.contains(&format!("in 1 row: 1 {unit}.")), "{said}");
    }
    let mut rows = format!("{sessions}\n");
    for day in 6..15 {
        writeln!(rows, "2026-01-{day:02}, peer, S1,").unwrap();
    }
    let text = whole(World {
        clauses: super::MONTHLY,
        staff,
        sessions: &rows,
        as_of: "2026-03-31",
        ..World::default()
    });
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("and on 1 more day."), "{text}");
}
