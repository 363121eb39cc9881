//! Session files without a column that says whether a session took place: every row of them counts as held.

use super::aliases::{self, Tokens};
use super::columns::Export;
use super::layout::{Layout, quoted};
use crate::problem::Problem;

/// Words of a header under which most likely stands whether a session took place.
const TELLING: [&str; 8] = [
    "attendance",
    "attended",
    "cancellation",
    "cancelled",
    "dna",
    "happened",
    "occurred",
    "outcome",
];

/// How a warning of this kind is known.
pub const NO_STATUS: &str = "no-status";

/// That a file has no `status`, where one of its other headers looks like it.
pub(super) fn no_status(layout: &Layout) -> Option<Problem> {
    let status = layout.at("status");
    if layout.export != Export::Sessions || layout.has(status) {
        return None;
    }
    let telling = |header: &&str| {
        let words = Tokens::of(header);
        TELLING.iter().any(|word| words.has(word))
    };
    // What was not held is left out by the mapping then.
    let mut kept_by = layout.look.only.keys().map(String::as_str);
    if kept_by.any(|name| telling(&name) || name == "status") {
        return None;
    }
    let free: Vec<&str> = layout.free("status").collect();
    let like = aliases::likeliest(Export::Sessions, "status", &free)
        .or_else(|| free.iter().copied().find(telling))?;
    let message = "no column says whether a session took place, so every row counts as held";
    let hint = format!(
        "`{like}` looks like it; if it is, add to the mapping of sessions: columns.status = {}, and below \
         values.status what its words mean; if every row was held, constants.status = \"held\" says so",
        quoted(like)
    );
    Some(Problem::warning(NO_STATUS, message).hint(hint))
}
