//! What is wrong with the shape of a row, in words.

use super::cells::shown;
use super::opened::Opened;
use super::record::Record;
use super::scan::{Fault, FaultKind, Repair, RepairKind};
use crate::place::Place;
use crate::problem::Problem;

/// Why a row is rejected before its cells are read.
pub(super) fn fault(file: &Opened, record: &Record<'_>, fault: Fault) -> Problem {
    let problem = said(file, record, fault.kind);
    let piece_of = record.piece_of.map(|line| {
        let hint = problem.hint.as_deref();
        let own = hint.map_or(String::new(), |hint| format!("{hint}; "));
        format!("{own}it may also be a piece of the row on line {line}: mend that one first")
    });
    let problem = match piece_of {
        Some(hint) => problem.hint(hint),
        None => problem,
    };
    problem.at(place(file, record.line, fault.cell, fault.byte))
}

fn said(file: &Opened, record: &Record<'_>, kind: FaultKind) -> Problem {
    let headers = file.layout.headers.len();
    match kind {
        FaultKind::StrayQuote => Problem::error(
            "stray-quote",
            "a quotation mark stands in a cell that does not begin with one",
        )
        .hint("a cell that holds quotation marks is put in quotation marks, with each of its own written twice"),
        FaultKind::AfterQuote => Problem::error(
            "text-after-quote",
            "a cell goes on behind its closing quotation mark",
        )
        .hint("inside a quoted cell each quotation mark is written twice"),
        FaultKind::Unclosed => Problem::error(
            "unclosed-quote",
            "a cell begins with a quotation mark and has no closing one",
        )
        .hint("add the closing quotation mark, or remove the opening one"),
        FaultKind::CellCount => Problem::error(
            "wrong-cell-count",
            "the row does not have as many cells as there are headers",
        )
        .found(record.len().to_string())
        .expected(headers.to_string())
        .hint(match record.len() {
            1 => "if it is a remark above or below the table, remove it",
            cells if cells > headers => "a cell that holds the delimiter belongs in quotation marks",
            _ => "see which cell or which delimiter is missing",
        }),
        FaultKind::LineBreak => Problem::error(
            "line-break-in-cell",
            "a cell that is no free text has a line break",
        )
        .hint("remove the line break; when the row below has run into this one, a quotation mark is missing here"),
        FaultKind::SwallowedRow => Problem::error(
            "row-inside-cell",
            "a quoted cell holds a whole row of the export",
        )
        .hint("add the closing quotation mark that is missing in this row"),
        FaultKind::BegunAbove => Problem::error(
            "broken-row",
            "the line above has a single cell, which may be the beginning of this row",
        )
        .hint("join the two lines, or remove the line above when it is no part of a row"),
        FaultKind::GoesOnBelow => Problem::error(
            "broken-row",
            "the line below has a single cell, which may be the end of this row",
        )
        .hint("join the two lines, or remove the line below when it is no part of a row"),
        FaultKind::Character(character) => Problem::error(
            "invalid-character",
            format!("the row has {}", named(character)),
        )
        .hint("save the export anew as CSV UTF-8, or mend the row where the system holds it"),
    }
}

/// What was put right in a row.
pub(super) fn repair(file: &Opened, record: &Record<'_>, repair: Repair) -> Problem {
    let problem = match repair.kind {
        RepairKind::StrayQuote => Problem::note(
            "repaired-stray-quote",
            "a quotation mark in an unquoted cell was taken as it stands",
        ),
        RepairKind::CellsMissing => Problem::note(
            "repaired-cells-missing",
            "cells missing at the end of the row were taken as blank",
        ),
        RepairKind::CellsDropped => Problem::note(
            "repaired-cells-dropped",
            "empty cells behind the last column were left out",
        ),
    };
    problem.at(place(file, record.line, repair.cell, repair.byte))
}

fn place(file: &Opened, line: u32, cell: usize, byte: usize) -> Place {
    let place = match file.layout.headers.get(cell) {
        Some(header) if !header.is_empty() => Place::cell(&file.name, line, &shown(header)),
        _ => Place::line(&file.name, line),
    };
    place.at_byte(byte)
}

/// How a character that can't be printed is called.
fn named(character: char) -> String {
    match character {
        '\u{FFFD}' => "a character that was lost when the file was written (U+FFFD)".to_owned(),
        '\u{FFFE}' => "a byte that is not UTF-8, in a file that is".to_owned(),
        '\u{FEFF}' => "a byte-order mark in its middle (U+FEFF)".to_owned(),
        '\r' => "a carriage return that ends no line".to_owned(),
        other => format!("a control character (U+{:04X})", u32::from(other)),
    }
}
