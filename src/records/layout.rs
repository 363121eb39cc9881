//! Which column of a file is which: headers, mapping and demand brought together.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::cells::shown;
use super::columns::{ColumnType, Demand, Export};
use super::dates::DateFormat;
use super::mapping::{Look, column_name, squash};
use super::mapping_toml::one_of;
use super::record::Record;
use super::workbook::ERROR_SIGNS;
use super::{absences, activity, aliases, allocations, cases, fillers, sessions, staff};
use crate::calendar::Day;
use crate::place::Place;
use crate::problem::{Problem, nearest};

/// Which column of one file is which.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) export: Export,
    /// The columns of the row struct, then the attributes. No other column is read.
    pub(super) columns: Vec<Column>,
    pub(super) look: Look,
    /// Days that stand for none.
    pub(super) fillers: Vec<Day>,
    /// With which bytes a cell begins that may be read otherwise than as it stands: as a blank, a filler or an error.
    odd: [bool; 256],
    /// Every header, as it stands.
    pub(super) headers: Vec<String>,
    /// Everything a row says, by name of column in alphabetical order.
    pub(super) all: Vec<Said>,
}

/// One column that is read.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in a policy.
    pub(super) name: String,
    /// How it is called in messages: the file's header, which may be as long as a file, so cut.
    pub(super) header: String,
    pub(super) kind: ColumnType,
    pub(super) required: bool,
    pub(super) kept: Kept,
    pub(super) source: Source,
    /// Whether its cells are names of staff, which stand for their ids.
    pub(super) by_name: bool,
    /// How its dates are written; nothing for a column of another type.
    pub(super) dates: Vec<DateFormat>,
    /// What its cells mean, by their folded text.
    pub(super) values: BTreeMap<String, String>,
}

impl Column {
    /// Whether the row that a record holds has a date here, as the file writes them.
    pub(super) fn is_date(&self, record: &Record<'_>) -> bool {
        let Source::Cell(cell) = self.source else {
            return false;
        };
        let text = record.get(cell).unwrap_or("").trim();
        self.dates.iter().any(|format| format.read(text).is_ok())
    }
}

/// Where the cells of a column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// In the row struct.
    InRow,
    /// As an attribute: demanded, and in no row struct.
    Attribute,
    /// As an attribute that is only looked over: no row is rejected for its sake.
    LookedOver,
}

/// Something a row says, read or not.
#[derive(Debug)]
pub(super) struct Said {
    /// Name of the column.
    pub(super) name: String,
    pub(super) source: Source,
    /// A short sign of the name, by which the same column of two files is known.
    pub(super) sign: u64,
}

/// Where a column's cells come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A cell of the record, counted from 0.
    Cell(usize),
    /// The same for every row, by the mapping.
    Constant(String),
    /// The file has no such column.
    Absent,
}

/// The position of a column in [`Layout::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At(pub(super) usize);

impl Said {
    fn new(name: String, source: Source) -> Said {
        let mut sign = FxHasher::default();
        sign.write(name.as_bytes());
        Said {
            name,
            source,
            sign: sign.finish(),
        }
    }
}

/// The columns that an export's row struct has.
fn typed(export: Export) -> &'static [&'static str] {
    match export {
        Export::Staff => staff::TYPED,
        Export::Cases => cases::TYPED,
        Export::Sessions => sessions::TYPED,
        Export::Absences => absences::TYPED,
        Export::Activity => activity::TYPED,
        Export::Allocations => allocations::TYPED,
    }
}

/// The demanded columns that are kept as attributes: those in no row struct.
pub(super) fn attributes(export: Export, demand: &Demand) -> Vec<(String, ColumnType)> {
    demand
        .of(export)
        .filter(|(name, _)| !typed(export).contains(name))
        .map(|(name, kind)| (name.to_owned(), kind))
        .collect()
}

