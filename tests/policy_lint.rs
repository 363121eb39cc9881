//! A gallery of policies that can be used and are odd: what a careful reader would ask about.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test with its snapshot is as long as what it shows"
)]

use annotate_snippets::Renderer;
use oversight::calendar::Day;
use oversight::policy::{Mistake, Policy, lints, uncovered};
use oversight::records::Dataset;
use proptest::prelude::*;

fn policy(clauses: &str) -> Policy {
    let text = format!("[policy]\nname = \"P\"\n\n{}", clauses.trim_start());
    Policy::parse(&text, "policy.toml")
        .unwrap_or_else(|error| panic!("{}", error.render(&Renderer::plain())))
}

fn drawn(policy: &Policy, warnings: &[Mistake]) -> String {
    let drawn = warnings
        .iter()
        .map(|warning| warning.render(&policy.text, &policy.file, &Renderer::plain()));
    drawn.collect::<Vec<_>>().join("\n\n")
}

fn said(clauses: &str) -> String {
    let policy = policy(clauses);
    drawn(&policy, &lints(&policy))
}

/// The kinds of warning alone.
fn kinds(clauses: &str) -> Vec<&'static str> {
    let warnings = lints(&policy(clauses));
    warnings.iter().map(|warning| warning.kind).collect()
}

#[test]
fn a_looser_clause_that_stands_instead_of_nothing_is_told_with_a_gap() {
    let clauses = r#"
[[staff-supervision]]
id = "non-case-holder"
for = { role = ["family-support-worker", "business-support"], case_holder = false }
every = "6 weeks"

[[staff-supervision]]
id = "all-staff"
every = "1 month"

[[case-supervision]]
id = "monthly"
for = { case_type = "child-in-need" }
every = "1 month"

[[case-supervision]]
id = "four-weekly"
for = { case_type = ["child-in-need", "child-protection"] }
every = "4 weeks"
severity = "advisory"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[looser-clause]: `non-case-holder` is looser than `all-staff`, so it never governs: a gap of 35 days is in time on 6 weeks and late on 1 month
      --> policy.toml:5:6
       |
     5 | id = "non-case-holder"
       |      ^^^^^^^^^^^^^^^^^
    ...
    10 | id = "all-staff"
       |      ----------- this one fits whenever `non-case-holder` does
       |
       = help: if it is meant as an exception, add `instead-of = "all-staff"` to it; if not, take it out or say in its `reading` that the stricter holds

    warning[looser-clause]: `monthly` is looser than `four-weekly`, so it never governs: a gap from 2027-01-01 to 2027-01-30 is in time on 1 month and late on 4 weeks
      --> policy.toml:14:6
       |
    14 | id = "monthly"
       |      ^^^^^^^^^
    ...
    19 | id = "four-weekly"
       |      ------------- this one fits whenever `monthly` does
       |
       = help: a breach of `monthly` is told as advice only: give `four-weekly` a `track` of its own, or make it the `target` of `monthly`
    "#);
}

#[test]
fn a_stage_that_never_governs_is_told_by_its_number() {
    let clauses = r#"
[[staff-supervision]]
id = "newly-qualified"
for = { asye = true }
stages = [
  { every = "1 week", until = "6 weeks" },
  { every = "2 weeks", until = "6 months" },
  { every = "1 month" },
]

[[staff-supervision]]
id = "all-workers"
every = "4 weeks"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[looser-clause]: stage 3 of `newly-qualified` is looser than `all-workers`, so it never governs: a gap from 2027-01-01 to 2027-01-30 is in time on 1 month and late on 4 weeks
      --> policy.toml:5:6
       |
     5 | id = "newly-qualified"
       |      ^^^^^^^^^^^^^^^^^
    ...
    14 | id = "all-workers"
       |      ------------- this one fits whenever `newly-qualified` does
       |
       = help: if it is meant as an exception, add `instead-of = "all-workers"` to it; if not, take it out or say in its `reading` that the stricter holds
    "#);
}

