//! A clause that can never match: its conditions contradict each other, or another clause always takes it away.

use crate::language::{Condition, Relation, Selector, SubjectKind, condition_in_words};
use crate::rules::Clause;

use super::{Mistake, Recurring, Sheet};

/// Selectors with a table that nobody can fit.
pub(super) fn contradictions(sheet: &Sheet<'_>) -> Vec<Mistake> {
    let mut found = Vec::new();
    for clause in &sheet.policy.clauses {
        let Some(subject) = clause.subject() else {
            continue;
        };
        found.extend(contradiction(
            sheet,
            (clause, "for"),
            (&clause.whom, subject),
        ));
        for (key, selector, subject) in clause.own_selectors() {
            found.extend(contradiction(sheet, (clause, key), (selector, subject)));
        }
    }
    found
}

fn contradiction(
    sheet: &Sheet<'_>,
    (clause, key): (&Clause, &str),
    (selector, subject): (&Selector, SubjectKind),
) -> Option<Mistake> {
    let empty: Vec<(&Condition, &Condition)> = selector.contradictions().collect();
    let (one, other) = *empty.first()?;
    let id = &clause.id;
    let never = match (key, empty.len() == selector.alternatives.len()) {
        ("for", true) => format!("`{id}` can never match"),
        ("for", false) => format!("one table of the `for` of `{id}` can never match"),
        (_, true) => format!("the `{key}` of `{id}` can never match"),
        (_, false) => format!("one table of the `{key}` of `{id}` can never match"),
    };
    let message = format!("{never}: {}", nobody(subject, one, other));
    let column = (other.relation, other.column.as_str());
    let at = sheet.places.column(clause, key, column);
    let help = "the conditions of one table must all hold; write a list of tables where any of them is enough";
    Some(Mistake::warning("never-matches", at, message).help(Some(help.to_owned())))
}

/// What the conditions ask for together, of which there is none.
fn nobody(subject: SubjectKind, one: &Condition, other: &Condition) -> String {
    let noun = |kind: SubjectKind| match kind {
        SubjectKind::Staff => "staff member",
        SubjectKind::Case => "case",
        SubjectKind::Session => "session",
        SubjectKind::Activity => "activity",
    };
    let of = |condition: &Condition| {
        let words = condition_in_words(condition);
        match condition.relation {
            Some(relation) => format!("{}.{words}", relation.name()),
            None => words,
        }
    };
    if one == other {
        let kind = one.relation.map_or(subject, Relation::target);
        return format!(
            "there is no {} whose {}",
            noun(kind),
            condition_in_words(one)
        );
    }
    format!(
        "there is no {} for whom {} and {}",
        noun(subject),
        of(one),
        of(other)
    )
    .replace("case for whom", "case for which")
    .replace("session for whom", "session for which")
}

/// A clause that an exemption, or a clause that stands instead of it, takes away wherever it fits.
pub(super) fn shadowed(sheet: &Sheet<'_>, clock: &Recurring<'_>) -> Option<Mistake> {
    let own = *clock;
    let mut over = sheet.rivals(own).filter(|other| other.always_with(own));
    let other = over.find(|other| {
        let exempts = other.is_exempt()
            && !own.is_exempt()
            && !own.stands_instead_of(*other)
            && !may_be_taken_away(sheet, *other, own);
        other.stands_instead_of(own) || exempts
    })?;
    let (id, by) = (own.id(), other.id());
    let (message, help) = if other.stands_instead_of(own) {
        (
            format!(
                "`{id}` can never match: `{by}` fits whenever it does, and stands instead of it"
            ),
            format!("narrow the `for` of `{by}`, or take one of the two out"),
        )
    } else {
        (
            format!("`{id}` can never match: `{by}` fits whenever it does, and is `exempt`"),
            format!(
                "if `{id}` is an exception to it, add `instead-of = \"{by}\"`; if not, narrow the `for` of `{by}`"
            ),
        )
    };
    Some(
        Mistake::warning("never-matches", own.clause.at.clone(), message)
            .other(other.clause.at.clone(), "this one takes it away")
            .help(Some(help)),
    )
}

/// Whether a third clause stands instead of an exemption for somebody whom the clause fits.
fn may_be_taken_away(sheet: &Sheet<'_>, exemption: Recurring<'_>, own: Recurring<'_>) -> bool {
    sheet.rivals(exemption).any(|third| {
        third.stands_instead_of(exemption) && !third.clause.whom.excludes(&own.clause.whom)
    })
}
