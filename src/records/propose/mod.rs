//! Proposes a mapping for exports that nobody has described: which file is which, and which header is which column.
//!
//! Nothing of it is applied by itself: it is written down with its reasons, for somebody to read and change.

mod columns;
mod copies;
mod dates;
mod hints;
mod national;
mod preview;
mod sheet;
#[cfg(test)]
mod tests;
mod values;
mod written;
mod written_preset;

pub use preview::Preview;
pub use sheet::Sheet;

use columns::{Known, Match};
use hints::{hints, telling_name};
use national::Fit;

use super::columns::{CanonicalColumn, Export};
use super::names;

/// With so many months or days among its headers a sheet is a grid.
const MANY_DAYS: usize = 4;

/// What a file's name or headers say of its export weighs as much as one good column.
const NAMED: u32 = 80;

/// What is proposed for a folder.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The files that were placed, in the order of the exports.
    pub files: Vec<Placed>,
    /// The text of the mapping.
    pub mapping: String,
    /// What was taken or left out where several could be meant, and why, a sentence each.
    pub decided: Vec<String>,
    /// What could not be placed, a sentence each.
    pub unplaced: Vec<String>,
    /// What was placed and may be otherwise, a sentence each.
    pub doubtful: Vec<String>,
}

/// A file with the export it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its name in messages.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// Which sheet of it, where it shows several.
    pub sheet: Option<String>,
    /// Which export it is.
    pub export: Export,
    /// Its rows.
    pub rows: u32,
    /// Why it is read as a preset has it, when it is.
    pub like: Option<String>,
}

/// A file, the export it was taken for and the columns found in it.
struct File<'s> {
    sheet: &'s Sheet,
    export: Export,
    matches: Vec<Match>,
    /// The preset it is laid out like.
    fit: Option<Fit>,
}

impl File<'_> {
    fn header_of(&self, column: &str) -> Option<&sheet::Column> {
        let found = self
            .matches
            .iter()
            .find(|found| found.column.name == column)?;
        self.sheet.columns.get(found.header)
    }

    /// Required columns that no header looks like and no constant can stand for.
    fn missing(&self) -> impl Iterator<Item = &'static CanonicalColumn> {
        missing(self.sheet, self.export, &self.matches).into_iter()
    }
}

/// Proposes what the files are.
pub fn propose(sheets: &[Sheet]) -> Proposal {
    let mut proposal = Proposal::default();
    let mut files = Vec::new();
    for sheet in sheets {
        match file_of(sheet) {
            Ok(file) => files.push(file),
            Err(why) => proposal.unplaced.push(why),
        }
    }
    files.sort_by(|one, other| {
        (one.export, &one.sheet.name).cmp(&(other.export, &other.sheet.name))
    });
    proposal.decided = copies::take_out(&mut files);
    proposal.decided.extend(copies::alike(&files));
    find_columns(&mut files);
    written::mapping(&files, &mut proposal);
    for export in [Export::Staff, Export::Cases, Export::Sessions] {
        if !files.iter().any(|file| file.export == export) {
            let missing =
                format!("no file looks like the {export} export, without which there is no audit");
            proposal.unplaced.push(missing);
        }
    }
    proposal.files = files.iter().map(placed).collect();
    proposal
}

/// A file with the export it is: as a preset has it, else as its headers, name and values say.
fn file_of(sheet: &Sheet) -> Result<File<'_>, String> {
    let fit = national::fit(sheet);
    let export = match &fit {
        Some(fit) => fit.export,
        None => export_of(sheet, &Known::default())?,
    };
    Ok(File {
        sheet,
        export,
        matches: Vec::new(),
        fit,
    })
}

