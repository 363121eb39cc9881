//! The whole report as JSON: for programs, and for whoever wants every figure.

use serde::Serialize;

use crate::calendar::Day;
use crate::engine::Attribution;
use crate::ledger::{Part, Severity};
use crate::problem::Problem;
use crate::records::{Dataset, Setting};
use crate::rules::{Clause, Duty};

use super::actions::ActionLine;
use super::diff::{Diff, InScope, SCHEMA};
use super::findings::{Finding, SubjectLine};
use super::gaps::Gaps;
use super::health::HealthCheck;
use super::measures::{LimitLine, TeamLine};
use super::position::Position;
use super::rates::Rate;
use super::sentences::reason;
use super::summary::{ClauseCounts, Summary};
use super::targets::{CountTargetLine, TargetLine};
use super::team_loads::TeamLoad;
use super::totals::Totals;
use super::trend::Month;
use super::waivers::Waivers;
use super::{Audit, findings, summary, trend, waived};

mod measures;

use measures::{Measures, measures};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    banner: Option<&'a str>,
    schema: u32,
    tool: Tool,
    policy: PolicyHead<'a>,
    inputs: Vec<Input<'a>>,
    /// The part of the council that every figure is about; clauses and inputs are those of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a Part>,
    as_of: Day,
    period: Period,
    taken: Day,
    provisional: bool,
    judged: bool,
    warnings: &'a [String],
    measures: Measures<'a>,
    rates: &'a [Rate],
    position: &'a Position,
    gaps: &'a Gaps,
    teams: &'a [TeamLine],
    limits: &'a [LimitLine],
    loads: &'a [TeamLoad],
    #[serde(skip_serializing_if = "Option::is_none")]
    trend: Option<&'a [Month]>,
    totals: Totals,
    findings: Vec<Finding>,
    waived_findings: Vec<Finding>,
    waivers: &'a Waivers,
    targets: &'a [TargetLine],
    count_targets: &'a [CountTargetLine],
    actions: &'a [ActionLine],
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Diff>,
    in_scope: InScope,
    uncovered: Vec<Uncovered>,
    untestable: Vec<Untestable>,
    not_testable: Vec<NotTestable<'a>>,
    readings: Vec<Reading<'a>>,
    clauses: Vec<ClauseLine<'a>>,
    problems: &'a [Problem],
    later_rows: u32,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PolicyHead<'a> {
    name: &'a str,
    council: Option<&'a str>,
    version: Option<&'a str>,
    file: &'a str,
    sha256: &'a str,
    #[serde(flatten)]
    counts: ClauseCounts,
}

/// One export as it was read.
#[derive(Serialize)]
pub(super) struct Input<'a> {
    file: &'a str,
    export: &'static str,
    sha256: &'a str,
    read: u32,
    accepted: u32,
    rejected: u32,
    repaired: u32,
    left_out: u32,
    unmatched: u32,
    covers_from: Option<Day>,
    settings: &'a [Setting],
}

#[derive(Serialize)]
struct Period {
    from: Day,
    to: Day,
}

#[derive(Serialize)]
pub(super) struct Uncovered {
    #[serde(flatten)]
    pub(super) subject: SubjectLine,
    team: Option<String>,
    pub(super) table: &'static str,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Untestable {
    pub(super) clause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<SubjectKey>,
    reason: String,
    count: u32,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct SubjectKey {
    pub(super) kind: &'static str,
    pub(super) id: String,
}

#[derive(Serialize)]
struct NotTestable<'a> {
    id: &'a str,
    text: &'a str,
    why: &'a str,
    citation: &'a [String],
}

#[derive(Serialize)]
struct Reading<'a> {
    clause: &'a str,
    reading: &'a str,
}

#[derive(Serialize)]
struct ClauseLine<'a> {
    id: &'a str,
    rule: &'static str,
    severity: Severity,
    examined: u32,
    met: u32,
    missed: u32,
    open: u32,
    fitted: u32,
    blank: u32,
}

/// The report, indented, with a line break at its end.
pub(super) fn render(audit: &Audit<'_>) -> String {
    let figures = summary(audit);
    printed(&document(audit, &figures, None))
}

/// The same with the months of a health check.
pub(super) fn of_health_check(check: &HealthCheck<'_>) -> String {
    let months = trend::told(check.audit, check.months);
    let figures = summary(check.audit);
    printed(&document(check.audit, &figures, Some(&months)))
}

