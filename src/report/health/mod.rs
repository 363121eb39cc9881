//! The health check: the report a principal social worker takes to senior managers, section by section.

use super::Audit;
use super::document::{Cell, Document, Table};
use super::rates::{Fraction, Rate};
use super::sentences::{part_words, percent, period, share_words, thousands};
use super::summary::{self, Summary};
use super::trend::{self, Month};

mod actions;
mod answers;
mod caseloads;
mod change;
mod checks;
mod fell_due;
mod gaps;
mod how;
mod people;
mod places;
mod position;
mod records;
mod since;

/// What a health check is made from.
#[derive(Clone, Debug)]
pub struct HealthCheck<'a> {
    /// The audit of the period.
    pub audit: &'a Audit<'a>,
    /// The months up to the as-of day, oldest first.
    pub months: &'a [Month],
    /// Who is to read it.
    pub audience: Audience,
    /// Only the summary of one page.
    pub one_page: bool,
}

/// Who is to read a report, which decides whom it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Those who act on it: people, cases and supervisors by id and name.
    #[default]
    Internal,
    /// Senior managers: teams and services, nobody by id or name.
    Senior,
    /// Everybody: no people, and no count by which somebody could be known.
    Publishable,
}

/// What the sections are written from.
struct Parts<'a> {
    audit: &'a Audit<'a>,
    figures: Summary,
    months: Vec<Month>,
    audience: Audience,
}

impl Parts<'_> {
    /// Whether people and cases may be named.
    fn names(&self) -> bool {
        self.audience == Audience::Internal
    }
}

/// The health check as a document.
pub(super) fn document(check: &HealthCheck<'_>) -> Document {
    let audit = check.audit;
    let parts = Parts {
        audit,
        figures: summary::of(audit),
        months: trend::told(audit, check.months),
        audience: check.audience,
    };
    let mut sections = vec![answers::first(&parts, check.one_page)];
    if check.one_page {
        sections.push(answers::in_short(&parts));
    } else {
        sections.extend([
            fell_due::section(&parts),
            position::section(&parts),
            places::section(&parts),
            people::section(&parts),
            records::section(&parts),
            checks::section(&parts),
            caseloads::section(&parts),
            change::section(&parts),
            actions::section(&parts),
            how::quality(&parts),
            how::section(&parts),
        ]);
    }
    Document {
        stamp: audit.banner.map(str::to_owned),
        title: title(&parts),
        headline: answers::headline(&parts),
        head: head(&parts),
        warnings: audit.ledger.warnings.clone(),
        sections,
        one_page: check.one_page,
    }
}

fn title(parts: &Parts<'_>) -> String {
    let policy = parts.audit.policy;
    let whose = policy.council.as_ref().unwrap_or(&policy.name);
    let part = parts.audit.ledger.part.as_ref();
    let part = part.map_or_else(String::new, |part| format!(", {}", part_words(part)));
    format!(
        "Supervision health check: {whose}{part}, {}",
        period(parts.figures.period)
    )
}

fn head(parts: &Parts<'_>) -> Vec<String> {
    let (audit, figures) = (parts.audit, &parts.figures);
    let state = if figures.provisional {
        "provisional, as later records may still change these figures"
    } else {
        "final, as the last deadline for recording had passed"
    };
    let version = audit.policy.version.as_ref();
    let version = version.map_or_else(String::new, |version| format!(" ({version})"));
    let mut lines = vec![
        format!("As of {}.", figures.as_of.long()),
        format!("Exports of {}: {state}.", figures.taken_words()),
        format!("Policy: {}{version}.", audit.policy.file),
        "This says whether supervision was recorded as held, and when. It does not say how good it was."
            .to_owned(),
    ];
    if let Some(part) = &audit.ledger.part {
        lines.push(format!(
            "Every figure is of this part alone: {}. Clauses tested and rows read are those of the whole council.",
            part_words(part)
        ));
    }
    lines
}

/// The columns every rate is printed under.
fn rate_columns(what: &str, compared: bool) -> Vec<String> {
    let mut columns: Vec<String> = [
        what,
        "Fell due",
        "On time",
        "1 to 7 days late",
        "Later",
        "Not done",
        "On time, %",
    ]
    .map(str::to_owned)
    .to_vec();
    if compared {
        columns.extend(["Month before".to_owned(), "Change".to_owned()]);
    }
    columns
}

/// What a share was the month before.
fn before(share: Option<Fraction>) -> Cell {
    let share = share.filter(|share| share.denominator > 0);
    share.map_or(Cell::Nothing, |share| Cell::Text(share_words(share)))
}

fn rate_row(label: String, rate: &Rate, compared: bool) -> Vec<Cell> {
    let mut row = vec![
        Cell::Text(label),
        Cell::Count(rate.fell_due),
        Cell::Count(rate.on_time),
        Cell::Count(rate.late_to_7),
        Cell::Count(rate.late_over_7),
        Cell::Count(rate.not_done),
        Cell::Percent(rate.fraction()),
    ];
    if compared {
        row.push(before(rate.previous));
        row.push(Cell::words(rate.change));
    }
    row
}

/// A table of rates.
fn rate_table(
    (caption, what): (String, &str),
    lines: Vec<(String, &Rate)>,
    compared: bool,
) -> Table {
    Table {
        caption,
        columns: rate_columns(what, compared),
        rows: lines
            .into_iter()
            .map(|(label, rate)| rate_row(label, rate, compared))
            .collect(),
    }
}

/// `784 of 861 staff supervisions were on time (91%)`.
fn on_time(rate: &Rate, what: &str) -> String {
    let share = rate.fraction();
    let of = if share.percent().is_some() {
        format!(" ({})", percent(share))
    } else {
        String::new()
    };
    let verb = if rate.fell_due == 1 { "was" } else { "were" };
    format!(
        "{} of {} {what} {verb} on time{of}",
        thousands(rate.on_time),
        thousands(rate.fell_due)
    )
}

/// A sentence that begins with a capital and ends with a full stop.
fn sentence(words: &[String]) -> String {
    let text = words.join("; ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// A family of clauses as a reader calls what it measures.
fn measure_words(measure: &str) -> &'static str {
    match measure {
        "staff-supervision" => "Staff supervisions",
        _ => "Case supervisions",
    }
}
