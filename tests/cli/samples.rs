//! `oversight sample`: which files are drawn, and what is said of them.

use serde_json::Value;

use super::council::{Council, POLICY, Run, STAFF};

const CLAUSE: &str = r#"
[[file-audit]]
id = "monthly-audit"
for = { role = "team-manager" }
counts = { kind = "case-audit" }
at-least = "1 file"
per = "calendar month"
files = "cases"
citation = "section 6"
"#;
const TOML: &str = r#"
policy = "policy.toml"
staff = "staff.csv"
cases = "cases.csv"
sessions = "sessions.csv"
activity = "activity.csv"
taken = 2026-11-05
"#;
const ACTIVITY: &str = "kind,date,case_id,by_id\ncase-audit,2026-09-15,C1,M1\n";
const CASES: &str = "\
case_id,case_type,opened,closed,allocated_to,team
C1,child-protection,2026-06-01,,W1,North
C2,child-in-need,2026-06-01,,W1,North
C3,child-in-need,2026-06-01,2026-10-20,W1,North
C4,child-in-need,2026-11-02,,W1,North
";

fn council() -> Council {
    Council::of_folder(TOML)
        .with("policy.toml", format!("{POLICY}{CLAUSE}"))
        .with("cases.csv", CASES)
        .with("activity.csv", ACTIVITY)
}

fn sample(council: &Council, more: &[&str]) -> Run {
    let call = [&["sample", ".", "--month", "2026-10"], more].concat();
    council.run(&call)
}

fn json(council: &Council, more: &[&str]) -> Value {
    let run = sample(council, &[more, &["--format", "json"]].concat());
    serde_json::from_str(&run.out).unwrap()
}

fn file(drawn: &Value) -> &str {
    drawn["samples"][0]["draws"][0]["files"][0]["id"]
        .as_str()
        .unwrap()
}

#[test]
fn only_cases_open_on_the_day_are_drawn_and_a_seed_draws_them_again() {
    let council = council();
    let mut drawn = Vec::new();
    for seed in 0..30_u32 {
        let seed = seed.to_string();
        let first = json(&council, &["--seed", &seed]);
        assert_eq!(file(&first), file(&json(&council, &["--seed", &seed])));
        drawn.push(file(&first).to_owned());
    }
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn, ["C1", "C2"], "C3 is closed and C4 not yet open");
}

#[test]
fn without_a_seed_one_is_made_of_the_exports_and_printed_for_the_next_time() {
    let council = council();
    let first = json(&council, &[]);
    assert_eq!(first, json(&council, &[]));
    let seed = first["seed"].as_u64().unwrap().to_string();
    let run = sample(&council, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    let again = format!("oversight sample . --month 2026-10 --seed {seed}");
    for said in ["monthly-audit", "section 6", &seed, &again, file(&first)] {
        assert!(run.out.contains(said), "no `{said}` in {}", run.out);
    }
    assert_eq!(file(&json(&council, &["--seed", &seed])), file(&first));
    let other = council.with(
        "activity.csv",
        format!("{ACTIVITY}case-audit,2026-09-16,C2,M1\n"),
    );
    assert_ne!(json(&other, &[])["seed"], first["seed"]);
}

#[test]
fn what_was_audited_in_the_month_is_not_drawn_again() {
    let one = format!("{ACTIVITY}case-audit,2026-10-05,C2,W2\n");
    let council = council().with("activity.csv", one);
    for seed in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        assert_eq!(file(&json(&council, &["--seed", seed])), "C1");
    }
    let done = format!("{ACTIVITY}case-audit,2026-10-05,C2,M1\n");
    let run = sample(&council.with("activity.csv", done), &[]);
    assert!(
        run.out
            .contains("M1: 1 file is audited already, 1 asked for"),
        "{}",
        run.out
    );
}

#[test]
fn too_few_files_are_said() {
    let policy = format!("{POLICY}{}", CLAUSE.replace("1 file", "5 files"));
    let run = sample(&council().with("policy.toml", policy), &[]);
    assert!(
        run.out.contains(
            "M1: 3 fewer than asked for: 5 asked for, 0 audited already, 2 to choose from"
        ),
        "{}",
        run.out
    );
    assert_eq!(run.code, 0);
}

