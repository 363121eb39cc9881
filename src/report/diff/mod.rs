//! Two audits side by side: which findings are new, still open, resolved, waived, or gone with whom they were about.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::Severity;
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
    /// Open then; now nothing can be said of it: they left, the case closed, the clause went.
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
    /// The supervisor's id.
    pub supervisor: Option<String>,
    /// The session whose record it is.
    pub session_date: Option<Day>,
    /// The last day in time.
    pub due: Day,
    /// Days overdue in the audit it was last seen in.
    pub days: Option<i32>,
    /// The first day on which it was overdue, as far as the two audits show.
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
    let counts = Change::ALL.map(|change| {
        let of = lines.iter().filter(|line| line.change == change);
        (change, of.count())
    });
    Ok(Diff {
        council: new.policy.council.clone(),
        old: side(old),
        new: side(new),
        notes: notes(old, new),
        counts: counts.into_iter().collect(),
        lines,
    })
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
    pub fn csv(&self) -> String {
        csv::render(self)
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
    let why = (before.clause != after.clause)
        .then(|| format!("under `{}` in the older audit", before.clause));
    let since = first_day(before).into_iter().chain(first_day(after)).min();
    DiffLine {
        open_since: since,
        ..line(Change::StillOpen, after, why)
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
        supervisor: seen.supervisor.clone(),
        session_date: seen.session_date,
        due: seen.due,
        days: seen.days,
        open_since: first_day(seen),
        why,
    }
}
