//! A gallery of mistakes in policy files: what a council's officer is shown for each.

use annotate_snippets::Renderer;
use oversight::policy::Policy;

/// Everything that is said of a policy, or that it has no mistake.
fn said(text: &str) -> String {
    match Policy::parse(text.trim_start(), "policy.toml") {
        Ok(_) => "no mistake".to_owned(),
        Err(error) => error.render(&Renderer::plain()),
    }
}

#[test]
fn a_name_that_is_none_is_named_with_the_nearest() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervison]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[training]]
id = "a"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
citaton = "s1"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
evrey = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
each = "case"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
severity = "advice"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
holidays = "england"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
holiday = "scotland"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
each = "cases"
evidence = "recorded_on"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[defaults.staff-supervison]
every = "1 month"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
}

#[test]
fn what_must_be_there_is_missed() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
within = "2 working days"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[not-testable]]
id = "a"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = ""
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"

"#), @"");
    insta::assert_snapshot!(said(r#"
# only a comment
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
"#), @"");
    insta::assert_snapshot!(said(r#"
[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
council = "Ours"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
}

#[test]
fn words_with_two_meanings_and_bare_numbers_are_refused() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "monthly"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "bi-monthly"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
first = "20 days"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "0 weeks"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = 6
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "4-6 weeks"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
first = 20
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
per = "month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = 15
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "37 hours"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "20 kids"
pro-rata = "37"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "20 children"
pro-rata = "37 cases"
"#), @"");
}

#[test]
fn an_id_given_twice_is_shown_in_both_places() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"

[[not-testable]]
id = "a"
text = "T"
why = "W"
"#), @"");
}

#[test]
fn instead_of_names_another_clause_of_the_same_table_and_track() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "all-staff"
every = "1 month"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "all-staf"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "x"

[[case-supervision]]
id = "x"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "x"

[[staff-supervision]]
id = "x"
track = "group"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "a"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "b"

[[staff-supervision]]
id = "b"
every = "1 month"
instead-of = "c"

[[staff-supervision]]
id = "c"
every = "1 month"
instead-of = ["a"]
"#), @"");
}

#[test]
fn stages_end_but_for_the_last() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week" }, { every = "1 month" }]
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 weeks" }, { every = "1 month", lasting = "1 year" }]
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 weeks", lasting = "6 weeks" }, { every = "1 month" }]
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 months" }, { every = "2 weeks", until = "6 weeks" }, { every = "1 month" }]
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "weekly", until = "6 weeks" }, { every = "1 month", untill = "6 weeks" }, { target = "2 weeks" }]
"#), @"");
}

#[test]
fn keys_that_do_not_go_together_are_told() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
per = "calendar month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
target = "6 weeks"
every = "6 weeks"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
target = "5 weeks"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
per = "calendar month"
target = "2 weeks"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
exempt = false
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
evidence = "recorded_on"
target = "2 weeks"
within = "5 working days"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
evidence = "recorded_on"
target = "2 working days"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[case-supervision]]
id = "a"
every = "1 month"
pause-when-absent = "2 weeks"
"#), @"");
}

#[test]
fn a_selector_is_read_to_its_last_word() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { case-type = "cin" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { atleast = "24 months" } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { older = "24 months" } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = [] }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = []
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = "" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { worker.role = "social-worker" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { superviser.role = "team-manager" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { supervisor.supervisor.role = "team-manager" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { supervisor = { role = "team-manager", known = true } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = { known = "yes" } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = "social-worker"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { asye = "yes" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { over = 12 } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[case-supervision]]
id = "a"
for = { age = { under = "twenty one" }, risk = 3 }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { hours_per_week = { under = "37 hours a week" } }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
counts = { kind = "personal", supervisor.asye = "no" }
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
from = "start-date"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[not-testable]]
id = "a"
for = { role = "social-worker" }
text = "T"
why = "W"
"#), @"");
}

#[test]
fn brackets_and_toml_itself() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[recording]
id = "a"
evidence = "recorded_on"
within = "monthly"
"#), @"");
    insta::assert_snapshot!(said(r#"
[[policy]]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
id = "a"

[policy]
name = "P"

[[staff-supervision]]
id = "b"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = 6 weeks
citation = "s1
severity breach
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
every = "6 weeks"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = “a”
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = "social-worker"
every = "1 month"
"#), @"");
}

#[test]
fn every_mistake_of_a_clause_is_listed_once() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { rol-e = "x", asye = { knwn = true } }
severty = "breach"
every = "fortnightly"
grace = 5
"#), @"");
}

#[test]
fn a_mistake_in_the_defaults_is_listed_once() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[defaults.staff-supervision]
every = "monthly"
counts = { kind = [] }
id = "x"

[[staff-supervision]]
id = "a"

[[staff-supervision]]
id = "b"

[[staff-supervision]]
id = "c"
every = "soon"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[defaults.staff-supervision]
target = "6 weeks"

[[staff-supervision]]
id = "a"
every = "4 weeks"

[[staff-supervision]]
id = "b"
every = "8 weeks"
"#), @"");
}

#[test]
fn a_wrong_type_is_told_in_plain_words() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = 7
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = true
citation = 5
reading = ["x"]
track = {}
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
roll = "next day"
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = { every = "1 month" }
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = { colum = "agreed_interval" }
"#), @"");
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
closures = [2026-12-29, "29th December"]

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @"");
    insta::assert_snapshot!(said(r#"
policy = "P"
staff-supervision = "monthly"
"#), @"");
}
