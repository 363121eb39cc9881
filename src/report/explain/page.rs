//! A page of wrapped lines.

use unicode_width::UnicodeWidthStr;

/// A page of lines.
pub(super) struct Page {
    text: String,
    width: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Page {
        Page {
            text: String::new(),
            width,
        }
    }

    /// A paragraph that begins so many columns in; what does not fit goes on two columns further in.
    pub(super) fn line(&mut self, indent: usize, words: &str) {
        let mut line = " ".repeat(indent);
        let mut fresh = true;
        for word in words.split_whitespace() {
            if !fresh && line.width() + 1 + word.width() > self.width {
                self.push(&line);
                line = " ".repeat(indent + 2);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.push(&line);
    }

    /// An empty line, never two and none at the top.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    fn push(&mut self, line: &str) {
        // What a terminal would obey is no part of a name.
        let clean = line.trim_end().chars().filter(|c| !c.is_control());
        self.text.extend(clean);
        self.text.push('\n');
    }
}
