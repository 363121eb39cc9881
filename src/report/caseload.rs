//! Caseloads: who is over the limit, and which open cases have no named worker.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::language::Unit;
use crate::ledger::{Measure, Outcome, Subject};
use crate::records::{Decimal, Post, StaffIx};
use crate::rules::Duty;

use super::findings::SubjectLine;
use super::lens::{Entry, Kind, Lens};

/// Who holds most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Highest {
    /// Who.
    pub subject: SubjectLine,
    /// What they hold.
    pub value: String,
    /// What they may hold.
    pub limit: String,
    /// What both count.
    pub unit: &'static str,
}

/// Caseloads against their limits on the as-of day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Caseload {
    /// Workers above a limit.
    pub above: u32,
    /// Workers with a limit.
    pub workers: u32,
    /// Who holds most of those above their limit, or of all when nobody is.
    pub highest: Option<Highest>,
    /// Open cases held by workers whose full-time equivalent is known.
    pub cases: u32,
    /// Their full-time equivalent together, to two decimals; nothing when the exports do not say.
    pub fte: Option<String>,
    /// Cases for each full-time post, to one decimal.
    pub mean_per_fte: Option<String>,
    /// Workers who hold cases and whose full-time equivalent is not in the exports.
    pub workers_without_fte: u32,
}

/// Open cases with nobody, or nobody suitable, named as their worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Allocation {
    /// Open cases; nothing more can be said when no export says who holds them.
    pub open_cases: u32,
    /// Whether an export says who holds a case.
    pub known: bool,
    /// With no worker.
    pub nobody: u32,
    /// Held only by somebody who is not in the staff export or not in post.
    pub not_in_post: u32,
    /// Held only by managers.
    pub held_by_managers: u32,
}

impl Allocation {
    /// Cases with no named worker of their own.
    pub fn without_worker(&self) -> u32 {
        self.nobody + self.not_in_post + self.held_by_managers
    }
}

