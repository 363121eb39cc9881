//! What stops a clock: sessions, other things that were done, or a date in the subject's own row.

use crate::records::{ColumnType, Demand};

use super::selector::{Selector, SubjectKind};
use super::words::whom_in_words;

/// What stops a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Held sessions, the family's default included.
    Sessions(Selector),
    /// Rows of the activity exports.
    Activity(Selector),
    /// A date column of the subject's own row: the last time it was done.
    Column(String),
}

/// Where evidence is found. Clauses that find theirs in different places never compete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceIn<'a> {
    /// In the session exports.
    Sessions,
    /// In the activity exports.
    Activity,
    /// In this column of the subject's own row.
    Column(&'a str),
}

impl Evidence {
    /// Which rows count, and of which export; nothing for a column.
    pub fn rows(&self) -> Option<(&Selector, SubjectKind)> {
        match self {
            Evidence::Sessions(selector) => Some((selector, SubjectKind::Session)),
            Evidence::Activity(selector) => Some((selector, SubjectKind::Activity)),
            Evidence::Column(_) => None,
        }
    }

    /// Where it is found.
    pub fn place(&self) -> EvidenceIn<'_> {
        match self {
            Evidence::Sessions(_) => EvidenceIn::Sessions,
            Evidence::Activity(_) => EvidenceIn::Activity,
            Evidence::Column(column) => EvidenceIn::Column(column),
        }
    }

    /// Asks for every column it names; `subject` is whose clock it is.
    pub fn demand(&self, subject: SubjectKind, demand: &mut Demand) {
        match self {
            Evidence::Sessions(selector) => selector.demand(SubjectKind::Session, demand),
            Evidence::Activity(selector) => selector.demand(SubjectKind::Activity, demand),
            Evidence::Column(column) => demand.ask(subject.export(), column, ColumnType::Date),
        }
    }

    /// In plain English, such as `sessions whose kind is personal`.
    pub fn in_words(&self) -> String {
        match self {
            Evidence::Sessions(selector) => whom_in_words(selector, SubjectKind::Session),
            Evidence::Activity(selector) => whom_in_words(selector, SubjectKind::Activity),
            Evidence::Column(column) => format!("the date in `{column}`"),
        }
    }
}
