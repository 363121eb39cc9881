//! Edge days of rules that take effect and give way, and of the marks an obligation carries.

use crate::calendar::Day;
use crate::engine::testing::{World, day, subject};
use crate::engine::{Question, audit};
use crate::ledger::Obligation;

use super::{STAFF, lines};

/// What S1 owes by the ledger itself.
fn owed(clauses: &str, posts: &str, sessions: &str, as_of: &str) -> Vec<Obligation> {
    let (_, _, ledger) = World {
        clauses,
        staff: &format!("{STAFF}{posts}"),
        sessions: &format!("date, kind, supervisee_id\n{sessions}"),
        as_of,
        ..World::default()
    }
    .ledger();
    ledger.obligations
}

const REVIEWS: &str = "staff_id, role, start_date, end_date, reviewed_on\n";

#[test]
fn reading_6_a_date_that_served_the_first_leaves_the_second_owed_on_that_very_day() {
    let listed = "[[review]]\nid = 'listed'\nevidence = 'reviewed_on'\nfirst = ['1 week', '2 weeks']\nevery = '4 weeks'";
    let owed = |reviewed: &str| {
        World {
            clauses: listed,
            staff: &format!("{REVIEWS}S1, sw, 2026-01-05, , {reviewed}"),
            as_of: "2026-01-25",
            ..World::default()
        }
        .lines()
    };
    assert_eq!(
        owed("2026-01-19"),
        ["listed S1 by 2026-01-19: 6 overdue"],
        "the first was late, which a column that remembers only the last time can't show"
    );
    assert_eq!(
        owed("2026-01-12"),
        [
            "listed S1 by 2026-01-12: met on 2026-01-12",
            "listed S1 by 2026-01-19: 6 overdue"
        ]
    );
}

#[test]
fn a_date_after_somebody_left_shows_nothing_of_the_time_before() {
    let reviewed = "[[review]]\nid = 'reviewed'\nevidence = 'reviewed_on'\nevery = '12 months'";
    let owed = |day: &str| {
        World {
            clauses: reviewed,
            staff: &format!("{REVIEWS}S1, sw, 2024-01-08, 2025-06-01, {day}"),
            as_of: "2025-08-01",
            ..World::default()
        }
        .lines()
    };
    let missed = ["reviewed S1 by 2025-01-08: missed, 144 days on 2025-06-01"];
    assert_eq!(owed("2025-07-01"), missed);
    assert_eq!(owed("2025-06-01"), missed);
    assert_eq!(owed("2025-05-31"), Vec::<String>::new());
}

#[test]
fn a_date_of_the_day_itself_is_judged_and_one_of_the_next_day_is_not() {
    let reviewed = "[[review]]\nid = 'reviewed'\nevidence = 'reviewed_on'\nevery = '12 months'";
    let untestable = |day: &str| {
        let (_, _, ledger) = World {
            clauses: reviewed,
            staff: &format!("{REVIEWS}S1, sw, 2024-01-08, , {day}"),
            as_of: "2025-08-01",
            ..World::default()
        }
        .ledger();
        ledger.untestable.len()
    };
    assert_eq!(untestable("2025-08-01"), 0);
    assert_eq!(untestable("2025-08-02"), 1);
}

#[test]
fn what_is_owed_since_nobody_knows_when_is_not_judged_by_a_blank_date() {
    let reviewed = "[[review]]\nid = 'reviewed'\nevidence = 'reviewed_on'\nevery = '12 months'";
    let of_managers = reviewed.replace("every", "for = { role = 'tm' }\nevery");
    let told = |clauses: &str, posts: &str| {
        let world = World {
            clauses,
            staff: &format!("{REVIEWS}{posts}"),
            as_of: "2025-08-01",
            ..World::default()
        };
        let policy = world.policy();
        let mut data = world.data(&policy);
        // As an export without first days is read.
        data.staff[0].posts[0].start = Day::FIRST;
        let question = Question {
            as_of: day("2025-08-01"),
            period: (Day::FIRST, Day::LAST),
            taken: day("2025-08-01"),
        };
        let ledger = audit(&policy, &data, question);
        let owed = ledger.obligations.iter().map(|owed| owed.due.to_string());
        let not_judged = ledger.untestable.iter().map(|one| one.reason.to_string());
        (owed.collect::<Vec<_>>(), not_judged.collect::<Vec<_>>())
    };
    let nothing = Vec::<String>::new;
    let blank = vec!["`start_date` is blank".to_owned()];
    assert_eq!(told(reviewed, "S1, sw, 2024-01-08, , "), (nothing(), blank));
    assert_eq!(
        told(reviewed, "S1, sw, 2024-01-08, 2025-06-01, "),
        (nothing(), nothing()),
        "nobody is there any more of whom it could be asked"
    );
    let due = |day: &str| (vec![day.to_owned()], nothing());
    assert_eq!(
        told(reviewed, "S1, sw, 2024-01-08, , 2024-06-03"),
        due("2025-06-03")
    );
    assert_eq!(
        told(
            &of_managers,
            "S1, sw, 2024-01-08, 2024-03-04, \nS1, tm, 2024-03-04, , "
        ),
        due("2025-03-04"),
        "since they are a manager"
    );
}

