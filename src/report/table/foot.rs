//! What the figures leave out, what was read, and how to see more.

use std::collections::BTreeMap;

use super::Parts;
use super::page::{Page, columns};
use crate::ledger::Subject;
use crate::records::{Export, Known};
use crate::report::found::in_order;
use crate::report::sentences::{count, reason, thousands};
use crate::rules::Duty;

/// The foot of the page.
pub(super) fn print(parts: &Parts<'_>, page: &mut Page) {
    not_judged(parts, page);
    not_testable(parts, page);
    readings(parts, page);
    read(parts, page);
    read_as(parts, page);
    hints(parts, page);
    if let Some(banner) = parts.audit.banner {
        page.gap();
        page.strong(&format!("*** {banner} ***"));
    }
}

/// Who is under no clause, and what could not be judged.
fn not_judged(parts: &Parts<'_>, page: &mut Page) {
    let ledger = parts.audit.ledger;
    let mut said = Vec::new();
    let mut tables: BTreeMap<&str, (u32, bool)> = BTreeMap::new();
    for person in &ledger.uncovered {
        let line = tables.entry(person.family).or_insert((0, false));
        line.0 += 1;
        line.1 |= matches!(person.subject, Subject::Staff(_));
    }
    for (table, (number, staff)) in tables {
        let who = if staff {
            count(number, "staff member", "staff")
        } else {
            count(number, "child's case", "children's cases")
        };
        said.push(format!("{who} no `{table}` clause covers"));
    }
    let mut reasons: BTreeMap<(&str, String, bool), u32> = BTreeMap::new();
    for entry in &ledger.untestable {
        if let Some(clause) = parts.audit.policy.clause(entry.clause) {
            let key = (
                clause.id.as_str(),
                reason(&entry.reason),
                entry.subject.is_none(),
            );
            *reasons.entry(key).or_insert(0) += 1;
        }
    }
    for ((clause, why, whole), number) in reasons {
        said.push(if whole {
            format!("all of `{clause}`, as {why}")
        } else {
            format!("{} under `{clause}`, as {why}", thousands(number))
        });
    }
    let clauses = parts.audit.policy.clauses.iter().zip(&ledger.tallies);
    for (clause, tally) in clauses.filter(|(_, tally)| tally.blank > 0) {
        let blank = thousands(tally.blank);
        said.push(format!(
            "{blank} left out of `{}` for a blank cell",
            clause.id
        ));
    }
    if ledger.later > 0 {
        let rows = count(ledger.later, "row", "rows");
        said.push(format!("{rows} dated after the as-of day"));
    }
    if !said.is_empty() {
        page.sentence(&format!("Not judged: {}.", said.join("; ")));
    }
}

fn not_testable(parts: &Parts<'_>, page: &mut Page) {
    let clauses = parts.audit.policy.clauses.iter();
    let number = clauses.filter(|clause| matches!(clause.duty, Duty::NotTestable(_)));
    let number = u32::try_from(number.count()).unwrap_or(u32::MAX);
    if number > 0 {
        page.sentence(&format!(
            "Not in these figures: {} of the written policy that no export shows; the JSON report lists each.",
            count(number, "sentence", "sentences")
        ));
    }
}

fn readings(parts: &Parts<'_>, page: &mut Page) {
    let clauses = parts.audit.policy.clauses.iter();
    let number = clauses.filter(|clause| clause.reading.is_some()).count();
    if number > 0 {
        let clauses = count(
            u32::try_from(number).unwrap_or(u32::MAX),
            "clause rests",
            "clauses rest",
        );
        page.sentence(&format!(
            "Readings: {clauses} on how an unclear sentence is read; the JSON report lists each."
        ));
    }
}

/// Rows that the mapping leaves out, by file.
fn left_out(parts: &Parts<'_>, page: &mut Page) {
    let data = parts.audit.data;
    let left_out: u32 = data.files.iter().map(|file| file.left_out).sum();
    if left_out > 0 {
        let of = data.files.iter().filter(|file| file.left_out > 0);
        let of: Vec<String> = of
            .map(|file| format!("{} of {}", thousands(file.left_out), file.name))
            .collect();
        page.sentence(&format!(
            "Of them, {} left out by the mapping, which keeps only some: {}.",
            count(left_out, "row was", "rows were"),
            of.join(", ")
        ));
    }
}

