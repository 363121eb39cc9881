//! Kinds of held sessions that no clause names: a word that a system began to use counts for nothing.

use crate::language::{SubjectKind, Test};
use crate::records::{Dataset, Word};

use super::Policy;
use super::mistakes::Mistake;

/// The kinds that this program has words for: a policy may leave them out on purpose.
const KNOWN: [&str; 5] = ["personal", "case", "group", "peer", "informal"];

/// So many kinds are named at most.
const NAMED: usize = 3;

/// Whether a clause takes sessions of kinds that it does not name: all `not` so and so, or of any that is filled.
pub(super) fn takes_others(policy: &Policy) -> bool {
    policy.clauses.iter().any(|clause| {
        let own = clause.own_selectors().into_iter();
        let own =
            own.filter_map(|(_, selector, of)| (of == SubjectKind::Session).then_some(selector));
        let whom = (clause.subject() == Some(SubjectKind::Session)).then_some(&clause.whom);
        let conditions = own
            .chain(whom)
            .flat_map(|one| one.alternatives.iter().flatten());
        let mut of_kind = conditions.filter(|one| one.relation.is_none() && one.column == "kind");
        of_kind.any(|one| one.tests.iter().any(|test| !matches!(test, Test::Is(_))))
    })
}

/// One warning for all of them; nothing where no clause goes by kinds.
pub(super) fn warning(data: &Dataset, is_named: impl Fn(&str) -> bool) -> Option<Mistake> {
    let kinds = data.index.kinds().iter().copied();
    let is_unnamed = |kind: &Word| {
        let kind = data.words.folded(*kind);
        !KNOWN.contains(&kind) && !is_named(kind)
    };
    let unnamed: Vec<Word> = kinds.filter(is_unnamed).collect();
    if unnamed.is_empty() {
        return None;
    }
    let kinds = data.kinds_of(|session| session.is_held() && unnamed.contains(&session.kind));
    let (first, _) = kinds.first()?;
    let shown = kinds.iter().take(NAMED).map(|(kind, rows)| match rows {
        1 => format!("`{kind}` (1 row)"),
        _ => format!("`{kind}` ({rows} rows)"),
    });
    let mut shown: Vec<String> = shown.collect();
    if kinds.len() > NAMED {
        shown.push(format!("{} more", kinds.len() - NAMED));
    }
    let message = format!(
        "no clause names these kinds of held sessions, so that they count for none that goes by kind: {}",
        shown.join(", ")
    );
    let next = format!(
        "if one stands for another, say so in the mapping of sessions: values.kind.\"{first}\" = \"…\""
    );
    Some(Mistake::warning("unnamed-kind", 0..0, message).help(Some(next)))
}
