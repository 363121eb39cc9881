//! The comparison for a terminal.

use super::grid::{Align, Grid};
use super::page::{Page, shortened};
use crate::calendar::Day;
use crate::ledger::Severity;
use crate::report::sentences::{part_words, thousands};
use crate::report::{Change, Diff, DiffLine, Style};

/// How many of each an audit's own page shows.
const SHOWN: usize = 6;

/// What the words mean.
const MEANING: &str = "New: open now and not then. Resolved: done, or no longer asked for. Gone: they left, the case closed, or it can no longer be judged, so that nobody can tell here whether it was done before. Past-target findings are not compared.";

/// The whole comparison.
pub(in crate::report) fn render(diff: &Diff, width: u16) -> String {
    let mut page = Page::new(width, Style::Plain);
    let whose = diff
        .council
        .as_ref()
        .map_or_else(String::new, |council| format!("{council}: "));
    let (old, new) = (diff.old.as_of.short(), diff.new.as_of.short());
    let part = diff.part.as_ref();
    let part = part.map_or_else(String::new, |part| format!(" of {}", part_words(part)));
    page.strong(&format!(
        "{whose}findings{part} as of {new}, compared with {old}"
    ));
    page.sentence(&format!(
        "Open: {} then, {} now.",
        open(diff.old.open),
        open(diff.new.open)
    ));
    head(diff, &mut page);
    for change in Change::ALL {
        list(diff, change, usize::MAX, &mut page);
    }
    page.finish()
}

/// The comparison as a part of an audit's page.
pub(super) fn section(diff: &Diff, page: &mut Page) {
    page.strong(&format!("Since {}", diff.old.as_of.short()));
    head(diff, page);
    for change in [Change::New, Change::StillOpen] {
        list(diff, change, SHOWN, page);
    }
}

fn open(number: usize) -> String {
    thousands(u32::try_from(number).unwrap_or(u32::MAX))
}

fn head(diff: &Diff, page: &mut Page) {
    let counts: Vec<String> = diff
        .counts
        .iter()
        .map(|(change, number)| format!("{} {}", open(*number), change.word()))
        .collect();
    page.sentence(&format!("{}.", counts.join(", ")));
    for note in &diff.notes {
        page.warn(&format!("Note: {note}."));
    }
    page.note(MEANING);
    page.gap();
}

fn list(diff: &Diff, change: Change, most: usize, page: &mut Page) {
    let lines: Vec<&DiffLine> = diff.of(change).collect();
    if lines.is_empty() {
        return;
    }
    let mut letters = change.word().chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let word: String = first.into_iter().chain(letters).collect();
    let number = open(lines.len());
    let title = if lines.len() > most {
        format!("{word}: {most} of {number}")
    } else {
        format!("{word}: {number}")
    };
    let header = [
        (title.as_str(), Align::Left),
        ("clause", Align::Left),
        ("supervisor", Align::Left),
        ("days", Align::Right),
        ("since", Align::Left),
        ("", Align::Left),
    ];
    let mut grid = Grid::new(&header, 0, &[]);
    for line in lines.into_iter().take(most) {
        grid.row(&cells(line));
    }
    grid.print(page);
    page.gap();
}

fn cells(line: &DiffLine) -> Vec<String> {
    let dash = || "-".to_owned();
    let subject = &line.subject;
    let name = subject
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!(" {name}"));
    let held = line
        .session_date
        .filter(|_| subject.kind != "session")
        .map_or_else(String::new, |day| format!(" held {}", day.day_month()));
    let star = match line.severity {
        Severity::Breach => "",
        Severity::Advisory => " *",
        Severity::Information => " **",
    };
    let who = format!("  {} {}{name}{held}{star}", subject.kind, subject.id);
    vec![
        shortened(&who, 34),
        shortened(&line.clause, 16),
        line.supervisor
            .as_ref()
            .map_or_else(dash, |id| shortened(id, 9)),
        line.days.map_or_else(dash, |days| days.to_string()),
        line.open_since.map_or_else(dash, Day::short),
        line.why
            .as_ref()
            .map_or_else(String::new, |why| shortened(why, 30)),
    ]
}