/// The caseloads of an audit.
pub(super) fn of(lens: &Lens<'_>, entries: &[Entry<'_>]) -> Caseload {
    let mut workers: BTreeMap<Subject, bool> = BTreeMap::new();
    let mut highest: Option<(bool, Decimal, &Entry<'_>)> = None;
    let counted = |entry: &&Entry<'_>| {
        is_of_worker(entry) && !entry.is_waived_now() && !entry.is_waived_in_period()
    };
    for entry in entries.iter().filter(counted) {
        let above = entry.obligation.outcome == Outcome::NotMet;
        *workers.entry(entry.obligation.subject).or_insert(false) |= above;
        let Some(measure) = &entry.obligation.measure else {
            continue;
        };
        let higher = highest.is_none_or(|(was_above, value, other)| {
            let order = (above, measure.value).cmp(&(was_above, value));
            order
                .then_with(|| other.who().id.cmp(&entry.who().id))
                .is_gt()
        });
        if higher {
            highest = Some((above, measure.value, entry));
        }
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Caseload {
        above: number(workers.values().filter(|above| **above).count()),
        workers: number(workers.len()),
        highest: highest.and_then(|(_, _, entry)| line(entry)),
        ..per_post(lens)
    }
}

/// Whether an obligation is a worker's limit of cases, children or families: not a team's, and not one of supervisees.
pub(super) fn is_of_worker(entry: &Entry<'_>) -> bool {
    let people = |measure: &Measure| measure.unit == Unit::Supervisees.word(Decimal::whole(2));
    entry.kind == Kind::Limit
        && entry.clause.rule.name == "caseload"
        && matches!(entry.obligation.subject, Subject::Staff(_))
        && !entry.obligation.measure.as_deref().is_some_and(people)
}

fn line(entry: &Entry<'_>) -> Option<Highest> {
    let measure = entry.obligation.measure.as_ref()?;
    let who = entry.who();
    Some(Highest {
        subject: SubjectLine {
            kind: who.kind,
            id: who.id.to_string(),
            name: who.name.map(str::to_owned),
            what: who.what().map(str::to_owned),
        },
        value: measure.value.to_string(),
        limit: measure.limit.to_string(),
        unit: measure.unit,
    })
}

/// Cases for each full-time post, over the workers who hold any.
fn per_post(lens: &Lens<'_>) -> Caseload {
    let day = lens.ledger.as_of;
    let mut held: FxHashMap<StaffIx, u32> = FxHashMap::default();
    let mut workers = Vec::new();
    for (_, rows) in lens.data.open_cases(lens.ledger.as_of) {
        workers.extend(rows.filter_map(|row| row.worker));
        workers.sort_unstable();
        workers.dedup();
        for worker in workers.drain(..) {
            *held.entry(worker).or_insert(0) += 1;
        }
    }
    let (mut cases, mut fte, mut without) = (0_u32, 0_i64, 0_u32);
    let full_time = lens
        .policy
        .clauses
        .iter()
        .find_map(|clause| match &clause.duty {
            Duty::Check(check) => check.full_time_hours(),
            Duty::Clock(_) | Duty::NotTestable(_) => None,
        });
    for (worker, (_, post)) in lens
        .data
        .in_post(day)
        .filter(|(staff, _)| lens.has(Subject::Staff(*staff)))
        .filter_map(|(staff, post)| held.get(&staff).map(|count| (*count, (staff, post))))
    {
        match share(post, full_time).filter(|share| *share > 0) {
            Some(share) => {
                cases += worker;
                fte += share;
            }
            None => without += 1,
        }
    }
    let mean = (fte > 0).then(|| {
        let tenths = (i64::from(cases) * 10_000_000 + fte / 2) / fte;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    Caseload {
        cases,
        fte: (fte > 0).then(|| hundredths(fte).to_string()),
        mean_per_fte: mean,
        workers_without_fte: without,
        ..Caseload::default()
    }
}

/// Millionths rounded to two decimals.
fn hundredths(millionths: i64) -> Decimal {
    Decimal::from_millionths((millionths + 5_000) / 10_000 * 10_000)
}

/// A post's full-time equivalent in millionths: as the export says, or its hours over those the policy calls full time.
fn share(post: &Post, full_time: Option<Decimal>) -> Option<i64> {
    let by_hours = || {
        let (hours, full) = (post.hours?.millionths(), full_time?.millionths());
        Some((hours * 1_000_000 / full.max(1)).min(1_000_000))
    };
    post.fte.map(Decimal::millionths).or_else(by_hours)
}

/// Who holds the open cases.
pub(super) fn allocation(lens: &Lens<'_>) -> Allocation {
    let mut found = Allocation {
        known: lens.data.case_columns.has("allocated_to"),
        ..Allocation::default()
    };
    let in_post = || lens.data.in_post(lens.ledger.as_of);
    let managing = in_post().filter(|(_, post)| manages(lens, post));
    let managing: FxHashSet<StaffIx> = managing.map(|(staff, _)| staff).collect();
    let in_post: FxHashSet<StaffIx> = in_post().map(|(staff, _)| staff).collect();
    // Somebody whose own row could not be read may well be in post.
    let lost = lens.data.lost.iter().filter_map(|row| row.staff);
    let unread: FxHashSet<StaffIx> = lost
        .filter(|staff| {
            lens.data
                .member(*staff)
                .is_some_and(|member| member.posts.is_empty())
        })
        .collect();
    let cases = lens.data.open_cases(lens.ledger.as_of);
    for (_, rows) in cases.filter(|(case, _)| lens.has(Subject::Case(*case))) {
        found.open_cases += 1;
        if !found.known {
            continue;
        }
        let workers = || rows.clone().filter_map(|row| row.worker);
        let present = || workers().filter(|worker| in_post.contains(worker));
        if workers().next().is_none() {
            found.nobody += 1;
        } else if present().next().is_none() {
            let may_be_in_post = workers().any(|worker| unread.contains(&worker));
            found.not_in_post += u32::from(!may_be_in_post);
        } else if present().all(|worker| managing.contains(&worker)) {
            found.held_by_managers += 1;
        }
    }
    found
}

/// Whether a role's own name says that its holder manages others.
fn manages(lens: &Lens<'_>, post: &Post) -> bool {
    post.role.is_some_and(|role| {
        let folded = lens.data.words.folded(role);
        folded
            .split('-')
            .any(|part| part == "manager" || part == "director")
    })
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn full_time_posts_have_two_decimals_at_most() {
        for (millionths, said) in [
            (22_321_620, "22.32"),
            (22_325_000, "22.33"),
            (22_324_999, "22.32"),
            (22_995_000, "23"),
            (22_500_000, "22.5"),
        ] {
            assert_eq!(hundredths(millionths).to_string(), said);
        }
    }
}
