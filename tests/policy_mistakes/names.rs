//! Names that are none, and keys that are missing.

use super::said;

#[test]
fn a_name_that_is_none_is_named_with_the_nearest() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervison]]
id = "a"
every = "1 month"
"#), @r#"
    error[unknown-table]: unknown table `staff-supervison`
     --> policy.toml:4:3
      |
    4 | [[staff-supervison]]
      |   ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `[[staff-supervision]]`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[training]]
id = "a"
"#), @r#"
    error[unknown-table]: unknown table `training`
     --> policy.toml:4:3
      |
    4 | [[training]]
      |   ^^^^^^^^
      |
      = help: a policy has `policy`, `defaults` and `agreement`, `case-supervision`, `caseload`, `file-audit`, `not-testable`, `rearrangement`, `recording`, `review`, `schedule`, `session`, `staff-file`, `staff-supervision`, `supervision-total`, `waiver`, `action`, `targets` and `publish`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
citaton = "s1"
every = "1 month"
"#), @r#"
    error[unknown-key]: unknown key `citaton` in `staff-supervision`
     --> policy.toml:6:1
      |
    6 | citaton = "s1"
      | ^^^^^^^
      |
      = help: did you mean `citation`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
evrey = "1 month"
"#), @r#"
    error[unknown-key]: unknown key `evrey` in `staff-supervision`
     --> policy.toml:6:1
      |
    6 | evrey = "1 month"
      | ^^^^^
      |
      = help: did you mean `every`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
each = "case"
every = "1 month"
"#), @r#"
    error[unknown-key]: unknown key `each` in `staff-supervision`
     --> policy.toml:6:1
      |
    6 | each = "case"
      | ^^^^
      |
      = help: `staff-supervision` has the keys `id`, `for`, `severity`, `citation`, `reading`, `covers`, `every`, `per`, `stages`, `exempt`, `first`, `target`, `from`, `counts`, `track`, `instead-of`, `grace`, `roll` and `pause-when-absent`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
severity = "advice"
"#), @r#"
    error[wrong-value]: `severity`: `advice` is unknown, expected `breach`, `advisory` or `information`
     --> policy.toml:7:12
      |
    7 | severity = "advice"
      |            ^^^^^^^^
      |
      = help: did you mean `advisory`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
holidays = "england"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[wrong-value]: `holidays`: `england` has no bank holidays of its own: expected `england-and-wales`, `scotland` or `northern-ireland`
     --> policy.toml:3:12
      |
    3 | holidays = "england"
      |            ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
holiday = "scotland"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[unknown-key]: unknown key `holiday` in `[policy]`
     --> policy.toml:3:1
      |
    3 | holiday = "scotland"
      | ^^^^^^^
      |
      = help: did you mean `holidays`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
each = "cases"
evidence = "recorded_on"
"#), @r#"
    error[wrong-value]: `each`: `cases` is unknown, expected `session`, `case` or `attendee`
     --> policy.toml:6:8
      |
    6 | each = "cases"
      |        ^^^^^^^
      |
      = help: did you mean `case`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[defaults.staff-supervison]
every = "1 month"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[unknown-table]: unknown table `staff-supervison`
     --> policy.toml:4:11
      |
    4 | [defaults.staff-supervison]
      |           ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `[defaults.staff-supervision]`?
    "#);
}

#[test]
fn what_must_be_there_is_missed() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
every = "1 month"
"#), @r#"
    error[missing-key]: `staff-supervision` has no `id`
     --> policy.toml:4:1
      |
    4 | [[staff-supervision]]
      | ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add a line such as `id = "a-name-of-its-own"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[recording]]
id = "a"
within = "2 working days"
"#), @r#"
    error[missing-key]: `recording` has no `evidence`
     --> policy.toml:4:1
      |
    4 | [[recording]]
      | ^^^^^^^^^^^^^
      |
      = help: add a line such as `evidence = "recorded_on"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[not-testable]]
id = "a"
"#), @r#"
    error[missing-key]: `not-testable` has no `text`
     --> policy.toml:4:1
      |
    4 | [[not-testable]]
      | ^^^^^^^^^^^^^^^^
      |
      = help: add a line such as `text = "the sentence, in your own words"`

    error[missing-key]: `not-testable` has no `why`
     --> policy.toml:4:1
      |
    4 | [[not-testable]]
      | ^^^^^^^^^^^^^^^^
      |
      = help: add a line such as `why = "what would be needed to test it"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[caseload]]
id = "a"
"#), @r#"
    error[missing-key]: `caseload` has no `at-most`
     --> policy.toml:4:1
      |
    4 | [[caseload]]
      | ^^^^^^^^^^^^
      |
      = help: add a line such as `at-most = "15 cases"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
"#), @r#"
    error[wrong-value]: nothing says how often, expected one of `every`, `per`, `stages` and `exempt`
     --> policy.toml:5:6
      |
    5 | id = "a"
      |      ^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = ""
every = "1 month"
"#), @r#"
    error[wrong-value]: `id` is blank, expected a short name such as `all-staff`
     --> policy.toml:5:6
      |
    5 | id = ""
      |      ^^
    "#);
    insta::assert_snapshot!(said(""), @r#"
    error[missing-table]: the file is empty, expected a policy
     --> policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: begin the file with `[policy]` and a line such as `name = "Supervision policy"`
    "#);
    insta::assert_snapshot!(said("# only a comment"), @r#"
    error[missing-table]: the file is empty, expected a policy
     --> policy.toml:1:1
      |
    1 | # only a comment
      | ^
      |
      = help: begin the file with `[policy]` and a line such as `name = "Supervision policy"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
"#), @r#"
    error[no-clause]: the policy has no clause
     --> policy.toml:1:1
      |
    1 | [policy]
      | ^
      |
      = help: add a table such as `[[staff-supervision]]`; `policies/README.md` has the language
    "#);
    insta::assert_snapshot!(said(r#"
[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[missing-table]: there is no `[policy]` table
     --> policy.toml:1:1
      |
    1 | [[staff-supervision]]
      | ^
      |
      = help: begin the file with `[policy]` and a line such as `name = "Supervision policy"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
council = "Ours"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[missing-key]: `[policy]` has no `name`
     --> policy.toml:1:1
      |
    1 | [policy]
      | ^^^^^^^^
      |
      = help: add a line such as `name = "Supervision policy"`
    "#);
}
