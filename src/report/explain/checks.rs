//! Records and caps of a subject, and what could not be judged.

use crate::engine::{CheckLine, Explanation};
use crate::ledger::Outcome;
use crate::place::Place;

use super::course::{Seen, clause};
use super::page::Page;
use super::{outcomes, sums, waivers, workings};

/// More rows than this are counted, not listed.
const ROWS: usize = 30;

pub(super) fn print(told: &Explanation, page: &mut Page) {
    let mut seen = Seen::default();
    let (mut last, mut table) = (None, None);
    for line in &told.checks {
        if last != Some(&line.clause) {
            page.gap();
            last = Some(&line.clause);
            if let Some(named) = told.clause(&line.clause) {
                if table != Some(named.rule) {
                    page.line(0, &super::super::sentences::heading(named.rule));
                }
                table = Some(named.rule);
                clause(named, 2, &mut seen, page);
            }
        }
        check(told, line, page);
    }
}

fn check(told: &Explanation, line: &CheckLine, page: &mut Page) {
    let rule = told.clause(&line.clause).map_or("", |clause| clause.rule);
    let outcome = outcomes::check(line, rule, told.as_of);
    match &line.session {
        Some(session) => {
            let id = session
                .id
                .as_ref()
                .map_or_else(String::new, |id| format!(" {id}"));
            page.line(
                4,
                &format!(
                    "Session{id} of {}, {} ({}): {outcome}.",
                    session.date.short(),
                    session.kind,
                    session.place
                ),
            );
        }
        None => page.line(4, &format!("{outcome}.")),
    }
    let waived = waivers::effect(&line.obligation);
    if !waived.is_empty() {
        page.line(6, waived);
    }
    // What is in time has its due day in the line above; the JSON has its sum.
    let in_time = matches!(line.outcome, Outcome::Met { .. });
    if let Some(sum) = line.sum.as_ref().filter(|_| !in_time) {
        page.line(
            6,
            &format!("Due on {}: {}.", line.due.long(), sums::sum(sum)),
        );
        workings::from(line, page);
        for step in sums::steps(sum) {
            page.line(6, &step);
        }
    } else if !in_time && line.value.is_none() && line.within.is_some() {
        page.line(6, &format!("Owed by {}.", line.due.short()));
    }
    if let Some(total) = &line.total {
        workings::total(line, total, page);
        return;
    }
    if !in_time || line.session.is_none() {
        workings::compared(line, page);
    }
    if let Some(holding) = &line.holding {
        workings::holding(line, holding, page);
    } else if rule == "file-audit" {
        counted(line, page);
    } else if line.session.is_none() || line.rows.len() > 1 {
        rows(line, page);
    }
}

/// The rows that count towards a number of files, apart from the one that says since when it is asked for.
fn counted(line: &CheckLine, page: &mut Page) {
    let own = usize::from(line.obligation.since.row.is_some());
    if let Some(row) = line.rows.iter().take(own).next() {
        page.line(6, &format!("It is asked for by the row {row}."));
    }
    let counted = line.rows.get(own..).unwrap_or_default();
    if counted.is_empty() {
        page.line(6, "Counted: no row.");
    } else {
        page.line(6, &format!("Counted: {}.", listed(counted)));
    }
    if let Some(search) = &line.search {
        workings::search(search, page);
    }
}

fn rows(line: &CheckLine, page: &mut Page) {
    page.line(6, &format!("The rows: {}.", listed(&line.rows)));
}

fn listed(rows: &[Place]) -> String {
    let shown: Vec<String> = rows.iter().take(ROWS).map(ToString::to_string).collect();
    let left = rows.len().saturating_sub(ROWS);
    let more = if left > 0 {
        format!(", and {left} more")
    } else {
        String::new()
    };
    format!("{}{more}", shown.join(", "))
}

/// The clauses that could not be judged.
pub(super) fn untestable(told: &Explanation, page: &mut Page) {
    if told.untestable.is_empty() {
        return;
    }
    page.gap();
    page.line(0, "Not judged");
    for line in &told.untestable {
        let place = line
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!(" ({place})"));
        page.line(
            2,
            &format!(
                "Clause `{}` can't be tested here: {}{place}.",
                line.clause, line.reason
            ),
        );
    }
}
