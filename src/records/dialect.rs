//! How a file's cells are told apart and which line has the headers: found by the names of the columns expected.

use std::cmp::Reverse;

use super::columns::{Demand, Export};
use super::mapping::{Look, squash};
use super::mapping_toml::one_of;
use super::record::Record;
use super::scan::{Fault, FaultKind, Records, Shape, Strictness};
use crate::place::Place;
use crate::problem::Problem;

/// What may stand between two cells; of two that fit alike the first is taken.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The headers stand on one of so many lines.
const LAST_HEADER_LINE: u32 = 20;

/// How a file's cells are told apart, and where its headers and rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) headers: Vec<String>,
    /// The headers' line.
    pub(super) line: u32,
    /// Where the rows begin: byte and line.
    pub(super) rows: (usize, u32),
    /// How many of the columns expected the headers name.
    pub(super) known: usize,
    /// What stands above the headers: the first of it, and how many records.
    pub(super) titles: Option<(String, usize)>,
}

/// A delimiter as it is named in a mapping, a report and a message.
pub(super) fn named(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => ";",
        b'\t' => "tab",
        b'|' => "|",
        _ => ",",
    }
}

/// The names by which the headers of an export are known: its columns, those a policy asks for, the mapping's headers.
pub(super) fn expected(export: Export, look: &Look, demand: &Demand) -> Vec<String> {
    let columns = export.columns().iter();
    let mut all: Vec<String> = columns.map(|column| squash(column.name)).collect();
    all.extend(demand.of(export).map(|(name, _)| squash(name)));
    all.extend(look.columns.values().flatten().map(|header| squash(header)));
    all.sort_unstable();
    all.dedup();
    all
}

/// Finds a text's delimiter and headers, or says why it has none.
pub(super) fn find(
    text: &str,
    file: &str,
    look: &Look,
    expected: &[String],
) -> Result<Dialect, Vec<Problem>> {
    let mut candidates = Vec::new();
    let mut fault = None;
    for delimiter in DELIMITERS {
        if look.delimiter.is_some_and(|given| given != delimiter) {
            continue;
        }
        let found = on_each_line(text, delimiter, expected);
        candidates.extend(found.0);
        fault = fault.or(found.1);
    }
    if let Some(line) = look.header_line {
        candidates.retain(|candidate| candidate.line == line);
        if candidates.is_empty() {
            let message = "the mapping's `header-line` is no row of the file";
            let problem = Problem::error("no-such-line", message)
                .at(Place::line(file, line))
                .expected("one of the first 20 lines, with the headers");
            return Err(vec![problem]);
        }
    }
    let most = candidates.iter().map(|candidate| candidate.known).max();
    match most {
        None => Err(no_header(file, fault)),
        Some(0) => first_line(candidates).ok_or_else(|| no_header(file, fault)),
        Some(most) => {
            candidates.retain(|candidate| candidate.known == most);
            only(candidates, file)
        }
    }
}

/// The likeliest delimiter and headers of a text of which nobody has said what it is: the first line of those that name
/// most of the columns expected.
pub(super) fn likeliest(text: &str, expected: &[String]) -> Option<Dialect> {
    let all = DELIMITERS
        .into_iter()
        .flat_map(|delimiter| on_each_line(text, delimiter, expected).0);
    let mut best: Option<Dialect> = None;
    for one in all {
        let rank = |one: &Dialect| (one.known, Reverse(one.line), one.headers.len());
        if best.as_ref().is_none_or(|best| rank(&one) > rank(best)) {
            best = Some(one);
        }
    }
    best
}

/// Each line that may have the headers, read with one delimiter; and the first fault with its line.
fn on_each_line(
    text: &str,
    delimiter: u8,
    expected: &[String],
) -> (Vec<Dialect>, Option<(u32, Fault)>) {
    let shape = Shape {
        delimiter,
        cells: None,
        strictness: Strictness::Strict,
    };
    let mut records = Records::at(text, shape, 0, 1);
    let mut record = Record::of(text);
    let (mut found, mut fault) = (Vec::new(), None);
    let mut titles: Option<(String, usize)> = None;
    while let Some(read) = records.next(&mut record)
        && record.line <= LAST_HEADER_LINE
    {
        if let Err(other) = read {
            fault = fault.or(Some((record.line, other)));
        } else {
            let headers: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            let mut names: Vec<String> = headers.iter().map(|header| squash(header)).collect();
            names.sort_unstable();
            names.dedup();
            found.push(Dialect {
                delimiter,
                known: names
                    .iter()
                    .filter(|name| expected.binary_search(name).is_ok())
                    .count(),
                headers,
                line: record.line,
                rows: (record.end, record.line.saturating_add(record.lines)),
                titles: titles.clone(),
            });
        }
        let text = || record.iter().map(str::trim).find(|cell| !cell.is_empty());
        titles = match titles {
            None => Some((text().unwrap_or("").to_owned(), 1)),
            Some((first, records)) => Some((first, records + 1)),
        };
    }
    (found, fault)
}

