//! Records of literal sessions.

use crate::engine::testing::{World, day};
use crate::ledger::Reason;

const RECORD: &str = "[[recording]]\nid = 'record'\neach = 'case'\nevidence = 'recorded_on'\nwithin = '5 working days'";
const HEADER: &str = "date, kind, supervisee_id, case_id, session_id, status, recorded_on";

fn world<'a>(clauses: &'a str, sessions: &'a str, as_of: &'a str) -> World<'a> {
    World {
        clauses,
        staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
        cases: "case_id, case_type, opened\nC1, cin, 2020-01-01\nC2, cin, 2020-01-01",
        sessions,
        as_of,
        ..World::default()
    }
}

fn owed(clauses: &str, rows: &str, as_of: &str) -> Vec<String> {
    world(clauses, &format!("{HEADER}\n{rows}"), as_of).lines()
}

#[test]
fn reading_17_the_deadline_skips_weekends_and_easter() {
    // Thursday 2 April 2026: Good Friday is the 3rd, Easter Monday the 6th.
    let on = |day: &str| {
        owed(
            RECORD,
            &format!("2026-04-02, case, S1, C1, X1, held, {day}"),
            "2026-04-30",
        )
    };
    assert_eq!(
        on("2026-04-13"),
        ["record C1 by 2026-04-13: met on 2026-04-13"]
    );
    assert_eq!(
        on("2026-04-14"),
        ["record C1 by 2026-04-13: 1 late on 2026-04-14"]
    );
    assert_eq!(on(""), ["record C1 by 2026-04-13: 17 overdue"]);
}

#[test]
fn a_record_not_yet_due_is_open_and_one_made_later_is_not_yet_known() {
    let rows = "2026-04-02, case, S1, C1, X1, held, 2026-04-10";
    assert_eq!(
        owed(RECORD, rows, "2026-04-09"),
        ["record C1 by 2026-04-13: due in 4"]
    );
    assert_eq!(
        owed(RECORD, rows, "2026-04-10"),
        ["record C1 by 2026-04-13: met on 2026-04-10"]
    );
    assert_eq!(owed(RECORD, rows, "2026-04-01"), Vec::<String>::new());
}

#[test]
fn reading_28_one_for_each_case_named_and_none_without_a_case() {
    let rows = "2026-04-02, case, S1, C1, X1, held, 2026-04-02\n2026-04-02, case, S1, C2, X1, held,\n\
                2026-04-07, personal, S1, , X2, held,";
    assert_eq!(
        owed(RECORD, rows, "2026-04-13"),
        [
            "record C1 by 2026-04-13: met on 2026-04-02",
            "record C2 by 2026-04-13: 0 overdue"
        ]
    );
    let each_session = RECORD.replace("each = 'case'\n", "");
    let lines = owed(&each_session, rows, "2026-04-13");
    assert_eq!(
        lines,
        [
            "record X1 by 2026-04-13: met on 2026-04-02",
            "record X2 by 2026-04-14: due in 1"
        ]
    );
}

#[test]
fn reading_28_recorded_before_it_was_held_is_untestable() {
    let rows = format!("{HEADER}\n2026-04-02, case, S1, C1, X1, held, 2026-04-01");
    let (_, data, ledger) = world(RECORD, &rows, "2026-04-30").ledger();
    assert!(ledger.obligations.is_empty());
    assert_eq!(ledger.untestable[0].reason, Reason::RecordedBeforeHeld);
    assert!(
        data.problems
            .iter()
            .any(|problem| problem.kind == "recorded-before-held")
    );
}

