//! What the council is doing about what was found.

use serde::Serialize;

use crate::policy::Action;

use super::Audit;

/// An action, as of the as-of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionLine {
    /// What was agreed.
    #[serde(flatten)]
    pub action: Action,
    /// Whether it is open after the day it was to be done by.
    pub past: bool,
}

/// The actions, in the order of the policy.
pub(super) fn of(audit: &Audit<'_>) -> Vec<ActionLine> {
    let actions = audit.policy.actions.iter();
    actions
        .map(|action| ActionLine {
            action: action.clone(),
            past: action.is_past(audit.ledger.as_of),
        })
        .collect()
}
