//! `caseload`: how many children, cases or families a worker may hold, or how many people one may supervise.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{
    Adds, Amount, Fit, Held, Load, Matcher, MissingColumn, Moment, Selector, Share, Sight,
    SubjectKind, Unit, Workings, cases_held, missing_columns, of_team, require, supervised,
    whom_in_words,
};
use crate::ledger::{
    Entries, Event, Measure, Obligation, Outcome, Reason, Remarks, Since, Subject,
};
use crate::place::Row;
use crate::records::{Dataset, Decimal, Demand, Export, Post, StaffIx, Word};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Workers who hold more on the as-of day than the policy allows, or teams whose average is above it; and
    /// supervisors with more people than they may supervise.
    ///
    /// ## Why it matters
    /// Above a certain number no worker can know each child, and no supervisor each worker.
    ///
    /// ## Keys
    /// - `at-most`: the limit, such as `"20 children"`, `"15 cases"` or `"12 families"`; or `"8 supervisees"`: people in post whose
    ///   line manager it is, asked of those who have any.
    /// - `pro-rata`: the hours of a full-time week, such as `"37 hours"`: the limit shrinks with the contract.
    /// - `average-over = "team"`: the limit is for the average of a team for each full-time post; the people above it
    ///   are listed for information.
    /// - `out-of`: which cases count; without it every open case.
    name: "caseload",
    summary: "caseloads within the limit",
    keys: &["at-most", "pro-rata", "average-over", "out-of"],
    needs: &[("at-most", "at-most = \"15 cases\"")],
    bind: bind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Caseload {
    at_most: Amount,
    pro_rata: Option<Amount>,
    average_over: Option<Group>,
    #[serde(default)]
    out_of: Selector,
}

/// Over whom an average is taken.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Group {
    Team,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let terms = Caseload::deserialize(terms)?;
    let refuse = |message: &str| Err(serde::de::Error::custom(message));
    match terms.at_most.unit {
        Unit::Supervisees if terms.average_over.is_some() || !terms.out_of.is_everyone() => {
            return refuse(
                "`average-over` and `out-of` are about cases, and have no meaning for supervisees",
            );
        }
        Unit::Cases | Unit::Children | Unit::Families | Unit::Supervisees => {}
        Unit::Hours | Unit::Sessions | Unit::Files | Unit::Times => {
            return refuse(&format!(
                "`at-most` is a number of {}, expected cases, children, families or supervisees",
                terms.at_most.unit.word(Decimal::whole(2))
            ));
        }
    }
    if terms
        .pro_rata
        .is_some_and(|hours| hours.unit != Unit::Hours)
    {
        return refuse(
            "`pro-rata` is the hours of a full-time week, expected hours such as `37 hours`",
        );
    }
    Ok(Duty::Check(Box::new(terms)))
}

/// One, in millionths.
const WHOLE: i64 = 1_000_000;

