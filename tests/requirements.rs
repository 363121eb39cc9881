//! The project's own list of what the five written policies require: every one of them is answered by its policy file.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use oversight::policy::{Policy, coverage};

/// The councils, in the order of the list, with the letter and the number of their codes.
const COUNCILS: [(&str, &str, usize); 5] = [
    ("haringey", "H", 20),
    ("luton", "L", 28),
    ("newcastle", "N", 30),
    ("st-helens", "S", 29),
    ("tameside", "T", 20),
];

/// Requirements that a policy tests in one part, and lists as not testable in another: the entry's `text` says which.
const IN_PART: [(&str, &[&str]); 5] = [
    (
        "haringey",
        &[
            "H4", "H6", "H7", "H8", "H9", "H13", "H14", "H15", "H16", "H18",
        ],
    ),
    (
        "luton",
        &["L7", "L13", "L16", "L17", "L21", "L22", "L23", "L24"],
    ),
    ("newcastle", &["N8", "N12", "N15", "N18", "N19", "N26"]),
    ("st-helens", &["S14", "S17", "S21", "S22", "S23", "S25"]),
    (
        "tameside",
        &["T3", "T4", "T5", "T7", "T8", "T10", "T11", "T13"],
    ),
];

/// A row of the list.
struct Requirement {
    council: String,
    code: String,
    section: String,
    sentence: String,
}

fn requirements() -> Vec<Requirement> {
    let mut reader = csv::Reader::from_path("policies/requirements.csv").unwrap();
    let header = reader.headers().unwrap().clone();
    assert_eq!(header, vec!["council", "code", "section", "requirement"]);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cell = |index: usize| row.get(index).unwrap().to_owned();
        Requirement {
            council: cell(0),
            code: cell(1),
            section: cell(2),
            sentence: cell(3),
        }
    });
    rows.collect()
}

fn policy(council: &str) -> Policy {
    let file = format!("policies/{council}.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    Policy::parse(&text, &file).unwrap()
}

/// The codes of each council's list.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in requirements() {
        codes.entry(row.council).or_default().insert(row.code);
    }
    codes
}

#[test]
fn the_list_has_every_code_once_and_in_order() {
    let rows = requirements();
    let found = rows.iter().map(|row| (row.council.as_str(), &*row.code));
    let found: Vec<(&str, &str)> = found.collect();
    let expected: Vec<(&str, String)> = COUNCILS
        .iter()
        .flat_map(|(council, letter, last)| {
            (1..=*last).map(move |number| (*council, format!("{letter}{number}")))
        })
        .collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(c, code)| (*c, &**code)).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_requirement_is_one_plain_sentence_with_its_section() {
    let mut seen = BTreeSet::new();
    for row in requirements() {
        let Requirement {
            code,
            section,
            sentence,
            ..
        } = &row;
        assert!(!section.trim().is_empty(), "{code} has no section");
        assert!(
            sentence.ends_with('.') && sentence.trim() == sentence && sentence.len() > 20,
            "{code}: `{sentence}` is no sentence"
        );
        let first = sentence.chars().next().unwrap();
        assert!(first.is_uppercase(), "{code}: `{sentence}`");
        assert!(seen.insert(sentence.clone()), "{code}: said twice");
    }
}

#[test]
fn every_requirement_is_covered_and_no_other() {
    for (council, listed) in listed() {
        let policy = policy(&council);
        let covered = coverage(&policy);
        let covered: BTreeSet<String> = covered.iter().map(|one| one.code.to_owned()).collect();
        let bare: Vec<&String> = listed.difference(&covered).collect();
        assert!(bare.is_empty(), "{council}: nothing covers {bare:?}");
        let unknown: Vec<&String> = covered.difference(&listed).collect();
        assert!(unknown.is_empty(), "{council}: no row for {unknown:?}");
    }
}

#[test]
fn what_is_tested_in_part_only_is_listed_here() {
    for (council, expected) in IN_PART {
        let policy = policy(council);
        let covered = coverage(&policy);
        let found = covered.iter().filter(|one| one.in_part());
        let found: Vec<&str> = found.map(|one| one.code).collect();
        assert_eq!(
            found, expected,
            "{council}: a rule and a `not-testable` entry cover these; list a code here when the entry's `text` says \
             which part is meant"
        );
    }
}

#[test]
fn a_clause_names_a_code_once() {
    for (council, _, _) in COUNCILS {
        for clause in policy(council).clauses {
            let codes: BTreeSet<&String> = clause.covers.iter().collect();
            assert_eq!(codes.len(), clause.covers.len(), "{council}: {}", clause.id);
            assert!(!codes.is_empty(), "{council}: `{}` covers none", clause.id);
        }
    }
}
