//! Where reports go: whole files, or none.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

use crate::report::Style;

use super::args::Format;

/// The format that a file's ending says.
pub(super) fn format_of(path: &Path) -> anyhow::Result<Format> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("txt") => Ok(Format::Table),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(_) | None => bail!(
            "`{}` has no ending that says a format, expected .txt, .json or .csv",
            path.display()
        ),
    }
}

/// Writes a file whole: a run that is stopped leaves the old one.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let cannot = || {
        format!(
            "`{}` can't be written; is the folder there, and the file closed in Excel?",
            path.display()
        )
    };
    let mut file = NamedTempFile::new_in(folder).with_context(cannot)?;
    file.write_all(text.as_bytes()).with_context(cannot)?;
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(())
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
