//! Made-up exports of any number of councils in three files, for measuring: the same bytes for the same seed.
//!
//! One council is 330 staff in teams of eleven, 4,250 cases of the last two years, and about 36,000 sessions of the
//! year to 31 October 2026. Every number hangs on the seed and the row alone, so that 153 councils begin with the same
//! rows as one.

use std::fmt::{self, Display};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use oversight::calendar::Day;

/// The files written, in the order of [`write`].
pub const FILES: [&str; 3] = ["staff.csv", "cases.csv", "sessions.csv"];

/// Staff of one council.
const STAFF: u32 = 330;
/// Cases of one council.
const CASES: u32 = 4_250;
/// Staff of one team, the first of whom manages it.
const TEAM: u32 = 11;
/// Days from the first session to the last.
const YEAR: i32 = 365;

const CASE_TYPES: [&str; 6] = [
    "level_2",
    "assessment",
    "child_in_need",
    "child_protection",
    "looked_after",
    "care_leaver",
];
const RISKS: [&str; 3] = ["low", "medium", "high"];

/// How many rows each file got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    pub staff: usize,
    pub cases: usize,
    pub sessions: usize,
}

/// Writes the three files of so many councils into a folder, which is made if need be.
pub fn write(folder: &Path, councils: u32, seed: u64) -> io::Result<Rows> {
    let made = Made::new(councils, seed)?;
    fs::create_dir_all(folder)?;
    let [staff, cases, sessions] = FILES.map(|file| folder.join(file));
    made.write_staff(File::create(staff)?)?;
    made.write_cases(File::create(cases)?)?;
    let held = made.sessions();
    made.write_sessions(&held, File::create(sessions)?)?;
    Ok(Rows {
        staff: made.staff.len(),
        cases: made.cases.len(),
        sessions: held.len(),
    })
}

/// What a number is drawn for.
#[derive(Clone, Copy)]
enum Draw {
    Started = 1,
    Leaves,
    Left,
    Hours,
    CaseType,
    Worker,
    Opened,
    Closes,
    Closed,
    Children,
    Risk,
    Born,
    Skipped,
    Shifted,
    Cancelled,
    Depth,
    Minutes,
    Recorded,
    RecordedAfter,
}

/// Numbers that hang on nothing but the seed and what they are for.
#[derive(Clone, Copy)]
struct Dice(u64);

impl Dice {
    /// A number below `sides`. Mixed as in `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
    fn roll(self, draw: Draw, row: u32, turn: u32, sides: u32) -> i32 {
        let place = (u64::from(row) << 24) | (u64::from(turn) << 8) | draw as u64;
        let mut mixed = self
            .0
            .wrapping_add(place)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        i32::try_from(mixed % u64::from(sides.max(1))).unwrap_or(0)
    }

    /// True once in so many times.
    fn once_in(self, draw: Draw, row: u32, turn: u32, times: u32) -> bool {
        self.roll(draw, row, turn, times) == 0
    }

    /// One of several words.
    fn pick<'w>(self, draw: Draw, row: u32, words: &[&'w str]) -> &'w str {
        let sides = u32::try_from(words.len()).unwrap_or(0);
        let at = usize::try_from(self.roll(draw, row, 0, sides)).unwrap_or(0);
        words.get(at).copied().unwrap_or_default()
    }
}

struct Worker {
    number: u32,
    start: Day,
    end: Option<Day>,
}

struct Case {
    kind: &'static str,
    worker: u32,
    opened: Day,
    closed: Option<Day>,
}

/// One session, in the order in which the file has them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Session {
    /// Days since the first day with sessions.
    day: i32,
    supervisee: u32,
    about: About,
    turn: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Case(u32),
    Worker,
}

/// Everything but the sessions, which are many.
struct Made {
    dice: Dice,
    first: Day,
    last: Day,
    staff: Vec<Worker>,
    cases: Vec<Case>,
}

impl Made {
    fn new(councils: u32, seed: u64) -> io::Result<Made> {
        // Rows are told apart by 24 bits for the turn and what is drawn, and the rest for the row.
        let too_many = || io::Error::new(io::ErrorKind::InvalidInput, "at most 10,000 councils");
        if councils > 10_000 {
            return Err(too_many());
        }
        let last = Day::from_ymd(2026, 10, 31).ok_or_else(too_many)?;
        let mut made = Made {
            dice: Dice(seed.wrapping_mul(0x0000_0100_0000_01b3)),
            first: last.plus_days(-YEAR),
            last,
            staff: Vec::new(),
            cases: Vec::new(),
        };
        made.staff = (0..councils * STAFF).map(|row| made.worker(row)).collect();
        made.cases = (0..councils * CASES).map(|row| made.case(row)).collect();
        Ok(made)
    }

