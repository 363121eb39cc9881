//! What stands first: the headline, the table of answers, and the sentences of the one-page summary.

use super::{Parts, on_time};
use crate::policy::Counted;
use crate::report::actions;
use crate::report::document::{Block, Cell, Section, Table};
use crate::report::rates::{Fraction, Rate};
use crate::report::sentences::{
    clause_label, count, day_in_words, share_of, share_words, thousands, within,
};
use crate::report::targets::{CountTargetLine, Status};
use crate::rules::Duty;

/// The finding of the whole report.
pub(super) fn headline(parts: &Parts<'_>) -> String {
    let figures = &parts.figures;
    if !figures.judged {
        return "Nothing was judged: no clause of the policy found anybody or anything to judge in these exports. This \
                is not an all-clear."
            .to_owned();
    }
    let mut said = Vec::new();
    let due = [
        ("case-supervision", "case supervisions"),
        ("staff-supervision", "staff supervisions"),
    ];
    for (measure, what) in due {
        let rate = figures.overall(measure);
        if let Some(rate) = rate.filter(|rate| rate.fell_due > 0) {
            said.push(format!("{}.", on_time(rate, what)));
        }
    }
    if said.is_empty() {
        said.push(format!(
            "No supervision fell due {}.",
            within(figures.period)
        ));
    }
    let all = figures.overdue();
    if all.denominator > 0 {
        said.push(overdue(parts, all));
    }
    said.join(" ")
}

/// How many are overdue on the day, and where most of them are.
fn overdue(parts: &Parts<'_>, all: Fraction) -> String {
    let figures = &parts.figures;
    if all.numerator == 0 {
        return format!("Nobody is overdue on {}.", day_in_words(figures.as_of));
    }
    let worst = figures.teams.first().filter(|_| figures.teams.len() > 1);
    let place = worst
        .map(|line| (&line.team, line.overdue_staff + line.overdue_cases))
        .filter(|(_, number)| *number > 0)
        .map_or_else(String::new, |(team, number)| {
            format!(", {} in {team}", share_of(number, all.numerator))
        });
    let verb = if all.numerator == 1 { "is" } else { "are" };
    format!(
        "{} {verb} overdue on {}{place}.",
        figures.position.both(|line| line.overdue),
        day_in_words(figures.as_of)
    )
}

/// The answers before the detail.
pub(super) fn first(parts: &Parts<'_>, one_page: bool) -> Section {
    let mut sentences = vec![known(parts), how_known(parts)];
    // On one page it is said below.
    if !one_page {
        sentences.push(doing(parts));
    }
    Section {
        id: "answers",
        title: "The answers first".to_owned(),
        finding: String::new(),
        blocks: vec![
            Block::Table(table(parts)),
            Block::Note(
                "On time: by its due day, of all that fell due. A status is printed only where the council set a target, \
                 and for a share never out of fewer than thirty."
                    .to_owned(),
            ),
            Block::List(sentences),
        ],
    }
}

fn table(parts: &Parts<'_>) -> Table {
    let figures = &parts.figures;
    let mut columns = vec![
        "Measure".to_owned(),
        "So many".to_owned(),
        "Share".to_owned(),
    ];
    let targets = !figures.targets.is_empty() || !figures.count_targets.is_empty();
    if targets {
        columns.extend(["Target".to_owned(), "Status".to_owned()]);
    }
    if figures.compared_with.is_some() {
        columns.push("Month before".to_owned());
    }
    let mut rows = Vec::new();
    for (number, label, share, before) in shares(parts) {
        let mut row = vec![Cell::Text(label), Cell::Of(share), Cell::Percent(share)];
        if targets {
            let target = figures.targets.iter().find(|line| line.measure == number);
            let target = target.map(|line| line.target);
            row.push(target.map_or(Cell::Nothing, |target| {
                Cell::Text(format!("{}%", target.at))
            }));
            row.push(target.map_or(Cell::Nothing, |target| {
                Cell::Status(Status::of(share, target))
            }));
        }
        if figures.compared_with.is_some() {
            row.push(super::before(before));
        }
        rows.push(row);
    }
    let width = columns.len();
    for line in counts(parts) {
        let mut row = vec![Cell::text(line.what), line.number];
        if let Some(target) = line.target {
            row.push(Cell::Nothing);
            row.push(Cell::Text(target.wanted()));
            row.push(target.status.map_or(Cell::Nothing, Cell::Status));
        }
        row.resize(width, Cell::Nothing);
        rows.push(row);
    }
    Table {
        caption: "The measures in short".to_owned(),
        columns,
        rows,
    }
}

