//! A file's bytes as a sheet, before anybody has said what the file is.

use super::super::aliases;
use super::super::columns::Export;
use super::super::dialect;
use super::super::mapping::squash;
use super::super::record::Record;
use super::super::scan::{Records, Shape, Strictness};
use super::super::text::decode;
use super::sheet::Sheet;

impl Sheet {
    /// Reads a file without knowing what it is. Faulty rows are passed over: an audit names them.
    ///
    /// # Errors
    /// A file without a line of headers; the message says why.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Sheet, String> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(format!("`{name}` is an Excel workbook, expected CSV"));
        }
        let text = decode(bytes, None).text;
        let Some(dialect) = dialect::likeliest(&text, &known()) else {
            return Err(format!("`{name}` has no line of headers"));
        };
        let shape = Shape {
            delimiter: dialect.delimiter,
            cells: Some(dialect.headers.len()),
            strictness: Strictness::Lenient,
        };
        let mut sheet = Sheet::new(name, &dialect.headers);
        let (start, line) = dialect.rows;
        let mut record = Record::of(&text);
        let mut records = Records::at(&text, shape, start, line);
        while let Some(read) = records.next(&mut record) {
            if read.is_ok() {
                sheet.add(record.iter());
            }
        }
        Ok(sheet)
    }
}

/// The names by which the headers of any export may be known.
fn known() -> Vec<String> {
    let mut known = Vec::new();
    for export in Export::ALL {
        for column in export.columns() {
            known.push(squash(column.name));
            known.extend(aliases::headers(export, column.name).map(squash));
        }
    }
    known.sort_unstable();
    known.dedup();
    known
}
