//! Clauses against each other: ids, `instead-of`, and whether a selector suits its subject.

use std::collections::BTreeMap;

use crate::language::SelectorFault;
use crate::rules::{Clause, Clock, Duty};

use super::binding::Outline;
use super::mistakes::{Mistake, nearest};
use super::places::Places;

/// Everything that can only be seen with all clauses at hand.
pub(super) fn check_clauses(
    outlines: &[Outline],
    places: &Places<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    check_ids(outlines, mistakes);
    let clauses: Vec<&Clause> = outlines
        .iter()
        .filter_map(|outline| outline.clause.as_ref())
        .collect();
    for clause in &clauses {
        check_selectors(clause, places, mistakes);
        if let Duty::Clock(clock) = &clause.duty {
            let named = Named {
                clause,
                clock,
                outlines,
                places,
            };
            mistakes.extend(
                clock
                    .schedule
                    .instead_of
                    .iter()
                    .filter_map(|id| named.fault(id)),
            );
        }
    }
    check_circles(&clauses, places, mistakes);
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

fn check_selectors(clause: &Clause, places: &Places<'_>, mistakes: &mut Vec<Mistake>) {
    let Some(subject) = clause.subject() else {
        if !clause.whom.is_everyone() {
            let message = format!("`for` has no meaning in a `{}`", clause.rule.name);
            let help = "leave it out".to_owned();
            mistakes.push(
                Mistake::error("unknown-key", clause.whom_at.clone(), message).help(Some(help)),
            );
        }
        return;
    };
    let mut say = |key: &str, fault: SelectorFault| {
        let column = (fault.relation, fault.column.as_str());
        let at = places.column(clause, key, column);
        mistakes.push(Mistake::error("wrong-selector", at, fault.message));
    };
    for fault in clause.whom.faults(subject) {
        say("for", fault);
    }
    for (key, selector, subject) in clause.own_selectors() {
        for fault in selector.faults(subject) {
            say(key, fault);
        }
    }
}

/// A clause that names others after `instead-of`: each must be another clause of the same table and track.
struct Named<'a> {
    clause: &'a Clause,
    clock: &'a Clock,
    outlines: &'a [Outline],
    places: &'a Places<'a>,
}

impl Named<'_> {
    fn fault(&self, name: &str) -> Option<Mistake> {
        let (message, help) = self.wrong(name)?;
        let at = self.places.text(self.clause, &["instead-of"], name);
        Some(Mistake::error("wrong-instead-of", at, message).help(help))
    }

    fn wrong(&self, name: &str) -> Option<(String, Option<String>)> {
        let (id, family) = (self.clause.id.as_str(), self.clause.rule.name);
        if name == id {
            return Some((format!("`{name}` stands instead of itself"), None));
        }
        let id_of = |outline: &Outline| outline.id.as_ref().map(|(id, _)| id.clone());
        let named = self
            .outlines
            .iter()
            .find(|outline| id_of(outline).as_deref() == Some(name));
        let Some(named) = named else {
            let same = self.outlines.iter().filter(|one| one.rule.name == family);
            let ids: Vec<String> = same.filter_map(id_of).filter(|one| one != id).collect();
            let near = nearest(name, ids.iter().map(String::as_str));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Some((format!("no clause has the id `{name}`"), help));
        };
        if named.rule.name != family {
            let message = format!("`{name}` is a `{}`", named.rule.name);
            let help = format!("name a clause of the same table, `{family}`");
            return Some((message, Some(help)));
        }
        let (subject, track) = (self.clock.subject, &self.clock.schedule.track);
        let place = self.clock.evidence.place();
        match named.clause.as_ref().map(|clause| &clause.duty) {
            Some(Duty::Clock(other)) if other.schedule.track != *track => {
                let message = format!(
                    "`{name}` is on {}, not on {}",
                    track_words(&other.schedule.track),
                    track_words(track)
                );
                let help = "clauses on different tracks do not compete, so none stands instead of the other";
                Some((message, Some(help.to_owned())))
            }
            Some(Duty::Clock(other))
                if other.subject != subject || other.evidence.place() != place =>
            {
                let message = format!("`{name}` is about other rows of the exports");
                let help = "clauses compete that are about the same subjects and find their evidence in the same place";
                Some((message, Some(help.to_owned())))
            }
            Some(Duty::Clock(_) | Duty::Check(_) | Duty::NotTestable(_)) | None => None,
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
fn check_circles(clauses: &[&Clause], places: &Places<'_>, mistakes: &mut Vec<Mistake>) {
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
        let next = circle.get(1).copied().unwrap_or_default();
        let at = places.text(clause, &["instead-of"], next);
        mistakes.push(Mistake::error("wrong-instead-of", at, message).help(Some(help.to_owned())));
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
