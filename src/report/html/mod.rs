//! A document as one page of HTML: no script, no network, readable without styles, printed on A4.

use askama::Template;

use super::document::{Block, Cell, Document, Table};
use super::sentences::{percent, thousands};

mod scene;

use scene::Shape;

#[derive(Template)]
#[template(path = "page.html", config = "src/report/html/askama.toml")]
struct Page<'d> {
    document: &'d Document,
    version: &'static str,
}

/// The page.
pub(super) fn render(document: &Document) -> String {
    let page = Page {
        document,
        version: env!("CARGO_PKG_VERSION"),
    };
    // Writing to a string cannot fail, and the page asks nothing else that could.
    page.render().unwrap_or_default()
}

/// A cell as words.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(number) => thousands(*number),
        Cell::Of(share) => format!(
            "{} of {}",
            thousands(share.numerator),
            thousands(share.denominator)
        ),
        Cell::Percent(share) => match share.percent() {
            Some(_) => percent(*share),
            None => "–".to_owned(),
        },
        Cell::Days(days) => days.to_string(),
        Cell::Day(day) => day.short(),
        Cell::Status(status) => status.shown(),
        Cell::Nothing => "–".to_owned(),
    }
}

/// Whether a column holds numbers, which stand on the right.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands on references"
)]
fn is_numeric(table: &Table, column: &usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.get(*column));
    cells.any(Cell::is_number)
}

/// Whether a cell's words stay on one line: a month or a status is not to be torn apart.
fn is_short(cell: &Cell) -> bool {
    shown(cell).chars().count() <= 16
}

/// A text as a string of CSS: whatever could end the string, the rule or the element is a number.
fn quoted(text: &str) -> String {
    let letters = text.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() || letter == ' ' {
            letter.to_string()
        } else {
            format!("\\{:06x}", u32::from(letter))
        }
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// How a line of a chart is drawn: in attributes, so that it is so without styles too.
fn stroke(class: &str) -> &'static str {
    match class {
        "limit" => r##"stroke="#801650" stroke-width="2" stroke-dasharray="6 3""##,
        "trend" => r##"stroke="#12436d" stroke-width="2""##,
        _ => r##"stroke="#b1b4b6" stroke-width="1""##,
    }
}
