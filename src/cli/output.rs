//! Where reports go: whole files, or none.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use tempfile::NamedTempFile;

use crate::report::{Csv, Style};

use super::args::Format;
use super::files;

/// The ending of a file's name in small letters, without the dot.
pub(super) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?;
    Some(ending.to_string_lossy().to_lowercase())
}

/// The format that a file's ending says.
pub(super) fn format_of(path: &Path) -> anyhow::Result<Format> {
    match ending(path).as_deref() {
        Some("txt") => Ok(Format::Table),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(_) | None => bail!(
            "`{}` has no ending that says a format, expected .txt, .json or .csv",
            path.display()
        ),
    }
}

/// Whether a report may be written there, before the work for it is done: the folder is there, and no file that the
/// audit reads would be lost.
pub(super) fn check(path: &Path, inputs: &[&Path]) -> anyhow::Result<()> {
    let (name, folder) = (path.display(), folder_of(path));
    if path.is_dir() {
        bail!("`{name}` can't be written: it is a folder; give the name of a file in it");
    }
    if !folder.is_dir() {
        bail!(
            "`{name}` can't be written: there is no folder `{}`; make it first",
            folder.display()
        );
    }
    let whole = |path: &Path| path.canonicalize().ok();
    let there = whole(path);
    if there.is_some() && inputs.iter().any(|input| whole(input) == there) {
        bail!("`{name}` is a file that the audit reads; write the report to another");
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Writes a text whole: a run that is stopped leaves the old one.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    write_bytes(path, text.as_bytes())
}

/// Writes a file whole: a run that is stopped leaves the old one.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // The name of the unfinished file would only puzzle.
    let cannot = |error: &std::io::Error| {
        anyhow!(
            "`{}` can't be written ({}); is it open in Excel, and may you write in its folder?",
            path.display(),
            std::io::Error::from(error.kind())
        )
    };
    let mut file = NamedTempFile::new_in(folder_of(path)).map_err(|error| cannot(&error))?;
    file.write_all(bytes).map_err(|error| cannot(&error))?;
    file.as_file().sync_all().map_err(|error| cannot(&error))?;
    file.persist(path).map_err(|error| cannot(&error.error))?;
    Ok(())
}

/// Writes a file of the council's own anew, whole and for whom it was: through a link, with the rights it has.
pub(super) fn rewrite(path: &Path, text: &str) -> anyhow::Result<()> {
    let whole = path
        .canonicalize()
        .map_err(|error| files::unreadable(path, error))?;
    let rights = std::fs::metadata(&whole).map(|known| known.permissions());
    write(&whole, text)?;
    let kept = rights.and_then(|rights| std::fs::set_permissions(&whole, rights));
    kept.with_context(|| {
        format!(
            "`{}` was written, and is now readable by you alone",
            path.display()
        )
    })
}

/// Prints a report; nobody reading on is no failure.
pub(super) fn print(text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        Err(_) | Ok(()) => Ok(()),
    }
}

/// For whom CSV is.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Plain {
    /// CSV for scripts: every cell as it is, without the mark by which Excel knows UTF-8, lines ended as on Unix
    #[arg(long)]
    plain: bool,
}

impl Plain {
    /// How a file is written.
    pub(super) fn file(self) -> Csv {
        self.or(Csv::File)
    }

    /// How it is printed.
    pub(super) fn printed(self) -> Csv {
        self.or(Csv::Printed)
    }

    fn or(self, other: Csv) -> Csv {
        if self.plain { Csv::Plain } else { other }
    }
}

/// Colour on a terminal, unless somebody asked for none.
pub(super) fn style(no_color: bool) -> Style {
    let filled = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    if no_color || dumb || filled("NO_COLOR") || !std::io::stdout().is_terminal() {
        Style::Plain
    } else {
        Style::Colour
    }
}

/// Whether an error is only that nobody reads on: `oversight audit . | head` is no failure.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
