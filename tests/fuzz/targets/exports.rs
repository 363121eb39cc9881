//! Bytes as exports, read and held to what must be true of every reading.

use oversight::calendar::Day;
use oversight::problem::{Level, Problem};
use oversight::records::{self, Dataset, Demand, Export, Mapping, Source, Unusable};

#[allow(dead_code, reason = "not every target uses it")]
/// Reads what stands between the separators as staff, cases, sessions, absences, activity and allocations, in this order.
pub fn read(bytes: &[u8], mapping: &Mapping, demand: &Demand) -> Option<Dataset> {
    let parts = bytes.split(|byte| *byte == 0x1c);
    let data = all(Export::ALL.into_iter().zip(parts), (mapping, demand))?;
    // A row is at least a cell and a line end, and each of its cells has at most one problem and a remark.
    let most = 3 * bytes.len() + 100;
    assert!(data.problems.len() <= most, "more problems than bytes");
    Some(data)
}

/// Reads some exports.
pub fn all<'b>(
    files: impl Iterator<Item = (Export, &'b [u8])>,
    (mapping, demand): (&Mapping, &Demand),
) -> Option<Dataset> {
    let sources = files.map(|(export, bytes)| Source {
        name: format!("{export}.csv"),
        export,
        covers_from: None,
        sheet: None,
        bytes: bytes.into(),
    });
    let taken = Day::parse_iso("2026-11-05").expect("a day");
    match records::read(sources.collect(), mapping, demand, taken) {
        Ok(data) => {
            hold(&data);
            Some(data)
        }
        Err(Unusable(problems)) => {
            assert!(!problems.is_empty(), "refused without a word");
            problems.iter().for_each(said);
            None
        }
    }
}

fn hold(data: &Dataset) {
    let mut rejected = 0;
    for file in &data.files {
        assert_eq!(file.read, file.accepted + file.rejected, "{}", file.name);
        rejected += file.rejected as usize;
    }
    let errors = data.problems.iter().filter(|one| one.level == Level::Error);
    assert!(
        errors.count() >= rejected,
        "a row was rejected without a word"
    );
    data.problems.iter().for_each(said);
}

fn said(problem: &Problem) {
    assert!(!problem.message.is_empty());
    assert!(
        !problem.to_string().contains(char::is_control),
        "{problem:?}"
    );
}
