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

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::rules::Duty;

    fn parse(keys: &str) -> Result<Policy, String> {
        let text = format!("[policy]\nname = 'test'\n[[not-testable]]\nid = 'reflective'\n{keys}");
        let renderer = annotate_snippets::Renderer::plain();
        Policy::parse(&text, "policy.toml").map_err(|error| error.render(&renderer))
    }

    #[test]
    fn it_keeps_the_sentence_and_the_reason() {
        let policy = parse("text = 'sessions are reflective'\nwhy = 'no export shows it'").unwrap();
        let Duty::NotTestable(said) = &policy.clauses[0].duty else {
            panic!("{:?}", policy.clauses[0].duty);
        };
        assert_eq!(
            (said.text.as_str(), said.why.as_str()),
            ("sessions are reflective", "no export shows it")
        );
    }

    #[test]
    fn a_sentence_without_a_reason_is_refused() {
        assert!(
            parse("text = 'sessions are reflective'")
                .unwrap_err()
                .contains("why")
        );
    }

    #[test]
    fn it_never_judges() {
        use crate::engine::testing::World;
        let world = World {
            clauses: "[[not-testable]]\nid = 'x'\ntext = 'a'\nwhy = 'b'",
            staff: "staff_id, role, start_date\nS1, sw, 2020-01-01",
            cases: "case_id, case_type, opened\nC1, cin, 2020-01-01",
            sessions: "date, kind\n2026-01-01, personal",
            as_of: "2026-10-31",
            ..World::default()
        };
        assert_eq!(world.lines(), Vec::<String>::new());
    }
}
