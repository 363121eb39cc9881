//! The folders that are audited: St Helens' whole policy, and a policy for the peers' four counts, over the same files.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// The year that is asked about.
pub(crate) const YEAR: &str = "2025-11-01..2026-10-31";

/// The days after it, up to the last on which any record of its sessions was made.
pub(crate) const AFTER: &str = "2026-11-01..2026-11-08";

/// How the exports are to be read under St Helens' policy.
const MAPPING: &str = include_str!("mapping.toml");

/// Writes `st-helens` and `four-counts` into the folder that has the exports.
pub(crate) fn write(folder: &Path, root: &Path) -> Result<()> {
    let whole = folder.join("st-helens");
    let policy = root.join("policies/st-helens.toml");
    fs::create_dir_all(&whole)?;
    let mapping = "mapping = \"mapping.toml\"\n";
    fs::write(whole.join("oversight.toml"), settings(&policy, mapping))?;
    fs::write(whole.join("mapping.toml"), MAPPING)?;
    let four = folder.join("four-counts");
    let policy = root.join("benches/england/four-counts.toml");
    fs::create_dir_all(&four)?;
    fs::write(four.join("oversight.toml"), settings(&policy, ""))?;
    Ok(())
}

fn settings(policy: &Path, mapping: &str) -> String {
    format!(
        "policy = '{}'\n{mapping}taken = 2026-11-20\nstaff = \"../staff.csv\"\ncases = \"../cases.csv\"\n\
         sessions = {{ file = \"../sessions.csv\", covers-from = 2025-10-31 }}\n",
        policy.display()
    )
}
