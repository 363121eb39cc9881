//! Findings: what fell short, one for each gap, with all that a reader needs to act on it.

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::calendar::Day;
use crate::ledger::{Event, Obligation, Outcome, Severity};
use crate::place::Row;

use super::found::{self, Found};
use super::lens::Lens;
use super::lost::Lost;
use super::waivers::{self, WaiverNote};

/// Whom a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectLine {
    /// `staff`, `case`, `session` or `team`.
    pub kind: &'static str,
    /// The id in the exports.
    pub id: String,
    /// A staff member's name, where an export has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Role, case type or kind of session.
    pub what: Option<String>,
}

/// A row that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The file's name.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// One thing that fell short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stays the same from audit to audit while the finding does.
    pub id: String,
    /// The clause's id.
    pub clause: String,
    /// The clause's family.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Whom it is about.
    pub subject: SubjectLine,
    /// The last day in time.
    pub due: Day,
    /// `overdue`, `late`, `missed`, `not-met` or `past-target`.
    pub outcome: &'static str,
    /// Days late, overdue, missed or past the target.
    pub days: Option<i32>,
    /// How many were owed and not done in this gap.
    pub missed: u32,
    /// Of them, those that fell due in the period.
    pub missed_in_period: u32,
    /// Whether it is open on the as-of day.
    pub position: bool,
    /// Whether any of it fell due in the period.
    pub in_period: bool,
    /// The day by which it was wanted already.
    pub target: Option<Day>,
    /// The day it was done, late.
    pub done_on: Option<Day>,
    /// The last recorded session that counted.
    pub last_held: Option<Day>,
    /// The day its time counts from.
    pub since: Day,
    /// Whether the subject is older than the exports, so that the days are the fewest possible.
    pub at_least: bool,
    /// What a cap found.
    pub value: Option<String>,
    /// What the cap allows.
    pub limit: Option<String>,
    /// What both count.
    pub unit: Option<&'static str>,
    /// The team it counts for.
    pub team: Option<String>,
    /// The service it counts for.
    pub service: Option<String>,
    /// The supervisor's id.
    pub supervisor: Option<String>,
    /// The id of the worker who holds the case or was supervised.
    pub worker: Option<String>,
    /// The day of the session whose record it is.
    pub session_date: Option<Day>,
    /// The sentences of the written policy.
    pub citation: Vec<String>,
    /// How an unclear sentence was read.
    pub reading: Option<String>,
    /// What else a reader should know, in sentences.
    pub remarks: Vec<String>,
    /// The waiver that sets it aside, or would at another time.
    pub waiver: Option<WaiverNote>,
    /// The rows that show it.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// Whether a waiver sets it aside.
    pub fn is_waived(&self) -> bool {
        let waiver = self.waiver.as_ref();
        waiver.is_some_and(|waiver| waiver.state == "active")
    }
}

/// Every finding of a ledger, in order, and after them those that are waived.
pub(super) fn list(lens: &Lens<'_>) -> (Vec<Finding>, Vec<Finding>) {
    let all = traced(lens).into_iter().map(|(finding, _)| finding);
    all.partition(|finding| !finding.is_waived())
}

/// Every finding, waived or not, with the obligation it stands for.
pub(super) fn traced(lens: &Lens<'_>) -> Vec<(Finding, Obligation)> {
    let entries = lens.entries();
    let telling = Telling::new(lens);
    let found = found::list(&entries);
    let told = found
        .par_iter()
        .map(|found| (telling.finding(found), found.entry.obligation.clone()));
    told.collect()
}

/// Whether anything at least so severe fell short that no waiver sets aside; what is only past its target is in time.
pub(super) fn falls_short(lens: &Lens<'_>, severity: Severity) -> bool {
    let mut counted = lens.ledger.counted.cells.iter();
    let is_so_severe = |clause: usize| {
        let clause = lens.policy.clause(clause);
        clause.is_some_and(|clause| clause.severity <= severity)
    };
    if counted.any(|((clause, _), times)| times.fell_short() > 0 && is_so_severe(*clause)) {
        return true;
    }
    let entries = lens.entries();
    let mut found = found::unordered(&entries).into_iter();
    found.any(|found| found.severity <= severity && !found.is_advice() && found.waiver().is_none())
}

/// The id of what is known by a text.
pub(super) fn id_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let bytes = digest.iter().take(6);
    bytes.fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

