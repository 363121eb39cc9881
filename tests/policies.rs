//! The policies that ship with the project: each can be read, and says where each clause comes from.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use annotate_snippets::Renderer;
use oversight::policy::Policy;

fn policies() -> Vec<(String, Policy)> {
    let mut files: Vec<_> = std::fs::read_dir("policies")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    let parsed = files.iter().map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.display().to_string();
        let policy = Policy::parse(&text, &name)
            .unwrap_or_else(|error| panic!("{}", error.render(&Renderer::plain())));
        (name, policy)
    });
    parsed.collect()
}

#[test]
fn every_policy_can_be_read() {
    assert_eq!(policies().len(), 6, "five councils and a template");
}

#[test]
fn every_clause_cites_its_sentence() {
    for (name, policy) in policies() {
        for clause in &policy.clauses {
            assert!(
                !clause.citation.is_empty(),
                "{name}: `{}` cites nothing",
                clause.id
            );
        }
    }
}
