//! The teams, most overdue first, with all of them together below.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::report::measures::TeamLine;
use crate::report::rates::Fraction;
use crate::report::sentences::thousands;

/// The teams, and the supervisors with several overdue staff.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let teams = &parts.figures.teams;
    if !teams.is_empty() {
        let header = [
            ("By team, most overdue first", Align::Left),
            ("staff, on time", Align::Right),
            ("cases, on time", Align::Right),
            ("overdue: staff", Align::Right),
            ("cases", Align::Right),
            ("over limit", Align::Right),
        ];
        let mut grid = Grid::new(&header, 0);
        for line in teams {
            grid.row(cells(line));
        }
        if teams.len() > 1 {
            grid.row(cells(&all(parts)));
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

fn cells(line: &TeamLine) -> Vec<String> {
    vec![
        format!("  {}", line.team),
        share(line.staff),
        share(line.cases),
        thousands(line.overdue_staff),
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
    let all = thousands(parts.figures.position.staff.overdue);
    match named.as_slice() {
        [] => {}
        [one] => page.note(&format!(
            "One supervisor, {}, has {} of the {all} overdue staff.",
            one.supervisor, one.overdue_staff
        )),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|line| format!("{} {}", line.supervisor, line.overdue_staff))
                .collect();
            page.note(&format!(
                "Supervisors with 3 or more of the {all} overdue staff: {}.",
                list.join(", ")
            ));
        }
    }
}