#[test]
fn what_is_stricter_or_as_strict_or_said_to_be_an_exception_is_not_spoken_of() {
    let all = "[[staff-supervision]]\nid = 'all'\nevery = '1 month'\n";
    for special in [
        "every = '6 weeks'\ninstead-of = 'all'",
        "every = '6 weeks'\ntrack = 'other'",
        "every = '1 month'",
        "every = '30 calendar days'",
        "every = '2 weeks'",
        "every = '6 weeks'\nfirst = '2 weeks'",
        "every = { column = 'agreed_interval' }",
        "per = 'calendar month'",
        "stages = [{ every = '1 week', until = '6 weeks' }, { every = '1 month' }]",
        "exempt = true",
    ] {
        let text =
            format!("{all}[[staff-supervision]]\nid = 'x'\nfor = {{ asye = true }}\n{special}\n");
        assert_eq!(kinds(&text), [""; 0], "{special}");
    }
    for general in [
        "every = '1 month'\nfor = { asye = false }",
        "every = '1 month'\nfrom = 'returned_on'",
        "every = '1 month'\nfirst = '3 months'",
        "every = '1 month'\npause-when-absent = '2 weeks'",
        "every = { column = 'agreed_interval' }",
    ] {
        let text = format!(
            "[[staff-supervision]]\nid = 'x'\nfor = {{ role = 'a' }}\nevery = '6 weeks'\n\
             [[staff-supervision]]\nid = 'general'\n{general}\n"
        );
        assert_eq!(kinds(&text), [""; 0], "{general}");
    }
}

