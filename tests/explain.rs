//! `oversight explain`: every finding of the five stories has an answer that can be checked against its exports.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use oversight::calendar::Day;
use oversight::engine::{self, Explanation, Question, Step};
use oversight::ledger::{Ledger, Obligation, Outcome, Subject};
use oversight::policy::Policy;
use oversight::records::{CaseIx, Dataset, StaffIx};
use oversight::report::{self, Finding};
use oversight::rules::Duty;

mod story;

use story::{STORIES, day, story};

fn october() -> Question {
    Question {
        as_of: day("2026-10-31"),
        period: (day("2026-10-01"), day("2026-10-31")),
        taken: day("2026-11-05"),
    }
}

fn traced(policy: &Policy, data: &Dataset, ledger: &Ledger) -> Vec<(Finding, Obligation)> {
    report::traced_findings(&report::Audit {
        policy,
        data,
        ledger,
        banner: None,
        problems: Vec::new(),
        command: String::new(),
        why: String::new(),
        previous: None,
        since: None,
    })
}

/// Whether a text names a line that is there: `Staff List.csv:12`.
fn names_a_line(lines: &BTreeMap<String, usize>, text: &str) -> bool {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.iter().any(|(name, count)| {
        flat.match_indices(name.as_str()).any(|(at, name)| {
            let rest = flat[at + name.len()..].strip_prefix(':').unwrap_or("");
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits
                .parse()
                .is_ok_and(|line: usize| (2..=*count).contains(&line))
        })
    })
}

/// How many lines each export of a story has.
fn lines(name: &str, data: &Dataset) -> BTreeMap<String, usize> {
    let folder = Path::new("examples").join(name);
    let files = data.files.iter().map(|file| {
        let bytes = std::fs::read(folder.join(&file.name)).unwrap();
        (
            file.name.clone(),
            bytes.split(|byte| *byte == b'\n').count(),
        )
    });
    files.collect()
}

#[test]
fn every_finding_of_the_stories_has_an_answer() {
    let mut worked_out: BTreeMap<&str, u32> = BTreeMap::new();
    for name in STORIES {
        let (policy, data) = story(name);
        let ledger = engine::audit(&policy, &data, october());
        let findings = traced(&policy, &data, &ledger);
        assert!(findings.len() > 20, "{name}");
        let lines = lines(name, &data);
        let mut told: BTreeMap<Subject, Explanation> = BTreeMap::new();
        for (finding, owed) in &findings {
            let whole = told
                .entry(owed.subject)
                .or_insert_with(|| engine::explain(&policy, &data, october(), owed.subject));
            let about = whole.clone().about(&policy, owed);
            if let Some(kind) = comes_to_its_outcome(&policy, &about, owed) {
                *worked_out.entry(kind).or_insert(0) += 1;
            }
            let said = report::explanation(&about, Some(finding), None);
            let at = format!("{name}, {}:\n{said}", finding.id);
            if !says_where_nothing_was_found(&about, &said) {
                assert!(names_a_line(&lines, &said), "no line in {at}");
            }
            assert!(
                said.contains(&format!("`{}`", finding.clause)),
                "no clause in {at}"
            );
            let due = owed.due.short();
            let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(&due), "no due day {due} in {at}");
            assert!(!said.contains("was not supervised"), "{at}");
            assert!(said.lines().all(|line| line.chars().count() <= 90), "{at}");
            assert!(
                flat.contains(&finding.subject.id) || finding.subject.kind == "session",
                "{at}"
            );
            let rows = finding.evidence.iter();
            for row in rows.filter(|_| finding.subject.kind != "team").take(1) {
                let place = format!("{}:{}", row.file, row.line);
                assert!(flat.contains(&place), "no {place} in {at}");
            }
        }
    }
    let kinds = [
        "total",
        "caseload",
        "session",
        "staff-file",
        "schedule",
        "agreement",
        "recording",
    ];
    for kind in kinds {
        assert!(worked_out.contains_key(kind), "{kind}: {worked_out:?}");
    }
}

/// Whether nothing at all could be named: then it says in which files it was searched for, and from when to when.
fn says_where_nothing_was_found(told: &Explanation, said: &str) -> bool {
    let search = told.checks.first().and_then(|line| {
        let nothing = line.rows.is_empty() && line.value.as_deref() == Some("0");
        line.search.as_ref().filter(|_| nothing)
    });
    let Some(search) = search.filter(|search| search.outside.is_empty()) else {
        return false;
    };
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let (files, what) = (search.files.join(", "), &search.what);
    let (from, to) = (search.from.short(), search.to.short());
    let searched = format!("Searched: {files}, for {what}, from {from} to {to}.");
    assert!(
        !search.files.is_empty() && flat.contains(&searched),
        "{said}"
    );
    for no in ["Counted: no row.", "Outside that time: no such row."] {
        assert!(flat.contains(no), "{said}");
    }
    true
}

