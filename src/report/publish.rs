//! The health check for everybody: no people, and no count of one to five, printed or to be worked out.
//!
//! The parts of a row are disjoint and make up its total, and the teams' columns add up to their measure's row. Two
//! things more can be said of figures of several tables. Whoever is overdue has not done what fell due, so that as much
//! as that is taken to be known of *not done*. And whoever is overdue at the end of a month by more days than it has was
//! so at the end of the month before: so there are two lengths of being overdue and no more, of which the longer one
//! says nothing of the lengths a month ago. What is in the other reports besides (supervisors, months, newly qualified
//! staff, the longest gap) is left out: each would be a second way to work out what is suppressed here.

use crate::policy::Publishing;
use crate::records::ExportFile;

use super::document::{Block, Cell, Chart, Document, Plot, Section, Table};
use super::health::HealthCheck;
use super::rates::{Fraction, Rate};
use super::sentences::{percent, period, thousands, within};
use super::summary::{self, Summary};

mod suppression;

use suppression::{Row, Rule, Shown};

/// The measures that are published, with what fell due.
const MEASURES: [(&str, &str); 3] = [
    ("case-supervision", "Case supervisions"),
    ("staff-supervision", "Staff supervisions"),
    ("recording", "Records of supervision"),
];

/// What fell due has four parts, of which the last was not done.
const NOT_DONE: usize = 3;

/// The health check without anything by which somebody could be known.
pub(super) fn document(check: &HealthCheck<'_>) -> Document {
    let audit = check.audit;
    let figures = summary::of(audit);
    let policy = audit.policy;
    let rule = policy.publishing;
    let rows = due(&figures, rule);
    let mut sections = vec![fell_due(&figures, &rows, rule), position(&figures, rule)];
    if !check.one_page {
        sections.extend([teams(&figures, &rows, rule), caseloads(&figures, rule)]);
    }
    sections.push(how(&figures, check));
    let whose = policy.council.as_ref().unwrap_or(&policy.name);
    let state = if figures.provisional {
        "provisional, as later records may still change these figures"
    } else {
        "final, as the last deadline for recording had passed"
    };
    Document {
        stamp: audit.banner.map(str::to_owned),
        title: format!("Supervision health check: {whose}, {}", period(figures.period)),
        headline: headline(&figures, &rows),
        head: vec![
            format!("As of {}.", figures.as_of.long()),
            format!("Exports of {}: {state}.", figures.taken_words()),
            "This says whether supervision was recorded as held, and when. It does not say how good it was.".to_owned(),
        ],
        warnings: warnings(check),
        sections,
        one_page: check.one_page,
    }
}

/// That something must be minded, without the figures in it.
fn warnings(check: &HealthCheck<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if !check.audit.ledger.warnings.is_empty() {
        said.push(
            "The audit warns of something that may change these figures; the internal report says what."
                .to_owned(),
        );
    }
    if !check.audit.data.files.iter().all(ExportFile::is_whole) {
        said.push("Incomplete: rows of the exports could not be used.".to_owned());
    }
    said
}

type Due<'f> = (&'static str, &'static str, &'f Rate, Row);

fn suppressed(by: Publishing) -> Rule {
    Rule {
        highest: by.suppress_up_to,
        base: by.round_to,
    }
}

/// Whoever is overdue has not done what fell due, in this report or as the one of the month after may show.
fn known_not_done(figures: &Summary, measure: &str) -> u32 {
    match measure {
        "staff-supervision" => figures.position.staff.overdue,
        "case-supervision" => figures.position.cases.overdue,
        _ => 0,
    }
}

fn due(figures: &Summary, rule: Publishing) -> Vec<Due<'_>> {
    let rates = MEASURES.iter().filter_map(|(measure, label)| {
        let rate = figures.overall(measure)?;
        let parts = [
            rate.on_time,
            rate.late_to_7,
            rate.late_over_7,
            rate.not_done,
        ];
        let row =
            || suppressed(rule).protect(&parts, Some((NOT_DONE, known_not_done(figures, measure))));
        (rate.fell_due > 0).then(|| (*measure, *label, rate, row()))
    });
    rates.collect()
}

