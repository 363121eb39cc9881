//! Arguments: which days are asked about, and what is said of arguments that can't be.

use super::council::Council;

#[test]
fn no_arguments_show_the_help_and_are_no_audit() {
    let council = Council::new();
    let run = council.run(&[]).refused(&["Usage: oversight", "audit"]);
    assert!(!run.err.starts_with("error"), "{}", run.err);
    let nothing = "nothing says which exports, expected a folder with an `oversight.toml`";
    for command in [
        &["audit"][..],
        &["check"],
        &["due"],
        &["report", "-o", "page.html"],
    ] {
        council.run(command).refused(&[
            nothing,
            "`oversight init FOLDER`",
            "or --policy, --staff, --cases, --sessions\n",
        ]);
    }
    council
        .run(&["explain", "staff", "W1"])
        .refused(&[nothing, "before the subject"]);
    council.run(&["policy"]).refused(&["check", "show"]);
    council
        .run(&["aduit"])
        .refused(&["a similar subcommand exists: 'audit'"]);
}

#[test]
fn help_and_version_are_what_was_asked_for() {
    let council = Council::new();
    for help in [&["--help"][..], &["audit", "--help"], &["audit", "-h"]] {
        let codes = ["Exit codes", "0 audited", "2 goes before 3"];
        council.run(help).ends(0).quietly().prints(&codes);
    }
    for (help, codes) in [
        (&["explain", "--help"][..], "0 explained · 2 not explained"),
        (&["policy", "check", "--help"], "0 no mistakes · 2 mistakes"),
        (&["policy", "show", "--help"], "0 printed · 2 not printed"),
    ] {
        council.run(help).ends(0).prints(&["Exit codes", codes]);
    }
    let version = concat!("oversight ", env!("CARGO_PKG_VERSION"));
    let run = council.run(&["--version"]).ends(0).quietly();
    assert_eq!(run.out.trim_end(), version);
}

#[test]
fn days_that_are_none() {
    let council = Council::new();
    for (name, value, expected) in [
        ("--month", "2026-13", "a month such as 2026-10"),
        ("--month", "October", "a month such as 2026-10"),
        (
            "--period",
            "2026-09",
            "two days such as 2026-07-01..2026-09-30",
        ),
        ("--period", "2026-09-30..2026-07-01", "before it begins"),
        ("--as-of", "31/10/2026", "a day such as 2026-10-31"),
        ("--as-of", "2026-02-29", "a day such as 2026-10-31"),
        ("--max-rejects", "few", "invalid digit"),
        ("--fail-on", "never", "breach, advisory, information"),
        ("--format", "pdf", "table, json, csv"),
    ] {
        council.audit(&[name, value]).refused(&[value, expected]);
    }
    council
        .audit(&["--month", "2026-10", "--as-of", "2026-10-14"])
        .refused(&["--month", "cannot be used with", "--as-of"]);
}

#[test]
fn years_of_a_slip_of_the_hand() {
    for (name, value) in [
        ("--month", "0226-10"),
        ("--as-of", "9999-12-31"),
        ("--period", "2026-10-01..2206-10-31"),
    ] {
        Council::new()
            .audit(&[name, value])
            .refused(&["expected one from 2000 to 2199"]);
    }
    let far = Council::new().audit(&["--month", "2199-12"]);
    assert_eq!(far.code, 1, "{}", far.err);
}

#[test]
fn each_way_to_ask_about_days_says_so_at_the_head() {
    let council = Council::new();
    for (asked, said, as_of, period) in [
        (
            &["--month", "2026-10"][..],
            "October 2026, as of Saturday 31 October 2026",
            "2026-10-31",
            ["2026-10-01", "2026-10-31"],
        ),
        (
            &["--as-of", "2026-10-14"],
            "1 to 14 October 2026, as of Wednesday 14 October 2026",
            "2026-10-14",
            ["2026-10-01", "2026-10-14"],
        ),
        (
            &["--period", "2026-09-15..2026-10-14"],
            "15 Sep 2026 to 14 Oct 2026, as of Wednesday 14 October 2026",
            "2026-10-14",
            ["2026-09-15", "2026-10-14"],
        ),
        (
            &[],
            "1 to 5 November 2026, as of Thursday 5 November 2026",
            "2026-11-05",
            ["2026-11-01", "2026-11-05"],
        ),
    ] {
        let run = council.audit(asked).prints(&[said]);
        assert!([0, 1].contains(&run.code), "{}", run.err);
        let mut json = asked.to_vec();
        json.extend(["--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&council.audit(&json).out).unwrap();
        assert_eq!(report["as_of"], as_of);
        assert_eq!(report["period"]["from"], period[0]);
        assert_eq!(report["period"]["to"], period[1]);
        assert_eq!(report["taken"], "2026-11-05");
    }
}

#[test]
fn an_audit_of_days_after_the_exports_were_taken_warns() {
    Council::new()
        .audit(&["--month", "2026-11"])
        .prints(&["the exports were taken on 5 Nov 2026, before the as-of day"]);
}