impl Check for Caseload {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.out_of.demand(SubjectKind::Case, demand);
    }

    fn missing(&self, data: &Dataset) -> Vec<MissingColumn> {
        let held: &[(Export, &str)] = match self.at_most.unit {
            Unit::Supervisees => &[(Export::Staff, "supervisor_id")],
            Unit::Children => &[(Export::Cases, "allocated_to"), (Export::Cases, "children")],
            Unit::Families => &[
                (Export::Cases, "allocated_to"),
                (Export::Cases, "family_id"),
            ],
            Unit::Cases | Unit::Hours | Unit::Sessions | Unit::Files | Unit::Times => {
                &[(Export::Cases, "allocated_to")]
            }
        };
        let mut needed = held.to_vec();
        if self.takes_shares() && !data.staff_columns.has("fte") {
            needed.push((Export::Staff, "hours_per_week"));
        }
        if self.average_over.is_some() {
            needed.push((Export::Staff, "team"));
        }
        let counted = missing_columns(&self.out_of, SubjectKind::Case, data).into_iter();
        needed
            .into_iter()
            .filter_map(|(export, column)| require(export, column, data).err())
            .chain(counted.map(|(_, missing)| missing))
            .collect()
    }

    fn selectors(&self) -> Vec<(&'static str, &Selector, SubjectKind)> {
        vec![("out-of", &self.out_of, SubjectKind::Case)]
    }

    fn describe(&self) -> String {
        let limit = self.at_most;
        let words = match (self.average_over, self.pro_rata) {
            (None, None) => format!("at most {limit} each, on the day of the audit"),
            (None, Some(hours)) => format!(
                "at most {limit} each for a full-time week of {hours}, fewer in proportion for part-time staff, on the day of the audit"
            ),
            (Some(Group::Team), None) => {
                format!("at most {limit} for each full-time post on average over a team")
            }
            (Some(Group::Team), Some(hours)) => format!(
                "at most {limit} for each full-time post of {hours} a week on average over a team"
            ),
        };
        if self.out_of.is_everyone() {
            words
        } else {
            let counted = whom_in_words(&self.out_of, SubjectKind::Case);
            format!("{words}, counting {counted}")
        }
    }

    fn on_audit_day(&self) -> bool {
        true
    }

    fn full_time_hours(&self) -> Option<Decimal> {
        self.pro_rata.map(|hours| hours.number)
    }

    fn workings(&self, view: &View<'_>, owed: &Obligation) -> Workings {
        let data = view.facts.data;
        let Ok(out_of) = Matcher::resolve(&self.out_of, SubjectKind::Case, data) else {
            return Workings::default();
        };
        let load = |(staff, post)| self.load(view, &out_of, staff, post);
        let holding = match owed.subject {
            Subject::Staff(asked) => {
                let mut people = data.in_post(view.as_of);
                let mine = people.find(|(staff, _)| *staff == asked).map(load);
                mine.map(|load| load.holding(self.at_most.number))
            }
            Subject::Team(team) => {
                let people = data.in_post(view.as_of).filter(|(staff, post)| {
                    let sight = Sight::Staff(*staff);
                    let fit = view.whom.fits(view.facts, sight, Moment::on(view.as_of));
                    fit == Fit::Yes && post.team == Some(team)
                });
                Some(of_team(people.map(load), self.at_most.number))
            }
            Subject::Case(_) | Subject::Session(_) | Subject::Council => None,
        };
        Workings {
            holding,
            ..Workings::default()
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries<'_>) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        if let Some(missing) = self.missing(data).into_iter().next() {
            return Err(missing);
        }
        let out_of = Matcher::resolve(&self.out_of, SubjectKind::Case, data)?;
        let mut loads = Vec::new();
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
            let load = self.load(view, &out_of, staff, post);
            (0..load.blank).for_each(|_| entries.blank(view.clause));
            if self.at_most.unit == Unit::Supervisees && load.value == Decimal::whole(0) {
                continue;
            }
            if load.share.is_none() {
                let column = if data.staff_columns.has("hours_per_week") {
                    "hours_per_week"
                } else {
                    "fte"
                };
                let reason = Reason::Blank {
                    column: column.to_owned(),
                };
                entries.cannot_judge(
                    view.clause,
                    Some(Subject::Staff(staff)),
                    reason,
                    Some(post.row),
                );
                continue;
            }
            loads.push(load);
        }
        match self.average_over {
            None => loads
                .iter()
                .for_each(|load| self.enter(view, entries, load)),
            Some(Group::Team) => self.enter_teams(view, entries, &loads),
        }
        Ok(())
    }
}

impl Caseload {
    fn takes_shares(&self) -> bool {
        self.pro_rata.is_some() || self.average_over.is_some()
    }

    fn load(&self, view: &View<'_>, out_of: &Matcher, staff: StaffIx, post: &Post) -> Load {
        let data = view.facts.data;
        let parts = match self.at_most.unit {
            Unit::Supervisees => (supervised(data, staff, view.as_of), 0),
            Unit::Cases
            | Unit::Children
            | Unit::Families
            | Unit::Hours
            | Unit::Sessions
            | Unit::Files
            | Unit::Times => self.held(view, out_of, staff),
        };
        let load = Load::of(staff, post, parts);
        if self.takes_shares() {
            return Load {
                share: self.share(post),
                ..load
            };
        }
        load
    }

    /// What a worker holds, case by case, and of how many cases a blank cell leaves open whether they count (reading 30).
    fn held(&self, view: &View<'_>, out_of: &Matcher, staff: StaffIx) -> (Vec<Held>, u32) {
        let data = view.facts.data;
        let mut families = BTreeSet::new();
        let (mut parts, mut blank) = (Vec::new(), 0);
        for (case, (children, family, row)) in cases_held(data, staff, view.as_of) {
            match out_of.fits(view.facts, Sight::Case(case), Moment::on(view.as_of)) {
                Fit::Yes => {}
                Fit::Blank => {
                    blank += 1;
                    continue;
                }
                Fit::No => continue,
            }
            let one = Decimal::whole(1);
            let (amount, why) = match (self.at_most.unit, children, family) {
                // A blank number of children is one child: the case is somebody's.
                (Unit::Children, None, _) => (one, Adds::BlankChildren),
                (Unit::Children, Some(children), _) => (children, Adds::Plain),
                (Unit::Families, _, None) => (one, Adds::NoFamily),
                (Unit::Families, _, Some(family)) if families.insert(family) => {
                    (one, Adds::Family(family))
                }
                (Unit::Families, _, Some(family)) => (Decimal::whole(0), Adds::FamilyAgain(family)),
                _ => (one, Adds::Plain),
            };
            let subject = Subject::Case(case);
            parts.push(Held {
                subject,
                row,
                amount,
                why,
            });
        }
        (parts, blank)
    }

