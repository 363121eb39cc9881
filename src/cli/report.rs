//! `oversight report`: the health check for senior managers.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::engine::{self, Keeps, Question};
use crate::ledger::{Ledger, Part, Severity};
use crate::report::{self, Book, HealthCheck, Kept, Month};

use super::args::{Audience, Report};
use super::exit::Exit;
use super::ready::{self, Ready, Tolerance};
use super::{audit, explain, inputs, output, period, workbook};

/// Audits, and writes the health check.
pub(super) fn run(args: &Report, typed: &str, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let (books, texts) = workbook::apart(&args.output);
    let files = kinds(texts, args.audience)?;
    let filled = args.keep.files_for(!books.is_empty())?;
    let paths = inputs::paths(&args.given)?;
    let besides: Vec<&Path> = filled
        .iter()
        .chain(&args.since)
        .map(PathBuf::as_path)
        .collect();
    ready::may_write(&args.output, &args.rejects, &paths, &besides)?;
    let kept = args.keep.read()?;
    let since = ready::earlier(&paths, args.since.as_deref(), &filled)?;
    let question = period::checked(period::question(&args.when, paths.taken, audit::today))?;
    may_be_published(args, &books, question)?;
    let asked = (question, Keeps::Short);
    let Some(ready) = ready::ready(&paths, asked, args.ignore_waivers, err)? else {
        return Ok(Exit::NotAudited);
    };
    let part = args.cut.part(&ready.data)?;
    workbook::check_kept(kept.as_ref(), &ready.policy, part.as_ref(), err)?;
    let ready = ready.cut_to(part.as_ref());
    let (months, previous) = months(&ready, question, part.as_ref());
    let problems = args.rejects.said(ready.problems);
    ready::say_problems(&problems, err)?;
    let audit = report::Audit {
        policy: &ready.policy,
        data: &ready.data,
        ledger: &ready.ledger,
        banner: paths.banner.as_deref(),
        problems,
        command: typed.to_owned(),
        why: explain::call("explain", &args.given, &args.when),
        previous: previous.as_ref(),
        since: since.as_ref(),
    };
    audit::comparable(&audit)?;
    let check = HealthCheck {
        audit: &audit,
        months: &months,
        audience: audience(args.audience),
        one_page: args.one_page,
    };
    args.rejects.write(&ready.data, err)?;
    write_all((files, &books), &check, kept.as_ref(), err)?;
    let tolerance = Tolerance {
        rejects: 0,
        fails: Severity::Breach,
        exit_zero: args.exit_zero,
    };
    let exit = ready::exit(&audit, tolerance);
    ready::leave((ready.data, ready.ledger, previous));
    Ok(exit)
}

/// The months up to the as-of day, and the audit of the whole month before, where there is one. Of the other months only
/// the figures are held: all their audits at once would take several times the room of the exports.
fn months(ready: &Ready, question: Question, part: Option<&Part>) -> (Vec<Month>, Option<Ledger>) {
    let inputs = (&ready.policy, &ready.data);
    let before = question.month_before();
    let mut previous = None;
    let mut months = Vec::new();
    for month in engine::months(inputs, question) {
        if month == question {
            months.push(Month::of(inputs, &ready.ledger));
            continue;
        }
        let ledger = engine::audit_part(inputs, (month, Keeps::Open), part);
        months.push(Month::of(inputs, &ledger));
        if before == Some(month) {
            previous = Some(ledger);
        }
    }
    let previous = previous.or_else(|| ready.month_before(question));
    (months, previous)
}

/// Writes every file that was asked for.
fn write_all(
    (files, books): (Vec<(&PathBuf, Kind)>, &[&PathBuf]),
    check: &HealthCheck<'_>,
    kept: Option<&Kept>,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    for (path, kind) in files {
        output::write(path, &kind.text(check))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    let book = Book {
        audit: check.audit,
        months: check.months,
        audience: check.audience,
        kept,
    };
    workbook::write(books, &book, err)
}

/// Refuses what is not published: a workbook, as its figures are not suppressed, a part of the council, and anything but
/// a whole month.
fn may_be_published(args: &Report, books: &[&PathBuf], question: Question) -> anyhow::Result<()> {
    if args.audience != Audience::Publishable {
        return Ok(());
    }
    if let Some(book) = books.first() {
        bail!(
            "`{}` would show every count, however small: `--audience publishable` is for .html and .md",
            book.display()
        );
    }
    if args.cut.asked().is_some() {
        bail!(
            "a part of the council is not published: what is suppressed in one report could be worked out from another; \
             leave out --team, --service and --supervisor, or --audience publishable"
        );
    }
    // Of two periods that overlap, the difference is in neither report.
    if !question.is_whole_month() {
        let (from, to) = question.period;
        bail!(
            "{from} to {to} is no whole month, and only whole months are published: counts of a few could be worked out \
             from two periods that overlap; give --month {}",
            from.date().format("%Y-%m")
        );
    }
    Ok(())
}

fn audience(asked: Audience) -> report::Audience {
    match asked {
        Audience::Internal => report::Audience::Internal,
        Audience::Senior => report::Audience::Senior,
        Audience::Publishable => report::Audience::Publishable,
    }
}

/// The format that each file's ending says.
fn kinds(paths: Vec<&PathBuf>, audience: Audience) -> anyhow::Result<Vec<(&PathBuf, Kind)>> {
    let kinds = paths.into_iter();
    kinds
        .map(|path| Ok((path, kind_of(path, audience)?)))
        .collect()
}

/// What a health check can be written as.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Page,
    Paper,
    Json,
    List,
}

impl Kind {
    fn text(self, check: &HealthCheck<'_>) -> String {
        match self {
            Kind::Page => report::html(check),
            Kind::Paper => report::markdown(check),
            Kind::Json => report::health_json(check),
            Kind::List => report::csv(check.audit, report::Csv::File),
        }
    }
}

/// The format that a file's ending says.
fn kind_of(path: &Path, audience: Audience) -> anyhow::Result<Kind> {
    match (output::ending(path).as_deref(), audience) {
        (Some("html" | "htm"), _) => Ok(Kind::Page),
        (Some("md"), _) => Ok(Kind::Paper),
        (Some("json"), Audience::Internal) => Ok(Kind::Json),
        (Some("csv"), Audience::Internal) => Ok(Kind::List),
        (Some("json" | "csv"), Audience::Senior | Audience::Publishable) => bail!(
            "`{}` would name everybody: a report in JSON or CSV is for `--audience internal` only; give .html or .md",
            path.display()
        ),
        (Some(_) | None, _) => bail!(
            "`{}` has no ending that says a format of the health check, expected .html, .md, .json, .csv or .xlsx",
            path.display()
        ),
    }
}
