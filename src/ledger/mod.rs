//! The ledger: what was owed by whom by which day, and what became of it.

mod counted;
mod counts_for;
mod entries;
#[cfg(test)]
mod tests;
mod within;

pub use counted::{Counted, Times, cell_of};
pub use counts_for::{is_of_session, session_of};
pub use entries::{Completes, Entries};
pub use within::Within;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::place::Row;
use crate::records::{CaseIx, CutShort, Decimal, Export, StaffIx, Word};

/// Whose obligation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A staff member.
    Staff(StaffIx),
    /// A child's case.
    Case(CaseIx),
    /// A session, by the position of its first row in [`crate::records::Dataset::sessions`].
    Session(u32),
    /// A team.
    Team(Word),
    /// The whole council: what nobody in particular owes.
    Council,
}

/// What stands in the place of an id where the whole council owes something.
pub const COUNCIL: &str = "council";

/// How much a clause binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The policy says must, will, minimum or maximum.
    #[default]
    Breach,
    /// The policy says should, aim or normally.
    Advisory,
    /// The policy says may or could.
    Information,
}

impl Severity {
    /// Its word in a policy and a report.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Breach => "breach",
            Severity::Advisory => "advisory",
            Severity::Information => "information",
        }
    }
}

/// What became of an obligation by the end of the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done in time.
    Met {
        /// The day it was done.
        on: Day,
        /// Days left until the due day.
        spare: i32,
        /// Days after the target, or 0.
        past_target: i32,
    },
    /// Done after the due day.
    Late {
        /// The day it was done.
        on: Day,
        /// Days after the due day.
        days: i32,
    },
    /// Not done, and the due day has come: 0 days on the due day itself.
    Overdue {
        /// Days from the due day to the as-of day.
        days: i32,
    },
    /// Not done, and now it can't be.
    Missed {
        /// The day on which that became so: a closing, a leaving, a change of rule.
        on: Day,
        /// Days from the due day to that day.
        days: i32,
    },
    /// Not done, and not yet due.
    Due {
        /// Days until the due day.
        left: i32,
    },
    /// Not done, past the target and inside the limit.
    PastTarget {
        /// Days since the target.
        days: i32,
        /// Days until the due day.
        left: i32,
    },
    /// A cap exceeded, or a thing that should be there and is not.
    NotMet,
}

impl Outcome {
    /// Its word in a report.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Met { .. } => "met",
            Outcome::Late { .. } => "late",
            Outcome::Overdue { .. } => "overdue",
            Outcome::Missed { .. } => "missed",
            Outcome::Due { .. } => "due",
            Outcome::PastTarget { .. } => "past-target",
            Outcome::NotMet => "not-met",
        }
    }

    /// Whether it is still open: it may yet be done.
    pub fn is_open(self) -> bool {
        match self {
            Outcome::Overdue { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. }
            | Outcome::NotMet => true,
            Outcome::Met { .. } | Outcome::Late { .. } | Outcome::Missed { .. } => false,
        }
    }

    /// Days late, overdue, missed or past the target; nothing for what is in time or has no days.
    pub fn days(self) -> Option<i32> {
        match self {
            Outcome::Late { days, .. }
            | Outcome::Overdue { days }
            | Outcome::Missed { days, .. }
            | Outcome::PastTarget { days, .. } => Some(days),
            Outcome::Met { .. } | Outcome::Due { .. } | Outcome::NotMet => None,
        }
    }
}

/// What an obligation's time counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since {
    /// The day.
    pub day: Day,
    /// The row that says so: the last session, the start, the session to be recorded.
    pub row: Option<Row>,
    /// What happened that day.
    pub event: Event,
}

/// What happened on the day an obligation's time counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The last session, or other thing, that counted was held.
    Session,
    /// The subject started, opened, returned, or began to fit the rule.
    Start,
    /// The exports begin: the subject is older than they are, so a finding says "at least".
    SpanBegins,
    /// The audit day itself: a cap or a check of what is so on it.
    AuditDay,
    /// A session was held, and was or was not as it must be.
    SessionDay,
    /// A window of the calendar began.
    Window,
    /// A session was to be held and was called off.
    CalledOff,
}

