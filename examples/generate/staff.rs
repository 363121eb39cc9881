//! The workforce: leaders, teams, joiners, leavers, and a few whose story every council knows.

use oversight::calendar::Day;

use crate::Scale;
use crate::model::{Absence, EarlierPost, Extra, Person, Team, World};
use crate::names;
use crate::profile::{ManagerStory, Profile, on};
use crate::rng::Rng;

/// First days of the newly qualified: in week 2, month 3, month 8 and just past the year at the end of October 2026.
const ASYE_STARTS: [(i32, u32, u32); 4] =
    [(2026, 10, 19), (2026, 8, 3), (2026, 3, 2), (2025, 9, 29)];

/// Social workers for one newly qualified in a council larger than its story.
const ASYE_EVERY: usize = 9;

/// Makes teams and people.
pub fn make(profile: &Profile, scale: &Scale, rng: &mut Rng, world: &mut World) {
    let leaders = profile.leaders.len();
    let wanted = scale.staff.max(leaders + 2 + 3 * profile.teams.len());
    let teams = profile.teams.len().max((wanted - leaders - 2) / 9);
    let service_managers = 2.max(teams / 8);
    lead(profile, service_managers, rng, world);
    let members = wanted - leaders - service_managers;
    for team in 0..teams {
        let size = members / teams + usize::from(team < members % teams);
        let manager = fill(profile, team, size, rng, world);
        world.people[manager].supervisor = Some(leaders + team % service_managers);
    }
    newly_qualified(rng, world);
    change_of_manager(profile, rng, world);
    leavers_and_joiners(scale, rng, world);
    movers(world);
    away(profile, rng, world);
    forget(profile, world);
    (profile.cast)(rng, world);
    number(profile, rng, world);
}

fn lead(profile: &Profile, service_managers: usize, rng: &mut Rng, world: &mut World) {
    let (name, service) = profile.leadership;
    world.teams.push(Team {
        name: format!("{}{name}", world.prefix),
        service,
        manager: 0,
        former: None,
        senior: None,
        weak_since: None,
    });
    for (at, role) in profile.leaders.iter().enumerate() {
        let mut leader = person(profile, role, 0, rng, world);
        leader.supervisor = at.checked_sub(1);
        world.people.push(leader);
    }
    for _ in 0..service_managers {
        let mut manager = person(profile, profile.service_manager, 0, rng, world);
        manager.supervisor = Some(profile.leaders.len() - 1);
        world.people.push(manager);
    }
}

/// Makes one team, its manager first and then the members, and gives the manager's place.
fn fill(profile: &Profile, number: usize, size: usize, rng: &mut Rng, world: &mut World) -> usize {
    let spec = &profile.teams[number % profile.teams.len()];
    let again = number / profile.teams.len();
    let name = if again == 0 {
        spec.name.to_owned()
    } else {
        format!("{} {}", spec.name, again + 1)
    };
    let team = world.teams.len();
    let manager = world.people.len();
    world.teams.push(Team {
        name: format!("{}{name}", world.prefix),
        service: spec.service,
        manager,
        former: None,
        senior: None,
        weak_since: (number == profile.weak.team).then(|| on(profile.weak.since)),
    });
    let members = spec.roles.get(1..).unwrap_or(&[]);
    for place in 0..size {
        let role = if place == 0 {
            spec.roles[0]
        } else {
            members[(place - 1) % members.len()]
        };
        let mut member = person(profile, role, team, rng, world);
        member.supervisor = Some(manager);
        if place > 0 && world.teams[team].senior.is_none() && role.starts_with("senior") {
            world.teams[team].senior = Some(world.people.len());
        }
        world.people.push(member);
    }
    manager
}

