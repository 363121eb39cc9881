//! The measures of a report by their numbers.

use serde::Serialize;

use crate::calendar::Day;
use crate::report::Audit;
use crate::report::agreements::Agreements;
use crate::report::caseload::{Allocation, Caseload};
use crate::report::measures::{CalendarMonth, Lowest, SupervisorLine, asks_for_minutes};
use crate::report::position::{Bands, Longest, PositionLine};
use crate::report::rates::{Fraction, Rate};
use crate::report::sentences::clause_label;
use crate::report::summary::Summary;

/// The measures by their numbers; one that the policy does not ask for is null.
#[derive(Serialize)]
pub(super) struct Measures<'a> {
    #[serde(rename = "M1")]
    staff: Option<&'a Rate>,
    #[serde(rename = "M2")]
    cases: Option<&'a Rate>,
    #[serde(rename = "M3")]
    in_date: InDate,
    #[serde(rename = "M4")]
    overdue: Overdue<'a>,
    #[serde(rename = "M5")]
    records: Vec<RecordLine<'a>>,
    #[serde(rename = "M6")]
    newly_qualified: Option<&'a Rate>,
    #[serde(rename = "M7")]
    caseload: &'a Caseload,
    #[serde(rename = "M8")]
    no_worker: NoWorker<'a>,
    #[serde(rename = "M9")]
    repeat: Option<Repeat>,
    #[serde(rename = "M10")]
    spread: Spread<'a>,
    #[serde(rename = "M11")]
    agreements: Option<Agreements>,
    /// Sessions long enough, by clause.
    #[serde(rename = "M12")]
    long_enough: Vec<RecordLine<'a>>,
    /// The figure most often published elsewhere, for comparison only.
    calendar_month: Option<&'a CalendarMonth>,
}

#[derive(Serialize)]
struct InDate {
    staff: Fraction,
    cases: Fraction,
}

#[derive(Serialize)]
struct Overdue<'a> {
    staff: Lateness<'a>,
    cases: Lateness<'a>,
}

#[derive(Serialize)]
struct Lateness<'a> {
    overdue: u32,
    bands: Bands,
    longest: Option<&'a Longest>,
    missed: u32,
    never: u32,
}

#[derive(Serialize)]
struct RecordLine<'a> {
    label: String,
    #[serde(flatten)]
    rate: &'a Rate,
}

#[derive(Serialize)]
struct NoWorker<'a> {
    /// Nothing when no export says who holds a case.
    without_worker: Option<u32>,
    #[serde(flatten)]
    detail: &'a Allocation,
}

#[derive(Serialize)]
struct Repeat {
    compared_with: Day,
    staff: u32,
    cases: u32,
}

#[derive(Serialize)]
struct Spread<'a> {
    lowest: &'a [Lowest],
    supervisors_with_3_overdue: &'a [SupervisorLine],
}

/// The measures of an audit.
pub(super) fn measures<'a>(audit: &'a Audit<'_>, figures: &'a Summary) -> Measures<'a> {
    let (staff, cases) = (&figures.position.staff, &figures.position.cases);
    let clause_of = |id: &str| audit.policy.clauses.iter().find(|clause| clause.id == id);
    let records = figures
        .by("recording", "clause")
        .chain(figures.by("record-present", "clause"));
    let line = |rate: &'a Rate| RecordLine {
        label: clause_of(&rate.key).map_or_else(String::new, clause_label),
        rate,
    };
    let on_length = |rate: &&Rate| clause_of(&rate.key).is_some_and(asks_for_minutes);
    let allocation = &figures.allocation;
    Measures {
        staff: figures.overall("staff-supervision"),
        cases: figures.overall("case-supervision"),
        in_date: InDate {
            staff: staff.fraction(),
            cases: cases.fraction(),
        },
        overdue: Overdue {
            staff: lateness(staff),
            cases: lateness(cases),
        },
        records: records.map(line).collect(),
        newly_qualified: figures.overall("newly-qualified"),
        caseload: &figures.caseload,
        no_worker: NoWorker {
            without_worker: allocation.known.then(|| allocation.without_worker()),
            detail: allocation,
        },
        repeat: figures.compared_with.map(|compared_with| Repeat {
            compared_with,
            staff: staff.repeat.unwrap_or_default(),
            cases: cases.repeat.unwrap_or_default(),
        }),
        spread: Spread {
            lowest: &figures.lowest,
            supervisors_with_3_overdue: &figures.supervisors,
        },
        agreements: figures.agreements,
        long_enough: figures
            .by("session", "clause")
            .filter(on_length)
            .map(line)
            .collect(),
        calendar_month: figures.calendar_month.as_ref(),
    }
}

fn lateness(line: &PositionLine) -> Lateness<'_> {
    Lateness {
        overdue: line.overdue,
        bands: line.bands,
        longest: line.longest.as_ref(),
        missed: line.missed,
        never: line.never,
    }
}
