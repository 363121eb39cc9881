//! What falls due, for a terminal: by supervisor and day, with what it takes and how that is counted.

use super::grid::{Align, Grid};
use super::page::Page;
use crate::calendar::Day;
use crate::report::due::{Basis, Coming, DueLine, DueList, SupervisorDue, Takes, Work, due_list};
use crate::report::sentences::{count, part_words, thousands};
use crate::report::{Style, SubjectLine};

/// The whole page.
pub(in crate::report) fn render(coming: &Coming<'_>, width: u16, style: Style) -> String {
    let list = due_list(coming);
    let mut page = Page::new(width, style);
    head(coming, &list, &mut page);
    if list.judged {
        sums(coming, &list, &mut page);
        for part in &list.supervisors {
            supervisor(part, &mut page);
        }
    }
    not_judged(&list, &mut page);
    if !list.supervisors.is_empty() {
        counted(&list, &mut page);
    }
    page.finish()
}

/// Banner, warnings and the days.
fn head(coming: &Coming<'_>, list: &DueList, page: &mut Page) {
    let audit = coming.audit;
    if let Some(banner) = audit.banner {
        page.strong(&format!("*** {banner} ***"));
    }
    for warning in &audit.ledger.warnings {
        page.warn(&format!("Warning: {warning}"));
    }
    if !list.judged {
        page.warn(
            "NOTHING WAS JUDGED: no clause of the policy found anybody or anything to judge in these exports. That \
             nothing is listed says nothing.",
        );
    }
    let whose = audit.policy.council.as_ref().unwrap_or(&audit.policy.name);
    let part = audit.ledger.part.as_ref();
    let part = part.map_or_else(String::new, |part| format!(", {}", part_words(part)));
    page.strong(&format!(
        "{whose}{part}: what falls due from {} to {}",
        list.from.long(),
        list.to.long()
    ));
    page.sentence(&format!(
        "As of {}. Policy: {}",
        list.as_of.long(),
        audit.policy.file
    ));
    page.gap();
}

/// What it takes, and what stands outside the list.
fn sums(coming: &Coming<'_>, list: &DueList, page: &mut Page) {
    if list.supervisors.is_empty() {
        page.sentence(
            "Nothing that could be judged falls due in these days, counted from what is recorded so far.",
        );
    } else {
        page.sentence(&format!("Falls due: {}.", takes(list.takes)));
    }
    let overdue = match list.overdue_already {
        0 => None,
        1 => Some("1 finding is".to_owned()),
        number => Some(format!(
            "{} findings (supervisions, records and other things) are",
            thousands(number)
        )),
    };
    if let Some(overdue) = overdue {
        page.sentence(&format!(
            "{overdue} overdue already and not in this list: {}",
            coming.overdue_call
        ));
    }
    let day = list.as_of.short();
    for (number, said) in [
        (
            list.due_on_the_day,
            format!("due on {day} itself and not done: neither in this list nor overdue yet"),
        ),
        (
            list.waived,
            "set aside by a waiver on the due day, and in no number above".to_owned(),
        ),
    ] {
        if number > 0 {
            page.sentence(&format!("{} {said}.", thousands(number)));
        }
    }
    page.gap();
}

/// `12 sessions, 14.5 hours; 6 records; 2 other things`.
fn takes(takes: Takes) -> String {
    let mut said = Vec::new();
    if takes.sessions > 0 {
        let known = takes.sessions - takes.of_unknown_length;
        let sessions = count(takes.sessions, "session", "sessions");
        said.push(match (known, takes.of_unknown_length) {
            (0, _) => format!("{sessions} of unknown length"),
            (_, 0) => format!("{sessions}, {}", hours(takes.minutes)),
            (_, unknown) => format!(
                "{sessions}, {} and {} of unknown length",
                hours(takes.minutes),
                thousands(unknown)
            ),
        });
    }
    if takes.records > 0 {
        said.push(count(takes.records, "record", "records"));
    }
    if takes.others > 0 {
        said.push(count(takes.others, "other thing", "other things"));
    }
    said.join("; ")
}

/// Minutes as `4 hours 30 minutes`.
fn hours(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let hours = (hours > 0).then(|| count(hours, "hour", "hours"));
    let rest = (rest > 0).then(|| count(rest, "minute", "minutes"));
    let parts: Vec<String> = hours.into_iter().chain(rest).collect();
    parts.join(" ")
}

