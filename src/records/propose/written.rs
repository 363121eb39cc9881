//! The proposal as the text of a mapping, with the reason for each line.

use std::fmt::Write as _;

use super::super::aliases;
use super::super::cells::shown;
use super::super::columns::{ColumnType, Export};
use super::super::dates::DateFormat;
use super::super::layout::quoted;
use super::super::mapping::{column_name, fixed_values};
use super::super::mapping_toml::one_of;
use super::super::words::fold;
use super::columns::{Match, bears_out, called};
use super::dates::{self, Written};
use super::values::{self, Worded};
use super::{File, Proposal, national};
use crate::problem::is_figure;

/// How many words of a column a sentence names.
const MOST_NAMED: usize = 5;

const HEAD: &str = "\
# How these exports look, as `oversight init` took them to be. Read every line. On the left this program's word, on the
# right your header; under `values` it is the other way round: what stands in the export = what it means.
";

/// Writes the mapping of every file; what could not be placed is added.
pub(super) fn mapping(files: &[File<'_>], proposal: &mut Proposal) {
    let mut text = Text::default();
    text.line(HEAD.trim_end(), "");
    let fits = || files.iter().filter_map(|file| file.fit.as_ref());
    let preset = national::chosen(fits());
    if let Some(preset) = preset {
        text.preset(preset, files);
    }
    for file in files {
        let several = files
            .iter()
            .filter(|other| other.export == file.export)
            .count()
            > 1;
        match &file.fit {
            Some(fit) => text.like_preset(file, fit, (preset, several), proposal),
            None => text.file(file, several, proposal),
        }
    }
    proposal.mapping = text.0;
}

/// Lines of TOML; formatting into a string cannot fail.
#[derive(Default)]
pub(super) struct Text(pub(super) String);

impl Text {
    pub(super) fn line(&mut self, line: &str, remark: &str) {
        if remark.is_empty() {
            writeln!(self.0, "{line}").unwrap_or_default();
        } else {
            writeln!(self.0, "{line:<38} # {}", shown_whole(remark)).unwrap_or_default();
        }
    }

    fn file(&mut self, file: &File<'_>, several: bool, proposal: &mut Proposal) {
        let sheet = file.sheet;
        let rows = if sheet.rows == 1 { "row" } else { "rows" };
        self.line("\n[[mapping]]", "");
        let export = format!("export = \"{}\"", file.export);
        self.line(&export, &format!("{}: {} {rows}", sheet.name, sheet.rows));
        if several {
            self.line(&format!("files = [{}]", quoted(&sheet.name)), "");
        }
        self.dates(file, &mut proposal.doubtful);
        self.blanks(file);
        self.by_name(file);
        self.constants(file, &mut proposal.unplaced);
        self.columns(file, proposal);
        self.values(file, proposal);
        self.unused(file);
    }

    pub(super) fn dates(&mut self, file: &File<'_>, doubtful: &mut Vec<String>) {
        let all = dates::written(file.sheet);
        if is_known(file, &all) {
            return;
        }
        let (formats, others) = dates::shared(&all);
        let name = |written: &Written| column_key(file, written.column);
        let header = |written: &Written| {
            let column = file.sheet.columns.get(written.column);
            column.map_or("", |column| column.header.as_str())
        };
        let open: Vec<&str> = all
            .iter()
            .filter(|written| written.also.is_some())
            .map(header)
            .collect();
        let remark = if open.is_empty() {
            String::new()
        } else {
            format!(
                "every date of {} could also be read in the other order",
                named(&open)
            )
        };
        match (formats.as_slice(), others.as_slice()) {
            ([], _) => {}
            ([only], []) if only.to_string() == "yyyy-mm-dd" => {}
            (_, []) => self.line(&format!("dates = {}", list(&formats)), &remark),
            (_, others) => {
                let others = others
                    .iter()
                    .map(|written| format!("{} = {}", name(written), list(&written.formats)));
                let others: Vec<String> = others.collect();
                let line = format!(
                    "dates = {{ {}, \"*\" = {} }}",
                    others.join(", "),
                    list(&formats)
                );
                self.line(&line, &remark);
            }
        }
        doubtful.extend(all.iter().flat_map(|written| open_dates(file, written)));
    }

    /// Words for nothing, where something typed should stand.
    pub(super) fn blanks(&mut self, file: &File<'_>) {
        let typed = |kind: ColumnType| {
            matches!(
                kind,
                ColumnType::Date | ColumnType::Number | ColumnType::Id | ColumnType::YesNo
            )
        };
        let mut blanks: Vec<&str> = Vec::new();
        for (index, column) in file.sheet.columns.iter().enumerate() {
            let found = file.matches.iter().find(|found| found.header == index);
            let plain = found.is_some_and(|found| !typed(found.column.kind));
            // What a preset leaves aside needs no words of ours.
            if file.fit.is_some() && found.is_none() {
                continue;
            }
            let words = column.blank_words();
            let known = |word: &str| {
                let look = file.fit.as_ref().map(|fit| &fit.look);
                look.is_some_and(|look| look.is_blank(word))
            };
            let words = words.filter(|word| !known(word));
            // In a column of values `none` may be one; `NULL` is nothing anywhere.
            let words = words.filter(|word| {
                !plain || word.eq_ignore_ascii_case("null") || word.starts_with('#')
            });
            blanks.extend(words);
        }
        blanks.sort_unstable_by_key(|word| (word.to_lowercase(), *word));
        blanks.dedup_by_key(|word| word.to_lowercase());
        if !blanks.is_empty() {
            let blanks: Vec<String> = blanks.into_iter().map(quoted).collect();
            self.line(
                &format!("blanks = [{}]", blanks.join(", ")),
                "cells that mean nothing",
            );
        }
    }

    fn by_name(&mut self, file: &File<'_>) {
        let columns = file.matches.iter().filter(|found| found.by_name);
        let columns: Vec<String> = columns.map(|found| quoted(found.column.name)).collect();
        if !columns.is_empty() {
            let line = format!("by-name = [{}]", columns.join(", "));
            self.line(&line, "names in place of ids");
        }
    }

    fn constants(&mut self, file: &File<'_>, unplaced: &mut Vec<String>) {
        let has = file.matches.iter().any(|found| found.column.name == "kind");
        if has || !matches!(file.export, Export::Sessions | Export::Activity) {
            return;
        }
        let kind = values::constant(file.sheet, file.export, "kind", &file.matches);
        let cases = file.header_of("case_id").map_or(0, |column| {
            let cells = column.said().filter_map(|cell| column.cells.get(cell));
            cells.sum::<u32>()
        });
        if cases > 0 && cases < file.sheet.rows {
            unplaced.push(format!(
                "`{}`: no column says the kind of session, and some rows name a case and others none",
                file.sheet.name
            ));
        }
        if let Some(kind) = kind {
            let line = format!("constants = {{ kind = {} }}", quoted(&kind));
            self.line(
                &line,
                "no column says it: check that this holds for every row",
            );
        }
    }

    fn columns(&mut self, file: &File<'_>, proposal: &mut Proposal) {
        let Proposal {
            unplaced, doubtful, ..
        } = proposal;
        self.line("\n[mapping.columns]", "");
        for found in &file.matches {
            let Some(header) = file.sheet.columns.get(found.header) else {
                continue;
            };
            let line = format!("{} = {}", found.column.name, quoted(&header.header));
            self.line(&line, &found.reason);
            unplaced.extend(unread(file, found));
        }
        doubtful.extend(passed_over(file));
        for column in file.missing() {
            self.line(
                &format!("# {} = \"…\"", column.name),
                "required, and no header looks like it",
            );
            unplaced.push(format!(
                "`{}`: no header looks like `{}`",
                file.sheet.name, column.name
            ));
        }
    }

    pub(super) fn values(&mut self, file: &File<'_>, proposal: &mut Proposal) {
        for found in &file.matches {
            let Some(header) = file.sheet.columns.get(found.header) else {
                continue;
            };
            let look = file.fit.as_ref().map(|fit| &fit.look);
            let known = look.and_then(|look| look.values.get(found.column.name));
            let mut meanings = values::meanings(file.export, found, header);
            meanings.retain(|word| known.is_none_or(|known| !known.contains_key(&fold(word.cell))));
            if meanings.is_empty() {
                continue;
            }
            let ask = match fixed_values(found.column.name, found.column.kind) {
                Some(_) => "say what it means",
                None => "say what it means, if a policy has another word for it",
            };
            self.line(&format!("\n[mapping.values.{}]", found.column.name), "");
            for word in &meanings {
                let rows = rows(word);
                // Of a bare yes it is the header that says to what.
                let remark = match fold(word.cell).as_str() {
                    "yes" | "no" => format!("{rows}: check that it means this"),
                    _ => rows.clone(),
                };
                let cell = quoted(word.cell);
                if let Some(meaning) = word.meaning {
                    self.line(&format!("{cell} = {}", quoted(meaning)), &remark);
                } else {
                    self.line(&format!("# {cell} = \"…\""), &format!("{remark}: {ask}"));
                }
            }
            meanings.retain(|word| word.meaning.is_none());
            let place = format!("`{}`, column `{}`", file.sheet.name, header.header);
            unknown(&place, found, &meanings, proposal);
        }
    }

    fn unused(&mut self, file: &File<'_>) {
        let columns = file.sheet.columns.iter().enumerate();
        let unused = columns.filter(|(index, column)| {
            !column.header.is_empty() && file.matches.iter().all(|found| found.header != *index)
        });
        let unused: Vec<String> = unused
            .map(|(_, column)| column_name(file.export, &column.header))
            .collect();
        if !unused.is_empty() {
            let list = unused.join(", ");
            self.line("\n# Kept under their own names, for a policy to use:", "");
            for line in wrapped(&list) {
                self.line(&format!("#   {line}"), "");
            }
        }
    }
}

/// Whether a preset reads the dates of a file as they are written.
fn is_known(file: &File<'_>, all: &[Written]) -> bool {
    let Some(fit) = &file.fit else { return false };
    let mut read = all.iter().filter(|written| {
        file.matches
            .iter()
            .any(|found| found.header == written.column)
    });
    read.all(|written| {
        let name = column_key(file, written.column);
        let known = fit.look.dates.of(&name);
        written.unread.is_none() && written.formats.iter().all(|format| known.contains(format))
    })
}

/// What is not settled about how a column's dates are written.
fn open_dates(file: &File<'_>, written: &Written) -> Vec<String> {
    let column = file.sheet.columns.get(written.column);
    let header = column.map_or("", |column| column.header.as_str());
    let place = format!("`{}`, column `{header}`", file.sheet.name);
    let mut told = Vec::new();
    if let Some((cell, cells)) = &written.unread {
        let cells_are = if *cells == 1 { "cell is" } else { "cells are" };
        let what = match dates::way(cell) {
            Some(other) => format!(
                "written another way than the others, such as `{}`, which is `{other}`; where the order of day and month \
                 changes, a date that fits both may be another day than it says",
                shown(cell)
            ),
            None => format!("no date in any usual way, such as `{}`", shown(cell)),
        };
        told.push(format!("{place}: {cells} {cells_are} {what}"));
    }
    if let Some(also) = &written.also {
        let format = written.formats.first();
        told.push(format!(
            "{place}: every date fits `{}` and `{also}`; the first is proposed",
            format.map_or(String::new(), ToString::to_string)
        ));
    }
    told
}

/// What is said of words that nobody knows: where a column allows no others, they cost their rows.
fn unknown(place: &str, found: &Match, words: &[Worded<'_>], proposal: &mut Proposal) {
    let column = found.column.name;
    if words.is_empty() {
        return;
    }
    if fixed_values(column, found.column.kind).is_some() {
        let cells: Vec<&str> = words.iter().map(|word| word.cell).collect();
        let means = if cells.len() == 1 { "means" } else { "mean" };
        proposal.unplaced.push(format!(
            "{place}: say what {} {means} as `{column}`; until then such rows are left out",
            named(&cells)
        ));
        return;
    }
    let told = words.iter().take(MOST_NAMED);
    let told = told.map(|word| format!("`{}` ({})", shown(word.cell), rows(word)));
    let mut told: Vec<String> = told.collect();
    if words.len() > MOST_NAMED {
        told.push(format!("{} more", words.len() - MOST_NAMED));
    }
    let (read, each) = if words.len() == 1 {
        ("is read as it stands", "it is")
    } else {
        ("are read as they stand", "one is")
    };
    let known: Vec<&str> = aliases::words(column).collect();
    proposal.doubtful.push(format!(
        "{place}: {} {read}; if {each} what a policy calls {}, say so in the mapping",
        told.join(", "),
        one_of(&known)
    ));
}

/// How many rows have a word.
fn rows(word: &Worded<'_>) -> String {
    let noun = if word.rows == 1 { "row" } else { "rows" };
    format!("{} {noun}", word.rows)
}

/// What is said of a column of dates or numbers that is one by its name only.
fn unread(file: &File<'_>, found: &Match) -> Option<String> {
    let header = file.sheet.columns.get(found.header)?;
    let what = match found.column.kind {
        ColumnType::Date => "dates in a usual way",
        ColumnType::Number => "numbers",
        ColumnType::Id | ColumnType::Word | ColumnType::Text | ColumnType::YesNo => return None,
    };
    if bears_out(found.column, header) {
        return None;
    }
    // Whatever has no figure in it may be somebody's name.
    let odd = header.said().find(|cell| is_figure(cell));
    let odd = odd.map_or(String::new(), |cell| format!(", such as `{}`", shown(cell)));
    Some(format!(
        "`{}`, column `{}`: it is read as `{}`, and most cells are no {what}{odd}; such rows are left out: mend the \
         cells, or give the column another name in the export",
        file.sheet.name, header.header, found.column.name
    ))
}

/// Headers that are called as a column of numbers is, though what stands under them is not only numbers.
fn passed_over(file: &File<'_>) -> Vec<String> {
    let numbers = file.export.columns().iter();
    let numbers = numbers.filter(|column| column.kind == ColumnType::Number && !column.required);
    let open = numbers.filter(|column| file.header_of(column.name).is_none());
    let told = open.filter_map(|column| {
        let header = called(file.sheet, file.export, column)?;
        let index = (file.sheet.columns.iter()).position(|other| other.header == header.header)?;
        if file.matches.iter().any(|found| found.header == index) {
            return None;
        }
        Some(format!(
            "`{}`, column `{}`: it is called as `{name}` is, and some of its cells are no numbers, so it is not read; \
             if it is meant, add columns.{name} = {quoted}, and below values.{name} which number each word stands for",
            file.sheet.name,
            header.header,
            name = column.name,
            quoted = quoted(&header.header)
        ))
    });
    told.collect()
}

/// The key of a header in a mapping: the column it was taken for, else its own name.
fn column_key(file: &File<'_>, index: usize) -> String {
    let found = file.matches.iter().find(|found| found.header == index);
    let header = file.sheet.columns.get(index);
    let name = match (found, header) {
        (Some(found), _) => found.column.name.to_owned(),
        (None, Some(header)) => column_name(file.export, &header.header),
        (None, None) => String::new(),
    };
    if !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    {
        name
    } else {
        quoted(&name)
    }
}

fn list(formats: &[DateFormat]) -> String {
    let formats: Vec<String> = formats
        .iter()
        .map(|format| quoted(&format.to_string()))
        .collect();
    format!("[{}]", formats.join(", "))
}

/// Some words for a sentence, and how many more there are.
pub(super) fn named(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| shown(word)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.get(..MOST_NAMED) {
        Some(first) if words.len() > MOST_NAMED => {
            format!(
                "{} and {} more",
                one_of(first).replace(" or ", ", "),
                words.len() - MOST_NAMED
            )
        }
        _ => one_of(&words).replace(" or ", " and "),
    }
}

/// A comment is one line.
fn shown_whole(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A text in lines of at most a hundred letters, broken at spaces.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in shown_whole(text).split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + word.len() < 100 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
