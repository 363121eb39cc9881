//! Rows that can't be used: each is counted and shown with its place, and none makes a finding of its own.

use super::council::{CASES, Council, OCTOBER, SESSIONS, STAFF, behind, plain_findings, problems};

#[test]
fn a_date_the_calendar_has_not() {
    let sessions = SESSIONS.replace("2026-10-28,personal,W2", "31/02/2026,personal,W2");
    let council = Council::of_sessions(&sessions);
    council
        .october()
        .ends(3)
        .says(&[
            "row left out: sessions.csv:11, column `date`",
            "found `31/02/2026`",
            "expected a date written `yyyy-mm-dd`",
        ])
        .prints(&["sessions 9 of 10", "1 rejected", "INCOMPLETE"]);
    let report = council.json();
    let found = problems(&report, "not-a-date");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["place"]["file"], "sessions.csv");
    assert_eq!(found[0]["place"]["line"], 11);
    assert_eq!(found[0]["place"]["column"], "date");
    assert_eq!(found[0]["found"], "31/02/2026");
    let input = &report["inputs"][2];
    assert_eq!(
        (&input["read"], &input["accepted"], &input["rejected"]),
        (&10.into(), &9.into(), &1.into())
    );
}

#[test]
fn dates_written_another_way_come_with_the_line_to_paste() {
    let sessions = SESSIONS.replace("2026-10-28,personal,W2", "28/10/2026,personal,W2");
    Council::of_sessions(&sessions).october().ends(3).says(&[
        "found `28/10/2026`",
        "dates = [\"yyyy-mm-dd\", \"dd/mm/yyyy\"]",
    ]);
}

#[test]
fn a_rejected_row_finds_no_more_than_a_missing_one_and_says_it_may_be_false() {
    let lost = SESSIONS.replace("2026-10-28,personal,W2", "31/02/2026,personal,W2");
    let (lost, without) = (
        Council::of_sessions(&lost).json(),
        Council::of_sessions(&behind()).json(),
    );
    assert_eq!(plain_findings(&lost), plain_findings(&without));
    let remark = lost["findings"][0]["remarks"].to_string();
    assert!(
        remark.contains("this may not be so: a row about them was not read (sessions.csv:11)"),
        "{remark}"
    );
    assert_eq!(without["findings"][0]["remarks"], serde_json::json!([]));
}

#[test]
fn a_session_row_lost_from_a_case_leaves_the_record_of_the_others_alone() {
    let lost = SESSIONS.replace("C2,A6,2026-10-07", "C2,A6,soon");
    let report = Council::of_sessions(&lost).json();
    let found = plain_findings(&report);
    assert_eq!(found, ["children C2 2026-10-07 overdue 24"]);
}

#[test]
fn a_closing_before_an_opening() {
    let cases = CASES.replacen("2026-06-01,,", "2026-06-01,2026-05-01,", 1);
    let council = Council::new().with("cases.csv", cases);
    council.october().ends(3).says(&[
        "row left out: cases.csv:2, column `closed`: the case closed before it opened",
        "found `2026-05-01`",
        "expected 2026-06-01 (`opened`) or later",
    ]);
    assert!(plain_findings(&council.json()).is_empty());
}

#[test]
fn a_staff_row_that_is_lost_makes_nobody_overdue() {
    let staff = STAFF.replace(
        "Social Worker,North,M1,2024-01-08,\nW2",
        "Social Worker,North,M1,8/1,\nW2",
    );
    let council = Council::new().with("staff.csv", staff);
    council
        .october()
        .ends(3)
        .says(&["staff.csv:3, column `start_date`", "found `8/1`"]);
    assert!(plain_findings(&council.json()).is_empty());
}

#[test]
fn a_staff_row_that_is_lost_leaves_no_case_without_a_worker() {
    let staff = STAFF.replacen(
        "W1,Ben Best,Social Worker,North,M1,2024-01-08",
        "W1,Ben Best,Social Worker,North,M1,8/1",
        1,
    );
    let report = Council::new().with("staff.csv", staff).json();
    assert_eq!(report["inputs"][0]["rejected"], 1);
    assert_eq!(report["measures"]["M8"]["without_worker"], 0);
}

#[test]
fn a_session_after_the_exports_were_taken() {
    let sessions = SESSIONS.replace("2026-10-28,personal,W2", "2026-12-28,personal,W2");
    Council::of_sessions(&sessions).october().ends(3).says(&[
        "sessions.csv:11, column `date`",
        "found `2026-12-28`",
        "2026-11-05 or earlier",
        "such as `planned`",
    ]);
}

