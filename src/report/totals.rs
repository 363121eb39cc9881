//! What the sentences of a report add up from several figures, so that the JSON has these numbers, too.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::policy::ActionStatus;
use crate::rules::Duty;

use super::Audit;
use super::actions::ActionLine;
use super::diff::Change;
use super::rates::Fraction;
use super::summary::Summary;

/// The sums.
#[derive(Debug, Serialize)]
pub(super) struct Totals {
    /// Staff and cases overdue on the day, out of those who owe.
    overdue: Fraction,
    /// The same team by team.
    overdue_by_team: BTreeMap<String, u32>,
    /// Of them, those who were overdue a month before, too.
    repeat: Option<u32>,
    /// Staff and cases under no clause.
    uncovered: usize,
    /// Sentences of the policy that no export shows.
    sentences_not_testable: usize,
    /// Rows of all exports.
    rows_read: u32,
    /// Of them, rejected.
    rows_rejected: u32,
    /// Workers within their limit.
    within_limit: Fraction,
    /// Open cases with no worker of their own; nothing when no export says who holds them.
    without_worker: Option<u32>,
    actions: Actions,
    /// What became of the findings since the earlier report, team by team.
    #[serde(skip_serializing_if = "Option::is_none")]
    since_by_team: Option<BTreeMap<String, BTreeMap<Change, u32>>>,
}

#[derive(Debug, Serialize)]
struct Actions {
    open: usize,
    past: usize,
    done: usize,
    checked: usize,
}

impl Totals {
    pub(super) fn of(audit: &Audit<'_>, figures: &Summary) -> Totals {
        let files = &audit.data.files;
        let load = &figures.caseload;
        let teams = figures.teams.iter();
        let (staff, cases) = (&figures.position.staff, &figures.position.cases);
        let clauses = audit.policy.clauses.iter();
        let untold = clauses.filter(|clause| matches!(clause.duty, Duty::NotTestable(_)));
        let held = &figures.allocation;
        Totals {
            overdue: figures.overdue(),
            overdue_by_team: teams
                .map(|line| (line.team.clone(), line.overdue_staff + line.overdue_cases))
                .collect(),
            repeat: staff.repeat.zip(cases.repeat).map(|(one, two)| one + two),
            uncovered: audit.ledger.uncovered.len(),
            sentences_not_testable: untold.count(),
            rows_read: files.iter().map(|file| file.read).sum(),
            rows_rejected: files.iter().map(|file| file.rejected).sum(),
            within_limit: Fraction::new(load.workers.saturating_sub(load.above), load.workers),
            without_worker: held.known.then(|| held.without_worker()),
            actions: actions(&figures.actions),
            since_by_team: since(audit),
        }
    }
}

fn actions(lines: &[ActionLine]) -> Actions {
    let of = |status| {
        let lines = lines.iter();
        lines.filter(|line| line.action.status == status).count()
    };
    Actions {
        open: of(ActionStatus::Open),
        past: lines.iter().filter(|line| line.past).count(),
        done: of(ActionStatus::Done),
        checked: of(ActionStatus::Checked),
    }
}

fn since(audit: &Audit<'_>) -> Option<BTreeMap<String, BTreeMap<Change, u32>>> {
    let mut teams: BTreeMap<String, BTreeMap<Change, u32>> = BTreeMap::new();
    for line in audit.compared()?.lines {
        let team = line.team.unwrap_or_else(|| "(no team)".to_owned());
        *teams
            .entry(team)
            .or_default()
            .entry(line.change)
            .or_insert(0) += 1;
    }
    Some(teams)
}