/// Rows read and rejected, by export.
fn read(parts: &Parts<'_>, page: &mut Page) {
    let data = parts.audit.data;
    let mut said = Vec::new();
    let (mut rejected, mut empty) = (0, Vec::new());
    for export in Export::ALL {
        let (mut accepted, mut read, mut any) = (0_u32, 0_u32, false);
        for file in data.files_of(export) {
            accepted += file.accepted;
            read += file.read;
            rejected += file.rejected;
            any = true;
            if file.read == 0 {
                empty.push(file.name.as_str());
            }
        }
        if any {
            let rows = if said.is_empty() { " rows" } else { "" };
            said.push(format!(
                "{export} {} of {}{rows}",
                thousands(accepted),
                thousands(read)
            ));
        }
    }
    if said.is_empty() {
        page.sentence("Read: no exports.");
        return;
    }
    let rejected = (rejected > 0).then(|| format!("{} rejected", thousands(rejected)));
    let empty = (!empty.is_empty()).then(|| format!("no rows in {}", empty.join(", ")));
    let faults: Vec<String> = rejected.into_iter().chain(empty).collect();
    let line = if faults.is_empty() {
        format!("Read: {}.", said.join(", "))
    } else {
        format!(
            "Read: {}: {}, INCOMPLETE.",
            said.join(", "),
            faults.join(", ")
        )
    };
    page.sentence(&line);
    let repaired: u32 = data.files.iter().map(|file| file.repaired).sum();
    if repaired > 0 {
        page.sentence(&format!(
            "{} put right by --lenient; the JSON report lists each place.",
            count(repaired, "row was", "rows were")
        ));
    }
    left_out(parts, page);
    let unmatched: u32 = data.files.iter().map(|file| file.unmatched).sum();
    if unmatched > 0 {
        page.sentence(&format!(
            "Of them, {} a staff member or a case that no export has; the rest of the row is used.",
            count(unmatched, "row names", "rows name")
        ));
    }
}

/// How the files are written, each setting as it was detected or given.
fn read_as(parts: &Parts<'_>, page: &mut Page) {
    let mut alike: Vec<(String, Vec<&str>)> = Vec::new();
    for file in &parts.audit.data.files {
        let settings = file.settings.iter().map(|setting| {
            let known = match setting.known {
                Known::Detected => "",
                Known::Given => " (given)",
            };
            format!("{} `{}`{known}", setting.name, setting.value)
        });
        let settings = settings.collect::<Vec<_>>().join(", ");
        match alike.iter_mut().find(|(known, _)| *known == settings) {
            Some((_, files)) => files.push(&file.name),
            None => alike.push((settings, vec![&file.name])),
        }
    }
    match alike.as_slice() {
        [] => {}
        [(settings, _)] => page.sentence(&format!("Detected in every file: {settings}.")),
        _ => {
            let each = alike.iter();
            let each = each.map(|(settings, files)| format!("{settings} in {}", files.join(", ")));
            page.sentence(&format!(
                "Detected: {}.",
                each.collect::<Vec<_>>().join("; ")
            ));
        }
    }
}

/// How to ask why of what is to be acted on first.
fn why(parts: &Parts<'_>, page: &mut Page) {
    let open = parts
        .first
        .first()
        .and_then(|place| parts.found.get(*place));
    let Some(first) = open.or_else(|| parts.found.iter().min_by(|one, two| in_order(one, two)))
    else {
        return;
    };
    let first = parts.telling.finding(first);
    let about = match first.subject.kind {
        kind @ ("staff" | "case") => format!("{kind} {}", first.subject.id),
        _ => format!("finding {}", first.id),
    };
    hint("Why", &format!("{} {about}", parts.audit.why), page);
}

fn hints(parts: &Parts<'_>, page: &mut Page) {
    why(parts, page);
    let rejected = parts.audit.data.files.iter().any(|file| file.rejected > 0);
    let what = if rejected {
        "Every figure, and each rejected row with its reason"
    } else {
        "Every figure"
    };
    let command = format!("{} -o report.json", parts.audit.command);
    hint(what, &command, page);
}

/// A line that says how to see more; on two where it is too long for one.
fn hint(what: &str, command: &str, page: &mut Page) {
    let line = format!("{what}: {command}");
    if columns(&line) <= page.width() {
        page.line(&line);
    } else {
        page.line(&format!("{what}:"));
        page.note(command);
    }
}
