//! Whom a clause is for.

use super::said;

#[test]
fn a_selector_is_read_to_its_last_word() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { case-type = "cin" }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `case-type` is no column: columns are written with underscores, as in `case_type`
     --> policy.toml:6:9
      |
    6 | for = { case-type = "cin" }
      |         ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { atleast = "24 months" } }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `atleast` is no test
     --> policy.toml:6:28
      |
    6 | for = { qualified_date = { atleast = "24 months" } }
      |                            ^^^^^^^
      |
      = help: did you mean `at-least`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { older = "24 months" } }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `older` is no test
     --> policy.toml:6:28
      |
    6 | for = { qualified_date = { older = "24 months" } }
      |                            ^^^^^
      |
      = help: did you mean `over`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = [] }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: an empty list, expected at least one value
     --> policy.toml:6:16
      |
    6 | for = { role = [] }
      |                ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = []
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: an empty list, expected at least one table
     --> policy.toml:6:7
      |
    6 | for = []
      |       ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = "" }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: a blank value, expected a word, or `{ known = false }` for a blank cell
     --> policy.toml:6:16
      |
    6 | for = { role = "" }
      |                ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { worker.role = "social-worker" }
every = "1 month"
"#), @r#"
    error[wrong-selector]: `worker.role` cannot be asked here, expected a column or one of `supervisor.`, `cases.`
     --> policy.toml:6:16
      |
    6 | for = { worker.role = "social-worker" }
      |                ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { superviser.role = "team-manager" }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `superviser` is no relation
     --> policy.toml:6:20
      |
    6 | for = { superviser.role = "team-manager" }
      |                    ^^^^
      |
      = help: did you mean `supervisor.role` or `supervisee.role`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { supervisor.supervisor.role = "team-manager" }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `supervisor.role` goes one step too far, expected one relation before a column
     --> policy.toml:6:31
      |
    6 | for = { supervisor.supervisor.role = "team-manager" }
      |                               ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { supervisor = { role = "team-manager", known = true } }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `role` is a column beside a test, expected tests or columns behind `supervisor`
     --> policy.toml:6:24
      |
    6 | for = { supervisor = { role = "team-manager", known = true } }
      |                        ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = { known = "yes" } }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: found the words `yes`, expected `true` or `false`
     --> policy.toml:6:26
      |
    6 | for = { role = { known = "yes" } }
      |                          ^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = "social-worker"
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: found the words `social-worker`, expected a table such as `{ role = "social-worker" }`, or a list of such tables
     --> policy.toml:6:7
      |
    6 | for = "social-worker"
      |       ^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { asye = "yes" }
every = "1 month"
"#), @r#"
    error[wrong-selector]: `asye` is yes or no, expected `true` or `false` without quotation marks
     --> policy.toml:6:9
      |
    6 | for = { asye = "yes" }
      |         ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { qualified_date = { over = 12 } }
every = "1 month"
"#), @r#"
    error[wrong-selector]: `qualified_date` is a date, expected the time since it such as `"24 months"`
     --> policy.toml:6:9
      |
    6 | for = { qualified_date = { over = 12 } }
      |         ^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[case-supervision]]
id = "a"
for = { age = { under = "twenty one" }, risk = 3 }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `twenty one` has an unknown unit: expected `working days`, `calendar days`, `weeks`, `months` or `years`
     --> policy.toml:6:25
      |
    6 | for = { age = { under = "twenty one" }, risk = 3 }
      |                         ^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { hours_per_week = { under = "37 hours a week" } }
every = "1 month"
"#), @r#"
    error[wrong-value]: `for`: `37 hours a week` has an unknown unit: expected `minutes` or `hours`
     --> policy.toml:6:36
      |
    6 | for = { hours_per_week = { under = "37 hours a week" } }
      |                                    ^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
counts = { kind = "personal", supervisor.asye = "no" }
every = "1 month"
"#), @r#"
    error[wrong-selector]: `asye` is yes or no, expected `true` or `false` without quotation marks
     --> policy.toml:6:42
      |
    6 | counts = { kind = "personal", supervisor.asye = "no" }
      |                                          ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[schedule]]
id = "a"
counts = { supervisor.asye = "no" }
"#), @r#"
    error[wrong-selector]: `asye` is yes or no, expected `true` or `false` without quotation marks
     --> policy.toml:6:23
      |
    6 | counts = { supervisor.asye = "no" }
      |                       ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
from = "start-date"
every = "1 month"
"#), @r#"
    error[wrong-value]: `from`: `start-date` is no column: columns are written with underscores, as in `start_date`
     --> policy.toml:6:8
      |
    6 | from = "start-date"
      |        ^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[not-testable]]
id = "a"
for = { role = "social-worker" }
text = "T"
why = "W"
"#), @r#"
    error[unknown-key]: `for` has no meaning in a `not-testable`
     --> policy.toml:6:7
      |
    6 | for = { role = "social-worker" }
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: leave it out
    "#);
}