#[test]
fn reading_28_the_earliest_of_several_dates_may_not_lie_before_the_session() {
    let clause = "[[recording]]\nid = 'signed'\nevidence = ['signed_supervisor_on', 'signed_supervisee_on']\n\
                  within = '5 working days'";
    let sessions = "date, kind, supervisee_id, session_id, signed_supervisor_on, signed_supervisee_on\n\
                    2026-04-07, personal, S1, X1, 2026-03-02, 2026-04-08\n\
                    2026-04-07, personal, S1, X2, 2026-04-07, 2026-04-08\n\
                    2026-04-07, personal, S1, X3, 2026-03-02,\n\
                    2026-04-07, personal, S1, X4, 2026-04-08, 2026-04-06";
    let world = world(clause, sessions, "2026-04-30");
    assert_eq!(
        world.lines(),
        [
            "signed X2 by 2026-04-14: met on 2026-04-08",
            "signed X3 by 2026-04-14: 16 overdue"
        ]
    );
    let (_, _, ledger) = world.ledger();
    let unjudged = ledger.untestable.iter();
    let unjudged = unjudged.map(|one| (one.row.unwrap().line, one.reason.clone()));
    assert_eq!(
        unjudged.collect::<Vec<_>>(),
        [
            (2, Reason::RecordedBeforeHeld),
            (5, Reason::RecordedBeforeHeld)
        ]
    );
}

#[test]
fn a_date_before_the_one_it_counts_from_is_said_to_be_that() {
    let clause = "[[recording]]\nid = 'approved'\nevidence = 'approved_on'\nfrom = 'recorded_on'\n\
                  within = '5 working days'";
    let reason = |approved: &str| {
        let sessions = format!(
            "date, kind, supervisee_id, session_id, recorded_on, approved_on\n\
             2026-04-07, personal, S1, X1, 2026-04-09, {approved}"
        );
        let (_, _, ledger) = world(clause, &sessions, "2026-04-30").ledger();
        assert!(ledger.obligations.is_empty(), "{approved}");
        ledger.untestable[0].reason.to_string()
    };
    let later = "the record is dated before `recorded_on`";
    assert_eq!(reason("2026-04-08"), later);
    assert_eq!(reason("2026-04-07"), later);
    assert_eq!(
        reason("2026-04-06"),
        "the record is dated before the session"
    );
}

#[test]
fn what_was_not_held_and_whom_no_export_has_owe_nothing() {
    for row in [
        "2026-04-02, case, S1, C1, X1, cancelled,",
        "2026-04-02, case, S1, C9, X1, held,",
    ] {
        assert_eq!(
            owed(RECORD, row, "2026-04-30"),
            Vec::<String>::new(),
            "{row}"
        );
    }
}

#[test]
fn without_a_deadline_a_record_is_missing_and_never_late() {
    let presence = RECORD.replace("\nwithin = '5 working days'", "");
    let on = |day: &str| {
        owed(
            &presence,
            &format!("2026-04-02, case, S1, C1, X1, held, {day}"),
            "2026-04-30",
        )
    };
    assert_eq!(
        on("2026-04-30"),
        ["record C1 by 2026-04-02: met on 2026-04-30"]
    );
    assert_eq!(on(""), ["record C1 by 2026-04-02: not met"]);
}

#[test]
fn reading_33_what_counts_from_a_later_day_is_not_yet_owed() {
    let clause = "[[recording]]\nid = 'typed'\nevidence = 'recorded_on'\nfrom = 'drafted_on'\nwithin = '2 weeks'";
    let owed = |drafted: &str| {
        let rows = format!(
            "date, kind, supervisee_id, session_id, status, drafted_on, recorded_on\n\
             2026-04-02, case, S1, X1, held, {drafted},"
        );
        world(clause, &rows, "2026-04-09").lines()
    };
    assert_eq!(owed("2026-04-09"), ["typed X1 by 2026-04-23: due in 14"]);
    assert_eq!(owed("2026-04-10"), Vec::<String>::new());
    assert_eq!(owed(""), Vec::<String>::new(), "nothing to count from");
}

#[test]
fn what_has_nothing_to_count_from_is_not_judged_and_is_no_pass() {
    let clause = "[[recording]]\nid = 'typed'\nevidence = 'recorded_on'\nfrom = 'drafted_on'\nwithin = '2 weeks'";
    let rows = "date, kind, supervisee_id, session_id, status, drafted_on, recorded_on\n\
                2026-04-02, case, S1, X1, held, , \n2026-04-02, case, S1, X2, planned, , \n\
                2026-04-02, case, S1, X3, held, 2026-04-03, ";
    let ledger = world(clause, rows, "2026-04-09").ledger().2;
    let [unjudged] = ledger.untestable.as_slice() else {
        panic!("{:?}", ledger.untestable)
    };
    assert_eq!(unjudged.reason.to_string(), "`drafted_on` is blank");
    assert_eq!(unjudged.row.map(|row| row.line), Some(2));
}

