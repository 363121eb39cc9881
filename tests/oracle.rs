//! The clocks judged a second time, day by day, and compared with the engine on thousands of random subjects.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

mod oracle {
    pub(crate) mod absence;
    pub(crate) mod calendar;
    pub(crate) mod chance;
    pub(crate) mod compare;
    pub(crate) mod done;
    pub(crate) mod due;
    pub(crate) mod force;
    pub(crate) mod invent;
    pub(crate) mod invent_reviews;
    pub(crate) mod invent_rules;
    mod laws;
    pub(crate) mod once {
        pub(crate) mod council;
        pub(crate) mod invent;
        pub(crate) mod judge;
        pub(crate) mod text;
    }
    pub(crate) mod text;
    pub(crate) mod told;
    pub(crate) mod walk;
    pub(crate) mod world;
}

use oracle::chance::Chance;
use oracle::compare::{audited, differences};
use oracle::invent::{Size, world};
use oracle::once;
use oracle::text::Texts;
use oracle::told;

#[test]
fn ten_thousand_subjects_are_judged_alike() {
    let (mut subjects, mut seed, mut bad) = (0, 0, Vec::new());
    while subjects < 10_000 {
        seed += 1;
        let size = Size {
            rules: 5,
            subjects: 40,
        };
        let world = world(&mut Chance::Seed(seed), size);
        subjects += world.subjects.len();
        let differences = differences(&world);
        if !differences.is_empty() {
            bad.push((seed, differences));
        }
    }
    let worst = bad.iter().min_by_key(|(_, differences)| differences.len());
    assert!(bad.is_empty(), "{} worlds of {seed}: {worst:#?}", bad.len());
}

#[test]
fn what_is_explained_is_what_was_judged() {
    for seed in 1..=150 {
        let size = Size {
            rules: 5,
            subjects: 10,
        };
        let world = world(&mut Chance::Seed(seed), size);
        told::check(&audited(&world, &Texts::of(&world)));
    }
}

/// What one side says of a council's duties of one time or one day and the other does not.
fn once_differences(council: &once::council::Council) -> Vec<String> {
    let (ours, theirs) = (once::judge::foreseen(council), once::text::judged(council));
    let only = |side: &str, these: &[String], those: &[String]| -> Vec<String> {
        let missing = these.iter().filter(|line| !those.contains(line));
        missing
            .map(|line| format!("only the {side}: {line}"))
            .collect()
    };
    let mut differences = only("oracle", &ours, &theirs);
    differences.extend(only("engine", &theirs, &ours));
    if differences.is_empty() && ours.len() != theirs.len() {
        differences.push(format!("{ours:#?}\n{theirs:#?}"));
    }
    differences
}

#[test]
fn what_is_owed_once_is_judged_alike() {
    let mut seen = BTreeMap::new();
    for seed in 1..=600 {
        let council = once::invent::council(&mut Chance::Seed(seed), 8);
        let differences = once_differences(&council);
        assert!(differences.is_empty(), "council {seed}: {differences:#?}");
        for line in once::judge::foreseen(&council) {
            *seen.entry(once::judge::word(&line)).or_insert(0) += 1;
        }
    }
    let each = |table: &'static str, words: &'static [&'static str]| {
        words.iter().map(move |word| format!("{table} {word}"))
    };
    let deadline = &["met", "late", "overdue", "left", "past target", "not met"];
    let expected = each("record", deadline)
        .chain(each("agreement", deadline))
        .chain(each("agreement", &["missed"]))
        .chain(each("again", deadline))
        .chain(each("again", &["missed"]))
        .chain(each("total", &["met", "not met", "past target", "left"]))
        .chain(each("plan", &["met", "not met"]))
        .chain(each("file", &["met", "not met"]));
    for word in expected {
        let count = seen.get(&word).copied().unwrap_or(0);
        assert!(count >= 3, "{word}: {count} of {seen:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn small_worlds_are_judged_alike(choices in prop::collection::vec(any::<u32>(), 0..300)) {
        let size = Size { rules: 3, subjects: 2 };
        let world = world(&mut Chance::Given(choices.into_iter()), size);
        let differences = differences(&world);
        let texts = Texts::of(&world);
        prop_assert!(
            differences.is_empty(),
            "as of {}, covered from {:?}\n{}\n{}\n{}",
            world.as_of,
            world.covers_from,
            texts.policy,
            texts.files().join("\n"),
            differences.join("\n")
        );
    }

    #[test]
    fn small_councils_are_judged_alike(choices in prop::collection::vec(any::<u32>(), 0..300)) {
        let council = once::invent::council(&mut Chance::Given(choices.into_iter()), 2);
        let differences = once_differences(&council);
        prop_assert!(
            differences.is_empty(),
            "as of {}, covered from {:?}\n{}\n{}\n{}",
            council.as_of,
            council.covers_from,
            once::text::policy(&council),
            once::text::files(&council).join("\n"),
            differences.join("\n")
        );
    }
}
