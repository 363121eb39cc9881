//! `-o audit.xlsx`, `--by team DIR` and `--keep LAST.xlsx`: workbooks that people fill in.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::ledger::Part;
use crate::policy::Policy;
use crate::report::{self, Book, By, Kept};

use super::names::Names;
use super::output;

/// What is kept of last month's workbooks.
#[derive(Debug, clap::Args)]
pub(super) struct Keep {
    /// Keep what people wrote into last month's workbook, or into those of a folder (columns Action agreed, Owner, By
    /// when, Status); may be repeated
    #[arg(long, value_name = "LAST.xlsx")]
    keep: Vec<PathBuf>,
}

/// One workbook each.
#[derive(Debug, clap::Args)]
pub(super) struct Deal {
    /// Write a workbook of findings for each team, or each supervisor, into a folder; may be repeated
    #[arg(long, num_args = 2, value_names = ["team|supervisor", "DIR"], action = clap::ArgAction::Append)]
    by: Vec<OsString>,
}

impl Keep {
    /// The workbooks, those of a folder in the order of their names; refused when none is written to keep them in.
    pub(super) fn files_for(&self, any: bool) -> anyhow::Result<Vec<PathBuf>> {
        if !self.keep.is_empty() && !any {
            bail!(
                "--keep says what a new workbook begins with, and none is written; add -o audit.xlsx"
            );
        }
        self.files()
    }

    fn files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for path in &self.keep {
            if path.is_dir() {
                let inside = workbooks(path)?;
                if inside.is_empty() {
                    bail!(
                        "the folder `{}` of --keep has no .xlsx file",
                        path.display()
                    );
                }
                files.extend(inside);
            } else {
                files.push(path.clone());
            }
        }
        Ok(files)
    }

    /// What was written into them; nothing when none is to be kept.
    pub(super) fn read(&self) -> anyhow::Result<Option<Kept>> {
        let mut kept = Kept::default();
        let files = self.files()?;
        for path in &files {
            let name = path.display().to_string();
            let bytes =
                std::fs::read(path).with_context(|| format!("`{name}` of --keep can't be read"))?;
            kept.add(&bytes, &name)
                .map_err(|problem| anyhow!("--keep: {problem}"))?;
        }
        Ok((!files.is_empty()).then_some(kept))
    }
}

/// Refuses workbooks that were made for another council, as their findings would be listed as closed here, and says what
/// of them no workbook of a part has.
pub(super) fn check_kept(
    kept: Option<&Kept>,
    policy: &Policy,
    part: Option<&Part>,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(kept) = kept else {
        return Ok(());
    };
    let council = policy.council.as_deref();
    let other = council.and_then(|council| Some((kept.of_another(council)?, council)));
    if let Some((file, council)) = other {
        bail!("`{file}` of --keep was made for another council, expected a workbook of {council}");
    }
    let of_others = part.map_or(0, |part| kept.of_others(part));
    if of_others > 0 {
        let (findings, were) = match of_others {
            1 => ("finding", "was"),
            _ => ("findings", "were"),
        };
        writeln!(
            err,
            "warning: {of_others} {findings} with entries in the workbooks of --keep {were} of other parts of the \
             council and not taken over; keep those workbooks, or write one of the whole council"
        )?;
    }
    Ok(())
}

impl Deal {
    /// By what, and into which folder, each checked: the folder is there or can be made.
    pub(super) fn wanted(&self) -> anyhow::Result<Vec<(By, PathBuf)>> {
        let mut wanted: Vec<(By, PathBuf)> = Vec::new();
        for pair in self.by.chunks(2) {
            let [by, folder] = pair else { continue };
            let by = match by.to_string_lossy().as_ref() {
                "team" => By::Team,
                "supervisor" => By::Supervisor,
                other => {
                    bail!("--by takes `team` or `supervisor` and then a folder, found `{other}`")
                }
            };
            let folder = PathBuf::from(folder);
            let parent = match folder.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                Some(_) | None => Path::new("."),
            };
            if folder.exists() && !folder.is_dir() {
                bail!("`{}` of --by is a file; name a folder", folder.display());
            }
            if !folder.exists() && !parent.is_dir() {
                bail!(
                    "the folder `{}` of --by can't be made: there is no folder `{}`; make it first",
                    folder.display(),
                    parent.display()
                );
            }
            if wanted.iter().any(|(_, other)| *other == folder) {
                bail!(
                    "`{}` is given twice to --by; name a folder for each",
                    folder.display()
                );
            }
            wanted.push((by, folder));
        }
        Ok(wanted)
    }
}

/// Whether the ending is that of a workbook.
fn is_one(path: &Path) -> bool {
    output::ending(path).as_deref() == Some("xlsx")
}

/// The workbooks of a folder by name, without those that Excel makes while one is open.
fn workbooks(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("the folder `{}` can't be read", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let open = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("~$"));
        if is_one(&path) && path.is_file() && !open {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes the whole workbook, to each of these files.
pub(super) fn write(
    paths: &[&PathBuf],
    book: &Book<'_>,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    for path in paths {
        output::write_bytes(path, &report::xlsx(book)?)?;
        writeln!(err, "wrote {}", path.display())?;
    }
    Ok(())
}

/// Writes the workbooks of every folder that was asked for.
pub(super) fn deal_all(
    book: &Book<'_>,
    dealt: &[(By, PathBuf)],
    filled: &[PathBuf],
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    for (by, folder) in dealt {
        deal(book, (*by, folder), filled, err)?;
    }
    Ok(())
}

/// Writes a workbook for each team or supervisor, and says how many.
fn deal(
    book: &Book<'_>,
    (by, folder): (By, &Path),
    filled: &[PathBuf],
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    let read: Vec<&Path> = filled.iter().map(PathBuf::as_path).collect();
    let packs = report::packs(book, by)?;
    let mut names = Names::default();
    let mut paths = Vec::new();
    for pack in &packs {
        let none = format!("no {}", by.word());
        let path = folder.join(names.name(pack.of.as_deref().unwrap_or(&none), "xlsx"));
        if path.exists() || folder.is_dir() {
            output::check(&path, &read)?;
        }
        paths.push(path);
    }
    if !folder.is_dir() {
        std::fs::create_dir(folder)
            .with_context(|| format!("the folder `{}` can't be made", folder.display()))?;
    }
    for (pack, path) in packs.iter().zip(&paths) {
        output::write_bytes(path, &pack.bytes)?;
    }
    let number = packs.len();
    let books = if number == 1 { "workbook" } else { "workbooks" };
    let (word, shown) = (by.word(), folder.display());
    writeln!(err, "wrote {number} {books} by {word} into {shown}")?;
    let mut others = workbooks(folder)?;
    others.retain(|path| !paths.contains(path));
    if let Some(first) = others.first() {
        writeln!(
            err,
            "warning: {} other .xlsx in {shown}, not of this audit, such as {}",
            others.len(),
            first.display()
        )?;
    }
    Ok(())
}

/// The files of `-o` that are workbooks, and the others.
pub(super) fn apart(output: &[PathBuf]) -> (Vec<&PathBuf>, Vec<&PathBuf>) {
    output.iter().partition(|path| is_one(path))
}
