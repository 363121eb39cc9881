//! Reports: each format is a view of one ledger, and all formats print the same figures.

use crate::ledger::{Ledger, Severity};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::records::Dataset;

mod actions;
mod agreements;
mod caseload;
mod cells;
mod check;
mod csv;
mod diff;
mod document;
mod due;
mod explain;
mod findings;
mod found;
mod gaps;
mod health;
mod html;
mod json;
mod lens;
mod lost;
mod markdown;
mod measures;
mod position;
mod publish;
mod rates;
mod rejects;
mod sample;
mod sentences;
mod summary;
mod table;
mod targets;
mod team_loads;
#[cfg(test)]
mod tests;
mod totals;
mod trend;
mod waivers;
mod xlsx;

pub use actions::ActionLine;
pub use agreements::Agreements;
pub use caseload::{Allocation, Caseload, Highest};
pub use check::Check;
pub use csv::Csv;
pub use diff::{
    Change, Diff, DiffLine, InScope, Incomparable, SCHEMA, SeenSubject, Side, Snapshot, Unreadable,
    diff, diff_part,
};
pub use due::{
    Asking, Basis, Coming, DueLine, DueList, Length, SupervisorDue, Takes, Work, due_list,
};
pub use explain::{explanation, explanation_json, rule, rule_json, traced_findings};
pub use findings::{Evidence, Finding, SubjectLine};
pub use gaps::{GapBand, GapLine, Gaps, Standing};
pub use health::{Audience, HealthCheck};
pub use measures::{CalendarMonth, LimitLine, Lowest, SupervisorLine, TeamLine};
pub use position::{Bands, Longest, Position, PositionLine};
pub use rates::{Excluded, Fraction, Rate};
pub use sample::{Drawn, sample_csv, sample_json, sample_text};
pub use summary::{ClauseCounts, Summary};
pub use targets::{CountTargetLine, Status, TargetLine};
pub use team_loads::TeamLoad;
pub use trend::{Month, Was};
pub use waivers::{WaiverLine, WaiverNote, Waivers};
pub use xlsx::{Book, By, Kept, Pack, Unmade};

use lens::Lens;

/// What a report is made from.
#[derive(Clone, Debug)]
pub struct Audit<'a> {
    /// The policy audited by.
    pub policy: &'a Policy,
    /// The exports.
    pub data: &'a Dataset,
    /// What the audit found out.
    pub ledger: &'a Ledger,
    /// A stamp for every page, such as `SYNTHETIC DATA`.
    pub banner: Option<&'a str>,
    /// What is wrong with the exports, and what the policy names that they have not.
    pub problems: Vec<Problem>,
    /// How the audit was called, for the lines that say how to see more.
    pub command: String,
    /// How the same audit is asked why, up to the words that name the subject.
    pub why: String,
    /// The same audit as of the end of the month before, for comparison.
    pub previous: Option<&'a Ledger>,
    /// An earlier report that the findings are compared with.
    pub since: Option<&'a Snapshot>,
}

impl<'a> Audit<'a> {
    fn lens(&self) -> Lens<'a> {
        self.lens_of(self.ledger)
    }

    /// Another ledger of the same exports and policy.
    fn lens_of<'l>(&self, ledger: &'l Ledger) -> Lens<'l>
    where
        'a: 'l,
    {
        Lens {
            policy: self.policy,
            data: self.data,
            ledger,
        }
    }

    /// Whether anything at all was judged.
    fn is_judged(&self) -> bool {
        let mut tallies = self.ledger.tallies.iter();
        // The tallies are those of the whole council.
        let whole = self.ledger.part.is_none();
        !self.ledger.is_empty() || whole && tallies.any(|tally| tally.examined > 0)
    }

    /// The findings compared with those of the earlier report; nothing when there is none, or it is not comparable.
    fn compared(&self) -> Option<Diff> {
        diff(self.since?, &Snapshot::of(self)).ok()
    }

    fn lens_before(&self) -> Option<Lens<'a>> {
        self.previous.map(|ledger| Lens {
            ledger,
            ..self.lens()
        })
    }
}

