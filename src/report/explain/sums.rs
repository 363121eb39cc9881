//! A due day, worked out in the open.

use crate::calendar::Day;
use crate::engine::{Base, DayOffLine, GraceLine, StageLine, SumLine, WorkingLine};

use super::outcomes::days;

/// More working days than this are not listed one by one.
const LISTED: usize = 12;

/// The due day and its sum: `5 Oct 2026 + 1 month = 5 Nov 2026`.
pub(super) fn sum(sum: &SumLine) -> String {
    if sum.window {
        return format!(
            "one in each {}, here from {} to {}",
            sum.adds,
            sum.from.short(),
            sum.plain.short()
        );
    }
    format!(
        "{} + {} = {}",
        sum.from.short(),
        sum.adds,
        sum.plain.short()
    )
}

/// Whether there is more to say than the sum itself.
pub(super) fn is_plain(sum: &SumLine) -> bool {
    sum.working_days.is_none()
        && sum.paused.is_empty()
        && sum.grace.is_none()
        && sum.not_before.is_none()
        && sum.rolled.is_none()
        && sum.plain == sum.due
}

/// What moved the due day, each in a sentence.
pub(super) fn steps(sum: &SumLine) -> Vec<String> {
    let mut said = Vec::new();
    match sum.base {
        Base::Gap => {}
        _ if sum.window => {}
        Base::ClauseBegan => said.push(format!(
            "It counts from {}, the day the clause began to fit.",
            sum.from.short()
        )),
        Base::ClockStart => said.push(format!(
            "It counts from {}, the day the clause's clock starts.",
            sum.from.short()
        )),
        Base::ExportsBegin => said.push(format!(
            "It counts from {}, from which the exports show what it counts.",
            sum.from.short()
        )),
        Base::LastDue => said.push(format!(
            "It counts on from {}, the due day before it.",
            sum.from.short()
        )),
    }
    if let Some(line) = &sum.working_days {
        said.push(working(line));
    }
    for pause in &sum.paused {
        let (from, to) = (pause.from.short(), pause.to.short());
        said.push(format!(
            "The absence from {from} to {to} stops the clock: {} later.",
            days(pause.days)
        ));
    }
    if let Some(line) = &sum.grace {
        said.extend(grace(line));
    }
    if let Some(day) = sum.not_before {
        said.push(format!(
            "That day had passed when the clause took effect on {}, so it was due then.",
            day.short()
        ));
    }
    if let Some(DayOffLine { day, why }) = &sum.rolled {
        said.push(format!(
            "{} is {why}, so it moves to the next working day, {}.",
            day.short(),
            sum.due.short()
        ));
    }
    said
}

fn grace(line: &GraceLine) -> Vec<String> {
    let mut said = vec![format!(
        "The clause took effect on {}, and such a change gives at least {}: to {}.",
        line.effect.short(),
        line.time,
        line.last.short()
    )];
    said.extend(line.working_days.as_ref().map(working));
    if let Some(day) = line.old_due {
        said.push(format!(
            "That never goes past the day the clause before gave: {}.",
            day.short()
        ));
    }
    said
}

/// The days counted, and those skipped by name.
pub(super) fn working(line: &WorkingLine) -> String {
    let number = line.counted.len();
    let counted = if number <= LISTED {
        let list: Vec<String> = line.counted.iter().map(|day| weekday(*day)).collect();
        format!("Working days counted: {}.", list.join(", "))
    } else {
        let ends = (line.counted.first(), line.counted.last());
        let ends = match ends {
            (Some(first), Some(last)) => format!(" from {} to {}", first.short(), last.short()),
            _ => String::new(),
        };
        format!("{number} working days counted{ends}.")
    };
    let is_weekend = |off: &&DayOffLine| off.why == "a Saturday" || off.why == "a Sunday";
    let weekend: Vec<&DayOffLine> = line.skipped.iter().filter(is_weekend).collect();
    let mut skipped: Vec<String> = line
        .skipped
        .iter()
        .filter(|off| !is_weekend(off))
        .map(|off| format!("{} ({})", off.why, off.day.day_month()))
        .collect();
    if weekend.len() > LISTED {
        skipped.push(format!("{} days of weekends", weekend.len()));
    } else {
        let list: Vec<String> = weekend.iter().map(|off| weekday(off.day)).collect();
        skipped.extend((!list.is_empty()).then(|| list.join(", ")));
    }
    if skipped.is_empty() {
        counted
    } else {
        format!("{counted} Not counted: {}.", skipped.join(", "))
    }
}

fn weekday(day: Day) -> String {
    day.date().format("%a %-d %b").to_string()
}

/// The stage in force.
pub(super) fn stage(stage: &StageLine) -> String {
    let end = match (stage.last, &stage.waits_for) {
        (_, Some(column)) => {
            format!(", which goes on because there is no date in `{column}`")
        }
        (Some(last), None) => format!(", whose last day is {}", last.short()),
        (None, None) => String::new(),
    };
    format!(
        "Stage {} of {}, counted from {}{end}.",
        stage.number,
        stage.of,
        stage.from.short()
    )
}
