//! A gallery of mistakes in policy files: what a council's officer is shown for each.
#![expect(
    clippy::too_many_lines,
    reason = "a gallery is as long as what it shows"
)]

mod policy_mistakes {
    use annotate_snippets::Renderer;
    use oversight::policy::{Policy, lints};

    mod besides;
    mod checks;
    mod clauses;
    mod files;
    mod names;
    mod never_panics;
    mod quantities;
    mod selectors;

    /// Everything that is said of a policy, or that it has no mistake.
    fn said(text: &str) -> String {
        match Policy::parse(text.trim_start(), "policy.toml") {
            Ok(policy) => {
                for odd in lints(&policy) {
                    odd.render(&policy.text, &policy.file, &Renderer::plain());
                }
                "no mistake".to_owned()
            }
            Err(error) => error.render(&Renderer::plain()),
        }
    }
}
