//! A policy against exports that lack what it names.
#![expect(
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a test with its snapshot is as long as what it shows"
)]

use annotate_snippets::Renderer;
use oversight::calendar::Day;
use oversight::policy::{Policy, against};
use oversight::records::{Dataset, Export};

const STAFF: &str = "
staff_id,role,start_date,supervisor_id,team,placement_kind
W1,social-worker,2024-01-08,M1,North,long
M1,team-manager,2020-03-02,,North,short
";
const CASES: &str = "
case_id,case_type,opened,allocated_to
C1,child-protection,2026-01-05,W1
";
const SESSIONS: &str = "
date,kind,supervisee_id,supervisor_id,case_id,status,recorded_on
2026-05-01,personal,W1,M1,,held,2026-05-03
2026-05-02,case,W1,M1,C1,,
";

/// What is said of clauses against the exports above; an empty text leaves an export out.
fn said(clauses: &str, [staff, cases, sessions]: [&str; 3]) -> String {
    let exports = [
        (Export::Staff, staff),
        (Export::Cases, cases),
        (Export::Sessions, sessions),
    ];
    said_of(clauses, &exports)
}

/// What is said of clauses against exports, of which there may be several of a kind.
fn said_of(clauses: &str, exports: &[(Export, &str)]) -> String {
    let text = format!("[policy]\nname = \"P\"\n\n{}", clauses.trim_start());
    let policy = Policy::parse(&text, "policy.toml").unwrap();
    let taken = Day::parse_iso("2026-10-31").unwrap();
    let data = Dataset::from_exports(exports, &policy.demand(), taken).unwrap();
    let warnings = against(&policy, &data);
    let drawn = warnings
        .iter()
        .map(|warning| warning.render(&policy.text, &policy.file, &Renderer::plain()));
    drawn.collect::<Vec<_>>().join("\n\n")
}

const ALL: [&str; 3] = [STAFF, CASES, SESSIONS];

#[test]
fn what_the_exports_have_is_not_spoken_of() {
    let clauses = r#"
[[staff-supervision]]
id = "a"
for = { role = "Social Worker", supervises = false, case_holder = true, supervisor.role = "team-manager" }
every = "1 month"

[[case-supervision]]
id = "b"
for = { case_type = "child-protection", worker.team = "north" }
every = "1 month"

[[recording]]
id = "c"
for = { kind = "personal", by_line_manager = true, supervisee.role = "social-worker" }
evidence = "recorded_on"

[[caseload]]
id = "d"
at-most = "15 cases"
"#;
    insta::assert_snapshot!(said(clauses, ALL), @"");
}

