//! The measures against the council's own targets, where it set any.

use serde::Serialize;

use crate::policy::{CountTarget, Counted, Policy, Target};
use crate::rules::Clause;

use super::measures::asks_for_minutes;
use super::rates::{Fraction, Rate};
use super::sentences::{clause_label, thousands};
use super::summary::Summary;

/// The fewest owed for which a status is given.
const ENOUGH: u32 = 30;

/// How a share or a number stands against its target. Each has one meaning, a word and a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Status {
    /// As large a share as is wanted, or no larger a number.
    #[serde(rename = "at target")]
    AtTarget,
    /// Not that, and within what counts as close.
    #[serde(rename = "close")]
    Close,
    /// A smaller share than that.
    #[serde(rename = "below")]
    Below,
    /// A larger number than that.
    #[serde(rename = "above")]
    Above,
    /// Out of fewer than thirty.
    #[serde(rename = "too few to judge")]
    TooFew,
}

impl Status {
    /// How a share stands. The numbers are compared, not the rounded percentage: 89.6% is below 90%.
    pub fn of(share: Fraction, target: Target) -> Status {
        let reaches = |percent: u32| {
            u64::from(share.numerator) * 100 >= u64::from(percent) * u64::from(share.denominator)
        };
        if share.denominator < ENOUGH {
            Status::TooFew
        } else if reaches(target.at) {
            Status::AtTarget
        } else if target.close.is_some_and(reaches) {
            Status::Close
        } else {
            Status::Below
        }
    }

    /// How a number of the day stands. It is no sample: chance has no part in it, however small it is.
    pub fn of_count(number: u32, target: CountTarget) -> Status {
        if number <= target.at_most {
            Status::AtTarget
        } else if target.close.is_some_and(|close| number <= close) {
            Status::Close
        } else {
            Status::Above
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Status::AtTarget => "at target",
            Status::Close => "close",
            Status::Below => "below",
            Status::Above => "above",
            Status::TooFew => "too few to judge",
        }
    }

    /// Its shape and its word.
    pub fn shown(self) -> String {
        let shape = match self {
            Status::AtTarget => '●',
            Status::Close => '▲',
            Status::Below | Status::Above => '■',
            Status::TooFew => '○',
        };
        format!("{shape} {}", self.word())
    }
}

/// One measure against its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetLine {
    /// The measure's name in the JSON report.
    pub measure: &'static str,
    /// What is measured, in words.
    pub what: String,
    /// How many out of how many.
    #[serde(flatten)]
    pub share: Fraction,
    /// What is wanted, in percent.
    pub target: Target,
    /// How it stands.
    pub status: Status,
}

/// One number against its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountTargetLine {
    /// The measure's name in the JSON report.
    pub measure: &'static str,
    /// What is counted, in words.
    pub what: &'static str,
    /// How many; nothing when it cannot be told.
    pub number: Option<u32>,
    /// Out of how many; nothing where it is no part of anything.
    pub out_of: Option<u32>,
    /// What is wanted.
    pub target: CountTarget,
    /// How it stands; nothing when the number cannot be told.
    pub status: Option<Status>,
}

impl CountTargetLine {
    /// `at most 3`.
    pub(super) fn wanted(&self) -> String {
        format!("at most {}", thousands(self.target.at_most))
    }
}

/// The target of a rate's measure, if the policy sets one.
pub(super) fn target_of(policy: &Policy, rate: &Rate) -> Option<Target> {
    let of_minutes = || {
        let mut clauses = policy.clauses.iter();
        let clause = clauses.find(|clause| rate.dimension == "clause" && clause.id == rate.key);
        clause.is_some_and(asks_for_minutes)
    };
    let measure = match rate.measure {
        "staff-supervision" => "M1",
        "case-supervision" => "M2",
        "recording" | "record-present" => "M5",
        "newly-qualified" => "M6",
        "session" if of_minutes() => "M12",
        _ => return None,
    };
    find(&policy.targets, measure)
}

fn find(targets: &[Target], measure: &str) -> Option<Target> {
    targets.iter().find(|one| one.measure == measure).copied()
}

