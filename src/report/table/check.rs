//! What `check` found, for a terminal: the rows of each file, then the problems by kind, the first few of each.

use super::Style;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::problem::Level;
use crate::report::check::{Check, Group, Rows, groups};
use crate::report::sentences::{count, taken_words, thousands};

/// How many problems of a kind are shown.
const SHOWN: usize = 3;

/// The whole page.
pub(in crate::report) fn render(check: &Check<'_>, width: u16, style: Style) -> String {
    let mut page = Page::new(width, style);
    if let Some(banner) = check.banner {
        page.strong(&format!("*** {banner} ***"));
        page.gap();
    }
    let whose = check.policy.council.as_deref();
    let whose = whose.unwrap_or(&check.policy.name);
    let taken = taken_words(check.taken.long(), check.taken_assumed);
    page.strong(&format!("{whose}: exports taken on {taken}"));
    page.gap();
    files(check, &mut page);
    page.gap();
    sum(check, &mut page);
    let groups = groups(check);
    for level in [Level::Error, Level::Warning, Level::Note] {
        let of_level = groups.iter().filter(|group| group.level == level);
        problems(level, &of_level.collect::<Vec<_>>(), &mut page);
    }
    page.gap();
    if groups.is_empty() {
        page.line("Nothing is wrong or doubtful.");
    }
    if groups.iter().any(|group| group.problems.len() > SHOWN) {
        page.line("All of them, one a line:");
        page.note(&format!("{} --format csv", check.command));
    }
    page.finish()
}

fn files(check: &Check<'_>, page: &mut Page) {
    let header = [
        ("File", Align::Left),
        ("Export", Align::Left),
        ("Read", Align::Right),
        ("Accepted", Align::Right),
        ("Rejected", Align::Right),
    ];
    let mut grid = Grid::new(&header, 0, &[]);
    for file in &check.data.files {
        grid.row(&[
            file.name.clone(),
            file.export.name().to_owned(),
            thousands(file.read),
            thousands(file.accepted),
            thousands(file.rejected),
        ]);
    }
    grid.print(page);
}

fn sum(check: &Check<'_>, page: &mut Page) {
    let Rows {
        read,
        accepted,
        rejected,
    } = Rows::of(check.data);
    let figure = |rows: u64| thousands(u32::try_from(rows).unwrap_or(u32::MAX));
    let (read, accepted, rejected) = (figure(read), figure(accepted), figure(rejected));
    let sum = format!("{read} rows read, {accepted} accepted and {rejected} rejected");
    if check
        .data
        .files
        .iter()
        .all(crate::records::ExportFile::adds_up)
    {
        page.sentence(&format!("{sum}: every row is accounted for."));
    } else {
        page.warn(&format!(
            "{sum}: THIS DOES NOT ADD UP, and no figure is sure."
        ));
    }
    let empty = check.data.files.iter().filter(|file| file.read == 0);
    let empty: Vec<&str> = empty.map(|file| file.name.as_str()).collect();
    if !empty.is_empty() {
        page.warn(&format!("No rows in {}.", empty.join(", ")));
    }
}

fn problems(level: Level, groups: &[&Group<'_>], page: &mut Page) {
    if groups.is_empty() {
        return;
    }
    let number = |groups: &[&Group<'_>]| -> u32 {
        let number = groups
            .iter()
            .map(|group| group.problems.len())
            .sum::<usize>();
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    let heading = match level {
        Level::Error => count(
            number(groups),
            "error, of a row or file left out",
            "errors, of rows and files left out",
        ),
        Level::Warning => count(number(groups), "warning", "warnings"),
        Level::Note => count(number(groups), "note", "notes"),
    };
    page.gap();
    page.strong(&heading);
    for group in groups {
        page.line(&format!(
            "  {}: {}",
            group.kind,
            thousands(number(&[group]))
        ));
        for problem in group.problems.iter().take(SHOWN) {
            page.note(&format!("- {problem}"));
        }
        let more = group.problems.len().saturating_sub(SHOWN);
        if more > 0 {
            page.note(&format!("- and {more} more"));
        }
    }
}
