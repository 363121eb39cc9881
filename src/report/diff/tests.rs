//! Two audits compared: every change of a finding, and files that are no reports.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Change, Incomparable, SCHEMA, Snapshot, Unreadable, diff};
use crate::calendar::Day;

fn finding(clause: &str, id: &str, due: &str) -> Value {
    json!({
        "id": format!("{clause}{id}"), "clause": clause, "rule": "staff-supervision", "severity": "breach",
        "subject": {"kind": "staff", "id": id, "what": null}, "due": due, "outcome": "overdue", "days": 20,
        "position": true, "since": "2026-07-01", "done_on": null, "team": "North", "supervisor": "T1",
        "worker": null, "session_date": null,
    })
}

fn with(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (key, to) in changes {
        value[*key] = to.clone();
    }
    value
}

/// A report with these findings; S1 to S5 are in post and C1 is open.
fn report(as_of: &str, findings: &[Value]) -> Value {
    json!({
        "schema": SCHEMA, "tool": {"name": "oversight", "version": "0.1.0"}, "as_of": as_of,
        "policy": {"name": "P", "council": "Testshire", "file": "policy.toml", "sha256": "aa"},
        "inputs": [{"read": 3, "rejected": 0}], "judged": true, "findings": findings, "waived_findings": [],
        "uncovered": [], "untestable": [], "clauses": [{"id": "all"}, {"id": "more"}],
        "in_scope": {"staff": ["S1", "S2", "S3", "S4", "S5"], "cases": ["C1"], "sessions_from": "2025-10-01"},
    })
}

fn snapshot(report: &Value) -> Snapshot {
    Snapshot::parse(&report.to_string(), "report.json").unwrap()
}

/// Change, clause, subject, first day overdue and why.
fn lines(old: &Value, new: &Value) -> Vec<String> {
    let compared = diff(&snapshot(old), &snapshot(new)).unwrap();
    let lines = compared.lines.iter().map(|line| {
        let since = line
            .open_since
            .map_or_else(String::new, |day| format!(" since {day}"));
        let why = line
            .why
            .as_ref()
            .map_or_else(String::new, |why| format!(": {why}"));
        format!(
            "{} {} {}{since}{why}",
            line.change.word(),
            line.clause,
            line.subject.id
        )
    });
    lines.collect()
}

#[test]
fn each_finding_is_new_still_open_or_resolved() {
    let old = report(
        "2026-09-30",
        &[
            finding("all", "S1", "2026-08-10"),
            finding("all", "S2", "2026-09-10"),
        ],
    );
    let new = report(
        "2026-10-31",
        &[
            finding("all", "S2", "2026-09-14"),
            finding("all", "S3", "2026-10-10"),
        ],
    );
    assert_eq!(
        lines(&old, &new),
        [
            "new all S3 since 2026-10-11",
            "still open all S2 since 2026-09-11",
            "resolved all S1 since 2026-08-11"
        ],
        "whatever became of the due day, clause and subject are the same"
    );
}

#[test]
fn what_was_done_in_between_is_open_since_it_was_overdue_again() {
    let now = |since: &str, last_held: Value| {
        let changes = [("since", json!(since)), ("last_held", last_held)];
        let after = with(finding("all", "S1", "2026-11-01"), &changes);
        let old = report("2026-09-30", &[finding("all", "S1", "2026-09-10")]);
        lines(&old, &report("2026-11-30", &[after]))
    };
    assert_eq!(
        now("2026-10-01", json!("2026-10-01")),
        ["still open all S1 since 2026-11-02: done on 1 Oct 2026, and overdue again"]
    );
    assert_eq!(
        now("2026-07-01", json!("2026-07-01")),
        ["still open all S1 since 2026-09-11"]
    );
    assert_eq!(
        now("2026-10-01", Value::Null),
        ["still open all S1 since 2026-09-11"],
        "the exports begin later"
    );
}