/// The measures that have a target, in the order of their names; a measure that counts several clauses has a line each.
pub(super) fn lines(policy: &Policy, figures: &Summary) -> Vec<TargetLine> {
    let mut lines = Vec::new();
    for target in &policy.targets {
        for (what, share) in shares(target.measure, &policy.clauses, figures) {
            lines.push(TargetLine {
                measure: target.measure,
                what,
                share,
                target: *target,
                status: Status::of(share, *target),
            });
        }
    }
    lines
}

fn shares(measure: &str, clauses: &[Clause], figures: &Summary) -> Vec<(String, Fraction)> {
    let overall = |rate: &str, what: &str| {
        let rate = figures.overall(rate);
        rate.map(|rate| (what.to_owned(), rate.fraction()))
            .into_iter()
            .collect()
    };
    let label = |id: &str| {
        let mut clauses = clauses.iter();
        clauses
            .find(|clause| clause.id == id)
            .map_or_else(|| id.to_owned(), clause_label)
    };
    let of_clauses = |rates: &[&'static str]| {
        let rates = rates.iter().flat_map(|rate| figures.by(rate, "clause"));
        let lines = rates.filter(|rate| rate.fell_due > 0);
        lines
            .map(|rate| (label(&rate.key), rate.fraction()))
            .collect()
    };
    match measure {
        "M1" => overall("staff-supervision", "Staff supervisions on time"),
        "M2" => overall("case-supervision", "Case supervisions on time"),
        "M3" => {
            let lines = [
                ("Staff in date", figures.position.staff.fraction()),
                (
                    "Children's cases in date",
                    figures.position.cases.fraction(),
                ),
            ];
            let owed = lines.into_iter().filter(|(_, share)| share.denominator > 0);
            owed.map(|(what, share)| (what.to_owned(), share)).collect()
        }
        "M5" => of_clauses(&["recording", "record-present"]),
        "M6" => overall("newly-qualified", "Newly qualified on time"),
        "M11" => {
            let agreements = figures.agreements.iter();
            agreements
                .map(|one| ("Agreements in place".to_owned(), one.fraction()))
                .collect()
        }
        "M12" => {
            let rates = figures.by("session", "clause");
            let long = rates.filter(|rate| {
                let mut clauses = clauses.iter();
                let clause = clauses.find(|clause| clause.id == rate.key);
                clause.is_some_and(asks_for_minutes) && rate.fell_due > 0
            });
            long.map(|rate| (label(&rate.key), rate.fraction()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The numbers that have a target, in the order of their measures.
pub(super) fn count_lines(policy: &Policy, figures: &Summary) -> Vec<CountTargetLine> {
    let line = |target: &CountTarget| {
        let (what, number, out_of) = counted(*target, figures);
        CountTargetLine {
            measure: target.measure,
            what,
            number,
            out_of: number.and(out_of),
            target: *target,
            status: number.map(|number| Status::of_count(number, *target)),
        }
    };
    policy.count_targets.iter().map(line).collect()
}

/// What a target counts: its name, how many, and out of how many. Where nobody owed anything, or no export shows it,
/// the number is not none but unknown.
fn counted(target: CountTarget, figures: &Summary) -> (&'static str, Option<u32>, Option<u32>) {
    let (staff, cases) = (&figures.position.staff, &figures.position.cases);
    match (target.measure, target.counted) {
        ("M8", _) => {
            let held = &figures.allocation;
            (
                "Open cases with no named worker or held only by managers, on the day",
                held.known.then(|| held.without_worker()),
                Some(held.open_cases),
            )
        }
        (_, Counted::Staff) => (
            "Staff overdue on the day",
            (staff.owed > 0).then_some(staff.overdue),
            Some(staff.owed),
        ),
        (_, Counted::Cases) => (
            "Children's cases overdue on the day",
            (cases.owed > 0).then_some(cases.overdue),
            Some(cases.owed),
        ),
        (_, Counted::Days) => {
            let longest = [staff, cases].map(|line| line.longest.as_ref());
            let days = longest.iter().flatten().map(|longest| longest.days).max();
            let days = u32::try_from(days.unwrap_or_default()).unwrap_or_default();
            (
                "Days of the longest overdue, on the day",
                (staff.owed + cases.owed > 0).then_some(days),
                None,
            )
        }
        (_, Counted::Workers) => {
            let load = &figures.caseload;
            (
                "Workers above their caseload limit, on the day",
                (load.workers > 0).then_some(load.above),
                Some(load.workers),
            )
        }
    }
}