/// The lines of one supervisor.
fn supervisor(part: &SupervisorDue, page: &mut Page) {
    let whose = match (&part.supervisor, &part.name) {
        (Some(id), Some(name)) => format!("{id} {name}"),
        (Some(id), None) => id.clone(),
        (None, _) => "Without a supervisor".to_owned(),
    };
    page.gap();
    page.strong(&format!("{whose}: {}", takes(part.takes)));
    let header = [
        ("  Due", Align::Left),
        ("What", Align::Left),
        ("Who", Align::Left),
        ("Worker", Align::Left),
        ("Last held", Align::Left),
        ("Session", Align::Right),
        ("Minutes", Align::Right),
    ];
    let mut grid = Grid::new(&header, 2, &[]);
    for line in &part.lines {
        grid.row(&cells(line));
    }
    grid.print(page);
    for line in &part.lines {
        for remark in remarks(line) {
            page.note(&format!("{}: {remark}.", who(&line.subject)));
        }
    }
}

fn cells(line: &DueLine) -> [String; 7] {
    let minutes = line.length.as_ref().map(|length| match length.minutes {
        Some(minutes) => minutes.to_string(),
        None => "?".to_owned(),
    });
    let session = line.session.map(|session| session.to_string());
    let held = match (line.last_held, line.session_date) {
        (Some(day), _) | (None, Some(day)) if day.ymd().0 == line.due.ymd().0 => day.day_month(),
        (Some(day), _) | (None, Some(day)) => day.short(),
        (None, None) => String::new(),
    };
    [
        format!(
            "  {} {}",
            line.due.date().format("%a"),
            line.due.day_month()
        ),
        line.what.clone(),
        who(&line.subject),
        line.worker.clone().unwrap_or_default(),
        held,
        session.unwrap_or_default(),
        minutes.unwrap_or_default(),
    ]
}

fn who(subject: &SubjectLine) -> String {
    let more = subject.name.as_ref().or(subject.what.as_ref());
    match more {
        Some(more) => format!("{} {more}", subject.id),
        None => subject.id.clone(),
    }
}

fn remarks(line: &DueLine) -> Vec<String> {
    let past = |day: Day| format!("past its target of {}", day.short());
    let past = line.past_target.map(past).into_iter();
    past.chain(line.remarks.iter().cloned()).collect()
}

/// What the list can't know of.
fn not_judged(list: &DueList, page: &mut Page) {
    page.gap();
    if list.rejected_rows > 0 {
        page.warn(&format!(
            "Incomplete: {} of the exports could not be read, and what they say is missing here.",
            count(list.rejected_rows, "row", "rows")
        ));
    }
    if list.uncovered > 0 {
        page.sentence(&format!(
            "Not judged: {} under no clause of their kind; what they are owed is in no list.",
            count(list.uncovered, "person or case", "people and cases")
        ));
    }
    if list.untestable > 0 {
        page.sentence(&format!(
            "Not judged: {} a clause could not be judged for somebody.",
            count(list.untestable, "time", "times")
        ));
    }
    for said in &list.untested {
        page.sentence(&format!("Not judged, {said}."));
    }
}

/// How sessions and minutes are counted.
fn counted(list: &DueList, page: &mut Page) {
    let lines = || list.supervisors.iter().flat_map(|part| &part.lines);
    let dated = lines().any(|line| line.work == Work::Session);
    page.gap();
    page.strong("How this is counted");
    page.note(
        "Each line is due on its day at the latest. What becomes due only once something else is done is not guessed. \
         The clauses that ask for it are in the CSV (--format csv).",
    );
    if !dated {
        return;
    }
    page.note(
        "Lines with the same number under Session need one session: the same supervisor, day, supervised person and kind \
         of session. A person's cases due on one day are one session; on two days they are two, so fewer may do.",
    );
    let mut said: Vec<String> = lines().filter_map(length).collect();
    said.sort();
    said.dedup();
    for one in said {
        page.note(&one);
    }
}

/// Where the minutes of a line's session come from.
fn length(line: &DueLine) -> Option<String> {
    let length = line.length.as_ref()?;
    let kind = length.kind.as_deref().unwrap_or(&line.what);
    let minutes = length.minutes.unwrap_or_default();
    Some(match &length.basis {
        Basis::Policy(clause) => {
            format!("Minutes of `{kind}`: {minutes}, the least that clause `{clause}` asks for.")
        }
        Basis::Recorded(1) => {
            format!(
                "Minutes of `{kind}`: {minutes}, those of the one held session with its length recorded."
            )
        }
        Basis::Recorded(sessions) => format!(
            "Minutes of `{kind}`: {minutes}, the median of the {} held sessions with their length recorded.",
            thousands(*sessions)
        ),
        Basis::Unknown => format!(
            "Minutes of `{kind}`: unknown; no clause says them and no held session has its length recorded."
        ),
    })
}
