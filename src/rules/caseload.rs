//! `caseload`: how many children, cases or families a worker may hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::calendar::Day;
use crate::language::{
    Amount, Fit, Matcher, MissingColumn, Moment, Selector, Sight, SubjectKind, Unit, require,
};
use crate::ledger::{
    Entries, Event, Measure, Obligation, Outcome, Reason, Remarks, Since, Subject,
};
use crate::place::Row;
use crate::records::{CaseIx, Dataset, Decimal, Demand, Export, Post, StaffIx, Word};

use super::{Check, Duty, View, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Workers who hold more on the as-of day than the policy allows, or teams whose average is above it.
    ///
    /// ## Why it matters
    /// Above a certain number no worker can know each child.
    ///
    /// ## Keys
    /// - `at-most`: the limit, such as `"20 children"`, `"15 cases"` or `"12 families"`.
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
    if terms.at_most.unit == Unit::Hours {
        return refuse("`at-most` is a number of hours, expected cases, children or families");
    }
    if terms
        .pro_rata
        .is_some_and(|hours| hours.unit != Unit::Hours)
    {
        return refuse(
            "`pro-rata` is the hours of a full-time week, expected hours such as `37 hours`",
        );
    }
    if let Some(fault) = terms.out_of.faults(SubjectKind::Case).first() {
        return refuse(&format!("`out-of`: {}", fault.message));
    }
    Ok(Duty::Check(Box::new(terms)))
}

/// What one worker holds on the as-of day.
struct Load {
    staff: StaffIx,
    row: Row,
    team: Option<Word>,
    value: Decimal,
    /// The share of a full-time post, in millionths; nothing when the export does not say.
    share: Option<i64>,
    rows: Vec<Row>,
}

const WHOLE: i64 = 1_000_000;

impl Check for Caseload {
    fn subject(&self) -> SubjectKind {
        SubjectKind::Staff
    }

    fn demand(&self, demand: &mut Demand) {
        self.out_of.demand(SubjectKind::Case, demand);
    }

    fn describe(&self) -> String {
        let shared = self.pro_rata.map_or(String::new(), |hours| {
            format!(", pro rata for {hours} a week")
        });
        match self.average_over {
            Some(Group::Team) => {
                format!(
                    "an average over the team of at most {} for each full-time post{shared}",
                    self.at_most
                )
            }
            None => format!("at most {}{shared}", self.at_most),
        }
    }

