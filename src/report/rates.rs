//! Rates: of what fell due in the period, how much was done in time, by clause, team, supervisor and so on.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::policy::Target;
use crate::records::{CountsFor, Dataset};
use crate::rules::Duty;

use super::cells::{Cell, Cells, Counts, Owed};
use super::lens::{Kind, Lens, is_for_newly_qualified, kind};
use super::targets::{Status, target_of};

/// The fewest owed for which a percentage is printed.
const FEWEST_FOR_PERCENT: u32 = 10;
/// The fewest owed for which a change is judged.
const FEWEST_FOR_CHANGE: u32 = 30;

/// A number out of another: they are always printed together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Fraction {
    /// How many.
    pub numerator: u32,
    /// Out of how many.
    pub denominator: u32,
}

impl Fraction {
    /// So many out of so many.
    pub fn new(numerator: u32, denominator: u32) -> Fraction {
        Fraction {
            numerator,
            denominator,
        }
    }

    /// The percentage, rounded; nothing below ten, where it misleads. Only all is 100, only nothing is 0.
    pub fn percent(self) -> Option<u32> {
        let (part, whole) = (u64::from(self.numerator), u64::from(self.denominator));
        if self.denominator < FEWEST_FOR_PERCENT {
            return None;
        }
        let rounded = (part * 200 + whole) / (whole * 2);
        let percent = match part {
            0 => 0,
            _ if part >= whole => rounded,
            _ => rounded.clamp(1, 99),
        };
        u32::try_from(percent).ok()
    }

    fn share(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator.max(1))
    }

    /// Whether a share got better or worse than it was by more than chance explains; nothing below thirty.
    pub fn change_from(self, before: Fraction) -> Option<&'static str> {
        if self.denominator.min(before.denominator) < FEWEST_FOR_CHANGE {
            return None;
        }
        let (now_owed, then_owed) = (f64::from(self.denominator), f64::from(before.denominator));
        let done = f64::from(self.numerator) + f64::from(before.numerator);
        let pooled = done / (now_owed + then_owed);
        let spread = (pooled * (1.0 - pooled) * (1.0 / now_owed + 1.0 / then_owed)).sqrt();
        let difference = self.share() - before.share();
        Some(if difference.abs() <= 1.96 * spread {
            "not clear"
        } else if difference > 0.0 {
            "better"
        } else {
            "worse"
        })
    }
}

/// With the percentage that is printed, so that nobody has to round it once more.
impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Fraction", 3)?;
        fields.serialize_field("numerator", &self.numerator)?;
        fields.serialize_field("denominator", &self.denominator)?;
        fields.serialize_field("percent", &self.percent())?;
        fields.end()
    }
}

/// What stands outside a rate's fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// Set aside by a waiver.
    pub waived: u32,
    /// Could not be judged.
    pub untestable: u32,
    /// Under no clause.
    pub uncovered: u32,
    /// Owed, and not yet due.
    pub not_due: u32,
}

/// What a rate is broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Dimension {
    Overall,
    Clause,
    Team,
    Service,
    Supervisor,
    Role,
    CaseType,
}

impl Dimension {
    fn word(self) -> &'static str {
        match self {
            Dimension::Overall => "overall",
            Dimension::Clause => "clause",
            Dimension::Team => "team",
            Dimension::Service => "service",
            Dimension::Supervisor => "supervisor",
            Dimension::Role => "role",
            Dimension::CaseType => "case_type",
        }
    }
}

/// Of what fell due in the period, how much was done in time. On time + late + not done = fell due, always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// What is measured: the clauses' family, or `newly-qualified`, or `record-present`.
    pub measure: &'static str,
    /// `period`, always: a position is no rate.
    pub kind: &'static str,
    /// `overall`, `clause`, `team`, `service`, `supervisor`, `role` or `case_type`.
    pub dimension: &'static str,
    /// Which clause, team and so on; empty overall.
    pub key: String,
    /// Done by the due day.
    pub on_time: u32,
    /// Done 1 to 7 days after it.
    pub late_to_7: u32,
    /// Done later still.
    pub late_over_7: u32,
    /// Not done by the as-of day, or missed for ever.
    pub not_done: u32,
    /// All that fell due.
    pub fell_due: u32,
    /// On time out of fell due in percent; nothing below ten.
    pub percent: Option<u32>,
    /// What stands outside.
    pub excluded: Excluded,
    /// People, cases or sessions that owed anything in the period.
    pub subjects_owed: u32,
    /// Of them, those never overdue in it.
    pub subjects_never_overdue: u32,
    /// Half of the records that were made were made within so many days.
    pub median_days: Option<i32>,
    /// Nine in ten of the records that were made were made within so many days.
    pub nine_in_ten_days: Option<i32>,
    /// The same fraction a month before.
    pub previous: Option<Fraction>,
    /// `better`, `worse` or `not clear`; nothing when too few were owed to say.
    pub change: Option<&'static str>,
    /// The council's own target for the measure, if it set one.
    pub target: Option<Target>,
    /// How it stands against that; nothing without a target.
    pub status: Option<Status>,
}

