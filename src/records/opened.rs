//! A file that is opened: its text, its dialect, and which of its columns is which.

use std::hash::Hasher;
use std::io::Read;

use rustc_hash::FxHasher;

use super::columns::{Demand, Export};
use super::count;
use super::layout::{Layout, Source as From};
use super::mapping::Mapping;
use super::reading::{ReadError, Source};
use super::scan::{FaultKind, Record, Records, Shape};
use super::text::{Decoded, decode, separator, sha256};
use crate::calendar::Day;
use crate::place::Place;
use crate::problem::{Level, Problem};

/// A file that is read, with its text.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) export: Export,
    pub(super) covers_from: Option<Day>,
    pub(super) sha256: String,
    pub(super) decoded: Decoded,
    pub(super) text: String,
    pub(super) layout: Layout,
    /// The line of the headers.
    pub(super) header_line: u32,
    shape: Shape,
    /// Where the rows begin: byte and line.
    rows: (usize, u32),
}

impl Opened {
    /// The data rows.
    pub(super) fn records(&self) -> Records<'_> {
        let (start, line) = self.rows;
        Records::at(&self.text, self.shape, start, line)
    }

    /// The rows that stand in the file, those on some lines each one line long.
    pub(super) fn count_rows(&self, one_line: &[u32]) -> u32 {
        let (start, line) = self.rows;
        let rows = self.text.get(start..).unwrap_or("");
        count::rows(rows, self.shape.delimiter, line, one_line)
    }

    /// The row that starts at a byte, as it stands; of a misshapen one its first line.
    pub(super) fn row_text(&self, start: usize) -> &str {
        let mut record = Record::of(&self.text);
        let row = Records::at(&self.text, self.shape, start, 1).next(&mut record);
        let rest = self.text.get(start..).unwrap_or("");
        match row {
            Some(Ok(())) => self.text.get(start..record.end).unwrap_or(rest),
            Some(Err(_)) | None => rest.lines().next().unwrap_or(rest),
        }
    }

    /// What the row that starts at a byte says: its cells with their columns' names, blank ones left out.
    pub(super) fn says(&self, start: usize) -> Vec<(&str, String)> {
        let mut record = Record::of(&self.text);
        // The line does not matter here, and only rows without a fault are compared.
        let row = Records::at(&self.text, self.shape, start, 1).next(&mut record);
        let cells = self.layout.all.iter().map(|said| {
            let cell = cell(&said.source, &record);
            (said.name.as_str(), cell.to_owned())
        });
        let cells = cells.filter(|(_, cell)| row.is_some() && !cell.is_empty());
        cells.collect()
    }

    /// A short sign of what a row says.
    pub(super) fn sign(&self, record: &Record<'_>) -> u64 {
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

fn cell<'r>(source: &'r From, record: &'r Record<'_>) -> &'r str {
    match source {
        From::Cell(index) => record.get(*index).unwrap_or("").trim(),
        From::Constant(text) => text,
        From::Absent => "",
    }
}

/// Reads a file's bytes and header.
pub(super) fn open<R: Read>(
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
    if is_workbook(&bytes) {
        let problem = Problem::error("not-csv", "the file is an Excel workbook")
            .at(Place::file(&source.name))
            .expected("CSV")
            .hint("in Excel choose File, Save As and the type CSV UTF-8");
        return Ok(Err(vec![problem]));
    }
    let sha256 = sha256(&bytes);
    let (text, decoded) = decode(bytes);
    Ok(opened(source, (text, decoded), sha256, (mapping, demand)))
}

/// Finds the columns of a file's text.
fn opened<R>(
    source: Source<R>,
    (text, decoded): (String, Decoded),
    sha256: String,
    (mapping, demand): (&Mapping, &Demand),
) -> Result<Opened, Vec<Problem>> {
    let mut shape = Shape {
        delimiter: separator(&text),
        cells: None,
        strictness: mapping.strictness,
    };
    let header = header(&text, shape, &source.name).map_err(|problem| vec![problem])?;
    let look = mapping.look(source.export, &source.name);
    shape.cells = Some(header.names.len());
    let layout = Layout::new(source.export, header.names, look, demand);
    let mut problems = layout.missing(&source.name);
    let doubled = layout.doubled(&source.name, header.line);
    let stops = |problem: &Problem| problem.level == Level::Error;
    problems.extend(doubled.into_iter().filter(stops));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Opened {
        name: source.name,
        export: source.export,
        covers_from: source.covers_from,
        sha256,
        decoded,
        text,
        layout,
        header_line: header.line,
        shape,
        rows: header.rows,
    })
}

/// The line of headers.
struct Header {
    names: Vec<String>,
    line: u32,
    /// Where the rows begin: byte and line.
    rows: (usize, u32),
}

fn header(text: &str, shape: Shape, file: &str) -> Result<Header, Problem> {
    let mut record = Record::of(text);
    let fault = match Records::at(text, shape, 0, 1).next(&mut record) {
        None => {
            return Err(Problem::error("empty-file", "the file is empty")
                .at(Place::file(file))
                .expected("a line of headers"));
        }
        Some(Ok(())) => {
            return Ok(Header {
                names: record.iter().map(|cell| cell.trim().to_owned()).collect(),
                line: record.line,
                rows: (record.end, record.line.saturating_add(record.lines)),
            });
        }
        Some(Err(fault)) => fault,
    };
    Err(match fault.kind {
        FaultKind::Character(_) => Problem::error("not-csv", "the file is not text")
            .at(Place::file(file))
            .expected("CSV, with a line of headers"),
        FaultKind::StrayQuote
        | FaultKind::AfterQuote
        | FaultKind::Unclosed
        | FaultKind::CellCount => Problem::error(
            "broken-quotes",
            "the headers' quotation marks are not where they belong",
        )
        .at(Place::line(file, record.line)),
    })
}

/// Whether these are the first bytes of an `.xlsx` or an `.xls`.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}
