//! Findings: what fell short, one for each gap, with all that a reader needs to act on it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::calendar::Day;
use crate::ledger::{Event, Obligation, Outcome, Severity, Subject};
use crate::place::Row;

use super::lens::{Entry, Kind, Lens, track};
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
    let found = found(lens, &entries).into_iter();
    let (mut findings, owed): (Vec<Finding>, Vec<Obligation>) =
        found.map(|(finding, owed)| (finding, owed.clone())).unzip();
    super::lost::say(lens, &mut findings);
    findings.into_iter().zip(owed).collect()
}

/// One stretch without what is owed: whose, in which table, on which track, since when, and whether it is waived.
type Gap<'g> = (Subject, &'g str, &'g str, Day, bool);

fn found<'a>(lens: &Lens<'_>, entries: &'a [Entry<'a>]) -> Vec<(Finding, &'a Obligation)> {
    let mut gaps: BTreeMap<Gap<'_>, Vec<&Entry<'_>>> = BTreeMap::new();
    let mut found = Vec::new();
    for entry in entries {
        let recurs = matches!(entry.kind, Kind::Staff | Kind::Case | Kind::Review);
        if recurs && entry.obligation.outcome.is_open() {
            let owed = entry.obligation;
            let gap = (
                owed.subject,
                entry.clause.rule.name,
                track(entry.clause),
                owed.since.day,
                owed.remarks.waived.now.is_some(),
            );
            gaps.entry(gap).or_default().push(entry);
        } else if is_finding(entry) {
            found.push(keyed(lens, entry, &[entry]));
        }
    }
    for gap in gaps.values() {
        let first = |overdue: bool| {
            gap.iter()
                .filter(|entry| is_overdue(entry.obligation) == overdue && is_finding(entry))
                .min_by_key(|entry| {
                    (
                        entry.obligation.nth,
                        entry.obligation.due,
                        entry.obligation.clause,
                    )
                })
        };
        if let Some(entry) = first(true).or_else(|| first(false)) {
            found.push(keyed(lens, entry, gap));
        }
    }
    // Clauses in the order of the policy, subjects in that of their ids: never in the order of rows.
    found.sort_by(|(key, one), (other, two)| {
        let order = |finding: &Finding| {
            (
                finding.severity,
                !finding.position,
                Reverse(finding.days.unwrap_or(-1)),
            )
        };
        order(one)
            .cmp(&order(two))
            .then_with(|| key.clause.cmp(&other.clause))
            .then_with(|| one.subject.id.cmp(&two.subject.id))
            .then_with(|| (one.due, one.since, &key.text).cmp(&(two.due, two.since, &other.text)))
    });
    identify(found)
}

/// What a finding is known by.
struct Key<'a> {
    clause: usize,
    text: String,
    owed: &'a Obligation,
}

/// Gives each finding its id; of two with one key the second is told apart by its place in the order.
fn identify(found: Vec<(Key<'_>, Finding)>) -> Vec<(Finding, &Obligation)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let identified = found.into_iter().map(|(key, mut finding)| {
        let times = seen.entry(key.text.clone()).or_insert(0);
        *times += 1;
        let text = match times {
            1 => key.text,
            _ => format!("{}\n{times}", key.text),
        };
        finding.id = id_of(&text);
        (finding, key.owed)
    });
    identified.collect()
}

/// The id of what is known by a text.
pub(super) fn id_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let bytes = digest.iter().take(6);
    bytes.fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

fn is_overdue(obligation: &Obligation) -> bool {
    matches!(obligation.outcome, Outcome::Overdue { .. })
}

/// Whether it is open on the as-of day: a thing due that very day is not yet.
pub(super) fn is_position(obligation: &Obligation) -> bool {
    match obligation.outcome {
        Outcome::Overdue { days } => days >= 1,
        Outcome::NotMet => obligation.is_open(),
        Outcome::PastTarget { .. } => true,
        Outcome::Met { .. }
        | Outcome::Late { .. }
        | Outcome::Missed { .. }
        | Outcome::Due { .. } => false,
    }
}

fn is_finding(entry: &Entry<'_>) -> bool {
    let met = matches!(entry.obligation.outcome, Outcome::Met { .. });
    is_position(entry.obligation) || (entry.fell_due && !met)
}

