//! Files and functions stay short enough to be read, and files say at once what they are for.

use std::path::Path;

use super::source::{Source, sources};

const SRC_LINES: usize = 500;
const TESTS_LINES: usize = 800;
const FUNCTION_LINES: usize = 60;

/// The lengths of files under `src` and `tests`, and of the functions of `src` outside its tests.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources(root, "src") {
        violations.extend(long_file(&source, SRC_LINES));
        violations.extend(long_functions(&source));
    }
    for source in sources(root, "tests") {
        violations.extend(long_file(&source, TESTS_LINES));
    }
    violations
}

/// The first line of every file.
pub(crate) fn check_headers(root: &Path) -> Vec<String> {
    let all = [sources(root, "src"), sources(root, "tests")];
    let bare = all.iter().flatten().filter(|source| {
        let first = source.text.lines().next().unwrap_or_default();
        first.strip_prefix("//! ").is_none_or(str::is_empty)
    });
    bare.map(|source| format!("{}:1: begins without a `//!` line", source.path))
        .collect()
}

fn long_file(source: &Source, most: usize) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > most).then(|| format!("{}:{most}: {lines} lines, at most {most}", source.path))
}

/// Counted from the line of `fn` to that of its last brace.
fn long_functions(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for index in 0..source.tokens.len() {
        let Some(name) = source.word(index + 1) else {
            continue;
        };
        if source.word(index) != Some("fn") || source.in_test(index) {
            continue;
        }
        let end = source.closing(source.body_or_end(index));
        let lines = source.tokens[end].line - source.tokens[index].line + 1;
        if lines > FUNCTION_LINES {
            let place = source.place(index);
            violations.push(format!(
                "{place}: `fn {name}` has {lines} lines, at most {FUNCTION_LINES}"
            ));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::{check, check_headers};

    fn found(path: &str, text: &str) -> Vec<String> {
        let tree = Planted::with("tests/cli.rs", "//! A.\n");
        tree.file("src/lib.rs", "//! A.\n");
        tree.file(path, text);
        check(tree.root())
    }

    fn function(body_lines: usize) -> String {
        let body = "    let _ = [('{', \"{ \\\" {\", r#\"{\"#)]; // {\n".repeat(body_lines);
        format!("pub(crate) fn long<'a>(x: [&'a u8; 2]) -> [u8; 2] {{\n{body}}}\n")
    }

    #[test]
    fn the_longest_allowed_are_accepted() {
        assert_eq!(found("src/place.rs", &"\n".repeat(500)), [""; 0]);
        assert_eq!(found("tests/cli.rs", &"\n".repeat(800)), [""; 0]);
        assert_eq!(found("src/place.rs", &function(58).repeat(2)), [""; 0]);
        assert_eq!(
            found(
                "src/place.rs",
                &format!("#[cfg(test)]\nmod tests {{\n{}}}\n", function(80))
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_line_more_is_caught() {
        assert_eq!(
            found("src/place.rs", &"\n".repeat(501)),
            ["src/place.rs:500: 501 lines, at most 500"]
        );
        assert_eq!(
            found("tests/deep/cli.rs", &"\n".repeat(801)),
            ["tests/deep/cli.rs:800: 801 lines, at most 800"]
        );
        assert_eq!(
            found("src/place.rs", &format!("{}{}", function(3), function(59))),
            ["src/place.rs:6: `fn long` has 61 lines, at most 60"]
        );
    }

    #[test]
    fn a_trait_method_without_a_body_does_not_run_on() {
        let text = format!("trait A {{ fn short(&self) -> [u8; 3]; {} }}", function(58));
        assert_eq!(found("src/place.rs", &text), [""; 0]);
    }

    #[test]
    fn a_file_without_a_header_is_caught() {
        let tree = Planted::with("src/lib.rs", "//! A.\n");
        tree.file("tests/cli.rs", "//! A.\n");
        assert_eq!(check_headers(tree.root()), [""; 0]);
        tree.file("src/place.rs", "\n//! Late.\n");
        tree.file("src/problem.rs", "//! \n");
        tree.file("tests/deep/cli.rs", "use std::fs;\n");
        assert_eq!(
            check_headers(tree.root()),
            [
                "src/place.rs:1: begins without a `//!` line",
                "src/problem.rs:1: begins without a `//!` line",
                "tests/deep/cli.rs:1: begins without a `//!` line"
            ]
        );
    }
}