#[test]
fn advice_that_may_hide_a_breach_is_told_where_it_does_not_always_hold() {
    let two = |soft: &str, hard: &str| {
        format!(
            "[[staff-supervision]]\nid = 'should'\nseverity = 'advisory'\n{soft}\n[[staff-supervision]]\nid = 'must'\n{hard}\n"
        )
    };
    let of_oak = "for = { team = 'Oak' }\nevery = '4 weeks'";
    insta::assert_snapshot!(said(&two(of_oak, "every = '6 weeks'")), @r"
    warning[hidden-breach]: `should` binds less than `must` and may ask for an earlier session: whoever is under both is then told of by `should` alone, however late
      --> policy.toml:5:6
       |
     5 | id = 'should'
       |      ^^^^^^^^
    ...
    10 | id = 'must'
       |      ------ may hold beside it
       |
       = help: give `should` a `track` of its own, or make it the `target` of `must`; if it takes the place of `must` say `instead-of`
    ");
    let twins = said(&two("every = '6 weeks'", "every = '6 weeks'"));
    assert!(
        twins.contains("`should` asks the same as `must`: every finding names `must`"),
        "{twins}"
    );
    let hides = |soft: &str, hard: &str| kinds(&two(soft, hard)).contains(&"hidden-breach");
    assert!(hides(
        "every = { column = 'agreed_interval' }",
        "every = '1 month'"
    ));
    assert!(hides(
        "first = '1 week'\nevery = '2 months'",
        "every = '1 month'"
    ));
    let six = "every = '6 weeks'";
    assert!(!hides(six, six), "the binding one governs");
    assert!(hides(six, &format!("{six}\nfrom = 'returned_on'")));
    assert!(hides(six, &format!("{six}\npause-when-absent = '2 weeks'")));
    assert!(!hides(of_oak, "every = '4 weeks'"), "what binds is told");
    assert!(!hides(of_oak, "for = { team = 'Ash' }\nevery = '6 weeks'"));
    assert!(!hides(
        &format!("{of_oak}\ninstead-of = 'must'"),
        "every = '6 weeks'"
    ));
    assert!(!hides(
        &format!("{of_oak}\ntrack = 'advice'"),
        "every = '6 weeks'"
    ));
    assert!(!hides("every = '8 weeks'", of_oak), "it is never sooner");
}

#[test]
fn a_third_clause_that_takes_the_stricter_away_silences_the_warning() {
    let text = |whom: &str| {
        format!(
            "[[staff-supervision]]\nid = 'x'\nfor = {{ role = 'a' }}\nevery = '6 weeks'\n\
             [[staff-supervision]]\nid = 'third'\nfor = {whom}\nevery = '6 weeks'\ninstead-of = 'all'\n\
             [[staff-supervision]]\nid = 'all'\nevery = '1 month'\n"
        )
    };
    assert_eq!(kinds(&text("{ role = ['a', 'b'] }")), [""; 0]);
    assert_eq!(kinds(&text("{ role = 'b' }")), ["looser-clause"]);
}

#[test]
fn a_clause_that_can_never_match_is_told_with_the_reason() {
    let clauses = r#"
[[case-supervision]]
id = "care-leaver"
for = { case_type = "care-leaver", age = { at-least = "21 years", under = "18 years" } }
every = "1 month"

[[case-supervision]]
id = "unallocated"
for = [{ allocated_to = { known = false }, worker.role = "social-worker" }, { risk = "high" }]
every = "1 month"

[[staff-supervision]]
id = "office"
for = { case_holder = false, cases.risk = "high" }
every = "1 month"
counts = { minutes = { over = 90, at-most = 60 } }

[[recording]]
id = "record"
for = { sent_on = { known = false, reached = true } }
evidence = "recorded_on"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[never-matches]: `care-leaver` can never match: there is no case whose age is 21 years or older and under 18 years
     --> policy.toml:6:36
      |
    6 | for = { case_type = "care-leaver", age = { at-least = "21 years", under = "18 years" } }
      |                                    ^^^
      |
      = help: the conditions of one table must all hold; write a list of tables where any of them is enough

    warning[never-matches]: one table of the `for` of `unallocated` can never match: there is no case for which allocated_to is blank and worker.role is social-worker
      --> policy.toml:11:51
       |
    11 | for = [{ allocated_to = { known = false }, worker.role = "social-worker" }, { risk = "high" }]
       |                                                   ^^^^
       |
       = help: the conditions of one table must all hold; write a list of tables where any of them is enough

    warning[never-matches]: `office` can never match: there is no staff member for whom case_holder is no and cases.risk is high
      --> policy.toml:16:36
       |
    16 | for = { case_holder = false, cases.risk = "high" }
       |                                    ^^^^
       |
       = help: the conditions of one table must all hold; write a list of tables where any of them is enough

    warning[never-matches]: the `counts` of `office` can never match: there is no session whose minutes is at most 60 and more than 90
      --> policy.toml:18:12
       |
    18 | counts = { minutes = { over = 90, at-most = 60 } }
       |            ^^^^^^^
       |
       = help: the conditions of one table must all hold; write a list of tables where any of them is enough

    warning[never-matches]: `record` can never match: there is no session whose sent_on is blank and has come
      --> policy.toml:22:9
       |
    22 | for = { sent_on = { known = false, reached = true } }
       |         ^^^^^^^
       |
       = help: the conditions of one table must all hold; write a list of tables where any of them is enough
    "#);
}

#[test]
fn a_clause_that_is_always_taken_away_is_told_by_what() {
    let clauses = r#"
[[case-supervision]]
id = "duty"
for = { service = ["disabilities", "fostering"] }
exempt = true

[[case-supervision]]
id = "fostering"
for = { service = "fostering", case_type = "assessment" }
every = "1 month"

[[staff-supervision]]
id = "social-worker"
for = { role = "social-worker", team = "north" }
every = "1 month"

[[staff-supervision]]
id = "workers"
for = { role = ["social-worker", "student"] }
every = "6 weeks"
instead-of = "social-worker"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[never-matches]: `fostering` can never match: `duty` fits whenever it does, and is `exempt`
      --> policy.toml:10:6
       |
     5 | id = "duty"
       |      ------ this one takes it away
    ...
    10 | id = "fostering"
       |      ^^^^^^^^^^^
       |
       = help: if `fostering` is an exception to it, add `instead-of = "duty"`; if not, narrow the `for` of `duty`

    warning[never-matches]: `social-worker` can never match: `workers` fits whenever it does, and stands instead of it
      --> policy.toml:15:6
       |
    15 | id = "social-worker"
       |      ^^^^^^^^^^^^^^^
    ...
    20 | id = "workers"
       |      --------- this one takes it away
       |
       = help: narrow the `for` of `workers`, or take one of the two out
    "#);
}

#[test]
fn an_exemption_that_does_not_always_hold_takes_nothing_away() {
    let text = |exempt: &str, special: &str| {
        format!(
            "[[case-supervision]]\nid = 'duty'\nfor = {{ service = 'duty' }}\nexempt = true\n{exempt}\n\
             [[case-supervision]]\nid = 'x'\nfor = {{ service = 'duty', case_type = 'a' }}\nevery = '1 month'\n{special}\n\
             [[case-supervision]]\nid = 'y'\nfor = {{ risk = 'high' }}\nevery = '1 month'\n"
        )
    };
    assert_eq!(kinds(&text("", "")), ["never-matches"]);
    assert_eq!(kinds(&text("from = 'duty_since'", "")), [""; 0]);
    assert_eq!(kinds(&text("", "instead-of = 'duty'")), [""; 0]);
    assert_eq!(kinds(&text("", "track = 'light'")), [""; 0]);
}

#[test]
fn clauses_that_ask_the_same_are_told_once() {
    let clauses = r#"
[[staff-supervision]]
id = "workers"
for = { role = ["social-worker", "student"] }
every = "1 month"

[[staff-supervision]]
id = "students-and-workers"
for = { role = ["student", "social-worker"] }
every = "1 month"

[[caseload]]
id = "cap"
at-most = "15 cases"

[[caseload]]
id = "limit"
at-most = "15 cases"
severity = "advisory"

[[caseload]]
id = "other"
at-most = "16 cases"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[same-clause]: `students-and-workers` asks the same as `workers`: every finding names `workers`, and `students-and-workers` changes nothing
      --> policy.toml:10:6
       |
     5 | id = "workers"
       |      --------- the first stands here
    ...
    10 | id = "students-and-workers"
       |      ^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: take one out, and name both sentences in the `citation` of the other: `citation = ["…", "…"]`

    warning[same-clause]: `limit` asks the same as `cap`: what is not met is found twice
      --> policy.toml:19:6
       |
    15 | id = "cap"
       |      ----- the first stands here
    ...
    19 | id = "limit"
       |      ^^^^^^^
       |
       = help: take one out, and name both sentences in the `citation` of the other: `citation = ["…", "…"]`
    "#);
}

#[test]
fn clauses_on_one_track_that_count_different_sessions_are_told() {
    let clauses = r#"
[[staff-supervision]]
id = "newly-qualified"
for = { asye = true }
every = "2 weeks"
counts = { kind = ["personal", "observation"] }

[[staff-supervision]]
id = "social-worker"
for = { role = "social-worker" }
every = "1 month"

[[staff-supervision]]
id = "student"
for = { role = "student" }
every = "1 week"

[[case-supervision]]
id = "full"
for = { risk = "high" }
every = "1 month"

[[case-supervision]]
id = "any"
for = { case_type = "child-in-need" }
every = "2 weeks"
counts = { depth = ["light", "full"] }
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[different-counts]: `newly-qualified` counts other sessions than `social-worker` and `student`: `observation` counts here and not for `social-worker`
      --> policy.toml:5:6
       |
     5 | id = "newly-qualified"
       |      ^^^^^^^^^^^^^^^^^
    ...
    11 | id = "social-worker"
       |      --------------- may hold beside it
       |
       = help: who is under two of them needs a session that counts for both; if one takes the other's place write `instead-of`, if both are owed give `newly-qualified` a `track` of its own

    warning[different-counts]: `any` counts other sessions than `full`: `any` counts sessions whose kind is case or personal and depth is light or full, `full` sessions whose kind is case or personal and depth is full
      --> policy.toml:26:6
       |
    21 | id = "full"
       |      ------ may hold beside it
    ...
    26 | id = "any"
       |      ^^^^^
       |
       = help: who is under two of them needs a session that counts for both; if one takes the other's place write `instead-of`, if both are owed give `any` a `track` of its own
    "#);
}

#[test]
fn clauses_that_never_hold_together_may_count_what_they_like() {
    let text = |more: &str| {
        format!(
            "[[staff-supervision]]\nid = 'a'\nfor = {{ role = 'a' }}\nevery = '1 month'\n\
             [[staff-supervision]]\nid = 'b'\nevery = '1 month'\ncounts = {{ kind = 'group' }}\n{more}\n"
        )
    };
    assert_eq!(kinds(&text("")), ["different-counts"]);
    assert_eq!(kinds(&text("for = { role = 'b' }")), [""; 0]);
    let instead = text("for = { asye = true }\ninstead-of = 'a'");
    assert_eq!(kinds(&instead), [""; 0]);
    assert_eq!(kinds(&text("track = 'group'")), [""; 0]);
}

#[test]
fn one_sentence_read_in_two_ways_is_told_with_both() {
    let clauses = r#"
[[case-supervision]]
id = "level-2"
for = { case_type = "level-2" }
every = "2 months"
citation = "s3 table"
reading = "'Bi-monthly' is every two months."

[[case-supervision]]
id = "level-3"
for = { case_type = "level-3" }
every = "2 weeks"
citation = ["s2", "S3 Table"]
reading = "Children of level 3 only. 'Bi-monthly' is twice a month."

[[case-supervision]]
id = "level-4"
for = { case_type = "level-4" }
every = "1 week"
citation = "s3 table"
reading = "'Weekly' is every week."
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[different-readings]: `level-2` and `level-3` read 'Bi-monthly' of S3 Table differently
      --> policy.toml:16:11
       |
     9 | reading = "'Bi-monthly' is every two months."
       |           ----------------------------------- read like this before
    ...
    16 | reading = "Children of level 3 only. 'Bi-monthly' is twice a month."
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: give both the same `reading`, or cite the sentence each of them stands for
    "#);
}

#[test]
fn readings_of_other_sentences_or_other_words_may_differ() {
    let two = |first: &str, second: &str| {
        kinds(&format!(
            "[[case-supervision]]\nid = 'a'\nfor = {{ risk = 'low' }}\nevery = '1 month'\n{first}\n\
             [[case-supervision]]\nid = 'b'\nfor = {{ risk = 'high' }}\nevery = '1 week'\n{second}\n"
        ))
    };
    let one = "citation = 's1'\nreading = 'Read as a limit.'";
    assert_eq!(two(one, one), [""; 0]);
    assert_eq!(two(one, "citation = 's2'\nreading = 'A target.'"), [""; 0]);
    assert_eq!(
        two(one, "citation = 's1'\nreading = \"'Aim' is a target.\""),
        [""; 0]
    );
    assert_eq!(
        two(one, "citation = 's1'\nreading = 'Read as a target.'"),
        ["different-readings"]
    );
    let split = "citation = 's1'\nreading = 'Read as a target.'\ninstead-of = 'a'";
    assert_eq!(two(one, split), [""; 0], "one sentence in two clauses");
}

fn shipped(council: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("policies/{council}.toml")).unwrap();
    let policy = Policy::parse(&text, council).unwrap();
    let warnings = lints(&policy);
    warnings
        .iter()
        .map(|warning| format!("{}: {}", warning.kind, warning.message))
        .collect()
}

