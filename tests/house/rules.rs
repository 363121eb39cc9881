//! Every rule is registered under its own name, documented under three headings and tested.

use std::path::Path;

use super::source::{Source, sources};

const REGISTRY: &str = "src/rules/mod.rs";
const HEADINGS: [&str; 3] = ["## What it finds", "## Why it matters", "## Keys"];
const FEWEST_TESTS: usize = 3;
/// The rule of sentences that no export can show.
const NEVER_JUDGES: &str = "not_testable";
/// What a rule can come to, each with words of which one stands in a test that shows it.
const OUTCOMES: [(&str, &[&str]); 4] = [
    ("met", &["met on"]),
    ("not met", &["not met", " overdue", " late on"]),
    ("not applicable", &["Vec::<String>::new"]),
    ("not testable", &["untestable"]),
];

/// Every file of `src/rules` but `mod.rs` is a rule.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let all: Vec<Source> = sources(root, "src")
        .into_iter()
        .filter(|source| source.path.starts_with("src/rules/"))
        .collect();
    let Some(registry) = all.iter().find(|source| source.path == REGISTRY) else {
        return vec![format!("{REGISTRY}: not found, so no rule is checked")];
    };
    let listed = listed(registry);
    let mut violations = check_order(&listed);
    let mut rules = 0_usize;
    for source in &all {
        if source.path == REGISTRY || is_test_file(source) {
            continue;
        }
        rules += 1;
        let Some(name) = rule_name(&source.path) else {
            violations.push(format!("{}:1: a rule is one file", source.path));
            continue;
        };
        let mut faults = registration_faults(registry, &listed, name);
        faults.extend(name_fault(source, name));
        faults.extend(documentation_faults(source));
        faults.extend(test_fault(source, &all, name));
        faults.extend(outcome_faults(source, &all, name));
        violations.extend(
            faults
                .into_iter()
                .map(|fault| format!("{}: {fault}", source.path)),
        );
    }
    if rules == 0 {
        violations.push(format!(
            "{REGISTRY}: no rule file beside it, so no rule is checked"
        ));
    }
    violations
}

fn rule_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix("src/rules/")?.strip_suffix(".rs")?;
    (!name.contains('/')).then_some(name)
}

fn is_test_file(source: &Source) -> bool {
    !source.tokens.is_empty() && (0..source.tokens.len()).all(|index| source.in_test(index))
}

/// The modules whose `&module::RULE` stands in the registry, in its order.
fn listed(registry: &Source) -> Vec<String> {
    (0..registry.tokens.len())
        .filter(|&index| !registry.in_test(index) && registry.is_mark(index, '&'))
        .filter(|&index| registry.reads(index + 2, &["::", "RULE"]))
        .filter_map(|index| registry.word(index + 1))
        .map(str::to_owned)
        .collect()
}

fn check_order(listed: &[String]) -> Vec<String> {
    let unsorted = listed.windows(2).filter(|pair| pair[0] >= pair[1]);
    unsorted
        .map(|pair| {
            let (first, second) = (&pair[0], &pair[1]);
            format!(
                "{REGISTRY}: `{second}` is listed after `{first}`; the list is sorted, each once"
            )
        })
        .collect()
}

fn registration_faults(registry: &Source, listed: &[String], name: &str) -> Vec<String> {
    let declared = (0..registry.tokens.len())
        .any(|index| !registry.in_test(index) && registry.reads(index, &["mod", name, ";"]));
    let mut faults = Vec::new();
    if !declared {
        faults.push(format!("no `mod {name};` in {REGISTRY}"));
    }
    if !listed.iter().any(|listed| listed == name) {
        faults.push(format!("no `&{name}::RULE` in the list in {REGISTRY}"));
    }
    faults
}

/// The `name:` inside the file's `RULE`, which is the file's name in kebab case.
/// The name that `static RULE` or `declare_rule!` gives.
fn name_fault(source: &Source, name: &str) -> Option<String> {
    let expected = name.replace('_', "-");
    let rule = (1..source.tokens.len()).find(|&index| {
        let declared = source.word(index - 1) == Some("declare_rule") && source.is_mark(index, '!');
        let plain = source.word(index) == Some("RULE")
            && matches!(source.word(index - 1), Some("static" | "const"));
        (declared || plain) && !source.in_test(index)
    });
    let Some(rule) = rule else {
        return Some("neither `declare_rule!` nor `static RULE`".to_owned());
    };
    let open = source.body_or_end(rule);
    let found = (open..source.closing(open))
        .find(|&index| source.reads(index, &["name", ":"]))
        .and_then(|index| source.literal(index + 2));
    match found {
        Some(found) if found == expected => None,
        Some(found) => Some(format!(
            "`RULE` is named \"{found}\", expected \"{expected}\""
        )),
        None => Some(format!("`RULE` has no `name: \"{expected}\"`")),
    }
}

