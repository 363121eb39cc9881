//! Laws that hold of any council, whatever its rules.

use oversight::language::EvidenceIn;
use oversight::ledger::Outcome;
use oversight::rules::Duty;

use super::chance::Chance;
use super::compare::{Line, audited, foreseen, lines};
use super::invent::{Size, world};
use super::text::Texts;
use super::world::World;

const SIZE: Size = Size {
    rules: 4,
    subjects: 12,
};
const WORLDS: u64 = 120;

/// Random councils that no other test sees.
fn councils() -> impl Iterator<Item = World> {
    (0..WORLDS).map(|seed| world(&mut Chance::Seed(1_000_000 + seed), SIZE))
}

fn engine_lines(world: &World) -> Vec<Line> {
    lines(&audited(world, &Texts::of(world)))
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    for (seed, world) in councils().enumerate() {
        let mut texts = Texts::of(&world);
        let straight = lines(&audited(&world, &texts));
        let mut chance = Chance::Seed(seed as u64);
        for rows in [
            &mut texts.staff,
            &mut texts.cases,
            &mut texts.sessions,
            &mut texts.absences,
            &mut texts.activity,
        ] {
            for index in (1..rows.len()).rev() {
                let other = chance.below(u32::try_from(index).unwrap() + 1);
                rows.swap(index, other as usize);
            }
        }
        assert_eq!(straight, lines(&audited(&world, &texts)), "world {seed}");
    }
}

#[test]
fn every_obligation_is_met_missed_or_open() {
    for world in councils() {
        let (policy, _, ledger) = audited(&world, &Texts::of(&world));
        for (index, tally) in ledger.tallies.iter().enumerate() {
            let id = &policy.clause(index).unwrap().id;
            assert_eq!(
                tally.examined,
                tally.met + tally.missed + tally.open,
                "{id}"
            );
            let listed = ledger.obligations.iter().filter(|one| one.clause == index);
            assert_eq!(tally.examined as usize, listed.count(), "{id}");
        }
    }
}

/// The exports as they were on the as-of day: nothing dated later, and what ended later still open.
fn as_taken_then(world: &World) -> World {
    let as_of = world.as_of;
    let mut then = world.clone();
    then.sessions.retain(|session| session.date <= as_of);
    then.activity.retain(|activity| activity.date <= as_of);
    then.absences.retain(|absence| absence.from <= as_of);
    for absence in &mut then.absences {
        absence.to = absence.to.filter(|to| *to <= as_of);
    }
    for subject in &mut then.subjects {
        subject.rows.retain(|row| row.opened <= as_of);
        for row in &mut subject.rows {
            row.closed = row.closed.filter(|closed| *closed <= as_of);
        }
    }
    then.subjects.retain(|subject| !subject.rows.is_empty());
    then
}

#[test]
fn reading_33_an_audit_of_an_earlier_day_sees_what_it_would_have_seen_then() {
    for world in councils() {
        let then = as_taken_then(&world);
        assert_eq!(engine_lines(&world), engine_lines(&then));
        assert_eq!(foreseen(&world), foreseen(&then));
    }
}

#[test]
fn every_outcome_and_every_kind_of_rule_comes_up() {
    let mut words = std::collections::BTreeMap::new();
    let mut silent = 0;
    for world in councils() {
        let (policy, _, ledger) = audited(&world, &Texts::of(&world));
        for one in &ledger.obligations {
            *words.entry(one.outcome.word().to_owned()).or_insert(0) += 1;
            let clause = policy.clause(one.clause).unwrap();
            if let (Duty::Clock(clock), "review") = (&clause.duty, clause.rule.name) {
                let place = match clock.evidence.place() {
                    EvidenceIn::Sessions => "sessions",
                    EvidenceIn::Activity => "activity",
                    EvidenceIn::Column(_) => "a column",
                };
                let word = format!("{} by {place}", one.outcome.word());
                *words.entry(word).or_insert(0) += 1;
            }
            if let Outcome::Met { past_target, .. } = one.outcome
                && past_target > 0
            {
                *words.entry("met past target".to_owned()).or_insert(0) += 1;
            }
            if one.remarks.grace {
                *words.entry("grace".to_owned()).or_insert(0) += 1;
            }
        }
        silent += usize::from(ledger.obligations.is_empty());
    }
    assert!(silent < 30, "{silent} councils owe nothing");
    for word in [
        "met",
        "met past target",
        "late",
        "overdue",
        "missed",
        "due",
        "past-target",
        "grace",
        "met by activity",
        "late by activity",
        "overdue by activity",
        "missed by activity",
        "met by sessions",
        "late by sessions",
        "met by a column",
        "overdue by a column",
        "due by a column",
    ] {
        let count = words.get(word).copied().unwrap_or(0);
        assert!(count >= 10, "{word}: {count} of {words:?}");
    }
}
