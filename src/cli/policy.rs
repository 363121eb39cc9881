//! `oversight policy check` and `oversight policy show`.

use std::io::Write;

use annotate_snippets::Renderer;

use crate::policy;
use crate::rules::{Clause, Duty};

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
    let Some(paths) = folder_of(which)? else {
        let Some(policy) = inputs::policy(&which.path, err)? else {
            return Ok(Exit::NotAudited);
        };
        say_sound(&policy, out)?;
        return Ok(Exit::Clean);
    };
    let taken = paths.taken.unwrap_or_else(audit::today);
    let Some((policy, data)) = inputs::read(&paths, taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    say_sound(&policy, out)?;
    let warnings = policy::against(&policy, &data);
    for warning in &warnings {
        let drawn = warning.render(&policy.text, &policy.file, &Renderer::plain());
        writeln!(out, "\n{drawn}")?;
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

fn say_sound(policy: &policy::Policy, out: &mut dyn Write) -> std::io::Result<()> {
    let all = policy.clauses.len();
    let stated = |clause: &&Clause| matches!(clause.duty, Duty::NotTestable(_));
    let untested = policy.clauses.iter().filter(stated).count();
    let tested = all - untested;
    writeln!(
        out,
        "{}: {all} clauses, {tested} tested and {untested} not testable; no mistakes",
        policy.file
    )
}

fn folder_of(which: &Which) -> anyhow::Result<Option<Paths>> {
    which
        .path
        .is_dir()
        .then(|| folder::read(&which.path))
        .transpose()
}
