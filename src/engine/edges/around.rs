//! Edge days of what stands around an obligation: who is under no clause, whose rows it names, what was inherited, what a
//! waiver came to, and columns of the council's own.

use crate::engine::testing::{World, subject};
use crate::ledger::Reason;

const TWO_TABLES: &str = "
    [[staff-supervision]]
    id = 'managers'
    for = { role = 'tm' }
    every = '4 weeks'
    [[case-supervision]]
    id = 'plans'
    for = { case_type = 'cp' }
    every = '4 weeks'";

#[test]
fn reading_31_whom_no_clause_of_a_table_fits_is_listed_and_nobody_else() {
    let (_, data, ledger) = World {
        clauses: TWO_TABLES,
        staff: "staff_id, role, start_date\nS1, tm, 2026-01-05\nS2, sw, 2026-01-05",
        cases: "case_id, case_type, opened\nC1, cp, 2026-01-05\nC2, cin, 2026-01-05",
        sessions: "date, kind, supervisee_id, case_id\n2026-01-05, personal, S1,\n2026-01-05, case, , C1",
        as_of: "2026-01-20",
        ..World::default()
    }
    .ledger();
    let listed = ledger.uncovered.iter();
    let listed: Vec<String> = listed
        .map(|one| format!("{} {}", one.family, subject(&data, one.subject)))
        .collect();
    assert_eq!(listed, ["case-supervision C2", "staff-supervision S2"]);
}

#[test]
fn reading_26_a_case_allocated_on_the_day_itself_was_inherited_overdue() {
    let owed = |as_of: &str| {
        let (_, _, ledger) = World {
            clauses: TWO_TABLES,
            staff: "staff_id, role, start_date\nW1, sw, 2026-01-05\nW2, sw, 2026-01-05",
            cases: "case_id, case_type, opened, allocated_to\nC1, cp, 2026-01-05, W1\nC1, cp, 2026-03-10, W2",
            sessions: "date, kind, case_id\n2026-01-05, case, C1",
            as_of,
            ..World::default()
        }
        .ledger();
        let one = &ledger.obligations[0];
        let lines: Vec<u32> = one.rows.iter().map(|row| row.line).collect();
        (one.due.to_string(), lines, one.remarks.inherited)
    };
    let due = || "2026-02-02".to_owned();
    assert_eq!(owed("2026-03-09"), (due(), vec![2], false));
    assert_eq!(
        owed("2026-03-10"),
        (due(), vec![2], true),
        "and the row is still that of the due day"
    );
}

#[test]
fn what_a_waiver_sets_aside_and_what_is_back_after_it_is_counted() {
    let came_to = |until: &str, sessions: &str, as_of: &str| {
        let clauses = format!(
            "[[staff-supervision]]\nid = 'all'\nevery = '4 weeks'\n[[waiver]]\nrule = 'all'\nstaff = 'S1'\n\
             reason = 'away'\napproved-by = 'PSW'\nuntil = {until}"
        );
        let (_, _, ledger) = World {
            clauses: &clauses,
            staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
            sessions: &format!("date, kind, supervisee_id\n2026-01-05, personal, S1\n{sessions}"),
            as_of,
            ..World::default()
        }
        .ledger();
        let [tally] = ledger.waivers.as_slice() else {
            panic!("{:?}", ledger.waivers)
        };
        (tally.set_aside, tally.back)
    };
    // Due on 2 February and on 2 March.
    assert_eq!(came_to("2026-12-31", "", "2026-03-03"), (2, 0));
    assert_eq!(came_to("2026-01-31", "", "2026-02-02"), (0, 0));
    assert_eq!(came_to("2026-01-31", "", "2026-02-03"), (0, 1));
    assert_eq!(came_to("2026-01-31", "", "2026-03-03"), (0, 2));
    let late = "2026-02-20, personal, S1";
    assert_eq!(came_to("2026-01-31", late, "2026-02-21"), (0, 0));
}

