//! `oversight check`, and the file of rejected rows that it and the audit write.

use super::council::{CASES, Council, FILES, OCTOBER, Run, SESSIONS, STAFF};

/// One session with a date that is none, on line 11.
fn with_bad_date(cell: &str) -> Council {
    Council::of_sessions(
        &SESSIONS.replace("2026-10-28,personal,W2", &format!("{cell},personal,W2")),
    )
}

fn check(council: &Council, more: &[&str]) -> Run {
    let mut arguments = FILES.to_vec();
    arguments[0] = "check";
    arguments.extend(more);
    council.run(&arguments)
}

/// A clause for which an export of activities is needed.
const REVIEW: &str = r#"
[[review]]
id = "appraisal"
for = { role = "social-worker" }
counts = { from = "activity", kind = "appraisal" }
every = "1 year"
citation = "section 9"
"#;

fn lines(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.unwrap());
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn sound_exports_end_with_0_although_somebody_is_overdue() {
    let council = Council::of_sessions(&super::council::behind());
    council.october().ends(1);
    check(&council, &[]).ends(0).quietly().prints(&[
        "14 rows read, 14 accepted and 0 rejected: every row is accounted for",
        "Nothing is wrong or doubtful",
    ]);
}

#[test]
fn a_rejected_row_an_empty_file_and_a_missing_export_end_with_3() {
    check(&with_bad_date("31/02/2026"), &[]).ends(3).prints(&[
        "14 accepted and 1 rejected: every row is accounted for",
        "not-a-date: 1",
        "sessions.csv:11, column `date`: not a date, found `31/02/2026`",
    ]);
    let header = SESSIONS.lines().next().unwrap().to_owned() + "\n";
    check(&Council::of_sessions(&header), &[])
        .ends(3)
        .prints(&["No rows in sessions.csv"]);
    let policy = super::council::POLICY.to_owned() + REVIEW;
    let council = Council::new().with("policy.toml", &policy);
    check(&council, &[])
        .ends(3)
        .prints(&["no activity export was given"]);
}

#[test]
fn what_cannot_be_used_at_all_ends_with_2() {
    let council = Council::new().with("staff.csv", "name\nAnn Able\n");
    check(&council, &[]).refused(&["staff.csv: the staff export needs a column `staff_id`"]);
    let council = Council::new().with("policy.toml", "[[caseload]]\n");
    check(&council, &[]).refused(&["policy.toml"]);
    Council::new().run(&["check"]).refused(&["--policy"]);
}

#[test]
fn a_folder_is_checked_as_it_is_audited() {
    let toml = "policy = 'policy.toml'\nstaff = 'staff.csv'\ncases = 'cases.csv'\nsessions = 'sessions.csv'\n\
                taken = 2026-11-05\nbanner = 'MADE UP'\n";
    let council = Council::of_folder(toml);
    council
        .run(&["check", "."])
        .ends(0)
        .prints(&["*** MADE UP ***"]);
    let run = council.run(&["check", ".", "--format", "csv"]).ends(0);
    assert_eq!(
        run.out,
        "banner,level,kind,file,line,column,message,found,expected,hint\n"
    );
}

#[test]
fn of_many_problems_of_a_kind_the_first_are_printed_and_all_are_in_the_files() {
    let bad: Vec<String> = (0..9)
        .map(|number| format!("soon,personal,W1,M1,,X{number},\n"))
        .collect();
    let council = Council::of_sessions(&(SESSIONS.to_owned() + &bad.concat()));
    let run = check(&council, &[])
        .ends(3)
        .prints(&["not-a-date: 9", "and 6 more", "--format csv"]);
    assert_eq!(run.out.matches("not a date").count(), 3);
    let run = check(&council, &["--format", "csv"]).ends(3);
    assert_eq!(lines(&run.out).len(), 10);
    check(&council, &["-o", "found.json"]).ends(3);
    let found: serde_json::Value = serde_json::from_str(&council.read("found.json")).unwrap();
    assert_eq!(found["problems"].as_array().unwrap().len(), 9);
    assert_eq!(found["kinds"][0]["count"], 9);
    assert_eq!(found["rows"]["read"], 24);
    assert_eq!(found["rows"]["rejected"], 9);
    assert_eq!(found["adds_up"], true);
}