    fn worker(&self, row: u32) -> Worker {
        let roll = |draw, sides| self.dice.roll(draw, row, 0, sides);
        // Nobody is newly qualified for ever.
        let longest = if role(row) == "asye" { 400 } else { 3_000 };
        let left = self.last.plus_days(-roll(Draw::Left, 25));
        Worker {
            number: row,
            start: self.last.plus_days(-30 - roll(Draw::Started, longest)),
            end: self.dice.once_in(Draw::Leaves, row, 0, 20).then_some(left),
        }
    }

    fn case(&self, row: u32) -> Case {
        let roll = |draw, sides| self.dice.roll(draw, row, 0, sides);
        let opened = self.last.plus_days(-10 - roll(Draw::Opened, 700));
        let closed = opened.plus_days(20 + roll(Draw::Closed, 500));
        let first_worker = row / CASES * STAFF;
        let worker = u32::try_from(roll(Draw::Worker, STAFF)).unwrap_or(0);
        Case {
            kind: self.dice.pick(Draw::CaseType, row, &CASE_TYPES),
            worker: first_worker + worker,
            opened,
            closed: (roll(Draw::Closes, 5) < 3 && closed <= self.last).then_some(closed),
        }
    }

    fn write_staff(&self, file: File) -> io::Result<()> {
        let mut out = BufWriter::new(file);
        writeln!(
            out,
            "staff_id,name,role,team,service,supervisor_id,start_date,end_date,hours_per_week"
        )?;
        for worker in &self.staff {
            let row = worker.number;
            let part_time = self.dice.once_in(Draw::Hours, row, 0, 4);
            writeln!(
                out,
                "S{row:07},Worker {row},{},Team {},LA{},{},{},{},{}",
                role(row),
                row / TEAM,
                row / STAFF,
                Id(supervisor(row)),
                worker.start,
                Blank(worker.end),
                if part_time { "22.2" } else { "37.0" },
            )?;
        }
        out.flush()
    }

    fn write_cases(&self, file: File) -> io::Result<()> {
        let mut out = BufWriter::new(file);
        writeln!(
            out,
            "case_id,case_type,service,allocated_to,opened,closed,children,risk,dob"
        )?;
        for (row, case) in (0_u32..).zip(&self.cases) {
            let youngest = match case.kind {
                "care_leaver" => 18 * 366,
                _ => 0,
            };
            let age = youngest + self.dice.roll(Draw::Born, row, 0, 2_500);
            writeln!(
                out,
                "C{row:08},{},LA{},S{:07},{},{},{},{},{}",
                case.kind,
                row / CASES,
                case.worker,
                case.opened,
                Blank(case.closed),
                1 + self.dice.roll(Draw::Children, row, 0, 3),
                self.dice.pick(Draw::Risk, row, &RISKS),
                case.opened.plus_days(-age),
            )?;
        }
        out.flush()
    }

    /// Every session, by day, supervisee and what it was about.
    fn sessions(&self) -> Vec<Session> {
        let mut found = Vec::with_capacity(self.cases.len() * 8);
        for (row, case) in (0_u32..).zip(&self.cases) {
            let Some(worker) = usize::try_from(case.worker)
                .ok()
                .and_then(|at| self.staff.get(at))
            else {
                continue;
            };
            // None before the worker came, none on the day of closing or after.
            let start = case.opened.max(worker.start);
            let closed = case.closed.map_or(self.last, Day::previous);
            let end = worker.end.map_or(closed, |end| closed.min(end.previous()));
            let rhythm = Rhythm { days: 24, row };
            self.add(&mut found, rhythm, (start, end), |day, turn| Session {
                day,
                supervisee: case.worker,
                about: About::Case(row),
                turn,
            });
        }
        for worker in &self.staff {
            let end = worker.end.map_or(self.last, Day::previous);
            let rhythm = Rhythm {
                days: if role(worker.number) == "asye" {
                    13
                } else {
                    26
                },
                // Behind the rows of cases, so that no worker's numbers are a case's.
                row: worker.number | 1 << 31,
            };
            self.add(&mut found, rhythm, (worker.start, end), |day, turn| {
                Session {
                    day,
                    supervisee: worker.number,
                    about: About::Worker,
                    turn,
                }
            });
        }
        found.sort_unstable();
        found
    }