#[test]
fn a_column_of_the_councils_own_is_read_wherever_a_clause_names_it() {
    for clause in [
        "[[caseload]]\nid = 'own'\nat-most = '9 cases'\nout-of = { panel = 'yes' }",
        "[[schedule]]\nid = 'own'\nahead = '1 month'\ncounts = { kind = 'personal', room = 'A' }",
        "[[supervision-total]]\nid = 'own'\nat-least = '2 sessions'\nper = '2 months'\n\
         counts = { kind = 'personal', room = 'A' }",
        "[[file-audit]]\nid = 'own'\nat-least = '1 file'\nper = 'calendar month'\n\
         counts = { kind = 'audit', grade = 'good' }",
    ] {
        let (_, _, ledger) = World {
            clauses: clause,
            staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
            cases: "case_id, case_type, opened, allocated_to, panel\nC1, cp, 2026-01-05, S1, yes",
            sessions: "date, kind, status, supervisee_id, room\n2026-01-05, personal, held, S1, A\n\
                       2026-04-05, personal, planned, S1, A",
            activity: "kind, date, staff_id, by_id, case_id, grade\naudit, 2026-01-06, S1, , C1, good",
            as_of: "2026-03-31",
            ..World::default()
        }
        .ledger();
        let missing = ledger.untestable.iter();
        let mut missing = missing.filter(|one| matches!(one.reason, Reason::MissingColumn { .. }));
        assert_eq!(missing.next(), None, "{clause}");
        assert!(ledger.tallies[0].examined > 0, "{clause}");
    }
}

#[test]
fn a_yes_is_read_alike_in_every_column_that_a_policy_asks_yes_or_no_of() {
    let (_, data, ledger) = World {
        clauses: "[[case-supervision]]\nid = 'required'\nfor = { required = true }\nevery = '4 weeks'\n\
                  [[case-supervision]]\nid = 'others'\nfor = { required = { not = true } }\nevery = '12 weeks'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
        cases: "case_id, case_type, opened, required\nC1, cin, 2026-01-05, yes\nC2, cin, 2026-01-05, T\n\
                C3, cin, 2026-01-05, 1\nC4, cin, 2026-01-05, f\nC5, cin, 2026-01-05, x\nC6, cin, 2026-01-05,",
        sessions: "date, kind, supervisee_id, case_id\n2026-01-05, case, , C1",
        as_of: "2026-01-20",
        ..World::default()
    }
    .ledger();
    let owed = ledger.obligations.iter();
    let owed: Vec<String> = owed
        .map(|owed| format!("{} {}", owed.clause, subject(&data, owed.subject)))
        .collect();
    assert_eq!(owed, ["0 C1", "0 C2", "0 C3", "1 C4", "1 C6"]);
    let rejected: Vec<&str> = data.rejects.iter().map(|reject| &*reject.text).collect();
    assert_eq!(rejected, ["C5, cin, 2026-01-05, x"]);
    let hint = data.problems.iter().find_map(|one| one.hint.clone());
    let hint = hint.unwrap();
    assert!(hint.ends_with("values.required.\"x\" = \"…\""), "{hint}");
}

#[test]
fn reading_25_the_row_of_a_co_worker_who_has_left_says_nothing_any_more() {
    let due = |day: &str| {
        let (_, data, ledger) = World {
            clauses: "[[case-supervision]]\nid = 'duty'\nfor = { duty = true }\nexempt = true\n\
                      [[case-supervision]]\nid = 'new'\nfor = { worker.asye = true }\nevery = '2 weeks'\n\
                      [[case-supervision]]\nid = 'all'\nevery = '4 weeks'",
            staff: "staff_id, role, start_date, asye\nA1, sw, 2025-01-05, no\nB1, sw, 2025-01-05, yes",
            cases: "case_id, case_type, opened, closed, allocated_to, duty\n\
                    C1, cin, 2026-01-05, 2026-01-19, A1, yes\nC1, cin, 2026-01-05, , B1, no",
            sessions: "date, kind, supervisee_id, case_id\n2026-01-05, case, , C1",
            as_of: day,
            ..World::default()
        }
        .ledger();
        let owed = ledger.obligations.iter();
        let owed = owed.map(|owed| {
            format!(
                "{} {} {}",
                owed.clause,
                subject(&data, owed.subject),
                owed.due
            )
        });
        owed.collect::<Vec<_>>()
    };
    assert_eq!(due("2026-01-18"), [""; 0], "A1's row exempts");
    assert_eq!(due("2026-01-19"), ["1 C1 2026-02-02"], "and B1 is new");
}

