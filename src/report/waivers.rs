//! What is set aside by waivers, and which of them are in force, over, to come or of no use.

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Obligation, Subject};
use crate::policy::{Scope, Waiver, WaiverState};
use crate::records::{CaseIx, StaffIx};

use super::found;
use super::lens::Lens;

/// A waiver that ends within so many days lapses soon: time to see the person, or to ask for another.
const SOON: i32 = 14;

/// The waiver of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverNote {
    /// `active` when it sets the finding aside; `expired`, `not-begun`, `outside` (in force, and
    /// not yet on the day on which this fell due) or `ignored` when it does not.
    pub state: &'static str,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// The first day, when it has one.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Day,
}

/// One waiver, and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverLine {
    /// The clause's id.
    pub clause: String,
    /// `staff`, `case` or `team`.
    pub scope: &'static str,
    /// Which one.
    pub id: String,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// The first day, when it has one.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Day,
    /// `active`, `unused` (in force, and it sets nothing aside), `expired` or `not-begun`.
    pub state: &'static str,
    /// Whether it is in force and ends within two weeks.
    pub lapses_soon: bool,
    /// Findings it sets aside.
    pub findings: u32,
    /// Obligations it sets aside, whatever became of them.
    pub set_aside: u32,
    /// Obligations overdue or not met on the day that it would set aside were it in force.
    pub back: u32,
    /// The file in which it stands.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// The waivers of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Waivers {
    /// Whether they are ignored on request.
    pub ignored: bool,
    /// Findings set aside.
    pub findings: u32,
    /// In force, and setting something aside.
    pub active: u32,
    /// Of them and the unused, those that end within two weeks.
    pub lapse_soon: u32,
    /// In force, and setting nothing aside.
    pub unused: u32,
    /// Over.
    pub expired: u32,
    /// Not yet begun.
    pub not_begun: u32,
    /// The name of the file of waivers, when there is one.
    pub file: Option<String>,
    /// Its SHA-256.
    pub sha256: Option<String>,
    /// Each of them, in the order of the policy.
    pub list: Vec<WaiverLine>,
}

/// The waiver that sets an obligation aside, as of the as-of day for the position and the due day for the period; or
/// one that was, or will be, agreed for it.
pub(super) fn note(lens: &Lens<'_>, owed: &Obligation, position: bool) -> Option<WaiverNote> {
    let marks = owed.remarks.waived();
    let inside = if position { marks.now } else { marks.due };
    let waiver = lens.policy.waivers.get(inside.or(marks.other)?)?;
    let state = match inside {
        Some(_) => "active",
        None if lens.policy.waivers_ignored => "ignored",
        None => match waiver.state(lens.ledger.as_of) {
            WaiverState::NotBegun => "not-begun",
            WaiverState::Expired => "expired",
            // In force now, and not yet on the day on which this fell due.
            WaiverState::Active => "outside",
        },
    };
    Some(WaiverNote {
        state,
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
        from: waiver.from,
        until: waiver.last,
    })
}

/// The waivers of an audit.
pub(super) fn of(lens: &Lens<'_>) -> Waivers {
    let policy = lens.policy;
    let mut waivers = Waivers {
        ignored: policy.waivers_ignored,
        ..Waivers::default()
    };
    if let Some(sheet) = &policy.waivers_file {
        waivers.file = Some(sheet.file.clone());
        waivers.sha256 = Some(sheet.sha256.clone());
    }
    if policy.waivers.is_empty() {
        return waivers;
    }
    let found = findings_of_each(lens);
    for (index, waiver) in policy.waivers.iter().enumerate() {
        let line = line(lens, (index, waiver), &found);
        let to_do = line.set_aside > 0 || line.back > 0;
        if !to_do && !is_of_part(lens, waiver) {
            continue;
        }
        waivers.findings += line.findings;
        waivers.lapse_soon += u32::from(line.lapses_soon);
        let number = match line.state {
            "active" => &mut waivers.active,
            "unused" => &mut waivers.unused,
            "expired" => &mut waivers.expired,
            _ => &mut waivers.not_begun,
        };
        *number += 1;
        waivers.list.push(line);
    }
    waivers
}

/// Whether whom a waiver is for counts for the part the report is about.
fn is_of_part(lens: &Lens<'_>, waiver: &Waiver) -> bool {
    let Some(part) = &lens.ledger.part else {
        return true;
    };
    let (data, id) = (lens.data, waiver.scope.id());
    let subject = match waiver.scope.kind() {
        "staff" => data
            .staff_ids
            .get(id)
            .and_then(StaffIx::at)
            .map(Subject::Staff),
        "case" => data
            .case_ids
            .get(id)
            .and_then(CaseIx::at)
            .map(Subject::Case),
        _ => return part.team.as_deref() == Some(id),
    };
    subject.is_some_and(|subject| lens.has(subject))
}

/// The places, among the policy's waivers, of those that set each waived finding aside.
fn findings_of_each(lens: &Lens<'_>) -> Vec<usize> {
    let entries = lens.entries();
    let all = found::unordered(&entries).into_iter();
    all.filter_map(|found| found.waiver()).collect()
}

/// For whom, as the exports spell it.
fn shown(lens: &Lens<'_>, scope: &Scope) -> String {
    let words = &lens.data.words;
    match scope {
        Scope::Staff(id) | Scope::Case(id) => id.clone(),
        Scope::Team(team) => {
            let known = words.get(team).map(|word| words.text(word));
            known.unwrap_or(team).to_owned()
        }
    }
}

fn line(lens: &Lens<'_>, (index, waiver): (usize, &Waiver), found: &[usize]) -> WaiverLine {
    let policy = lens.policy;
    let as_of = lens.ledger.as_of;
    let tally = lens.ledger.waivers.get(index).copied().unwrap_or_default();
    let own = found.iter().filter(|by| **by == index).count();
    let state = waiver.state(as_of);
    let idle = tally.set_aside == 0 && !policy.waivers_ignored;
    let (file, _) = policy.file_of(waiver);
    WaiverLine {
        clause: waiver.rule.clone(),
        scope: waiver.scope.kind(),
        id: shown(lens, &waiver.scope),
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
        from: waiver.from,
        until: waiver.last,
        state: match state {
            WaiverState::Active if idle => "unused",
            WaiverState::Active | WaiverState::Expired | WaiverState::NotBegun => state.word(),
        },
        lapses_soon: state == WaiverState::Active && waiver.last.days_since(as_of) <= SOON,
        findings: u32::try_from(own).unwrap_or(u32::MAX),
        set_aside: tally.set_aside,
        back: tally.back,
        file: file.to_owned(),
        line: policy.line_of(waiver),
    }
}
