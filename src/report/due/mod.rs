//! What falls due in the coming days, by supervisor and day, and what it will take.

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Outcome, Part, Severity};
use crate::records::StaffIx;

use super::lens::{Entry, Kind};
use super::{Audit, SubjectLine, findings};

mod calendar;
mod csv;
mod lines;
mod minutes;
#[cfg(test)]
mod tests;

pub(super) use calendar::render as ics;
pub(super) use csv::{basis, render as rows};
pub use minutes::{Basis, Length};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// The audit as of the day before the first day listed.
    pub audit: &'a Audit<'a>,
    /// The last day listed.
    pub last: Day,
    /// The call of the audit of the same day, for what is overdue already.
    pub overdue_call: &'a str,
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// A session to be held.
    Session,
    /// A record to be written, or another deadline after a session.
    Record,
    /// Anything else with a due day: an agreement, an appraisal, files to look at.
    Other,
}

impl Work {
    /// Its word in every format.
    pub fn word(self) -> &'static str {
        match self {
            Work::Session => "session",
            Work::Record => "record",
            Work::Other => "other",
        }
    }
}

/// One clause that asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// The id of the finding that it becomes if it is not done.
    pub id: String,
    /// The clause's id.
    pub clause: String,
    /// The clause's family.
    pub rule: &'static str,
    /// How much the clause binds.
    pub severity: Severity,
    /// The sentences of the written policy.
    pub citation: Vec<String>,
}

/// One thing that falls due: of one subject, on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueLine {
    /// What it is to do.
    pub work: Work,
    /// What it is, in words: `staff supervision`, `child record`.
    pub what: String,
    /// The last day in time.
    pub due: Day,
    /// Whom it is about.
    pub subject: SubjectLine,
    /// The supervisor's id.
    pub supervisor: Option<String>,
    /// The id of the worker who holds the case or was supervised.
    pub worker: Option<String>,
    /// The team it counts for.
    pub team: Option<String>,
    /// The service it counts for.
    pub service: Option<String>,
    /// The last recorded session that counted.
    pub last_held: Option<Day>,
    /// The day of the session whose record it is.
    pub session_date: Option<Day>,
    /// The day by which it was wanted already, when that has passed.
    pub past_target: Option<Day>,
    /// The session that does it: lines with one number need one session.
    pub session: Option<u32>,
    /// How long that session takes.
    pub length: Option<Length>,
    /// The clauses that ask for it, the first in the policy first.
    pub clauses: Vec<Asking>,
    /// What else a reader should know.
    pub remarks: Vec<String>,
}

/// What some of it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Takes {
    /// Sessions.
    pub sessions: u32,
    /// Minutes of those sessions whose length can be told.
    pub minutes: u32,
    /// Sessions whose length cannot be told: in no number of minutes.
    pub of_unknown_length: u32,
    /// Records.
    pub records: u32,
    /// Other things.
    pub others: u32,
}

impl Takes {
    /// What these lines take, each session once.
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l DueLine>) -> Takes {
        let mut takes = Takes::default();
        let mut counted = 0;
        for line in lines {
            match (line.work, line.session) {
                (Work::Record, _) => takes.records += 1,
                (Work::Other, _) => takes.others += 1,
                (Work::Session, Some(number)) if number <= counted => {}
                (Work::Session, number) => {
                    counted = number.unwrap_or(counted);
                    takes.sessions += 1;
                    match line.length.as_ref().and_then(|length| length.minutes) {
                        Some(minutes) => takes.minutes = takes.minutes.saturating_add(minutes),
                        None => takes.of_unknown_length += 1,
                    }
                }
            }
        }
        takes
    }
}

/// What one supervisor has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SupervisorDue {
    /// The supervisor's id; nobody where the exports name none.
    pub supervisor: Option<String>,
    /// Their name, where an export has one.
    pub name: Option<String>,
    /// What it takes.
    pub takes: Takes,
    /// The lines, by day.
    pub lines: Vec<DueLine>,
}

