//! `oversight check`: exports and policy without an audit.

use std::io::Write;

use crate::policy;
use crate::problem::Problem;
use crate::records::{self, CUT_SHORT, ColumnType, Dataset, Export, ExportFile};
use crate::report;

use super::args::{Check, Format};
use super::exit::Exit;
use super::{audit, inputs, output, pseudonymise, ready};

/// Of the policy's warnings, the one that says an export is not there at all.
const MISSING_EXPORT: &str = "missing-export";

/// The notes of the reader that the list of unknown ids says better.
const SUMMED_UP: &str = "unmatched";

/// Checks and writes what was found.
pub(super) fn run(
    args: &Check,
    typed: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut files = Vec::with_capacity(args.output.len());
    for path in &args.output {
        files.push((path, output::format_of(path)?));
    }
    let paths = inputs::paths(&args.given)?.meant_for("checked");
    ready::may_write(&args.output, &args.rejects, &paths, &[])?;
    let taken = paths.taken.unwrap_or_else(audit::today);
    let ages = |demand: &mut records::Demand| {
        demand.wish(Export::Cases, records::DATE_OF_BIRTH, ColumnType::Date);
    };
    let Some((mut policy, mut data)) = inputs::read_with(&paths, (taken, ages), err)? else {
        return Ok(Exit::NotAudited);
    };
    let lints = policy::lints(&policy);
    let mut problems: Vec<Problem> = lints
        .iter()
        .map(|mistake| mistake.problem(&policy.text, &policy.file))
        .collect();
    let audited = ready::problems_of((&policy, &data), taken).into_iter();
    problems.extend(audited.filter(|problem| !is_said_better(problem, &data)));
    problems.extend(records::doubts(&data, taken));
    let exit = exit(&data, &problems);
    if let Some(pseudonyms) = pseudonymise::hide(&paths, &mut policy, &mut data)? {
        problems = problems.iter().map(|one| pseudonyms.problem(one)).collect();
    }
    let check = report::Check {
        policy: &policy,
        data: &data,
        taken,
        taken_assumed: paths.taken.is_none(),
        banner: paths.banner.as_deref(),
        problems: args.rejects.said(problems),
        command: typed.to_owned(),
    };
    let render = |format: Format, style: report::Style, form: report::Csv| match format {
        Format::Table => report::check(&check, audit::WIDTH, style),
        Format::Json => report::check_json(&check),
        Format::Csv => report::check_csv(&check, form),
    };
    for (path, format) in &files {
        let text = render(*format, report::Style::Plain, args.plain.file());
        output::write(path, &text)?;
        writeln!(err, "wrote {}", path.display())?;
    }
    args.rejects.write(&data, err)?;
    if files.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(Format::Table);
        let text = render(format, output::style(args.no_color), args.plain.printed());
        output::print(&text, out)?;
    }
    Ok(exit)
}

/// Whether the list of unknown ids says the same, and of which row; it does not look at allocations.
fn is_said_better(problem: &Problem, data: &Dataset) -> bool {
    let of = |file: &ExportFile| {
        problem
            .place
            .as_ref()
            .is_some_and(|place| place.file == file.name)
    };
    let mut allocations = data.files_of(Export::Allocations);
    problem.kind == SUMMED_UP && !allocations.any(of)
}

/// Incomplete is what an audit of the same would be: a row rejected, a file without any, an export missing or cut short.
fn exit(data: &Dataset, problems: &[Problem]) -> Exit {
    let missing = problems
        .iter()
        .any(|problem| [MISSING_EXPORT, CUT_SHORT].contains(&problem.kind));
    if data.files.iter().all(ExportFile::is_whole) && !missing {
        Exit::Clean
    } else {
        Exit::Incomplete
    }
}
