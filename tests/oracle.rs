//! The clocks judged a second time, day by day, and compared with the engine on thousands of random subjects.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeSet;

use oversight::calendar::Day;
use oversight::engine::{Question, audit};
use oversight::ledger::{Ledger, Outcome, Subject};
use oversight::policy::Policy;
use oversight::records::Dataset;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

mod oracle {
    pub(crate) mod absence;
    pub(crate) mod calendar;
    pub(crate) mod chance;
    pub(crate) mod force;
    pub(crate) mod invent;
    pub(crate) mod invent_rules;
    pub(crate) mod text;
    pub(crate) mod walk;
    pub(crate) mod world;
}

use oracle::calendar::{Date, day};
use oracle::chance::Chance;
use oracle::force::{Scene, spells};
use oracle::invent::{Size, world};
use oracle::text::Texts;
use oracle::walk::{Fate, Owed, walk};
use oracle::world::World;

/// An obligation as both sides say it: subject, rule, due day, fate.
type Line = (String, String, Date, Fate);

fn foreseen(world: &World) -> Vec<Line> {
    let spans: Vec<Option<Date>> = world.rules.iter().map(|rule| world.span(rule)).collect();
    let tracks: BTreeSet<&str> = world.rules.iter().map(|rule| rule.track).collect();
    let mut lines = Vec::new();
    for subject in &world.subjects {
        for spell in &spells(subject, world.as_of) {
            for track in &tracks {
                let owed = walk(&Scene {
                    world,
                    subject,
                    spell,
                    track,
                    spans: &spans,
                });
                let line = |owed: Owed| {
                    let rule = world.rules[owed.rule].id.clone();
                    (subject.id.clone(), rule, owed.due, owed.fate)
                };
                lines.extend(owed.into_iter().map(line));
            }
        }
    }
    lines.sort();
    lines
}

fn engine_day(date: Date) -> Day {
    Day::from_date(date).unwrap()
}

fn audited(world: &World, texts: &Texts) -> (Policy, Dataset, Ledger) {
    let policy = Policy::parse(&texts.policy, "policy.toml").unwrap_or_else(|error| {
        let render = error.render(&annotate_snippets::Renderer::plain());
        panic!("{}\n{render}", texts.policy)
    });
    let [staff, cases, sessions, absences] = texts.files();
    let (demand, taken) = (policy.demand(), engine_day(day(2030, 1, 1)));
    let mut data =
        Dataset::from_texts(&staff, &cases, &sessions, &absences, &demand, taken).unwrap();
    for file in &mut data.files {
        assert_eq!(file.rejected, 0, "{:?}", data.problems);
        if file.name == "sessions" {
            file.covers_from = world.covers_from.map(engine_day);
        }
    }
    let question = Question {
        as_of: engine_day(world.as_of),
        period: (engine_day(day(1900, 1, 1)), engine_day(day(2200, 1, 1))),
        taken,
    };
    let ledger = audit(&policy, &data, question);
    (policy, data, ledger)
}

fn lines((policy, data, ledger): &(Policy, Dataset, Ledger)) -> Vec<Line> {
    let mut lines: Vec<Line> = ledger
        .obligations
        .iter()
        .map(|one| {
            let subject = match one.subject {
                Subject::Staff(staff) => data.staff_id(staff).to_owned(),
                Subject::Case(case) => data.case_id(case).to_owned(),
                other @ (Subject::Session(_) | Subject::Team(_)) => {
                    panic!("{other:?} has no clock")
                }
            };
            let rule = policy.clause(one.clause).unwrap().id.clone();
            (subject, rule, one.due.date(), fate(one.outcome))
        })
        .collect();
    lines.sort();
    lines
}

fn fate(outcome: Outcome) -> Fate {
    match outcome {
        Outcome::Met {
            on,
            spare,
            past_target,
        } => Fate::Met {
            on: on.date(),
            spare,
            past_target,
        },
        Outcome::Late { on, days } => Fate::Late {
            on: on.date(),
            days,
        },
        Outcome::Overdue { days } => Fate::Overdue { days },
        Outcome::Missed { on, days } => Fate::Missed {
            on: on.date(),
            days,
        },
        Outcome::Due { left } => Fate::Due { left },
        Outcome::PastTarget { days, left } => Fate::PastTarget { days, left },
        Outcome::NotMet => panic!("a clock has no such outcome"),
    }
}

/// What one side says and the other does not.
fn differences(world: &World) -> Vec<String> {
    let texts = Texts::of(world);
    let (ours, theirs) = (foreseen(world), lines(&audited(world, &texts)));
    let mut differences = Vec::new();
    let (mut one, mut other) = (ours.iter().peekable(), theirs.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (None, None) => return differences,
            (Some(ours), Some(theirs)) if ours == theirs => {
                one.next();
                other.next();
            }
            (Some(ours), theirs) if theirs.is_none_or(|theirs| ours < theirs) => {
                differences.push(format!("only the oracle: {ours:?}"));
                one.next();
            }
            (_, theirs) => {
                differences.extend(theirs.map(|theirs| format!("only the engine: {theirs:?}")));
                other.next();
            }
        }
    }
}

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

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1500,
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
