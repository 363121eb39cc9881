//! What an explanation is made of: plain data, the same for text and JSON.

use serde::Serialize;

use crate::calendar::{Day, Interval};
use crate::language::{Compared, Shortfall};
use crate::ledger::{Event, Measure, Obligation, Outcome, Severity};
use crate::place::Place;

use super::owed_lines::{Considered, OwedLine, SumLine};

/// One subject's obligations in order, with the rows that made them.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Who or what it is about.
    pub subject: Who,
    /// The name of the policy, and of its file.
    pub policy: PolicyLine,
    /// The audit speaks at the end of this day.
    pub as_of: Day,
    /// The day the exports were taken.
    pub taken: Day,
    /// Whether nobody said that day.
    pub taken_assumed: bool,
    /// The posts of a staff member.
    pub posts: Vec<PostLine>,
    /// The episodes of a case.
    pub episodes: Vec<EpisodeLine>,
    /// The absences of a staff member.
    pub absences: Vec<AbsenceLine>,
    /// The recurring duties: one entry for each track and each stretch of time in post or open.
    pub courses: Vec<Course>,
    /// Everything that is judged clause by clause: records, caseloads.
    pub checks: Vec<CheckLine>,
    /// What could not be judged.
    pub untestable: Vec<UntestableLine>,
    /// The waivers that bear on any of it, in the order of the policy.
    pub waivers: Vec<WaiverTold>,
    /// Every clause named above, in the order of the policy.
    pub clauses: Vec<ClauseLine>,
    /// Rows of the exports that could not be read, and so are not looked at.
    pub rejected_rows: u32,
}

/// A waiver that bears on what is explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverTold {
    /// The clause's id.
    pub clause: String,
    /// `staff`, `case` or `team`.
    pub scope: &'static str,
    /// Which one.
    pub id: String,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// The first day, when it has one.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Day,
    /// `active`, `expired` or `not-begun` on the as-of day.
    pub state: &'static str,
    /// Where it stands.
    pub place: Place,
}

/// Who or what an explanation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// `staff`, `case`, `session` or `team`.
    pub kind: &'static str,
    /// The id in the exports.
    pub id: String,
    /// A staff member's name, where an export has one.
    pub name: Option<String>,
    /// Role, case type or kind of session.
    pub what: Option<String>,
}

/// Which policy.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyLine {
    /// What it calls itself.
    pub name: String,
    /// Its file.
    pub file: String,
}

