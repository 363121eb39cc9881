//! `oversight audit`: the monthly audit.

use std::io::Write;

use crate::calendar::Day;
use crate::engine;
use crate::policy;
use crate::report;

use super::args::{Audit, Format};
use super::exit::Exit;
use super::{explain, inputs, output, period};

/// The widest a report gets.
const WIDTH: u16 = 100;

/// Runs the audit and writes its reports.
pub(super) fn run(
    args: &Audit,
    typed: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut files = Vec::with_capacity(args.output.len());
    for path in &args.output {
        files.push((path, output::format_of(path)?));
    }
    let paths = inputs::paths(&args.given)?;
    let question = period::question(&args.when, paths.taken, today);
    let Some((policy, data)) = inputs::read(&paths, question.taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    let ledger = engine::audit(&policy, &data, question);
    let previous =
        period::month_before(question).map(|before| engine::audit(&policy, &data, before));
    let mut problems: Vec<_> = policy::against(&policy, &data)
        .iter()
        .map(|mistake| mistake.problem(&policy.text, &policy.file))
        .collect();
    problems.extend(data.problems.iter().cloned());
    let audit = report::Audit {
        policy: &policy,
        data: &data,
        ledger: &ledger,
        banner: paths.banner.as_deref(),
        problems,
        command: typed.to_owned(),
        why: explain::call(&args.given, &args.when),
        previous: previous.as_ref(),
    };
    let render = |format: Format, style: report::Style| match format {
        Format::Table => report::table(&audit, WIDTH, style),
        Format::Json => report::json(&audit),
        Format::Csv => report::csv(&audit),
    };
    for (path, format) in &files {
        output::write(path, &render(*format, report::Style::Plain))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    let exit = exit(args, &audit);
    if files.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(Format::Table);
        let written = out
            .write_all(render(format, output::style(args.no_color)).as_bytes())
            .and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                return Err(error.into());
            }
            Err(_) | Ok(()) => {}
        }
    }
    Ok(exit)
}

fn exit(args: &Audit, audit: &report::Audit<'_>) -> Exit {
    let files = &audit.data.files;
    let rejected: u32 = files.iter().map(|file| file.rejected).sum();
    if files.iter().any(|file| file.accepted == 0) || rejected > args.max_rejects {
        return Exit::Incomplete;
    }
    let fails = args.fail_on.severity();
    // What is only past its target is in time.
    let missed = report::findings(audit)
        .iter()
        .any(|finding| finding.severity <= fails && finding.outcome != "past-target");
    if missed && !args.exit_zero {
        Exit::Breaches
    } else {
        Exit::Clean
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock, when nobody says a day"
)]
pub(super) fn today() -> Day {
    Day::from_date(chrono::Local::now().date_naive()).unwrap_or(Day::LAST)
}
