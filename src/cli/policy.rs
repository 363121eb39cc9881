//! `oversight policy check` and `oversight policy show`.

use std::io::Write;

use annotate_snippets::Renderer;

use crate::policy;
use crate::rules::Duty;

use super::args::{Policy, Which};
use super::exit::Exit;
use super::folder::{self, Paths};
use super::{audit, inputs};

/// The width of a policy in plain English.
const WIDTH: usize = 100;

/// Runs either command.
pub(super) fn run(
    command: &Policy,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        Policy::Check(which) => check(which, out, err),
        Policy::Show(which) => show(which, out, err),
    }
}

fn show(which: &Which, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let file = match folder_of(which)? {
        Some(paths) => paths.policy,
        None => which.path.clone(),
    };
    let Some(policy) = inputs::policy(&file, err)? else {
        return Ok(Exit::NotAudited);
    };
    out.write_all(policy::show(&policy, WIDTH).as_bytes())?;
    Ok(Exit::Clean)
}

fn check(which: &Which, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = folder_of(which)?;
    let file = folder.as_ref().map_or(&which.path, |paths| &paths.policy);
    let Some(policy) = inputs::policy(file, err)? else {
        return Ok(Exit::NotAudited);
    };
    let untested = policy
        .clauses
        .iter()
        .filter(|clause| matches!(clause.duty, Duty::NotTestable(_)))
        .count();
    writeln!(
        out,
        "{}: {} clauses, {} tested and {untested} not testable; no mistakes",
        policy.file,
        policy.clauses.len(),
        policy.clauses.len() - untested,
    )?;
    let Some(paths) = folder else {
        return Ok(Exit::Clean);
    };
    let taken = paths.taken.unwrap_or_else(audit::today);
    let Some((policy, data)) = inputs::read(&paths, taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    let warnings = policy::against(&policy, &data);
    for warning in &warnings {
        writeln!(
            out,
            "\n{}",
            warning.render(&policy.text, &policy.file, &Renderer::plain())
        )?;
    }
    match warnings.len() {
        0 => writeln!(out, "every column and value it names is in the exports")?,
        1 => writeln!(
            out,
            "\n1 warning: it names something that is not in the exports"
        )?,
        count => writeln!(
            out,
            "\n{count} warnings: it names things that are not in the exports"
        )?,
    }
    Ok(Exit::Clean)
}

fn folder_of(which: &Which) -> anyhow::Result<Option<Paths>> {
    which
        .path
        .is_dir()
        .then(|| folder::read(&which.path))
        .transpose()
}
