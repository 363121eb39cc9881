//! Four counts of a made-up council's year, made by the program and a second time in plain code, as the peers do.
//!
//! The peers are `with_duckdb.py` and `with_polars.py` in `benches/peers`, which any computer with Python can run over the
//! files of `cargo run --example england`; the numbers they gave are written down here.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[expect(unreachable_pub, reason = "the generator is an example's")]
#[path = "../examples/england/exports.rs"]
mod exports;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

/// The year that is asked about.
const YEAR: &str = "2025-11-01..2026-10-31";

/// The days after it, up to the last on which any record of its sessions was made.
///
/// The peers look at all that the exports hold, and so see that a record of 30 October came in November, too late. An
/// audit as of 31 October does not know that yet, nor that it fell due: such records are late in the days after.
const AFTER: &str = "2026-11-01..2026-11-08";

/// England's bank holidays, as they stand in the peers.
const HOLIDAYS: [&str; 10] = [
    "2025-12-25",
    "2025-12-26",
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-04",
    "2026-05-25",
    "2026-08-31",
    "2026-12-25",
    "2026-12-28",
];

/// Staff overdue, open cases overdue, case records late or missing, staff over their limit.
type Counts = [u64; 4];

#[test]
fn one_council_has_the_peers_four_counts() {
    // with_duckdb.py and with_polars.py over `cargo run --example england -- --councils 1 --seed 2026`.
    agree(1, 2026, [36, 544, 16_703, 117]);
}

#[test]
fn another_council_has_them_too() {
    // The same over `cargo run --example england -- --councils 1 --seed 7`.
    agree(1, 7, [35, 543, 16_154, 109]);
}

#[test]
fn one_thread_and_several_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    exports::write(folder.path(), 1, 11).unwrap();
    // A stray quotation mark and a row that runs over lines, so that the pieces that are read at once do not fit.
    let sessions = folder.path().join("sessions.csv");
    let text = fs::read_to_string(&sessions).unwrap();
    let (before, behind) = text.split_at(text.len() / 2);
    let broken = format!(
        "{before}\"{}",
        behind.replace("held,S000010", "\"he\nld\",S000010")
    );
    assert!(broken.len() > text.len() + 100, "some rows run over lines");
    fs::write(&sessions, broken).unwrap();
    set_up(folder.path());
    let alone = run(folder.path(), YEAR, "1");
    let said = String::from_utf8_lossy(&alone.stderr);
    assert_eq!(alone.status.code(), Some(3), "{said}");
    assert!(alone.stdout.len() > 1_000_000 && said.contains("row left out"));
    for threads in ["2", "5"] {
        assert_eq!(
            run(folder.path(), YEAR, threads),
            alone,
            "{threads} threads"
        );
    }
}

fn agree(councils: u32, seed: u64, peers: Counts) {
    let folder = tempfile::tempdir().unwrap();
    exports::write(folder.path(), councils, seed).unwrap();
    assert_eq!(plain(folder.path()), peers, "this test and the peers");
    assert_eq!(program(folder.path()), peers, "the program and the peers");
}

/// The program's counts: as of the year's last day, but for the records, which are those of the days after as well.
fn program(folder: &Path) -> Counts {
    set_up(folder);
    let (year, after) = (audit(folder, YEAR), audit(folder, AFTER));
    let [records, later] = [&year, &after].map(|audit| &audit.measures.records);
    assert_eq!(
        (records.len(), later.len()),
        (1, 1),
        "one clause on records"
    );
    [
        year.position.staff.overdue,
        year.position.cases.overdue,
        records[0].late() + records[0].not_done + later[0].late(),
        year.limits.iter().map(|limit| limit.not_met).sum(),
    ]
}

/// Writes the folder's settings, with the peers' policy.
fn set_up(folder: &Path) {
    let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/england/four-counts.toml");
    let settings = format!(
        "policy = '{}'\ntaken = 2026-11-20\nstaff = \"staff.csv\"\ncases = \"cases.csv\"\n\
         sessions = {{ file = \"sessions.csv\", covers-from = 2025-10-31 }}\n",
        policy.display()
    );
    fs::write(folder.join("oversight.toml"), settings).unwrap();
}

/// What of an audit's JSON report the counts are made from.
#[derive(Debug, Deserialize)]
struct Audit {
    warnings: Vec<String>,
    position: Position,
    measures: Measures,
    limits: Vec<Limit>,
}

#[derive(Debug, Deserialize)]
struct Position {
    staff: Subjects,
    cases: Subjects,
}

#[derive(Debug, Deserialize)]
struct Subjects {
    overdue: u64,
}

#[derive(Debug, Deserialize)]
struct Measures {
    #[serde(rename = "M5")]
    records: Vec<Rate>,
}

#[derive(Debug, Deserialize)]
struct Rate {
    late_to_7: u64,
    late_over_7: u64,
    not_done: u64,
}

impl Rate {
    fn late(&self) -> u64 {
        self.late_to_7 + self.late_over_7
    }
}