#[test]
fn who_left_is_gone_and_not_resolved() {
    let case = with(
        finding("more", "C9", "2026-09-01"),
        &[("subject", json!({"kind": "case", "id": "C9"}))],
    );
    let old = report("2026-09-30", &[finding("all", "S9", "2026-08-10"), case]);
    assert_eq!(
        lines(&old, &report("2026-10-31", &[])),
        [
            "gone all S9 since 2026-08-11: not in post any more, or in no export",
            "gone more C9 since 2026-09-02: closed, or in no export any more"
        ]
    );
}

#[test]
fn what_can_no_longer_be_judged_is_gone_and_not_resolved() {
    let old = report("2026-09-30", &[finding("all", "S1", "2026-08-10")]);
    let empty = report("2026-10-31", &[]);
    let one = json!({"kind": "staff", "id": "S1"});
    for (key, value, why) in [
        (
            "clauses",
            json!([{"id": "more"}]),
            "the clause is no longer in the policy",
        ),
        (
            "untestable",
            json!([{"clause": "all"}]),
            "it can no longer be judged",
        ),
        (
            "untestable",
            json!([{"clause": "all", "subject": one}]),
            "it can no longer be judged",
        ),
        (
            "uncovered",
            json!([{"kind": "staff", "id": "S1", "table": "staff-supervision"}]),
            "no `staff-supervision` clause covers them any more",
        ),
    ] {
        let new = with(empty.clone(), &[(key, value)]);
        assert_eq!(
            lines(&old, &new),
            [format!("gone all S1 since 2026-08-11: {why}")]
        );
    }
    let other = json!([{"clause": "all", "subject": {"kind": "staff", "id": "S2"}}]);
    let new = with(empty, &[("untestable", other)]);
    assert_eq!(lines(&old, &new), ["resolved all S1 since 2026-08-11"]);
}

#[test]
fn a_session_before_the_exports_is_gone() {
    let of = |held: &str| {
        let session = json!({"kind": "session", "id": "N1"});
        let changes = [
            ("subject", session),
            ("session_date", json!(held)),
            ("worker", json!("S1")),
        ];
        let old = report(
            "2026-09-30",
            &[with(finding("all", "N1", "2026-08-10"), &changes)],
        );
        lines(&old, &report("2026-10-31", &[])).concat()
    };
    assert!(of("2025-09-30").starts_with("gone"));
    assert!(of("2025-10-01").starts_with("resolved"));
}

#[test]
fn two_sessions_of_one_case_are_two_findings() {
    let held = |day: &str| {
        let case = json!({"kind": "case", "id": "C1"});
        let changes = [("subject", case), ("session_date", json!(day))];
        with(finding("all", "C1", "2026-09-10"), &changes)
    };
    let old = report("2026-09-30", &[held("2026-09-03"), held("2026-09-17")]);
    let new = report("2026-10-31", &[held("2026-09-17")]);
    let found = lines(&old, &new);
    assert_eq!(
        found
            .iter()
            .filter(|line| line.starts_with("still open"))
            .count(),
        1
    );
    assert_eq!(
        found
            .iter()
            .filter(|line| line.starts_with("resolved"))
            .count(),
        1
    );
}

#[test]
fn late_is_resolved_missed_is_gone_and_waived_is_said() {
    let old = report("2026-09-30", &[finding("all", "S1", "2026-08-10")]);
    let closed = |outcome: &str, on: Value| {
        let changes = [
            ("outcome", json!(outcome)),
            ("position", json!(false)),
            ("done_on", on),
        ];
        let new = report(
            "2026-10-31",
            &[with(finding("all", "S1", "2026-08-10"), &changes)],
        );
        lines(&old, &new)
    };
    assert_eq!(
        closed("late", json!("2026-10-05")),
        ["resolved all S1 since 2026-08-11: done on 5 Oct 2026"]
    );
    assert_eq!(
        closed("missed", Value::Null),
        ["gone all S1 since 2026-08-11: it can no longer be done"]
    );
    let aside = json!([finding("all", "S1", "2026-08-10")]);
    let new = with(
        report("2026-10-31", &[]),
        &[("waived_findings", aside.clone())],
    );
    assert_eq!(lines(&old, &new), ["waived all S1 since 2026-08-11"]);
    let was = with(report("2026-09-30", &[]), &[("waived_findings", aside)]);
    let back = report("2026-10-31", &[finding("all", "S1", "2026-08-10")]);
    assert_eq!(
        lines(&was, &back),
        ["new all S1 since 2026-08-11: it was waived then"]
    );
}