#[test]
fn reading_30_a_blank_cell_of_a_case_held_is_counted_for_its_worker() {
    let (_, data, ledger) = World {
        clauses: "[[staff-supervision]]\nid = 'high'\nfor = { cases.risk = 'high' }\nevery = '4 weeks'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05\nS2, sw, 2026-01-05\nS3, sw, 2026-01-05",
        cases: "case_id, case_type, opened, allocated_to, risk\nC1, cin, 2026-01-05, S1,\nC2, cin, 2026-01-05, S2, high\n\
                C3, cin, 2026-01-05, S2,\nC4, cin, 2026-01-05, S3, low",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S2",
        as_of: "2026-01-20",
        ..World::default()
    }
    .ledger();
    let owed = ledger
        .obligations
        .iter()
        .map(|owed| subject(&data, owed.subject));
    assert_eq!(owed.collect::<Vec<_>>(), ["S2"]);
    assert_eq!((ledger.tallies[0].fitted, ledger.tallies[0].blank), (1, 1));
}

#[test]
fn reading_30_a_blank_of_the_worker_beside_one_of_a_case_held_is_counted_once() {
    let (_, data, ledger) = World {
        clauses: "[[staff-supervision]]\nid = 'high'\nfor = { grade = 'new', cases.risk = 'high' }\nevery = '4 weeks'",
        staff: "staff_id, role, start_date, grade\nS1, sw, 2026-01-05,\nS2, sw, 2026-01-05, new\nS3, sw, 2026-01-05,\n\
                S4, sw, 2026-01-05,\nS5, sw, 2026-01-05, old\nS6, sw, 2026-01-05, new",
        cases: "case_id, case_type, opened, allocated_to, risk\nC1, cin, 2026-01-05, S1, high\nC2, cin, 2026-01-05, S2,\n\
                C3, cin, 2026-01-05, S3,\nC4, cin, 2026-01-05, S4, low\nC5, cin, 2026-01-05, S5,\nC6, cin, 2026-01-05, S6, high",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S6",
        as_of: "2026-01-20",
        ..World::default()
    }
    .ledger();
    let owed = ledger.obligations.iter();
    let owed = owed.map(|owed| subject(&data, owed.subject));
    assert_eq!(owed.collect::<Vec<_>>(), ["S6"]);
    assert_eq!((ledger.tallies[0].fitted, ledger.tallies[0].blank), (1, 3));
}

#[test]
fn reading_25_a_case_that_goes_on_the_day_after_its_last_day_is_overdue_on_it() {
    let owed = |opens: &str| {
        World {
            clauses: "[[case-supervision]]\nid = 'monthly'\nevery = '1 month'",
            cases: &format!(
                "case_id, case_type, opened, closed\nC1, cin, 2026-01-01, 2026-02-28\nC1, cp, {opens},"
            ),
            sessions: "date, kind, case_id\n2026-01-01, case, C1",
            as_of: "2026-02-28",
            ..World::default()
        }
        .lines()
    };
    assert_eq!(owed("2026-03-01"), ["monthly C1 by 2026-02-01: 27 overdue"]);
    assert_eq!(
        owed("2026-03-02"),
        ["monthly C1 by 2026-02-01: missed, 27 days on 2026-02-28"]
    );
}

