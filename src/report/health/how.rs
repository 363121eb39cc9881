//! Sections 10 and 11: what file audits say of quality, and how all of this is known.

use super::Parts;
use crate::report::document::{Block, Cell, Section, Table};
use crate::report::sentences::{count, reason};
use crate::report::summary::ClauseCounts;
use crate::report::targets::Status;
use crate::rules::Duty;

/// The author's own space: no export says how good supervision was.
pub(super) fn quality(parts: &Parts<'_>) -> Section {
    let made = super::checks::file_audits(parts);
    let (finding, asked) = if made.is_empty() {
        (
            "The exports cannot show how good supervision was.",
            "For the author: files audited, grades, out of how many, and when; or “not done”.",
        )
    } else {
        (
            "The exports show whether the audits and reports that the policy asks for were made, not how good supervision was.",
            "For the author: the grades given, out of how many files, and when; or “not done”.",
        )
    };
    let mut blocks = Vec::new();
    if !made.is_empty() {
        blocks.push(Block::List(made));
    }
    blocks.push(Block::Space(asked.to_owned()));
    Section {
        id: "quality",
        title: "Quality, from file audits".to_owned(),
        finding: finding.to_owned(),
        blocks,
    }
}

pub(super) fn section(parts: &Parts<'_>) -> Section {
    let clauses = parts.figures.clauses;
    let mut blocks = vec![Block::Table(files(parts))];
    blocks.extend(not_tested(parts));
    blocks.extend(readings(parts));
    blocks.extend(coverage(parts));
    let mut terms = terms();
    if parts.figures.caseload.mean_per_fte.is_some() {
        terms.push((
            "Full-time posts".to_owned(),
            "The workers' shares of a full-time post added up, rounded to two decimals; the cases for each to one."
                .to_owned(),
        ));
    }
    terms.extend(statuses(parts));
    blocks.push(Block::Terms(terms));
    Section {
        id: "how",
        title: "How we know".to_owned(),
        finding: tested(clauses),
        blocks,
    }
}

/// `38 of 52 clauses were tested; 12 cannot be tested from these exports, 2 fitted nobody.`
fn tested(clauses: ClauseCounts) -> String {
    let others = [
        (clauses.not_testable, "cannot be tested from these exports"),
        (clauses.did_not_apply, "fitted nobody"),
    ];
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let others: Vec<String> = others
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let mut said = vec![format!(
        "{} of {} clauses were tested",
        clauses.tested, clauses.clauses
    )];
    if !others.is_empty() {
        said.push(others.join(", "));
    }
    format!("{}.", said.join("; "))
}

fn files(parts: &Parts<'_>) -> Table {
    let columns = [
        "File",
        "Export",
        "Rows read",
        "Used",
        "Rejected",
        "SHA-256, first 16",
    ];
    let files = parts.audit.data.files.iter();
    Table {
        caption: "What was read: rows read = rows used + rows rejected".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: files
            .map(|file| {
                vec![
                    Cell::text(&file.name),
                    Cell::text(file.export.name()),
                    Cell::Count(file.read),
                    Cell::Count(file.accepted),
                    Cell::Count(file.rejected),
                    Cell::Text(file.sha256.chars().take(16).collect()),
                ]
            })
            .collect(),
    }
}

/// The clauses that no export can show, and those these exports lack something for.
fn not_tested(parts: &Parts<'_>) -> Option<Block> {
    let policy = parts.audit.policy;
    let mut rows = Vec::new();
    for (index, clause) in policy.clauses.iter().enumerate() {
        let why = match &clause.duty {
            Duty::NotTestable(untold) => Some(untold.why.clone()),
            Duty::Clock(_) | Duty::Check(_) => {
                let mut unjudged = parts.audit.ledger.untestable.iter();
                let whole = unjudged.find(|one| one.clause == index && one.subject.is_none());
                whole.map(|one| reason(&one.reason))
            }
        };
        if let Some(why) = why {
            rows.push(vec![
                Cell::text(&clause.id),
                Cell::Text(clause.citation.join(", ")),
                Cell::Text(why),
            ]);
        }
    }
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: "Clauses not tested, and why".to_owned(),
            columns: ["Clause", "Section", "Why"].map(str::to_owned).to_vec(),
            rows,
        })
    })
}

fn readings(parts: &Parts<'_>) -> Option<Block> {
    let clauses = parts.audit.policy.clauses.iter();
    let rows: Vec<Vec<Cell>> = clauses
        .filter_map(|clause| {
            let reading = clause.reading.as_deref()?;
            Some(vec![Cell::text(&clause.id), Cell::text(reading)])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: "How unclear sentences of the policy were read".to_owned(),
            columns: ["Clause", "Read as"].map(str::to_owned).to_vec(),
            rows,
        })
    })
}

/// Whom no clause covers.
fn coverage(parts: &Parts<'_>) -> Option<Block> {
    let ledger = parts.audit.ledger;
    let uncovered = u32::try_from(ledger.uncovered.len()).unwrap_or(u32::MAX);
    let mut said = Vec::new();
    if uncovered > 0 {
        let (verb, stand) = match uncovered {
            1 => ("is", "stands"),
            _ => ("are", "stand"),
        };
        said.push(format!(
            "{} {verb} covered by no clause, and {stand} outside every figure.",
            count(uncovered, "person or case", "people and cases")
        ));
    }
    if ledger.later > 0 {
        let verb = if ledger.later == 1 { "is" } else { "are" };
        said.push(format!(
            "{} {verb} dated after the as-of day, and not used.",
            count(ledger.later, "row", "rows")
        ));
    }
    (!said.is_empty()).then_some(Block::List(said))
}

/// What each status means, where the council set a target.
fn statuses(parts: &Parts<'_>) -> Vec<(String, String)> {
    let shares = !parts.figures.targets.is_empty();
    let counts = !parts.figures.count_targets.is_empty();
    let meanings = [
        (
            Status::AtTarget,
            shares || counts,
            "The target of the council's policy is met: as large a share, or no larger a number.",
        ),
        (
            Status::Close,
            shares || counts,
            "It is not met, and the policy counts this as close to it.",
        ),
        (Status::Below, shares, "A smaller share than that."),
        (Status::Above, counts, "A larger number than that."),
        (
            Status::TooFew,
            shares,
            "Fewer than thirty fell due, so that chance alone may decide about their share.",
        ),
    ];
    let said = meanings.into_iter().filter(|(_, said, _)| *said);
    said.map(|(status, _, text)| (status.shown(), text.to_owned()))
        .collect()
}

fn terms() -> Vec<(String, String)> {
    [
        ("Fell due", "The last day in time lay in the period."),
        (
            "On time",
            "Recorded as held on or before that day. What was wanted earlier, and came within the limit, is on time.",
        ),
        (
            "Not done",
            "Overdue on the day, or never possible any more because the case closed or the person left.",
        ),
        (
            "Overdue",
            "The last day in time is over and no supervision that counts is recorded. Each person and case counts once.",
        ),
        (
            "Better, worse, not clear",
            "Better or worse than the month before by more than chance explains, 19 times in 20; otherwise not clear. Never said below thirty.",
        ),
        (
            "Provisional",
            "A record of a session of the period could still be made in time when the exports were taken.",
        ),
    ]
    .map(|(word, text)| (word.to_owned(), text.to_owned()))
    .to_vec()
}
