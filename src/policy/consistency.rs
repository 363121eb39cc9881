//! Clauses against each other: ids, `instead-of`, and whether a selector suits its subject.

use std::collections::BTreeMap;

use crate::language::SubjectKind;
use crate::rules::{Clause, Clock, Duty};

use super::binding::Outline;
use super::mistakes::{Mistake, nearest};

/// Everything that can only be seen with all clauses at hand.
pub(super) fn check_clauses(outlines: &[Outline], mistakes: &mut Vec<Mistake>) {
    check_ids(outlines, mistakes);
    let clauses: Vec<&Clause> = outlines
        .iter()
        .filter_map(|outline| outline.clause.as_ref())
        .collect();
    for clause in &clauses {
        check_selectors(clause, mistakes);
        if let Duty::Clock(clock) = &clause.duty {
            check_instead_of(clause, clock, outlines, mistakes);
        }
    }
    check_circles(&clauses, mistakes);
}

fn check_ids(outlines: &[Outline], mistakes: &mut Vec<Mistake>) {
    let mut seen = BTreeMap::new();
    for (id, at) in outlines.iter().filter_map(|outline| outline.id.as_ref()) {
        if id.trim().is_empty() {
            let message = "`id` is blank, expected a short name such as `all-staff`";
            mistakes.push(Mistake::error("wrong-value", at.clone(), message));
            continue;
        }
        let Some(first) = seen.get(id) else {
            seen.insert(id, at.clone());
            continue;
        };
        let message = format!("two clauses have the id `{id}`");
        let help = "give each clause an id of its own: findings and waivers are known by it";
        mistakes.push(
            Mistake::error("duplicate-id", at.clone(), message)
                .other(first.clone(), "the first stands here")
                .help(Some(help.to_owned())),
        );
    }
}

fn check_selectors(clause: &Clause, mistakes: &mut Vec<Mistake>) {
    let Some(subject) = clause.subject() else {
        if !clause.whom.is_everyone() {
            let message = format!("`for` has no meaning in a `{}`", clause.rule.name);
            mistakes.push(Mistake::error(
                "unknown-key",
                clause.whom_at.clone(),
                message,
            ));
        }
        return;
    };
    for message in clause.whom.faults(subject) {
        mistakes.push(Mistake::error(
            "wrong-selector",
            clause.whom_at.clone(),
            message,
        ));
    }
    if let Duty::Clock(clock) = &clause.duty {
        for message in clock.counts.faults(SubjectKind::Session) {
            let message = format!("`counts`: {message}");
            mistakes.push(Mistake::error("wrong-selector", clause.at.clone(), message));
        }
    }
}

/// Names after `instead-of` must be other clauses of the same table and track.
fn check_instead_of(
    clause: &Clause,
    clock: &Clock,
    outlines: &[Outline],
    mistakes: &mut Vec<Mistake>,
) {
    let family = clause.rule.name;
    let mut say = |message: String, help: Option<String>| {
        mistakes.push(Mistake::error("wrong-instead-of", clause.at.clone(), message).help(help));
    };
    for name in &clock.schedule.instead_of {
        if *name == clause.id {
            say(format!("`{name}` stands instead of itself"), None);
            continue;
        }
        let named = outlines
            .iter()
            .find(|outline| outline.id.as_ref().is_some_and(|(id, _)| id == name));
        let Some(named) = named else {
            let ids = outlines
                .iter()
                .filter(|outline| outline.rule.name == family)
                .filter_map(|outline| outline.id.as_ref())
                .map(|(id, _)| id.as_str())
                .filter(|id| *id != clause.id);
            let help = nearest(name, ids).map(|near| format!("did you mean `{near}`?"));
            say(
                format!("`instead-of` names `{name}`, and no clause has that id"),
                help,
            );
            continue;
        };
        if named.rule.name != family {
            let message = format!(
                "`instead-of` names `{name}`, which is a `{}`",
                named.rule.name
            );
            say(
                message,
                Some(format!("name a clause of the same table, `{family}`")),
            );
            continue;
        }
        if let Some(Duty::Clock(other)) = named.clause.as_ref().map(|clause| &clause.duty)
            && other.schedule.track != clock.schedule.track
        {
            let message = format!(
                "`instead-of` names `{name}`, which is on {}, not on {}",
                track_words(&other.schedule.track),
                track_words(&clock.schedule.track)
            );
            let help =
                "clauses on different tracks do not compete, so none stands instead of the other";
            say(message, Some(help.to_owned()));
        }
    }
}

fn track_words(track: &str) -> String {
    if track.is_empty() {
        "the usual track".to_owned()
    } else {
        format!("the track `{track}`")
    }
}

/// Clauses that stand instead of each other in a circle would take each other away.
fn check_circles(clauses: &[&Clause], mistakes: &mut Vec<Mistake>) {
    let named: BTreeMap<&str, &Vec<String>> = clauses
        .iter()
        .filter_map(|clause| match &clause.duty {
            Duty::Clock(clock) => Some((clause.id.as_str(), &clock.schedule.instead_of)),
            Duty::Check(_) | Duty::NotTestable(_) => None,
        })
        .collect();
    let mut told: Vec<&str> = Vec::new();
    for clause in clauses {
        if told.contains(&clause.id.as_str()) {
            continue;
        }
        let Some(circle) = circle_from(&clause.id, &named) else {
            continue;
        };
        let steps: Vec<String> = circle.iter().map(|id| format!("`{id}`")).collect();
        let message = format!(
            "clauses stand instead of each other in a circle: {}",
            steps.join(" instead of ")
        );
        let help = "each takes the next one away, so none would hold: take one `instead-of` out";
        mistakes.push(
            Mistake::error("wrong-instead-of", clause.at.clone(), message)
                .help(Some(help.to_owned())),
        );
        told.extend(circle);
    }
}

/// A way from a clause over `instead-of` back to it, both ends included; a clause that names itself is told elsewhere.
fn circle_from<'a>(
    start: &'a str,
    named: &BTreeMap<&'a str, &'a Vec<String>>,
) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = vec![start];
    while let Some(id) = waiting.pop() {
        for next in named.get(id).into_iter().flat_map(|names| names.iter()) {
            if next == id {
                continue;
            }
            if next == start {
                let mut way = vec![start];
                let mut at = id;
                while at != start {
                    way.push(at);
                    at = before.get(at)?;
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next.as_str()) {
                before.insert(next, id);
                waiting.push(next);
            }
        }
    }
    None
}
