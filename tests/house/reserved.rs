//! Crates, the clock and the environment, each named only in the rooms that own it.

use std::path::Path;

use super::source::sources;

const CLI: &[&str] = &["src/cli.rs", "src/cli/"];
const CLI_AND_MAIN: &[&str] = &["src/cli.rs", "src/cli/", "src/main.rs"];
const REPORT: &[&str] = &["src/report.rs", "src/report/"];

/// What a path may begin with, and where.
const RESERVED: [(&[&str], &[&str]); 11] = [
    (&["anyhow"], CLI_AND_MAIN),
    (&["indicatif"], CLI_AND_MAIN),
    (&["clap"], CLI_AND_MAIN),
    (&["comfy_table"], REPORT),
    (&["chrono", "Local"], CLI),
    (&["chrono", "*"], CLI),
    (&["Local", "now"], CLI),
    (&["Utc", "now"], CLI),
    (&["SystemTime", "now"], CLI),
    (&["Instant", "now"], CLI),
    (&["std", "env"], CLI_AND_MAIN),
];

/// Test code is held to it too.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources(root, "src") {
        for named in source.paths() {
            for (reserved, homes) in RESERVED {
                if names(&named.segments, reserved)
                    && !homes.iter().any(|home| source.path.starts_with(home))
                {
                    let (place, path) = (source.place(named.token), reserved.join("::"));
                    violations.push(format!(
                        "{place}: `{path}` is named only under {}",
                        homes.join(", ")
                    ));
                }
            }
        }
    }
    violations
}

/// Whether a path begins so, or ends so: `Utc::now` is as well `chrono::Utc::now`.
fn names(path: &[String], reserved: &[&str]) -> bool {
    let same = |found: &[String]| found.iter().eq(reserved.iter());
    path.len() >= reserved.len()
        && (same(&path[..reserved.len()])
            || reserved.len() > 1 && same(&path[path.len() - reserved.len()..]))
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::check;

    #[test]
    fn each_is_accepted_at_home() {
        let tree = Planted::with(
            "src/cli/audit.rs",
            "use anyhow::Context;\nuse std::{env, fs};\nfn f() { chrono::Local::now(); }",
        );
        tree.file("src/main.rs", "use clap::Parser;\nuse std::env;\n");
        tree.file("src/report/table.rs", "use comfy_table::Table;\n");
        tree.file(
            "src/place.rs",
            "// anyhow\nconst A: &str = \"std::env\";\nuse chrono::{NaiveDate, Utc};\nfn f() { row.clap; env!(\"X\"); }\n",
        );
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn each_is_caught_elsewhere() {
        for text in [
            "use anyhow::Result;",
            "use ::anyhow::Result;",
            "use anyhow as a;",
            "#[derive(clap::Parser)]\nstruct A;",
            "fn f(bar: &indicatif::ProgressBar) {}",
            "use comfy_table::Table;",
            "use chrono::{NaiveDate, Local};",
            "use chrono::*;",
            "fn f() { Utc::now(); }",
            "fn f() { chrono::Utc::now(); }",
            "fn f() { std::time::SystemTime::now(); }",
            "use std::{fs, env};",
            "fn f() { std::env::var(\"X\"); }",
        ] {
            let found = check(Planted::with("src/engine/audit.rs", text).root());
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with("src/engine/audit.rs:"), "{found:?}");
        }
    }

    #[test]
    fn the_clock_is_not_for_main() {
        let found = check(Planted::with("src/main.rs", "\nuse chrono::Local;").root());
        assert_eq!(
            found,
            ["src/main.rs:2: `chrono::Local` is named only under src/cli.rs, src/cli/"]
        );
    }
}
