//! Which header is which column of an export, and why.

use std::collections::BTreeSet;

use super::super::aliases::{self, Tokens};
use super::super::cells::shown;
use super::super::columns::{CanonicalColumn, ColumnType, Export};
use super::super::mapping::{fixed_values, is_fixed_value, squash};
use super::super::names;
use super::sheet::{Column, Sheet};
use crate::problem::is_figure;

/// A header that is the column's own name, or only spelt otherwise.
const OWN_NAME: u32 = 100;
/// The same words in another form.
const SAME_WORDS: u32 = 95;
/// The likeliest other name; each later one is worth one less.
const OTHER_NAME: u32 = 80;
/// What the values add when they are known ids, and take away when they are none.
const IDS_FIT: u32 = 15;
const IDS_MISFIT: u32 = 45;
/// Below this nothing is proposed.
const LEAST: u32 = 40;

/// Ids and names that other files have.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) staff: BTreeSet<String>,
    pub(super) names: BTreeSet<String>,
    pub(super) cases: BTreeSet<String>,
}

/// A header taken for a column.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) column: &'static CanonicalColumn,
    /// Position of the header.
    pub(super) header: usize,
    pub(super) reason: String,
    pub(super) score: u32,
    /// Whether it holds names in place of ids.
    pub(super) by_name: bool,
}

/// The headers of a file as columns of an export: each header once, each column once, the surest first.
pub(super) fn matches(sheet: &Sheet, export: Export, known: &Known) -> Vec<Match> {
    let mut all = Vec::new();
    for (order, column) in export.columns().iter().enumerate() {
        for (index, header) in sheet.columns.iter().enumerate() {
            let found = matched(export, column, (index, header), known);
            all.extend(found.map(|found| (order, found)));
        }
    }
    all.sort_by_key(|(order, found)| (std::cmp::Reverse(found.score), *order, found.header));
    let mut taken: Vec<(usize, Match)> = Vec::new();
    for (order, found) in all {
        let free = |(_, other): &(usize, Match)| {
            other.header != found.header && other.column.name != found.column.name
        };
        if taken.iter().all(free) {
            taken.push((order, found));
        }
    }
    taken.sort_by_key(|(order, _)| *order);
    let mut matches: Vec<Match> = taken.into_iter().map(|(_, found)| found).collect();
    if export == Export::Staff {
        name_as_id(&mut matches);
    }
    if export == Export::Activity {
        only_date(sheet, &mut matches);
    }
    matches
}

/// What was done on a day has one date as a rule, whatever it is called: `Meeting`, `Sent`, `Signed off`.
fn only_date(sheet: &Sheet, matches: &mut Vec<Match>) {
    let columns = sheet.columns.iter().enumerate();
    let mut dates = columns.filter(|(_, column)| column.holds_dates());
    let mut known = Export::Activity.columns().iter();
    let date = known.find(|column| column.name == "date");
    if let (Some((header, _)), None, Some(column)) = (dates.next(), dates.next(), date)
        && matches
            .iter()
            .all(|found| found.column.name != "date" && found.header != header)
    {
        matches.push(Match {
            column,
            header,
            reason: "the only column of dates".to_owned(),
            score: LEAST,
            by_name: false,
        });
    }
}

fn matched(
    export: Export,
    column: &'static CanonicalColumn,
    (index, header): (usize, &Column),
    known: &Known,
) -> Option<Match> {
    let (score, why) = by_header(export, column.name, &header.header)?;
    if !bears_out(column, header) {
        // The reader takes a header by the column's own name, whatever stands under it.
        let read = score == OWN_NAME && !column.required;
        return read.then(|| Match {
            column,
            header: index,
            reason: format!("{why}, though not with values it can have"),
            score: LEAST,
            by_name: false,
        });
    }
    let (score, by_name, values) = by_values(export, column.name, header, (score, known));
    let reason = match values {
        Some(values) => format!("{why}; {values}"),
        None => why.to_owned(),
    };
    (score >= LEAST).then_some(Match {
        column,
        header: index,
        reason,
        score,
        by_name,
    })
}

/// How sure the header alone makes it.
fn by_header(export: Export, column: &str, header: &str) -> Option<(u32, &'static str)> {
    if header.is_empty() {
        return None;
    }
    if squash(header) == squash(column) {
        return Some((OWN_NAME, "its own name"));
    }
    let tokens = Tokens::of(header);
    if tokens == Tokens::of(column) {
        return Some((SAME_WORDS, "its own name in other words"));
    }
    let rank = aliases::rank(export, column, &tokens)?;
    let rank = u32::try_from(rank).unwrap_or(u32::MAX).min(30);
    Some((OTHER_NAME - rank, "often called so"))
}

