//! `schedule`: sessions are planned ahead.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::{Day, Interval};
use crate::language::{
    Compared, Condition, Fit, Matcher, MissingColumn, Moment, Selector, Sight, SubjectKind, Test,
    Value, Workings, missing_columns, require, whom_in_words,
};
use crate::ledger::{
    Entries, Event, Measure, Obligation, Outcome, Reason, Remarks, Since, Subject,
};
use crate::place::Row;
use crate::records::{Dataset, Decimal, Demand, Export, StaffIx, Word};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff in post on the as-of day with no planned session after it, or whose planned sessions don't reach as far
    /// ahead as the policy says.
    ///
    /// A planned session is a row with the status `planned` dated after the as-of day. Only the last of them is asked
    /// for: how close together they lie before it is not tested. Planned dates are taken as they stand in the export,
    /// which doesn't say when each was planned: an audit of an earlier day sees the plan as it is now, less what has
    /// been held or called off since. Where no export holds a planned session that counts, the clause can't be tested.
    ///
    /// ## Why it matters
    /// What is not in the diary is what a busy week takes away first.
    ///
    /// ## Keys
    /// - `ahead`: how far the plan reaches, such as `"12 months"`; without it one planned session is enough.
    /// - `every`: how often sessions are held, such as `"1 month"`: the last planned one may lie so long before the end
    ///   of `ahead`. Without it, it may not.
    /// - `counts`: which sessions count; without it those of kind `personal`.
    name: "schedule",
    summary: "sessions planned ahead",
    keys: &["ahead", "every", "counts"],
    needs: &[],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    ahead: Option<Interval>,
    every: Option<Interval>,
    counts: Option<Selector>,
}

#[derive(Debug)]
struct Plan {
    ahead: Option<Interval>,
    every: Option<Interval>,
    /// Which sessions count, the default included.
    counts: Selector,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Terms::deserialize(terms)?;
    if terms.every.is_some() && terms.ahead.is_none() {
        return Err(serde::de::Error::custom(
            "`every` goes with `ahead`, and there is none",
        ));
    }
    let personal = Condition {
        relation: None,
        column: "kind".to_owned(),
        tests: vec![Test::Is(vec![Value::Word("personal".to_owned())])],
    };
    let counts = terms.counts.unwrap_or_default().over(&[personal]);
    Ok(Duty::Check(Box::new(Plan {
        ahead: terms.ahead,
        every: terms.every,
        counts,
    })))
}

impl Check for Plan {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.counts.demand(SubjectKind::Session, demand);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let counted = missing_columns(&self.counts, SubjectKind::Session, data).into_iter();
        ["status", "supervisee_id"]
            .into_iter()
            .filter_map(|column| require(Export::Sessions, column, data).err())
            .chain(counted.map(|(_, missing)| missing))
            .collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        vec![("counts", &self.counts, SubjectKind::Session)]
    }

    fn describe(&self) -> String {
        let reach = match (self.ahead, self.every) {
            (None, _) => "at least one planned session ahead".to_owned(),
            (Some(ahead), None) => format!("planned sessions that reach {ahead} ahead"),
            (Some(ahead), Some(every)) => {
                format!("planned sessions that reach to within {every} of {ahead} ahead")
            }
        };
        let counts = whom_in_words(&self.counts, SubjectKind::Session);
        format!("{reach}, on the day of the audit, counting {counts}")
    }

    fn on_audit_day(&self) -> bool {
        true
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let data = view.facts.data;
        let last = owed.by.and_then(|row| data.session_at(row));
        let last = last.and_then(|number| data.sessions.get(number as usize));
        let reach = self.reach(view);
        Workings {
            compared: vec![Compared {
                wanted: format!("the last planned session is on or after {}", reach.short()),
                found: last.map_or_else(|| "none".to_owned(), |last| last.date.short()),
                holds: Some(last.is_some_and(|last| last.date >= reach)),
            }],
            ..Workings::default()
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        if let Some(missing) = self.missing(data).into_iter().next() {
            return Err(missing);
        }
        let counts = Matcher::resolve(&self.counts, SubjectKind::Session, data)?;
        if !(0..data.sessions.len()).any(|row| is_planned(view, &counts, row)) {
            entries.cannot_judge(view.clause, None, Reason::NothingPlanned, None);
            return Ok(());
        }
        for (staff, post) in data.in_post(view.as_of) {
            match view
                .whom
                .fits(view.facts, Sight::Staff(staff), Moment::on(view.as_of))
            {
                Fit::Yes => entries.fitted(view.clause),
                Fit::Blank => {
                    entries.blank(view.clause);
                    continue;
                }
                Fit::No => continue,
            }
            entries.owe(self.obligation(view, &counts, (staff, post.row)));
        }
        Ok(())
    }
}

impl Plan {
    fn obligation(
        &self,
        view: &View<'_>,
        counts: &Matcher,
        (staff, row): (StaffIx, Row),
    ) -> Obligation {
        let data = view.facts.data;
        let planned = || {
            let rows = data.index.sessions_of_staff(staff).iter();
            rows.filter(|row| is_planned(view, counts, **row as usize))
                .filter_map(|row| data.sessions.get(*row as usize))
                .filter(|session| session.date > view.as_of)
        };
        // Rows come by day.
        let last = planned().next_back();
        let enough = last.is_some_and(|last| last.date >= self.reach(view));
        let outcome = if enough {
            Outcome::Met {
                on: view.as_of,
                spare: 0,
                past_target: 0,
            }
        } else {
            Outcome::NotMet
        };
        let days = |to: Day| Decimal::whole(u32::try_from(to.days_since(view.as_of)).unwrap_or(0));
        Obligation {
            clause: view.clause,
            subject: Subject::Staff(staff),
            due: view.as_of,
            target: None,
            outcome,
            nth: 1,
            since: Since {
                day: view.as_of,
                row: Some(row),
                event: Event::AuditDay,
            },
            by: last.map(|last| last.row),
            rows: vec![row],
            remarks: Remarks::default(),
            measure: Some(Box::new(Measure {
                value: last.map_or(Decimal::whole(0), |last| days(last.date)),
                limit: days(self.reach(view)),
                unit: "days planned ahead",
            })),
        }
    }

    /// The first day on which the last planned session may lie.
    fn reach(&self, view: &View<'_>) -> Day {
        let working = view.facts.working;
        let Some(ahead) = self.ahead else {
            return view.as_of.next();
        };
        let horizon = ahead.after(view.as_of, working);
        let Some(every) = self.every else {
            return horizon;
        };
        let mut day = horizon;
        while day.previous() > view.as_of && every.after(day.previous(), working) >= horizon {
            day = day.previous();
        }
        day
    }
}

/// Whether a session row is a planned session that counts.
fn is_planned(view: &View<'_>, counts: &Matcher, row: usize) -> bool {
    let session = view.facts.data.sessions.get(row);
    let Some(session) = session.filter(|session| session.status == Word::PLANNED) else {
        return false;
    };
    let sight = u32::try_from(row).map(Sight::Session);
    sight.is_ok_and(|sight| counts.fits(view.facts, sight, Moment::on(session.date)) == Fit::Yes)
}

#[cfg(test)]
mod tests;