/// Where no header is known, the first line stands for the headers, for the messages about the columns missing.
fn first_line(candidates: Vec<Dialect>) -> Option<Dialect> {
    let line = candidates.iter().map(|candidate| candidate.line).min()?;
    let first = candidates
        .into_iter()
        .filter(|candidate| candidate.line == line);
    // Of those with as many cells the last is returned, so they are turned round.
    first.rev().max_by_key(|candidate| candidate.headers.len())
}

/// The one that fits best; several that fit alike and differ are for the council to tell apart.
fn only(candidates: Vec<Dialect>, file: &str) -> Result<Dialect, Vec<Problem>> {
    let mut candidates = candidates.into_iter();
    let Some(first) = candidates.next() else {
        return Err(no_header(file, None));
    };
    for other in candidates {
        if other.line != first.line && other.headers != first.headers {
            let message = format!(
                "lines {} and {} look like headers alike",
                first.line, other.line
            );
            let problem = Problem::error("two-header-lines", message)
                .at(Place::line(file, first.line))
                .found(other.headers.join(named(other.delimiter)))
                .hint(format!(
                    "say which it is in the mapping: header-line = {}",
                    first.line
                ));
            return Err(vec![problem]);
        }
        if other.line == first.line && other.headers != first.headers {
            let delimiters = [named(first.delimiter), named(other.delimiter)];
            let message = format!(
                "the headers can be read with {} between them",
                one_of(&delimiters)
            );
            let problem = Problem::error("two-delimiters", message)
                .at(Place::line(file, first.line))
                .hint(format!(
                    "say which it is in the mapping: delimiter = \"{}\"",
                    named(first.delimiter)
                ));
            return Err(vec![problem]);
        }
    }
    Ok(first)
}

/// Why a file has no headers to go by.
fn no_header(file: &str, fault: Option<(u32, Fault)>) -> Vec<Problem> {
    vec![why_no_header(file, fault)]
}

fn why_no_header(file: &str, fault: Option<(u32, Fault)>) -> Problem {
    let Some((line, fault)) = fault else {
        return Problem::error("empty-file", "the file is empty")
            .at(Place::file(file))
            .expected("a line of headers");
    };
    if let FaultKind::Character(character) = fault.kind {
        let problem = Problem::error("not-csv", "the file is not text")
            .at(Place::file(file))
            .expected("CSV, with a line of headers");
        // Of letters in two bytes one is nil.
        return match character {
            '\0' => problem.hint(
                "if it is Unicode text without a mark that says so, give encoding = \"utf-16le\" in the mapping",
            ),
            _ => problem,
        };
    }
    let message = "the headers' quotation marks are not where they belong";
    Problem::error("broken-quotes", message).at(Place::line(file, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<(u8, u32, usize), String> {
        let look = Look::default();
        let expected = expected(Export::Sessions, &look, &Demand::default());
        find(text, "s.csv", &look, &expected)
            .map(|dialect| (dialect.delimiter, dialect.line, dialect.headers.len()))
            .map_err(|problems| problems[0].to_string())
    }

    #[test]
    fn delimiter_and_headers_are_found_by_the_names_of_columns() {
        assert_eq!(found("date;kind,of;status\n"), Ok((b';', 1, 3)));
        assert_eq!(
            found("Supervision, all teams; 2026\n\nDate\tKind\tStatus\n1,5\t2\t3\n"),
            Ok((b'\t', 3, 3))
        );
        assert_eq!(
            found("\"one \"title\n\"Date\"|\"Kind\"\n"),
            Ok((b'|', 2, 2))
        );
        assert_eq!(found("a,b;c;d\n"), Ok((b';', 1, 3)), "no column is known");
        assert_eq!(found("date\n"), Ok((b',', 1, 1)));
    }

    #[test]
    fn headers_stand_on_the_first_twenty_lines() {
        let under = |titles: usize| format!("{}date,kind\n", "title\n".repeat(titles));
        assert_eq!(found(&under(19)), Ok((b',', 20, 2)));
        assert_eq!(found(&under(20)), Ok((b',', 1, 1)));
    }

    #[test]
    fn what_fits_alike_is_not_chosen_from() {
        insta::assert_snapshot!(found("date,kind,x\nkind,date,y\n").unwrap_err(), @"s.csv:1: lines 1 and 2 look like headers alike, found `kind,date,y`; say which it is in the mapping: header-line = 1");
        insta::assert_snapshot!(found("date,x;kind\n").unwrap_err(), @"s.csv:1: the headers can be read with `,` or `;` between them; say which it is in the mapping: delimiter = \",\"");
        assert_eq!(
            found("date,kind\ndate,kind\n"),
            Ok((b',', 1, 2)),
            "headers that stand twice"
        );
    }
}
