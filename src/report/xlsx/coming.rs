//! The sheet of what falls due in the days after the as-of day, by supervisor and day.

use super::sheet::{Column, Sheet, Value};
use crate::records::Decimal;
use crate::report::due::{Asking, DueLine, DueList, basis};
use crate::report::sentences::{count, thousands};

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

/// These lines of the list; `whole` when they are all of it.
pub(super) fn sheet(list: &DueList, lines: &[&DueLine], whole: bool) -> Sheet {
    Sheet {
        name: "Due soon",
        about: about(list, whole),
        columns: COLUMNS
            .map(|(heading, width)| Column::new(heading, width))
            .to_vec(),
        rows: lines.iter().map(|line| row(list, line)).collect(),
        drawings: Vec::new(),
    }
}

/// The days, what the list takes for granted, and what stands outside it.
fn about(list: &DueList, whole: bool) -> String {
    let mut said = vec![format!(
        "What falls due from {} to {}, the {} days after the as-of day, by supervisor and day, counted from what \
         is recorded up to that day; rows with one number under Session need one session.",
        list.from.short(),
        list.to.short(),
        list.to.days_since(list.as_of)
    )];
    if !list.judged {
        said.push("Nothing was judged, so that nothing is listed says nothing.".to_owned());
    }
    if whole {
        for (number, one, many) in [
            (
                list.overdue_already,
                "is overdue already and among the findings",
                "are overdue already and among the findings",
            ),
            (
                list.due_on_the_day,
                "is due on the as-of day itself and not done",
                "are due on the as-of day itself and not done",
            ),
            (
                list.waived,
                "is set aside by a waiver and not listed",
                "are set aside by a waiver and not listed",
            ),
        ] {
            if number > 0 {
                let what = if number == 1 { one } else { many };
                said.push(format!("{} {what}.", thousands(number)));
            }
        }
    }
    if list.untestable > 0 {
        said.push(format!(
            "What could not be judged, {} for somebody, cannot be listed.",
            count(list.untestable, "time", "times")
        ));
    }
    said.join(" ")
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
            Value::words(part.supervisor.as_deref()),
            Value::words(part.name.as_deref()),
            Value::number(takes.sessions),
            Value::Amount(hours(takes.minutes)),
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
    }
}

/// Minutes as hours, to two decimals.
fn hours(minutes: u32) -> Decimal {
    let hundredths = (i64::from(minutes) * 100 + 30) / 60;
    Decimal::from_millionths(hundredths * 10_000)
}
