//! What to act on first: the head of the findings, with how to see all of them.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::{Page, shortened};
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
    let over = number(
        parts
            .findings
            .iter()
            .filter(|finding| !finding.position)
            .count(),
    );
    let command = format!("{} -o findings.csv", parts.audit.command);
    if open.is_empty() {
        page.sentence("Act first: no open findings.");
    } else {
        let all = number(open.len());
        let shown = number(open.len().min(SHOWN));
        let said = if shown == all {
            format!(
                "Act first: {} ({command})",
                count(all, "open finding", "open findings")
            )
        } else {
            format!("Act first: {shown} of the {all} open findings (all {all}: {command})")
        };
        page.sentence(&said);
        let header = [
            ("  days", Align::Right),
            ("what", Align::Left),
            ("who", Align::Left),
            ("supervisor", Align::Left),
            ("last held", Align::Left),
            ("missed", Align::Right),
            ("clause", Align::Left),
        ];
        let mut grid = Grid::new(&header, 2);
        for finding in open.iter().take(SHOWN) {
            grid.row(cells(finding));
        }
        grid.print(page);
    }
    if over > 0 {
        page.note(&format!(
            "Besides, {} of what was late or not done in the period and is no longer open.",
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

fn cells(finding: &Finding) -> Vec<String> {
    let recurs = finding.rule.ends_with("supervision");
    let days = finding
        .days
        .map_or_else(|| "-".to_owned(), |days| days.to_string());
    let last = match finding.last_held {
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
        shortened(&what(finding), 18),
        who(finding),
        finding
            .supervisor
            .as_ref()
            .map_or_else(dash, |id| shortened(id, 12)),
        last,
        missed,
        shortened(&finding.clause, 22),
    ]
}

fn what(finding: &Finding) -> String {
    let advisory = match finding.severity {
        crate::ledger::Severity::Breach => "",
        crate::ledger::Severity::Advisory => " *",
        crate::ledger::Severity::Information => " **",
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
