//! Published reports as one system of linear constraints, over all tables and over two months: no suppressed count of
//! one to five may have only one value left.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::health::check;
use super::world::{World, day, late, met};
use crate::calendar::Day;
use crate::ledger::Outcome;
use crate::policy::Publishing;
use crate::report::document::{Block, Document, Plot};
use crate::report::{Audience, document, markdown};

mod reader;
mod solver;

use reader::Known;

/// What staff, or cases, of one team did in a month.
#[derive(Clone, Debug, Default)]
struct Part {
    on_time: u32,
    late: u32,
    later: u32,
    missed: u32,
    in_date: u32,
    /// Days overdue of each who is.
    overdue: Vec<i32>,
}

/// A month: staff and cases of each team, and workers within and above their limit.
#[derive(Clone, Debug, Default)]
struct Month {
    staff: Vec<Part>,
    cases: Vec<Part>,
    loads: (u32, u32),
}

/// The most of anything in one part.
const SUBJECTS: usize = 40;
const TEAMS: [&str; 4] = ["Ash", "Birch", "Cedar", "Elm"];

fn id(kind: char, team: usize, number: usize) -> String {
    format!("{kind}-{team}-{number}")
}

/// A council of nothing but ids.
fn council() -> World {
    let mut staff = "staff_id,role,team,start_date\n".to_owned();
    let mut cases = "case_id,case_type,team,opened\n".to_owned();
    for (team, name) in TEAMS.iter().enumerate() {
        for number in 0..SUBJECTS {
            writeln!(staff, "{},worker,{name},2020-01-01", id('S', team, number)).unwrap();
            writeln!(cases, "{},plan,{name},2020-01-01", id('C', team, number)).unwrap();
        }
    }
    World::new(&staff, &cases, "session_id,date,kind,supervisee_id\n")
}

fn enter(world: &mut World, (kind, clause): (char, &str), team: usize, part: &Part) {
    let (from, to) = world.ledger.period;
    let one = id(kind, team, 0);
    let due = from.plus_days(9);
    let text = due.to_string();
    let after = |days: i32| late(&due.plus_days(days).to_string(), days);
    let outcomes = [
        (part.on_time, met(&text)),
        (part.late, after(3)),
        (part.later, after(12)),
        (part.missed, Outcome::Missed { on: due, days: 1 }),
    ];
    for (times, outcome) in outcomes {
        for _ in 0..times {
            world.owe(clause, &one, &text, outcome);
        }
    }
    for number in 0..part.in_date as usize {
        let due = to.plus_days(20).to_string();
        world.owe(
            clause,
            &id(kind, team, 1 + number),
            &due,
            Outcome::Due { left: 20 },
        );
    }
    for (number, days) in part.overdue.iter().enumerate() {
        let who = id(kind, team, SUBJECTS - 1 - number);
        let mut days = *days;
        // What is owed every four weeks fell due again and again.
        while days >= 1 {
            let due = to.plus_days(-days).to_string();
            world.owe(clause, &who, &due, Outcome::Overdue { days });
            days -= 28;
        }
    }
}

fn published(council: &mut World, as_of: Day, month: &Month) -> String {
    council.ledger.obligations.clear();
    council.ledger.as_of = as_of;
    council.ledger.period = (as_of.month_start(), as_of);
    council.ledger.taken = as_of.plus_days(20);
    for (team, part) in month.staff.iter().enumerate() {
        enter(council, ('S', "all-staff"), team, part);
    }
    for (team, part) in month.cases.iter().enumerate() {
        enter(council, ('C', "all-children"), team, part);
    }
    let (within, above) = month.loads;
    for number in 0..within + above {
        let load = if number < within { 12 } else { 24 };
        let (team, number) = (number as usize / 30, number as usize % 30);
        council.load(&id('S', team, number), load, 18);
    }
    let as_of = as_of.to_string();
    for owed in &mut council.ledger.obligations {
        if owed.measure.is_some() {
            owed.due = day(&as_of);
        }
    }
    let audit = council.audit();
    let check = check(&audit, Audience::Publishable);
    let text = markdown(&check);
    charts_say_what_tables_say(&document(&check), &text);
    text
}

/// Every count of a chart stands in its row of the table.
fn charts_say_what_tables_say(document: &Document, text: &str) {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    for block in blocks {
        let Block::Chart(chart) = block else { continue };
        let Plot::Shares { rows, .. } = &chart.plot else {
            panic!("another chart: {chart:?}");
        };
        for (name, counts) in rows {
            let counts: Vec<String> = counts.iter().map(u32::to_string).collect();
            let line = text
                .lines()
                .find(|line| line.starts_with(&format!("| {name} |")));
            let cells = format!("| {} |", counts.join(" | "));
            assert!(
                line.is_some_and(|line| line.contains(&cells)),
                "{name}: {cells}"
            );
        }
    }
}

/// What a reader of the reports of these months, at the ends of October and November, can work out.
fn known(council: &mut World, months: &[Month]) -> (Known, String) {
    let ends = [day("2026-10-31"), day("2026-11-30")];
    let reports = months.iter().zip(ends).map(|(month, as_of)| {
        let text = published(council, as_of, month);
        (text, i64::from(as_of.days_since(ends[0])))
    });
    let reports: Vec<(String, i64)> = reports.collect();
    let texts: Vec<&str> = reports.iter().map(|(text, _)| text.as_str()).collect();
    (Known::of(&reports), texts.join("\n"))
}

