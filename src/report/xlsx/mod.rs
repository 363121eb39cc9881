//! The workbook: what people filter, work off and fill in, with the same figures as every other format.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, XlsxError};

use super::document::Document;
use super::due::{Coming, DueLine, DueList, due_list};
use super::health::{self, Audience, HealthCheck};
use super::sentences::part_words;
use super::summary::{self, Summary};
use super::trend::{self, Month};
use super::{Audit, Finding};

mod coming;
mod cover;
mod figures;
mod kept;
mod listed;
mod quality;
mod sheet;
mod written;

pub use kept::Kept;

use sheet::Sheet;
use written::Looks;

/// How many days after the as-of day the sheet of what falls due looks ahead.
const AHEAD: i32 = 14;

/// What a workbook is made from.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// The audit of the period.
    pub audit: &'a Audit<'a>,
    /// The months up to the as-of day, oldest first; none where no trend is wanted.
    pub months: &'a [Month],
    /// Who is to read it.
    pub audience: Audience,
    /// What people wrote into the workbook of the month before; nothing when none is kept.
    pub kept: Option<&'a Kept>,
}

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook can't be made: {0}")]
pub struct Unmade(#[from] XlsxError);

/// What findings are dealt out by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The team they count for.
    Team,
    /// The supervisor.
    Supervisor,
}

impl By {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            By::Team => "team",
            By::Supervisor => "supervisor",
        }
    }

    fn of(self, finding: &Finding) -> Option<&str> {
        match self {
            By::Team => finding.team.as_deref(),
            By::Supervisor => finding.supervisor.as_deref(),
        }
    }

    fn of_due(self, line: &DueLine) -> Option<&str> {
        match self {
            By::Team => line.team.as_deref(),
            By::Supervisor => line.supervisor.as_deref(),
        }
    }
}

/// The workbook of one team or supervisor.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Which; nothing for what belongs to none.
    pub of: Option<String>,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// What the sheets are made from.
struct Parts<'a> {
    audit: &'a Audit<'a>,
    audience: Audience,
    figures: Summary,
    months: Vec<Month>,
    document: Document,
    findings: Vec<Finding>,
    due: DueList,
}

impl<'a> Parts<'a> {
    fn of(book: &Book<'a>) -> Parts<'a> {
        let audit = book.audit;
        let mut findings = super::findings(audit);
        findings.extend(super::waived(audit));
        Parts {
            audit,
            audience: book.audience,
            figures: summary::of(audit),
            months: trend::told(audit, book.months),
            document: health::document(&HealthCheck {
                audit,
                months: &[],
                audience: book.audience,
                one_page: false,
            }),
            findings,
            due: due_list(&Coming {
                audit,
                last: audit.ledger.as_of.plus_days(AHEAD),
                overdue_call: "",
            }),
        }
    }

    /// What falls due, by supervisor and day.
    fn due_lines(&self) -> impl Iterator<Item = &DueLine> {
        self.due.supervisors.iter().flat_map(|part| &part.lines)
    }

    /// Whether people and cases may be named.
    fn names(&self) -> bool {
        self.audience == Audience::Internal
    }
}

/// What the cover says that is not the same in every workbook.
#[derive(Clone, Copy)]
struct Front<'a> {
    title: &'a str,
    /// What stands below it.
    line: &'a str,
    /// What a reader is to know.
    notes: &'a [&'static str],
}

/// The bytes of the whole workbook.
pub(super) fn render(book: &Book<'_>) -> Result<Vec<u8>, Unmade> {
    whole(book, written::MOST_ROWS)
}

/// The same with so many rows a sheet at most.
pub(super) fn whole(book: &Book<'_>, most: usize) -> Result<Vec<u8>, Unmade> {
    let parts = Parts::of(book);
    let mut sheets = vec![figures::summary(&parts)];
    if parts.names() {
        let listed: Vec<&Finding> = parts.findings.iter().collect();
        sheets.push(listed::findings(&listed, book.kept));
        let due: Vec<&DueLine> = parts.due_lines().collect();
        sheets.push(coming::sheet(&parts.due, &due));
        if let Some(kept) = book.kept {
            let part = parts.audit.ledger.part.as_ref();
            sheets.push(listed::closed(&kept.closed(&parts.findings, part), part));
        }
    }
    sheets.push(figures::teams(&parts));
    sheets.push(figures::rates(&parts));
    if !parts.months.is_empty() {
        sheets.push(figures::trend(&parts.months));
    }
    sheets.push(quality::sheet(&parts));
    let front = Front {
        title: &parts.document.title,
        line: &parts.document.headline,
        notes: &cover::NOTES,
    };
    bytes(&parts, front, &sheets, most)
}

