//! The registry of rules: adding one is one new file and its one entry here.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::ops::Range;

use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    ColumnName, Evidence, Facts, File, Files, Matcher, MissingColumn, Per, Schedule, Selector,
    Spans, Spread, SubjectKind, Whose, Workings,
};
use crate::ledger::{Entries, Obligation, Reason, Severity, Subject};
use crate::records::{Dataset, Decimal, Demand, Session};

mod agreement;
mod case_supervision;
mod caseload;
mod file_audit;
mod not_testable;
mod rearrangement;
mod recording;
mod review;
mod schedule;
mod session;
mod staff_file;
mod staff_supervision;
mod supervision_total;

/// Every rule family, by the name of its table.
pub const RULES: &[&Rule] = &[
    &agreement::RULE,
    &case_supervision::RULE,
    &caseload::RULE,
    &file_audit::RULE,
    &not_testable::RULE,
    &rearrangement::RULE,
    &recording::RULE,
    &review::RULE,
    &schedule::RULE,
    &session::RULE,
    &staff_file::RULE,
    &staff_supervision::RULE,
    &supervision_total::RULE,
];

/// A family of rules: one kind of table in a policy.
#[derive(Debug)]
pub struct Rule {
    /// The table's name.
    pub name: &'static str,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// Its documentation for users, in Markdown.
    pub docs: &'static str,
    /// Its own keys, for the nearest name of a mistyped one.
    pub keys: &'static [&'static str],
    /// The keys of these that must be there, each with a line such as one would write.
    pub needs: &'static [(&'static str, &'static str)],
    /// Reads a clause's own keys.
    pub bind: fn(ValueDeserializer<'_>) -> Result<Duty, toml::de::Error>,
}

/// The rule of a table's name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// What a clause demands.
#[derive(Debug)]
pub enum Duty {
    /// Again and again; clauses of one family and track compete, so the engine judges them together.
    Clock(Clock),
    /// Anything that is judged clause by clause.
    Check(Box<dyn Check>),
    /// A sentence no export can show.
    NotTestable(NotTestable),
}

/// A clause that recurs.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Whom it is about.
    pub subject: SubjectKind,
    /// How often, from when.
    pub schedule: Schedule,
    /// What stops it.
    pub evidence: Evidence,
}

/// A sentence of the written policy that is not tested.
#[derive(Clone, Debug, Default)]
pub struct NotTestable {
    /// The sentence.
    pub text: String,
    /// Why it is not tested.
    pub why: String,
}

/// One clause of a policy, bound to its rule.
#[derive(Debug)]
pub struct Clause {
    /// Unique in the policy.
    pub id: String,
    /// Its family.
    pub rule: &'static Rule,
    /// Whom it is for.
    pub whom: Selector,
    /// How much it binds.
    pub severity: Severity,
    /// The sentences of the written policy it stands for.
    pub citation: Vec<String>,
    /// How an unclear sentence was read.
    pub reading: Option<String>,
    /// Codes of the requirements it answers.
    pub covers: Vec<String>,
    /// Where it begins in the policy file, in bytes.
    pub at: Range<usize>,
    /// Where its `for` stands, or the whole clause without one, in bytes.
    pub whom_at: Range<usize>,
    /// What it demands.
    pub duty: Duty,
}

impl Clause {
    /// What `for` selects.
    pub fn subject(&self) -> Option<SubjectKind> {
        match &self.duty {
            Duty::Clock(clock) => Some(clock.subject),
            Duty::Check(check) => Some(check.subject()),
            Duty::NotTestable(_) => None,
        }
    }

    /// The selectors among its own keys, each with its key and what it selects.
    pub fn own_selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        match &self.duty {
            Duty::Clock(clock) => {
                let rows = clock.evidence.rows();
                rows.map(|(counts, of)| ("counts", counts, of))
                    .into_iter()
                    .collect()
            }
            Duty::Check(check) => check.selectors(),
            Duty::NotTestable(_) => Vec::new(),
        }
    }
}

/// What a check judges by.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The exports and the working days.
    pub facts: Facts<'a>,
    /// The audit speaks at the end of this day and knows nothing later.
    pub as_of: Day,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// From which day on the exports show the sessions that were held.
    pub spans: &'a Spans,
    /// The clause's index in the policy.
    pub clause: usize,
    /// Whom the clause is for.
    pub whom: &'a Matcher,
    /// The sessions that are looked at: the first and that behind the last, counted in the order of [`crate::records::Index::by_case`].
    pub sessions: (u32, u32),
}