/// Whether the cells can be what the column holds; an empty column can be anything.
pub(super) fn bears_out(column: &CanonicalColumn, header: &Column) -> bool {
    if header.is_empty() {
        return true;
    }
    match column.kind {
        ColumnType::Date => header.holds_dates(),
        ColumnType::Number => header.holds_numbers(),
        ColumnType::YesNo => header.holds_yes_or_no(),
        ColumnType::Id => !header.holds_dates(),
        ColumnType::Text => !header.holds_dates() && !header.holds_numbers(),
        ColumnType::Word => {
            let fixed = fixed_values(column.name, column.kind);
            // A status of which no word is known is most likely something else.
            let meant = |cell: &str| {
                fixed.is_some_and(|fixed| is_fixed_value(cell, fixed))
                    || aliases::meaning(column.name, cell).is_some()
            };
            !header.holds_dates() && (fixed.is_none() || header.said().any(meant))
        }
    }
}

/// The header that is called as a column is, though what stands under it is something else.
pub(super) fn called<'s>(
    sheet: &'s Sheet,
    export: Export,
    column: &CanonicalColumn,
) -> Option<&'s Column> {
    let headers = sheet.columns.iter().filter_map(|header| {
        let (score, _) = by_header(export, column.name, &header.header)?;
        (!bears_out(column, header)).then_some((score, header))
    });
    let best = headers.max_by_key(|(score, _)| *score);
    best.map(|(_, header)| header)
}

/// Why a file is without a column.
pub(super) fn without(sheet: &Sheet, export: Export, column: &CanonicalColumn) -> String {
    let name = column.name;
    let Some(header) = called(sheet, export, column) else {
        return format!("no header looks like its column `{name}`");
    };
    let place = format!(
        "under `{}`, which is called as its column `{name}` is,",
        header.header
    );
    if column.kind != ColumnType::Date {
        return format!("{place} stands something else");
    }
    let serial = |cell: &&str| cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = header.said().find(serial) {
        return format!(
            "{place} are no dates but numbers, such as `{number}`; if Excel shows dates so, give the column a date \
             format: Format Cells, Date"
        );
    }
    // Whatever does not look like a date may be somebody's name.
    let odd = |cell: &&str| is_figure(cell) && !super::dates::is_date(cell);
    let odd = header.said().find(odd);
    let odd = odd.map_or(String::new(), |cell| format!(", such as `{}`", shown(cell)));
    format!(
        "{place} most cells are no dates in a usual way{odd}; usual are `dd/mm/yyyy`, `yyyy-mm-dd` and `dd mmm yyyy`: \
         export them so, or give the column such a format in Excel"
    )
}

/// What the values add to a header's score when they should be ids that another file has.
fn by_values(
    export: Export,
    column: &str,
    header: &Column,
    (score, known): (u32, &Known),
) -> (u32, bool, Option<String>) {
    let staff = names::columns(export).contains(&column);
    let own = matches!(
        (export, column),
        (Export::Staff, "staff_id") | (Export::Cases, "case_id")
    );
    if own {
        // An id that looks like a name is one: it is left for `name`.
        let named = staff && header.holds_names();
        return (if named { 0 } else { score }, false, None);
    }
    let (ids, what) = match column {
        _ if staff => (&known.staff, "staff ids"),
        "case_id" => (&known.cases, "ids of cases"),
        _ => return (score, false, None),
    };
    let all = header.said().count();
    let unknown = ids.is_empty() && (known.names.is_empty() || !is_anybodys(&header.header));
    if unknown || all == 0 {
        return (score, staff && header.holds_names(), None);
    }
    let found = header.said().filter(|cell| ids.contains(*cell)).count();
    let named = header
        .said()
        .filter(|cell| staff && known.names.contains(&names::plain(cell)))
        .count();
    if found * 2 >= all {
        let values = format!("{found} of its {all} values are {what}");
        return (score + IDS_FIT, false, Some(values));
    }
    if named * 2 >= all {
        let values = format!("{named} of its {all} values are names of staff");
        return (score + IDS_FIT, true, Some(values));
    }
    if staff && header.holds_names() && !is_anybodys(&header.header) {
        let values = format!("names, of which {named} of {all} are in the staff export");
        return (score, true, Some(values));
    }
    let values = format!("only {found} of its {all} values are {what}");
    let misfit = if found * 10 < all { IDS_MISFIT } else { 0 };
    (score.saturating_sub(misfit), false, Some(values))
}

/// Whether a header does not say whose names stand under it: where most are not of staff, they are children's.
fn is_anybodys(header: &str) -> bool {
    matches!(squash(header).as_str(), "name" | "fullname")
}

/// A staff export without ids goes by its names.
fn name_as_id(matches: &mut Vec<Match>) {
    let has = |name: &str| matches.iter().any(|found| found.column.name == name);
    let id = Export::Staff
        .columns()
        .iter()
        .find(|column| column.name == "staff_id");
    if has("staff_id") {
        return;
    }
    let name = matches.iter().find(|found| found.column.name == "name");
    if let (Some(name), Some(id)) = (name, id) {
        let found = Match {
            column: id,
            header: name.header,
            reason: "no column of ids, so the name is the id".to_owned(),
            score: name.score,
            by_name: true,
        };
        matches.insert(0, found);
    }
}