/// The only header that has a column's name in it, such as `Session Date` for `date`.
fn only_one_with<'h>(name: &str, headers: &[&'h str]) -> Option<&'h str> {
    let name = squash(name);
    let mut with = headers
        .iter()
        .filter(|header| squash(header).contains(&name));
    let only = with.next()?;
    with.next().is_none().then_some(*only)
}

impl Layout {
    /// The layout of a file with these headers, and what is wrong with them.
    pub(super) fn new(export: Export, headers: Vec<String>, look: Look, demand: &Demand) -> Layout {
        let mut layout = Layout {
            export,
            columns: Vec::new(),
            fillers: if look.has_fillers() {
                fillers::days()
            } else {
                Vec::new()
            },
            odd: odd(&look),
            look,
            headers,
            all: Vec::new(),
        };
        let attributes = attributes(export, demand);
        for name in typed(export) {
            let canonical = export.columns().iter().find(|column| column.name == *name);
            let kind = canonical.map_or(ColumnType::Word, |column| column.kind);
            let column = layout.column((*name).to_owned(), kind, Kept::InRow);
            layout.columns.push(column);
        }
        for (name, kind) in attributes {
            let kept = if demand.is_wished(export, &name) {
                Kept::LookedOver
            } else {
                Kept::Attribute
            };
            let column = layout.column(name, kind, kept);
            layout.columns.push(column);
        }
        layout.all = layout.everything();
        layout
    }

    fn column(&self, name: String, kind: ColumnType, kept: Kept) -> Column {
        let canonical = self
            .export
            .columns()
            .iter()
            .find(|column| column.name == name);
        let key = squash(&name);
        let mapped = self
            .look
            .columns
            .iter()
            .find(|(known, _)| squash(known) == key);
        let found = mapped
            .and_then(|(_, headers)| self.positions(headers).first().copied())
            .or_else(|| self.position(&name));
        let constant = self
            .look
            .constants
            .iter()
            .find(|(known, _)| squash(known) == key);
        let (source, header) = match (found, constant) {
            (Some(index), _) => (Source::Cell(index), self.headers.get(index).cloned()),
            (None, Some((_, text))) => (Source::Constant(text.clone()), None),
            (None, None) => (Source::Absent, None),
        };
        let values = self
            .look
            .values
            .iter()
            .find(|(known, _)| squash(known) == key);
        let unneeded =
            |column: &str| self.look.missing_start && matches!(column, "start_date" | "opened");
        Column {
            header: header.map_or_else(|| name.clone(), |header| shown(&header)),
            by_name: self.look.by_name.contains(&name),
            dates: match kind {
                ColumnType::Date => self.look.dates.of(&name),
                ColumnType::Id
                | ColumnType::Word
                | ColumnType::Text
                | ColumnType::Number
                | ColumnType::YesNo => Vec::new(),
            },
            name,
            kind,
            required: canonical.is_some_and(|column| column.required && !unneeded(column.name)),
            kept,
            source,
            values: values.map(|(_, values)| values.clone()).unwrap_or_default(),
        }
    }