#[test]
fn the_shipped_policies_have_these_oddities_and_no_other() {
    for council in ["haringey", "lga-standard-5", "newcastle", "template"] {
        assert_eq!(shipped(council), [""; 0], "{council}");
    }
    insta::assert_snapshot!(shipped("luton").join("\n"), @r"short-total: `sessions-per-year` asks for 10 sessions, and `personal` makes 8: whoever is seen on every last day of 6 weeks is in time there and falls short here");
    insta::assert_snapshot!(shipped("st-helens").join("\n"), @r"different-counts: `asye` counts other sessions than `student`, `social-worker` and 5 more: `group` counts for `student` and not here");
    insta::assert_snapshot!(shipped("tameside").join("\n"), @r"different-counts: `group-in-place-of-individual` counts other sessions than `newly-qualified` and `part-time`: `group` counts here and not for `newly-qualified`");
}

const STAFF: &str = "
staff_id,role,start_date,end_date,asye,qualified_date
W1,Social Worker,2024-01-08,,true,2023-07-01
W2,social-worker,2020-01-08,,,2010-07-01
M1,team-manager,2020-03-02,,,
M2,Team Manager,2020-03-02,2021-01-01,,
D1,director,2020-03-02,,,
";
const CASES: &str = "
case_id,case_type,opened,closed,allocated_to
C1,child-protection,2026-01-05,,W1
C2,fostering,2026-01-05,,W1
C2,child-protection,2026-02-05,,W1
";
const SESSIONS: &str = "
date,kind,supervisee_id
2026-05-01,personal,W1
";

