//! A clause that decides nothing, because a stricter one holds wherever it does.

use crate::calendar::Interval;
use crate::language::{Every, Pace, Schedule};
use crate::ledger::Severity;

use super::lengths::{Beat, Comparison, Gap, Step, compare};
use super::{Mistake, Recurring, Sheet};

/// A warning when a clause, or its last stages, can never govern beside a stricter one.
pub(super) fn looser(sheet: &Sheet<'_>, special: &Recurring<'_>) -> Option<Mistake> {
    let special = *special;
    let general = sheet
        .rivals(special)
        .filter(|general| holds_besides(sheet, special, *general));
    let mut found = general.filter_map(|general| {
        let found = loosest(sheet, special, general)?;
        Some(warning(special, general, &found))
    });
    found.next()
}

/// Whether the general clause holds wherever the special one does, and neither takes the other away.
fn holds_besides(sheet: &Sheet<'_>, special: Recurring<'_>, general: Recurring<'_>) -> bool {
    let taken_away = sheet.rivals(special).any(|third| {
        third.stands_instead_of(general) && third.always_with(special) && third.id() != special.id()
    });
    !special.is_exempt()
        && !general.is_exempt()
        && !special.stands_instead_of(general)
        && !taken_away
        && general.always_with(special)
        && pauses_no_more(special, general)
}

fn pauses_no_more(special: Recurring<'_>, general: Recurring<'_>) -> bool {
    let pause = general.clock.schedule.pause;
    pause.is_none() || pause == special.clock.schedule.pause
}

/// A stage that decides nothing.
struct Looser {
    /// Its number, when the others do decide something.
    stage: Option<usize>,
    /// Its interval and that of the stricter clause, in words.
    own: String,
    stricter: String,
    gap: Gap,
}

/// The first stage of the special clause that every stage of the general one is stricter than.
fn loosest(sheet: &Sheet<'_>, special: Recurring<'_>, general: Recurring<'_>) -> Option<Looser> {
    let own = beats(sheet, &special.clock.schedule);
    let theirs = beats(sheet, &general.clock.schedule);
    let theirs: Vec<Beat<'_>> = theirs.into_iter().collect::<Option<_>>()?;
    let mut found = Vec::new();
    for (index, beat) in own.iter().enumerate() {
        let Some(beat) = *beat else { continue };
        if !firsts_are_no_shorter(sheet, (special, beat), (general, &theirs)) {
            continue;
        }
        let against = theirs.iter().map(|other| (compare(beat, *other), other));
        let longer: Option<Vec<(Gap, &Beat<'_>)>> = against
            .map(|(comparison, other)| match comparison {
                Comparison::Longer(gap) => Some((gap, other)),
                Comparison::Alike | Comparison::SometimesShorter => None,
            })
            .collect();
        if let Some((gap, other)) = longer.and_then(|mut longer| longer.pop()) {
            found.push(Looser {
                stage: Some(index + 1),
                own: beat.words(),
                stricter: other.words(),
                gap,
            });
        }
    }
    let whole = found.len() == own.len();
    let first = found.into_iter().next()?;
    Some(Looser {
        stage: first.stage.filter(|_| !whole),
        ..first
    })
}

/// The beat of each stage; nothing for one that was agreed with each.
pub(super) fn beats<'p>(sheet: &Sheet<'p>, schedule: &Schedule) -> Vec<Option<Beat<'p>>> {
    let beat = |step: Step| Beat {
        step,
        rolls: schedule.roll,
        working: &sheet.policy.working,
    };
    match &schedule.pace {
        Pace::Exempt => Vec::new(),
        Pace::Per(window) => vec![Some(beat(Step::Per(*window)))],
        Pace::Stages(stages) => stages
            .iter()
            .map(|stage| match &stage.every {
                Every::Fixed(interval) => Some(beat(Step::Every(*interval))),
                Every::Column(_) => None,
            })
            .collect(),
    }
}

/// Whether what the first sessions are owed by does not make the special clause the stricter one at the start.
fn firsts_are_no_shorter(
    sheet: &Sheet<'_>,
    (special, beat): (Recurring<'_>, Beat<'_>),
    (general, theirs): (Recurring<'_>, &[Beat<'_>]),
) -> bool {
    let first = |interval: Interval, rolls: bool| Beat {
        step: Step::Every(interval),
        rolls,
        working: &sheet.policy.working,
    };
    let no_shorter = |one: Beat<'_>, other: Beat<'_>| {
        !matches!(compare(one, other), Comparison::SometimesShorter)
    };
    let (own, other) = (&special.clock.schedule, &general.clock.schedule);
    match (own.first.as_slice(), other.first.as_slice()) {
        ([], []) => true,
        ([one], []) => theirs
            .iter()
            .all(|other| no_shorter(first(*one, own.roll), *other)),
        ([], [one]) => no_shorter(beat, first(*one, other.roll)),
        (_, _) => false,
    }
}

fn warning(special: Recurring<'_>, general: Recurring<'_>, found: &Looser) -> Mistake {
    let (own, other) = (special.id(), general.id());
    let whole = match found.stage {
        Some(stage) => format!("stage {stage} of `{own}`"),
        None => format!("`{own}`"),
    };
    let message = format!(
        "{whole} is looser than `{other}`, so it never governs: {} is in time on {} and late on {}",
        found.gap.words(),
        found.own,
        found.stricter
    );
    let hides =
        general.clause.severity != Severity::Breach && special.clause.severity == Severity::Breach;
    let help = if hides {
        format!(
            "a breach of `{own}` is told as advice only: give `{other}` a `track` of its own, or make it the `target` of `{own}`"
        )
    } else {
        format!(
            "if it is meant as an exception, add `instead-of = \"{other}\"` to it; if not, take it out or say in its `reading` that the stricter holds"
        )
    };
    Mistake::warning("looser-clause", special.clause.at.clone(), message)
        .other(
            general.clause.at.clone(),
            &format!("this one fits whenever `{own}` does"),
        )
        .help(Some(help))
}
