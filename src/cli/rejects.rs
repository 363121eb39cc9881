//! What is shown of rejected rows: `--rejects` and `--verbose`, for every command that reads exports.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;

use crate::problem::Problem;
use crate::records::Dataset;
use crate::report;

use super::folder::Paths;
use super::output;

/// How much of rejected rows is shown, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Rejects {
    /// Write the rejected rows to a file (CSV), each as it stands in its export, to mend and read in again
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Show in messages also values that may be personal
    #[arg(long)]
    verbose: bool,
}

impl Rejects {
    /// Refuses to show raw rows and values where ids are to be hidden.
    pub(super) fn check(&self, paths: &Paths) -> anyhow::Result<()> {
        if paths.key.is_none() {
            return Ok(());
        }
        for (asked, flag) in [
            (self.rejects.is_some(), "--rejects"),
            (self.verbose, "--verbose"),
        ] {
            if asked {
                bail!(
                    "{flag} shows rows as they stand in the exports, and --pseudonymise is to hide whom they are about; \
                     leave out one of the two"
                );
            }
        }
        Ok(())
    }

    /// The problems as they may be said.
    pub(super) fn said(&self, problems: Vec<Problem>) -> Vec<Problem> {
        if self.verbose {
            return problems;
        }
        problems.iter().map(Problem::discreet).collect()
    }

    /// Writes the file, when one is asked for.
    pub(super) fn write(&self, data: &Dataset, err: &mut dyn Write) -> anyhow::Result<()> {
        if let Some(path) = &self.rejects {
            output::write(path, &format!("\u{feff}{}", report::rejects(data)))?;
            writeln!(err, "wrote {}", path.display())?;
        }
        Ok(())
    }
}
