//! Reads exports: bytes, header, rows, and what is wrong with each.

use std::hash::Hasher;
use std::io::{self, Read};

use csv::StringRecord;
use rustc_hash::FxHasher;
use strsim::osa_distance;

use super::assemble::assemble;
use super::cells::{Cells, Faults, Known};
use super::columns::{Demand, Export};
use super::count;
use super::dataset::{Dataset, ExportFile};
use super::layout::{self, Layout, Source as From};
use super::mapping::{Entry, Mapping};
use super::tables::{Mark, Tables, Taker};
use super::text::{Decoded, Quoting, Records, Span, decode, separator, sha256};
use super::words::Words;
use crate::calendar::Day;
use crate::place::{Place, Row};
use crate::problem::{Problem, nearest};

/// One file to read.
#[derive(Debug)]
pub struct Source<R> {
    /// Its name, as messages and reports shall show it.
    pub name: String,
    /// Which export it is.
    pub export: Export,
    /// The first day the file covers, when the council says so.
    pub covers_from: Option<Day>,
    /// Its bytes.
    pub bytes: R,
}

/// Why exports could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes of a file could not be read.
    #[error("cannot read `{file}`")]
    Io {
        /// The file's name.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// Files are empty or lack columns; all of it is listed.
    #[error("the exports cannot be used: {}", .0.first().map_or(String::new(), ToString::to_string))]
    Unusable(Vec<Problem>),
}

/// A file that is read, with its text.
pub(super) struct Opened {
    pub(super) name: String,
    export: Export,
    covers_from: Option<Day>,
    sha256: String,
    decoded: Decoded,
    text: String,
    separator: u8,
    header: Span,
    layout: Layout,
}

/// Reads the files of one audit into one body of rows. `taken` is the day on which the exports were taken: nothing can
/// have been held after it.
///
/// Rows that can't be used are rejected and listed in [`Dataset::problems`]. Only files that can't be used at all are
/// an error.
pub fn read<R: Read>(
    sources: Vec<Source<R>>,
    mapping: &Mapping,
    demand: &Demand,
    taken: Day,
) -> Result<Dataset, ReadError> {
    let mut files = Vec::with_capacity(sources.len());
    let mut unusable = Vec::new();
    for source in sources {
        let file = open(source, mapping, demand)?;
        match file {
            Ok(file) => files.push(file),
            Err(problems) => unusable.extend(problems),
        }
    }
    if !unusable.is_empty() {
        return Err(ReadError::Unusable(unusable));
    }
    let mut reading = Reading {
        data: Dataset::default(),
        words: Words::default(),
        faults: Faults::default(),
        tables: Tables::default(),
    };
    let attributes = layout::attributes(Export::Sessions, demand);
    reading.tables.session_attributes = vec![Vec::new(); attributes.len()];
    for (index, file) in files.iter().enumerate() {
        let number = u16::try_from(index).unwrap_or(u16::MAX);
        reading.file(file, number, taken);
    }
    let mut data = reading.finish(&files, demand);
    data.problems.splice(0..0, unused(mapping, &files, demand));
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
    ) -> Result<Dataset, ReadError> {
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
    ) -> Result<Dataset, ReadError> {
        let given = texts.iter().filter(|(_, text)| !text.trim().is_empty());
        let sources = given.map(|(export, text)| Source {
            name: export.name().to_owned(),
            export: *export,
            covers_from: None,
            bytes: text.trim_start().as_bytes(),
        });
        read(sources.collect(), &Mapping::default(), demand, taken)
    }
}

/// Reads a file's bytes and header.
fn open<R: Read>(
    mut source: Source<R>,
    mapping: &Mapping,
    demand: &Demand,
) -> Result<Result<Opened, Vec<Problem>>, ReadError> {
    let mut bytes = Vec::new();
    if let Err(error) = source.bytes.read_to_end(&mut bytes) {
        return Err(ReadError::Io {
            file: source.name,
            source: error,
        });
    }
    let workbook = is_workbook(&bytes);
    let sha256 = sha256(&bytes);
    let (text, decoded) = decode(bytes);
    let separator = separator(&text);
    let mut record = StringRecord::new();
    let header = Records::at(&text, separator, 0, 1).next(&mut record);
    let header = match header.filter(|_| !workbook) {
        Some(header) if is_plain(header, &record) => header,
        header => {
            let problem = no_header(&source.name, workbook, header);
            return Ok(Err(vec![problem]));
        }
    };
    let look = mapping.look(source.export, &source.name);
    let layout = Layout::new(source.export, &record, look, demand);
    let mut problems = layout.missing(&source.name);
    let doubled = layout.doubled(&source.name, header.line);
    problems.extend(
        doubled
            .into_iter()
            .filter(|problem| problem.level == crate::problem::Level::Error),
    );
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    Ok(Ok(Opened {
        name: source.name,
        export: source.export,
        covers_from: source.covers_from,
        sha256,
        decoded,
        text,
        separator,
        header,
        layout,
    }))
}

