//! The five stories and the examples of national layouts: each folder's committed reports are what the program says of it today.
//!
//! After a change that is meant to show, write them anew with `UPDATE_STORIES=1 cargo test --test stories`.

use std::ffi::OsString;
use std::path::Path;

/// Each story's folder and the code its audit ends with: breaches, or rows that could not be read.
const STORIES: [(&str, u8); 8] = [
    ("haringey", 1),
    ("luton", 1),
    ("newcastle", 1),
    ("st-helens", 3),
    ("tameside", 3),
    ("presets/annex-a", 1),
    ("presets/ssd", 1),
    ("presets/workforce-census", 1),
];

/// The reports of a folder, by the format that writes them.
const REPORTS: [(&str, &str); 2] = [("table", "report.txt"), ("csv", "findings.csv")];

fn audit(folder: &str, format: Option<&str>) -> (u8, Vec<u8>) {
    let call = format!("oversight audit examples/{folder} --month 2026-10");
    let format = format.filter(|format| *format != "table");
    let more = format.map_or_else(String::new, |format| format!(" --format {format}"));
    let arguments = format!("{call}{more}");
    let arguments = arguments.split(' ').map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = oversight::cli::run(arguments, &mut out, &mut err);
    let err = String::from_utf8_lossy(&err);
    let begins = ["row left out: ", "warning: ", "and "];
    let expected = |line: &str| begins.iter().any(|begin| line.starts_with(begin));
    assert!(err.lines().all(expected), "{err}");
    (exit.number(), out)
}

#[test]
fn every_committed_report_is_what_the_program_says() {
    let update = std::env::var_os("UPDATE_STORIES").is_some();
    for (folder, code) in STORIES {
        for (format, file) in REPORTS {
            let (exit, said) = audit(folder, Some(format));
            assert_eq!(exit, code, "{folder}");
            let path = Path::new("examples").join(folder).join(file);
            if update {
                std::fs::write(&path, &said).unwrap();
            }
            let committed = std::fs::read(&path).unwrap();
            assert!(
                said == committed,
                "{} is not what the program says; look at the difference, then write them anew with UPDATE_STORIES=1",
                path.display()
            );
        }
    }
}

#[test]
fn every_output_is_stamped_as_made_up() {
    for (folder, _) in STORIES {
        for format in ["table", "csv", "json"] {
            let (_, said) = audit(folder, Some(format));
            let said = String::from_utf8(said).unwrap();
            let top = said
                .lines()
                .take(3)
                .any(|line| line.contains("SYNTHETIC DATA"));
            assert!(top, "{folder} as {format}");
        }
    }
}

#[test]
fn the_examples_stay_small() {
    fn size(folder: &Path) -> u64 {
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    size(&entry.path())
                } else {
                    entry.metadata().unwrap().len()
                }
            })
            .sum()
    }
    let bytes = size(Path::new("examples"));
    assert!(bytes < 3_000_000, "{bytes} bytes");
}
