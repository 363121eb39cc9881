//! Messages begin in lower case and end without a period, and nobody is shouted at.

use std::path::Path;

use super::source::{Source, sources};

/// What may stand between a message's place and its literal.
const WRAPPERS: [&str; 6] = ["format", "String", "Cow", "from", "Borrowed", "Some"];

/// The literals of `#[error("…")]`, of `message:` fields and of `Problem::error(…)`, `warning` and `note`.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = Vec::new();
    let mut read = 0_usize;
    for source in sources(root, "src") {
        for message in messages(&source) {
            let text = source.literal(message).unwrap_or_default();
            read += 1;
            for fault in faults(text) {
                violations.push(format!("{}: {fault}: \"{text}\"", source.place(message)));
            }
        }
    }
    if read == 0 {
        violations
            .push("src: no message found to read, so their wording is not checked".to_owned());
    }
    violations
}

/// The tokens of the literals that are messages, outside test code.
fn messages(source: &Source) -> Vec<usize> {
    let found = (0..source.tokens.len()).filter_map(|index| {
        if source.in_test(index) {
            None
        } else if source.reads(index, &["#", "[", "error", "("]) {
            source.literal(index + 4).map(|_| index + 4)
        } else if source.reads(index, &["message", ":"]) {
            leading_literal(source, index + 2)
        } else if source.reads(index, &["Problem", "::"])
            && matches!(source.word(index + 2), Some("error" | "warning" | "note"))
            && source.is_mark(index + 3, '(')
        {
            first_literal_argument(source, index + 3)
        } else {
            None
        }
    });
    found.collect()
}

/// The literal an expression begins with, be it in `format!`, `String::from` or `Some`.
fn leading_literal(source: &Source, mut index: usize) -> Option<usize> {
    loop {
        let wrapper = source.is_mark(index, '&')
            || source.is_mark(index, '!')
            || source.is_mark(index, '(')
            || source.is_separator(index)
            || source
                .word(index)
                .is_some_and(|word| WRAPPERS.contains(&word));
        if source.literal(index).is_some() {
            return Some(index);
        }
        if !wrapper {
            return None;
        }
        index += 1;
    }
}

fn first_literal_argument(source: &Source, open: usize) -> Option<usize> {
    let close = source.closing(open);
    let mut index = open + 1;
    while index < close {
        if let Some(found) = leading_literal(source, index) {
            return Some(found);
        }
        while index < close && !source.is_mark(index, ',') {
            let opens = ['(', '[', '{']
                .iter()
                .any(|&mark| source.is_mark(index, mark));
            index = if opens { source.closing(index) } else { index } + 1;
        }
        index += 1;
    }
    None
}

fn faults(message: &str) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if begins_upper(message) {
        faults.push("message begins in upper case");
    }
    if message.trim_end().ends_with('.') {
        faults.push("message ends with a period");
    }
    // What stands in backticks is the input's, not ours.
    if message.split('`').step_by(2).any(|ours| ours.contains('!')) {
        faults.push("message has an exclamation mark");
    }
    faults
}

/// Behind a leading `{placeholder}` or backticked value, an initialism may begin the text.
fn begins_upper(message: &str) -> bool {
    if message.starts_with(char::is_alphabetic) {
        return message.starts_with(char::is_uppercase);
    }
    let mut rest =
        message.trim_start_matches(|next: char| !next.is_alphabetic() && !"{`".contains(next));
    while let Some(close) = rest.chars().next().and_then(|next| match next {
        '{' => Some('}'),
        '`' => Some('`'),
        _ => None,
    }) {
        let Some((_, after)) = rest[1..].split_once(close) else {
            return false;
        };
        rest = after.trim_start_matches(|next: char| !next.is_alphabetic() && !"{`".contains(next));
    }
    let word = rest
        .split(|next: char| !next.is_alphanumeric())
        .next()
        .unwrap_or_default();
    word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::check;

    fn found(text: &str) -> Vec<String> {
        check(Planted::with("src/problem.rs", text).root())
    }

    #[test]
    fn well_worded_messages_are_accepted() {
        let text = r##"
            #[derive(Error)]
            enum E {
                #[error("cannot read `{path}`")] A,
                #[error(transparent)] B(Io),
                #[error("{count} ASYE reviews are missing")] C,
                #[error("`{found}`: found `a != b`, expected a date, …")] D,
                #[error(r#"no column "Name" here"#)] F,
            }
            fn f(message: &str) {
                Problem::error(Place::of("Staff.csv"), format!("row {}: no date", "X."));
                Problem { message: text, hint: "Write one." };
                Problem::note(place, message);
            }
            #[cfg(test)]
            mod tests { fn g() { Problem::error("Bad."); } }
        "##;
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn each_place_a_message_can_stand_is_read() {
        for text in [
            "#[error(\n    \"Bad\"\n)]\nstruct E;",
            "fn f() { Problem { message: \"Bad\".to_owned() } }",
            "fn f() { Problem { message: String::from(\"Bad\") } }",
            "fn f() { Problem { message: format!(\"Bad {x}\"), hint: None } }",
            "fn f() { Problem::error(\"Bad\", place) }",
            "fn f() { crate::problem::Problem::warning(at.row(3, [1, 2]), format!(\"Bad {}\", 1)) }",
            "fn f() { Problem::note(&place, &format!(\"Bad\")) }",
        ] {
            let found = found(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(
                found[0].contains("message begins in upper case"),
                "{found:?}"
            );
        }
    }

    #[test]
    fn each_fault_is_caught() {
        for (message, fault) in [
            ("Bad date", "upper case"),
            ("CSV has no rows", "upper case"),
            ("{path}: Not found", "upper case"),
            ("`{path}`, {line}: Not found", "upper case"),
            ("no date.", "period"),
            ("no date...", "period"),
            ("no date!", "exclamation"),
        ] {
            let found = found(&format!("\n#[error(\"{message}\")]\nstruct E;"));
            assert_eq!(found.len(), 1, "{message}: {found:?}");
            assert!(found[0].starts_with("src/problem.rs:2: "), "{found:?}");
            assert!(found[0].contains(fault), "{message}: {found:?}");
        }
    }

    #[test]
    fn a_tree_without_messages_does_not_pass() {
        assert_eq!(
            found("//! A."),
            ["src: no message found to read, so their wording is not checked"]
        );
    }
}
