//! Waivers, targets and actions as an officer meets them: in the policy, in files beside it, and ignored.

use serde_json::Value;

use super::council::{Council, POLICY, Run, behind};

const KEYS: &str = "\
policy = \"policy.toml\"
waivers = \"waivers.toml\"
actions = \"actions.toml\"
taken = 2026-11-05
staff = \"staff.csv\"
cases = \"cases.csv\"
sessions = \"sessions.csv\"
";

const ACTIONS: &str = r#"
[targets]
M1 = { at = "90%", close = "80%" }

[[action]]
id = "A-1"
what = "cover for W2"
lead = "team manager"
raised = 2026-10-05
by = 2026-10-30
"#;

fn waiver(whose: &str, from: &str, until: &str) -> String {
    format!(
        "[[waiver]]\nrule = \"workers\"\n{whose}\nreason = \"long-term sick leave\"\napproved-by = \"PSW\"\nfrom = {from}\nuntil = {until}\n"
    )
}

/// A council in which W2 is overdue since 29 October, with these waivers in a file of their own.
fn council(waivers: &str) -> Council {
    Council::of_folder(KEYS)
        .with("sessions.csv", behind())
        .with("waivers.toml", waivers)
        .with("actions.toml", ACTIONS)
}

fn audit(council: &Council, more: &[&str]) -> Run {
    let mut arguments = vec!["audit", ".", "--month", "2026-10"];
    arguments.extend(more);
    council.run(&arguments)
}

fn json(council: &Council, more: &[&str]) -> Value {
    let mut all = more.to_vec();
    all.extend(["--format", "json"]);
    serde_json::from_str(&audit(council, &all).out).unwrap()
}

#[test]
fn a_waived_breach_is_no_breach_and_is_shown() {
    let council = council(&waiver("staff = \"W2\"", "2026-10-01", "2026-10-31"));
    audit(&council, &[]).ends(0).quietly().prints(&[
        "Waivers on 31 October: 1 active",
        "1 finding is waived, and in no figure above",
        "Active, lapses soon: workers for staff W2, 1 finding, until 31 Oct 2026; approved by PSW: long-term sick leave",
        "Overdue and waived: 1 staff member",
    ]);
    let report = json(&council, &[]);
    assert_eq!(report["findings"], serde_json::json!([]));
    let note = &report["waived_findings"][0]["waiver"];
    assert_eq!(note["approved_by"], "PSW");
    assert_eq!(note["until"], "2026-10-31");
    assert_eq!(report["measures"]["M1"]["excluded"]["waived"], 2);
    assert_eq!(report["waivers"]["file"], "waivers.toml");
    assert_eq!(report["waivers"]["sha256"].as_str().unwrap().len(), 64);
    let csv = audit(&council, &["--format", "csv"]).ends(0).out;
    assert!(
        csv.contains(",active,long-term sick leave,PSW,2026-10-31"),
        "{csv}"
    );
}

#[test]
fn the_four_states_are_told_apart_and_counted() {
    let waivers = [
        waiver("staff = \"W2\"", "2026-10-01", "2026-12-31"),
        waiver("staff = \"W1\"", "2026-09-01", "2026-09-30"),
        waiver("staff = \"W1\"", "2026-11-01", "2026-11-30"),
        waiver("staff = \"M1\"", "2026-10-01", "2026-12-31"),
    ];
    let council = council(&waivers.concat());
    audit(&council, &[])
        .ends(0)
        .says(&["waivers.toml:14: the waiver of `workers` for staff W1 ended on 30 Sep 2026"])
        .prints(&["Waivers on 31 October: 1 active, 1 unused, 1 expired, 1 not yet begun"]);
    let report = json(&council, &[]);
    let states: Vec<&str> = report["waivers"]["list"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["active", "expired", "not-begun", "unused"]);
    for (key, number) in [
        ("active", 1),
        ("unused", 1),
        ("expired", 1),
        ("not_begun", 1),
    ] {
        assert_eq!(report["waivers"][key], number, "{key}");
    }
}

#[test]
fn when_a_waiver_is_over_the_finding_is_back_and_the_waiver_named() {
    let council = council(&waiver("staff = \"W2\"", "2026-10-01", "2026-10-30"));
    audit(&council, &[]).ends(1).prints(&[
        "Warning: the waiver of `workers` for staff W2, approved by PSW, ended on 30 Oct 2026: 1 thing it set aside is overdue",
        "1 expired",
    ]);
    let csv = audit(&council, &["--format", "csv"]).ends(1).out;
    assert!(
        csv.contains(",expired,long-term sick leave,PSW,2026-10-30"),
        "{csv}"
    );
}

