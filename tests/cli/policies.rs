//! `oversight policy`, and audits by a policy that can't be used.

use super::council::{Council, POLICY};

const FIVE_MISTAKES: &str = r#"[policy]
nam = "Testshire"

[[staff-supervision]]
id = "workers"
every = "4 weks"
citation = "section 1"

[[staff-supervison]]
id = "managers"
every = "6 weeks"
citation = "section 1"

[[caseload]]
id = "caseload"
at-most = 18
citation = "section 4"

[[case-supervision]]
id = "children"
every = "monthly"
citation = "section 2"
"#;

#[test]
fn the_mistakes_of_a_policy_come_all_at_once() {
    let council = Council::new().with("policy.toml", FIVE_MISTAKES);
    let words = [
        "policy.toml:2:1",
        "did you mean `name`?",
        "policy.toml:6:",
        "`4 weks`",
        "policy.toml:9:",
        "did you mean `[[staff-supervision]]`?",
        "policy.toml:16:",
        "`15 cases`",
        "policy.toml:21:",
        "`4 weeks`, `1 month`",
        "5 mistakes",
    ];
    council.october().refused(&words);
    council
        .run(&["policy", "check", "policy.toml"])
        .refused(&words);
    council
        .run(&["policy", "show", "policy.toml"])
        .refused(&words);
}

#[test]
fn a_policy_that_is_not_utf_8_or_not_there() {
    let latin = [POLICY.as_bytes(), b"# caf\xe9\n"].concat();
    let wide: Vec<u8> = POLICY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = [&[0xff, 0xfe][..], &wide].concat();
    let line = POLICY.lines().count() + 1;
    for (bytes, line) in [(latin, line), (wide, 1)] {
        Council::new()
            .with("policy.toml", bytes)
            .october()
            .refused(&[
                "`policy.toml` is not UTF-8 text",
                &format!("line {line} shows"),
                "Save As",
            ]);
    }
    Council::new()
        .run(&["policy", "check", "polcy.toml"])
        .refused(&["`polcy.toml` is not there"]);
}

#[test]
fn an_export_given_as_a_policy() {
    Council::new()
        .run(&["policy", "check", "staff.csv"])
        .refused(&["staff.csv:1:"]);
}

#[test]
fn a_policy_without_mistakes() {
    let council = Council::new();
    council
        .run(&["policy", "check", "policy.toml"])
        .ends(0)
        .quietly()
        .prints(&["policy.toml: 5 clauses, 4 tested and 1 not testable; no mistakes"]);
    let shown = council
        .run(&["policy", "show", "policy.toml"])
        .ends(0)
        .quietly();
    for id in ["workers", "children", "child-record", "caseload", "quality"] {
        assert!(shown.out.contains(id), "{id}:\n{}", shown.out);
    }
}

#[test]
fn a_policy_against_the_exports_of_a_folder() {
    let keys = "policy = \"policy.toml\"\nstaff = \"staff.csv\"\ncases = \"cases.csv\"\nsessions = \"sessions.csv\"\n";
    let council = Council::of_folder(keys);
    council
        .run(&["policy", "check", "."])
        .ends(0)
        .prints(&["every column and value it names is in the exports"]);
    let policy = POLICY
        .replace(
            "role = \"social-worker\" }\nat-most",
            "role = \"sociel-worker\" }\nat-most",
        )
        .replace(
            "[[case-supervision]]",
            "[[case-supervision]]\nfor = { plan = \"cp\" }",
        );
    let council = council.with("policy.toml", policy);
    council.run(&["policy", "check", "."]).ends(0).prints(&[
        "sociel-worker",
        "did you mean `social-worker`?",
        "no cases export has a column `plan`",
        "3 warnings",
    ]);
    let broken = council.with("staff.csv", "");
    broken
        .run(&["policy", "check", "."])
        .ends(2)
        .says(&["staff.csv: the file is empty"]);
}
