//! What falls due as iCalendar (RFC 5545): an all-day event a line, ids only.

use icalendar::{Calendar, Class, Component, Event, EventLike, Property};

use crate::calendar::Day;

use super::{Asking, Coming, DueLine, DueList, due_list};

/// The calendar, one event a line of the list.
pub(in crate::report) fn render(coming: &Coming<'_>) -> String {
    let list = due_list(coming);
    let banner = coming.audit.banner;
    let name = name(coming, &list);
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        (
            "PRODID",
            concat!(
                "-//oversight//oversight ",
                env!("CARGO_PKG_VERSION"),
                "//EN"
            ),
        ),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", &name),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    if let Some(note) = note(&list) {
        calendar.append_property(Property::new("X-WR-CALDESC", note));
    }
    for line in list.supervisors.iter().flat_map(|part| &part.lines) {
        calendar.push(event(&list, line, banner));
    }
    calendar.to_string()
}

fn name(coming: &Coming<'_>, list: &DueList) -> String {
    let days = format!(
        "Supervision due {} to {}",
        list.from.short(),
        list.to.short()
    );
    match coming.audit.banner {
        Some(banner) => plain(&format!("{banner}: {days}")),
        None => days,
    }
}

/// What an empty calendar must not hide.
fn note(list: &DueList) -> Option<String> {
    if !list.judged {
        return Some("NOTHING WAS JUDGED: this is no all-clear.".to_owned());
    }
    let rejected = list.rejected_rows > 0;
    let said = "Incomplete: the exports have rows that could not be read or clauses that could not be judged.";
    (rejected || !list.untested.is_empty()).then(|| said.to_owned())
}

fn event(list: &DueList, line: &DueLine, banner: Option<&str>) -> Event {
    let mut event = Event::new();
    let id = line.clauses.first().map_or("", |asking| asking.id.as_str());
    let summary = format!(
        "{}: {} {}",
        capital(&line.what),
        line.subject.kind,
        line.subject.id
    );
    let summary = match banner {
        Some(banner) => format!("{banner}: {summary}"),
        None => summary,
    };
    event
        .uid(&format!("{id}@oversight"))
        .append_property(Property::new("DTSTAMP", stamp(list.as_of)))
        .starts(line.due.date())
        .class(Class::Private)
        // An all-day event takes no time of the day: it is the last day, not an appointment.
        .append_property(Property::new("TRANSP", "TRANSPARENT"))
        .summary(&plain(&summary))
        .description(&plain(&description(line)));
    event.done()
}

/// The as-of day as a moment, so that the same inputs give the same bytes and a later list goes before an earlier.
fn stamp(as_of: Day) -> String {
    as_of.date().format("%Y%m%dT000000Z").to_string()
}

fn description(line: &DueLine) -> String {
    let mut said = vec!["Last day in time.".to_owned()];
    let facts = [
        ("Supervisor", line.supervisor.clone()),
        ("Worker", line.worker.clone()),
        ("Last held", line.last_held.map(Day::short)),
        ("Session of", line.session_date.map(Day::short)),
        ("Wanted by", line.past_target.map(Day::short)),
        ("Takes", minutes(line)),
    ];
    for (what, fact) in facts {
        said.extend(fact.map(|fact| format!("{what}: {fact}.")));
    }
    let clause = |asking: &Asking| asking.clause.clone();
    let clauses: Vec<String> = line.clauses.iter().map(clause).collect();
    said.push(format!("Policy: {}.", clauses.join(", ")));
    said.join(" ")
}

fn minutes(line: &DueLine) -> Option<String> {
    let minutes = line.length.as_ref()?.minutes?;
    Some(format!("{minutes} minutes"))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// The text without line breaks and other marks that would end a line of the calendar.
fn plain(text: &str) -> String {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(shown).collect()
}
