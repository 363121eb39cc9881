//! Absences that stop a clock (reading 21).

use super::calendar::{Date, days_between, minus, plus};
use super::force::Scene;
use super::world::{Rule, Table};

/// A due day, moved on by the absences between the day it counts from and itself.
pub(crate) fn pushed(scene: &Scene<'_>, rule: &Rule, base: Date, due: Date) -> Date {
    let Some(least) = rule.pause else {
        return due;
    };
    if rule.table != Table::Staff {
        return due;
    }
    let mut due = due;
    for (from, to) in merged(scene) {
        let shortest = minus(least.after(from, &scene.world.closures), 1);
        let first = from.max(plus(base, 1));
        if to < shortest || first > due || to < first {
            continue;
        }
        due = plus(due, u32::try_from(days_between(first, to)).unwrap() + 1);
    }
    due
}

/// The absences of a staff member as known on the as-of day, in order, none touching another.
fn merged(scene: &Scene<'_>) -> Vec<(Date, Date)> {
    let as_of = scene.world.as_of;
    let theirs = scene.world.absences.iter();
    let mut all: Vec<(Date, Date)> = theirs
        .filter(|absence| absence.staff == scene.subject.id && absence.from <= as_of)
        .map(|absence| (absence.from, absence.to.map_or(as_of, |to| to.min(as_of))))
        .collect();
    all.sort_unstable();
    let mut merged: Vec<(Date, Date)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= plus(last.1, 1) => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}
