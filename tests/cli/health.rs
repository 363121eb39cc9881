//! `oversight report`, and reports cut to a part of the council.

use serde_json::Value;

use super::council::{CASES, Council, FILES, Run, STAFF, behind};

/// A council of two teams: W2, of South, was not seen in time.
fn two_teams() -> Council {
    let staff = STAFF.replace(
        "W2,Cat Cole,Social Worker,North,M1",
        "W2,Cat Cole,Social Worker,South,M1",
    );
    Council::of_sessions(&behind()).with("staff.csv", staff)
}

fn report(council: &Council, more: &[&str]) -> Run {
    let mut arguments = FILES.to_vec();
    arguments[0] = "report";
    arguments.extend(["--month", "2026-10"]);
    arguments.extend(more);
    council.run(&arguments)
}

fn json(council: &Council, file: &str) -> Value {
    serde_json::from_str(&council.read(file)).unwrap()
}

#[test]
fn the_ending_says_the_format() {
    let council = two_teams();
    report(&council, &["-o", "a.html", "-o", "a.md", "-o", "a.json"])
        .ends(1)
        .says(&["wrote a.html", "wrote a.md", "wrote a.json"]);
    assert!(council.read("a.html").starts_with("<!DOCTYPE html>"));
    assert!(
        council
            .read("a.md")
            .starts_with("# Supervision health check: Testshire, October 2026")
    );
    let months = json(&council, "a.json")["trend"].as_array().unwrap().len();
    assert_eq!(months, 1, "the sessions begin within September");
    report(&council, &["-o", "a.pdf"]).refused(&["`a.pdf` has no ending that says a format"]);
    assert!(!council.path("a.pdf").exists());
    report(&council, &["--exit-zero", "-o", "a.html"]).ends(0);
}

#[test]
fn senior_managers_read_no_id_and_no_name() {
    let council = two_teams();
    report(&council, &["-o", "old.json"]).ends(1);
    let more = ["--audience", "senior", "--since", "old.json"];
    for file in ["page.html", "page.md"] {
        report(&council, &[&more[..], &["-o", file]].concat()).ends(1);
        let page = council.read(file);
        let staff = STAFF
            .lines()
            .skip(1)
            .flat_map(|line| line.split(',').take(2));
        let cases = CASES
            .lines()
            .skip(1)
            .flat_map(|line| line.split(',').take(1));
        let words: Vec<&str> = page
            .split(|letter: char| !letter.is_alphanumeric() && letter != ' ')
            .collect();
        for id in staff.chain(cases) {
            let said = words
                .iter()
                .any(|word| format!(" {} ", word.trim()).contains(&format!(" {id} ")));
            assert!(!said, "{file} names {id}");
        }
        assert!(page.contains("1 still open"), "{file}");
    }
    report(&council, &["--audience", "senior", "-o", "x.json"])
        .refused(&["`x.json` would name everybody"]);
}

#[test]
fn one_page_is_the_answers_and_no_more() {
    let council = two_teams();
    report(&council, &["--one-page", "-o", "one.html"]).ends(1);
    let page = council.read("one.html");
    assert!(page.contains("In short"));
    assert_eq!(page.matches("<h2").count(), 2);
}

#[test]
fn the_exit_code_speaks_of_the_part() {
    let council = two_teams();
    report(&council, &["--team", "South", "-o", "s.json"]).ends(1);
    report(&council, &["--team", "north", "-o", "n.json"]).ends(0);
    assert_eq!(json(&council, "n.json")["part"]["team"], "North");
    assert_eq!(
        json(&council, "n.json")["findings"],
        Value::Array(Vec::new())
    );
    council
        .audit(&["--month", "2026-10", "--team", "South"])
        .ends(1)
        .prints(&["Testshire, team South: October 2026", "W2"]);
    council
        .audit(&["--month", "2026-10", "--supervisor", "M1"])
        .ends(1)
        .prints(&["supervisor M1"]);
    report(&council, &["--team", "Sooth", "-o", "x.html"])
        .refused(&["no team `Sooth` is in the exports; did you mean `South`?"]);
    assert!(!council.path("x.html").exists());
}

#[test]
fn a_part_is_compared_with_the_same_part() {
    let council = two_teams();
    report(&council, &["-o", "whole.json"]).ends(1);
    report(&council, &["--team", "South", "-o", "south.json"]).ends(1);
    report(
        &council,
        &["--team", "South", "--since", "south.json", "-o", "x.html"],
    )
    .ends(1);
    report(
        &council,
        &["--team", "South", "--since", "whole.json", "-o", "y.html"],
    )
    .refused(&["the older report is about the whole council and the newer about team South"]);
}

#[test]
fn a_month_that_was_another_number_is_restated() {
    let council = two_teams();
    report(&council, &["-o", "old.json"]).ends(1);
    // The session was held after all, and typed in later.
    let council = council.with("sessions.csv", super::council::SESSIONS);
    report(
        &council,
        &["--since", "old.json", "-o", "new.html", "-o", "new.json"],
    )
    .ends(0);
    let page = council.read("new.html");
    assert!(page.contains("staff restated: 3 of 4 → 4 of 4"), "{page}");
    assert!(page.contains("1 resolved"));
    let month = &json(&council, "new.json")["trend"][0];
    assert_eq!(month["was"]["staff"]["numerator"], 3);
}
