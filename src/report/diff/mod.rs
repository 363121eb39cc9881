//! Two audits side by side: which findings are new, still open, resolved, waived, or gone with whom they were about.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calendar::Day;
use crate::engine::{Names, UnknownName};
use crate::ledger::{Part, Severity};
use crate::report::Csv;
use crate::report::sentences::part_or_whole;
use crate::report::table::compared;

mod csv;
mod snapshot;
#[cfg(test)]
mod tests;

pub use snapshot::{InScope, SCHEMA, SeenSubject, Snapshot, Unreadable};

use snapshot::Seen;

/// What became of a finding between two audits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Open now and not then.
    New,
    /// Open in both.
    StillOpen,
    /// Open then; now done, or no longer asked for.
    Resolved,
    /// Open then; now set aside by a waiver.
    Waived,
    /// Open then; now nothing can be said of it, whether it was done before or not: they left, the case closed, the
    /// clause went.
    Gone,
}

impl Change {
    /// All of them, in the order of print.
    pub const ALL: [Change; 5] = [
        Change::New,
        Change::StillOpen,
        Change::Resolved,
        Change::Waived,
        Change::Gone,
    ];

    /// Its word in a table.
    pub fn word(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::StillOpen => "still open",
            Change::Resolved => "resolved",
            Change::Waived => "waived",
            Change::Gone => "gone",
        }
    }
}

/// One finding in either audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// What became of it.
    pub change: Change,
    /// Its id in the newer audit, or the older where that has none.
    pub id: String,
    /// The clause's id.
    pub clause: String,
    /// The clause's family.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// Whom it is about.
    pub subject: SeenSubject,
    /// The team it counts for.
    pub team: Option<String>,
    /// The service it counts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The supervisor's id.
    pub supervisor: Option<String>,
    /// The session whose record it is.
    pub session_date: Option<Day>,
    /// The last day in time.
    pub due: Day,
    /// Days overdue in the audit it was last seen in.
    pub days: Option<i32>,
    /// The first day on which it was overdue, as far as the two audits show; of what was done in between and is overdue
    /// again, the first day since then.
    pub open_since: Option<Day>,
    /// What else there is to say.
    pub why: Option<String>,
}

/// One of the two audits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its as-of day.
    pub as_of: Day,
    /// The policy's file.
    pub policy: String,
    /// The SHA-256 of the policy.
    pub sha256: String,
    /// Findings open in it.
    pub open: usize,
}

/// Two audits compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Whose they are.
    pub council: Option<String>,
    /// The part of the council that is left of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// The older audit.
    pub old: Side,
    /// The newer audit.
    pub new: Side,
    /// What a reader should know before the lists.
    pub notes: Vec<String>,
    /// How many of each.
    pub counts: BTreeMap<Change, usize>,
    /// Every finding that was or is open.
    pub lines: Vec<DiffLine>,
}

/// Why two reports can't be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// The first is of a later day than the second.
    #[error(
        "the older report is as of {old} and the newer as of {new}: give the earlier of the two first"
    )]
    Order {
        /// The as-of day of the one called older.
        old: Day,
        /// The as-of day of the one called newer.
        new: Day,
    },
    /// They are of two councils.
    #[error("the reports are of two councils, `{old}` and `{new}`; compare two of one council")]
    Councils {
        /// Whose the older is.
        old: String,
        /// Whose the newer is.
        new: String,
    },
    /// They are about a part already.
    #[error("the reports are about {0} alone; leave out --team, --service and --supervisor")]
    OfAPart(String),
    /// A name that neither report has.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// They are of two parts of the council, or one is of the whole.
    #[error(
        "the older report is about {old} and the newer about {new}; compare two of the same part"
    )]
    Parts {
        /// What the older is about.
        old: String,
        /// What the newer is about.
        new: String,
    },
}

/// Compares two audits of one council.
///
/// # Errors
/// The wrong order, or two councils.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Result<Diff, Incomparable> {
    if new.as_of < old.as_of {
        return Err(Incomparable::Order {
            old: old.as_of,
            new: new.as_of,
        });
    }
    if let (Some(one), Some(other)) = (&old.policy.council, &new.policy.council)
        && one != other
    {
        return Err(Incomparable::Councils {
            old: one.clone(),
            new: other.clone(),
        });
    }
    if old.part != new.part {
        return Err(Incomparable::Parts {
            old: part_or_whole(old.part.as_ref()),
            new: part_or_whole(new.part.as_ref()),
        });
    }
    let mut lines = lines(old, new);
    lines.sort_by(|one, two| {
        let order = |line: &DiffLine| (line.change, line.severity, std::cmp::Reverse(line.days));
        order(one)
            .cmp(&order(two))
            .then_with(|| (&one.clause, &one.subject.id).cmp(&(&two.clause, &two.subject.id)))
            .then_with(|| (one.due, &one.id).cmp(&(two.due, &two.id)))
    });
    Ok(Diff {
        council: new.policy.council.clone(),
        part: new.part.clone(),
        old: side(old),
        new: side(new),
        notes: notes(old, new),
        counts: counts(&lines),
        lines,
    })
}

