//! Names that say nothing of what a thing is are not given.

use std::path::Path;

use super::source::{Source, sources};

const BANNED: [&str; 8] = [
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "handler",
    "processor",
    "misc",
];

/// Words before `manager` that make it a job.
const JOBS: [&str; 14] = [
    "line",
    "team",
    "service",
    "practice",
    "group",
    "assistant",
    "deputy",
    "area",
    "unit",
    "registered",
    "senior",
    "duty",
    "locality",
    "operations",
];

const DECLARES: [&str; 10] = [
    "mod",
    "fn",
    "struct",
    "enum",
    "trait",
    "const",
    "static",
    "type",
    "union",
    "macro_rules",
];

/// The names of files, folders and items. The name of a `#[test]` is a sentence, and free.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources(root, "src") {
        for part in source.path.trim_end_matches(".rs").split('/') {
            violations.extend(fault(part).map(|fault| format!("{}:1: {fault}", source.path)));
        }
        for index in declared(&source) {
            let fault = source.word(index).and_then(fault);
            violations.extend(fault.map(|fault| format!("{}: {fault}", source.place(index))));
        }
    }
    violations
}

/// The tokens that name an item.
fn declared(source: &Source) -> Vec<usize> {
    (1..source.tokens.len())
        .filter(|&index| {
            let keyword = if source.is_mark(index - 1, '!') {
                index.checked_sub(2).and_then(|before| source.word(before))
            } else {
                source.word(index - 1)
            };
            keyword.is_some_and(|word| DECLARES.contains(&word))
        })
        .filter(|&index| !names_test(source, index))
        .collect()
}

/// Whether the name at `index` is that of a function right below `#[test]`.
fn names_test(source: &Source, index: usize) -> bool {
    source.word(index - 1) == Some("fn")
        && (0..index)
            .rev()
            .take_while(|&before| !source.is_mark(before, '{') && !source.is_mark(before, '}'))
            .any(|before| source.reads(before, &["#", "[", "test", "]"]))
}

fn fault(name: &str) -> Option<String> {
    let words = words(name);
    words.iter().enumerate().find_map(|(index, word)| {
        let job = index
            .checked_sub(1)
            .is_some_and(|before| JOBS.contains(&words[before].as_str()));
        let manager = matches!(word.as_str(), "manager" | "managers") && !job;
        (manager || BANNED.contains(&word.as_str()))
            .then(|| format!("`{name}` is named `{word}`; say what it is"))
    })
}

/// `snake_case`, `CamelCase` and `kebab-case` in words, lower case.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, &letter) in letters.iter().enumerate() {
        let upper = |at: Option<usize>| {
            at.and_then(|at| letters.get(at))
                .is_some_and(|letter| letter.is_uppercase())
        };
        let lower_follows = letters
            .get(index + 1)
            .is_some_and(|letter| letter.is_lowercase());
        let begins = letter.is_uppercase() && (!upper(index.checked_sub(1)) || lower_follows);
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && letter.is_alphanumeric()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::{check, words};

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("by_line_manager"), ["by", "line", "manager"]);
        assert_eq!(words("CSVHandlerOf2"), ["csv", "handler", "of2"]);
        assert_eq!(words("MOST_DAYS"), ["most", "days"]);
    }

    #[test]
    fn plain_names_and_jobs_are_accepted() {
        let tree = Planted::with(
            "src/records/staff.rs",
            "fn by_line_manager() {}\nstruct TeamManager;\nfn f() { util(); }\nconst UTILITY: u8 = 1;\n\
             #[cfg(test)]\nmod tests {\n#[test]\nfn the_manager_and_a_common_case() {}\n}\n",
        );
        tree.file(
            "src/lib.rs",
            "// mod util;\nconst A: &str = \"mod util;\";\n",
        );
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn a_banned_word_is_caught_in_every_kind_of_item() {
        for text in [
            "mod date_utils;",
            "fn row_helper() {}",
            "struct RowHandler;",
            "enum Misc {}",
            "pub(crate) trait CSVProcessor {}",
            "const COMMON_DAYS: u8 = 1;",
            "static HELPERS: u8 = 1;",
            "struct SessionManager;",
            "fn managers() {}",
            "macro_rules! helper { () => {} }",
            "#[test]\nfn a() {}\nfn helper() {}",
        ] {
            let found = check(Planted::with("src/place.rs", text).root());
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
    }

    #[test]
    fn a_banned_word_is_caught_in_files_and_folders() {
        for path in ["src/records/util.rs", "src/common/mod.rs"] {
            let found = check(Planted::with(path, "//! A.").root());
            assert_eq!(found.len(), 1, "{path}: {found:?}");
            assert!(found[0].starts_with(path), "{found:?}");
        }
    }
}
