//! Clauses on one track that count different sessions: where two of them hold, a session must count for both.

use crate::language::{Condition, Selector, SubjectKind, whom_in_words};

use super::super::mistakes::backticked;
use super::{Mistake, Recurring, Sheet};

/// A warning for each clause that counts other sessions than clauses that may hold beside it. Of two ways of counting,
/// the one that fewer clauses have is the odd one.
pub(super) fn different_counts(sheet: &Sheet<'_>) -> Vec<Mistake> {
    let odd = sheet.clocks.iter().filter_map(|clock| {
        let own = *clock;
        let others: Vec<Recurring<'_>> = sheet
            .rivals(own)
            .filter(|other| own.may_hold_beside(*other))
            .filter(|other| !counts_alike(own, *other))
            .filter(|other| is_odder(sheet, own, *other))
            .collect();
        let first = *others.first()?;
        Some(warning(own, first, &others))
    });
    odd.collect()
}

fn counts_alike(one: Recurring<'_>, other: Recurring<'_>) -> bool {
    let (one, other) = (one.counts, other.counts);
    one.implies(other) && other.implies(one)
}

/// Whether fewer clauses of the track count as the first does; of two that are as many, the later is the odd one.
fn is_odder(sheet: &Sheet<'_>, one: Recurring<'_>, other: Recurring<'_>) -> bool {
    let like = |of: Recurring<'_>| {
        let rivals = sheet.rivals(of).filter(|rival| counts_alike(of, *rival));
        rivals.count()
    };
    let (own, theirs) = (like(one), like(other));
    own < theirs || (own == theirs && one.clause.at.start > other.clause.at.start)
}

fn warning(own: Recurring<'_>, first: Recurring<'_>, others: &[Recurring<'_>]) -> Mistake {
    let id = own.id();
    let ids: Vec<&str> = others.iter().map(Recurring::id).collect();
    let names = match ids.as_slice() {
        ids @ ([] | [_] | [_, _] | [_, _, _]) => backticked(ids),
        [first, second, rest @ ..] => format!("`{first}`, `{second}` and {} more", rest.len()),
    };
    let differ = difference(own, first);
    let message = format!("`{id}` counts other sessions than {names}: {differ}");
    let help = format!(
        "who is under two of them needs a session that counts for both; if one takes the other's place write `instead-of`, if both are owed give `{id}` a `track` of its own"
    );
    Mistake::warning("different-counts", own.clause.at.clone(), message)
        .other(first.clause.at.clone(), "may hold beside it")
        .help(Some(help))
}

/// What one counts and the other does not.
fn difference(own: Recurring<'_>, other: Recurring<'_>) -> String {
    let (mine, theirs) = (kinds(own.counts), kinds(other.counts));
    let only = |some: &[String], rest: &[String]| -> Vec<String> {
        let missing = some.iter().filter(|kind| !rest.contains(kind));
        missing.cloned().collect()
    };
    let (more, less) = (only(&mine, &theirs), only(&theirs, &mine));
    let said = |kinds: &[String]| backticked(&kinds.iter().map(String::as_str).collect::<Vec<_>>());
    let (id, first) = (own.id(), other.id());
    match (more.is_empty(), less.is_empty()) {
        (false, true) => format!("{} counts here and not for `{first}`", said(&more)),
        (true, false) => format!("{} counts for `{first}` and not here", said(&less)),
        (false, false) => format!(
            "{} counts here and not for `{first}`, {} there and not here",
            said(&more),
            said(&less)
        ),
        (true, true) => format!(
            "`{id}` counts {}, `{first}` {}",
            whom_in_words(own.counts, SubjectKind::Session),
            whom_in_words(other.counts, SubjectKind::Session)
        ),
    }
}

/// The kinds of session a selector names, when it is one table that says so.
fn kinds(selector: &Selector) -> Vec<String> {
    let [table] = selector.alternatives.as_slice() else {
        return Vec::new();
    };
    let kinds = table.iter().flat_map(Condition::kinds);
    kinds.map(str::to_owned).collect()
}
