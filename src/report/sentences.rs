//! Plain words for what a report says again and again: numbers, periods, reasons, clauses.

use crate::calendar::Day;
use crate::ledger::{Part, Reason};
use crate::rules::{Clause, Duty};

use super::rates::Fraction;

/// `1 case`, `2 cases`, `1,204 cases`.
pub(super) fn count(number: u32, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", thousands(number))
}

/// `4 of the 9`, or `all 9`.
pub(super) fn share_of(part: u32, whole: u32) -> String {
    if part == whole {
        format!("all {}", thousands(whole))
    } else {
        format!("{} of the {}", thousands(part), thousands(whole))
    }
}

/// `1204` as `1,204`.
pub(super) fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A part of the council: `team Duty and assessment`, `service Front door, supervisor T-01`.
pub(super) fn part_words(part: &Part) -> String {
    let named = [
        ("team", &part.team),
        ("service", &part.service),
        ("supervisor", &part.supervisor),
    ];
    let named = named
        .into_iter()
        .filter_map(|(what, name)| Some(format!("{what} {}", name.as_ref()?)));
    named.collect::<Vec<_>>().join(", ")
}

/// What a report is about.
pub(super) fn part_or_whole(part: Option<&Part>) -> String {
    part.map_or_else(|| "the whole council".to_owned(), part_words)
}

/// A percentage, or the plain fraction below ten. What is not all is never 100%, what is not nothing never 0%.
pub(super) fn percent(fraction: Fraction) -> String {
    match fraction.percent() {
        Some(percent) => format!("{percent}%"),
        None if fraction.denominator == 0 => "-".to_owned(),
        None => format!("{} of {}", fraction.numerator, fraction.denominator),
    }
}

/// `784 of 861 (91%)`; below ten without the percentage.
pub(super) fn share_words(fraction: Fraction) -> String {
    let of = format!(
        "{} of {}",
        thousands(fraction.numerator),
        thousands(fraction.denominator)
    );
    match fraction.percent() {
        Some(percent) => format!("{of} ({percent}%)"),
        None => of,
    }
}

/// A period as a title says it: `October 2026`, `1 to 15 October 2026`.
pub(super) fn period((from, to): (Day, Day)) -> String {
    let month = |day: Day, form: &str| day.date().format(form).to_string();
    let one_month = from.month_start() == to.month_start();
    if one_month && from == from.month_start() && to == to.month_end() {
        return month(from, "%B %-Y");
    }
    if one_month {
        return format!("{} to {}", month(from, "%-d"), month(to, "%-d %B %-Y"));
    }
    format!("{} to {}", from.short(), to.short())
}

/// A period as a sentence says it after a verb: `in October`, `from 1 to 15 October 2026`.
pub(super) fn within(span: (Day, Day)) -> String {
    let (from, to) = span;
    if from == to.month_start() && to == to.month_end() {
        return format!("in {}", to.date().format("%B"));
    }
    format!("from {}", period(span))
}

/// A day as prose says it: `31 October`.
pub(super) fn day_in_words(day: Day) -> String {
    day.date().format("%-d %B").to_string()
}

/// An id as a heading: `child-record` becomes `Child record`, `dbs-check` `DBS check`.
pub(super) fn heading(id: &str) -> String {
    let words: Vec<String> = id
        .split(['-', '_'])
        .map(|word| match word {
            "asye" | "cin" | "cp" | "dbs" | "lac" | "mash" | "nqsw" | "sco" => word.to_uppercase(),
            _ => word.to_owned(),
        })
        .collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// The name of a clause's line: `Child record, 5 working days`.
pub(super) fn clause_label(clause: &Clause) -> String {
    let heading = heading(&clause.id);
    match &clause.duty {
        Duty::Check(check) => match check.allows() {
            Some(time) => format!("{heading}, {time}"),
            None => heading,
        },
        Duty::Clock(_) | Duty::NotTestable(_) => heading,
    }
}

/// Why something could not be judged.
pub(super) fn reason(reason: &Reason) -> String {
    reason.to_string()
}

/// The day on which exports were taken, in words, and whether it is only assumed.
pub(super) fn taken_words(day: String, assumed: bool) -> String {
    if assumed {
        format!("{day} (assumed, as nothing says the day)")
    } else {
        day
    }
}
