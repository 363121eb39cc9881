//! What recurs besides supervision: from the activity export, from sessions, from a date column.

use crate::engine::testing::World;
use crate::ledger::{Event, Reason};
use crate::policy::Policy;

const APPRAISAL: &str =
    "[[review]]\nid = 'appraisal'\ncounts = { kind = 'appraisal' }\nevery = '12 months'";
const REVIEWED: &str =
    "[[review]]\nid = 'reviewed'\nevidence = 'agreement_reviewed_on'\nevery = '12 months'";
const STAFF: &str = "staff_id, role, start_date\nS1, sw, 2025-01-06";

/// What S1, in post from 2025-01-06, owed with these rows of activity.
fn owed(clauses: &str, rows: &str, as_of: &str) -> Vec<String> {
    World {
        clauses,
        staff: STAFF,
        activity: &format!("kind, date, staff_id\nappraisal, 2025-01-06, S1\n{rows}"),
        as_of,
        ..World::default()
    }
    .lines()
}

/// What S1 owed when the agreement was last reviewed on a day.
fn reviewed(on: &str, as_of: &str) -> Vec<String> {
    World {
        clauses: REVIEWED,
        staff: &format!(
            "staff_id, role, start_date, agreement_reviewed_on\nS1, sw, 2024-01-08, {on}"
        ),
        as_of,
        ..World::default()
    }
    .lines()
}

#[test]
fn reading_2_an_appraisal_on_the_due_day_is_in_time_and_the_next_is_late() {
    assert_eq!(
        owed(APPRAISAL, "appraisal, 2026-01-06, S1", "2026-01-06")[0],
        "appraisal S1 by 2026-01-06: met on 2026-01-06"
    );
    assert_eq!(
        owed(APPRAISAL, "appraisal, 2026-01-07, S1", "2026-02-01")[0],
        "appraisal S1 by 2026-01-06: 1 late on 2026-01-07"
    );
    assert_eq!(
        owed(APPRAISAL, "", "2026-01-05"),
        ["appraisal S1 by 2026-01-06: due in 1"]
    );
    assert_eq!(
        owed(APPRAISAL, "", "2026-01-07"),
        ["appraisal S1 by 2026-01-06: 1 overdue"]
    );
}

#[test]
fn what_is_of_another_kind_or_about_somebody_else_stops_nothing() {
    for row in [
        "file-audit, 2025-12-01, S1",
        "appraisal, 2025-12-01, S9",
        "appraisal, 2025-12-01,",
    ] {
        assert_eq!(
            owed(APPRAISAL, row, "2026-01-16"),
            ["appraisal S1 by 2026-01-06: 10 overdue"],
            "{row}"
        );
    }
}

#[test]
fn reading_32_nothing_is_owed_before_the_activity_export_begins() {
    let world = World {
        clauses: APPRAISAL,
        staff: "staff_id, role, start_date\nS1, sw, 2020-01-06\nS2, sw, 2020-01-06",
        activity: "kind, date, staff_id\nappraisal, 2025-06-02, S2\nfile-audit, 2024-01-01, S2",
        as_of: "2026-06-12",
        ..World::default()
    };
    let (_, _, ledger) = world.ledger();
    assert_eq!(world.lines()[0], "appraisal S1 by 2026-06-02: 10 overdue");
    assert_eq!(ledger.obligations[0].since.event, Event::SpanBegins);
}

#[test]
fn reviews_of_different_things_are_owed_side_by_side_and_of_one_thing_the_strictest_holds() {
    let two = |counts: &str| {
        format!(
            "{APPRAISAL}\n[[review]]\nid = 'other'\ncounts = {{ kind = '{counts}' }}\nevery = '6 months'"
        )
    };
    let lines = owed(&two("check-in"), "check-in, 2025-01-06, S1", "2025-02-01");
    assert_eq!(
        lines,
        [
            "appraisal S1 by 2026-01-06: due in 339",
            "other S1 by 2025-07-06: due in 155"
        ]
    );
    assert_eq!(
        owed(&two("appraisal"), "", "2025-02-01"),
        ["other S1 by 2025-07-06: due in 155"]
    );
    let instead = two("appraisal") + "\ninstead-of = 'appraisal'";
    assert_eq!(
        owed(&instead, "", "2025-02-01"),
        ["other S1 by 2025-07-06: due in 155"]
    );
}

