//! Rows that are used, though they can hardly be so.

use super::case::{Case, SOUND};

pub(super) const CASES: &[Case] = &[
    Case {
        kind: "cut-short",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-07,personal,W2,M1,,A1,held,60,2026-10-08\n\
              2026-10-07,personal,W3,M1,,A2,held,60,2026-10-08\n\
              2026-10-07,case,W1,M1,C1,A3,,30,\n",
        says: "staff.csv: 2 of 3 staff who were supervised after 7 Sep 2026 or hold an open case have no row in the staff export, which seems to be cut short: they are in no figure; export it whole; if a part is meant, leave the rows of others out of every export with `only` in the mapping",
        ..SOUND
    },
    Case {
        kind: "unknown-staff-id",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W9,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: 1 row names a staff id that no staff export has, found `W9`; nothing is wrong if the export leaves out leavers or closed cases on purpose",
        ..SOUND
    },
    Case {
        kind: "own-session",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,M1,M1,,A1,held,60,2026-10-02\n\
              2026-10-02,group,M1,M1,,A2,held,60,2026-10-02\n\
              2026-10-02,group,W1,M1,,A2,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A3,,30,\n",
        says: "sessions.csv:2: `M1` is both supervisee and supervisor of a session, and it counts as held; see who supervised whom, or leave the row out with `only` in the mapping",
        ..SOUND
    },
    Case {
        kind: "nearly-a-staff-id",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,w1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: 1 row names a staff id that no staff export has, found `w1`; is it `W1`? ids are compared exactly",
        ..SOUND
    },
    Case {
        kind: "nearly-a-staff-id",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              7,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,7,2024-01-08,,0.5\n",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,7.0,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,7,C1,A2,,30,\n",
        says: "sessions.csv:2: 1 row names a staff id that no staff export has, found `7.0`; is it `7`? ids are compared exactly",
        ..SOUND
    },
    Case {
        kind: "unknown-case-id",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,X9,A2,,30,\n",
        says: "sessions.csv:3: 1 row names a case id that no case export has, found `X9`; nothing is wrong if the export leaves out leavers or closed cases on purpose",
        ..SOUND
    },
    Case {
        kind: "nearly-a-case-id",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C-1,A2,,30,\n",
        says: "sessions.csv:3: 1 row names a case id that no case export has, found `C-1`; is it `C1`? ids are compared exactly",
        ..SOUND
    },
    Case {
        kind: "overlapping-episodes",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,2026-08-01,W1,2019-04-30\n\
              C1,child-protection,2026-07-01,,W1,2019-04-30\n",
        says: "cases.csv:3: the case `C1` opens on 2026-07-01, while the row at cases.csv:2 closes on 2026-08-01; the later row counts from its first day on; end the earlier one there",
        ..SOUND
    },
    Case {
        kind: "overlapping-posts",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,2025-03-01,0.5\n\
              W1,Ben Best,senior,M1,2025-02-28,,0.5\n",
        says: "staff.csv:4: the post of `W1` starts on 2025-02-28, while the row at staff.csv:3 ends on 2025-03-01; the later row counts from its first day on; end the earlier one there",
        ..SOUND
    },
    Case {
        kind: "session-before-start",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2024-01-07,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: a session of `W1` is held before their first post starts, found `2024-01-07`, expected 2024-01-08 (`start_date`) or later",
        ..SOUND
    },
    Case {
        kind: "session-after-leaving",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,2026-10-06,0.5\n",
        says: "sessions.csv:3: a session of `W1` is held after they left, found `2026-10-06`, expected a day before 2026-10-06 (`end_date`)",
        ..SOUND
    },
    Case {
        kind: "session-before-opening",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-10-07,,W1,2019-04-30\n",
        says: "sessions.csv:3: a session on case `C1` is held before it opened, found `2026-10-06`, expected 2026-10-07 (`opened`) or later",
        ..SOUND
    },
    Case {
        kind: "session-after-closing",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,2026-10-06,W1,2019-04-30\n",
        says: "sessions.csv:3: a session on case `C1` is held after it closed, found `2026-10-06`, expected a day before 2026-10-06 (`closed`)",
        ..SOUND
    },
    Case {
        kind: "odd-length",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,0,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: the minutes can hardly be right, found `0`, expected 1 to 480",
        ..SOUND
    },
    Case {
        kind: "perhaps-entered-twice",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-01,personal,W1,M1,,A7,held,60,2026-10-02\n",
        says: "sessions.csv:4: the same day, kind and people as sessions.csv:2, under another id or none; if it is one session, remove one of the rows",
        ..SOUND
    },
    Case {
        kind: "born-after-opening",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,2062-04-30\n",
        says: "cases.csv:2: the child is born long after the case opened, found `2062-04-30`, expected 2027-03-08 or earlier, as the case opened on 2026-06-01",
        ..SOUND
    },
    Case {
        kind: "unborn",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,2026-12-24\n",
        says: "cases.csv:2: the child is yet to be born, found `2026-12-24`, expected 2026-11-05 or earlier, unless it is the day the birth is expected",
        ..SOUND
    },
    Case {
        kind: "too-old",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,W1,1984-04-30\n",
        says: "cases.csv:2: born too long ago for a child's case, found `1984-04-30`, expected a day less than 26 years before the case opened on 2026-06-01; all is well if it is the record of a carer",
        ..SOUND
    },
    Case {
        kind: "no-supervisor",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,,2024-01-08,,0.5\n",
        says: "staff.csv:2: `M1` has no supervisor; fill in `supervisor_id`, or see that the column is mapped",
        ..SOUND
    },
    Case {
        kind: "own-supervisor",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,W1,2024-01-08,,0.5\n",
        says: "staff.csv:3: `W1` is their own supervisor, expected the id of their line manager in `supervisor_id`",
        ..SOUND
    },
    Case {
        kind: "supervisor-left",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,2026-10-31,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv:3: the supervisor of `W1` left on 2026-10-31, found `M1`; fill in who supervises them now",
        ..SOUND
    },
    Case {
        kind: "supervision-loop",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,W1,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv:2: supervisors go round in a ring: `M1`, then `W1`, then `M1`; see whose line manager is wrong in `supervisor_id`",
        ..SOUND
    },
    Case {
        kind: "no-worker",
        cases: b"case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
              C1,child-protection,2026-06-01,,,2019-04-30\n",
        says: "cases.csv:2: case `C1` is open and has no worker; fill in `allocated_to`",
        ..SOUND
    },
    Case {
        kind: "worker-left",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,2026-10-31,0.5\n",
        says: "cases.csv:2: the worker of case `C1` left on 2026-10-31, before it closed, found `W1`; fill in who has the case now, with the day",
        ..SOUND
    },
    Case {
        kind: "hole-in-the-sessions",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-01-08,group,W1,M1,,G1-8,,60,\n\
              2026-01-09,group,W1,M1,,G1-9,,60,\n\
              2026-01-10,group,W1,M1,,G1-10,,60,\n\
              2026-01-11,group,W1,M1,,G1-11,,60,\n\
              2026-01-12,group,W1,M1,,G1-12,,60,\n\
              2026-01-13,group,W1,M1,,G1-13,,60,\n\
              2026-01-14,group,W1,M1,,G1-14,,60,\n\
              2026-01-15,group,W1,M1,,G1-15,,60,\n\
              2026-01-16,group,W1,M1,,G1-16,,60,\n\
              2026-01-17,group,W1,M1,,G1-17,,60,\n\
              2026-01-18,group,W1,M1,,G1-18,,60,\n\
              2026-01-19,group,W1,M1,,G1-19,,60,\n\
              2026-02-08,group,W1,M1,,G2-8,,60,\n\
              2026-02-09,group,W1,M1,,G2-9,,60,\n\
              2026-02-10,group,W1,M1,,G2-10,,60,\n\
              2026-02-11,group,W1,M1,,G2-11,,60,\n\
              2026-02-12,group,W1,M1,,G2-12,,60,\n\
              2026-02-13,group,W1,M1,,G2-13,,60,\n\
              2026-02-14,group,W1,M1,,G2-14,,60,\n\
              2026-02-15,group,W1,M1,,G2-15,,60,\n\
              2026-02-16,group,W1,M1,,G2-16,,60,\n\
              2026-02-17,group,W1,M1,,G2-17,,60,\n\
              2026-02-18,group,W1,M1,,G2-18,,60,\n\
              2026-02-19,group,W1,M1,,G2-19,,60,\n\
              2026-03-08,group,W1,M1,,G3-8,,60,\n\
              2026-03-09,group,W1,M1,,G3-9,,60,\n\
              2026-03-10,group,W1,M1,,G3-10,,60,\n\
              2026-03-11,group,W1,M1,,G3-11,,60,\n\
              2026-03-12,group,W1,M1,,G3-12,,60,\n\
              2026-03-13,group,W1,M1,,G3-13,,60,\n\
              2026-03-14,group,W1,M1,,G3-14,,60,\n\
              2026-03-15,group,W1,M1,,G3-15,,60,\n\
              2026-03-16,group,W1,M1,,G3-16,,60,\n\
              2026-03-17,group,W1,M1,,G3-17,,60,\n\
              2026-03-18,group,W1,M1,,G3-18,,60,\n\
              2026-03-19,group,W1,M1,,G3-19,,60,\n\
              2026-05-08,group,W1,M1,,G5-8,,60,\n\
              2026-05-09,group,W1,M1,,G5-9,,60,\n\
              2026-05-10,group,W1,M1,,G5-10,,60,\n\
              2026-05-11,group,W1,M1,,G5-11,,60,\n\
              2026-05-12,group,W1,M1,,G5-12,,60,\n\
              2026-05-13,group,W1,M1,,G5-13,,60,\n\
              2026-05-14,group,W1,M1,,G5-14,,60,\n\
              2026-05-15,group,W1,M1,,G5-15,,60,\n\
              2026-05-16,group,W1,M1,,G5-16,,60,\n\
              2026-05-17,group,W1,M1,,G5-17,,60,\n\
              2026-05-18,group,W1,M1,,G5-18,,60,\n\
              2026-05-19,group,W1,M1,,G5-19,,60,\n\
              2026-06-08,group,W1,M1,,G6-8,,60,\n\
              2026-06-09,group,W1,M1,,G6-9,,60,\n\
              2026-06-10,group,W1,M1,,G6-10,,60,\n\
              2026-06-11,group,W1,M1,,G6-11,,60,\n\
              2026-06-12,group,W1,M1,,G6-12,,60,\n\
              2026-06-13,group,W1,M1,,G6-13,,60,\n\
              2026-06-14,group,W1,M1,,G6-14,,60,\n\
              2026-06-15,group,W1,M1,,G6-15,,60,\n\
              2026-06-16,group,W1,M1,,G6-16,,60,\n\
              2026-06-17,group,W1,M1,,G6-17,,60,\n\
              2026-06-18,group,W1,M1,,G6-18,,60,\n\
              2026-06-19,group,W1,M1,,G6-19,,60,\n",
        says: "sessions.csv: 2026-04 has far fewer held sessions than the months around it, found `0`, expected about 12; was the export cut, or is a file missing?",
        ..SOUND
    },
];