#[test]
fn ignored_waivers_show_the_naked_picture_and_say_so() {
    let council = council(&waiver("staff = \"W2\"", "2026-10-01", "2026-12-31"));
    let naked = self::council("");
    audit(&council, &["--ignore-waivers"])
        .ends(1)
        .prints(&["waivers are ignored here, as was asked: 1 waiver"]);
    let (ignoring, without) = (json(&council, &["--ignore-waivers"]), json(&naked, &[]));
    for key in ["measures", "rates", "position", "teams", "limits"] {
        assert_eq!(ignoring[key], without[key], "{key}");
    }
    assert_eq!(ignoring["waivers"]["ignored"], true);
    assert_eq!(ignoring["findings"][0]["waiver"]["state"], "ignored");
    // What fell due and is waived is what the fraction lacks.
    let number = |report: &Value, path: &str| report.pointer(path).unwrap().as_u64().unwrap();
    let waived = json(&council, &[]);
    assert_eq!(
        number(&waived, "/measures/M1/fell_due") + number(&waived, "/measures/M1/excluded/waived"),
        number(&without, "/measures/M1/fell_due")
    );
}

#[test]
fn a_finding_explained_says_who_waived_it_and_until_when() {
    let council = council(&waiver("staff = \"W2\"", "2026-10-01", "2026-12-31"));
    let report = json(&council, &[]);
    let id = report["waived_findings"][0]["id"].as_str().unwrap();
    let explain = |about: &[&str]| {
        let mut arguments = vec!["explain", ".", "--month", "2026-10"];
        arguments.extend(about);
        council.run(&arguments).ends(0)
    };
    explain(&["finding", id]).prints(&[
        "Waived, and in no figure: approved by PSW until the end of 31 Dec 2026. long-term sick leave.",
    ]);
    explain(&["staff", "W2"]).prints(&[
        "Waived: it stands outside every figure.",
        "Clause `workers` is waived for staff W2 from 1 Oct 2026 until the end of 31 Dec 2026, approved by PSW",
        "(waivers.toml:2)",
    ]);
    let text = explain(&["staff", "W1"]).out;
    assert!(!text.contains("aive"), "{text}");
}

#[test]
fn a_waiver_in_the_policy_or_named_alone_does_the_same() {
    let waiver = waiver("staff = \"W2\"", "2026-10-01", "2026-12-31");
    let council = Council::of_sessions(&behind()).with("waivers.toml", &waiver);
    council.october().ends(1);
    council
        .audit(&["--month", "2026-10", "--waivers", "waivers.toml"])
        .ends(0);
    council
        .with("policy.toml", format!("{POLICY}\n{waiver}"))
        .october()
        .ends(0);
}

#[test]
fn targets_and_actions_are_told() {
    let council = council("");
    audit(&council, &[]).prints(&[
        "Against the council's own targets",
        "Staff supervisions on time",
        "○ too few to judge",
        "Close: M1 from 80%",
    ]);
    let report = json(&council, &[]);
    assert_eq!(report["targets"][0]["status"], "too few to judge");
    assert_eq!(report["actions"][0]["id"], "A-1");
    assert_eq!(report["actions"][0]["status"], "open");
    assert_eq!(report["actions"][0]["past"], true);
    let none = Council::of_sessions(&behind());
    assert!(
        !none.october().out.contains("target"),
        "no target, no status"
    );
    assert!(none.json()["measures"]["M1"]["status"].is_null());
}

#[test]
fn check_and_show_read_the_files_beside_the_policy() {
    let council = council(&waiver("staff = \"W22\"", "2026-10-01", "2026-10-31"));
    council.run(&["policy", "check", "."]).ends(0).prints(&[
        "no export has the staff member `W22`",
        "waivers.toml:3:9",
        "did you mean `W2`?",
        "ended on 31 Oct 2026",
        "3 warnings",
    ]);
    council.run(&["policy", "show", "."]).ends(0).prints(&[
        "workers for staff W22 (waivers.toml, line 2)",
        "M1: 90% and more, close from 80%",
        "A-1: cover for W2",
    ]);
}

#[test]
fn a_mistake_in_a_file_beside_the_policy_stops_the_audit() {
    let broken = council("[[waiver]]\nrule = \"workrs\"\n");
    audit(&broken, &[]).refused(&[
        "waivers.toml:2:8",
        "did you mean `workers`?",
        "`waiver` has no `until`",
        "nothing was audited",
    ]);
    let gone = Council::of_folder(KEYS).with("actions.toml", "");
    audit(&gone, &[]).refused(&["`waivers.toml`, which `./oversight.toml` names, is not there"]);
}

