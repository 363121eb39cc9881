//! The waivers that bear on what is explained, and what they set aside.

use crate::calendar::Day;
use crate::engine::{Explanation, WaiverTold};
use crate::ledger::{Obligation, Outcome};
use crate::report::WaiverNote;

use super::page::Page;

/// The waivers, each with who approved it, why and until when.
pub(super) fn print(told: &Explanation, page: &mut Page) {
    if told.waivers.is_empty() {
        return;
    }
    page.gap();
    page.line(0, "Waivers");
    for waiver in &told.waivers {
        page.line(2, &sentence(waiver, told.as_of));
    }
}

fn sentence(waiver: &WaiverTold, as_of: Day) -> String {
    let from = waiver
        .from
        .map_or_else(String::new, |from| format!("from {} ", from.short()));
    let on = as_of.short();
    let state = match waiver.state {
        "active" => format!("in force on {on}"),
        "expired" => format!("over on {on}, so that it sets nothing aside any more"),
        _ => format!("not yet begun on {on}"),
    };
    format!(
        "Clause `{}` is waived for {} {} {from}until the end of {}, approved by {}: {} It is {state} ({}).",
        waiver.clause,
        waiver.scope,
        waiver.id,
        waiver.until.short(),
        waiver.approved_by,
        full_stop(&waiver.reason),
        waiver.place
    )
}

fn full_stop(reason: &str) -> String {
    let reason = reason.trim();
    if reason.ends_with(['.', '!', '?']) {
        reason.to_owned()
    } else {
        format!("{reason}.")
    }
}

/// The end of the line about something owed: what a waiver makes of it.
pub(super) fn effect(owed: &Obligation) -> &'static str {
    let waived = owed.remarks.waived();
    match (waived.due.is_some(), waived.now.is_some()) {
        (true, true) => "Waived: it stands outside every figure.",
        (true, false) if matches!(owed.outcome, Outcome::Overdue { .. }) => {
            "Waived on the day it was due, so outside the figures of the period; the waiver does not cover the day of the audit, so it is overdue like any other."
        }
        (true, false) if owed.is_open() => "It falls due on a day that a waiver covers.",
        (true, false) => "Waived on the day it was due, so outside the figures of the period.",
        (false, true) => {
            "Waived on the day of the audit, so outside the position; it fell due on a day that the waiver does not cover, so it stays in the figures of the period."
        }
        (false, false) => "",
    }
}

/// What is said of the waiver of one finding.
pub(super) fn of_finding(waiver: &WaiverNote) -> String {
    let (by, last, why) = (
        &waiver.approved_by,
        waiver.until.short(),
        full_stop(&waiver.reason),
    );
    match waiver.state {
        "active" => {
            format!("Waived, and in no figure: approved by {by} until the end of {last}. {why}")
        }
        "expired" => {
            format!("A waiver approved by {by} ended on {last} and no longer sets it aside.")
        }
        "ignored" => format!("A waiver approved by {by} until {last} is ignored here."),
        "outside" => format!(
            "A waiver approved by {by} until {last} does not cover the day on which this fell due."
        ),
        _ => format!("A waiver approved by {by} has not yet begun."),
    }
}