/// Totals come out, what was not met has a cell that says so, and what has a time has a sum; says which it was.
fn comes_to_its_outcome(
    policy: &Policy,
    told: &Explanation,
    owed: &Obligation,
) -> Option<&'static str> {
    let line = told.checks.first()?;
    let clause = policy.clause(owed.clause)?;
    let Duty::Check(check) = &clause.duty else {
        return None;
    };
    if check.allows().is_some() {
        assert_eq!(line.sum.as_ref().unwrap().due, owed.due, "{line:#?}");
    }
    if let Some(total) = &line.total {
        let added = total.added.iter().map(|one| one.amount.as_ref().unwrap());
        let sum: f64 = added.map(|amount| amount.parse::<f64>().unwrap()).sum();
        assert_eq!(sum.to_string(), *line.value.as_ref().unwrap(), "{line:#?}");
        return Some("total");
    }
    if let Some(holding) = &line.holding {
        let number = |text: &String| text.parse::<f64>().unwrap();
        let sum: f64 = holding.parts.iter().map(|part| number(&part.amount)).sum();
        let for_each = sum / holding.posts.as_ref().map_or(1.0, number);
        let value = number(line.value.as_ref().unwrap());
        assert!((for_each - value).abs() < 0.000_002, "{line:#?}");
        return Some("caseload");
    }
    let cells = [
        "session",
        "staff-file",
        "schedule",
        "agreement",
        "recording",
    ];
    let open = matches!(owed.outcome, Outcome::NotMet | Outcome::Overdue { .. });
    if !open || !cells.contains(&clause.rule.name) {
        return None;
    }
    let mut compared = line.compared.iter();
    assert!(compared.any(|one| one.holds == Some(false)), "{line:#?}");
    Some(clause.rule.name)
}

/// What is explained is what was judged, no more and no less.
#[test]
fn an_explanation_has_the_very_obligations_of_the_ledger() {
    let all_time = Question {
        period: (Day::FIRST, Day::LAST),
        ..october()
    };
    for name in STORIES {
        let (policy, data) = story(name);
        let ledger = engine::audit(&policy, &data, all_time);
        let staff = (0..data.staff.len())
            .filter_map(StaffIx::at)
            .map(Subject::Staff);
        let cases = (0..data.cases.len())
            .filter_map(CaseIx::at)
            .map(Subject::Case);
        // One in a few: each explanation judges every record of the exports anew.
        for subject in staff.chain(cases).step_by(7) {
            let told = engine::explain(&policy, &data, all_time, subject);
            let mut owed: Vec<Obligation> = told
                .checks
                .iter()
                .map(|line| line.obligation.clone())
                .collect();
            for step in told.courses.iter().flat_map(|course| &course.steps) {
                if let Step::Gap(gap) = step {
                    owed.extend(gap.owed.iter().map(|line| line.obligation.clone()));
                }
            }
            owed.retain(|one| one.subject == subject);
            owed.sort();
            let judged = ledger
                .obligations
                .iter()
                .filter(|one| one.subject == subject);
            let mut judged: Vec<Obligation> = judged.cloned().collect();
            judged.sort();
            assert_eq!(owed, judged, "{name}, {subject:?}");
            report::explanation(&told, None, None);
        }
    }
}

fn run(call: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = call.split(' ').map(OsString::from);
    let exit = oversight::cli::run(arguments, &mut out, &mut err);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (exit.number(), text(out), text(err))
}

#[test]
fn a_finding_is_found_by_the_beginning_of_its_id() {
    let csv = std::fs::read_to_string("examples/luton/findings.csv").unwrap();
    let id = csv.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    let whole = run(&format!(
        "oversight explain examples/luton finding {id} --month 2026-10"
    ));
    let begun = run(&format!(
        "oversight explain --month 2026-10 examples/luton finding {}",
        &id[..6]
    ));
    assert_eq!(whole.0, 0, "{}", whole.2);
    assert_eq!(whole, begun);
    let (code, _, error) = run("oversight explain examples/luton finding 0000 --month 2026-10");
    assert_eq!(code, 2);
    assert!(error.contains("no finding `0000`"), "{error}");
}

#[test]
fn json_has_the_same_structure() {
    let call = "oversight explain examples/luton case 91063 --month 2026-10 --format json";
    let (code, out, error) = run(call);
    assert_eq!(code, 0, "{error}");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["banner"], "SYNTHETIC DATA");
    assert_eq!(json["subject"]["id"], "91063");
    let steps = json["courses"][0]["steps"].as_array().unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last["step"], "gap");
    let owed = &last["owed"][0];
    assert_eq!(owed["clause"], "all-cases");
    assert_eq!(owed["due"], "2026-05-26");
    assert_eq!(owed["sum"]["adds"], "4 weeks");
    assert_eq!(
        (&owed["outcome"], &owed["days"]),
        (&"overdue".into(), &158.into())
    );
    assert_eq!(owed["considered"][0]["why"], "does-not-fit");
    assert_eq!(last["place"]["file"], "LCS_CASE_SUPERVISION.csv");
}

#[test]
fn an_unknown_subject_is_answered_with_the_nearest() {
    let (code, out, error) = run("oversight explain examples/luton staff L51185 --month 2026-10");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        error.starts_with("error: no staff member `L51185` in the exports; nearest: `L51158`"),
        "{error}"
    );
    let (code, _, error) =
        run("oversight explain examples/luton case nothing-like-it --month 2026-10");
    assert_eq!(code, 2);
    assert_eq!(error, "error: no case `nothing-like-it` in the exports\n");
}

#[test]
fn a_rule_needs_no_folder() {
    let (code, out, error) = run("oversight explain rule caseload");
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(
        out.starts_with("caseload: caseloads within the limit\n\nWhat it finds\n"),
        "{out}"
    );
    assert!(!out.contains('#'), "{out}");
    let (code, _, error) = run("oversight explain rule caselod");
    assert_eq!(code, 2);
    assert!(error.contains("nearest: `caseload`"), "{error}");
    let (code, _, error) = run("oversight explain staff S1");
    assert_eq!(code, 2);
    assert!(error.contains("expected a folder"), "{error}");
}

#[test]
fn it_is_written_to_a_file_whose_ending_says_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("why.json");
    let call = format!(
        "oversight explain examples/luton case 91063 -o {}",
        path.display()
    );
    let (code, out, error) = run(&call);
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.starts_with("{\n"), "{written}");
}
