//! Every kind of damage that one row of an export can have, made on every row in turn: the damaged row is named at its
//! line, no other row is touched, and none passes silently.
//!
//! Some damage leaves a row that is sound and says something else; no reader can know. What these are stands in
//! [`Damage`], each with its reason, and they are asserted as well.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "damage/kinds.rs"]
mod kinds;
#[path = "damage/read.rs"]
mod read;

use std::ops::RangeInclusive;

use kinds::{Damage, Made};
use read::{Content, File, read};

/// What is not as it should be after one damage.
fn mistake(file: &File, made: &Made) -> Option<String> {
    let row = &file.rows[made.row];
    let read = read(&file.with(made), file.encoding);
    let told = |what: &str| {
        let bytes = String::from_utf8_lossy(&made.bytes);
        let said = read.said.join("\n");
        Some(format!(
            "{what}, {:?} at line {}: {bytes:?}\n{said}",
            made.damage, row.line
        ))
    };
    if read.count != read.accepted.len() + read.rejected {
        return told("not every row is accounted for");
    }
    let whole: Vec<&Content> = file.rows.iter().map(|row| &row.content).collect();
    let touched = |content: &Content| {
        made.touched()
            .any(|row| file.rows[row].content.id == content.id)
    };
    let others = |content: &&Content| !touched(content);
    let expected: Vec<&Content> = whole.iter().copied().filter(others).collect();
    let accepted: Vec<&Content> = read.accepted.iter().collect();
    match made.damage {
        Damage::Harmless if accepted != whole || read.rejected > 0 => {
            told("harmless, and not read alike")
        }
        Damage::OtherText => {
            let rest: Vec<&Content> = accepted.iter().copied().filter(others).collect();
            let is_used = accepted.len() == whole.len() && read.rejected == 0;
            (!is_used || rest != expected).then(|| told("a sound row is not used"))?
        }
        Damage::Harmless => None,
        Damage::Cut if accepted != whole || read.rejected == 0 => {
            told("cut short, and the rest is not named")
        }
        Damage::Fault | Damage::Single if !read.lines.contains(&row.line) => {
            told("the row is not named")
        }
        Damage::Fault if accepted != expected => {
            told("another row is touched, or this one is used")
        }
        Damage::Single if !accepted.iter().all(|content| expected.contains(content)) => {
            told("a row is used that should not be")
        }
        Damage::Single if accepted.len() + 2 < expected.len() => told("too many rows are lost"),
        Damage::Fault | Damage::Single | Damage::Cut => {
            let allowed = lines(file, made);
            let outside = read.lines.iter().any(|line| !allowed.contains(line));
            outside.then(|| told("another line is named"))?
        }
    }
}

/// The lines that may be named after one damage.
fn lines(file: &File, made: &Made) -> RangeInclusive<u32> {
    let first = file.rows[made.row].line;
    let last = first + made.lines();
    match made.damage {
        Damage::Single => file.line_before(made.row)..=last + 1,
        Damage::Fault | Damage::Harmless | Damage::OtherText | Damage::Cut => first..=last,
    }
}

/// Damages each row in each way, and says how many ways there were.
fn check(file: &File) -> usize {
    let whole = read(&file.text(), file.encoding);
    assert_eq!(
        whole.said,
        file.said(),
        "no fault is found where there is none"
    );
    let made: Vec<Made> = (0..file.rows.len())
        .flat_map(|row| kinds::all(file, row))
        .collect();
    let mistakes: Vec<String> = made.iter().filter_map(|made| mistake(file, made)).collect();
    let first: Vec<String> = mistakes.iter().take(12).cloned().collect();
    assert!(
        mistakes.is_empty(),
        "{} of {}:\n{}",
        mistakes.len(),
        made.len(),
        first.join("\n\n")
    );
    made.len()
}

#[test]
fn commas_and_line_feeds() {
    assert!(check(&File::new(b',', "\n")) > 2000);
}

#[test]
fn semicolons_and_carriage_returns() {
    check(&File::new(b';', "\r\n"));
}

#[test]
fn tabs_and_line_feeds() {
    check(&File::new(b'\t', "\n"));
}

#[test]
fn bars_and_carriage_returns() {
    check(&File::new(b'|', "\r\n"));
}

#[test]
fn commas_and_carriage_returns_in_windows_1252() {
    check(&File::in_windows_1252(b',', "\r\n"));
}
