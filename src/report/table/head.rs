//! The head of the page: banner, warnings, title, policy, and the sentences that say how things stand.

use super::Parts;
use super::page::Page;
use crate::report::position::Longest;
use crate::report::sentences::{count, day_in_words, part_words, period, share_of, thousands};

/// Banner, warnings, title and policy.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    let (audit, figures) = (parts.audit, &parts.figures);
    if let Some(banner) = audit.banner {
        page.strong(&format!("*** {banner} ***"));
    }
    for warning in &audit.ledger.warnings {
        page.warn(&format!("Warning: {warning}"));
    }
    if !figures.judged {
        page.warn(
            "NOTHING WAS JUDGED: no clause of the policy found anybody or anything to judge in these exports. This is \
             not an all-clear.",
        );
    }
    let whose = audit.policy.council.as_ref().unwrap_or(&audit.policy.name);
    let part = audit.ledger.part.as_ref();
    let part = part.map_or_else(String::new, |part| format!(", {}", part_words(part)));
    page.strong(&format!(
        "{whose}{part}: {}, as of {}",
        period(figures.period),
        figures.as_of.long()
    ));
    let clauses = figures.clauses;
    let all = count(clauses.clauses, "clause", "clauses");
    let mut became = vec![format!("{} tested", clauses.tested)];
    for (number, what) in [
        (clauses.not_testable, "cannot be tested"),
        (clauses.did_not_apply, "did not apply"),
    ] {
        if number > 0 {
            became.push(format!("{number} {what}"));
        }
    }
    let version = audit.policy.version.as_ref();
    let version = version.map_or_else(String::new, |version| format!(" ({version})"));
    let file = format!("{}{version}", audit.policy.file);
    page.sentence(&format!("Policy: {file}, {all}: {}", became.join(", ")));
    if !part.is_empty() {
        page.sentence(
            "Every figure is of this part alone; clauses tested and rows read are those of the whole council.",
        );
    }
    let state = if figures.provisional {
        "provisional, as later records may still change these figures"
    } else {
        "final"
    };
    page.sentence(&format!("Exports taken {}: {state}", figures.taken_words()));
    page.gap();
}

/// The sentences that say how things stand.
pub(super) fn headline(parts: &Parts<'_>, page: &mut Page) {
    let figures = &parts.figures;
    overdue(parts, page);
    let positions = [&figures.position.cases, &figures.position.staff];
    let longest = positions.iter().filter_map(|line| line.longest.as_ref());
    if let Some(longest) = longest.max_by_key(|longest| longest.days) {
        page.sentence(&sentence_of(longest));
    }
    caseload(parts, page);
    allocation(parts, page);
    page.sentence(
        "The exports show whether and when supervision was recorded as held, not how good it was.",
    );
    page.gap();
}

fn overdue(parts: &Parts<'_>, page: &mut Page) {
    let figures = &parts.figures;
    let (staff, cases) = (&figures.position.staff, &figures.position.cases);
    let all = figures.overdue();
    let day = day_in_words(figures.as_of);
    if all.denominator == 0 {
        page.sentence(&format!(
            "Nobody owed supervision on {day}: no position to report."
        ));
        return;
    }
    if all.numerator == 0 {
        let owed = figures.position.both(|line| line.owed);
        page.sentence(&format!(
            "No supervision is overdue on {day}: {owed}, all in date."
        ));
        return;
    }
    let verb = if all.numerator == 1 { "is" } else { "are" };
    let (number, of) = (thousands(all.numerator), thousands(all.denominator));
    let who = if cases.owed == 0 {
        format!("{number} of {of} staff {verb} overdue for supervision.")
    } else if staff.owed == 0 {
        format!("{number} of {of} children's cases {verb} overdue for supervision.")
    } else {
        let each = figures.position.both(|line| line.overdue);
        format!("{number} of {of} {verb} overdue for supervision: {each}.")
    };
    let worst = figures
        .teams
        .first()
        .map(|line| (&line.team, line.overdue_staff + line.overdue_cases))
        .filter(|(_, overdue)| *overdue > 0 && figures.teams.len() > 1);
    let place = worst.map_or_else(String::new, |(team, overdue)| {
        format!(" {team} has {}.", share_of(overdue, all.numerator))
    });
    page.sentence(&format!("{who}{place}"));
}

fn sentence_of(longest: &Longest) -> String {
    let subject = &longest.subject;
    let named = [Some(&subject.id), subject.name.as_ref()];
    let named: Vec<&str> = named.into_iter().flatten().map(String::as_str).collect();
    let what = subject.what.as_ref();
    let what = what.map_or_else(String::new, |what| format!(", {what}"));
    let who = format!("{}{what}", named.join(" "));
    let days = u32::try_from(longest.days).unwrap_or_default();
    let past = count(days, "day", "days");
    let since = day_in_words(longest.since);
    let (year, _, _) = longest.since.ymd();
    let recorded = if longest.last_held.is_some() {
        format!("no recorded supervision since {since} {year}")
    } else if longest.at_least {
        format!("at least, as the exports begin on {since} {year}; no recorded supervision since")
    } else {
        format!("no recorded supervision since the start on {since} {year}")
    };
    format!("Longest: {who}, {past} past due; {recorded}.")
}

fn caseload(parts: &Parts<'_>, page: &mut Page) {
    let load = &parts.figures.caseload;
    if load.workers == 0 {
        return;
    }
    let highest = load.highest.as_ref();
    let unit = highest.map_or("cases", |highest| highest.unit);
    let verb = if load.above == 1 { "holds" } else { "hold" };
    let number = thousands(load.above);
    let workers = count(load.workers, "worker", "workers");
    let peak = highest.map_or_else(String::new, |highest| {
        let (value, limit) = (&highest.value, &highest.limit);
        format!("; the highest has {value}, the limit is {limit}")
    });
    let mean = match &load.mean_per_fte {
        None => "FTE not in the exports".to_owned(),
        Some(mean) if load.workers_without_fte == 0 => {
            format!("{mean} cases for each full-time post")
        }
        Some(mean) => {
            let without = count(load.workers_without_fte, "worker", "workers");
            format!(
                "{mean} cases for each full-time post, {without} without a known share left out"
            )
        }
    };
    page.sentence(&format!(
        "{number} of {workers} {verb} more {unit} than the limit{peak}. {mean}."
    ));
}

fn allocation(parts: &Parts<'_>, page: &mut Page) {
    let held = &parts.figures.allocation;
    if !held.known || held.open_cases == 0 {
        return;
    }
    if held.without_worker() == 0 {
        return;
    }
    let mut reasons = Vec::new();
    for (number, why) in [
        (held.nobody, "allocated to nobody"),
        (held.not_in_post, "to somebody not in post"),
        (held.held_by_managers, "held by managers"),
    ] {
        if number > 0 {
            reasons.push(format!("{} {why}", thousands(number)));
        }
    }
    let has = if held.without_worker() == 1 {
        "has"
    } else {
        "have"
    };
    page.sentence(&format!(
        "{} of {} {has} no named worker: {}.",
        thousands(held.without_worker()),
        count(held.open_cases, "open case", "open cases"),
        reasons.join(", ")
    ));
}