/// What a reader should know of an obligation besides its days.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a remark of its own, and any may go with any"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remarks {
    /// A stage went on because its decision has no date.
    pub undecided: bool,
    /// The lateness began before the present worker's allocation.
    pub inherited: bool,
    /// A change of type, risk or placement gave more time.
    pub grace: bool,
    /// Days inside the gap on which the staff member was absent.
    pub absent: u16,
    /// The agreement is with somebody else than the present supervisor.
    pub with_another: bool,
    /// Above what the team's average may be: no duty of this person, and no breach.
    pub for_information: bool,
    /// The exports begin inside the stretch of a total: only the part they show is asked for and counted.
    pub cut: bool,
    /// What is not as it must be, in the policy's words.
    pub failed: Option<Box<str>>,
    /// The waivers that bear on it, where any do.
    pub waived: Option<Box<Waived>>,
}

impl Remarks {
    /// The waivers that bear on it.
    pub fn waived(&self) -> Waived {
        self.waived.as_deref().copied().unwrap_or_default()
    }
}

/// The waivers that bear on an obligation, each by its place among those of the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waived {
    /// In force on the due day: it stands outside the figures of the period.
    pub due: Option<usize>,
    /// In force on the as-of day, of what is still open: it stands outside the position.
    pub now: Option<usize>,
    /// Of all that were ever agreed for it, in force or not, the one that tells most.
    pub other: Option<usize>,
}

/// What a waiver came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaiverTally {
    /// Obligations it sets aside.
    pub set_aside: u32,
    /// Obligations that are overdue or not met on the as-of day and that it would set aside were it in force.
    pub back: u32,
}

/// The two numbers a cap compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// What was found.
    pub value: Decimal,
    /// What is allowed.
    pub limit: Decimal,
    /// What both count, in the plural.
    pub unit: &'static str,
}

/// One thing owed by one subject by one day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obligation {
    /// Index of the clause in the policy.
    pub clause: usize,
    /// Whose it is.
    pub subject: Subject,
    /// The last day in time; for a cap, the as-of day; for a thing without a deadline, the day of the session.
    pub due: Day,
    /// The day by which it was wanted already.
    pub target: Option<Day>,
    /// What became of it.
    pub outcome: Outcome,
    /// Its place among the obligations of one gap, from 1: a gap of three intervals owes three.
    pub nth: u16,
    /// What its time counts from.
    pub since: Since,
    /// The row that did it.
    pub by: Option<Row>,
    /// Other rows that made it: the subject's own.
    pub rows: Vec<Row>,
    /// What a reader should know besides.
    pub remarks: Remarks,
    /// The numbers of a cap.
    pub measure: Option<Box<Measure>>,
}

impl Obligation {
    /// Whether it is still to be put right. A session that was not as it must be, and a window of the calendar in which
    /// too little was done, are over: they belong to the period in which they lie. A window that still runs is not.
    pub fn is_open(&self) -> bool {
        match self.since.event {
            Event::SessionDay => false,
            Event::Window => matches!(self.outcome, Outcome::Due { .. }),
            Event::Session
            | Event::Start
            | Event::SpanBegins
            | Event::AuditDay
            | Event::CalledOff => self.outcome.is_open(),
        }
    }

    /// Whether it falls short on the as-of day and is still to be put right: a thing due that very day does not yet.
    pub fn is_outstanding(&self) -> bool {
        match self.outcome {
            Outcome::Overdue { days } => days >= 1,
            Outcome::NotMet => self.is_open(),
            Outcome::Met { .. }
            | Outcome::Late { .. }
            | Outcome::Missed { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. } => false,
        }
    }
}

