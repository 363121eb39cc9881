//! Caseloads team by team: how many hold how much, and how many are above their limit.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Outcome, Subject};
use crate::records::Decimal;

use super::caseload::is_of_worker;
use super::lens::Entry;

/// One team's caseloads on the as-of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamLoad {
    /// The team.
    pub team: String,
    /// Workers with a limit.
    pub workers: u32,
    /// Of them, above it.
    pub above: u32,
    /// What each holds, highest first.
    pub loads: Vec<Decimal>,
    /// The limit of most of them.
    pub usual_limit: Option<Decimal>,
    /// What is counted, in the plural.
    pub unit: &'static str,
}

/// The teams, the one with the highest load first.
pub(super) fn list(entries: &[Entry<'_>]) -> Vec<TeamLoad> {
    let mut workers: BTreeMap<Subject, &Entry<'_>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_of_worker(entry)) {
        let above = |entry: &Entry<'_>| entry.obligation.outcome == Outcome::NotMet;
        let slot = workers.entry(entry.obligation.subject).or_insert(entry);
        // Of two limits of one worker, the one that is exceeded tells more.
        if above(entry) && !above(slot) {
            *slot = entry;
        }
    }
    let mut teams: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in workers.into_values() {
        let team = entry.who().team.unwrap_or("(no team)");
        teams.entry(team.to_owned()).or_default().push(entry);
    }
    let mut lines: Vec<TeamLoad> = teams
        .into_iter()
        .filter_map(|(team, entries)| line(team, &entries))
        .collect();
    lines.sort_by(|one, two| {
        let order = two.loads.first().cmp(&one.loads.first());
        order.then_with(|| one.team.cmp(&two.team))
    });
    lines
}

fn line(team: String, entries: &[&Entry<'_>]) -> Option<TeamLoad> {
    let measures = entries
        .iter()
        .filter_map(|entry| entry.obligation.measure.as_deref());
    let unit = measures.clone().next()?.unit;
    let mut loads: Vec<Decimal> = measures.clone().map(|measure| measure.value).collect();
    loads.sort_unstable_by(|one, two| two.cmp(one));
    let mut limits: BTreeMap<Decimal, u32> = BTreeMap::new();
    for measure in measures {
        *limits.entry(measure.limit).or_insert(0) += 1;
    }
    let usual = limits
        .into_iter()
        .max_by_key(|(limit, times)| (*times, *limit));
    let above = entries
        .iter()
        .filter(|entry| entry.obligation.outcome == Outcome::NotMet && !entry.is_waived_now());
    Some(TeamLoad {
        team,
        workers: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        above: u32::try_from(above.count()).unwrap_or(u32::MAX),
        loads,
        usual_limit: usual.map(|(limit, _)| limit),
        unit,
    })
}
