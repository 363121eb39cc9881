//! What an explanation is made of, day by day: steps, sessions, sums, and the clauses that did not set a due day.

use super::*;
use crate::calendar::Day;
use crate::engine::testing::{World, day};
use crate::records::{CaseIx, StaffIx};

mod checks;
mod steps;
mod sums;

const STAFF: &str = "staff_id, role, start_date\nS1, sw, 2026-01-05\nS2, sw, 2026-01-05";

/// What is told of a staff member or a case, by id, or of a team, by name.
fn told(world: World<'_>, id: &str) -> Explanation {
    let policy = world.policy();
    let data = world.data(&policy);
    let question = Question {
        as_of: day(world.as_of),
        period: (Day::FIRST, Day::LAST),
        taken: day("2027-12-31"),
    };
    let case = data.case_ids.get(id).and_then(CaseIx::at);
    let staff = data.staff_ids.get(id).and_then(StaffIx::at);
    let team = || data.words.get(id).map(Subject::Team);
    let subject = case.map(Subject::Case).or(staff.map(Subject::Staff));
    explain(&policy, &data, question, subject.or_else(team).unwrap())
}

/// Every supervision owed, in the order of the steps.
fn owed(told: &Explanation) -> Vec<&OwedLine> {
    let steps = told.courses.iter().flat_map(|course| &course.steps);
    let gaps = steps.filter_map(|step| match step {
        Step::Gap(gap) => Some(&gap.owed),
        Step::Quiet(_) => None,
    });
    gaps.flatten().collect()
}