    fn judge(&self, view: &View<'_>, entries: &mut Entries) -> Result<(), MissingColumn> {
        let data = view.facts.data;
        self.needs(data)?;
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
    /// The columns without which nothing can be counted.
    fn needs(&self, data: &Dataset) -> Result<(), MissingColumn> {
        let needed: &[(Export, &str)] = match self.at_most.unit {
            Unit::Children => &[(Export::Cases, "allocated_to"), (Export::Cases, "children")],
            Unit::Families => &[
                (Export::Cases, "allocated_to"),
                (Export::Cases, "family_id"),
            ],
            Unit::Cases | Unit::Hours => &[(Export::Cases, "allocated_to")],
        };
        for (export, column) in needed {
            require(*export, column, data)?;
        }
        if self.takes_shares() && !data.staff_columns.has("fte") {
            require(Export::Staff, "hours_per_week", data)?;
        }
        if self.average_over.is_some() {
            require(Export::Staff, "team", data)?;
        }
        Ok(())
    }

    fn takes_shares(&self) -> bool {
        self.pro_rata.is_some() || self.average_over.is_some()
    }

    fn load(&self, view: &View<'_>, out_of: &Matcher, staff: StaffIx, post: &Post) -> Load {
        let data = view.facts.data;
        let (mut children, mut cases, mut families) = (0_i64, 0_u32, BTreeSet::new());
        let mut rows = vec![post.row];
        for (case, episode) in held(data, staff, view.as_of) {
            if out_of.fits(view.facts, Sight::Case(case), Moment::on(view.as_of)) != Fit::Yes {
                continue;
            }
            cases += 1;
            // A blank number of children is one child: the case is somebody's.
            children += episode.0.map_or(WHOLE, Decimal::millionths);
            families.insert(episode.1.ok_or(case));
            rows.push(episode.2);
        }
        let value = match self.at_most.unit {
            Unit::Children => Decimal::from_millionths(children),
            Unit::Families => Decimal::whole(u32::try_from(families.len()).unwrap_or(u32::MAX)),
            Unit::Cases | Unit::Hours => Decimal::whole(cases),
        };
        Load {
            staff,
            row: post.row,
            team: post.team,
            value,
            share: if self.takes_shares() {
                self.share(post)
            } else {
                Some(WHOLE)
            },
            rows,
        }
    }

    /// Contract hours over full-time hours, never above one; the `fte` column where the hours are blank.
    fn share(&self, post: &Post) -> Option<i64> {
        let by_hours = self.pro_rata.zip(post.hours).map(|(full, hours)| {
            let (full, hours) = (
                i128::from(full.number.millionths()),
                i128::from(hours.millionths()),
            );
            // The rounding is below a millionth of a post; comparisons below do not use this quotient.
            i64::try_from(hours * i128::from(WHOLE) / full).unwrap_or(WHOLE)
        });
        let share = by_hours.or_else(|| post.fte.map(Decimal::millionths))?;
        Some(share.clamp(0, WHOLE))
    }

    fn enter(&self, view: &View<'_>, entries: &mut Entries, load: &Load) {
        let post_hours = self.pro_rata.and_then(|full| {
            let hours = view.facts.data.post_on(load.staff, view.as_of)?.hours?;
            Some((hours.millionths(), full.number.millionths()))
        });
        let (part, whole) = match post_hours {
            Some((hours, full)) => (hours.min(full), full),
            None => (load.share.unwrap_or(WHOLE), WHOLE),
        };
        let limit = i128::from(self.at_most.number.millionths()) * i128::from(part);
        let over = i128::from(load.value.millionths()) * i128::from(whole) > limit;
        let limit = Decimal::from_millionths(
            i64::try_from(limit / i128::from(whole.max(1))).unwrap_or(i64::MAX),
        );
        let who = Holder {
            subject: Subject::Staff(load.staff),
            row: load.row,
            rows: load.rows.clone(),
        };
        entries.owe(self.obligation(view, who, over, (load.value, limit)));
    }

    fn enter_teams(&self, view: &View<'_>, entries: &mut Entries, loads: &[Load]) {
        let mut teams: BTreeMap<Word, Vec<&Load>> = BTreeMap::new();
        for load in loads {
            if let Some(team) = load.team {
                teams.entry(team).or_default().push(load);
            }
        }
        for (team, members) in teams {
            let total: i128 = members
                .iter()
                .map(|load| i128::from(load.value.millionths()))
                .sum();
            let posts: i128 = members
                .iter()
                .filter_map(|load| load.share)
                .map(i128::from)
                .sum();
            let Some(first) = members.first().filter(|_| posts > 0) else {
                continue;
            };
            let limit = self.at_most.number;
            let over = total * i128::from(WHOLE) > i128::from(limit.millionths()) * posts;
            let average = i64::try_from(total * i128::from(WHOLE) / posts).unwrap_or(i64::MAX);
            let who = Holder {
                subject: Subject::Team(team),
                row: first.row,
                rows: members
                    .iter()
                    .flat_map(|load| load.rows.iter().copied())
                    .collect(),
            };
            entries.owe(self.obligation(
                view,
                who,
                over,
                (Decimal::from_millionths(average), limit),
            ));
        }
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
            measure: Some(Measure {
                value,
                limit,
                unit: self.at_most.unit.word(Decimal::whole(2)),
            }),
        }
    }
}

/// Who holds a caseload, and the rows that say so.
struct Holder {
    subject: Subject,
    row: Row,
    rows: Vec<Row>,
}