#[test]
fn a_column_of_the_councils_own_that_no_export_has_comes_with_the_nearest() {
    let clauses = r#"
[[staff-supervision]]
id = "a"
for = { placement_knd = "long" }
every = "1 month"

[[staff-supervision]]
id = "b"
for = [{ role = "social-worker" }, { desk = { known = true } }]
every = "1 month"
"#;
    insta::assert_snapshot!(said(clauses, ALL), @r#"
    warning[unknown-column]: `a` can't be tested: no staff export has a column `placement_knd`
     --> policy.toml:6:9
      |
    6 | for = { placement_knd = "long" }
      |         ^^^^^^^^^^^^^
      |
      = help: did you mean `placement_kind`? or add the column, blank where it does not apply

    warning[unknown-column]: `b` can't be tested: no staff export has a column `desk`
      --> policy.toml:11:38
       |
    11 | for = [{ role = "social-worker" }, { desk = { known = true } }]
       |                                      ^^^^
       |
       = help: add the column, blank where it does not apply, or map another name to it
    "#);
}

#[test]
fn a_usual_column_that_is_absent_is_named_once_with_its_clauses() {
    let clauses = r#"
[[case-supervision]]
id = "a"
for = { age = { under = "18 years" } }
every = "1 month"

[[case-supervision]]
id = "b"
for = { age = { at-least = "18 years" } }
every = "2 months"

[[caseload]]
id = "c"
at-most = "20 children"
pro-rata = "37 hours"

[[recording]]
id = "d"
for = { attendees = { over = 1 } }
evidence = ["recorded_on", "approved_on"]
from = "next_date"
"#;
    insta::assert_snapshot!(said(clauses, ALL), @r#"
    warning[unknown-column]: `a` and `b` can't be tested: no cases export has a column `date_of_birth`
     --> policy.toml:6:9
      |
    6 | for = { age = { under = "18 years" } }
      |         ^^^
      |
      = help: if one has it under another name, say so in the mapping of cases: columns.date_of_birth = "…"

    warning[unknown-column]: `c` can't be tested: no staff export has a column `hours_per_week`
      --> policy.toml:15:6
       |
    15 | id = "c"
       |      ^^^
       |
       = help: if one has it under another name, say so in the mapping of staff: columns.hours_per_week = "…"

    warning[unknown-column]: `c` can't be tested: no cases export has a column `children`
      --> policy.toml:15:6
       |
    15 | id = "c"
       |      ^^^
       |
       = help: if one has it under another name, say so in the mapping of cases: columns.children = "…"; if each row is one child, constants.children = "1"

    warning[unknown-column]: `d` can't be tested: no sessions export has a column `session_id`
      --> policy.toml:21:9
       |
    21 | for = { attendees = { over = 1 } }
       |         ^^^^^^^^^
       |
       = help: if one has it under another name, say so in the mapping of sessions: columns.session_id = "…"

    warning[unknown-column]: `d` can't be tested: no sessions export has a column `approved_on`
      --> policy.toml:22:28
       |
    22 | evidence = ["recorded_on", "approved_on"]
       |                            ^^^^^^^^^^^^^
       |
       = help: if one has it under another name, say so in the mapping of sessions: columns.approved_on = "…"

    warning[unknown-column]: `d` can't be tested: no sessions export has a column `next_date`
      --> policy.toml:23:8
       |
    23 | from = "next_date"
       |        ^^^^^^^^^^^
       |
       = help: if one has it under another name, say so in the mapping of sessions: columns.next_date = "…"
    "#);
}

#[test]
fn columns_that_keys_name_are_looked_for_too() {
    let clauses = r#"
[defaults.staff-supervision]
counts = { setting = "office" }

[[staff-supervision]]
id = "a"
from = ["start_date", "returned_on"]
stages = [{ every = "2 weeks", ends-on = "review_on" }, { every = { column = "agreed_interval" } }]
"#;
    insta::assert_snapshot!(said(clauses, ALL), @r#"
    warning[unknown-column]: `a` can't be tested: no sessions export has a column `setting`
     --> policy.toml:5:12
      |
    5 | counts = { setting = "office" }
      |            ^^^^^^^
      |
      = help: add the column, blank where it does not apply, or map another name to it

    warning[unknown-column]: `a` can't be tested: no staff export has a column `returned_on`
     --> policy.toml:9:23
      |
    9 | from = ["start_date", "returned_on"]
      |                       ^^^^^^^^^^^^^
      |
      = help: add the column, blank where it does not apply, or map another name to it

    warning[unknown-column]: `a` can't be tested: no staff export has a column `review_on`
      --> policy.toml:10:42
       |
    10 | stages = [{ every = "2 weeks", ends-on = "review_on" }, { every = { column = "agreed_interval" } }]
       |                                          ^^^^^^^^^^^
       |
       = help: add the column, blank where it does not apply, or map another name to it

    warning[unknown-column]: `a` can't be tested: no staff export has a column `agreed_interval`
      --> policy.toml:10:78
       |
    10 | stages = [{ every = "2 weeks", ends-on = "review_on" }, { every = { column = "agreed_interval" } }]
       |                                                                              ^^^^^^^^^^^^^^^^^
       |
       = help: add the column, blank where it does not apply, or map another name to it
    "#);
}

#[test]
fn a_value_that_no_row_has_comes_with_the_nearest() {
    let clauses = r#"
[defaults.staff-supervision]
counts = { kind = ["personal", "grup"] }

[[staff-supervision]]
id = "a"
for = { role = ["social-workr", "team-manager"], supervisor.role = "chief" }
every = "1 month"

[[staff-supervision]]
id = "b"
for = { role = { not = "social-workr" } }
every = "1 month"

[[recording]]
id = "c"
for = { kind = "grup" }
evidence = "recorded_on"
"#;
    insta::assert_snapshot!(said(clauses, ALL), @r#"
    warning[unknown-value]: no row of the sessions export has `grup` in `kind`, which `a`, `b` and `c` name
     --> policy.toml:5:32
      |
    5 | counts = { kind = ["personal", "grup"] }
      |                                ^^^^^^
      |
      = help: the export has `case`, which no clause names; if that stands for it, say so in the mapping of sessions: values.kind."…" = "grup"

    warning[unknown-value]: no row of the staff export has `social-workr` in `role`, which `a` and `b` name
     --> policy.toml:9:17
      |
    9 | for = { role = ["social-workr", "team-manager"], supervisor.role = "chief" }
      |                 ^^^^^^^^^^^^^^
      |
      = help: did you mean `social-worker`? or say which word stands for it in the mapping of staff: values.role."…" = "social-workr"

    warning[unknown-value]: no row of the staff export has `chief` in `role`, which `a` names
     --> policy.toml:9:68
      |
    9 | for = { role = ["social-workr", "team-manager"], supervisor.role = "chief" }
      |                                                                    ^^^^^^^
      |
      = help: the export has `social-worker`, which no clause names; if that stands for it, say so in the mapping of staff: values.role."…" = "chief"
    "#);
}

#[test]
fn what_a_plan_counts_is_held_against_the_sessions() {
    let clauses = r#"
[[schedule]]
id = "a"
counts = { kind = ["personal", "grup"] }
"#;
    insta::assert_snapshot!(said(clauses, ALL), @r#"
    warning[unknown-value]: no row of the sessions export has `grup` in `kind`, which `a` names
     --> policy.toml:6:32
      |
    6 | counts = { kind = ["personal", "grup"] }
      |                                ^^^^^^
      |
      = help: the export has `case`, which no clause names; if that stands for it, say so in the mapping of sessions: values.kind."…" = "grup"
    "#);
}

#[test]
fn an_export_that_was_not_given_is_named_once() {
    let clauses = r#"
[[case-supervision]]
id = "a"
for = { case_type = "child-protection" }
every = "1 month"

[[case-supervision]]
id = "b"
for = { risk = "high" }
every = "1 month"

[[staff-supervision]]
id = "c"
for = { case_holder = false }
every = "6 weeks"
"#;
    insta::assert_snapshot!(said(clauses, [STAFF, "", SESSIONS]), @r#"
    warning[missing-export]: `a`, `b` and `c` can't be tested: no cases export was given
     --> policy.toml:6:9
      |
    6 | for = { case_type = "child-protection" }
      |         ^^^^^^^^^
    "#);
}

#[test]
fn a_type_that_stands_only_beside_another_is_there() {
    let clauses = "[[case-supervision]]\nid = 'plans'\nfor = { case_type = 'child-in-need' }\nevery = '1 month'";
    let text = format!("[policy]\nname = \"P\"\n\n{clauses}");
    let policy = Policy::parse(&text, "policy.toml").unwrap();
    let taken = Day::parse_iso("2026-10-31").unwrap();
    let cases = format!("{CASES}C2,child-in-need,2026-01-05,W1\n");
    let mut data =
        Dataset::from_texts(STAFF, &cases, SESSIONS, "", &policy.demand(), taken).unwrap();
    let first = data.cases[0].episodes[0].case_type;
    let need = std::mem::replace(&mut data.cases[1].episodes[0].case_type, first).unwrap();
    assert_eq!(against(&policy, &data).len(), 1);
    data.cases[0].episodes[0].beside = Box::new([need]);
    assert_eq!(against(&policy, &data).len(), 0);
}

#[test]
fn a_column_that_one_of_two_files_lacks_is_told_with_its_rows() {
    let clauses = r#"
[[staff-supervision]]
id = "face to face"
every = "4 weeks"
counts = { kind = "personal", format = "in person" }

[[recording]]
id = "record"
for = { kind = "personal" }
evidence = "recorded_on"

[[session]]
id = "children"
for = { kind = "case" }
must = { case_notes_on = { known = true } }

[[staff-supervision]]
id = "newly"
for = { asye = true }
every = "2 weeks"
"#;
    let people = "date,kind,supervisee_id,status,format\n\
                  2026-05-01,personal,W1,held,in person\n\
                  2026-05-20,personal,W1,,in person\n\
                  2026-06-01,personal,W1,cancelled,in person\n";
    let cases = "date,kind,supervisee_id,case_id,recorded_on,case_notes_on\n\
                 2026-05-02,case,W1,C1,2026-05-03,2026-05-03\n\
                 2026-05-02,personal,M1,,2026-05-03,\n";
    let exports = [
        (
            Export::Staff,
            "staff_id,role,start_date,asye\nW1,sw,2024-01-08,yes",
        ),
        (
            Export::Staff,
            "staff_id,role,start_date\nM1,manager,2020-03-02",
        ),
        (Export::Cases, CASES),
        (Export::Sessions, people),
        (Export::Sessions, cases),
    ];
    insta::assert_snapshot!(said_of(clauses, &exports), @r#"
    warning[column-in-one-file-only]: `sessions` has no column `format`, which another sessions file has: 1 row of it is blank where `face to face` reads it
     --> policy.toml:7:31
      |
    7 | counts = { kind = "personal", format = "in person" }
      |                               ^^^^^^
      |
      = help: if it stands there under another name, say so in a mapping with files = ["sessions"]: columns.format = "…"; else export the file with it

    warning[column-in-one-file-only]: `sessions` has no column `recorded_on`, which another sessions file has: 2 rows of it are blank where `record` reads it
      --> policy.toml:12:12
       |
    12 | evidence = "recorded_on"
       |            ^^^^^^^^^^^^^
       |
       = help: if it stands there under another name, say so in a mapping with files = ["sessions"]: columns.recorded_on = "…"; else export the file with it

    warning[column-in-one-file-only]: `staff` has no column `asye`, which another staff file has: 1 row of it is blank where `newly` reads it
      --> policy.toml:21:9
       |
    21 | for = { asye = true }
       |         ^^^^
       |
       = help: if it stands there under another name, say so in a mapping with files = ["staff"]: columns.asye = "…"; else export the file with it
    "#);
}

#[test]
fn a_column_is_missed_only_in_rows_that_the_clause_may_be_about() {
    let clause = "[[staff-file]]\nid = \"insured\"\nfor = { employment = \"agency\" }\nmust = { insurance_until = { known = true } }\n";
    let said = |employment: &str| {
        let permanent =
            format!("staff_id,role,start_date,employment\nW1,sw,2024-01-08,{employment}");
        let exports = [
            (Export::Staff, permanent.as_str()),
            (
                Export::Staff,
                "staff_id,role,start_date,employment,insurance_until\nW2,sw,2024-01-08,agency,2027-01-01",
            ),
            (Export::Cases, CASES),
            (
                Export::Sessions,
                "date,kind,supervisee_id\n2026-05-01,personal,W1",
            ),
        ];
        said_of(clause, &exports)
    };
    assert_eq!(said("permanent"), "");
    for employment in ["agency", ""] {
        let said = said(employment);
        assert!(
            said.contains("1 row of it is blank where `insured` reads it"),
            "{said}"
        );
    }
}

#[test]
fn a_kind_of_held_session_that_no_clause_names_is_told() {
    let clause = "[[staff-supervision]]\nid = \"a\"\nevery = \"1 month\"\n";
    let rows = "2026-05-01,1:1 via Teams,W1,held\n2026-05-02,1:1 via Teams,W1,\n2026-05-03,peer,W1,held\n\
                2026-05-04,tea,W1,cancelled\n2026-05-05,personal,W1,held\n";
    let sessions = format!("date,kind,supervisee_id,status\n{rows}");
    insta::assert_snapshot!(said(clause, [STAFF, CASES, &sessions]), @r#"
    warning[unnamed-kind]: no clause names these kinds of held sessions, so that they count for none that goes by kind: `1:1 via Teams` (2 rows)
     --> policy.toml:1:1
      |
    1 | [policy]
      | ^
      |
      = help: if one stands for another, say so in the mapping of sessions: values.kind."1:1 via Teams" = "…"
    "#);
    let others = format!(
        "{clause}counts = {{ kind = {{ not = \"tea\" }} }}\n[[recording]]\nid = \"r\"\nfor = {{ kind = \"case\" }}\nevidence = \"recorded_on\"\n"
    );
    assert!(!said(&others, [STAFF, CASES, &sessions]).contains("unnamed-kind"));
    let named = format!("{clause}counts = {{ kind = [\"personal\", \"1:1 via Teams\"] }}\n");
    assert_eq!(said(&named, [STAFF, CASES, &sessions]), "");
}
