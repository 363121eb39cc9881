//! What tells one council from another: its teams, kinds of case, habits, story and exports.

use oversight::calendar::Day;

use crate::layout::{FileSpec, Flaw};
use crate::model::{Case, Episode, Person, World};
use crate::names::NameStyle;
use crate::rng::Rng;

/// Year, month, day: a date that a constant can hold.
pub type Ymd = (i32, u32, u32);

/// The date of a constant.
pub fn on((year, month, day): Ymd) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day::FIRST)
}

/// How long until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Weeks(i32),
    Months(i32),
}

impl Every {
    /// The day this long after another.
    pub fn after(self, day: Day) -> Day {
        match self {
            Every::Weeks(weeks) => day.plus_days(7 * weeks),
            Every::Months(months) => day.plus_months(months),
        }
    }
}

/// The interval of a newly qualified worker: weekly up to one day, fortnightly up to another, then monthly.
pub fn staged(day: Day, weekly_to: Day, fortnightly_to: Day) -> Every {
    if day <= weekly_to {
        Every::Weeks(1)
    } else if day <= fortnightly_to {
        Every::Weeks(2)
    } else {
        Every::Months(1)
    }
}

/// How often a child is discussed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rhythm {
    /// The full discussion.
    pub full: Option<Every>,
    /// The light touch between two full ones.
    pub light: Option<Every>,
    /// Working days to the first discussion of a new case.
    pub first: Option<u32>,
}

impl Rhythm {
    /// Full discussions only.
    pub fn full(every: Every) -> Rhythm {
        Rhythm {
            full: Some(every),
            ..Rhythm::default()
        }
    }
}

/// A team.
#[derive(Clone, Copy, Debug)]
pub struct TeamSpec {
    pub name: &'static str,
    pub service: &'static str,
    /// The manager's role first, then the members' in turn.
    pub roles: &'static [&'static str],
}

/// A kind of case: where it is held, how common it is, how long it lasts, what it becomes.
#[derive(Clone, Copy, Debug)]
pub struct KindSpec {
    pub case_type: &'static str,
    pub service: &'static str,
    /// Share of the cases open when the exports begin, and of the new ones.
    pub share: [i32; 2],
    /// Shortest and longest, in days.
    pub days: [i32; 2],
    /// Kinds it turns into, by position, with their weights; the first weight is that of closing.
    pub closes: i32,
    pub next: &'static [(usize, i32)],
    /// Youngest and oldest at the opening, in years.
    pub ages: [i32; 2],
    /// In a thousand, cases of this kind without a worker.
    pub unallocated: i32,
}

/// What happened to the manager of the story's weak team.
#[derive(Clone, Copy, Debug)]
pub enum ManagerStory {
    /// Off sick from a day on, with nobody named in their place.
    Sick(Ymd),
    /// Left on the first day; an agency manager began on the second.
    Left(Ymd, Ymd),
    /// Still there.
    Stretched,
}

/// The team that does clearly worst.
#[derive(Clone, Copy, Debug)]
pub struct Weak {
    pub team: usize,
    pub since: Ymd,
    pub manager: ManagerStory,
}

/// Where children are discussed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// In the worker's personal supervision.
    InPersonal,
    /// In fortnightly sessions of their own.
    Apart,
}

/// Who comes to a gathering.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The newly qualified of all teams together.
    NewlyQualified,
    /// Each team's members in these roles.
    TeamMembers(&'static [&'static str]),
    /// The members in these roles of each team of one service.
    Service(&'static str, &'static [&'static str]),
    /// Everyone with this column filled, team by team.
    Having(&'static str),
    /// Single members in these roles, each alone with the supervisor.
    OneToOne(&'static [&'static str]),
}

/// A kind of session besides personal and case supervision.
#[derive(Clone, Copy, Debug)]
pub struct Gathering {
    pub kind: &'static str,
    pub days: i32,
    pub who: Who,
    /// In a thousand, those that name a child.
    pub names_case: i32,
    /// In a thousand, those that are held.
    pub held: i32,
    /// A team in which they stopped, and when.
    pub stopped: Option<(usize, Ymd)>,
}

/// How soon things are put on paper.
#[derive(Clone, Copy, Debug)]
pub struct Papers {
    /// Working days within which a record is made as a rule.
    pub record: i32,
    /// In a thousand, records that take longer; and records never made.
    pub late: i32,
    pub never: i32,
    /// A time in which records were late, and how many in a thousand.
    pub backlog: Option<(Ymd, Ymd, i32)>,
}

/// A council.
pub struct Profile {
    /// The folder of its story, which is also its policy's file name.
    pub folder: &'static str,
    pub story: &'static str,
    pub names: NameStyle,
    /// Before each staff id, and the first number.
    pub staff_ids: (&'static str, i32),
    pub case_ids: (&'static str, i32),
    /// Director first, then whoever stands between the director and the service managers.
    pub leaders: &'static [&'static str],
    pub service_manager: &'static str,
    pub leadership: (&'static str, &'static str),
    pub teams: &'static [TeamSpec],
    pub case_roles: &'static [&'static str],
    pub kinds: &'static [KindSpec],
    pub weak: Weak,
    pub talk: Talk,
    /// In a thousand, supervisions and discussions on time outside the weak team.
    pub punctual: [i32; 2],
    /// The same, for the weak team.
    pub weakly: [i32; 2],
    pub gatherings: &'static [Gathering],
    pub papers: Papers,
    /// Days ahead to which sessions are planned, outside the weak team; nothing where only the next one is.
    pub planned_ahead: Option<i32>,
    /// Cases and staff when nobody says otherwise.
    pub size: [usize; 2],
    pub staff_rhythm: fn(&Person, Day) -> Every,
    pub case_rhythm: fn(&Case, &Episode, Day) -> Rhythm,
    /// Fills the columns that only this council has, and writes its cast.
    pub cast: fn(&mut Rng, &mut World),
    pub episode: fn(&mut Rng, &mut Episode),
    /// Files beside the policy: the key in `oversight.toml`, the file, and what is in it.
    pub beside: &'static [(&'static str, &'static str, &'static str)],
    pub files: &'static [FileSpec],
    pub flaws: &'static [Flaw],
}
