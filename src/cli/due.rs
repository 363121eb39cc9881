//! `oversight due`: what falls due in the coming days.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{ArgAction, ValueEnum};

use crate::engine::Keeps;
use crate::ledger::Severity;
use crate::report::{self, Coming, Csv, Style};

use super::args::Given;
use super::exit::Exit;
use super::part::Cut;
use super::period::When;
use super::ready::{self, Tolerance};
use super::rejects::Rejects;
use super::{audit, explain, inputs, output, period, workbook};

/// The most days a list looks ahead.
const FARTHEST: u32 = 366;

/// What the exit code of a list says.
const DUE_CODES: &str = "Exit codes: 0 listed · 2 not listed · 3 listed, but rows were rejected, a file had none, an \
                         export seems to be missing or cut short, nothing could be judged, or a breach may be told as \
                         advice.";

#[derive(Debug, clap::Args)]
#[command(after_help = DUE_CODES)]
pub(super) struct Due {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    when: When,
    /// How far to look ahead from the as-of day, such as 14d or 2w
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = days)]
    within: Days,
    /// What to print
    #[arg(long, value_enum)]
    format: Option<DueFormat>,
    /// Write to a file instead, its format taken from the ending (.txt, .json, .csv, .ics, .xlsx); may be repeated
    #[arg(short, long, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// Show everything that is waived as if it were not
    #[arg(long)]
    ignore_waivers: bool,
    #[command(flatten)]
    cut: Cut,
    #[command(flatten)]
    rejects: Rejects,
    #[command(flatten)]
    plain: output::Plain,
    /// No colour, also on a terminal
    #[arg(long, action = ArgAction::SetTrue)]
    no_color: bool,
}

/// What a list can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    /// Text for a terminal, at most 100 columns wide
    Table,
    /// Everything, for scripts
    Json,
    /// One row for each thing due
    Csv,
    /// A calendar: one all-day event for each thing due, with ids and no names
    Ics,
}

/// So many days ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days(i32);

/// Days such as `14d`, weeks such as `2w`.
fn days(text: &str) -> Result<Days, String> {
    let expected =
        || format!("expected days or weeks such as 14d or 2w, from 1 day to {FARTHEST} days");
    let text = text.trim();
    let (number, each) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 7),
        (None, None) => return Err(expected()),
    };
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| number.parse::<u32>().ok()).flatten();
    let all = number.and_then(|number| number.checked_mul(each));
    let all = all.filter(|all| (1..=FARTHEST).contains(all));
    let all = all.and_then(|all| i32::try_from(all).ok());
    all.map(Days).ok_or_else(expected)
}

/// Audits, and lists what falls due.
pub(super) fn run(
    args: &Due,
    typed: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (books, texts) = workbook::apart(&args.output);
    let mut files = Vec::with_capacity(texts.len());
    for path in texts {
        files.push((path, format_of(path)?));
    }
    let paths = inputs::paths(&args.given)?.meant_for("listed");
    ready::may_write(&args.output, &args.rejects, &paths, &[])?;
    let question = period::checked(period::question(&args.when, paths.taken, audit::today))?;
    let asked = (question, Keeps::Open);
    let Some(ready) = ready::ready(&paths, asked, args.ignore_waivers, err)? else {
        return Ok(Exit::NotAudited);
    };
    let part = args.cut.part(&ready.data)?;
    let ready = ready.cut_to(part.as_ref());
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
        previous: None,
        since: None,
    };
    let coming = Coming {
        audit: &audit,
        last: question.as_of.plus_days(args.within.0),
        overdue_call: &explain::call("audit", &args.given, &args.when),
    };
    args.rejects.write(&ready.data, err)?;
    for path in &books {
        output::write_bytes(path, &report::due_workbook(&coming)?)?;
        writeln!(err, "wrote {}", path.display())?;
    }
    hand_over(args, &files, &coming, (out, err))?;
    // What is overdue is the audit's to say: a list of what is to come is no breach.
    Ok(ready::exit(
        &audit,
        Tolerance {
            rejects: 0,
            fails: Severity::Breach,
            exit_zero: true,
        },
    ))
}

/// Writes the files, and prints the list where none is asked for.
fn hand_over(
    args: &Due,
    files: &[(&PathBuf, DueFormat)],
    coming: &Coming<'_>,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> anyhow::Result<()> {
    let render = |format: DueFormat, style: Style, form: Csv| match format {
        DueFormat::Table => report::due(coming, audit::WIDTH, style),
        DueFormat::Json => report::due_json(coming),
        DueFormat::Csv => report::due_csv(coming, form),
        DueFormat::Ics => report::due_calendar(coming),
    };
    for (path, format) in files {
        output::write(path, &render(*format, Style::Plain, args.plain.file()))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    if args.output.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(DueFormat::Table);
        let text = render(format, output::style(args.no_color), args.plain.printed());
        output::print(&text, out)?;
    }
    Ok(())
}

/// The format that a file's ending says.
fn format_of(path: &Path) -> anyhow::Result<DueFormat> {
    Ok(match output::ending(path).as_deref() {
        Some("txt") => DueFormat::Table,
        Some("json") => DueFormat::Json,
        Some("csv") => DueFormat::Csv,
        Some("ics") => DueFormat::Ics,
        Some(_) | None => bail!(
            "`{}` has no ending that says a format, expected .txt, .json, .csv, .ics or .xlsx",
            path.display()
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_and_weeks_and_nothing_else() {
        for (text, number) in [
            ("14d", 14),
            ("2w", 14),
            ("1d", 1),
            ("366d", 366),
            ("52w", 364),
        ] {
            assert_eq!(days(text).map(|days| days.0), Ok(number), "{text}");
        }
        for text in [
            "",
            "14",
            "d",
            "0d",
            "0w",
            "367d",
            "53w",
            "-1d",
            "+1d",
            "1.5w",
            "2m",
            "1 w",
            "99999999999w",
        ] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
