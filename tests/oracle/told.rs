//! Explanations of random worlds: what is explained is what was judged, and each sum comes out.

use oversight::engine::{
    Counted, Explanation, Fate, GapLine, OwedLine, Question, Step, SumLine, explain,
};
use oversight::ledger::{Ledger, Obligation, Subject};
use oversight::policy::Policy;
use oversight::records::{CaseIx, Dataset, StaffIx};
use oversight::report;

/// Explains every subject of a world and holds each explanation to the ledger.
pub(crate) fn check((policy, data, ledger): &(Policy, Dataset, Ledger)) {
    let question = Question {
        as_of: ledger.as_of,
        period: ledger.period,
        taken: ledger.taken,
    };
    let staff = (0..data.staff.len())
        .filter_map(StaffIx::at)
        .map(Subject::Staff);
    let cases = (0..data.cases.len())
        .filter_map(CaseIx::at)
        .map(Subject::Case);
    let mut told = Vec::new();
    for subject in staff.chain(cases) {
        let explanation = explain(policy, data, question, subject);
        told.extend(obligations(&explanation));
        let text = report::explanation(&explanation, None, None);
        assert!(
            text.lines().all(|line| line.chars().count() <= 90),
            "{text}"
        );
    }
    told.sort();
    let mut judged = ledger.obligations.clone();
    judged.sort();
    assert_eq!(told, judged);
}

fn obligations(told: &Explanation) -> Vec<Obligation> {
    let mut all = Vec::new();
    for step in told.courses.iter().flat_map(|course| &course.steps) {
        if let Step::Gap(gap) = step {
            sessions(gap);
            for owed in &gap.owed {
                assert_eq!(end_of(&owed.sum), owed.due, "{:?}", owed.sum);
                losers(owed);
                all.push(owed.obligation.clone());
            }
        }
    }
    all
}

/// At most one session ends a gap, and none that goes on.
fn sessions(gap: &GapLine) {
    let counted = gap.sessions.iter();
    let counted = counted.filter(|line| line.counted == Counted::Yes).count();
    assert!(counted <= usize::from(gap.to.is_some()), "{gap:?}");
}

/// The due day, from the parts of its sum.
fn end_of(sum: &SumLine) -> oversight::calendar::Day {
    let paused: i32 = sum.paused.iter().map(|pause| pause.days).sum();
    let mut day = sum.plain.plus_days(paused);
    if let Some(grace) = &sum.grace {
        day = grace.old_due.unwrap_or(grace.last);
    }
    if let Some(later) = sum.not_before {
        assert!(later > day, "{sum:?}");
        day = later;
    }
    if sum.rolled.is_some() {
        assert!(sum.due > day, "{sum:?}");
        day = sum.due;
    }
    day
}

/// No clause that lost is stricter, and each has its reason.
fn losers(owed: &OwedLine) {
    for one in &owed.considered {
        match &one.fate {
            Fate::Looser { due } => assert!(due.is_none_or(|due| due >= owed.due), "{owed:?}"),
            Fate::DoesNotFit { lacks } => {
                assert!(lacks.iter().all(|lacks| !lacks.is_empty()), "{owed:?}");
            }
            Fate::Replaced { by } => assert!(!by.is_empty(), "{owed:?}"),
            Fate::Untestable { reason } => assert!(!reason.is_empty(), "{owed:?}"),
            Fate::Exempts | Fate::Exempted { .. } => panic!("exempt, and owed: {owed:?}"),
            Fate::NotYet { columns } => assert!(!columns.is_empty(), "{owed:?}"),
            Fate::BeforeTheExports { .. } => {}
        }
    }
}
