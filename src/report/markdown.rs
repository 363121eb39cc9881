//! A document as Markdown, for a committee paper: headings, sentences and tables. Charts are left to the page.

use super::document::{Block, Document, Table};
use super::html::shown;

/// The paper.
pub(super) fn render(document: &Document) -> String {
    let mut lines = Vec::new();
    if let Some(stamp) = &document.stamp {
        lines.push(format!("**{}**", plain(stamp)));
    }
    lines.push(format!("# {}", plain(&document.title)));
    lines.push(format!("**{}**", plain(&document.headline)));
    lines.push(list(&document.head));
    for warning in &document.warnings {
        lines.push(format!("> Please note: {}", plain(warning)));
    }
    for (number, section) in document.sections.iter().enumerate() {
        lines.push(match number {
            0 => format!("## {}", plain(&section.title)),
            _ => format!("## {number}. {}", plain(&section.title)),
        });
        if !section.finding.is_empty() {
            lines.push(plain(&section.finding));
        }
        lines.extend(section.blocks.iter().filter_map(block));
    }
    if let Some(stamp) = &document.stamp {
        lines.push(format!("**{}**", plain(stamp)));
    }
    let mut text = lines.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block) -> Option<String> {
    Some(match block {
        Block::Sentence(text) => plain(text),
        Block::Note(text) => format!("*{}*", plain(text)),
        Block::List(lines) => list(lines),
        Block::Terms(terms) => {
            let lines = terms
                .iter()
                .map(|(word, text)| format!("- **{}**: {}", plain(word), plain(text)));
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Space(text) => format!("> {}", plain(text)),
        Block::Table(rows) => table(rows),
        Block::Chart(_) => return None,
    })
}

fn list(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("- {}", plain(line)));
    lines.collect::<Vec<_>>().join("\n")
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![format!("**{}**", plain(&table.caption)), String::new()];
    lines.push(line(table.columns.iter().map(|name| plain(name)).collect()));
    let sides = (0..table.columns.len()).map(|column| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        if cells.any(super::document::Cell::is_number) {
            "---:".to_owned()
        } else {
            "---".to_owned()
        }
    });
    lines.push(line(sides.collect()));
    for row in &table.rows {
        lines.push(line(row.iter().map(|cell| plain(&shown(cell))).collect()));
    }
    lines.join("\n")
}

/// Text in which nothing is taken for a mark, and which stays on one line.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '>' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_cell_of_the_exports_cannot_break_a_table() {
        assert_eq!(plain("a|b\n*c* <b>"), "a\\|b \\*c\\* &lt;b\\>");
    }
}
