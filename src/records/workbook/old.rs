//! The `.xls` of Excel 97 to 2003, made safe before calamine is let at it.
//!
//! Calamine follows the chains of the container without minding circles, and makes room for as large a table as a sheet
//! says it has. So the stream of records is taken out with the cfb crate, looked through and put into a new container.

use std::io::{Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::{damaged, large, locked};
use crate::problem::Problem;

const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;

/// Records that are one cell: number, label, rich text, yes or no, shared text, packed number, formula.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x00FD, 0x027E, 0x0006];

/// Several packed numbers of one row.
const SEVERAL_NUMBERS: u16 = 0x00BD;

const MOST_SHEETS: usize = 1_000;
const MOST_COLUMNS: u64 = 256;

/// Cells that the sheets may span: a whole one and some more.
const MOST_CELLS: u64 = 20_000_000;

/// The same workbook in a container of our own.
pub(super) fn repacked(bytes: &[u8]) -> Result<Vec<u8>, Box<Problem>> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    // An `.xlsx` with a password is kept in such a container.
    if container.exists("/EncryptedPackage") {
        return Err(locked());
    }
    // Excel 5 and 95 call it `Book`.
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| container.exists(name));
    let Some(name) = name else {
        return Err(
            Problem::error("not-csv", "the file is of another program, and no workbook")
                .expected("CSV, .xlsx, .xls or .ods")
                .into(),
        );
    };
    let mut stream = Vec::new();
    let found = container.open_stream(name).map_err(damaged)?;
    // No honest stream is longer than the file it is in.
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    found.take(most).read_to_end(&mut stream).map_err(damaged)?;
    tame(&mut stream)?;
    wrap(name, &stream).map_err(damaged)
}

fn wrap(name: &str, stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut container = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    let mut inner = container.create_stream(name)?;
    inner.write_all(stream)?;
    inner.flush()?;
    drop(inner);
    container.flush()?;
    Ok(container.into_inner().into_inner())
}

/// One record: its kind, and where its content begins and ends.
#[derive(Clone, Copy)]
struct Record {
    kind: u16,
    start: usize,
    end: usize,
}

/// The records from a byte on, as far as they are whole.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (kind, length) = (short(stream, at)?, short(stream, at + 2)?);
        let start = at + 4;
        let end = start + usize::from(length);
        stream.get(start..end)?;
        at = end;
        Some(Record { kind, start, end })
    })
}

fn short(stream: &[u8], at: usize) -> Option<u16> {
    let bytes = stream.get(at..at.checked_add(2)?)?;
    bytes.try_into().ok().map(u16::from_le_bytes)
}

/// Blanks what sheets say of their size, and counts what they really have.
fn tame(stream: &mut [u8]) -> Result<(), Box<Problem>> {
    let mut begins = Vec::new();
    for record in records(stream, 0).take_while(|record| record.kind != END) {
        if record.kind == BOUND_SHEET {
            let begin = stream.get(record.start..record.start + 4);
            let begin: Option<[u8; 4]> = begin.and_then(|bytes| bytes.try_into().ok());
            let begin = begin.map_or(u32::MAX, u32::from_le_bytes);
            begins.push(usize::try_from(begin).unwrap_or(usize::MAX));
        }
    }
    if begins.len() > MOST_SHEETS || begins.iter().any(|begin| *begin >= stream.len()) {
        return Err(damaged("sheets out of place"));
    }
    let mut cells = 0_u64;
    for begin in begins {
        let mut sheet = Sheet::default();
        for record in sheet_records(stream, begin) {
            sheet.record(stream, record)?;
        }
        for (start, end) in sheet.dimensions {
            if let Some(said) = stream.get_mut(start..end) {
                said.fill(0);
            }
        }
        let rows = sheet.last_row.saturating_sub(sheet.first_row) + 1;
        cells = cells.saturating_add(sheet.cells.max(rows * sheet.columns));
        if cells > MOST_CELLS {
            return Err(large("a workbook of at most 20 million cells"));
        }
    }
    Ok(())
}

/// The records of one sheet, without those of charts in it.
fn sheet_records(stream: &[u8], begin: usize) -> impl Iterator<Item = Record> {
    let mut depth = 0_u32;
    records(stream, begin).take_while(move |record| {
        match record.kind {
            BEGIN => depth += 1,
            END => depth = depth.saturating_sub(1),
            _ => {}
        }
        record.kind != END || depth > 0
    })
}

/// What the records of a sheet come to.
#[derive(Default)]
struct Sheet {
    cells: u64,
    first_row: u64,
    last_row: u64,
    columns: u64,
    dimensions: Vec<(usize, usize)>,
}

impl Sheet {
    fn record(&mut self, stream: &[u8], record: Record) -> Result<(), Box<Problem>> {
        let Record { kind, start, end } = record;
        if kind == DIMENSIONS {
            self.dimensions.push((start, end));
        }
        if !CELLS.contains(&kind) && kind != SEVERAL_NUMBERS {
            return Ok(());
        }
        let (Some(row), Some(column)) = (short(stream, start), short(stream, start + 2)) else {
            return Err(damaged("a cell without a place"));
        };
        let (row, column) = (u64::from(row), u64::from(column));
        // Each further number of several takes six bytes and the next column.
        let more = if kind == SEVERAL_NUMBERS {
            u64::try_from((end - start) / 6).unwrap_or(0)
        } else {
            0
        };
        if column + more > MOST_COLUMNS {
            return Err(damaged(format!("a cell in column {}", column + 1)));
        }
        self.first_row = if self.cells == 0 {
            row
        } else {
            self.first_row.min(row)
        };
        self.last_row = self.last_row.max(row);
        self.columns = self.columns.max(column + more + 1);
        self.cells += more + 1;
        Ok(())
    }
}
