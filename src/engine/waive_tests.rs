//! Waivers on either side of their first and last day.

use super::testing::{World, day};
use super::{Keeps, Question, audit};
use crate::ledger::{Outcome, Waived};

/// Overdue since 2 March; asked for every four weeks since.
const MONTHLY: &str = "
    [[staff-supervision]]
    id = 'all'
    every = '4 weeks'
    [[case-supervision]]
    id = 'cases'
    every = '4 weeks'
    [[recording]]
    id = 'record'
    evidence = 'recorded_on'
    within = '5 working days'
    ";

const STAFF: &str = "staff_id, role, start_date, team, supervisor_id\n\
    S1, sw, 2026-01-05, North, T1\nS2, sw, 2026-01-05, South, T1";

const CASES: &str = "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S1";

const SESSIONS: &str = "date, kind, supervisee_id, session_id, recorded_on, case_id\n\
    2026-02-02, personal, S1, N1, 2026-02-03,\n2026-02-02, personal, S2, N2, ,\n2026-02-02, case, S1, N3, 2026-02-03, C1";

/// For each obligation that a waiver bears on: clause, subject, due day, and whether it is waived then and now.
fn waived(waiver: &str, as_of: &str) -> Vec<String> {
    let clauses = format!("{MONTHLY}\n[[waiver]]\nreason = 'away'\napproved-by = 'PSW'\n{waiver}");
    let world = World {
        clauses: &clauses,
        staff: STAFF,
        cases: CASES,
        sessions: SESSIONS,
        as_of,
        ..World::default()
    };
    let (policy, data, ledger) = world.ledger();
    let marked = ledger.obligations.iter().filter_map(|one| {
        let Waived { due, now, other } = one.remarks.waived();
        other?;
        let clause = &policy.clause(one.clause)?.id;
        let whose = super::testing::subject(&data, one.subject);
        let mark = |index: Option<usize>| if index.is_some() { "yes" } else { "no" };
        let (due, now) = (mark(due), mark(now));
        Some(format!(
            "{clause} {whose} {}: then {due}, now {now}",
            one.due
        ))
    });
    marked.collect()
}

#[test]
fn the_due_day_decides_for_the_period_and_the_as_of_day_for_the_position() {
    // Due on 2 March, and every four weeks after.
    for (from, until, as_of, then, now) in [
        ("2026-03-02", "2026-03-02", "2026-03-05", "yes", "no"),
        ("2026-03-03", "2026-03-05", "2026-03-05", "no", "yes"),
        ("2026-03-03", "2026-03-04", "2026-03-05", "no", "no"),
        ("2026-02-01", "2026-03-01", "2026-03-05", "no", "no"),
        ("2026-03-06", "2026-03-31", "2026-03-05", "no", "no"),
        ("2026-03-02", "2026-03-05", "2026-03-05", "yes", "yes"),
        ("2026-02-01", "2026-04-01", "2026-03-05", "yes", "yes"),
    ] {
        let waiver = format!("rule = 'all'\nstaff = 'S1'\nfrom = {from}\nuntil = {until}");
        let expected = format!("all S1 2026-03-02: then {then}, now {now}");
        let marked = waived(&waiver, as_of);
        assert!(marked.contains(&expected), "{waiver}: {marked:?}");
    }
}

#[test]
fn what_was_done_in_time_stands_outside_as_well() {
    let done = "rule = 'record'\nstaff = 'S1'\nuntil = 2026-12-31";
    assert_eq!(
        waived(done, "2026-03-05"),
        [
            "record N1 2026-02-09: then yes, now no",
            "record N3 2026-02-09: then yes, now no"
        ]
    );
}

#[test]
fn a_waiver_reaches_whom_it_names_and_nobody_else() {
    let of = |scope: &str| waived(&format!("{scope}\nuntil = 2026-12-31"), "2026-03-05").len();
    assert_eq!(of("rule = 'all'\nstaff = 'S1'"), 1);
    assert_eq!(
        of("rule = 'all'\nstaff = 's1'"),
        0,
        "ids are as the exports write them"
    );
    assert_eq!(of("rule = 'all'\nteam = 'north'"), 1);
    assert_eq!(of("rule = 'cases'\nstaff = 'S1'"), 0);
    assert_eq!(of("rule = 'cases'\ncase = 'C1'"), 1);
    assert_eq!(
        of("rule = 'cases'\nteam = 'North'"),
        1,
        "the team of the worker"
    );
    assert_eq!(of("rule = 'record'\ncase = 'C1'"), 1);
    assert_eq!(of("rule = 'record'\nteam = 'South'"), 1);
}