/// A document with a line break at its end.
pub(super) fn printed(document: &impl Serialize) -> String {
    // Nothing in a document can fail to be written: its keys are names, its numbers finite.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

fn document<'a>(
    audit: &'a Audit<'_>,
    figures: &'a Summary,
    trend: Option<&'a [Month]>,
) -> Document<'a> {
    let policy = audit.policy;
    let (from, to) = figures.period;
    Document {
        banner: audit.banner,
        schema: SCHEMA,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        policy: PolicyHead {
            name: &policy.name,
            council: policy.council.as_deref(),
            version: policy.version.as_deref(),
            file: &policy.file,
            sha256: &policy.sha256,
            counts: figures.clauses,
        },
        inputs: inputs(audit.data),
        part: audit.ledger.part.as_ref(),
        as_of: figures.as_of,
        period: Period { from, to },
        taken: figures.taken,
        provisional: figures.provisional,
        judged: figures.judged,
        warnings: &audit.ledger.warnings,
        measures: measures(audit, figures),
        rates: &figures.rates,
        position: &figures.position,
        gaps: &figures.gaps,
        teams: &figures.teams,
        limits: &figures.limits,
        loads: &figures.loads,
        trend,
        totals: Totals::of(audit, figures),
        findings: findings(audit),
        waived_findings: waived(audit),
        waivers: &figures.waivers,
        targets: &figures.targets,
        count_targets: &figures.count_targets,
        actions: &figures.actions,
        since: audit.compared(),
        in_scope: InScope::of(audit),
        uncovered: uncovered(audit),
        untestable: untestable(audit),
        not_testable: not_testable(audit),
        readings: readings(&policy.clauses),
        clauses: clause_lines(audit),
        problems: &audit.problems,
        later_rows: audit.ledger.later,
    }
}

fn readings(clauses: &[Clause]) -> Vec<Reading<'_>> {
    let read = clauses.iter().filter_map(|clause| {
        let reading = clause.reading.as_deref()?;
        Some(Reading {
            clause: &clause.id,
            reading,
        })
    });
    read.collect()
}

/// Each export with its rows.
pub(super) fn inputs(data: &Dataset) -> Vec<Input<'_>> {
    let files = data.files.iter();
    files
        .map(|file| Input {
            file: &file.name,
            export: file.export.name(),
            sha256: &file.sha256,
            read: file.read,
            accepted: file.accepted,
            rejected: file.rejected,
            repaired: file.repaired,
            left_out: file.left_out,
            unmatched: file.unmatched,
            covers_from: file.covers_from,
            settings: &file.settings,
        })
        .collect()
}

pub(super) fn uncovered(audit: &Audit<'_>) -> Vec<Uncovered> {
    let people = audit.ledger.uncovered.iter();
    let mut lines: Vec<Uncovered> = people
        .map(|person| {
            let who = Attribution::of_subject(audit.data, person.subject, audit.ledger.as_of);
            let what = who.what().map(str::to_owned);
            Uncovered {
                subject: SubjectLine {
                    kind: who.kind,
                    id: who.id.to_string(),
                    name: who.name.map(str::to_owned),
                    what,
                },
                team: who.team.map(str::to_owned),
                table: person.family,
            }
        })
        .collect();
    lines.sort_by(|one, two| (one.table, &one.subject.id).cmp(&(two.table, &two.subject.id)));
    lines
}

pub(super) fn untestable(audit: &Audit<'_>) -> Vec<Untestable> {
    let entries = audit.ledger.untestable.iter();
    let mut lines: Vec<Untestable> = entries
        .filter_map(|entry| {
            let clause = audit.policy.clause(entry.clause)?;
            let subject = entry.subject.map(|subject| {
                let who = Attribution::of_subject(audit.data, subject, audit.ledger.as_of);
                SubjectKey {
                    kind: who.kind,
                    id: who.id.to_string(),
                }
            });
            Some(Untestable {
                clause: clause.id.clone(),
                subject,
                reason: reason(&entry.reason),
                count: 1,
            })
        })
        .collect();
    lines.sort();
    lines.dedup_by(|next, kept| {
        let same = (&next.clause, &next.subject, &next.reason)
            == (&kept.clause, &kept.subject, &kept.reason);
        if same {
            kept.count += next.count;
        }
        same
    });
    lines
}

fn not_testable<'a>(audit: &Audit<'a>) -> Vec<NotTestable<'a>> {
    let clauses = audit.policy.clauses.iter();
    clauses
        .filter_map(|clause| match &clause.duty {
            Duty::NotTestable(said) => Some(NotTestable {
                id: &clause.id,
                text: &said.text,
                why: &said.why,
                citation: &clause.citation,
            }),
            Duty::Clock(_) | Duty::Check(_) => None,
        })
        .collect()
}

fn clause_lines<'a>(audit: &Audit<'a>) -> Vec<ClauseLine<'a>> {
    let clauses = audit.policy.clauses.iter().enumerate();
    clauses
        .map(|(index, clause)| {
            let tally = audit.ledger.tallies.get(index).copied().unwrap_or_default();
            ClauseLine {
                id: &clause.id,
                rule: clause.rule.name,
                severity: clause.severity,
                examined: tally.examined,
                met: tally.met,
                missed: tally.missed,
                open: tally.open,
                fitted: tally.fitted,
                blank: tally.blank,
            }
        })
        .collect()
}
