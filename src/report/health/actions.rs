//! Section 9: what is being done: actions and waivers.

use super::{Audience, Parts};
use crate::policy::ActionStatus;
use crate::report::actions::{self, ActionLine};
use crate::report::document::{Block, Cell, Section, Table};
use crate::report::sentences::{count, day_in_words};

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let lines = actions::of(parts.audit);
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        blocks.push(Block::Table(table(&lines)));
    } else if parts.audience == Audience::Internal {
        blocks.push(Block::Note(
            "Actions that are entered in the policy, or in a file beside it, are printed here."
                .to_owned(),
        ));
    }
    blocks.extend(waivers(parts));
    Section {
        id: "actions",
        title: "What we are doing".to_owned(),
        finding: finding(&lines),
        blocks,
    }
}

/// `6 actions are open, 2 of them past their day; 9 are done.`
pub(super) fn finding(lines: &[ActionLine]) -> String {
    if lines.is_empty() {
        return "No action is listed.".to_owned();
    }
    let number = |keep: &dyn Fn(&ActionLine) -> bool| {
        u32::try_from(lines.iter().filter(|line| keep(line)).count()).unwrap_or(u32::MAX)
    };
    let open = number(&|line| line.action.status == ActionStatus::Open);
    let past = number(&|line| line.past);
    let verb = if open == 1 { "is" } else { "are" };
    let past = match past {
        0 => String::new(),
        past => format!(", {past} of them past the day they were to be done by"),
    };
    let done = number(&|line| line.action.status == ActionStatus::Done);
    let checked = number(&|line| line.action.status == ActionStatus::Checked);
    format!(
        "{} {verb} open{past}; {done} done, {checked} checked.",
        count(open, "action", "actions")
    )
}

fn table(lines: &[ActionLine]) -> Table {
    let columns = [
        "Action",
        "What",
        "Lead",
        "By",
        "Evidence to close",
        "Status",
    ];
    // Those of an earlier report come first: did they work?
    let mut ordered: Vec<&ActionLine> = lines.iter().collect();
    ordered.sort_by_key(|line| (line.action.raised, line.action.id.clone()));
    let rows = ordered.into_iter().map(|line| {
        let action = &line.action;
        let status = action.status.word();
        vec![
            Cell::text(&action.id),
            Cell::text(&action.what),
            Cell::text(&action.lead),
            Cell::Day(action.by),
            Cell::words(action.evidence.as_deref()),
            Cell::Text(if line.past {
                format!("{status}, past its day")
            } else {
                status.to_owned()
            }),
        ]
    });
    Table {
        caption: "Actions, oldest first".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

fn waivers(parts: &Parts<'_>) -> Vec<Block> {
    let waivers = &parts.figures.waivers;
    if waivers.list.is_empty() {
        return Vec::new();
    }
    let columns = [
        "Clause",
        "For",
        "Reason",
        "Approved by",
        "Last day",
        "State",
        "Findings set aside",
    ];
    let rows = waivers.list.iter().map(|line| {
        let whom = if parts.names() || line.scope == "team" {
            format!("{} {}", line.scope, line.id)
        } else {
            format!("a {}", line.scope)
        };
        vec![
            Cell::text(&line.clause),
            Cell::Text(whom),
            Cell::text(&line.reason),
            Cell::text(&line.approved_by),
            Cell::Day(line.until),
            Cell::text(line.state.replace("not-begun", "not yet begun")),
            Cell::Count(line.findings),
        ]
    });
    let mut blocks = vec![Block::Table(Table {
        caption: format!("Waivers on {}", day_in_words(parts.figures.as_of)),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })];
    let text = if waivers.ignored {
        "The waivers are ignored in this report: every figure is as if there were none."
    } else {
        "What is waived stands outside every figure of this report, and is never counted as done."
    };
    blocks.push(Block::Note(text.to_owned()));
    blocks
}