type Share = (&'static str, String, Fraction, Option<Fraction>);

fn shares(parts: &Parts<'_>) -> Vec<Share> {
    let figures = &parts.figures;
    let mut lines = Vec::new();
    let mut push = |number, label: String, rate: Option<&Rate>| {
        if let Some(rate) = rate.filter(|rate| rate.fell_due > 0) {
            lines.push((number, label, rate.fraction(), rate.previous));
        }
    };
    for (number, label, measure) in [
        ("M2", "Case supervision on time", "case-supervision"),
        ("M1", "Staff supervision on time", "staff-supervision"),
        ("M6", "Newly qualified staff on time", "newly-qualified"),
    ] {
        push(number, label.to_owned(), figures.overall(measure));
    }
    for rate in figures.by("recording", "clause") {
        let mut clauses = parts.audit.policy.clauses.iter();
        let clause = clauses.find(|clause| clause.id == rate.key);
        push(
            "M5",
            clause.map_or_else(|| rate.key.clone(), clause_label),
            Some(rate),
        );
    }
    let load = &figures.caseload;
    if load.workers > 0 {
        let within = Fraction::new(load.workers - load.above.min(load.workers), load.workers);
        let highest = load.highest.as_ref();
        let unit = highest.map_or("cases", |highest| highest.unit);
        lines.push((
            "",
            format!("Workers within their limit of {unit}, on the day"),
            within,
            None,
        ));
    }
    lines
}

/// A number of the day.
struct Count<'p> {
    what: &'static str,
    number: Cell,
    target: Option<&'p CountTargetLine>,
}

/// The numbers that every report has, and the others that have a target.
fn counts<'p>(parts: &'p Parts<'_>) -> Vec<Count<'p>> {
    let figures = &parts.figures;
    let of = |measure: &str, counted: Counted| {
        let mut lines = figures.count_targets.iter();
        lines.find(|line| line.measure == measure && line.target.counted == counted)
    };
    let mut lines = Vec::new();
    let (staff, cases) = (&figures.position.staff, &figures.position.cases);
    for (what, line, counted) in [
        ("Children's cases overdue on the day", cases, Counted::Cases),
        ("Staff overdue on the day", staff, Counted::Staff),
    ] {
        let target = of("M4", counted);
        if line.owed > 0 || target.is_some() {
            lines.push(Count {
                what,
                number: known_number((line.owed > 0).then_some(line.overdue)),
                target,
            });
        }
    }
    for (measure, counted) in [("M4", Counted::Days), ("M7", Counted::Workers)] {
        if let Some(target) = of(measure, counted) {
            let share = target.number.zip(target.out_of);
            lines.push(Count {
                what: target.what,
                number: share.map_or_else(
                    || known_number(target.number),
                    |(number, all)| Cell::Of(Fraction::new(number, all)),
                ),
                target: Some(target),
            });
        }
    }
    let target = of("M8", Counted::Cases);
    if figures.allocation.known || target.is_some() {
        let known = figures.allocation.known;
        lines.push(Count {
            what: "Open cases with no named worker or held only by managers, on the day",
            number: known_number(known.then(|| figures.allocation.without_worker())),
            target,
        });
    }
    lines
}

fn known_number(number: Option<u32>) -> Cell {
    number.map_or_else(|| Cell::text("not known"), Cell::Count)
}

fn known(parts: &Parts<'_>) -> String {
    let figures = &parts.figures;
    let position = &figures.position;
    if figures.overdue().denominator == 0 {
        return "What we know: nobody owed supervision on the day.".to_owned();
    }
    let longest = [&position.staff, &position.cases]
        .into_iter()
        .filter_map(|line| line.longest.as_ref())
        .map(|longest| longest.days)
        .max();
    let longest = longest.map_or_else(String::new, |days| {
        let days = count(u32::try_from(days).unwrap_or_default(), "day", "days");
        format!(", the longest by {days}")
    });
    format!(
        "What we know: {} overdue on the day{longest}.",
        position.both(|line| line.overdue)
    )
}

fn how_known(parts: &Parts<'_>) -> String {
    let (clauses, files) = (parts.figures.clauses, &parts.audit.data.files);
    let read: u32 = files.iter().map(|file| file.read).sum();
    let rejected: u32 = files.iter().map(|file| file.rejected).sum();
    let uncovered = u32::try_from(parts.audit.ledger.uncovered.len()).unwrap_or(u32::MAX);
    let mut said = vec![format!(
        "{} of {} tested",
        clauses.tested,
        count(clauses.clauses, "clause", "clauses")
    )];
    said.push(if rejected == 0 && read > 1 {
        format!("all {} rows were read", thousands(read))
    } else {
        let rows = count(read, "row", "rows");
        format!("{} of {rows} could not be read", thousands(rejected))
    });
    if uncovered > 0 {
        let whom = count(uncovered, "person or case", "people or cases");
        said.push(format!("no clause covers {whom}"));
    }
    format!("How we know it: {}.", said.join("; "))
}

