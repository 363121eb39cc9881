//! Why a clause lost and why a session did not count, in words.

use crate::calendar::Day;
use crate::engine::{Considered, Counted, Fate, SessionLine};
use crate::language::{Shortfall, joined};

/// Why a clause did not set the due day.
pub(super) fn fate(one: &Considered, due: Option<Day>) -> String {
    let id = &one.clause;
    match &one.fate {
        Fate::Looser { due: Some(own) } if Some(*own) == due => {
            format!(
                "`{id}` asks for the same day, and binds less or stands further down in the policy."
            )
        }
        Fate::Looser { due: Some(own) } => {
            format!("`{id}` is looser: by it the day would be {}.", own.short())
        }
        Fate::Looser { due: None } => format!("`{id}` is in force too, and not stricter."),
        Fate::DoesNotFit { lacks } => format!("`{id}` does not fit: {}.", shortfalls(lacks)),
        Fate::NotYet { columns } => {
            let columns: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
            format!(
                "`{id}` was not in force: no date in {} had come.",
                joined(&columns, "or")
            )
        }
        Fate::BeforeTheExports { from } => format!(
            "`{id}` is not judged before {}, from which the exports show what it counts.",
            from.short()
        ),
        Fate::Replaced { by } => format!("`{by}` stands instead of `{id}`."),
        Fate::Exempts => format!("`{id}` exempts: while it fits, nothing is owed."),
        Fate::Exempted { by } => format!("`{id}` asks for nothing while `{by}` exempts."),
        Fate::Untestable { reason } => format!("`{id}` can't be tested: {reason}."),
    }
}

/// Clauses that do not fit, those kept out by one and the same cell together.
pub(super) fn unfit(all: &[&Considered]) -> Vec<String> {
    let mut left: Vec<(&str, &[Shortfall])> = Vec::new();
    let mut said = Vec::new();
    for one in all {
        match &one.fate {
            Fate::DoesNotFit { lacks } if lacks.len() == 1 => {
                left.push((&one.clause, lacks.first().map_or(&[], Vec::as_slice)));
            }
            Fate::DoesNotFit { .. }
            | Fate::Looser { .. }
            | Fate::NotYet { .. }
            | Fate::BeforeTheExports { .. }
            | Fate::Replaced { .. }
            | Fate::Exempts
            | Fate::Exempted { .. }
            | Fate::Untestable { .. } => said.push(fate(one, None)),
        }
    }
    while !left.is_empty() {
        let mut cells: Vec<(&str, &str, usize)> = Vec::new();
        for lack in left.iter().flat_map(|(_, lacks)| *lacks) {
            let cell = (lack.column.as_str(), lack.found.as_str());
            match cells.iter_mut().find(|one| (one.0, one.1) == cell) {
                Some(known) => known.2 += 1,
                None => cells.push((cell.0, cell.1, 1)),
            }
        }
        let most = cells.iter().map(|cell| cell.2).max();
        let Some(&(column, found, _)) = cells.iter().find(|cell| Some(cell.2) == most) else {
            break;
        };
        let of_cell = |lacks: &[Shortfall]| {
            let mut mine = lacks.iter();
            mine.find(|lack| lack.column == column && lack.found == found)
                .map(short)
        };
        let group: Vec<String> = left
            .iter()
            .filter_map(|(id, lacks)| Some(format!("`{id}` ({})", of_cell(lacks)?)))
            .collect();
        left.retain(|(_, lacks)| of_cell(lacks).is_none());
        let verb = if group.len() == 1 {
            "this does not fit"
        } else {
            "these do not fit"
        };
        said.push(format!(
            "As {column} is {found}, {verb}: {}.",
            group.join(", ")
        ));
    }
    said
}

/// What a condition asks of its column: `asks for manager`.
fn short(lack: &Shortfall) -> String {
    let rest = lack.wanted.strip_prefix(lack.column.as_str());
    let rest = rest.map_or(lack.wanted.as_str(), str::trim);
    match rest.strip_prefix("is ") {
        Some(value) => format!("asks for {value}"),
        None => format!("asks: {rest}"),
    }
}

/// Why a session did not count.
pub(super) fn session(counted: &Counted, as_of: Day) -> String {
    match counted {
        Counted::Yes => "Counted".to_owned(),
        Counted::SameDay => {
            "On the day of a session that counted, or of the start, so it changes nothing"
                .to_owned()
        }
        Counted::NotHeld { status } => format!("Not held, but {status}"),
        Counted::Outside => "Outside the time in post or open".to_owned(),
        Counted::NothingOwed => "No clause asked for anything on that day".to_owned(),
        Counted::NotOfThisClause { clause, lacks } => {
            format!("Does not count for `{clause}` ({})", shortfalls(lacks))
        }
        Counted::AnotherCase { .. } => "The worker's, but this case is not named".to_owned(),
        Counted::Later => format!("After {}, so not yet known", as_of.short()),
    }
}

/// More days than this with one reason are counted, not listed.
const DAYS: usize = 8;

/// Rows of one reason: by file and day, with their lines.
pub(super) fn rows(lines: &[&SessionLine]) -> String {
    let mut days: Vec<(&str, Day, &str, Vec<u32>)> = Vec::new();
    for line in lines {
        let number = line.place.line.unwrap_or_default();
        let key = (line.place.file.as_str(), line.date, line.kind.as_str());
        match days.iter_mut().find(|day| (day.0, day.1, day.2) == key) {
            Some(day) => day.3.push(number),
            None => days.push((key.0, key.1, key.2, vec![number])),
        }
    }
    days.sort();
    let left = days.len().saturating_sub(DAYS);
    let mut said = String::new();
    let mut last = "";
    for (file, day, kind, numbers) in days.iter().take(DAYS) {
        let between = match last {
            "" => format!("{file}: "),
            last if last == *file => ", ".to_owned(),
            _ => format!("; {file}: "),
        };
        last = file;
        said = format!(
            "{said}{between}{kind} {} ({})",
            day.short(),
            places(numbers)
        );
    }
    if left > 0 {
        let days = if left == 1 { "day" } else { "days" };
        said = format!("{said}, and on {left} more {days}");
    }
    said
}

/// `line 16`, `lines 16 and 18`, `lines 16 to 20`.
fn places(numbers: &[u32]) -> String {
    let (first, last) = match numbers {
        [one] => return format!("line {one}"),
        [first, .., last] => (*first, *last),
        [] => return String::new(),
    };
    let in_a_row = numbers.windows(2).all(|pair| match pair {
        [one, two] => one.checked_add(1) == Some(*two),
        _ => true,
    });
    if in_a_row {
        return format!("lines {first} to {last}");
    }
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("lines {}", joined(&words, "and"))
}

/// What is asked and what stands there; with several ways to fit, each.
fn shortfalls(lacks: &[Vec<Shortfall>]) -> String {
    let ways: Vec<String> = lacks
        .iter()
        .map(|way| {
            let parts = way.iter().map(|one| {
                format!(
                    "it asks that {}, and the export says {}",
                    one.wanted, one.found
                )
            });
            parts.collect::<Vec<_>>().join("; ")
        })
        .collect();
    ways.join("; or ")
}
