//! Teams, the lowest of them, and sessions in the calendar month.

use super::world::{World, day, late, met};
use crate::ledger::Outcome;
use crate::report::{Fraction, Lowest, TeamLine, summary};

const STAFF: &str = "staff_id,role,team,start_date,end_date\n\
    A1,social worker,Ash,2020-01-06,\nA2,social worker,Ash,2020-01-06,\n\
    E1,social worker,Elm,2020-01-06,\nO1,social worker,Oak,2020-01-06,\n";
const CASES: &str = "case_id,case_type,opened,allocated_to\n\
    C1,CP plan,2026-01-05,E1\nC2,CP plan,2026-01-05,E1\nC3,CP plan,2026-01-05,O1\n";
const SESSIONS: &str = "date,kind,supervisee_id\n";

const OVERDUE: Outcome = Outcome::Overdue { days: 9 };

fn teams(world: &World) -> Vec<TeamLine> {
    summary(&world.audit()).teams
}

/// Enters so many supervisions of one person, of which the first so many were on time.
fn rate(world: &mut World, who: &str, (on_time, owed): (i32, i32)) {
    for nth in 0..owed {
        let due = day("2026-10-01").plus_days(nth % 28).to_string();
        let outcome = if nth < on_time {
            met(&due)
        } else {
            late(&due, 2)
        };
        world.owe("all-staff", who, &due, outcome);
    }
}

#[test]
fn teams_stand_in_the_order_of_what_is_overdue_then_of_what_was_not_on_time_then_of_their_names() {
    let order = |world: &World| {
        let lines = teams(world).into_iter();
        let lines = lines.map(|line| (line.team, line.overdue_staff, line.overdue_cases));
        lines.collect::<Vec<_>>()
    };
    let line = |team: &str, staff, cases| (team.to_owned(), staff, cases);
    let mut world = World::new(STAFF, CASES, SESSIONS);
    for who in ["A1", "O1"] {
        world.owe("all-staff", who, "2026-10-22", OVERDUE);
    }
    assert_eq!(order(&world), [line("Ash", 1, 0), line("Oak", 1, 0)]);
    world.owe("protection", "C3", "2026-10-01", late("2026-10-03", 2));
    assert_eq!(order(&world), [line("Oak", 1, 0), line("Ash", 1, 0)]);
    for case in ["C1", "C2"] {
        world.owe("protection", case, "2026-10-22", OVERDUE);
    }
    let all = [line("Elm", 0, 2), line("Oak", 1, 0), line("Ash", 1, 0)];
    assert_eq!(order(&world), all);
    world.owe("all-staff", "A2", "2026-10-23", OVERDUE);
    // Two each, and of Ash as many as of Elm were not on time.
    let all = [line("Ash", 2, 0), line("Elm", 0, 2), line("Oak", 1, 0)];
    assert_eq!(order(&world), all);
}

#[test]
fn a_team_counts_its_workers_above_a_limit_and_no_export_without_teams_has_any() {
    let mut world = World::new(STAFF, CASES, SESSIONS);
    world.load("A1", 19, 18);
    world.load("A2", 18, 18);
    world.load("O1", 18, 18);
    let lines = teams(&world).into_iter();
    let over: Vec<(String, u32)> = lines.map(|line| (line.team, line.over_limit)).collect();
    assert_eq!(over, [("Ash".to_owned(), 1)]);

    let staff = "staff_id,role,start_date\nA1,social worker,2020-01-06\n";
    let mut without = World::new(staff, CASES, SESSIONS);
    without.owe("all-staff", "A1", "2026-10-22", OVERDUE);
    assert_eq!(teams(&without), []);
}

#[test]
fn the_lowest_is_that_of_the_smallest_share_among_those_who_owe_enough() {
    let lowest = |shares: &[(&str, (i32, i32))]| {
        let mut world = World::new(STAFF, CASES, SESSIONS);
        for (who, share) in shares {
            rate(&mut world, who, *share);
        }
        let found = summary(&world.audit()).lowest.into_iter();
        found
            .map(|low| (low.measure, low.dimension, low.key, low.fraction))
            .collect::<Vec<_>>()
    };
    let of = |team: &str, part, whole| {
        let share = Fraction::new(part, whole);
        [("staff-supervision", "team", team.to_owned(), share)]
    };
    assert_eq!(
        lowest(&[("A1", (1, 10)), ("O1", (15, 40))]),
        of("Ash", 1, 10)
    );
    assert_eq!(
        lowest(&[("A1", (12, 40)), ("O1", (9, 10))]),
        of("Ash", 12, 40)
    );
    assert_eq!(lowest(&[("A1", (5, 9)), ("O1", (9, 10))]), []);
    assert_eq!(
        lowest(&[("A1", (5, 10)), ("E1", (5, 10)), ("O1", (9, 9))]),
        of("Ash", 5, 10)
    );
}

#[test]
fn only_less_than_the_share_of_all_is_below_it() {
    let is_below = |fraction: Fraction, overall: Fraction| {
        let low = Lowest {
            measure: "staff-supervision",
            dimension: "team",
            key: "Ash".to_owned(),
            fraction,
            overall,
        };
        low.is_below_all()
    };
    assert!(is_below(Fraction::new(10, 14), Fraction::new(33, 38)));
    assert!(!is_below(Fraction::new(10, 20), Fraction::new(20, 40)));
    assert!(!is_below(Fraction::new(3, 4), Fraction::new(1, 2)));
}

#[test]
fn sessions_on_the_first_and_the_last_day_are_in_the_calendar_month() {
    let month = |staff: &str, sessions: &str| {
        let sessions = format!("date,kind,supervisee_id\n{sessions}");
        let world = World::new(staff, CASES, &sessions);
        let month = summary(&world.audit()).calendar_month;
        month.map(|month| month.fraction)
    };
    let sessions = "2026-10-01,personal,A1\n2026-10-31,personal,A2\n2026-09-30,personal,E1\n2026-11-01,personal,O1\n";
    assert_eq!(month(STAFF, sessions), Some(Fraction::new(2, 4)));
    let left =
        "staff_id,role,team,start_date,end_date\nA1,social worker,Ash,2020-01-06,2026-10-01\n";
    assert_eq!(month(left, "2026-09-30,personal,A1\n"), None);
}
