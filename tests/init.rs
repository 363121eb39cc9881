//! `oversight init`: the stories' bare exports, a council in another dialect, and what is never written over.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::ffi::OsString;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

const STORIES: [&str; 5] = ["haringey", "luton", "newcastle", "st-helens", "tameside"];

/// Runs the program: its exit code, what it printed and what it said.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("oversight").chain(arguments.iter().copied());
    let exit = oversight::cli::run(arguments.map(OsString::from), &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (exit.number(), text(out), text(err))
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

/// A story's exports and nothing else.
fn bare(story: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for entry in std::fs::read_dir(Path::new("examples").join(story)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_owned();
        if path.extension().is_some_and(|ending| ending == "csv") && name != "findings.csv" {
            std::fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    folder
}

/// The accounts of an audit, by file: export, read, accepted, rejected, unmatched.
fn accounts(folder: &str) -> (u8, Vec<String>) {
    let call = ["audit", folder, "--month", "2026-10", "--format", "json"];
    let (exit, out, err) = run(&call);
    assert_ne!(exit, 2, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let files = report["inputs"].as_array().unwrap().iter();
    let mut accounts: Vec<String> = files
        .map(|file| {
            let keys = [
                "file",
                "export",
                "read",
                "accepted",
                "rejected",
                "unmatched",
            ];
            let told = keys.map(|key| file[key].to_string());
            assert!(told.iter().all(|told| told != "null"), "{file}");
            told.join(" ")
        })
        .collect();
    accounts.sort();
    (exit, accounts)
}

#[test]
fn every_story_can_be_audited_from_its_bare_exports() {
    for story in STORIES {
        let folder = bare(story);
        let (exit, out, err) = run(&["init", path(&folder), "--taken", "2026-11-05"]);
        assert_eq!(exit, 0, "{story}: {out}{err}");
        let (_, proposed) = accounts(path(&folder));
        let (_, committed) = accounts(&format!("examples/{story}"));
        let mapping = std::fs::read_to_string(folder.path().join("mapping.toml")).unwrap();
        assert_eq!(proposed, committed, "{story}\n{mapping}\n{out}");
    }
}
