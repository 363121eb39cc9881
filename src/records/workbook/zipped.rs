//! What a zip holds, and whether it can be unpacked in reasonable memory: asked before calamine is let at it.

use std::io::{BufRead, BufReader, Cursor, Read, copy, sink};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{damaged, large};
use crate::problem::Problem;

const MEGABYTE: u64 = 1024 * 1024;

/// Bytes that all parts together may unpack to. Sheets are read as a stream.
const MOST_UNPACKED: u64 = 1024 * MEGABYTE;

/// Bytes of a part that is kept in memory, such as the texts that cells share.
const MOST_OF_A_PART: u64 = 256 * MEGABYTE;

/// Bytes of the styles, of which a few grow to hundreds.
const MOST_STYLES: u64 = 16 * MEGABYTE;

/// Bytes in memory that the cells of an `.ods` may take, and those of one cell without its text.
const MOST_CELLS: u64 = 1024 * MEGABYTE;
const A_CELL: u64 = 64;

/// The largest sheet of `LibreOffice`, at which calamine stops too.
const MOST_ROWS: u64 = 1_048_576;
const MOST_COLUMNS: u64 = 16_384;

/// A workbook that is a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    Xlsx,
    Ods,
}

/// Which workbook a zip is. Everything is unpacked once, because the sizes that a zip declares may be lies.
pub(super) fn check(bytes: &[u8]) -> Result<Packed, Box<Problem>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|name| {
            String::from_utf8_lossy(name)
                .to_lowercase()
                .replace('\\', "/")
        })
        .collect();
    let packed = kind(&names)?;
    let mut room = MOST_UNPACKED;
    for (index, name) in names.iter().enumerate() {
        let most = if name.ends_with("styles.xml") {
            MOST_STYLES
        } else if name.contains("worksheets/") || name == "content.xml" {
            MOST_UNPACKED
        } else {
            MOST_OF_A_PART
        };
        let most = most.min(room);
        let part = archive.by_index(index).map_err(damaged)?;
        let length = copy(&mut part.take(most + 1), &mut sink()).map_err(damaged)?;
        if length > most {
            let expected = if most < room {
                format!(
                    "one whose `{name}` unpacks to at most {} MB",
                    most / MEGABYTE
                )
            } else {
                "a workbook that unpacks to at most 1,024 MB".to_owned()
            };
            return Err(large(&expected));
        }
        room -= length;
        let part = archive.by_index(index).map_err(damaged)?;
        if name.ends_with("sharedstrings.xml") {
            shared_strings(BufReader::new(part), length)?;
        } else if name == "content.xml" {
            spread(BufReader::new(part))?;
        }
    }
    Ok(packed)
}

fn kind(names: &[String]) -> Result<Packed, Box<Problem>> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("xl/workbook.bin") {
        return Err(
            Problem::error("not-csv", "the file is a binary workbook (.xlsb)")
                .expected("CSV, .xlsx, .xls or .ods")
                .hint("in Excel choose File, Save As and the type Excel Workbook")
                .into(),
        );
    }
    if has("content.xml") && has("mimetype") {
        return Ok(Packed::Ods);
    }
    if has("[content_types].xml") && !has("word/document.xml") && !has("ppt/presentation.xml") {
        return Ok(Packed::Xlsx);
    }
    Err(
        Problem::error("not-csv", "the file is packed (zip), and no workbook")
            .expected("CSV, .xlsx, .xls or .ods")
            .hint("unpack it and give the export inside")
            .into(),
    )
}

fn reader<R: BufRead>(part: R) -> Reader<R> {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    reader
}

/// Calamine makes room for as many shared texts as the file says it has.
fn shared_strings(part: impl BufRead, length: u64) -> Result<(), Box<Problem>> {
    let mut reader = reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        if let Event::Start(start) = &event
            && start.local_name().as_ref() == "sst"
        {
            let count = number(start, "uniqueCount").unwrap_or(0);
            if count > length {
                return Err(damaged(format!("{count} shared texts")));
            }
            return Ok(());
        }
        if matches!(event, Event::Eof) {
            return Ok(());
        }
    }
}

