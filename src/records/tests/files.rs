//! Files as wholes: encodings, headers, mappings, ragged rows.

use super::*;

#[test]
fn ragged_rows_and_broken_quotes_cost_their_own_row() {
    insta::assert_snapshot!(told(Export::Sessions, "
date,kind,team
2026-01-01,personal
2026-01-02,personal,\"North
and South\"
2026-01-03,personal,North,East
2026-01-04,\"personal,North
2026-01-05,personal,North
2026-01-06,personal,\"the \"best\" team\"
2026-01-07,personal,North
    ", ""), @r"
    read 7, accepted 3, rejected 4
    exports/sessions.csv: 3 rows name neither a supervisee nor a case: lines 3, 7, 9; no clock stops for them
    exports/sessions.csv:2, column `team`: the row does not have as many cells as there are headers, found `2`, expected 3; see which cell or which delimiter is missing
    exports/sessions.csv:5: the row does not have as many cells as there are headers, found `4`, expected 3; a cell that holds the delimiter belongs in quotation marks
    exports/sessions.csv:6, column `kind`: a cell goes on behind its closing quotation mark; inside a quoted cell each quotation mark is written twice
    exports/sessions.csv:8, column `team`: a cell goes on behind its closing quotation mark; inside a quoted cell each quotation mark is written twice; it may also be a piece of the row on line 6: mend that one first
    ");
}

#[test]
fn a_file_without_rows_is_a_warning_and_without_anything_an_error() {
    insta::assert_snapshot!(told(Export::Staff, "staff_id,role,start_date\n\n,,\n", ""), @r"
    read 0, accepted 0, rejected 0
    exports/staff.csv: the file has headers and no rows; export it anew, or see whether this is the file that was meant
    ");
    insta::assert_snapshot!(unusable(one(Export::Staff, b"\xEF\xBB\xBF\r\n\r\n", "")), @"exports/staff.csv: the file is empty, expected a line of headers");
}

#[test]
fn every_missing_column_of_every_file_is_named_with_the_line_to_paste() {
    let result = Dataset::from_texts(
        "staff_no,role,started\nW1,x,2026-01-01\n",
        "case_id,case_type,opened\n",
        "event,what\n",
        "staff_id\n",
        &Demand::default(),
        taken(),
    );
    insta::assert_snapshot!(unusable(result), @r#"
    staff: the staff export needs a column `staff_id`; `staff_no` looks like it; add to the mapping of staff: columns.staff_id = "staff_no"
    staff: the staff export needs a column `start_date`; `started` looks like it; add to the mapping of staff: columns.start_date = "started"
    sessions:1: none of the first 20 lines has a header that is known, found `2 cells`, expected the headers, with `,`, `;`, tab or `|` between them; give `delimiter` and `header-line` in the mapping, or the headers as `columns`
    sessions: the sessions export needs a column `date`; say which it is in the mapping of sessions: columns.date = "…"; the headers not yet used are `event` and `what`
    sessions: the sessions export needs a column `kind`; say which it is in the mapping of sessions: columns.kind = "…"; the headers not yet used are `event` and `what`
    absences: the absences export needs a column `from`; add it to the export, or to the mapping: constants.from = "…"
    "#);
}

#[test]
fn two_headers_alike_stop_a_column_that_is_read_and_no_other() {
    let text = "date,Date ,kind,note,note,,\n2026-01-01,2026-01-02,personal,a,b,,\n";
    insta::assert_snapshot!(unusable(one(Export::Sessions, text.as_bytes(), "")), @"exports/sessions.csv:1, column `Date`: two headers are alike; rename one of them, so that it is plain which is `date`");
    let text = "date,Event Date,kind,note,note,,\n2026-01-01,2026-01-02,personal,a,b,,\n";
    insta::assert_snapshot!(told(Export::Sessions, text, ""), @r"
    read 1, accepted 1, rejected 0
    exports/sessions.csv:1, column `note`: two headers are alike
    exports/sessions.csv: 1 row names neither a supervisee nor a case: line 2; no clock stops for them
    ");
}

#[test]
fn a_mapping_gives_headers_dates_values_constants_and_blanks() {
    let mapping = r#"
        [[mapping]]
        export = "sessions"
        dates = ["dd/mm/yyyy", "yyyy-mm-dd"]
        columns = { date = "Event Date", supervisee_id = "Worker No" }
        constants = { kind = "case" }
        blanks = ["n/a", "31/12/9999"]

        [[mapping]]
        export = "sessions"
        files = ["sessions.csv"]
        values.status."Held - virtual" = "held"
        values.status.DNA = "did-not-attend"
        values.status.Error = ""
    "#;
    let text = "Event Date,Worker No,Status,Recorded On\r\n\
                29/02/2024,W1,HELD (VIRTUAL),n/a\r\n\
                29/02/2024 09:30,W1,held_virtual,31/12/9999\r\n\
                2026-03-04,W2,dna,2026-03-05\r\n\
                2026-03-04,N/A,error,\r\n";
    insta::assert_snapshot!(told(Export::Sessions, text, mapping), @r#"
    read 4, accepted 3, rejected 1
    exports/sessions.csv: 1 row names neither a supervisee nor a case: line 5; no clock stops for them
    exports/sessions.csv:2, column `Status`: not a value of `status`, found `HELD (VIRTUAL)`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status."HELD (VIRTUAL)" = "held"
    "#);
    let data = one(Export::Sessions, text.as_bytes(), mapping).unwrap();
    let read: Vec<String> = data
        .sessions
        .iter()
        .map(|session| {
            let worker = session.supervisee.map_or("", |staff| data.staff_id(staff));
            let status = data.words.folded(session.status);
            format!(
                "{} {} {worker} {status}",
                session.date,
                data.words.folded(session.kind)
            )
        })
        .collect();
    insta::assert_snapshot!(read.join("\n"), @r"
    2024-02-29 case W1 held
    2026-03-04 case W2 did-not-attend
    2026-03-04 case  held
    ");
}

#[test]
fn what_a_mapping_says_of_no_file_is_a_warning() {
    let mapping = r#"
        [[mapping]]
        export = "staff"
        columns = { team = "Tema", suprvisor_id = "Team" }
        [[mapping]]
        export = "staff"
        files = ["stuff.csv"]
    "#;
    let text = "staff_id,role,start_date,Team\nW1,x,2026-01-01,North\n";
    insta::assert_snapshot!(told(Export::Staff, text, mapping), @r"
    read 1, accepted 1, rejected 0
    mapping.toml:2: no rule reads such a column of staff, found `suprvisor_id`; did you mean `supervisor_id`?
    mapping.toml:2: the mapping of staff finds `team` under a header that no file has, found `Tema`; did you mean `Team`?
    mapping.toml:5: the mapping of staff is for files that are not given, found `stuff.csv`
    ");
}

#[test]
fn windows_1252_and_marks_are_read_and_the_first_is_said() {
    let data = one(
        Export::Staff,
        b"staff_id,role,start_date,name\nW1,x,2026-01-01,Si\xF4n\n",
        "",
    )
    .unwrap();
    assert_eq!(data.staff[0].posts[0].name.as_deref(), Some("Siôn"));
    insta::assert_snapshot!(said(&data), @"exports/staff.csv: not UTF-8, so read as windows-1252");
    let data = one(
        Export::Staff,
        b"\xEF\xBB\xBFstaff_id,role,start_date\r\nW1,x,2026-01-01\r\n",
        "",
    )
    .unwrap();
    assert_eq!(said(&data), "");
    assert_eq!(data.files[0].headers[0], "staff_id");
    assert_eq!(data.files[0].sha256.len(), 64);
}

fn mistakes(text: &str) -> String {
    let problems = Mapping::parse(text, "mapping.toml").unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn every_mistake_of_a_mapping_comes_at_once_with_its_line() {
    insta::assert_snapshot!(mistakes(r#"
title = "ours"
[[mapping]]
export = "session"
[[mapping]]
colums = { date = "Event Date" }
[[mapping]]
export = "sessions"
files = "case.csv"
dates = ["dd/mm/yyyy", "dd/mm/yy", "yy/mm/dd", "yyyy/mm", "%d", 3]
blanks = [1]
columns = { date = "Event Date", Date = "Held" }
constants = { kind = 1, status = "hold", date = "today", minutes = "x" }
[mapping.values]
status = { "Completed" = "done", "DNA" = "did not atend", "dna" = "held", "Error" = "" }
date = { "today" = "2026-01-01" }
kind = "case"
[[mapping]]
export = "staff"
[mapping.values.asye]
"ASYE" = "y"
"Finished" = "nope"
"#), @r#"
    mapping.toml:2: the mapping has no such key, found `title`, expected `mapping`, `preset`, `precedence` or `beside`
    mapping.toml:4: there is no such export, found `session`, expected `staff`, `cases`, `sessions`, `absences`, `activity` or `allocations`; did you mean `sessions`?
    mapping.toml:5: a mapping does not say which `export` it is for, expected `staff`, `cases`, `sessions`, `absences`, `activity` or `allocations`; add `export = "sessions"`
    mapping.toml:6: the mapping has no such key, found `colums`, expected `export`, `files`, `dates`, `blanks`, `fillers`, `columns`, `by-name`, `only`, `missing-start`, `constants`, `values`, `encoding`, `delimiter` or `header-line`; did you mean `columns`?
    mapping.toml:9: `files` has the wrong type, found `string`, expected a list of texts
    mapping.toml:10: `%` means nothing in a date, found `%d`, expected `d` or `dd`, `m`, `mm` or `mmm`, `yy` or `yyyy`, such as `dd/mm/yyyy`
    mapping.toml:10: a date needs one day, one month and one year, found `yyyy/mm`, expected `d` or `dd`, `m`, `mm` or `mmm`, `yy` or `yyyy`, such as `dd/mm/yyyy`
    mapping.toml:10: `yy/mm/dd` and `dd/mm/yy` read `03/02/01` as two different days; give each file its own mapping with `files`, and one of the two in each
    mapping.toml:10: `dates` has the wrong type, found `integer`, expected text in quotation marks
    mapping.toml:11: `blanks` has the wrong type, found `integer`, expected text in quotation marks
    mapping.toml:12: `columns` names one column twice, found `date`
    mapping.toml:13: the constant for `date` can't be read, found `today`, expected a date written `dd/mm/yyyy`
    mapping.toml:13: the constant for `minutes` can't be read, found `x`, expected a number
    mapping.toml:13: the constant for `status` can't be read, found `hold`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`
    mapping.toml:13: `kind` has the wrong type, found `integer`, expected text in quotation marks
    mapping.toml:15: two values that differ only in case and punctuation mean different things, found `dna`
    mapping.toml:15: no such value, found `did not atend`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`, or `""` for a blank; did you mean `did-not-attend`?
    mapping.toml:15: no such value, found `done`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`, or `""` for a blank
    mapping.toml:16: `values` can't be given for `date`: its cells are kept as they stand; use `dates` or `blanks`
    mapping.toml:17: `kind` has the wrong type, found `string`, expected a table
    mapping.toml:22: no such value, found `nope`, expected `yes` or `no`, or `""` for a blank; did you mean `no`?
    "#);
}

#[test]
fn toml_that_is_none_is_told_by_line() {
    insta::assert_snapshot!(mistakes("[[mapping]]\nexport = staff\ndates = [\n"), @r"
    mapping.toml:2: string values must be quoted, expected literal string
    mapping.toml:3: unclosed array, expected `]`
    ");
    insta::assert_snapshot!(mistakes("mapping = 1\n"), @"mapping.toml:1: `mapping` has the wrong type, found `integer`, expected tables, each headed `[[mapping]]`");
    insta::assert_snapshot!(mistakes("mapping = [1]\n"), @"mapping.toml:1: `mapping` has the wrong type, found `integer`, expected tables, each headed `[[mapping]]`");
}

#[test]
fn a_later_mapping_wins_key_by_key_and_blanks_add_up() {
    let mapping = r#"
        [[mapping]]
        export = "sessions"
        dates = ["dd/mm/yyyy"]
        blanks = ["none"]
        columns = { date = "Held", case_id = "Child" }
        values.status = { Completed = "held", Void = "cancelled" }
        [[mapping]]
        export = "sessions"
        files = ["case notes.csv"]
        blanks = ["-1"]
        columns = { date = "Event" }
        values.status.Void = ""
    "#;
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let look = mapping.look(Export::Sessions, r"N:\exports\case notes.csv");
    assert_eq!(look.dates.others[0].to_string(), "dd/mm/yyyy");
    assert!(look.is_blank("NONE") && look.is_blank("-1") && !look.is_blank("1"));
    assert_eq!(look.columns["date"], ["Event"]);
    assert_eq!(look.columns["case_id"], ["Child"]);
    assert_eq!(look.values["status"]["void"], "");
    assert_eq!(look.values["status"]["completed"], "held");
    assert_eq!(
        mapping.look(Export::Sessions, "other.csv").columns["date"],
        ["Held"]
    );
    assert_eq!(
        mapping.look(Export::Staff, "case notes.csv").dates.others[0].to_string(),
        "yyyy-mm-dd"
    );
}

#[test]
fn of_a_file_that_is_one_column_none_is_proposed() {
    let Err(Unusable(said)) = one(
        Export::Staff,
        b"staff_id^role^start_date\nW1^x^2026-01-01\n",
        "",
    ) else {
        panic!("read");
    };
    let kinds: Vec<&str> = said.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, ["no-known-header"]);
}
