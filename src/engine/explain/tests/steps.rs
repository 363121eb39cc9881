//! Gaps, quiet times, and the session that stands in each.

use super::*;

/// One line a step, with its sessions; at the end of a course what is outside of all.
fn steps(told: &Explanation) -> Vec<String> {
    let mut lines = Vec::new();
    for course in &told.courses {
        for step in &course.steps {
            let (what, from, to, sessions) = match step {
                Step::Gap(gap) => ("gap", gap.from, gap.to, &gap.sessions),
                Step::Quiet(quiet) => ("quiet", quiet.from, quiet.to, &quiet.sessions),
            };
            let to = to.map_or_else(|| "-".to_owned(), short);
            lines.push(format!(
                "{what} {} to {to}:{}",
                short(from),
                listed(sessions)
            ));
        }
        if !course.outside.is_empty() {
            lines.push(format!("outside:{}", listed(&course.outside)));
        }
    }
    lines
}

/// Month and day.
fn short(day: Day) -> String {
    day.to_string().split_off(5)
}

fn listed(sessions: &[SessionLine]) -> String {
    let said = sessions.iter().map(|session| {
        let what = match &session.counted {
            Counted::Yes => "counted".to_owned(),
            Counted::SameDay => "same day".to_owned(),
            Counted::NotHeld { status } => status.clone(),
            Counted::Outside => "outside".to_owned(),
            Counted::NothingOwed => "nothing owed".to_owned(),
            Counted::NotOfThisClause { clause, .. } => format!("not for {clause}"),
            Counted::AnotherCase { case } => format!("of {}", case.as_deref().unwrap_or("-")),
            Counted::Later => "later".to_owned(),
        };
        format!(" {} {what},", short(session.date))
    });
    said.collect()
}

#[test]
fn each_session_stands_once_in_the_spell_it_belongs_to() {
    let world = World {
        clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
        staff: "staff_id, role, start_date, end_date\nS1, sw, 2026-01-05, 2026-03-01\nS1, sw, 2026-06-01,",
        sessions: "date, kind, supervisee_id, supervisor_id\n2026-01-04, personal, S1,\n\
                   2026-01-05, personal, S1,\n2026-02-28, personal, S1,\n2026-03-01, personal, S1,\n\
                   2026-05-31, personal, S1,\n2026-06-01, personal, S1,\n2026-06-15, personal, S1, M1\n\
                   2026-06-15, personal, S1, M2\n2026-06-16, personal, S1,",
        as_of: "2026-06-15",
        ..World::default()
    };
    assert_eq!(
        steps(&told(world, "S1")),
        [
            "gap 01-05 to 02-28: 01-05 same day, 02-28 counted,",
            "gap 02-28 to 03-01:",
            "outside: 01-04 outside,",
            "gap 06-01 to 06-15: 06-01 same day, 06-15 counted, 06-15 same day,",
            "gap 06-15 to -: 06-16 later,",
            "outside: 03-01 outside, 05-31 outside,",
        ]
    );
}

#[test]
fn a_quiet_time_ends_a_gap_and_keeps_the_sessions_held_in_it() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '1 month'
            [[staff-supervision]]
            id = 'agency'
            for = { role = 'agency' }
            exempt = true",
        staff: "staff_id, role, start_date\nS1, agency, 2026-01-05\nS1, sw, 2026-02-02\nS1, agency, 2026-03-02\nS1, sw, 2026-04-01\n\
                S1, agency, 2026-06-01",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-02-01, personal, S1\n\
                   2026-02-02, informal, S1\n2026-02-16, personal, S1\n2026-03-01, informal, S1\n\
                   2026-03-02, personal, S1\n2026-03-31, informal, S1\n2026-04-01, informal, S1\n\
                   2026-06-01, personal, S1\n2026-06-11, personal, S1",
        as_of: "2026-06-10",
        ..World::default()
    };
    assert_eq!(
        steps(&told(world, "S1")),
        [
            "quiet 01-05 to 02-02: 01-05 nothing owed, 02-01 nothing owed,",
            "gap 02-02 to 02-16: 02-02 not for all, 02-16 counted,",
            "gap 02-16 to 03-02: 03-01 not for all,",
            "quiet 03-02 to 04-01: 03-02 nothing owed, 03-31 nothing owed,",
            "gap 04-01 to 06-01: 04-01 not for all,",
            "quiet 06-01 to -: 06-01 nothing owed, 06-11 later,",
        ]
    );
}

