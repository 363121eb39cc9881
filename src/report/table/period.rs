//! What fell due in the period, and what was done of it.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::report::lens::{CHECKS, Kind};
use crate::report::rates::{Fraction, Rate};
use crate::report::sentences::{clause_label, count, heading, percent, thousands, within};

/// What fell due in the period.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let figures = &parts.figures;
    let period = within(figures.period);
    let title = format!("Fell due {period}");
    let before = figures.compared_with.map_or_else(
        || "before".to_owned(),
        |day| day.date().format("%b").to_string(),
    );
    let mut header = vec![
        (title.as_str(), Align::Left),
        ("due", Align::Right),
        ("on time", Align::Right),
        ("1-7 late", Align::Right),
        ("later", Align::Right),
        ("not done", Align::Right),
        ("on time", Align::Right),
    ];
    let may_go: &[usize] = match figures.compared_with {
        Some(_) => &[8, 7],
        None => &[],
    };
    if figures.compared_with.is_some() {
        header.push((before.as_str(), Align::Right));
        header.push(("change", Align::Left));
    }
    let mut grid = Grid::new(&header, 0, may_go);
    let mut nothing = Vec::new();
    for (label, rate) in lines(parts) {
        if rate.fell_due == 0 {
            nothing.push(label.trim().to_lowercase());
        } else {
            grid.row(&cells(&label, rate, figures.compared_with.is_some()));
        }
    }
    if grid.is_empty() {
        page.strong(&title);
        page.note("Nothing fell due.");
    } else {
        grid.print(page);
        page.note(
            "On time: by its due day, of all that fell due; 1-7 late: by so many days. Rows count supervisions, not people.",
        );
        if !nothing.is_empty() {
            page.note(&format!("Nothing fell due: {}.", nothing.join("; ")));
        }
    }
    presence(parts, page);
    people(parts, page, &period);
    records(parts, page);
    calendar_month(parts, page);
    page.gap();
    checks(parts, page, &period);
}

/// The lines in the order of print.
fn lines<'p>(parts: &'p Parts<'_>) -> Vec<(String, &'p Rate)> {
    let figures = &parts.figures;
    let mut lines = Vec::new();
    let mut push = |label: String, rate: Option<&'p Rate>| {
        if let Some(rate) = rate {
            lines.push((label, rate));
        }
    };
    push(
        "  Staff supervisions".to_owned(),
        figures.overall("staff-supervision"),
    );
    push(
        "    newly qualified".to_owned(),
        figures.overall("newly-qualified"),
    );
    push(
        "  Case supervisions".to_owned(),
        figures.overall("case-supervision"),
    );
    let mut types: Vec<&Rate> = figures
        .by("case-supervision", "case_type")
        .filter(|rate| rate.fell_due > 0)
        .collect();
    types.sort_by_key(|rate| rate.key.to_lowercase());
    if types.len() > 1 {
        for rate in types {
            push(format!("    {}", rate.key), Some(rate));
        }
    }
    for (label, rate) in of_clauses(parts) {
        push(label, Some(rate));
    }
    let known = [
        "staff-supervision",
        "newly-qualified",
        "case-supervision",
        "recording",
        "record-present",
        "review",
        "agreement",
        "held-again",
    ];
    let known = |measure: &str| known.contains(&measure) || CHECKS.contains(&measure);
    for rate in &figures.rates {
        if rate.dimension == "overall" && !known(rate.measure) {
            push(format!("  {}", heading(rate.measure)), Some(rate));
        }
    }
    lines
}

/// Those of clauses whose figures stand for themselves.
fn of_clauses<'p>(parts: &'p Parts<'_>) -> Vec<(String, &'p Rate)> {
    let rates = parts.figures.rates.iter();
    let rates: Vec<&Rate> = rates.filter(|rate| rate.dimension == "clause").collect();
    let mut lines = Vec::new();
    for clause in &parts.audit.policy.clauses {
        for measure in ["recording", "review", "agreement"] {
            // Of a clause that could not be judged nothing is known to have fallen due or not.
            let judged = |rate: &&&Rate| {
                measure == "recording" || rate.subjects_owed + rate.excluded.not_due > 0
            };
            let mut rates = rates.iter();
            let rate = rates.find(|rate| rate.measure == measure && rate.key == clause.id);
            let rate = rate.filter(judged);
            lines.extend(rate.map(|rate| (format!("  {}", clause_label(clause)), *rate)));
        }
    }
    lines
}

