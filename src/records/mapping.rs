//! How one council's exports look: their headers, dates and values, in the words of this tool.
//!
//! ```toml
//! [[mapping]]
//! export = "sessions"                        # staff, cases, sessions, absences or activity
//! files = ["case-notes.csv"]                 # only these files or sheets; left out: every file of the export
//! dates = ["dd/mm/yyyy", "dd-mmm-yy"]        # d dd, m mm mmm (Jan), yy yyyy; left out: yyyy-mm-dd
//! # or by column: dates = { recorded_on = ["yyyy-mm-dd"], "*" = ["dd/mm/yyyy"] }
//! blanks = ["n/a", "none"]                   # cells that mean nothing
//! fillers = false                            # keep what is otherwise read as a blank; see below
//! columns = { date = "Event Date", supervisee_id = ["Worker No", "Payroll no"] }  # whichever a file has
//! by-name = ["supervisor_id"]                # columns that hold a staff member's name in place of the id
//! encoding = "windows-1252"                  # utf-8, utf-16le, utf-16be; left out: by the file's bytes
//! delimiter = ";"                            # , ; | or tab; left out: found by the headers
//! header-line = 3                            # left out: found by the headers, on the first 20 lines
//! constants = { kind = "case" }              # for the files that have no such column
//! only = { role = ["CW", "ALLWKR"] }         # rows whose cell is not listed are left out, and counted
//! missing-start = "before-records"           # a blank `start_date` or `opened` lies before all records
//! values = { status = { "Completed" = "held", "DNA" = "did-not-attend", "Error" = "" } }
//! ```
//!
//! Before the first mapping may stand `preset = "ssd"`, whose mappings come before the file's own, and
//! `precedence = ["looked-after", "child-protection"]`: of case types that overlap the earlier one
//! holds, and `beside = ["child-protection"]`: clauses for such a type bind the child beside it. In `files` a
//! `*` stands for any letters.
//!
//! Tables may be written out as well (`[mapping.columns]`, or `values.status."DNA" = "did-not-attend"`). Several
//! mappings may apply to one file: of one key the later wins, and `blanks` add up. Headers that differ from a
//! column's name only in case, spaces and punctuation (`Staff ID`, `staff_id`) need no mapping. A value mapped to
//! `""` is a blank. A name is matched with `name` of the staff export without case, accents and doubled spaces;
//! `Surname, Forename` is `Forename Surname`. In a staff export, `by-name = ["staff_id"]` makes the name the id.
//!
//! Fillers are blanks without being listed, and counted in a note: the days 9999-12-31, 2300-01-01 and 1900-01-01 in any
//! column of dates, `-1` and `unknown` in any column of ids, `PLACEHOLDER_DATA` in any column. Where a value is
//! required, they cost the row. Yes is `yes`, `y`, `true`, `t` or `1`; no is `no`, `n`, `false`, `f` or `0`.
//!
//! A date may be followed by a time of day. `yy` below 69 is of this century. With `dates` of both orders, such as
//! `["dd/mm/yyyy", "mm/dd/yyyy"]`, all cells of a column decide which comes first, and it is said what they decided.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{ColumnType, Export};
use super::dates::{DateFormat, Dates};
use super::presets::Preset;
use super::scan::Strictness;
use super::text::Encoding;
use super::words::{fold, push_lower_case};
use super::workbook::{SHEET, misread_dates};
use crate::place::Place;
use crate::problem::Problem;

/// How a council's exports look; by default as [`Export::columns`] has it, with dates written `yyyy-mm-dd`.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    pub(super) entries: Vec<Entry>,
    /// Case types in folded form, the one that goes first before the others.
    pub(super) precedence: Vec<String>,
    /// Case types, in folded form, that bind beside the one that goes first.
    pub(super) beside: Vec<String>,
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
    /// Whether it is of a preset, which is for more files than a council has.
    pub(super) preset: bool,
}

/// How one file looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// Ways to write a date; none given stands for ISO.
    pub(super) dates: Dates,
    /// Cells that mean nothing.
    pub(super) blanks: Vec<String>,
    /// Whether the fillers that systems usually write are values like any other; nothing said is no.
    pub(super) keeps_fillers: Option<bool>,
    /// Headers by column: the one of them that a file has is read.
    pub(super) columns: BTreeMap<String, Vec<String>>,
    /// Columns whose cells are names of staff, which stand for their ids.
    pub(super) by_name: BTreeSet<String>,
    /// By column: the cells, in folded form, whose rows are kept.
    pub(super) only: BTreeMap<String, Vec<String>>,
    /// Whether a first day that is not there lies before all records.
    pub(super) missing_start: bool,
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
    /// Whether the cells are those of a workbook.
    pub(super) of_workbook: bool,
}