#[test]
fn reading_30_a_blank_cell_keeps_out_of_every_rule_and_is_counted() {
    for (clause, of_sessions) in [
        ("caseload]]\nat-most = '1 case'", false),
        ("schedule]]", false),
        (
            "staff-file]]\nmust = { checked_on = { known = true } }",
            false,
        ),
        (
            "agreement]]\nevidence = 'checked_on'\nwithin = '2 weeks'",
            false,
        ),
        (
            "supervision-total]]\nat-least = '1 session'\nper = '2 weeks'",
            false,
        ),
        ("session]]\nmust = { minutes = { at-least = 60 } }", true),
        (
            "recording]]\nevidence = 'recorded_on'\nwithin = '2 weeks'",
            true,
        ),
        ("rearrangement]]\nwithin = '2 weeks'", true),
    ] {
        let whom = if of_sessions { "mood" } else { "grade" };
        let (_, data, ledger) = World {
            clauses: &format!("[[{clause}\nid = 'one'\nfor = {{ {whom} = 'a' }}"),
            staff: "staff_id, role, start_date, grade, checked_on\nS1, sw, 2026-01-05, a, 2026-01-05\n\
                    S2, sw, 2026-01-05, , 2026-01-05\nS3, sw, 2026-01-05, b, 2026-01-05",
            cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S1",
            sessions: "date, kind, supervisee_id, session_id, status, mood, minutes, recorded_on\n\
                       2026-01-05, personal, S1, H1, held, a, 60, 2026-01-05\n\
                       2026-01-05, personal, S2, H2, held, , 60, 2026-01-05\n\
                       2026-01-05, personal, S3, H3, held, b, 60, 2026-01-05\n\
                       2026-01-06, personal, S1, N1, cancelled, a, ,\n2026-01-06, personal, S2, N2, cancelled, , ,\n\
                       2026-01-06, personal, S3, N3, cancelled, b, ,\n2026-02-02, personal, S1, P1, planned, a, ,",
            as_of: "2026-01-18",
            ..World::default()
        }
        .ledger();
        let tally = &ledger.tallies[0];
        assert_eq!((tally.fitted, tally.blank), (1, 1), "{clause}");
        let owed = ledger.obligations.iter();
        let owed: Vec<String> = owed.map(|owed| subject(&data, owed.subject)).collect();
        let [one] = owed.as_slice() else {
            panic!("{clause}: {owed:?}")
        };
        assert!(
            ["S1", "H1", "N1"].contains(&one.as_str()),
            "{clause}: {one}"
        );
    }
}

#[test]
fn reading_7_what_is_agreed_with_each_is_how_often_they_are_seen_and_a_new_agreement_has_grace() {
    let owed = |as_of: &str| {
        let (_, data, ledger) = World {
            clauses: "[[staff-supervision]]\nid = 'agreed'\nevery = { column = 'agreed_interval' }",
            staff: "staff_id, role, start_date, agreed_interval\nS1, sw, 2026-01-05, 4 weeks\nS2, sw, 2026-01-05, 2 weeks\n\
                    S3, sw, 2026-01-05, soon\nS4, sw, 2026-01-05,\nS5, sw, 2026-01-05, 4 weeks\n\
                    S5, sw, 2026-01-19, 1 week\nS6, sw, 2026-01-05, 2 weeks\n\
                    S6, sw, 2026-01-15, 1 week",
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-05, personal, S2\n\
                       2026-01-05, personal, S3\n2026-01-05, personal, S4\n2026-01-05, personal, S5\n2026-01-05, personal, S6",
            as_of,
            ..World::default()
        }
        .ledger();
        let owed = ledger.obligations.iter();
        let owed = owed.map(|owed| format!("{} {}", subject(&data, owed.subject), owed.due));
        let unjudged = ledger.untestable.iter();
        let unjudged = unjudged.map(|one| {
            let whose = subject(&data, one.subject.unwrap());
            format!("{whose} {}", one.reason)
        });
        owed.chain(unjudged).collect::<Vec<_>>()
    };
    let unread =
        ["S3", "S4"].map(|whose| format!("{whose} `agreed_interval` does not read as an interval"));
    let both = |owed: [&str; 4]| {
        let owed = owed.into_iter().map(str::to_owned);
        owed.chain(unread.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        owed("2026-01-18"),
        both([
            "S1 2026-02-02",
            "S2 2026-01-19",
            "S5 2026-02-02",
            "S6 2026-01-19"
        ])
    );
    assert_eq!(
        owed("2026-01-19"),
        both([
            "S1 2026-02-02",
            "S2 2026-01-19",
            "S5 2026-01-26",
            "S6 2026-01-19"
        ])
    );
}
