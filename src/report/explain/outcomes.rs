//! What became of a thing owed, in a sentence.

use crate::calendar::Day;
use crate::engine::{CheckLine, Course, GapLine, OwedLine};
use crate::ledger::{Event, Outcome};

/// `1 day`, `12 days`.
pub(super) fn days(number: i32) -> String {
    if number == 1 {
        "1 day".to_owned()
    } else {
        format!("{number} days")
    }
}

/// What a track's turns are called.
#[derive(Clone, Copy)]
pub(super) struct Turns {
    /// `held` or `done`.
    done: &'static str,
    one: &'static str,
    many: &'static str,
    /// What there is none of in a gap.
    record: &'static str,
    /// What began a gap.
    pub(super) last: &'static str,
}

impl Turns {
    pub(super) fn of(course: &Course) -> Turns {
        if course.evidence == "sessions" {
            return Turns {
                done: "held",
                one: "supervision",
                many: "supervisions",
                record: "recorded supervision",
                last: "the last session that counted",
            };
        }
        Turns {
            done: "done",
            one: "time",
            many: "times",
            record: "record of it",
            last: "the last time that counted",
        }
    }
}

/// What became of what was owed once in a gap.
pub(super) fn owed(line: &OwedLine, as_of: Day, course: &Course) -> String {
    let done = Turns::of(course).done;
    let did = if done == "held" { "Held" } else { "Done" };
    let place = line
        .by
        .as_ref()
        .map_or_else(String::new, |place| format!(" ({place})"));
    match line.outcome {
        Outcome::Met {
            on,
            spare,
            past_target,
        } => {
            let past = if past_target > 0 {
                format!(", and {} past the target", days(past_target))
            } else {
                String::new()
            };
            let when = match spare {
                0 => "the day it was due".to_owned(),
                _ => format!("{} before it was due", days(spare)),
            };
            format!("{did} on {}, {when}{past}{place}.", on.short())
        }
        Outcome::Late { on, days: late } => {
            format!("{did} on {}, {} late{place}.", on.short(), days(late))
        }
        Outcome::Overdue { days: 0 } => format!(
            "Not recorded as {done} by the end of {}, the day it was due.",
            as_of.short()
        ),
        Outcome::Overdue { days: over } => format!(
            "Not recorded as {done}: overdue by {} on {}.",
            days(over),
            as_of.short()
        ),
        Outcome::Missed { on, days: past } => {
            let why = if course.to == Some(on) {
                "the day of leaving or closing"
            } else if line.sum.window {
                "when the next session was held, which serves its own time"
            } else {
                "when the clauses in force changed"
            };
            format!(
                "Not recorded as {done}. From {} ({why}) it could no longer be done: {} after it was due.",
                on.short(),
                days(past)
            )
        }
        Outcome::Due { left } => format!("Not yet due: {} left on {}.", days(left), as_of.short()),
        Outcome::PastTarget { days: past, left } => format!(
            "Past the target by {}, and still inside the limit: {} left on {}.",
            days(past),
            days(left),
            as_of.short()
        ),
        Outcome::NotMet => "Not met.".to_owned(),
    }
}

/// The sum of a gap that is still open and late.
pub(super) fn open_gap(gap: &GapLine, as_of: Day, course: &Course) -> Option<String> {
    let turns = Turns::of(course);
    let overdue: Vec<i32> = gap
        .owed
        .iter()
        .filter_map(|owed| match owed.outcome {
            Outcome::Overdue { days } => Some(days),
            Outcome::Met { .. }
            | Outcome::Late { .. }
            | Outcome::Missed { .. }
            | Outcome::Due { .. }
            | Outcome::PastTarget { .. }
            | Outcome::NotMet => None,
        })
        .collect();
    let longest = overdue.iter().max()?;
    let since = match gap.event {
        Event::Session | Event::AuditDay | Event::SessionDay | Event::Window | Event::CalledOff => {
            format!("since {}", gap.from.short())
        }
        Event::Start => format!("since the start on {}", gap.from.short()),
        Event::SpanBegins => format!(
            "since the exports begin on {}, and perhaps for longer",
            gap.from.short()
        ),
    };
    let missed = match overdue.len() {
        1 => format!("1 {} missed", turns.one),
        many => format!("{many} {} missed", turns.many),
    };
    if *longest == 0 {
        return Some(format!("No {} {since}.", turns.record));
    }
    Some(format!(
        "No {} {since}; overdue by {} on {}, {missed}.",
        turns.record,
        days(*longest),
        as_of.short()
    ))
}

