//! A council's written policy as data: TOML with spans into rules bound to their terms.

use std::ops::Range;

use crate::calendar::{Day, Division, Interval, WorkingDays};
use crate::language::{Every, Pace};
use crate::records::{ColumnType, Demand, Export, Pseudonyms};
use crate::rules::{Clause, Clock, Duty};

mod actions;
mod beside;
mod binding;
mod consistency;
mod coverage;
mod exports;
mod lacking;
mod lint;
mod mistakes;
mod odd_waivers;
mod places;
mod pruning;
mod publishing;
mod reading;
mod show;
mod show_besides;
mod syntax;
mod taking_out;
mod targets;
mod uncovered;
mod unnamed_kinds;
mod waivers;
mod wording;
mod words;

pub use actions::{Action, ActionStatus};
pub use beside::Sheet;
pub use coverage::{Coverage, coverage};
pub use exports::against;
pub use lacking::LACKING;
pub use lint::{hidden_breaches, lints};
pub use mistakes::{Mistake, PolicyError};
pub use odd_waivers::odd_waivers;
pub use publishing::Publishing;
pub use show::show;
pub use taking_out::without_waivers;
pub use targets::{COUNTS, CountTarget, Counted, SHARES, Target};
pub use uncovered::uncovered;
pub use waivers::{Scope, Waiver, WaiverState};
pub use words::duty_in_words;

/// A policy, ready to audit by.
#[derive(Debug)]
pub struct Policy {
    /// What the policy calls itself.
    pub name: String,
    /// Whose it is.
    pub council: Option<String>,
    /// Its edition.
    pub version: Option<String>,
    /// The division whose bank holidays are no working days.
    pub division: Option<Division>,
    /// Days on which the council is closed besides.
    pub closures: Vec<Day>,
    /// Its working days.
    pub working: WorkingDays,
    /// Its clauses, in the order of the file.
    pub clauses: Vec<Clause>,
    /// The name of the file it was read from.
    pub file: String,
    /// The text it was read from.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// How long a waiver may last.
    pub longest_waiver: Option<Interval>,
    /// What is set aside, for whom and until when.
    pub waivers: Vec<Waiver>,
    /// The file of waivers, when there is one.
    pub waivers_file: Option<Sheet>,
    /// Whether the waivers are to be ignored.
    pub waivers_ignored: bool,
    /// What the council wants of its measures that are shares.
    pub targets: Vec<Target>,
    /// What it wants of those that are numbers.
    pub count_targets: Vec<CountTarget>,
    /// How counts are published.
    pub publishing: Publishing,
    /// What the council is doing.
    pub actions: Vec<Action>,
    /// The file of actions, when there is one.
    pub actions_file: Option<Sheet>,
}

impl Policy {
    /// Reads a policy; `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake of the file at once.
    pub fn parse(text: &str, file: &str) -> Result<Policy, PolicyError> {
        reading::parse(text, file)
    }

    /// What the policy needs of the exports.
    pub fn demand(&self) -> Demand {
        let mut demand = Demand::default();
        for clause in &self.clauses {
            if let Some(subject) = clause.subject() {
                clause.whom.demand(subject, &mut demand);
            }
            match &clause.duty {
                Duty::Clock(clock) => clock_demand(clock, &mut demand),
                Duty::Check(check) => check.demand(&mut demand),
                Duty::NotTestable(_) => {}
            }
        }
        demand
    }

    /// Puts pseudonyms in the place of every id and name in what its waivers and actions say.
    pub fn hide(&mut self, pseudonyms: &Pseudonyms) {
        for waiver in &mut self.waivers {
            match &mut waiver.scope {
                Scope::Staff(id) => *id = pseudonyms.staff(id).unwrap_or_default().to_owned(),
                Scope::Case(id) => *id = pseudonyms.case(id).unwrap_or_default().to_owned(),
                Scope::Team(_) => {}
            }
            waiver.reason = pseudonyms.text(&waiver.reason);
            waiver.approved_by = pseudonyms.text(&waiver.approved_by);
        }
        for action in &mut self.actions {
            action.what = pseudonyms.text(&action.what);
            action.lead = pseudonyms.text(&action.lead);
            action.evidence = action.evidence.as_ref().map(|text| pseudonyms.text(text));
        }
    }

    /// The line of the policy file on which a byte stands, counted from 1.
    pub fn line(&self, at: &Range<usize>) -> u32 {
        line(&self.text, at.start)
    }

    /// The clause of an index; an obligation always names one that is there.
    pub fn clause(&self, index: usize) -> Option<&Clause> {
        self.clauses.get(index)
    }
}

/// The line on which a byte of a text stands, counted from 1.
fn line(text: &str, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    let breaks = before.matches('\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

fn clock_demand(clock: &Clock, demand: &mut Demand) {
    clock.evidence.demand(clock.subject, demand);
    let export: Export = clock.subject.export();
    for column in &clock.schedule.from {
        demand.ask(export, column, ColumnType::Date);
    }
    if let Pace::Stages(stages) = &clock.schedule.pace {
        for stage in stages {
            if let Some(column) = stage.ends.as_ref().and_then(|ends| ends.on.as_ref()) {
                demand.ask(export, column, ColumnType::Date);
            }
            if let Every::Column(column) = &stage.every {
                demand.ask(export, column, ColumnType::Word);
            }
        }
    }
}
