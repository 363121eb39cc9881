//! `oversight init`: the stories' bare exports, a council in another dialect, and what is never written over.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::ffi::OsString;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

mod init {
    mod presets;
    mod workbooks;
}

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

/// The exports of an example and nothing else.
fn bare(example: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for entry in std::fs::read_dir(Path::new("examples").join(example)).unwrap() {
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
        // An activity export may have headers that nobody could know; then it is said, and there is no more to ask.
        let expected = committed.iter().filter(|account| {
            let name = account.split('"').nth(1).unwrap();
            let told = format!("`{name}` looks ");
            !(account.contains(" \"activity\" ") && out.contains(&told))
        });
        let expected: Vec<&String> = expected.collect();
        let proposed: Vec<&String> = proposed.iter().collect();
        assert_eq!(proposed, expected, "{story}\n{mapping}\n{out}");
    }
}

const STAFF: &str = "\u{feff}Employee Number;Employee Name;Position;Date Started;Date Left;Line manager\r\n\
    W1;\"Łuczak, Zoë\";Social Worker;08/01/2024;;Ann Able\r\n\
    M1;Ann Able;Team Manager;18/01/2024;31/12/9999;\r\n";
const CASES: &str = "\u{feff}Child Unique ID;Plan;Date opened;Date closed;Allocated Worker\r\n\
    C1;CP;01/06/2026;N/A;ZOE LUCZAK\r\n\
    C2;CIN;15/06/2026;N/A;Zoë Łuczak\r\n";
const SESSIONS: &str = "\u{feff}Date of supervision;Outcome;Worker;Supervised by;Child Unique ID;Created on;Length (mins)\r\n\
    03/09/2026;Held - virtual;Zoë Łuczak;Ann Able;C1;2026-09-04T10:15:00;95\r\n\
    28/10/2026;Completed;Zoë Łuczak;Ann Able;C2;2026-10-29 09:00:00.000;90\r\n\
    29/10/2026;DNA;Zoë Łuczak;Ann Able;C2;;\r\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn dirty() -> TempDir {
    folder(&[
        ("HR establishment.csv", STAFF),
        ("open involvements.csv", CASES),
        ("case supervision.csv", SESSIONS),
    ])
}

fn read(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn other_headers_semicolons_marks_and_names_for_ids_are_proposed_so_that_every_row_is_used() {
    let folder = dirty();
    let (exit, out, err) = run(&["init", path(&folder), "--taken", "2026-11-05"]);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
    let (_, accounts) = accounts(path(&folder));
    assert_eq!(
        accounts,
        [
            r#""HR establishment.csv" "staff" 2 2 0 0"#,
            r#""case supervision.csv" "sessions" 3 3 0 0"#,
            r#""open involvements.csv" "cases" 2 2 0 0"#,
        ],
        "{}",
        read(&folder, "mapping.toml")
    );
}

#[test]
fn titles_above_the_headers_tabs_and_windows_text_do_not_hinder() {
    let folder = dirty();
    let tabs = format!(
        "Establishment list\r\n\r\n{}",
        STAFF.trim_start_matches('\u{feff}')
    );
    let bytes: Vec<u8> = tabs
        .replace(';', "\t")
        .replace('Ł', "L")
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    std::fs::write(folder.path().join("HR establishment.csv"), bytes).unwrap();
    let (exit, out, err) = run(&["init", path(&folder), "--taken", "2026-11-05"]);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
    let (_, accounts) = accounts(path(&folder));
    assert_eq!(accounts[0], r#""HR establishment.csv" "staff" 2 2 0 0"#);
    assert_eq!(accounts[2], r#""open involvements.csv" "cases" 2 2 0 0"#);
}

#[test]
fn a_dry_run_prints_the_proposal_and_writes_nothing() {
    let folder = dirty();
    let (exit, out, err) = run(&["init", path(&folder), "--dry-run"]);
    assert_eq!(exit, 0);
    for part in [
        "staff = \"HR establishment.csv\"",
        "by-name = [\"allocated_to\"]",
        "# taken = ",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(err.contains("nothing was written"), "{err}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn nothing_is_written_over_unless_asked_and_a_policy_never() {
    for name in ["oversight.toml", "mapping.toml"] {
        let folder = dirty();
        std::fs::write(folder.path().join(name), "mine").unwrap();
        std::fs::write(folder.path().join("policy.toml"), "ours").unwrap();
        let (exit, out, err) = run(&["init", path(&folder)]);
        assert_eq!((exit, out.as_str()), (2, ""));
        assert!(err.contains(name), "{err}");
        assert!(
            err.contains("is there already and is not overwritten"),
            "{err}"
        );
        assert!(err.contains("--dry-run"), "{err}");
        assert_eq!(read(&folder, name), "mine");
        let (exit, out, err) = run(&["init", path(&folder), "--force"]);
        assert_eq!(exit, 0, "{err}");
        assert!(
            out.contains("mapping.toml; your policy.toml stays\n"),
            "{out}"
        );
        assert_ne!(read(&folder, name), "mine");
        assert_eq!(read(&folder, "policy.toml"), "ours");
    }
}

#[test]
fn the_policy_to_begin_with_is_the_published_standard() {
    let folder = dirty();
    let (_, out, _) = run(&["init", path(&folder)]);
    let standard = std::fs::read_to_string("policies/lga-standard-5.toml").unwrap();
    assert_eq!(read(&folder, "policy.toml"), standard);
    let (exit, checked, err) = run(&["policy", "check", path(&folder)]);
    assert_eq!(exit, 0, "{checked}{err}");
    assert!(
        out.contains("written: oversight.toml, mapping.toml and policy.toml"),
        "{out}"
    );
}

#[test]
fn what_is_missing_or_strange_is_told_and_the_rest_written() {
    let folder = dirty();
    std::fs::remove_file(folder.path().join("open involvements.csv")).unwrap();
    std::fs::write(folder.path().join("rota.csv"), "Week,Duty\n1,W1\n").unwrap();
    std::fs::write(folder.path().join("empty.csv"), "").unwrap();
    std::fs::write(folder.path().join("book.csv"), "PK\u{3}\u{4}").unwrap();
    let (exit, out, _) = run(&["init", path(&folder)]);
    assert_eq!(exit, 3, "{out}");
    for told in [
        "`rota.csv` looks like none of the exports",
        "`empty.csv` has no line of headers",
        "`book.csv`: the workbook is damaged",
        "no file looks like the cases export, without which there is no audit",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    assert!(read(&folder, "oversight.toml").contains("# cases = \"…\"  # no file looks like it\n"));
}

#[test]
fn a_folder_without_exports_is_refused() {
    let empty = TempDir::new().unwrap();
    let (exit, _, err) = run(&["init", path(&empty)]);
    assert_eq!(exit, 2);
    assert!(
        err.contains("has no exports, expected files that end in .csv, .txt, .xlsx, .xls or .ods"),
        "{err}"
    );
    let (exit, _, err) = run(&["init", "ocotber"]);
    assert_eq!(exit, 2);
    assert!(err.contains("`ocotber` is not there"), "{err}");
    let (exit, _, err) = run(&["init", "Cargo.toml"]);
    assert_eq!(exit, 2);
    assert!(
        err.contains("`Cargo.toml` is a file, expected a folder with the exports"),
        "{err}"
    );
}
