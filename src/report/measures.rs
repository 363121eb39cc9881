//! Further figures: teams, supervisors, limits and checks on the day, and the calendar month for comparison.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Outcome, Subject};
use crate::records::{StaffIx, Word};
use crate::rules::{Clause, Duty};

use super::caseload::is_of_worker;
use super::lens::{Entry, Kind, Lens};
use super::position::Open;
use super::rates::{Fraction, Rate};
use super::sentences::clause_label;

/// The fewest overdue staff for which a supervisor is named.
const MANY: u32 = 3;
/// The fewest owed for which a team or supervisor is called the lowest.
const ENOUGH: u32 = 10;

/// One team's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TeamLine {
    /// The team.
    pub team: String,
    /// Staff supervisions on time out of those that fell due.
    pub staff: Fraction,
    /// Case supervisions on time out of those that fell due.
    pub cases: Fraction,
    /// Staff overdue on the day.
    pub overdue_staff: u32,
    /// Cases overdue on the day.
    pub overdue_cases: u32,
    /// Workers over a limit on the day.
    pub over_limit: u32,
}

/// A supervisor with several overdue staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SupervisorLine {
    /// The supervisor's id.
    pub supervisor: String,
    /// Staff overdue on the day.
    pub overdue_staff: u32,
}

/// The team or supervisor with the lowest rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lowest {
    /// What is measured.
    pub measure: &'static str,
    /// `team` or `supervisor`.
    pub dimension: &'static str,
    /// Which.
    pub key: String,
    /// Its fraction.
    #[serde(flatten)]
    pub fraction: Fraction,
    /// That of all.
    pub overall: Fraction,
}

impl Lowest {
    /// Whether it is below all: where those with fewer owed are lower still, it may be above.
    pub(super) fn is_below_all(&self) -> bool {
        let product = |one: u32, other: u32| u64::from(one) * u64::from(other);
        product(self.fraction.numerator, self.overall.denominator)
            < product(self.overall.numerator, self.fraction.denominator)
    }
}

/// A cap or check on the audit day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitLine {
    /// The clause's id.
    pub clause: String,
    /// Its name in a table.
    pub label: String,
    /// People or teams looked at.
    pub examined: u32,
    /// Of them, within the limit.
    pub met: u32,
    /// Of them, not.
    pub not_met: u32,
    /// Beside them, set aside by a waiver.
    pub waived: u32,
    /// Met out of examined in percent; nothing below ten.
    pub percent: Option<u32>,
}

impl LimitLine {
    /// Met out of examined.
    pub fn fraction(&self) -> Fraction {
        Fraction::new(self.met, self.examined)
    }
}

/// The commonest published figure, for comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarMonth {
    /// The first day.
    pub from: Day,
    /// The as-of day.
    pub to: Day,
    /// Staff with a held personal session in it, out of the staff in post all of it.
    #[serde(flatten)]
    pub fraction: Fraction,
}

/// What is overdue and who is above a limit, by team.
pub(super) fn overdue_by_team<'a>(
    entries: &[Entry<'a>],
    open: &Open<'_, 'a>,
) -> BTreeMap<&'a str, TeamLine> {
    let mut teams: BTreeMap<&str, TeamLine> = BTreeMap::new();
    let name = |entry: &Entry<'a>| entry.who().team.unwrap_or("(no team)");
    for entry in open.staff.overdue() {
        teams.entry(name(entry)).or_default().overdue_staff += 1;
    }
    for entry in open.cases.overdue() {
        teams.entry(name(entry)).or_default().overdue_cases += 1;
    }
    let over = entries
        .iter()
        .filter(|entry| is_of_worker(entry) && entry.obligation.outcome == Outcome::NotMet)
        .filter(|entry| !entry.is_waived_now());
    let over: BTreeMap<_, _> = over
        .map(|entry| (entry.obligation.subject, entry))
        .collect();
    for entry in over.values() {
        teams.entry(name(entry)).or_default().over_limit += 1;
    }
    teams
}

/// The teams, most overdue first; nothing where no export has teams.
pub(super) fn teams<'r>(
    lens: &Lens<'_>,
    overdue: BTreeMap<&'r str, TeamLine>,
    rates: &'r [Rate],
) -> Vec<TeamLine> {
    if !lens.data.staff_columns.has("team") && !lens.data.case_columns.has("team") {
        return Vec::new();
    }
    let mut teams = overdue;
    for rate in rates.iter().filter(|rate| rate.dimension == "team") {
        let line = teams.entry(&rate.key).or_default();
        match rate.measure {
            "staff-supervision" => line.staff = rate.fraction(),
            "case-supervision" => line.cases = rate.fraction(),
            _ => {}
        }
    }
    let mut lines: Vec<TeamLine> = teams
        .into_iter()
        .filter(|(_, line)| *line != TeamLine::default())
        .map(|(team, line)| TeamLine {
            team: team.to_owned(),
            ..line
        })
        .collect();
    lines.sort_by(most_overdue_first);
    lines
}