impl Mapping {
    /// Reads a mapping. All its mistakes come at once, each with its line.
    pub fn parse(text: &str, file: &str) -> Result<Mapping, Vec<Problem>> {
        let own = super::mapping_toml::document(text, file)?;
        let mut mapping = match own.preset {
            Some(preset) => Mapping::of_preset(preset)?,
            None => Mapping::default(),
        };
        mapping.entries.extend(own.entries);
        if let Some(precedence) = own.precedence {
            mapping.precedence = precedence;
        }
        if let Some(beside) = own.beside {
            mapping.beside = beside;
        }
        Ok(mapping)
    }

    /// The mapping that is shipped for a layout.
    pub(super) fn of_preset(preset: Preset) -> Result<Mapping, Vec<Problem>> {
        let name = format!("the preset {}", preset.name);
        let mut mapping = Mapping::parse(preset.text, &name)?;
        for entry in &mut mapping.entries {
            entry.preset = true;
        }
        Ok(mapping)
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
        if look.dates.others.is_empty() {
            look.dates.others.push(DateFormat::iso());
        }
        look
    }
}

impl Entry {
    /// Whether it is meant for this file.
    pub(super) fn is_for(&self, export: Export, file: &str) -> bool {
        // A sheet answers to its workbook's name, and to its own as messages show it.
        let book = file.split_once(SHEET).map_or(file, |(book, _)| book);
        let folder = book.rfind(['/', '\\']).map_or(0, |at| at + 1);
        let both = [file.get(folder..), book.get(folder..)];
        let named = |files: &Vec<String>| {
            files
                .iter()
                .any(|known| both.iter().flatten().any(|name| is_like(known, name)))
        };
        self.export == export && self.files.as_ref().is_none_or(named)
    }
}

impl Look {
    fn overlay(&mut self, later: &Look) {
        self.dates.overlay(&later.dates);
        self.keeps_fillers = later.keeps_fillers.or(self.keeps_fillers);
        self.blanks.extend(later.blanks.iter().cloned());
        let pairs = |map: &BTreeMap<String, String>| map.clone().into_iter();
        self.columns.extend(later.columns.clone());
        self.by_name.extend(later.by_name.iter().cloned());
        self.only.extend(later.only.clone());
        self.missing_start |= later.missing_start;
        self.constants.extend(pairs(&later.constants));
        for (column, values) in &later.values {
            let known = self.values.entry(column.clone()).or_default();
            known.extend(pairs(values));
        }
        self.encoding = later.encoding.or(self.encoding);
        self.delimiter = later.delimiter.or(self.delimiter);
        self.header_line = later.header_line.or(self.header_line);
    }

    /// Whether the fillers that systems usually write are blanks.
    pub(super) fn has_fillers(&self) -> bool {
        self.keeps_fillers != Some(true)
    }

    /// The same for a workbook, whose true dates have become ISO.
    pub(super) fn of_workbook(mut self, file: &str) -> Result<Look, Box<Problem>> {
        if let Some(clash) = self.dates.accept_iso() {
            return Err(misread_dates(&clash).at(Place::file(file)).into());
        }
        self.of_workbook = true;
        Ok(self)
    }

    /// Whether a cell means nothing.
    pub(super) fn is_blank(&self, cell: &str) -> bool {
        let same = |blank: &String| blank.eq_ignore_ascii_case(cell);
        cell.is_empty() || self.blanks.iter().any(same)
    }
}

/// Whether a file's name is one that is written with `*` for any letters; then capitals do not matter.
fn is_like(pattern: &str, name: &str) -> bool {
    if !pattern.contains('*') {
        return pattern == name;
    }
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    true
}

/// The letters and digits of a name in lower case, by which headers are compared.
pub(super) fn squash(name: &str) -> String {
    let mut squashed = String::with_capacity(name.len());
    for part in name.split(|letter: char| !letter.is_alphanumeric()) {
        push_lower_case(&mut squashed, part);
    }
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
        "yes" | "y" | "true" | "t" | "1" => Some(true),
        "no" | "n" | "false" | "f" | "0" => Some(false),
        _ => None,
    }
}