#[test]
fn a_check_in_inside_a_personal_session_stops_its_clock_and_a_session_without_one_does_not() {
    let clause = "[[review]]\nid = 'check-in'\nin = 'sessions'\nevery = '3 months'\n\
                  counts = [{ kind = 'check-in' }, { kind = 'personal', check_in = true }]";
    let lines = |row: &str| {
        World {
            clauses: clause,
            staff: STAFF,
            sessions: &format!(
                "date, kind, supervisee_id, status, check_in\n2025-01-06, check-in, S1, held,\n{row}"
            ),
            as_of: "2025-04-16",
            ..World::default()
        }
        .lines()
    };
    assert_eq!(
        lines("2025-04-06, personal, S1, held, yes")[0],
        "check-in S1 by 2025-04-06: met on 2025-04-06"
    );
    assert_eq!(
        lines("2025-04-06, check-in, S1, held,")[0],
        "check-in S1 by 2025-04-06: met on 2025-04-06"
    );
    for row in [
        "2025-04-06, personal, S1, held, no",
        "2025-04-06, personal, S1, cancelled, yes",
    ] {
        assert_eq!(
            lines(row),
            ["check-in S1 by 2025-04-06: 10 overdue"],
            "{row}"
        );
    }
}

#[test]
fn the_date_in_a_column_is_the_last_time_it_was_done() {
    assert_eq!(
        reviewed("2025-10-01", "2026-09-30"),
        ["reviewed S1 by 2026-10-01: due in 1"]
    );
    assert_eq!(
        reviewed("2025-10-01", "2026-10-01"),
        ["reviewed S1 by 2026-10-01: 0 overdue"]
    );
    assert_eq!(
        reviewed("2025-10-01", "2026-10-02"),
        ["reviewed S1 by 2026-10-01: 1 overdue"]
    );
}

#[test]
fn what_came_before_the_date_in_a_column_is_never_called_late() {
    // In post from 8 January 2024: whether it was reviewed by 8 January 2025 no column remembers.
    assert_eq!(
        reviewed("2025-10-01", "2025-12-01"),
        ["reviewed S1 by 2026-10-01: due in 304"]
    );
    assert_eq!(
        reviewed("2025-01-08", "2025-12-01"),
        [
            "reviewed S1 by 2025-01-08: met on 2025-01-08",
            "reviewed S1 by 2026-01-08: due in 38"
        ],
        "the first was in time"
    );
    assert_eq!(
        reviewed("", "2025-02-07"),
        ["reviewed S1 by 2025-01-08: 30 overdue"],
        "never done"
    );
}

#[test]
fn reading_33_a_date_after_the_as_of_day_says_nothing_of_what_stood_there() {
    let world = World {
        clauses: REVIEWED,
        staff: "staff_id, role, start_date, agreement_reviewed_on\nS1, sw, 2024-01-08, 2026-10-02",
        as_of: "2026-10-01",
        ..World::default()
    };
    let (_, _, ledger) = world.ledger();
    assert!(ledger.obligations.is_empty());
    assert_eq!(
        ledger.untestable[0].reason,
        Reason::DatedLater {
            column: "agreement_reviewed_on".to_owned()
        }
    );
}

#[test]
fn a_yearly_look_at_an_exempt_case_is_on_a_clock_of_its_own() {
    let clauses = "
        [[case-supervision]]
        id = 'duty'
        for = { duty_case = true }
        exempt = true
        [[review]]
        id = 'yearly'
        each = 'case'
        for = { duty_case = true }
        evidence = 'last_seen_on'
        every = '12 months'
        [[review]]
        id = 'looked-at'
        each = 'case'
        for = { duty_case = true }
        counts = { kind = 'duty-review' }
        every = '12 months'";
    let world = World {
        clauses,
        staff: STAFF,
        cases: "case_id, case_type, opened, duty_case, last_seen_on\nC1, cin, 2025-01-06, yes, 2025-03-03\n\
                C2, cin, 2025-01-06, no,",
        sessions: "date, kind, case_id\n2025-01-06, case, C1",
        activity: "kind, date, case_id\nduty-review, 2025-01-06, C1\nduty-review, 2026-01-06, C1",
        as_of: "2026-03-13",
        ..World::default()
    };
    assert_eq!(
        world.lines(),
        [
            "yearly C1 by 2026-01-06: met on 2025-03-03",
            "yearly C1 by 2026-03-03: 10 overdue",
            "looked-at C1 by 2026-01-06: met on 2026-01-06",
            "looked-at C1 by 2027-01-06: due in 299",
        ]
    );
    let (_, _, ledger) = world.ledger();
    let families: Vec<_> = ledger.uncovered.iter().map(|one| one.family).collect();
    assert_eq!(
        families,
        ["case-supervision"],
        "C2 only, and not for want of a review"
    );
}