#[test]
fn a_value_that_may_be_personal_is_shown_to_those_who_ask() {
    let council = with_bad_date("Ann Able");
    for format in ["table", "csv", "json"] {
        let run = check(&council, &["--format", format]).ends(3);
        assert!(
            run.out.contains("not-a-date") && !run.out.contains("Ann Able"),
            "{}",
            run.out
        );
        let run = check(&council, &["--format", format, "--verbose"]).ends(3);
        assert!(run.out.contains("Ann Able"), "{}", run.out);
    }
    let run = council
        .audit(OCTOBER)
        .ends(3)
        .says(&["sessions.csv:11, column `date`: not a date"]);
    assert!(!run.err.contains("Ann Able"), "{}", run.err);
    let json = council
        .audit(&["--month", "2026-10", "--format", "json"])
        .out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(!report["problems"].to_string().contains("Ann Able"));
    council
        .audit(&["--month", "2026-10", "--verbose"])
        .ends(3)
        .says(&["found `Ann Able`"]);
}

#[test]
fn rejected_rows_are_written_as_they_stand_with_where_and_why() {
    let short = "2026-10-30,personal,\"W1\r\n";
    let sessions = SESSIONS.replace("2026-10-28,personal,W2", "31/02/2026,,W2")
        + short
        + "\"=1+1\",\"per,sonal\",W1,M1,,A9,x\n";
    let council = Council::of_sessions(&sessions);
    for command in [FILES.to_vec(), [&["check"], &FILES[1..]].concat()] {
        let arguments = [&command[..], &["--rejects", "rejects.csv"]].concat();
        council.run(&arguments).ends(3).says(&["wrote rejects.csv"]);
        let rejects = lines(&council.read("rejects.csv"));
        assert_eq!(rejects.len(), 4, "{rejects:?}");
        assert_eq!(
            rejects[0],
            ["file", "line", "byte", "column", "kind", "row", "reason"]
        );
        assert_eq!(rejects[1][0..2], ["sessions.csv", "11"]);
        assert_eq!(
            rejects[1][3..6],
            [
                "date; kind",
                "not-a-date; blank-cell",
                "31/02/2026,,W2,M1,,A8,2026-10-29"
            ]
        );
        assert!(rejects[1][6].contains("found `31/02/2026`"), "{rejects:?}");
        assert_eq!(rejects[2][5], short.trim_end());
        assert_eq!(rejects[3][5], "\"=1+1\",\"per,sonal\",W1,M1,,A9,x");
        for reject in &rejects[1..] {
            let byte: usize = reject[2].parse().unwrap();
            assert!(sessions[byte..].starts_with(&reject[5]), "{reject:?}");
            let above = sessions[..byte].matches('\n').count() + 1;
            assert_eq!(reject[1], above.to_string());
        }
    }
}

#[test]
fn a_rejected_row_that_runs_over_lines_is_written_whole() {
    let row = "W3,\"Dan\nDee\",Social Worker,North,M1,8/1,";
    let council = Council::new().with("staff.csv", format!("{STAFF}{row}\n"));
    check(&council, &["--rejects", "rejects.csv"]).ends(3);
    let rejects = lines(&council.read("rejects.csv"));
    assert_eq!(rejects[1][5], row);
}

#[test]
fn rejected_rows_that_are_mended_can_be_read_in_again() {
    let council = with_bad_date("31/02/2026");
    check(&council, &["--rejects", "rejects.csv"]).ends(3);
    let rejects = lines(&council.read("rejects.csv"));
    let mended = rejects[1][5].replace("31/02/2026", "2026-10-28");
    let header = SESSIONS.lines().next().unwrap();
    let council = council.with("mended.csv", format!("{header}\n{mended}\n"));
    let rest: Vec<&str> = SESSIONS
        .lines()
        .filter(|line| !line.contains(",A8,"))
        .collect();
    let council = council.with("sessions.csv", rest.join("\n"));
    council
        .audit(&["--sessions", "mended.csv", "--month", "2026-10"])
        .ends(0);
}

#[test]
fn without_a_rejected_row_the_file_has_its_header() {
    let council = Council::new();
    check(&council, &["--rejects", "rejects.csv"]).ends(0);
    assert_eq!(lines(&council.read("rejects.csv")).len(), 1);
}

