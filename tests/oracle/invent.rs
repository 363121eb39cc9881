//! Random councils: rules, people, children, sessions.

use std::collections::BTreeMap;

use super::calendar::{Date, Interval, Unit, day, interval, minus, plus};
use super::chance::Chance;
use super::invent_reviews::reviews;
use super::invent_rules::rules;
use super::world::{Absence, Row, Session, Subject, Table, World};

/// How large a world is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) rules: u32,
    pub(crate) subjects: u32,
}

const CLOSURES: [(i32, u32, u32); 6] = [
    (2023, 12, 25),
    (2023, 12, 26),
    (2024, 1, 1),
    (2024, 3, 29),
    (2024, 4, 1),
    (2024, 8, 26),
];

pub(crate) fn world(chance: &mut Chance, size: Size) -> World {
    let mut all_rules = rules(chance, Table::Staff, size.rules);
    if chance.percent(80) {
        all_rules.extend(rules(chance, Table::Case, size.rules));
    }
    for table in [Table::Staff, Table::Case] {
        if chance.percent(40) {
            all_rules.extend(reviews(chance, table));
        }
    }
    let mut world = World {
        closures: CLOSURES.map(|(y, m, d)| day(y, m, d)).to_vec(),
        rules: all_rules,
        subjects: Vec::new(),
        sessions: Vec::new(),
        activity: Vec::new(),
        absences: Vec::new(),
        covers_from: None,
        as_of: plus(day(2023, 10, 2), chance.below(330)),
    };
    for number in 0..chance.between(1, size.subjects) {
        let table = if chance.percent(50) {
            Table::Case
        } else {
            Table::Staff
        };
        let subject = subject(chance, table, number);
        sessions(chance, &subject, &mut world);
        activity(chance, &subject, &mut world);
        if table == Table::Staff {
            absences(chance, &subject, &mut world);
        }
        world.subjects.push(subject);
    }
    if chance.percent(30) {
        world.covers_from = Some(plus(day(2023, 1, 2), chance.below(500)));
    }
    world
}

fn subject(chance: &mut Chance, table: Table, number: u32) -> Subject {
    let mut rows: Vec<Row> = Vec::new();
    let mut opened = plus(day(2023, 7, 3), chance.below(250));
    let born = plus(minus(opened, 18 * 365 + 30), chance.below(300));
    let qualified = minus(opened, chance.below(500));
    let count = chance.pick(&[1, 2, 3, 4, 3]);
    for index in 0..count {
        let mut row = row(chance, table, opened);
        if table == Table::Case && number % 7 != 6 {
            row.dates.insert("date_of_birth", born);
        } else if table == Table::Staff && number % 7 != 6 {
            row.dates.insert("qualified_date", qualified);
        }
        let last = index + 1 == count;
        let length = chance.pick(&[90, 30, 60, 150, 0, 45]) + chance.below(20);
        let closing = plus(opened, length);
        let stays_open = chance.percent(if last { 60 } else { 25 });
        row.closed = (!stays_open).then_some(closing);
        rows.push(row);
        let pause = chance.pick(&[0, 0, 0, 1, 5, 6, 7, 8, 9, 12, 40]);
        opened = plus(closing, pause).max(plus(opened, 1));
        // Where the next row begins on the day after an end, nothing ended.
        if let Some(row) = rows
            .last_mut()
            .filter(|row| !last && row.closed.is_some_and(|closed| plus(closed, 1) == opened))
        {
            row.closed = Some(opened);
        }
    }
    let id = match table {
        Table::Staff => format!("S{number}"),
        Table::Case => format!("C{number}"),
    };
    Subject { id, table, rows }
}

fn row(chance: &mut Chance, table: Table, opened: Date) -> Row {
    let mut words = BTreeMap::new();
    let choices: [(&'static str, &[&'static str]); 3] = match table {
        Table::Staff => [
            ("role", &["social-worker", "senior", "manager"]),
            ("team", &["north", "south", ""]),
            ("asye", &["no", "yes", ""]),
        ],
        Table::Case => [
            (
                "case_type",
                &["assessment", "child-protection", "looked-after"],
            ),
            ("risk", &["low", "high", ""]),
            ("team", &["north", "south", ""]),
        ],
    };
    for (column, values) in choices {
        let word = chance.pick(values);
        if !word.is_empty() {
            words.insert(column, word);
        }
    }
    let mut dates = BTreeMap::new();
    for column in ["decision_on", "review_on"] {
        if chance.percent(65) {
            dates.insert(column, plus(minus(opened, 40), chance.below(200)));
        }
    }
    // The last time something was done: soon after the start as a rule, and perhaps after the as-of day.
    if chance.percent(60) {
        dates.insert("seen_on", plus(minus(opened, 10), chance.below(120)));
    }
    Row {
        opened,
        closed: None,
        words,
        dates,
    }
}