#[test]
fn people_and_cases_no_export_has_are_counted_and_find_nothing() {
    let more = "2026-10-09,personal,W9,M1,,B1,\n2026-10-09,case,W1,M1,C9,B2,2026-10-12\n";
    let council = Council::of_sessions(&(SESSIONS.to_owned() + more));
    council
        .october()
        .ends(0)
        .prints(&["2 rows name a staff member or a case that no export has"]);
    let report = council.json();
    assert_eq!(report["inputs"][2]["unmatched"], 2);
    assert_eq!(report["inputs"][2]["rejected"], 0);
    let message = problems(&report, "unmatched")[0]["message"].to_string();
    assert!(
        message.contains("W9") && message.contains("C9"),
        "{message}"
    );
    assert!(plain_findings(&report).is_empty());
}

#[test]
fn a_row_that_stands_twice() {
    let twice = SESSIONS.to_owned() + SESSIONS.lines().nth(1).unwrap() + "\n";
    let council = Council::of_sessions(&twice);
    council
        .october()
        .ends(3)
        .says(&["row left out: sessions.csv:12: the same row as sessions.csv:2"]);
    assert!(plain_findings(&council.json()).is_empty());
}

#[test]
fn rows_that_contradict_each_other() {
    let other = SESSIONS.to_owned() + "2026-09-03,personal,W1,M1,,A1,2026-09-05\n";
    let council = Council::of_sessions(&other);
    council.october().ends(3).says(&[
        "row left out: sessions.csv:12: disagrees with sessions.csv:2",
        "not the same `recorded_on`",
        "keep the row that is right",
    ]);
    assert!(plain_findings(&council.json()).is_empty());
}

#[test]
fn rows_of_too_few_cells_and_of_broken_quotes() {
    let short = SESSIONS.replace(",A8,2026-10-29", "");
    Council::of_sessions(&short).october().ends(3).says(&[
        "sessions.csv:11, column `session_id`",
        "found `5`, expected 7",
    ]);
    let broken = SESSIONS.replace("A8,", "A\"8,");
    Council::of_sessions(&broken).october().ends(3).says(&[
        "sessions.csv:11, column `session_id`",
        "a quotation mark stands in",
    ]);
}

#[test]
fn what_lenient_reading_puts_right_is_used_counted_and_listed() {
    let broken = SESSIONS.replace("A8,", "A\"8,");
    let council = Council::of_sessions(&broken);
    let lenient = [OCTOBER, &["--lenient"]].concat();
    council
        .audit(&lenient)
        .ends(0)
        .prints(&["1 row was put right by --lenient", "sessions 10 of 10"]);
    let json = council.audit(&[lenient, vec!["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["inputs"][2]["repaired"], 1);
    let found = problems(&report, "repaired-stray-quote");
    assert_eq!((found.len(), &found[0]["place"]["line"]), (1, &11.into()));
    assert_eq!(found[0]["level"], "note");
}

#[test]
fn how_files_are_written_is_printed_as_detected_or_given() {
    let council = Council::of_sessions(SESSIONS);
    council
        .october()
        .prints(&["Detected in every file: encoding `utf-8`, delimiter `,`, header-line `1`."]);
    let settings = &council.json()["inputs"][0]["settings"];
    assert_eq!(settings[1]["name"], "delimiter");
    assert_eq!(settings[1]["known"], "detected");
}

#[test]
fn of_many_rejected_rows_the_first_ten_are_said_and_all_are_in_the_report() {
    let bad: Vec<String> = (0..25)
        .map(|number| format!("soon,personal,W1,M1,,X{number},\n"))
        .collect();
    let council = Council::of_sessions(&(SESSIONS.to_owned() + &bad.concat()));
    let run = council
        .october()
        .ends(3)
        .says(&["and 15 more; grouped by kind: oversight check FOLDER; the rows left out as a file to mend: --rejects FILE\n"]);
    assert_eq!(run.err.matches("row left out").count(), 10);
    assert_eq!(problems(&council.json(), "not-a-date").len(), 25);
}

#[test]
fn a_staff_name_stands_in_reports_and_in_no_message() {
    let sessions = behind().replace("2026-10-01,personal,W1", "soon,personal,W1");
    let run = Council::of_sessions(&sessions).audit(OCTOBER).ends(3);
    assert!(run.out.contains("Cat Cole"));
    for name in ["Ann Able", "Ben Best", "Cat Cole"] {
        assert!(!run.err.contains(name), "{}", run.err);
    }
}
