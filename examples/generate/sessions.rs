//! Supervision as it happened: each person's sessions in turn, held on time, late, cancelled or not at all.

use oversight::calendar::{Day, WorkingDays};

use crate::Scale;
use crate::model::{Session, World};
use crate::profile::{Profile, Talk, on};
use crate::rng::Rng;

/// An occasion on which cases are discussed.
#[derive(Clone, Copy, Debug)]
pub struct Occasion {
    pub date: Day,
    /// When the next one can be expected.
    pub next: Day,
    /// Whose cases: a worker's, or those of a team that nobody holds.
    pub worker: Result<usize, usize>,
    pub supervisor: Option<usize>,
    /// The personal session it belongs to, by its place among the sessions.
    pub session: Option<usize>,
}

/// Makes sessions.
pub struct Maker<'w> {
    pub profile: &'w Profile,
    pub scale: &'w Scale,
    pub working: &'w WorkingDays,
    pub rng: Rng,
    pub world: &'w mut World,
    pub sessions: Vec<Session>,
    pub occasions: Vec<Occasion>,
    /// Sessions so far.
    pub count: usize,
}

/// Makes every session of a council, in the order of their days.
pub fn make(profile: &Profile, scale: &Scale, working: &WorkingDays, rng: Rng, world: &mut World) {
    let mut maker = Maker {
        profile,
        scale,
        working,
        rng,
        world,
        sessions: Vec::new(),
        occasions: Vec::new(),
        count: 0,
    };
    for person in 0..maker.world.people.len() {
        maker.personal(person);
    }
    if profile.talk == Talk::Apart {
        maker.fortnightly();
    }
    maker.discuss();
    maker.gather();
    let mut sessions = maker.sessions;
    sessions.sort_by_key(|session| (session.date, session.number));
    // Numbers follow the days, so that ids grow as they do in a system.
    let mut place: Vec<Option<usize>> = vec![None; maker.count];
    let mut next = 0;
    for session in &mut sessions {
        let number = place[session.number].get_or_insert_with(|| {
            next += 1;
            next - 1
        });
        session.number = *number;
    }
    world.sessions = sessions;
}

