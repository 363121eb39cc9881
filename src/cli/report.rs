//! `oversight report`: the health check for senior managers.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::calendar::Day;
use crate::engine::{self, Question};
use crate::ledger::Severity;
use crate::records::{Dataset, Export};
use crate::report::{self, Book, HealthCheck};

use super::args::{Audience, Report};
use super::exit::Exit;
use super::ready::{self, Tolerance};
use super::{audit, explain, inputs, output, period, workbook};

/// Audits, and writes the health check.
pub(super) fn run(args: &Report, typed: &str, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let (books, pages): (Vec<&PathBuf>, Vec<&PathBuf>) =
        args.output.iter().partition(|path| workbook::is_one(path));
    for path in &pages {
        is_page(path)?;
    }
    args.keep.check(!books.is_empty())?;
    let filled = args.keep.files()?;
    let paths = inputs::paths(&args.given)?;
    for path in &args.output {
        let read = paths.all().into_iter();
        let read = read.chain(filled.iter().map(PathBuf::as_path));
        output::check(path, &read.collect::<Vec<_>>())?;
    }
    let kept = args.keep.read()?;
    let question = period::checked(period::question(&args.when, paths.taken, audit::today))?;
    let Some(ready) = ready::ready(&paths, question, args.ignore_waivers, err)? else {
        return Ok(Exit::NotAudited);
    };
    let problems = args.rejects.said(ready.problems);
    ready::say_problems(&problems, err)?;
    let months: Vec<_> = covered(&ready.data, question)
        .into_iter()
        .map(|month| engine::audit(&ready.policy, &ready.data, month))
        .collect();
    let audit = report::Audit {
        policy: &ready.policy,
        data: &ready.data,
        ledger: &ready.ledger,
        banner: paths.banner.as_deref(),
        problems,
        command: typed.to_owned(),
        why: explain::call("explain", &args.given, &args.when),
        previous: ready.previous.as_ref(),
        since: None,
    };
    let check = HealthCheck {
        audit: &audit,
        months: &months,
        audience: match args.audience {
            Audience::Internal => report::Audience::Internal,
            Audience::Senior => report::Audience::Senior,
        },
        one_page: args.one_page,
    };
    args.rejects.write(&ready.data, err)?;
    for path in pages {
        output::write(path, &report::html(&check))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    let book = Book {
        audit: &audit,
        months: &months,
        audience: check.audience,
        kept: kept.as_ref(),
    };
    for path in books {
        workbook::write(path, &book, err)?;
    }
    Ok(ready::exit(
        &audit,
        Tolerance {
            rejects: 0,
            fails: Severity::Breach,
            exit_zero: args.exit_zero,
        },
    ))
}

/// Refuses a file whose ending is not that of a page.
fn is_page(path: &Path) -> anyhow::Result<()> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(()),
        Some(_) | None => bail!(
            "`{}` has no ending that says a format of the health check, expected .html or .xlsx",
            path.display()
        ),
    }
}

/// The months up to the as-of day of which the exports show all: those before any file of sessions begins would look
/// as if nobody had been supervised.
fn covered(data: &Dataset, question: Question) -> Vec<Question> {
    let begins = data.files.iter().enumerate().filter_map(|(index, file)| {
        let first = || {
            let rows = data.sessions.iter();
            let of_file = rows.filter(|session| usize::from(session.row.file) == index);
            of_file.map(|session| session.date).min()
        };
        (file.export == Export::Sessions)
            .then(|| file.covers_from.or_else(first))
            .flatten()
    });
    let begin = begins.max().unwrap_or(Day::FIRST);
    let months = period::thirteen_months(question);
    months
        .into_iter()
        .filter(|month| month.period.0 >= begin || month.as_of == question.as_of)
        .collect()
}
