//! Section 6: what else was checked: sessions, totals, audits of files, agreements and limits.

use super::{Parts, rate_table};
use crate::report::document::{Block, Cell, Section, Table};
use crate::report::lens::Kind;
use crate::report::measures::LimitLine;
use crate::report::rates::{Fraction, Rate};
use crate::report::sentences::{clause_label, day_in_words, share_words, within};
use crate::rules::Clause;

/// A clause's name, and how often it was met out of so many.
type Line = (String, Fraction);

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let figures = &parts.figures;
    let in_period = lines(&in_period(parts));
    let limits = figures.limits.iter().filter(|limit| limit.examined > 0);
    let on_the_day: Vec<Line> = limits.map(of_limit).collect();
    let dated = figures.of_kinds(
        parts.audit.policy,
        &[Kind::Review, Kind::Agreement, Kind::Other],
    );
    let agreements = figures.agreements;
    let agreements = agreements.and_then(|agreements| agreements.said(figures.as_of));
    let all: Vec<&Line> = in_period.iter().chain(&on_the_day).collect();
    let mut blocks = Vec::new();
    let finding = match finding(&all) {
        Some(finding) => {
            blocks.extend(agreements.map(Block::Sentence));
            finding
        }
        None => agreements.unwrap_or_else(|| {
            "Nothing was checked besides supervision, its records and caseloads.".to_owned()
        }),
    };
    if !in_period.is_empty() {
        let caption = format!("Checks {}", within(figures.period));
        blocks.push(Block::Table(table(caption, &in_period)));
        blocks.push(Block::Note(
            "Each session, or each person at the end of a window, is met or not met; none is late."
                .to_owned(),
        ));
    }
    if !on_the_day.is_empty() {
        let caption = format!("Limits and checks on {}", day_in_words(figures.as_of));
        blocks.push(Block::Table(table(caption, &on_the_day)));
    }
    if !dated.is_empty() {
        let caption = format!("What else fell due {}", within(figures.period));
        let lines = dated.into_iter();
        blocks.push(Block::Table(rate_table(
            (caption, "What"),
            lines
                .map(|(clause, rate)| (clause_label(clause), rate))
                .collect(),
            figures.compared_with.is_some(),
        )));
    }
    Section {
        id: "checks",
        title: "Checks, agreements and limits".to_owned(),
        finding,
        blocks,
    }
}

/// What was met or not met in the period: checks on a day of their own, and sessions to be held again without a
/// deadline.
fn in_period<'p>(parts: &'p Parts<'_>) -> Vec<(&'p Clause, &'p Rate)> {
    let policy = parts.audit.policy;
    let kinds = [Kind::Check, Kind::Presence];
    let mut lines = parts.figures.of_kinds(policy, &kinds);
    lines.retain(|(_, rate)| rate.measure != "record-present");
    lines
}

fn lines(rates: &[(&Clause, &Rate)]) -> Vec<Line> {
    let lines = rates.iter();
    lines
        .map(|(clause, rate)| (clause_label(clause), rate.fraction()))
        .collect()
}

fn of_limit(limit: &LimitLine) -> Line {
    (limit.label.clone(), limit.fraction())
}

/// How many were met throughout, and which of those with a share was met least; nothing where nothing was checked.
fn finding(lines: &[&Line]) -> Option<String> {
    let whole = |(_, share): &Line| share.numerator == share.denominator;
    let met = lines.iter().filter(|line| whole(line)).count();
    let all = lines.len();
    if all == 0 {
        return None;
    }
    let with_share = lines
        .iter()
        .filter(|line| line.1.percent().is_some() && !whole(line));
    let lowest = with_share.min_by_key(|(_, share)| share.percent());
    let lowest = lowest.map_or_else(String::new, |(label, share)| {
        format!(
            " The lowest of those made ten times or more: {label}, {}.",
            share_words(*share)
        )
    });
    Some(if met == all {
        "Everything that was checked was met.".to_owned()
    } else {
        let verb = if met == 1 { "was" } else { "were" };
        format!("{met} of {all} checks {verb} met throughout.{lowest}")
    })
}

fn table(caption: String, lines: &[Line]) -> Table {
    let rows = lines.iter().map(|(label, share)| {
        vec![
            Cell::text(label),
            Cell::Count(share.denominator),
            Cell::Count(share.numerator),
            Cell::Count(share.denominator - share.numerator),
            Cell::Percent(*share),
        ]
    });
    Table {
        caption,
        columns: ["Check", "Checked", "Met", "Not met", "Met, %"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}

/// How many of the audits, surveys and reports that the policy asks for were made, a sentence a clause.
pub(super) fn file_audits(parts: &Parts<'_>) -> Vec<String> {
    let figures = &parts.figures;
    let is_audit = |clause: &Clause| clause.rule.name == "file-audit";
    let mut ended = in_period(parts);
    ended.retain(|(clause, _)| is_audit(clause));
    let ended = lines(&ended).into_iter();
    let ended = ended.map(|line| (line, within(figures.period)));
    let limits = figures.limits.iter().filter(|limit| {
        let mut clauses = parts.audit.policy.clauses.iter();
        limit.examined > 0 && clauses.any(|clause| clause.id == limit.clause && is_audit(clause))
    });
    let open = limits.map(of_limit);
    let open = open.map(|line| (line, format!("on {}", day_in_words(figures.as_of))));
    let said = ended.chain(open);
    said.map(|((label, share), when)| format!("{label}: {} met {when}.", share_words(share)))
        .collect()
}