/// Why something could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No export has a column that the clause reads.
    MissingColumn {
        /// The export that lacks it.
        export: Export,
        /// Its name.
        column: String,
        /// The most similar column there is.
        nearest: Option<String>,
    },
    /// No export shows a session of the kinds that count, held by the as-of day.
    NoSessions,
    /// No export of this kind was given.
    NoExport {
        /// Which.
        export: Export,
    },
    /// No activity export has a row of the kinds that count.
    NoActivity,
    /// The subject's cell in this column is blank.
    Blank {
        /// The column.
        column: String,
    },
    /// No export holds a planned session of the kinds that count.
    NothingPlanned,
    /// The record is dated before the session.
    RecordedBeforeHeld,
    /// The record is dated before the day its time counts from.
    RecordedBefore {
        /// The column of that day.
        column: String,
    },
    /// The cell's date is after the as-of day, and nobody can tell what stood there on it.
    DatedLater {
        /// The column.
        column: String,
    },
    /// The cell does not read as an interval.
    NoInterval {
        /// The column.
        column: String,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::MissingColumn {
                export,
                column,
                nearest,
            } => {
                write!(out, "no {export} export has a column `{column}`")?;
                match nearest {
                    Some(near) => write!(out, " (the nearest is `{near}`)"),
                    None => Ok(()),
                }
            }
            Reason::NoSessions => out.write_str(
                "no export shows a session of the kinds that count held by the as-of day",
            ),
            Reason::NoExport { export } => write!(out, "no {export} export was given"),
            Reason::NoActivity => {
                out.write_str("no activity export has a row of the kinds that count")
            }
            Reason::DatedLater { column } => write!(
                out,
                "`{column}` has a date after the day it is judged on, which says nothing of what stood there before"
            ),
            Reason::NothingPlanned => {
                out.write_str("no export holds a planned session of the kinds that count")
            }
            Reason::Blank { column } => write!(out, "`{column}` is blank"),
            Reason::RecordedBeforeHeld => out.write_str("the record is dated before the session"),
            Reason::RecordedBefore { column } => {
                write!(out, "the record is dated before `{column}`")
            }
            Reason::NoInterval { column } => {
                write!(out, "`{column}` does not read as an interval")
            }
        }
    }
}

/// A clause, or a clause for one subject, that could not be judged. Never a pass.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untestable {
    /// Index of the clause in the policy.
    pub clause: usize,
    /// Whom it could not be judged for; nobody means all.
    pub subject: Option<Subject>,
    /// Why.
    pub reason: Reason,
    /// The row that shows it, if one does.
    pub row: Option<Row>,
}

/// Somebody whom no clause of a table covers on the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uncovered {
    /// Who.
    pub subject: Subject,
    /// The table that has no clause for them.
    pub family: &'static str,
}

/// What a clause came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClauseTally {
    /// Obligations it made, in all of the time the exports cover.
    pub examined: u32,
    /// Of them, done in time.
    pub met: u32,
    /// Of them, late, overdue, missed or not met.
    pub missed: u32,
    /// Of them, not yet due.
    pub open: u32,
    /// Subjects it did not fit only because a cell was blank.
    pub blank: u32,
    /// Subjects it fitted.
    pub fitted: u32,
}

/// Everything one audit found out. Every report is a view of it.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The as-of day: the audit speaks at its end.
    pub as_of: Day,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day the exports were taken.
    pub taken: Day,
    /// Whether nobody said that day, so that nothing is known to be final.
    pub taken_assumed: bool,
    /// Obligations that fell due in the period or are still open, by clause, subject and due day; in no order where some
    /// are only counted.
    pub obligations: Vec<Obligation>,
    /// Those that fell due in the period and are not among them; nothing where all of them are.
    pub counted: Counted,
    /// What could not be judged, by clause.
    pub untestable: Vec<Untestable>,
    /// Who is under no clause.
    pub uncovered: Vec<Uncovered>,
    /// One tally a clause of the policy, over all of the time the exports cover.
    pub tallies: Vec<ClauseTally>,
    /// Rows of the exports dated after the as-of day, which the audit does not look at.
    pub later: u32,
    /// One tally a waiver of the policy.
    pub waivers: Vec<WaiverTally>,
    /// The exports that seem to be cut short; their warnings are among the others.
    pub cut_short: Vec<CutShort>,
    /// What is said of advice that was not met and may hide what binds more; it is among the other warnings too.
    pub hidden: Vec<String>,
    /// What a reader should know before the figures: exports that end early, kinds that are missing.
    pub warnings: Vec<String>,
    /// The part of the council it is cut to; everything when nothing.
    pub part: Option<Part>,
}

impl Ledger {
    /// Whether nobody owed anything that fell due in the period or is still open.
    pub fn is_empty(&self) -> bool {
        self.obligations.is_empty() && self.counted.is_empty()
    }

    /// Whether anything is outstanding that no waiver sets aside.
    pub fn has_outstanding(&self) -> bool {
        let mut owed = self.obligations.iter();
        owed.any(|owed| owed.is_outstanding() && owed.remarks.waived().now.is_none())
    }
}

/// A part of the council: what counts for all that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The team.
    pub team: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The supervisor's id.
    pub supervisor: Option<String>,
}
