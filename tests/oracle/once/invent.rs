//! Random councils of what is owed once or asked for on one day.

use crate::oracle::calendar::{Date, Interval, Unit, Window, day, interval, minus, plus};
use crate::oracle::chance::Chance;

use super::council::{Amount, Clause, Council, Deadline, Duty, Must, Per, Person, Post, Session};

pub(crate) fn council(chance: &mut Chance, people: u32) -> Council {
    let mut council = Council {
        closures: vec![day(2024, 3, 29), day(2024, 4, 1), day(2024, 5, 6)],
        clauses: Vec::new(),
        people: Vec::new(),
        sessions: Vec::new(),
        covers_from: None,
        as_of: plus(day(2024, 3, 1), chance.below(200)),
    };
    for number in 0..chance.between(1, 4) {
        council.clauses.push(clause(chance, number));
    }
    for number in 0..chance.between(1, people) {
        let person = person(chance, number, council.as_of);
        sessions(chance, &person, &mut council);
        council.people.push(person);
    }
    if chance.percent(30) {
        council.covers_from = Some(plus(day(2023, 6, 1), chance.below(400)));
    }
    council
}

fn clause(chance: &mut Chance, number: u32) -> Clause {
    let duty = match chance.below(6) {
        0 => Duty::Recording {
            from_draft: chance.percent(40),
            deadline: deadline(chance),
        },
        1 => Duty::Agreement {
            from: chance.pick(&[vec![], vec!["since"], vec!["start_date", "since"]]),
            deadline: deadline(chance),
        },
        2 => Duty::Rearrangement {
            extra: chance.percent(30),
            deadline: deadline(chance),
        },
        3 => total(chance),
        4 => schedule(chance),
        _ => {
            let time = chance.pick(&[interval(60, Unit::Days), interval(6, Unit::Months)]);
            Duty::File(chance.pick(&[Must::NotReached, Must::Under(time), Must::AtMost(time)]))
        }
    };
    let words: &[&str] = match duty {
        Duty::Recording { .. } | Duty::Rearrangement { .. } => &["personal", "case"],
        Duty::Agreement { .. } | Duty::Total { .. } | Duty::Schedule { .. } | Duty::File(_) => {
            &["social-worker", "manager"]
        }
    };
    let table = match duty {
        Duty::Recording { .. } => "record",
        Duty::Agreement { .. } => "agreement",
        Duty::Rearrangement { .. } => "again",
        Duty::Total { .. } => "total",
        Duty::Schedule { .. } => "plan",
        Duty::File(_) => "file",
    };
    Clause {
        id: format!("{table}-{number}"),
        whom: chance.percent(40).then(|| chance.pick(words)),
        duty,
    }
}

fn deadline(chance: &mut Chance) -> Deadline {
    let (within, target) = chance.pick(&[
        (
            interval(5, Unit::WorkingDays),
            interval(2, Unit::WorkingDays),
        ),
        (interval(14, Unit::Days), interval(1, Unit::Weeks)),
        (interval(1, Unit::Months), interval(10, Unit::WorkingDays)),
        (interval(6, Unit::Weeks), interval(1, Unit::Months)),
    ]);
    let within = (!chance.percent(15)).then_some(within);
    Deadline {
        target: within.and_then(|_| chance.percent(30).then_some(target)),
        roll: within.is_some() && chance.percent(25),
        within,
    }
}

fn total(chance: &mut Chance) -> Duty {
    let per = chance.pick(&[
        Per::Rolling(interval(3, Unit::Months)),
        Per::Rolling(interval(3, Unit::Weeks)),
        Per::Rolling(interval(1, Unit::Years)),
        Per::Rolling(interval(45, Unit::Days)),
        Per::Rolling(interval(30, Unit::WorkingDays)),
        Per::Fixed(Window::Month),
        Per::Fixed(Window::Quarter),
        Per::Fixed(Window::Year),
        Per::Fixed(Window::FinancialYear),
    ]);
    let number = chance.pick(&[1, 2, 2, 3, 4, 6, 9]);
    let amount = if chance.percent(30) {
        Amount::Hours
    } else {
        Amount::Sessions
    };
    let more = number + chance.between(1, 4);
    Duty::Total {
        at_least: amount(number),
        target: chance.percent(30).then(|| amount(more)),
        per,
    }
}

fn schedule(chance: &mut Chance) -> Duty {
    let ahead: Option<Interval> = chance.pick(&[
        None,
        Some(interval(2, Unit::Months)),
        Some(interval(40, Unit::WorkingDays)),
        Some(interval(8, Unit::Weeks)),
    ]);
    let every = chance.pick(&[
        None,
        Some(interval(1, Unit::Months)),
        Some(interval(20, Unit::WorkingDays)),
    ]);
    Duty::Schedule {
        every: every.filter(|_| ahead.is_some()),
        ahead,
    }
}

fn person(chance: &mut Chance, number: u32, as_of: Date) -> Person {
    let mut posts = Vec::new();
    let mut start = plus(day(2023, 6, 1), chance.below(300));
    let count = chance.pick(&[1, 1, 2, 3]);
    for index in 0..count {
        let length = chance.between(20, 200);
        let end = plus(start, length);
        let leaves = index + 1 < count || chance.percent(35);
        let mut date = |from: Date, over: u32| {
            (!chance.percent(20)).then(|| plus(minus(from, 20), chance.below(over)))
        };
        posts.push(Post {
            start,
            end: leaves.then_some(end),
            role: "social-worker",
            since: date(start, 120),
            signed: date(start, 140),
            checked: date(minus(as_of, 190), 260),
        });
        if let Some(post) = posts.last_mut() {
            post.role = chance.pick(&["social-worker", "social-worker", "manager"]);
        }
        start = plus(end, chance.pick(&[0, 1, 7, 8, 30]));
    }
    Person {
        id: format!("S{number}"),
        posts,
    }
}

fn sessions(chance: &mut Chance, person: &Person, council: &mut Council) {
    let end = plus(council.as_of, 100);
    let mut date = plus(minus(person.posts[0].start, 10), chance.below(30));
    let mut last_called_off = None;
    while date < end {
        let id = format!("N{}", council.sessions.len());
        let status = if date > council.as_of && chance.percent(70) {
            "planned"
        } else {
            chance.pick(&[
                "held",
                "",
                "held",
                "held",
                "cancelled",
                "did-not-attend",
                "rearranged",
            ])
        };
        let after = |chance: &mut Chance, percent: u32| {
            let days = chance.pick(&[0, 1, 3, 5, 7, 8, 14, 15, 31, 45]);
            let slip = chance.percent(5);
            let day = if slip {
                minus(date, 1)
            } else {
                plus(date, days)
            };
            chance.percent(percent).then_some(day)
        };
        let session = Session {
            id,
            date,
            kind: chance.pick(&["personal", "personal", "personal", "case"]),
            status,
            person: if chance.percent(3) {
                "S99".to_owned()
            } else {
                person.id.clone()
            },
            by: chance.pick(&["M1", "M1", "M2", "", "M9"]),
            link: last_called_off.filter(|_| chance.percent(50)),
            drafted: after(chance, 70),
            recorded: after(chance, 80),
            minutes: chance.percent(85).then(|| chance.pick(&[30, 60, 90, 120])),
        };
        if session.is_called_off() {
            last_called_off = Some(date);
        }
        council.sessions.push(session);
        date = plus(date, chance.pick(&[28, 1, 3, 5, 7, 9, 14, 30, 31, 45]));
    }
}
