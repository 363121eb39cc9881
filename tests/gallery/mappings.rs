//! Mappings that cannot be used, or that no file bears out.

use super::case::{Case, SOUND};

pub(super) const CASES: &[Case] = &[
    Case {
        kind: "toml-syntax",
        mapping: r"[[mapping]]
export = sessions
",
        says: "mapping.toml:2: string values must be quoted, expected literal string",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "unknown-key",
        mapping: r#"[[mapping]]
export = "sessions"
date = ["dd/mm/yyyy"]
"#,
        says: "mapping.toml:3: the mapping has no such key, found `date`, expected `export`, `files`, `dates`, `blanks`, `fillers`, `columns`, `by-name`, `only`, `missing-start`, `constants`, `values`, `encoding`, `delimiter` or `header-line`; did you mean `dates`?",
        ..SOUND
    },
    Case {
        kind: "wrong-type",
        mapping: r#"[[mapping]]
export = "sessions"
dates = "dd/mm/yyyy"
"#,
        says: "mapping.toml:3: `dates` has the wrong type, found `string`, expected a list of ways to write a date",
        ..SOUND
    },
    Case {
        kind: "missing-key",
        mapping: r#"[[mapping]]
dates = ["dd/mm/yyyy"]
"#,
        says: "mapping.toml:1: a mapping does not say which `export` it is for, expected `staff`, `cases`, `sessions`, `absences`, `activity` or `allocations`; add `export = \"sessions\"`",
        ..SOUND
    },
    Case {
        kind: "unknown-export",
        mapping: r#"[[mapping]]
export = "session"
"#,
        says: "mapping.toml:2: there is no such export, found `session`, expected `staff`, `cases`, `sessions`, `absences`, `activity` or `allocations`; did you mean `sessions`?",
        ..SOUND
    },
    Case {
        kind: "bad-date-format",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mon/yyyy"]
"#,
        says: "mapping.toml:3: `o` means nothing in a date, found `dd/mon/yyyy`, expected `d` or `dd`, `m`, `mm` or `mmm`, `yy` or `yyyy`, such as `dd/mm/yyyy`",
        ..SOUND
    },
    Case {
        kind: "clashing-date-formats",
        mapping: r#"[[mapping]]
export = "sessions"
dates = ["dd/mm/yy", "yy/mm/dd"]
"#,
        says: "mapping.toml:3: `yy/mm/dd` and `dd/mm/yy` read `03/02/01` as two different days; give each file its own mapping with `files`, and one of the two in each",
        ..SOUND
    },
    Case {
        kind: "named-twice",
        mapping: r#"[[mapping]]
export = "sessions"
columns = { case_id = "Case", "Case ID" = "Child" }
"#,
        says: "mapping.toml:3: `columns` names one column twice, found `case_id`",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "no-values-here",
        mapping: r#"[[mapping]]
export = "sessions"
values = { date = { "n/a" = "" } }
"#,
        says: "mapping.toml:3: `values` can't be given for `date`: its cells are kept as they stand; use `dates` or `blanks`",
        ..SOUND
    },
    Case {
        kind: "clashing-values",
        mapping: r#"[[mapping]]
export = "sessions"
values = { status = { "Done" = "held", "DONE" = "planned" } }
"#,
        says: "mapping.toml:3: two values that differ only in case and punctuation mean different things, found `Done`",
        says_all: true,
        ..SOUND
    },
    Case {
        kind: "unknown-value",
        mapping: r#"[[mapping]]
export = "sessions"
values = { status = { "Done" = "hold" } }
"#,
        says: "mapping.toml:3: no such value, found `hold`, expected `held`, `cancelled`, `did-not-attend`, `planned` or `rearranged`, or `\"\"` for a blank; did you mean `held`?",
        ..SOUND
    },
    Case {
        kind: "unknown-preset",
        mapping: r#"preset = "sdd"
"#,
        says: "mapping.toml:1: there is no such preset, found `sdd`, expected `ssd`, `annex-a` or `workforce-census`",
        ..SOUND
    },
    Case {
        kind: "no-name-here",
        mapping: r#"[[mapping]]
export = "sessions"
by-name = ["minutes"]
"#,
        says: "mapping.toml:3: no column of sessions that holds a staff id, found `minutes`, expected `supervisee_id` or `supervisor_id`",
        ..SOUND
    },
    Case {
        kind: "unknown-encoding",
        mapping: r#"[[mapping]]
export = "sessions"
encoding = "latin"
"#,
        says: "mapping.toml:3: there is no such encoding here, found `latin`, expected `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`",
        ..SOUND
    },
    Case {
        kind: "unknown-delimiter",
        mapping: r#"[[mapping]]
export = "sessions"
delimiter = "-"
"#,
        says: "mapping.toml:3: no export has this between its cells, found `-`, expected `,`, `;`, `tab` or `|`",
        ..SOUND
    },
    Case {
        kind: "no-such-header",
        mapping: r#"[[mapping]]
export = "sessions"
columns = { minutes = "Lenght" }
"#,
        says: "mapping.toml:1: the mapping of sessions finds `minutes` under a header that no file has, found `Lenght`; did you mean `minutes`?",
        ..SOUND
    },
    Case {
        kind: "no-such-header",
        mapping: r#"[[mapping]]
export = "sessions"
columns = { supervisee_id = "Supervisee ID" }
"#,
        sessions: b"Date,Kind,Worker,Supervisor ID\n2026-10-01,personal,W1,M1\n",
        says: "mapping.toml:1: the mapping of sessions finds `supervisee_id` under a header that no file has, found `Supervisee ID`; did you mean `Worker`?",
        ..SOUND
    },
    Case {
        kind: "no-such-header",
        mapping: r#"[[mapping]]
export = "sessions"
columns = { minutes = "Lenght" }
"#,
        sessions: b"Date,Kind,Supervisee ID,Took,Note\n2026-10-01,personal,W1,60,\n",
        says: "mapping.toml:1: the mapping of sessions finds `minutes` under a header that no file has, found `Lenght`; the headers not yet used are `Note` and `Took`",
        ..SOUND
    },
    Case {
        kind: "one-header-for-two-columns",
        mapping: r#"[[mapping]]
export = "sessions"
columns = { supervisee_id = "Supervisor ID" }
"#,
        sessions: b"Date,Kind,Worker,Supervisor ID\n2026-10-01,personal,W1,M1\n",
        says: "sessions.csv:1, column `Supervisor ID`: `supervisee_id` and `supervisor_id` are read from one header; say in the mapping which header is whose: columns.supervisee_id = \"…\", columns.supervisor_id = \"…\"",
        ..SOUND
    },
    Case {
        kind: "no-such-column",
        mapping: r#"[[mapping]]
export = "sessions"
constants = { dept = "full" }
"#,
        says: "mapping.toml:1: no rule reads such a column of sessions, found `dept`; did you mean `depth`?",
        ..SOUND
    },
    Case {
        kind: "no-such-file",
        mapping: r#"[[mapping]]
export = "sessions"
files = ["session.csv"]
"#,
        says: "mapping.toml:1: the mapping of sessions is for files that are not given, found `session.csv`; did you mean `sessions.csv`?",
        ..SOUND
    },
    Case {
        kind: "no-status",
        sessions: b"date,kind,supervisee_id,supervisor_id,Outcome\n\
                    2026-10-01,personal,W1,M1,Completed\n\
                    2026-10-29,personal,W1,M1,Cancelled\n",
        says: "sessions.csv: no column says whether a session took place, so every row counts as held; `Outcome` looks like it; if it is, add to the mapping of sessions: columns.status = \"Outcome\", and below values.status what its words mean; if every row was held, constants.status = \"held\" says so",
        ..SOUND
    },
    Case {
        kind: "no-status",
        sessions: b"date,kind,supervisee_id,supervisor_id,Took place?\n\
                    2026-10-29,personal,W1,M1,N\n",
        says: "sessions.csv: no column says whether a session took place, so every row counts as held; `Took place?` looks like it; if it is, add to the mapping of sessions: columns.status = \"Took place?\", and below values.status what its words mean; if every row was held, constants.status = \"held\" says so",
        ..SOUND
    },
];
