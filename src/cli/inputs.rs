//! Reads what an audit is made from: policy, mapping, exports.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use anyhow::{anyhow, bail};
use rayon::prelude::*;

use crate::calendar::Day;
use crate::policy::{Policy, PolicyError};
use crate::problem::Problem;
use crate::records::{self, Dataset, Demand, Export, Mapping, Source, Unusable};

use super::args::Given;
use super::files;
use super::folder::{self, ExportPath, Paths};
use super::progress::Progress;

/// The files named by the arguments, or by the folder's `oversight.toml`.
pub(super) fn paths(given: &Given) -> anyhow::Result<Paths> {
    if let Some(folder) = &given.folder {
        let mut paths = folder::read(folder)?;
        paths.taken = given.taken.or(paths.taken);
        paths.lenient = given.lenient;
        paths.key.clone_from(&given.pseudonymise);
        return Ok(paths);
    }
    whole(given, "")?;
    let policy = given
        .policy
        .clone()
        .ok_or_else(|| anyhow!("no policy is given, expected --policy FILE"))?;
    let named = [
        (Export::Staff, &given.staff),
        (Export::Cases, &given.cases),
        (Export::Sessions, &given.sessions),
        (Export::Absences, &given.absences),
        (Export::Activity, &given.activity),
        (Export::Allocations, &given.allocations),
    ];
    let exports = named.into_iter().flat_map(|(export, files)| {
        files.iter().map(move |given| {
            let (path, sheet) = sheet(given);
            ExportPath {
                export,
                name: path.display().to_string(),
                path,
                sheet,
                covers_from: None,
            }
        })
    });
    Ok(Paths {
        folder: None,
        banner: None,
        done: folder::AUDITED,
        policy,
        mapping: given.mapping.clone(),
        waivers: given.waivers.clone(),
        actions: None,
        key: given.pseudonymise.clone(),
        lenient: given.lenient,
        taken: given.taken,
        exports: exports.collect(),
    })
}

/// Without a folder every export must be named. `place` is where the folder stands among the arguments, if that matters.
pub(super) fn whole(given: &Given, place: &str) -> anyhow::Result<()> {
    let missing = [
        ("--policy", given.policy.is_none()),
        ("--staff", given.staff.is_empty()),
        ("--cases", given.cases.is_empty()),
        ("--sessions", given.sessions.is_empty()),
    ];
    let missing: Vec<&str> = missing
        .iter()
        .filter(|(_, missing)| *missing)
        .map(|(name, _)| *name)
        .collect();
    if given.folder.is_some() || missing.is_empty() {
        return Ok(());
    }
    bail!(
        "nothing says which exports, expected a folder with an `oversight.toml`{place}, which `oversight init FOLDER` \
         writes, or {}",
        missing.join(", ")
    )
}

/// `annex-a.xlsx#List 6` is that sheet of the workbook, unless there is a file of that name.
fn sheet(given: &Path) -> (PathBuf, Option<String>) {
    let whole = || (given.to_owned(), None);
    let Some((file, sheet)) = given.to_str().and_then(|given| given.rsplit_once('#')) else {
        return whole();
    };
    if given.exists() || sheet.trim().is_empty() {
        return whole();
    }
    (file.into(), Some(sheet.to_owned()))
}

/// Opens an export. Some systems open a folder like a file, and fail when it is read.
fn open(path: &Path) -> anyhow::Result<File> {
    if path.is_dir() {
        return Err(files::unreadable(path, std::io::ErrorKind::Other.into()));
    }
    File::open(path).map_err(|error| files::unreadable(path, error))
}

/// A policy with what stands in files beside it, or nothing after the mistakes were shown.
pub(super) fn policy(paths: &Paths, err: &mut dyn Write) -> anyhow::Result<Option<Policy>> {
    or_shown(parsed(paths)?, paths, err)
}

