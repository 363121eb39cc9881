//! Advice that asks for an earlier session than a clause that binds: of the two only the advice is told.

use crate::language::Schedule;

use super::lengths::{Beat, Comparison, Step, compare};
use super::stricter::beats;
use super::{Mistake, Recurring, Sheet};

/// A warning when another clause that binds less may hold beside a clause and govern in its place.
pub(super) fn hiding(sheet: &Sheet<'_>, binding: &Recurring<'_>) -> Option<Mistake> {
    let soft = softer(sheet, *binding).next();
    soft.map(|soft| warning(*binding, soft))
}

/// The clauses that bind less than a clause, may hold beside it and may ask for an earlier session.
pub(super) fn softer<'s, 'p>(
    sheet: &'s Sheet<'p>,
    binding: Recurring<'p>,
) -> impl Iterator<Item = Recurring<'p>> + use<'s, 'p> {
    sheet.rivals(binding).filter(move |soft| {
        soft.clause.severity > binding.clause.severity
            && soft.may_hold_beside(binding)
            && may_ask_sooner(sheet, *soft, binding)
    })
}

/// Whether on some day it may ask for an earlier session than the other.
fn may_ask_sooner(sheet: &Sheet<'_>, soft: Recurring<'_>, binding: Recurring<'_>) -> bool {
    let (one, other) = (&soft.clock.schedule, &binding.clock.schedule);
    // Their clocks do not start or stop together, so that any time may end before the other.
    if one.from != other.from || one.pause != other.pause || one.grace != other.grace {
        return true;
    }
    let (own, others) = (asked(sheet, soft), asked(sheet, binding));
    own.iter().any(|own| {
        others.iter().any(|other| match (own, other) {
            (Some(own), Some(other)) => {
                matches!(compare(*own, *other), Comparison::SometimesShorter)
            }
            // What was agreed with each person may be any time.
            (None, _) | (_, None) => true,
        })
    })
}

/// The times a clause asks for, those of its first sessions among them; nothing for one that was agreed with each.
fn asked<'p>(sheet: &Sheet<'p>, of: Recurring<'_>) -> Vec<Option<Beat<'p>>> {
    let schedule: &Schedule = &of.clock.schedule;
    let first = schedule.first.iter().map(|interval| {
        Some(Beat {
            step: Step::Every(*interval),
            rolls: schedule.roll,
            working: &sheet.policy.working,
        })
    });
    let mut all = beats(sheet, schedule);
    all.extend(first);
    all
}

fn warning(binding: Recurring<'_>, soft: Recurring<'_>) -> Mistake {
    let (own, other) = (binding.id(), soft.id());
    let message = format!(
        "`{other}` binds less than `{own}` and may ask for an earlier session: whoever is under both is then told of by `{other}` alone, however late"
    );
    let help = format!(
        "give `{other}` a `track` of its own, or make it the `target` of `{own}`; if it takes the place of `{own}` say `instead-of`"
    );
    Mistake::warning("hidden-breach", soft.clause.at.clone(), message)
        .other(binding.clause.at.clone(), "may hold beside it")
        .help(Some(help))
}