fn person(
    profile: &Profile,
    role: &'static str,
    team: usize,
    rng: &mut Rng,
    world: &World,
) -> Person {
    let start = monday(on((2025, 9, 1)).plus_days(-rng.between(30, 3600)));
    let qualified =
        is_social_worker(role).then(|| monday(start.plus_days(-rng.between(200, 3000))));
    let managing = role.ends_with("manager") || team == 0;
    let hours = if managing || rng.chance(780) {
        370
    } else {
        *rng.pick(&[185, 222, 296, 300])
    };
    let employment = match rng.between(0, 99) {
        0..=11 if is_social_worker(role) => "agency",
        12..=15 => "fixed-term",
        _ => "permanent",
    };
    Person {
        id: String::new(),
        name: names::name(rng, world.people.len(), profile.names),
        role,
        team,
        supervisor: None,
        start,
        end: None,
        earlier: None,
        qualified,
        hours,
        employment,
        asye: false,
        holds_cases: profile.case_roles.contains(&role),
        unlisted: false,
        forgotten_since: None,
        load: i32::try_from(hours / 37).unwrap_or(10),
        extra: Extra::new(),
    }
}

/// Whether a role needs the qualification.
pub fn is_social_worker(role: &str) -> bool {
    [
        "social-worker",
        "senior-practitioner",
        "advanced-practitioner",
    ]
    .contains(&role)
        || role.ends_with("manager")
}

/// The Monday of a day's week.
pub fn monday(day: Day) -> Day {
    day.plus_days(-i32::try_from(day.weekday().num_days_from_monday()).unwrap_or(0))
}

fn newly_qualified(rng: &mut Rng, world: &mut World) {
    let workers: Vec<usize> = (0..world.people.len())
        .filter(|at| world.people[*at].role == "social-worker")
        .collect();
    // One in each of the first teams, then every ninth social worker of a larger council.
    let mut chosen: Vec<usize> = Vec::new();
    for at in &workers {
        let team = world.people[*at].team;
        let fresh = chosen.iter().all(|other| world.people[*other].team != team);
        if fresh && chosen.len() < ASYE_STARTS.len() {
            chosen.push(*at);
        }
    }
    let more = workers
        .iter()
        .skip(60)
        .step_by(ASYE_EVERY)
        .filter(|at| !chosen.contains(at));
    let more: Vec<usize> = more.copied().collect();
    for (number, at) in chosen.into_iter().chain(more).enumerate() {
        let start = match ASYE_STARTS.get(number) {
            Some(start) => on(*start),
            None => monday(on((2026, 10, 20)).plus_days(-rng.between(0, 420))),
        };
        let worker = &mut world.people[at];
        worker.start = start;
        worker.qualified = Some(monday(start.plus_days(-rng.between(40, 110))));
        worker.asye = true;
        worker.employment = "permanent";
        worker.hours = 370;
        worker.load = 7;
    }
}

/// The manager of the weak team falls ill, or leaves and is followed by somebody from an agency.
fn change_of_manager(profile: &Profile, rng: &mut Rng, world: &mut World) {
    let team = profile.weak.team + 1;
    let manager = world.teams[team].manager;
    match profile.weak.manager {
        ManagerStory::Stretched => {}
        ManagerStory::Sick(from) => world.absences.push(Absence {
            person: manager,
            from: on(from),
            to: None,
            reason: "sickness",
        }),
        ManagerStory::Left(left, next) => {
            let mut former = person(profile, world.people[manager].role, team, rng, world);
            former.supervisor = world.people[manager].supervisor;
            former.end = Some(on(left));
            world.people[manager].start = on(next);
            world.people[manager].employment = "agency";
            world.teams[team].former = Some(world.people.len());
            world.people.push(former);
        }
    }
}

/// Whether a person has no part in the story yet.
fn is_plain(world: &World, at: usize) -> bool {
    let person = &world.people[at];
    let manages = person.team == 0
        || world.teams[person.team].manager == at
        || person.role.ends_with("manager");
    !manages
        && !person.asye
        && person.end.is_none()
        && person.earlier.is_none()
        && person.start < on((2025, 9, 1))
}

fn leavers_and_joiners(scale: &Scale, rng: &mut Rng, world: &mut World) {
    let plain: Vec<usize> = (0..world.people.len())
        .filter(|at| is_plain(world, *at))
        .collect();
    let span = scale.taken.days_since(scale.from);
    for (turn, at) in plain.iter().enumerate() {
        let person = &mut world.people[*at];
        match turn % 10 {
            3 => {
                // The first to leave is the one whom the staff export has forgotten.
                person.unlisted = turn == 13;
                let last = if person.unlisted {
                    span / 6 + 20
                } else {
                    span - 60
                };
                let day = scale.from.plus_days(rng.between(span / 6, last));
                person.end = Some(monday(day).plus_days(4));
            }
            6 => {
                let start = monday(scale.from.plus_days(rng.between(span / 8, span - 40)));
                person.start = start;
                let qualified = person
                    .qualified
                    .map(|_| monday(start.plus_days(-rng.between(500, 3000))));
                person.qualified = qualified;
            }
            _ => {}
        }
    }
    if let Some(last) = plain.get(23) {
        world.people[*last].end = Some(on((2026, 10, 23)));
        world.people[*last].unlisted = false;
    }
    if let Some(next) = plain.get(25) {
        world.people[*next].end = Some(on((2026, 11, 27)));
    }
}

