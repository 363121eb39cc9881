//! The columns of the exports: the canonical ones, and those a policy asks for besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// Which export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Export {
    /// One row for each post a staff member held.
    Staff,
    /// One row for each episode of a child's case.
    Cases,
    /// One row for each session, or for each case named in it.
    Sessions,
    /// One row for each absence of a staff member.
    Absences,
    /// One row for each thing besides supervision that was done on a day: an appraisal, an audit of a file.
    Activity,
    /// One row for each time that a worker held a child's case, where the case export does not say who did.
    Allocations,
}

impl Export {
    /// Every export, in the order in which they are read.
    pub const ALL: [Export; 6] = [
        Export::Staff,
        Export::Cases,
        Export::Sessions,
        Export::Absences,
        Export::Activity,
        Export::Allocations,
    ];

    /// Its name in a mapping, a policy and a report.
    pub fn name(self) -> &'static str {
        match self {
            Export::Staff => "staff",
            Export::Cases => "cases",
            Export::Sessions => "sessions",
            Export::Absences => "absences",
            Export::Activity => "activity",
            Export::Allocations => "allocations",
        }
    }

    /// The canonical columns: name, type, and whether every file of this export must have it.
    pub fn columns(self) -> &'static [CanonicalColumn] {
        match self {
            Export::Staff => STAFF,
            Export::Cases => CASES,
            Export::Sessions => SESSIONS,
            Export::Absences => ABSENCES,
            Export::Activity => ACTIVITY,
            Export::Allocations => ALLOCATIONS,
        }
    }
}

impl fmt::Display for Export {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnType {
    /// An id, kept exactly.
    Id,
    /// A value, compared without case and punctuation.
    Word,
    /// Free text, printed as it stands.
    Text,
    /// A date.
    Date,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
}

/// A column every council's export has under one name or another.
#[derive(Clone, Copy, Debug)]
pub struct CanonicalColumn {
    /// Its name in a policy and a mapping.
    pub name: &'static str,
    /// How its cells are read.
    pub kind: ColumnType,
    /// Whether a file without it cannot be read.
    pub required: bool,
}

const fn required(name: &'static str, kind: ColumnType) -> CanonicalColumn {
    CanonicalColumn {
        name,
        kind,
        required: true,
    }
}

const fn optional(name: &'static str, kind: ColumnType) -> CanonicalColumn {
    CanonicalColumn {
        name,
        kind,
        required: false,
    }
}

const STAFF: &[CanonicalColumn] = &[
    required("staff_id", ColumnType::Id),
    required("role", ColumnType::Word),
    required("start_date", ColumnType::Date),
    optional("name", ColumnType::Text),
    optional("team", ColumnType::Word),
    optional("service", ColumnType::Word),
    optional("supervisor_id", ColumnType::Id),
    optional("end_date", ColumnType::Date),
    optional("role_start_date", ColumnType::Date),
    optional("qualified_date", ColumnType::Date),
    optional("hours_per_week", ColumnType::Number),
    optional("fte", ColumnType::Number),
    optional("employment", ColumnType::Word),
    optional("asye", ColumnType::YesNo),
];

const CASES: &[CanonicalColumn] = &[
    required("case_id", ColumnType::Id),
    required("case_type", ColumnType::Word),
    required("opened", ColumnType::Date),
    optional("closed", ColumnType::Date),
    optional("allocated_to", ColumnType::Id),
    optional("service", ColumnType::Word),
    optional("team", ColumnType::Word),
    optional("children", ColumnType::Number),
    optional("family_id", ColumnType::Word),
    optional("date_of_birth", ColumnType::Date),
    optional("risk", ColumnType::Word),
];

const SESSIONS: &[CanonicalColumn] = &[
    required("date", ColumnType::Date),
    required("kind", ColumnType::Word),
    optional("supervisee_id", ColumnType::Id),
    optional("supervisor_id", ColumnType::Id),
    optional("case_id", ColumnType::Id),
    optional("session_id", ColumnType::Id),
    optional("status", ColumnType::Word),
    optional("depth", ColumnType::Word),
    optional("minutes", ColumnType::Number),
    optional("recorded_on", ColumnType::Date),
    optional("copy_given_on", ColumnType::Date),
    optional("signed_supervisor_on", ColumnType::Date),
    optional("signed_supervisee_on", ColumnType::Date),
    optional("approved_on", ColumnType::Date),
    optional("next_date", ColumnType::Date),
    optional("rearranged_from", ColumnType::Date),
    optional("cancelled_by", ColumnType::Word),
];

const ABSENCES: &[CanonicalColumn] = &[
    required("staff_id", ColumnType::Id),
    required("from", ColumnType::Date),
    optional("to", ColumnType::Date),
    optional("reason", ColumnType::Word),
];

const ACTIVITY: &[CanonicalColumn] = &[
    required("kind", ColumnType::Word),
    required("date", ColumnType::Date),
    optional("staff_id", ColumnType::Id),
    optional("by_id", ColumnType::Id),
    optional("case_id", ColumnType::Id),
    optional("minutes", ColumnType::Number),
];

const ALLOCATIONS: &[CanonicalColumn] = &[
    required("case_id", ColumnType::Id),
    required("allocated_to", ColumnType::Id),
    required("from", ColumnType::Date),
    optional("to", ColumnType::Date),
    optional("role", ColumnType::Word),
    optional("team", ColumnType::Word),
];

/// What a policy needs of the exports beyond what the engine always reads.
///
/// Columns nobody asks for are not kept, so that an export may be as wide as it likes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    columns: BTreeMap<(Export, String), ColumnType>,
    /// Columns for whose sake no row is rejected.
    wished: BTreeSet<(Export, String)>,
}

