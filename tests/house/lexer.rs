//! Cuts Rust source into tokens: enough to tell code from strings and comments, and no more.

/// What a token is. Lifetimes, char literals and comments leave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, a keyword or a number.
    Word(String),
    /// A string literal: what stands between its quotes, as written.
    Text(String),
    /// `::`.
    Separator,
    /// Any other character.
    Mark(char),
}

/// A token and the line it begins on.
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

/// The tokens of `text`, and its doc comments with their lines.
pub(crate) fn lex(text: &str) -> (Vec<Token>, Vec<(usize, String)>) {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        line: 1,
        tokens: Vec::new(),
        docs: Vec::new(),
    };
    while lexer.step() {}
    (lexer.tokens, lexer.docs)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
    docs: Vec<(usize, String)>,
}

impl Lexer {
    fn step(&mut self) -> bool {
        let Some(next) = self.peek(0) else {
            return false;
        };
        match (next, self.peek(1)) {
            ('/', Some('/')) => self.line_comment(),
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.string(),
            ('\'', _) => self.quote(),
            (':', Some(':')) => {
                self.push(Kind::Separator, self.line);
                self.skip(2);
            }
            (letter, _) if is_word(letter) => self.word(),
            (space, _) if space.is_whitespace() => self.skip(1),
            (mark, _) => {
                self.push(Kind::Mark(mark), self.line);
                self.skip(1);
            }
        }
        true
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            if self.peek(0) == Some('\n') {
                self.line += 1;
            }
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, line: usize) {
        self.tokens.push(Token { kind, line });
    }

    fn line_comment(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(|next| next != '\n') {
            self.skip(1);
        }
        let comment: String = self.chars[start..self.at].iter().collect();
        let doc = comment
            .strip_prefix("///")
            .or_else(|| comment.strip_prefix("//!"));
        if let Some(doc) = doc {
            self.docs.push((self.line, doc.trim().to_owned()));
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.skip(2);
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.skip(2);
                }
                (Some(_), _) => self.skip(1),
                (None, _) => return,
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        self.skip(1);
        let start = self.at;
        while self.peek(0).is_some_and(|next| next != '"') {
            self.skip(if self.peek(0) == Some('\\') { 2 } else { 1 });
        }
        self.push_text(start, line);
        self.skip(1);
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        self.skip(hashes + 1);
        let start = self.at;
        while self.peek(0).is_some() && !self.closes_raw(hashes) {
            self.skip(1);
        }
        self.push_text(start, line);
        self.skip(hashes + 1);
    }

    fn closes_raw(&self, hashes: usize) -> bool {
        self.peek(0) == Some('"') && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'))
    }

    fn push_text(&mut self, start: usize, line: usize) {
        let end = self.at.min(self.chars.len());
        self.push(Kind::Text(self.chars[start..end].iter().collect()), line);
    }

    /// A char literal, or a lifetime or label.
    fn quote(&mut self) {
        if self.peek(1) == Some('\\') {
            self.skip(3);
            while self.peek(0).is_some_and(|next| next != '\'') {
                self.skip(1);
            }
            self.skip(1);
        } else if self.peek(2) == Some('\'') {
            self.skip(3);
        } else {
            self.skip(1);
            while self.peek(0).is_some_and(is_word) {
                self.skip(1);
            }
        }
    }

    fn word(&mut self) {
        let (start, line) = (self.at, self.line);
        while self.peek(0).is_some_and(is_word) {
            self.skip(1);
        }
        let word: String = self.chars[start..self.at].iter().collect();
        let after = self.chars[self.at..].iter();
        let hashes = after.take_while(|next| **next == '#').count();
        match (word.as_str(), self.peek(hashes)) {
            ("r" | "br" | "cr", Some('"')) => self.raw_string(hashes),
            ("b" | "c", Some('"')) if hashes == 0 => self.string(),
            ("b", Some('\'')) if hashes == 0 => self.quote(),
            ("r", Some(letter)) if hashes == 1 && is_word(letter) => self.skip(1),
            _ => self.push(Kind::Word(word), line),
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::{Kind, lex};

    fn words(text: &str) -> Vec<String> {
        let tokens = lex(text).0.into_iter();
        tokens
            .filter_map(|token| match token.kind {
                Kind::Word(word) => Some(word),
                Kind::Text(text) => Some(format!("\"{text}\"")),
                Kind::Separator | Kind::Mark(_) => None,
            })
            .collect()
    }

    #[test]
    fn comments_are_no_code() {
        assert_eq!(
            words("a // b \"\n/* c /* d */ \" e */ f /// g\nh"),
            ["a", "f", "h"]
        );
    }

    #[test]
    fn strings_end_where_rust_ends_them() {
        assert_eq!(
            words(r##"a "b \" // {" r"\" r#"c " d"# b"e" br#"f"# g"##),
            [
                "a",
                r#""b \" // {""#,
                r#""\""#,
                r#""c " d""#,
                r#""e""#,
                r#""f""#,
                "g"
            ]
        );
    }

    #[test]
    fn quotes_are_chars_or_lifetimes() {
        assert_eq!(
            words(r#"a<'b> '{' '"' '\'' '\u{7b}' b'"' 'é' &'static c r#type"#),
            ["a", "c", "type"]
        );
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let (tokens, docs) = lex("//! One.\n\"a\nb\" /*\n*/ c\n/// Two.\n");
        assert_eq!(tokens[0].line, 2);
        assert_eq!(tokens[1].line, 4);
        assert_eq!(docs, [(1, "One.".to_owned()), (5, "Two.".to_owned())]);
    }
}