#[test]
fn a_record_is_told_to_the_person_and_the_case_of_its_session_and_to_no_other() {
    let of = |id: &str| {
        let world = World {
            clauses: "[[recording]]\nid = 'record'\nevidence = 'recorded_on'\nwithin = '3 calendar days'",
            staff: STAFF,
            cases: "case_id, case_type, opened\nC1, cin, 2026-01-05\nC2, cin, 2026-01-05",
            sessions: "date, kind, supervisee_id, case_id, session_id, recorded_on\n\
                       2026-01-07, case, S1, C1, X1,\n2026-01-08, case, S2, C2, X2,\n2026-01-09, case, S1, C2, X3,",
            as_of: "2026-01-20",
            ..World::default()
        };
        let told = told(world, id);
        let sessions = told.checks.iter().filter_map(|line| line.session.as_ref());
        sessions
            .filter_map(|one| one.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("S1"), ["X1", "X3"]);
    assert_eq!(of("S2"), ["X2"]);
    assert_eq!(of("C1"), ["X1"]);
    assert_eq!(of("C2"), ["X2", "X3"]);
}

#[test]
fn the_episodes_of_a_case_are_told_and_no_posts() {
    let world = World {
        clauses: "[[case-supervision]]\nid = 'cases'\nevery = '4 weeks'",
        staff: STAFF,
        cases: "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2026-01-05, 2026-02-02, S1\nC1, cp, 2026-02-02, , S2",
        sessions: "date, kind, case_id\n2026-01-05, case, C1",
        as_of: "2026-01-20",
        ..World::default()
    };
    let of_case = told(world, "C1");
    let episodes = of_case.episodes.iter().map(|row| {
        let to = row.to.map_or_else(String::new, |day| day.to_string());
        let (what, who) = (row.case_type.as_deref(), row.worker.as_deref());
        format!(
            "{} {to} {} {}",
            row.from,
            what.unwrap_or("-"),
            who.unwrap_or("-")
        )
    });
    assert_eq!(
        episodes.collect::<Vec<_>>(),
        ["2026-01-05 2026-02-02 cin S1", "2026-02-02  cp S2"]
    );
    assert_eq!(of_case.posts.len(), 0);
    let of_worker = told(world, "S1");
    assert_eq!((of_worker.episodes.len(), of_worker.posts.len()), (0, 1));
}

#[test]
fn what_cannot_be_judged_is_told_to_those_whom_it_would_concern() {
    let of = |id: &str| {
        let world = World {
            clauses: "
                [[staff-supervision]]
                id = 'all'
                every = '4 weeks'
                [[staff-supervision]]
                id = 'grades'
                for = { grade = 'a' }
                every = '1 week'
                [[staff-supervision]]
                id = 'desks'
                for = { desk = 'b' }
                every = '1 week'
                [[case-supervision]]
                id = 'plans'
                for = { plan = 'cp' }
                every = '4 weeks'
                [[recording]]
                id = 'record'
                evidence = 'recorded_on'
                within = '3 calendar days'",
            staff: STAFF,
            cases: "case_id, case_type, opened\nC1, cin, 2026-01-05",
            sessions: "date, kind, supervisee_id, case_id\n2026-01-05, case, S1, C1\n2026-01-05, personal, S1,",
            as_of: "2026-01-20",
            ..World::default()
        };
        told(world, id)
    };
    let clauses = |told: &Explanation| {
        let lines = told.untestable.iter();
        lines.map(|line| line.clause.clone()).collect::<Vec<_>>()
    };
    let staff = of("S1");
    assert_eq!(clauses(&staff), ["desks", "grades", "record"]);
    assert_eq!(clauses(&of("C1")), ["plans", "record"]);
    let owed = owed(&staff);
    let [one] = owed.as_slice() else {
        panic!("{owed:?}")
    };
    let [grades, desks] = one.considered.as_slice() else {
        panic!("{:?}", one.considered)
    };
    for (considered, column) in [(grades, "grade"), (desks, "desk")] {
        let Fate::Untestable { reason } = &considered.fate else {
            panic!("{considered:?}")
        };
        assert!(reason.contains(&format!("`{column}`")), "{reason}");
    }
}

#[test]
fn a_clause_whose_clock_has_not_started_says_whether_its_day_is_blank_or_to_come() {
    let fate = |joined: &str| {
        let world = World {
            clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'\n\
                      [[staff-supervision]]\nid = 'new'\nevery = '1 week'\nfrom = 'joined_on'",
            staff: &format!("staff_id, role, start_date, joined_on\nS1, sw, 2026-01-05, {joined}"),
            sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
            as_of: "2026-01-20",
            ..World::default()
        };
        let told = told(world, "S1");
        let owed = owed(&told);
        let [new] = owed[0].considered.as_slice() else {
            panic!("{owed:?}")
        };
        new.fate.clone()
    };
    assert!(
        matches!(fate(""), Fate::Untestable { reason } if reason.contains("`joined_on`")),
        "{:?}",
        fate("")
    );
    let to_come = fate("2026-03-02");
    assert!(
        matches!(&to_come, Fate::NotYet { columns } if columns == &["joined_on"]),
        "{to_come:?}"
    );
}

#[test]
fn a_waiver_that_bears_on_what_is_owed_is_told_and_no_other() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '4 weeks'
            [[waiver]]
            rule = 'all'
            staff = 'S2'
            reason = 'another'
            approved-by = 'PSW'
            until = 2026-12-31
            [[waiver]]
            rule = 'all'
            staff = 'S1'
            reason = 'away'
            approved-by = 'PSW'
            until = 2026-12-31",
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        as_of: "2026-03-10",
        ..World::default()
    };
    let told = told(world, "S1");
    let [waiver] = told.waivers.as_slice() else {
        panic!("{:?}", told.waivers)
    };
    assert_eq!((waiver.id.as_str(), waiver.reason.as_str()), ("S1", "away"));
}

#[test]
fn a_search_is_told_where_too_little_was_found_and_not_where_enough_was() {
    let world = World {
        clauses: "[[file-audit]]\nid = 'files'\nfor = { role = 'tm' }\nat-least = '1 file'\nper = 'calendar month'\n\
                  counts = { kind = 'audit' }",
        staff: "staff_id, role, start_date\nM1, tm, 2025-12-01\nS1, sw, 2025-12-01",
        cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2025-12-01, S1",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        activity: "kind, date, staff_id, by_id, case_id\naudit, 2025-12-15, S1, M1, C1\naudit, 2026-01-06, S1, M1, C1",
        as_of: "2026-02-28",
        ..World::default()
    };
    let told = told(world, "M1");
    let months = told.checks.iter().map(|line| {
        let search = line.search.as_ref().map(|search| search.from.to_string());
        (line.outcome.word(), search)
    });
    assert_eq!(
        months.collect::<Vec<_>>(),
        [("met", None), ("not-met", Some("2026-02-01".to_owned()))]
    );
}