impl Rate {
    /// On time out of fell due.
    pub fn fraction(&self) -> Fraction {
        Fraction::new(self.on_time, self.fell_due)
    }
}

/// A measure's place in the order of print, and its name.
type Measure = (u8, &'static str);
type Key<'a> = (Measure, Dimension, &'a str);
type Tallies<'a> = IndexMap<Key<'a>, Tally, FxBuildHasher>;

#[derive(Debug, Default)]
struct Tally {
    counts: Counts,
    /// Could not be judged.
    untestable: u32,
    /// Under no clause.
    uncovered: u32,
}

/// Every rate of an audit, with those of the month before beside it.
pub(super) fn list(lens: &Lens<'_>, before: Option<&Lens<'_>>) -> Vec<Rate> {
    let (mut now, earlier) = rayon::join(|| tallies(lens), || before.map(tallies));
    let earlier = earlier.unwrap_or_default();
    now.sort_unstable_keys();
    let rates = now.into_iter().map(|(key, tally)| {
        let previous = earlier.get(&key).map(Tally::fraction);
        let rate = tally.rate(key);
        let change = previous.and_then(|before| rate.fraction().change_from(before));
        let target = target_of(lens.policy, &rate);
        Rate {
            previous,
            change,
            target,
            status: target.map(|target| Status::of(rate.fraction(), target)),
            ..rate
        }
    });
    rates.collect()
}

fn tallies<'a>(lens: &Lens<'a>) -> Tallies<'a> {
    let mut tallies = Tallies::default();
    let split = Split::of(lens.data);
    for clause in &lens.policy.clauses {
        for measure in measures(kind(clause, None), clause) {
            tallies
                .entry((measure, Dimension::Overall, ""))
                .or_default();
        }
    }
    let cells = Cells::of(lens);
    let places: Vec<Vec<usize>> = cells
        .list
        .iter()
        .map(|(cell, counts)| {
            let places = places(lens, split, cell, &mut tallies);
            for place in &places {
                if let Some((_, tally)) = tallies.get_index_mut(*place) {
                    tally.counts.add(counts);
                }
            }
            places
        })
        .collect();
    for of_one in cells.subjects.chunk_by(Owed::is_like) {
        subject(of_one, &places, &mut tallies);
    }
    untestable(lens, split, &mut tallies);
    uncovered(lens, split, &mut tallies);
    tallies
}

/// The tallies a cell belongs to, by their places among all.
fn places<'a>(lens: &Lens<'a>, split: Split, cell: &Cell, tallies: &mut Tallies<'a>) -> Vec<usize> {
    let mut places = Vec::new();
    let Some(clause) = lens.policy.clause(cell.clause) else {
        return places;
    };
    for measure in measures(cell.kind, clause) {
        for (dimension, key) in split.keys(lens.data, cell.counts_for, Some(&clause.id)) {
            let entry = tallies.entry((measure, dimension, key));
            places.push(entry.index());
            entry.or_default();
        }
    }
    places
}

/// Counts one subject, who owed something of several cells, once in each tally of theirs.
fn subject(cells: &[Owed], places: &[Vec<usize>], tallies: &mut Tallies<'_>) {
    let mut all: Vec<(usize, bool)> = Vec::new();
    for owed in cells {
        let places = places.get(owed.cell as usize).into_iter().flatten();
        all.extend(places.map(|place| (*place, owed.met)));
    }
    all.sort_unstable();
    for same in all.chunk_by(|(one, _), (two, _)| one == two) {
        let [(place, _), ..] = same else { continue };
        if let Some((_, tally)) = tallies.get_index_mut(*place) {
            let never_overdue = same.iter().all(|(_, met)| *met);
            tally.counts.count_subject(never_overdue);
        }
    }
}

fn measures(kind: Kind, clause: &crate::rules::Clause) -> Vec<Measure> {
    match kind {
        Kind::Staff if is_for_newly_qualified(clause) => {
            vec![(0, clause.rule.name), (1, "newly-qualified")]
        }
        Kind::Staff => vec![(0, clause.rule.name)],
        Kind::Case => vec![(2, clause.rule.name)],
        Kind::Record => vec![(3, clause.rule.name)],
        Kind::Presence if clause.rule.name == "rearrangement" => vec![(5, "held-again")],
        Kind::Presence => vec![(4, "record-present")],
        Kind::Check => vec![(7, clause.rule.name)],
        Kind::Review => vec![(5, clause.rule.name)],
        Kind::Agreement => match &clause.duty {
            Duty::Check(check) if check.allows().is_some() => vec![(6, clause.rule.name)],
            Duty::Check(_) | Duty::Clock(_) | Duty::NotTestable(_) => Vec::new(),
        },
        Kind::Other if clause.subject().is_some() => vec![(8, clause.rule.name)],
        Kind::Other | Kind::Limit | Kind::Beside => Vec::new(),
    }
}

