//! What people wrote into last month's workbook, kept by the finding's id.

use std::collections::{BTreeMap, BTreeSet};

use super::By;
use super::cover::NAME as COVER;
use super::listed::{ASKED, ID, SHOWN};
use crate::ledger::Part;
use crate::place::Place;
use crate::problem::Problem;
use crate::records::{Filled, filled, fold};
use crate::report::Finding;

/// The heading of the service, which is read and not shown again.
const SERVICE: &str = "Service";

/// The rows above which a sheet has its headings.
const TOP: usize = 20;

/// What people wrote, finding by finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    rows: BTreeMap<String, KeptRow>,
    /// Each file with what its cover says at the top.
    covers: Vec<(String, String)>,
}

/// One finding of last month's workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeptRow {
    pub(super) id: String,
    /// What was shown of it, in the order of [`SHOWN`].
    pub(super) shown: [String; SHOWN.len()],
    /// The service it counted for.
    service: String,
    /// What was written about it, in the order of [`ASKED`].
    pub(super) answers: [String; ASKED.len()],
}

impl KeptRow {
    /// Whose it was.
    pub(super) fn of(&self, by: By) -> Option<&str> {
        let heading = match by {
            By::Team => "Team",
            By::Supervisor => "Supervisor",
        };
        let text = self.shown_as(heading)?;
        (!text.is_empty()).then_some(text)
    }

    fn shown_as(&self, heading: &str) -> Option<&str> {
        let mut shown = self.shown.iter().zip(SHOWN);
        let (text, _) = shown.find(|(_, one)| *one == heading)?;
        Some(text)
    }

    /// Whether it stood under this part of the council.
    fn is_in(&self, part: &Part) -> bool {
        let same = |wanted: &Option<String>, stood: Option<&str>| {
            let mut wanted = wanted.iter();
            wanted.all(|wanted| stood.is_some_and(|stood| fold(stood) == fold(wanted)))
        };
        same(&part.team, self.shown_as("Team"))
            && same(&part.supervisor, self.shown_as("Supervisor"))
            && same(&part.service, Some(&self.service))
    }
}

impl Kept {
    /// Takes in what was written into one workbook. Where two say something about one finding, both are kept.
    pub fn add(&mut self, bytes: &[u8], file: &str) -> Result<(), Box<Problem>> {
        let sheets = filled(bytes).map_err(|problem| Box::new(problem.at(Place::file(file))))?;
        let mut found = false;
        let cover = sheets.iter().find(|sheet| sheet.sheet == COVER);
        if let Some(cover) = cover {
            let lines = cover.rows.values().take(TOP);
            let lines: Vec<&str> = lines
                .filter_map(|cells| cells.get(&0))
                .map(String::as_str)
                .collect();
            self.covers.push((file.to_owned(), lines.join(" ")));
        }
        for sheet in &sheets {
            if let Some((head, columns)) = headings(sheet) {
                found = true;
                for (_, cells) in sheet.rows.range(head + 1..) {
                    self.put(cells, &columns);
                }
            }
        }
        if found {
            return Ok(());
        }
        let wanted = format!("a sheet with the columns {ID}, {}", ASKED.join(", "));
        let problem = Problem::error("no-findings-sheet", "no sheet of it lists findings");
        let hint =
            "give the workbook that last month's `-o audit.xlsx` wrote, its headings unchanged";
        Err(Box::new(
            problem.expected(wanted).hint(hint).at(Place::file(file)),
        ))
    }

    fn put(&mut self, cells: &BTreeMap<u32, String>, columns: &BTreeMap<&'static str, u32>) {
        let text = |heading: &str| {
            let column = columns.get(heading);
            let text = column.and_then(|column| cells.get(column));
            text.map(|text| text.trim().to_owned()).unwrap_or_default()
        };
        let id = text(ID);
        if id.is_empty() {
            return;
        }
        let row = self.rows.entry(id.clone()).or_default();
        row.id = id;
        row.shown = SHOWN.map(text);
        row.service = text(SERVICE);
        for (answer, heading) in row.answers.iter_mut().zip(ASKED) {
            let written = text(heading);
            if answer.is_empty() {
                *answer = written;
            } else if !written.is_empty() && *answer != written {
                *answer = format!("{answer} / {written}");
            }
        }
    }

    /// The file that was made for another council than this one, by its cover.
    pub fn of_another(&self, council: &str) -> Option<&str> {
        let mut covers = self.covers.iter();
        let other = covers.find(|(_, said)| !said.contains(council));
        other.map(|(file, _)| file.as_str())
    }

    /// What is known of a finding.
    pub(super) fn row(&self, id: &str) -> Option<&KeptRow> {
        self.rows.get(id)
    }

    /// What is known of the findings that are not among these. In a part of the council what stood under the others is
    /// not closed.
    pub(super) fn closed(&self, findings: &[Finding], part: Option<&Part>) -> Vec<&KeptRow> {
        let open: BTreeSet<&str> = findings.iter().map(|one| one.id.as_str()).collect();
        let rows = self.rows.values();
        rows.filter(|row| !open.contains(row.id.as_str()))
            .filter(|row| part.is_none_or(|part| row.is_in(part)))
            .collect()
    }

    /// How many findings people wrote about that stood under other parts of the council.
    pub fn of_others(&self, part: &Part) -> usize {
        let rows = self.rows.values();
        let written = rows.filter(|row| row.answers.iter().any(|answer| !answer.is_empty()));
        written.filter(|row| !row.is_in(part)).count()
    }
}

/// The row of a sheet's headings and the column of each, when it lists findings.
fn headings(sheet: &Filled) -> Option<(u32, BTreeMap<&'static str, u32>)> {
    sheet.rows.iter().take(TOP).find_map(|(row, cells)| {
        let known = [ID, SERVICE].into_iter().chain(ASKED).chain(SHOWN);
        let columns: BTreeMap<&'static str, u32> = known
            .filter_map(|heading| {
                let mut cells = cells.iter();
                let (column, _) = cells.find(|(_, text)| text.trim() == heading)?;
                Some((heading, *column))
            })
            .collect();
        let asks = ASKED.iter().any(|heading| columns.contains_key(heading));
        (columns.contains_key(ID) && asks).then_some((*row, columns))
    })
}
