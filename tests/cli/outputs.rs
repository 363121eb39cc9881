//! What goes where: reports to standard output or to whole files, words to standard error.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use super::council::{Council, FILES, OCTOBER, Run, SESSIONS, STAFF, behind};

#[test]
fn json_has_every_key_that_scripts_read() {
    let report = Council::of_sessions(&behind()).json();
    for key in [
        "tool",
        "policy",
        "inputs",
        "as_of",
        "period",
        "rates",
        "findings",
        "uncovered",
        "not_testable",
        "problems",
    ] {
        assert!(!report[key].is_null(), "no `{key}`");
    }
    assert_eq!(report["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(report["policy"]["sha256"].as_str().unwrap().len(), 64);
    let inputs = report["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 3);
    for input in inputs {
        for key in ["file", "export", "sha256", "read", "accepted", "rejected"] {
            assert!(!input[key].is_null(), "no `{key}` in {input}");
        }
    }
    assert_eq!(report["not_testable"][0]["id"], "quality");
}

#[test]
fn every_rate_adds_up() {
    let report = Council::of_sessions(&behind()).json();
    let rates = report["rates"].as_array().unwrap();
    assert!(!rates.is_empty());
    for rate in rates {
        let number = |key: &str| {
            rate[key]
                .as_u64()
                .unwrap_or_else(|| panic!("{key}: {rate}"))
        };
        let parts = ["on_time", "late_to_7", "late_over_7", "not_done"];
        assert_eq!(
            parts.map(number).iter().sum::<u64>(),
            number("fell_due"),
            "{rate}"
        );
    }
}

#[test]
fn each_finding_has_what_a_reader_needs_to_look_it_up() {
    let report = Council::of_sessions(&behind()).json();
    let found = report["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    let finding = &found[0];
    for (key, value) in [
        ("clause", "workers"),
        ("rule", "staff-supervision"),
        ("severity", "breach"),
        ("due", "2026-10-29"),
        ("outcome", "overdue"),
        ("team", "North"),
        ("supervisor", "M1"),
    ] {
        assert_eq!(finding[key], value);
    }
    assert_eq!(finding["days"], 2);
    assert_eq!(finding["subject"]["kind"], "staff");
    assert_eq!(finding["subject"]["id"], "W2");
    assert_eq!(finding["citation"], serde_json::json!(["section 1"]));
    let evidence = finding["evidence"].as_array().unwrap();
    assert!(
        evidence
            .iter()
            .any(|row| row["file"] == "sessions.csv" && row["line"] == 7)
    );
    assert!(
        evidence
            .iter()
            .any(|row| row["file"] == "staff.csv" && row["line"] == 4)
    );
}

#[test]
fn csv_has_one_row_a_finding() {
    for council in [Council::new(), Council::of_sessions(&behind())] {
        let found = council.json()["findings"].as_array().unwrap().len();
        let run = council.audit(&["--month", "2026-10", "--format", "csv"]);
        let mut reader = csv::Reader::from_reader(run.out.as_bytes());
        assert!(
            reader
                .headers()
                .unwrap()
                .iter()
                .any(|name| name == "outcome")
        );
        assert_eq!(reader.records().map(Result::unwrap).count(), found);
    }
}

#[test]
fn files_are_written_and_said_and_nothing_is_printed() {
    let council = Council::of_sessions(&behind());
    let files = ["a b.json", "b.csv", "größe.txt"];
    let run = council
        .audit(&[
            "--month", "2026-10", "-o", files[0], "-o", files[1], "--output", files[2],
        ])
        .ends(1)
        .says(&["wrote a b.json", "wrote b.csv", "wrote größe.txt"]);
    assert_eq!(run.out, "");
    for (file, format) in files.iter().zip(["json", "csv", "table"]) {
        let printed = council
            .audit(&["--month", "2026-10", "--format", format])
            .out;
        let written = council.read(file);
        // Excel reads a CSV file as UTF-8 only when it begins so; a script reads standard output.
        let marked = written.starts_with('\u{feff}');
        assert_eq!(
            (marked, printed.starts_with('\u{feff}')),
            (format == "csv", false)
        );
        // What Excel writes itself ends its lines so.
        assert_eq!(written.contains("\r\n"), format == "csv", "{file}");
        assert!(!printed.contains('\r'), "{file}");
        let written = written.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        // The hints at the foot repeat the call.
        let same = |text: &str| text.lines().take(20).collect::<Vec<_>>().join("\n");
        assert_eq!(same(&written), same(&printed), "{file}");
    }
    let both = council.audit(&["--month", "2026-10", "-o", "b.csv", "--format", "json"]);
    let both = both.ends(1).says(&["wrote b.csv"]);
    assert!(serde_json::from_str::<Value>(&both.out).is_ok());
}

#[test]
fn csv_is_for_people_and_plain_csv_for_scripts() {
    // One has no supervisor, of which a check tells.
    let staff = STAFF.to_owned() + "W3,Dan Day,Social Worker,North,,2026-10-20,\n";
    let staff = staff.replace("Cat Cole", "=Cat").replace("North", "+North");
    let council = Council::of_sessions(&behind()).with("staff.csv", staff);
    council.audit(&["--month", "2026-10", "-o", "new.json"]);
    council.audit(&["--month", "2026-09", "-o", "old.json"]);
    let mut due = FILES.to_vec();
    due[0] = "due";
    due.extend(["--month", "2026-10", "--within", "60d"]);
    let mut audit = FILES.to_vec();
    audit.extend(OCTOBER);
    let mut check = FILES.to_vec();
    check[0] = "check";
    let diff = vec!["diff", "old.json", "new.json"];
    for call in [audit, due, check, diff] {
        let run = |more: &[&str]| council.run(&[&call[..], more].concat());
        let printed = run(&["--format", "csv"]).out;
        run(&["-o", "people.csv"]);
        run(&["-o", "scripts.csv", "--plain"]);
        let plain = run(&["--format", "csv", "--plain"]).out;
        let people = council.read("people.csv");
        assert_eq!(people, format!("\u{feff}{}", printed.replace('\n', "\r\n")));
        assert_eq!(council.read("scripts.csv"), plain);
        assert!(printed.lines().count() > 1, "{}", call[0]);
        let doubtful = call[0] == "check";
        assert!(
            doubtful || printed.contains("'+North"),
            "{}: {printed}",
            call[0]
        );
        assert!(
            doubtful || plain.contains(",+North"),
            "{}: {plain}",
            call[0]
        );
        assert!(
            !plain.contains("'+") && !plain.contains(['\u{feff}', '\r']),
            "{}",
            call[0]
        );
    }
    let mut report = FILES.to_vec();
    report[0] = "report";
    report.extend(["--month", "2026-10", "-o", "list.csv"]);
    council.run(&report);
    council.audit(&["--month", "2026-10", "-o", "audit.csv"]);
    assert_eq!(council.read("list.csv"), council.read("audit.csv"));
    report.extend(["--audience", "senior"]);
    council.run(&report).refused(&["would name everybody"]);
}

#[test]
fn a_file_that_cannot_be_written() {
    let council = Council::of_sessions(&behind());
    std::fs::create_dir(council.path("folder.json")).unwrap();
    for (file, words) in [
        (
            "reports/october.json",
            "there is no folder `reports`; make it first",
        ),
        ("folder.json", "it is a folder"),
        ("october.pdf", "expected .txt, .json, .csv or .xlsx\n"),
        ("october", "expected .txt, .json, .csv or .xlsx\n"),
        (
            "october.html",
            "expected .txt, .json, .csv or .xlsx; .html and .md are written by `oversight report`",
        ),
        ("sessions.csv", "is a file that the audit reads"),
        ("./staff.csv", "is a file that the audit reads"),
    ] {
        let before = council.read("sessions.csv");
        let asked = ["--month", "2026-10", "-o", "fine.json", "-o", file];
        let run = council.audit(&asked).refused(&[file, words]);
        assert!(!run.err.contains("wrote"), "{}", run.err);
        assert!(!council.path("fine.json").exists());
        assert_eq!(council.read("sessions.csv"), before);
    }
}

#[test]
fn a_refused_audit_leaves_the_report_of_last_month_alone() {
    let council = Council::of_sessions("").with("report.json", "last month");
    council
        .audit(&["--month", "2026-10", "-o", "report.json"])
        .refused(&["the file is empty"]);
    assert_eq!(council.read("report.json"), "last month");
}

#[test]
fn what_is_no_terminal_gets_no_escape_codes() {
    let council = Council::of_sessions(&behind());
    let mut arguments = FILES.to_vec();
    arguments.extend(OCTOBER);
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        let mut command = council.command(&arguments);
        let run = Run::of(command.env(variable, "1").output().unwrap());
        assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'));
    }
    let wrong = council.audit(&["--month", "2026-13"]);
    assert!(!wrong.err.contains('\u{1b}'));
    let widest = council
        .october()
        .out
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(widest <= Some(100), "{widest:?}");
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let rows: Vec<String> = (0..400)
        .map(|number| format!("X{number},N,Social Worker,North,M1,2024-01-08,\n"))
        .collect();
    let staff = STAFF.to_owned() + &rows.concat();
    let council = Council::of_sessions(&behind()).with("staff.csv", staff);
    let mut arguments = FILES.to_vec();
    arguments.extend(["--month", "2026-10", "--format", "json"]);
    let mut command = council.command(&arguments);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let run = Run::of(child.wait_with_output().unwrap());
    run.ends(1).quietly();
}

#[test]
fn nothing_is_final_where_the_day_of_the_exports_is_only_assumed() {
    let days = ["--taken", "2026-11-05"];
    let undated: Vec<&str> = FILES
        .into_iter()
        .filter(|one| !days.contains(one))
        .collect();
    let assumed = "(assumed, as nothing says the day)";
    for sessions in [SESSIONS.to_owned(), behind()] {
        let council = Council::of_sessions(&sessions);
        // Of a session on the 31st the record is due on the 6th.
        let later = FILES.map(|one| if one == days[1] { "2026-11-07" } else { one });
        let dated: Vec<&str> = later.into_iter().chain(OCTOBER.iter().copied()).collect();
        council
            .run(&dated)
            .prints(&["Exports taken 7 Nov 2026: final"]);
        let mut audit = undated.clone();
        audit.extend(OCTOBER);
        let run = council.run(&audit).prints(&[
            "nothing says on which day the exports were taken",
            &format!("{assumed}: provisional, as later records"),
        ]);
        assert!(!run.out.contains(": final"), "{}", run.out);
        let mut check = undated.clone();
        check[0] = "check";
        council.run(&check).prints(&[assumed]);
        check[0] = "report";
        check.extend(OCTOBER);
        check.extend(["-o", "health.md"]);
        council.run(&check);
        let page = council.read("health.md");
        assert!(page.contains(&format!("{assumed}: provisional")), "{page}");
        assert!(!page.contains("| final"), "{page}");
    }
}

#[test]
fn an_audit_of_what_is_over_keeps_its_warnings() {
    let late = SESSIONS.replace(
        "2026-10-06,case,W1,M1,C2,A6,2026-10-07",
        "2026-10-06,case,W1,M1,C2,A6,2026-10-20",
    );
    let council = Council::of_sessions(&late);
    let undated = FILES.into_iter().take(9);
    let arguments: Vec<&str> = undated.chain(OCTOBER.iter().copied()).collect();
    council
        .run(&arguments)
        .prints(&["nothing says on which day the exports were taken"]);
}

#[test]
fn what_a_page_says_to_call_names_every_file_it_was_made_from() {
    let council = Council::of_sessions(&behind()).with(
        "allocations.csv",
        "case_id,allocated_to,from\nC1,W1,2026-06-01\n",
    );
    let asked = ["--allocations", "allocations.csv", "--month", "2026-10"];
    council.audit(&asked).ends(1).prints(&[
        "Why: oversight explain --policy policy.toml --staff staff.csv --cases cases.csv --sessions sessions.csv \
         --allocations allocations.csv --taken 2026-11-05 --month 2026-10",
    ]);
}

#[test]
fn who_is_asked_about_by_name_is_asked_about_by_id() {
    let council = Council::of_sessions(SESSIONS);
    let ask = |name: &str| {
        let mut explain = FILES.to_vec();
        explain[0] = "explain";
        explain.extend(["staff", name]);
        council.run(&explain).ends(2)
    };
    for name in ["Cat Cole", "cole, CAT"] {
        ask(name).says(&[&format!("`{name}` is a name, expected an id: `W2`")]);
    }
    ask("Cat Coal").says(&["no staff member `Cat Coal` in the exports"]);
}

#[test]
fn an_answer_says_that_the_day_of_the_exports_is_only_assumed() {
    let council = Council::of_sessions(SESSIONS);
    let said = "from the exports taken on 5 Nov 2026.";
    let mut explain = FILES.to_vec();
    explain[0] = "explain";
    explain.extend(["staff", "W2"]);
    council.run(&explain).ends(0).prints(&[said]);
    explain.retain(|one| !["--taken", "2026-11-05"].contains(one));
    let run = council.run(&explain).ends(0);
    run.prints(&["(assumed, as nothing says the day)."]);
}
