//! `oversight audit`: the monthly audit.

use std::io::Write;
use std::path::Path;

use crate::calendar::Day;
use crate::engine::{self, Question};
use crate::ledger::{Ledger, Reason, Severity, Untestable};
use crate::policy::{self, Policy};
use crate::problem::{Level, Problem};
use crate::records::Dataset;
use crate::report;

use super::args::{Audit, Format};
use super::exit::Exit;
use super::folder::Paths;
use super::{diff, explain, inputs, output, period};

/// How many rows left out and warnings are said; the JSON report lists all.
const PROBLEMS_SAID: usize = 10;

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
    for (path, _) in &files {
        let read = paths.all().into_iter().chain(args.since.as_deref());
        output::check(path, &read.collect::<Vec<_>>())?;
    }
    let since = args.since.as_deref().map(diff::snapshot).transpose()?;
    let question = period::checked(period::question(&args.when, paths.taken, today))?;
    let Some(ready) = ready(&paths, question, args.ignore_waivers, err)? else {
        return Ok(Exit::NotAudited);
    };
    let audit = report::Audit {
        policy: &ready.policy,
        data: &ready.data,
        ledger: &ready.ledger,
        banner: paths.banner.as_deref(),
        problems: ready.problems,
        command: typed.to_owned(),
        why: explain::call(&args.given, &args.when),
        previous: ready.previous.as_ref(),
        since: since.as_ref(),
    };
    if let Some(earlier) = &since {
        report::diff(earlier, &report::Snapshot::of(&audit))?;
    }
    let render = |format: Format, style: report::Style| match format {
        Format::Table => report::table(&audit, WIDTH, style),
        Format::Json => report::json(&audit),
        Format::Csv => report::csv(&audit),
    };
    for (path, format) in &files {
        write(path, *format, &render(*format, report::Style::Plain))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    let exit = exit(
        &audit,
        Tolerance {
            rejects: args.max_rejects,
            fails: args.fail_on.severity(),
            exit_zero: args.exit_zero,
        },
    );
    if files.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(Format::Table);
        print(&render(format, output::style(args.no_color)), out)?;
    }
    Ok(exit)
}

/// Everything that a report is made from.
pub(super) struct Ready {
    pub(super) policy: Policy,
    pub(super) data: Dataset,
    pub(super) ledger: Ledger,
    /// The same audit as of the end of the month before.
    pub(super) previous: Option<Ledger>,
    /// What is wrong with the exports, and what the policy names that they have not.
    pub(super) problems: Vec<Problem>,
}

/// Reads and audits; nothing after it was said why that can't be done.
pub(super) fn ready(
    paths: &Paths,
    question: Question,
    ignore_waivers: bool,
    err: &mut dyn Write,
) -> anyhow::Result<Option<Ready>> {
    let Some((mut policy, data)) = inputs::read(paths, question.taken, err)? else {
        return Ok(None);
    };
    policy.waivers_ignored = ignore_waivers;
    let ledger = engine::audit(&policy, &data, question);
    let previous =
        period::month_before(question).map(|before| engine::audit(&policy, &data, before));
    let mut problems: Vec<_> = policy::against(&policy, &data)
        .iter()
        .map(|mistake| mistake.problem(&policy.text, &policy.file))
        .collect();
    let odd = policy::odd_waivers(&policy, question.as_of, Some(&data));
    problems.extend(odd.iter().map(|(waiver, mistake)| {
        let (file, text) = policy.file_of(waiver);
        mistake.problem(text, file)
    }));
    problems.extend(data.problems.iter().cloned());
    say_problems(&problems, err)?;
    Ok(Some(Ready {
        policy,
        data,
        ledger,
        previous,
        problems,
    }))
}

/// Prints a report; nobody reading on is no failure.
pub(super) fn print(text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        Err(_) | Ok(()) => Ok(()),
    }
}

/// Writes a report's file. Excel takes a CSV file without the mark of UTF-8 for windows-1252.
pub(super) fn write(path: &Path, format: Format, text: &str) -> anyhow::Result<()> {
    match format {
        Format::Csv => output::write(path, &format!("\u{feff}{text}")),
        Format::Table | Format::Json => output::write(path, text),
    }
}

/// Says which rows were left out and what may mislead: the page itself has only their number.
fn say_problems(problems: &[Problem], err: &mut dyn Write) -> anyhow::Result<()> {
    let mut said: Vec<(&str, &Problem)> = Vec::new();
    for problem in problems {
        match problem.level {
            Level::Error => said.push(("row left out", problem)),
            Level::Warning => said.push(("warning", problem)),
            Level::Note => {}
        }
    }
    for (word, problem) in said.iter().take(PROBLEMS_SAID) {
        writeln!(err, "{word}: {problem}")?;
    }
    match said.len().saturating_sub(PROBLEMS_SAID) {
        0 => {}
        more => writeln!(
            err,
            "and {more} more, all listed under `problems` in the JSON report (-o report.json)"
        )?,
    }
    Ok(())
}

/// What an audit bears before its exit code says that something is wrong.
pub(super) struct Tolerance {
    /// Rejected rows up to which it is complete.
    pub(super) rejects: u32,
    /// The least severity that counts.
    pub(super) fails: Severity,
    /// Whether breaches count at all.
    pub(super) exit_zero: bool,
}

pub(super) fn exit(audit: &report::Audit<'_>, tolerance: Tolerance) -> Exit {
    let files = &audit.data.files;
    let rejected: u32 = files.iter().map(|file| file.rejected).sum();
    if files.iter().any(|file| file.accepted == 0)
        || rejected > tolerance.rejects
        || !shows_enough(audit.ledger)
    {
        return Exit::Incomplete;
    }
    // What is only past its target is in time.
    let missed = report::findings(audit)
        .iter()
        .any(|finding| finding.severity <= tolerance.fails && finding.outcome != "past-target");
    if missed && !tolerance.exit_zero {
        Exit::Breaches
    } else {
        Exit::Clean
    }
}

/// Whether anything was judged at all, and no export seems to be missing: without that, nothing found is no all-clear.
fn shows_enough(ledger: &Ledger) -> bool {
    let missing = |one: &Untestable| one.reason == Reason::NoSessions;
    ledger.tallies.iter().any(|tally| tally.examined > 0) && !ledger.untestable.iter().any(missing)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock, when nobody says a day"
)]
pub(super) fn today() -> Day {
    Day::from_date(chrono::Local::now().date_naive()).unwrap_or(Day::LAST)
}

#[cfg(test)]
mod tests {
    use super::shows_enough;
    use crate::engine::testing::World;

    #[test]
    fn nothing_judged_and_an_export_missing_are_no_all_clear() {
        let enough = |clauses: &str, kind: &str| {
            let world = World {
                clauses,
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-01",
                sessions: &format!("date, kind, supervisee_id\n2026-01-20, {kind}, S1"),
                as_of: "2026-01-31",
                ..World::default()
            };
            let (_, _, ledger) = world.ledger();
            shows_enough(&ledger)
        };
        let all = "[[staff-supervision]]\nid = 'all'\nevery = '1 month'";
        let managers = all.replace("id = 'all'", "id = 'managers'\nfor = { role = 'manager' }");
        let caseload = format!("{all}\n[[caseload]]\nid = 'cap'\nat-most = '9 cases'");
        assert!(enough(all, "personal"));
        assert!(!enough(&managers, "personal"), "nobody is a manager");
        assert!(!enough(all, "group"), "no personal session at all");
        assert!(
            !enough(&caseload, "group"),
            "although the caseload was judged"
        );
    }
}
