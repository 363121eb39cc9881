//! A track, gap by gap.

use crate::calendar::Day;
use crate::engine::{
    ClauseLine, Considered, Counted, Course, Explanation, Fate, GapLine, OwedLine, QuietLine,
    SessionLine, Step,
};
use crate::ledger::{Event, Severity};
use crate::place::Place;

use super::page::Page;
use super::waivers;
use super::{outcomes, reasons, sums};

/// What has been said already and need not be said again.
#[derive(Default)]
pub(super) struct Seen {
    clauses: Vec<String>,
    considered: Vec<Considered>,
}

pub(super) fn print(told: &Explanation, course: &Course, seen: &mut Seen, page: &mut Page) {
    page.gap();
    let track = match course.track.as_str() {
        "" => String::new(),
        // Outside the sessions a track is called after what stops its clock.
        track if course.evidence != "sessions" => format!(": {track}"),
        track => format!(", track `{track}`"),
    };
    page.line(
        0,
        &format!("{}{track}", super::super::sentences::heading(course.rule)),
    );
    let (began, ended) = match told.subject.kind {
        "case" => ("Open", "Closed"),
        _ => ("In post", "Left"),
    };
    page.line(
        2,
        &format!("{began} from {} ({}).", course.from.short(), course.place),
    );
    if let Some(to) = course.to {
        let end = to.short();
        page.line(
            2,
            &format!("{ended} on {end}: nothing is owed that falls due on that day or later."),
        );
    }
    sessions(&course.outside, None, (told.as_of, 2), page);
    seen.considered.clear();
    for step in &course.steps {
        page.gap();
        match step {
            Step::Gap(gap) => self::gap(told, course, gap, seen, page),
            Step::Quiet(quiet) => {
                self::quiet(quiet, seen, page);
                // On a track that never asked for anything no session could count.
                if course.steps.iter().any(|step| matches!(step, Step::Gap(_))) {
                    sessions(&quiet.sessions, None, (told.as_of, 4), page);
                }
            }
        }
    }
}

fn quiet(quiet: &QuietLine, seen: &mut Seen, page: &mut Page) {
    let end = quiet
        .to
        .map_or_else(String::new, |to| format!(" to {}", to.previous().short()));
    let later = |one: &&Considered| matches!(one.fate, Fate::BeforeTheExports { .. });
    let later: Vec<Considered> = quiet.considered.iter().filter(later).cloned().collect();
    if later.is_empty() {
        page.line(
            2,
            &format!("From {}{end} nothing was owed.", quiet.from.short()),
        );
        others(&[&quiet.considered], "The", seen, page);
    } else {
        page.line(
            2,
            &format!("From {}{end} nothing is judged.", quiet.from.short()),
        );
        for one in &later {
            page.line(4, &reasons::fate(one, None));
        }
    }
}

fn gap(told: &Explanation, course: &Course, gap: &GapLine, seen: &mut Seen, page: &mut Page) {
    let place = gap
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!(" ({place})"));
    let from = gap.from.short();
    page.line(
        2,
        &match gap.event {
            Event::Session => format!("From {from}, {}{place}", outcomes::Turns::of(course).last),
            Event::SpanBegins => format!(
                "From {from}, when the exports begin to show it. The time before is not known, so the days are the fewest possible{place}"
            ),
            Event::Start
            | Event::AuditDay
            | Event::SessionDay
            | Event::Window
            | Event::CalledOff => format!("From {from}, the start{place}"),
        },
    );
    if gap.owed.is_empty() {
        let said = if gap.unjudged {
            "What fell due in this time is not judged: the exports do not show what became of it."
        } else {
            "Nothing fell due in this time."
        };
        page.line(4, said);
    }
    let mut owed = gap.owed.iter();
    while let Some(line) = owed.next() {
        self::owed(told, course, line, seen, page);
        let more: Vec<&OwedLine> = owed
            .clone()
            .take_while(|next| goes_on(line, next))
            .collect();
        if more.len() > 1 {
            page.line(4, &further(&more, told.as_of));
            owed.by_ref().take(more.len()).for_each(drop);
        }
    }
    if let Some(sum) = outcomes::open_gap(gap, told.as_of, course) {
        page.line(4, &sum);
    }
    sessions(&gap.sessions, gap.place.as_ref(), (told.as_of, 4), page);
    let all: Vec<&[Considered]> = gap
        .owed
        .iter()
        .map(|line| line.considered.as_slice())
        .collect();
    others(&all, "The other", seen, page);
}

/// Whether a further interval needs no sentence of its own: the same clause, counted on.
fn goes_on(first: &OwedLine, next: &OwedLine) -> bool {
    next.clause == first.clause
        && next.outcome.word() == first.outcome.word()
        && sums::is_plain(&next.sum)
        && next.stage.as_ref().map(|stage| stage.number)
            == first.stage.as_ref().map(|stage| stage.number)
}

