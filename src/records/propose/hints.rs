//! What a file's name, headers and kinds say of the export it is.

use super::super::aliases;
use super::super::columns::Export;
use super::sheet::{self, Sheet};
use super::values::ACTIVITIES;

const STAFF: &[&str] = &["staff", "workforce", "worker", "employee", "establishment"];
const CASES: &[&str] = &["case", "alloc", "child", "involve", "episode"];
const SUPERVISION: &[&str] = &["supervis", "session", "1-1", "one to one", "121"];
const ABSENCES: &[&str] = &["absen", "sick", "leave"];

/// The name that says what a sheet is, in lower case: its own, or its workbook's where its own says nothing.
pub(super) fn telling_name(sheet: &Sheet) -> String {
    let own = sheet.sheet.as_ref().map(|name| name.to_lowercase());
    let words = [STAFF, CASES, SUPERVISION, ABSENCES, ACTIVITIES];
    let says = |name: &String| words.into_iter().flatten().any(|word| name.contains(word));
    own.filter(says)
        .unwrap_or_else(|| sheet.name.to_lowercase())
}

/// How much a file's name, headers and kinds say that it is an export.
pub(super) fn hints(sheet: &Sheet, export: Export) -> u32 {
    let name = telling_name(sheet);
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let headed = |word: &str| {
        let mut headers = sheet.columns.iter();
        headers.any(|column| column.header.to_lowercase().contains(word))
    };
    let kinds = || {
        let mut kinds = sheet.columns.iter().flat_map(sheet::Column::said);
        kinds.any(|cell| aliases::meaning("kind", cell).is_some())
    };
    let supervision = named(SUPERVISION);
    let hints = match export {
        Export::Staff => [named(STAFF) && !supervision, false],
        Export::Cases => [named(CASES) && !supervision, headed("birth")],
        Export::Sessions => [supervision || headed("supervis"), kinds()],
        Export::Absences => [named(ABSENCES), headed("absen")],
        Export::Activity => [
            named(ACTIVITIES),
            ACTIVITIES.iter().any(|word| headed(word)),
        ],
        Export::Allocations => [false, false],
    };
    hints.into_iter().map(u32::from).sum()
}
