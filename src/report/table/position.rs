//! Where people and cases stand on the day, and the caps and checks of that day.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::report::position::PositionLine;
use crate::report::sentences::{count, day_in_words, thousands};

/// Where people and cases stand on the day.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let figures = &parts.figures;
    let title = format!("Position on {}", day_in_words(figures.as_of));
    let mut header = vec![(title.as_str(), Align::Left)];
    let names = [
        "owed", "in date", "overdue", "1-14", "15-28", "29-56", "57+", "longest", "missed",
    ];
    header.extend(names.iter().map(|name| (*name, Align::Right)));
    let mut grid = Grid::new(&header, 0, &[9]);
    let lines = [
        ("  Staff", &figures.position.staff),
        ("  Children's cases", &figures.position.cases),
    ];
    for (label, line) in lines {
        if line.owed > 0 {
            grid.row(&cells(label, line));
        }
    }
    if grid.is_empty() {
        return;
    }
    grid.print(page);
    page.note(
        "Each person and case is counted once, by what is overdue longest, in days; missed counts supervisions.",
    );
    for (line, one, many) in [
        (&figures.position.staff, "staff member", "staff"),
        (&figures.position.cases, "child's case", "children's cases"),
    ] {
        if line.never > 0 {
            let never = count(line.never, one, many);
            page.note(&format!(
                "{never} overdue with no recorded supervision at all."
            ));
        }
    }
    if let Some(before) = figures.compared_with {
        let again = |line: &PositionLine| line.repeat.unwrap_or_default();
        if again(&figures.position.staff) + again(&figures.position.cases) > 0 {
            page.note(&format!(
                "Overdue on {} as well: {}.",
                before.day_month(),
                figures.position.both(again)
            ));
        }
    }
    page.gap();
}

fn cells(label: &str, line: &PositionLine) -> Vec<String> {
    let bands = line.bands;
    let longest = line.longest.as_ref().map_or_else(
        || "-".to_owned(),
        |longest| {
            count(
                u32::try_from(longest.days).unwrap_or_default(),
                "day",
                "days",
            )
        },
    );
    let numbers = [
        line.owed,
        line.in_date,
        line.overdue,
        bands.to_14,
        bands.to_28,
        bands.to_56,
        bands.beyond,
    ];
    let mut cells = vec![label.to_owned()];
    cells.extend(numbers.map(thousands));
    cells.push(longest);
    cells.push(thousands(line.missed));
    cells
}

/// Caps and checks on the day.
pub(super) fn limits(parts: &Parts<'_>, page: &mut Page) {
    let limits = &parts.figures.limits;
    if limits.is_empty() {
        return;
    }
    let title = format!("Limits and checks on {}", day_in_words(parts.figures.as_of));
    let header = [
        (title.as_str(), Align::Left),
        ("checked", Align::Right),
        ("met", Align::Right),
        ("not met", Align::Right),
    ];
    let mut grid = Grid::new(&header, 0, &[]);
    for line in limits {
        grid.row(&[
            format!("  {}", line.label),
            thousands(line.examined),
            thousands(line.met),
            thousands(line.not_met),
        ]);
    }
    grid.print(page);
    page.gap();
}

/// How many agreements are in place.
pub(super) fn agreements(parts: &Parts<'_>, page: &mut Page) {
    let agreements = parts.figures.agreements;
    let said = agreements.and_then(|agreements| agreements.said(parts.figures.as_of));
    if let Some(said) = said {
        page.sentence(&said);
        page.gap();
    }
}
