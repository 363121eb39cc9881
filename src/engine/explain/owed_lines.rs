//! What is said of one supervision owed: its due day worked out, its clause, and the clauses that lost.

use serde::Serialize;

use crate::calendar::Day;
use crate::language::Shortfall;
use crate::ledger::{Obligation, Outcome};
use crate::place::Place;

/// One supervision owed in a gap.
#[derive(Clone, Debug, Serialize)]
pub struct OwedLine {
    /// The clause that set the due day.
    pub clause: String,
    /// Its place in the gap, from 1.
    pub nth: u16,
    /// The last day in time.
    pub due: Day,
    /// The day by which it was wanted already.
    pub target: Option<Day>,
    /// How the due day is worked out.
    pub sum: SumLine,
    /// The stage in force, where there is more than one.
    pub stage: Option<StageLine>,
    /// The other clauses, and why they did not set it.
    pub considered: Vec<Considered>,
    /// What became of it.
    #[serde(flatten, serialize_with = "outcome")]
    pub outcome: Outcome,
    /// The row that did it.
    pub by: Option<Place>,
    /// The subject's own rows in force.
    pub rows: Vec<Place>,
    /// Days of absence in the gap.
    pub absent: u16,
    /// Whether a stage went on because its decision has no date.
    pub undecided: bool,
    /// Whether the lateness began before the present worker's allocation.
    pub inherited: bool,
    /// The obligation as the ledger has it.
    #[serde(skip)]
    pub obligation: Obligation,
}

/// The stage in force.
#[derive(Clone, Debug, Serialize)]
pub struct StageLine {
    /// Its number, from 1.
    pub number: usize,
    /// How many stages there are.
    pub of: usize,
    /// The day the stages count from.
    pub from: Day,
    /// Its last day, when it has one that is known.
    pub last: Option<Day>,
    /// The date column it waits for.
    pub waits_for: Option<String>,
}

/// What a due day is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// The first day of the gap.
    Gap,
    /// The day the clause began to fit.
    ClauseBegan,
    /// The day the clause's clock starts.
    ClockStart,
    /// The day from which the exports show such sessions.
    ExportsBegin,
    /// The due day before it.
    LastDue,
}

/// A due day, worked out.
#[derive(Clone, Debug, Serialize)]
pub struct SumLine {
    /// The day counted from; of a window its first.
    pub from: Day,
    /// What happened that day.
    pub base: Base,
    /// The time added: `2 months`; or the window, to whose end it runs: `calendar month`.
    pub adds: String,
    /// Whether it is a window.
    pub window: bool,
    /// The day this comes to.
    pub plain: Day,
    /// The days counted, where they are working days.
    pub working_days: Option<WorkingLine>,
    /// Absences that stopped the clock.
    pub paused: Vec<PausedLine>,
    /// The grace after a change of rule, where it moved the day.
    pub grace: Option<GraceLine>,
    /// The first day on which the clause could ask for it, where that moved the day.
    pub not_before: Option<Day>,
    /// Why the day was no working day, where the clause moves it to the next.
    pub rolled: Option<DayOffLine>,
    /// The due day.
    pub due: Day,
}

/// Working days, counted.
#[derive(Clone, Debug, Serialize)]
pub struct WorkingLine {
    /// The days counted.
    pub counted: Vec<Day>,
    /// The days between that were not.
    pub skipped: Vec<DayOffLine>,
}

/// A day that is no working day.
#[derive(Clone, Debug, Serialize)]
pub struct DayOffLine {
    /// The day.
    pub day: Day,
    /// Why: `a Saturday`, `Good Friday`, `a closure`.
    pub why: String,
}

/// An absence that stopped the clock.
#[derive(Clone, Debug, Serialize)]
pub struct PausedLine {
    /// First day taken out.
    pub from: Day,
    /// Last day taken out.
    pub to: Day,
    /// How many days.
    pub days: i32,
}

/// The grace after a change of rule.
#[derive(Clone, Debug, Serialize)]
pub struct GraceLine {
    /// The day the clause took effect.
    pub effect: Day,
    /// The grace: `5 working days`.
    pub time: String,
    /// Its last day.
    pub last: Day,
    /// The due day of the clause before, where that comes first.
    pub old_due: Option<Day>,
    /// The days counted, where they are working days.
    pub working_days: Option<WorkingLine>,
}

/// A clause that was considered and did not set the due day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Considered {
    /// Its id.
    pub clause: String,
    /// Why not.
    #[serde(flatten)]
    pub fate: Fate,
}

/// Why a clause did not set a due day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Fate {
    /// It asks for a later day, or the same day further down in the policy.
    Looser {
        /// Its own due day.
        due: Option<Day>,
    },
    /// The subject does not fit it: what fails, one list for each way to fit.
    DoesNotFit {
        /// The conditions that fail.
        lacks: Vec<Vec<Shortfall>>,
    },
    /// Its clock had not started: no date in this column had come.
    NotYet {
        /// The date columns.
        columns: Vec<String>,
    },
    /// The exports show the sessions it counts only from a later day.
    BeforeTheExports {
        /// That day.
        from: Day,
    },
    /// Another clause stands instead of it.
    Replaced {
        /// That clause.
        by: String,
    },
    /// It takes the subject off the track.
    Exempts,
    /// Another clause takes the subject off the track.
    Exempted {
        /// That clause.
        by: String,
    },
    /// It cannot be judged.
    Untestable {
        /// Why.
        reason: String,
    },
}

/// `outcome`, with its day and its days.
pub(super) fn outcome<S: serde::Serializer>(outcome: &Outcome, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Said {
        outcome: &'static str,
        on: Option<Day>,
        days: Option<i32>,
        spare: Option<i32>,
        past_target: Option<i32>,
    }
    let (on, spare, past_target) = match *outcome {
        Outcome::Met {
            on,
            spare,
            past_target,
        } => (Some(on), Some(spare), Some(past_target)),
        Outcome::Late { on, .. } | Outcome::Missed { on, .. } => (Some(on), None, None),
        Outcome::Due { left } | Outcome::PastTarget { left, .. } => (None, Some(left), None),
        Outcome::Overdue { .. } | Outcome::NotMet => (None, None, None),
    };
    let said = Said {
        outcome: outcome.word(),
        on,
        days: outcome.days(),
        spare,
        past_target,
    };
    said.serialize(to)
}