#[test]
fn the_longest_term_ends_a_waiver_before_its_last_day() {
    let world = |longest: &str| {
        let clauses = format!(
            "longest-waiver = '{longest}'\n{MONTHLY}\n[[waiver]]\nrule = 'all'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'PSW'\nfrom = 2026-03-02\nuntil = 2026-12-31"
        );
        let world = World {
            clauses: &clauses,
            ..World::default()
        };
        world.policy().waivers.first().map(|one| one.last)
    };
    assert_eq!(world("1 week"), Some(day("2026-03-08")));
    assert_eq!(world("3 months"), Some(day("2026-06-01")));
    assert_eq!(world("2 years"), Some(day("2026-12-31")));
}

#[test]
fn ignored_waivers_set_nothing_aside_and_are_said() {
    let clauses = format!(
        "{MONTHLY}\n[[waiver]]\nrule = 'all'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'PSW'\nuntil = 2026-12-31"
    );
    let world = World {
        clauses: &clauses,
        staff: STAFF,
        sessions: SESSIONS,
        as_of: "2026-03-05",
        ..World::default()
    };
    let mut policy = world.policy();
    policy.waivers_ignored = true;
    let data = world.data(&policy);
    let question = Question {
        as_of: day("2026-03-05"),
        period: (day("2026-03-01"), day("2026-03-31")),
        taken: day("2026-04-01"),
    };
    let ledger = audit(&policy, &data, question);
    let aside = ledger.obligations.iter().filter(|one| {
        let waived = one.remarks.waived();
        waived.due.is_some() || waived.now.is_some()
    });
    assert_eq!(aside.count(), 0);
    assert_eq!(
        ledger.warnings.first().map(String::as_str),
        Some("waivers are ignored here, as was asked: 1 waiver set nothing aside")
    );
}

#[test]
fn an_expired_waiver_is_named_when_its_findings_are_back() {
    let ledger = |until: &str| {
        let clauses = format!(
            "{MONTHLY}\n[[waiver]]\nrule = 'all'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'PSW'\nuntil = {until}"
        );
        let world = World {
            clauses: &clauses,
            staff: STAFF,
            sessions: SESSIONS,
            as_of: "2026-03-05",
            ..World::default()
        };
        world.ledger().2
    };
    assert_eq!(
        ledger("2026-03-04").warnings.first().map(String::as_str),
        Some(
            "the waiver of `all` for staff S1, approved by PSW, ended on 4 Mar 2026: 1 thing it set aside is overdue or not met again"
        )
    );
    let named = |until: &str| {
        let warnings = ledger(until).warnings;
        warnings.iter().any(|one| one.contains("waiver"))
    };
    assert!(!named("2026-03-05"), "its last day is one of its own");
    assert!(
        !named("2026-12-31\nfrom = 2026-04-01"),
        "it is yet to begin"
    );
}

