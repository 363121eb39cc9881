//! Proposes a mapping for exports that nobody has described: which file is which, and which header is which column.
//!
//! Nothing of it is applied by itself: it is written down with its reasons, for somebody to read and change.

mod columns;
mod dates;
mod preview;
mod sheet;
#[cfg(test)]
mod tests;
mod values;
mod written;

pub use sheet::Sheet;

use columns::{Known, Match};

use super::aliases;
use super::columns::{CanonicalColumn, Export};
use super::names;

/// What a file's name or headers say of its export weighs as much as one good column.
const NAMED: u32 = 80;

/// What is proposed for a folder.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The files that were placed, in the order of the exports.
    pub files: Vec<Placed>,
    /// The text of the mapping.
    pub mapping: String,
    /// What could not be placed, a sentence each.
    pub unplaced: Vec<String>,
}

/// A file with the export it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The file's name.
    pub name: String,
    /// Which export it is.
    pub export: Export,
    /// Its rows.
    pub rows: u32,
}

/// A file, the export it was taken for and the columns found in it.
struct File<'s> {
    sheet: &'s Sheet,
    export: Export,
    matches: Vec<Match>,
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
    let nothing = Known::default();
    for sheet in sheets {
        match export_of(sheet, &nothing) {
            Ok(export) => files.push(File {
                sheet,
                export,
                matches: Vec::new(),
            }),
            Err(why) => proposal.unplaced.push(why),
        }
    }
    files.sort_by(|one, other| {
        (one.export, &one.sheet.name).cmp(&(other.export, &other.sheet.name))
    });
    let mut known = Known::default();
    for file in &mut files {
        file.matches = columns::matches(file.sheet, file.export, &known);
        learn(&mut known, file);
    }
    // A supervisor's id can be known only once every staff row is.
    for file in files.iter_mut().filter(|file| file.export == Export::Staff) {
        file.matches = columns::matches(file.sheet, file.export, &known);
    }
    proposal.mapping = written::mapping(&files, &mut proposal.unplaced);
    for export in [Export::Staff, Export::Cases, Export::Sessions] {
        if !files.iter().any(|file| file.export == export) {
            let missing =
                format!("no file looks like the {export} export, without which there is no audit");
            proposal.unplaced.push(missing);
        }
    }
    proposal.files = files
        .iter()
        .map(|file| Placed {
            name: file.sheet.name.clone(),
            export: file.export,
            rows: file.sheet.rows,
        })
        .collect();
    proposal
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

/// Which export a file is, or why that can't be said.
fn export_of(sheet: &Sheet, known: &Known) -> Result<Export, String> {
    let mut best: Option<(u32, Export)> = None;
    let mut nearest: Option<(usize, Export, Vec<&str>)> = None;
    let name = sheet.name.to_lowercase();
    let exports = Export::ALL.into_iter().filter(|export| {
        // A case export whose types are not known would look like one.
        *export != Export::Allocations || name.contains("alloc") || name.contains("involve")
    });
    for export in exports {
        let matches = columns::matches(sheet, export, known);
        let missing: Vec<&str> = missing(sheet, export, &matches)
            .iter()
            .map(|column| column.name)
            .collect();
        if !missing.is_empty() {
            let found = matches.len();
            if nearest.as_ref().is_none_or(|(most, _, _)| found > *most) {
                nearest = Some((found, export, missing));
            }
            continue;
        }
        let score: u32 = matches.iter().map(|found| found.score).sum();
        let score = score + NAMED * hints(sheet, export);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, export));
        }
    }
    if let Some((_, export)) = best {
        return Ok(export);
    }
    let name = &sheet.name;
    Err(match nearest {
        Some((found, export, missing)) if found > 1 => format!(
            "`{name}` looks most like the {export} export, but no header looks like its column `{}`",
            missing.join("`, `")
        ),
        _ => format!("`{name}` looks like none of the exports"),
    })
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

/// How much a file's name, headers and kinds say that it is an export.
fn hints(sheet: &Sheet, export: Export) -> u32 {
    let name = sheet.name.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let headed = |word: &str| {
        let mut headers = sheet.columns.iter();
        headers.any(|column| column.header.to_lowercase().contains(word))
    };
    let kinds = || {
        let mut kinds = sheet.columns.iter().flat_map(sheet::Column::said);
        kinds.any(|cell| aliases::meaning("kind", cell).is_some())
    };
    let supervision = named(&["supervis", "1-1", "one to one", "121"]);
    let hints = match export {
        Export::Staff => [
            named(&["staff", "workforce", "worker", "employee", "establishment"]) && !supervision,
            false,
        ],
        Export::Cases => [
            named(&["case", "alloc", "child", "involve", "episode"]) && !supervision,
            headed("birth"),
        ],
        Export::Sessions => [supervision || headed("supervis"), kinds()],
        Export::Absences => [named(&["absen", "sick", "leave"]), headed("absen")],
        Export::Activity => [
            named(values::ACTIVITIES),
            values::ACTIVITIES.iter().any(|word| headed(word)),
        ],
        Export::Allocations => [false, false],
    };
    hints.into_iter().map(u32::from).sum()
}