/// A policy with what stands in files beside it, or what is wrong with them.
fn parsed(paths: &Paths) -> anyhow::Result<Result<Policy, PolicyError>> {
    let name = |path: &Path| {
        path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    let path = &paths.policy;
    let mut read = Policy::parse(&files::text(path)?, &name(path));
    if let Some(path) = &paths.waivers {
        let text = files::text(path)?;
        read = read.and_then(|policy| policy.with_waivers(&text, &name(path)));
    }
    if let Some(path) = &paths.actions {
        let text = files::text(path)?;
        read = read.and_then(|policy| policy.with_actions(&text, &name(path)));
    }
    Ok(read)
}

/// The policy, or nothing after its mistakes were shown.
fn or_shown(
    read: Result<Policy, PolicyError>,
    paths: &Paths,
    err: &mut dyn Write,
) -> anyhow::Result<Option<Policy>> {
    match read {
        Ok(policy) => Ok(Some(policy)),
        Err(refused) => {
            let left = match paths.done {
                "" => String::new(),
                done => format!("; nothing was {done}"),
            };
            let drawn = refused.render(&Renderer::plain());
            writeln!(err, "{drawn}\n\nerror: {refused}{left}")?;
            Ok(None)
        }
    }
}

/// Policy and exports, or nothing after it was shown why one of them can't be used.
pub(super) fn read(
    paths: &Paths,
    taken: Day,
    err: &mut dyn Write,
) -> anyhow::Result<Option<(Policy, Dataset)>> {
    read_with(paths, (taken, |_: &mut Demand| ()), err)
}

/// The same with columns that the policy does not need; `more` asks for them.
pub(super) fn read_with(
    paths: &Paths,
    (taken, more): (Day, impl Fn(&mut Demand)),
    err: &mut dyn Write,
) -> anyhow::Result<Option<(Policy, Dataset)>> {
    paths.check()?;
    // What the policy needs is not asked before the rows are read, so that nothing waits for it.
    let (policy, contents) = rayon::join(|| parsed(paths), || contents(paths));
    let Some(policy) = or_shown(policy?, paths, err)? else {
        return Ok(None);
    };
    let Some(mapping) = mapping(paths, err)? else {
        return Ok(None);
    };
    let mapping = if paths.lenient {
        mapping.lenient()
    } else {
        mapping
    };
    let mut demand = policy.demand();
    more(&mut demand);
    match records::read(contents?, &mapping, &demand, taken) {
        Ok(data) => Ok(Some((policy, data))),
        Err(Unusable(problems)) => {
            say(&problems, paths.done, err)?;
            Ok(None)
        }
    }
}

/// The mapping, or nothing after its mistakes were shown.
fn mapping(paths: &Paths, err: &mut dyn Write) -> anyhow::Result<Option<Mapping>> {
    let Some(path) = &paths.mapping else {
        return Ok(Some(Mapping::default()));
    };
    match Mapping::parse(&files::text(path)?, &path.display().to_string()) {
        Ok(mapping) => Ok(Some(mapping)),
        Err(problems) => {
            say(&problems, paths.done, err)?;
            Ok(None)
        }
    }
}

/// What stands in the files of the exports.
fn contents(paths: &Paths) -> anyhow::Result<Vec<Source>> {
    let mut files = Vec::with_capacity(paths.exports.len());
    for export in &paths.exports {
        let file = open(&export.path)?;
        let size = file.metadata().map_or(0, |known| known.len());
        files.push((export, file, size));
    }
    let progress = Progress::new(files.iter().map(|(_, _, size)| size).sum());
    let sources = files.into_par_iter().map(|(export, file, size)| {
        let bytes = progress.bytes((&export.path, &file), size);
        Ok(Source {
            name: export.name.clone(),
            sheet: export.sheet.clone(),
            export: export.export,
            covers_from: export.covers_from,
            bytes: bytes.map_err(|error| files::unreadable(&export.path, error))?,
        })
    });
    // Of several files that can't be read the first is told of, whichever thread is the first.
    let sources: Vec<anyhow::Result<Source>> = sources.collect();
    progress.finish();
    sources.into_iter().collect()
}

fn say(problems: &[Problem], done: &str, err: &mut dyn Write) -> anyhow::Result<()> {
    for problem in problems {
        writeln!(err, "error: {}", problem.discreet())?;
    }
    writeln!(err, "error: nothing was {done}")?;
    Ok(())
}