#[derive(Debug, Deserialize)]
struct Limit {
    not_met: u64,
}

fn audit(folder: &Path, period: &str) -> Audit {
    let output = run(folder, period, "2");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let audit: Audit = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(audit.warnings, [""; 0], "{said}");
    audit
}

fn run(folder: &Path, period: &str, threads: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oversight"));
    command.args(["audit", "--format", "json", "--period", period]);
    let command = command.arg(folder).env("RAYON_NUM_THREADS", threads);
    command.output().unwrap()
}

type Row = BTreeMap<String, String>;

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn day(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap())
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

/// Whether somebody is in post, or a case open, of whom the last day may be blank.
fn current(last: &str) -> bool {
    day(last).is_none_or(|last| last > as_of())
}

/// The same counts from the rows, without anything of the program.
fn plain(folder: &Path) -> Counts {
    let staff: Vec<Row> = rows(folder, "staff.csv")
        .into_iter()
        .filter(|row| current(&row["end_date"]))
        .collect();
    let cases: Vec<Row> = rows(folder, "cases.csv")
        .into_iter()
        .filter(|row| current(&row["closed"]))
        .collect();
    let held: Vec<Row> = rows(folder, "sessions.csv")
        .into_iter()
        .filter(|row| row["status"] == "held")
        .collect();
    let (mut last_of_staff, mut last_of_case) = (BTreeMap::new(), BTreeMap::new());
    for row in &held {
        let (last, id) = match (row["kind"].as_str(), row["depth"].as_str()) {
            ("personal", _) => (&mut last_of_staff, &row["supervisee_id"]),
            (_, "full") => (&mut last_of_case, &row["case_id"]),
            (_, _) => continue,
        };
        let date = day(&row["date"]).unwrap();
        let known = last.entry(id.as_str()).or_insert(date);
        *known = (*known).max(date);
    }
    let staff_due = |row: &&Row| due_of_staff(row, &last_of_staff) < as_of();
    let case_due = |row: &&Row| due_of_case(row, &last_of_case) < as_of();
    let counts = [
        staff.iter().filter(staff_due).count(),
        cases.iter().filter(case_due).count(),
        held.iter().filter(|row| is_late(row)).count(),
        over_limit(&staff, &cases),
    ];
    counts.map(|count| u64::try_from(count).unwrap())
}

/// The first day that lies the interval in force on it after the last session, or after the first day in post.
fn due_of_staff(row: &Row, last: &BTreeMap<&str, NaiveDate>) -> NaiveDate {
    let start = day(&row["start_date"]).unwrap();
    let anchor = last.get(row["staff_id"].as_str()).copied().unwrap_or(start);
    let months = |from: NaiveDate, months| from + Months::new(months);
    let in_force = |on: NaiveDate| match row["role"].as_str() {
        "business_support" => anchor + Days::new(42),
        "asye" if on <= start + Days::new(42) => anchor + Days::new(7),
        "asye" if on <= months(start, 6) => anchor + Days::new(14),
        _ => months(anchor, 1),
    };
    let mut days = anchor.iter_days();
    days.find(|on| *on >= in_force(*on)).unwrap()
}

fn due_of_case(row: &Row, last: &BTreeMap<&str, NaiveDate>) -> NaiveDate {
    let opened = day(&row["opened"]).unwrap();
    let anchor = last.get(row["case_id"].as_str()).copied();
    let anchor = anchor.unwrap_or(opened).max(opened);
    let monthly = match (row["case_type"].as_str(), row["risk"].as_str()) {
        ("assessment" | "child_protection", _) => true,
        ("child_in_need" | "looked_after", risk) => risk == "high",
        (_, _) => false,
    };
    anchor + Months::new(if monthly { 1 } else { 2 })
}

/// Whether a case's record came after two working days, or did not come and they are over.
fn is_late(row: &Row) -> bool {
    let date = day(&row["date"]).unwrap();
    let is_working = |on: &NaiveDate| {
        !matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
            && !HOLIDAYS.contains(&on.to_string().as_str())
    };
    let due = date.iter_days().skip(1).filter(is_working).nth(1).unwrap();
    row["kind"] == "case" && day(&row["recorded_on"]).unwrap_or_else(as_of) > due
}

/// Staff whose open cases have more children than they should hold in the hours of their contract.
fn over_limit(staff: &[Row], cases: &[Row]) -> usize {
    let mut loads: BTreeMap<&str, u32> = BTreeMap::new();
    for row in cases {
        let children: u32 = row["children"].parse().unwrap();
        *loads.entry(row["allocated_to"].as_str()).or_default() += children;
    }
    let over = staff.iter().filter(|row| {
        let most = if row["role"] == "asye" { 15.0 } else { 20.0 };
        let hours: f64 = row["hours_per_week"].parse().unwrap();
        let held = loads.get(row["staff_id"].as_str()).copied().unwrap_or(0);
        f64::from(held) > most * hours / 37.0
    });
    over.count()
}
