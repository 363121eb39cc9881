//! Audits of files, and what else is done now and then for the whole council: surveys, reports.

use oversight::calendar::Day;

use crate::cases::weekday;
use crate::model::{Activity, World};
use crate::profile::on;
use crate::rng::Rng;

/// What an audit looks at.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// No file: a survey, a report.
    Nothing,
    /// The file of somebody of this role, or of anybody, whom the auditor supervises.
    Supervisee(Option<&'static str>),
    /// The file of anybody in the council.
    Anybody,
    /// The file of a case open in a team of the auditor.
    Case,
}

/// One thing that is done again and again by whoever has a role.
#[derive(Clone, Copy, Debug)]
struct Habit {
    folder: &'static str,
    kind: &'static str,
    by: &'static str,
    of: Of,
    /// Months from one to the next, and the last of them.
    months: i32,
    last: (i32, u32, u32),
    /// How many at a time.
    number: usize,
    /// How often it is left out, of a thousand.
    skipped: i32,
}

const HABITS: &[Habit] = &[
    Habit {
        folder: "newcastle",
        kind: "supervision-report",
        by: "assistant-director",
        of: Of::Nothing,
        months: 1,
        last: (2026, 10, 15),
        number: 1,
        skipped: 0,
    },
    Habit {
        folder: "tameside",
        kind: "supervision-audit",
        by: "head-of-service",
        of: Of::Nothing,
        months: 12,
        last: (2026, 3, 12),
        number: 1,
        skipped: 0,
    },
    Habit {
        folder: "haringey",
        kind: "case-audit",
        by: "team-manager",
        of: Of::Case,
        months: 1,
        last: (2026, 10, 8),
        number: 2,
        skipped: 60,
    },
    // The survey of 2026 is late.
    Habit {
        folder: "st-helens",
        kind: "health-check",
        by: "head-of-service",
        of: Of::Nothing,
        months: 12,
        last: (2025, 9, 22),
        number: 1,
        skipped: 0,
    },
    Habit {
        folder: "st-helens",
        kind: "supervision-audit",
        by: "head-of-service",
        of: Of::Anybody,
        months: 6,
        last: (2026, 6, 10),
        number: 3,
        skipped: 0,
    },
    Habit {
        folder: "luton",
        kind: "file-audit",
        by: "service-manager",
        of: Of::Supervisee(Some("team-manager")),
        months: 1,
        last: (2026, 10, 12),
        number: 1,
        skipped: 90,
    },
    Habit {
        folder: "luton",
        kind: "file-audit",
        by: "head-of-service",
        of: Of::Anybody,
        months: 6,
        last: (2026, 6, 16),
        number: 3,
        skipped: 0,
    },
    Habit {
        folder: "luton",
        kind: "file-audit",
        by: "service-director",
        of: Of::Supervisee(None),
        months: 3,
        last: (2026, 9, 3),
        number: 1,
        skipped: 0,
    },
];

/// Audits, after everything else, so that nothing else depends on it.
pub fn make(folder: &str, rng: &mut Rng, taken: Day, world: &mut World) {
    let mut made = Vec::new();
    for habit in HABITS.iter().filter(|habit| habit.folder == folder) {
        for by in 0..world.people.len() {
            if world.people[by].role == habit.by && !world.people[by].unlisted {
                made.extend(series(rng, taken, world, by, habit));
                // What is done for the council is done by one of them.
                if matches!(habit.of, Of::Nothing) {
                    break;
                }
            }
        }
    }
    made.sort_by_key(|activity| activity.date);
    world.activities.append(&mut made);
    world.activities.sort_by_key(|activity| activity.date);
}

/// One person's, of the last fourteen months or the last two.
fn series(rng: &mut Rng, taken: Day, world: &World, by: usize, habit: &Habit) -> Vec<Activity> {
    let mut made = Vec::new();
    let number = (13 / habit.months).max(1);
    for back in (0..=number).rev() {
        let date = on(habit.last).plus_months(-back * habit.months);
        let date = if matches!(habit.of, Of::Nothing) {
            date
        } else {
            date.plus_days(rng.between(0, 12))
        };
        let date = weekday(date);
        let skipped = rng.chance(habit.skipped);
        let there = world.people[by].in_post(date) && !world.away(by, date);
        let mut left = files(world, by, date, habit.of);
        if date > taken || skipped || !there || is_weak(world, by, date) {
            continue;
        }
        for _ in 0..habit.number {
            let (person, case) = match (habit.of, left.is_empty()) {
                (Of::Nothing, _) => (None, None),
                (_, true) => continue,
                (Of::Case, false) => (None, Some(left.remove(rng.below(left.len())))),
                (Of::Supervisee(_) | Of::Anybody, false) => {
                    (Some(left.remove(rng.below(left.len()))), None)
                }
            };
            made.push(Activity {
                kind: habit.kind,
                date,
                person,
                by: Some(by),
                case,
            });
        }
    }
    made
}

/// Whether the auditor's own team has its troubles on a day.
fn is_weak(world: &World, by: usize, day: Day) -> bool {
    let mut own = world.teams.iter().filter(|team| team.manager == by);
    own.any(|team| team.weak_since.is_some_and(|since| since <= day))
}

/// The people or the cases whose files may be looked at.
fn files(world: &World, by: usize, day: Day, of: Of) -> Vec<usize> {
    let people = |fits: &dyn Fn(usize) -> bool| {
        let all =
            (0..world.people.len()).filter(|one| *one != by && world.people[*one].in_post(day));
        all.filter(|one| !world.people[*one].unlisted && fits(*one))
            .collect()
    };
    match of {
        Of::Nothing => Vec::new(),
        Of::Anybody => people(&|one| {
            let above = world.people[by].supervisor;
            above != Some(one) && world.people[one].supervisor.is_some()
        }),
        Of::Supervisee(role) => people(&|one| {
            let person = &world.people[one];
            person.supervisor == Some(by) && role.is_none_or(|role| person.role == role)
        }),
        Of::Case => {
            let own = |team: usize| world.teams[team].manager == by;
            let open = |case: &usize| {
                world.cases[*case].episodes.iter().any(|episode| {
                    let closed = episode.closed.is_some_and(|closed| closed <= day);
                    own(episode.team) && episode.opened <= day && !closed
                })
            };
            (0..world.cases.len()).filter(open).collect()
        }
    }
}