fn headline(figures: &Summary, rows: &[Due<'_>]) -> String {
    if !figures.judged {
        return "Nothing was judged: no clause of the policy found anybody or anything to judge in these exports. This \
                is not an all-clear."
            .to_owned();
    }
    let said = rows
        .iter()
        .filter(|(_, _, rate, row)| row.has_share && rate.fraction().percent().is_some());
    let said: Vec<String> = said
        .map(|(_, label, rate, _)| format!("{label}: {} on time.", percent(rate.fraction())))
        .collect();
    if said.is_empty() {
        return "Too few fell due for a share to be published.".to_owned();
    }
    said.join(" ")
}

fn cell(shown: Shown) -> Cell {
    match shown {
        Shown::Count(number) => Cell::Count(number),
        Shown::Hidden => Cell::Sign("c"),
    }
}

/// A total, rounded.
fn total(shown: Shown, rule: Publishing) -> Cell {
    let to = rule.round_to;
    let rounded = |number: u32| (number.saturating_add(to / 2) / to).saturating_mul(to);
    match shown {
        Shown::Count(number) if number > 0 && rounded(number) == 0 => Cell::Sign("k"),
        Shown::Count(number) => Cell::Count(rounded(number)),
        Shown::Hidden => Cell::Sign("c"),
    }
}

fn share(share: Fraction, open: bool) -> Cell {
    if share.denominator == 0 {
        Cell::Sign("z")
    } else if !open {
        Cell::Sign("c")
    } else if share.percent().is_none() {
        Cell::Sign("x")
    } else {
        Cell::Percent(share)
    }
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn fell_due(figures: &Summary, rows: &[Due<'_>], rule: Publishing) -> Section {
    const PARTS: [&str; 4] = ["On time", "1 to 7 days late", "Later", "Not done"];
    let mut blocks = Vec::new();
    let table = rows.iter().map(|(_, label, rate, row)| {
        let mut cells = vec![Cell::text(*label), total(row.total, rule)];
        cells.extend(row.parts.iter().map(|part| cell(*part)));
        cells.push(share(rate.fraction(), row.has_share));
        cells
    });
    let open = rows.iter().filter_map(|(_, label, _, row)| {
        let parts: Option<Vec<u32>> = row.parts.iter().map(|part| part.count()).collect();
        Some(((*label).to_owned(), parts?))
    });
    let open: Vec<(String, Vec<u32>)> = open.collect();
    if !open.is_empty() {
        let said = open.iter().map(|(label, parts)| {
            let parts: Vec<String> = PARTS
                .iter()
                .zip(parts)
                .map(|(name, number)| format!("{} {}", thousands(*number), name.to_lowercase()))
                .collect();
            format!("{label}: {}.", parts.join(", "))
        });
        blocks.push(Block::Chart(Chart {
            title: "What fell due, and what was done".to_owned(),
            description: said.collect::<Vec<_>>().join(" "),
            plot: Plot::Shares {
                parts: columns(&PARTS),
                rows: open.clone(),
            },
        }));
    }
    let mut names = vec!["Measure", "Fell due"];
    names.extend(PARTS);
    names.push("On time, %");
    let table = Table {
        caption: format!("What fell due {}", within(figures.period)),
        columns: columns(&names),
        rows: table.collect(),
    };
    if table.rows.is_empty() {
        blocks.push(Block::Sentence("Nothing fell due.".to_owned()));
    } else {
        blocks.push(Block::Table(table));
    }
    Section {
        id: "fell-due",
        title: "What fell due, what was done".to_owned(),
        finding: String::new(),
        blocks,
    }
}

fn position(figures: &Summary, rule: Publishing) -> Section {
    let lines = [
        ("Staff", &figures.position.staff),
        ("Children's cases", &figures.position.cases),
    ];
    let rows = lines.iter().filter(|(_, line)| line.owed > 0);
    let rows = rows.map(|(label, line)| {
        let bands = line.bands;
        let (short, long) = (bands.to_14 + bands.to_28, bands.to_56 + bands.beyond);
        let row = suppressed(rule).protect(&[line.in_date, short, long], None);
        let mut cells = vec![Cell::text(*label), total(row.total, rule)];
        cells.extend(row.parts.iter().map(|part| cell(*part)));
        cells.push(share(line.fraction(), row.has_share));
        cells
    });
    let table = Table {
        caption: "In date, and overdue by how long".to_owned(),
        columns: columns(&[
            "Who",
            "Owed supervision",
            "In date",
            "1 to 28 days",
            "29 days and more",
            "In date, %",
        ]),
        rows: rows.collect(),
    };
    Section {
        id: "position",
        title: format!("Where we stand on {}", figures.as_of.long()),
        finding: String::new(),
        blocks: if table.rows.is_empty() {
            vec![Block::Sentence("Nobody owed supervision.".to_owned())]
        } else {
            vec![Block::Table(table)]
        },
    }
}

/// The teams of each measure whose own row says how many were on time: otherwise their sum would.
fn teams(figures: &Summary, rows: &[Due<'_>], rule: Publishing) -> Section {
    let mut blocks = Vec::new();
    for (measure, label, rate, row) in rows {
        let rates: Vec<&Rate> = figures.by(measure, "team").collect();
        let counts: Vec<(u32, u32)> = rates
            .iter()
            .map(|rate| (rate.on_time, rate.fell_due.saturating_sub(rate.on_time)))
            .collect();
        let sums = |rates: &[&Rate]| -> (u32, u32) {
            let on_time = rates.iter().map(|rate| rate.on_time).sum();
            (on_time, rates.iter().map(|rate| rate.fell_due).sum())
        };
        // Whoever has no team is in the total alone, and would be the difference.
        let whole = sums(&rates) == (rate.on_time, rate.fell_due);
        let open = suppressed(rule).protect_teams(&counts);
        let open = open.filter(|_| row.has_share && whole && rates.len() > 1);
        let Some(open) = open else {
            continue;
        };
        let cells = rates.iter().zip(&open).map(|(rate, open)| {
            let counts = [rate.fell_due, rate.on_time, rate.fell_due - rate.on_time];
            let mut cells = vec![Cell::text(&rate.key)];
            cells.extend(counts.map(|count| match count {
                0 => Cell::Count(0),
                count if *open => Cell::Count(count),
                _ => Cell::Sign("c"),
            }));
            cells.push(share(rate.fraction(), *open));
            cells
        });
        blocks.push(Block::Table(Table {
            caption: format!("{label} by team"),
            columns: columns(&["Team", "Fell due", "On time", "Not on time", "On time, %"]),
            rows: cells.collect(),
        }));
    }
    if blocks.is_empty() {
        blocks.push(Block::Sentence(
            "Teams are too few, or what they owed too little, for figures of theirs to be published."
                .to_owned(),
        ));
    }
    Section {
        id: "teams",
        title: "Where".to_owned(),
        finding: String::new(),
        blocks,
    }
}

fn caseloads(figures: &Summary, rule: Publishing) -> Section {
    let load = &figures.caseload;
    let above = load.above.min(load.workers);
    let row = suppressed(rule).protect(&[above, load.workers - above], None);
    let mut cells = vec![Cell::text("Workers with a limit"), total(row.total, rule)];
    cells.extend(row.parts.iter().map(|part| cell(*part)));
    Section {
        id: "caseloads",
        title: "Caseloads".to_owned(),
        finding: String::new(),
        blocks: if load.workers == 0 {
            vec![Block::Sentence("No caseload was judged.".to_owned())]
        } else {
            vec![Block::Table(Table {
                caption: "Workers against their caseload limit".to_owned(),
                columns: columns(&["Who", "Workers", "Above it", "Within it"]),
                rows: vec![cells],
            })]
        },
    }
}

/// What the symbols say, and what was left out.
fn how(figures: &Summary, check: &HealthCheck<'_>) -> Section {
    let Publishing {
        suppress_up_to,
        round_to,
    } = check.audit.policy.publishing;
    let rounded = format!(
        "What fell due, who owed supervision, and workers of the whole service are rounded to the nearest {round_to}, \
         so that their parts need not add up to them."
    );
    let hidden = format!(
        "Confidential: 1 to {suppress_up_to}, or a figure that could help to work out such a one."
    );
    let mut terms = vec![
        ("c", hidden.as_str()),
        ("z", "Not applicable: nothing was owed."),
        (
            "x",
            "Not available: under ten were owed, of which a percentage would mislead.",
        ),
        ("0", "None."),
        ("Totals", rounded.as_str()),
        (
            "On time",
            "Recorded as held on or before the last day in time.",
        ),
    ];
    if round_to / 2 > suppress_up_to + 1 {
        terms.insert(3, ("k", "Rounds to 0, and is not 0."));
    }
    let terms = terms.into_iter();
    let terms = terms.map(|(word, text)| (word.to_owned(), text.to_owned()));
    let clauses = figures.clauses;
    Section {
        id: "how",
        title: "How we know".to_owned(),
        finding: format!(
            "{} of {} clauses of the policy were tested.",
            clauses.tested, clauses.clauses
        ),
        blocks: vec![
            Block::Terms(terms.collect()),
            Block::Note(format!(
                "Policy: {}. Waived supervision stands outside every figure. Supervisors, months before, newly \
                 qualified staff, the longest gaps and reasons of waivers are left out, as figures could be worked out \
                 from them.",
                check.audit.policy.name
            )),
        ],
    }
}
