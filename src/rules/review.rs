//! `review`: how often something besides supervision must be done.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{Counted, Each, Evidence, Schedule, SubjectKind};

use super::{Clock, Duty, declare_rule};

declare_rule! {
    /// ## What it finds
    /// What recurs besides supervision and was not done by its due day: appraisals, check-ins, reviews of an agreement,
    /// the yearly look at a case that is exempt from supervision.
    ///
    /// ## Why it matters
    /// What is owed once a year is the easiest to forget, and nobody notices until somebody asks.
    ///
    /// ## Keys
    /// - `each`: `"staff"` (the default) or `"case"`: whose clock it is.
    /// - `counts`: which rows of the activity exports about that person or case stop the clock.
    /// - `in = "sessions"`: `counts` selects held sessions instead: a check-in inside one.
    /// - `evidence`: in place of `counts`, the date column of the person's or case's own row that says when it was last
    ///   done. What was done before that day is judged only where it was in time.
    /// - `every`, `per`, `stages` or `exempt = true`: how often; exactly one of them.
    /// - `first`: what the first one is owed by, or a list of such times; counted from the day the rule began to fit.
    /// - `target`: when it is wanted already, inside the limit `every`.
    /// - `from`: the date column, or columns, on which the clock starts; without it the first day in post, or the day the
    ///   case was opened.
    /// - `track`: a name; rules on different tracks do not compete. Without it rules compete that count the same.
    /// - `instead-of`: the id or ids of the rules that do not apply where this one does.
    /// - `grace`: what a change in the record gives at least; without it 5 working days.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    /// - `pause-when-absent`: an absence at least this long stops the clock; for staff only.
    name: "review",
    summary: "what recurs besides supervision done as often as the policy says",
    keys: &[
        "each",
        "counts",
        "in",
        "evidence",
        "every",
        "per",
        "stages",
        "exempt",
        "first",
        "target",
        "from",
        "track",
        "instead-of",
        "grace",
        "roll",
        "pause-when-absent",
    ],
    needs: &[],
    bind: bind,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let mut schedule = Schedule::deserialize(terms)?;
    let evidence = evidence(&schedule).map_err(serde::de::Error::custom)?;
    let subject = match schedule.each {
        Some(Each::Case) => SubjectKind::Case,
        Some(Each::Staff) | None => SubjectKind::Staff,
    };
    if schedule.pause.is_some() && subject == SubjectKind::Case {
        return Err(serde::de::Error::custom(
            "`pause-when-absent` is for staff, expected no such key on a case: a child's clock runs on",
        ));
    }
    if schedule.track.is_empty() {
        // An appraisal and a check-in are owed side by side; two clauses on appraisals compete.
        schedule.track = evidence.in_words();
    }
    Ok(Duty::Clock(Clock {
        subject,
        schedule,
        evidence,
    }))
}

/// What stops the clock: exactly one key says it.
fn evidence(schedule: &Schedule) -> Result<Evidence, String> {
    match (&schedule.counts, &schedule.evidence, schedule.counts_in) {
        (Some(_), Some(_), _) => {
            Err("`evidence` stands beside `counts`, expected one of them: each says what was done".to_owned())
        }
        (None, None, _) => Err(
            "nothing says what is done, expected `counts`, such as `counts = { kind = \"appraisal\" }`, or `evidence`"
                .to_owned(),
        ),
        (None, Some(_), Some(_)) => Err("`in` goes with `counts`, and there is none".to_owned()),
        (None, Some(column), None) => Ok(Evidence::Column(column.clone())),
        (Some(counts), None, Some(Counted::Sessions)) => Ok(Evidence::Sessions(counts.clone())),
        (Some(counts), None, Some(Counted::Activity) | None) => {
            Ok(Evidence::Activity(counts.clone()))
        }
    }
}

#[cfg(test)]
mod tests;