#[test]
fn the_file_of_rejected_rows_is_its_owners_alone_and_no_input_is_overwritten() {
    let council = with_bad_date("soon");
    check(&council, &["--rejects", "staff.csv"]).refused(&["a file that the audit reads"]);
    assert_eq!(council.read("staff.csv"), STAFF);
    check(&council, &["--rejects", "nowhere/rejects.csv"]).refused(&["there is no folder"]);
    check(&council, &["--rejects", "rejects.csv"]).ends(3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(council.path("rejects.csv"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn every_doubt_of_one_council_at_once() {
    let cases = CASES.replacen("W1,North", ",North", 1);
    let staff = STAFF.replacen("North,M1", "North,", 1);
    let council = Council::new()
        .with("cases.csv", cases)
        .with("staff.csv", staff);
    check(&council, &[]).ends(0).prints(&[
        "2 warnings",
        "cases.csv:2: case `C1` is open and has no worker",
        "staff.csv:3: `W1` has no supervisor",
    ]);
}

#[test]
fn an_activity_export_that_is_missing_or_shows_nothing_is_no_all_clear() {
    let policy = super::council::POLICY.to_owned() + REVIEW;
    let header = "kind,date,staff_id\n";
    let held = "appraisal,2026-06-01,W1\nappraisal,2026-06-01,W2\n";
    let council = Council::new().with("policy.toml", &policy);
    council.october().ends(3);
    for (rows, code) in [("", 3), ("chat,2026-06-01,W1\n", 3), (held, 0)] {
        let council = Council::new()
            .with("policy.toml", &policy)
            .with("activity.csv", header.to_owned() + rows);
        council
            .audit(&["--activity", "activity.csv", "--month", "2026-10"])
            .ends(code);
    }
}

/// Of what a command is for; a policy that is only looked at is left as it is.
#[test]
fn a_command_that_refuses_says_what_it_did_not_do() {
    let council = || Council::of_sessions(&SESSIONS.replacen("date", "dte", 1));
    check(&council(), &[]).refused(&["error: nothing was checked\n"]);
    for (command, done) in [("audit", "audited"), ("due", "listed"), ("sample", "drawn")] {
        let mut arguments = FILES.to_vec();
        arguments[0] = command;
        let run = council().run(&[arguments.as_slice(), OCTOBER].concat());
        run.refused(&[&format!("error: nothing was {done}\n")]);
    }
}

#[test]
fn a_column_that_one_of_two_session_files_lacks_is_told_at_the_head_and_in_check() {
    let tracker = "date,kind,supervisee_id,supervisor_id,case_id\n2026-10-08,case,W1,M1,C1\n";
    let council = Council::of_folder(
        "policy = 'policy.toml'\ntaken = 2026-11-05\nstaff = 'staff.csv'\ncases = 'cases.csv'\n\
         sessions = ['sessions.csv', 'tracker.csv']\n",
    )
    .with("tracker.csv", tracker);
    let said = "`tracker.csv` has no column `recorded_on`, which another sessions file has: 1 row of it is blank \
                where `child-record` reads it";
    let help = "in a mapping with files = [\"tracker.csv\"]: columns.recorded_on = \"…\"";
    council.run(&["check", "."]).ends(0).prints(&[said, help]);
    let audit = council.run(&["audit", ".", "--month", "2026-10"]);
    audit.ends(1).prints(&[said]).says(&[said, help]);
}

#[test]
fn an_outcome_that_the_mapping_leaves_out_is_told_at_the_head() {
    let sessions = SESSIONS.replace('\n', ",held\n");
    let sessions = sessions.replace("recorded_on,held", "recorded_on,Outcome");
    let sessions = sessions.replace("A8,2026-10-29,held", "A8,2026-10-29,Cancelled");
    let mapping = "[[mapping]]\nexport = 'sessions'\n";
    let council = Council::of_sessions(&sessions).with("mapping.toml", mapping);
    let said =
        "`sessions.csv`: no column says whether a session took place, so every row counts as held";
    council.october().prints(&[said]);
    let mapped = "columns.status = 'Outcome'\nvalues.status.Cancelled = 'cancelled'\n";
    let council = council.with("mapping.toml", format!("{mapping}{mapped}"));
    let run = council.audit(&["--mapping", "mapping.toml", "--month", "2026-10"]);
    assert!(!run.ends(1).out.contains(said));
    let held = format!("{mapping}only = {{ Outcome = ['held'] }}\n");
    let council = council.with("mapping.toml", held);
    let run = council.audit(&["--mapping", "mapping.toml", "--month", "2026-10"]);
    assert!(!run.out.contains(said), "{}", run.out);
}
