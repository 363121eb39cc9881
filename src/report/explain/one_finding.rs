//! A finding in one sentence.

use crate::calendar::Day;
use crate::report::Finding;
use crate::report::sentences::count;

use super::outcomes::days;

/// The sentence with which the explanation of a finding begins.
pub(super) fn sentence(finding: &Finding, as_of: Day) -> String {
    if let Some(amount) = amount(finding) {
        return amount;
    }
    let what = what(finding);
    let due = finding.due.short();
    let late = days(finding.days.unwrap_or_default());
    match finding.outcome {
        "overdue" if is_supervision(finding) => format!(
            "{what} was due on {due}. {}: overdue by {late} on {}, {} missed.",
            nothing_since(finding),
            as_of.short(),
            count(finding.missed, "supervision", "supervisions")
        ),
        "overdue" => format!(
            "{what} was due on {due} and is not recorded: overdue by {late} on {}.",
            as_of.short()
        ),
        "late" => {
            let on = finding.done_on.unwrap_or(finding.due);
            format!(
                "{what} was due on {due} and came on {}, {late} late.",
                on.short()
            )
        }
        "missed" => format!(
            "{what} was due on {due}, is not recorded, and can no longer be done; {late} had passed when that became so."
        ),
        "past-target" => format!(
            "{what} is past its target by {late} and inside its limit, which is {due}: no breach."
        ),
        _ => {
            let mut remarks = finding.remarks.iter();
            match remarks.find_map(|remark| remark.strip_prefix("not met: ")) {
                Some(failed) => format!("{what} is not met: {failed}."),
                None => format!("{what} is not recorded."),
            }
        }
    }
}

fn is_supervision(finding: &Finding) -> bool {
    finding.rule.ends_with("supervision") && finding.session_date.is_none()
}

fn amount(finding: &Finding) -> Option<String> {
    let (value, limit) = finding.value.as_ref().zip(finding.limit.as_ref())?;
    let unit = super::outcomes::one_of(value, finding.unit.unwrap_or_default());
    let (day, clause) = (finding.due.short(), &finding.clause);
    Some(if finding.rule == "caseload" {
        format!("{value} {unit} on {day}, and the limit of clause `{clause}` is {limit}.")
    } else if finding.rule == "file-audit" {
        let since = finding.since.short();
        format!("{value} {unit} from {since} to {day}, where clause `{clause}` says {limit}.")
    } else {
        format!("{value} {unit} to {day}, where clause `{clause}` says {limit}.")
    })
}

fn what(finding: &Finding) -> String {
    let clause = &finding.clause;
    match finding.session_date {
        Some(day) => format!(
            "What clause `{clause}` asks for the session of {}",
            day.short()
        ),
        None if is_supervision(finding) => {
            format!("The supervision that clause `{clause}` asks for")
        }
        None => format!("What clause `{clause}` asks for"),
    }
}

fn nothing_since(finding: &Finding) -> String {
    let since = match (finding.last_held, finding.at_least) {
        (Some(day), _) => format!("since {}", day.short()),
        (None, true) => format!(
            "since the exports begin on {}, and perhaps for longer",
            finding.since.short()
        ),
        (None, false) => format!("since the start on {}", finding.since.short()),
    };
    format!("There is no recorded supervision {since}")
}
