//! `not-testable`: a sentence of the written policy that no rule tests, and why.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use super::{Duty, NotTestable, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Nothing: it lists a sentence of the written policy that is not tested, so that none is left out silently.
    ///
    /// ## Why it matters
    /// A report that does not say what it left unjudged reads as an all-clear.
    ///
    /// ## Keys
    /// - `text`: the sentence, in your own words.
    /// - `why`: what would be needed to test it, or why nothing can.
    name: "not-testable",
    summary: "a sentence that is not tested",
    keys: &["text", "why"],
    needs: &[
        ("text", "text = \"the sentence, in your own words\""),
        ("why", "why = \"what would be needed to test it\""),
    ],
    bind: bind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    text: String,
    why: String,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Terms::deserialize(terms)?;
    Ok(Duty::NotTestable(NotTestable {
        text: terms.text,
        why: terms.why,
    }))
}
