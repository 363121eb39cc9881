//! Workbooks: each sheet is looked at, the one that is meant is named, and nothing is picked in silence.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use tempfile::TempDir;

use crate::{accounts, bare, path, read, run};

/// A CSV text as a sheet; days written `dd/mm/yyyy` or `yyyy-mm-dd` become Excel's own where `dates` says so.
fn fill(sheet: &mut Worksheet, text: &str, dates: bool) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let mut rows = csv::ReaderBuilder::new();
    let rows = rows.has_headers(false).flexible(true);
    for (row, record) in (0..).zip(rows.from_reader(text.as_bytes()).records()) {
        for (column, cell) in (0..).zip(record.unwrap().iter()) {
            let parts: Vec<u16> = cell.split(['/', '-']).flat_map(str::parse).collect();
            let date = match *parts.as_slice() {
                [day, month, year] if cell.len() == 10 && year > 1900 => Some((year, month, day)),
                [year, month, day] if cell.len() == 10 && year > 1900 => Some((year, month, day)),
                _ => None,
            };
            if let Some((year, month, of)) = date.filter(|_| dates) {
                let (month, of) = (u8::try_from(month).unwrap(), u8::try_from(of).unwrap());
                let date = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, of).unwrap();
                sheet.write_with_format(row, column, &date, &day).unwrap();
            } else if !cell.is_empty() {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
}

/// A workbook of such sheets.
fn save(folder: &TempDir, name: &str, sheets: &[(&str, &str)], dates: bool) {
    let mut book = Workbook::new();
    for (title, text) in sheets {
        fill(book.add_worksheet().set_name(*title).unwrap(), text, dates);
    }
    book.save(folder.path().join(name)).unwrap();
}

/// The exports of an example by name, without the ending.
fn texts(example: &str) -> Vec<(String, String)> {
    let folder = bare(example);
    let names = fs::read_dir(folder.path()).unwrap();
    let mut texts: Vec<(String, String)> = names
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

fn of(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    let texts = texts.iter();
    texts
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn init(folder: &TempDir) -> (u8, String) {
    let (exit, out, err) = run(&["init", path(folder), "--taken", "2026-11-05"]);
    assert_eq!(err, "");
    (exit, out)
}

/// The accounts with `story.xlsx, sheet X` as `X.csv`.
fn as_files(accounts: Vec<String>) -> Vec<String> {
    let name = |account: String| {
        let (file, rest) = account.trim_start_matches('"').split_once('"').unwrap();
        let sheet = file.split_once(", sheet ").unwrap().1;
        format!("\"{sheet}.csv\"{rest}")
    };
    let mut accounts: Vec<String> = accounts.into_iter().map(name).collect();
    accounts.sort();
    accounts
}

#[test]
fn a_story_in_one_workbook_is_audited_as_from_its_files() {
    for (example, dates) in [
        ("haringey", false),
        ("newcastle", true),
        ("presets/annex-a", true),
        ("presets/ssd", false),
    ] {
        let files = bare(example);
        let (exit, told) = init(&files);
        assert_eq!(exit, 0, "{told}");
        let book = TempDir::new().unwrap();
        save(&book, "story.xlsx", &of(&texts(example)), dates);
        let (exit, out) = init(&book);
        assert_eq!(exit, 0, "{out}");
        let (_, of_files) = accounts(path(&files));
        let (_, of_book) = accounts(path(&book));
        let mapping = read(&book, "mapping.toml");
        assert_eq!(as_files(of_book), of_files, "{example}\n{mapping}\n{out}");
        let preset = example.strip_prefix("presets/");
        if let Some(preset) = preset {
            assert!(
                mapping.contains(&format!("\npreset = \"{preset}\"")),
                "{mapping}"
            );
            assert!(!out.contains("together"), "{out}");
        }
    }
}

const STAFF: &str =
    "Staff ID,Name,Role,Start date\nW1,Ann Able,worker,2024-01-08\nW2,Ben Best,worker,2024-01-08\n";
const CASES: &str = "Case ID,Case type,Opened,Allocated to\nC1,child-in-need,2026-01-05,W1\n";
const OCTOBER: &str = "Date,Kind,Supervisee ID\n2026-10-01,personal,W1\n2026-10-02,personal,W2\n";
const NOVEMBER: &str = "Date,Kind,Supervisee ID\n2026-11-02,personal,W1\n";

#[test]
fn every_sheet_that_could_be_meant_is_taken_or_left_with_the_reason() {
    let folder = TempDir::new().unwrap();
    let mut book = Workbook::new();
    for (title, text) in [
        ("Staff", STAFF),
        ("Cases", CASES),
        ("Oct", OCTOBER),
        ("Nov", NOVEMBER),
        ("Oct (2)", OCTOBER),
        ("Template", "Date,Kind,Supervisee ID\n"),
        ("Notes", "Please fill in weekly\nAsk Ann\n"),
        ("Sheet8", ""),
        ("Lists", "Role\nworker\n"),
    ] {
        let sheet = book.add_worksheet().set_name(title).unwrap();
        fill(sheet, text, false);
        sheet.set_hidden(title == "Lists");
    }
    book.save(folder.path().join("tracker.xlsx")).unwrap();
    fs::write(folder.path().join("~$tracker.xlsx"), "Ann Able").unwrap();
    let (exit, out) = init(&folder);
    assert_eq!(exit, 0, "{out}");
    let (told, _) = out.split_once("\n\nwritten: ").unwrap();
    insta::assert_snapshot!(told, @"
    tracker.xlsx, sheet Staff  staff        2 rows
    tracker.xlsx, sheet Cases  cases        1 row
    tracker.xlsx, sheet Nov    sessions     1 row
    tracker.xlsx, sheet Oct    sessions     2 rows

    decided:
      `tracker.xlsx, sheet Oct (2)` is left out: all of its 2 rows stand in `tracker.xlsx, sheet Oct` too
      taken for sessions together, as each has rows that the others have not: `tracker.xlsx, sheet Nov`, `tracker.xlsx, sheet Oct`; take out of `oversight.toml` what is no export of its own

    not placed:
      `tracker.xlsx`: the sheet `Lists` is hidden and was not looked at; show it in Excel if it is an export
      `tracker.xlsx, sheet Template` has nothing below its first filled row
      `tracker.xlsx, sheet Sheet8` is empty
      `tracker.xlsx, sheet Notes` looks like none of the exports
    ");
    insta::assert_snapshot!(read(&folder, "oversight.toml"), @r#"
    policy = "policy.toml"
    mapping = "mapping.toml"
    taken = 2026-11-05             # the day the exports were taken; without it, today
    staff = { file = "tracker.xlsx", sheet = "Staff" }
    cases = { file = "tracker.xlsx", sheet = "Cases" }
    sessions = [{ file = "tracker.xlsx", sheet = "Nov" }, { file = "tracker.xlsx", sheet = "Oct" }]
    "#);
    let (_, accounts) = accounts(path(&folder));
    assert_eq!(accounts.len(), 4, "{accounts:?}");
    assert!(!read(&folder, "mapping.toml").contains("Oct (2)"));
}

#[test]
fn a_file_and_its_copy_are_told_apart_and_a_workbook_beside_its_csv_is_told() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("staff.csv", STAFF),
        ("staff (1).csv", STAFF),
        ("cases.csv", CASES),
        ("supervision.csv", OCTOBER),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    save(&folder, "supervision.xlsx", &[("Sheet1", NOVEMBER)], true);
    let (exit, out) = init(&folder);
    assert_eq!(exit, 0, "{out}");
    for told in [
        "`staff (1).csv` is left out: all of its 2 rows stand in `staff.csv` too",
        "taken for sessions together, as each has rows that the others have not: `supervision.csv`, `supervision.xlsx`;",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let settings = read(&folder, "oversight.toml");
    assert!(settings.contains("\nstaff = \"staff.csv\"\n"), "{settings}");
    assert!(
        settings.contains("\nsessions = [\"supervision.csv\", \"supervision.xlsx\"]\n"),
        "{settings}"
    );
}

#[test]
fn what_is_no_export_under_the_name_of_one_is_told() {
    let folder = TempDir::new().unwrap();
    let books = Path::new("tests/data/workbooks");
    fs::copy(books.join("damaged.xls"), folder.path().join("damaged.xls")).unwrap();
    fs::copy(
        books.join("sessions.ods"),
        folder.path().join("supervision.ods"),
    )
    .unwrap();
    let page = "<html><table><tr><td>Staff ID</td></tr></table></html>";
    fs::write(folder.path().join("staff.xls"), page).unwrap();
    let tabs = STAFF.replace(',', "\t");
    fs::write(folder.path().join("workers.xls"), tabs).unwrap();
    for (name, text) in [("cases.csv", CASES), ("supervision.csv", OCTOBER)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (_, out, _) = run(&["init", path(&folder)]);
    assert!(out.contains("\nsupervision.ods, sheet Sessions  "), "{out}");
    let tabs = "workers.xls                      staff        2 rows\n";
    assert!(out.starts_with(tabs), "{out}");
    let audit = ["audit", path(&folder), "--month", "2026-10", "-o"];
    let report = folder.path().join("october.xlsx");
    let audited = run(&[audit.as_slice(), &[report.to_str().unwrap()]].concat());
    assert_ne!(audited.0, 2, "{audited:?}");
    for told in [
        "`damaged.xls`: the workbook is damaged",
        "`staff.xls`: the file is a web page (HTML), whatever its ending says",
        "`supervision.ods, sheet Sessions`, column `date`: 1 cell is no date in any usual way, such as `46303`",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let (_, _, err) = run(&["init", path(&folder), "--dry-run"]);
    assert!(
        err.contains("`october.xlsx` is a report of this program, and no export"),
        "{err}"
    );
}
