//! A file that is opened: its text, its dialect, and which of its columns is which.

use std::hash::Hasher;

use memchr::memchr_iter;
use rustc_hash::FxHasher;

use super::aliases;
use super::cells::shown;
use super::columns::{Demand, Export};
use super::count;
use super::dataset::{Known, Setting};
use super::dialect::{self, Dialect, expected};
use super::disguised;
use super::layout::{Layout, Source as From};
use super::mapping::{Look, Mapping};
use super::only;
use super::orders::Orders;
use super::over_lines::Rows;
use super::reading::Source;
use super::record::Record;
use super::scan::{Records, Shape};
use super::tables::Mark;
use super::text::{Bytes, Decoded, Encoding, KnownBy, decode, sha256};
use super::workbook::{self, Wanted};
use crate::calendar::Day;
use crate::place::Place;
use crate::problem::{Level, Problem};

/// The setting that a workbook has too.
const HEADER_LINE: &str = "header-line";

/// A file that is read, with its text.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) export: Export,
    pub(super) covers_from: Option<Day>,
    pub(super) decoded: Decoded,
    pub(super) layout: Layout,
    /// What its encoding and headers told of themselves.
    pub(super) said: Vec<Problem>,
    pub(super) settings: Vec<Setting>,
    /// The line of the headers.
    pub(super) header_line: u32,
    shape: Shape,
    /// Where the rows begin: byte and line.
    rows: (usize, u32),
}

impl Opened {
    /// The data rows.
    pub(super) fn rows(&self) -> Rows<'_> {
        let (start, line) = self.rows;
        self.rows_from(start, line, self.text().len())
    }

    /// The rows that begin at a byte, which stands on `line`, or behind it and before `end`.
    pub(super) fn rows_from(&self, start: usize, line: u32, end: usize) -> Rows<'_> {
        Rows::at(self.text(), &self.layout, self.shape, (start, line)).until(end)
    }

    /// The byte at which the rows begin, and its line.
    pub(super) fn first_row(&self) -> (usize, u32) {
        self.rows
    }

    /// A record of this file, still without cells.
    pub(super) fn record(&self) -> Record<'_> {
        Record::of(self.text())
    }

    /// The bytes of the file behind those of its text.
    pub(super) fn bytes(&self) -> Bytes<'_> {
        Bytes::of(&self.decoded)
    }

    pub(super) fn text(&self) -> &str {
        &self.decoded.text
    }

    /// Decides which comes first in each column of dates, day or month.
    fn settle_dates(&mut self) -> Vec<Problem> {
        let mut orders = Orders::new(&self.layout);
        let mut rows = self.rows();
        let mut record = self.record();
        while orders.is_open()
            && let Some(read) = rows.next(&mut record)
        {
            if read.is_ok() {
                orders.add(&self.layout, &record, record.line);
            }
        }
        orders.settle(&mut self.layout, &self.name)
    }

    /// The rows that stand in the file, those on some lines each one line long.
    pub(super) fn count_rows(&self, one_line: &[u32]) -> u32 {
        let (start, line) = self.rows;
        let rows = self.text().get(start..).unwrap_or("");
        count::rows(rows, self.shape.delimiter, line, one_line)
    }

    /// The line of a row that is one line long; `end` is the byte at which reading goes on.
    pub(super) fn one_line(&self, record: &Record<'_>, end: usize) -> Option<u32> {
        let row = self.text().get(record.start..end).unwrap_or("");
        let is_one = !row.trim_end_matches(['\r', '\n']).contains('\n');
        is_one.then_some(record.line)
    }

    /// The first byte of a line, found from that of one before it.
    pub(super) fn line_start(&self, line: u32, before: Mark) -> Option<usize> {
        let rest = self.text().as_bytes().get(before.start..)?;
        match line.checked_sub(before.row.line)?.checked_sub(1) {
            None => Some(before.start),
            Some(between) => {
                let mut ends = memchr_iter(b'\n', rest);
                let end = ends.nth(usize::try_from(between).ok()?)?;
                Some(before.start + end + 1)
            }
        }
    }

    /// The row that starts at a byte, as it stands; of one with broken quotation marks its first line.
    pub(super) fn row_text(&self, start: usize) -> &str {
        let mut rows = Rows::at(self.text(), &self.layout, self.shape, (start, 1));
        rows.next(&mut self.record());
        self.text().get(start..rows.reached()).unwrap_or("")
    }

    /// What the row that starts at a byte says: its cells with their columns' names, blank ones left out.
    pub(super) fn says(&self, start: usize) -> Vec<(&str, String)> {
        let mut record = self.record();
        // The line does not matter here, and only rows without a fault are compared.
        let row = Records::at(self.text(), self.shape, start, 1).next(&mut record);
        let cells = self.layout.all.iter().map(|said| {
            let cell = cell(&said.source, &record);
            (said.name.as_str(), cell.to_owned())
        });
        let cells = cells.filter(|(_, cell)| row.is_some() && !cell.is_empty());
        cells.collect()
    }

    /// A short sign of what the row that starts at a byte says: rows that say the same have the same sign; two others
    /// hardly ever have.
    pub(super) fn sign(&self, start: usize) -> u64 {
        let mut record = self.record();
        // As in `says`.
        Records::at(self.text(), self.shape, start, 1).next(&mut record);
        let mut sign = FxHasher::default();
        for said in &self.layout.all {
            let cell = cell(&said.source, &record);
            if !cell.is_empty() {
                sign.write_u64(said.sign);
                sign.write(cell.as_bytes());
            }
        }
        sign.finish()
    }
}

