//! Mistakes of a policy file, each shown with its line and a caret.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

use crate::place::Place;
use crate::problem::{Level, Problem};

use super::line;

/// One mistake, at one place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Whether the policy can be used in spite of it.
    pub level: Level,
    /// Kebab-case name of the kind of mistake.
    pub kind: &'static str,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// Found and expected: lower case, no final period.
    pub message: String,
    /// Another place it is about, with what stands there.
    pub other: Option<(Range<usize>, String)>,
    /// The next step, such as the nearest name.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake because of which the policy cannot be used.
    pub(super) fn error(
        kind: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Mistake {
        Mistake {
            level: Level::Error,
            kind,
            span,
            message: message.into(),
            other: None,
            help: None,
        }
    }

    /// Something that leaves a clause untested or matches nothing.
    pub(super) fn warning(
        kind: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Mistake {
        Mistake {
            level: Level::Warning,
            ..Mistake::error(kind, span, message)
        }
    }

    /// The same mistake with another place it is about.
    pub(super) fn other(mut self, span: Range<usize>, label: &str) -> Mistake {
        self.other = Some((span, label.to_owned()));
        self
    }

    /// The same mistake with the next step.
    pub(super) fn help(mut self, help: Option<String>) -> Mistake {
        self.help = help;
        self
    }

    /// The mistake as rustc would draw it.
    pub fn render(&self, text: &str, file: &str, renderer: &Renderer) -> String {
        let title = match self.level {
            Level::Error => Title::ERROR,
            Level::Warning => Title::WARNING,
            Level::Note => Title::NOTE,
        };
        let mut source = Snippet::source(text)
            .path(file)
            .fold(true)
            .annotation(AnnotationKind::Primary.span(inside(text, &self.span)));
        if let Some((span, label)) = &self.other {
            let place = AnnotationKind::Context.span(inside(text, span));
            source = source.annotation(place.label(label.as_str()));
        }
        let mut group = title
            .primary_title(self.message.as_str())
            .id(self.kind)
            .element(source);
        if let Some(help) = &self.help {
            group = group.element(Title::HELP.message(help.as_str()));
        }
        let report: &[Group<'_>] = &[group];
        renderer.render(report)
    }

    /// The mistake as a problem of an input.
    pub fn problem(&self, text: &str, file: &str) -> Problem {
        let place = Place::line(file, line(text, self.span.start));
        let problem = match self.level {
            Level::Error => Problem::error(self.kind, self.message.as_str()),
            Level::Warning => Problem::warning(self.kind, self.message.as_str()),
            Level::Note => Problem::note(self.kind, self.message.as_str()),
        };
        let problem = problem.at(place);
        match &self.help {
            Some(help) => problem.hint(help.as_str()),
            None => problem,
        }
    }
}

/// The span within the text, on whole characters.
fn inside(text: &str, span: &Range<usize>) -> Range<usize> {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = down(span.start);
    start..down(span.end).max(start)
}

/// A policy file that cannot be used: all of its mistakes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    /// The name of the file.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The mistakes, in the order of their places.
    pub mistakes: Vec<Mistake>,
}

impl PolicyError {
    /// All mistakes, one below the other.
    pub fn render(&self, renderer: &Renderer) -> String {
        let drawn = self.mistakes.iter();
        let drawn: Vec<String> = drawn
            .map(|mistake| mistake.render(&self.text, &self.file, renderer))
            .collect();
        drawn.join("\n\n")
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mistakes.len() {
            1 => write!(out, "`{}` has a mistake", self.file),
            count => write!(out, "`{}` has {count} mistakes", self.file),
        }
    }
}

/// The name most like a mistyped one, when one is like it at all.
pub(super) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    names
        .into_iter()
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(one.1)))
        .map(|(_, known)| known)
}

/// Names for a message: `a`, `b` and `c`.
pub(super) fn backticked(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
