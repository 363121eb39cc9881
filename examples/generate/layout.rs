//! How a council's system writes its exports: file names, headers, dates, words and line ends.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use oversight::calendar::Day;

use crate::model::{EpisodeRow, PostRow, Row, Value, World};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Which export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Export {
    Staff,
    Cases,
    Sessions,
    Absences,
    Activity,
}

impl Export {
    /// Its name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Export::Staff => "staff",
            Export::Cases => "cases",
            Export::Sessions => "sessions",
            Export::Absences => "absences",
            Export::Activity => "activity",
        }
    }
}

/// How dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// `2026-10-31`
    Iso,
    /// `2026-10-31T00:00:00`
    IsoWithTime,
    /// `31/10/2026`
    Slashes,
    /// `31-Oct-2026`
    MonthName,
}

impl Dates {
    fn write(self, day: Day) -> String {
        let (year, month, number) = day.ymd();
        let name = usize::try_from(month).map_or("", |month| MONTHS[month - 1]);
        match self {
            Dates::Iso => day.to_string(),
            Dates::IsoWithTime => format!("{day}T00:00:00"),
            Dates::Slashes => format!("{number:02}/{month:02}/{year}"),
            Dates::MonthName => format!("{number:02}-{name}-{year}"),
        }
    }

    /// The format's name in a mapping; nothing for the one that needs none.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Dates::Iso | Dates::IsoWithTime => None,
            Dates::Slashes => Some("dd/mm/yyyy"),
            Dates::MonthName => Some("dd-mmm-yyyy"),
        }
    }
}

/// For one column: our words and those of the system.
pub type Words = (&'static str, &'static [(&'static str, &'static str)]);

/// One file of a council's exports.
#[derive(Clone, Copy, Debug)]
pub struct FileSpec {
    pub file: &'static str,
    pub export: Export,
    /// The kinds of session or activity in it; none given: all.
    pub kinds: &'static [&'static str],
    /// Canonical name and header.
    pub columns: &'static [(&'static str, &'static str)],
    pub dates: Dates,
    pub words: &'static [Words],
    /// Columns that the file has not, with their value.
    pub constants: &'static [(&'static str, &'static str)],
    /// What stands in an empty cell.
    pub blank: &'static str,
    pub crlf: bool,
    pub mark: bool,
}

/// A row with a mistake in it, which an audit has to refuse.
#[derive(Clone, Copy, Debug)]
pub struct Flaw {
    pub file: &'static str,
    /// The row that it copies, counted from 0.
    pub row: usize,
    /// The cells that differ, by header; none: the same row twice.
    pub cells: &'static [(&'static str, &'static str)],
}

/// A file being written.
pub struct Table<'s, W: Write> {
    spec: &'s FileSpec,
    flaws: Vec<&'s Flaw>,
    writer: Writer<W>,
}

impl<'s, W: Write> Table<'s, W> {
    /// Begins a file with its header.
    pub fn begin(spec: &'s FileSpec, flaws: &'s [Flaw], mut out: W) -> io::Result<Table<'s, W>> {
        if spec.mark {
            out.write_all(b"\xEF\xBB\xBF")?;
        }
        let ends = if spec.crlf {
            Terminator::CRLF
        } else {
            Terminator::Any(b'\n')
        };
        let mut writer = WriterBuilder::new().terminator(ends).from_writer(out);
        writer.write_record(spec.columns.iter().map(|(_, header)| *header))?;
        let flaws = flaws.iter().filter(|flaw| flaw.file == spec.file).collect();
        Ok(Table {
            spec,
            flaws,
            writer,
        })
    }

    /// Writes the rows of one council.
    pub fn add(&mut self, world: &World) -> io::Result<()> {
        let spec = self.spec;
        let mut number = 0;
        let mut each = |row: &dyn Row| {
            number += 1;
            self.row(world, row, number - 1)
        };
        match spec.export {
            Export::Staff => staff(world, &mut each),
            Export::Cases => cases(world, &mut each),
            Export::Sessions => {
                let kinds = spec.kinds;
                let here = |kind: &str| kinds.is_empty() || kinds.contains(&kind);
                let mut sessions = world.sessions.iter().filter(|session| here(session.kind));
                sessions.try_for_each(|session| each(session))
            }
            Export::Absences => {
                let listed = |person: usize| !world.people[person].unlisted;
                let mut absences = world
                    .absences
                    .iter()
                    .filter(|absence| listed(absence.person));
                absences.try_for_each(|absence| each(absence))
            }
            Export::Activity => {
                let here = |kind: &str| spec.kinds.is_empty() || spec.kinds.contains(&kind);
                let listed = |person: usize| !world.people[person].unlisted;
                let mut activities = world
                    .activities
                    .iter()
                    .filter(|activity| here(activity.kind) && activity.person.is_none_or(listed));
                activities.try_for_each(|activity| each(activity))
            }
        }
    }

    fn row(&mut self, world: &World, row: &dyn Row, number: usize) -> io::Result<()> {
        let spec = self.spec;
        let columns = spec.columns.iter();
        let cells: Vec<String> = columns
            .map(|(name, _)| self.text(name, row.cell(world, name)))
            .collect();
        self.writer.write_record(&cells)?;
        for flaw in self.flaws.iter().filter(|flaw| flaw.row == number) {
            let mut wrong = cells.clone();
            for (at, (_, header)) in spec.columns.iter().enumerate() {
                if let Some((_, cell)) = flaw.cells.iter().find(|(column, _)| column == header) {
                    (*cell).clone_into(&mut wrong[at]);
                }
            }
            self.writer.write_record(&wrong)?;
        }
        Ok(())
    }

    fn text(&self, column: &str, value: Value) -> String {
        match value {
            Value::Blank => self.spec.blank.to_owned(),
            Value::Text(text) => text,
            Value::Day(day) => self.spec.dates.write(day),
            Value::Word(word) => {
                let words = self.spec.words.iter().find(|(name, _)| *name == column);
                let theirs =
                    words.and_then(|(_, words)| words.iter().find(|(ours, _)| *ours == word));
                theirs.map_or_else(|| title(word), |(_, theirs)| (*theirs).to_owned())
            }
        }
    }

    /// Ends the file.
    pub fn end(mut self) -> io::Result<W> {
        self.writer.flush()?;
        self.writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

type Each<'e> = &'e mut dyn FnMut(&dyn Row) -> io::Result<()>;

fn staff(world: &World, each: Each<'_>) -> io::Result<()> {
    for person in world.people.iter().filter(|person| !person.unlisted) {
        if person.earlier.is_some() {
            each(&PostRow {
                person,
                earlier: true,
            })?;
        }
        each(&PostRow {
            person,
            earlier: false,
        })?;
    }
    Ok(())
}

fn cases(world: &World, each: Each<'_>) -> io::Result<()> {
    for case in &world.cases {
        for episode in &case.episodes {
            let workers = [episode.worker, episode.also];
            let count = if episode.also.is_some() { 2 } else { 1 };
            for worker in workers.into_iter().take(count) {
                each(&EpisodeRow {
                    case,
                    episode,
                    worker,
                })?;
            }
        }
    }
    Ok(())
}

/// `child-in-need` as a system shows it: `Child In Need`.
fn title(word: &str) -> String {
    let mut title = String::with_capacity(word.len());
    for part in word.split('-') {
        if !title.is_empty() {
            title.push(' ');
        }
        let (first, rest) = part.split_at(part.len().min(1));
        title.push_str(&first.to_uppercase());
        title.push_str(rest);
    }
    title
}
