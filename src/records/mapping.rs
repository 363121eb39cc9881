//! How one council's exports look: their headers, dates and values, in the words of this tool.
//!
//! ```toml
//! [[mapping]]
//! export = "sessions"                        # staff, cases, sessions, absences or activity
//! files = ["case-notes.csv"]                 # only these files; left out: every file of the export
//! dates = ["dd/mm/yyyy", "dd-mmm-yy"]        # d dd, m mm mmm (Jan), yy yyyy; left out: yyyy-mm-dd
//! blanks = ["n/a", "unknown", "31/12/9999"]  # cells that mean nothing
//! columns = { date = "Event Date", supervisee_id = "Worker No" }
//! encoding = "windows-1252"                  # utf-8, utf-16le, utf-16be; left out: by the file's bytes
//! delimiter = ";"                            # , ; | or tab; left out: found by the headers
//! header-line = 3                            # left out: found by the headers, on the first 20 lines
//! constants = { kind = "case" }              # for the files that have no such column
//! values = { status = { "Completed" = "held", "DNA" = "did-not-attend", "Error" = "" } }
//! ```
//!
//! Tables may be written out as well (`[mapping.columns]`, or `values.status."DNA" = "did-not-attend"`). Several
//! mappings may apply to one file: of one key the later wins, and `blanks` add up. Headers that differ from a
//! column's name only in case, spaces and punctuation (`Staff ID`, `staff_id`) need no mapping. A value mapped to
//! `""` is a blank. A date may be followed by a time of day.

use std::collections::BTreeMap;

use super::columns::{ColumnType, Export};
use super::dates::DateFormat;
use super::scan::Strictness;
use super::text::Encoding;
use super::words::fold;
use crate::place::Place;
use crate::problem::Problem;

/// How a council's exports look; by default as [`Export::columns`] has it, with dates written `yyyy-mm-dd`.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    pub(super) entries: Vec<Entry>,
    pub(super) strictness: Strictness,
}

/// One `[[mapping]]`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where it begins.
    pub(super) place: Place,
    pub(super) export: Export,
    /// The file names it is meant for; without them it is meant for every file of the export.
    pub(super) files: Option<Vec<String>>,
    pub(super) look: Look,
}

/// How one file looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// Ways to write a date; none given stands for ISO.
    pub(super) dates: Vec<DateFormat>,
    /// Cells that mean nothing.
    pub(super) blanks: Vec<String>,
    /// Headers by column.
    pub(super) columns: BTreeMap<String, String>,
    /// Values of columns that a file has not.
    pub(super) constants: BTreeMap<String, String>,
    /// By column: what a cell means, by its folded text.
    pub(super) values: BTreeMap<String, BTreeMap<String, String>>,
    /// How its bytes stand for characters, when that is given.
    pub(super) encoding: Option<Encoding>,
    /// What stands between two cells, when that is given.
    pub(super) delimiter: Option<u8>,
    /// The line of the headers, when that is given.
    pub(super) header_line: Option<u32>,
}

impl Mapping {
    /// Reads a mapping. All its mistakes come at once, each with its line.
    pub fn parse(text: &str, file: &str) -> Result<Mapping, Vec<Problem>> {
        let entries = super::mapping_toml::entries(text, file)?;
        Ok(Mapping {
            entries,
            strictness: Strictness::Strict,
        })
    }

    /// The same mapping for files in which what can be put right without guessing is put right, and listed.
    #[must_use]
    pub fn lenient(mut self) -> Mapping {
        self.strictness = Strictness::Lenient;
        self
    }

    /// How one file looks, from all that is meant for it.
    pub(super) fn look(&self, export: Export, file: &str) -> Look {
        let mut look = Look::default();
        for entry in &self.entries {
            if entry.is_for(export, file) {
                look.overlay(&entry.look);
            }
        }
        if look.dates.is_empty() {
            look.dates.push(DateFormat::iso());
        }
        look
    }
}

impl Entry {
    /// Whether it is meant for this file.
    pub(super) fn is_for(&self, export: Export, file: &str) -> bool {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let named = |files: &Vec<String>| files.iter().any(|known| known == name);
        self.export == export && self.files.as_ref().is_none_or(named)
    }
}

impl Look {
    fn overlay(&mut self, later: &Look) {
        if !later.dates.is_empty() {
            self.dates.clone_from(&later.dates);
        }
        self.blanks.extend(later.blanks.iter().cloned());
        let pairs = |map: &BTreeMap<String, String>| map.clone().into_iter();
        self.columns.extend(pairs(&later.columns));
        self.constants.extend(pairs(&later.constants));
        for (column, values) in &later.values {
            let known = self.values.entry(column.clone()).or_default();
            known.extend(pairs(values));
        }
        self.encoding = later.encoding.or(self.encoding);
        self.delimiter = later.delimiter.or(self.delimiter);
        self.header_line = later.header_line.or(self.header_line);
    }

    /// Whether a cell means nothing.
    pub(super) fn is_blank(&self, cell: &str) -> bool {
        let same = |blank: &String| blank.eq_ignore_ascii_case(cell);
        cell.is_empty() || self.blanks.iter().any(same)
    }
}

/// The letters and digits of a name in lower case, by which headers are compared.
pub(super) fn squash(name: &str) -> String {
    let squashed: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if squashed.is_empty() {
        name.trim().to_owned()
    } else {
        squashed
    }
}

/// The name of the column that a header or a key stands for: a canonical one, else its words joined by `_`.
pub(super) fn column_name(export: Export, text: &str) -> String {
    let squashed = squash(text);
    let mut canonical = export.columns().iter();
    if let Some(column) = canonical.find(|column| squash(column.name) == squashed) {
        return column.name.to_owned();
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        text.trim().to_owned()
    } else {
        words.join("_")
    }
}

/// The values that a column with a fixed list of them can have.
pub(super) fn fixed_values(column: &str, kind: ColumnType) -> Option<&'static [&'static str]> {
    match (column, kind) {
        ("status", ColumnType::Word) => Some(&[
            "held",
            "cancelled",
            "did-not-attend",
            "planned",
            "rearranged",
        ]),
        ("depth", ColumnType::Word) => Some(&["full", "light"]),
        (_, ColumnType::YesNo) => Some(&["yes", "no"]),
        _ => None,
    }
}

/// Whether a cell says one of a column's fixed values.
pub(super) fn is_fixed_value(cell: &str, fixed: &[&str]) -> bool {
    let folded = fold(cell);
    fixed.contains(&folded.as_str()) || (fixed.contains(&"yes") && yes_or_no(&folded).is_some())
}

/// What the folded text of a yes/no cell says.
pub(super) fn yes_or_no(folded: &str) -> Option<bool> {
    match folded {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}
