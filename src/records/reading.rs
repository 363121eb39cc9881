//! Reads exports: bytes, header, rows, and what is wrong with each.

use std::collections::BTreeSet;

use rayon::prelude::*;
use strsim::osa_distance;

use super::aliases;
use super::assemble::assemble;
use super::cells::Faults;
use super::columns::{Demand, Export};
use super::dataset::{Dataset, ExportFile};
use super::index::Index;
use super::layout;
use super::mapping::{Entry, Mapping, squash};
use super::mapping_toml::one_of;
use super::names::Names;
use super::no_status::no_status;
use super::only::Only;
use super::opened::{Opened, open};
use super::renumbered::Renumbered;
use super::stretch::{self, Piece, Reader, Stretch};
use super::tables::{Tables, Taker};
use super::words::Words;
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::{Problem, nearest};

/// One file to read.
#[derive(Debug)]
pub struct Source {
    /// Its name, as messages and reports shall show it.
    pub name: String,
    /// The sheet that is meant, when it is a workbook of several.
    pub sheet: Option<String>,
    /// Which export it is.
    pub export: Export,
    /// The first day the file covers, when the council says so.
    pub covers_from: Option<Day>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why exports can't be used at all: files are empty or lack columns. All of it is listed.
#[derive(Debug, thiserror::Error)]
#[error("the exports cannot be used: {}", .0.first().map_or(String::new(), ToString::to_string))]
pub struct Unusable(pub Vec<Problem>);

/// Reads the files of one audit into one body of rows. `taken` is the day on which the exports were taken: nothing can
/// have been held after it.
///
/// Rows that can't be used are rejected and listed in [`Dataset::problems`]. Only files that can't be used at all are
/// an error.
pub fn read(
    sources: Vec<Source>,
    mapping: &Mapping,
    demand: &Demand,
    taken: Day,
) -> Result<Dataset, Unusable> {
    let (mut files, mut unusable) = (Vec::new(), Vec::new());
    let opened = sources.into_par_iter();
    let opened = opened.map(|source| open(source, mapping, demand));
    for file in opened.collect::<Vec<_>>() {
        match file {
            Ok(file) => files.push(file),
            Err(problems) => unusable.extend(problems),
        }
    }
    if !unusable.is_empty() {
        return Err(Unusable(unusable));
    }
    let mut reading = Reading::new(&files, demand);
    let names = names(&files);
    let takers: Vec<Taker> = files
        .iter()
        .map(|file| Taker::new(&file.layout, taken))
        .collect();
    let readers = files.iter().zip(&takers).zip(numbers());
    let readers = readers.map(|((file, taker), number)| Reader {
        file,
        number,
        names: &names,
        taker,
    });
    let pieces: Vec<Piece<'_>> = readers.flat_map(Reader::pieces).collect();
    let (hashes, ()) = rayon::join(
        || files.par_iter().map(|file| file.decoded.sha256()).collect(),
        || reading.rows(&pieces),
    );
    reading.files(&files, hashes);
    let unused = unused(mapping, &files, demand);
    let mut data = assemble(reading.finish(demand), files, mapping);
    data.problems.splice(0..0, unused);
    data.index = Index::build(&data);
    Ok(data)
}

impl Dataset {
    /// Reads the four exports most policies need from CSV with canonical headers, as [`Dataset::from_exports`] does.
    ///
    /// # Errors
    /// A text that can't be used as that export.
    #[expect(clippy::too_many_arguments, reason = "one text for each export")]
    pub fn from_texts(
        staff: &str,
        cases: &str,
        sessions: &str,
        absences: &str,
        demand: &Demand,
        taken: Day,
    ) -> Result<Dataset, Unusable> {
        let texts = [
            (Export::Staff, staff),
            (Export::Cases, cases),
            (Export::Sessions, sessions),
            (Export::Absences, absences),
        ];
        Dataset::from_exports(&texts, demand, taken)
    }

    /// Reads exports from CSV with canonical headers: for tests. An empty text is an export not given. The files are
    /// called by their exports' names, and their first line is the first that is not blank.
    ///
    /// # Errors
    /// A text that can't be used as that export.
    pub fn from_exports(
        texts: &[(Export, &str)],
        demand: &Demand,
        taken: Day,
    ) -> Result<Dataset, Unusable> {
        let given = texts.iter().filter(|(_, text)| !text.trim().is_empty());
        let sources = given.map(|(export, text)| Source {
            name: export.name().to_owned(),
            sheet: None,
            export: *export,
            covers_from: None,
            bytes: text.trim_start().into(),
        });
        read(sources.collect(), &Mapping::default(), demand, taken)
    }
}

/// The numbers of files.
fn numbers() -> impl Iterator<Item = u16> {
    (0..u16::MAX).chain(std::iter::repeat(u16::MAX))
}

/// What is known while the files are read.
struct Reading<'f> {
    data: Dataset,
    words: Words,
    faults: Faults,
    tables: Tables,
    counts: Vec<Counts<'f>>,
}