impl Maker<'_> {
    fn personal(&mut self, person: usize) {
        let who = &self.world.people[person];
        let (start, end) = (who.start, who.end);
        let earlier = who.earlier.as_ref().map(|post| (post.start, post.end));
        match earlier {
            // A promotion: one run of sessions through both posts.
            Some((before, left)) if left == start => self.run(person, before, end),
            Some((before, left)) => {
                self.run(person, before, Some(left));
                self.run(person, start, end);
            }
            None => self.run(person, start, end),
        }
    }

    fn run(&mut self, person: usize, from: Day, to: Option<Day>) {
        let mut last = from;
        if from < self.scale.from {
            last = self.scale.from.plus_days(-self.rng.between(1, 25));
        }
        let end = to.unwrap_or(Day::LAST);
        let forgotten = self.world.people[person]
            .forgotten_since
            .unwrap_or(Day::LAST);
        loop {
            let due = self.due(person, last);
            let (planned, held) = self.choose(person, last, due);
            if held >= end || held > forgotten {
                return;
            }
            if held > self.scale.taken {
                self.plan(person, held);
                return;
            }
            if held >= self.scale.from {
                self.hold(person, planned, held, due);
            }
            last = held;
        }
    }

    /// The day by which the next session is owed: the first that is an interval in force on it after the last one.
    fn due(&self, person: usize, last: Day) -> Day {
        let person = &self.world.people[person];
        let mut day = last.plus_days(6);
        loop {
            day = day.next();
            let every = (self.profile.staff_rhythm)(person, day);
            if every.after(last) <= day || day > last.plus_days(200) {
                return day;
            }
        }
    }

    /// The day that was planned, and the one on which the session took place.
    fn choose(&mut self, person: usize, last: Day, due: Day) -> (Day, Day) {
        let span = due.days_since(last);
        let early = match span {
            ..=8 => 1,
            9..=20 => 2,
            _ => 6,
        };
        let wish = due.plus_days(-self.rng.between(0, early));
        let planned = self.workday_before(wish, last);
        let team = self.world.people[person].team;
        let weak = self.world.teams[team]
            .weak_since
            .is_some_and(|since| planned >= since);
        let punctual = if weak {
            self.profile.weakly[0]
        } else {
            self.profile.punctual[0]
        };
        let mut held = planned;
        if !self.rng.chance(punctual) {
            let weights = if weak { [30, 45, 25] } else { [55, 35, 10] };
            let delay = match self.rng.weighted(&weights) {
                0 => self.rng.between(1, 6),
                1 => self.rng.between(7, 16),
                _ => self.rng.between(17, 38),
            };
            let delay = if span < 20 {
                1 + delay * span / 40
            } else {
                delay
            };
            held = self.working.next_on_or_after(due.plus_days(delay));
        }
        (planned, self.back_at_work(person, held))
    }

    /// The last working day up to a day, but after `last`; else the next one.
    fn workday_before(&self, wish: Day, last: Day) -> Day {
        let mut day = wish;
        while day > last.next() && !self.working.is_working(day) {
            day = day.previous();
        }
        self.working.next_on_or_after(day)
    }

    /// A few days after an absence that this day falls in; the end of time for one without an end.
    fn back_at_work(&mut self, person: usize, day: Day) -> Day {
        let mut day = day;
        for absence in self
            .world
            .absences
            .iter()
            .filter(|absence| absence.person == person)
        {
            let Some(to) = absence.to else {
                if absence.from <= day {
                    return Day::LAST;
                }
                continue;
            };
            if absence.from <= day && day <= to {
                day = self
                    .working
                    .plus(to, 1 + u32::try_from(self.rng.between(0, 4)).unwrap_or(0));
            }
        }
        day
    }

    /// Whoever supervises a person on a day: the manager, the one before, or someone standing in.
    pub fn supervisor(&self, person: usize, day: Day) -> Option<usize> {
        let supervisor = self.world.people[person].supervisor?;
        if self.world.people[supervisor].employed(day) && !self.world.away(supervisor, day) {
            return Some(supervisor);
        }
        let team = &self.world.teams[self.world.people[person].team];
        let former = team
            .former
            .filter(|former| self.world.people[*former].employed(day));
        let senior = team
            .senior
            .filter(|senior| *senior != person && self.world.people[*senior].employed(day));
        former
            .or(senior)
            .or(self.world.people[supervisor].supervisor)
    }

    fn hold(&mut self, person: usize, planned: Day, held: Day, due: Day) {
        let supervisor = self.supervisor(person, planned);
        let slipped = held > due && planned < held;
        let rearranged = slipped && self.rng.chance(650);
        let mut session = self.blank(
            held,
            "personal",
            Some(person),
            self.supervisor(person, held),
        );
        if rearranged {
            let status =
                ["cancelled", "did-not-attend", "rearranged"][self.rng.weighted(&[55, 20, 25])];
            self.called_off(person, planned, status);
            session.rearranged_from = Some(planned);
        } else if !slipped && due.days_since(planned) < 8 && self.rng.chance(50) {
            // Brought forward or put back in good time.
            let wish = held.plus_days(-self.rng.between(1, 5));
            let first = self.workday_before(wish, wish.plus_days(-5));
            let status =
                ["cancelled", "did-not-attend", "rearranged"][self.rng.weighted(&[35, 15, 50])];
            self.called_off(person, first, status);
            session.rearranged_from = Some(first).filter(|first| *first >= self.scale.from);
        }
        session.supervisor = session.supervisor.or(supervisor);
        session.minutes = 60 + 5 * self.rng.between(0, 13);
        let next = self.due(person, held);
        session.next_date = Some(self.workday_before(next, held));
        self.write_up(&mut session, person);
        if self.profile.talk == Talk::InPersonal {
            self.occasions.push(Occasion {
                date: held,
                next,
                worker: Ok(person),
                supervisor: session.supervisor,
                session: Some(self.sessions.len()),
            });
        }
        self.sessions.push(session);
    }

    fn called_off(&mut self, person: usize, day: Day, status: &'static str) {
        if day < self.scale.from
            || day > self.scale.taken
            || !self.world.people[person].employed(day)
        {
            return;
        }
        let mut session = self.blank(day, "personal", Some(person), self.supervisor(person, day));
        session.status = status;
        session.cancelled_by = match status {
            "did-not-attend" => "supervisee",
            _ => *self.rng.pick(&["supervisor", "supervisor", "supervisee"]),
        };
        self.sessions.push(session);
    }

    /// The sessions that are still to come: the next one, or all that a diary holds.
    fn plan(&mut self, person: usize, next: Day) {
        let team = &self.world.teams[self.world.people[person].team];
        let diary = self.profile.planned_ahead;
        let diary = diary.filter(|_| team.weak_since.is_none());
        let until = self.scale.taken.plus_days(diary.unwrap_or(50));
        let mut day = next;
        while day < until {
            let mut session =
                self.blank(day, "personal", Some(person), self.supervisor(person, day));
            session.status = "planned";
            self.sessions.push(session);
            if diary.is_none() {
                return;
            }
            day = self.workday_before(self.due(person, day), day);
        }
    }

    /// A session with a number of its own and nothing on paper.
    pub fn blank(
        &mut self,
        date: Day,
        kind: &'static str,
        supervisee: Option<usize>,
        supervisor: Option<usize>,
    ) -> Session {
        self.count += 1;
        Session {
            number: self.count - 1,
            date,
            kind,
            status: "held",
            supervisee,
            supervisor,
            case: None,
            depth: "",
            minutes: 0,
            recorded: None,
            decision: None,
            copy_given: None,
            signed: [None; 2],
            approved: None,
            next_date: None,
            rearranged_from: None,
            cancelled_by: "",
            child_seen: None,
            check_in: "",
        }
    }

    /// Records, copies and signatures, as far as they were made by the day the exports were taken.
    pub fn write_up(&mut self, session: &mut Session, person: usize) {
        let team = self.world.people[person].team;
        let weak = self.world.teams[team]
            .weak_since
            .is_some_and(|since| session.date >= since);
        let papers = self.profile.papers;
        let mut late = papers.late + if weak { 120 } else { 0 };
        if let Some((from, to, share)) = papers.backlog
            && (on(from)..=on(to)).contains(&session.date)
        {
            late = share;
        }
        let days = match self
            .rng
            .weighted(&[1000 - late - papers.never, late, papers.never])
        {
            0 => Some(self.rng.between(0, papers.record)),
            1 => Some(papers.record + self.rng.between(1, 9)),
            _ => None,
        };
        let Some(days) = days else { return };
        session.recorded = self.by_taken(session.date, days);
        session.decision = session.recorded.filter(|_| !self.rng.chance(25));
        let copy = if self.rng.chance(950) {
            self.rng.between(0, 6)
        } else {
            self.rng.between(8, 15)
        };
        session.copy_given = self
            .by_taken(session.date, copy)
            .filter(|_| !self.rng.chance(20));
        let signing = self.rng.between(0, 6);
        session.signed[0] = self.by_taken(session.date, signing);
        let countersigning = signing + self.rng.between(0, 3);
        session.signed[1] = self
            .by_taken(session.date, countersigning)
            .filter(|_| !self.rng.chance(35));
        let approving = days + self.rng.between(0, 5);
        session.approved = self
            .by_taken(session.date, approving)
            .filter(|_| !self.rng.chance(30));
    }

    /// So many working days after a day, unless the exports were taken before.
    pub fn by_taken(&self, day: Day, days: i32) -> Option<Day> {
        let on = self.working.plus(day, u32::try_from(days).unwrap_or(0));
        Some(on).filter(|on| *on <= self.scale.taken)
    }
}