fn doing(parts: &Parts<'_>) -> String {
    let lines = actions::of(parts.audit);
    format!("What we are doing: {}", super::actions::finding(&lines))
}

/// The sentences of the one-page summary.
pub(super) fn in_short(parts: &Parts<'_>) -> Section {
    let terms = [
        ("Going well", going(parts, true)),
        ("Not going well", going(parts, false)),
        ("Doing", super::actions::finding(&actions::of(parts.audit))),
        ("Not known", not_known(parts)),
    ];
    let terms = terms.map(|(word, text)| (word.to_owned(), text));
    Section {
        id: "in-short",
        title: "In short".to_owned(),
        finding: String::new(),
        blocks: vec![Block::Terms(terms.to_vec())],
    }
}

/// What became better, and teams with nothing late; or what became worse, and the lowest team.
fn going(parts: &Parts<'_>, well: bool) -> String {
    let figures = &parts.figures;
    let mut said = Vec::new();
    let wanted = if well { "better" } else { "worse" };
    for measure in ["case-supervision", "staff-supervision"] {
        let what = super::measure_words(measure);
        let rate = figures.overall(measure);
        if let Some(rate) = rate.filter(|rate| rate.change == Some(wanted)) {
            let before = rate.previous.map(share_words).unwrap_or_default();
            said.push(format!(
                "{what}: {}, {before} the month before.",
                share_words(rate.fraction())
            ));
        }
        let full = |rate: &&Rate| rate.fell_due >= 10 && rate.on_time == rate.fell_due;
        let teams: Vec<&str> = figures
            .by(measure, "team")
            .filter(full)
            .map(|rate| rate.key.as_str())
            .collect();
        if well && !teams.is_empty() {
            said.push(format!(
                "All {} on time: {}.",
                what.to_lowercase(),
                teams.join(", ")
            ));
        }
        let mut lowest = figures.lowest.iter();
        let lowest = lowest.find(|low| low.measure == measure && low.dimension == "team");
        if let Some(low) = lowest.filter(|low| !well && low.is_below_all()) {
            let share = low.fraction;
            said.push(format!(
                "{}: {} of {} {} on time.",
                low.key,
                share.numerator,
                share.denominator,
                what.to_lowercase()
            ));
        }
    }
    if !well {
        said.extend(missed(parts));
    }
    if said.is_empty() {
        "Nothing that these figures can tell from chance.".to_owned()
    } else {
        said.join(" ")
    }
}

/// The targets that are missed by more than what counts as close, and the team with half of what is overdue or more.
fn missed(parts: &Parts<'_>) -> Vec<String> {
    let figures = &parts.figures;
    let shares = figures.targets.iter();
    let below = shares
        .filter(|line| line.status == Status::Below)
        .map(|line| {
            let share = share_words(line.share);
            format!(
                "{}: {share}, below the target of {}%.",
                line.what, line.target.at
            )
        });
    let counts = figures.count_targets.iter();
    let above = counts.filter(|line| line.status == Some(Status::Above));
    let above = above.filter_map(|line| {
        let number = thousands(line.number?);
        Some(format!(
            "{}: {number}, wanted {}.",
            line.what,
            line.wanted()
        ))
    });
    let all = figures.overdue().numerator;
    let worst = figures.teams.first().filter(|_| figures.teams.len() > 1);
    let worst = worst.map(|line| (&line.team, line.overdue_staff + line.overdue_cases));
    let worst = worst.filter(|(_, number)| *number > 1 && number * 2 >= all);
    let worst = worst
        .map(|(team, number)| format!("{team}: {} overdue on the day.", share_of(number, all)));
    below.chain(above).chain(worst).collect()
}

fn not_known(parts: &Parts<'_>) -> String {
    let untold = parts.audit.policy.clauses.iter();
    let untold = untold.filter(|clause| matches!(clause.duty, Duty::NotTestable(_)));
    let untold = u32::try_from(untold.count()).unwrap_or(u32::MAX);
    let uncovered = u32::try_from(parts.audit.ledger.uncovered.len()).unwrap_or(u32::MAX);
    let files = parts.audit.data.files.iter();
    let rejected: u32 = files.map(|file| file.rejected).sum();
    let mut said = vec!["The quality of supervision".to_owned()];
    for (number, one, many, what) in [
        (
            untold,
            "sentence",
            "sentences",
            "of the policy that no export shows",
        ),
        (
            uncovered,
            "person or case",
            "people and cases",
            "under no clause",
        ),
        (rejected, "row", "rows", "not read"),
    ] {
        if number > 0 {
            said.push(format!("{} {what}", count(number, one, many)));
        }
    }
    format!("{}.", said.join("; "))
}