fn cells(label: &str, rate: &Rate, compared: bool) -> Vec<String> {
    let mut cells = vec![
        label.to_owned(),
        thousands(rate.fell_due),
        thousands(rate.on_time),
        thousands(rate.late_to_7),
        thousands(rate.late_over_7),
        thousands(rate.not_done),
        percent(rate.fraction()),
    ];
    if compared {
        cells.push(rate.previous.map_or_else(|| "-".to_owned(), percent));
        cells.push(rate.change.unwrap_or("-").to_owned());
    }
    cells
}

/// What was met or not met on a day of its own: sessions, and totals over a window of the calendar that ended.
fn checks(parts: &Parts<'_>, page: &mut Page, period: &str) {
    let title = format!("Checks {period}");
    let header = [
        (title.as_str(), Align::Left),
        ("checked", Align::Right),
        ("met", Align::Right),
        ("not met", Align::Right),
        ("met", Align::Right),
    ];
    let mut grid = Grid::new(&header, 0, &[]);
    let policy = parts.audit.policy;
    for (clause, rate) in parts.figures.of_kinds(policy, &[Kind::Check]) {
        grid.row(&[
            format!("  {}", clause_label(clause)),
            thousands(rate.fell_due),
            thousands(rate.on_time),
            thousands(rate.not_done),
            percent(rate.fraction()),
        ]);
    }
    if !grid.is_empty() {
        grid.print(page);
        page.note(
            "Each session, or each person at the end of a window, is met or not met; none is late.",
        );
        page.gap();
    }
}

/// Records without a deadline, and sessions to be held again without one: missing or not.
fn presence(parts: &Parts<'_>, page: &mut Page) {
    for (measure, what) in [
        ("record-present", "Record missing"),
        ("held-again", "Called off and not held again"),
    ] {
        let of_kind = parts
            .figures
            .of_kinds(parts.audit.policy, &[Kind::Presence]);
        let of_measure = of_kind.iter().filter(|(_, rate)| rate.measure == measure);
        let said: Vec<String> = of_measure
            .map(|(clause, rate)| {
                let label = clause_label(clause).to_lowercase();
                let (missing, of) = (thousands(rate.not_done), thousands(rate.fell_due));
                format!("{label} {missing} of {of}")
            })
            .collect();
        if !said.is_empty() {
            page.note(&format!(
                "{what}, where no deadline is set: {}.",
                said.join(", ")
            ));
        }
    }
}

/// How many people and cases stand behind the rows: somebody seen weekly adds four.
fn people(parts: &Parts<'_>, page: &mut Page, period: &str) {
    let said: Vec<String> = [
        ("staff-supervision", "staff member", "staff"),
        ("case-supervision", "child's case", "children's cases"),
    ]
    .into_iter()
    .filter_map(|(measure, one, many)| {
        let rate = parts.figures.overall(measure)?;
        let (never, owed) = (rate.subjects_never_overdue, rate.subjects_owed);
        (owed > 0).then(|| format!("{} of {}", thousands(never), count(owed, one, many)))
    })
    .collect();
    if !said.is_empty() {
        page.note(&format!("Never overdue {period}: {}.", said.join(", ")));
    }
}

/// How many days the records took.
fn records(parts: &Parts<'_>, page: &mut Page) {
    let Some(rate) = parts.figures.overall("recording") else {
        return;
    };
    if let (Some(median), Some(most)) = (rate.median_days, rate.nine_in_ten_days) {
        let days = |number: i32| count(u32::try_from(number).unwrap_or_default(), "day", "days");
        page.note(&format!(
            "Of the records made, half were made within {}, nine in ten within {}.",
            days(median),
            days(most)
        ));
    }
}

fn calendar_month(parts: &Parts<'_>, page: &mut Page) {
    let Some(month) = &parts.figures.calendar_month else {
        return;
    };
    if parts.figures.overall("staff-supervision").is_none() {
        return;
    }
    let Fraction {
        numerator,
        denominator,
    } = month.fraction;
    let share = month
        .fraction
        .percent()
        .map_or_else(String::new, |percent| format!(", {percent}%"));
    let whole = month.to == month.to.month_end();
    let when = if whole {
        "in the calendar month".to_owned()
    } else {
        format!("in the calendar month, up to {}", month.to.day_month())
    };
    page.note(&format!(
        "To compare with earlier reports: {} of {} in post all month had a session {when}{share}.",
        thousands(numerator),
        count(denominator, "staff member", "staff"),
    ));
}
