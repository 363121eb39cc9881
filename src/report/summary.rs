//! The summary: every figure of an audit, which the formats only print.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Event, Outcome};
use crate::policy::Policy;
use crate::rules::{Clause, Duty};

use super::Audit;
use super::actions::ActionLine;
use super::agreements::Agreements;
use super::caseload::{Allocation, Caseload, allocation};
use super::gaps::{self, Gaps};
use super::lens::{Entry, Kind, Lens, kind};
use super::measures::{CalendarMonth, LimitLine, Lowest, SupervisorLine, TeamLine};
use super::position::{Open, Position};
use super::rates::{Fraction, Rate};
use super::sentences::taken_words;
use super::targets::{CountTargetLine, TargetLine};
use super::team_loads::{self, TeamLoad};
use super::waivers::Waivers;
use super::{actions, agreements, caseload, measures, position, rates, targets, waivers};

/// What became of the policy's clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClauseCounts {
    /// All of them.
    pub clauses: u32,
    /// Those that judged anything.
    pub tested: u32,
    /// Those that no export can show, or for which these exports lack what is needed.
    pub not_testable: u32,
    /// Those that fitted nobody.
    pub did_not_apply: u32,
}

/// Every figure of an audit.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The as-of day.
    pub as_of: Day,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day the exports were taken.
    pub taken: Day,
    /// Whether nobody said that day.
    pub taken_assumed: bool,
    /// Whether a record of the period's sessions may still be made in time.
    pub provisional: bool,
    /// Whether anything at all was judged.
    pub judged: bool,
    /// What became of the clauses.
    pub clauses: ClauseCounts,
    /// What fell due in the period, and what became of it.
    pub rates: Vec<Rate>,
    /// Where people and cases stand on the as-of day.
    pub position: Position,
    /// The teams, most overdue first.
    pub teams: Vec<TeamLine>,
    /// Supervisors with three or more overdue staff.
    pub supervisors: Vec<SupervisorLine>,
    /// The lowest team and supervisor beside the rate of all.
    pub lowest: Vec<Lowest>,
    /// Caseloads against their limits.
    pub caseload: Caseload,
    /// The same team by team.
    pub loads: Vec<TeamLoad>,
    /// Open cases without a named worker.
    pub allocation: Allocation,
    /// Supervision agreements, where the policy asks for them and the exports show them.
    pub agreements: Option<Agreements>,
    /// Caps and checks on the as-of day.
    pub limits: Vec<LimitLine>,
    /// Sessions in the calendar month, to compare with earlier reports.
    pub calendar_month: Option<CalendarMonth>,
    /// What is set aside, and by which waivers.
    pub waivers: Waivers,
    /// The measures against the council's own targets, where it set any.
    pub targets: Vec<TargetLine>,
    /// The same of measures that are numbers.
    pub count_targets: Vec<CountTargetLine>,
    /// Days since the last recorded supervision.
    pub gaps: Gaps,
    /// What the council is doing.
    pub actions: Vec<ActionLine>,
    /// The last day of the audit compared with.
    pub compared_with: Option<Day>,
}

impl Summary {
    /// The rate of a measure over all.
    pub fn overall(&self, measure: &str) -> Option<&Rate> {
        let mut rates = self.rates.iter();
        rates.find(|rate| rate.measure == measure && rate.dimension == "overall")
    }

    /// The rates of a measure by one dimension.
    pub fn by<'s>(
        &'s self,
        measure: &'s str,
        dimension: &'s str,
    ) -> impl Iterator<Item = &'s Rate> {
        let rates = self.rates.iter();
        rates.filter(move |rate| rate.measure == measure && rate.dimension == dimension)
    }

    /// The clauses of some kinds of which anything fell due, each with its rate, in the order of the policy.
    pub(super) fn of_kinds<'s>(
        &'s self,
        policy: &'s Policy,
        kinds: &[Kind],
    ) -> Vec<(&'s Clause, &'s Rate)> {
        let rates = self.rates.iter();
        let rates = rates.filter(|rate| rate.dimension == "clause" && rate.fell_due > 0);
        let rates: Vec<&Rate> = rates.collect();
        let clauses = policy.clauses.iter();
        let clauses = clauses.filter(|clause| kinds.contains(&kind(clause, None)));
        let found = clauses.filter_map(|clause| {
            let rate = rates.iter().find(|rate| rate.key == clause.id)?;
            Some((clause, *rate))
        });
        found.collect()
    }

    /// People and cases overdue together, out of those who owe.
    pub fn overdue(&self) -> Fraction {
        let (staff, cases) = (&self.position.staff, &self.position.cases);
        Fraction::new(staff.overdue + cases.overdue, staff.owed + cases.owed)
    }
}

/// Every figure of an audit.
pub(super) fn of(audit: &Audit<'_>) -> Summary {
    of_entries(audit, &audit.lens().entries())
}

