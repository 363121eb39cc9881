//! Whatever stands in a policy file, the program says something about it and goes on.

use proptest::prelude::*;

use super::said;

const SHIPPED: [&str; 7] = [
    include_str!("../../policies/haringey.toml"),
    include_str!("../../policies/lga-standard-5.toml"),
    include_str!("../../policies/luton.toml"),
    include_str!("../../policies/newcastle.toml"),
    include_str!("../../policies/st-helens.toml"),
    include_str!("../../policies/tameside.toml"),
    include_str!("../../policies/template.toml"),
];

/// What is put in the place of a slice.
const PATCHES: [&str; 16] = [
    "",
    "\"",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "0",
    "\"monthly\"",
    "true",
    "[]",
    "{}",
    "é",
    ".x",
];

/// The lines of a text from one to another, as bytes of it that begin and end on whole characters.
fn cut(text: &str, at: usize, length: usize) -> (usize, usize) {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = down(at % (text.len() + 1));
    (start, down(start + length).max(start))
}

proptest! {
    #[test]
    fn of_any_text_something_is_said(text in r"(\PC|\n){0,200}") {
        said(&text);
    }

    #[test]
    fn of_any_keys_and_values_something_is_said(lines in prop::collection::vec(
        (
            prop::sample::select(&["id", "for", "every", "stages", "first", "counts", "instead-of", "evidence", "at-most", "x"][..]),
            r#"[-0-9a-z_"{}\[\]=, .]{0,20}"#,
        ),
        0..6,
    )) {
        let body: Vec<String> = lines.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let body = body.join("\n");
        for table in ["staff-supervision", "recording", "caseload"] {
            said(&format!("[policy]\nname = \"P\"\n[[{table}]]\n{body}\n"));
            said(&format!("[defaults.{table}]\n{body}\n[[{table}]]\nid = \"a\""));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn of_a_shipped_policy_with_slips_something_is_said(
        policy in 0..SHIPPED.len(),
        slips in prop::collection::vec((any::<usize>(), 0_usize..40, 0..PATCHES.len(), any::<bool>()), 1..4),
    ) {
        let mut text = SHIPPED[policy].to_owned();
        for (at, length, patch, twice) in slips {
            let (start, end) = cut(&text, at, length);
            let slice = text[start..end].to_owned();
            let new = if twice { slice.repeat(2) } else { PATCHES[patch].to_owned() };
            text.replace_range(start..end, &new);
        }
        said(&text);
    }
}

#[test]
fn of_what_is_nested_too_deep_something_is_said() {
    for open in ["[", "{a=", "[[", "a."] {
        let text = format!("[policy]\nname = {}", open.repeat(50_000));
        assert!(said(&text).contains("error"));
    }
}

#[test]
fn a_mark_at_the_start_of_the_file_is_passed_over() {
    let text = SHIPPED[6];
    assert_eq!(said(&format!("\u{feff}{text}")), "no mistake");
    assert_eq!(said(&text.replace('\n', "\r\n")), "no mistake");
}
