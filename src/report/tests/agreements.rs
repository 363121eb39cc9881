//! M11: agreements in place and reviewed, and where reviews and agreements stand among the figures.

use crate::engine::testing::World;
use crate::problem::Problem;
use crate::report::{Audit, Style, json, summary, table};

const CLAUSES: &str = "
    [[agreement]]
    id = 'agreement'
    evidence = 'agreement_signed_on'
    with = 'supervisor'
    within = '4 weeks'
    [[review]]
    id = 'agreement-review'
    for = { agreement_signed_on = { known = true } }
    evidence = 'agreement_reviewed_on'
    from = 'agreement_signed_on'
    every = '12 months'
    [[agreement]]
    id = 'handover'
    evidence = 'handover_on'
    [[review]]
    id = 'appraisal'
    counts = { kind = 'appraisal' }
    every = '12 months'";

/// One of each: valid, with another, never signed, review overdue, not yet due, nobody knows with whom, left.
const STAFF: &str = "staff_id, role, start_date, end_date, supervisor_id, agreement_signed_on, agreement_with, \
    agreement_reviewed_on, handover_on\n\
    S1, sw, 2024-01-08, , M1, 2024-01-20, M1, 2026-01-10,\n\
    S2, sw, 2024-01-08, , M1, 2026-01-20, M2, ,\n\
    S3, sw, 2024-01-08, , M1, , , ,\n\
    S4, sw, 2024-01-08, , M1, 2024-01-20, M1, 2025-10-10,\n\
    S5, sw, 2026-10-20, , M1, , , ,\n\
    S6, sw, 2024-01-08, , M1, 2026-01-20, , ,\n\
    S7, sw, 2024-01-08, 2026-10-01, M1, , , ,";

fn told<T>(clauses: &str, staff: &str, tell: impl Fn(&Audit<'_>) -> T) -> T {
    let world = World {
        clauses,
        staff,
        activity: "kind, date, staff_id\nappraisal, 2025-10-15, S1\nappraisal, 2026-10-16, S1\nappraisal, 2025-10-15, S4",
        as_of: "2026-10-31",
        ..World::default()
    };
    let (policy, data, ledger) = world.ledger();
    tell(&Audit {
        policy: &policy,
        data: &data,
        ledger: &ledger,
        banner: None,
        problems: Vec::<Problem>::new(),
        command: "oversight audit .".to_owned(),
        why: String::new(),
        previous: None,
        since: None,
    })
}

#[test]
fn each_pair_is_in_one_number_and_the_leaver_and_the_handover_in_none() {
    let agreements = told(CLAUSES, STAFF, |audit| summary(audit).agreements.unwrap());
    let parts = (
        agreements.valid,
        agreements.missing,
        agreements.review_overdue,
        agreements.not_due,
        agreements.untestable,
    );
    assert_eq!(parts, (1, 2, 1, 1, 1));
    assert_eq!(agreements.pairs, 6);
    assert!(agreements.reviews_judged);
}

#[test]
fn the_page_says_it_in_a_line_and_gives_each_review_its_own() {
    let page = told(CLAUSES, STAFF, |audit| table(audit, 100, Style::Plain));
    assert!(
        page.replace("\n  ", " ").contains(
            "Supervision agreements in place and reviewed on 31 October: 1 of 6; 2 missing or out of date, 1 overdue for review, 1 not yet due, 1 not judged."
        ),
        "{page}"
    );
    assert!(page.contains("\n  Appraisal "), "{page}");
    assert!(page.contains("\n  Agreement, 4 weeks "), "{page}");
}

#[test]
fn the_json_report_has_the_measure_the_rates_and_the_findings() {
    let text = told(CLAUSES, STAFF, json);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["measures"]["M11"]["valid"], 1);
    let of = |measure: &str| {
        let rates = document["rates"].as_array().unwrap();
        let rate = rates
            .iter()
            .find(|rate| rate["measure"] == measure && rate["dimension"] == "overall");
        rate.unwrap()["fell_due"].as_u64().unwrap()
    };
    assert!(of("review") > 0 && of("agreement") > 0);
    let findings = document["findings"].as_array().unwrap();
    let another = findings
        .iter()
        .find(|finding| finding["clause"] == "agreement" && finding["subject"]["id"] == "S2")
        .unwrap();
    assert_eq!(another["outcome"], "not-met");
    let remarks = another["remarks"].to_string();
    assert!(remarks.contains("somebody else"), "{remarks}");
}

#[test]
fn without_the_columns_or_the_clauses_there_is_no_such_figure() {
    let bare = "staff_id, role, start_date\nS1, sw, 2024-01-08";
    assert_eq!(told(CLAUSES, bare, |audit| summary(audit).agreements), None);
    let none = CLAUSES.rsplit("[[agreement]]").next().unwrap();
    let handover = format!("[[agreement]]{none}");
    assert_eq!(
        told(&handover, STAFF, |audit| summary(audit).agreements),
        None
    );
    let page = told(&handover, STAFF, |audit| table(audit, 100, Style::Plain));
    assert!(!page.contains("Supervision agreements"));
}