/// Sessions about as often as the rules want them, and on the days on which something else happens.
fn sessions(chance: &mut Chance, subject: &Subject, world: &mut World) {
    if chance.percent(5) {
        return;
    }
    let paces: Vec<Interval> = chance.pick(&[
        vec![interval(4, Unit::Weeks), interval(1, Unit::Months)],
        vec![interval(1, Unit::Weeks), interval(2, Unit::Weeks)],
        vec![interval(1, Unit::Months), interval(6, Unit::Weeks)],
        vec![interval(20, Unit::WorkingDays), interval(2, Unit::Months)],
        vec![interval(2, Unit::Weeks), interval(3, Unit::Weeks)],
    ]);
    let end = plus(world.as_of, 40);
    let mut date = plus(minus(subject.rows[0].opened, 12), chance.below(25));
    while date < end {
        let times = if chance.percent(6) { 2 } else { 1 };
        for _ in 0..times {
            let session = session(chance, subject, date);
            world.sessions.push(session);
        }
        let pace = chance.pick(&paces).after(date, &world.closures);
        date = match chance.below(6) {
            0 => pace,
            1 => plus(pace, 1),
            2 => plus(pace, chance.below(40)),
            3 => minus(pace, chance.below(5)),
            4 => plus(date, chance.between(1, 30)),
            _ => plus(pace, chance.below(8)),
        };
    }
    for row in &subject.rows {
        for day in [Some(row.opened), row.closed].into_iter().flatten() {
            if chance.percent(12) {
                let session = session(chance, subject, day);
                world.sessions.push(session);
            }
        }
    }
}

fn session(chance: &mut Chance, subject: &Subject, date: Date) -> Session {
    let status = chance.pick(&[
        "held",
        "held",
        "held",
        "",
        "held",
        "held",
        "cancelled",
        "did-not-attend",
        "held",
    ]);
    let (kind, depth, staff, case) = match subject.table {
        Table::Staff => (
            chance.pick(&["personal", "personal", "personal", "personal", "informal"]),
            chance.pick(&["", "full", "", "light"]),
            Some(subject.id.clone()),
            chance.percent(8).then(|| "C1".to_owned()),
        ),
        Table::Case => (
            chance.pick(&["case", "case", "case", "personal", "group"]),
            chance.pick(&["", "full", "light"]),
            chance.percent(20).then(|| "S0".to_owned()),
            Some(subject.id.clone()),
        ),
    };
    Session {
        date,
        kind,
        status,
        depth,
        staff,
        case,
    }
}

/// What else is done about a subject: about as often as reviews are owed.
fn activity(chance: &mut Chance, subject: &Subject, world: &mut World) {
    let end = plus(world.as_of, 40);
    let mut date = plus(minus(subject.rows[0].opened, 12), chance.below(40));
    while date < end && chance.percent(90) {
        let id = Some(subject.id.clone());
        let (staff, case) = match subject.table {
            Table::Staff => (id, None),
            Table::Case => (chance.percent(20).then(|| "S0".to_owned()), id),
        };
        world.activity.push(Session {
            date,
            kind: chance.pick(&["appraisal", "appraisal", "visit", "file-audit"]),
            status: "",
            depth: "",
            staff,
            case,
        });
        let pace = chance.pick(&[interval(1, Unit::Months), interval(4, Unit::Weeks)]);
        let next = pace.after(date, &world.closures);
        date = match chance.below(4) {
            0 => next,
            1 => plus(next, 1),
            2 => plus(date, chance.between(1, 30)),
            _ => plus(next, chance.below(60)),
        };
    }
}

fn absences(chance: &mut Chance, subject: &Subject, world: &mut World) {
    let mut from = plus(subject.rows[0].opened, chance.below(60));
    while chance.percent(55) {
        let length = chance.pick(&[3, 6, 13, 14, 20, 60]);
        let to = plus(from, length);
        world.absences.push(Absence {
            staff: subject.id.clone(),
            from,
            to: (!chance.percent(10)).then_some(to),
        });
        from = plus(
            from,
            chance.pick(&[length + 1, length + 2, length, 3, 90]).max(1),
        );
    }
}
