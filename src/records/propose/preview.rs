//! A file's bytes as sheets, before anybody has said what the file is.

use super::super::aliases;
use super::super::columns::Export;
use super::super::dialect;
use super::super::disguised::disguised;
use super::super::mapping::squash;
use super::super::record::Record;
use super::super::scan::{Records, Shape, Strictness};
use super::super::text::decode;
use super::super::workbook::{self, SHEET, Tabs};
use super::national;
use super::sheet::Sheet;

/// What a file holds that may be exports.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Its only table, or each sheet of a workbook that has rows.
    pub sheets: Vec<Sheet>,
    /// What was not looked at, and why, a sentence each.
    pub unread: Vec<String>,
}

impl Preview {
    /// Looks at a file without knowing what it is. Faulty rows are passed over: an audit names them.
    pub fn of(name: &str, bytes: Vec<u8>) -> Preview {
        if workbook::is_one(&bytes) {
            return of_workbook(name, &bytes);
        }
        let mut preview = Preview::default();
        let text = decode(bytes, None).text;
        if let Some(problem) = disguised(&text) {
            preview.unread.push(format!("`{name}`: {problem}"));
        } else if let Some(sheet) = sheet(name, &text) {
            preview.sheets.push(sheet);
        } else {
            preview
                .unread
                .push(format!("`{name}` has no line of headers"));
        }
        preview
    }
}

/// The sheets that are shown; of several each has to be named later on.
fn of_workbook(file: &str, bytes: &[u8]) -> Preview {
    let mut preview = Preview::default();
    let mut tabs = match Tabs::open(bytes) {
        Ok(tabs) => tabs,
        Err(problem) => {
            preview.unread.push(format!("`{file}`: {problem}"));
            return preview;
        }
    };
    for hidden in &tabs.hidden {
        preview.unread.push(format!(
            "`{file}`: the sheet `{hidden}` is hidden and was not looked at; show it in Excel if it is an export"
        ));
    }
    let shown = tabs.shown.clone();
    if shown.is_empty() && tabs.hidden.is_empty() {
        // Charts and macros are on sheets too, and a damaged file may call anything one of them.
        preview.unread.push(format!(
            "`{file}`: the workbook has no sheet of rows; look whether it opens in Excel"
        ));
    }
    let several = shown.len() > 1;
    for name in shown {
        let whole = if several {
            format!("{file}{SHEET}{name}")
        } else {
            file.to_owned()
        };
        if name.contains(char::is_control) {
            let told = format!(
                "`{file}`: the sheet {name:?} has signs in its name that no text file can name"
            );
            preview.unread.push(told);
            continue;
        }
        let read = tabs.text(&name).map(|text| sheet(&whole, &text));
        match read {
            Err(problem) => preview.unread.push(format!("`{whole}`: {problem}")),
            Ok(None) => preview.unread.push(format!("`{whole}` is empty")),
            Ok(Some(sheet)) if several && sheet.rows == 0 => {
                let told = format!("`{whole}` has nothing below its first filled row");
                preview.unread.push(told);
            }
            Ok(Some(mut sheet)) => {
                file.clone_into(&mut sheet.file);
                sheet.sheet = several.then_some(name);
                preview.sheets.push(sheet);
            }
        }
    }
    preview
}

fn sheet(name: &str, text: &str) -> Option<Sheet> {
    let dialect = dialect::likeliest(text, &known())?;
    let shape = Shape {
        delimiter: dialect.delimiter,
        cells: Some(dialect.headers.len()),
        strictness: Strictness::Lenient,
    };
    let mut sheet = Sheet::new(name, &dialect.headers);
    let (start, line) = dialect.rows;
    let mut record = Record::of(text);
    let mut records = Records::at(text, shape, start, line);
    while let Some(read) = records.next(&mut record) {
        if read.is_ok() {
            sheet.add(record.iter());
        }
    }
    Some(sheet)
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
    known.extend(national::headers().map(|header| squash(header)));
    known.sort_unstable();
    known.dedup();
    known
}
