//! The kinds of problems and mistakes that stand in the source, each against where it is shown.

use std::fs;
use std::path::{Path, PathBuf};

/// What no file can cause, with the reason.
const NOT_BY_A_FILE: [(&str, &str); 2] = [
    (
        "does-not-add-up",
        "a fault of the program: tested beside `ExportFile`",
    ),
    (
        "unread-clause",
        "a fault of the program: nothing leads there",
    ),
];

/// Hands on the kinds of mistakes, which are collected where they are made.
const HANDS_ON: &str = "mistakes.rs";

/// The kinds of problems in the source that the gallery does not show, and those it shows that are in no source.
pub(crate) fn missing(shown: &[&str]) -> Vec<String> {
    let known = kinds(&["Problem::error(", "Problem::warning(", "Problem::note("]);
    let mut missing = Vec::new();
    for (place, kind) in &known {
        let Some(kind) = kind else {
            missing.push(format!("{place}: give the kind as a literal or a constant"));
            continue;
        };
        if !is_by_no_file(kind) && !shown.contains(&kind.as_str()) {
            missing.push(format!("{place}: `{kind}` has no case in tests/gallery"));
        }
    }
    let stale = shown.iter().filter(|shown| {
        let same = |kind: &Option<String>| kind.as_deref() == Some(**shown);
        !known.iter().any(|(_, kind)| same(kind))
    });
    missing.extend(stale.map(|kind| format!("tests/gallery: no source has `{kind}`")));
    missing
}

/// The kinds of mistakes in the source that no test of policies draws.
pub(crate) fn missing_mistakes() -> Vec<String> {
    let known = kinds(&["Mistake::error(", "Mistake::warning("]);
    let tests = files(&root().join("tests"));
    let policies = tests.iter().filter(|path| {
        let below = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        below.replace('\\', "/").starts_with("tests/policy")
    });
    let drawn: Vec<String> = policies
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let is_drawn = |kind: &String| drawn.iter().any(|text| text.contains(&format!("[{kind}]")));
    let mut missing = Vec::new();
    for (place, kind) in known {
        match kind {
            Some(kind) if is_drawn(&kind) || is_by_no_file(&kind) => {}
            Some(kind) => {
                missing.push(format!("{place}: `{kind}` is drawn by no test of policies"));
            }
            None => missing.push(format!("{place}: give the kind as a literal or a constant")),
        }
    }
    missing
}

fn is_by_no_file(kind: &str) -> bool {
    NOT_BY_A_FILE.iter().any(|(known, _)| *known == kind)
}

/// Every kind that one of these calls is given, with its place; nothing for one that is neither literal nor constant.
fn kinds(calls: &[&str]) -> Vec<(String, Option<String>)> {
    let is_test = |path: &PathBuf| {
        let mut parts = path.strip_prefix(root()).unwrap().components();
        parts.any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
    };
    let sources: Vec<(String, String)> = files(&root().join("src"))
        .into_iter()
        .filter(|path| !path.ends_with(HANDS_ON) && !is_test(path))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .split("#[cfg(test)]\n")
                .next()
                .unwrap_or_default()
                .to_owned();
            let below = path.strip_prefix(root()).unwrap().display().to_string();
            (below, code)
        })
        .collect();
    let mut found = Vec::new();
    for (path, code) in &sources {
        for call in calls {
            for (at, _) in code.match_indices(call) {
                let line = code[..at].matches('\n').count() + 1;
                let rest = code[at + call.len()..].trim_start();
                found.push((format!("{path}:{line}"), kind(rest, &sources)));
            }
        }
    }
    assert!(found.len() > 20, "only {} calls were found", found.len());
    found
}

/// The kind that an argument names.
fn kind(argument: &str, sources: &[(String, String)]) -> Option<String> {
    if let Some(literal) = argument.strip_prefix('"') {
        return literal.split('"').next().map(str::to_owned);
    }
    let name = argument
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()?;
    let defined = format!("const {name}: &str = \"");
    let mut values = sources
        .iter()
        .filter_map(|(_, code)| code.split(&defined).nth(1));
    values.next()?.split('"').next().map(str::to_owned)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, in order of path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