fn most_overdue_first(one: &TeamLine, two: &TeamLine) -> Ordering {
    let overdue = |line: &TeamLine| line.overdue_staff + line.overdue_cases;
    let not_on_time = |line: &TeamLine| {
        let owed = line.staff.denominator + line.cases.denominator;
        owed - line.staff.numerator - line.cases.numerator
    };
    overdue(two)
        .cmp(&overdue(one))
        .then_with(|| not_on_time(two).cmp(&not_on_time(one)))
        .then_with(|| one.team.cmp(&two.team))
}

/// Supervisors with three or more overdue staff, most first.
pub(super) fn supervisors(open: &Open<'_, '_>) -> Vec<SupervisorLine> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in open.staff.overdue() {
        if let Some(supervisor) = entry.who().supervisor {
            *counts.entry(supervisor).or_insert(0) += 1;
        }
    }
    let mut lines: Vec<SupervisorLine> = counts
        .into_iter()
        .filter(|(_, count)| *count >= MANY)
        .map(|(supervisor, overdue_staff)| SupervisorLine {
            supervisor: supervisor.to_owned(),
            overdue_staff,
        })
        .collect();
    lines.sort_by(|one, two| {
        let most = two.overdue_staff.cmp(&one.overdue_staff);
        most.then_with(|| one.supervisor.cmp(&two.supervisor))
    });
    lines
}

/// The lowest team and supervisor of each kind of supervision, where there are several to compare.
pub(super) fn lowest(rates: &[Rate]) -> Vec<Lowest> {
    let mut found = Vec::new();
    for measure in ["staff-supervision", "case-supervision"] {
        let of = |dimension: &str| -> Vec<&Rate> {
            let enough = |rate: &&Rate| {
                rate.measure == measure && rate.dimension == dimension && rate.fell_due >= ENOUGH
            };
            rates.iter().filter(enough).collect()
        };
        let overall = of("overall").first().map(|rate| rate.fraction());
        for dimension in ["team", "supervisor"] {
            let several = of(dimension);
            let low = several.iter().min_by(|one, two| {
                let cross =
                    |rate: &Rate, other: &Rate| u64::from(rate.on_time) * u64::from(other.fell_due);
                cross(one, two)
                    .cmp(&cross(two, one))
                    .then_with(|| one.key.cmp(&two.key))
            });
            if let (Some(rate), Some(overall), true) = (low, overall, several.len() > 1) {
                found.push(Lowest {
                    measure,
                    dimension,
                    key: rate.key.clone(),
                    fraction: rate.fraction(),
                    overall,
                });
            }
        }
    }
    found
}

/// The caps and checks of the audit day, in the order of the policy.
pub(super) fn limits(entries: &[Entry<'_>]) -> Vec<LimitLine> {
    let mut lines: BTreeMap<usize, LimitLine> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Limit) {
        let line = lines
            .entry(entry.obligation.clause)
            .or_insert_with(|| LimitLine {
                clause: entry.clause.id.clone(),
                label: clause_label(entry.clause),
                examined: 0,
                met: 0,
                not_met: 0,
                waived: 0,
                percent: None,
            });
        if entry.is_waived_now() || entry.is_waived_in_period() {
            line.waived += 1;
            continue;
        }
        line.examined += 1;
        match entry.obligation.outcome {
            Outcome::Met { .. } | Outcome::PastTarget { .. } => line.met += 1,
            Outcome::Late { .. }
            | Outcome::Overdue { .. }
            | Outcome::Missed { .. }
            | Outcome::Due { .. }
            | Outcome::NotMet => line.not_met += 1,
        }
    }
    for line in lines.values_mut() {
        line.percent = line.fraction().percent();
    }
    lines.into_values().collect()
}

/// How many of the staff in post all month had a personal session in it; nothing when nobody was, or nothing says
/// who was supervised.
pub(super) fn calendar_month(lens: &Lens<'_>) -> Option<CalendarMonth> {
    let to = lens.ledger.as_of;
    let from = to.month_start();
    let data = lens.data;
    let all_month = |staff: StaffIx| {
        data.post_on(staff, from)
            .is_some_and(|post| post.end.is_none_or(|end| end > from))
    };
    let mut fraction = Fraction::default();
    let of_part = |staff: StaffIx| lens.has(Subject::Staff(staff));
    let people = data.in_post(to).map(|(staff, _)| staff);
    for staff in people.filter(|staff| all_month(*staff) && of_part(*staff)) {
        fraction.denominator += 1;
        // The last come first: of a year's sessions those of the month are soon behind one.
        let rows = data.index.sessions_of_staff(staff).iter().rev();
        let seen = rows
            .filter_map(|row| data.sessions.get(*row as usize))
            .take_while(|session| session.date >= from)
            .any(|session| {
                session.is_held() && session.kind == Word::PERSONAL && session.date <= to
            });
        fraction.numerator += u32::from(seen);
    }
    let known = data.session_columns.has("supervisee_id") && fraction.denominator > 0;
    known.then_some(CalendarMonth { from, to, fraction })
}

/// Whether a clause checks how long a session was.
pub(super) fn asks_for_minutes(clause: &Clause) -> bool {
    let Duty::Check(check) = &clause.duty else {
        return false;
    };
    let selectors = check.selectors();
    let mut conditions = selectors
        .iter()
        .flat_map(|(_, selector, _)| selector.alternatives.iter().flatten());
    conditions.any(|condition| condition.column == "minutes")
}
