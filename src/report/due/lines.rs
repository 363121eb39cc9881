//! The lines of the list: what is owed by a day in it, with the sessions that do it numbered.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::language::Evidence;
use crate::ledger::{Event, Outcome, Subject};
use crate::records::{Session, StaffIx, Word};
use crate::rules::Duty;

use super::super::lens::{Entry, Kind, Lens, track};
use super::super::sentences::heading;
use super::super::{findings, found};
use super::minutes::{Length, Lengths};
use super::{Asking, DueLine, SubjectLine, Work, number};

/// In which order the lines stand: nobody's after everybody's.
type Order<'e> = (bool, Option<&'e str>, Day, &'static str, Cow<'e, str>, Work);

/// A line with what tells its session from others.
struct Draft<'e> {
    order: Order<'e>,
    /// The kind of session, where it is one.
    kind: Option<String>,
    clause: usize,
    line: DueLine,
}

/// What sessions of one number share: supervisor, day, who is supervised, and the kind.
type Sitting = (Option<String>, Day, String, String);

/// How many things a waiver sets aside, and the lines by supervisor, day and subject.
pub(super) fn of(lens: &Lens<'_>, entries: &[Entry<'_>], last: Day) -> (u32, Vec<DueLine>) {
    let falls_due = entries.iter().filter(|entry| {
        let owed = entry.obligation;
        let open = matches!(
            owed.outcome,
            Outcome::Due { .. } | Outcome::PastTarget { .. }
        );
        open && owed.due > lens.ledger.as_of && owed.due <= last
    });
    let (aside, owed): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
        falls_due.partition(|entry| entry.obligation.remarks.waived().due.is_some());
    let mut lengths = Lengths::new(lens);
    let mut drafts: Vec<Draft<'_>> = owed
        .into_iter()
        .map(|entry| draft(lens, &mut lengths, entry))
        .collect();
    drafts.sort_by(|one, two| {
        let apart = |draft: &Draft<'_>| (draft.line.session_date, draft.clause);
        one.order
            .cmp(&two.order)
            .then_with(|| one.kind.cmp(&two.kind))
            .then_with(|| apart(one).cmp(&apart(two)))
    });
    let mut lines = numbered(merged(drafts));
    tell_apart(&mut lines);
    (number(aside.len()), lines)
}

fn draft<'e>(lens: &Lens<'_>, lengths: &mut Lengths<'_>, entry: &'e Entry<'_>) -> Draft<'e> {
    let (owed, who, clause) = (entry.obligation, entry.who(), entry.clause);
    let work = work(entry);
    let length = (work == Work::Session).then(|| length(lens, lengths, entry));
    let kind = length.as_ref().map(|length| match &length.kind {
        Some(kind) => kind.clone(),
        None => format!("{} {}", clause.rule.name, track(clause)),
    });
    let recurs = matches!(clause.duty, Duty::Clock(_));
    Draft {
        order: (
            who.supervisor.is_none(),
            who.supervisor,
            owed.due,
            who.kind,
            who.id.clone(),
            work,
        ),
        kind,
        clause: owed.clause,
        line: DueLine {
            work,
            what: what(entry),
            due: owed.due,
            subject: SubjectLine {
                kind: who.kind,
                id: who.id.to_string(),
                name: who.name.map(str::to_owned),
                what: who.what().map(str::to_owned),
            },
            supervisor: who.supervisor.map(str::to_owned),
            worker: who.worker.map(str::to_owned),
            team: who.team.map(str::to_owned),
            service: who.service.map(str::to_owned),
            last_held: (recurs && owed.since.event == Event::Session).then_some(owed.since.day),
            session_date: (!recurs).then_some(who.session_date).flatten(),
            past_target: match owed.outcome {
                Outcome::PastTarget { .. } => owed.target,
                Outcome::Met { .. }
                | Outcome::Late { .. }
                | Outcome::Overdue { .. }
                | Outcome::Missed { .. }
                | Outcome::Due { .. }
                | Outcome::NotMet => None,
            },
            session: None,
            length,
            clauses: vec![Asking {
                id: findings::id_of(&found::known_by(entry)),
                clause: clause.id.clone(),
                rule: clause.rule.name,
                severity: clause.severity,
                citation: clause.citation.clone(),
            }],
            remarks: remarks(lens, entry),
        },
    }
}

fn work(entry: &Entry<'_>) -> Work {
    let session = match &entry.clause.duty {
        Duty::Clock(clock) => matches!(clock.evidence, Evidence::Sessions(_)),
        Duty::Check(_) => entry.clause.rule.name == "rearrangement",
        Duty::NotTestable(_) => false,
    };
    if session {
        Work::Session
    } else if entry.clause.rule.name == "recording" {
        Work::Record
    } else {
        Work::Other
    }
}

