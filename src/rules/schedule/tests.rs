//! Plans of literal rows.

use crate::engine::testing::World;
use crate::ledger::Reason;

const YEAR: &str = "[[schedule]]\nid = 'plan'\nahead = '12 months'";
const STAFF: &str = "staff_id, role, start_date, end_date\nS1, sw, 2020-01-01,";
const AS_OF: &str = "2026-10-31";

fn world<'a>(clauses: &'a str, sessions: &'a str) -> World<'a> {
    World {
        clauses,
        staff: STAFF,
        cases: "case_id, case_type, opened",
        sessions,
        as_of: AS_OF,
        ..World::default()
    }
}

fn owed(clauses: &str, rows: &[&str]) -> Vec<String> {
    let sessions = format!(
        "date, kind, supervisee_id, status\n2026-10-01, personal, S9, planned\n{}",
        rows.join("\n")
    );
    world(clauses, &sessions).lines()
}

const NONE: &str = "plan S1 by 2026-10-31: not met: 0 of";

#[test]
fn the_last_planned_session_lies_at_the_horizon_or_after_it() {
    assert_eq!(
        owed(YEAR, &["2027-10-31, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 365 of 365 days planned ahead"]
    );
    assert_eq!(
        owed(YEAR, &["2027-10-30, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: not met: 364 of 365 days planned ahead"]
    );
}

#[test]
fn with_every_it_may_lie_one_interval_before() {
    let monthly = format!("{YEAR}\nevery = '1 month'");
    // The horizon is 31 October 2027; a month after 30 September is the 30th, a month after 1 October 1 November.
    assert_eq!(
        owed(&monthly, &["2027-10-01, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 335 of 335 days planned ahead"]
    );
    assert_eq!(
        owed(&monthly, &["2027-09-30, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: not met: 334 of 335 days planned ahead"]
    );
}

#[test]
fn without_ahead_one_planned_session_after_the_day_is_enough() {
    let clause = "[[schedule]]\nid = 'plan'";
    assert_eq!(
        owed(clause, &["2026-11-01, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 1 of 1 days planned ahead"]
    );
    for row in [
        "2026-10-31, personal, S1, planned",
        "2026-11-01, personal, S1, cancelled",
        "2026-11-01, group, S1, planned",
    ] {
        assert_eq!(
            owed(clause, &[row]),
            [format!("{NONE} 1 days planned ahead")],
            "{row}"
        );
    }
    let group = format!("{clause}\ncounts = {{ kind = ['group', 'personal'] }}");
    assert_eq!(
        owed(&group, &["2026-11-01, group, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 1 of 1 days planned ahead"]
    );
}

#[test]
fn reading_33_what_is_held_since_is_no_longer_planned() {
    let rows = "date, kind, supervisee_id, status\n2026-11-20, personal, S1, held\n\
                2026-12-18, personal, S1, planned";
    assert_eq!(
        world("[[schedule]]\nid = 'plan'\nahead = '6 weeks'", rows).lines(),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 48 of 42 days planned ahead"]
    );
}

#[test]
fn leavers_and_whom_the_clause_does_not_fit_owe_no_plan() {
    let rows = "date, kind, supervisee_id, status\n2026-11-20, personal, S1, planned";
    let left = World {
        staff: "staff_id, role, start_date, end_date\nS1, sw, 2020-01-01, 2026-10-31",
        ..world(YEAR, rows)
    };
    assert_eq!(left.lines(), Vec::<String>::new());
    let staying = World {
        staff: "staff_id, role, start_date, end_date\nS1, sw, 2020-01-01, 2026-11-01",
        ..world(YEAR, rows)
    };
    assert_eq!(staying.lines().len(), 1, "in post on the as-of day");
    let managers = format!("{YEAR}\nfor = {{ role = 'team-manager' }}");
    assert_eq!(world(&managers, rows).lines(), Vec::<String>::new());
}

#[test]
fn without_any_planned_session_it_is_untestable() {
    let reason = |sessions: &str| {
        let (_, _, ledger) = world(YEAR, sessions).ledger();
        assert!(ledger.obligations.is_empty());
        ledger.untestable[0].reason.clone()
    };
    let held = "date, kind, supervisee_id, status\n2026-10-01, personal, S1, held\n2026-11-02, group, S1, planned";
    assert_eq!(reason(held), Reason::NothingPlanned);
    let no_status = "date, kind, supervisee_id\n2026-10-01, personal, S1";
    assert!(
        matches!(reason(no_status), Reason::MissingColumn { column, .. } if column == "status")
    );
}

#[test]
fn every_without_ahead_is_refused() {
    let text = "[policy]\nname = 'test'\n[[schedule]]\nid = 'plan'\nevery = '1 month'";
    let said = crate::policy::Policy::parse(text, "policy.toml")
        .unwrap_err()
        .render(&annotate_snippets::Renderer::plain());
    assert!(said.contains("`every` goes with `ahead`"), "{said}");
}

#[test]
fn with_every_the_day_from_which_an_interval_ends_on_the_horizon_is_enough() {
    let weeks = "[[schedule]]\nid = 'plan'\nahead = '8 weeks'\nevery = '4 weeks'";
    assert_eq!(
        owed(weeks, &["2026-11-28, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 28 of 28 days planned ahead"]
    );
    assert_eq!(
        owed(weeks, &["2026-11-27, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: not met: 27 of 28 days planned ahead"]
    );
}

#[test]
fn one_planned_session_is_asked_for_however_short_the_time() {
    let short = "[[schedule]]\nid = 'plan'\nahead = '2 weeks'\nevery = '1 month'";
    assert_eq!(
        owed(short, &["2026-11-01, personal, S1, planned"]),
        ["plan S1 by 2026-10-31: met on 2026-10-31: 1 of 1 days planned ahead"]
    );
    assert_eq!(
        owed(short, &["2026-10-31, personal, S1, planned"]),
        [format!("{NONE} 1 days planned ahead")]
    );
}

#[test]
fn a_session_planned_for_the_day_itself_is_not_shown_as_the_last() {
    let last = |planned: &str| {
        let rows = format!("date, kind, supervisee_id, status\n{planned}, personal, S1, planned");
        let (_, _, ledger) = world("[[schedule]]\nid = 'plan'", &rows).ledger();
        ledger.obligations[0].by
    };
    assert_eq!(last("2026-10-31"), None);
    assert!(last("2026-11-01").is_some());
}
