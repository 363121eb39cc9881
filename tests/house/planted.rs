//! A small tree of files in the system's temporary folder, gone when dropped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A tree for a check to look at.
pub(crate) struct Planted {
    root: PathBuf,
}

impl Planted {
    pub(crate) fn new() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("oversight-house-{}-{count}", process::id()));
        fs::create_dir_all(&root).unwrap();
        Self { root }
    }

    /// A tree of one file.
    pub(crate) fn with(path: &str, text: &str) -> Self {
        let tree = Self::new();
        tree.file(path, text);
        tree
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn file(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for Planted {
    fn drop(&mut self) {
        // A folder left behind harms no test; a panic here would hide the one that failed.
        drop(fs::remove_dir_all(&self.root));
    }
}
