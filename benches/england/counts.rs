//! The four counts that the peers print, made by the program from the same files, and compared.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::line::Line;
use crate::settings::{AFTER, YEAR};
use crate::{Peer, Printed};

/// Fails when the program and a peer do not count alike.
pub(crate) fn compare(
    oversight: &Line,
    peers: &[Peer],
    folder: &Path,
    output: &Path,
) -> Result<()> {
    let ours = program(oversight, folder, output)?;
    let [staff, cases, records, loads] = ours;
    println!("four counts: {staff} staff, {cases} cases, {records} records, {loads} caseloads");
    for peer in peers {
        let run = peer.line.clone().with(folder).run(output, &[0])?;
        let theirs = Printed::read(&run.printed)?.counts;
        ensure!(
            theirs == ours,
            "{} counts {theirs:?}, and oversight {ours:?}",
            peer.name
        );
        println!("{} counts the same", peer.name);
    }
    Ok(())
}

/// From the printed report, as England's findings would be gigabytes of JSON.
///
/// The peers look at all that the exports hold, and so see that a record of 30 October came in November, too late. An
/// audit as of 31 October does not know that yet, nor that it fell due: such records are late in the days after.
fn program(oversight: &Line, folder: &Path, output: &Path) -> Result<[u64; 4]> {
    let audit = |period: &str| {
        let line = oversight
            .clone()
            .with("audit")
            .with(folder.join("four-counts"));
        let line = line.with("--period").with(period);
        println!("{line}");
        line.run(output, &[0, 1]).map(|run| run.printed)
    };
    let (year, after) = (audit(YEAR)?, audit(AFTER)?);
    let record = "Case record, 2 working days";
    // fell due, on time, to 7 days late, later, not done
    let late = |report: &str, columns: &[usize]| -> Result<u64> {
        columns.iter().map(|at| cell(report, record, *at)).sum()
    };
    Ok([
        cell(&year, "Staff", 2)?,
        cell(&year, "Children's cases", 2)?,
        late(&year, &[2, 3, 4])? + late(&after, &[2, 3])?,
        cell(&year, "ASYE children", 2)? + cell(&year, "Children", 2)?,
    ])
}

/// A number of the row that begins with these words.
fn cell(report: &str, words: &str, column: usize) -> Result<u64> {
    let rows = report.lines().map(str::trim_start);
    let mut cells = rows.filter_map(|row| row.strip_prefix(words)?.strip_prefix("  "));
    let found = cells
        .next()
        .and_then(|row| row.split_whitespace().nth(column));
    let found = found.with_context(|| format!("the report has no row `{words}`"))?;
    let number = found.replace(',', "");
    number
        .parse()
        .with_context(|| format!("`{words}`: expected a number, found `{found}`"))
}
