//! What is proposed for small files, and what is not.

use super::*;
use crate::records::Mapping;

fn sheet(name: &str, text: &str) -> Sheet {
    let mut preview = Preview::of(name, text.trim_start().as_bytes().to_vec());
    preview.sheets.pop().unwrap()
}

fn proposed(files: &[(&str, &str)]) -> Proposal {
    let sheets: Vec<Sheet> = files.iter().map(|(name, text)| sheet(name, text)).collect();
    let proposal = propose(&sheets);
    // Whatever is proposed can be read.
    Mapping::parse(&proposal.mapping, "mapping.toml").unwrap();
    proposal
}

const STAFF: (&str, &str) = (
    "HR list.csv",
    "
Worker No;Worker Name;Job Title;Started;Left;Line Manager No;NQSW;Locker
W1;Jane Doe;Social Worker;25/01/2020;;W2;Y;12
W2;Ann Roe;Team Manager;13/01/2019;31/12/9999;;N;
",
);

const CASES: (&str, &str) = (
    "open cases.csv",
    "
Child Unique ID,Case Status,Start Date,End Date,Allocated Worker
C1,CIN,2026-01-01,NULL,\"DOE, Jane\"
C2,CP plan,2026-01-01,,Ann Roe
",
);

const SESSIONS: (&str, &str) = (
    "supervision.csv",
    "
Event Date,Outcome,Worker,Manager,Child Unique ID,Created on
01/02/2026,Held - virtual,W1,W2,C1,2026-02-03T10:00:00
02/02/2026,Void-ish,W1,W2,,
",
);