/// What findings are put into words by.
pub(super) struct Telling<'a> {
    lens: Lens<'a>,
    lost: Lost<'a>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(lens: &Lens<'a>) -> Telling<'a> {
        Telling {
            lens: *lens,
            lost: Lost::of(lens),
        }
    }

    /// What fell short, in words.
    pub(super) fn finding(&self, found: &Found<'_>) -> Finding {
        let (lens, entry) = (&self.lens, found.entry);
        let (owed, clause, who) = (entry.obligation, entry.clause, entry.who());
        let text = |part: Option<&str>| part.map(str::to_owned);
        let mut remarks = remarks(lens, owed);
        remarks.extend(self.lost.remark(lens, entry));
        Finding {
            id: id_of(&found.known_by()),
            clause: clause.id.clone(),
            rule: clause.rule.name,
            severity: found.severity,
            subject: SubjectLine {
                kind: who.kind,
                id: who.id.to_string(),
                name: text(who.name),
                what: text(who.what()),
            },
            due: owed.due,
            outcome: owed.outcome.word(),
            days: found.days(),
            missed: found.missed,
            missed_in_period: found.missed_in_period,
            position: found.position(),
            in_period: found.in_period,
            target: owed.target,
            done_on: done_late(owed),
            last_held: (owed.since.event == Event::Session).then_some(owed.since.day),
            since: owed.since.day,
            at_least: owed.since.event == Event::SpanBegins || owed.remarks.cut,
            value: owed
                .measure
                .as_ref()
                .map(|measure| measure.value.to_string()),
            limit: owed
                .measure
                .as_ref()
                .map(|measure| measure.limit.to_string()),
            unit: owed.measure.as_ref().map(|measure| measure.unit),
            team: text(who.team),
            service: text(who.service),
            supervisor: text(who.supervisor),
            worker: text(who.worker),
            session_date: who.session_date,
            citation: clause.citation.clone(),
            reading: clause.reading.clone(),
            remarks,
            waiver: waivers::note(lens, owed, found.position()),
            evidence: evidence(lens, owed),
        }
    }
}

fn done_late(owed: &Obligation) -> Option<Day> {
    if let Outcome::Late { on, .. } = owed.outcome {
        Some(on)
    } else {
        None
    }
}

fn remarks(lens: &Lens<'_>, owed: &Obligation) -> Vec<String> {
    let marks = &owed.remarks;
    let plain = [
        (
            marks.for_information,
            "above what the team's average may be; the limit is the team's, not this person's",
        ),
        (
            marks.with_another,
            "the agreement is with somebody else than the present supervisor",
        ),
        (
            marks.undecided,
            "a stage went on because its decision has no date",
        ),
        (
            marks.inherited,
            "the lateness began before the present worker's allocation",
        ),
        (
            marks.grace,
            "a change of type, risk or placement gave more time",
        ),
    ];
    let holds = plain.iter().filter(|(holds, _)| *holds);
    let mut said: Vec<String> = holds.map(|(_, words)| (*words).to_owned()).collect();
    if let Some(failed) = &owed.remarks.failed {
        let not_met = owed.outcome == Outcome::NotMet;
        let before = if not_met { "not met: " } else { "" };
        said.push(format!("{before}{failed}"));
    }
    if owed.remarks.absent > 0 {
        let days = days_of_gap(lens, owed);
        said.push(format!("absent {} of {days} days", owed.remarks.absent));
    }
    if owed.since.event == Event::SpanBegins {
        let begin = owed.since.day.short();
        said.push(format!(
            "the exports begin on {begin}, so the days are the fewest possible"
        ));
    }
    if owed.remarks.cut {
        said.push(format!(
            "the exports begin on {}: only what they show is asked for and counted",
            owed.since.day.short()
        ));
    }
    let clause = lens.policy.clause(owed.clause);
    if clause.is_some_and(|clause| clause.rule.name == "schedule") {
        said.push(
            "planned dates are those in the export, which does not say when each was planned"
                .to_owned(),
        );
    }
    if let Outcome::Missed { on, .. } = owed.outcome {
        said.push(format!("could no longer be done from {}", on.short()));
    }
    said
}

/// How many days the time is long in which somebody was absent.
fn days_of_gap(lens: &Lens<'_>, owed: &Obligation) -> i32 {
    let end = match owed.outcome {
        Outcome::Late { on, .. } | Outcome::Missed { on, .. } | Outcome::Met { on, .. } => on,
        Outcome::Overdue { .. }
        | Outcome::Due { .. }
        | Outcome::PastTarget { .. }
        | Outcome::NotMet => lens.ledger.as_of,
    };
    match owed.since.event {
        Event::AuditDay | Event::Window => owed.due.days_since(owed.since.day) + 1,
        Event::Session
        | Event::Start
        | Event::SpanBegins
        | Event::SessionDay
        | Event::CalledOff => end.days_since(owed.since.day),
    }
}

fn evidence(lens: &Lens<'_>, owed: &Obligation) -> Vec<Evidence> {
    let mut rows: Vec<Row> = Vec::new();
    let all = owed.since.row.iter().chain(&owed.by).chain(&owed.rows);
    for row in all {
        if !rows.contains(row) {
            rows.push(*row);
        }
    }
    let shown = rows.iter().map(|row| Evidence {
        file: lens.data.place(*row).file,
        line: row.line,
    });
    shown.collect()
}