#[test]
fn reading_5_a_stage_waits_for_its_decision_from_the_day_after_its_time() {
    let staged = "
        [[staff-supervision]]
        id = 'staged'
        stages = [{ every = '2 weeks', until = '4 weeks', ends-on = 'left_on' }, { every = '8 weeks' }]";
    // The time is up on 2 February, on which another row begins.
    let posts = "S1, sw, 2026-01-05,\nS1, tm, 2026-02-02,";
    let sessions = "2026-01-05, personal, S1\n2026-01-19, personal, S1";
    let waits = |as_of: &str| {
        let owed = owed(staged, posts, sessions, as_of);
        let waits = owed
            .iter()
            .map(|one| (one.due.to_string(), one.remarks.undecided));
        waits.collect::<Vec<_>>()
    };
    let due = |day: &str, undecided: bool| (day.to_owned(), undecided);
    let first = due("2026-01-19", false);
    let second = due("2026-02-02", false);
    assert_eq!(waits("2026-02-02"), [first.clone(), second.clone()]);
    assert_eq!(
        waits("2026-02-16"),
        [first, second, due("2026-02-16", true)]
    );
}

#[test]
fn reading_7_grace_that_ends_on_the_due_day_gave_nothing() {
    let two = "
        [[staff-supervision]]
        id = 'slow'
        for = { role = 'a' }
        every = '8 weeks'
        [[staff-supervision]]
        id = 'month'
        for = { role = 'b' }
        every = '4 weeks'
        grace = '2 weeks'";
    let next = |change: &str| {
        let posts = format!("S1, a, 2026-01-05,\nS1, b, {change},");
        let owed = owed(two, &posts, "2026-01-05, personal, S1", "2026-01-25");
        let [one] = owed.as_slice() else {
            panic!("{owed:?}")
        };
        (one.due.to_string(), one.remarks.grace)
    };
    assert_eq!(next("2026-01-18"), ("2026-02-02".to_owned(), false));
    assert_eq!(next("2026-01-19"), ("2026-02-02".to_owned(), false));
    assert_eq!(next("2026-01-20"), ("2026-02-03".to_owned(), true));
}

#[test]
fn reading_7_a_stage_of_the_policy_has_no_grace_though_its_decision_is_news() {
    let due = |as_of: &str| {
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'staged'\n\
                      stages = [{ every = '4 weeks', ends-on = 'review_on' }, { every = '1 week' }]",
            staff: "staff_id, role, start_date, review_on\nS1, sw, 2026-01-05,\nS1, sw, 2026-01-19, 2026-01-18",
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
            as_of,
            ..World::default()
        };
        world.lines().concat()
    };
    assert_eq!(due("2026-01-18"), "staged S1 by 2026-02-02: due in 15");
    assert_eq!(due("2026-01-19"), "staged S1 by 2026-01-19: 0 overdue");
}

#[test]
fn reading_7_a_rule_that_was_foreseen_has_no_grace() {
    let two = "
        [[staff-supervision]]
        id = 'slow'
        every = '8 weeks'
        [[staff-supervision]]
        id = 'seasoned'
        for = { left_on = { at-least = '2 weeks' } }
        every = '1 week'
        grace = '3 weeks'";
    let owed = lines(
        two,
        "S1, sw, 2026-01-05, 2026-01-05",
        "2026-01-05, personal, S1",
        "2026-01-19",
    );
    assert_eq!(owed, ["seasoned S1 by 2026-01-19: 0 overdue"]);
}

