//! A small council in a folder of its own: everybody was seen in time, until a test changes a file.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(super) const POLICY: &str = r#"[policy]
name = "Testshire supervision policy"
council = "Testshire"
holidays = "england-and-wales"

[[staff-supervision]]
id = "workers"
for = { role = "social-worker" }
every = "4 weeks"
citation = "section 1"

[[case-supervision]]
id = "children"
every = "1 month"
citation = "section 2"

[[recording]]
id = "child-record"
for = { kind = "case" }
each = "case"
evidence = "recorded_on"
within = "5 working days"
citation = "section 3"

[[caseload]]
id = "caseload"
for = { role = "social-worker" }
at-most = "2 cases"
severity = "advisory"
citation = "section 4"

[[not-testable]]
id = "quality"
text = "Supervision is reflective."
why = "no export shows how good a conversation was"
citation = "section 5"
"#;

pub(super) const STAFF: &str = "\
staff_id,name,role,team,supervisor_id,start_date,end_date
M1,Ann Able,Team Manager,North,,2024-01-08,
W1,Ben Best,Social Worker,North,M1,2024-01-08,
W2,Cat Cole,Social Worker,North,M1,2024-01-08,
";

pub(super) const CASES: &str = "\
case_id,case_type,opened,closed,allocated_to,team
C1,child-protection,2026-06-01,,W1,North
C2,child-in-need,2026-06-01,,W1,North
";

pub(super) const SESSIONS: &str = "\
date,kind,supervisee_id,supervisor_id,case_id,session_id,recorded_on
2026-09-03,personal,W1,M1,,A1,2026-09-04
2026-09-03,personal,W2,M1,,A2,2026-09-04
2026-09-07,case,W1,M1,C1,A3,2026-09-08
2026-09-07,case,W1,M1,C2,A3,2026-09-08
2026-10-01,personal,W1,M1,,A4,2026-10-02
2026-10-01,personal,W2,M1,,A5,2026-10-02
2026-10-06,case,W1,M1,C1,A6,2026-10-07
2026-10-06,case,W1,M1,C2,A6,2026-10-07
2026-10-28,personal,W1,M1,,A7,2026-10-29
2026-10-28,personal,W2,M1,,A8,2026-10-29
";

/// The sessions without the last of W2, who is so two days overdue at the end of October.
pub(super) fn behind() -> String {
    SESSIONS.replace("2026-10-28,personal,W2,M1,,A8,2026-10-29\n", "")
}

/// A folder with the four files.
pub(super) struct Council {
    folder: TempDir,
}

/// What a run of the program left behind.
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Council {
    pub(super) fn new() -> Council {
        let council = Council {
            folder: tempfile::tempdir().unwrap(),
        };
        council
            .with("policy.toml", POLICY)
            .with("staff.csv", STAFF)
            .with("cases.csv", CASES)
            .with("sessions.csv", SESSIONS)
    }

    /// The same council with other sessions.
    pub(super) fn of_sessions(sessions: &str) -> Council {
        Council::new().with("sessions.csv", sessions)
    }

    /// The same council with an `oversight.toml` as well.
    pub(super) fn of_folder(toml: &str) -> Council {
        Council::new().with("oversight.toml", toml)
    }

    /// The same council with one file more, or another.
    pub(super) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Council {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, about to run in the folder.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oversight"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// An audit of the four files, taken on 5 November 2026, with whatever else is asked.
    pub(super) fn audit(&self, more: &[&str]) -> Run {
        let mut arguments = FILES.to_vec();
        arguments.extend(more);
        self.run(&arguments)
    }

    /// An audit of October 2026.
    pub(super) fn october(&self) -> Run {
        self.audit(OCTOBER)
    }

    /// The JSON report of October 2026, whatever the exit code.
    pub(super) fn json(&self) -> Value {
        let run = self.audit(&["--month", "2026-10", "--format", "json"]);
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err))
    }
}

pub(super) const OCTOBER: &[&str] = &["--month", "2026-10"];

pub(super) const FILES: [&str; 11] = [
    "audit",
    "--policy",
    "policy.toml",
    "--staff",
    "staff.csv",
    "--cases",
    "cases.csv",
    "--sessions",
    "sessions.csv",
    "--taken",
    "2026-11-05",
];

impl Run {
    pub(super) fn of(output: Output) -> Run {
        let run = Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }

    /// Ends with this code.
    pub(super) fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }

    /// Is refused: nothing audited, nothing on standard output, and the words said on standard error.
    pub(super) fn refused(self, words: &[&str]) -> Run {
        let run = self.ends(2).says(words);
        assert_eq!(run.out, "");
        run
    }

    /// Says all of these on standard error.
    pub(super) fn says(self, words: &[&str]) -> Run {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in:\n{}", self.err);
        }
        self
    }

    /// Prints all of these on standard output, wherever the lines break.
    pub(super) fn prints(self, words: &[&str]) -> Run {
        let out = self.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(out.contains(word), "`{word}` is not in:\n{}", self.out);
        }
        self
    }

    /// Says nothing on standard error.
    pub(super) fn quietly(self) -> Run {
        assert_eq!(self.err, "");
        self
    }
}

/// Clause, subject, due day, outcome and days of each finding, in an order of their own.
pub(super) fn findings(report: &Value) -> Vec<String> {
    let found = report["findings"].as_array().unwrap().iter();
    let mut lines: Vec<String> = found
        .map(|one| {
            let part = |key: &str| one[key].to_string().replace('"', "");
            let id = one["subject"]["id"].as_str().unwrap();
            format!(
                "{} {} {id} {} {} {}",
                part("id"),
                part("clause"),
                part("due"),
                part("outcome"),
                part("days")
            )
        })
        .collect();
    lines.sort();
    lines
}

/// The same without the finding's id.
pub(super) fn plain_findings(report: &Value) -> Vec<String> {
    let mut lines: Vec<String> = findings(report)
        .iter()
        .map(|line| line.split_once(' ').unwrap().1.to_owned())
        .collect();
    lines.sort();
    lines
}

/// The problems of one kind.
pub(super) fn problems<'r>(report: &'r Value, kind: &str) -> Vec<&'r Value> {
    let all = report["problems"].as_array().unwrap().iter();
    all.filter(|problem| problem["kind"] == kind).collect()
}
