//! Workbooks in the place of CSV files: the same audit, by folder and by arguments.

use rust_xlsxwriter::Workbook;

use super::council::{CASES, Council, FILES, OCTOBER, STAFF, behind};

/// The sessions of [`behind`], opened in `LibreOffice` 7.4 as CSV and saved.
const SAVED: [(&str, &[u8]); 3] = [
    (
        "sessions.xlsx",
        include_bytes!("../data/workbooks/behind.xlsx"),
    ),
    (
        "sessions.xls",
        include_bytes!("../data/workbooks/behind.xls"),
    ),
    (
        "sessions.ods",
        include_bytes!("../data/workbooks/behind.ods"),
    ),
];

/// A workbook with one sheet for each CSV text.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, csv) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(csv.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The arguments of the four files, with another for the sessions.
fn with_sessions(sessions: &str) -> Vec<&str> {
    let given = FILES.iter().map(|one| {
        if *one == "sessions.csv" {
            sessions
        } else {
            one
        }
    });
    given
        .chain(OCTOBER.iter().copied())
        .chain(["--format", "csv"])
        .collect()
}

fn folder(sessions: &str) -> String {
    format!(
        "policy = \"policy.toml\"\ntaken = 2026-11-05\nstaff = \"staff.csv\"\ncases = \"cases.csv\"\nsessions = {sessions}\n"
    )
}

#[test]
fn the_findings_are_those_of_the_csv_file() {
    let wanted = Council::of_sessions(&behind())
        .run(&with_sessions("sessions.csv"))
        .ends(1)
        .out;
    assert!(wanted.contains("W2"), "{wanted}");
    for (name, bytes) in SAVED {
        let run = Council::new()
            .with(name, bytes)
            .run(&with_sessions(name))
            .ends(1);
        assert_eq!(run.out.replace(name, "sessions.csv"), wanted);
    }
}

#[test]
fn a_folder_names_a_workbook_like_any_file() {
    for (name, bytes) in SAVED {
        let council = Council::of_folder(&folder(&format!("\"{name}\""))).with(name, bytes);
        std::fs::remove_file(council.path("sessions.csv")).unwrap();
        council
            .run(&["audit", ".", "--month", "2026-10"])
            .ends(1)
            .prints(&["sessions 9 of 9"]);
    }
}

#[test]
fn one_workbook_for_all_with_its_sheets_named() {
    let sessions = behind();
    let bytes = workbook(&[
        ("Staff", STAFF),
        ("List 6", CASES),
        ("List 7", &sessions),
        ("List 8", &sessions),
    ]);
    let keys = "\
policy = \"policy.toml\"
taken = 2026-11-05
staff = { file = \"all.xlsx\", sheet = \"Staff\" }
cases = \"all.xlsx\"
sessions = [{ file = \"all.xlsx\", sheet = \"list 7\", covers-from = 2026-09-01 }]
";
    let council = Council::of_folder(keys).with("all.xlsx", &bytes);
    let by_folder = council
        .run(&["audit", ".", "--month", "2026-10", "--format", "csv"])
        .ends(1);
    assert!(
        by_folder.out.contains("\"all.xlsx, sheet "),
        "{}",
        by_folder.out
    );
    let unclear = keys.replace(
        "{ file = \"all.xlsx\", sheet = \"list 7\", covers-from = 2026-09-01 }",
        "\"all.xlsx\"",
    );
    Council::of_folder(&unclear)
        .with("all.xlsx", &bytes)
        .run(&["audit", ".", "--month", "2026-10"])
        .refused(&[
            "all.xlsx: several sheets have the columns of sessions",
            "sheet = \"…\"",
            "--sessions \"all.xlsx#…\"",
        ]);
}

#[test]
fn a_sheet_stands_behind_the_file_in_an_argument() {
    let sessions = behind();
    let bytes = workbook(&[("May", &sessions), ("June", &sessions)]);
    let council = || {
        Council::new()
            .with("log.xlsx", &bytes)
            .with("log#1.csv", &sessions)
    };
    council().run(&with_sessions("log.xlsx#June")).ends(1);
    council().run(&with_sessions("log#1.csv")).ends(1);
    council()
        .run(&with_sessions("log.xlsx"))
        .refused(&["several sheets"]);
    council().run(&with_sessions("log.xlsx#Jun")).refused(&[
        "log.xlsx: the workbook has no such sheet, found `Jun`",
        "`May`, `June`",
        "did you mean `June`?",
    ]);
    council()
        .run(&with_sessions("lag.xlsx#June"))
        .refused(&["`lag.xlsx` is not there"]);
    council()
        .run(&with_sessions("sessions.csv#June"))
        .refused(&["sessions.csv: a sheet is named, and the file is no workbook, found `June`"]);
}

#[test]
fn a_damaged_workbook_is_told_of_and_nothing_of_the_program_is_printed() {
    let damaged = include_bytes!("../data/workbooks/damaged.xls");
    let council = Council::new().with("sessions.csv", damaged);
    council
        .october()
        .refused(&["sessions.csv: the workbook is damaged, found `bytes out of place`"]);
}