#[test]
fn only_clauses_of_the_same_table_and_track_are_held_against_each_other() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '4 weeks'
            [[staff-supervision]]
            id = 'slow'
            every = '8 weeks'
            [[staff-supervision]]
            id = 'apart'
            track = 'second'
            every = '2 weeks'
            [[case-supervision]]
            id = 'cases'
            every = '4 weeks'",
        staff: STAFF,
        cases: "case_id, case_type, opened\nC1, cin, 2026-01-05",
        sessions: "date, kind, supervisee_id, case_id\n2026-01-05, personal, S1,\n2026-01-05, case, , C1",
        as_of: "2026-01-20",
        ..World::default()
    };
    let considered = |id: &str| {
        let told = told(world, id);
        let lines = owed(&told).into_iter().map(|one| {
            let others = one.considered.iter().map(|other| other.clause.as_str());
            format!("{}: {}", one.clause, others.collect::<Vec<_>>().join(" "))
        });
        lines.collect::<Vec<_>>()
    };
    assert_eq!(considered("S1"), ["all: slow", "apart: "]);
    assert_eq!(considered("C1"), ["cases: "]);
}

#[test]
fn an_explanation_about_one_thing_keeps_its_step_or_its_check_alone() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '4 weeks'
            [[staff-supervision]]
            id = 'apart'
            track = 'second'
            every = '12 weeks'
            [[recording]]
            id = 'record'
            evidence = 'recorded_on'
            within = '3 calendar days'
            [[caseload]]
            id = 'cap'
            at-most = '1 case'",
        staff: STAFF,
        cases: "case_id, case_type, opened, allocated_to\nC7, cin, 2026-01-05, S1\nC8, cin, 2026-01-05, S1",
        sessions: "date, kind, supervisee_id, recorded_on\n2026-01-05, personal, S1,\n2026-01-26, personal, S1, 2026-01-26",
        absences: "staff_id, from, to\nS1, 2026-01-12, 2026-01-16",
        as_of: "2026-02-10",
        ..World::default()
    };
    let policy = world.policy();
    let whole = told(world, "S1");
    let kept = |obligation: &Obligation| {
        let told = whole.clone().about(&policy, obligation);
        let steps = told.courses.iter().map(|course| {
            let from = course.steps.iter().map(|step| match step {
                Step::Gap(gap) => gap.from.to_string(),
                Step::Quiet(_) => String::new(),
            });
            from.collect::<Vec<_>>().join(" ")
        });
        let clauses = told.clauses.iter().map(|clause| clause.id.as_str());
        format!(
            "steps {:?} checks {} absences {}: {}",
            steps.collect::<Vec<_>>(),
            told.checks.len(),
            told.absences.len(),
            clauses.collect::<Vec<_>>().join(" ")
        )
    };
    assert_eq!(
        kept(&owed(&whole)[1].obligation),
        "steps [\"2026-01-26\"] checks 0 absences 1: all"
    );
    let checks = whole.checks.iter().map(|line| kept(&line.obligation));
    assert_eq!(
        checks.collect::<Vec<_>>(),
        [
            "steps [] checks 1 absences 1: record",
            "steps [] checks 1 absences 1: record",
            "steps [] checks 1 absences 0: cap",
        ]
    );
}

#[test]
fn supervision_is_told_before_all_else_and_only_what_is_of_the_kind_asked_for() {
    let world = World {
        clauses: "
            [[review]]
            id = 'yearly'
            evidence = 'reviewed_on'
            every = '12 months'
            [[review]]
            id = 'plan'
            each = 'case'
            evidence = 'planned_on'
            every = '6 months'
            [[staff-supervision]]
            id = 'all'
            every = '4 weeks'
            [[case-supervision]]
            id = 'cases'
            every = '4 weeks'",
        staff: "staff_id, role, start_date, reviewed_on\nS1, sw, 2026-01-05, 2026-01-12",
        cases: "case_id, case_type, opened, planned_on\nC1, cin, 2026-01-05, 2026-01-12",
        sessions: "date, kind, supervisee_id, case_id\n2026-01-05, personal, S1,\n2026-01-05, case, , C1",
        as_of: "2026-02-10",
        ..World::default()
    };
    let tables = |id: &str| {
        let courses = told(world, id).courses;
        courses.iter().map(|course| course.rule).collect::<Vec<_>>()
    };
    assert_eq!(tables("S1"), ["staff-supervision", "review"]);
    assert_eq!(tables("C1"), ["case-supervision", "review"]);
}
