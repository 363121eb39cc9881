//! A mapping's TOML into its entries, with every mistake at its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::columns::{CanonicalColumn, ColumnType, Export};
use super::mapping::{Entry, Look, column_name, fixed_values, is_fixed_value};
use super::names;
use super::presets::{PRESETS, Preset};
use super::words::fold;
use crate::place::Place;
use crate::problem::{Problem, nearest, toml_slip};

const KEYS: [&str; 14] = [
    "export",
    "files",
    "dates",
    "blanks",
    "fillers",
    "columns",
    "by-name",
    "only",
    "missing-start",
    "constants",
    "values",
    "encoding",
    "delimiter",
    "header-line",
];

/// What a text says: its own mappings, and what stands before them.
#[derive(Default)]
pub(super) struct Document {
    pub(super) preset: Option<Preset>,
    pub(super) precedence: Option<Vec<String>>,
    pub(super) beside: Option<Vec<String>>,
    pub(super) entries: Vec<Entry>,
}

/// Reads every `[[mapping]]` of a text, and the keys before them.
pub(super) fn document(text: &str, file: &str) -> Result<Document, Vec<Problem>> {
    let mut parser = Parser {
        text,
        file,
        problems: Vec::new(),
    };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let line = parser.line(&span).saturating_sub(1);
        let line = text.lines().nth(usize::try_from(line).unwrap_or(0));
        let slip = toml_slip(error.message(), line.unwrap_or_default());
        let message = slip.unwrap_or_else(|| first_lower(error.message()));
        parser.add(span, Problem::error("toml-syntax", message));
    }
    let mut said = Document::default();
    if errors.is_empty() {
        parser.document(document.get_ref(), &mut said);
    }
    parser
        .problems
        .sort_by(|one, other| (&one.place, one).cmp(&(&other.place, other)));
    if parser.problems.is_empty() {
        Ok(said)
    } else {
        Err(parser.problems)
    }
}

fn first_lower(message: &str) -> String {
    let message = message.replace('\n', ", ");
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

pub(super) type Value<'t> = Spanned<DeValue<'t>>;
type Key<'t> = Spanned<DeString<'t>>;

pub(super) struct Parser<'t> {
    text: &'t str,
    file: &'t str,
    problems: Vec<Problem>,
}

