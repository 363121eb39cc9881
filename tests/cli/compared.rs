//! Two audits compared: `oversight diff`, and `audit --since`.

use serde_json::Value;

use super::council::{Council, POLICY, STAFF, behind};

/// A council with the reports of September and October: W2 overdue in the second, nobody in the first.
fn reports() -> Council {
    let council = Council::of_sessions(&behind());
    for (month, file) in [("2026-09", "old.json"), ("2026-10", "new.json")] {
        council.audit(&["--month", month, "-o", file]);
    }
    council
}

#[test]
fn what_is_new_and_what_is_resolved() {
    let council = reports();
    council
        .run(&["diff", "old.json", "new.json"])
        .ends(1)
        .quietly()
        .prints(&[
            "Testshire: findings as of 31 Oct 2026, compared with 30 Sep 2026",
            "Open: 0 then, 1 now.",
            "1 new, 0 still open, 0 resolved, 0 waived, 0 gone.",
            "staff W2 Cat Cole workers M1 2 30 Oct 2026",
        ]);
    council
        .run(&["diff", "old.json", "new.json", "--exit-zero"])
        .ends(0);
    let same = council.run(&["diff", "new.json", "new.json"]).ends(0);
    same.prints(&["both are as of 31 Oct 2026", "0 new, 1 still open"]);
    // The session was held after all, and typed in later.
    let council = council.with("sessions.csv", super::council::SESSIONS);
    council.audit(&["--as-of", "2026-11-01", "-o", "later.json"]);
    council
        .run(&["diff", "new.json", "later.json"])
        .ends(0)
        .prints(&["0 new, 0 still open, 1 resolved, 0 waived, 0 gone."]);
}

#[test]
fn who_left_is_gone() {
    let council = reports();
    let left = STAFF.replace(
        "W2,Cat Cole,Social Worker,North,M1,2024-01-08,",
        "W2,Cat Cole,Social Worker,North,M1,2024-01-08,2026-10-30",
    );
    let council = council.with("staff.csv", left);
    council.audit(&["--as-of", "2026-11-01", "-o", "after.json"]);
    council
        .run(&["diff", "new.json", "after.json"])
        .ends(0)
        .prints(&["1 gone", "not in post any more"]);
}

#[test]
fn the_formats_say_the_same() {
    let council = reports();
    let run = council
        .run(&["diff", "old.json", "new.json", "--format", "json"])
        .ends(1);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["counts"]["new"], 1);
    assert_eq!(report["lines"][0]["change"], "new");
    assert_eq!(report["lines"][0]["subject"]["id"], "W2");
    let csv = council
        .run(&["diff", "old.json", "new.json", "--format", "csv"])
        .ends(1)
        .out;
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("change,id,severity,clause")
    );
    assert!(lines.next().unwrap().starts_with("new,"));
    council
        .run(&[
            "diff", "old.json", "new.json", "-o", "diff.csv", "-o", "diff.txt",
        ])
        .ends(1)
        .says(&["wrote diff.csv", "wrote diff.txt"]);
    assert!(council.read("diff.csv").starts_with('\u{feff}'));
    council
        .run(&["diff", "old.json", "new.json", "-o", "old.json"])
        .refused(&["`old.json` is a file that the audit reads"]);
}

#[test]
fn an_audit_since_an_earlier_one_has_the_comparison_as_a_part() {
    let council = reports();
    let since = ["--month", "2026-10", "--since", "old.json"];
    council
        .audit(&since)
        .ends(1)
        .prints(&["Since 30 Sep 2026", "1 new, 0 still open", "New: 1"]);
    let mut json = since.to_vec();
    json.extend(["--format", "json"]);
    let report: Value = serde_json::from_str(&council.audit(&json).out).unwrap();
    let alone = council.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let alone: Value = serde_json::from_str(&alone.out).unwrap();
    assert_eq!(report["since"], alone);
    assert!(council.json()["since"].is_null());
}

