//! What was looked at for a check: the cells of a record, and who holds what of a team's average.

use super::*;

#[test]
fn of_a_sessions_rows_the_one_that_shows_its_record_is_told_its_own_before_the_others() {
    let found = |own: &str, other: &str| {
        let sessions = format!(
            "date, kind, supervisee_id, case_id, session_id, recorded_on\n\
             2026-01-07, case, S1, C1, X1, {own}\n2026-01-07, case, S1, C2, X1, {other}"
        );
        let world = World {
            clauses: "[[recording]]\nid = 'record'\nevidence = 'recorded_on'\nwithin = '1 calendar day'",
            staff: STAFF,
            cases: "case_id, case_type, opened\nC1, cin, 2026-01-05\nC2, cin, 2026-01-05",
            sessions: &sessions,
            as_of: "2026-01-20",
            ..World::default()
        };
        told(world, "S1").checks[0].compared[0].found.clone()
    };
    assert_eq!(found("2026-01-12", "2026-01-10"), "12 Jan 2026");
    assert_eq!(found("", "2026-01-10"), "10 Jan 2026");
    assert_eq!(found("2026-01-12", ""), "12 Jan 2026");
    assert_eq!(found("", ""), "blank");
}

#[test]
fn what_a_team_holds_is_told_of_its_own_whom_the_limit_is_for() {
    let world = World {
        clauses: "[[caseload]]\nid = 'load'\nfor = { role = 'sw' }\nat-most = '1 case'\naverage-over = 'team'",
        staff: "staff_id, role, team, start_date, fte\nS1, sw, North, 2020-01-01, 1\nS2, sw, South, 2020-01-01, 1\n\
                S3, clerk, North, 2020-01-01, 1\nS4, sw, North, 2020-01-01, 1",
        cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S1\nC2, cin, 2026-01-05, S2\n\
                C3, cin, 2026-01-05, S3\nC4, cin, 2026-01-05, S4\nC5, cin, 2026-01-05, S4",
        as_of: "2026-01-20",
        ..World::default()
    };
    let told = told(world, "north");
    let holding = told.checks[0].holding.as_ref().unwrap();
    let ids: Vec<&str> = holding.parts.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(ids, ["S1", "S4"]);
}
