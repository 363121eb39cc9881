//! What a session, a staff file or a total must be.

use super::said;

#[test]
fn a_must_is_shown_where_it_goes_wrong() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[session]]
id = "a"
must = { minutes = { at-least = "90 minutes" }, worker.role = "team-manager", supervisor.role = { over = 3 } }
"#), @r#"
    error[wrong-selector]: `worker.role` cannot be asked here, expected a column or one of `supervisee.`, `supervisor.`, `case.`
     --> policy.toml:6:56
      |
    6 | must = { minutes = { at-least = "90 minutes" }, worker.role = "team-manager", supervisor.role = { over = 3 } }
      |                                                        ^^^^

    error[wrong-selector]: `role` holds words, expected one or a list of them in quotation marks
     --> policy.toml:6:90
      |
    6 | must = { minutes = { at-least = "90 minutes" }, worker.role = "team-manager", supervisor.role = { over = 3 } }
      |                                                                                          ^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-file]]
id = "a"
must = {}

[[session]]
id = "b"

[[session]]
id = "c"
must = { next_date = { known = true } }
each = "child"
"#), @r#"
    error[wrong-value]: `must` has no condition, expected one such as `{ registration_number = { known = true } }`
     --> policy.toml:6:1
      |
    6 | must = {}
      | ^^^^

    error[missing-key]: `session` has no `must`
     --> policy.toml:8:1
      |
    8 | [[session]]
      | ^^^^^^^^^^^
      |
      = help: add a line such as `must = { minutes = { at-least = "60 minutes" } }`

    error[wrong-value]: `each`: `child` is unknown, expected `session` or `case`
      --> policy.toml:14:8
       |
    14 | each = "child"
       |        ^^^^^^^
    "#);
}

#[test]
fn a_total_says_how_much_of_what_over_which_time() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[supervision-total]]
id = "a"
at-least = "10 sessions"
per = "year"

[[supervision-total]]
id = "b"
at-leest = "10 sessions"
per = "12 months"
counts = { worker.role = "personal" }

[[supervision-total]]
id = "c"
at-least = "10 sessions"
per = "12 months"
shared = true

[[supervision-total]]
id = "d"
at-least = "10 cases"
per = "3 weeks"

[[supervision-total]]
id = "e"
at-least = "10 sessions"
per = "3 weeks"
counts = { worker.role = "personal" }
"#), @r#"
    error[wrong-value]: `per`: `year` is not a window of the calendar: write `calendar year` or `financial year`
     --> policy.toml:7:7
      |
    7 | per = "year"
      |       ^^^^^^

    error[unknown-key]: unknown key `at-leest` in `supervision-total`
      --> policy.toml:11:1
       |
    11 | at-leest = "10 sessions"
       | ^^^^^^^^
       |
       = help: did you mean `at-least`?

    error[wrong-value]: `shared` divides minutes, expected an `at-least` in hours beside it
      --> policy.toml:19:1
       |
    19 | shared = true
       | ^^^^^^

    error[wrong-value]: `at-least` is a number of cases, expected sessions or hours
      --> policy.toml:23:1
       |
    23 | at-least = "10 cases"
       | ^^^^^^^^

    error[wrong-selector]: `worker.role` cannot be asked here, expected a column or one of `supervisee.`, `supervisor.`, `case.`
      --> policy.toml:30:19
       |
    30 | counts = { worker.role = "personal" }
       |                   ^^^^
    "#);
}
