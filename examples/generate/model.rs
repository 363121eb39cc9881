//! What is made: people, children's cases, sessions and absences of one council.

use std::collections::BTreeMap;

use oversight::calendar::Day;

/// One cell before it is written in a council's own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// A date.
    Day(Day),
    /// A value of a policy's vocabulary.
    Word(&'static str),
    /// Anything else, written as it stands.
    Text(String),
}

impl From<Option<Day>> for Value {
    fn from(day: Option<Day>) -> Value {
        day.map_or(Value::Blank, Value::Day)
    }
}

impl From<&Option<String>> for Value {
    fn from(text: &Option<String>) -> Value {
        text.clone().map_or(Value::Blank, Value::Text)
    }
}

/// Columns that only one council has.
pub type Extra = BTreeMap<&'static str, Value>;

/// A row with the cells of its columns.
pub trait Row {
    /// The cell of a column, by its canonical name.
    fn cell(&self, world: &World, column: &str) -> Value;
}

/// A team, its manager and, in one team of each story, its troubles.
#[derive(Clone, Debug)]
pub struct Team {
    pub name: String,
    pub service: &'static str,
    pub manager: usize,
    /// The manager before this one, and the last day of the two without a gap.
    pub former: Option<usize>,
    /// Whoever stands in for the manager.
    pub senior: Option<usize>,
    /// The day from which supervision here began to slip.
    pub weak_since: Option<Day>,
}

/// A post that a person held before the present one.
#[derive(Clone, Debug)]
pub struct EarlierPost {
    pub role: &'static str,
    pub team: usize,
    pub start: Day,
    pub end: Day,
}

/// A staff member.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub role: &'static str,
    pub team: usize,
    pub supervisor: Option<usize>,
    pub start: Day,
    pub end: Option<Day>,
    pub earlier: Option<EarlierPost>,
    pub qualified: Option<Day>,
    /// Tenths of an hour a week.
    pub hours: u32,
    pub employment: &'static str,
    pub asye: bool,
    pub holds_cases: bool,
    /// Left out of the staff export, though sessions name the person.
    pub unlisted: bool,
    /// Nobody saw this person after that day.
    pub forgotten_since: Option<Day>,
    /// How many cases, in tenths of a usual caseload.
    pub load: i32,
    pub extra: Extra,
}

impl Person {
    /// Whether the person is in the post on a day.
    pub fn in_post(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }

    /// Whether the person is employed on a day, in this post or the one before.
    pub fn employed(&self, day: Day) -> bool {
        let before = self.earlier.as_ref();
        self.in_post(day) || before.is_some_and(|post| post.start <= day && day < post.end)
    }
}

/// One row of the case export.
#[derive(Clone, Debug)]
pub struct Episode {
    pub kind: usize,
    pub case_type: &'static str,
    pub service: &'static str,
    pub team: usize,
    pub worker: Option<usize>,
    /// A second worker, who is on a row of their own.
    pub also: Option<usize>,
    pub opened: Day,
    pub closed: Option<Day>,
    pub risk: &'static str,
    pub extra: Extra,
}

/// A child's case.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: String,
    pub family: String,
    pub born: Day,
    pub episodes: Vec<Episode>,
    /// No session named this child after that day.
    pub forgotten_since: Option<Day>,
}

/// One row of a session export.
#[derive(Clone, Debug)]
pub struct Session {
    /// The session's place in time among all; rows of one session share it.
    pub number: usize,
    pub date: Day,
    pub kind: &'static str,
    pub status: &'static str,
    pub supervisee: Option<usize>,
    pub supervisor: Option<usize>,
    pub case: Option<usize>,
    pub depth: &'static str,
    pub minutes: i32,
    pub recorded: Option<Day>,
    pub decision: Option<Day>,
    pub copy_given: Option<Day>,
    pub signed: [Option<Day>; 2],
    pub approved: Option<Day>,
    pub next_date: Option<Day>,
    pub rearranged_from: Option<Day>,
    pub cancelled_by: &'static str,
    /// When the child was last seen, by the record.
    pub child_seen: Option<Day>,
    /// Whether a personal session held a check-in.
    pub check_in: &'static str,
}

/// One row of the absence export.
#[derive(Clone, Debug)]
pub struct Absence {
    pub person: usize,
    pub from: Day,
    pub to: Option<Day>,
    pub reason: &'static str,
}

/// One row of an activity export.
#[derive(Clone, Debug)]
pub struct Activity {
    pub kind: &'static str,
    pub date: Day,
    pub person: Option<usize>,
    pub by: Option<usize>,
    pub case: Option<usize>,
}

/// Everything of one council.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Set before every id when several councils share the files.
    pub prefix: String,
    pub teams: Vec<Team>,
    pub people: Vec<Person>,
    pub cases: Vec<Case>,
    pub sessions: Vec<Session>,
    pub absences: Vec<Absence>,
    pub activities: Vec<Activity>,
}

impl World {
    /// Whether a person is away on a day, by the absences.
    pub fn away(&self, person: usize, day: Day) -> bool {
        let mut own = self
            .absences
            .iter()
            .filter(|absence| absence.person == person);
        own.any(|absence| absence.from <= day && absence.to.is_none_or(|to| day <= to))
    }