/// What happened to the rows of one file.
struct Counts<'f> {
    only: Only<'f>,
    used: u32,
    rejected: u32,
    repaired: u32,
    /// Lines of the faulty and mended rows that are one line long.
    one_line: Vec<u32>,
}

impl<'f> Counts<'f> {
    fn new(file: &'f Opened) -> Counts<'f> {
        Counts {
            only: Only::new(&file.layout),
            used: 0,
            rejected: 0,
            repaired: 0,
            one_line: Vec::new(),
        }
    }

    fn add(&mut self, stretch: &Stretch<'f>) {
        self.used += stretch.used;
        self.rejected += stretch.rejected;
        self.repaired += stretch.repaired;
        self.one_line.extend(&stretch.one_line);
        self.only.append(&stretch.only);
    }
}

impl<'f> Reading<'f> {
    fn new(files: &'f [Opened], demand: &Demand) -> Reading<'f> {
        let attributes = layout::attributes(Export::Sessions, demand);
        Reading {
            data: Dataset::default(),
            words: Words::default(),
            faults: Faults::default(),
            tables: Tables::with_attributes(attributes.len()),
            counts: files.iter().map(Counts::new).collect(),
        }
    }

    /// Reads the rows of all files. While some are read, those before them are put to the others.
    fn rows(&mut self, pieces: &[Piece<'f>]) {
        for export in Export::ALL {
            let of_export = pieces.iter().filter(|piece| piece.export() == export);
            let rows = of_export.map(|piece| piece.most_rows()).sum();
            self.tables.expect(export, rows);
        }
        let mut left = pieces;
        let mut read = Vec::new();
        while !left.is_empty() || !read.is_empty() {
            let before = std::mem::take(&mut read);
            let ((next, done), ()) = rayon::join(|| stretch::next(left), || self.add(before));
            read = next;
            left = left.get(done..).unwrap_or(&[]);
        }
    }

    /// Puts the rows of some stretches behind those before them.
    fn add(&mut self, mut stretches: Vec<Stretch<'f>>) {
        let numbers = Renumbered::all(&mut self.words, &mut self.tables.ids, &stretches);
        let rows = stretches.par_iter_mut().zip(&numbers);
        rows.for_each(|(stretch, numbers)| numbers.rows(&mut stretch.tables));
        for stretch in stretches {
            if let Some(counts) = self.counts.get_mut(usize::from(stretch.number)) {
                counts.add(&stretch);
            }
            self.tables.append(stretch.tables);
            self.faults.append(stretch.faults);
        }
    }

    /// Notes what was read of each file.
    fn files(&mut self, files: &[Opened], hashes: Vec<String>) {
        let counts = std::mem::take(&mut self.counts);
        let files = files.iter().zip(counts).zip(hashes).zip(numbers());
        for (((file, counts), sha256), number) in files {
            let read = file.count_rows(&counts.one_line);
            self.whole_file(file, (number, read), counts.only.problem(counts.used));
            self.data.files.push(ExportFile {
                name: file.name.clone(),
                export: file.export,
                sha256,
                read,
                accepted: 0,
                rejected: counts.rejected,
                left_out: counts.only.left_out,
                repaired: counts.repaired,
                unmatched: 0,
                covers_from: file.covers_from,
                columns: file.layout.present().collect(),
                headers: file.layout.headers.clone(),
                settings: file.settings.clone(),
            });
        }
    }

    /// What there is to say about a file as a whole.
    fn whole_file(&mut self, file: &Opened, (number, read): (u16, u32), left_out: Option<Problem>) {
        let head = Row {
            file: number,
            line: 0,
        };
        if let Some(problem) = left_out {
            self.faults.add(head, problem.at(Place::file(&file.name)));
        }
        if let Some(problem) = no_status(&file.layout) {
            self.faults.add(head, problem.at(Place::file(&file.name)));
        }
        let doubled = file.layout.doubled(&file.name, file.header_line);
        let shared = file.layout.shared(&file.name, file.header_line);
        let said = file.said.iter().cloned().chain(doubled).chain(shared);
        for problem in said.chain(self.faults.fillers.problems(number, &file.name)) {
            self.faults.add(head, problem);
        }
        if read == 0 {
            let problem = Problem::warning("no-rows", "the file has headers and no rows")
                .at(Place::file(&file.name))
                .hint("export it anew, or see whether this is the file that was meant");
            self.faults.add(head, problem);
        }
        let columns = match file.export {
            Export::Staff => &mut self.data.staff_columns,
            Export::Cases => &mut self.data.case_columns,
            Export::Sessions => &mut self.data.session_columns,
            Export::Activity => &mut self.data.activity_columns,
            Export::Allocations => {
                self.allocation_columns(file);
                return;
            }
            Export::Absences => return,
        };
        columns.present.extend(file.layout.present());
    }

    /// What the allocations say of cases is a column of cases.
    fn allocation_columns(&mut self, file: &Opened) {
        let said = file.layout.present();
        let of_cases = said.filter(|name| matches!(name.as_str(), "allocated_to" | "team"));
        self.data.case_columns.present.extend(of_cases);
    }

    /// What was read, still to be put in order.
    fn finish(mut self, demand: &Demand) -> (Dataset, Tables, Faults) {
        self.data.words = self.words;
        let columns = [
            (Export::Staff, &mut self.data.staff_columns),
            (Export::Cases, &mut self.data.case_columns),
            (Export::Sessions, &mut self.data.session_columns),
            (Export::Activity, &mut self.data.activity_columns),
        ];
        for (export, columns) in columns {
            columns.attributes = layout::attributes(export, demand);
        }
        (self.data, self.tables, self.faults)
    }
}

/// Who is called what, when some file names staff instead of giving their ids.
fn names(files: &[Opened]) -> Names {
    let mut names = Names::default();
    if !files.iter().any(|file| file.layout.is_by_name()) {
        return names;
    }
    for file in files.iter().filter(|file| file.export == Export::Staff) {
        let mut rows = file.rows();
        let mut record = file.record();
        while let Some(read) = rows.next(&mut record) {
            if read.is_ok() {
                names.add(&file.layout, &record);
            }
        }
    }
    names.finish()
}

/// What a mapping says that no file bears out: most likely a slip, and a column that is silently missing.
fn unused(mapping: &Mapping, files: &[Opened], demand: &Demand) -> Vec<Problem> {
    let mut problems = Vec::new();
    for entry in mapping.entries.iter().filter(|entry| !entry.preset) {
        let meant: Vec<&Opened> = files
            .iter()
            .filter(|file| entry.is_for(file.export, &file.name))
            .collect();
        if meant.is_empty() {
            problems.extend(no_such_file(entry, files));
            continue;
        }
        problems.extend(misspelt(entry, demand));
        for (column, listed) in &entry.look.columns {
            let has = |file: &&Opened, header: &String| file.layout.position(header).is_some();
            if meant
                .iter()
                .any(|file| listed.iter().any(|header| has(file, header)))
            {
                continue;
            }
            problems.push(no_such_header(entry, (column, listed), &meant));
        }
    }
    problems
}

fn no_such_header(
    entry: &Entry,
    (column, listed): (&String, &[String]),
    meant: &[&Opened],
) -> Problem {
    let message = format!(
        "the mapping of {} finds `{column}` under a header that no file has",
        entry.export
    );
    let problem = Problem::warning("no-such-header", message)
        .at(entry.place.clone())
        .found(listed.join("`, `"));
    // What another column is read from is not meant.
    let free = meant.iter().flat_map(|file| file.layout.free(column));
    let free: BTreeSet<&str> = free.collect();
    let free: Vec<&str> = free.into_iter().collect();
    let mut listed = listed.iter();
    let near = listed.find_map(|header| nearest(header, free.iter().copied()));
    let own = || free.iter().find(|header| squash(header) == squash(column));
    let near = near.or_else(|| own().copied());
    match near.or_else(|| aliases::likeliest(entry.export, column, &free)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if free.is_empty() => problem,
        None => problem.hint(format!(
            "the headers not yet used are {}",
            one_of(&free).replace(" or ", " and ")
        )),
    }
}

/// Columns of a mapping that nothing reads and that are nearly one that is read.
fn misspelt(entry: &Entry, demand: &Demand) -> Vec<Problem> {
    let canonical = entry.export.columns().iter().map(|column| column.name);
    let known: Vec<&str> = canonical
        .chain(demand.of(entry.export).map(|(name, _)| name))
        .collect();
    let look = &entry.look;
    let mut columns: Vec<&String> = look.columns.keys().collect();
    columns.extend(look.constants.keys().chain(look.values.keys()));
    columns.sort_unstable();
    columns.dedup();
    let mut problems = Vec::new();
    for column in columns {
        let near = known.iter().find(|known| osa_distance(known, column) <= 2);
        if let Some(near) = near
            && !known.contains(&column.as_str())
        {
            let message = format!("no rule reads such a column of {}", entry.export);
            let problem = Problem::warning("no-such-column", message)
                .at(entry.place.clone())
                .found(column)
                .hint(format!("did you mean `{near}`?"));
            problems.push(problem);
        }
    }
    problems
}

fn no_such_file(entry: &Entry, files: &[Opened]) -> Option<Problem> {
    let named = entry.files.as_ref()?;
    let message = format!(
        "the mapping of {} is for files that are not given",
        entry.export
    );
    let mut problem = Problem::warning("no-such-file", message)
        .at(entry.place.clone())
        .found(named.join(", "));
    let given = files.iter().map(|file| file.name.as_str());
    if let Some(near) = named.iter().find_map(|name| nearest(name, given.clone())) {
        problem = problem.hint(format!("did you mean `{near}`?"));
    }
    Some(problem)
}
