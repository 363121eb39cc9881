//! What is no TOML at all, in plain words.

use std::ops::Range;

use toml::de::Error;

use super::line;
use super::mistakes::Mistake;
use crate::rules::rule;

/// One mistake a line: what follows on the same line is mostly its echo.
pub(super) fn mistakes(text: &str, errors: &[Error]) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            if let Some(mistake) = single_brackets(error.message(), text, &span) {
                return mistake;
            }
            let (message, help) = plain(error.message(), text, &span);
            Mistake::error("not-toml", span, message).help(help)
        })
        .collect();
    found.sort_by_key(|mistake| mistake.span.start);
    found.dedup_by_key(|mistake| line(text, mistake.span.start));
    found
}

/// A clause that stands twice because one has single brackets, which is mended where these are.
fn single_brackets(message: &str, text: &str, span: &Range<usize>) -> Option<Mistake> {
    let name = text.get(span.clone())?;
    let several = rule(name).is_some() || matches!(name, "waiver" | "action");
    if !message.starts_with("duplicate key") || !several {
        return None;
    }
    let head = format!("[{name}]");
    let mut lines = text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line))
    });
    let (start, line) = lines.find(|(_, line)| line.trim_start().starts_with(&head))?;
    let start = start + line.find(&head)? + 1;
    let message =
        format!("`{head}` has single brackets, expected `[{head}]`: there may be several");
    Some(Mistake::error(
        "single-brackets",
        start..start + name.len(),
        message,
    ))
}

/// What the reader of TOML says, for somebody who has never heard of TOML, and the next step.
fn plain(message: &str, text: &str, span: &Range<usize>) -> (String, Option<String>) {
    let found = text.get(span.clone()).unwrap_or_default().trim();
    let message = message.replace('\n', ", ");
    let (what, _) = message.split_once(", expected").unwrap_or((&message, ""));
    let (said, help) = match what {
        "string values must be quoted" if found.starts_with(['“', '”', '‘', '’', '„']) => {
            (
                format!("{found} stands in curly quotation marks, expected straight ones"),
                format!(
                    "write `\"{}\"`",
                    found.trim_matches(['“', '”', '‘', '’', '„'])
                ),
            )
        }
        "string values must be quoted" => (
            format!("`{found}` stands without quotation marks, expected words within them"),
            format!("write `\"{found}\"`"),
        ),
        "invalid basic string" | "invalid literal string" => (
            "a quotation mark is missing, expected words within two of them".to_owned(),
            "close the words with a second quotation mark on the same line".to_owned(),
        ),
        "duplicate key" => (
            format!("`{found}` stands here twice, expected it once"),
            "take one of the two lines out, or begin a new `[[…]]` table above the second"
                .to_owned(),
        ),
        "key with no value" | "missing value for key" | "missing value" => (
            "a key without a value, expected `key = \"value\"`".to_owned(),
            "begin the line with `#` when it is a remark".to_owned(),
        ),
        "missing comma between key-value pairs" | "unclosed inline table" => (
            "a comma or a closing `}` is missing before this".to_owned(),
            "each `{` needs its `}`, with commas between the keys".to_owned(),
        ),
        "missing comma between array elements" | "unclosed array" => (
            "a comma or a closing `]` is missing before this".to_owned(),
            "each `[` needs its `]`, with commas between the values".to_owned(),
        ),
        "unclosed table" | "unclosed array table" => (
            "a closing bracket is missing, expected a table such as `[[recording]]`".to_owned(),
            "each `[[` needs its `]]`".to_owned(),
        ),
        _ => (message.clone(), String::new()),
    };
    (said, (!help.is_empty()).then_some(help))
}
