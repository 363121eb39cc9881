//! `oversight audit`: the monthly audit.

use std::io::Write;

use crate::calendar::Day;
use crate::engine;
use crate::ledger::{Ledger, Reason, Untestable};
use crate::policy::{self, Policy};
use crate::problem::{Level, Problem};
use crate::records::{self, Dataset};
use crate::report;

use super::args::{Audit, Format};
use super::exit::Exit;
use super::{diff, explain, inputs, output, period};

/// How many rows left out and warnings are said; the JSON report lists all.
const PROBLEMS_SAID: usize = 10;

/// The widest a report gets.
pub(super) const WIDTH: u16 = 100;

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
    for path in args.output.iter().chain(&args.rejects.rejects) {
        let read = paths.all().into_iter().chain(args.since.as_deref());
        output::check(path, &read.collect::<Vec<_>>())?;
    }
    let since = args.since.as_deref().map(diff::snapshot).transpose()?;
    let question = period::checked(period::question(&args.when, paths.taken, today))?;
    let Some((mut policy, data)) = inputs::read(&paths, question.taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    policy.waivers_ignored = args.ignore_waivers;
    let ledger = engine::audit(&policy, &data, question);
    let previous =
        period::month_before(question).map(|before| engine::audit(&policy, &data, before));
    let problems = problems_of((&policy, &data), question.as_of);
    let problems = args.rejects.said(problems);
    say_problems(&problems, err)?;
    let audit = report::Audit {
        policy: &policy,
        data: &data,
        ledger: &ledger,
        banner: paths.banner.as_deref(),
        problems,
        command: typed.to_owned(),
        why: explain::call("explain", &args.given, &args.when),
        previous: previous.as_ref(),
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
        output::write_as(path, *format, &render(*format, report::Style::Plain))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    args.rejects.write(&data, err)?;
    let exit = exit(args, &audit);
    if files.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(Format::Table);
        output::print(&render(format, output::style(args.no_color)), out)?;
    }
    Ok(exit)
}

/// What the policy and its waivers name and the exports have not, and what is wrong with the exports.
pub(super) fn problems_of((policy, data): (&Policy, &Dataset), as_of: Day) -> Vec<Problem> {
    let mut problems: Vec<Problem> = policy::against(policy, data)
        .iter()
        .map(|mistake| mistake.problem(&policy.text, &policy.file))
        .collect();
    let odd = policy::odd_waivers(policy, as_of, Some(data));
    problems.extend(odd.iter().map(|(waiver, mistake)| {
        let (file, text) = policy.file_of(waiver);
        mistake.problem(text, file)
    }));
    problems.extend(data.problems.iter().cloned());
    problems
}

/// Says which rows were left out and what may mislead: the page itself has only their number.
fn say_problems(problems: &[Problem], err: &mut dyn Write) -> anyhow::Result<()> {
    let mut said: Vec<(&str, &Problem)> = Vec::new();
    for problem in problems {
        match problem.level {
            Level::Error
                if problem
                    .place
                    .as_ref()
                    .is_some_and(|place| place.line.is_some()) =>
            {
                said.push(("row left out", problem));
            }
            Level::Error => said.push(("error", problem)),
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

fn exit(args: &Audit, audit: &report::Audit<'_>) -> Exit {
    let files = &audit.data.files;
    let rejected: u32 = files.iter().map(|file| file.rejected).sum();
    let empty = |file: &records::ExportFile| file.accepted == file.left_out || !file.adds_up();
    if files.iter().any(empty) || rejected > args.max_rejects || !shows_enough(audit.ledger) {
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

/// Whether anything was judged at all, and no export seems to be missing: without that, nothing found is no all-clear.
fn shows_enough(ledger: &Ledger) -> bool {
    let missing = |one: &Untestable| {
        matches!(
            one.reason,
            Reason::NoSessions | Reason::NoActivity | Reason::NoExport { .. }
        )
    };
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
