//! Children's cases: how they open, change type, risk and worker, and close.

use oversight::calendar::{Day, WorkingDays};

use crate::Scale;
use crate::model::{Case, Episode, Extra, World};
use crate::profile::{KindSpec, Profile, on};
use crate::rng::Rng;

/// Children no session named since then, in the weak team.
const FORGOTTEN: [(i32, u32, u32); 3] = [(2026, 5, 22), (2026, 6, 19), (2026, 7, 3)];

/// Makes every case, allocates it, and numbers them in the order of their openings.
pub fn make(
    profile: &Profile,
    scale: &Scale,
    working: &WorkingDays,
    rng: &mut Rng,
    world: &mut World,
) {
    let mut made: Vec<Case> = Vec::with_capacity(scale.cases);
    let mut family = 0;
    for _ in 0..scale.cases {
        let case = match made.last() {
            Some(sibling) if rng.chance(170) => brother_or_sister(sibling, rng),
            _ => {
                family += 1;
                alone(profile, scale, working, family, rng)
            }
        };
        made.push(case);
    }
    let mut allocator = Allocator::new(profile, scale.from, rng, world);
    let mut like: Option<usize> = None;
    for at in 0..made.len() {
        let sibling = at > 0 && made[at].family == made[at - 1].family;
        allocator.allocate(like.filter(|_| sibling), &mut made[at]);
        like = made[at].episodes.first().and_then(|episode| episode.worker);
        allocator.hand_over(&mut made[at]);
    }
    for case in &mut made {
        if rng.chance(90) {
            change_risk(case, rng);
        }
        for episode in &mut case.episodes {
            (profile.episode)(rng, episode);
        }
    }
    made.sort_by_key(|case| case.episodes.first().map(|episode| episode.opened));
    let (prefix, mut number) = profile.case_ids;
    for case in &mut made {
        number += rng.between(2, 40);
        case.id = format!("{prefix}{number}");
    }
    forget(profile, &mut made);
    world.cases = made;
}

fn alone(
    profile: &Profile,
    scale: &Scale,
    working: &WorkingDays,
    family: usize,
    rng: &mut Rng,
) -> Case {
    let stock = rng.chance(620);
    let shares: Vec<i32> = profile
        .kinds
        .iter()
        .map(|kind| kind.share[usize::from(!stock)])
        .collect();
    let mut kind = rng.weighted(&shares);
    let spec = &profile.kinds[kind];
    let opened = if stock {
        scale.from.plus_days(-rng.between(5, spec.days[1]))
    } else {
        scale
            .from
            .plus_days(rng.between(1, scale.taken.days_since(scale.from) - 9))
    };
    let mut day = working.next_on_or_after(opened);
    let mut episodes: Vec<Episode> = Vec::new();
    loop {
        let spec = &profile.kinds[kind];
        let [shortest, longest] = spec.days;
        // What was open when the exports begin lasts into them.
        let end = if stock && episodes.is_empty() {
            scale.from.plus_days(rng.between(8, longest * 4 / 5))
        } else {
            day.plus_days(rng.between(shortest, longest))
        };
        let end = working.next_on_or_after(end);
        let closed = (end <= scale.taken.plus_days(-2)).then_some(end);
        episodes.push(episode(kind, spec, day, closed, rng));
        let Some(end) = closed else { break };
        let mut weights = vec![spec.closes];
        weights.extend(spec.next.iter().map(|(_, weight)| *weight));
        match rng.weighted(&weights).checked_sub(1) {
            Some(next) if episodes.len() < 5 => kind = spec.next[next].0,
            _ => break,
        }
        day = end;
    }
    let born = birth(profile, scale, &episodes, rng);
    Case {
        id: String::new(),
        family: format!("F{}", 3000 + family),
        born,
        episodes,
        forgotten_since: None,
    }
}

fn episode(
    kind: usize,
    spec: &KindSpec,
    opened: Day,
    closed: Option<Day>,
    rng: &mut Rng,
) -> Episode {
    Episode {
        kind,
        case_type: spec.case_type,
        service: spec.service,
        team: 0,
        worker: None,
        also: None,
        opened,
        closed,
        risk: ["low", "medium", "high", ""][rng.weighted(&[45, 35, 17, 3])],
        extra: Extra::new(),
    }
}