#[test]
fn reading_8_what_is_due_on_the_day_of_the_looser_rule_frees_what_was_overdue() {
    let two = "
        [[staff-supervision]]
        id = 'often'
        for = { role = 'a' }
        every = '2 weeks'
        [[staff-supervision]]
        id = 'slow'
        for = { role = 'b' }
        every = '4 weeks'";
    let after = |change: &str| {
        let posts = format!("S1, a, 2026-01-05,\nS1, b, {change},");
        let session = "2026-01-05, personal, S1";
        let lines = lines(two, &posts, session, "2026-02-03");
        let owed = owed(two, &posts, session, "2026-02-03");
        let nth = owed.iter().map(|one| one.nth);
        (lines, nth.collect::<Vec<_>>())
    };
    let (said, nth) = after("2026-02-02");
    assert_eq!(
        said,
        [
            "often S1 by 2026-01-19: missed, 14 days on 2026-02-02",
            "slow S1 by 2026-02-02: 1 overdue"
        ]
    );
    assert_eq!(nth, [1, 2], "the gap goes on, so it is its second");
    assert_eq!(
        after("2026-02-03").0,
        [
            "often S1 by 2026-01-19: 15 overdue",
            "often S1 by 2026-02-02: 1 overdue",
        ]
    );
}

#[test]
fn reading_6_a_session_on_the_day_a_rule_begins_is_none_of_its_firsts() {
    let two = "
        [[staff-supervision]]
        id = 'slow'
        for = { role = 'a' }
        every = '8 weeks'
        [[staff-supervision]]
        id = 'list'
        for = { role = 'b' }
        first = ['1 week', '3 weeks']
        every = '4 weeks'";
    let next = |session: &str| {
        let sessions = format!("2026-01-05, personal, S1\n{session}, personal, S1");
        let posts = "S1, a, 2026-01-05,\nS1, b, 2026-01-19,";
        lines(two, posts, &sessions, "2026-01-20").pop()
    };
    assert_eq!(
        next("2026-01-19").unwrap(),
        "list S1 by 2026-01-26: due in 6"
    );
    assert_eq!(
        next("2026-01-20").unwrap(),
        "list S1 by 2026-02-09: due in 20"
    );
}

#[test]
fn reading_6_one_open_first_leaves_no_other_rules_due_day_open() {
    let two = "
        [[staff-supervision]]
        id = 'list'
        first = '1 week'
        every = '8 weeks'
        [[staff-supervision]]
        id = 'other'
        every = '9 calendar days'";
    let sessions = "2026-01-05, personal, S1\n2026-01-22, personal, S1";
    assert_eq!(
        lines(two, "S1, a, 2026-01-05,", sessions, "2026-01-22"),
        [
            "list S1 by 2026-01-12: 10 late on 2026-01-22",
            "other S1 by 2026-01-21: 1 late on 2026-01-22",
            "other S1 by 2026-01-31: due in 9",
        ]
    );
}

#[test]
fn reading_6_a_change_to_come_of_another_rule_leaves_a_first_that_is_owed() {
    let two = "
        [[staff-supervision]]
        id = 'list'
        first = ['1 week', '2 weeks']
        every = '4 weeks'
        [[staff-supervision]]
        id = 'staged'
        stages = [{ every = '8 weeks', until = '4 calendar days' }, { every = '9 weeks' }]";
    let owed = |as_of: &str| {
        lines(
            two,
            "S1, sw, 2026-01-05,",
            "2026-01-05, personal, S1",
            as_of,
        )
    };
    assert_eq!(owed("2026-01-07"), ["list S1 by 2026-01-12: due in 5"]);
    assert_eq!(owed("2026-01-10"), ["list S1 by 2026-01-12: due in 2"]);
}

#[test]
fn reading_10_the_interval_after_a_missed_first_counts_from_the_day_it_was_due() {
    let first = "
        [[staff-supervision]]
        id = 'monthly'
        first = '1 month'
        every = '1 month'";
    let owed = lines(
        first,
        "S1, a, 2026-01-31,",
        "2026-01-31, personal, S1",
        "2026-03-31",
    );
    assert_eq!(
        owed,
        [
            "monthly S1 by 2026-02-28: 31 overdue",
            "monthly S1 by 2026-03-28: 3 overdue"
        ]
    );
}