#[test]
fn another_clause_over_the_same_time_is_the_same_finding() {
    let old = report("2026-09-30", &[finding("all", "S1", "2026-08-10")]);
    let new = report("2026-10-31", &[finding("more", "S1", "2026-08-20")]);
    assert_eq!(
        lines(&old, &new),
        ["still open more S1 since 2026-08-11: under `all` in the older audit"]
    );
}

#[test]
fn what_is_inside_the_limit_is_not_compared() {
    let past = with(
        finding("all", "S1", "2026-11-10"),
        &[("outcome", json!("past-target"))],
    );
    let late = with(
        finding("all", "S2", "2026-10-10"),
        &[("position", json!(false))],
    );
    let old = report("2026-09-30", &[]);
    assert_eq!(lines(&old, &report("2026-10-31", &[past, late])), [""; 0]);
}

#[test]
fn every_open_finding_has_one_line() {
    let ids = ["S1", "S2", "S3", "S9"];
    let all: Vec<Value> = ids
        .iter()
        .map(|id| finding("all", id, "2026-08-10"))
        .collect();
    let compared = diff(
        &snapshot(&report("2026-09-30", &all)),
        &snapshot(&report("2026-10-31", &all[1..3])),
    )
    .unwrap();
    let number = |change| compared.counts.get(&change).copied();
    assert_eq!(number(Change::StillOpen), Some(2));
    assert_eq!(
        compared.counts.values().sum::<usize>(),
        compared.lines.len()
    );
    assert_eq!(number(Change::Gone), Some(1));
    assert_eq!((compared.old.open, compared.new.open), (4, 2));
}

#[test]
fn the_order_the_council_and_the_policy_are_looked_at() {
    let old = report("2026-09-30", &[]);
    let new = report("2026-10-31", &[]);
    let day = |text: &str| Day::parse_iso(text).unwrap();
    let wrong = diff(&snapshot(&new), &snapshot(&old)).unwrap_err();
    let expected = Incomparable::Order {
        old: day("2026-10-31"),
        new: day("2026-09-30"),
    };
    assert_eq!(wrong, expected);
    let policy = |council: &str, sha: &str| json!({"name": "P", "council": council, "file": "policy.toml", "sha256": sha});
    let other = with(new.clone(), &[("policy", policy("Elsewhere", "aa"))]);
    let two = diff(&snapshot(&old), &snapshot(&other)).unwrap_err();
    assert!(matches!(two, Incomparable::Councils { .. }));
    let notes = |new: &Value| diff(&snapshot(&old), &snapshot(new)).unwrap().notes;
    assert_eq!(notes(&new), [""; 0]);
    let changed = with(new.clone(), &[("policy", policy("Testshire", "bb"))]);
    assert!(notes(&changed)[0].starts_with("the policy is not the same"));
    let rejected = with(new, &[("inputs", json!([{"read": 3, "rejected": 1}]))]);
    assert!(notes(&rejected)[0].starts_with("the newer audit is incomplete"));
    assert!(notes(&old)[0].starts_with("both are as of 30 Sep 2026"));
}

