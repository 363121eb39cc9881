//! The shipped mappings: each example of a national layout is audited, and what the layout lacks is said.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::ffi::OsString;

use oversight::calendar::Day;
use oversight::engine::{Question, audit};
use oversight::policy::Policy;
use oversight::records::{Dataset, Export, Mapping, Source, read};
use serde_json::Value;

fn report(folder: &str) -> Value {
    let call = format!("oversight audit examples/presets/{folder} --month 2026-10 --format json");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = oversight::cli::run(call.split(' ').map(OsString::from), &mut out, &mut err);
    assert_eq!(exit.number(), 1, "{}", String::from_utf8_lossy(&err));
    serde_json::from_slice(&out).unwrap()
}

const FOLDERS: [&str; 3] = ["ssd", "annex-a", "workforce-census"];

fn text_of(report: &Value, list: &str, key: &str) -> String {
    let entries = report[list].as_array().unwrap().iter();
    let texts: Vec<&str> = entries.map(|entry| entry[key].as_str().unwrap()).collect();
    texts.join("\n")
}

/// The exports are of one made-up council, so however they look there are as many children.
#[test]
fn a_child_counts_once_in_every_layout() {
    for folder in FOLDERS {
        let report = report(folder);
        let owed = &report["position"]["cases"]["owed"];
        assert_eq!(owed.as_u64(), Some(41), "{folder}");
        for input in report["inputs"].as_array().unwrap() {
            let number = |key: &str| input[key].as_u64().unwrap();
            assert_eq!(
                number("read"),
                number("accepted") + number("rejected"),
                "{input}"
            );
            assert_eq!(number("rejected"), 0, "{input}");
            assert!(number("left_out") < number("read"), "{input}");
        }
    }
}

#[test]
fn what_a_layout_lacks_is_not_judged() {
    let lacking = |folder: &str| text_of(&report(folder), "untestable", "reason");
    for folder in ["ssd", "workforce-census"] {
        assert!(lacking(folder).contains("no staff export has a column `asye`"));
    }
    // The staff list beside Annex A is a council's own.
    assert!(!lacking("annex-a").contains("asye"));
    for folder in ["ssd", "annex-a"] {
        assert!(lacking(folder).contains("no cases export has a column `risk`"));
    }
    let warned = |folder: &str| report(folder)["warnings"].to_string();
    assert!(warned("ssd").contains("first day of 23 staff and 1 open case"));
    assert!(warned("annex-a").contains("first day of 4 open cases"));
    assert!(warned("workforce-census").contains("first day of 2 staff"));
    assert!(warned("workforce-census").contains("role of 2 staff"));
}

#[test]
fn rows_that_are_left_out_are_printed() {
    let told = |folder: &str| text_of(&report(folder), "problems", "message");
    let ssd = told("ssd");
    assert!(
        ssd.contains("42 rows are left out by the mapping; `role` is `IRO` in 42"),
        "{ssd}"
    );
    assert!(
        ssd.contains("6 rows are left out by the mapping; `cine_referral_nfa` is `Y` in 6"),
        "{ssd}"
    );
    let census = told("workforce-census");
    assert!(
        census.contains("6 rows are left out by the mapping; `year` is `2025` in 6"),
        "{census}"
    );
}

const CLAUSES: &str = "
[policy]
name = 'test'
[[case-supervision]]
id = 'looked-after'
for = { case_type = 'looked-after' }
every = '3 months'
[[case-supervision]]
id = 'protection'
for = { case_type = 'child-protection' }
every = '1 month'
[[staff-file]]
id = 'dated'
must = { start_date = { known = true } }
[[caseload]]
id = 'cap'
at-most = '1 case'
";

const PLANS: &str =
    "cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date\nC1,2026-01-05,\n";
const EPISODES: &str =
    "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date\nC1,2026-01-05,\n";

fn ssd(files: &[(Export, &str, &str)], own: &str) -> (Policy, Dataset) {
    let policy = Policy::parse(CLAUSES, "policy.toml").unwrap();
    let mapping = Mapping::parse(&format!("preset = 'ssd'\n{own}"), "mapping.toml").unwrap();
    let sources = files.iter().map(|(export, name, text)| Source {
        sheet: None,
        name: (*name).to_owned(),
        export: *export,
        covers_from: None,
        bytes: (*text).into(),
    });
    let data = read(
        sources.collect(),
        &mapping,
        &policy.demand(),
        day("2026-04-30"),
    );
    (policy, data.unwrap())
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// The clauses under which something is owed, with the due day, and how many cases the worker holds.
fn owed(own: &str) -> String {
    let files = [
        (
            Export::Staff,
            "ssd_professionals.csv",
            "prof_professional_id,prof_professional_job_title\nW1,Social Worker\n",
        ),
        (Export::Cases, "ssd_cp_plans.csv", PLANS),
        (Export::Cases, "ssd_cla_episodes.csv", EPISODES),
        (
            Export::Allocations,
            "ssd_involvements.csv",
            "invo_person_id,invo_professional_id,invo_involvement_start_date,invo_involvement_end_date,\
             invo_professional_role_id\nC1,W1,2026-01-05T00:00:00,2026-02-01T00:00:00,CW\n\
             C1,W1,2026-02-01T00:00:00,NULL,CW\nC1,IRO,2026-02-01T00:00:00,,IRO\n",
        ),
        (
            Export::Sessions,
            "sessions.csv",
            "date,kind,case_id\n2026-01-05,case,C1\n",
        ),
    ];
    let (policy, data) = ssd(&files, own);
    let as_of = day("2026-02-28");
    let question = Question {
        as_of,
        period: (Day::FIRST, as_of),
        taken: day("2026-04-30"),
    };
    let ledger = audit(&policy, &data, question);
    let mut lines: Vec<String> = ledger
        .obligations
        .iter()
        .map(|one| {
            format!(
                "{} {} {:?}",
                policy.clauses[one.clause].id, one.due, one.outcome
            )
        })
        .collect();
    for one in &ledger.untestable {
        lines.push(format!("not judged: {}", policy.clauses[one.clause].id));
    }
    lines.join("\n")
}

#[test]
fn a_looked_after_child_on_a_plan_is_bound_by_the_stricter_clause_and_held_once() {
    assert_eq!(
        owed(""),
        "protection 2026-02-05 Overdue { days: 23 }\ncap 2026-02-28 Met { on: 2026-02-28, spare: 0, past_target: 0 }\n\
         not judged: dated"
    );
    let plan_behind = owed("beside = []");
    assert!(
        plan_behind.starts_with("looked-after 2026-04-05 Due"),
        "{plan_behind}"
    );
}
