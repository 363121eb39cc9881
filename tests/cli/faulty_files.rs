//! Exports that can't be used at all, or that have no rows.

use super::council::{Council, SESSIONS, STAFF, problems};

#[test]
fn a_file_that_is_not_there() {
    let council = Council::new();
    std::fs::remove_file(council.path("sessions.csv")).unwrap();
    council
        .october()
        .refused(&["`sessions.csv` is not there", "check the name"]);
}

#[test]
fn an_export_that_is_not_given() {
    Council::new()
        .run(&["audit", "--policy", "policy.toml", "--staff", "staff.csv"])
        .refused(&["nothing says which exports", "or --cases, --sessions\n"]);
}

#[test]
fn a_folder_for_a_file() {
    let council = Council::new();
    std::fs::remove_file(council.path("staff.csv")).unwrap();
    std::fs::create_dir(council.path("staff.csv")).unwrap();
    council
        .october()
        .refused(&["`staff.csv` is a folder, expected a file"]);
}

#[test]
fn an_empty_file() {
    for empty in ["", "\n\n", "\u{feff}"] {
        Council::of_sessions(empty).october().refused(&[
            "sessions.csv: the file is empty",
            "expected a line of headers",
        ]);
    }
}

#[test]
fn a_file_of_headers_only_is_no_all_clear() {
    let header = SESSIONS.lines().next().unwrap();
    let council = Council::of_sessions(header);
    council
        .october()
        .ends(3)
        .says(&["sessions.csv: the file has headers and no rows"])
        .prints(&[
            "most likely an export is missing",
            "sessions 0 of 0",
            "no rows in sessions.csv",
            "INCOMPLETE",
        ]);
    let report = council.json();
    assert_eq!(problems(&report, "no-rows").len(), 1);
    for staff in ["staff_id,role,start_date\n", &STAFF[..0]] {
        let run = Council::new().with("staff.csv", staff).october();
        assert_ne!(run.code, 0);
        assert_ne!(run.code, 1);
    }
}

#[test]
fn a_column_that_is_missing_with_the_line_to_paste() {
    for (header, paste) in [
        ("Session Date", "columns.date = \"Session Date\""),
        ("Date Held", "columns.date = \"Date Held\""),
        ("dte", "columns.date = \"dte\""),
    ] {
        let sessions = SESSIONS.replacen("date", header, 1);
        Council::of_sessions(&sessions).october().refused(&[
            "sessions.csv: the sessions export needs a column `date`",
            &format!("`{header}` looks like it"),
            &format!("add to the mapping of sessions: {paste}"),
            "nothing was audited",
        ]);
    }
}

#[test]
fn the_line_to_paste_mends_it() {
    let sessions = SESSIONS.replacen("date", "Session Date", 1);
    let mapping = "[[mapping]]\nexport = \"sessions\"\ncolumns.date = \"Session Date\"\n";
    let council = Council::of_sessions(&sessions).with("mapping.toml", mapping);
    council
        .audit(&["--month", "2026-10", "--mapping", "mapping.toml"])
        .ends(0);
}

#[test]
fn columns_that_are_like_none_are_listed_all_at_once() {
    let sessions = SESSIONS.replacen("date,kind", "when,what", 1);
    Council::of_sessions(&sessions).october().refused(&[
        "needs a column `date`",
        "needs a column `kind`",
        "the headers not yet used are `when` and `what`",
    ]);
}

#[test]
fn a_damaged_workbook_and_other_things_that_are_no_text() {
    for (bytes, words) in [
        (&b"PK\x03\x04\x14\x00"[..], "the workbook is damaged"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "the workbook is damaged"),
        (&[0; 100], "is not text"),
    ] {
        Council::new()
            .with("staff.csv", bytes)
            .october()
            .refused(&["staff.csv: ", words]);
    }
}

#[test]
fn a_mapping_with_mistakes_lists_them_with_their_lines() {
    let mapping = "\
[[mapping]]
export = \"session\"

[[mapping]]
export = \"sessions\"
dates = [\"dd/mm/yyy\"]
colums = { date = \"Date\" }
values = { status = { Done = \"hold\" } }
";
    let council = Council::new().with("mapping.toml", mapping);
    council
        .audit(&["--month", "2026-10", "--mapping", "mapping.toml"])
        .refused(&[
            "mapping.toml:2: there is no such export, found `session`",
            "did you mean `sessions`?",
            "mapping.toml:6: ",
            "such as `dd/mm/yyyy`",
            "mapping.toml:7: ",
            "did you mean `columns`?",
            "mapping.toml:8: ",
            "did you mean `held`?",
            "nothing was audited",
        ]);
}

#[test]
fn a_mapping_that_no_file_bears_out_is_said_and_no_more() {
    let mapping = "[[mapping]]\nexport = \"sessions\"\ncolumns.minutes = \"Length\"\n";
    let council = Council::new().with("mapping.toml", mapping);
    council
        .audit(&["--month", "2026-10", "--mapping", "mapping.toml"])
        .ends(0)
        .says(&["warning: mapping.toml:1", "`Length`"]);
}

#[test]
fn slips_of_toml_are_named_in_plain_words() {
    let mapping = "[[mapping]]\nexport = “sessions”\n";
    let audited =
        |council: Council| council.audit(&["--month", "2026-10", "--mapping", "mapping.toml"]);
    let with = |text: &str| Council::new().with("mapping.toml", text);
    audited(with(mapping)).refused(&["mapping.toml:2: a value stands in curly quotation marks"]);
    audited(with(
        "[[mapping]]\nexport = \"cases\"\nexport = \"staff\"\n",
    ))
    .refused(&["mapping.toml:3: `export` stands twice, expected once"]);
    audited(with("[policy]\nname = \"x\"\n"))
        .refused(&["mapping.toml:1: the file is a policy, and no mapping"]);
}
