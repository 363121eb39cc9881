//! Workbooks as reports: `-o audit.xlsx`, one for each team, and what people wrote into last month's.

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::council::{Council, OCTOBER, POLICY, SESSIONS, STAFF, behind};

/// The rows of a sheet, its headings first.
fn headed(council: &Council, name: &str, tab: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(council.path(name)).unwrap();
    let range = book.worksheet_range(tab).unwrap();
    range.rows().skip(2).map(<[Data]>::to_vec).collect()
}

fn findings(council: &Council, name: &str) -> Vec<Vec<Data>> {
    headed(council, name, "Findings").split_off(1)
}

fn october(council: &Council, more: &[&str]) -> super::council::Run {
    council.audit(&[OCTOBER, more].concat())
}

#[test]
fn a_workbook_has_the_findings_of_the_csv() {
    let council = Council::of_sessions(&behind());
    let run = october(&council, &["-o", "a.xlsx", "-o", "a.csv"]).ends(1);
    assert!(run.err.contains("wrote a.xlsx"), "{}", run.err);
    assert_eq!(run.out, "");
    let rows = findings(&council, "a.xlsx");
    assert_eq!(rows.len(), 1);
    assert!(council.read("a.csv").contains(&rows[0][0].to_string()));
    october(&council, &["-o", "b.xlsx"]).ends(1);
    let bytes = |name: &str| std::fs::read(council.path(name)).unwrap();
    assert!(bytes("a.xlsx") == bytes("b.xlsx"));
}

#[test]
fn each_team_gets_a_workbook() {
    let council = Council::of_sessions(&behind());
    let by = ["--by", "team", "packs", "--by", "supervisor", "heads"];
    let run = october(&council, &by).ends(1);
    for words in [
        "wrote 1 workbook by team into packs",
        "wrote 1 workbook by supervisor into heads",
    ] {
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert_eq!(findings(&council, "packs/North.xlsx").len(), 1);
    assert_eq!(findings(&council, "heads/M1.xlsx").len(), 1);
    // What last month left in the folder is not of this audit.
    let council = council.with("packs/South.xlsx", "old");
    october(&council, &["--by", "team", "packs"])
        .ends(1)
        .says(&["warning: 1 other .xlsx in packs, not of this audit"]);
}

#[test]
fn a_workbook_that_is_kept_must_be_one_and_is_not_overwritten() {
    let council = Council::of_sessions(&behind()).with("notes.xlsx", "id,owner");
    october(&council, &["-o", "a.xlsx"]).ends(1);
    october(&council, &["-o", "b.xlsx", "--keep", "a.xlsx"]).ends(1);
    assert_eq!(findings(&council, "b.xlsx"), findings(&council, "a.xlsx"));
    for (arguments, words) in [
        (
            ["-o", "a.xlsx", "--keep", "a.xlsx"],
            "`a.xlsx` is a file that the audit reads",
        ),
        (
            ["-o", "c.xlsx", "--keep", "notes.xlsx"],
            "--keep: notes.xlsx: the file is not an .xlsx workbook",
        ),
        (
            ["-o", "c.xlsx", "--keep", "none.xlsx"],
            "`none.xlsx` of --keep can't be read",
        ),
        (
            ["-o", "c.csv", "--keep", "a.xlsx"],
            "--keep says what a new workbook begins with",
        ),
    ] {
        october(&council, &arguments).refused(&[words]);
    }
    october(&council, &["--by", "worker", "packs"])
        .refused(&["--by takes `team` or `supervisor` and then a folder, found `worker`"]);
    october(&council, &["--by", "team", "staff.csv"]).refused(&["is a file; name a folder"]);
    assert!(!council.path("c.xlsx").exists());
}

#[test]
fn another_councils_workbook_is_not_kept() {
    let named = |council: &str| {
        let policy = POLICY.replace(
            "council = \"Testshire\"",
            &format!("council = \"{council}\""),
        );
        Council::of_sessions(&behind()).with("policy.toml", &policy)
    };
    let other = named("Elsewhere Council");
    october(&other, &["-o", "e.xlsx"]).ends(1);
    let council = named("Weyshire Council");
    std::fs::copy(other.path("e.xlsx"), council.path("e.xlsx")).unwrap();
    october(&council, &["-o", "w.xlsx", "--keep", "e.xlsx"]).refused(&[
        "`e.xlsx` of --keep was made for another council, expected a workbook of Weyshire Council",
    ]);
    october(&council, &["-o", "w.xlsx"]).ends(1);
    october(&council, &["-o", "x.xlsx", "--keep", "w.xlsx"]).ends(1);
    let mut report = super::council::FILES.to_vec();
    report[0] = "report";
    report.extend([OCTOBER, &["-o", "r.xlsx", "--keep", "w.xlsx"]].concat());
    council.run(&report).ends(1);
}

#[test]
fn the_health_check_has_a_workbook_with_the_months() {
    let council = Council::of_sessions(&behind());
    let mut arguments = super::council::FILES.to_vec();
    arguments[0] = "report";
    arguments.extend([OCTOBER, &["-o", "r.xlsx"]].concat());
    council.run(&arguments).ends(1).says(&["wrote r.xlsx"]);
    let book: Xlsx<_> = open_workbook(council.path("r.xlsx")).unwrap();
    assert!(book.sheet_names().contains(&"Trend".to_owned()));
}

#[test]
fn a_part_keeps_what_was_written_about_it_and_says_what_it_leaves_out() {
    let staff = STAFF.replace(
        "W1,Ben Best,Social Worker,North",
        "W1,Ben Best,Social Worker,South",
    );
    let neither = SESSIONS
        .replace("2026-10-28,personal,W1,M1,,A7,2026-10-29\n", "")
        .replace("2026-10-28,personal,W2,M1,,A8,2026-10-29\n", "");
    let council = Council::of_sessions(&neither).with("staff.csv", &staff);
    october(&council, &["-o", "last.xlsx"]);
    let mut book = rust_xlsxwriter::Workbook::new();
    let tab = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(headed(&council, "last.xlsx", "Findings")) {
        for (column, cell) in (0_u16..).zip(cells) {
            let text = match (column, row) {
                (13, 1..) => "see them".to_owned(),
                _ => cell.to_string(),
            };
            tab.write_string(row, column, text).unwrap();
        }
    }
    let filled = book.save_to_buffer().unwrap();
    let council = council
        .with("last.xlsx", &filled)
        .with("sessions.csv", SESSIONS);
    let run = october(
        &council,
        &["--team", "North", "--keep", "last.xlsx", "-o", "north.xlsx"],
    );
    run.says(&["warning: 1 finding with entries in the workbooks of --keep was of other parts of the council"]);
    let closed = headed(&council, "north.xlsx", "Closed by data");
    let whose: Vec<String> = closed
        .iter()
        .skip(1)
        .map(|row| row[2].to_string())
        .collect();
    assert_eq!(whose, ["W2"]);
}
