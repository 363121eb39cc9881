//! What the README says is so: its commands run, its excerpts stand in the files named, its tables name every column.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use oversight::records::Export;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    read("README.md")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|_| panic!("{name} is not there"))
}

/// The fenced blocks, each with the line before it and the word behind its fence.
fn blocks(text: &str) -> Vec<(&str, &str, Vec<&str>)> {
    let mut found: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    let (mut before, mut open) = ("", false);
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                found.push((before, language, Vec::new()));
            }
            None if open => found.last_mut().unwrap().2.push(line),
            None => {}
        }
        before = line;
    }
    assert!(!open, "a fenced block has no end");
    found
}

/// The block behind a marker: its one line.
fn marked<'t>(blocks: &[(&'t str, &'t str, Vec<&'t str>)], marker: &str) -> &'t str {
    let mut with = blocks.iter().filter(|(before, ..)| *before == marker);
    let (_, _, lines) = with
        .next()
        .unwrap_or_else(|| panic!("no block after {marker}"));
    assert!(with.next().is_none(), "two blocks after {marker}");
    let [line] = lines.as_slice() else {
        panic!("{marker}: expected one line")
    };
    line
}

#[test]
fn the_two_marked_commands_are_there() {
    let text = readme();
    let blocks = blocks(&text);
    let run = "cargo run --release -- audit examples/newcastle --month 2026-10";
    assert_eq!(marked(&blocks, "<!-- run -->"), run);
    assert_eq!(marked(&blocks, "<!-- test -->"), "cargo test");
}

#[test]
fn every_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    let text = readme();
    let blocks = blocks(&text);
    let mut run = 0;
    for line in blocks.iter().flat_map(|(_, _, lines)| lines) {
        let built = line.strip_prefix("cargo run --release -- ");
        let Some(line) = built.or_else(|| line.strip_prefix("oversight ")) else {
            continue;
        };
        let arguments = line.split(' ').map(|word| {
            let ours = word.starts_with("examples/") || word.starts_with("policies/");
            let path = if ours {
                root().join(word)
            } else {
                PathBuf::from(word)
            };
            path.into_os_string()
        });
        let output = Command::new(env!("CARGO_BIN_EXE_oversight"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{line}\n{said}"
        );
        run += 1;
    }
    assert!(run >= 8, "only {run} commands found");
}

#[test]
fn excerpts_stand_in_the_files_they_are_from() {
    let text = readme();
    let mut found = 0;
    for (before, _, lines) in blocks(&text) {
        let file = before
            .strip_prefix("<!-- from ")
            .and_then(|rest| rest.strip_suffix(" -->"));
        let Some(file) = file else { continue };
        let content = read(file);
        let mut rest = content.lines();
        for line in lines {
            assert!(
                rest.any(|known| known == line),
                "{file} has not, in this order: {line}"
            );
        }
        found += 1;
    }
    assert!(found >= 5, "only {found} excerpts found");
}

#[test]
fn the_tables_of_columns_are_whole() {
    let text = readme();
    for export in Export::ALL {
        let heading = format!("#### {export}\n");
        let (_, section) = text
            .split_once(&heading)
            .unwrap_or_else(|| panic!("no {heading}"));
        let rows = section.lines().skip_while(|line| !line.starts_with("| `"));
        let found: Vec<(String, bool)> = rows
            .take_while(|line| line.starts_with("| `"))
            .map(|line| {
                let mut cells = line.split('|').map(str::trim).skip(1);
                let name = cells.next().unwrap().trim_matches('`').to_owned();
                (name, cells.next() == Some("yes"))
            })
            .collect();
        let known: Vec<(String, bool)> = export
            .columns()
            .iter()
            .map(|column| (column.name.to_owned(), column.required))
            .collect();
        assert_eq!(found, known, "{export}");
    }
}

#[test]
fn the_fields_of_csv_and_json_are_all_named() {
    let text = readme();
    let header = read("examples/newcastle/findings.csv");
    let report = Command::new(env!("CARGO_BIN_EXE_oversight"))
        .args([
            "audit",
            "examples/newcastle",
            "--month",
            "2026-10",
            "--format",
            "json",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    let columns = header.lines().next().unwrap().split(',');
    let keys = report.as_object().unwrap().keys().map(String::as_str);
    for name in columns.chain(keys) {
        assert!(
            text.contains(&format!("`{name}`")),
            "`{name}` is not in the README"
        );
    }
}

#[test]
fn every_link_leads_to_a_file() {
    let text = readme();
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    for (target, _) in targets.filter(|(target, _)| !target.starts_with("http")) {
        assert!(root().join(target).exists(), "{target} is not there");
    }
}
