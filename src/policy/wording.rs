//! What the TOML reader and serde say, in the words of somebody who writes a policy.

use std::ops::Range;

use toml::de::Error;

use super::mistakes::{Mistake, backticked, nearest};

/// A value of a wrong type or form, at its own place when it has one.
pub(super) fn wrong_value(error: &Error, span: &Range<usize>, key: Option<&str>) -> Mistake {
    let at = error
        .span()
        .filter(|at| !at.is_empty())
        .unwrap_or(span.clone());
    let (message, help) = plain(error.message());
    let message = match key {
        Some(key) if !message.contains(&format!("`{key}`")) => format!("`{key}`: {message}"),
        Some(_) | None => message,
    };
    Mistake::error("wrong-value", at, message).help(help)
}

/// A serde message in plain words, with the next step when there is one.
fn plain(message: &str) -> (String, Option<String>) {
    let message = message.trim_end_matches(['.', '\n']);
    if let Some(rest) = message.strip_prefix("invalid type: ")
        && let Some((found, expected)) = rest.split_once(", expected ")
    {
        let message = format!(
            "found {}, expected {}",
            found_words(found),
            expected_words(expected)
        );
        return (message, None);
    }
    for (start, what) in [
        ("unknown variant `", "unknown"),
        ("unknown field `", "no key here"),
    ] {
        let Some((found, expected)) = message
            .strip_prefix(start)
            .and_then(|rest| rest.split_once("`, expected "))
        else {
            continue;
        };
        let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let help =
            nearest(found, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        return (
            format!("`{found}` is {what}, expected {}", any_of(&names)),
            help,
        );
    }
    if let Some((found, near)) = message.split_once("; did you mean ") {
        return (found.to_owned(), Some(format!("did you mean {near}")));
    }
    if let Some(name) = message.strip_prefix("missing field `") {
        return (
            format!("there is no `{}` here", name.trim_end_matches('`')),
            None,
        );
    }
    (message.to_owned(), None)
}

/// `a`, `b` or `c`.
fn any_of(names: &[&str]) -> String {
    let joined = backticked(names);
    match joined.rsplit_once(" and ") {
        Some((most, last)) => format!("{most} or {last}"),
        None => joined,
    }
}

fn found_words(found: &str) -> String {
    match found.split_once(' ') {
        Some(("integer", rest)) => format!("the number {rest}"),
        Some(("floating", rest)) => format!("the number {}", rest.trim_start_matches("point ")),
        Some(("string", text)) => format!("the words `{}`", text.trim_matches('"')),
        Some(("boolean", rest)) => rest.to_owned(),
        Some(_) => found.to_owned(),
        None => match found {
            "map" => "a table `{ … }`".to_owned(),
            "sequence" => "a list `[ … ]`".to_owned(),
            other => other.to_owned(),
        },
    }
}

fn expected_words(expected: &str) -> String {
    match expected {
        "a string" | "string or table" => "words in quotation marks".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "a sequence" => "a list `[ … ]`".to_owned(),
        "a map" => "a table `{ … }`".to_owned(),
        _ if expected.starts_with("struct ") => "a table `{ … }`".to_owned(),
        _ if expected.starts_with("enum ") => "one word in quotation marks".to_owned(),
        other => other.to_owned(),
    }
}