/// By which columns the rates can be split.
#[derive(Clone, Copy)]
struct Split {
    team: bool,
    service: bool,
    supervisor: bool,
}

impl Split {
    fn of(data: &Dataset) -> Split {
        let has = |name: &str| {
            data.staff_columns.has(name)
                || data.case_columns.has(name)
                || data.session_columns.has(name)
        };
        Split {
            team: has("team"),
            service: has("service"),
            supervisor: has("supervisor_id"),
        }
    }

    fn keys<'a>(
        self,
        data: &'a Dataset,
        counts: CountsFor,
        clause: Option<&'a str>,
    ) -> impl Iterator<Item = (Dimension, &'a str)> {
        let role = || counts.role(data).unwrap_or("(no role)");
        let case_type = || counts.case_type(data).unwrap_or("(no case type)");
        let own = if counts.is_of_staff() {
            Some((Dimension::Role, role()))
        } else {
            let of_case = counts.is_of_case();
            of_case.then(|| (Dimension::CaseType, case_type()))
        };
        let keys = [
            Some((Dimension::Overall, "")),
            clause.map(|id| (Dimension::Clause, id)),
            self.team
                .then(|| (Dimension::Team, counts.team(data).unwrap_or("(no team)"))),
            self.service.then(|| {
                (
                    Dimension::Service,
                    counts.service(data).unwrap_or("(no service)"),
                )
            }),
            self.supervisor.then(|| {
                let supervisor = counts.supervisor(data).unwrap_or("(no supervisor)");
                (Dimension::Supervisor, supervisor)
            }),
            own,
        ];
        keys.into_iter().flatten()
    }
}

fn untestable<'a>(lens: &Lens<'a>, split: Split, tallies: &mut Tallies<'a>) {
    for unjudged in &lens.ledger.untestable {
        let Some(clause) = lens.policy.clause(unjudged.clause) else {
            continue;
        };
        let who = unjudged
            .subject
            .map(|subject| CountsFor::of_subject(lens.data, subject, lens.ledger.as_of));
        for measure in measures(kind(clause, None), clause) {
            let mut add = |dimension, key| {
                let tally = tallies.entry((measure, dimension, key)).or_default();
                tally.untestable += 1;
            };
            if let Some(who) = who {
                let keys = split.keys(lens.data, who, Some(&clause.id));
                keys.for_each(|(dimension, key)| add(dimension, key));
            } else {
                add(Dimension::Overall, "");
                add(Dimension::Clause, &clause.id);
            }
        }
    }
}

fn uncovered<'a>(lens: &Lens<'a>, split: Split, tallies: &mut Tallies<'a>) {
    for person in &lens.ledger.uncovered {
        let clauses = &lens.policy.clauses;
        let clause = clauses
            .iter()
            .find(|clause| clause.rule.name == person.family);
        let Some(measure) =
            clause.and_then(|clause| measures(kind(clause, None), clause).first().copied())
        else {
            continue;
        };
        let who = CountsFor::of_subject(lens.data, person.subject, lens.ledger.as_of);
        for (dimension, key) in split.keys(lens.data, who, None) {
            let tally = tallies.entry((measure, dimension, key)).or_default();
            tally.uncovered += 1;
        }
    }
}

impl Tally {
    fn fraction(&self) -> Fraction {
        let times = &self.counts.times;
        Fraction::new(times.on_time, times.fell_due())
    }

    fn rate(self, ((_, measure), dimension, key): Key<'_>) -> Rate {
        let counts = &self.counts;
        let times = &counts.times;
        Rate {
            measure,
            kind: "period",
            dimension: dimension.word(),
            key: key.to_owned(),
            on_time: times.on_time,
            late_to_7: times.late_to_7,
            late_over_7: times.late_over_7,
            not_done: times.not_done,
            fell_due: times.fell_due(),
            percent: self.fraction().percent(),
            excluded: Excluded {
                waived: counts.waived,
                untestable: self.untestable,
                uncovered: self.uncovered,
                not_due: counts.not_due,
            },
            subjects_owed: counts.owed,
            subjects_never_overdue: counts.never_overdue,
            median_days: times.days.days_for(5),
            nine_in_ten_days: times.days.days_for(9),
            previous: None,
            change: None,
            target: None,
            status: None,
        }
    }
}
