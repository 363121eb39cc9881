//! Rows whose cells cannot be so, and rows that do not go together.

use super::case::{Case, SOUND};

pub(super) const CASES: &[Case] = &[
    Case {
        kind: "shortened-id",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              1.23457E+11,child-protection,2026-06-01,,W1,2019-04-30\n",
        says: "cases.csv:2, column `case_id`: Excel has shortened a long id, so that its last digits are lost, found `1.23457E+11`; export the file again and don't save it in Excel, or format the column as Text there first",
        ..SOUND
    },
    Case {
        kind: "blank-cell",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `kind`: `kind` is blank, expected a value",
        ..SOUND
    },
    Case {
        kind: "not-a-date",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              31/02/2026,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `date`: not a date, found `31/02/2026`, expected a date written `yyyy-mm-dd`",
        ..SOUND
    },
    Case {
        kind: "not-a-date",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mm/yyyy"]
"#,
        sessions: b"date,kind,supervisee_id\n\
              01/10/2026,personal,W1\n\
              10/26/2026,personal,W1\n",
        says: "sessions.csv:3, column `date`: the calendar has no such day, found `10/26/2026`, expected a date written `dd/mm/yyyy`; it can only be `mm/dd/yyyy`: if the whole column is so, say that in the mapping; if not, dates that fit both may be other days than they say, so export them in one form",
        ..SOUND
    },
    Case {
        kind: "not-a-date",
        sessions: b"date,kind,supervisee_id\n\
              2026-10-01,personal,W1\n\
              3/18/2026,personal,W1\n",
        says: "sessions.csv:3, column `date`: not a date, found `3/18/2026`, expected a date written `yyyy-mm-dd`; it can only be `m/d/yyyy`: if the whole column is so, say that in the mapping; if not, dates that fit both may be other days than they say, so export them in one form",
        ..SOUND
    },
    Case {
        kind: "blank-cell",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,2019-04-30\n\
              Total,1,,,,\n",
        says: "cases.csv:3, column `opened`: `opened` is blank, expected a date written `yyyy-mm-dd`; if the row is a total or a remark, take it out of the export",
        ..SOUND
    },
    Case {
        kind: "not-a-number",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,1.5\n",
        says: "staff.csv:3, column `fte`: not a number that can be, found `1.5`, expected a full-time equivalent from 0 to 1",
        ..SOUND
    },
    Case {
        kind: "not-a-number",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,minutes\n2026-10-01,personal,W1,M1,1:30\n",
        says: "sessions.csv:2, column `minutes`: not a number, found `1:30`, expected a whole number of minutes; if it stands for a number, say so in the mapping of sessions: values.minutes.\"…\" = \"…\"",
        ..SOUND
    },
    Case {
        kind: "unknown-value",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,Held - virtual,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `status`: not a value of `status`, found `Held - virtual`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status.\"Held - virtual\" = \"held\"",
        ..SOUND
    },
    Case {
        kind: "ends-before-it-starts",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,2023-12-31,0.5\n",
        says: "staff.csv:3, column `end_date`: the post ends before it starts, found `2023-12-31`, expected 2024-01-08 (`start_date`) or later",
        ..SOUND
    },
    Case {
        kind: "closed-before-opened",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,2026-05-31,W1,2019-04-30\n",
        says: "cases.csv:2, column `closed`: the case closed before it opened, found `2026-05-31`, expected 2026-06-01 (`opened`) or later",
        ..SOUND
    },
    Case {
        kind: "held-after-the-exports-were-taken",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-11-06,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `date`: a session is held on a day after the exports were taken, found `2026-11-06`, expected 2026-11-05 or earlier, or another status such as `planned`",
        ..SOUND
    },
    Case {
        kind: "done-after-the-exports-were-taken",
        activity: b"kind,date,staff_id\n\
              appraisal,2026-11-06,W1\n",
        says: "activity.csv:2, column `date`: an activity is dated after the day the exports were taken, found `2026-11-06`, expected 2026-11-05 or earlier",
        ..SOUND
    },
    Case {
        kind: "recorded-before-held",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-09-30\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `recorded_on`: recorded before the session was held, found `2026-09-30`, expected 2026-10-01 (`date`) or later",
        ..SOUND
    },
    Case {
        kind: "duplicate-row",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n",
        says: "sessions.csv:4: the same row as sessions.csv:2; remove one of the two",
        ..SOUND
    },
    Case {
        kind: "conflicting-rows",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-01,personal,W1,M1,,A1,held,45,2026-10-02\n",
        says: "sessions.csv:2: disagrees with sessions.csv:4, which was used: the same `session_id`, `supervisee_id` and `case_id`, but not the same `minutes`; keep the row that is right and remove the other",
        ..SOUND
    },
    Case {
        kind: "ends-while-an-earlier-row-goes-on",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,2019-04-30\n\
              C1,child-protection,2026-07-01,2026-08-01,W1,2019-04-30\n",
        says: "cases.csv: 1 case ends with a later row, though an earlier row goes on; read as closed: C1; end the earlier row, or give rows of the same time the same first day",
        ..SOUND
    },
    Case {
        kind: "unmatched",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W9,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv: 1 row names a staff member or a case that no export has; staff: W9",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "filler",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              unknown,Ben Best,worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv:3, column `staff_id`: `staff_id` holds a filler, which says nothing, found `unknown`, expected an id; if it is meant, write `fillers = false` in the mapping",
        ..SOUND
    },
    Case {
        kind: "error-cell",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              #REF!,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `date`: the cell's formula gives no value, found `#REF!`, expected a date written `yyyy-mm-dd`; mend the formula, or let Excel calculate it, and save the file again",
        ..SOUND
    },
    Case {
        kind: "unknown-name",
        mapping: r#"[[mapping]]
export = "sessions"
by-name = ["supervisee_id"]
"#,
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,Dan Dee,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,Ben Best,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `supervisee_id`: no staff row has this name, found `Dan Dee`; write it as the staff export does, or add the person there",
        ..SOUND
    },
    Case {
        kind: "ambiguous-name",
        mapping: r#"[[mapping]]
export = "sessions"
by-name = ["supervisee_id"]
"#,
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n\
              W2,Ben Best,worker,M1,2024-01-08,,0.5\n",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,Ben Best,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,Ann Able,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `supervisee_id`: 2 staff members have this name, found `Ben Best`; give the id in its place: `W1` or `W2`",
        ..SOUND
    },
    Case {
        kind: "allocations-not-used",
        allocations: b"case_id,allocated_to,from\n\
              C1,W1,2026-06-01\n",
        says: "allocations.csv: 1 allocation changes nothing: the case was not open then, or its own row names a worker",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "left-out",
        mapping: r#"[[mapping]]
export = "sessions"
only = { kind = ["personal"] }
"#,
        says: "sessions.csv: 1 row is left out by the mapping; `kind` is `case` in 1",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "all-left-out",
        mapping: r#"[[mapping]]
export = "sessions"
only = { kind = ["group"] }
"#,
        says: "sessions.csv: 2 rows are left out by the mapping; `kind` is `case` in 1, `personal` in 1: no row is kept, expected `group`; say in the mapping which values are meant: only.kind = [\"…\"]",
        ..SOUND
    },
    Case {
        kind: "date-order",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mm/yyyy", "mm/dd/yyyy"]
"#,
        sessions: b"date,kind,supervisee_id\n\
              31/10/2026,personal,W1\n",
        says: "sessions.csv, column `date`: read as `dd/mm/yyyy`, because 1 of its dates can only be that and none only `mm/dd/yyyy`",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "date-order-unclear",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mm/yyyy", "mm/dd/yyyy"]
"#,
        sessions: b"date,kind,supervisee_id\n\
              01/10/2026,personal,W1\n",
        says: "sessions.csv:2, column `date`: every date fits `dd/mm/yyyy` and `mm/dd/yyyy`; read as `dd/mm/yyyy`, which the mapping names first, found `01/10/2026`; say which it is in the mapping: dates = { date = [\"dd/mm/yyyy\"], … }",
        ..SOUND
    },
    Case {
        kind: "date-orders-mixed",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mm/yyyy", "mm/dd/yyyy"]
"#,
        sessions: b"date,kind,supervisee_id\n\
              25/10/2026,personal,W1\n\
              24/10/2026,personal,W1\n\
              10/26/2026,personal,W1\n",
        says: "sessions.csv:4, column `date`: some dates can only be `dd/mm/yyyy` (2) and others only `mm/dd/yyyy` (1), so the column is read as `dd/mm/yyyy`, found `10/26/2026`; a date that fits both ways may be another day than it says: export the dates in one form",
        ..SOUND
    },
    Case {
        kind: "no-precedence",
        mapping: r#"precedence = ["child-in-need"]
"#,
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,2026-09-01,W1,2019-04-30\n\
              C1,child-protection,2026-07-01,,W1,2019-04-30\n",
        says: "cases.csv:2: the mapping's `precedence` does not name every case type of children with several rows, found `child-protection`; such a type comes after all that are named; write it into `precedence` where it belongs",
        ..SOUND
    },
    Case {
        kind: "behind-another-type",
        mapping: r#"precedence = ["child-protection", "child-in-need"]
"#,
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,2019-04-30\n\
              C1,child-in-need,2026-07-01,2026-08-01,W1,2019-04-30\n",
        says: "cases.csv: 1 row is wholly behind a case type of the same child that goes first by `precedence`",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "names-nobody",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-06,group,,M1,,A3,,30,\n",
        says: "sessions.csv: 1 row names neither a supervisee nor a case: line 4; no clock stops for them",
        ..SOUND
    },
];
