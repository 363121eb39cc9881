//! Lengths of time and amounts.

use super::said;

#[test]
fn words_with_two_meanings_and_bare_numbers_are_refused() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "monthly"
"#), @r#"
    error[wrong-value]: `every`: `monthly` has two readings: write `4 weeks`, `1 month`, or `per = "calendar month"`
     --> policy.toml:6:9
      |
    6 | every = "monthly"
      |         ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "bi-monthly"
"#), @r#"
    error[wrong-value]: `every`: `bi-monthly` is every two months or twice a month: write `2 months` or `2 weeks`
     --> policy.toml:6:9
      |
    6 | every = "bi-monthly"
      |         ^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
first = "20 days"
every = "1 month"
"#), @r#"
    error[wrong-value]: `first`: `20 days` has two readings: write `20 working days` or `20 calendar days`
     --> policy.toml:6:9
      |
    6 | first = "20 days"
      |         ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "0 weeks"
"#), @r#"
    error[wrong-value]: `every`: `0 weeks` is no interval: expected 1 or more
     --> policy.toml:6:9
      |
    6 | every = "0 weeks"
      |         ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6"
"#), @r#"
    error[wrong-value]: `every`: `6` has no unit: write `6 weeks`, `6 months` or `6 working days`
     --> policy.toml:6:9
      |
    6 | every = "6"
      |         ^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = 6
"#), @r#"
    error[wrong-value]: `every`: `6` has no unit: write `6 weeks`, `6 months` or `6 working days`
     --> policy.toml:6:9
      |
    6 | every = 6
      |         ^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "4-6 weeks"
"#), @r#"
    error[wrong-value]: `every`: `4-6 weeks` is a range: write `target = "4 weeks"` and `every = "6 weeks"`
     --> policy.toml:6:9
      |
    6 | every = "4-6 weeks"
      |         ^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
first = 20
every = "1 month"
"#), @r#"
    error[wrong-value]: `first`: `20` has no unit: write `20 weeks`, `20 months` or `20 working days`
     --> policy.toml:6:9
      |
    6 | first = 20
      |         ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
per = "month"
"#), @r#"
    error[wrong-value]: `per`: `month` is not a window of the calendar: write `calendar month`
     --> policy.toml:6:7
      |
    6 | per = "month"
      |       ^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = 15
"#), @r#"
    error[wrong-value]: `at-most`: `15` does not say what is counted, expected a number and what it counts, such as `15 cases` or `20 children`
     --> policy.toml:6:11
      |
    6 | at-most = 15
      |           ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "37 hours"
"#), @r#"
    error[wrong-value]: `at-most` is a number of hours, expected cases, children, families or supervisees
     --> policy.toml:6:1
      |
    6 | at-most = "37 hours"
      | ^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "20 kids"
pro-rata = "37"
"#), @r#"
    error[wrong-value]: `at-most`: `kids` is nothing that can be counted, expected cases, children, families, hours, sessions, supervisees, files or times
     --> policy.toml:6:11
      |
    6 | at-most = "20 kids"
      |           ^^^^^^^^^

    error[wrong-value]: `pro-rata`: `37` does not say what is counted, expected a number and what it counts, such as `15 cases` or `20 children`
     --> policy.toml:7:12
      |
    7 | pro-rata = "37"
      |            ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
at-most = "20 children"
pro-rata = "37 cases"
"#), @r#"
    error[wrong-value]: `pro-rata` is the hours of a full-time week, expected hours such as `37 hours`
     --> policy.toml:7:1
      |
    7 | pro-rata = "37 cases"
      | ^^^^^^^^
    "#);
}

