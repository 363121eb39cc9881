//! Workbooks of Excel and `LibreOffice` as exports: a sheet becomes text of which line N is the sheet's row N.
//!
//! The rest of the reader does not know where the text comes from: a place in it is a place in the sheet.

mod cells;
mod filled;
mod guard;
mod lines;
mod old;
mod sheets;
mod tabs;
mod zipped;

use std::io::Cursor;

use calamine::{Data, Ods, OdsError, Reader, Sheet, Xls, XlsError, Xlsx, XlsxError};

use self::lines::Lines;
use self::zipped::Packed;
use super::columns::Export;
use crate::place::Place;
use crate::problem::Problem;

pub(super) use self::cells::{ERROR_SIGNS, is_error_value};
pub use self::filled::{Filled, filled};
pub(super) use self::sheets::without_sheet;
use self::sheets::{Chosen, Sheets, several};
pub(super) use self::tabs::Tabs;

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether these are the first bytes of a workbook, or of another file packed in the same way.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    // A part of the OLE mark is enough: the rest of it is then damaged.
    bytes.starts_with(ZIP) || bytes.get(..4).is_some_and(|start| OLE.starts_with(start))
}

/// What stands between a workbook's name and its sheet's in messages.
pub(super) const SHEET: &str = ", sheet ";

/// What is to be read of a workbook.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'w> {
    pub(super) file: &'w str,
    pub(super) sheet: Option<&'w str>,
    pub(super) export: Export,
}

/// Reads the sheet that is meant, with the name that messages shall show; without a name the only one that can be read.
pub(super) fn read<T>(
    bytes: &[u8],
    wanted: Wanted<'_>,
    mut headed: impl FnMut(String, String) -> Result<T, Vec<Problem>>,
) -> Result<T, Vec<Problem>> {
    let file = wanted.file;
    let at = |problem: Box<Problem>| vec![problem.at(Place::file(file))];
    let name = |sheet: &str| format!("{file}{SHEET}{sheet}");
    let mut book = Workbook::open(bytes).map_err(at)?;
    let sheets = book.sheets();
    let names = match sheets.choose(wanted.sheet).map_err(at)? {
        Chosen::Only(sheet) => return headed(file.to_owned(), book.text(&sheet).map_err(at)?),
        Chosen::Named(sheet) => {
            let text = book.text(&sheet).map_err(at)?;
            return headed(name(&sheet), text);
        }
        Chosen::OneOf(names) => names,
    };
    let (mut fitting, mut nearly) = (Vec::new(), None::<Vec<Problem>>);
    for sheet in names {
        let text = book.text(&sheet).map_err(at)?;
        if text.is_empty() {
            continue;
        }
        match headed(name(&sheet), text) {
            Ok(read) => fitting.push(read),
            Err(problems) => {
                let least = nearly.as_ref().map_or(usize::MAX, Vec::len);
                if problems.len() < least {
                    nearly = Some(problems);
                }
            }
        }
    }
    if fitting.len() > 1 {
        return Err(at(several(wanted, &sheets, &fitting).into()));
    }
    fitting.pop().ok_or_else(|| {
        let mut problems = at(several(wanted, &sheets, &fitting).into());
        problems.extend(nearly.into_iter().flatten());
        problems
    })
}

/// A way to write dates under which ISO would be another day.
pub(super) fn misread_dates(format: &impl ToString) -> Problem {
    Problem::error(
        "clashing-dates",
        "the dates of a workbook can't be told from text written like this",
    )
    .found(format.to_string())
    .expected("a way to write dates that does not begin with the year, or `yyyy-mm-dd`")
    .hint("take it out of the mapping's `dates`")
}

/// A workbook that could be opened.
struct Workbook<'b>(Kind<'b>);