#[test]
fn a_blank_to_count_from_is_told_in_the_period_of_its_session() {
    let clause = "[[recording]]\nid = 'typed'\nevidence = 'recorded_on'\nfrom = 'drafted_on'\nwithin = '2 weeks'";
    let rows = "date, kind, supervisee_id, session_id, status, drafted_on, recorded_on\n\
                2026-04-02, case, S1, X1, held, , \n2026-04-02, case, S1, X2, held, 2026-04-03, ";
    let told = |first: &str, last: &str| {
        let world = world(clause, rows, "2026-04-30");
        let policy = world.policy();
        let question = crate::engine::Question {
            as_of: day("2026-04-30"),
            period: (day(first), day(last)),
            taken: day("2026-04-30"),
        };
        let ledger = crate::engine::audit(&policy, &world.data(&policy), question);
        ledger.untestable.len()
    };
    assert_eq!(told("2026-04-02", "2026-04-30"), 1);
    assert_eq!(told("2026-04-03", "2026-04-30"), 0);
    assert_eq!(told("2026-03-01", "2026-04-02"), 1);
    assert_eq!(told("2026-03-01", "2026-04-01"), 0);
}

#[test]
fn several_columns_are_all_needed_and_the_last_one_counts() {
    let both = "[[recording]]\nid = 'signed'\nevidence = ['signed_supervisor_on', 'signed_supervisee_on']\n\
                within = '2 calendar days'";
    let on = |one: &str, two: &str| {
        let sessions = format!(
            "date, kind, supervisee_id, session_id, signed_supervisor_on, signed_supervisee_on\n\
             2026-04-02, personal, S1, X1, {one}, {two}"
        );
        world(both, &sessions, "2026-04-30").lines()
    };
    assert_eq!(
        on("2026-04-02", "2026-04-04"),
        ["signed X1 by 2026-04-04: met on 2026-04-04"]
    );
    assert_eq!(
        on("2026-04-05", "2026-04-02"),
        ["signed X1 by 2026-04-04: 1 late on 2026-04-05"]
    );
    assert_eq!(
        on("2026-04-02", ""),
        ["signed X1 by 2026-04-04: 26 overdue"]
    );
}

#[test]
fn a_column_that_no_export_has_makes_the_clause_untestable_and_never_a_pass() {
    let (_, _, ledger) = world(
        RECORD,
        "date, kind, case_id\n2026-04-02, case, C1",
        "2026-04-30",
    )
    .ledger();
    assert!(ledger.obligations.is_empty());
    assert!(
        matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "recorded_on")
    );
}

#[test]
fn a_record_outlives_the_closing_of_the_case() {
    let closed = World {
        cases: "case_id, case_type, opened, closed\nC1, cin, 2020-01-01, 2026-04-08",
        ..world(
            RECORD,
            "date, kind, case_id, recorded_on\n2026-04-02, case, C1,",
            "2026-04-30",
        )
    };
    assert_eq!(
        closed.lines(),
        ["record C1 by 2026-04-13: 17 overdue"],
        "reading 27"
    );
}

const GROUP: &str = "2026-04-02, group, S1, C1, X1, held, 2026-04-02\n2026-04-02, group, S2, C1, X1, held,\n\
                     2026-04-02, group, S2, C2, X1, held, 2026-04-03\n2026-04-02, group, S9, C1, X1, held,\n\
                     2026-04-02, group, S3, C1, X1, cancelled,";

fn of_group(clauses: &str, rows: &str) -> World<'static> {
    let (clauses, rows) = (clauses.to_owned(), format!("{HEADER}\n{rows}"));
    World {
        staff: "staff_id, role, start_date\nS1, sw, 2020-01-01\nS2, sw, 2020-01-01\nS3, sw, 2020-01-01",
        ..world(clauses.leak(), rows.leak(), "2026-04-30")
    }
}