/// A day of birth that gives the right age at the opening, and 18 years to a child who becomes a care leaver.
fn birth(profile: &Profile, scale: &Scale, episodes: &[Episode], rng: &mut Rng) -> Day {
    let Some(first) = episodes.first() else {
        return scale.from;
    };
    let ages = |episode: &Episode| profile.kinds[episode.kind].ages;
    let [youngest, oldest] = ages(first);
    let grown = |episode: &&Episode| ages(episode)[0] >= 17;
    if youngest < 17
        && let Some(leaver) = episodes.iter().find(grown)
    {
        return leaver
            .opened
            .plus_months(-216)
            .plus_days(-rng.between(0, 6));
    }
    let years = rng.between(youngest, oldest);
    let born = first
        .opened
        .plus_months(-12 * years)
        .plus_days(-rng.between(0, 360));
    let last = episodes
        .last()
        .and_then(|episode| episode.closed)
        .unwrap_or(scale.taken);
    let minor = youngest < 17 && oldest < 18;
    // Nobody stays a child past the eighteenth birthday.
    if minor {
        born.max(
            last.plus_months(-216)
                .plus_days(rng.between(20, 600))
                .min(first.opened),
        )
    } else {
        born
    }
}

fn brother_or_sister(of: &Case, rng: &mut Rng) -> Case {
    let mut case = of.clone();
    case.born = of.born.plus_days(rng.between(300, 900));
    let opened = of
        .episodes
        .first()
        .map_or(of.born, |episode| episode.opened);
    if case.born >= opened {
        case.born = of.born.plus_days(-rng.between(300, 900));
    }
    case
}

/// The Friday before a weekend, else the day itself.
pub fn weekday(day: Day) -> Day {
    match day.weekday().num_days_from_monday() {
        5 => day.previous(),
        6 => day.plus_days(-2),
        _ => day,
    }
}

/// Gives cases to workers, and keeps count of what each has.
struct Allocator<'w> {
    profile: &'w Profile,
    world: &'w World,
    /// The first day of the exports: whoever had an older case before is not in them.
    from: Day,
    rng: &'w mut Rng,
    /// Open cases by worker.
    loads: Vec<i32>,
    /// How much each team can take.
    room: Vec<i32>,
}

