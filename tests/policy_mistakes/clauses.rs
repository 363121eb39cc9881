//! Clauses against each other, several mistakes in one, and mistakes in the defaults.

use super::said;

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
"#), @r#"
    error[duplicate-id]: two clauses have the id `a`
     --> policy.toml:9:6
      |
    5 | id = "a"
      |      --- the first stands here
    ...
    9 | id = "a"
      |      ^^^
      |
      = help: give each clause an id of its own: findings and waivers are known by it
    "#);
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
"#), @r#"
    error[wrong-instead-of]: no clause has the id `all-staf`
      --> policy.toml:11:14
       |
    11 | instead-of = "all-staf"
       |              ^^^^^^^^^^
       |
       = help: did you mean `all-staff`?
    "#);
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
"#), @r#"
    error[wrong-instead-of]: `x` is a `case-supervision`
     --> policy.toml:7:14
      |
    7 | instead-of = "x"
      |              ^^^
      |
      = help: name a clause of the same table, `staff-supervision`
    "#);
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
"#), @r#"
    error[wrong-instead-of]: `x` is on the track `group`, not on the usual track
     --> policy.toml:7:14
      |
    7 | instead-of = "x"
      |              ^^^
      |
      = help: clauses on different tracks do not compete, so none stands instead of the other
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "6 weeks"
instead-of = "a"
"#), @r#"
    error[wrong-instead-of]: `a` stands instead of itself
     --> policy.toml:7:14
      |
    7 | instead-of = "a"
      |              ^^^
    "#);
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
"#), @r#"
    error[wrong-instead-of]: clauses stand instead of each other in a circle: `a` instead of `b` instead of `c` instead of `a`
     --> policy.toml:7:14
      |
    7 | instead-of = "b"
      |              ^^^
      |
      = help: each takes the next one away, so none would hold: take one `instead-of` out
    "#);
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
"#), @r#"
    error[wrong-value]: `for`: `rol-e` is no column: columns are written with underscores, as in `rol_e`
     --> policy.toml:6:9
      |
    6 | for = { rol-e = "x", asye = { knwn = true } }
      |         ^^^^^

    error[wrong-value]: `for`: `knwn` is no test
     --> policy.toml:6:31
      |
    6 | for = { rol-e = "x", asye = { knwn = true } }
      |                               ^^^^
      |
      = help: did you mean `known`?

    error[unknown-key]: unknown key `severty` in `staff-supervision`
     --> policy.toml:7:1
      |
    7 | severty = "breach"
      | ^^^^^^^
      |
      = help: did you mean `severity`?

    error[wrong-value]: `every`: `fortnightly` is not a number and a unit: write `2 weeks`
     --> policy.toml:8:9
      |
    8 | every = "fortnightly"
      |         ^^^^^^^^^^^^^

    error[wrong-value]: `grace`: `5` has no unit: write `5 weeks`, `5 months` or `5 working days`
     --> policy.toml:9:9
      |
    9 | grace = 5
      |         ^
    "#);
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
"#), @r#"
    error[wrong-value]: `every`: `monthly` has two readings: write `4 weeks`, `1 month`, or `per = "calendar month"`
     --> policy.toml:5:9
      |
    5 | every = "monthly"
      |         ^^^^^^^^^

    error[wrong-value]: `counts`: an empty list, expected at least one value
     --> policy.toml:6:19
      |
    6 | counts = { kind = [] }
      |                   ^^

    error[unknown-key]: `id` has no default: each clause has an id of its own
     --> policy.toml:7:1
      |
    7 | id = "x"
      | ^^

    error[wrong-value]: `every`: `soon` is not a number and a unit: expected an interval such as `6 weeks`, `1 month` or `20 working days`
      --> policy.toml:17:9
       |
    17 | every = "soon"
       |         ^^^^^^
    "#);
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
"#), @r#"
    error[wrong-value]: `target` of 6 weeks is not shorter than `every` of 4 weeks, expected a target inside the limit
     --> policy.toml:8:6
      |
    5 | target = "6 weeks"
      | ------ from here
    ...
    8 | id = "a"
      |      ^^^
    "#);
}