/// Further intervals, each by its due day and its sum.
fn further(more: &[&OwedLine], as_of: Day) -> String {
    let list: Vec<String> = more
        .iter()
        .map(|line| {
            let days = line
                .outcome
                .days()
                .map_or_else(String::new, |days| format!(", {}", outcomes::days(days)));
            let from = line.sum.from.short();
            format!("{} ({from} + {}{days})", line.due.short(), line.sum.adds)
        })
        .collect();
    let what = match more.first().map(|line| line.outcome.word()) {
        Some("late") => "and came late with the same one".to_owned(),
        Some("missed") => "and can no longer be done".to_owned(),
        _ => format!("and are not recorded by {}", as_of.short()),
    };
    format!(
        "By the same clause {} more fell due {what}: {}.",
        more.len(),
        list.join(", ")
    )
}

fn owed(told: &Explanation, course: &Course, line: &OwedLine, seen: &mut Seen, page: &mut Page) {
    page.line(
        4,
        &format!("Due on {}: {}.", line.due.long(), sums::sum(&line.sum)),
    );
    for step in sums::steps(&line.sum) {
        page.line(6, &step);
    }
    if let Some(target) = line.target {
        page.line(
            6,
            &format!("Wanted by {} already, the target.", target.short()),
        );
    }
    let outcome = outcomes::owed(line, told.as_of, course);
    let waived = waivers::effect(&line.obligation);
    page.line(4, format!("{outcome} {waived}").trim_end());
    if line.absent > 0 {
        let days = outcomes::days(i32::from(line.absent));
        page.line(6, &format!("Absent on {days} of this time."));
    }
    if line.inherited {
        page.line(
            6,
            "The lateness began before the present worker's allocation.",
        );
    }
    if let Some(clause) = told.clause(&line.clause) {
        self::clause(clause, 4, seen, page);
    }
    if let Some(stage) = &line.stage {
        page.line(6, &sums::stage(stage));
    }
    for one in line.considered.iter().filter(|one| is_looser(one)) {
        page.line(6, &reasons::fate(one, Some(line.due)));
    }
}

fn is_looser(one: &Considered) -> bool {
    matches!(one.fate, Fate::Looser { .. })
}

/// A clause, in full the first time.
pub(super) fn clause(clause: &ClauseLine, indent: usize, seen: &mut Seen, page: &mut Page) {
    if seen.clauses.contains(&clause.id) {
        page.line(indent, &format!("By clause `{}`, as above.", clause.id));
        return;
    }
    seen.clauses.push(clause.id.clone());
    let citation = if clause.citation.is_empty() {
        String::new()
    } else {
        format!(" ({})", clause.citation.join("; "))
    };
    page.line(indent, &format!("By clause `{}`{citation}.", clause.id));
    let severity = match clause.severity {
        Severity::Breach => "",
        Severity::Advisory => " Not met, it is advice and no breach.",
        Severity::Information => " Not met, it is for information only.",
    };
    page.line(
        indent + 2,
        &format!("For {}: {}.{severity}", clause.whom, clause.owes),
    );
    if let Some(reading) = &clause.reading {
        page.line(indent + 2, &format!("Read as: {reading}"));
    }
    page.line(indent + 2, &format!("It stands in {}.", clause.place));
}

/// The clauses that lost for another reason than being looser; what was said of the gap before is not said again.
fn others(all: &[&[Considered]], which: &str, seen: &mut Seen, page: &mut Page) {
    for considered in all {
        let rest: Vec<Considered> = considered
            .iter()
            .filter(|one| !is_looser(one))
            .cloned()
            .collect();
        if rest.is_empty() || rest == seen.considered {
            continue;
        }
        let new: Vec<&Considered> = rest
            .iter()
            .filter(|one| !seen.considered.contains(one))
            .collect();
        let more = if new.len() < rest.len() {
            ", where not as before"
        } else {
            ""
        };
        if !new.is_empty() {
            page.line(4, &format!("{which} clauses{more}:"));
        }
        for line in reasons::unfit(&new) {
            page.line(6, &line);
        }
        seen.considered = rest;
    }
}

/// Rows that did not count, by reason. `told` is the row that began the gap.
fn sessions(
    lines: &[SessionLine],
    told: Option<&Place>,
    (as_of, indent): (Day, usize),
    page: &mut Page,
) {
    let mut reasons: Vec<(String, Vec<&SessionLine>)> = Vec::new();
    let silent = |line: &&SessionLine| line.counted == Counted::Yes || Some(&line.place) == told;
    for line in lines.iter().filter(|line| !silent(line)) {
        let reason = reasons::session(&line.counted, as_of);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rows)) => rows.push(line),
            None => reasons.push((reason, vec![line])),
        }
    }
    for (reason, rows) in reasons {
        page.line(indent, &format!("{reason}: {}.", reasons::rows(&rows)));
    }
}