impl Parser<'_> {
    fn line(&self, span: &Range<usize>) -> u32 {
        let breaks = self
            .text
            .get(..span.start)
            .map_or(0, |before| before.matches('\n').count());
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    pub(super) fn add(&mut self, span: Range<usize>, problem: Problem) {
        let place = Place::line(self.file, self.line(&span));
        self.problems.push(problem.at(place));
    }

    fn unknown_key(&mut self, key: &Key<'_>, known: &[&str]) {
        let mut problem = Problem::error("unknown-key", "the mapping has no such key")
            .found(key.get_ref().as_ref())
            .expected(one_of(known));
        if let Some(near) = nearest(key.get_ref(), known.iter().copied()) {
            problem = problem.hint(format!("did you mean `{near}`?"));
        }
        self.add(key.span(), problem);
    }

    pub(super) fn wrong_type(&mut self, what: &str, value: &Value<'_>, expected: &str) {
        let problem = Problem::error("wrong-type", format!("`{what}` has the wrong type"))
            .found(value.get_ref().type_str())
            .expected(expected);
        self.add(value.span(), problem);
    }

    fn document(&mut self, document: &DeTable<'_>, said: &mut Document) {
        for (key, value) in document {
            match key.get_ref().as_ref() {
                "mapping" => {}
                "preset" => {
                    said.preset = self.preset(value);
                    continue;
                }
                "precedence" => {
                    said.precedence = Some(self.types("precedence", value));
                    continue;
                }
                "beside" => {
                    said.beside = Some(self.types("beside", value));
                    continue;
                }
                "policy" => {
                    let problem =
                        Problem::error("unknown-key", "the file is a policy, and no mapping")
                            .found("policy")
                            .expected("tables headed `[[mapping]]`")
                            .hint("see which file is named as `mapping`");
                    self.add(key.span(), problem);
                    return;
                }
                _ => {
                    self.unknown_key(key, &["mapping", "preset", "precedence", "beside"]);
                    continue;
                }
            }
            let Some(tables) = value.get_ref().as_array() else {
                self.wrong_type("mapping", value, "tables, each headed `[[mapping]]`");
                continue;
            };
            for table in tables {
                match table.get_ref().as_table() {
                    Some(fields) => said.entries.extend(self.entry(table.span(), fields)),
                    None => self.wrong_type("mapping", table, "tables, each headed `[[mapping]]`"),
                }
            }
        }
    }

    /// Case types in folded form.
    fn types(&mut self, what: &str, value: &Value<'_>) -> Vec<String> {
        let types = self.strings(what, value);
        types.iter().map(|text| fold(text)).collect()
    }

    fn preset(&mut self, value: &Value<'_>) -> Option<Preset> {
        let name = self.string("preset", value)?;
        let preset = PRESETS.iter().find(|preset| preset.name == name);
        if preset.is_none() {
            let names = PRESETS.map(|preset| preset.name);
            let problem = Problem::error("unknown-preset", "there is no such preset")
                .found(&name)
                .expected(one_of(&names));
            self.add(value.span(), problem);
        }
        preset.copied()
    }

    fn entry(&mut self, span: Range<usize>, table: &DeTable<'_>) -> Option<Entry> {
        let export = self.export(span.clone(), table);
        // The rest is read even when the export is unknown, for its own mistakes.
        let of = export.unwrap_or(Export::Sessions);
        let mut entry = Entry {
            place: Place::line(self.file, self.line(&span)),
            export: of,
            files: None,
            look: Look::default(),
            preset: false,
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "export" => {}
                "files" => entry.files = Some(self.strings("files", value)),
                "blanks" => entry.look.blanks = self.strings("blanks", value),
                "fillers" => {
                    entry.look.keeps_fillers = self.yes_or_no("fillers", value).map(|yes| !yes);
                }
                "dates" => entry.look.dates = self.dates(of, value),
                "columns" => entry.look.columns = self.columns(of, value),
                "by-name" => entry.look.by_name = self.by_name(export, value),
                "only" => entry.look.only = self.only(of, value),
                "missing-start" => {
                    entry.look.missing_start = self.missing_start(value);
                }
                "constants" => entry.look.constants = self.constants(of, value),
                "values" => entry.look.values = self.values(of, value),
                "encoding" => entry.look.encoding = self.encoding(value),
                "delimiter" => entry.look.delimiter = self.delimiter(value),
                "header-line" => entry.look.header_line = self.header_line(value),
                _ => self.unknown_key(key, &KEYS),
            }
        }
        let export = export?;
        self.readable(export, &entry.look, table);
        Some(entry)
    }

    fn only(&mut self, export: Export, value: &Value<'_>) -> BTreeMap<String, Vec<String>> {
        let mut only = BTreeMap::new();
        for (key, value) in self.table("only", value).into_iter().flatten() {
            let values = self.strings(key.get_ref(), value);
            let values = values.iter().map(|text| fold(text)).collect();
            only.insert(column_name(export, key.get_ref()), values);
        }
        only
    }

    fn missing_start(&mut self, value: &Value<'_>) -> bool {
        let text = self.string("missing-start", value);
        let known = text.as_deref() == Some("before-records");
        if let Some(text) = text.filter(|_| !known) {
            let problem = Problem::error("unknown-value", "no such value of `missing-start`")
                .found(text)
                .expected("`before-records`");
            self.add(value.span(), problem);
        }
        known
    }

    fn export(&mut self, span: Range<usize>, table: &DeTable<'_>) -> Option<Export> {
        let names = Export::ALL.map(Export::name);
        let Some(value) = table.get("export") else {
            let problem = Problem::error(
                "missing-key",
                "a mapping does not say which `export` it is for",
            )
            .expected(one_of(&names))
            .hint("add `export = \"sessions\"`");
            self.add(span, problem);
            return None;
        };
        let name = self.string("export", value)?;
        let export = Export::ALL.into_iter().find(|export| export.name() == name);
        if export.is_none() {
            let mut problem = Problem::error("unknown-export", "there is no such export")
                .found(&name)
                .expected(one_of(&names));
            if let Some(near) = nearest(&name, names) {
                problem = problem.hint(format!("did you mean `{near}`?"));
            }
            self.add(value.span(), problem);
        }
        export
    }

    pub(super) fn string(&mut self, what: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(what, value, "text in quotation marks");
        }
        text.map(|text| text.trim().to_owned())
    }

    fn yes_or_no(&mut self, what: &str, value: &Value<'_>) -> Option<bool> {
        let yes = value.get_ref().as_bool();
        if yes.is_none() {
            self.wrong_type(what, value, "true or false");
        }
        yes
    }

    fn strings(&mut self, what: &str, value: &Value<'_>) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(what, value, "a list of texts");
            return Vec::new();
        };
        let items = items.iter();
        items.filter_map(|item| self.string(what, item)).collect()
    }

    pub(super) fn table<'v, 't>(
        &mut self,
        what: &str,
        value: &'v Value<'t>,
    ) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(what, value, "a table");
        }
        table
    }

    fn columns(&mut self, export: Export, value: &Value<'_>) -> BTreeMap<String, Vec<String>> {
        self.by_column("columns", export, value, |parser, key, value| {
            if value.get_ref().as_array().is_some() {
                return Some(parser.strings(key, value)).filter(|headers| !headers.is_empty());
            }
            let header = value
                .get_ref()
                .as_str()
                .map(|header| header.trim().to_owned());
            if header.is_none() {
                parser.wrong_type(
                    key,
                    value,
                    "a header in quotation marks, or a list of headers",
                );
            }
            header.map(|header| vec![header])
        })
    }

    fn constants(&mut self, export: Export, value: &Value<'_>) -> BTreeMap<String, String> {
        self.by_column("constants", export, value, Parser::string)
    }

    /// A table whose keys are columns.
    pub(super) fn by_column<T>(
        &mut self,
        what: &str,
        export: Export,
        value: &Value<'_>,
        read: fn(&mut Self, &str, &Value<'_>) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let mut columns = BTreeMap::new();
        for (key, value) in self.table(what, value).into_iter().flatten() {
            let column = column_name(export, key.get_ref());
            let Some(read) = read(self, key.get_ref(), value) else {
                continue;
            };
            if columns.insert(column, read).is_some() {
                let message = format!("`{what}` names one column twice");
                self.add(
                    key.span(),
                    Problem::error("named-twice", message).found(key.get_ref().as_ref()),
                );
            }
        }
        columns
    }

    /// The columns that hold names in place of staff ids.
    fn by_name(&mut self, export: Option<Export>, value: &Value<'_>) -> BTreeSet<String> {
        let Some(export) = export else {
            return BTreeSet::new();
        };
        let mut columns = BTreeSet::new();
        for name in self.strings("by-name", value) {
            let column = column_name(export, &name);
            let known = names::columns(export);
            if known.contains(&column.as_str()) {
                columns.insert(column);
            } else {
                let message = format!("no column of {export} that holds a staff id");
                let problem = Problem::error("no-name-here", message)
                    .found(name)
                    .expected(one_of(known));
                self.add(value.span(), problem);
            }
        }
        columns
    }

    /// A constant must be readable, or it would cost every row.
    fn readable(&mut self, export: Export, look: &Look, table: &DeTable<'_>) {
        for (name, text) in &look.constants {
            let Some(column) = canonical(export, name) else {
                continue;
            };
            let formats = look.dates.of(name);
            let expected = match (column.kind, fixed_values(column.name, column.kind)) {
                (_, Some(fixed)) if !is_fixed_value(text, fixed) => one_of(fixed),
                (ColumnType::Date, _)
                    if formats.iter().all(|format| format.read(text).is_err()) =>
                {
                    format!(
                        "a date written `{}`",
                        formats.first().map_or(String::new(), ToString::to_string)
                    )
                }
                (ColumnType::Number, _) if super::cell::Decimal::parse(text).is_none() => {
                    "a number".to_owned()
                }
                _ => continue,
            };
            let span = table.get("constants").map_or(0..0, Spanned::span);
            let problem = Problem::error(
                "unknown-value",
                format!("the constant for `{name}` can't be read"),
            )
            .found(text)
            .expected(expected);
            self.add(span, problem);
        }
    }

    fn values(
        &mut self,
        export: Export,
        value: &Value<'_>,
    ) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (key, table) in self.table("values", value).into_iter().flatten() {
            let column = column_name(export, key.get_ref());
            let known = canonical(export, &column);
            if let Some(known) = known
                && matches!(
                    known.kind,
                    ColumnType::Id | ColumnType::Text | ColumnType::Date
                )
            {
                let message = format!(
                    "`values` can't be given for `{column}`: its cells are kept as they stand"
                );
                self.add(
                    key.span(),
                    Problem::error("no-values-here", message).hint("use `dates` or `blanks`"),
                );
                continue;
            }
            let Some(table) = self.table(key.get_ref(), table) else {
                continue;
            };
            let fixed = known.and_then(|known| fixed_values(known.name, known.kind));
            let meanings = all.entry(column).or_default();
            for (from, to) in table {
                let Some(meaning) = self.string(from.get_ref(), to) else {
                    continue;
                };
                self.meaning(to, &meaning, fixed);
                let other = meanings.insert(fold(from.get_ref()), meaning.clone());
                if other.is_some_and(|other| other != meaning) {
                    let message =
                        "two values that differ only in case and punctuation mean different things";
                    self.add(
                        from.span(),
                        Problem::error("clashing-values", message).found(from.get_ref().as_ref()),
                    );
                }
            }
        }
        all
    }

    fn meaning(&mut self, at: &Value<'_>, meaning: &str, fixed: Option<&[&str]>) {
        let Some(fixed) = fixed else { return };
        if meaning.is_empty() || is_fixed_value(meaning, fixed) {
            return;
        }
        let mut problem = Problem::error("unknown-value", "no such value")
            .found(meaning)
            .expected(format!("{}, or `\"\"` for a blank", one_of(fixed)));
        if let Some(near) = nearest(meaning, fixed.iter().copied()) {
            problem = problem.hint(format!("did you mean `{near}`?"));
        }
        self.add(at.span(), problem);
    }
}

fn canonical(export: Export, column: &str) -> Option<&'static CanonicalColumn> {
    export.columns().iter().find(|known| known.name == column)
}

/// A list for a sentence: `a`, `b` or `c`.
pub(super) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