    /// The position of a header: as it stands, else without case, spaces and punctuation.
    pub(super) fn position(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|known| known == header.trim());
        let same = |known: &String| !known.is_empty() && squash(known) == squash(header);
        exact.or_else(|| self.headers.iter().position(same))
    }

    /// The positions of those headers that the file has, each once.
    fn positions(&self, headers: &[String]) -> Vec<usize> {
        let mut positions = Vec::new();
        for position in headers.iter().filter_map(|header| self.position(header)) {
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
        positions
    }

    /// Columns for which the mapping lists several headers and the file has two of them: which is meant is not ours to
    /// say.
    pub(super) fn rivals(&self, file: &str, line: u32) -> Vec<Problem> {
        let rivals = |(column, headers): (&String, &Vec<String>)| {
            let positions = self.positions(headers);
            let [first, second, ..] = positions.as_slice() else {
                return None;
            };
            let (first, second) = (self.headers.get(*first)?, self.headers.get(*second)?);
            let message =
                format!("the mapping finds `{column}` under `{first}` and under `{second}`");
            let problem = Problem::error("two-headers-for-one-column", message).hint(format!(
                "the file has both: give it its own mapping with `files`, and one of the two as columns.{column}"
            ));
            Some(problem.at(Place::line(file, line)))
        };
        self.look.columns.iter().filter_map(rivals).collect()
    }

    /// Every header and constant by the name of its column: the canonical or demanded one that it feeds, else its own.
    fn everything(&self) -> Vec<Said> {
        let mut all = Vec::new();
        for (index, header) in self.headers.iter().enumerate() {
            if header.is_empty() {
                continue;
            }
            let source = Source::Cell(index);
            let fed = self.columns.iter().find(|column| column.source == source);
            let name = fed.map_or_else(
                || column_name(self.export, header),
                |column| column.name.clone(),
            );
            all.push(Said::new(name, source));
        }
        for column in &self.columns {
            if let Source::Constant(_) = column.source {
                all.push(Said::new(column.name.clone(), column.source.clone()));
            }
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    /// Whether a cell that begins with this byte may be read otherwise than as it stands.
    pub(super) fn is_odd(&self, first: u8) -> bool {
        self.odd.get(usize::from(first)).copied().unwrap_or(true)
    }

    /// The date that every row of the export must have, when the file has one.
    pub(super) fn dated(&self) -> Option<&Column> {
        let mut columns = self.columns.iter();
        columns.find(|column| column.required && column.kind == ColumnType::Date)
    }

    /// Whether some column holds names of staff.
    pub(super) fn is_by_name(&self) -> bool {
        self.columns.iter().any(|column| column.by_name)
    }

    /// What stands in a record's column, blanks by the mapping left out.
    pub(super) fn stands<'r>(&'r self, at: At, record: &'r Record<'r>) -> Option<&'r str> {
        let column = self.columns.get(at.0)?;
        let text = match &column.source {
            Source::Cell(index) => record.get(*index)?.trim(),
            Source::Constant(text) => text.as_str(),
            Source::Absent => return None,
        };
        let filler = || self.look.has_fillers() && fillers::is_filler(column, text);
        (!self.look.is_blank(text) && !filler()).then_some(text)
    }

    /// The position of a column by name.
    pub(super) fn at(&self, name: &str) -> At {
        let position = self.columns.iter().position(|column| column.name == name);
        At(position.unwrap_or(usize::MAX))
    }

    /// Whether the file, or the mapping, has a column.
    pub(super) fn has(&self, at: At) -> bool {
        let column = self.columns.get(at.0);
        column.is_some_and(|column| column.source != Source::Absent)
    }

    /// The demanded columns that no row struct has.
    pub(super) fn attributes(&self) -> Vec<At> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.kept != Kept::InRow)
            .map(|(index, _)| At(index))
            .collect()
    }

    /// The names of the columns that the file has, read or not.
    pub(super) fn present(&self) -> impl Iterator<Item = String> {
        self.all.iter().map(|said| said.name.clone())
    }

    /// Whether a file without these headers can be read at all: what is missing, and the line to paste.
    pub(super) fn missing(&self, file: &str) -> Vec<Problem> {
        let missing = |column: &&Column| column.required && column.source == Source::Absent;
        let columns = self.columns.iter().filter(missing);
        columns
            .map(|column| self.missing_column(column, file))
            .collect()
    }

    /// The headers that no column but this one is read from.
    pub(super) fn free(&self, column: &str) -> impl Iterator<Item = &str> {
        let headers = self.headers.iter().enumerate();
        let free = headers.filter(move |(index, header)| {
            let mut others = self.columns.iter().filter(|other| other.name != column);
            !header.is_empty() && !others.any(|other| other.source == Source::Cell(*index))
        });
        free.map(|(_, header)| header.as_str())
    }

    fn missing_column(&self, column: &Column, file: &str) -> Problem {
        let free: Vec<&str> = self.free(&column.name).collect();
        let near = aliases::likeliest(self.export, &column.name, &free)
            .or_else(|| nearest(&column.name, free.iter().copied()))
            .or_else(|| only_one_with(&column.name, &free));
        let paste = format!("columns.{} = {}", column.name, quoted(near.unwrap_or("…")));
        let hint = match near {
            Some(near) => format!(
                "`{near}` looks like it; add to the mapping of {}: {paste}",
                self.export
            ),
            None if free.is_empty() => format!(
                "add it to the export, or to the mapping: constants.{} = \"…\"",
                column.name
            ),
            None => format!(
                "say which it is in the mapping of {}: {paste}; the headers not yet used are {}",
                self.export,
                one_of(&free).replace(" or ", " and "),
            ),
        };
        Problem::error(
            "missing-column",
            format!(
                "the {} export needs a column `{}`",
                self.export, column.name
            ),
        )
        .at(Place::file(file))
        .hint(hint)
    }

    /// Columns of ids for which the mapping names one header: nobody supervises themselves in every row.
    pub(super) fn shared(&self, file: &str, line: u32) -> Vec<Problem> {
        let ids = |column: &&Column| column.kind == ColumnType::Id;
        let shared = |(index, column): (usize, &Column)| {
            let Source::Cell(cell) = column.source else {
                return None;
            };
            let mut before = self.columns.iter().take(index).filter(ids);
            let other = before.find(|other| other.source == column.source)?;
            let header = shown(self.headers.get(cell)?);
            let message = format!(
                "`{}` and `{}` are read from one header",
                other.name, column.name
            );
            let problem = Problem::warning("one-header-for-two-columns", message);
            let hint = format!(
                "say in the mapping which header is whose: columns.{} = \"…\", columns.{} = \"…\"",
                other.name, column.name
            );
            Some(problem.at(Place::cell(file, line, &header)).hint(hint))
        };
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| ids(column))
            .filter_map(shared)
            .collect()
    }

    /// Headers that stand twice. That stops the file when it is not plain which of the two a rule would read.
    pub(super) fn doubled(&self, file: &str, line: u32) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        for header in self.headers.iter().filter(|header| !header.is_empty()) {
            let squashed = squash(header);
            let same = |other: &String| squash(other) == squashed;
            if seen.insert(squashed.clone()) {
                continue;
            }
            let read = self.columns.iter().find(|column| match column.source {
                Source::Cell(cell) => self.headers.get(cell).is_some_and(same),
                Source::Constant(_) | Source::Absent => false,
            });
            let message = "two headers are alike";
            let problem = match read {
                // The mapping names one of two spellings exactly.
                Some(column) if self.is_mapped_exactly(column) => continue,
                Some(column) => Problem::error("doubled-header", message).hint(format!(
                    "rename one of them, so that it is plain which is `{}`",
                    column.name
                )),
                None => Problem::note("doubled-header", message),
            };
            problems.push(problem.at(Place::cell(file, line, &shown(header))));
        }
        problems
    }

    fn is_mapped_exactly(&self, column: &Column) -> bool {
        let mapped = self.look.columns.get(&column.name);
        let times = |header: &String| self.headers.iter().filter(|known| *known == header).count();
        mapped.is_some_and(|headers| headers.iter().any(|header| times(header) == 1))
    }
}

/// The first bytes of blanks, fillers and errors, in both cases.
fn odd(look: &Look) -> [bool; 256] {
    let blanks = look.blanks.iter().filter_map(|blank| blank.bytes().next());
    let signs = fillers::texts().chain(ERROR_SIGNS);
    let signs = signs.filter_map(|text| text.bytes().next());
    let mut odd = [false; 256];
    for byte in blanks.chain(signs) {
        for byte in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
            if let Some(slot) = odd.get_mut(usize::from(byte)) {
                *slot = true;
            }
        }
    }
    odd
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    // Line breaks can't stand in one, and values are compared without them.
    let escaped = escaped.replace(char::is_control, " ");
    format!("\"{escaped}\"")
}