fn no_leak(months: &[Month]) {
    let (known, text) = known(&mut council(), months);
    assert_eq!(known.leaks(), [""; 0], "{text}");
}

fn of_staff(part: Part) -> Month {
    Month {
        staff: vec![part],
        ..Month::default()
    }
}

#[test]
fn those_overdue_now_do_not_say_how_many_were_not_done() {
    // Six are overdue, so that six of the seven who were late or not done at all were not done.
    let month = of_staff(Part {
        on_time: 90,
        late: 1,
        in_date: 34,
        overdue: vec![3, 3, 3, 20, 20, 20],
        ..Part::default()
    });
    no_leak(&[month]);
}

#[test]
fn those_overdue_now_do_not_say_how_few_were_done() {
    // Of 14 that may be printed as ten, twelve were not done: that would leave one and one.
    let month = of_staff(Part {
        on_time: 1,
        late: 1,
        in_date: 30,
        overdue: vec![3; 12],
        ..Part::default()
    });
    no_leak(&[month]);
}

#[test]
fn those_overdue_a_month_later_do_not_say_how_many_were_overdue_how_long() {
    let before = of_staff(Part {
        in_date: 30,
        overdue: [vec![3], vec![60; 6]].concat(),
        ..Part::default()
    });
    let after = of_staff(Part {
        in_date: 31,
        overdue: vec![90; 6],
        ..Part::default()
    });
    no_leak(&[before, after]);
}

#[test]
fn a_policy_can_suppress_and_round_more() {
    let mut council = council();
    council.policy.publishing = Publishing {
        suppress_up_to: 9,
        round_to: 50,
    };
    let part = |late| Part {
        on_time: 90,
        late,
        later: 15,
        missed: 12,
        in_date: 12,
        ..Part::default()
    };
    let mut row = |late: u32| {
        let text = published(&mut council, day("2026-10-31"), &of_staff(part(late)));
        let mut lines = text.lines().filter(|line| line.starts_with("| Staff"));
        let rows = [lines.next(), lines.next()].map(|line| line.unwrap().to_owned());
        assert!(text.contains("1 to 9, or"), "{text}");
        assert!(text.contains("nearest 50"), "{text}");
        rows
    };
    let [fell_due, position] = row(9);
    assert_eq!(
        fell_due,
        "| Staff supervisions | 150 | 90 | c | c | c | 71% |"
    );
    assert_eq!(position, "| Staff | k | 12 | 0 | 0 | 100% |");
    let [fell_due, _] = row(10);
    assert_eq!(
        fell_due,
        "| Staff supervisions | 150 | 90 | 10 | 15 | 12 | 71% |"
    );
}

fn few() -> impl Strategy<Value = u32> {
    prop_oneof![3 => Just(0_u32), 3 => 1_u32..=5, 2 => 6_u32..=12]
}

fn part(overdue: usize) -> impl Strategy<Value = Part> {
    let days = prop_oneof![1_i32..29, 29_i32..57, 57_i32..90];
    let rest = (
        few(),
        few(),
        few(),
        few(),
        prop::collection::vec(days, 0..=overdue),
    );
    (prop_oneof![few(), 20_u32..60], rest).prop_map(|(on_time, rest)| Part {
        on_time,
        late: rest.0,
        later: rest.1,
        missed: rest.2,
        in_date: rest.3,
        overdue: rest.4,
    })
}

fn month() -> impl Strategy<Value = Month> {
    let parts = || prop::collection::vec(part(4), 1..=TEAMS.len());
    (parts(), parts(), (few(), few())).prop_map(|(staff, cases, loads)| Month {
        staff,
        cases,
        loads,
    })
}

/// A month later: some of those overdue still are.
fn later(before: &[Part], after: &[Part], stays: &[bool]) -> Vec<Part> {
    let parts = before.iter().zip(after).zip(stays.chunks(5));
    let parts = parts.map(|((before, after), stays)| {
        let still = before
            .overdue
            .iter()
            .zip(stays)
            .filter(|(_, stays)| **stays);
        let mut overdue: Vec<i32> = still.map(|(days, _)| days + 30).collect();
        overdue.extend(after.overdue.iter().filter(|days| **days < 30));
        Part {
            overdue,
            ..after.clone()
        }
    });
    parts.collect()
}

#[test]
fn no_suppressed_count_can_be_worked_out() {
    let council = RefCell::new(council());
    let figures = Cell::new((0, 0));
    let mut runner = TestRunner::new(Config {
        cases: 96,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..Config::default()
    });
    let stays = prop::collection::vec(any::<bool>(), 40);
    let tried = runner.run(&(month(), month(), stays), |(first, second, stays)| {
        let second = Month {
            staff: later(&first.staff, &second.staff, &stays),
            cases: later(&first.cases, &second.cases, &stays[20..]),
            ..second
        };
        let (known, text) = known(&mut council.borrow_mut(), &[first, second]);
        let (open, suppressed) = figures.get();
        figures.set((open + known.open, suppressed + known.suppressed.len()));
        prop_assert_eq!(known.leaks(), [""; 0], "{}", text);
        Ok(())
    });
    tried.unwrap();
    let (open, suppressed) = figures.get();
    assert!(open > 500 && suppressed > 500, "{open}, {suppressed}");
}