#[test]
fn a_team_is_shown_its_own_and_a_name_that_is_not_there_is_refused() {
    let council = reports();
    // W1 is in South, and not seen since September either.
    let staff = STAFF.replace(
        "Ben Best,Social Worker,North",
        "Ben Best,Social Worker,South",
    );
    let sessions = behind().replace("2026-10-28,personal,W1,M1,,A7,2026-10-29\n", "");
    let council = council
        .with("staff.csv", staff)
        .with("sessions.csv", sessions);
    council.audit(&["--month", "2026-10", "-o", "new.json"]);
    let diff = |more: &[&str]| council.run(&[&["diff", "old.json", "new.json"], more].concat());
    diff(&[]).ends(1).prints(&["0 then, 2 now.", "2 new"]);
    let north = diff(&["--team", "north"]).ends(1).prints(&[
        "Testshire: findings of team North as of 31 Oct 2026",
        "Open: 0 then, 1 now.",
        "1 new, 0 still open",
        "staff W2 Cat Cole",
    ]);
    assert!(!north.out.contains("W1"), "{}", north.out);
    let south = diff(&["--team", "South", "--format", "json"]).ends(1).out;
    let south: Value = serde_json::from_str(&south).unwrap();
    assert_eq!(south["part"]["team"], "South");
    assert_eq!(south["counts"]["new"], 1);
    assert_eq!(south["lines"][0]["subject"]["id"], "W1");
    diff(&["--supervisor", "M1"]).ends(1).prints(&["2 new"]);
    // A name in neither report would look like an all-clear.
    diff(&["--team", "Nort"]).refused(&["no team `Nort` is in either report", "`North`"]);
    diff(&["--service", "North"]).refused(&["no service `North` is in either report"]);
    council.audit(&["--month", "2026-10", "--team", "North", "-o", "north.json"]);
    council
        .run(&["diff", "north.json", "north.json", "--team", "North"])
        .refused(&["about team North alone", "leave out --team"]);
}

#[test]
fn nothing_new_in_a_team_is_no_breach() {
    let council = Council::of_sessions(&behind());
    let staff = STAFF.replace(
        "Ben Best,Social Worker,North",
        "Ben Best,Social Worker,South",
    );
    let council = council.with("staff.csv", staff);
    for (month, file) in [("2026-09", "old.json"), ("2026-10", "new.json")] {
        council.audit(&["--month", month, "-o", file]);
    }
    let diff = ["diff", "old.json", "new.json", "--team"];
    council.run(&[&diff[..], &["South"]].concat()).ends(0);
    council.run(&[&diff[..], &["North"]].concat()).ends(1);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let council = reports()
        .with("words.json", "last month")
        .with("other.json", "{\"tool\": {\"name\": \"other\"}}")
        .with(
            "cut.json",
            "{\"tool\": {\"name\": \"oversight\"}, \"findings\": []}",
        );
    for (file, words) in [
        ("gone.json", "`gone.json` is not there"),
        (
            "words.json",
            "`words.json` is not JSON, as line 1, column 1 shows",
        ),
        (
            "other.json",
            "`other.json` is not the JSON report of an audit",
        ),
        ("cut.json", "was written by an earlier version of oversight"),
    ] {
        council.run(&["diff", file, "new.json"]).refused(&[words]);
        council.run(&["diff", "old.json", file]).refused(&[words]);
        council
            .audit(&["--month", "2026-10", "--since", file])
            .refused(&[words]);
    }
    council.run(&["diff", "new.json", "old.json"]).refused(&[
        "the older report is as of 2026-10-31",
        "give the earlier of the two first",
    ]);
    council
        .audit(&["--month", "2026-09", "--since", "new.json"])
        .refused(&["give the earlier of the two first"]);
    let elsewhere = council.with(
        "policy.toml",
        POLICY.replace("\"Testshire\"", "\"Elsewhere\""),
    );
    elsewhere
        .audit(&["--month", "2026-10", "--since", "old.json"])
        .refused(&["two councils, `Testshire` and `Elsewhere`"]);
}

#[test]
fn another_policy_is_said() {
    let council = reports().with("policy.toml", POLICY.replace("4 weeks", "5 weeks"));
    council.audit(&["--month", "2026-10", "-o", "new.json"]);
    council
        .run(&["diff", "old.json", "new.json"])
        .ends(0)
        .prints(&["Note: the policy is not the same"]);
}
