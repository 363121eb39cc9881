//! What the oracle says and what the engine says, side by side.

use std::collections::BTreeSet;

use oversight::calendar::Day;
use oversight::engine::{Question, audit};
use oversight::ledger::{Ledger, Outcome, Subject};
use oversight::policy::Policy;
use oversight::records::{Dataset, Export};

use super::calendar::{Date, day};
use super::done::{done, remembered};
use super::force::{Scene, spells};
use super::text::Texts;
use super::walk::{Fate, Owed, walk};
use super::world::{Evidence, World};

/// An obligation as both sides say it: subject, rule, due day, fate.
pub(crate) type Line = (String, String, Date, Fate);

pub(crate) fn foreseen(world: &World) -> Vec<Line> {
    let spans: Vec<Option<Date>> = world.rules.iter().map(|rule| world.span(rule)).collect();
    let lanes: BTreeSet<(String, Evidence)> = world
        .rules
        .iter()
        .map(|rule| (rule.lane(), rule.evidence))
        .collect();
    let mut told = Vec::new();
    for subject in &world.subjects {
        for spell in &spells(subject, world.as_of) {
            for (lane, evidence) in &lanes {
                let Some(held) = done(world, subject, spell, *evidence) else {
                    continue;
                };
                let mut owed = walk(&Scene {
                    world,
                    subject,
                    spell,
                    lane,
                    spans: &spans,
                    held: &held,
                });
                if let Evidence::Column(_) = evidence {
                    owed.retain(|one| remembered(one, &held));
                }
                let line = |owed: Owed| {
                    let rule = world.rules[owed.rule].id.clone();
                    (subject.id.clone(), rule, owed.due, owed.fate)
                };
                told.extend(owed.into_iter().map(line));
            }
        }
    }
    told.sort();
    told
}

fn engine_day(date: Date) -> Day {
    Day::from_date(date).unwrap()
}

pub(crate) fn audited(world: &World, texts: &Texts) -> (Policy, Dataset, Ledger) {
    let policy = Policy::parse(&texts.policy, "policy.toml").unwrap_or_else(|error| {
        let render = error.render(&annotate_snippets::Renderer::plain());
        panic!("{}\n{render}", texts.policy)
    });
    let files = texts.files();
    let exports = [
        Export::Staff,
        Export::Cases,
        Export::Sessions,
        Export::Absences,
        Export::Activity,
    ];
    let given: Vec<(Export, &str)> = exports
        .into_iter()
        .zip(files.iter().map(String::as_str))
        .collect();
    let (demand, taken) = (policy.demand(), engine_day(day(2030, 1, 1)));
    let mut data = Dataset::from_exports(&given, &demand, taken).unwrap();
    for file in &mut data.files {
        assert_eq!(file.rejected, 0, "{:?}", data.problems);
        if ["sessions", "activity"].contains(&file.name.as_str()) {
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

pub(crate) fn lines((policy, data, ledger): &(Policy, Dataset, Ledger)) -> Vec<Line> {
    let mut lines: Vec<Line> = ledger
        .obligations
        .iter()
        .map(|one| {
            let subject = match one.subject {
                Subject::Staff(staff) => data.staff_id(staff).to_owned(),
                Subject::Case(case) => data.case_id(case).to_owned(),
                other @ (Subject::Session(_) | Subject::Team(_) | Subject::Council) => {
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
pub(crate) fn differences(world: &World) -> Vec<String> {
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