#[test]
fn whom_it_is_not_for_owes_nothing() {
    let clause = format!("{APPRAISAL}\nfor = {{ role = 'tm' }}");
    assert_eq!(owed(&clause, "", "2026-06-01"), Vec::<String>::new());
}

/// Why the whole clause can't be tested.
fn reason(clauses: &str, activity: &str) -> Reason {
    let world = World {
        clauses,
        staff: STAFF,
        activity,
        as_of: "2026-06-01",
        ..World::default()
    };
    let (_, _, ledger) = world.ledger();
    assert!(ledger.obligations.is_empty());
    ledger.untestable[0].reason.clone()
}

#[test]
fn without_the_export_the_column_or_a_row_of_its_kinds_it_is_untestable() {
    let missing = |reason: Reason| {
        if let Reason::MissingColumn { export, column, .. } = reason {
            format!("{export} {column}")
        } else {
            format!("{reason:?}")
        }
    };
    let export = crate::records::Export::Activity;
    assert_eq!(reason(APPRAISAL, ""), Reason::NoExport { export });
    assert_eq!(missing(reason(REVIEWED, "")), "staff agreement_reviewed_on");
    let other = "kind, date, staff_id\nfile-audit, 2025-03-03, S1";
    assert_eq!(reason(APPRAISAL, other), Reason::NoActivity);
    let graded = APPRAISAL.replace("'appraisal' }", "'appraisal', graded = true }");
    let ungraded = other.replace("file-audit", "appraisal");
    assert_eq!(missing(reason(&graded, &ungraded)), "activity graded");
}

#[test]
fn what_was_done_is_said_by_exactly_one_key() {
    let message = |keys: &str| {
        let text = format!("[policy]\nname = 'p'\n[[review]]\nid = 'a'\nevery = '1 month'\n{keys}");
        let renderer = annotate_snippets::Renderer::plain();
        Policy::parse(&text, "policy.toml")
            .map_or_else(|error| error.render(&renderer), |_| String::new())
    };
    assert!(message("").contains("nothing says what is done"));
    let both = "evidence = 'reviewed_on'\ncounts = { kind = 'x' }";
    assert!(message(both).contains("`evidence` stands beside `counts`"));
    assert!(
        message("evidence = 'reviewed_on'\nin = 'sessions'").contains("`in` goes with `counts`")
    );
    let pause = "each = 'case'\npause-when-absent = '2 weeks'\nevidence = 'reviewed_on'";
    assert!(message(pause).contains("is for staff"));
    let far = "counts = { kind = 'x', supervisee.role = 'sw' }";
    assert!(
        message(far).contains("`staff.`, `by.`, `case.`"),
        "{}",
        message(far)
    );
}

#[test]
fn a_date_of_the_day_of_the_audit_itself_counts() {
    assert_eq!(
        reviewed("2024-12-30", "2024-12-30"),
        [
            "reviewed S1 by 2025-01-08: met on 2024-12-30",
            "reviewed S1 by 2025-12-30: due in 365"
        ]
    );
}

#[test]
fn a_row_that_begins_on_the_day_of_the_audit_is_read() {
    let owed = World {
        clauses: REVIEWED,
        staff: "staff_id, role, start_date, end_date, agreement_reviewed_on\nS1, sw, 2024-01-08, 2024-12-30,\n\
                S1, tm, 2024-12-30, , 2024-12-02",
        as_of: "2024-12-30",
        ..World::default()
    };
    assert_eq!(
        owed.lines(),
        [
            "reviewed S1 by 2025-01-08: met on 2024-12-02",
            "reviewed S1 by 2025-12-02: due in 337"
        ]
    );
}
