//! Waivers, targets and actions: their mistakes, in the policy and in files beside it.

use annotate_snippets::Renderer;
use oversight::policy::Policy;
use proptest::prelude::*;

use super::said;

const CLAUSES: &str = r#"
[policy]
name = "P"

[[staff-supervision]]
id = "all-staff"
every = "4 weeks"
"#;

fn policy(besides: &str) -> String {
    said(&format!("{CLAUSES}{besides}"))
}

#[test]
fn a_waiver_says_for_whom_why_by_whom_and_until_when() {
    insta::assert_snapshot!(policy(r#"
[[waiver]]
rule = "all-staf"

[[waiver]]
rule = "all-staff"
staff = "W1"
team = "North"
reason = " "
aproved-by = "PSW"
until = "2026-12-31"
from = 2027-01-01

[[waiver]]
rule = "all-staff"
case = ""
reason = "r"
approved-by = "PSW"
until = "soon"
"#), @r#"
    error[missing-key]: `waiver` has no `approved-by`
     --> policy.toml:8:1
      |
    8 | [[waiver]]
      | ^^^^^^^^^^
      |
      = help: add a line such as `approved-by = "principal social worker"`

    error[missing-key]: `waiver` has no `reason`
     --> policy.toml:8:1
      |
    8 | [[waiver]]
      | ^^^^^^^^^^
      |
      = help: add a line such as `reason = "long-term sick leave, cover agreed"`

    error[missing-key]: `waiver` has no `until`
     --> policy.toml:8:1
      |
    8 | [[waiver]]
      | ^^^^^^^^^^
      |
      = help: add a line such as `until = 2026-12-31`

    error[missing-key]: `waiver` says not for whom, expected one of `staff`, `case` and `team`
     --> policy.toml:8:1
      |
    8 | [[waiver]]
      | ^^^^^^^^^^
      |
      = help: add a line such as `staff = "W00123"`

    error[unknown-id]: no clause has the id `all-staf`
     --> policy.toml:9:8
      |
    9 | rule = "all-staf"
      |        ^^^^^^^^^^
      |
      = help: did you mean `all-staff`?

    error[wrong-value]: `team` stands beside `staff`, expected one of `staff`, `case` and `team`
      --> policy.toml:14:8
       |
    13 | staff = "W1"
       |         ---- the first stands here
    14 | team = "North"
       |        ^^^^^^^
       |
       = help: write a second `[[waiver]]`: each has its own reason and last day

    error[wrong-value]: `reason` is blank, expected words that a reader can judge
      --> policy.toml:15:10
       |
    15 | reason = " "
       |          ^^^

    error[unknown-key]: unknown key `aproved-by` in `waiver`
      --> policy.toml:16:1
       |
    16 | aproved-by = "PSW"
       | ^^^^^^^^^^
       |
       = help: did you mean `approved-by`?

    error[wrong-value]: the last day 2026-12-31 is before the first, 2027-01-01
      --> policy.toml:17:9
       |
    17 | until = "2026-12-31"
       |         ^^^^^^^^^^^^

    error[wrong-value]: `case` is blank, expected an id
      --> policy.toml:22:8
       |
    22 | case = ""
       |        ^^

    error[wrong-value]: `until`: `soon` is not a date: expected year, month and day such as `2026-10-31`
      --> policy.toml:25:9
       |
    25 | until = "soon"
       |         ^^^^^^
    "#);
}

#[test]
fn a_waiver_under_a_longest_term_says_from_when() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
longest-waiver = "3 months"

[[staff-supervision]]
id = "all-staff"
every = "4 weeks"

[[waiver]]
rule = "all-staff"
staff = "W1"
reason = "r"
approved-by = "PSW"
until = 2026-12-31
"#), @r#"
    error[missing-key]: `waiver` has no `from`, and the policy lets one last 3 months at the longest
      --> policy.toml:10:8
       |
    10 | rule = "all-staff"
       |        ^^^^^^^^^^^
       |
       = help: add a line such as `from = 2026-10-01`
    "#);
}

#[test]
fn publishing_is_never_laxer_than_national_statistics() {
    insta::assert_snapshot!(policy(r"
[publish]
suppress-up-to = 4
round-to = 5
rounding = 10
"), @r"
    error[wrong-value]: `suppress-up-to` is 4, expected 5 to 100
     --> policy.toml:9:18
      |
    9 | suppress-up-to = 4
      |                  ^
      |
      = help: national statistics suppress 1 to 5 and round to 10: a report may show less, and not more

    error[wrong-value]: `round-to` is 5, expected 10 to 1000
      --> policy.toml:10:12
       |
    10 | round-to = 5
       |            ^
       |
       = help: national statistics suppress 1 to 5 and round to 10: a report may show less, and not more

    error[unknown-key]: unknown key `rounding` in `[publish]`
      --> policy.toml:11:1
       |
    11 | rounding = 10
       | ^^^^^^^^
       |
       = help: `[publish]` has the keys `suppress-up-to` and `round-to`
    ");
    insta::assert_snapshot!(policy(r#"
[publish]
suppress-up-to = "5"
round-to = 10.5
"#), @r#"
    error[wrong-value]: `suppress-up-to`: found the words `5`, expected a whole number without quotation marks, such as `10`
     --> policy.toml:9:18
      |
    9 | suppress-up-to = "5"
      |                  ^^^

    error[wrong-value]: `round-to`: found the number `10.5`, expected a whole number without quotation marks, such as `10`
      --> policy.toml:10:12
       |
    10 | round-to = 10.5
       |            ^^^^
    "#);
    let said = |lines: &str| policy(&format!("\n[publish]\n{lines}\n"));
    assert_eq!(said("suppress-up-to = 5\nround-to = 10"), "no mistake");
    assert_eq!(said("suppress-up-to = 100\nround-to = 1000"), "no mistake");
    assert!(said("suppress-up-to = 101").contains("expected 5 to 100"));
    assert!(said("round-to = 1001").contains("expected 10 to 1000"));
    assert!(said("round-to = -10").contains("expected 10 to 1000"));
    assert!(said("suppress-up-to = 6").contains("write `round-to = 12`"));
    assert_eq!(said("suppress-up-to = 6\nround-to = 12"), "no mistake");
    assert!(said("suppress-up-to = 6\nround-to = 11").contains("at least twice"));
}

#[test]
fn a_target_is_a_share_of_a_measure() {
    insta::assert_snapshot!(policy(r#"
[targets]
M1 = { at = "90%", close = "95%" }
M2 = { at = 90 }
M3 = { close = "80%" }
M4 = { at = "0%" }
M9 = { at-most = "0 staff" }
M5 = "90%"
M6 = { at = "101%" }
m11 = { at = "90%" }
"#), @r#"
    error[wrong-value]: `close` is 95%, expected less than `at`, which is 90%
     --> policy.toml:9:28
      |
    9 | M1 = { at = "90%", close = "95%" }
      |                            ^^^^^

    error[wrong-value]: `M2`: found the number `90`, expected a percentage in quotation marks, such as `"90%"`
      --> policy.toml:10:13
       |
    10 | M2 = { at = 90 }
       |             ^^

    error[wrong-value]: `M3`: there is no `at` here
      --> policy.toml:11:6
       |
    11 | M3 = { close = "80%" }
       |      ^^^^^^^^^^^^^^^^^

    error[wrong-value]: `M4`: `at` is no key here, expected `at-most` or `close`
      --> policy.toml:12:8
       |
    12 | M4 = { at = "0%" }
       |        ^^
       |
       = help: did you mean `at-most`?

    error[unknown-key]: unknown key `M9` in `[targets]`
      --> policy.toml:13:1
       |
    13 | M9 = { at-most = "0 staff" }
       | ^^
       |
       = help: `[targets]` has the keys `M1`, `M2`, `M3`, `M4`, `M5`, `M6`, `M7`, `M8`, `M11` and `M12`

    error[wrong-value]: `M5`: found the words `90%`, expected a table `{ … }`
      --> policy.toml:14:6
       |
    14 | M5 = "90%"
       |      ^^^^^

    error[wrong-value]: `M6`: found `101%`, expected a percentage from `1%` to `100%`
      --> policy.toml:15:13
       |
    15 | M6 = { at = "101%" }
       |             ^^^^^^

    error[unknown-key]: unknown key `m11` in `[targets]`
      --> policy.toml:16:1
       |
    16 | m11 = { at = "90%" }
       | ^^^
       |
       = help: did you mean `M11`?
    "#);
}

#[test]
fn a_target_of_a_number_is_in_what_its_measure_counts() {
    insta::assert_snapshot!(policy(r#"
[targets]
M1 = { at-most = "3 staff" }
M4 = [{ at-most = "0 staff", close = "0 staff" }, { at-most = "5 cases", close = "9 days" }]
M7 = { at-most = "3 cases" }
M8 = { at-most = 0 }
"#), @r#"
    error[wrong-value]: `M1`: `at-most` is no key here, expected `at` or `close`
     --> policy.toml:9:8
      |
    9 | M1 = { at-most = "3 staff" }
      |        ^^^^^^^
      |
      = help: did you mean `at`?

    error[wrong-value]: `close` is `0 staff`, expected more staff than `at-most`, which is `0 staff`
      --> policy.toml:10:38
       |
    10 | M4 = [{ at-most = "0 staff", close = "0 staff" }, { at-most = "5 cases", close = "9 days" }]
       |                                      ^^^^^^^^^

    error[wrong-value]: `close` is `9 days`, expected more cases than `at-most`, which is `5 cases`
      --> policy.toml:10:82
       |
    10 | M4 = [{ at-most = "0 staff", close = "0 staff" }, { at-most = "5 cases", close = "9 days" }]
       |                                                                                  ^^^^^^^^

    error[wrong-value]: `M7` counts workers, found `3 cases`
      --> policy.toml:11:18
       |
    11 | M7 = { at-most = "3 cases" }
       |                  ^^^^^^^^^
       |
       = help: write such as `M7 = { at-most = "3 workers" }`

    error[wrong-value]: `M8`: found the number `0`, expected a number and what it counts in quotation marks, such as `"3 workers"`
      --> policy.toml:12:18
       |
    12 | M8 = { at-most = 0 }
       |                  ^
    "#);
    insta::assert_snapshot!(policy(r#"
[targets]
M4 = [{ at-most = "1 day" }, { at-most = "2 days" }]
M7 = { at = "90%" }
M8 = [{ at-most = "-1 cases" }, { at-most = "3 children" }]
"#), @r#"
    error[wrong-value]: `M4` has a target for days already
     --> policy.toml:9:42
      |
    9 | M4 = [{ at-most = "1 day" }, { at-most = "2 days" }]
      |                                          ^^^^^^^^

    error[wrong-value]: `M7`: `at` is no key here, expected `at-most` or `close`
      --> policy.toml:10:8
       |
    10 | M7 = { at = "90%" }
       |        ^^
       |
       = help: did you mean `at-most`?

    error[wrong-value]: `M8`: `-1` is no whole number, expected a number and what it counts, such as `3 workers`
      --> policy.toml:11:19
       |
    11 | M8 = [{ at-most = "-1 cases" }, { at-most = "3 children" }]
       |                   ^^^^^^^^^^

    error[wrong-value]: `M8`: `children` is nothing that a target counts, expected staff, cases, days or workers
      --> policy.toml:11:45
       |
    11 | M8 = [{ at-most = "-1 cases" }, { at-most = "3 children" }]
       |                                             ^^^^^^^^^^^^
    "#);
}

#[test]
fn an_action_has_an_id_a_lead_and_a_day() {
    insta::assert_snapshot!(policy(r#"
[[action]]
id = "A-1"
what = "second supervisor"
lead = "head of service"
raised = 2026-10-05
by = 2026-10-01

[[action]]
id = "A-2"
what = "x"
lead = "y"
raised = 2026-10-05
by = 2026-11-01
status = "finished"

[[action]]
id = "A-3"
raised = 2026-10-05

[[action]]
id = "A-4"
what = "x"
lead = "y"
raised = 2026-10-05
by = 2026-11-01

[[action]]
id = "A-4"
what = "x"
lead = "y"
raised = 2026-10-05
by = 2026-11-01
"#), @r#"
    error[wrong-value]: to be done by 2026-10-01, before it was raised on 2026-10-05
      --> policy.toml:13:6
       |
    13 | by = 2026-10-01
       |      ^^^^^^^^^^

    error[wrong-value]: `status`: `finished` is unknown, expected `open`, `done` or `checked`
      --> policy.toml:21:10
       |
    21 | status = "finished"
       |          ^^^^^^^^^^

    error[missing-key]: `action` has no `by`
      --> policy.toml:23:1
       |
    23 | [[action]]
       | ^^^^^^^^^^
       |
       = help: add a line such as `by = 2026-11-16`

    error[missing-key]: `action` has no `lead`
      --> policy.toml:23:1
       |
    23 | [[action]]
       | ^^^^^^^^^^
       |
       = help: add a line such as `lead = "head of service"`

    error[missing-key]: `action` has no `what`
      --> policy.toml:23:1
       |
    23 | [[action]]
       | ^^^^^^^^^^
       |
       = help: add a line such as `what = "a second supervisor in Duty"`

    error[duplicate-id]: two actions have the id `A-4`
      --> policy.toml:35:6
       |
    35 | id = "A-4"
       |      ^^^^^
       |
       = help: give each action an id of its own: it is followed from month to month by it
    "#);
}

#[test]
fn tables_with_a_slip_in_their_name_or_brackets() {
    insta::assert_snapshot!(policy(r#"
[waiver]
rule = "all-staff"

[[targets]]
M1 = { at = "90%" }

[[actions]]
id = "A-1"
"#), @r#"
    error[single-brackets]: `[waiver]` has single brackets, expected `[[waiver]]`: there may be several
     --> policy.toml:8:2
      |
    8 | [waiver]
      |  ^^^^^^

    error[double-brackets]: `[[targets]]` has double brackets, expected `[targets]`: there is one
      --> policy.toml:11:3
       |
    11 | [[targets]]
       |   ^^^^^^^

    error[unknown-table]: unknown table `actions`
      --> policy.toml:14:3
       |
    14 | [[actions]]
       |   ^^^^^^^
       |
       = help: did you mean `[[action]]`?
    "#);
}

fn beside(text: &str) -> String {
    let read = |text: &str| Policy::parse(text.trim_start(), "policy.toml");
    match read(CLAUSES).and_then(|policy| policy.with_waivers(text.trim_start(), "waivers.toml")) {
        Ok(policy) => format!("{} waivers", policy.waivers.len()),
        Err(error) => error.render(&Renderer::plain()),
    }
}

#[test]
fn a_file_of_waivers_has_waivers_only() {
    insta::assert_snapshot!(beside(r#"
[policy]
name = "Q"

[[waiver]]
rule = "all-stuff"
staff = "W1"
reason = "r"
approved-by = "PSW"
until = 2026-12-31
"#), @r#"
    error[unknown-table]: `policy` does not belong in a file of waivers
     --> waivers.toml:1:2
      |
    1 | [policy]
      |  ^^^^^^
      |
      = help: such a file has `[[waiver]]` tables only; all else stands in the policy

    error[unknown-id]: no clause has the id `all-stuff`
     --> waivers.toml:5:8
      |
    5 | rule = "all-stuff"
      |        ^^^^^^^^^^^
      |
      = help: did you mean `all-staff`?
    "#);
    insta::assert_snapshot!(beside("[[waiver]\nrule = 1"), @r#"
    error[not-toml]: a closing bracket is missing, expected a table such as `[[recording]]`
     --> waivers.toml:1:10
      |
    1 | [[waiver]
      |          ^
      |
      = help: each `[[` needs its `]]`
    "#);
    assert_eq!(beside(""), "0 waivers");
    assert_eq!(beside("\u{feff}# none at present\r\n"), "0 waivers");
}

const BESIDES: &str = r#"
[[waiver]]
rule = "all-staff"
staff = "W1"
reason = "long-term sick leave"
approved-by = "PSW"
from = 2026-10-01
until = 2026-12-31

[targets]
M1 = { at = "90%", close = "80%" }

[[action]]
id = "A-14"
theme = "staff"
what = "second supervisor"
lead = "head of service"
by = 2026-11-16
raised = 2026-10-05
evidence = "rota"
status = "open"
"#;

#[test]
fn what_is_right_has_no_mistake() {
    assert_eq!(policy(BESIDES), "no mistake");
}

proptest! {
    /// Any slice of it replaced by anything is refused or read, alone and beside a policy.
    #[test]
    fn of_any_waiver_something_is_said(
        at in 0..BESIDES.len(),
        length in 0_usize..40,
        patch in prop::sample::select(&["", "\"", "[[", "]]", "=", "{", "0", "9999-12-31", "0001-01-01", "\"0%\"", "é"][..]),
    ) {
        let end = (at + length).min(BESIDES.len());
        let text = format!("{}{patch}{}", &BESIDES[..at], &BESIDES[end..]);
        policy(&text);
        beside(&text);
    }
}