/// Waivers over, in force and used, in force and of nobody, not yet begun; each with a remark.
fn of_every_kind() -> String {
    let waivers = [
        ("over", waiver("staff = \"W1\"", "2026-08-01", "2026-09-30")),
        ("used", waiver("staff = \"W2\"", "2026-10-01", "2026-11-30")),
        (
            "of nobody",
            waiver("staff = \"W9\"", "2026-10-01", "2026-12-31"),
        ),
        (
            "to come",
            waiver("staff = \"W1\"", "2026-12-01", "2026-12-31"),
        ),
    ];
    let told = waivers.map(|(remark, waiver)| format!("\n# {remark}\n{waiver}"));
    format!(
        "# The waivers of Testshire.\n{}\n# The end.\n",
        told.concat()
    )
}

#[test]
fn stale_waivers_are_taken_out_and_all_else_stays() {
    let before = of_every_kind();
    let council = council(&before);
    let prune = |more: &[&str]| council.run(&[&["waivers", "prune", "."], more].concat());
    let said = [
        "waivers.toml:5: `workers` for staff W1: over since the end of 30 Sep 2026",
        "waivers.toml:23: `workers` for staff W9: unused, although it holds until 31 Dec 2026",
        "2 of 4 waivers to be taken out",
        "keep the reports of those months",
    ];
    prune(&["--dry-run"]).ends(0).quietly().prints(&said);
    assert_eq!(council.read("waivers.toml"), before);
    let policy = council.read("policy.toml");
    prune(&[]).ends(0).prints(&said).says(&["waivers.toml"]);
    let after = council.read("waivers.toml");
    let (used, to_come) = (
        waiver("staff = \"W2\"", "2026-10-01", "2026-11-30"),
        waiver("staff = \"W1\"", "2026-12-01", "2026-12-31"),
    );
    assert_eq!(
        after,
        format!(
            "# The waivers of Testshire.\n\n# used\n{used}\n# to come\n{to_come}\n# The end.\n"
        )
    );
    assert_eq!(council.read("policy.toml"), policy);
    prune(&[])
        .ends(0)
        .quietly()
        .prints(&["2 waivers, none of them over or unused"]);
    // A day later than the last of them all are over.
    prune(&["--as-of", "2027-01-01"])
        .ends(0)
        .prints(&["2 of 2 waivers"]);
    let none = "# The waivers of Testshire.\n\n# The end.\n";
    assert_eq!(council.read("waivers.toml"), none);
    audit(&council, &[]).ends(1);
}

#[test]
fn waivers_are_taken_out_of_the_policy_as_well() {
    let own = format!(
        "{POLICY}\n{}",
        waiver("staff = \"W1\"", "2026-08-01", "2026-09-30")
    );
    let council = council(&of_every_kind()).with("policy.toml", own);
    let run = council.run(&["waivers", "prune", ".", "-n"]).ends(0);
    run.prints(&[
        "policy.toml:39: `workers` for staff W1: over",
        "3 of 5 waivers",
    ]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let shared = std::fs::Permissions::from_mode(0o664);
        std::fs::set_permissions(council.path("policy.toml"), shared).unwrap();
    }
    council
        .run(&["waivers", "prune", "."])
        .ends(0)
        .says(&["policy.toml", "waivers.toml"]);
    assert_eq!(council.read("policy.toml"), POLICY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(council.path("policy.toml")).unwrap();
        assert_eq!(
            mode.permissions().mode() & 0o777,
            0o664,
            "others may read it still"
        );
    }
}

#[test]
fn what_set_something_aside_once_or_cannot_be_judged_is_not_unused() {
    // Seen again on 1 October: since then it sets nothing aside, and in September it did.
    let sessions =
        super::council::SESSIONS.replace("2026-09-03,personal,W2,M1,,A2,2026-09-04\n", "");
    let september = waiver("staff = \"W2\"", "2026-09-01", "2026-11-10");
    let council = council(&september).with("sessions.csv", sessions);
    let prune = |council: &Council| council.run(&["waivers", "prune", ".", "-n"]);
    prune(&council)
        .ends(0)
        .prints(&["none of them over or unused"]);
    // With a row that can't be read nobody knows who was seen.
    let rows = format!("{}C9,child-in-need,soon,,W1,North\n", super::council::CASES);
    let council = council
        .with("cases.csv", rows)
        .with("waivers.toml", of_every_kind());
    prune(&council)
        .ends(3)
        .says(&["no waiver in force is taken for unused"])
        .prints(&["1 of 4 waivers to be taken out", "over since"]);
    let broken = council.with("waivers.toml", "[[waiver]]\nrule = 1\n");
    prune(&broken).refused(&["wrong-value"]);
    assert_eq!(broken.read("waivers.toml"), "[[waiver]]\nrule = 1\n");
    let listed = "waiver = [{ rule = \"workers\", staff = \"W1\", reason = \"r\", approved-by = \"a\", until = 2026-09-30 }]\n";
    let listed = Council::of_folder(KEYS)
        .with("actions.toml", "")
        .with("waivers.toml", listed);
    let run = listed.run(&["waivers", "prune", "."]).ends(2);
    run.says(&["stand in a list", "[[waiver]]"]);
}