#[test]
fn each_attendee_owes_a_record_and_once_however_many_rows_there_are() {
    let attendee = RECORD.replace("'case'", "'attendee'");
    assert_eq!(
        of_group(&attendee, GROUP).lines(),
        [
            "record S1 by 2026-04-13: met on 2026-04-02",
            "record S2 by 2026-04-13: 17 overdue"
        ],
        "S9 is in no export, and S3 did not come"
    );
}

#[test]
fn a_session_owes_one_record_whoever_came_and_any_of_its_rows_shows_it() {
    let session = RECORD.replace("each = 'case'\n", "");
    let (first, rest) = GROUP.split_once('\n').unwrap();
    let blank_first = format!("{}\n{rest}", first.replace("held, 2026-04-02", "held,"));
    assert_eq!(
        of_group(&session, GROUP).lines(),
        ["record X1 by 2026-04-13: met on 2026-04-02"]
    );
    assert_eq!(
        of_group(&session, &blank_first).lines(),
        ["record X1 by 2026-04-13: met on 2026-04-03"]
    );
}

#[test]
fn of_several_rows_that_show_it_the_one_that_was_complete_first_counts() {
    let clause = "[[recording]]\nid = 'signed'\nevidence = ['signed_supervisor_on', 'signed_supervisee_on']\n\
                  within = '5 working days'";
    let sessions = "date, kind, supervisee_id, session_id, signed_supervisor_on, signed_supervisee_on\n\
                    2026-04-02, case, S1, X1, , \n2026-04-02, case, S2, X1, 2026-04-03, 2026-04-09\n\
                    2026-04-02, case, S3, X1, 2026-04-06, 2026-04-07";
    let group = World {
        staff: "staff_id, role, start_date\nS1, sw, 2020-01-01\nS2, sw, 2020-01-01\nS3, sw, 2020-01-01",
        ..world(clause, sessions, "2026-04-30")
    };
    assert_eq!(
        group.lines(),
        ["signed X1 by 2026-04-13: met on 2026-04-07"]
    );
}

#[test]
fn an_attendee_who_is_not_named_is_untestable() {
    let attendee = RECORD.replace("'case'", "'attendee'");
    let (_, _, ledger) = of_group(&attendee, "2026-04-02, group, , C1, X1, held,").ledger();
    assert!(ledger.obligations.is_empty());
    assert!(
        matches!(&ledger.untestable[0].reason, Reason::Blank { column } if column == "supervisee_id")
    );
}

#[test]
fn a_session_of_the_day_of_the_audit_owes_its_record_already() {
    let rows = "2026-04-02, case, S1, C1, X1, held,";
    assert_eq!(
        owed(RECORD, rows, "2026-04-02"),
        ["record C1 by 2026-04-13: due in 11"]
    );
}

#[test]
fn a_session_without_a_supervisee_is_untestable_only_where_each_attendee_owes_a_record() {
    let reasons = |each: &str| {
        let clause = RECORD.replace("'case'", each);
        let rows = format!(
            "{HEADER}\n2026-04-02, case, , C1, X1, held,\n2026-04-02, case, S1, C1, X2, held,"
        );
        let (_, _, ledger) = world(&clause, &rows, "2026-04-30").ledger();
        (ledger.obligations.len(), ledger.untestable.len())
    };
    assert_eq!(reasons("'case'"), (2, 0));
    assert_eq!(reasons("'session'"), (2, 0));
    assert_eq!(reasons("'attendee'"), (1, 1));
}

#[test]
fn a_row_of_the_session_that_was_not_held_does_not_show_its_record() {
    let session = RECORD.replace("each = 'case'\n", "");
    let rows = |status: &str| {
        let rows = format!(
            "2026-04-02, case, S1, C1, X1, held,\n2026-04-02, case, S1, C2, X1, {status}, 2026-04-08"
        );
        owed(&session, &rows, "2026-04-30")
    };
    assert_eq!(rows("held"), ["record X1 by 2026-04-13: met on 2026-04-08"]);
    assert_eq!(rows("cancelled"), ["record X1 by 2026-04-13: 17 overdue"]);
}
