//! Opens the files an audit reads, and says in plain words why one can't be read.

use std::path::Path;

use anyhow::anyhow;

/// The text of a small file.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(valid);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        anyhow!(
            "`{}` is not UTF-8 text, as line {line} shows; save it as UTF-8: in Notepad, Save As and Encoding",
            path.display()
        )
    })
}

/// What to say of a file that can't be read: the commonest reason on Windows is that Excel holds it.
pub(super) fn unreadable(path: &Path, error: std::io::Error) -> anyhow::Error {
    const SHARING_VIOLATION: i32 = 32;
    let name = path.display();
    if error.kind() == std::io::ErrorKind::NotFound {
        return anyhow!("`{name}` is not there; check the name, or the folder you are in");
    }
    if path.is_dir() {
        return anyhow!("`{name}` is a folder, expected a file");
    }
    if cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION) {
        return anyhow!(
            "`{name}` is open in another program, most likely Excel; close it there and try again"
        );
    }
    anyhow::Error::new(error).context(format!("`{name}` can't be read"))
}