impl<'a> View<'a> {
    /// The sessions that are looked at, each with its position.
    pub fn sessions(&self) -> impl Iterator<Item = (u32, &'a Session)> {
        let data = self.facts.data;
        data.index.by_case(&data.sessions, self.sessions)
    }
}

/// A number of sessions asked for over a time.
#[derive(Clone, Copy, Debug)]
pub struct SessionsAsked<'a> {
    /// How many.
    pub at_least: Decimal,
    /// Over which time.
    pub per: Per,
    /// Which of them count.
    pub counts: &'a Selector,
}

/// How many files one subject of a clause is asked for in the stretch of time that holds the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Whose duty it is, or whose files are meant.
    pub subject: Subject,
    /// How many files are asked for.
    pub asked: u32,
    /// How many of them were looked at already.
    pub done: u32,
}

/// What a clause asks of a sample of files.
#[derive(Clone, Debug)]
pub struct FilesAsked<'a> {
    /// First and last day of the stretch.
    pub stretch: (Day, Day),
    /// Whose how many, in no order.
    pub lots: Vec<Lot>,
    /// The files that were looked at in the stretch, or may have been.
    pub looked: BTreeSet<File>,
    /// Why no export shows what was looked at already.
    pub unseen: Option<Reason>,
    /// Which files are meant.
    pub files: Files,
    /// Which of them; nothing means all.
    pub out_of: Option<&'a Selector>,
    /// Whose number it is.
    pub whose: Whose,
    /// Only files of people whose line manager the auditor is.
    pub own_supervisees: bool,
    /// What the sample is spread over.
    pub spread: Option<Spread>,
}

/// A duty that is judged clause by clause.
pub trait Check: Debug + Send + Sync {
    /// What `for` selects.
    fn subject(&self) -> SubjectKind;

    /// Asks for the columns it reads besides those of `for`.
    fn demand(&self, demand: &mut Demand);

    /// The columns without which it can't be tested and that no export has.
    fn missing(&self, data: &Dataset) -> Vec<MissingColumn>;

    /// The selectors among its own keys, each with its key and what it is about.
    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        Vec::new()
    }

    /// What it demands, as the end of a sentence that begins with whom: "… a record within 2 working days".
    fn describe(&self) -> String;

    /// The columns that show it was done, where it goes by columns.
    fn evidence(&self) -> &[ColumnName] {
        &[]
    }

    /// The hours of a full-time week, where the clause names them.
    fn full_time_hours(&self) -> Option<Decimal> {
        None
    }

    /// The number of sessions it asks for over a time, when that is what it asks for.
    fn asks_sessions(&self) -> Option<SessionsAsked<'_>> {
        None
    }

    /// Whether it goes through [`View::sessions`] and judges each for itself, so that several can be judged at once.
    fn by_session(&self) -> bool {
        false
    }

    /// Whether it is owed on each audit day, and not by a day of its own.
    fn on_audit_day(&self) -> bool {
        false
    }

    /// The time it allows before it is late; nothing for what can be missing, or too much, but never late.
    fn allows(&self) -> Option<Interval> {
        None
    }

    /// What a sample of files is drawn by, when the clause asks for files.
    ///
    /// # Errors
    /// A column that no export has: nobody can tell which files are meant.
    fn files_asked(&self, _view: &View<'_>) -> Result<Option<FilesAsked<'_>>, MissingColumn> {
        Ok(None)
    }

    /// How it came to what it says of something owed.
    fn workings(&self, _view: &View<'_>, _owed: &Obligation) -> Workings {
        Workings::default()
    }

    /// Enters what is owed.
    ///
    /// # Errors
    /// A column that no export has: the whole clause can't be tested.
    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn>;
}

impl From<MissingColumn> for Reason {
    fn from(missing: MissingColumn) -> Reason {
        Reason::MissingColumn {
            export: missing.export,
            column: missing.column,
            nearest: missing.nearest,
        }
    }
}

/// Declares a family's record: its doc comment is its documentation for users.
macro_rules! declare_rule {
    (
        $(#[doc = $docs:literal])+
        name: $name:literal, summary: $summary:literal, keys: $keys:expr, needs: $needs:expr,
        bind: $bind:expr $(,)?
    ) => {
        $(#[doc = $docs])+
        pub(super) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            summary: $summary,
            docs: concat!($($docs, "\n"),+),
            keys: $keys,
            needs: $needs,
            bind: $bind,
        };
    };
}
use declare_rule;

/// The keys of every recurring family.
const CLOCK_KEYS: &[&str] = &[
    "every",
    "per",
    "stages",
    "exempt",
    "first",
    "target",
    "from",
    "counts",
    "track",
    "instead-of",
    "grace",
    "roll",
    "pause-when-absent",
];
