//! Workbooks from text, so that a case of the gallery can be read where it stands.
//!
//! A line `# Name` begins a sheet, `# ~Name` a hidden one; below it a line is a row, with commas between the cells.
//! `2024-01-08` is a date of Excel, `'2024-01-08` text, `#N/A` a formula that failed; `@ALM10 x` puts `x` into a cell far
//! away. A first line that begins with `!` makes what no program that writes sheets would: `!locked`, `!large`.

use std::io::{Cursor, Read as _, Write as _};

use cfb::CompoundFile;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The bytes of a workbook; none for no text.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    match text {
        "" => Vec::new(),
        "!locked" => locked(),
        "!large" => large(),
        sheets => written(sheets),
    }
}

fn written(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in text.split("# ").skip(1) {
        let (name, rows) = sheet.split_once('\n').unwrap();
        let written = book.add_worksheet();
        written.set_name(name.trim_start_matches('~')).unwrap();
        written.set_hidden(name.starts_with('~'));
        for (row, line) in (0..).zip(rows.lines().map(str::trim)) {
            if let Some(stray) = line.strip_prefix('@') {
                let (place, cell) = stray.split_once(' ').unwrap();
                put(written, far(place), cell);
            } else {
                for (column, cell) in (0..).zip(line.split(',')) {
                    put(written, (row, column), cell);
                }
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    if text.matches("# ").count() == text.matches("# ~").count() {
        all_hidden(&bytes)
    } else {
        bytes
    }
}

/// Neither Excel nor the library that writes sheets would hide them all.
fn all_hidden(bytes: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == "xl/workbook.xml" {
            text = text.replace("<sheet name", "<sheet state=\"hidden\" name");
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    if let Some(text) = cell.strip_prefix('\'') {
        sheet.write_string(row, column, text).unwrap();
    } else if cell == "#N/A" {
        let failed = Formula::new("=NA()").set_result("#N/A");
        sheet.write_formula(row, column, failed).unwrap();
    } else if let Ok(date) = ExcelDateTime::parse_from_str(cell) {
        sheet.write_with_format(row, column, &date, &day).unwrap();
    } else if !cell.is_empty() {
        sheet.write_string(row, column, cell).unwrap();
    }
}

/// Row and column of a cell that is named as in Excel.
fn far(place: &str) -> (u32, u16) {
    let digits = place.find(|letter: char| letter.is_ascii_digit()).unwrap();
    let (letters, row) = place.split_at(digits);
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + u16::from(letter - b'A') + 1
    });
    (row.parse::<u32>().unwrap() - 1, column - 1)
}

/// What Excel makes of a workbook with a password: another container, in which it lies encrypted.
fn locked() -> Vec<u8> {
    let mut container = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for stream in ["/EncryptionInfo", "/EncryptedPackage"] {
        let mut stream = container.create_stream(stream).unwrap();
        stream.write_all(b"not to be read").unwrap();
    }
    container.into_inner().into_inner()
}

/// A workbook whose styles unpack to more than anybody needs.
fn large() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, megabytes) in [("[Content_Types].xml", 0), ("xl/styles.xml", 17)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        for _ in 0..megabytes {
            zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}