#[test]
fn of_several_waivers_the_one_that_was_in_force_and_ended_last_tells_most() {
    let told = |terms: [&str; 2]| {
        let waivers = terms.map(|term| {
            format!("[[waiver]]\nrule = 'all'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'PSW'\n{term}\n")
        });
        let clauses = format!("{MONTHLY}\n{}", waivers.concat());
        let world = World {
            clauses: &clauses,
            staff: STAFF,
            sessions: SESSIONS,
            as_of: "2026-03-05",
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        let mut all = ledger.obligations.iter();
        all.find_map(|one| one.remarks.waived().other)
    };
    let ended = "from = 2026-01-01\nuntil = 2026-02-01";
    let later = "from = 2026-01-01\nuntil = 2026-02-02";
    let to_come = "from = 2026-04-01\nuntil = 2026-05-01";
    assert_eq!(told([ended, later]), Some(1));
    assert_eq!(told([later, ended]), Some(0));
    assert_eq!(told([ended, to_come]), Some(0));
    assert_eq!(told([to_come, ended]), Some(1));
    assert_eq!(told([ended, ended]), Some(0), "the first of two alike");
}

#[test]
fn what_was_done_in_time_under_a_waiver_is_not_only_counted() {
    let done = |clauses: &str| {
        let world = World {
            clauses,
            staff: STAFF,
            cases: CASES,
            sessions: SESSIONS,
            as_of: "2026-02-27",
            ..World::default()
        };
        let (policy, data, kept) = world.ledger();
        let question = Question {
            as_of: kept.as_of,
            period: kept.period,
            taken: kept.taken,
        };
        let brief = super::audit_in_brief((&policy, &data), question, Keeps::Short);
        let counted = brief.counted.cells.values();
        let counted: u32 = counted.map(|times| times.on_time).sum();
        (
            kept.obligations.len() - brief.obligations.len(),
            counted,
            kept.waivers == brief.waivers,
        )
    };
    let waiver = "[[waiver]]\nreason = 'away'\napproved-by = 'PSW'\nrule = 'record'\nstaff = 'S1'\n\
        from = 2026-02-01\nuntil = 2026-02-28";
    // The records of both sessions with S1.
    assert_eq!(done(MONTHLY), (2, 2, true));
    assert_eq!(done(&format!("{MONTHLY}\n{waiver}")), (0, 0, true));
}

#[test]
fn an_expired_waiver_of_what_was_done_since_is_not_named() {
    let clauses = format!(
        "{MONTHLY}\n[[waiver]]\nrule = 'all'\nstaff = 'S1'\nreason = 'away'\napproved-by = 'PSW'\nuntil = 2026-02-28"
    );
    let warned = |as_of: &str| {
        let world = World {
            clauses: &clauses,
            staff: STAFF,
            sessions: SESSIONS,
            as_of,
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        let mut warnings = ledger.warnings.iter();
        warnings.any(|one| one.contains("waiver"))
    };
    assert!(!warned("2026-03-02"), "due on that very day");
    assert!(warned("2026-03-03"));
}

#[test]
fn an_audit_in_brief_says_all_but_what_was_done_in_time() {
    let sessions = format!("{SESSIONS}\n2026-02-20, personal, S2, N4, 2026-02-20,");
    let world = World {
        clauses: MONTHLY,
        staff: STAFF,
        cases: CASES,
        sessions: &sessions,
        as_of: "2026-03-05",
        ..World::default()
    };
    let (policy, data, kept) = world.ledger();
    let question = Question {
        as_of: kept.as_of,
        period: kept.period,
        taken: kept.taken,
    };
    let ledger = super::audit_in_brief((&policy, &data), question, Keeps::Short);
    let mut brief = ledger.obligations;
    brief.sort_unstable();
    let (done, left): (Vec<_>, Vec<_>) = kept
        .obligations
        .into_iter()
        .partition(|one| matches!(one.outcome, Outcome::Met { .. }));
    assert_eq!(brief, left);
    let mut of_clocks = done.iter().chain(&left).filter(|one| one.clause < 2);
    assert!(
        of_clocks.all(|one| one.rows.len() == 1),
        "each names its row"
    );
    assert!(done.iter().any(|one| one.clause < 2));
    // Of records alone it matters within how many days they were made.
    let mut days: Vec<(&str, bool)> = Vec::new();
    for ((clause, _), times) in &ledger.counted.cells {
        let rule = policy.clauses[*clause].rule.name;
        days.push((rule, times.days.days_for(10).is_some()));
    }
    days.sort_unstable();
    days.dedup();
    assert_eq!(days, [("recording", true), ("staff-supervision", false)]);
}

#[test]
fn a_record_owed_for_the_case_is_waived_for_the_person_supervised_and_the_other_way_round() {
    let waived = |waiver: &str| {
        let record = |id: &str, each: &str| {
            format!(
                "[[recording]]\nid = '{id}'\neach = '{each}'\nevidence = 'recorded_on'\nwithin = '1 working day'\n"
            )
        };
        let clauses = format!(
            "{}{}[[case-supervision]]\nid = 'cases'\nevery = '1 week'\n\
             [[session]]\nid = 'long'\neach = 'case'\nmust = {{ minutes = {{ at-least = 60 }} }}\n\
             [[waiver]]\nreason = 'away'\napproved-by = 'PSW'\nuntil = '2026-12-31'\n{waiver}",
            record("child", "case"),
            record("person", "attendee")
        );
        let world = World {
            clauses: &clauses,
            staff: STAFF,
            cases: CASES,
            sessions: "date, kind, supervisee_id, session_id, recorded_on, case_id, minutes\n\
                       2026-02-02, case, S1, N1, , C1, 59\n2026-02-02, case, S2, N2, , C1, 59",
            as_of: "2026-02-20",
            ..World::default()
        };
        let (policy, _, ledger) = world.ledger();
        let set_aside = ledger.obligations.iter();
        let set_aside = set_aside.filter(|one| {
            let waived = one.remarks.waived();
            // What is over with its session is waived for the period alone.
            waived.now.is_some() || !one.is_open() && waived.due.is_some()
        });
        let lines = set_aside.map(|one| {
            let line = one.since.row.map_or(0, |row| row.line);
            format!("{} {line}", policy.clause(one.clause).unwrap().id)
        });
        lines.collect::<Vec<_>>()
    };
    assert_eq!(waived("rule = 'child'\nstaff = 'S1'"), ["child 2"]);
    assert_eq!(
        waived("rule = 'person'\ncase = 'C1'"),
        ["person 2", "person 3"]
    );
    assert_eq!(waived("rule = 'long'\nstaff = 'S2'"), ["long 3"]);
    assert_eq!(waived("rule = 'cases'\nstaff = 'S1'"), [""; 0], "no record");
}