    /// Contract hours over full-time hours, never above one; the `fte` column where the hours are blank.
    fn share(&self, post: &Post) -> Option<Share> {
        let by_hours = self.pro_rata.zip(post.hours).map(|(full, hours)| Share {
            part: hours.min(full.number).millionths(),
            whole: full.number.millionths(),
        });
        let by_fte = post.fte.map(|fte| Share {
            part: fte.millionths().min(WHOLE),
            whole: WHOLE,
        });
        by_hours.or(by_fte)
    }

    fn enter(&self, view: &View<'_>, entries: &mut Entries<'_>, load: &Load) {
        let (over, limit) = load.against(self.at_most.number);
        entries.owe(self.obligation(view, Holder::of(load), over, (load.value, limit)));
    }

    /// One obligation a team; the people above their share of it are entered for information (reading 39).
    fn enter_teams(&self, view: &View<'_>, entries: &mut Entries<'_>, loads: &[Load]) {
        let mut teams: BTreeMap<Word, Vec<&Load>> = BTreeMap::new();
        for load in loads {
            let Some(team) = load.team else {
                let reason = Reason::Blank {
                    column: "team".to_owned(),
                };
                entries.cannot_judge(
                    view.clause,
                    Some(Subject::Staff(load.staff)),
                    reason,
                    Some(load.row),
                );
                continue;
            };
            teams.entry(team).or_default().push(load);
            let (over, limit) = load.against(self.at_most.number);
            if over {
                let mut beside = self.obligation(view, Holder::of(load), over, (load.value, limit));
                beside.remarks.for_information = true;
                entries.owe(beside);
            }
        }
        for (team, members) in teams {
            self.enter_team(view, entries, (team, &members));
        }
    }

    fn enter_team(
        &self,
        view: &View<'_>,
        entries: &mut Entries<'_>,
        (team, members): (Word, &[&Load]),
    ) {
        let total: i128 = members
            .iter()
            .map(|load| i128::from(load.value.millionths()))
            .sum();
        let posts: i128 = members
            .iter()
            .filter_map(|load| load.share)
            .map(Share::millionths)
            .sum();
        let Some(first) = members.first().filter(|_| posts > 0) else {
            return;
        };
        let limit = self.at_most.number;
        let over = total * i128::from(WHOLE) > i128::from(limit.millionths()) * posts;
        let average = i64::try_from(total * i128::from(WHOLE) / posts).unwrap_or(i64::MAX);
        let who = Holder {
            subject: Subject::Team(team),
            row: first.row,
            rows: members.iter().flat_map(|load| load.rows()).collect(),
        };
        let value = Decimal::from_millionths(average);
        entries.owe(self.obligation(view, who, over, (value, limit)));
    }

    fn obligation(
        &self,
        view: &View<'_>,
        who: Holder,
        over: bool,
        (value, limit): (Decimal, Decimal),
    ) -> Obligation {
        let outcome = if over {
            Outcome::NotMet
        } else {
            Outcome::Met {
                on: view.as_of,
                spare: 0,
                past_target: 0,
            }
        };
        Obligation {
            clause: view.clause,
            subject: who.subject,
            due: view.as_of,
            target: None,
            outcome,
            nth: 1,
            since: Since {
                day: view.as_of,
                row: Some(who.row),
                event: Event::AuditDay,
            },
            by: None,
            rows: who.rows,
            remarks: Remarks::default(),
            measure: Some(Box::new(Measure {
                value,
                limit,
                unit: self.at_most.unit.word(Decimal::whole(2)),
            })),
        }
    }
}

/// Who holds a caseload, and the rows that say so.
struct Holder {
    subject: Subject,
    row: Row,
    rows: Vec<Row>,
}

impl Holder {
    fn of(load: &Load) -> Holder {
        Holder {
            subject: Subject::Staff(load.staff),
            row: load.row,
            rows: load.rows().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
