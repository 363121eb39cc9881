//! `oversight diff`: the findings of two audits side by side.

use std::io::Write;
use std::path::Path;

use crate::ledger::Severity;
use crate::report::{self, Change, Csv, Snapshot};

use super::args::{Diff, Format};
use super::exit::Exit;
use super::{files, output};

/// The widest a comparison gets.
const WIDTH: u16 = 100;

/// Compares two reports and writes what changed.
pub(super) fn run(args: &Diff, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut written = Vec::with_capacity(args.output.len());
    for path in &args.output {
        output::check(path, &[&args.old, &args.new])?;
        written.push((path, output::format_of(path)?));
    }
    let (old, new) = (snapshot(&args.old)?, snapshot(&args.new)?);
    let compared = match args.cut.asked() {
        Some(part) => report::diff_part(&old, &new, &part)?,
        None => report::diff(&old, &new)?,
    };
    let render = |format: Format, form: Csv| match format {
        Format::Table => compared.table(WIDTH),
        Format::Json => compared.json(),
        Format::Csv => compared.csv(form),
    };
    for (path, format) in &written {
        output::write(path, &render(*format, args.plain.file()))?;
        writeln!(err, "wrote {}", path.display())?;
    }
    if written.is_empty() || args.format.is_some() {
        let format = args.format.unwrap_or(Format::Table);
        output::print(&render(format, args.plain.printed()), out)?;
    }
    let breach = compared
        .of(Change::New)
        .any(|line| line.severity == Severity::Breach);
    Ok(if breach && !args.exit_zero {
        Exit::Breaches
    } else {
        Exit::Clean
    })
}

/// A JSON report of an earlier audit.
pub(super) fn snapshot(path: &Path) -> anyhow::Result<Snapshot> {
    let text = files::text(path)?;
    Ok(Snapshot::parse(&text, &path.display().to_string())?)
}