#[test]
fn stages_end_but_for_the_last() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week" }, { every = "1 month" }]
"#), @r#"
    error[wrong-value]: `stages`: stage 1 has no end, expected `until`, `lasting` or `ends-on` in every stage but the last
     --> policy.toml:6:10
      |
    6 | stages = [{ every = "1 week" }, { every = "1 month" }]
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 weeks" }, { every = "1 month", lasting = "1 year" }]
"#), @r#"
    error[wrong-value]: `stages`: stage 2 is the last and has an end, expected a last stage without `until`, `lasting` or `ends-on`
     --> policy.toml:6:10
      |
    6 | stages = [{ every = "1 week", until = "6 weeks" }, { every = "1 month", lasting = "1 year" }]
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 weeks", lasting = "6 weeks" }, { every = "1 month" }]
"#), @r#"
    error[wrong-value]: `stages`: a stage has `until` and `lasting`, expected one: `until` counts from the start, `lasting` from the end of the stage before
     --> policy.toml:6:11
      |
    6 | stages = [{ every = "1 week", until = "6 weeks", lasting = "6 weeks" }, { every = "1 month" }]
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "1 week", until = "6 months" }, { every = "2 weeks", until = "6 weeks" }, { every = "1 month" }]
"#), @r#"
    error[wrong-value]: `stages`: stage 2 ends `until` 6 weeks, when an earlier one goes on until 6 months: `until` counts from the start, `lasting` from the end of the stage before
     --> policy.toml:6:10
      |
    6 | stages = [{ every = "1 week", until = "6 months" }, { every = "2 weeks", until = "6 weeks" }, { every = "1 month" }]
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = [{ every = "weekly", until = "6 weeks" }, { every = "1 month", untill = "6 weeks" }, { target = "2 weeks" }]
"#), @r#"
    error[wrong-value]: `stages`: `weekly` is not a number and a unit: write `1 week`
     --> policy.toml:6:21
      |
    6 | stages = [{ every = "weekly", until = "6 weeks" }, { every = "1 month", untill = "6 weeks" }, { target = "2 weeks" }]
      |                     ^^^^^^^^

    error[wrong-value]: `stages`: `untill` is no key here, expected `every`, `target`, `until`, `lasting` or `ends-on`
     --> policy.toml:6:73
      |
    6 | stages = [{ every = "weekly", until = "6 weeks" }, { every = "1 month", untill = "6 weeks" }, { target = "2 weeks" }]
      |                                                                         ^^^^^^
      |
      = help: did you mean `until`?

    error[wrong-value]: `stages`: there is no `every` here
     --> policy.toml:6:95
      |
    6 | stages = [{ every = "weekly", until = "6 weeks" }, { every = "1 month", untill = "6 weeks" }, { target = "2 weeks" }]
      |                                                                                               ^^^^^^^^^^^^^^^^^^^^^^
    "#);
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
"#), @r#"
    error[wrong-value]: `per` stands beside `every`, expected one of them: each says how often
     --> policy.toml:7:1
      |
    7 | per = "calendar month"
      | ^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
target = "6 weeks"
every = "6 weeks"
"#), @r#"
    error[wrong-value]: `target` of 6 weeks is not shorter than `every` of 6 weeks, expected a target inside the limit
     --> policy.toml:6:1
      |
    6 | target = "6 weeks"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
target = "5 weeks"
every = "1 month"
"#), @r#"
    error[wrong-value]: `target` of 5 weeks is not shorter than `every` of 1 month, expected a target inside the limit
     --> policy.toml:6:1
      |
    6 | target = "5 weeks"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
per = "calendar month"
target = "2 weeks"
"#), @r#"
    error[wrong-value]: `target` goes with `every`; a stage has a `target` of its own
     --> policy.toml:7:1
      |
    7 | target = "2 weeks"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
exempt = false
"#), @r#"
    error[wrong-value]: `exempt = false` says nothing, expected `exempt = true` or how often
     --> policy.toml:6:1
      |
    6 | exempt = false
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
evidence = "recorded_on"
target = "7 working days"
within = "5 working days"
"#), @r#"
    error[wrong-value]: `target` of 7 working days is not shorter than `within` of 5 working days, expected a target inside the limit
     --> policy.toml:7:1
      |
    7 | target = "7 working days"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
evidence = "recorded_on"
target = "2 working days"
"#), @r#"
    error[wrong-value]: `target` goes with `within`, and there is none
     --> policy.toml:7:1
      |
    7 | target = "2 working days"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
per = "calendar month"
pause-when-absent = "2 weeks"
"#), @r#"
    error[wrong-value]: `pause-when-absent` goes with `every` or `stages`, expected no such key beside `per`: a window of the calendar ends on its last day, whoever is absent
     --> policy.toml:7:1
      |
    7 | pause-when-absent = "2 weeks"
      | ^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[case-supervision]]
id = "a"
every = "1 month"
pause-when-absent = "2 weeks"
"#), @r#"
    error[wrong-value]: `pause-when-absent` is for staff, expected no such key on a case: a child's clock runs on
     --> policy.toml:7:1
      |
    7 | pause-when-absent = "2 weeks"
      | ^^^^^^^^^^^^^^^^^
    "#);
}