#[test]
fn each_line_of_a_proposal_has_its_reason() {
    insta::assert_snapshot!(proposed(&[SESSIONS, STAFF, CASES]).mapping, @r#"
    # How these exports look, as `oversight init` took them to be. Read every line. On the left this program's word, on the
    # right your header; under `values` it is the other way round: what stands in the export = what it means.

    [[mapping]]
    export = "staff"                       # HR list.csv: 2 rows
    dates = ["dd/mm/yyyy"]

    [mapping.columns]
    staff_id = "Worker No"                 # its own name in other words
    role = "Job Title"                     # often called so
    start_date = "Started"                 # often called so
    name = "Worker Name"                   # often called so
    supervisor_id = "Line Manager No"      # often called so; 1 of its 1 values are staff ids
    end_date = "Left"                      # often called so
    asye = "NQSW"                          # often called so

    # Kept under their own names, for a policy to use:
    #   locker

    [[mapping]]
    export = "cases"                       # open cases.csv: 2 rows
    blanks = ["NULL"]                      # cells that mean nothing
    by-name = ["allocated_to"]             # names in place of ids

    [mapping.columns]
    case_id = "Child Unique ID"            # often called so
    case_type = "Case Status"              # often called so
    opened = "Start Date"                  # often called so
    closed = "End Date"                    # often called so
    allocated_to = "Allocated Worker"      # often called so; 2 of its 2 values are names of staff

    [mapping.values.case_type]
    "CIN" = "child-in-need"                # 1 row
    "CP plan" = "child-protection"         # 1 row

    [[mapping]]
    export = "sessions"                    # supervision.csv: 2 rows
    dates = { date = ["dd/mm/yyyy"], "*" = ["yyyy-mm-dd"] } # every date of `Event Date` could also be read in the other order
    constants = { kind = "case" }          # no column says it: check that this holds for every row

    [mapping.columns]
    date = "Event Date"                    # often called so
    supervisee_id = "Worker"               # often called so; 1 of its 1 values are staff ids
    supervisor_id = "Manager"              # often called so; 1 of its 1 values are staff ids
    case_id = "Child Unique ID"            # often called so; 1 of its 1 values are ids of cases
    status = "Outcome"                     # often called so
    recorded_on = "Created on"             # often called so

    [mapping.values.status]
    "Held - virtual" = "held"              # 1 row
    # "Void-ish" = "…"                     # 1 row: say what it means
    "#);
}

#[test]
fn what_cannot_be_placed_is_told() {
    let stray = ("rota.csv", "Week,Duty\n1,W1\n");
    let hours = (
        "overtime.csv",
        "Worker No,Job Title,Overtime hours\nW1,Social Worker,3\n",
    );
    let proposal = proposed(&[SESSIONS, STAFF, stray, hours]);
    insta::assert_snapshot!(proposal.unplaced.join("\n"), @"
    `rota.csv` looks like none of the exports
    `overtime.csv` looks most like the staff export, but no header looks like its column `start_date`
    `supervision.csv`: no column says the kind of session, and some rows name a case and others none
    `supervision.csv`, column `Outcome`: say what `Void-ish` means as `status`; until then such rows are left out
    no file looks like the cases export, without which there is no audit
    ");
    let told = "`supervision.csv`, column `Event Date`: every date fits `dd/mm/yyyy` and `mm/dd/yyyy`; the first is proposed";
    assert_eq!(proposal.doubtful, [told]);
    let placed = proposal.files.iter();
    let placed: Vec<(&str, Export, u32)> = placed
        .map(|file| (file.name.as_str(), file.export, file.rows))
        .collect();
    assert_eq!(
        placed,
        [
            ("HR list.csv", Export::Staff, 2),
            ("supervision.csv", Export::Sessions, 2)
        ]
    );
}

#[test]
fn month_first_is_seen_where_the_cells_allow_nothing_else() {
    let sessions = (
        "supervision.csv",
        "Session date,Type,Supervisee,Created on\n02/25/2026,1:1,W1,01/02/2026\n03/01/2026,1:1,W1,03/02/2026\n",
    );
    let proposal = proposed(&[sessions]);
    assert!(
        proposal.mapping.contains("dates = [\"mm/dd/yyyy\"]\n"),
        "{}",
        proposal.mapping
    );
    assert_eq!(proposal.doubtful, [""; 0]);
}

#[test]
fn dates_in_two_ways_and_cells_that_are_none_are_told() {
    let rows = (10..30).map(|day| format!("W1,{day}/01/2026,{day}-Jan-26\n"));
    let rows = rows.collect::<Vec<String>>().concat();
    let text = format!("Staff ID,From,To\n{rows}W1,TBC,\nW1,2026-01-05,31/12/9999\n");
    let proposal = proposed(&[("sickness.csv", &text)]);
    let line = "dates = { to = [\"dd-mmm-yy\"], \"*\" = [\"dd/mm/yyyy\", \"yyyy-mm-dd\"] }\n";
    assert!(proposal.mapping.contains(line), "{}", proposal.mapping);
    let told = "`sickness.csv`, column `From`: 1 cell is no date in any usual way, such as `TBC`";
    assert_eq!(proposal.doubtful[0], told);
}

#[test]
fn a_staff_export_without_ids_goes_by_names() {
    let staff = "Worker,Job title,Start date,Line manager\nJane Doe,SW,2020-01-01,\"Roe, Ann\"\nAnn Roe,TM,2020-01-01,\n";
    let mapping = proposed(&[("staff.csv", staff)]).mapping;
    assert!(
        mapping.contains("by-name = [\"staff_id\", \"supervisor_id\"]"),
        "{mapping}"
    );
    assert!(mapping.contains("staff_id = \"Worker\" "), "{mapping}");
    assert!(mapping.contains("\nname = \"Worker\" "), "{mapping}");
}

#[test]
fn rows_with_and_without_a_child_are_told_when_no_column_says_the_kind() {
    let told = proposed(&[SESSIONS]).unplaced.join("\n");
    assert!(
        told.contains("some rows name a case and others none"),
        "{told}"
    );
}

#[test]
fn ids_tell_which_of_two_columns_is_the_child() {
    let sessions = (
        "case supervision.csv",
        "Held date,Person ID,Worker ID\n2026-01-01,C1,W1\n2026-01-02,C2,W2\n",
    );
    let mapping = proposed(&[STAFF, CASES, sessions]).mapping;
    assert!(mapping.contains("case_id = \"Person ID\""), "{mapping}");
    assert!(
        mapping.contains("supervisee_id = \"Worker ID\""),
        "{mapping}"
    );
}

#[test]
fn no_text_of_a_file_breaks_the_mapping() {
    let staff = "Worker No,Job Title,Started,\"He said \"\"x\"\"\n\\\",Outcome\n\"a\"\"b\",\"x\ny\",2020-01-01,,\u{1}\n";
    proposed(&[("st\"aff\n\\.csv", staff), ("empty.csv", "Date,Type\n")]);
}

#[test]
fn an_activity_with_one_date_needs_no_known_header_for_it() {
    let reports = (
        "management reports.csv",
        "Meeting,Presented by\n2026-09-15,W2\n2026-10-15,W2\n",
    );
    let mapping = proposed(&[STAFF, reports]).mapping;
    assert!(
        mapping.contains("date = \"Meeting\"                       # the only column of dates"),
        "{mapping}"
    );
    assert!(
        mapping.contains("constants = { kind = \"report\" }"),
        "{mapping}"
    );
}

#[test]
fn headers_that_stand_again_are_no_row() {
    let rows = SESSIONS.1.trim_start();
    let proposal = proposed(&[("supervision.csv", &format!("{rows}{rows}"))]);
    assert_eq!(proposal.files[0].rows, 4);
}

#[test]
fn a_column_that_is_called_right_and_holds_something_else_is_named() {
    let rows = "Date,Type,Status,Worker ID,Recorded on\n46266,1:1,Held,W1,2026-09-02\n46267,1:1,Held,W1,2026-09-03\n";
    let proposal = proposed(&[("supervision.xlsx", rows)]);
    assert_eq!(proposal.files, []);
    assert_eq!(
        proposal.unplaced[0],
        "`supervision.xlsx` looks most like the sessions export, but under `Date`, which is called as its column `date` \
         is, are no dates but numbers, such as `46266`; if Excel shows dates so, give the column a date format: Format \
         Cells, Date"
    );
    let days = rows.replace("46266", "Tue 1 September 2026");
    let days = days.replace("46267", "2 September 2026");
    let told = proposed(&[("supervision.csv", &days)]).unplaced.remove(0);
    assert!(
        told.contains("most cells are no dates in a usual way, such as `2 September 2026`; usual are `dd/mm/yyyy`, "),
        "{told}"
    );
    let names = rows
        .replace("46266", "Ann Able")
        .replace("46267", "Ben Best");
    let told = proposed(&[("supervision.csv", &names)]).unplaced.remove(0);
    assert!(
        told.contains("no dates in a usual way; usual are"),
        "{told}"
    );
}

#[test]
fn dates_in_the_other_order_are_told() {
    let days = (13..28).map(|day| format!("W1,{day}/01/2026\n"));
    let days: String = days.collect();
    let text = format!("Staff ID,From\n{days}W1,01/30/2026\n");
    let told = proposed(&[("sickness.csv", &text)]).doubtful.remove(0);
    assert!(
        told.contains("1 cell is written another way than the others, such as `01/30/2026`, which is `mm/dd/yyyy`; "),
        "{told}"
    );
}

#[test]
fn a_column_called_by_its_own_name_is_kept_whatever_its_words() {
    let staff =
        "Staff ID,Role,Start date,ASYE\nW1,SW,2020-01-01,ASYE Year 1\nW2,SW,2020-01-01,Qualified\n";
    let sessions = "Date,Kind,Supervisee,Status,Minutes,Recorded on\n\
                    2026-01-05,1:1,W1,Approved,75 mins,done\n2026-02-05,1:1,W1,Approved,80 mins,done\n";
    let proposal = proposed(&[("staff.csv", staff), ("supervision.csv", sessions)]);
    for line in [
        "[mapping.values.status]\n# \"Approved\" = \"…\" ",
        "[mapping.values.asye]\n# \"ASYE Year 1\" = \"…\" ",
        "\nminutes = \"Minutes\" ",
        "\nrecorded_on = \"Recorded on\" ",
    ] {
        assert!(proposal.mapping.contains(line), "{}", proposal.mapping);
    }
    assert!(!proposal.mapping.contains("# Kept under"));
    insta::assert_snapshot!(proposal.unplaced.join("\n"), @"
    `staff.csv`, column `ASYE`: say what `ASYE Year 1` and `Qualified` mean as `asye`; until then such rows are left out
    `supervision.csv`, column `Minutes`: it is read as `minutes`, and most cells are no numbers; such rows are left out: mend the cells, or give the column another name in the export
    `supervision.csv`, column `Recorded on`: it is read as `recorded_on`, and most cells are no dates in a usual way; such rows are left out: mend the cells, or give the column another name in the export
    `supervision.csv`, column `Status`: say what `Approved` means as `status`; until then such rows are left out
    no file looks like the cases export, without which there is no audit
    ");
}

#[test]
fn words_nobody_knows_cost_a_column_of_another_name_its_place() {
    let sessions = (
        "supervision.csv",
        "Date,Kind,Supervisee,Outcome\n2026-01-05,1:1,W1,Approved\n",
    );
    let mapping = proposed(&[STAFF, sessions]).mapping;
    assert!(!mapping.contains("status ="), "{mapping}");
}

#[test]
fn a_kind_or_a_type_of_case_that_nobody_knows_is_told() {
    let cases = (
        "cases.csv",
        "Case ID,Case type,Opened,Team\nC1,EHM,2026-01-01,North\nC2,looked-after,2026-01-01,South\n",
    );
    let sessions = (
        "supervision.csv",
        "Date,Kind,Supervisee\n2026-01-05,1:1 Supervision,W1\n2026-02-05,PS,W1\n2026-03-05,Monthly,W1\n\
         2026-03-05,PS,W2\n2026-04-05,Case,W1\n",
    );
    let proposal = proposed(&[STAFF, cases, sessions]);
    let (_, written) = proposal.mapping.split_once("values.case_type]").unwrap();
    let (types, written) = written.split_once("[[mapping]]").unwrap();
    let (_, kinds) = written.split_once("values.kind]").unwrap();
    insta::assert_snapshot!(types.trim(), @r#"# "EHM" = "…"                          # 1 row: say what it means, if a policy has another word for it"#);
    insta::assert_snapshot!(kinds.trim(), @r#"
    "1:1 Supervision" = "personal"         # 1 row
    # "Monthly" = "…"                      # 1 row: say what it means, if a policy has another word for it
    # "PS" = "…"                           # 2 rows: say what it means, if a policy has another word for it
    "#);
    insta::assert_snapshot!(proposal.doubtful.join("\n"), @"
    `cases.csv`, column `Case type`: `EHM` (1 row) is read as it stands; if it is what a policy calls `child-in-need`, `child-protection`, `looked-after`, `care-leaver` or `assessment`, say so in the mapping
    `supervision.csv`, column `Kind`: `Monthly` (1 row), `PS` (2 rows) are read as they stand; if one is what a policy calls `personal`, `case`, `group`, `peer` or `informal`, say so in the mapping
    ");
}

#[test]
fn a_bare_name_is_the_workers_where_most_of_its_names_are_of_staff() {
    let tracker = (
        "supervision log.csv",
        "
Name,Supervisor,Date,Type,Duration (mins)
\"Doe, Jane\",Ann Roe,03/02/2026,1:1,60
Jane Doe,Ann Roe,20/02/2026,1:1,1hr 30
",
    );
    let children = (
        "case supervision.csv",
        "
Child Unique ID,Name,Date,Type
C1,Kim Poe,03/02/2026,case discussion
C2,Lou Poe,20/02/2026,case discussion
",
    );
    let leave = (
        "annual leave.csv",
        "
Name,First day,Last day
Jane Doe,02/03/2026,13/03/2026
",
    );
    let proposal = proposed(&[tracker, children, leave, STAFF, CASES]);
    let mapping = &proposal.mapping;
    for line in [
        "supervisee_id = \"Name\"                 # often called so; 2 of its 2 values are names of staff",
        "staff_id = \"Name\"                      # often called so; 1 of its 1 values are names of staff",
    ] {
        assert!(mapping.contains(line), "{mapping}");
    }
    assert_eq!(mapping.matches("= \"Name\"").count(), 2, "{mapping}");
    let said = "`supervision log.csv`, column `Duration (mins)`: it is called as `minutes` is, and some of its cells are \
                no numbers, so it is not read; if it is meant, add columns.minutes = \"Duration (mins)\", and below \
                values.minutes which number each word stands for";
    assert!(
        proposal.doubtful.iter().any(|one| one == said),
        "{:?}",
        proposal.doubtful
    );
}

#[test]
fn a_grid_of_months_is_told_to_be_one() {
    let said = "`tracker.csv` has a column for each month or day, expected a row for each session with its date in a cell; \
                see whether the tracker can be had as such a list";
    for months in [
        "Jan-26,Feb-26,Mar-26,Apr-26",
        "June,July,Aug,Sept",
        "01/01/2026,01/02/2026,01/03/2026,01/04/2026",
    ] {
        let grid =
            format!("Team,Name,Line manager,{months}\nNorth,Jane Doe,Ann Roe,3.1.26,x,x,x\n");
        let proposal = proposed(&[("tracker.csv", &grid), STAFF, CASES]);
        assert!(
            proposal.unplaced.iter().any(|one| one == said),
            "{:?}",
            proposal.unplaced
        );
    }
}
