//! Waivers, targets, actions and publishing in plain English.

use super::show::Page;
use super::waivers::Waiver;
use super::{Policy, Publishing};

/// What the policy has besides its clauses.
pub(super) fn print(policy: &Policy, page: &mut Page) {
    waivers(policy, page);
    targets(policy, page);
    actions(policy, page);
    publishing(policy, page);
}

fn waivers(policy: &Policy, page: &mut Page) {
    if let Some(longest) = policy.longest_waiver.filter(|_| policy.waivers.is_empty()) {
        page.heading("What is set aside");
        page.gap();
        let words = format!("nothing; a waiver may last {longest} at the longest");
        page.line(2, "", &words);
    }
    if policy.waivers.is_empty() {
        return;
    }
    page.heading("What is set aside");
    if let Some(longest) = policy.longest_waiver {
        page.gap();
        let words = format!("a waiver may last {longest} at the longest");
        page.line(2, "", &words);
    }
    for waiver in &policy.waivers {
        page.gap();
        let place = place(policy, waiver);
        page.line(
            2,
            "",
            &format!("{} for {} ({place})", waiver.rule, waiver.scope),
        );
        page.line(4, "Because", &waiver.reason);
        page.line(4, "Approved by", &waiver.approved_by);
        let from = waiver
            .from
            .map_or_else(String::new, |from| format!("from {} ", from.short()));
        let cut = if waiver.is_cut() {
            format!(
                ", not {}: the longest term is over then",
                waiver.until.short()
            )
        } else {
            String::new()
        };
        let last = waiver.last.short();
        page.line(4, "Holds", &format!("{from}until the end of {last}{cut}"));
    }
}

/// `line 12`, or the file of waivers and its line.
fn place(policy: &Policy, waiver: &Waiver) -> String {
    let ((file, _), line) = (policy.file_of(waiver), policy.line_of(waiver));
    if waiver.beside {
        format!("{file}, line {line}")
    } else {
        format!("line {line}")
    }
}

fn targets(policy: &Policy, page: &mut Page) {
    if policy.targets.is_empty() && policy.count_targets.is_empty() {
        return;
    }
    page.heading("What the council wants");
    page.gap();
    for target in &policy.targets {
        let close = target
            .close
            .map_or_else(String::new, |close| format!(", close from {close}%"));
        let words = format!("{}% and more{close}", target.at);
        page.line(2, target.measure, &words);
    }
    for target in &policy.count_targets {
        let word = |number: u32| target.counted.word(number);
        let close = target
            .close
            .map_or_else(String::new, |close| format!(", close up to {close}"));
        let words = format!("at most {} {}{close}", target.at_most, word(target.at_most));
        page.line(2, target.measure, &words);
    }
}

fn actions(policy: &Policy, page: &mut Page) {
    if policy.actions.is_empty() {
        return;
    }
    page.heading("What the council is doing");
    for action in &policy.actions {
        page.gap();
        page.line(2, "", &format!("{}: {}", action.id, action.what));
        if let Some(theme) = &action.theme {
            page.line(4, "Theme", theme);
        }
        page.line(4, "Lead", &action.lead);
        let (raised, by) = (action.raised.short(), action.by.short());
        page.line(4, "By", &format!("{by}, raised on {raised}"));
        if let Some(evidence) = &action.evidence {
            page.line(4, "Evidence", evidence);
        }
        page.line(4, "Status", action.status.word());
    }
}

fn publishing(policy: &Policy, page: &mut Page) {
    if policy.publishing == Publishing::default() {
        return;
    }
    let Publishing {
        suppress_up_to,
        round_to,
    } = policy.publishing;
    page.heading("What is published");
    page.gap();
    let words =
        format!("counts of 1 to {suppress_up_to} are suppressed, totals rounded to {round_to}");
    page.line(2, "", &words);
}