/// A post of a staff member.
#[derive(Clone, Debug, Serialize)]
pub struct PostLine {
    /// First day.
    pub from: Day,
    /// The day of leaving.
    pub to: Option<Day>,
    /// The role.
    pub role: Option<String>,
    /// The team.
    pub team: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The line manager's id.
    pub supervisor: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// An episode of a case.
#[derive(Clone, Debug, Serialize)]
pub struct EpisodeLine {
    /// First day.
    pub from: Day,
    /// The day of closing.
    pub to: Option<Day>,
    /// The type of the case.
    pub case_type: Option<String>,
    /// Further types that bind as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// The worker's id.
    pub worker: Option<String>,
    /// Where the allocation stands that says who the worker is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocated: Option<Place>,
    /// The team.
    pub team: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// An absence of a staff member, both days included.
#[derive(Clone, Debug, Serialize)]
pub struct AbsenceLine {
    /// First day.
    pub from: Day,
    /// Last day, when it is known.
    pub to: Option<Day>,
    /// Why.
    pub reason: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// One track through one stretch of time without a longer break.
#[derive(Clone, Debug, Serialize)]
pub struct Course {
    /// The table of the policy.
    pub rule: &'static str,
    /// The track, empty for the usual one.
    pub track: String,
    /// What stops the clock: `sessions`, `activity`, or a column of the subject's own row.
    pub evidence: String,
    /// First day.
    pub from: Day,
    /// The day of leaving or closing.
    pub to: Option<Day>,
    /// The row that began it.
    pub place: Place,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Sessions before it began or after it ended.
    pub outside: Vec<SessionLine>,
}

/// A stretch of a course.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// From one session that counted to the next.
    Gap(GapLine),
    /// A time in which no clause asked for anything.
    Quiet(QuietLine),
}

/// From one session that counted to the next.
#[derive(Clone, Debug, Serialize)]
pub struct GapLine {
    /// The day it counts from.
    pub from: Day,
    /// What happened that day.
    #[serde(serialize_with = "event")]
    pub event: Event,
    /// The row that says so.
    pub place: Option<Place>,
    /// The session that ended it, or the end of all clauses.
    pub to: Option<Day>,
    /// Every session row in it, and whether it counted.
    pub sessions: Vec<SessionLine>,
    /// What was owed in it.
    pub owed: Vec<OwedLine>,
    /// Whether more was owed in it, of which the exports do not show what became.
    pub unjudged: bool,
}

/// A time in which no clause asked for anything.
#[derive(Clone, Debug, Serialize)]
pub struct QuietLine {
    /// First day.
    pub from: Day,
    /// The day after the last, when it is over.
    pub to: Option<Day>,
    /// Every clause of the track, and why it asked for nothing.
    pub considered: Vec<Considered>,
    /// The session rows in it.
    pub sessions: Vec<SessionLine>,
}

/// A row of a session export.
#[derive(Clone, Debug, Serialize)]
pub struct SessionLine {
    /// The day.
    pub date: Day,
    /// The kind.
    pub kind: String,
    /// The depth, where it is not full.
    pub depth: Option<String>,
    /// Who led it.
    pub supervisor: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Whether it counted.
    #[serde(flatten)]
    pub counted: Counted,
}

/// Whether a session counted, and why not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "counted", rename_all = "kebab-case")]
pub enum Counted {
    /// It did.
    Yes,
    /// On the first day of the gap, which owes nothing more.
    SameDay,
    /// It did not take place.
    NotHeld {
        /// Its status.
        status: String,
    },
    /// Before the first day, or on or after the last.
    Outside,
    /// No clause asked for anything on that day.
    NothingOwed,
    /// A clause in force does not count such a session.
    NotOfThisClause {
        /// The clause.
        clause: String,
        /// What it asks for, and what the row says; one list for each way to fit.
        lacks: Vec<Vec<Shortfall>>,
    },
    /// A session of the worker that does not name this case.
    AnotherCase {
        /// The case it names.
        case: Option<String>,
    },
    /// After the as-of day.
    Later,
}

/// Something judged clause by clause: a record, a caseload.
#[derive(Clone, Debug, Serialize)]
pub struct CheckLine {
    /// The clause.
    pub clause: String,
    /// The session it is about, if it is about one.
    pub session: Option<SessionRef>,
    /// The last day in time.
    pub due: Day,
    /// The day by which it was wanted already.
    pub target: Option<Day>,
    /// How the due day is worked out, when it counts from the session.
    pub sum: Option<SumLine>,
    /// The time the clause gives; without one it is there or missing, never late.
    #[serde(skip)]
    pub within: Option<Interval>,
    /// The column that holds the day it counts from, where that is not the event itself.
    pub counts_from: Option<FromLine>,
    /// What was added up.
    pub total: Option<TotalLine>,
    /// Each cell that was looked at, beside what is asked of it.
    pub compared: Vec<Compared>,
    /// What a caseload is added up from.
    pub holding: Option<HoldingLine>,
    /// Where too little was found: what was searched for, and where.
    pub search: Option<SearchLine>,
    /// What became of it.
    #[serde(flatten, serialize_with = "super::owed_lines::outcome")]
    pub outcome: Outcome,
    /// What a cap found.
    pub value: Option<String>,
    /// What the cap allows.
    pub limit: Option<String>,
    /// What both count.
    pub unit: Option<&'static str>,
    /// Whether it is only for information: above the average of a team.
    pub for_information: bool,
    /// What is not as it must be, in the policy's words.
    pub failed: Option<String>,
    /// Whether the agreement is with somebody else than the present supervisor.
    pub with_another: bool,
    /// Whether the exports begin inside the time counted, so that only a part is asked for and counted.
    pub cut: bool,
    /// The rows that show it.
    pub rows: Vec<Place>,
    /// The obligation as the ledger has it.
    #[serde(skip)]
    pub obligation: Obligation,
}

/// The day a deadline counts from, where a column holds it.
#[derive(Clone, Debug, Serialize)]
pub struct FromLine {
    /// The day.
    pub day: Day,
    /// The column.
    pub column: String,
}

/// Rows added up over a stretch of time.
#[derive(Clone, Debug, Serialize)]
pub struct TotalLine {
    /// The first day that counts.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// Which part of the time this is, for somebody who began inside it.
    pub part: Option<PartLine>,
    /// What is asked of somebody who was there for all of it.
    pub in_full: String,
    /// What the rows add, each once, by day.
    pub added: Vec<AddedLine>,
}

/// What somebody, or a team, holds.
#[derive(Clone, Debug, Serialize)]
pub struct HoldingLine {
    /// The limit for a full-time post.
    pub in_full: String,
    /// The share of a full-time post, where it is not a whole one: `18.5 / 37`.
    pub share: Option<String>,
    /// How many full-time posts a team has, where the limit is for its average.
    pub posts: Option<String>,
    /// What each row adds.
    pub parts: Vec<HeldLine>,
}

/// One row of what is held.
#[derive(Clone, Debug, Serialize)]
pub struct HeldLine {
    /// The case, or the person.
    pub id: String,
    /// What it adds.
    pub amount: String,
    /// Why it adds that, where the amount does not say it all.
    pub why: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A search of the activity exports that found too little.
#[derive(Clone, Debug, Serialize)]
pub struct SearchLine {
    /// The files that were searched.
    pub files: Vec<String>,
    /// Which rows were searched for, in words.
    pub what: String,
    /// The first day that counts.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// Rows that would count, or might, were their day inside the time; the nearest first.
    pub outside: Vec<OutsideLine>,
    /// Rows inside the time that do not count, by their kind.
    pub others: Vec<OthersLine>,
}

/// A row whose day is outside the time.
#[derive(Clone, Debug, Serialize)]
pub struct OutsideLine {
    /// Its day.
    pub date: Day,
    /// Where it stands.
    pub place: Place,
}

/// Rows of one kind that do not count.
#[derive(Clone, Debug, Serialize)]
pub struct OthersLine {
    /// The kind.
    pub kind: String,
    /// How many.
    pub rows: u32,
}

/// A part of a time, in whole units.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PartLine {
    /// How many.
    pub whole: u32,
    /// Of how many.
    pub of: u32,
    /// What they are called: `months`.
    pub unit: &'static str,
}

/// One row of a sum.
#[derive(Clone, Debug, Serialize)]
pub struct AddedLine {
    /// Its day.
    pub date: Day,
    /// What it adds, in the unit of the sum; nothing where a cell is blank.
    pub amount: Option<String>,
    /// Its minutes, where minutes are counted.
    pub minutes: Option<u32>,
    /// Among how many people they are divided, where they are.
    pub people: Option<u32>,
    /// Where it stands.
    pub place: Place,
}

/// A session that a record is owed for.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRef {
    /// The session's id, where it has one.
    pub id: Option<String>,
    /// The day it was held.
    pub date: Day,
    /// Its kind.
    pub kind: String,
    /// Where it stands.
    pub place: Place,
}

/// A clause that could not be judged for the subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UntestableLine {
    /// The clause.
    pub clause: String,
    /// Why.
    pub reason: String,
    /// The row that shows it.
    pub place: Option<Place>,
}

