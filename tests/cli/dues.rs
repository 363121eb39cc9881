//! `oversight due`: what falls due, in every format, and how it ends.

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use serde_json::Value;

use super::council::{Council, Run, SESSIONS, behind};

const TOML: &str = "policy = \"policy.toml\"\nstaff = \"staff.csv\"\ncases = \"cases.csv\"\nsessions = \"sessions.csv\"\n\
                    taken = 2026-11-05\n";

fn due(council: &Council, more: &[&str]) -> Run {
    let call = [&["due", ".", "--month", "2026-10"], more].concat();
    council.run(&call)
}

fn council(sessions: &str) -> Council {
    Council::of_folder(TOML).with("sessions.csv", sessions)
}

#[test]
fn it_lists_by_supervisor_and_ends_with_0_although_somebody_is_overdue() {
    let run = due(&council(&behind()), &[]).ends(0).quietly();
    run.prints(&[
        "what falls due from Sunday 1 November 2026 to Saturday 14 November 2026",
        "Falls due: 1 session of unknown length",
        "1 finding is overdue already and not in this list: oversight audit . --month 2026-10",
        "M1 Ann Able: 1 session of unknown length",
        "Fri 6 Nov case supervision C1 child-protection W1 6 Oct 1 ?",
        "Fri 6 Nov case supervision C2 child-in-need W1 6 Oct 1 ?",
        "Minutes of `case`: unknown",
    ]);
}

#[test]
fn so_many_days_or_weeks_and_14_days_without() {
    let council = council(SESSIONS);
    let json = |more: &[&str]| due(&council, &[more, &["--format", "json"]].concat()).out;
    let fortnight = json(&[]);
    assert_eq!(fortnight, json(&["--within", "14d"]));
    assert_eq!(fortnight, json(&["--within", "2w"]));
    let list: Value = serde_json::from_str(&fortnight).unwrap();
    assert_eq!(list["to"], "2026-11-14");
    assert_eq!(list["takes"]["sessions"], 1);
    let month: Value = serde_json::from_str(&json(&["--within", "25d"])).unwrap();
    assert_eq!(month["takes"]["sessions"], 3, "W1 and W2 on 25 November");
    due(&council, &["--within", "0d"]).refused(&["expected days or weeks such as 14d or 2w"]);
    due(&council, &["--within", "soon"]).refused(&["expected days or weeks such as 14d or 2w"]);
}

#[test]
fn files_by_their_ending() {
    let council = council(SESSIONS);
    let files = [
        "-o", "due.ics", "-o", "due.csv", "-o", "due.json", "-o", "due.txt", "-o", "due.xlsx",
    ];
    let run = due(&council, &files).ends(0);
    assert_eq!(run.out, "");
    let calendar = council.read("due.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert_eq!(
        calendar
            .matches("\r\nDTSTART;VALUE=DATE:20261106\r\n")
            .count(),
        2
    );
    assert_eq!(
        calendar.matches('\n').count(),
        calendar.matches("\r\n").count()
    );
    let rows = council.read("due.csv");
    assert!(rows.starts_with("\u{feff}supervisor,due,"), "{rows}");
    assert_eq!(rows.lines().count(), 3, "{rows}");
    assert!(council.read("due.json").ends_with("}\n"));
    let mut book: Xlsx<_> = open_workbook(council.path("due.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Cover", "Due soon", "By supervisor"]);
    let mut table = |tab: &str| {
        let range = book.worksheet_range(tab).unwrap();
        range
            .rows()
            .skip(3)
            .map(<[Data]>::to_vec)
            .collect::<Vec<_>>()
    };
    let lines = table("Due soon");
    assert_eq!(lines.len(), 2, "{lines:?}");
    let Data::DateTime(day) = lines[0][0] else {
        panic!("{:?}", lines[0]);
    };
    assert_eq!(day.as_datetime().unwrap().date().to_string(), "2026-11-06");
    assert_eq!(lines[0][1], Data::Float(6.0));
    let takes = table("By supervisor");
    let sum: f64 = takes.iter().filter_map(|row| row[2].as_f64()).sum();
    assert!(
        (sum - 1.0).abs() < 1e-9,
        "one session for both lines: {takes:?}"
    );
    let printed = due(&council, &[]).out;
    assert_eq!(council.read("due.txt"), printed);
    due(&council, &["-o", "due.pdf"]).refused(&["expected .txt, .json, .csv, .ics or .xlsx"]);
    due(&council, &["-o", "staff.csv"]).refused(&["is a file that the audit reads"]);
}

#[test]
fn an_empty_list_says_so() {
    let run = due(&council(SESSIONS), &["--within", "1d"]).ends(0);
    run.prints(&["Nothing that could be judged falls due in these days"]);
}

#[test]
fn half_an_export_and_nothing_judged_are_no_all_clear() {
    let faulty = SESSIONS.to_owned() + "soon,personal,W1,M1,,A9,\n";
    let run = due(&council(&faulty), &["--within", "1d"]).ends(3);
    run.prints(&["Incomplete: 1 row of the exports could not be read"]);
    let nobody = council(SESSIONS).with(
        "policy.toml",
        "[policy]\nname = \"p\"\nholidays = \"england-and-wales\"\n[[staff-supervision]]\nid = \"none\"\n\
         for = { role = \"head\" }\nevery = \"4 weeks\"\n",
    );
    let run = due(&nobody, &[]).ends(3);
    let run = run.prints(&["NOTHING WAS JUDGED"]);
    assert!(!run.out.contains("falls due in these days"), "{}", run.out);
    due(&council(""), &[]).ends(2);
}
