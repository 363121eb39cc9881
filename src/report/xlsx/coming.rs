//! The sheet of what falls due in the days after the as-of day, by supervisor and day.

use super::sheet::{Column, Sheet, Value};
use crate::records::Decimal;
use crate::report::due::{Asking, DueLine, DueList, basis};
use crate::report::sentences::{count, thousands};

/// Its tab.
pub(super) const NAME: &str = "Due soon";

const COLUMNS: [(&str, u16); 22] = [
    ("Due", 13),
    ("In days", 8),
    ("What", 22),
    ("Clause", 26),
    ("Subject id", 13),
    ("Name", 20),
    ("Role or type", 20),
    ("Supervisor", 13),
    ("Team", 22),
    ("Worker", 13),
    ("Last held", 13),
    ("Session held on", 13),
    ("Wanted since", 13),
    ("Session", 9),
    ("Minutes", 9),
    ("Minutes from", 22),
    ("Work", 10),
    ("Subject kind", 13),
    ("Service", 20),
    ("Citation", 30),
    ("Remarks", 50),
    ("Id if missed", 14),
];

/// The columns up to the day it was wanted already.
const PRINTED: u16 = 13;

/// These lines of the list.
pub(super) fn sheet(list: &DueList, lines: &[&DueLine]) -> Sheet {
    Sheet {
        name: NAME,
        about: about(list),
        columns: COLUMNS
            .map(|(heading, width)| Column::new(heading, width))
            .to_vec(),
        rows: lines.iter().map(|line| row(list, line)).collect(),
        drawings: Vec::new(),
        printed: Some(PRINTED),
    }
}

fn about(list: &DueList) -> String {
    let (from, to) = (list.from.short(), list.to.short());
    let days = list.to.days_since(list.as_of);
    let said = format!("What falls due from {from} to {to}, the {days} days after the as-of day");
    if list.judged {
        format!(
            "{said}, by supervisor and day; rows with one number under Session need one session."
        )
    } else {
        format!("{said}. Nothing was judged, so that nothing is listed says nothing.")
    }
}

/// What the list takes for granted, and what stands outside it.
pub(super) fn notes(list: &DueList) -> Vec<String> {
    let mut said = vec![
        "What falls due is counted from what is recorded up to the as-of day; what becomes due only once something \
         else is done is not guessed."
            .to_owned(),
    ];
    for (number, what) in [
        (
            list.overdue_already,
            "overdue already, and among the findings",
        ),
        (
            list.due_on_the_day,
            "due on the as-of day itself and not done",
        ),
        (list.waived, "set aside by a waiver on the due day"),
    ] {
        if number > 0 {
            said.push(format!("Not in Due soon: {} {what}.", thousands(number)));
        }
    }
    if list.untestable > 0 {
        said.push(format!(
            "What could not be judged for somebody ({}) cannot be listed there.",
            count(list.untestable, "time", "times")
        ));
    }
    said
}

fn row(list: &DueList, line: &DueLine) -> Vec<Value> {
    let words = |part: &Option<String>| Value::words(part.as_deref());
    let day = |day: Option<crate::calendar::Day>| day.map_or(Value::Blank, Value::Day);
    let length = line.length.as_ref();
    let subject = &line.subject;
    let each = |part: fn(&Asking) -> String| {
        let mut parts: Vec<String> = line.clauses.iter().map(part).collect();
        parts.dedup();
        Value::Text(parts.join("; "))
    };
    vec![
        Value::Day(line.due),
        Value::number(line.due.days_since(list.as_of)),
        Value::text(&line.what),
        each(|one| one.clause.clone()),
        Value::text(&subject.id),
        words(&subject.name),
        words(&subject.what),
        words(&line.supervisor),
        words(&line.team),
        words(&line.worker),
        day(line.last_held),
        day(line.session_date),
        day(line.past_target),
        line.session.map_or(Value::Blank, Value::number),
        length
            .and_then(|length| length.minutes)
            .map_or(Value::Blank, Value::number),
        length.map_or(Value::Blank, |length| Value::Text(basis(&length.basis))),
        Value::text(line.work.word()),
        Value::text(subject.kind),
        words(&line.service),
        each(|one| one.citation.join("; ")),
        Value::text(line.remarks.join("; ")),
        each(|one| one.id.clone()),
    ]
}

/// What each supervisor's part of the list takes.
pub(super) fn supervisors(list: &DueList) -> Sheet {
    let columns = [
        ("Supervisor", 16),
        ("Name", 24),
        ("Sessions", 10),
        ("Hours", 10),
        ("Sessions of unknown length", 14),
        ("Records", 10),
        ("Other things", 10),
    ];
    let rows = list.supervisors.iter().map(|part| {
        let takes = part.takes;
        vec![
            Value::text(part.supervisor.as_deref().unwrap_or("(no supervisor)")),
            Value::words(part.name.as_deref()),
            Value::number(takes.sessions),
            if takes.sessions > takes.of_unknown_length {
                Value::Amount(hours(takes.minutes))
            } else {
                Value::Blank
            },
            Value::number(takes.of_unknown_length),
            Value::number(takes.records),
            Value::number(takes.others),
        ]
    });
    Sheet {
        name: "By supervisor",
        about: "What it takes; the hours are those of the sessions whose length is known from the policy or from \
                sessions held."
            .to_owned(),
        columns: columns
            .map(|(heading, width)| Column::new(heading, width))
            .to_vec(),
        rows: rows.collect(),
        drawings: Vec::new(),
        printed: None,
    }
}

/// Minutes as hours, to two decimals.
fn hours(minutes: u32) -> Decimal {
    let hundredths = (i64::from(minutes) * 100 + 30) / 60;
    Decimal::from_millionths(hundredths * 10_000)
}
