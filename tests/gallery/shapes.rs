//! Files and rows whose shape is broken.

use super::case::{Case, SOUND};

pub(super) const CASES: &[Case] = &[
    Case {
        kind: "not-csv",
        staff: b"staff_id\x00,role\n",
        says: "staff.csv: the file is not text, expected CSV, with a line of headers; if it is Unicode text without a mark that says so, give encoding = \"utf-16le\" in the mapping",
        ..SOUND
    },
    Case {
        kind: "other-format",
        staff: b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table>\n\
              <tr><th>staff_id</th><th>role</th><th>start_date</th></tr>\n",
        says: "staff.csv: the file is a web page (HTML), whatever its ending says, expected CSV, .xlsx, .xls or .ods; have the system export CSV; or open it in Excel, choose File, Save As and the type Excel Workbook, and look whether ids and dates are still what they were",
        ..SOUND
    },
    Case {
        kind: "damaged-workbook",
        staff: b"PK\x03\x04",
        says: "staff.csv: the workbook is damaged, found `invalid Zip archive: Could not find EOCD`, expected one that Excel opens; open it in Excel and save it under another name, or export it again",
        ..SOUND
    },
    Case {
        kind: "not-a-workbook",
        sheet: Some("Staff"),
        says: "staff.csv: a sheet is named, and the file is no workbook, found `Staff`, expected a workbook (.xlsx, .xls, .ods); leave the sheet away, or give the workbook itself",
        ..SOUND
    },
    Case {
        kind: "two-headers-for-one-column",
        mapping: r#"[[mapping]]
export = "staff"
columns = { role = ["Post", "Job"] }
"#,
        staff: b"staff_id,Post,Job,start_date\n\
              M1,manager,x,2024-01-08\n",
        says: "staff.csv:1: the mapping finds `role` under `Post` and under `Job`; the file has both: give it its own mapping with `files`, and one of the two as columns.role",
        ..SOUND
    },
    Case {
        kind: "empty-file",
        staff: b"\n",
        says: "staff.csv: the file is empty, expected a line of headers",
        ..SOUND
    },
    Case {
        kind: "broken-quotes",
        staff: b"staff_id,\"role\"s,start_date\n",
        says: "staff.csv:1: the headers' quotation marks are not where they belong",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "no-known-header",
        sessions: b"event,what\n",
        says: "sessions.csv:1: none of the first 20 lines has a header that is known, found `2 cells`, expected the headers, with `,`, `;`, tab or `|` between them; give `delimiter` and `header-line` in the mapping, or the headers as `columns`",
        ..SOUND
    },
    Case {
        kind: "no-known-header",
        sessions: b"date^kind\n",
        says: "sessions.csv:1: none of the first 20 lines has a header that is known, found `1 cell`, expected the headers, with `,`, `;`, tab or `|` between them; give `delimiter` and `header-line` in the mapping, or the headers as `columns`",
        ..SOUND
    },
    Case {
        kind: "no-such-line",
        mapping: r#"[[mapping]]
export = "staff"
header-line = 9
"#,
        says: "staff.csv:9: the mapping's `header-line` is no row of the file, expected one of the first 20 lines, with the headers",
        ..SOUND
    },
    Case {
        kind: "two-header-lines",
        staff: b"staff_id,role,start_date\n\
              start_date,staff_id,role\n\
              M1,manager,2024-01-08\n",
        says: "staff.csv:1: lines 1 and 2 look like headers alike, found `start_date,staff_id,role`; say which it is in the mapping: header-line = 1",
        ..SOUND
    },
    Case {
        kind: "two-delimiters",
        staff: b"staff_id,post;start_date\n\
              M1,manager;2024-01-08\n",
        says: "staff.csv:1: the headers can be read with `,` or `;` between them; say which it is in the mapping: delimiter = \",\"",
        ..SOUND
    },
    Case {
        kind: "title-row",
        staff: b"Staff of Testshire\n\
              staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv: the row above the headers was left out, found `Staff of Testshire`",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "line-break-in-cell",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,\"per\n\
              sonal\",W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `kind`: a cell that is no free text has a line break; remove the line break; when the row below has run into this one, a quotation mark is missing here",
        ..SOUND
    },
    Case {
        kind: "row-inside-cell",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,\"Ann Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n\
              W2,Cat Cole\",worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv:2, column `name`: a quoted cell holds a whole row of the export; add the closing quotation mark that is missing in this row",
        ..SOUND
    },
    Case {
        kind: "broken-row",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n\
              2026-10-07\n\
              2026-10-06,case,W1,M1,C1,A3,,30,\n",
        says: "sessions.csv:3, column `recorded_on`: the line below has a single cell, which may be the end of this row; join the two lines, or remove the line below when it is no part of a row",
        ..SOUND
    },
    Case {
        kind: "missing-column",
        staff: b"Staff No,role,start_date\n\
              M1,manager,2024-01-08\n",
        says: "staff.csv: the staff export needs a column `staff_id`; `Staff No` looks like it; add to the mapping of staff: columns.staff_id = \"Staff No\"",
        ..SOUND
    },
    Case {
        kind: "doubled-header",
        staff: b"staff_id,role,Role,start_date\n\
              M1,manager,x,2024-01-08\n",
        says: "staff.csv:1, column `Role`: two headers are alike; rename one of them, so that it is plain which is `role`",
        ..SOUND
    },
    Case {
        kind: "no-rows",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n",
        says: "sessions.csv: the file has headers and no rows; export it anew, or see whether this is the file that was meant",
        ..SOUND
    },
    Case {
        kind: "not-utf-8",
        staff: b"staff_id,name,role,supervisor_id,start_date,end_date,fte\n\
              M1,Si\xf4n Able,manager,,2024-01-08,,1\n\
              W1,Ben Best,worker,M1,2024-01-08,,0.5\n",
        says: "staff.csv: not UTF-8, so read as windows-1252",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "stray-quote",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,per\"sonal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `kind`: a quotation mark stands in a cell that does not begin with one; a cell that holds quotation marks is put in quotation marks, with each of its own written twice",
        ..SOUND
    },
    Case {
        kind: "text-after-quote",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,\"per\"sonal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `kind`: a cell goes on behind its closing quotation mark; inside a quoted cell each quotation mark is written twice",
        ..SOUND
    },
    Case {
        kind: "unclosed-quote",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,\"case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:3, column `kind`: a cell begins with a quotation mark and has no closing one; add the closing quotation mark, or remove the opening one",
        ..SOUND
    },
    Case {
        kind: "wrong-cell-count",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02,\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: the row does not have as many cells as there are headers, found `10`, expected 9; a cell that holds the delimiter belongs in quotation marks",
        ..SOUND
    },
    Case {
        kind: "invalid-character",
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A\x001,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `session_id`: the row has a control character (U+0000); save the export anew as CSV UTF-8, or mend the row where the system holds it",
        ..SOUND
    },
    Case {
        kind: "repaired-stray-quote",
        lenient: true,
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,per\"sonal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2, column `kind`: a quotation mark in an unquoted cell was taken as it stands",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "repaired-cells-missing",
        lenient: true,
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02\n\
              2026-10-06,case,W1,M1,C1,A2\n",
        says: "sessions.csv:3, column `status`: cells missing at the end of the row were taken as blank",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "repaired-cells-dropped",
        lenient: true,
        sessions:
            b"date,kind,supervisee_id,supervisor_id,case_id,session_id,status,minutes,recorded_on\n\
              2026-10-01,personal,W1,M1,,A1,held,60,2026-10-02,,\n\
              2026-10-06,case,W1,M1,C1,A2,,30,\n",
        says: "sessions.csv:2: empty cells behind the last column were left out",
        says_all: true,
        ..SOUND
    },
];