/// The same, the obligations being at hand.
pub(super) fn of_entries<'a>(audit: &Audit<'a>, entries: &[Entry<'a>]) -> Summary {
    let lens = audit.lens();
    let before = audit.lens_before();
    let (rates, (of_open, (caseload, allocation, loads, limits))) = rayon::join(
        || rates::list(&lens, before.as_ref()),
        || {
            rayon::join(
                || of_open(&lens, before.as_ref(), entries),
                || {
                    let caseload = caseload::of(&lens, entries);
                    let loads = team_loads::list(entries);
                    let limits = measures::limits(entries);
                    (caseload, allocation(&lens), loads, limits)
                },
            )
        },
    );
    let ledger = audit.ledger;
    let mut summary = Summary {
        as_of: ledger.as_of,
        period: ledger.period,
        taken: ledger.taken,
        taken_assumed: ledger.taken_assumed,
        provisional: ledger.taken_assumed || provisional(&lens, entries),
        judged: audit.is_judged(),
        clauses: clauses(&lens),
        position: of_open.position,
        teams: measures::teams(&lens, of_open.teams, &rates),
        supervisors: of_open.supervisors,
        lowest: measures::lowest(&rates),
        caseload,
        loads,
        allocation,
        agreements: agreements::of(&lens),
        limits,
        calendar_month: measures::calendar_month(&lens),
        waivers: waivers::of(&lens),
        targets: Vec::new(),
        count_targets: Vec::new(),
        gaps: of_open.gaps,
        actions: actions::of(audit),
        compared_with: audit.previous.map(|ledger| ledger.as_of),
        rates,
    };
    summary.targets = targets::lines(audit.policy, &summary);
    summary.count_targets = targets::count_lines(audit.policy, &summary);
    summary
}

impl Summary {
    /// The day the exports were taken, and whether that is only assumed.
    pub(super) fn taken_words(&self) -> String {
        taken_words(self.taken.short(), self.taken_assumed)
    }
}

/// What is told of what is open.
struct OfOpen<'a> {
    position: Position,
    /// Still without their rates.
    teams: BTreeMap<&'a str, TeamLine>,
    supervisors: Vec<SupervisorLine>,
    gaps: Gaps,
}

fn of_open<'a>(lens: &Lens<'a>, before: Option<&Lens<'_>>, entries: &[Entry<'a>]) -> OfOpen<'a> {
    let entries_before = before.map(Lens::entries);
    let before = entries_before.as_deref().map(Open::of);
    let open = Open::of(entries);
    OfOpen {
        position: position::of(&open, before.as_ref()),
        teams: measures::overdue_by_team(entries, &open),
        supervisors: measures::supervisors(&open),
        gaps: gaps::of(&open, lens.ledger.as_of),
    }
}

/// Whether the exports were taken before the period was over, or before the last deadline for a record of one of its
/// sessions had passed: also of one that nobody has typed in yet.
pub(super) fn provisional(lens: &Lens<'_>, entries: &[Entry<'_>]) -> bool {
    let (_, to) = lens.ledger.period;
    let taken = lens.ledger.taken;
    let pending = entries.iter().any(|entry| {
        let open = matches!(
            entry.obligation.outcome,
            Outcome::Due { .. } | Outcome::PastTarget { .. }
        );
        let since = entry.obligation.since;
        entry.kind == Kind::Record
            && open
            && entry.obligation.due >= taken
            && since.event == Event::Session
            && lens.in_period(since.day)
    });
    let of_its_last_day = lens.policy.clauses.iter().any(|clause| {
        let within = match &clause.duty {
            Duty::Check(check) if clause.rule.name == "recording" => check.allows(),
            Duty::Check(_) | Duty::Clock(_) | Duty::NotTestable(_) => None,
        };
        within.is_some_and(|within| within.after(to, &lens.policy.working) >= taken)
    });
    taken <= to || pending || of_its_last_day
}

fn clauses(lens: &Lens<'_>) -> ClauseCounts {
    let mut counts = ClauseCounts::default();
    for (index, clause) in lens.policy.clauses.iter().enumerate() {
        counts.clauses += 1;
        let tally = lens.ledger.tallies.get(index).copied().unwrap_or_default();
        let unjudged = lens
            .ledger
            .untestable
            .iter()
            .any(|entry| entry.clause == index && entry.subject.is_none());
        if matches!(clause.duty, Duty::NotTestable(_)) {
            counts.not_testable += 1;
        } else if tally.examined > 0 || (tally.fitted > 0 && is_exemption(&clause.duty)) {
            counts.tested += 1;
        } else if unjudged {
            counts.not_testable += 1;
        } else {
            counts.did_not_apply += 1;
        }
    }
    counts
}

/// Whether a clause asks nothing of those it fits.
fn is_exemption(duty: &Duty) -> bool {
    match duty {
        Duty::Clock(clock) => clock.schedule.pace == crate::language::Pace::Exempt,
        Duty::Check(_) | Duty::NotTestable(_) => false,
    }
}
