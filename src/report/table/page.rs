//! A page of lines: wrapped to its width, cleaned of what a terminal would obey, emphasised where it may be.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;

const WIDEST: u16 = 100;
const NARROWEST: u16 = 80;

/// A page of lines.
#[derive(Debug)]
pub(super) struct Page {
    width: usize,
    style: Style,
    text: String,
}

impl Page {
    /// An empty page of 80 to 100 columns.
    pub(super) fn new(width: u16, style: Style) -> Page {
        Page {
            width: usize::from(width.clamp(NARROWEST, WIDEST)),
            style,
            text: String::new(),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// A line as it stands.
    pub(super) fn line(&mut self, text: &str) {
        self.text.push_str(clean(text).trim_end());
        self.text.push('\n');
    }

    /// A line that stands out where the terminal can show it.
    pub(super) fn strong(&mut self, text: &str) {
        for line in wrapped_as_is(text, self.width) {
            self.emphasised("\u{1b}[1m", &line);
        }
    }

    /// A line that stands out, as it stands.
    pub(super) fn strong_line(&mut self, text: &str) {
        self.emphasised("\u{1b}[1m", text);
    }

    /// A line that warns.
    pub(super) fn warn(&mut self, text: &str) {
        for line in wrapped(text, self.width, 2) {
            self.emphasised("\u{1b}[1;33m", &line);
        }
    }

    fn emphasised(&mut self, begin: &str, text: &str) {
        let text = clean(text);
        let text = text.trim_end();
        match self.style {
            Style::Plain => self.line(text),
            Style::Colour => {
                let parts = [begin, text, "\u{1b}[0m\n"];
                self.text.push_str(&parts.concat());
            }
        }
    }

    /// A sentence, on as many lines as it takes.
    pub(super) fn sentence(&mut self, text: &str) {
        for line in wrapped(text, self.width, 2) {
            self.line(&line);
        }
    }

    /// A sentence that begins two columns in, under a table.
    pub(super) fn note(&mut self, text: &str) {
        for line in wrapped(text, self.width.saturating_sub(2), 2) {
            self.line(&format!("  {line}"));
        }
    }

    /// An empty line, never two.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The text, ending in one line break.
    pub(super) fn finish(self) -> String {
        let mut text = self.text.trim_end().to_owned();
        text.push('\n');
        text
    }
}

/// The columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The text without what a terminal would obey instead of show: control characters and marks that turn the direction
/// of writing or take no room.
pub(super) fn clean(text: &str) -> String {
    let shown = |letter: char| {
        let hidden = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if letter.is_control() || hidden {
            char::REPLACEMENT_CHARACTER
        } else {
            letter
        }
    };
    text.chars().map(shown).collect()
}

/// The text in so many columns, with … where it was cut.
pub(super) fn shortened(text: &str, room: usize) -> String {
    let text = clean(text);
    if columns(&text) <= room {
        return text;
    }
    let mut kept = String::new();
    let mut taken = 1;
    for letter in text.chars() {
        taken += letter.width().unwrap_or(0);
        if taken > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// The text itself where it fits, and otherwise its lines.
fn wrapped_as_is(text: &str, width: usize) -> Vec<String> {
    if columns(text.trim_end()) <= width {
        return vec![text.to_owned()];
    }
    wrapped(text, width, 2)
}

/// The lines of a sentence; a word longer than a line is cut into pieces.
fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        for piece in pieces(word, width.saturating_sub(indent).max(1)) {
            let filled = columns(&line);
            if !line.trim().is_empty() && filled + 1 + columns(&piece) > width {
                lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            } else if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(&piece);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut filled = 0;
    for letter in word.chars() {
        let wide = letter.width().unwrap_or(0);
        if filled + wide > width && filled > 0 {
            pieces.push(String::new());
            filled = 0;
        }
        filled += wide;
        if let Some(last) = pieces.last_mut() {
            last.push(letter);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        assert_eq!(
            clean("a\u{1b}[31mb\nc\u{202e}d"),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}d"
        );
    }

    #[test]
    fn cut_text_fits_by_columns_and_not_by_letters() {
        assert_eq!(shortened("Duty and assessment", 10), "Duty and…");
        assert_eq!(shortened("児童相談所の担当", 7), "児童相…");
        assert_eq!(columns(&shortened("児童相談所の担当", 8)), 7);
        assert_eq!(shortened("short", 10), "short");
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        let lines = wrapped(&format!("see {}", "x".repeat(30)), 20, 2);
        assert!(lines.iter().all(|line| columns(line) <= 20), "{lines:?}");
        assert_eq!(lines.concat().matches('x').count(), 30);
    }
}