/// Whether these are the first bytes of an `.xlsx` or an `.xls`.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Whether a file's first record can be its headers.
fn is_plain(header: Span, record: &StringRecord) -> bool {
    header.quoting != Quoting::Broken && !record.iter().any(|cell| cell.contains('\0'))
}

/// Why a file has no headers to go by.
fn no_header(file: &str, workbook: bool, header: Option<Span>) -> Problem {
    let place = Place::file(file);
    match header {
        None if workbook => Problem::error("not-csv", "the file is an Excel workbook")
            .at(place)
            .expected("CSV")
            .hint("in Excel choose File, Save As and the type CSV UTF-8"),
        None => Problem::error("empty-file", "the file is empty")
            .at(place)
            .expected("a line of headers"),
        Some(header) if header.quoting == Quoting::Broken => Problem::error(
            "broken-quotes",
            "the headers' quotation marks are not where they belong",
        )
        .at(Place::line(file, header.line)),
        Some(_) => Problem::error("not-csv", "the file is not text")
            .at(place)
            .expected("CSV, with a line of headers"),
    }
}

impl Opened {
    /// The data rows.
    fn records(&self) -> Records<'_> {
        let mut records = Records::at(
            &self.text,
            self.separator,
            self.header.start,
            self.header.line,
        );
        records.next(&mut StringRecord::new());
        records
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The row that starts at a byte, as it stands; of one with broken quotation marks its first line.
    pub(super) fn row_text(&self, start: usize) -> &str {
        let mut records = Records::at(&self.text, self.separator, start, 1);
        records.next(&mut StringRecord::new());
        let end = records.begin().start;
        self.text.get(start..end).unwrap_or("")
    }

    /// The rows that stand in the file, of which some lines are each a misshapen one.
    fn count_rows(&self, misshapen: &[u32]) -> u32 {
        let first = self.records().begin();
        let rows = self.text.get(first.start..).unwrap_or("");
        count::rows(rows, self.separator, first.line, misshapen)
    }

    /// What the row that starts at a byte says: its cells with their columns' names, blank ones left out.
    pub(super) fn says(&self, start: usize) -> Vec<(&str, String)> {
        let mut record = StringRecord::new();
        // The line does not matter here.
        Records::at(&self.text, self.separator, start, 1).next(&mut record);
        let cells = self.layout.all.iter().map(|said| {
            let cell = cell(&said.source, &record);
            (said.name.as_str(), cell.to_owned())
        });
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    /// A short sign of what a row says.
    fn sign(&self, record: &StringRecord) -> u64 {
        let mut sign = FxHasher::default();
        for said in &self.layout.all {
            let cell = cell(&said.source, record);
            if !cell.is_empty() {
                sign.write_u64(said.sign);
                sign.write(cell.as_bytes());
            }
        }
        sign.finish()
    }
}

fn cell<'r>(source: &'r From, record: &'r StringRecord) -> &'r str {
    match source {
        From::Cell(index) => record.get(*index).unwrap_or("").trim(),
        From::Constant(text) => text,
        From::Absent => "",
    }
}

/// What is known while the files are read one after another.
struct Reading {
    data: Dataset,
    words: Words,
    faults: Faults,
    tables: Tables,
}

impl Reading {
    fn file(&mut self, file: &Opened, number: u16, taken: Day) {
        let layout = &file.layout;
        let columns = Taker::new(layout, taken);
        let mut known: Vec<Known> = layout.columns.iter().map(|_| Known::default()).collect();
        let mut rejected = 0_u32;
        let mut misshapen_lines = Vec::new();
        let mut records = file.records();
        let mut record = StringRecord::new();
        while let Some(span) = records.next(&mut record) {
            let row = Row {
                file: number,
                line: span.line,
            };
            if let Some(problem) = misshapen(file, &record, span) {
                self.faults.add(row, problem);
                misshapen_lines.push(span.line);
                rejected += 1;
                continue;
            }
            let mark = Mark {
                row,
                start: span.start,
                sign: file.sign(&record),
            };
            let mut cells = Cells {
                record: &record,
                layout,
                known: &mut known,
                words: &mut self.words,
                faults: &mut self.faults,
                file: &file.name,
                row,
                bad: 0,
            };
            if columns.take(&mut cells, &mut self.tables, mark).is_none() {
                rejected += 1;
            }
        }
        let read = file.count_rows(&misshapen_lines);
        self.whole_file(file, number, read);
        self.data.files.push(ExportFile {
            name: file.name.clone(),
            export: file.export,
            sha256: file.sha256.clone(),
            read,
            accepted: 0,
            rejected,
            unmatched: 0,
            covers_from: file.covers_from,
            headers: layout.headers.clone(),
        });
    }