fn number(start: &BytesStart<'_>, name: &str) -> Option<u64> {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).filter_map(Result::ok);
    let mut named = attributes.filter(|attribute| attribute.key.0 == name);
    // More than a number can hold is still a lot.
    named
        .next()
        .map(|attribute| attribute.value.parse().unwrap_or(u64::MAX))
}

/// How much memory the cells of an `.ods` take once its repeated cells and rows are written out, as calamine does.
#[derive(Debug, Default)]
struct Spread {
    bytes: u64,
    widest: u64,
    /// Blank rows so far, and those that no filled row has followed yet.
    blank: u64,
    trailing: u64,
    /// Of the row.
    rows: u64,
    row_cells: u64,
    row_bytes: u64,
    filled_row: bool,
    /// Of the cell.
    cells: u64,
    cell_bytes: u64,
    filled: bool,
}

fn spread(part: impl BufRead) -> Result<(), Box<Problem>> {
    let mut reader = reader(part);
    let mut buffer = Vec::new();
    let mut spread = Spread::default();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        if let Event::Start(start) = &event {
            spread.start(start);
        } else if let Event::End(end) = &event {
            spread.end(end.name().0);
        } else if let Event::Text(text) = &event {
            spread.add_text(u64::try_from(text.len()).unwrap_or(u64::MAX));
        } else if matches!(event, Event::Eof) {
            return Ok(());
        }
        if spread.total() > MOST_CELLS {
            return Err(large("a workbook whose cells take at most 1,024 MB"));
        }
    }
}

impl Spread {
    fn start(&mut self, start: &BytesStart<'_>) {
        match start.name().0 {
            "table:table-row" => {
                let rows = number(start, "table:number-rows-repeated").unwrap_or(1);
                self.rows = rows.min(MOST_ROWS);
                (self.row_cells, self.row_bytes, self.filled_row) = (0, 0, false);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let cells = number(start, "table:number-columns-repeated").unwrap_or(1);
                self.cells = cells.min(MOST_COLUMNS);
                let raw = start.attributes_raw();
                self.filled = raw.contains("office:") || raw.contains("table:formula");
                self.cell_bytes = u64::try_from(raw.len()).unwrap_or(u64::MAX);
            }
            "text:s" => self.add_text(number(start, "text:c").unwrap_or(1)),
            _ => {}
        }
    }

    fn add_text(&mut self, bytes: u64) {
        self.cell_bytes = self.cell_bytes.saturating_add(bytes);
        // Outside a row nothing ends a cell.
        self.cell_bytes = self.cell_bytes.min(MOST_CELLS + 1);
    }

    fn end(&mut self, name: &str) {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                let each = if self.filled {
                    A_CELL.saturating_add(self.cell_bytes)
                } else {
                    A_CELL
                };
                self.row_cells = self.row_cells.saturating_add(self.cells).min(MOST_COLUMNS);
                self.row_bytes = self
                    .row_bytes
                    .saturating_add(each.saturating_mul(self.cells));
                if self.filled {
                    self.filled_row = true;
                    self.widest = self.widest.max(self.row_cells);
                    self.bytes = self.bytes.saturating_add(self.row_bytes);
                    self.row_bytes = 0;
                }
                (self.cell_bytes, self.filled) = (0, false);
            }
            "table:table-row" if self.filled_row => {
                let repeated = self.rows.saturating_sub(1);
                let all = repeated
                    .saturating_mul(self.row_cells)
                    .saturating_mul(A_CELL);
                self.bytes = self.bytes.saturating_add(all);
                self.blank = self.blank.saturating_add(self.trailing);
                self.trailing = 0;
            }
            "table:table-row" => self.trailing = self.trailing.saturating_add(self.rows),
            // Blank rows at the foot are dropped.
            "table:table" => self.trailing = 0,
            _ => {}
        }
    }

    fn total(&self) -> u64 {
        let blank = self
            .blank
            .saturating_mul(self.widest)
            .saturating_mul(A_CELL);
        self.bytes.saturating_add(blank)
    }
}
