//! What is no TOML at all.

use toml::de::Error;

use super::line;
use super::mistakes::Mistake;

/// One mistake a line: what follows on the same line is mostly its echo.
pub(super) fn mistakes(text: &str, errors: &[Error]) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            Mistake::error("not-toml", span, error.message().replace('\n', ", "))
        })
        .collect();
    found.sort_by_key(|mistake| mistake.span.start);
    found.dedup_by_key(|mistake| line(text, mistake.span.start));
    found
}
