//! Brackets, quotation marks and values of another type.

use super::said;

#[test]
fn brackets_and_toml_itself() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[recording]
id = "a"
evidence = "recorded_on"
within = "monthly"
"#), @r#"
    error[single-brackets]: `[recording]` has single brackets, expected `[[recording]]`: a policy may have several
     --> policy.toml:4:2
      |
    4 | [recording]
      |  ^^^^^^^^^

    error[wrong-value]: `within`: `monthly` has two readings: write `4 weeks`, `1 month`, or `per = "calendar month"`
     --> policy.toml:7:10
      |
    7 | within = "monthly"
      |          ^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[[policy]]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[double-brackets]: `[[policy]]` has double brackets, expected `[policy]`: there is one
     --> policy.toml:1:3
      |
    1 | [[policy]]
      |   ^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
id = "a"

[policy]
name = "P"

[[staff-supervision]]
id = "b"
every = "1 month"
"#), @r#"
    error[unknown-key]: `id` stands above the first table
     --> policy.toml:1:1
      |
    1 | id = "a"
      | ^^
      |
      = help: every line belongs below a table such as `[policy]` or `[[staff-supervision]]`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = 6 weeks
citation = "s1
severity breach
"#), @r#"
    error[not-toml]: `6 weeks` stands without quotation marks, expected words within them
     --> policy.toml:6:9
      |
    6 | every = 6 weeks
      |         ^^^^^^^
      |
      = help: write `"6 weeks"`

    error[not-toml]: a quotation mark is missing, expected words within two of them
     --> policy.toml:7:15
      |
    7 | citation = "s1
      |               ^
      |
      = help: close the words with a second quotation mark on the same line

    error[not-toml]: a key without a value, expected `key = "value"`
     --> policy.toml:8:10
      |
    8 | severity breach
      |          ^
      |
      = help: begin the line with `#` when it is a remark
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
every = "6 weeks"
"#), @r#"
    error[not-toml]: `every` stands here twice, expected it once
     --> policy.toml:7:1
      |
    7 | every = "6 weeks"
      | ^^^^^
      |
      = help: take one of the two lines out, or begin a new `[[…]]` table above the second
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = “a”
every = "1 month"
"#), @r#"
    error[not-toml]: “a” stands in curly quotation marks, expected straight ones
     --> policy.toml:5:6
      |
    5 | id = “a”
      |      ^^^
      |
      = help: write `"a"`
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
for = { role = "social-worker"
every = "1 month"
"#), @r#"
    error[not-toml]: a comma or a closing `}` is missing before this
     --> policy.toml:7:1
      |
    7 | every = "1 month"
      | ^
      |
      = help: each `{` needs its `}`, with commas between the keys
    "#);
}

#[test]
fn a_wrong_type_is_told_in_plain_words() {
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = 7
every = "1 month"
"#), @r#"
    error[wrong-value]: `id`: found the number `7`, expected words in quotation marks
     --> policy.toml:5:6
      |
    5 | id = 7
      |      ^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = true
citation = 5
reading = ["x"]
track = {}
"#), @r#"
    error[wrong-value]: `every`: found `true`, expected an interval such as `4 weeks`, or a column such as `{ column = "agreed_interval" }`
     --> policy.toml:6:9
      |
    6 | every = true
      |         ^^^^

    error[wrong-value]: `citation`: found the number `5`, expected words in quotation marks
     --> policy.toml:7:12
      |
    7 | citation = 5
      |            ^

    error[wrong-value]: `reading`: found a list `[ … ]`, expected words in quotation marks
     --> policy.toml:8:11
      |
    8 | reading = ["x"]
      |           ^^^^^

    error[wrong-value]: `track`: found a table `{ … }`, expected words in quotation marks
     --> policy.toml:9:9
      |
    9 | track = {}
      |         ^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = "1 month"
roll = "next day"
"#), @r#"
    error[wrong-value]: `roll`: `next day` is unknown, expected `next working day`
     --> policy.toml:7:8
      |
    7 | roll = "next day"
      |        ^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
stages = { every = "1 month" }
"#), @r#"
    error[wrong-value]: `stages`: found a table `{ … }`, expected a list `[ … ]`
     --> policy.toml:6:10
      |
    6 | stages = { every = "1 month" }
      |          ^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"

[[staff-supervision]]
id = "a"
every = { colum = "agreed_interval" }
"#), @r#"
    error[wrong-value]: `every`: `colum` is no key here, expected `column`
     --> policy.toml:6:11
      |
    6 | every = { colum = "agreed_interval" }
      |           ^^^^^
      |
      = help: did you mean `column`?
    "#);
    insta::assert_snapshot!(said(r#"
[policy]
name = "P"
closures = [2026-12-29, "29th December"]

[[staff-supervision]]
id = "a"
every = "1 month"
"#), @r#"
    error[wrong-value]: `closures`: `29th December` is not a date: expected year, month and day such as `2026-10-31`
     --> policy.toml:3:25
      |
    3 | closures = [2026-12-29, "29th December"]
      |                         ^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(said(r#"
policy = "P"
staff-supervision = "monthly"
"#), @r#"
    error[wrong-value]: `policy` is a value, expected a table `[policy]`
     --> policy.toml:1:10
      |
    1 | policy = "P"
      |          ^^^

    error[unknown-key]: `staff-supervision` stands above the first table
     --> policy.toml:2:1
      |
    2 | staff-supervision = "monthly"
      | ^^^^^^^^^^^^^^^^^
      |
      = help: every line belongs below a table such as `[policy]` or `[[staff-supervision]]`
    "#);
}

#[test]
fn single_brackets_beside_double_ones_are_named_where_they_stand() {
    for (first, second, at) in [
        ("[recording]", "[[recording]]", "policy.toml:4:2"),
        ("[[recording]]", " [recording]", "policy.toml:9:3"),
        ("[recording]", "[recording]", "policy.toml:4:2"),
    ] {
        let clause = "evidence = \"recorded_on\"\nwithin = \"2 weeks\"\n";
        let said = said(&format!(
            "\n[policy]\nname = \"P\"\n\n{first}\nid = \"a\"\n{clause}\n{second}\nid = \"b\"\n{clause}"
        ));
        let told = format!(
            "error[single-brackets]: `[recording]` has single brackets, expected `[[recording]]`: there may be \
             several\n --> {at}\n"
        );
        assert!(said.starts_with(&told), "{said}");
    }
}
