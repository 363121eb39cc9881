//! Rows accepted and rejected, and every message about their cells.

use super::*;

#[test]
fn rows_become_posts_cases_sessions_and_absences() {
    let data = texts(
        "
        staff_id, role,          start_date, team,  supervisor_id, fte
        W1,       social worker, 2024-01-08, North, M1,            0.8
        M1,       team manager,  2020-03-02, North, ,              1
        ",
        "
        case_id, case_type, opened,     closed, allocated_to, children
        C1,      CIN,       2026-01-05, ,       W1,           2
        C1,      CP,        2026-04-01, ,       W1,           2
        ",
        "
        date,       kind,     supervisee_id, supervisor_id, case_id, status, recorded_on, minutes
        2026-05-01, personal, W1,            M1,            ,        held,   2026-05-03,  90
        2026-05-02, case,     W1,            M1,            C1,      ,       ,            45.0
        ",
        "
        staff_id, from,       to,         reason
        W1,       2026-06-01, 2026-06-20, sick
        ",
    );
    assert_eq!(said(&data), "");
    let worker = data.staff_ids.get("W1").and_then(StaffIx::at).unwrap();
    let post = &data.member(worker).unwrap().posts[0];
    assert_eq!(data.text(post.role), "social worker");
    assert_eq!(post.fte.unwrap().to_string(), "0.8");
    assert_eq!(data.place(post.row).to_string(), "staff:2");
    assert_eq!(data.staff_id(post.supervisor.unwrap()), "M1");
    let case = data.case_ids.get("C1").and_then(CaseIx::at).unwrap();
    let types: Vec<&str> = data
        .case(case)
        .unwrap()
        .episodes
        .iter()
        .map(|row| data.text(row.case_type))
        .collect();
    assert_eq!(types, ["CIN", "CP"]);
    assert_eq!(data.sessions[1].minutes, Some(45));
    assert!(data.sessions[1].is_held());
    assert_eq!(data.index.sessions_of_staff(worker).len(), 2);
    assert_eq!(data.index.absences_of_staff(worker).len(), 1);
    for file in &data.files {
        assert_eq!(file.read, file.accepted, "{}", file.name);
    }
}