#[test]
fn sessions_of_the_worker_that_do_not_name_the_case_are_told_where_they_would_have_counted() {
    let world = World {
        clauses: "[[case-supervision]]\nid = 'cases'\nevery = '1 month'",
        staff: STAFF,
        cases: "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2026-01-07, 2026-02-10, S1\n\
                C1, cin, 2026-02-10, , S2\nC9, cin, 2026-01-05, , S1",
        sessions: "date, kind, supervisee_id, case_id, status\n\
                   2026-01-05, case, S1, C9, held\n2026-01-07, case, S1, C9, held\n2026-01-08, case, S1, C9, held\n\
                   2026-01-30, case, S1, C1, held\n2026-01-30, case, S1, C9, held\n2026-02-09, case, S1, C9, held\n\
                   2026-02-10, case, S1, C9, held\n2026-02-10, case, S2, C9, held\n2026-02-11, informal, S2, C9, held\n\
                   2026-02-12, case, S2, C9, cancelled\n2026-02-13, personal, S2, , held\n\
                   2026-02-20, case, S2, C9, held\n2026-02-21, case, S2, C9, held",
        as_of: "2026-02-20",
        ..World::default()
    };
    assert_eq!(
        steps(&told(world, "C1")),
        [
            "gap 01-07 to 01-30: 01-30 counted, 01-08 of C9,",
            "gap 01-30 to -: 02-09 of C9, 02-10 of C9, 02-13 of -, 02-20 of C9,",
        ]
    );
}

#[test]
fn a_light_session_is_told_as_such_and_a_full_one_is_not() {
    let world = World {
        clauses: "[[case-supervision]]\nid = 'cases'\nevery = '1 month'",
        staff: STAFF,
        cases: "case_id, case_type, opened\nC1, cin, 2026-01-05",
        sessions: "date, kind, case_id, depth\n2026-01-05, case, C1, full\n2026-01-12, case, C1, light\n2026-01-13, case, C1,",
        as_of: "2026-02-01",
        ..World::default()
    };
    let told = told(world, "C1");
    let gaps = told.courses[0].steps.iter();
    let sessions = gaps.filter_map(|step| match step {
        Step::Gap(gap) => Some(&gap.sessions),
        Step::Quiet(_) => None,
    });
    let depths = sessions
        .flatten()
        .map(|one| (short(one.date), one.depth.clone()));
    let depths: Vec<(String, Option<String>)> = depths.collect();
    let of = |day: &str, depth: Option<&str>| (day.to_owned(), depth.map(str::to_owned));
    assert_eq!(
        depths,
        [
            of("01-05", None),
            of("01-12", Some("light")),
            of("01-13", None)
        ]
    );
}

#[test]
fn activity_that_stops_a_clock_is_told_like_a_session() {
    let world = World {
        clauses: "[[review]]\nid = 'appraisal'\nevery = '12 months'\ncounts = { kind = 'appraisal' }\nin = 'activity'",
        staff: "staff_id, role, start_date\nS1, sw, 2025-01-06",
        activity: "kind, date, staff_id\nappraisal, 2025-01-06, S1\ntalk, 2025-06-02, S1\nappraisal, 2025-12-01, S1",
        as_of: "2026-01-10",
        ..World::default()
    };
    assert_eq!(
        steps(&told(world, "S1")),
        [
            "gap 01-06 to 12-01: 01-06 same day, 06-02 not for appraisal, 12-01 counted,",
            "gap 12-01 to -:",
        ]
    );
}

#[test]
fn a_session_on_the_day_of_leaving_is_outside() {
    let world = World {
        clauses: "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'",
        staff: "staff_id, role, start_date, end_date\nS1, sw, 2026-01-05, 2026-02-02",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-02-01, personal, S1\n2026-02-02, personal, S1",
        as_of: "2026-02-10",
        ..World::default()
    };
    assert_eq!(
        steps(&told(world, "S1")),
        [
            "gap 01-05 to 02-01: 01-05 same day, 02-01 counted,",
            "gap 02-01 to 02-02:",
            "outside: 02-02 outside,",
        ]
    );
}

#[test]
fn each_worker_of_a_case_is_told_of_where_none_of_them_fits() {
    let clauses = "
        [[case-supervision]]
        id = 'all'
        every = '4 weeks'
        [[case-supervision]]
        id = 'student'
        for = { worker.role = 'student' }
        every = '1 week'
        [[case-supervision]]
        id = 'both'
        for = { worker.role = 'sw', worker.team = 'Oak' }
        every = '1 week'";
    let world = World {
        clauses,
        staff: "staff_id, role, start_date, team\nS1, sw, 2026-01-05, Ash\nS2, manager, 2026-01-05, Oak",
        cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-05, S1\nC1, cin, 2026-01-05, S2",
        sessions: "date, kind, case_id\n2026-01-05, case, C1",
        as_of: "2026-01-20",
        ..World::default()
    };
    let told = told(world, "C1");
    let owed = owed(&told);
    let fates = owed.iter().flat_map(|one| &one.considered);
    let lacks = fates.filter_map(|one| {
        let Fate::DoesNotFit { lacks } = &one.fate else {
            return None;
        };
        Some(lacks)
    });
    let found = lacks.flatten().flatten().map(|lack| lack.found.as_str());
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "sw and manager",
            "sw and manager, with no worker who has all that is asked",
            "Ash and Oak, with no worker who has all that is asked"
        ]
    );
}
