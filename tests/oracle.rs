//! The clocks judged a second time, day by day, and compared with the engine on thousands of random subjects.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

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
    pub(crate) mod text;
    pub(crate) mod told;
    pub(crate) mod walk;
    pub(crate) mod world;
}

use oracle::chance::Chance;
use oracle::compare::{audited, differences};
use oracle::invent::{Size, world};
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
}