fn cell<'r>(source: &'r From, record: &'r Record<'_>) -> &'r str {
    match source {
        From::Cell(index) => record.get(*index).unwrap_or("").trim(),
        From::Constant(text) => text,
        From::Absent => "",
    }
}

/// Turns a file's bytes into text and reads its header.
pub(super) fn open(
    source: Source,
    mapping: &Mapping,
    demand: &Demand,
) -> Result<Opened, Vec<Problem>> {
    let bytes = source.bytes;
    let given = Given {
        export: source.export,
        covers_from: source.covers_from,
        of_workbook: workbook::is_one(&bytes),
    };
    let read = |name: String, text| opened(name, text, &given, (mapping, demand));
    if given.of_workbook {
        let wanted = Wanted {
            file: &source.name,
            sheet: source.sheet.as_deref(),
            export: source.export,
        };
        let hash = sha256(&[&bytes]);
        return workbook::read(&bytes, wanted, |name, text| {
            read(name, Decoded::of_workbook(text, hash.clone()))
        });
    }
    if let Some(sheet) = &source.sheet {
        let problem = workbook::without_sheet(sheet);
        return Err(vec![problem.at(Place::file(&source.name))]);
    }
    let look = mapping.look(source.export, &source.name);
    let decoded = decode(bytes, look.encoding);
    if let Some(problem) = disguised::disguised(&decoded.text) {
        return Err(vec![problem.at(Place::file(&source.name))]);
    }
    read(source.name, decoded)
}

/// What is known of a file before its text is looked at.
struct Given {
    export: Export,
    covers_from: Option<Day>,
    of_workbook: bool,
}

impl Given {
    /// How the cells of a file or a sheet look.
    fn look(&self, mapping: &Mapping, name: &str) -> Result<Look, Vec<Problem>> {
        let look = mapping.look(self.export, name);
        if self.of_workbook {
            look.of_workbook(name).map_err(|problem| vec![*problem])
        } else {
            Ok(look)
        }
    }
}