/// The cases a worker holds on a day: children, family and row of each, each case once.
fn held(
    data: &Dataset,
    staff: StaffIx,
    day: Day,
) -> impl Iterator<Item = (CaseIx, (Option<Decimal>, Option<Word>, Row))> {
    data.index.cases_of_worker(staff).filter_map(move |case| {
        let row = data.episode_on(case, day).iter().find(|row| {
            row.worker == Some(staff) && row.closed.is_none_or(|closed| closed > day)
        })?;
        Some((case, (row.children, row.family, row.row)))
    })
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;
    use crate::ledger::Reason;

    const STAFF: &str = "staff_id, role, team, start_date, hours_per_week\nS1, sw, North, 2020-01-01, 37\n\
                         S2, sw, North, 2020-01-01, 18.5";

    fn world<'a>(clauses: &'a str, cases: &'a str) -> World<'a> {
        World {
            clauses,
            staff: STAFF,
            cases,
            sessions: "date, kind\n2026-01-01, personal",
            as_of: "2026-10-31",
            ..World::default()
        }
    }

    fn owed(clause: &str, rows: &[&str]) -> Vec<String> {
        let clauses =
            format!("[[caseload]]\nid = 'load'\nfor = {{ staff_id = ['S1', 'S2'] }}\n{clause}");
        let cases = format!(
            "case_id, case_type, opened, closed, allocated_to, children, family_id\n{}",
            rows.join("\n")
        );
        world(&clauses, &cases).lines()
    }

    const ROWS: [&str; 4] = [
        "C1, cin, 2026-01-01, , S1, 2, F1",
        "C2, cin, 2026-01-01, , S1, 1, F1",
        "C3, cin, 2026-01-01, 2026-10-31, S1, 1, F2",
        "C4, cin, 2026-01-01, 2026-11-01, S2, 1, F3",
    ];

    #[test]
    fn the_limit_itself_is_allowed_and_one_more_is_not() {
        assert_eq!(
            owed("at-most = '2 cases'", &ROWS),
            [
                "load S1 by 2026-10-31: met on 2026-10-31: 2 of 2 cases",
                "load S2 by 2026-10-31: met on 2026-10-31: 1 of 2 cases"
            ]
        );
        assert_eq!(
            owed("at-most = '1 case'", &ROWS)[0],
            "load S1 by 2026-10-31: not met: 2 of 1 cases"
        );
    }

    #[test]
    fn reading_40_a_case_closed_on_the_audit_day_no_longer_counts_and_one_closed_the_day_after_does()
     {
        let lines = owed("at-most = '1 case'", &ROWS[2..]);
        assert_eq!(
            lines[0],
            "load S1 by 2026-10-31: met on 2026-10-31: 0 of 1 cases"
        );
        assert_eq!(
            lines[1],
            "load S2 by 2026-10-31: met on 2026-10-31: 1 of 1 cases"
        );
    }

    #[test]
    fn children_and_families_are_counted_as_such() {
        assert_eq!(
            owed("at-most = '2 children'", &ROWS)[0],
            "load S1 by 2026-10-31: not met: 3 of 2 children"
        );
        assert_eq!(
            owed("at-most = '1 family'", &ROWS)[0],
            "load S1 by 2026-10-31: met on 2026-10-31: 1 of 1 families"
        );
    }

    #[test]
    fn reading_22_the_limit_is_pro_rata_unrounded_and_never_above_full_time() {
        let clause = "at-most = '3 cases'\npro-rata = '37 hours'";
        let of_s2 = |count: usize| {
            let rows: Vec<String> = (0..count)
                .map(|number| format!("C{number}, cin, 2026-01-01, , S2, 1, F1"))
                .collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            owed(clause, &rows)[1].clone()
        };
        assert_eq!(
            of_s2(1),
            "load S2 by 2026-10-31: met on 2026-10-31: 1 of 1.5 cases"
        );
        assert_eq!(of_s2(2), "load S2 by 2026-10-31: not met: 2 of 1.5 cases");
        let long_week = World {
            staff: "staff_id, role, start_date, hours_per_week\nS1, sw, 2020-01-01, 74",
            ..world(
                "[[caseload]]\nid = 'load'\nat-most = '1 case'\npro-rata = '37 hours'",
                "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S1",
            )
        };
        assert_eq!(
            long_week.lines(),
            ["load S1 by 2026-10-31: not met: 2 of 1 cases"]
        );
    }

    #[test]
    fn reading_22_no_hours_is_untestable() {
        let (_, _, ledger) = World {
            staff: "staff_id, role, start_date, hours_per_week\nS1, sw, 2020-01-01,",
            ..world(
                "[[caseload]]\nid = 'load'\nat-most = '1 case'\npro-rata = '37 hours'",
                "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1",
            )
        }
        .ledger();
        assert!(ledger.obligations.is_empty());
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::Blank { column } if column == "hours_per_week")
        );
    }

    #[test]
    fn reading_39_an_average_is_the_teams_and_the_people_above_it_are_information() {
        // Four cases over one and a half posts.
        let rows = [
            "C1, cin, 2026-01-01, , S1, 1, F1",
            "C2, cin, 2026-01-01, , S2, 1, F1",
            "C3, cin, 2026-01-01, , S2, 1, F1",
            "C4, cin, 2026-01-01, , S2, 1, F1",
        ];
        let lines = owed(
            "at-most = '2 cases'\naverage-over = 'team'\npro-rata = '37 hours'",
            &rows,
        );
        assert_eq!(
            lines,
            ["load north by 2026-10-31: not met: 2.666666 of 2 cases"]
        );
        let lines = owed(
            "at-most = '3 cases'\naverage-over = 'team'\npro-rata = '37 hours'",
            &rows,
        );
        assert_eq!(
            lines,
            ["load north by 2026-10-31: met on 2026-10-31: 2.666666 of 3 cases"]
        );
    }

    #[test]
    fn reading_25_a_co_worked_case_counts_for_each_worker() {
        let rows = [
            "C1, cin, 2026-01-01, , S1, 1, F1",
            "C1, cin, 2026-01-01, , S2, 1, F1",
        ];
        let lines = owed("at-most = '5 cases'", &rows);
        assert!(
            lines.iter().all(|line| line.ends_with("1 of 5 cases")),
            "{lines:?}"
        );
    }

    #[test]
    fn children_without_their_column_are_untestable() {
        let (_, _, ledger) = world(
            "[[caseload]]\nid = 'load'\nat-most = '20 children'",
            "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1",
        )
        .ledger();
        assert!(ledger.obligations.is_empty());
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "children")
        );
    }

    #[test]
    fn out_of_says_which_cases_count() {
        let rows = [
            "C1, cin, 2026-01-01, , S1, 1, F1",
            "C2, cp, 2026-01-01, , S1, 1, F1",
        ];
        let lines = owed("at-most = '5 cases'\nout-of = { case_type = 'cp' }", &rows);
        assert_eq!(
            lines[0],
            "load S1 by 2026-10-31: met on 2026-10-31: 1 of 5 cases"
        );
    }
}