    /// One session every so many days from the start on, each some days after its turn, and a few skipped.
    fn add(
        &self,
        found: &mut Vec<Session>,
        rhythm: Rhythm,
        (start, end): (Day, Day),
        session: impl Fn(i32, u32) -> Session,
    ) {
        let begun = start.days_since(self.first);
        let ended = end.days_since(self.first);
        let spread = u32::try_from(rhythm.days / 2).unwrap_or(1);
        let turns = (0_u32..)
            .zip((0..).map(|turn| begun + rhythm.days * turn))
            .skip_while(|(_, day)| *day < 0)
            .take_while(|(_, day)| *day <= ended);
        for (turn, day) in turns {
            let day = day + self.dice.roll(Draw::Shifted, rhythm.row, turn, spread);
            let skipped = self.dice.once_in(Draw::Skipped, rhythm.row, turn, 13);
            if day <= ended && !skipped {
                found.push(session(day, turn));
            }
        }
    }

    fn write_sessions(&self, sessions: &[Session], file: File) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, file);
        writeln!(
            out,
            "session_id,date,kind,status,supervisee_id,supervisor_id,case_id,depth,minutes,recorded_on,next_date"
        )?;
        // A date is written often and worked out once.
        let days: Vec<String> = (0..=YEAR + 40)
            .map(|day| self.first.plus_days(day).to_string())
            .collect();
        let text = |day: i32| {
            let day = usize::try_from(day).unwrap_or(0);
            days.get(day).map_or("", String::as_str)
        };
        for (number, session) in (1..).zip(sessions) {
            let row = match session.about {
                About::Case(row) => row,
                About::Worker => session.supervisee | 1 << 31,
            };
            let roll = |draw, sides| self.dice.roll(draw, row, session.turn, sides);
            let recorded = session.day + roll(Draw::RecordedAfter, 9);
            writeln!(
                out,
                "X{number:09},{},{},{},S{:07},{},{},{},{},{},{}",
                text(session.day),
                session.about.kind(),
                if roll(Draw::Cancelled, 25) == 0 {
                    "cancelled"
                } else {
                    "held"
                },
                session.supervisee,
                Id(supervisor(session.supervisee)),
                session.about,
                if roll(Draw::Depth, 3) == 0 {
                    "light"
                } else {
                    "full"
                },
                60 + roll(Draw::Minutes, 70),
                if roll(Draw::Recorded, 30) == 0 {
                    ""
                } else {
                    text(recorded)
                },
                text(session.day + 28),
            )?;
        }
        out.flush()
    }
}

/// How often, and whose.
#[derive(Clone, Copy)]
struct Rhythm {
    days: i32,
    row: u32,
}

fn role(row: u32) -> &'static str {
    match row % TEAM {
        0 => "team_manager",
        1 => "senior_practitioner",
        2..=7 => "social_worker",
        8 => "asye",
        9 => "family_support",
        _ => "business_support",
    }
}

/// The manager of the team, and of managers the first one of their council, whose own the export does not have.
fn supervisor(row: u32) -> Option<u32> {
    let (manager, first) = (row / TEAM * TEAM, row / STAFF * STAFF);
    match row {
        _ if row == first => None,
        _ if row == manager => Some(first),
        _ => Some(manager),
    }
}

impl About {
    fn kind(self) -> &'static str {
        match self {
            About::Case(_) => "case",
            About::Worker => "personal",
        }
    }
}

/// The case's id; blank for a session on a worker.
impl Display for About {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            About::Case(row) => write!(out, "C{row:08}"),
            About::Worker => Ok(()),
        }
    }
}

/// The id of a worker who may not be known.
struct Id(Option<u32>);

impl Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(row) => write!(out, "S{row:07}"),
            None => Ok(()),
        }
    }
}

/// A day that may be blank.
struct Blank(Option<Day>);

impl Display for Blank {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(day) => write!(out, "{day}"),
            None => Ok(()),
        }
    }
}