#[test]
fn csv_has_a_row_for_each_file_and_a_header_without_any() {
    let run = sample(&council(), &["--format", "csv", "--seed", "3"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    assert!(lines[0].starts_with("clause,seed,as_of,from,to,for_kind,for_id,file_kind,file_id"));
    assert!(
        lines[1].starts_with("monthly-audit,3,2026-10-31,2026-10-01,2026-10-31,staff,M1,case,C")
    );
}

#[test]
fn a_clause_that_asks_for_no_files_is_refused_with_those_that_do() {
    let council = council();
    let words = ["asks for no files", "monthly-audit"];
    sample(&council, &["--clause", "workers"]).refused(&words);
    sample(&council, &["--clause", "nope"]).refused(&["no clause `nope`", "monthly-audit"]);
    let none = council.with("policy.toml", POLICY);
    sample(&none, &[]).refused(&["no clause that asks for files", "[[file-audit]]"]);
}

#[test]
fn without_activity_it_says_that_nothing_shows_what_was_done() {
    let toml = TOML.replace("activity = \"activity.csv\"\n", "");
    let run = sample(&council().with("oversight.toml", toml), &[]);
    assert!(
        run.out.contains("no activity export was given"),
        "{}",
        run.out
    );
    assert_eq!(run.code, 0);
}

#[test]
fn a_part_is_shown_what_counts_for_it_of_the_same_draw() {
    let staff = STAFF.replace(
        "Ben Best,Social Worker,North",
        "Ben Best,Social Worker,South",
    );
    let cases = "\
case_id,case_type,opened,closed,allocated_to
C1,child-protection,2026-06-01,,W1
C2,child-in-need,2026-06-01,,W2
C3,child-in-need,2026-06-01,,W2
";
    let council = council().with("staff.csv", staff).with("cases.csv", cases);
    let south = json(&council, &["--seed", "1", "--team", "South"]);
    assert_eq!(south["samples"][0]["draws"].as_array().unwrap().len(), 0);
    let run = sample(&council, &["--seed", "1", "--team", "South"]);
    assert!(
        run.out
            .contains("Nobody who counts for team South is asked for files"),
        "{}",
        run.out
    );
    let north = json(&council, &["--seed", "1", "--team", "north"]);
    let whole = json(&council, &["--seed", "1"]);
    assert_eq!(north["samples"], whole["samples"], "M1 is in North");
    assert_eq!(north["part"]["team"], "North");
    // Asked of the whole council, each team has its own files of one draw.
    let of_council = CLAUSE
        .replace("for = { role = \"team-manager\" }\n", "")
        .replace("1 file", "2 files")
        .replace("per = ", "each = \"council\"\nper = ");
    let council = council.with("policy.toml", format!("{POLICY}{of_council}"));
    let mut parts = Vec::new();
    for team in ["North", "South"] {
        let run = json(&council, &["--seed", "5", "--team", team]);
        let draw = &run["samples"][0]["draws"][0];
        assert_eq!((&draw["asked"], &draw["short"]), (&2.into(), &0.into()));
        let files = draw["files"].as_array().unwrap();
        let others = draw["elsewhere"].as_u64().unwrap_or(0);
        assert_eq!(files.len() as u64 + others, 2);
        parts.extend(files.iter().map(|file| file["id"].clone()));
    }
    let whole = json(&council, &["--seed", "5"]);
    let whole = whole["samples"][0]["draws"][0]["files"].as_array().unwrap();
    let mut whole: Vec<Value> = whole.iter().map(|file| file["id"].clone()).collect();
    whole.sort_by_key(Value::to_string);
    parts.sort_by_key(Value::to_string);
    assert_eq!(parts, whole);
    sample(&council, &["--team", "Sooth"]).refused(&["no team `Sooth`", "`South`"]);
    let again = sample(&council, &["--seed", "5", "--team", "South"]).out;
    assert!(again.contains("--team South --seed 5"), "{again}");
}

#[test]
fn a_file_of_which_the_mapping_leaves_out_all_makes_it_incomplete() {
    let mapping = "[[mapping]]\nexport = \"cases\"\n[mapping.only]\ncase_type = [\"adoption\"]\n";
    let toml = format!("mapping = \"mapping.toml\"\n{TOML}");
    let council = council()
        .with("mapping.toml", mapping)
        .with("oversight.toml", toml);
    assert_eq!(sample(&council, &[]).code, 3);
}

#[test]
fn rejected_rows_make_it_incomplete() {
    let faulty = format!("{CASES}C5,child-in-need,soon,,W1,North\n");
    let run = sample(&council().with("cases.csv", faulty), &[]);
    assert_eq!(run.code, 3);
    assert!(
        run.out.contains("1 row of the exports could not be read"),
        "{}",
        run.out
    );
}