    /// What there is to say about a file as a whole.
    fn whole_file(&mut self, file: &Opened, number: u16, read: u32) {
        let head = Row {
            file: number,
            line: 0,
        };
        if file.decoded == Decoded::AsWindows1252 {
            let problem = Problem::note("not-utf-8", "not UTF-8, so read as windows-1252")
                .at(Place::file(&file.name));
            self.faults.add(head, problem);
        }
        for problem in file.layout.doubled(&file.name, file.header.line) {
            self.faults.add(head, problem);
        }
        if read == 0 {
            let problem = Problem::warning("no-rows", "the file has headers and no rows")
                .at(Place::file(&file.name));
            self.faults.add(head, problem);
        }
        let columns = match file.export {
            Export::Staff => &mut self.data.staff_columns,
            Export::Cases => &mut self.data.case_columns,
            Export::Sessions => &mut self.data.session_columns,
            Export::Activity => &mut self.data.activity_columns,
            Export::Absences => return,
        };
        columns.present.extend(file.layout.present());
    }

    fn finish(mut self, files: &[Opened], demand: &Demand) -> Dataset {
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
        assemble(self.data, self.tables, files, self.faults)
    }
}

/// What is wrong with a row before its cells are read.
fn misshapen(file: &Opened, record: &StringRecord, span: Span) -> Option<Problem> {
    let problem = if span.quoting == Quoting::Broken {
        Problem::error(
            "broken-quotes",
            "the row's quotation marks are not where they belong",
        )
        .hint("inside a quoted cell each quotation mark is written twice")
    } else if record.len() == file.layout.headers.len() {
        return None;
    } else {
        Problem::error(
            "wrong-cell-count",
            "the row does not have as many cells as there are headers",
        )
        .found(record.len().to_string())
        .expected(file.layout.headers.len().to_string())
    };
    Some(problem.at(Place::line(&file.name, span.line)))
}

/// What a mapping says that no file bears out: most likely a slip, and a column that is silently missing.
fn unused(mapping: &Mapping, files: &[Opened], demand: &Demand) -> Vec<Problem> {
    let mut problems = Vec::new();
    for entry in &mapping.entries {
        let meant: Vec<&Opened> = files
            .iter()
            .filter(|file| entry.is_for(file.export, &file.name))
            .collect();
        if meant.is_empty() {
            problems.extend(no_such_file(entry, files));
            continue;
        }
        problems.extend(misspelt(entry, demand));
        for (column, header) in &entry.look.columns {
            if meant
                .iter()
                .any(|file| file.layout.position(header).is_some())
            {
                continue;
            }
            let message = format!(
                "the mapping of {} finds `{column}` under a header that no file has",
                entry.export
            );
            let mut problem = Problem::warning("no-such-header", message)
                .at(entry.place.clone())
                .found(header);
            let headers = meant.iter().flat_map(|file| file.layout.headers.iter());
            if let Some(near) = nearest(header, headers.map(String::as_str)) {
                problem = problem.hint(format!("did you mean `{near}`?"));
            }
            problems.push(problem);
        }
    }
    problems
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
