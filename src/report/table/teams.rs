//! The teams, most overdue first, with all of them together below.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::report::measures::TeamLine;
use crate::report::rates::Fraction;
use crate::report::sentences::{share_of, thousands};

/// The teams, and the supervisors with several overdue staff.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let teams = &parts.figures.teams;
    if !teams.is_empty() {
        let header = [
            ("By team, most overdue first", Align::Left),
            ("staff, on time", Align::Right),
            ("overdue", Align::Right),
            ("cases, on time", Align::Right),
            ("overdue", Align::Right),
            ("over limit", Align::Right),
        ];
        let figures = &parts.figures;
        let owed = |measure: &str| {
            figures
                .overall(measure)
                .is_some_and(|rate| rate.fell_due > 0)
        };
        let staff = owed("staff-supervision") || figures.position.staff.owed > 0;
        let cases = owed("case-supervision") || figures.position.cases.owed > 0;
        // Columns in which nothing was owed are left out.
        let shown = [
            true,
            staff,
            staff,
            cases,
            cases,
            figures.caseload.workers > 0,
        ];
        let header: Vec<_> = header
            .into_iter()
            .zip(shown)
            .filter(|(_, shown)| *shown)
            .collect();
        let header: Vec<_> = header.into_iter().map(|(column, _)| column).collect();
        let mut grid = Grid::new(&header, 0, &[]);
        let cells = |line: &TeamLine| -> Vec<String> {
            let cells = cells(line).into_iter().zip(shown);
            cells
                .filter(|(_, shown)| *shown)
                .map(|(cell, _)| cell)
                .collect()
        };
        for line in teams {
            grid.row(&cells(line));
        }
        if teams.len() > 1 {
            grid.row(&cells(&all(parts)));
        }
        grid.print(page);
    }
    supervisors(parts, page);
    page.gap();
}

fn all(parts: &Parts<'_>) -> TeamLine {
    let figures = &parts.figures;
    let rate = |measure: &str| {
        let rate = figures.overall(measure);
        rate.map(crate::report::rates::Rate::fraction)
            .unwrap_or_default()
    };
    TeamLine {
        team: "All teams".to_owned(),
        staff: rate("staff-supervision"),
        cases: rate("case-supervision"),
        overdue_staff: figures.position.staff.overdue,
        overdue_cases: figures.position.cases.overdue,
        over_limit: figures.caseload.above,
    }
}

fn cells(line: &TeamLine) -> [String; 6] {
    [
        format!("  {}", line.team),
        share(line.staff),
        thousands(line.overdue_staff),
        share(line.cases),
        thousands(line.overdue_cases),
        thousands(line.over_limit),
    ]
}

/// `28 of 38  74%`, the percentage in a column of its own.
fn share(fraction: Fraction) -> String {
    if fraction.denominator == 0 {
        return "none due     ".to_owned();
    }
    let percent = fraction.percent();
    let percent = percent.map_or_else(String::new, |percent| format!("{percent}%"));
    let (done, owed) = (
        thousands(fraction.numerator),
        thousands(fraction.denominator),
    );
    format!("{done} of {owed:>3} {percent:>4}")
}

fn supervisors(parts: &Parts<'_>, page: &mut Page) {
    let named = &parts.figures.supervisors;
    match named.as_slice() {
        [] => {}
        [one] => page.note(&format!(
            "One supervisor, {}, has {} overdue staff.",
            one.supervisor,
            share_of(one.overdue_staff, parts.figures.position.staff.overdue)
        )),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|line| format!("{} {}", line.supervisor, line.overdue_staff))
                .collect();
            let all = thousands(parts.figures.position.staff.overdue);
            page.note(&format!(
                "Supervisors with 3 or more of the {all} overdue staff: {}.",
                list.join(", ")
            ));
        }
    }
}
