//! The folders that are audited: St Helens' whole policy, and a policy for the peers' four counts, over the same files.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// The year that is asked about.
pub(crate) const YEAR: &str = "2025-11-01..2026-10-31";

/// The days after it, up to the last on which any record of its sessions was made.
pub(crate) const AFTER: &str = "2026-11-01..2026-11-08";

/// What the made-up exports lack of what St Helens' policy asks, as far as one word for every row can stand for it.
///
/// Not so: when a copy was given, who signed an agreement, group sessions, sessions planned ahead, and the exports of
/// other activity. The clauses on those are read, and reported as not testable.
const MAPPING: &str = r#"[[mapping]]
export = "staff"

[mapping.constants]
asye = "no"
qualified_date = "2015-09-01"
performance_managed_since = ""
supervision_trained_on = "2020-01-06"

# The newly qualified are bound by the clause that is as strict as their first six weeks.
[mapping.values.role]
asye = "student"
family_support = "family-intervention-worker"

[[mapping]]
export = "cases"

[mapping.columns]
date_of_birth = "dob"

[mapping.constants]
exploitation_risk = "low"
monthly_required = "no"
"#;

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