fn bare(clauses: &str) -> String {
    let policy = policy(clauses);
    let taken = Day::parse_iso("2026-10-31").unwrap();
    let demand = policy.demand();
    let data = Dataset::from_texts(STAFF, CASES, SESSIONS, "", &demand, taken).unwrap();
    drawn(&policy, &uncovered(&policy, &data))
}

#[test]
fn a_role_and_a_case_type_that_no_clause_covers_are_told_with_their_number() {
    let clauses = r#"
[[staff-supervision]]
id = "asye"
for = { asye = true }
every = "2 weeks"

[[case-supervision]]
id = "child-protection"
for = { case_type = "child-protection" }
every = "1 month"
"#;
    insta::assert_snapshot!(bare(clauses), @r"
    warning[uncovered]: no `staff-supervision` clause covers the role `team-manager` (2 people) or `director` (1 person) on any day
     --> policy.toml:4:3
      |
    4 | [[staff-supervision]]
      |   ^^^^^^^^^^^^^^^^^
      |
      = help: add a clause for them, or a `not-testable` entry that says why nothing is owed; an audit lists them as uncovered

    warning[uncovered]: no `case-supervision` clause covers the case type `fostering` (1 case) on any day
     --> policy.toml:9:3
      |
    9 | [[case-supervision]]
      |   ^^^^^^^^^^^^^^^^
      |
      = help: add a clause for them, or a `not-testable` entry that says why nothing is owed; an audit lists them as uncovered
    ");
}

#[test]
fn who_is_covered_on_some_day_or_by_a_clause_without_its_column_is_not_told() {
    let clauses =
        |whom: &str| format!("[[staff-supervision]]\nid = 'a'\nfor = {whom}\nevery = '1 month'\n");
    assert_eq!(bare(&clauses("{ start_date = { under = '1 year' } }")), "");
    assert_eq!(bare(&clauses("{ desk = 'none' }")), "");
    let social_workers = "{ qualified_date = { over = '15 years' } }";
    assert!(
        bare(&clauses(social_workers))
            .contains("`team-manager` (2 people) or `director` (1 person)")
    );
}

/// What clauses are made of, so that many of them meet.
const WHOM: [&str; 12] = [
    "",
    "for = { asye = true }",
    "for = { asye = false }",
    "for = { role = 'a' }",
    "for = { role = ['a', 'b'] }",
    "for = { role = { not = 'a' } }",
    "for = { qualified_date = { at-least = '1 year', under = '24 months' } }",
    "for = { qualified_date = { over = '30 calendar days' } }",
    "for = { role = { known = false } }",
    "for = [{ role = 'a', asye = true }, { role = 'b', supervisor.role = 'c' }]",
    "for = { cases.risk = 'high' }",
    "for = { case_holder = false }",
];
const PACES: [&str; 12] = [
    "every = '1 week'",
    "every = '4 weeks'",
    "every = '1 month'",
    "every = '20 working days'",
    "every = '40000 working days'",
    "every = '100 years'",
    "every = '6 weeks'\nfirst = ['10 working days', '1 month']",
    "every = '6 weeks'\nfirst = '1 month'",
    "per = 'calendar month'",
    "per = 'financial year'",
    "stages = [{ every = '1 week', until = '6 weeks' }, { every = { column = 'agreed' }, ends-on = 'review_on' }, { every = '6 weeks' }]",
    "exempt = true",
];
const MORE: [&str; 8] = [
    "",
    "instead-of = 'c0'",
    "track = 'light'",
    "counts = { kind = ['personal', 'group'] }",
    "counts = { kind = 'group', minutes = { over = 60 } }",
    "from = 'returned_on'",
    "roll = 'next working day'",
    "pause-when-absent = '2 weeks'",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_can_be_read_can_be_looked_at(
        parts in prop::collection::vec((0..WHOM.len(), 0..PACES.len(), 0..MORE.len()), 1..8),
    ) {
        let clauses: Vec<String> = parts.iter().enumerate().map(|(index, (whom, pace, more))| {
            let more = if index == 0 && MORE[*more].starts_with("instead-of") { "" } else { MORE[*more] };
            format!("[[staff-supervision]]\nid = 'c{index}'\n{}\n{}\n{more}\n", WHOM[*whom], PACES[*pace])
        }).collect();
        let text = format!("[policy]\nname = 'P'\n{}", clauses.concat());
        if let Ok(policy) = Policy::parse(&text, "policy.toml") {
            let warnings = lints(&policy);
            prop_assert!(!drawn(&policy, &warnings).contains("error"));
            prop_assert_eq!(warnings, lints(&policy));
        }
    }
}

#[test]
fn a_total_that_the_limit_of_a_clock_does_not_add_up_to_is_told() {
    let clauses = r#"
[[staff-supervision]]
id = "personal"
target = "4 weeks"
every = "6 weeks"

[[supervision-total]]
id = "sessions-per-year"
at-least = "10 sessions"
per = "12 months"
"#;
    insta::assert_snapshot!(said(clauses), @r#"
    warning[short-total]: `sessions-per-year` asks for 10 sessions, and `personal` makes 8: whoever is seen on every last day of 6 weeks is in time there and falls short here
      --> policy.toml:10:6
       |
     5 | id = "personal"
       |      ---------- in time here
    ...
    10 | id = "sessions-per-year"
       |      ^^^^^^^^^^^^^^^^^^^
       |
       = help: if the written policy asks for both, say so in a `reading`
    "#);
}

#[test]
fn a_total_that_some_clock_adds_up_to_is_not_spoken_of() {
    let short = |clock: &str, total: &str| {
        let text = format!(
            "[[staff-supervision]]\nid = 'clock'\n{clock}\n[[supervision-total]]\nid = 'total'\n{total}\n"
        );
        kinds(&text) == ["short-total"]
    };
    let year = "at-least = '10 sessions'\nper = '12 months'";
    assert!(!short("every = '1 month'", year));
    assert!(!short("every = '36 calendar days'", year));
    assert!(short("every = '37 calendar days'", year));
    assert!(short("per = 'calendar quarter'", year));
    assert!(!short(
        "every = '6 weeks'\ncounts = { kind = 'group' }",
        year
    ));
    assert!(!short(
        "every = '6 weeks'\nfor = { asye = true }",
        "for = { asye = false }\nat-least = '10 sessions'\nper = '12 months'"
    ));
    assert!(short("every = '6 weeks'\nfor = { asye = true }", year));
    assert!(!short(
        "every = '6 weeks'",
        "at-least = '1 session'\nper = 'calendar quarter'"
    ));
    assert!(short(
        "every = '6 weeks'",
        "at-least = '1 session'\nper = 'calendar month'"
    ));
    assert!(!short(
        "every = '6 weeks'",
        "at-least = '12 hours'\nper = '12 months'"
    ));
    assert!(!short(
        "every = '6 weeks'\nfor = { asye = true }\n[[staff-supervision]]\nid = 'all'\nevery = '1 month'",
        year
    ));
    assert!(short(
        "every = '6 weeks'\nfor = { asye = true }\ninstead-of = 'all'\n[[staff-supervision]]\nid = 'all'\nevery = '1 month'",
        year
    ));
}

#[test]
fn the_page_on_writing_a_policy_shows_what_is_said() {
    let page = include_str!("../policies/README.md");
    let (_, section) = page.split_once("\n## Check your policy\n").unwrap();
    let mut blocks = section.split("\n```");
    let block = |block: Option<&str>, name: &str| {
        let inside = block.unwrap().strip_prefix(name).unwrap();
        inside.trim_start_matches('\n').to_owned() + "\n"
    };
    blocks.next();
    let policy = Policy::parse(&block(blocks.next(), "toml"), "your-policy.toml").unwrap();
    blocks.next();
    let shown = block(blocks.next(), "text");
    assert_eq!(drawn(&policy, &lints(&policy)) + "\n", shown);
}