#[test]
fn every_bad_cell_of_a_row_is_named_and_the_row_rejected_once() {
    insta::assert_snapshot!(told(Export::Staff, "
        Staff ID, Role,   Start Date, End Date,   Hours per Week, FTE
        W1,       worker, 31/02/2026, 2026-13-01, lots,           37
        ,         ,       ,           ,           ,
        ,         worker, ,           ,           -1,
        W3,       worker, 2026-02-01, 2026-01-01, 37,             0.5
    ", ""), @r#"
    read 3, accepted 0, rejected 3
    exports/staff.csv:2, column `Start Date`: not a date, found `31/02/2026`, expected a date written `yyyy-mm-dd`
    exports/staff.csv:2, column `End Date`: the calendar has no such day, found `2026-13-01`, expected a date written `yyyy-mm-dd`
    exports/staff.csv:2, column `Hours per Week`: not a number, found `lots`, expected hours a week, 0 to 168; see what stands there with --verbose; if it stands for a number, say so in the mapping of staff: values.hours_per_week."…" = "…"
    exports/staff.csv:2, column `FTE`: not a number that can be, found `37`, expected a full-time equivalent from 0 to 1
    exports/staff.csv:4, column `Staff ID`: `staff_id` is blank, expected an id
    exports/staff.csv:4, column `Start Date`: `start_date` is blank, expected a date written `yyyy-mm-dd`
    exports/staff.csv:4, column `Hours per Week`: not a number that can be, found `-1`, expected hours a week, 0 to 168
    exports/staff.csv:5, column `End Date`: the post ends before it starts, found `2026-01-01`, expected 2026-02-01 (`start_date`) or later
    "#);
}

#[test]
fn cases_reject_what_cannot_be() {
    insta::assert_snapshot!(told(Export::Cases, "
        case_id, case_type, opened,     closed,     children
        C1,      CIN,       2026-02-01, 2026-01-01, 1
        C2,      CIN,       2026-02-01, 2026-02-01, 1.5
        C3,      CIN,       2026-02-01, 2026-02-01, -1
        C4,      CIN,       2026-02-01, 2026-02-01, 2.0
        C5,      -,         2026-02-01, ,           2
    ", ""), @r"
    read 5, accepted 1, rejected 4
    exports/cases.csv:2, column `closed`: the case closed before it opened, found `2026-01-01`, expected 2026-02-01 (`opened`) or later
    exports/cases.csv:3, column `children`: not a number that can be, found `1.5`, expected a whole number of children
    exports/cases.csv:4, column `children`: not a number that can be, found `-1`, expected a whole number of children
    exports/cases.csv:6, column `case_type`: `case_type` is blank, expected a value
    ");
}

#[test]
fn sessions_reject_what_cannot_be() {
    insta::assert_snapshot!(told(Export::Sessions, "
        date,       kind,     status,  depth, recorded_on, minutes
        2026-11-01, personal, held,    ,      ,
        2026-11-01, personal, planned, ,      2026-10-01,
        2026-11-01, personal, hled,    ,      ,
        2026-10-31, personal, ,        light, 2026-10-30,
        2026-10-31, personal, ,        deep,  ,            1:30
        2026-10-31, personal, Moved,   ,      ,            90.0
    ", ""), @r#"
    read 6, accepted 2, rejected 4
    exports/sessions.csv: 2 rows name neither a supervisee nor a case: lines 3, 5; no clock stops for them
    exports/sessions.csv:2, column `date`: a session is held on a day after the exports were taken, found `2026-11-01`, expected 2026-10-31 or earlier, or another status such as `planned`
    exports/sessions.csv:4, column `status`: not a value of `status`, found `hled`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status."hled" = "held"
    exports/sessions.csv:5, column `recorded_on`: recorded before the session was held, found `2026-10-30`, expected 2026-10-31 (`date`) or later
    exports/sessions.csv:6, column `depth`: not a value of `depth`, found `deep`, expected `full` or `light`; say what it means in the mapping of sessions: values.depth."deep" = "…"
    exports/sessions.csv:6, column `minutes`: not a number, found `1:30`, expected a whole number of minutes; if it stands for a number, say so in the mapping of sessions: values.minutes."…" = "…"
    exports/sessions.csv:7, column `status`: not a value of `status`, found `Moved`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status."Moved" = "rearranged"
    "#);
}

#[test]
fn absences_reject_what_cannot_be() {
    insta::assert_snapshot!(told(Export::Absences, "
        staff_id, from,       to,         reason
        W1,       2026-02-01, 2026-01-31, sick
        W1,       2026-02-01, 2026-02-01, sick
    ", ""), @r"
    read 2, accepted 1, rejected 1
    exports/absences.csv:2, column `to`: the absence ends before it starts, found `2026-01-31`, expected 2026-02-01 (`from`) or later
    ");
}

#[test]
fn a_value_in_a_message_is_one_short_line() {
    let row = format!("date,kind\n\"x\t{}\",personal\n", "y".repeat(80));
    insta::assert_snapshot!(told(Export::Sessions, &row, ""), @r"
    read 1, accepted 0, rejected 1
    exports/sessions.csv:2, column `date`: not a date, found `x yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…`, expected a date written `yyyy-mm-dd`
    ");
}

#[test]
fn rows_of_unknown_staff_and_cases_are_used_and_counted() {
    let data = texts(
        "
        staff_id, role,   start_date
        W1,       worker, 2024-01-01
        W2,       worker, soon
        ",
        "
        case_id, case_type, opened,     allocated_to
        C1,      CIN,       2026-01-05, W9
        ",
        "
        date,       kind, supervisee_id, supervisor_id, case_id
        2026-05-01, case, W1,            M7,            C1
        2026-05-02, case, W8,            ,              C1
        2026-05-03, case, W8,            ,              C8
        2026-05-03, case, W2,            ,
        ",
        "
        staff_id, from
        W7,       2026-05-01
        ",
    );
    insta::assert_snapshot!(said(&data), @r"
    staff:3, column `start_date`: not a date, found `soon`, expected a date written `yyyy-mm-dd`
    cases: 1 row names a staff member or a case that no export has; staff: W9; are ids written alike in all exports?
    sessions: 2 rows name a staff member or a case that no export has; staff: W8; cases: C8
    absences: 1 row names a staff member or a case that no export has; staff: W7; are ids written alike in all exports?
    ");
    assert_eq!(data.sessions.len(), 4);
    let alone = texts(
        "",
        "",
        "date,kind,supervisee_id\n2026-05-01,personal,W1\n",
        "",
    );
    assert_eq!(said(&alone), "");
}

#[test]
fn demanded_columns_become_attributes_typed_as_asked() {
    let mut demand = Demand::default();
    for (column, kind) in [
        ("asye", ColumnType::Word),
        ("team", ColumnType::Word),
        ("panel_date", ColumnType::Date),
        ("grade", ColumnType::Word),
        ("absent_everywhere", ColumnType::Number),
    ] {
        demand.ask(Export::Staff, column, kind);
    }
    let table = "
        staff_id, role,   start_date, ASYE, Panel Date, Grade, Desk No.
        W1,       worker, 2024-01-01, Y,    2026-01-02, G7,    4
        W2,       worker, 2024-01-01, 0,    ,           ,      5
        W3,       worker, 2024-01-01, soon, tomorrow,   G7,    6
    ";
    let data = Dataset::from_texts(table, "", "", "", &demand, taken()).unwrap();
    insta::assert_snapshot!(said(&data), @r#"
    staff:4, column `ASYE`: not a value of `asye`, found `soon`, expected `yes` or `no`; say what it means in the mapping of staff: values.asye."soon" = "…"
    staff:4, column `Panel Date`: not a date, found `tomorrow`, expected a date written `yyyy-mm-dd`
    "#);
    let columns = &data.staff_columns;
    let names = ["absent_everywhere", "asye", "grade", "panel_date"];
    assert!(columns.attributes.iter().map(|(name, _)| name).eq(names));
    let (grade, panel) = (data.words.get("g7"), Day::from_ymd(2026, 1, 2));
    let yes = Cell::Word(Word::TRUE);
    let first = [Cell::Blank, yes, grade.into(), panel.into()];
    let second = [
        Cell::Blank,
        Cell::Word(Word::FALSE),
        Cell::Blank,
        Cell::Blank,
    ];
    assert_eq!(*data.staff[0].posts[0].attributes, first);
    assert_eq!(*data.staff[1].posts[0].attributes, second);
    assert!(columns.has("desk_no") && columns.has("panel_date"));
    assert!(!columns.has("absent_everywhere"));
}

#[test]
fn session_attributes_keep_step_with_the_sessions() {
    let mut demand = Demand::default();
    demand.ask(Export::Sessions, "approved_on", ColumnType::Date);
    let table = "
        date,       kind,     approved_on
        2026-01-01, personal, 2026-01-04
        2026-01-02, personal, x
        2026-01-03, personal,
        2026-01-01, personal, 2026-01-04
        2026-01-04, personal, 2026-01-05
    ";
    let data = Dataset::from_texts("", "", table, "", &demand, taken()).unwrap();
    assert_eq!(data.files[0].rejected, 2);
    let day = |day| Cell::from(Day::from_ymd(2026, 1, day));
    assert_eq!(data.session_attributes, [[day(4), Cell::Blank, day(5)]]);
}

#[test]
fn an_id_that_another_system_writes_otherwise_is_a_warning() {
    let staff = "staff_id, role, start_date\nW01, sw, 2020-01-01\nW02, sw, 2020-01-01";
    let data = |id: &str| {
        let sessions = format!(
            "date, kind, supervisee_id\n2026-01-05, personal, W01\n2026-01-05, personal, W02\n2026-02-05, personal, {id}"
        );
        texts(
            staff,
            "case_id, case_type, opened\nC1, cin, 2026-01-01",
            &sessions,
            "",
        )
    };
    let told = said(&data("w-01"));
    assert!(told.contains("is `w-01` the same as `W01`?"), "{told}");
    assert!(!said(&data("W9")).contains("the same"));
}

#[test]
fn a_case_that_ends_while_an_earlier_row_goes_on_is_a_warning() {
    let cases = |first: &str, second: &str| {
        format!(
            "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2026-01-01, {first}, W1\nC1, cin, {second}, W2"
        )
    };
    let told = |cases: &str| {
        said(&texts(
            "staff_id, role, start_date\nW1, sw, 2020-01-01\nW2, sw, 2020-01-01",
            cases,
            "",
            "",
        ))
    };
    for (first, second) in [
        ("", "2026-02-01, 2026-05-01"),
        ("2026-05-02", "2026-02-01, 2026-05-01"),
    ] {
        let said = told(&cases(first, second));
        assert!(said.contains("1 case ends with a later row"), "{said}");
    }
    for (first, second) in [
        ("", "2026-02-01, "),
        ("2026-05-01", "2026-02-01, 2026-05-01"),
        ("", "2026-01-01, 2026-05-01"),
    ] {
        let said = told(&cases(first, second));
        assert!(!said.contains("ends"), "{said}");
    }
    for (third, is_hole) in [("2026-05-09", true), ("2026-05-08", false)] {
        let rows = cases("", "2026-02-01, 2026-05-01");
        let said = told(&format!("{rows}\nC1, cp, {third}, , W2"));
        assert_eq!(said.contains("ends with a later row"), is_hole, "{said}");
    }
}

#[test]
fn activity_rejects_what_cannot_be() {
    insta::assert_snapshot!(told(Export::Activity, "
        kind,      date,       staff_id, minutes
        appraisal, 2026-10-31, W1,       60
        appraisal, 2026-10-31, W1,       60
        appraisal, 2026-11-01, W1,
        ,          2026-10-30, W1,       1:30
    ", ""), @r#"
    read 4, accepted 1, rejected 3
    exports/activity.csv:3: the same row as exports/activity.csv:2; remove one of the two
    exports/activity.csv:4, column `date`: an activity is dated after the day the exports were taken, found `2026-11-01`, expected 2026-10-31 or earlier
    exports/activity.csv:5, column `kind`: `kind` is blank, expected a value
    exports/activity.csv:5, column `minutes`: not a number, found `1:30`, expected a whole number of minutes; if it stands for a number, say so in the mapping of activity: values.minutes."…" = "…"
    "#);
}

#[test]
fn activity_is_found_by_whom_it_was_about_who_did_it_and_the_case() {
    let mut demand = Demand::default();
    demand.ask(Export::Activity, "graded", ColumnType::Word);
    let texts = [
        (
            Export::Staff,
            "staff_id, role, start_date\nW1, sw, 2020-01-01\nM1, tm, 2020-01-01",
        ),
        (
            Export::Cases,
            "case_id, case_type, opened\nC1, cin, 2020-01-01",
        ),
        (
            Export::Activity,
            "kind, date, staff_id, by_id, case_id, graded\n\
             file-audit, 2026-03-02, W1, M1, C1, good\nappraisal, 2026-02-01, W1, M1, , \nfile-audit, 2026-03-03, W9, M1, C9,",
        ),
    ];
    let data = Dataset::from_exports(&texts, &demand, taken()).unwrap();
    let (worker, supervisor) = (StaffIx::at(0).unwrap(), StaffIx::at(1).unwrap());
    assert_eq!(data.index.activity_of_staff(worker), [1, 0], "by date");
    assert_eq!(data.index.activity_by_staff(supervisor), [1, 0, 2]);
    assert_eq!(data.index.activity_of_case(CaseIx::at(0).unwrap()), [0]);
    assert_eq!(data.activity_columns.attribute("graded"), Some(0));
    let file = data.files.last().unwrap();
    assert_eq!((file.read, file.accepted, file.unmatched), (3, 3, 1));
    assert!(
        said(&data).contains("staff: W9; cases: C9"),
        "{}",
        said(&data)
    );
}

#[test]
fn of_many_rows_that_name_nobody_the_first_are_named() {
    let rows = (1..8).map(|day| format!("2026-01-0{day},personal,\n2026-01-0{day},personal,W1\n"));
    let rows: String = rows.collect();
    let told = told(
        Export::Sessions,
        &format!("date,kind,supervisee_id\n{rows}"),
        "",
    );
    let lines = "7 rows name neither a supervisee nor a case: lines 2, 4, 6, 8, 10 and 2 more; no clock stops for them";
    assert!(told.contains(lines), "{told}");
}