/// One promotion and one return after half a year.
fn movers(world: &mut World) {
    let plain: Vec<usize> = (0..world.people.len())
        .filter(|at| is_plain(world, *at))
        .collect();
    let promoted = plain
        .iter()
        .find(|at| world.people[**at].role.starts_with("senior"));
    if let Some(at) = promoted {
        let person = &mut world.people[*at];
        let before = person.start;
        person.start = on((2026, 3, 2));
        person.earlier = Some(EarlierPost {
            role: "social-worker",
            team: person.team,
            start: before,
            end: person.start,
        });
    }
    let back = plain
        .iter()
        .rev()
        .find(|at| world.people[**at].role == "social-worker");
    if let Some(at) = back {
        let person = &mut world.people[*at];
        let before = person.start;
        person.start = on((2026, 5, 11));
        person.earlier = Some(EarlierPost {
            role: "social-worker",
            team: person.team,
            start: before,
            end: on((2025, 11, 14)),
        });
    }
}

/// Two long absences and a few short ones.
fn away(profile: &Profile, rng: &mut Rng, world: &mut World) {
    let weak = profile.weak.team + 1;
    let plain: Vec<usize> = (0..world.people.len())
        .filter(|at| is_plain(world, *at) && world.people[*at].team != weak)
        .collect();
    let mut add = |at: usize, from: Day, to: Option<Day>, reason: &'static str| {
        world.absences.push(Absence {
            person: at,
            from,
            to,
            reason,
        });
    };
    if let [first, second, ..] = plain.as_slice() {
        add(*first, on((2026, 6, 8)), None, "parental-leave");
        add(
            *second,
            on((2026, 1, 19)),
            Some(on((2026, 3, 13))),
            "sickness",
        );
    }
    for at in plain.iter().skip(5).step_by(6) {
        let from = monday(on((2025, 11, 3)).plus_days(rng.between(0, 320)));
        add(
            *at,
            from,
            Some(from.plus_days(rng.between(4, 18))),
            "sickness",
        );
    }
}

/// Three people in the weak team whom nobody has seen for a time, one of them since July, and somebody elsewhere.
fn forget(profile: &Profile, world: &mut World) {
    let weak = profile.weak.team + 1;
    let there =
        |world: &World, at: &usize| is_plain(world, *at) && !world.away(*at, on((2026, 10, 1)));
    let people: Vec<usize> = (0..world.people.len())
        .filter(|at| there(world, at))
        .collect();
    let in_weak: Vec<usize> = people
        .iter()
        .copied()
        .filter(|at| world.people[*at].team == weak)
        .collect();
    for (at, day) in in_weak
        .into_iter()
        .zip([(2026, 7, 17), (2026, 8, 28), (2026, 9, 14)])
    {
        world.people[at].forgotten_since = Some(on(day));
    }
    let elsewhere = people
        .iter()
        .rev()
        .find(|at| world.people[**at].team != weak);
    if let Some(at) = elsewhere {
        world.people[*at].forgotten_since = Some(on((2026, 9, 4)));
    }
}

/// Gives everybody an id, in the order in which they came.
fn number(profile: &Profile, rng: &mut Rng, world: &mut World) {
    let mut order: Vec<usize> = (0..world.people.len()).collect();
    let came = |person: &Person| {
        person
            .earlier
            .as_ref()
            .map_or(person.start, |post| post.start)
    };
    order.sort_by_key(|at| came(&world.people[*at]));
    let (prefix, mut number) = profile.staff_ids;
    for at in order {
        number += rng.between(3, 60);
        world.people[at].id = format!("{prefix}{number}");
    }
}
