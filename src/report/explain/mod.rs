//! Why a report says what it says, in plain English that can be pasted into a letter.

use serde::Serialize;

use crate::engine::{Explanation, Step};
use crate::ledger::Obligation;
use crate::rules::Rule;

use super::{Audit, Finding, findings};

mod checks;
mod course;
mod one_finding;
mod outcomes;
mod page;
mod reasons;
mod rule;
mod sums;
#[cfg(test)]
mod tests;
mod waivers;
mod who;
mod workings;

use page::Page;

/// The columns of an explanation.
const WIDTH: usize = 90;

/// Every finding with the obligation it stands for: of a gap with several, the first.
pub fn traced_findings(audit: &Audit<'_>) -> Vec<(Finding, Obligation)> {
    findings::traced(&audit.lens())
}

/// An explanation as text; with a finding, that one in a sentence first.
pub fn explanation(told: &Explanation, finding: Option<&Finding>, banner: Option<&str>) -> String {
    let mut page = Page::new(WIDTH);
    if let Some(banner) = banner {
        page.line(0, &format!("*** {banner} ***"));
    }
    who::print(told, finding, &mut page);
    let mut seen = course::Seen::default();
    for course in &told.courses {
        course::print(told, course, &mut seen, &mut page);
    }
    checks::print(told, &mut page);
    checks::untestable(told, &mut page);
    waivers::print(told, &mut page);
    if nothing_owed(told) {
        page.gap();
        page.line(0, "No clause of the policy asked for anything.");
    }
    if told.rejected_rows > 0 {
        let rows = super::sentences::count(told.rejected_rows, "row", "rows");
        page.gap();
        page.line(
            0,
            &format!("{rows} of the exports could not be read and are not looked at here; `oversight audit` lists them."),
        );
    }
    if let Some(banner) = banner {
        page.gap();
        page.line(0, &format!("*** {banner} ***"));
    }
    page.text()
}

fn nothing_owed(told: &Explanation) -> bool {
    let owes = |step: &Step| match step {
        Step::Gap(gap) => !gap.owed.is_empty(),
        Step::Quiet(_) => false,
    };
    let mut steps = told.courses.iter().flat_map(|course| &course.steps);
    told.checks.is_empty() && !steps.any(owes)
}

/// The same as JSON, with a line break at its end.
pub fn explanation_json(
    told: &Explanation,
    finding: Option<&Finding>,
    banner: Option<&str>,
) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        banner: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        finding: Option<&'a Finding>,
        #[serde(flatten)]
        told: &'a Explanation,
    }
    pretty(&Document {
        banner,
        finding,
        told,
    })
}

/// A rule's documentation as text.
pub fn rule(rule: &Rule) -> String {
    rule::text(rule, WIDTH)
}

/// The same as JSON, with a line break at its end.
pub fn rule_json(rule: &Rule) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        rule: &'a str,
        summary: &'a str,
        keys: &'a [&'a str],
        docs: &'a str,
    }
    pretty(&Document {
        rule: rule.name,
        summary: rule.summary,
        keys: rule.keys,
        docs: rule.docs,
    })
}

fn pretty(document: &impl Serialize) -> String {
    // Nothing in the document can fail to be written: its keys are names, its numbers finite.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}