/// Whether a terminal shows emphasis. What a report means never hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// Bold and colour besides.
    Colour,
}

/// Everything that fell short and is not waived, in the order in which it wants attention: by severity, what is open before what is
/// over, the most days first.
pub fn findings(audit: &Audit<'_>) -> Vec<Finding> {
    let (counted, _) = findings::list(&audit.lens());
    counted
}

/// Whether anything at least so severe fell short that no waiver sets aside; what is only past its target is in time.
pub fn falls_short(audit: &Audit<'_>, severity: Severity) -> bool {
    findings::falls_short(&audit.lens(), severity)
}

/// Everything that fell short and is set aside by a waiver, in the same order: in no figure and no exit code.
pub fn waived(audit: &Audit<'_>) -> Vec<Finding> {
    let (_, waived) = findings::list(&audit.lens());
    waived
}

/// Every figure, each with its numerator and denominator.
pub fn summary(audit: &Audit<'_>) -> Summary {
    summary::of(audit)
}

/// The report for a terminal of so many columns; it takes 80 to 100 of them.
pub fn table(audit: &Audit<'_>, width: u16, style: Style) -> String {
    table::render(audit, width, style)
}

/// The whole report as JSON, with a line break at its end.
pub fn json(audit: &Audit<'_>) -> String {
    json::render(audit)
}

/// The findings as CSV: UTF-8, one line a finding.
pub fn csv(audit: &Audit<'_>, form: Csv) -> String {
    csv::render(audit, form)
}

/// What a check found, for a terminal.
pub fn check(check: &Check<'_>, width: u16, style: Style) -> String {
    table::check::render(check, width, style)
}

/// What a check found, as JSON.
pub fn check_json(check: &Check<'_>) -> String {
    check::json(check)
}

/// What a check found, as CSV: one line a problem.
pub fn check_csv(check: &Check<'_>, form: Csv) -> String {
    check::csv(check, form)
}

/// The rejected rows as CSV, each as it stands in its file.
pub fn rejects(data: &Dataset) -> String {
    rejects::render(data)
}

/// The health check as one page of HTML.
pub fn html(check: &HealthCheck<'_>) -> String {
    html::render(&document(check))
}

/// The health check as its readers may see it.
fn document(check: &HealthCheck<'_>) -> document::Document {
    match check.audience {
        Audience::Publishable => publish::document(check),
        Audience::Internal | Audience::Senior => health::document(check),
    }
}

/// What falls due, for a terminal.
pub fn due(coming: &Coming<'_>, width: u16, style: Style) -> String {
    table::due::render(coming, width, style)
}

/// What falls due, as JSON.
pub fn due_json(coming: &Coming<'_>) -> String {
    due::json(coming)
}

/// What falls due, as CSV: one row a line.
pub fn due_csv(coming: &Coming<'_>, form: Csv) -> String {
    due::rows(coming, form)
}

/// What falls due, as iCalendar.
pub fn due_calendar(coming: &Coming<'_>) -> String {
    due::ics(coming)
}

/// What falls due, as the bytes of a workbook.
pub fn due_workbook(coming: &Coming<'_>) -> Result<Vec<u8>, Unmade> {
    xlsx::due(coming)
}

/// The workbook, as bytes.
pub fn xlsx(book: &Book<'_>) -> Result<Vec<u8>, Unmade> {
    xlsx::render(book)
}

/// A workbook for each team or supervisor with a finding, what belongs to none last.
pub fn packs(book: &Book<'_>, by: By) -> Result<Vec<Pack>, Unmade> {
    xlsx::packs(book, by)
}

/// The health check as Markdown, for a committee paper.
pub fn markdown(check: &HealthCheck<'_>) -> String {
    markdown::render(&document(check))
}

/// The whole report as JSON with the months, which the page is printed from.
pub fn health_json(check: &HealthCheck<'_>) -> String {
    json::of_health_check(check)
}