/// Compares two audits of one council, and keeps what counts for a part of it: where the newer has a finding, for the
/// part it counts for there, so that whoever moved to another team is in the new one's list.
///
/// # Errors
/// What keeps them from being compared, a name that neither has, or two that are about a part already.
pub fn diff_part(old: &Snapshot, new: &Snapshot, asked: &Part) -> Result<Diff, Incomparable> {
    let mut whole = diff(old, new)?;
    if let Some(part) = &new.part {
        return Err(Incomparable::OfAPart(part_or_whole(Some(part))));
    }
    let part = names(old, new).part(asked)?;
    whole.lines.retain(|line| is_in(&part, line));
    whole.counts = counts(&whole.lines);
    let left = |change| whole.counts.get(&change).copied().unwrap_or_default();
    whole.old.open = whole.lines.len() - left(Change::New);
    whole.new.open = left(Change::New) + left(Change::StillOpen);
    whole.part = Some(part);
    Ok(whole)
}

fn counts(lines: &[DiffLine]) -> BTreeMap<Change, usize> {
    let counts = Change::ALL.map(|change| {
        let of = lines.iter().filter(|line| line.change == change);
        (change, of.count())
    });
    counts.into_iter().collect()
}

/// The teams, services and supervisors that either report names.
fn names<'s>(old: &'s Snapshot, new: &'s Snapshot) -> Names<'s> {
    let of = |dimension: &'static str, own: fn(&Seen) -> &Option<String>| -> BTreeSet<&'s str> {
        let reports = [old, new].into_iter();
        let named = reports.flat_map(|one| {
            let rates = one
                .rates
                .iter()
                .filter(move |rate| rate.dimension == dimension);
            let seen = one.findings.iter().chain(&one.waived_findings);
            let seen = seen.filter_map(move |seen| own(seen).as_deref());
            rates.map(|rate| rate.key.as_str()).chain(seen)
        });
        // What belongs to none is no part.
        named.filter(|name| !name.starts_with("(no ")).collect()
    };
    Names {
        of: "either report",
        teams: of("team", |seen| &seen.team),
        services: of("service", |seen| &seen.service),
        supervisors: of("supervisor", |seen| &seen.supervisor),
    }
}

/// Whether a finding counts for a part.
fn is_in(part: &Part, line: &DiffLine) -> bool {
    let same = |asked: &Option<String>, own: &Option<String>| asked.is_none() || asked == own;
    same(&part.team, &line.team)
        && same(&part.service, &line.service)
        && same(&part.supervisor, &line.supervisor)
}

impl Diff {
    /// The findings of which one thing became.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &DiffLine> {
        self.lines.iter().filter(move |line| line.change == change)
    }

    /// The lists for a terminal.
    pub fn table(&self, width: u16) -> String {
        compared::render(self, width)
    }

    /// The lists as CSV.
    pub fn csv(&self, form: Csv) -> String {
        csv::render(self, form)
    }

    /// The lists as JSON, with a line break at its end.
    pub fn json(&self) -> String {
        // Nothing in it can fail to be written: its keys are names, its numbers finite.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn side(of: &Snapshot) -> Side {
    Side {
        as_of: of.as_of,
        policy: of.policy.file.clone(),
        sha256: of.policy.sha256.clone(),
        open: of.findings.iter().filter(|seen| seen.is_open()).count(),
    }
}

fn notes(old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let mut notes = Vec::new();
    if old.policy.sha256 != new.policy.sha256 {
        notes.push(format!(
            "the policy is not the same (`{}` and `{}` differ): a finding may be new, or gone, because what is asked changed",
            old.policy.file, new.policy.file
        ));
    }
    if old.as_of == new.as_of {
        notes.push(format!(
            "both are as of {}: what differs is not the time",
            new.as_of.short()
        ));
    }
    for (which, one) in [("older", old), ("newer", new)] {
        if one.is_incomplete() {
            notes.push(format!(
                "the {which} audit is incomplete: rows were rejected, a file was empty, or nothing was judged, so what looks resolved or new may not be"
            ));
        }
    }
    notes
}

