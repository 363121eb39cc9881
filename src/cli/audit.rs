//! `oversight audit`: the monthly audit.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::calendar::Day;
use crate::engine::Keeps;
use crate::report::{self, Book};

use super::args::{Audit, Format};
use super::exit::Exit;
use super::ready::{self, Tolerance};
use super::{explain, inputs, output, period, workbook};

/// The widest a report gets.
pub(super) const WIDTH: u16 = 100;

/// Runs the audit and writes its reports.
pub(super) fn run(
    args: &Audit,
    typed: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (books, texts) = workbook::apart(&args.output);
    let files = formats(texts)?;
    let dealt = args.deal.wanted()?;
    let lists = !books.is_empty() || !dealt.is_empty();
    let filled = args.keep.files_for(lists)?;
    let paths = inputs::paths(&args.given)?;
    let besides: Vec<&Path> = filled
        .iter()
        .chain(&args.since)
        .map(PathBuf::as_path)
        .collect();
    ready::may_write(&args.output, &args.rejects, &paths, &besides)?;
    let kept = args.keep.read()?;
    let since = ready::earlier(&paths, args.since.as_deref(), &filled)?;
    let question = period::checked(period::question(&args.when, paths.taken, today))?;
    let asked = (question, keeps(args, &files, lists));
    let Some(ready) = ready::ready(&paths, asked, args.ignore_waivers, err)? else {
        return Ok(Exit::NotAudited);
    };
    let part = args.cut.part(&ready.data)?;
    workbook::check_kept(kept.as_ref(), &ready.policy, part.as_ref(), err)?;
    let ready = ready.cut_to(part.as_ref()).naming_one(question);
    let previous = ready.month_before(question);
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
    comparable(&audit)?;
    write_texts(&audit, &files, args.plain.file(), err)?;
    let book = Book {
        audit: &audit,
        months: &[],
        audience: report::Audience::Internal,
        kept: kept.as_ref(),
    };
    workbook::write(&books, &book, err)?;
    workbook::deal_all(&book, &dealt, &filled, err)?;
    args.rejects.write(&ready.data, err)?;
    let exit = ready::exit(&audit, tolerance(args));
    if files.is_empty() && books.is_empty() && dealt.is_empty() || args.format.is_some() {
        output::print(&printed(args, &audit), out)?;
    }
    ready::leave((ready.data, ready.ledger, previous));
    Ok(exit)
}

/// Pages of figures name no more than the first of what is open. `lists` says whether workbooks are made, which list all.
fn keeps(args: &Audit, files: &[(&PathBuf, Format)], lists: bool) -> Keeps {
    let formats = files.iter().map(|(_, format)| format);
    let mut formats = formats.chain(&args.format);
    let pages = formats.all(|format| matches!(format, Format::Table));
    if lists || !pages || args.since.is_some() {
        Keeps::Short
    } else {
        Keeps::Open
    }
}

fn printed(args: &Audit, audit: &report::Audit<'_>) -> String {
    let format = args.format.unwrap_or(Format::Table);
    let style = (output::style(args.no_color), args.plain.printed());
    render(audit, format, style)
}

fn write_texts(
    audit: &report::Audit<'_>,
    files: &[(&PathBuf, Format)],
    form: report::Csv,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    for (path, format) in files {
        let text = render(audit, *format, (report::Style::Plain, form));
        output::write(path, &text)?;
        writeln!(err, "wrote {}", path.display())?;
    }
    Ok(())
}

fn render(
    audit: &report::Audit<'_>,
    format: Format,
    (style, form): (report::Style, report::Csv),
) -> String {
    match format {
        Format::Table => report::table(audit, WIDTH, style),
        Format::Json => report::json(audit),
        Format::Csv => report::csv(audit, form),
    }
}

/// Refuses an earlier report that can't be compared.
pub(super) fn comparable(audit: &report::Audit<'_>) -> anyhow::Result<()> {
    if let Some(earlier) = audit.since {
        report::diff(earlier, &report::Snapshot::of(audit))?;
    }
    Ok(())
}

fn tolerance(args: &Audit) -> Tolerance {
    Tolerance {
        rejects: args.max_rejects,
        fails: args.fail_on.severity(),
        exit_zero: args.exit_zero,
    }
}

/// The format that each file's ending says.
fn formats(paths: Vec<&PathBuf>) -> anyhow::Result<Vec<(&PathBuf, Format)>> {
    let formats = paths.into_iter().map(|path| {
        let format = output::format_of(path).map_err(|_| {
            let page = matches!(output::ending(path).as_deref(), Some("html" | "md"));
            let other = if page {
                "; .html and .md are written by `oversight report`"
            } else {
                ""
            };
            anyhow!(
                "`{}` has no ending that says a format of the audit, expected .txt, .json, .csv or .xlsx{other}",
                path.display()
            )
        });
        Ok((path, format?))
    });
    formats.collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock, when nobody says a day"
)]
pub(super) fn today() -> Day {
    Day::from_date(chrono::Local::now().date_naive()).unwrap_or(Day::LAST)
}