impl<'w> Allocator<'w> {
    fn new(profile: &'w Profile, from: Day, rng: &'w mut Rng, world: &'w World) -> Allocator<'w> {
        let mut room = vec![0; world.teams.len()];
        for person in world.people.iter().filter(|person| person.holds_cases) {
            room[person.team] += person.load;
        }
        Allocator {
            profile,
            world,
            from,
            rng,
            loads: vec![0; world.people.len()],
            room,
        }
    }

    /// Gives each episode a team of its service and a worker of that team; siblings go to the same worker.
    fn allocate(&mut self, like: Option<usize>, case: &mut Case) {
        let world = self.world;
        let mut before: Option<usize> = None;
        for episode in &mut case.episodes {
            let day = episode.opened.max(self.from);
            let serves = |team: usize| world.teams[team].service == episode.service;
            let stays = before
                .or(like)
                .filter(|worker| serves(world.people[*worker].team));
            let stays = stays.filter(|worker| is_free(world, *worker, day));
            let teams: Vec<usize> = (1..world.teams.len())
                .filter(|team| serves(*team))
                .collect();
            let weights: Vec<i32> = teams.iter().map(|team| self.room[*team]).collect();
            episode.team = teams[self.rng.weighted(&weights)];
            episode.worker = match stays {
                Some(worker) => Some(worker),
                None if self
                    .rng
                    .chance(self.profile.kinds[episode.kind].unallocated) =>
                {
                    None
                }
                None => self.choose(episode.team, day, None),
            };
            if let Some(worker) = episode.worker {
                episode.team = world.people[worker].team;
                self.loads[worker] += i32::from(episode.closed.is_none());
                if self.rng.chance(25) {
                    episode.also = self.choose(episode.team, day, Some(worker));
                }
            }
            before = episode.worker;
        }
    }

    /// The least busy of three who are free on a day.
    fn choose(&mut self, team: usize, day: Day, but: Option<usize>) -> Option<usize> {
        let people = &self.world.people;
        // People stand team by team behind their manager.
        let first = self.world.teams[team].manager + 1;
        let members = (first..people.len()).take_while(|at| people[*at].team == team);
        let free: Vec<usize> = members
            .filter(|at| {
                people[*at].holds_cases && Some(*at) != but && is_free(self.world, *at, day)
            })
            .collect();
        if free.is_empty() {
            return None;
        }
        let drawn = [(); 3].map(|()| *self.rng.pick(&free));
        let busy = |at: &usize| (self.loads[*at] * 100 / people[*at].load.max(1), *at);
        drawn.into_iter().min_by_key(busy)
    }

    /// Gives the case to a colleague when its worker leaves or goes away for long, and now and then for no reason.
    fn hand_over(&mut self, case: &mut Case) {
        let mut at = 0;
        while at < case.episodes.len() && case.episodes.len() < 9 {
            let episode = &case.episodes[at];
            let begins = episode.opened.max(self.from);
            let leaves = episode
                .worker
                .and_then(|worker| parting(self.world, worker, begins));
            let change = leaves.filter(|day| episode.closed.is_none_or(|closed| *day < closed));
            let lasts = episode
                .closed
                .unwrap_or(on((2026, 11, 5)))
                .days_since(begins);
            let by_chance = episode.worker.is_some() && lasts > 120 && self.rng.chance(110);
            let later = weekday(begins.plus_days(self.rng.between(30, lasts.max(31) - 1)));
            let change = change.or_else(|| by_chance.then_some(later));
            if let Some(day) =
                change.filter(|day| *day > episode.opened && *day <= on((2026, 11, 4)))
            {
                let next = self.successor(episode, day);
                case.episodes[at].closed = Some(day);
                case.episodes.insert(at + 1, next);
            }
            at += 1;
        }
    }

    fn successor(&mut self, episode: &Episode, day: Day) -> Episode {
        let mut next = episode.clone();
        next.opened = day;
        next.also = None;
        next.worker = self.choose(next.team, day, episode.worker);
        let open = i32::from(next.closed.is_none());
        if let Some(before) = episode.worker {
            self.loads[before] -= open;
        }
        if let Some(worker) = next.worker {
            self.loads[worker] += open;
        }
        next
    }
}

fn is_free(world: &World, worker: usize, day: Day) -> bool {
    let person = &world.people[worker];
    let stays = person.end.is_none_or(|end| end > day.plus_days(21));
    person.in_post(day) && stays && !world.away(worker, day)
}

/// The day on which a worker's cases go to others, after the day `since`.
fn parting(world: &World, worker: usize, since: Day) -> Option<Day> {
    let long = |from: Day, to: Option<Day>| to.is_none_or(|to| to.days_since(from) > 28);
    let own = world
        .absences
        .iter()
        .filter(|absence| absence.person == worker && absence.from > since);
    let away = own
        .filter(|absence| long(absence.from, absence.to))
        .map(|absence| absence.from)
        .min();
    let day = match (world.people[worker].end, away) {
        (Some(end), Some(away)) => Some(end.min(away)),
        (end, away) => end.or(away),
    };
    day.map(weekday)
}

/// A new row from the day on which the risk was seen to have changed.
fn change_risk(case: &mut Case, rng: &mut Rng) {
    let Some(last) = case.episodes.last() else {
        return;
    };
    let end = last.closed.unwrap_or(on((2026, 10, 30)));
    let length = end.days_since(last.opened);
    if length < 60 || last.risk.is_empty() {
        return;
    }
    let day = weekday(last.opened.plus_days(rng.between(length / 2, length - 10)));
    let mut next = last.clone();
    next.opened = day;
    next.also = None;
    next.risk = match last.risk {
        "medium" => *rng.pick(&["low", "high"]),
        _ => "medium",
    };
    if let Some(last) = case.episodes.last_mut() {
        last.closed = Some(day);
    }
    case.episodes.push(next);
}

fn forget(profile: &Profile, cases: &mut [Case]) {
    let weak = profile.weak.team + 1;
    let mut days = FORGOTTEN.iter();
    for case in cases {
        let Some(last) = case.episodes.last() else {
            continue;
        };
        let old = last.opened < on((2026, 4, 1)) && last.closed.is_none();
        if old && last.team == weak && last.worker.is_some() {
            let Some(day) = days.next() else { return };
            case.forgotten_since = Some(on(*day));
        }
    }
}