/// What a finding is known by: clause and subject, and the session where it is about one. Never a row or a due day.
type Key<'s> = (&'s str, &'s str, &'s str, Option<Day>);

fn key(seen: &Seen) -> Key<'_> {
    let subject = &seen.subject;
    (&seen.clause, &subject.kind, &subject.id, seen.session_date)
}

/// The open findings by what they are known by; of several with one key each keeps its place, the earliest due first.
fn by_key(findings: &[Seen]) -> BTreeMap<(Key<'_>, usize), &Seen> {
    let mut sorted: Vec<&Seen> = findings.iter().filter(|seen| seen.is_open()).collect();
    sorted.sort_by_key(|seen| (key(seen), seen.due, &seen.id));
    let mut found = BTreeMap::new();
    let mut place = 0;
    let mut last = None;
    for seen in sorted {
        place = if last == Some(key(seen)) {
            place + 1
        } else {
            0
        };
        last = Some(key(seen));
        found.insert((key(seen), place), seen);
    }
    found
}

fn lines(old: &Snapshot, new: &Snapshot) -> Vec<DiffLine> {
    let (then, mut now) = (by_key(&old.findings), by_key(&new.findings));
    let aside_then = by_key(&old.waived_findings);
    let aside_now = by_key(&new.waived_findings);
    let mut lines = Vec::new();
    let mut closed = Vec::new();
    for (key, before) in then {
        if let Some(after) = now.remove(&key) {
            lines.push(still_open(before, after));
        } else if aside_now.contains_key(&key) {
            lines.push(line(Change::Waived, before, None));
        } else {
            closed.push(before);
        }
    }
    for before in closed {
        // Another clause of the same table may govern the same stretch of time by now.
        let same = |after: &Seen| {
            after.rule == before.rule
                && (&after.subject.kind, &after.subject.id)
                    == (&before.subject.kind, &before.subject.id)
                && after.since == before.since
                && after.session_date == before.session_date
        };
        let moved = now.iter().find(|(_, after)| same(after));
        match moved.map(|(key, _)| *key) {
            Some(key) => lines.extend(now.remove(&key).map(|after| still_open(before, after))),
            None => lines.push(ended(before, new)),
        }
    }
    for (key, after) in now {
        let was_waived = aside_then.contains_key(&key);
        let why = was_waived.then(|| "it was waived then".to_owned());
        lines.push(line(Change::New, after, why));
    }
    lines
}

fn still_open(before: &Seen, after: &Seen) -> DiffLine {
    let under = (before.clause != after.clause)
        .then(|| format!("under `{}` in the older audit", before.clause));
    // What was done in between ended what was open then, and this is another lateness of the same thing.
    let anew = after.last_held.filter(|day| *day > before.since);
    let done = anew.map(|day| format!("done on {}, and overdue again", day.short()));
    let why: Vec<String> = under.into_iter().chain(done).collect();
    let before = first_day(before).filter(|_| anew.is_none());
    DiffLine {
        open_since: before.into_iter().chain(first_day(after)).min(),
        ..line(
            Change::StillOpen,
            after,
            (!why.is_empty()).then(|| why.join("; ")),
        )
    }
}

/// What became of a finding that is no longer open.
fn ended(before: &Seen, new: &Snapshot) -> DiffLine {
    let mut later = new.findings.iter().chain(&new.waived_findings);
    let same =
        |after: &&Seen| key(after) == key(before) && after.due == before.due && !after.position;
    match later.find(same) {
        Some(after) if after.outcome == "late" => {
            let on = after.done_on.map(|day| format!("done on {}", day.short()));
            line(Change::Resolved, before, on)
        }
        Some(after) if after.outcome == "missed" => {
            let why = "it can no longer be done".to_owned();
            line(Change::Gone, before, Some(why))
        }
        Some(_) | None => match new.gone(before) {
            Some(why) => line(Change::Gone, before, Some(why)),
            None => line(Change::Resolved, before, None),
        },
    }
}

/// The first day on which it was overdue; what has no days has none.
fn first_day(seen: &Seen) -> Option<Day> {
    seen.days.map(|_| seen.due.next())
}

fn line(change: Change, seen: &Seen, why: Option<String>) -> DiffLine {
    DiffLine {
        change,
        id: seen.id.clone(),
        clause: seen.clause.clone(),
        rule: seen.rule.clone(),
        severity: seen.severity,
        subject: seen.subject.clone(),
        team: seen.team.clone(),
        service: seen.service.clone(),
        supervisor: seen.supervisor.clone(),
        session_date: seen.session_date,
        due: seen.due,
        days: seen.days,
        open_since: first_day(seen),
        why,
    }
}
