//! What a check added up and compared, so that it can be done again by hand.

use crate::engine::{AddedLine, CheckLine, HoldingLine, SearchLine, TotalLine};
use crate::report::sentences::count;

use super::outcomes;
use super::page::Page;

/// The column that holds the day a deadline counts from.
pub(super) fn from(line: &CheckLine, page: &mut Page) {
    if let Some(from) = &line.counts_from {
        page.line(
            6,
            &format!(
                "It counts from {}, the date in `{}`.",
                from.day.short(),
                from.column
            ),
        );
    }
}

/// Each cell beside what is asked of it.
pub(super) fn compared(line: &CheckLine, page: &mut Page) {
    for one in &line.compared {
        let verdict = match one.holds {
            Some(true) => "met",
            Some(false) => "not met",
            None => "can't be told",
        };
        page.line(
            6,
            &format!("Asked: {}; found: {}; {verdict}.", one.wanted, one.found),
        );
    }
}

/// A sum, row by row, against what is asked.
pub(super) fn total(line: &CheckLine, total: &TotalLine, page: &mut Page) {
    let unit = line.unit.unwrap_or_default();
    let (from, to) = (total.from.short(), total.to.short());
    let limit = line.limit.as_deref().unwrap_or_default();
    let full = &total.in_full;
    let are = if full == "1" { "is" } else { "are" };
    let asked = outcomes::one_of(full, unit);
    page.line(
        6,
        &match total.part {
            None => format!("Counted from {from} to {to}; asked for {are} {full} {asked}."),
            Some(part) => format!(
                "Counted from {from} to {to}, which is {} whole {} of {}; asked for {are} {full} {asked} x {} / {}, \
                 rounded down: {limit}.",
                part.whole,
                outcomes::one_of(&part.whole.to_string(), part.unit),
                part.of,
                part.whole,
                part.of
            ),
        },
    );
    for one in &total.added {
        page.line(8, &added(one));
    }
    let found = line.value.as_deref().unwrap_or_default();
    let rows = u32::try_from(total.added.len()).unwrap_or(u32::MAX);
    let rows = count(rows, "row", "rows");
    let unit = outcomes::one_of(found, unit);
    page.line(6, &format!("Together, in {rows}: {found} {unit}."));
}

/// More rows held than this are counted, not listed.
const HELD: usize = 60;

/// What somebody holds, row by row, and the limit that goes by the share of a post.
pub(super) fn holding(line: &CheckLine, holding: &HoldingLine, page: &mut Page) {
    let unit = line.unit.unwrap_or_default();
    let (value, limit) = (
        line.value.as_deref().unwrap_or_default(),
        line.limit.as_deref().unwrap_or_default(),
    );
    if let (None, Some(own)) = (&holding.posts, line.rows.first()) {
        page.line(6, &format!("The person's own row: {own}."));
    }
    if let Some(share) = &holding.share {
        let full = &holding.in_full;
        page.line(
            6,
            &format!("The limit is for full time: {full} {unit} x {share} = {limit}."),
        );
    }
    for part in holding.parts.iter().take(HELD) {
        let why = part.why.as_ref();
        let why = why.map_or_else(String::new, |why| format!(", {why}"));
        let unit = outcomes::one_of(&part.amount, unit);
        page.line(
            8,
            &format!("{} ({}): {} {unit}{why}", part.id, part.place, part.amount),
        );
    }
    let left = holding.parts.len().saturating_sub(HELD);
    if left > 0 {
        page.line(8, &format!("and {left} more"));
    }
    page.line(
        6,
        &match &holding.posts {
            None => format!("Together: {value} {}.", outcomes::one_of(value, unit)),
            Some(posts) => format!(
                "Together, divided by {posts} full-time {}: {value} {} for each.",
                outcomes::one_of(posts, "posts"),
                outcomes::one_of(value, unit)
            ),
        },
    );
}

/// More rows than this outside the time are counted, not listed.
const OUTSIDE: usize = 5;

/// Where it was searched for, and what came near.
pub(super) fn search(search: &SearchLine, page: &mut Page) {
    page.line(
        6,
        &format!(
            "Searched: {}, for {}, from {} to {}.",
            search.files.join(", "),
            search.what,
            search.from.short(),
            search.to.short()
        ),
    );
    let mut near: Vec<String> = search
        .outside
        .iter()
        .take(OUTSIDE)
        .map(|one| format!("{} ({})", one.date.short(), one.place))
        .collect();
    let left = search.outside.len().saturating_sub(OUTSIDE);
    near.extend((left > 0).then(|| format!("{left} more")));
    let near = if near.is_empty() {
        "no such row".to_owned()
    } else {
        near.join(", ")
    };
    page.line(6, &format!("Outside that time: {near}."));
    let others: Vec<String> = search
        .others
        .iter()
        .map(|one| format!("{} ({})", one.kind, count(one.rows, "row", "rows")))
        .collect();
    if !others.is_empty() {
        page.line(
            6,
            &format!(
                "Inside that time and not counted, as another thing, or another person's or file's: {}.",
                others.join(", ")
            ),
        );
    }
}

fn added(one: &AddedLine) -> String {
    let (day, place) = (one.date.short(), &one.place);
    let amount = match (one.minutes, one.people, &one.amount) {
        (_, _, None) => "not known".to_owned(),
        (Some(minutes), Some(people), _) if people > 1 => {
            format!("{minutes} minutes among {people} people")
        }
        (Some(minutes), _, _) => format!("{minutes} minutes"),
        (None, _, Some(amount)) => amount.clone(),
    };
    format!("{day} ({place}): {amount}")
}