/// The workbook of what falls due.
pub(super) fn due(coming: &Coming<'_>) -> Result<Vec<u8>, Unmade> {
    let parts = Parts {
        due: due_list(coming),
        ..Parts::of(&Book {
            audit: coming.audit,
            months: &[],
            audience: Audience::Internal,
            kept: None,
        })
    };
    let lines: Vec<&DueLine> = parts.due_lines().collect();
    let sheets = [
        coming::sheet(&parts.due, &lines),
        coming::supervisors(&parts.due),
    ];
    let policy = coming.audit.policy;
    let whose = policy.council.as_ref().unwrap_or(&policy.name);
    let part = coming.audit.ledger.part.as_ref();
    let part = part.map_or_else(String::new, |part| format!(", {}", part_words(part)));
    let front = Front {
        title: &format!("What falls due: {whose}{part}"),
        line: &format!(
            "From {} to {}: what to hold, to write and to do, by supervisor and day",
            parts.due.from.long(),
            parts.due.to.long()
        ),
        notes: &cover::DUE_NOTES,
    };
    bytes(&parts, front, &sheets, written::MOST_ROWS)
}

/// What one team or supervisor has to act on.
#[derive(Default)]
struct Dealt<'p> {
    findings: Vec<&'p Finding>,
    due: Vec<&'p DueLine>,
}

/// A workbook for each team or supervisor who has a finding or something falling due, or had a finding that is closed;
/// what belongs to none comes last.
pub(super) fn packs(book: &Book<'_>, by: By) -> Result<Vec<Pack>, Unmade> {
    let parts = Parts::of(book);
    let part = parts.audit.ledger.part.as_ref();
    let closed = book.kept.map(|kept| kept.closed(&parts.findings, part));
    let mut dealt: BTreeMap<(bool, Option<&str>), Dealt<'_>> = BTreeMap::new();
    for finding in &parts.findings {
        let of = by.of(finding).filter(|of| !of.is_empty());
        let own = dealt.entry((of.is_none(), of)).or_default();
        own.findings.push(finding);
    }
    for line in parts.due_lines() {
        let of = by.of_due(line).filter(|of| !of.is_empty());
        dealt.entry((of.is_none(), of)).or_default().due.push(line);
    }
    for row in closed.iter().flatten() {
        let of = row.of(by);
        dealt.entry((of.is_none(), of)).or_default();
    }
    let packs = dealt.iter().map(|((_, of), own)| {
        let mut sheets = vec![
            listed::findings(&own.findings, book.kept),
            coming::sheet(&parts.due, &own.due),
        ];
        if let Some(closed) = &closed {
            let rows = closed.iter().filter(|row| row.of(by) == *of);
            sheets.push(listed::closed(&rows.copied().collect::<Vec<_>>(), part));
        }
        let whose = of.map_or_else(
            || format!("No {}", by.word()),
            |of| format!("For the {} {of}", by.word()),
        );
        let front = Front {
            title: &parts.document.title,
            line: &whose,
            notes: &cover::NOTES,
        };
        Ok(Pack {
            of: of.map(str::to_owned),
            bytes: bytes(&parts, front, &sheets, written::MOST_ROWS)?,
        })
    });
    packs.collect()
}

fn bytes(
    parts: &Parts<'_>,
    front: Front<'_>,
    sheets: &[Sheet],
    most: usize,
) -> Result<Vec<u8>, Unmade> {
    let stamp = parts.audit.banner;
    let looks = Looks::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    // The clock would make other bytes of the same audit.
    let mut properties = DocProperties::new().set_title("Supervision audit");
    if let Some(made) = written::moment(parts.figures.as_of) {
        properties = properties.set_creation_datetime(&made);
    }
    book.set_properties(&properties);
    cover::write(&mut book, parts, (front, sheets, most), &looks)?;
    for sheet in sheets {
        for part in written::parts(sheet, most) {
            written::write(&mut book, (sheet, part, most), stamp, &looks)?;
        }
    }
    Ok(book.save_to_buffer()?)
}