    fn id(&self, id: &str) -> Value {
        Value::Text(format!("{}{id}", self.prefix))
    }

    /// A person's id, with the prefix of the council.
    pub fn person(&self, person: Option<usize>) -> Value {
        person.map_or(Value::Blank, |person| self.id(&self.people[person].id))
    }
}

/// A staff row: the present post or the one before.
#[derive(Clone, Copy, Debug)]
pub struct PostRow<'w> {
    pub person: &'w Person,
    pub earlier: bool,
}

impl Row for PostRow<'_> {
    fn cell(&self, world: &World, column: &str) -> Value {
        let person = self.person;
        let earlier = person.earlier.as_ref().filter(|_| self.earlier);
        let (role, team, start, end) = match earlier {
            Some(post) => (post.role, post.team, post.start, Some(post.end)),
            None => (person.role, person.team, person.start, person.end),
        };
        match column {
            "staff_id" => world.id(&person.id),
            "name" => Value::Text(person.name.clone()),
            "role" => Value::Word(role),
            "team" => Value::Text(world.teams[team].name.clone()),
            "service" => Value::Word(world.teams[team].service),
            "supervisor_id" => world.person(person.supervisor),
            "start_date" | "role_start_date" => Value::Day(start),
            "end_date" => end.into(),
            "qualified_date" => person.qualified.into(),
            "hours_per_week" => {
                let (whole, tenth) = (person.hours / 10, person.hours % 10);
                Value::Text(if tenth == 0 {
                    whole.to_string()
                } else {
                    format!("{whole}.{tenth}")
                })
            }
            "employment" => Value::Word(person.employment),
            "asye" => Value::Word(if person.asye && earlier.is_none() {
                "yes"
            } else {
                "no"
            }),
            other => person.extra.get(other).cloned().unwrap_or(Value::Blank),
        }
    }
}

/// A case row: an episode, for its worker or for the second one.
#[derive(Clone, Copy, Debug)]
pub struct EpisodeRow<'w> {
    pub case: &'w Case,
    pub episode: &'w Episode,
    pub worker: Option<usize>,
}

impl Row for EpisodeRow<'_> {
    fn cell(&self, world: &World, column: &str) -> Value {
        let episode = self.episode;
        match column {
            "case_id" => world.id(&self.case.id),
            "family_id" => world.id(&self.case.family),
            "date_of_birth" => Value::Day(self.case.born),
            "case_type" => Value::Word(episode.case_type),
            "opened" => Value::Day(episode.opened),
            "closed" => episode.closed.into(),
            "allocated_to" => world.person(self.worker),
            "service" => Value::Word(episode.service),
            "team" => Value::Text(world.teams[episode.team].name.clone()),
            "children" => Value::Text("1".to_owned()),
            "risk" => Value::Word(episode.risk),
            other => episode.extra.get(other).cloned().unwrap_or(Value::Blank),
        }
    }
}

impl Row for Session {
    fn cell(&self, world: &World, column: &str) -> Value {
        let filled = |text: &'static str| {
            if text.is_empty() {
                Value::Blank
            } else {
                Value::Word(text)
            }
        };
        match column {
            "session_id" => Value::Text(format!("{}{}", world.prefix, 40_001 + self.number)),
            "date" => Value::Day(self.date),
            "kind" => Value::Word(self.kind),
            "status" => Value::Word(self.status),
            "supervisee_id" => world.person(self.supervisee),
            "supervisor_id" => world.person(self.supervisor),
            "case_id" => self
                .case
                .map_or(Value::Blank, |case| world.id(&world.cases[case].id)),
            "depth" => filled(self.depth),
            "minutes" if self.minutes > 0 => Value::Text(self.minutes.to_string()),
            "recorded_on" => self.recorded.into(),
            "decision_recorded_on" => self.decision.into(),
            "copy_given_on" => self.copy_given.into(),
            "signed_supervisor_on" => self.signed[0].into(),
            "signed_supervisee_on" => self.signed[1].into(),
            "approved_on" => self.approved.into(),
            "next_date" => self.next_date.into(),
            "rearranged_from" => self.rearranged_from.into(),
            "cancelled_by" => filled(self.cancelled_by),
            "child_last_seen_on" => self.child_seen.into(),
            "check_in" => filled(self.check_in),
            _ => Value::Blank,
        }
    }
}

impl Row for Absence {
    fn cell(&self, world: &World, column: &str) -> Value {
        match column {
            "staff_id" => world.person(Some(self.person)),
            "from" => Value::Day(self.from),
            "to" => self.to.into(),
            "reason" => Value::Word(self.reason),
            _ => Value::Blank,
        }
    }
}

impl Row for Activity {
    fn cell(&self, world: &World, column: &str) -> Value {
        match column {
            "kind" => Value::Word(self.kind),
            "date" => Value::Day(self.date),
            "staff_id" => world.person(self.person),
            "by_id" => world.person(self.by),
            "case_id" => self
                .case
                .map_or(Value::Blank, |case| world.id(&world.cases[case].id)),
            _ => Value::Blank,
        }
    }
}