/// Finds the columns of a file's text.
fn opened(
    file: String,
    decoded: Decoded,
    given: &Given,
    (mapping, demand): (&Mapping, &Demand),
) -> Result<Opened, Vec<Problem>> {
    let look = given.look(mapping, &file)?;
    let expected = expected(given.export, &look, demand);
    let dialect = dialect::find(&decoded.text, &file, &look, &expected)?;
    let shape = Shape {
        delimiter: dialect.delimiter,
        cells: Some(dialect.headers.len()),
        strictness: mapping.strictness,
    };
    let mut settings = settings(&decoded, &dialect, &look);
    if given.of_workbook {
        settings.retain(|setting| setting.name == HEADER_LINE);
    }
    let layout = Layout::new(given.export, dialect.headers, look, demand);
    let mut problems = layout.missing(&file);
    if dialect.known == 0 && !problems.is_empty() && !is_called_otherwise(&layout) {
        if layout.headers.len() == 1 {
            // Most likely the whole line, of which no column can be proposed.
            problems.clear();
        }
        problems.insert(
            0,
            no_known_header(&file, dialect.line, layout.headers.len()),
        );
    }
    problems.extend(only::missing(&layout, &file));
    problems.extend(layout.rivals(&file, dialect.line));
    let doubled = layout.doubled(&file, dialect.line);
    let stops = |problem: &Problem| problem.level == Level::Error;
    problems.extend(doubled.into_iter().filter(stops));
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut opened = Opened {
        said: said(&file, &decoded, dialect.titles),
        name: file,
        export: given.export,
        covers_from: given.covers_from,
        decoded,
        layout,
        header_line: dialect.line,
        settings,
        shape,
        rows: dialect.rows,
    };
    let dates = opened.settle_dates();
    opened.said.extend(dates);
    Ok(opened)
}

/// Whether some header is what other councils call a column of the export: then the messages about columns say more.
fn is_called_otherwise(layout: &Layout) -> bool {
    let headers: Vec<&str> = layout.headers.iter().map(String::as_str).collect();
    let columns = layout.export.columns().iter();
    let mut called =
        columns.filter_map(|column| aliases::likeliest(layout.export, column.name, &headers));
    called.next().is_some()
}

fn no_known_header(file: &str, line: u32, headers: usize) -> Problem {
    let cells = if headers == 1 {
        "1 cell".to_owned()
    } else {
        format!("{headers} cells")
    };
    Problem::error(
        "no-known-header",
        "none of the first 20 lines has a header that is known",
    )
    .at(Place::line(file, line))
    .found(cells)
    .expected("the headers, with `,`, `;`, tab or `|` between them")
    .hint("give `delimiter` and `header-line` in the mapping, or the headers as `columns`")
}

/// How each setting came to be.
fn settings(decoded: &Decoded, dialect: &Dialect, look: &Look) -> Vec<Setting> {
    let setting = |name, value: &str, given: bool| Setting {
        name,
        value: value.to_owned(),
        known: if given { Known::Given } else { Known::Detected },
    };
    vec![
        setting(
            "encoding",
            decoded.encoding.name(),
            decoded.known_by == KnownBy::Mapping,
        ),
        setting(
            "delimiter",
            dialect::named(dialect.delimiter),
            look.delimiter.is_some(),
        ),
        setting(
            HEADER_LINE,
            &dialect.line.to_string(),
            look.header_line.is_some(),
        ),
    ]
}

/// What is to be told of a file that can be used.
fn said(file: &str, decoded: &Decoded, titles: Option<(String, usize)>) -> Vec<Problem> {
    let mut said = Vec::new();
    let guessed = decoded.known_by == KnownBy::Bytes && decoded.encoding == Encoding::Windows1252;
    if guessed {
        let problem = Problem::note("not-utf-8", "not UTF-8, so read as windows-1252");
        said.push(problem.at(Place::file(file)));
    }
    if let Some((first, rows)) = titles {
        let message = match rows {
            1 => "the row above the headers was left out".to_owned(),
            _ => format!("the {rows} rows above the headers were left out"),
        };
        let problem = Problem::note("title-row", message).found_in_cell(shown(&first));
        said.push(problem.at(Place::file(file)));
    }
    said
}
