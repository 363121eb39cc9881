//! What the council wants of its measures, and what it has set aside by waivers.

use super::Parts;
use super::grid::{Align, Grid};
use super::page::Page;
use crate::language::joined;
use crate::report::WaiverLine;
use crate::report::sentences::{count, day_in_words, percent, thousands};

/// The measures against the council's own targets; nothing when it set none.
pub(super) fn targets(parts: &Parts<'_>, page: &mut Page) {
    let lines = &parts.figures.targets;
    let counts = &parts.figures.count_targets;
    if lines.is_empty() && counts.is_empty() {
        return;
    }
    let header = [
        ("Against the council's own targets", Align::Left),
        ("of all", Align::Right),
        ("share", Align::Right),
        ("target", Align::Right),
        ("status", Align::Left),
    ];
    let mut grid = Grid::new(&header, 0, &[]);
    for line in lines {
        let share = line.share;
        let (part, whole) = (thousands(share.numerator), thousands(share.denominator));
        grid.row(&[
            format!("  {}", line.what),
            format!("{part} of {whole}"),
            share
                .percent()
                .map_or_else(|| "-".to_owned(), |_| percent(share)),
            format!("{}%", line.target.at),
            line.status.shown(),
        ]);
    }
    for line in counts {
        let unknown = || "not known".to_owned();
        grid.row(&[
            format!("  {}", line.what),
            match (line.number, line.out_of) {
                (Some(number), Some(all)) => format!("{} of {}", thousands(number), thousands(all)),
                (Some(number), None) => thousands(number),
                (None, _) => unknown(),
            },
            "-".to_owned(),
            line.wanted(),
            line.status
                .map_or_else(|| "-".to_owned(), |status| status.shown()),
        ]);
    }
    grid.print(page);
    let mut meanings = Vec::new();
    if !lines.is_empty() {
        meanings
            .push("At target: as many as that or more. Too few to judge: out of fewer than 30.");
    }
    if !counts.is_empty() {
        meanings.push("At most: no more than that on the day, of what could be judged.");
    }
    page.note(&format!("{}{}", meanings.join(" "), close(parts)));
    page.gap();
}

/// ` Close: M1 from 80%, M7 up to 3 workers.`
fn close(parts: &Parts<'_>) -> String {
    let figures = &parts.figures;
    let shares = figures.targets.iter().filter_map(|line| {
        let close = line.target.close?;
        Some(format!("{} from {close}%", line.measure))
    });
    let counts = figures.count_targets.iter().filter_map(|line| {
        let close = line.target.close?;
        let word = line.target.counted.word(close);
        Some(format!("{} up to {close} {word}", line.measure))
    });
    let mut once: Vec<String> = Vec::new();
    for one in shares.chain(counts) {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    if once.is_empty() {
        String::new()
    } else {
        format!(" Close: {}.", once.join(", "))
    }
}

/// What is set aside by waivers, and which of them are in force, over, to come or of no use.
pub(super) fn waivers(parts: &Parts<'_>, page: &mut Page) {
    let waivers = &parts.figures.waivers;
    if waivers.list.is_empty() {
        return;
    }
    let day = day_in_words(parts.figures.as_of);
    page.strong(&format!("Waivers on {day}: {}", states(parts)));
    if !waivers.ignored {
        page.note(&sentence(parts));
    }
    for line in &waivers.list {
        page.note(&told(line));
    }
    page.gap();
}

/// `Active, lapses soon: all-staff for staff W1, 1 finding, until 10 Nov 2026; approved by PSW: long sick leave.`
fn told(line: &WaiverLine) -> String {
    let found = match line.findings {
        0 => String::new(),
        number => format!(", {}", count(number, "finding", "findings")),
    };
    let from = match (line.state, line.from) {
        ("not-begun", Some(from)) => format!("from {} ", from.short()),
        _ => String::new(),
    };
    format!(
        "{}: {} for {} {}{found}, {from}until {}; approved by {}: {}",
        state(line),
        line.clause,
        line.scope,
        line.id,
        line.until.short(),
        line.approved_by,
        line.reason
    )
}

fn state(line: &WaiverLine) -> String {
    let words = match line.state {
        "active" => "Active",
        "unused" => "Unused",
        "expired" => "Expired",
        _ => "Not yet begun",
    };
    if line.lapses_soon {
        format!("{words}, lapses soon")
    } else {
        words.to_owned()
    }
}

/// `1 active, 1 unused, 1 expired, 1 not yet begun`.
fn states(parts: &Parts<'_>) -> String {
    let waivers = &parts.figures.waivers;
    let states = [
        (waivers.active, "active"),
        (waivers.unused, "unused"),
        (waivers.expired, "expired"),
        (waivers.not_begun, "not yet begun"),
    ];
    let said: Vec<String> = states
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", thousands(*number)))
        .collect();
    let ignored = if waivers.ignored {
        "; all ignored here, as was asked"
    } else {
        ""
    };
    format!("{}{ignored}", said.join(", "))
}

fn sentence(parts: &Parts<'_>) -> String {
    let waivers = &parts.figures.waivers;
    let verb = if waivers.findings == 1 { "is" } else { "are" };
    let found = count(waivers.findings, "finding", "findings");
    let outside: Vec<String> = [
        (
            "staff-supervision",
            "staff supervision",
            "staff supervisions",
        ),
        ("case-supervision", "case supervision", "case supervisions"),
        ("recording", "record", "records"),
    ]
    .into_iter()
    .filter_map(|(measure, one, many)| {
        let rate = parts.figures.overall(measure)?;
        let number = rate.excluded.waived;
        (number > 0).then(|| count(number, one, many))
    })
    .collect();
    let outside = if outside.is_empty() {
        String::new()
    } else {
        let fell_due = joined(&outside, "and");
        format!(" Outside every figure of what fell due: {fell_due}.")
    };
    let position = &parts.figures.position;
    let position = if position.staff.waived + position.cases.waived == 0 {
        String::new()
    } else {
        let both = position.both(|line| line.waived);
        format!(" Overdue and waived: {both}.")
    };
    format!("{found} {verb} waived, and in no figure above.{outside}{position}")
}