/// What became of a record, a cap or a total of a family.
pub(super) fn check(line: &CheckLine, rule: &str, as_of: Day) -> String {
    let mut said = if line.with_another {
        "signed with somebody else than the present supervisor".to_owned()
    } else {
        outcome(line, rule, as_of)
    };
    if let Some(failed) = &line.failed {
        said = format!("{said}: {failed}");
    }
    if line.cut {
        said.push_str("; the exports begin within this time, and only what they show is counted");
    }
    said
}

/// What a cap or a total came to.
fn amount(line: &CheckLine, rule: &str) -> Option<String> {
    let (value, limit) = line.value.as_ref().zip(line.limit.as_ref())?;
    let unit = line.unit.unwrap_or_default();
    let day = line.due.short();
    let met = line.outcome != Outcome::NotMet;
    Some(if rule == "caseload" {
        let verdict = match (met, line.for_information) {
            (true, _) => "within the limit",
            (false, false) => "above the limit",
            (false, true) => "above what a team's average may be, which is for information only",
        };
        let unit = one_of(value, unit);
        format!("{value} {unit} on {day}, the limit is {limit}: {verdict}")
    } else {
        let short = matches!(line.outcome, Outcome::PastTarget { .. });
        let verdict = match (met, short) {
            (true, false) if matches!(line.outcome, Outcome::Due { .. }) => "not yet due",
            (false, _) => "not met",
            (true, true) => "met, and short of the target",
            (true, false) => "met",
        };
        let since = match rule {
            "file-audit" => format!(" from {}", line.obligation.since.day.short()),
            _ => String::new(),
        };
        let unit = one_of(value, unit);
        format!("{value} {unit}{since} to {day}, the policy says {limit}: {verdict}")
    })
}

/// The unit for a number: `1 child`, `2 children`.
pub(super) fn one_of<'a>(value: &str, unit: &'a str) -> &'a str {
    match unit {
        _ if value != "1" => unit,
        "children" => "child",
        "families" => "family",
        "days planned ahead" => "day planned ahead",
        _ => unit.strip_suffix('s').unwrap_or(unit),
    }
}

fn outcome(line: &CheckLine, rule: &str, as_of: Day) -> String {
    if let Some(amount) = amount(line, rule) {
        return amount;
    }
    let event = line.obligation.since.event;
    let of_the_day = matches!(event, Event::AuditDay | Event::SessionDay);
    if line.failed.is_some() && line.outcome == Outcome::NotMet {
        return match line.session {
            Some(_) => "not as it must be".to_owned(),
            None => format!("not as it must be on {}", line.due.short()),
        };
    }
    match line.outcome {
        Outcome::Met { .. } if of_the_day && line.session.is_some() => "met".to_owned(),
        Outcome::Met { on, .. } if of_the_day => format!("met on {}", on.short()),
        Outcome::Met { on, .. } if line.within.is_none() => format!("done on {}", on.short()),
        Outcome::Met { on, spare: 0, .. } if on == line.due => {
            format!("done on {}, in time", on.short())
        }
        Outcome::Met { on, spare, .. } if line.sum.is_some() => {
            format!(
                "done on {}, {} before it was due on {}",
                on.short(),
                days(spare),
                line.due.short()
            )
        }
        Outcome::Met { on, .. } => format!("done on {}", on.short()),
        Outcome::Late { on, days: late } => format!("done on {}, {} late", on.short(), days(late)),
        Outcome::Overdue { days: 0 } => {
            format!(
                "not recorded by the end of {}, the day it was due",
                as_of.short()
            )
        }
        Outcome::Overdue { days: over } => {
            format!(
                "not recorded: overdue by {} on {}",
                days(over),
                as_of.short()
            )
        }
        Outcome::Missed { on, .. } => {
            format!(
                "not recorded, and from {} it could no longer be done",
                on.short()
            )
        }
        Outcome::Due { left } => format!("not yet due: {} left", days(left)),
        Outcome::PastTarget { days: past, left } => format!(
            "past the target by {}, inside the limit: {} left",
            days(past),
            days(left)
        ),
        Outcome::NotMet => "not recorded".to_owned(),
    }
}
