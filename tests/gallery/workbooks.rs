//! What only a workbook can have.

use super::case::{Case, SOUND};

const STAFF: &str = "# Staff
staff_id,name,role,supervisor_id,start_date,end_date,fte
M1,Ann Able,manager,,2024-01-08,,1
W1,Ben Best,worker,M1,2024-01-08,,0.5
";

pub(super) const CASES: &[Case] = &[
    Case {
        kind: "no-such-sheet",
        book: STAFF,
        sheet: Some("Stuff"),
        says: "staff.xlsx: the workbook has no such sheet, found `Stuff`, expected the sheet `Staff`; did you mean `Staff`?",
        ..SOUND
    },
    Case {
        kind: "which-sheet",
        book: "# 2025
staff_id,role,start_date
W1,worker,2024-01-08
# 2026
staff_id,role,start_date
M1,manager,2024-01-08
W1,worker,2024-01-08
",
        says: "staff.xlsx: several sheets have the columns of staff, expected one of the sheets `2025`, `2026`; say which: staff = { file = \"staff.xlsx\", sheet = \"…\" } in `oversight.toml`, or --staff \"staff.xlsx#…\"",
        ..SOUND
    },
    Case {
        kind: "no-sheet",
        book: "# ~Staff
staff_id,role,start_date
W1,worker,2024-01-08
",
        says: "staff.xlsx: the workbook has no sheet that is not hidden, expected the sheet `Staff` (hidden); name the sheet that is meant, or show it in Excel",
        ..SOUND
    },
    Case {
        kind: "wide-sheet",
        book: "# Staff
staff_id,role,start_date
W1,worker,2024-01-08
@ALM10 see Ann
",
        says: "staff.xlsx: the sheet has a value far to the right of any table, found `ALM10`, expected nothing right of column ALL; clear that cell in Excel and save the workbook",
        ..SOUND
    },
    Case {
        kind: "clashing-dates",
        book: STAFF,
        mapping: r#"[[mapping]]
export = "staff"
dates = ["yyyy-dd-mm"]
"#,
        says: "staff.xlsx: the dates of a workbook can't be told from text written like this, found `yyyy-dd-mm`, expected a way to write dates that does not begin with the year, or `yyyy-mm-dd`; take it out of the mapping's `dates`",
        ..SOUND
    },
    Case {
        kind: "locked-workbook",
        book: "!locked",
        says: "staff.xlsx: the workbook is protected by a password, expected one that opens without; in Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password and save",
        ..SOUND
    },
    Case {
        kind: "large-workbook",
        book: "!large",
        says: "staff.xlsx: the workbook is too large to be read, expected one whose `xl/styles.xml` unpacks to at most 16 MB; save the sheet as CSV UTF-8, for which there is no such limit",
        ..SOUND
    },
    Case {
        kind: "no-findings-sheet",
        book: STAFF,
        keep: true,
        says: "september.xlsx: no sheet of it lists findings, expected a sheet with the columns Id, Action agreed, Owner, By when, Status; give the workbook that last month's `-o audit.xlsx` wrote, its headings unchanged",
        ..SOUND
    },
    Case {
        kind: "error-cell",
        book: "# Staff
staff_id,role,start_date
M1,manager,2024-01-08
W1,#N/A,2024-01-08
",
        says: "staff.xlsx:3, column `role`: the cell's formula gives no value, found `#N/A`, expected a value; mend the formula, or let Excel calculate it, and save the file again",
        ..SOUND
    },
];