enum Kind<'b> {
    Xlsx(Xlsx<Cursor<&'b [u8]>>),
    Xls(Xls<Cursor<Vec<u8>>>),
    Ods(Ods<Cursor<&'b [u8]>>),
}

impl<'b> Workbook<'b> {
    /// Opens a workbook by what is in it, whatever the file is called.
    fn open(bytes: &'b [u8]) -> Result<Workbook<'b>, Box<Problem>> {
        guarded(|| {
            let kind = if bytes.starts_with(ZIP) {
                match zipped::check(bytes)? {
                    Packed::Xlsx => Kind::Xlsx(Xlsx::new(Cursor::new(bytes))?),
                    Packed::Ods => Kind::Ods(Ods::new(Cursor::new(bytes))?),
                }
            } else {
                Kind::Xls(Xls::new(Cursor::new(old::repacked(bytes)?))?)
            };
            Ok(Workbook(kind))
        })
    }

    /// Every sheet, in the order of the tabs.
    fn sheets(&self) -> Sheets {
        let all: Vec<Sheet> = match &self.0 {
            Kind::Xlsx(book) => book.sheets_metadata().to_vec(),
            Kind::Xls(book) => book.sheets_metadata().to_vec(),
            Kind::Ods(book) => book.sheets_metadata().to_vec(),
        };
        Sheets::new(&all)
    }

    /// A sheet as text.
    fn text(&mut self, sheet: &str) -> Result<String, Box<Problem>> {
        guarded(|| {
            let mut lines = Lines::default();
            match &mut self.0 {
                Kind::Xlsx(book) => xlsx(book, sheet, &mut lines)?,
                Kind::Xls(book) => range(&book.worksheet_range(sheet)?, &mut lines)?,
                Kind::Ods(book) => range(&book.worksheet_range(sheet)?, &mut lines)?,
            }
            lines.finish()
        })
    }
}

/// Calamine indexes into damaged files without a check in places, such as `&stream[pos..]` in its `xls.rs`, where `pos`
/// stands in the file; no check of ours could find them all.
fn guarded<T>(read: impl FnOnce() -> Result<T, Box<Problem>>) -> Result<T, Box<Problem>> {
    guard::guarded(read).unwrap_or_else(|| Err(damaged("bytes out of place")))
}

/// Reads cell by cell: two cells at far corners of a sheet would otherwise cost the memory of all between.
fn xlsx(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    lines: &mut Lines,
) -> Result<(), Box<Problem>> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    loop {
        let next = cells.next_cell_with_formula_metadata();
        let Some(cell) = next.map_err(|error| lines.after(error.into()))? else {
            return Ok(());
        };
        let value = Data::from(cell.value);
        // A program that writes formulas and can't calculate leaves the values out: such a cell is not blank.
        if cell.formula.is_some() && value == Data::Empty {
            lines.put(cell.pos, cells::NOT_CALCULATED)?;
        } else if let Some(text) = cells::text(&value) {
            lines.put(cell.pos, &text)?;
        }
    }
}

fn range(range: &calamine::Range<Data>, lines: &mut Lines) -> Result<(), Box<Problem>> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let Some(text) = cells::text(value) else {
            continue;
        };
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let place = (
            first_row.saturating_add(row),
            first_column.saturating_add(column),
        );
        lines.put(place, &text)?;
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn damaged(why: impl ToString) -> Box<Problem> {
    let problem = Problem::error("damaged-workbook", "the workbook is damaged")
        .found(super::cells::shown(&why.to_string()))
        .expected("one that Excel opens")
        .hint("open it in Excel and save it under another name, or export it again");
    Box::new(problem)
}

fn locked() -> Box<Problem> {
    let problem = Problem::error("locked-workbook", "the workbook is protected by a password")
        .expected("one that opens without")
        .hint("in Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password and save");
    Box::new(problem)
}

fn large(expected: &str) -> Box<Problem> {
    let problem = Problem::error("large-workbook", "the workbook is too large to be read")
        .expected(expected)
        .hint("save the sheet as CSV UTF-8, for which there is no such limit");
    Box::new(problem)
}

impl From<XlsxError> for Box<Problem> {
    fn from(error: XlsxError) -> Box<Problem> {
        if matches!(error, XlsxError::Password) {
            return locked();
        }
        let XlsxError::CellError(value) = error else {
            return damaged(error);
        };
        let message = "a cell holds an error that is too new to be read";
        let problem = Problem::error("error-cell", message).found(value);
        Box::new(problem.hint("mend that cell in Excel and save the workbook"))
    }
}

impl From<XlsError> for Box<Problem> {
    fn from(error: XlsError) -> Box<Problem> {
        if matches!(error, XlsError::Password) {
            locked()
        } else {
            damaged(error)
        }
    }
}

impl From<OdsError> for Box<Problem> {
    fn from(error: OdsError) -> Box<Problem> {
        if matches!(error, OdsError::Password) {
            locked()
        } else {
            damaged(error)
        }
    }
}