#[test]
fn what_is_no_report_is_said_to_be_none() {
    let whole = report("2026-10-31", &[finding("all", "S1", "2026-08-10")]);
    let read = |value: &Value| Snapshot::parse(&value.to_string(), "a.json").unwrap_err();
    assert!(matches!(
        Snapshot::parse("", "a.json"),
        Err(Unreadable::NotJson { line: 1, .. })
    ));
    assert!(matches!(
        Snapshot::parse("{\n\"a\": ]", "a.json"),
        Err(Unreadable::NotJson {
            line: 2,
            column: 6,
            ..
        })
    ));
    assert!(matches!(read(&json!([1])), Unreadable::NotAReport { .. }));
    assert!(matches!(
        read(&json!({"tool": {"name": "oversight"}})),
        Unreadable::NotAReport { .. }
    ));
    let mut old = whole.clone();
    old.as_object_mut().unwrap().remove("schema");
    assert!(matches!(read(&old), Unreadable::TooOld { .. }));
    let newer = with(whole.clone(), &[("schema", json!(SCHEMA + 1))]);
    assert_eq!(
        read(&newer).to_string(),
        "`a.json` has schema 2, and this version of oversight knows 1; compare with the version that wrote it"
    );
    let odd = with(whole.clone(), &[("schema", json!("one"))]);
    assert!(matches!(read(&odd), Unreadable::Damaged { .. }));
    for key in [
        "as_of",
        "policy",
        "waived_findings",
        "in_scope",
        "clauses",
        "untestable",
    ] {
        let mut cut = whole.clone();
        cut.as_object_mut().unwrap().remove(key);
        assert!(read(&cut).to_string().contains(key), "{key}");
    }
    let day = with(whole, &[("as_of", json!("31/10/2026"))]);
    assert!(read(&day).to_string().contains("31/10/2026"));
}

/// Any JSON at all.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!("2026-02-30")),
        Just(json!("0001-01-01")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,5}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

const PATHS: [&str; 22] = [
    "/as_of",
    "/policy",
    "/policy/council",
    "/inputs",
    "/inputs/0/read",
    "/judged",
    "/findings",
    "/findings/0",
    "/findings/0/due",
    "/findings/0/days",
    "/findings/0/subject",
    "/findings/0/subject/id",
    "/findings/0/severity",
    "/findings/0/since",
    "/findings/1/session_date",
    "/findings/1/clause",
    "/waived_findings",
    "/untestable",
    "/uncovered",
    "/clauses",
    "/in_scope/staff",
    "/in_scope/sessions_from",
];

proptest! {
    #[test]
    fn of_any_text_something_is_said(text in "(\\PC|\\n){0,200}") {
        prop_assert!(Snapshot::parse(&text, "a.json").is_err());
    }

    /// A report with any part replaced, or cut anywhere, is refused or compared: never a panic.
    #[test]
    fn a_damaged_report_is_refused_or_compared(
        path in prop::sample::select(&PATHS[..]),
        value in any_value(),
        cut in 0_usize..2000,
    ) {
        let findings = [finding("all", "S1", "2026-08-10"), finding("more", "S2", "9999-12-31")];
        let whole = report("2026-10-31", &findings);
        let mut damaged = whole.clone();
        if let Some(part) = damaged.pointer_mut(path) {
            *part = value;
        }
        let text = damaged.to_string();
        let shorter: String = text.chars().take(cut).collect();
        let older = snapshot(&report("2026-09-30", &findings));
        for text in [text, shorter] {
            if let Ok(read) = Snapshot::parse(&text, "a.json") {
                for (one, other) in [(&older, &read), (&read, &older)] {
                    if let Ok(compared) = diff(one, other) {
                        let counted: usize = compared.counts.values().sum();
                        prop_assert_eq!(counted, compared.lines.len());
                        prop_assert!(!compared.table(100).is_empty());
                        prop_assert!(!compared.csv(crate::report::Csv::Plain).is_empty());
                        prop_assert!(!compared.json().is_empty());
                    }
                }
            }
        }
    }
}