/// The whole list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueList {
    /// The as-of day, which is not in the list.
    pub as_of: Day,
    /// The first day listed.
    pub from: Day,
    /// The last day listed.
    pub to: Day,
    /// False when nothing at all was judged: the list then says nothing.
    pub judged: bool,
    /// Rows of the exports that could not be read.
    pub rejected_rows: u32,
    /// What all of it takes.
    pub takes: Takes,
    /// Findings that are overdue already, which are not in the list.
    pub overdue_already: u32,
    /// Things due on the as-of day itself and not done, which are not in the list.
    pub due_on_the_day: u32,
    /// Things that a waiver sets aside on their due day.
    pub waived: u32,
    /// Staff and cases that no clause covers.
    pub uncovered: u32,
    /// Clauses that could not be judged at all, each with its reason.
    pub untested: Vec<String>,
    /// Times that a clause could not be judged for somebody.
    pub untestable: u32,
    /// By supervisor, in the order of their ids, nobody's last.
    pub supervisors: Vec<SupervisorDue>,
}

/// Everything that falls due after the as-of day and up to the last day.
pub fn due_list(coming: &Coming<'_>) -> DueList {
    let lens = coming.audit.lens();
    let (ledger, data) = (lens.ledger, lens.data);
    let entries = lens.entries();
    let (aside, lines) = lines::of(&lens, &entries, coming.last);
    let (counted, _) = findings::list(&lens);
    let overdue = counted
        .iter()
        .filter(|finding| finding.position && finding.outcome == "overdue");
    let on_the_day = entries.iter().filter(|entry| is_due_today(entry));
    let whole = ledger.untestable.iter().filter(|one| one.subject.is_none());
    let mut untested: Vec<(usize, String)> = whole
        .filter_map(|one| {
            let clause = lens.policy.clause(one.clause)?;
            let said = format!("clause `{}`: {}", clause.id, one.reason);
            Some((one.clause, said))
        })
        .collect();
    untested.sort();
    untested.dedup();
    DueList {
        as_of: ledger.as_of,
        from: ledger.as_of.next(),
        to: coming.last,
        judged: coming.audit.is_judged(),
        rejected_rows: data.files.iter().map(|file| file.rejected).sum(),
        takes: Takes::of(lines.iter()),
        overdue_already: number(overdue.count()),
        due_on_the_day: number(on_the_day.count()),
        waived: aside,
        uncovered: number(ledger.uncovered.len()),
        untestable: number(ledger.untestable.len().saturating_sub(untested.len())),
        untested: untested.into_iter().map(|(_, said)| said).collect(),
        supervisors: by_supervisor(coming.audit, lines),
    }
}

/// The list as JSON, with a line break at its end.
pub(super) fn json(coming: &Coming<'_>) -> String {
    #[derive(Serialize)]
    struct Page<'a> {
        schema: u32,
        banner: Option<&'a str>,
        policy: &'a str,
        policy_sha256: &'a str,
        /// The part of the council that the list is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<&'a Part>,
        warnings: &'a [String],
        #[serde(flatten)]
        list: DueList,
    }
    let audit = coming.audit;
    let page = Page {
        schema: 1,
        banner: audit.banner,
        policy: &audit.policy.name,
        policy_sha256: &audit.policy.sha256,
        part: audit.ledger.part.as_ref(),
        warnings: &audit.ledger.warnings,
        list: due_list(coming),
    };
    // Strings and numbers always have a form in JSON.
    let text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text + "\n"
}

fn is_due_today(entry: &Entry<'_>) -> bool {
    let today = matches!(entry.obligation.outcome, Outcome::Overdue { days: 0 });
    let lasts = !matches!(entry.kind, Kind::Limit | Kind::Check | Kind::Beside);
    today && lasts && !entry.is_waived_now()
}

/// The lines, which are sorted by supervisor already, in a part for each.
fn by_supervisor(audit: &Audit<'_>, lines: Vec<DueLine>) -> Vec<SupervisorDue> {
    let mut parts: Vec<SupervisorDue> = Vec::new();
    for line in lines {
        match parts.last_mut() {
            Some(part) if part.supervisor == line.supervisor => part.lines.push(line),
            Some(_) | None => parts.push(SupervisorDue {
                supervisor: line.supervisor.clone(),
                name: line.supervisor.as_ref().and_then(|id| name(audit, id)),
                takes: Takes::default(),
                lines: vec![line],
            }),
        }
    }
    for part in &mut parts {
        part.takes = Takes::of(part.lines.iter());
    }
    parts
}

fn name(audit: &Audit<'_>, id: &str) -> Option<String> {
    let (data, as_of) = (audit.data, audit.ledger.as_of);
    let staff = StaffIx::at(data.staff_ids.get(id)?)?;
    let post = data.post_on(staff, as_of)?;
    post.name.as_deref().map(str::to_owned)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
