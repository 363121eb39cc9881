//! Why a cell is no date or no number, and what may be meant.

use super::cells::{Cells, shown};
use super::dates::{DateFormat, Misread, usual};
use super::layout::{Column, Layout, quoted};
use crate::problem::Problem;

/// The days from 1927 to 2173 are numbers of five digits in Excel.
const SERIAL_DIGITS: usize = 5;

/// What is wrong with a text in a column of dates.
pub(super) fn no_date(layout: &Layout, column: &Column, (text, why): (&str, Misread)) -> Problem {
    let message = match why {
        Misread::Shape => "not a date",
        Misread::NoSuchDay => "the calendar has no such day",
    };
    let mut problem = Problem::error("not-a-date", message)
        .found_in_cell(shown(text))
        .expected(Cells::expected(column));
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if layout.look.of_workbook && digits && text.len() == SERIAL_DIGITS {
        problem = problem.hint(
            "if it is a date that Excel shows as a number, give the column a date format: Format Cells, Date",
        );
    } else if let Some(swapped) = swapped(text, column, layout) {
        problem = problem.hint(format!(
            "it can only be `{swapped}`: if the whole column is so, say that in the mapping; if not, dates that fit \
             both may be other days than they say, so export them in one form"
        ));
    } else if let Some((other, _)) = usual(text, &column.dates) {
        let formats = column.dates.iter().chain([&other]);
        let formats: Vec<String> = formats.map(|format| quoted(&format.to_string())).collect();
        problem = problem.hint(format!(
            "if that is how this export writes dates, add to the mapping of {}: {} = [{}]",
            layout.export,
            layout.look.dates.key(&column.name),
            formats.join(", ")
        ));
    }
    problem
}

/// What is wrong with a text in a column of numbers; it may be one, out of bounds.
pub(super) fn no_number(layout: &Layout, column: &Column, (text, is_one): (&str, bool)) -> Problem {
    let message = if is_one {
        "not a number that can be"
    } else {
        "not a number"
    };
    let problem = Problem::error("not-a-number", message).found_in_cell(shown(text));
    if is_one {
        return problem;
    }
    let see = if problem.personal {
        "see what stands there with --verbose; "
    } else {
        ""
    };
    // Not the cell itself: reports under pseudonyms leave out what was found, and not the hint.
    problem.hint(format!(
        "{see}if it stands for a number, say so in the mapping of {}: values.{}.\"…\" = \"…\"",
        layout.export, column.name
    ))
}

/// The way to write dates, with day and month changed, that alone reads a cell; where the mapping has one, all is said.
fn swapped(text: &str, column: &Column, layout: &Layout) -> Option<DateFormat> {
    let reads = |format: &DateFormat| format.read(text).is_ok();
    if usual(text, &[]).is_some() || layout.look.dates.of(&column.name).iter().any(reads) {
        return None;
    }
    let usual_ones = ["m/d/yyyy", "m/d/yy"].map(|text| DateFormat::parse(text).ok());
    let formats = column.dates.iter().filter_map(DateFormat::swapped);
    formats.chain(usual_ones.into_iter().flatten()).find(reads)
}