#[test]
fn reading_32_a_rule_that_held_on_the_first_day_before_the_exports_has_had_its_firsts() {
    let two = "
        [[staff-supervision]]
        id = 'talks'
        every = '8 weeks'
        counts = { kind = 'informal' }
        [[staff-supervision]]
        id = 'personal'
        first = ['1 month', '3 months']
        every = '1 week'";
    // The exports show the first personal session on 6 January.
    let sessions = "2026-01-02, informal, S1\n2026-01-06, personal, S2";
    let owed = |start: &str| {
        let posts = format!("S1, sw, {start},\nS2, sw, 2026-01-06,");
        lines(two, &posts, sessions, "2026-01-07").remove(0)
    };
    assert_eq!(owed("2026-01-05"), "personal S1 by 2026-01-13: due in 6");
    assert_eq!(owed("2026-01-06"), "personal S1 by 2026-02-06: due in 30");
}

#[test]
fn each_is_judged_by_the_clauses_that_fit_them_whoever_stands_above() {
    let two = "
        [[staff-supervision]]
        id = 'all'
        every = '12 weeks'
        [[staff-supervision]]
        id = 'managers'
        for = { role = 'tm' }
        every = '4 weeks'";
    let sessions = "2026-01-05, personal, S1\n2026-01-05, personal, S2";
    let all = "all S1 by 2026-03-30: due in 83";
    let managers = "managers S2 by 2026-02-02: due in 27";
    assert_eq!(
        lines(
            two,
            "S1, sw, 2026-01-05,\nS2, tm, 2026-01-05,",
            sessions,
            "2026-01-06"
        ),
        [all, managers]
    );
}

#[test]
fn clauses_for_who_supervises_and_who_holds_a_case_reach_them() {
    let owed = |whom: &str| {
        World {
            clauses: &format!("[[staff-supervision]]\nid = 'some'\nfor = {{ {whom} }}\nevery = '4 weeks'"),
            staff: "staff_id, role, start_date, supervisor_id\nS1, sw, 2026-01-05, S2\nS2, tm, 2026-01-05,",
            cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S1",
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-05, personal, S2",
            as_of: "2026-01-12",
            ..World::default()
        }
        .lines()
    };
    let first = ["some S1 by 2026-02-02: due in 21"];
    let second = ["some S2 by 2026-02-02: due in 21"];
    assert_eq!(owed("case_holder = true"), first);
    assert_eq!(owed("case_holder = false"), second);
    assert_eq!(owed("supervises = true"), second);
    assert_eq!(owed("supervises = false"), first);
}

#[test]
fn a_clause_for_a_type_binds_the_child_beside_it_and_no_other() {
    let world = World {
        clauses: "[[case-supervision]]\nid = 'plans'\nfor = { case_type = 'cp' }\nevery = '4 weeks'\n\
                  [[case-supervision]]\nid = 'others'\nfor = { case_type = { not = 'cp' } }\nevery = '1 week'\n\
                  [[case-supervision]]\nid = 'need'\nfor = { case_type = 'cin' }\nevery = '2 weeks'\ntrack = 'need'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
        cases: "case_id, case_type, opened\nC1, cin, 2026-01-05\nC2, cin, 2026-01-05\nC3, cp, 2026-01-05\n\
                C4, cla, 2026-01-05",
        sessions: "date, kind, case_id\n2026-01-05, case, C1",
        as_of: "2026-01-12",
        ..World::default()
    };
    let policy = world.policy();
    let mut data = world.data(&policy);
    for (case, beside) in [(0, "cp"), (1, "cla")] {
        let kind = data.words.get(beside).unwrap();
        data.cases[case].episodes[0].beside = Box::new([kind]);
    }
    let question = Question {
        as_of: day("2026-01-12"),
        period: (Day::FIRST, Day::LAST),
        taken: day("2026-01-12"),
    };
    let owed = audit(&policy, &data, question).obligations;
    let bound = owed
        .iter()
        .map(|one| format!("{} {}", one.clause, subject(&data, one.subject)));
    let mut bound: Vec<String> = bound.collect();
    bound.sort();
    assert_eq!(bound, ["0 C1", "0 C3", "1 C2", "1 C4", "2 C1", "2 C2"]);
}
