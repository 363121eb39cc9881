//! What to act on first: the head of the findings, with how to see all of them.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::{Page, columns, shortened};
use crate::calendar::Day;
use crate::ledger::Severity;
use crate::report::Finding;
use crate::report::sentences::count;

/// How many findings the page shows.
const SHOWN: usize = 6;

/// The head of the open findings.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let advice = |finding: &&Finding| finding.outcome == "past-target";
    let open: Vec<&Finding> = parts
        .findings
        .iter()
        .filter(|finding| finding.position && !advice(finding))
        .collect();
    let over = parts.findings.iter().filter(|finding| !finding.position);
    let over = number(over.count());
    if open.is_empty() {
        page.sentence("Act first: no open findings.");
    } else {
        head(parts, &open, page);
    }
    if over > 0 {
        page.note(&format!(
            "Besides, {} of the period that are not overdue now: done late, missed for good, or due on the day itself.",
            count(over, "finding", "findings")
        ));
    }
    let past = number(parts.findings.iter().filter(advice).count());
    if past > 0 {
        let verb = if past == 1 { "is" } else { "are" };
        page.note(&format!(
            "Past the target and inside the limit, so no breach: {past} {verb} listed as past-target."
        ));
    }
    page.gap();
}

/// The first of the open findings, under a line that says how to see all.
fn head(parts: &Parts<'_>, open: &[&Finding], page: &mut Page) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let command = format!("{} -o findings.csv", parts.audit.command);
    let all = number(open.len());
    let few = number(open.len().min(SHOWN));
    let (said, whole) = if few == all {
        (
            format!("Act first: {}", count(all, "open finding", "open findings")),
            "as a file".to_owned(),
        )
    } else {
        (
            format!("Act first: {few} of the {all} open findings"),
            format!("all {all}"),
        )
    };
    let line = format!("{said} ({whole}: {command})");
    if columns(&line) <= page.width() {
        page.strong(&line);
    } else {
        page.strong(&said);
        page.note(&format!("{whole}: {command}"));
    }
    let header = [
        ("  days", Align::Right),
        ("what", Align::Left),
        ("who", Align::Left),
        ("supervisor", Align::Left),
        ("last held", Align::Left),
        ("missed", Align::Right),
        ("clause", Align::Left),
    ];
    let mut grid = Grid::new(&header, 2, &[5, 3]);
    for finding in open.iter().take(SHOWN) {
        grid.row(&cells(finding, parts.figures.as_of));
    }
    grid.print(page);
    let mut shown = open.iter().take(SHOWN);
    if shown.any(|finding| finding.severity != Severity::Breach) {
        page.note(
            "* advisory: the policy says should, aim or normally. ** information: may or could.",
        );
    }
}

fn cells(finding: &Finding, as_of: Day) -> Vec<String> {
    let recurs = finding.rule.ends_with("supervision");
    let days = finding
        .days
        .map_or_else(|| "-".to_owned(), |days| days.to_string());
    let last = match finding.last_held {
        Some(day) if day.ymd().0 == as_of.ymd().0 => day.day_month(),
        Some(day) => day.short(),
        None if !recurs => "-".to_owned(),
        None if finding.at_least => format!("before {}", finding.since.day_month()),
        None => "none".to_owned(),
    };
    let missed = if recurs {
        finding.missed.to_string()
    } else {
        "-".to_owned()
    };
    let dash = || "-".to_owned();
    vec![
        days,
        shortened(&what(finding), 19),
        who(finding),
        finding
            .supervisor
            .as_ref()
            .map_or_else(dash, |id| shortened(id, 10)),
        last,
        missed,
        shortened(&finding.clause, 18),
    ]
}

fn what(finding: &Finding) -> String {
    let advisory = match finding.severity {
        Severity::Breach => "",
        Severity::Advisory => " *",
        Severity::Information => " **",
    };
    let what = match finding.rule {
        "recording" => format!("{} record", finding.subject.kind),
        rule => rule.replace('-', " "),
    };
    format!("{what}{advisory}")
}

fn who(finding: &Finding) -> String {
    let subject = &finding.subject;
    if let (Some(value), Some(limit)) = (&finding.value, &finding.limit) {
        return format!("{} {value}, limit {limit}", subject.id);
    }
    if let Some(day) = finding.session_date {
        return format!("{} held {}", subject.id, day.day_month());
    }
    let name = subject.name.as_ref().or(subject.what.as_ref());
    name.map_or_else(
        || subject.id.clone(),
        |name| format!("{} {name}", subject.id),
    )
}