fn keyed<'a>(lens: &Lens<'_>, entry: &Entry<'a>, gap: &[&Entry<'_>]) -> (Key<'a>, Finding) {
    let key = Key {
        clause: entry.obligation.clause,
        text: known_by(entry),
        owed: entry.obligation,
    };
    (key, finding(lens, entry, gap))
}

/// What something owed is known by from audit to audit.
pub(super) fn known_by(entry: &Entry<'_>) -> String {
    let owed = entry.obligation;
    let who = &entry.who;
    let recurs = matches!(entry.kind, Kind::Staff | Kind::Case | Kind::Review);
    // What is open is known by clause and subject alone: its due day moves with the first day the exports cover, with
    // an absence entered later, with a closure. What is owed once is known by the day it is about.
    let due = match owed.since.event {
        Event::AuditDay => String::new(),
        _ if recurs && owed.outcome.is_open() => "open".to_owned(),
        Event::Window | Event::SpanBegins => owed.due.to_string(),
        _ if recurs => owed.due.to_string(),
        Event::Session | Event::Start | Event::SessionDay | Event::CalledOff => {
            owed.since.day.to_string()
        }
    };
    // Two sessions may have one deadline.
    let session = who
        .session_date
        .map(|day| day.to_string())
        .unwrap_or_default();
    let parts = [
        &entry.clause.id,
        who.kind,
        &who.id,
        &due,
        &session,
        who.apart,
    ];
    parts.join("\n")
}

fn finding(lens: &Lens<'_>, entry: &Entry<'_>, gap: &[&Entry<'_>]) -> Finding {
    let (owed, clause, who) = (entry.obligation, entry.clause, &entry.who);
    let overdue = || gap.iter().filter(|entry| is_overdue(entry.obligation));
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let missed = matches!(owed.outcome, Outcome::Missed { .. });
    let text = |part: Option<&str>| part.map(str::to_owned);
    Finding {
        id: String::new(),
        clause: clause.id.clone(),
        rule: clause.rule.name,
        severity: severity(entry, gap),
        subject: SubjectLine {
            kind: who.kind,
            id: who.id.to_string(),
            name: text(who.name),
            what: who.what().map(str::to_owned),
        },
        due: owed.due,
        outcome: owed.outcome.word(),
        // What is below its target in amount has no days.
        days: owed.outcome.days().filter(|_| owed.measure.is_none()),
        missed: if missed { 1 } else { number(overdue().count()) },
        missed_in_period: if missed {
            u32::from(entry.fell_due)
        } else {
            number(overdue().filter(|entry| entry.fell_due).count())
        },
        position: is_position(owed),
        in_period: gap.iter().any(|entry| entry.fell_due),
        target: owed.target,
        done_on: done_late(owed),
        last_held: (owed.since.event == Event::Session).then_some(owed.since.day),
        since: owed.since.day,
        at_least: owed.since.event == Event::SpanBegins || owed.remarks.cut,
        value: owed.measure.map(|measure| measure.value.to_string()),
        limit: owed.measure.map(|measure| measure.limit.to_string()),
        unit: owed.measure.map(|measure| measure.unit),
        team: text(who.team),
        service: text(who.service),
        supervisor: text(who.supervisor),
        worker: text(who.worker),
        session_date: who.session_date,
        citation: clause.citation.clone(),
        reading: clause.reading.clone(),
        remarks: remarks(lens, owed),
        waiver: waivers::note(lens, owed, is_position(owed)),
        evidence: evidence(lens, owed),
    }
}

fn done_late(owed: &Obligation) -> Option<Day> {
    if let Outcome::Late { on, .. } = owed.outcome {
        Some(on)
    } else {
        None
    }
}

/// The clause's severity, the strictest of a gap; what is only past its target is advice.
fn severity(entry: &Entry<'_>, gap: &[&Entry<'_>]) -> Severity {
    if entry.kind == Kind::Beside {
        return Severity::Information;
    }
    let own = entry.clause.severity;
    if matches!(entry.obligation.outcome, Outcome::PastTarget { .. }) {
        return own.max(Severity::Advisory);
    }
    let overdue = gap.iter().filter(|entry| is_overdue(entry.obligation));
    overdue
        .map(|entry| entry.clause.severity)
        .fold(own, Severity::min)
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
