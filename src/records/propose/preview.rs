//! A file's bytes as a sheet, before anybody has said what the file is.

use super::super::scan::{Record, Records, Shape, Strictness};
use super::super::text::{decode, separator};
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
        let (text, _) = decode(bytes);
        let mut shape = Shape {
            delimiter: separator(&text),
            cells: None,
            strictness: Strictness::Lenient,
        };
        let mut record = Record::of(&text);
        let read = Records::at(&text, shape, 0, 1).next(&mut record);
        if !matches!(read, Some(Ok(()))) {
            return Err(format!("`{name}` has no line of headers"));
        }
        let headers: Vec<String> = record.iter().map(str::to_owned).collect();
        let mut sheet = Sheet::new(name, &headers);
        shape.cells = Some(headers.len());
        let (start, line) = (record.end, record.line.saturating_add(record.lines));
        let mut records = Records::at(&text, shape, start, line);
        while let Some(read) = records.next(&mut record) {
            if read.is_ok() {
                sheet.add(record.iter());
            }
        }
        Ok(sheet)
    }
}
