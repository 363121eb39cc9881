//! Three small councils whose exports are in national layouts: the Standard Safeguarding Dataset, Annex A, the census.

use csv::Writer;
use oversight::calendar::Day;

use crate::model::{Case, Episode, Person, World};
use crate::{annex_a, census, ssd};

/// One folder below `presets`: its name and its files.
pub type Folder = (&'static str, Vec<(&'static str, Vec<u8>)>);

/// Every third child and so on, by the case's place among all.
pub const EVERY: usize = 3;

/// How each day is written.
pub type Write = fn(Day) -> String;

pub fn iso(day: Day) -> String {
    day.to_string()
}

pub fn with_time(day: Day) -> String {
    format!("{day}T00:00:00")
}

pub fn slashes(day: Day) -> String {
    let (year, month, number) = day.ymd();
    format!("{number:02}/{month:02}/{year}")
}

pub fn or_blank(day: Option<Day>, write: Write) -> String {
    day.map_or_else(String::new, write)
}

/// A CSV file being gathered.
pub struct Sheet {
    writer: Writer<Vec<u8>>,
}

impl Sheet {
    pub fn new(headers: &[&str]) -> Sheet {
        let mut sheet = Sheet {
            writer: Writer::from_writer(Vec::new()),
        };
        sheet.add(headers.iter().map(|header| (*header).to_owned()));
        sheet
    }

    pub fn add(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        // Writing to memory cannot fail.
        self.writer.write_record(&cells).unwrap_or_default();
    }

    pub fn end(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// The folders, made from one world.
pub fn folders(world: &World, from: Day, taken: Day) -> Vec<Folder> {
    vec![
        ("ssd", ssd::files(world, from, taken)),
        ("annex-a", annex_a::files(world, from, taken)),
        ("workforce-census", census::files(world, from, taken)),
    ]
}

pub fn oversight(story: &str, exports: &str, from: Day, taken: Day) -> Vec<u8> {
    let text = format!(
        "{story}\
banner = \"SYNTHETIC DATA\"
policy = \"../../../policies/template.toml\"
mapping = \"mapping.toml\"
taken = {taken}            # the day the exports were taken
{exports}\
sessions = {{ file = \"supervision.csv\", covers-from = {from} }}
"
    );
    text.into_bytes()
}

/// Supervision as a tracker has it, with the ids by which the staff export knows people.
pub fn sessions(world: &World, id: &dyn Fn(usize) -> String) -> Vec<u8> {
    let mut sheet = Sheet::new(&[
        "Session ID",
        "Date",
        "Kind",
        "Status",
        "Supervisee ID",
        "Supervisor ID",
        "Case ID",
        "Recorded On",
    ]);
    let of_kind = |kind: &str| matches!(kind, "personal" | "case");
    for session in world.sessions.iter().filter(|one| of_kind(one.kind)) {
        let person = |one: Option<usize>| one.map_or_else(String::new, id);
        let case = session.case.map(|case| world.cases[case].id.clone());
        sheet.add([
            (40_001 + session.number).to_string(),
            iso(session.date),
            session.kind.to_owned(),
            session.status.to_owned(),
            person(session.supervisee),
            person(session.supervisor),
            case.unwrap_or_default(),
            or_blank(session.recorded, iso),
        ]);
    }
    sheet.end()
}

pub fn listed(world: &World) -> impl Iterator<Item = (usize, &Person)> {
    let people = world.people.iter().enumerate();
    people.filter(|(_, person)| !person.unlisted)
}

/// Every episode of one type, with its case's place among all.
pub fn of_type<'w>(
    world: &'w World,
    case_type: &'w str,
) -> impl Iterator<Item = (usize, &'w Case, &'w Episode)> {
    let cases = world.cases.iter().enumerate();
    cases.flat_map(move |(number, case)| {
        let episodes = case.episodes.iter();
        let here = episodes.filter(move |episode| episode.case_type == case_type);
        here.map(move |episode| (number, case, episode))
    })
}

/// The job as people write it.
pub fn title(role: &str) -> String {
    let words = role.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whole-time equivalent of the weekly hours.
pub fn fte(person: &Person) -> String {
    format!("{:.2}", f64::from(person.hours.min(370)) / 370.0)
}

/// A number that no register has: the real ones have no `XX` before them.
pub fn registration(number: usize) -> String {
    format!("XX{:010}", 9_000_000 + number)
}

/// When every third looked-after child was on a plan as well, from soon after the first day on.
pub fn also_on_plan(number: usize, case: &Case, episode: &Episode) -> Option<(Day, Option<Day>)> {
    let first = case.episodes.first()?;
    let ended = episode.opened.plus_days(200);
    let known = Day::from_ymd(2026, 10, 1).is_some_and(|day| ended < day);
    let is_first = first.opened == episode.opened;
    let plan = (episode.opened.plus_days(20), known.then_some(ended));
    (number % EVERY == 2 && is_first).then_some(plan)
}
