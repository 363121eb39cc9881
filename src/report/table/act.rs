//! What to act on first: the head of the findings, with how to see all of them.

use rayon::prelude::*;

use super::Parts;
use super::grid::{Align, Grid};
use super::page::{Page, columns, shortened};
use crate::calendar::Day;
use crate::ledger::Severity;
use crate::report::Finding;
use crate::report::found::{Found, in_order};
use crate::report::sentences::{count, thousands};

/// How many findings the page shows.
const SHOWN: usize = 6;

/// The places of the findings to show, out of the open ones: mostly supervision, for a child or worker nobody sees
/// comes before an old record, but two of the first breaches on records, limits and what else recurs too.
pub(super) fn first(found: &[Found<'_>]) -> Vec<usize> {
    let open = first_of_each_rank(found);
    let rank = |place: &usize| found.get(*place).map_or(LAST_RANK, rank_of);
    let of = |wanted: usize| {
        let open = open.iter().copied();
        open.filter(move |place| rank(place) == wanted)
    };
    let is_breach = |place: &usize| {
        let found = found.get(*place);
        found.is_some_and(|found| found.severity == Severity::Breach)
    };
    let breach = |rank: usize| of(rank).find(is_breach);
    let others = breach(1).into_iter().chain(breach(2)).chain(breach(3));
    let others: Vec<usize> = others.take(2).collect();
    let mut shown: Vec<usize> = of(0).take(SHOWN - others.len()).collect();
    shown.extend(others);
    let rest = open.iter().filter(|place| !shown.contains(place));
    let rest: Vec<usize> = rest.take(SHOWN - shown.len()).copied().collect();
    shown.extend(rest);
    shown.sort_by_key(rank);
    shown
}

/// The places of as many of each rank as may be shown, in their order: a council has more open findings than are worth
/// sorting for a handful.
fn first_of_each_rank(found: &[Found<'_>]) -> Vec<usize> {
    let open = found.par_iter().enumerate().filter(|(_, one)| is_open(one));
    let open: Vec<(usize, &Found<'_>)> = open.collect();
    let first = (0..=LAST_RANK).into_par_iter().flat_map_iter(|rank| {
        let of_rank = open.iter().filter(|(_, one)| rank_of(one) == rank);
        let mut of_rank: Vec<(usize, &Found<'_>)> = of_rank.copied().collect();
        if of_rank.len() > SHOWN {
            of_rank.select_nth_unstable_by(SHOWN, |(_, one), (_, two)| in_order(one, two));
            of_rank.truncate(SHOWN);
        }
        of_rank
    });
    let mut first: Vec<(usize, &Found<'_>)> = first.collect();
    first.sort_by(|(_, one), (_, two)| in_order(one, two));
    first.into_iter().map(|(place, _)| place).collect()
}

/// Whether it is still to be put right, and more than advice.
fn is_open(found: &Found<'_>) -> bool {
    found.position() && !found.is_advice()
}

/// The rank of what is shown last.
const LAST_RANK: usize = 4;

fn rank_of(found: &Found<'_>) -> usize {
    match found.entry.clause.rule.name {
        rule if rule.ends_with("supervision") => 0,
        "review" | "agreement" => 3,
        // A plan never comes before what was not done.
        "schedule" => LAST_RANK,
        _ if found.days().is_some() => 1,
        _ => 2,
    }
}

/// The head of the open findings.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let all = || parts.found.par_iter();
    let open: Vec<&Found<'_>> = all().filter(|found| is_open(found)).collect();
    let over = number(all().filter(|found| !found.position()).count())
        + parts.audit.ledger.counted.fell_short();
    if open.is_empty() {
        page.sentence("Act first: no open findings.");
    } else {
        head(parts, &open, page);
    }
    if over > 0 {
        let verb = if over == 1 { "is" } else { "are" };
        page.note(&format!(
            "Besides, {} of the period that {verb} not overdue now: done late, missed for good, a check not met, or due on the day itself.",
            count(over, "finding", "findings")
        ));
    }
    let past = number(all().filter(|found| found.is_advice()).count());
    if past > 0 {
        let verb = if past == 1 { "is" } else { "are" };
        page.note(&format!(
            "Past the target and inside the limit, so no breach: {past} {verb} listed as past-target."
        ));
    }
    page.gap();
}

/// How many of the open findings are shown, and how to see all.
fn heading(parts: &Parts<'_>, open: &[&Found<'_>], shown: u32, page: &mut Page) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let all = number(open.len());
    let breach = |found: &&&Found<'_>| found.severity == Severity::Breach;
    let of_them = match number(open.iter().filter(breach).count()) {
        breaches if breaches == all => String::new(),
        1 => ", 1 of them a breach".to_owned(),
        breaches => format!(", {} of them breaches", thousands(breaches)),
    };
    let (said, whole) = if shown == all {
        let findings = count(all, "open finding", "open findings");
        (
            format!("Act first: {findings}{of_them}"),
            "as a file".to_owned(),
        )
    } else {
        let all = thousands(all);
        let said = format!("Act first: {shown} of the {all} open findings{of_them}");
        (said, format!("all {all}"))
    };
    let command = format!("{} -o findings.csv", parts.audit.command);
    let line = format!("{said} ({whole}: {command})");
    if columns(&line) <= page.width() {
        page.strong(&line);
    } else {
        page.strong(&said);
        page.note(&format!("{whole}: {command}"));
    }
}

/// The first of the open findings, under a line that says how to see all.
fn head(parts: &Parts<'_>, open: &[&Found<'_>], page: &mut Page) {
    let shown = parts
        .first
        .iter()
        .filter_map(|place| parts.found.get(*place));
    let shown: Vec<&Found<'_>> = shown.collect();
    heading(
        parts,
        open,
        u32::try_from(shown.len()).unwrap_or(u32::MAX),
        page,
    );
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
    for found in &shown {
        let finding = parts.telling.finding(found);
        grid.row(&cells(&finding, parts.figures.as_of));
    }
    grid.print(page);
    if shown.iter().any(|found| found.severity != Severity::Breach) {
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
        Some(day) => short(day, as_of),
        None if !recurs => "-".to_owned(),
        None if finding.at_least => format!("none since {}", short(finding.since, as_of)),
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
        "session" => "session check".to_owned(),
        rule => rule.replace('-', " "),
    };
    format!("{what}{advisory}")
}

/// A day, with its year only where that is not the as-of day's.
fn short(day: Day, as_of: Day) -> String {
    if day.ymd().0 == as_of.ymd().0 {
        day.day_month()
    } else {
        day.short()
    }
}

fn who(finding: &Finding) -> String {
    let subject = &finding.subject;
    if let (Some(value), "schedule") = (&finding.value, finding.rule) {
        return format!("{} {value} days ahead", subject.id);
    }
    if let (Some(value), Some(limit)) = (&finding.value, &finding.limit) {
        return match finding.rule {
            "file-audit" | "supervision-total" => format!("{} {value} of {limit}", subject.id),
            _ => format!("{} {value}, limit {limit}", subject.id),
        };
    }
    if let Some(day) = finding
        .session_date
        .filter(|_| finding.rule == "rearrangement")
    {
        return format!("{} called off {}", subject.id, day.day_month());
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