impl Demand {
    /// Asks for a column. Of two types asked for one column a date wins over a number, that over a word, and a word over
    /// yes and no.
    pub fn ask(&mut self, export: Export, column: &str, kind: ColumnType) {
        self.wished.remove(&(export, column.to_owned()));
        let canonical = export.columns().iter().find(|known| known.name == column);
        let kind = canonical.map_or(kind, |known| known.kind);
        let slot = self
            .columns
            .entry((export, column.to_owned()))
            .or_insert(kind);
        let weight = |kind: ColumnType| match kind {
            ColumnType::Date => 3,
            ColumnType::Number => 2,
            ColumnType::Id | ColumnType::Word | ColumnType::Text => 1,
            ColumnType::YesNo => 0,
        };
        if weight(kind) > weight(*slot) {
            *slot = kind;
        }
    }

    /// Asks for a column that is only looked over: a cell that can't be read is a warning, and its row is used.
    pub fn wish(&mut self, export: Export, column: &str, kind: ColumnType) {
        let key = (export, column.to_owned());
        if !self.columns.contains_key(&key) {
            self.ask(export, column, kind);
            self.wished.insert(key);
        }
    }

    /// Whether a column is only looked over.
    pub(super) fn is_wished(&self, export: Export, column: &str) -> bool {
        self.wished.contains(&(export, column.to_owned()))
    }

    /// The columns asked for of one export, by name.
    pub fn of(&self, export: Export) -> impl Iterator<Item = (&str, ColumnType)> {
        self.columns
            .iter()
            .filter(move |((of, _), _)| *of == export)
            .map(|((_, name), kind)| (name.as_str(), *kind))
    }
}

/// The columns that the files of one export have, after mapping.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Canonical names of every column that at least one file has, demanded or not.
    pub present: BTreeSet<String>,
    /// The demanded columns kept in each row's `attributes`, in the order of those.
    pub attributes: Vec<(String, ColumnType)>,
}

impl Columns {
    /// The position of a demanded column in a row's `attributes`.
    pub fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|(known, _)| known == name)
    }

    /// Whether at least one file has the column.
    pub fn has(&self, name: &str) -> bool {
        self.present.contains(name)
    }
}