/// Finds the columns of every file, the ids of one helping with the next.
fn find_columns(files: &mut [File<'_>]) {
    let mut known = Known::default();
    for file in &mut *files {
        file.matches = match &file.fit {
            Some(fit) => fit.matches.clone(),
            None => columns::matches(file.sheet, file.export, &known),
        };
        learn(&mut known, file);
    }
    // A supervisor's id can be known only once every staff row is.
    let staff = files.iter_mut();
    for file in staff.filter(|file| file.export == Export::Staff && file.fit.is_none()) {
        file.matches = columns::matches(file.sheet, file.export, &known);
    }
}

fn placed(file: &File<'_>) -> Placed {
    Placed {
        name: file.sheet.name.clone(),
        file: file.sheet.file.clone(),
        sheet: file.sheet.sheet.clone(),
        export: file.export,
        rows: file.sheet.rows,
        like: file
            .fit
            .as_ref()
            .map(|fit| written_preset::why(file.sheet, fit)),
    }
}

/// Keeps the ids and names that a file has for its people or cases.
fn learn(known: &mut Known, file: &File<'_>) {
    let cells = |column: &str| {
        let column = file.header_of(column);
        column
            .into_iter()
            .flat_map(sheet::Column::said)
            .map(str::to_owned)
    };
    match file.export {
        Export::Staff => {
            let by_name = file
                .matches
                .iter()
                .any(|found| found.by_name && found.column.name == "staff_id");
            if !by_name {
                known.staff.extend(cells("staff_id"));
            }
            known
                .names
                .extend(cells("name").map(|name| names::plain(&name)));
        }
        Export::Cases => known.cases.extend(cells("case_id")),
        Export::Sessions | Export::Absences | Export::Activity | Export::Allocations => {}
    }
}

/// An export that a file is not wholly like.
struct Nearly {
    score: u32,
    export: Export,
    found: usize,
    missing: Vec<&'static CanonicalColumn>,
}

/// Which export a file is, or why that can't be said.
fn export_of(sheet: &Sheet, known: &Known) -> Result<Export, String> {
    let mut best: Option<(u32, Export)> = None;
    let mut nearest: Option<Nearly> = None;
    let name = telling_name(sheet);
    let exports = Export::ALL.into_iter().filter(|export| {
        // A case export whose types are not known would look like one.
        *export != Export::Allocations || name.contains("alloc") || name.contains("involve")
    });
    for export in exports {
        let matches = columns::matches(sheet, export, known);
        let missing = missing(sheet, export, &matches);
        let score: u32 = matches.iter().map(|found| found.score).sum();
        let score = score + NAMED * hints(sheet, export);
        if missing.is_empty() {
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, export));
            }
        } else if nearest.as_ref().is_none_or(|other| score > other.score) {
            let found = matches.len();
            nearest = Some(Nearly {
                score,
                export,
                found,
                missing,
            });
        }
    }
    let name = &sheet.name;
    if best.is_none() && sheet.days_as_headers() >= MANY_DAYS {
        return Err(format!(
            "`{name}` has a column for each month or day, expected a row for each session with its date in a cell; see \
             whether the tracker can be had as such a list"
        ));
    }
    match (best, nearest) {
        (Some((score, export)), nearest)
            if nearest
                .as_ref()
                .is_none_or(|nearest| !spoilt(sheet, nearest, score)) =>
        {
            Ok(export)
        }
        (_, Some(nearest)) if nearest.found > 1 => {
            let without = nearest.missing.iter();
            let without: Vec<String> = without
                .map(|column| columns::without(sheet, nearest.export, column))
                .collect();
            Err(format!(
                "`{name}` looks most like the {} export, but {}",
                nearest.export,
                without.join(", and ")
            ))
        }
        _ => Err(format!("`{name}` looks like none of the exports")),
    }
}

/// Whether a file would be an export rather than the one it was taken for, were it not for what stands in a column.
fn spoilt(sheet: &Sheet, nearest: &Nearly, score: u32) -> bool {
    let mut missing = nearest.missing.iter();
    nearest.score > score
        && missing.all(|column| columns::called(sheet, nearest.export, column).is_some())
}

/// Required columns of an export that no header looks like and no constant can stand for.
fn missing(sheet: &Sheet, export: Export, matches: &[Match]) -> Vec<&'static CanonicalColumn> {
    let required = export.columns().iter().filter(|column| column.required);
    let absent = required.filter(|column| {
        let found = matches.iter().any(|found| found.column.name == column.name);
        !found && values::constant(sheet, export, column.name, matches).is_none()
    });
    absent.collect()
}
