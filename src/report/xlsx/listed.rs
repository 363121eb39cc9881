//! The lists that people work off: the findings, and what became of last month's.

use super::kept::{Kept, KeptRow};
use super::sheet::{Column, Form, Sheet, Value};
use crate::calendar::Day;
use crate::ledger::Part;
use crate::report::Finding;

/// The headings of what people fill in. A workbook is read back by them.
pub(super) const ASKED: [&str; 4] = ["Action agreed", "Owner", "By when", "Status"];
/// The heading of the finding's id, by which a workbook is read back.
pub(super) const ID: &str = "Id";
/// The headings of what is shown of a finding that is gone, by which a workbook is read back.
pub(super) const SHOWN: [&str; 6] = ["Clause", "Subject id", "Name", "Team", "Supervisor", "Due"];
/// The words offered for a status. *Checked* is said by somebody other than who did it.
const STATES: &[&str] = &["open", "done", "checked", "waived"];

/// The columns of a finding up to what people fill in.
const PRINTED: u16 = 17;

fn asked() -> [Column; 4] {
    let [action, owner, when, status] = ASKED;
    [
        Column::asked(action, 40, Form::Asked),
        Column::asked(owner, 18, Form::Asked),
        Column::asked(when, 13, Form::AskedDay),
        Column::asked(status, 11, Form::AskedOf(STATES)),
    ]
}

/// What people wrote, in the order of the columns; a day they wrote is a true one again.
fn answers(written: Option<&[String; 4]>) -> Vec<Value> {
    let Some(written) = written else {
        return vec![Value::Blank; ASKED.len()];
    };
    let texts = written.iter().zip(ASKED);
    texts
        .map(|(text, heading)| match Day::parse_iso(text) {
            Some(day) if heading == "By when" => Value::Day(day),
            _ if text.is_empty() => Value::Blank,
            _ => Value::text(text),
        })
        .collect()
}

/// One row a finding, the waived ones last, with what people wrote about it last month.
pub(super) fn findings(findings: &[&Finding], kept: Option<&Kept>) -> Sheet {
    let before = [
        (ID, 14),
        ("Severity", 11),
        ("Subject id", 13),
        ("Name", 20),
        ("What", 20),
        ("Team", 22),
        ("Supervisor", 13),
        ("Worker", 13),
        ("Due", 13),
        ("Outcome", 12),
        ("Days", 7),
        ("Missed", 8),
        ("Last held", 13),
    ];
    let after = [
        ("Clause", 24),
        ("Rule", 18),
        ("Subject kind", 13),
        ("Service", 20),
        ("Value", 8),
        ("Limit", 8),
        ("Unit", 10),
        ("Citation", 30),
        ("Remarks", 50),
        ("File", 24),
        ("Line", 8),
        ("Waiver", 11),
        ("Waiver reason", 30),
        ("Waiver approved by", 20),
        ("Waiver until", 13),
    ];
    let plain = |(heading, width): (&str, u16)| Column::new(heading, width);
    let columns = before.into_iter().map(plain).chain(asked());
    Sheet {
        name: "Findings",
        about: "Everything that fell short, one row each; fill in the four columns from Action agreed on, and keep them \
                next month with --keep."
            .to_owned(),
        columns: columns.chain(after.into_iter().map(plain)).collect(),
        rows: findings
            .iter()
            .map(|finding| {
                let written = kept.and_then(|kept| kept.row(&finding.id));
                let mut row = who_and_when(finding);
                row.extend(answers(written.map(|row| &row.answers)));
                row.extend(why(finding));
                row
            })
            .collect(),
        drawings: Vec::new(),
        printed: Some(PRINTED),
    }
}

fn who_and_when(finding: &Finding) -> Vec<Value> {
    let words = |part: &Option<String>| Value::words(part.as_deref());
    let subject = &finding.subject;
    vec![
        Value::text(&finding.id),
        Value::text(finding.severity.word()),
        Value::text(&subject.id),
        words(&subject.name),
        words(&subject.what),
        words(&finding.team),
        words(&finding.supervisor),
        words(&finding.worker),
        Value::Day(finding.due),
        Value::text(finding.outcome),
        finding.days.map_or(Value::Blank, Value::number),
        Value::number(finding.missed),
        finding.last_held.map_or(Value::Blank, Value::Day),
    ]
}

fn why(finding: &Finding) -> Vec<Value> {
    let words = |part: &Option<String>| Value::words(part.as_deref());
    let amount = |part: &Option<String>| match part.as_deref().map(str::parse::<i32>) {
        Some(Ok(number)) => Value::number(number),
        Some(Err(_)) | None => words(part),
    };
    let first = finding.evidence.first();
    let waiver = finding.waiver.as_ref();
    vec![
        Value::text(&finding.clause),
        Value::text(finding.rule),
        Value::text(finding.subject.kind),
        words(&finding.service),
        amount(&finding.value),
        amount(&finding.limit),
        Value::words(finding.unit),
        Value::text(finding.citation.join("; ")),
        Value::text(finding.remarks.join("; ")),
        Value::words(first.map(|row| row.file.as_str())),
        first.map_or(Value::Blank, |row| Value::number(row.line)),
        Value::words(waiver.map(|waiver| waiver.state)),
        Value::words(waiver.map(|waiver| waiver.reason.as_str())),
        Value::words(waiver.map(|waiver| waiver.approved_by.as_str())),
        waiver.map_or(Value::Blank, |waiver| Value::Day(waiver.until)),
    ]
}

/// The findings of last month's workbook that this audit has no more, with what was written about them.
pub(super) fn closed(rows: &[&KeptRow], part: Option<&Part>) -> Sheet {
    let whose = match part {
        Some(_) => "the exports or in this part of the council",
        None => "the exports",
    };
    let widths = [24, 13, 20, 22, 13, 13];
    let shown = SHOWN.into_iter().zip(widths);
    // Another heading than that of the findings, or the sheet would be read back as one of them.
    let id = Column::new("Closed id", 14);
    let columns = std::iter::once(id)
        .chain(shown.map(|(heading, width)| Column::new(heading, width)))
        .chain(asked());
    Sheet {
        name: "Closed by data",
        about: format!(
            "In last month's workbook and not found any more: put right, or no longer in {whose} (oversight diff tells \
             which)."
        ),
        columns: columns.collect(),
        rows: rows
            .iter()
            .map(|row| {
                let mut cells = vec![Value::text(&row.id)];
                cells.extend(row.shown.iter().zip(SHOWN).map(
                    |(text, heading)| match Day::parse_iso(text) {
                        Some(day) if heading == "Due" => Value::Day(day),
                        _ => Value::text(text),
                    },
                ));
                cells.extend(answers(Some(&row.answers)));
                cells
            })
            .collect(),
        drawings: Vec::new(),
        printed: None,
    }
}
