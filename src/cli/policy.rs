//! `oversight policy check` and `oversight policy show`.

use std::io::Write;

use annotate_snippets::Renderer;

use crate::policy::{self, Mistake, Policy, Waiver};
use crate::rules::{Clause, Duty};

use super::args::{Policy as Command, Which};
use super::exit::Exit;
use super::folder::{self, Paths};
use super::{audit, inputs};

/// The width of a policy in plain English.
const WIDTH: usize = 100;

/// Runs either command.
pub(super) fn run(
    command: &Command,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        Command::Check(which) => check(which, out, err),
        Command::Show(which) => show(which, out, err),
    }
}

fn show(which: &Which, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let paths = match folder_of(which)? {
        Some(paths) => paths.meant_for(""),
        None => Paths::of_policy(&which.path),
    };
    let Some(policy) = inputs::policy(&paths, err)? else {
        return Ok(Exit::NotAudited);
    };
    out.write_all(policy::show(&policy, WIDTH).as_bytes())?;
    Ok(Exit::Clean)
}

fn check(which: &Which, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let Some(paths) = folder_of(which)? else {
        let Some(policy) = inputs::policy(&Paths::of_policy(&which.path), err)? else {
            return Ok(Exit::NotAudited);
        };
        say_sound(&policy, out)?;
        let odd = policy::odd_waivers(&policy, audit::today(), None);
        say_warnings(&policy, (policy::lints(&policy), odd), out)?;
        return Ok(Exit::Clean);
    };
    let paths = paths.meant_for("compared with it");
    let taken = paths.taken.unwrap_or_else(audit::today);
    let Some((policy, data)) = inputs::read(&paths, taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    say_sound(&policy, out)?;
    let missing = policy::against(&policy, &data);
    if missing.is_empty() {
        writeln!(out, "every column and value it names is in the exports")?;
    }
    let mut warnings = policy::lints(&policy);
    warnings.extend(missing);
    warnings.extend(policy::uncovered(&policy, &data));
    let odd = policy::odd_waivers(&policy, taken, Some(&data));
    say_warnings(&policy, (warnings, odd), out)?;
    Ok(Exit::Clean)
}

/// The warnings of the policy file and of its waivers, each in its file.
fn say_warnings(
    policy: &Policy,
    (mut warnings, odd): (Vec<Mistake>, Vec<(&Waiver, Mistake)>),
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let (beside, within): (Vec<_>, Vec<_>) = odd.into_iter().partition(|(waiver, _)| waiver.beside);
    warnings.extend(within.into_iter().map(|(_, mistake)| mistake));
    warnings.sort_by_key(|warning| warning.span.start);
    for warning in &warnings {
        let drawn = warning.render(&policy.text, &policy.file, &Renderer::plain());
        writeln!(out, "\n{drawn}")?;
    }
    for (waiver, warning) in &beside {
        let (file, text) = policy.file_of(waiver);
        writeln!(out, "\n{}", warning.render(text, file, &Renderer::plain()))?;
    }
    match warnings.len() + beside.len() {
        0 => Ok(()),
        1 => writeln!(out, "\n1 warning"),
        count => writeln!(out, "\n{count} warnings"),
    }
}

fn say_sound(policy: &Policy, out: &mut dyn Write) -> std::io::Result<()> {
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
