//! Two clauses that ask the same of the same.

use crate::rules::{Clause, Duty};

use super::{Mistake, Sheet};

/// A warning for each clause that repeats an earlier one.
pub(super) fn twins(sheet: &Sheet<'_>) -> Vec<Mistake> {
    let clauses = &sheet.policy.clauses;
    let repeated = clauses.iter().enumerate().filter_map(|(index, clause)| {
        let mut earlier = clauses.iter().take(index);
        let twin = earlier.find(|earlier| are_twins(earlier, clause))?;
        // Of two clocks the one that binds more is the one that is told.
        let is_told = matches!(clause.duty, Duty::Clock(_)) && clause.severity < twin.severity;
        Some(if is_told {
            warning(clause, twin)
        } else {
            warning(twin, clause)
        })
    });
    repeated.collect()
}

fn are_twins(one: &Clause, other: &Clause) -> bool {
    // Terms hold no places, so their debug form says all that they ask for.
    let terms = |clause: &Clause| match &clause.duty {
        Duty::Clock(clock) => Some(format!("{clock:?}")),
        Duty::Check(check) => Some(format!("{check:?}")),
        Duty::NotTestable(_) => None,
    };
    one.rule.name == other.rule.name
        && one.whom.implies(&other.whom)
        && other.whom.implies(&one.whom)
        && terms(one).is_some_and(|terms_of_one| terms(other) == Some(terms_of_one))
}

fn warning(first: &Clause, second: &Clause) -> Mistake {
    let (one, two) = (&first.id, &second.id);
    let effect = match &first.duty {
        Duty::Clock(_) => format!("every finding names `{one}`, and `{two}` changes nothing"),
        Duty::Check(_) | Duty::NotTestable(_) => "what is not met is found twice".to_owned(),
    };
    let message = format!("`{two}` asks the same as `{one}`: {effect}");
    let help = "take one out, and name both sentences in the `citation` of the other: `citation = [\"…\", \"…\"]`";
    let stands = if first.at.start < second.at.start {
        "the first stands here"
    } else {
        "the one that binds more stands here"
    };
    Mistake::warning("same-clause", second.at.clone(), message)
        .other(first.at.clone(), stands)
        .help(Some(help.to_owned()))
}
