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
        Cell::Sign(sign) => (*sign).to_owned(),
        Cell::Of(share) => format!(
            "{} of {}",
            thousands(share.numerator),
            thousands(share.denominator)
        ),
        Cell::Percent(share) => match share.percent() {
            Some(_) => percent(*share),
            None => "–".to_owned(),
        },
        Cell::Amount(amount) => amount.to_string(),
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
            // The space ends the number, and is no part of the text.
            format!("\\{:x} ", u32::from(letter))
        }
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// How a line of a chart is drawn: in attributes, so that it is so without styles too.
fn stroke(class: &str) -> &'static str {
    match class {
        "limit" => r##"stroke="#801650" stroke-width="2" stroke-dasharray="6 3""##,
        "axis" => r##"stroke="#0b0c0c" stroke-width="1""##,
        "trend" => r##"stroke="#12436d" stroke-width="2""##,
        _ => r##"stroke="#b1b4b6" stroke-width="1""##,
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, render};
    use crate::report::document::{Block, Cell, Chart, Document, Plot, Section, Table};

    const HOSTILE: &str = r#"</style><script>alert("1")</script>&amp;'\"#;

    fn hostile() -> Document {
        let table = Table {
            caption: HOSTILE.to_owned(),
            columns: vec![HOSTILE.to_owned(), HOSTILE.to_owned()],
            rows: vec![vec![Cell::text(HOSTILE), Cell::text(HOSTILE)]],
        };
        let chart = Chart {
            title: HOSTILE.to_owned(),
            description: HOSTILE.to_owned(),
            plot: Plot::Counts {
                parts: vec![HOSTILE.to_owned()],
                rows: vec![(HOSTILE.to_owned(), vec![1])],
            },
        };
        Document {
            stamp: Some(HOSTILE.to_owned()),
            title: HOSTILE.to_owned(),
            headline: HOSTILE.to_owned(),
            head: vec![HOSTILE.to_owned()],
            warnings: vec![HOSTILE.to_owned()],
            sections: vec![Section {
                id: "one",
                title: HOSTILE.to_owned(),
                finding: HOSTILE.to_owned(),
                blocks: vec![
                    Block::Sentence(HOSTILE.to_owned()),
                    Block::Note(HOSTILE.to_owned()),
                    Block::List(vec![HOSTILE.to_owned()]),
                    Block::Terms(vec![(HOSTILE.to_owned(), HOSTILE.to_owned())]),
                    Block::Space(HOSTILE.to_owned()),
                    Block::Table(table),
                    Block::Chart(chart),
                ],
            }],
            one_page: true,
        }
    }

    #[test]
    fn no_text_of_a_file_becomes_markup() {
        let page = render(&hostile());
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("alert(\""), "{page}");
        assert!(!page.contains("&amp;'"), "{page}");
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(page.matches("&#60;script&#62;").count() > 20, "{page}");
    }

    #[test]
    fn a_text_in_the_styles_stays_in_its_string() {
        assert_eq!(quoted("Luton, October 2026"), r#""Luton\2c  October 2026""#);
        assert_eq!(quoted("a\"}\n</é"), r#""a\22 \7d \a \3c \2f \e9 ""#);
    }
}
