//! What is wrong with an input, and how to mend it.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::place::Place;

/// How much a problem matters to the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The row or the file was not used.
    Error,
    /// It was used, and the figures may mislead.
    Warning,
    /// Worth knowing; nothing is lost.
    Note,
}

/// A fault of an input (never of the practice audited: that is a finding).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub level: Level,
    /// Kebab-case name of the kind of problem, such as `not-a-date`.
    pub kind: &'static str,
    /// Where it is, when it is in one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong: lower case, no final period.
    pub message: String,
    /// The value found there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What was expected instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether the value found may be personal: it is then shown only to those who ask.
    #[serde(skip)]
    pub personal: bool,
}

impl Problem {
    fn new(level: Level, kind: &'static str, message: impl Into<String>) -> Problem {
        Problem {
            level,
            kind,
            place: None,
            message: message.into(),
            found: None,
            expected: None,
            hint: None,
            personal: false,
        }
    }

    /// A problem that cost the audit a row or a file.
    pub fn error(kind: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(Level::Error, kind, message)
    }

    /// A problem under which figures may mislead.
    pub fn warning(kind: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(Level::Warning, kind, message)
    }

    /// Something worth knowing about an input.
    pub fn note(kind: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(Level::Note, kind, message)
    }

    /// The same problem with its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Problem {
        self.place = Some(place);
        self
    }

    /// The same problem with the value that was found.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Problem {
        self.found = Some(value.into());
        self
    }

    /// The same problem with the value that was found in a cell. Cells slip into other columns, so that whatever does
    /// not look like a date or a number may be somebody's name.
    #[must_use]
    pub fn found_in_cell(self, value: impl Into<String>) -> Problem {
        let value = value.into();
        Problem {
            personal: !is_figure(&value),
            ..self.found(value)
        }
    }

    /// The same problem with the id that was found. Where an export names staff by their names, an id without any digit
    /// is one.
    #[must_use]
    pub fn found_id(self, id: impl Into<String>) -> Problem {
        let id = id.into();
        Problem {
            personal: !id.contains(|letter: char| letter.is_ascii_digit()),
            ..self.found(id)
        }
    }

    /// The same problem without a value that may be personal.
    #[must_use]
    pub fn discreet(&self) -> Problem {
        let mut problem = self.clone();
        if problem.personal {
            problem.found = None;
        }
        problem
    }

    /// The same problem with what was expected.
    #[must_use]
    pub fn expected(mut self, what: impl Into<String>) -> Problem {
        self.expected = Some(what.into());
        self
    }

    /// The same problem with the next step.
    #[must_use]
    pub fn hint(mut self, next: impl Into<String>) -> Problem {
        self.hint = Some(next.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        if let Some(place) = &self.place {
            write!(line, "{place}: ")?;
        }
        line.push_str(&self.message);
        if let Some(found) = &self.found {
            write!(line, ", found `{found}`")?;
        }
        if let Some(expected) = &self.expected {
            write!(line, ", expected {expected}")?;
        }
        if let Some(hint) = &self.hint {
            write!(line, "; {hint}")?;
        }
        out.write_str(&on_one_line(&line))
    }
}

/// The text with a space for each control character: a header or a cell may hold line breaks, and what a terminal
/// obeys.
pub fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// The months in lower case, as texts of an export may name them.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a text looks like a date, a time or a number: digits, the signs between them, and names of months and days.
pub fn is_figure(text: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "t",
        "z",
        "am",
        "pm",
        "sept",
    ];
    let is_name = |word: &str| {
        let word = word.to_lowercase();
        let begins = |name: &&str| **name == word || (word.len() == 3 && name.starts_with(&word));
        MONTHS.iter().chain(&OTHERS).any(begins)
    };
    let signs = |letter: char| letter.is_ascii_digit() || " /-.,:+£%…".contains(letter);
    text.contains(|letter: char| letter.is_ascii_digit())
        && text
            .split(signs)
            .all(|word| word.is_empty() || is_name(word))
}

/// What is wrong with a line of TOML, for somebody who has never heard of it; nothing where the parser's words will do.
pub fn toml_slip(message: &str, line: &str) -> Option<String> {
    if line.contains(['“', '”', '„', '‘', '’']) && !message.starts_with("duplicate") {
        let said = "a value stands in curly quotation marks, as a word processor writes them, expected straight ones: \"…\"";
        return Some(said.to_owned());
    }
    if message.starts_with("duplicate key") {
        let key = line.split('=').next().unwrap_or_default();
        let key = key.trim().trim_matches(['[', ']']);
        return Some(format!(
            "`{key}` stands twice, expected once; several values go into one list, such as {key} = [\"…\", \"…\"]"
        ));
    }
    None
}

/// The name most like the one found, when one is like enough to be suggested.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let found = plain(found);
    let mut best = None;
    for name in known {
        let likeness = strsim::jaro_winkler(&found, &plain(name));
        if likeness >= 0.8 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{Problem, is_figure};
    use crate::place::Place;

    #[test]
    fn what_looks_like_no_date_or_number_may_be_a_name() {
        for plain in [
            "31/02/2026",
            "8/1",
            "12-Octo-2026",
            "3 Sept 26",
            "-1.5",
            "2026-13-01T09:30:00Z",
            "1,200",
        ] {
            assert_eq!(is_figure(plain), plain != "12-Octo-2026", "{plain}");
        }
        for name in [
            "",
            "soon",
            "Ann Able",
            "May",
            "Able 3",
            "June Day 12 Acacia Road",
        ] {
            assert!(!is_figure(name), "{name}");
        }
        let problem = Problem::error("not-a-date", "not a date").found_in_cell("Ann Able");
        assert_eq!(problem.discreet().to_string(), "not a date");
        assert_eq!(problem.to_string(), "not a date, found `Ann Able`");
        let shown = |id: &str| Problem::note("x", "x").found_id(id).discreet().found;
        assert_eq!(shown("Ann Able"), None);
        assert_eq!(shown("W1").as_deref(), Some("W1"));
    }

    #[test]
    fn a_problem_is_one_line_whatever_the_file_holds() {
        let problem = Problem::error("unknown-value", "not a value")
            .at(Place::cell("a.csv", 2, "Sup\r\nDate"))
            .found("x\u{1b}[2Jy")
            .hint("the headers are `a\nb`");
        assert_eq!(
            problem.to_string(),
            "a.csv:2, column `Sup  Date`: not a value, found `x [2Jy`; the headers are `a b`"
        );
    }
}
