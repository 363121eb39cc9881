//! Rows whose cells cannot be so, and rows that do not go together.

use super::case::{Case, SOUND};

pub(super) const CASES: &[Case] = &[
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
        kind: "not-a-number",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,1.5\n",
        says: "staff.csv:3, column `fte`: not a number that can be, found `1.5`, expected a full-time equivalent from 0 to 1",
        ..SOUND
    },
    Case {
        kind: "unknown-value",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,Held - virtual,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `status`: not a value of `status`, found `Held - virtual`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`; say what it means in the mapping of sessions: values.status.\"Held - virtual\" = \"…\"",
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
        says: "cases.csv: 1 case ends with the last row, though an earlier row goes on; read as closed: C1; end the earlier row, or give rows of the same time the same first day",
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
        kind: "names-nobody",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-06,group,,M1,,A3,,30,\n",
        says: "sessions.csv: 1 row names neither a supervisee nor a case; no clock stops for them",
        ..SOUND
    },
];