/// A clause of the policy, in words.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseLine {
    /// Its id.
    pub id: String,
    /// Its table.
    pub rule: &'static str,
    /// Where it stands in the policy's file.
    pub place: Place,
    /// Whom it is for.
    pub whom: String,
    /// What it demands.
    pub owes: String,
    /// How much it binds.
    pub severity: Severity,
    /// The sentences of the written policy it stands for.
    pub citation: Vec<String>,
    /// How an unclear sentence was read.
    pub reading: Option<String>,
}

impl Explanation {
    /// The clause of an id.
    pub fn clause(&self, id: &str) -> Option<&ClauseLine> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn event<S: serde::Serializer>(event: &Event, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match event {
        Event::Session => "session",
        Event::Start => "start",
        Event::SpanBegins => "exports-begin",
        Event::AuditDay => "audit-day",
        Event::SessionDay => "session-day",
        Event::Window => "window",
        Event::CalledOff => "called-off",
    })
}

impl CheckLine {
    /// Puts a cap's numbers in.
    pub(super) fn measure(&mut self, measure: Option<&Measure>) {
        self.value = measure.map(|measure| measure.value.to_string());
        self.limit = measure.map(|measure| measure.limit.to_string());
        self.unit = measure.map(|measure| measure.unit);
    }
}