fn what(entry: &Entry<'_>) -> String {
    match entry.kind {
        Kind::Staff => "staff supervision".to_owned(),
        Kind::Case => "case supervision".to_owned(),
        _ if entry.clause.rule.name == "rearrangement" => "session called off".to_owned(),
        Kind::Record
        | Kind::Presence
        | Kind::Review
        | Kind::Agreement
        | Kind::Limit
        | Kind::Check
        | Kind::Beside
        | Kind::Other => heading(&entry.clause.id).to_lowercase(),
    }
}

fn length(lens: &Lens<'_>, lengths: &mut Lengths<'_>, entry: &Entry<'_>) -> Length {
    let owed = entry.obligation;
    let worker = || {
        let id = entry.who().worker?;
        StaffIx::at(lens.data.staff_ids.get(id)?)
    };
    let staff = match owed.subject {
        Subject::Staff(staff) => Some(staff),
        Subject::Case(_) | Subject::Session(_) | Subject::Team(_) | Subject::Council => worker(),
    };
    match called_off(lens, entry) {
        Some(kind) => lengths.of_kind(kind, staff),
        None => lengths.of_clause((owed.clause, entry.clause), staff),
    }
}

/// The kind of the session that was called off.
fn called_off(lens: &Lens<'_>, entry: &Entry<'_>) -> Option<Word> {
    let Subject::Session(row) = entry.obligation.subject else {
        return None;
    };
    let session: &Session = lens.data.sessions.get(row as usize)?;
    Some(session.kind)
}

fn remarks(lens: &Lens<'_>, entry: &Entry<'_>) -> Vec<String> {
    let owed = entry.obligation;
    let mut said = Vec::new();
    if owed.since.event == Event::SpanBegins {
        said.push(format!(
            "no session is recorded since the exports begin on {}, so it may be due earlier",
            owed.since.day.short()
        ));
    }
    let waiver = owed.remarks.waived().now;
    if let Some(waiver) = waiver.and_then(|index| lens.policy.waivers.get(index)) {
        said.push(format!(
            "waived until {}, before it falls due",
            waiver.last.short()
        ));
    }
    if let Some(measure) = &owed.measure {
        said.push(format!(
            "{} of {} {} so far",
            measure.value, measure.limit, measure.unit
        ));
    }
    said
}

/// One line where clauses ask one subject for the same session on the same day.
fn merged(drafts: Vec<Draft<'_>>) -> Vec<(Option<String>, DueLine)> {
    let mut merged: Vec<Draft<'_>> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match merged.last_mut() {
            Some(last)
                if draft.kind.is_some()
                    && (&last.order, &last.kind) == (&draft.order, &draft.kind) =>
            {
                let (kept, more) = (&mut last.line, draft.line);
                kept.clauses.extend(more.clauses);
                kept.past_target = kept.past_target.into_iter().chain(more.past_target).min();
                let new = more.remarks.into_iter();
                let new: Vec<String> = new.filter(|one| !kept.remarks.contains(one)).collect();
                kept.remarks.extend(new);
                longer(&mut kept.length, more.length);
            }
            Some(_) | None => merged.push(draft),
        }
    }
    merged
        .into_iter()
        .map(|draft| (draft.kind, draft.line))
        .collect()
}

/// Keeps the longer of two lengths of one session.
fn longer(kept: &mut Option<Length>, other: Option<Length>) {
    let minutes = |length: &Option<Length>| length.as_ref().and_then(|length| length.minutes);
    if minutes(&other) > minutes(kept) {
        *kept = other;
    }
}

/// Numbers the sessions in the order of their first lines: one supervisor with one person on one day, for one kind.
fn numbered(drafts: Vec<(Option<String>, DueLine)>) -> Vec<DueLine> {
    let mut sittings: BTreeMap<Sitting, (u32, Option<Length>)> = BTreeMap::new();
    let mut lines = Vec::with_capacity(drafts.len());
    for (kind, mut line) in drafts {
        if let Some(kind) = kind {
            let person = if line.subject.kind == "staff" {
                line.subject.id.clone()
            } else {
                let nobody = || format!("{} {}", line.subject.kind, line.subject.id);
                line.worker.clone().unwrap_or_else(nobody)
            };
            let next = number(sittings.len()) + 1;
            let sitting = (line.supervisor.clone(), line.due, person, kind);
            let (session, length) = sittings.entry(sitting).or_insert((next, None));
            line.session = Some(*session);
            longer(length, line.length.clone());
        }
        lines.push(line);
    }
    let lengths: BTreeMap<u32, Length> = sittings
        .into_values()
        .filter_map(|(session, length)| Some((session, length?)))
        .collect();
    for line in &mut lines {
        let length = line.session.and_then(|session| lengths.get(&session));
        if let Some(length) = length {
            line.length = Some(length.clone());
        }
    }
    lines
}

/// Gives the second of two with one id another: two deadlines of one session.
fn tell_apart(lines: &mut [DueLine]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for asking in lines.iter_mut().flat_map(|line| &mut line.clauses) {
        let times = seen.entry(asking.id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            asking.id = findings::id_of(&format!("{}\n{times}", asking.id));
        }
    }
}
