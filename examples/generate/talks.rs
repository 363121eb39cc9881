//! Children discussed: which cases come up on which occasion, and the sessions of groups.

use oversight::calendar::Day;

use crate::model::{Case, Session};
use crate::profile::{Gathering, Who, on};
use crate::sessions::{Maker, Occasion};

/// A case in one pair of hands for a time.
#[derive(Clone, Copy, Debug)]
struct Holding {
    case: usize,
    episode: usize,
    from: Day,
    to: Day,
}

/// When a child was last discussed.
#[derive(Clone, Copy, Debug)]
struct Last {
    full: Day,
    light: Day,
    discussed: bool,
}

impl Maker<'_> {
    /// A session on cases every second week for everyone who holds some, and for each team's cases without a worker.
    pub fn fortnightly(&mut self) {
        let holders = (0..self.world.people.len())
            .filter(|at| self.world.people[*at].holds_cases)
            .map(Ok);
        let teams = (1..self.world.teams.len()).map(Err);
        let everyone: Vec<Result<usize, usize>> = holders.chain(teams).collect();
        for worker in everyone {
            let person = worker.unwrap_or_else(|team| self.world.teams[team].manager);
            let mut nominal =
                crate::staff::monday(self.scale.from).plus_days(self.rng.between(-10, 3));
            while !matches!(nominal.weekday().num_days_from_monday(), 0..=4) {
                nominal = nominal.next();
            }
            while nominal <= self.scale.taken {
                let next = nominal.plus_days(14);
                let mut date = nominal;
                while !self.working.is_working(date) {
                    date = date.previous();
                }
                let free =
                    self.world.people[person].employed(date) && !self.world.away(person, date);
                // A team's cases without a worker are discussed by whoever stands in for the manager.
                let free = free || worker.is_err();
                if date >= self.scale.from && free {
                    let supervisor = match worker {
                        Ok(person) => self.supervisor(person, date),
                        Err(team) => self.in_charge(team, date),
                    };
                    self.occasions.push(Occasion {
                        date,
                        next,
                        worker,
                        supervisor,
                        session: None,
                    });
                }
                nominal = next;
            }
        }
    }

    fn in_charge(&self, team: usize, day: Day) -> Option<usize> {
        let manager = self.world.teams[team].manager;
        let there = self.world.people[manager].employed(day) && !self.world.away(manager, day);
        if there {
            Some(manager)
        } else {
            self.supervisor(manager, day)
        }
    }

    /// Goes through the occasions in time, and has the cases discussed that are due before the next.
    pub fn discuss(&mut self) {
        let holdings = self.holdings();
        let mut last: Vec<Last> = self
            .world
            .cases
            .iter()
            .map(|case| self.before(case))
            .collect();
        let mut occasions = std::mem::take(&mut self.occasions);
        occasions.sort_by_key(|occasion| (occasion.date, occasion.session, occasion.worker));
        for occasion in occasions {
            let place = match occasion.worker {
                Ok(person) => person,
                Err(team) => self.world.people.len() + team,
            };
            let open: Vec<Holding> = holdings[place]
                .iter()
                .filter(|holding| holding.from <= occasion.date && occasion.date < holding.to)
                .copied()
                .collect();
            if !open.is_empty() {
                self.talk(&occasion, &open, &mut last);
            }
        }
    }

    /// Who holds which case when: by person, then by team for cases without a worker.
    fn holdings(&self) -> Vec<Vec<Holding>> {
        let people = self.world.people.len();
        let mut holdings = vec![Vec::new(); people + self.world.teams.len()];
        for (case, row) in self.world.cases.iter().enumerate() {
            for (at, episode) in row.episodes.iter().enumerate() {
                let place = episode.worker.unwrap_or(people + episode.team);
                holdings[place].push(Holding {
                    case,
                    episode: at,
                    from: episode.opened,
                    to: episode.closed.unwrap_or(Day::LAST),
                });
            }
        }
        holdings
    }

    /// An old case was last discussed some time before the exports begin.
    fn before(&self, case: &Case) -> Last {
        let opened = case
            .episodes
            .first()
            .map_or(self.scale.from, |episode| episode.opened);
        let known = opened.max(self.scale.from.plus_days(-15));
        Last {
            full: known,
            light: known,
            discussed: opened < self.scale.from,
        }
    }

    fn talk(&mut self, occasion: &Occasion, open: &[Holding], last: &mut [Last]) {
        let apart = occasion.session.is_none();
        let weak = self.weak(open, occasion.date);
        let punctual = if weak {
            self.profile.weakly[1]
        } else {
            self.profile.punctual[1]
        };
        if apart && self.rng.chance(if weak { 150 } else { 20 }) {
            self.cancelled_talk(occasion, open);
            return;
        }
        let mut rows: Vec<(usize, &'static str)> = Vec::new();
        for holding in open {
            let case = &self.world.cases[holding.case];
            if case.forgotten_since.is_some_and(|day| day < occasion.date) {
                continue;
            }
            let Some(depth) = self.depth(holding, occasion, &last[holding.case]) else {
                continue;
            };
            if self.rng.chance(punctual) {
                let known = &mut last[holding.case];
                known.light = occasion.date;
                known.discussed = true;
                if depth != "light" {
                    known.full = occasion.date;
                }
                rows.push((holding.case, depth));
            }
        }
        if !rows.is_empty() {
            self.enter(occasion, &rows);
        }
    }

    fn weak(&self, open: &[Holding], day: Day) -> bool {
        let team = open.first().map_or(0, |holding| {
            self.world.cases[holding.case].episodes[holding.episode].team
        });
        self.world.teams[team]
            .weak_since
            .is_some_and(|since| since <= day)
    }

    /// How deep a case has to be discussed now, so that it is not overdue before the next occasion.
    fn depth(&self, holding: &Holding, occasion: &Occasion, last: &Last) -> Option<&'static str> {
        let case = &self.world.cases[holding.case];
        let rhythm =
            (self.profile.case_rhythm)(case, &case.episodes[holding.episode], occasion.date);
        let first = rhythm
            .first
            .filter(|_| !last.discussed)
            .map(|days| self.working.plus(last.full, days));
        let full = rhythm.full.map(|every| every.after(last.full));
        let full = first.or(full);
        let light = rhythm.light.map(|every| every.after(last.light));
        let soon = |due: Option<Day>| due.is_some_and(|due| due < occasion.next);
        if soon(full) {
            Some(if rhythm.light.is_some() { "full" } else { "" })
        } else if soon(light) {
            Some("light")
        } else {
            None
        }
    }

    fn enter(&mut self, occasion: &Occasion, rows: &[(usize, &'static str)]) {
        let person = occasion
            .worker
            .unwrap_or_else(|team| self.world.teams[team].manager);
        let template = match occasion.session {
            Some(at) => self.sessions[at].clone(),
            None => self.case_session(occasion, person),
        };
        for (at, (case, depth)) in rows.iter().enumerate() {
            let mut row = template.clone();
            row.case = Some(*case);
            row.depth = depth;
            // Each child's record is an entry of its own, and now and then one of them is late.
            if self.rng.chance(if template.recorded.is_some() {
                450
            } else {
                900
            }) {
                (row.recorded, row.decision) = (None, None);
                self.write_up(&mut row, person);
                row.signed = template.signed;
                row.approved = template.approved;
                row.copy_given = template.copy_given;
            }
            match occasion.session {
                Some(place) if at == 0 => self.sessions[place] = row,
                _ => self.sessions.push(row),
            }
        }
    }

    fn case_session(&mut self, occasion: &Occasion, person: usize) -> Session {
        let supervisee = occasion.worker.ok();
        let mut session = self.blank(occasion.date, "case", supervisee, occasion.supervisor);
        session.minutes = 30 + 5 * self.rng.between(0, 18);
        self.write_up(&mut session, person);
        session
    }

    fn cancelled_talk(&mut self, occasion: &Occasion, open: &[Holding]) {
        if !self.rng.chance(600) {
            return;
        }
        let supervisee = occasion.worker.ok();
        let mut session = self.blank(occasion.date, "case", supervisee, occasion.supervisor);
        session.status = "cancelled";
        session.cancelled_by = "supervisor";
        session.case = open.first().map(|holding| holding.case);
        self.sessions.push(session);
    }

    /// Group sessions and whatever else a council holds besides.
    pub fn gather(&mut self) {
        let holdings = self.holdings();
        for gathering in self.profile.gatherings {
            for (team, members) in self.circles(gathering.who) {
                let mut date =
                    crate::staff::monday(self.scale.from).plus_days(self.rng.between(0, 4));
                date = date.plus_days(self.rng.between(0, gathering.days / 7 - 1) * 7);
                while date <= self.scale.taken {
                    let stopped = gathering
                        .stopped
                        .is_some_and(|(at, day)| team == at + 1 && date >= on(day));
                    let day = self.working.next_on_or_after(date);
                    let held = self.rng.chance(gathering.held) && !stopped;
                    if held && day <= self.scale.taken && day >= self.scale.from {
                        self.circle(gathering, day, &members, &holdings);
                    }
                    date = date.plus_days(gathering.days);
                }
            }
        }
    }

    /// The people who meet, each circle with its team.
    fn circles(&self, who: Who) -> Vec<(usize, Vec<usize>)> {
        let people = &self.world.people;
        let everyone = || 0..people.len();
        let teams = 1..self.world.teams.len();
        let by_team = |chosen: &dyn Fn(usize) -> bool| -> Vec<(usize, Vec<usize>)> {
            let circle = |team: usize| {
                everyone()
                    .filter(|at| people[*at].team == team && chosen(*at))
                    .collect()
            };
            teams.clone().map(|team| (team, circle(team))).collect()
        };
        match who {
            Who::NewlyQualified => vec![(0, everyone().filter(|at| people[*at].asye).collect())],
            Who::TeamMembers(roles) => by_team(&|at| roles.contains(&people[at].role)),
            Who::Service(service, roles) => by_team(&|at| {
                self.world.teams[people[at].team].service == service
                    && roles.contains(&people[at].role)
            }),
            Who::Having(column) => by_team(&|at| people[at].extra.contains_key(column)),
            Who::OneToOne(roles) => everyone()
                .filter(|at| roles.contains(&people[*at].role))
                .map(|at| (people[at].team, vec![at]))
                .collect(),
        }
    }

    fn circle(
        &mut self,
        gathering: &Gathering,
        day: Day,
        members: &[usize],
        holdings: &[Vec<Holding>],
    ) {
        let there = |maker: &Maker<'_>, at: usize| {
            let person = &maker.world.people[at];
            let forgotten = person.forgotten_since.is_some_and(|since| since < day);
            person.in_post(day) && !forgotten && !maker.world.away(at, day)
        };
        let mut attending: Vec<usize> = members
            .iter()
            .copied()
            .filter(|at| there(self, *at))
            .collect();
        if attending.len() > 2 {
            attending.retain(|_| self.rng.chance(940));
        }
        let Some(first) = attending.first().copied() else {
            return;
        };
        let mut session = self.blank(day, gathering.kind, None, self.supervisor(first, day));
        session.minutes = 45 + 15 * self.rng.between(0, 4);
        if self.rng.chance(gathering.names_case) {
            let open = |holding: &&Holding| holding.from < day && day < holding.to;
            let cases: Vec<usize> = attending
                .iter()
                .flat_map(|at| {
                    holdings[*at]
                        .iter()
                        .filter(open)
                        .map(|holding| holding.case)
                })
                .filter(|case| self.world.cases[*case].forgotten_since.is_none())
                .collect();
            session.case = (!cases.is_empty()).then(|| *self.rng.pick(&cases));
        }
        self.write_up(&mut session, first);
        for at in attending {
            let mut row = session.clone();
            row.supervisee = Some(at);
            self.sessions.push(row);
        }
    }
}