fn documentation_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for heading in HEADINGS {
        let mut below = source
            .docs
            .iter()
            .map(|(_, text)| text.as_str())
            .skip_while(|text| *text != heading);
        if below.next().is_none() {
            faults.push(format!("no heading `{heading}` in its documentation"));
        } else if below
            .find(|text| !text.is_empty())
            .is_none_or(|text| text.starts_with('#'))
        {
            faults.push(format!("nothing is said under `{heading}`"));
        }
    }
    faults
}

/// Tests may stand in the rule's file or in its test module's own.
fn test_fault(source: &Source, all: &[Source], name: &str) -> Option<String> {
    let below = format!("src/rules/{name}/");
    let tests: usize = all
        .iter()
        .filter(|other| other.path == source.path || other.path.starts_with(&below))
        .map(|other| {
            (0..other.tokens.len())
                .filter(|&index| other.reads(index, &["#", "[", "test", "]"]))
                .count()
        })
        .sum();
    (tests < FEWEST_TESTS).then(|| format!("{tests} tests, at least {FEWEST_TESTS}"))
}

/// Each rule's own tests show it met, not met, not applicable and not testable. The days at the edges are held by no
/// word, and by the oracle.
fn outcome_faults(source: &Source, all: &[Source], name: &str) -> Vec<String> {
    if name == NEVER_JUDGES {
        return Vec::new();
    }
    let below = format!("src/rules/{name}/");
    let own = |other: &&Source| other.path == source.path || other.path.starts_with(&below);
    let mut said = String::new();
    for other in all.iter().filter(own) {
        for index in (0..other.tokens.len()).filter(|&index| other.in_test(index)) {
            if other.reads(index, &["Vec", "::", "<", "String", ">", "::", "new"]) {
                said.push_str("Vec::<String>::new\n");
            }
            let word = other.word(index).or_else(|| other.literal(index));
            said.extend(word.into_iter().chain(["\n"]));
        }
    }
    let shown = |words: &[&str]| words.iter().any(|word| said.contains(word));
    OUTCOMES
        .iter()
        .filter(|(_, words)| !shown(words))
        .map(|(outcome, words)| {
            let words = words.join("`, `");
            format!("no test shows it {outcome}: none of `{words}` stands in its tests")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::check;

    const GOOD_REGISTRY: &str = "//! Rules.\nmod caseload_cap;\nmod late_note;\n\
        pub(crate) static RULES: &[&Rule] = &[&caseload_cap::RULE, &late_note::RULE];\n";

    const SHOWN: &str =
        "fn all() { a(\"met on\", \"1 overdue\", Vec::<String>::new(), x.untestable); }\n";

    fn rule(name: &str) -> String {
        let tests = "#[test]\nfn t() {}\n".repeat(3) + SHOWN;
        format!(
            "//! A rule.\n/// ## What it finds\n/// A.\n///\n/// ## Why it matters\n/// B.\n///\n/// ## Keys\n\
             /// - `within`: C.\npub(crate) static RULE: Rule = Rule {{\n    name: \"{name}\",\n}};\n\
             #[cfg(test)]\nmod tests {{\n{tests}}}\n"
        )
    }

    fn good() -> Planted {
        let tree = Planted::with("src/rules/mod.rs", GOOD_REGISTRY);
        tree.file("src/rules/caseload_cap.rs", &rule("caseload-cap"));
        tree.file("src/rules/late_note.rs", &rule("late-note"));
        tree
    }

    fn with_rule(text: &str) -> Vec<String> {
        let tree = good();
        tree.file("src/rules/late_note.rs", text);
        check(tree.root())
    }

    fn with_registry(text: &str) -> Vec<String> {
        let tree = good();
        tree.file("src/rules/mod.rs", text);
        check(tree.root())
    }

    #[test]
    fn good_rules_are_accepted() {
        assert_eq!(check(good().root()), [""; 0]);
    }

    #[test]
    fn tests_in_a_file_of_their_own_are_counted() {
        let tree = good();
        let text = rule("late-note").replace("#[test]\n", "");
        let (text, _) = text.split_once("mod tests {").unwrap();
        tree.file("src/rules/late_note.rs", &format!("{text}mod tests;\n"));
        tree.file(
            "src/rules/late_note/tests.rs",
            &format!("//! T.\n{}{SHOWN}", "#[test]\nfn t() {}\n".repeat(3)),
        );
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn a_registry_without_the_rule_is_caught() {
        assert_eq!(
            with_registry(&GOOD_REGISTRY.replace("mod late_note;", "// mod late_note;")),
            ["src/rules/late_note.rs: no `mod late_note;` in src/rules/mod.rs"]
        );
        assert_eq!(
            with_registry(&GOOD_REGISTRY.replace(", &late_note::RULE", "")),
            ["src/rules/late_note.rs: no `&late_note::RULE` in the list in src/rules/mod.rs"]
        );
    }

    #[test]
    fn a_list_out_of_order_is_caught() {
        for list in [
            "&late_note::RULE, &caseload_cap::RULE",
            "&caseload_cap::RULE, &late_note::RULE, &late_note::RULE",
        ] {
            let text = GOOD_REGISTRY.replace("&caseload_cap::RULE, &late_note::RULE", list);
            let found = with_registry(&text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains("the list is sorted"), "{found:?}");
        }
    }

    #[test]
    fn a_rule_under_another_name_is_caught() {
        assert_eq!(
            with_rule(&rule("late_note")),
            ["src/rules/late_note.rs: `RULE` is named \"late_note\", expected \"late-note\""]
        );
        assert_eq!(
            with_rule(&rule("late-note").replace("name:", "title:")),
            ["src/rules/late_note.rs: `RULE` has no `name: \"late-note\"`"]
        );
        assert_eq!(
            with_rule(&rule("late-note").replace("static RULE", "static NOTE")),
            ["src/rules/late_note.rs: neither `declare_rule!` nor `static RULE`"]
        );
    }

    #[test]
    fn a_missing_or_empty_heading_is_caught() {
        assert_eq!(
            with_rule(&rule("late-note").replace("## Keys", "## Terms")),
            ["src/rules/late_note.rs: no heading `## Keys` in its documentation"]
        );
        assert_eq!(
            with_rule(&rule("late-note").replace("/// B.\n", "")),
            ["src/rules/late_note.rs: nothing is said under `## Why it matters`"]
        );
    }

    #[test]
    fn too_few_tests_are_caught() {
        let text = rule("late-note").replacen("#[test]", "// #[test]", 1);
        assert_eq!(
            with_rule(&text),
            ["src/rules/late_note.rs: 2 tests, at least 3"]
        );
    }

    #[test]
    fn an_outcome_that_no_test_shows_is_caught() {
        for (shown, outcome) in [
            ("\"met on\"", "met"),
            ("\"1 overdue\"", "not met"),
            ("Vec::<String>::new()", "not applicable"),
            ("x.untestable", "not testable"),
        ] {
            let found = with_rule(&rule("late-note").replace(shown, "x"));
            assert_eq!(found.len(), 1, "{found:?}");
            let said = format!("no test shows it {outcome}: ");
            assert!(found[0].contains(&said), "{found:?}");
        }
        let elsewhere = rule("late-note").replace(SHOWN, "") + SHOWN;
        assert_eq!(with_rule(&elsewhere).len(), 4, "outside the tests");
    }

    #[test]
    fn a_tree_without_rules_does_not_pass() {
        let tree = Planted::with("src/lib.rs", "//! A.\n");
        assert_eq!(
            check(tree.root()),
            ["src/rules/mod.rs: not found, so no rule is checked"]
        );
        tree.file("src/rules/mod.rs", "//! A.\n");
        assert_eq!(
            check(tree.root()),
            ["src/rules/mod.rs: no rule file beside it, so no rule is checked"]
        );
    }

    #[test]
    fn a_rule_hidden_in_a_folder_is_caught() {
        let tree = good();
        tree.file("src/rules/late/note.rs", &rule("note"));
        assert_eq!(
            check(tree.root()),
            ["src/rules/late/note.rs:1: a rule is one file"]
        );
    }
}
