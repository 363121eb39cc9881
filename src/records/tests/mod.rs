//! Reads small exports whole: what is accepted, what is rejected, and every message.

mod allocated;
mod dates;
mod dialects;
mod files;
mod laws;
mod mapped;
mod proportion;
mod rows;
mod shapes;
mod sorting;
mod spectrum;
mod workbooks;
mod workbooks_hostile;

use super::*;
use crate::calendar::Day;

const TAKEN: &str = "2026-10-31";

fn taken() -> Day {
    Day::parse_iso(TAKEN).unwrap()
}

fn texts(staff: &str, cases: &str, sessions: &str, absences: &str) -> Dataset {
    Dataset::from_texts(
        staff,
        cases,
        sessions,
        absences,
        &Demand::default(),
        taken(),
    )
    .unwrap()
}

fn said(data: &Dataset) -> String {
    let lines: Vec<String> = data.problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Reads one export alone, as bytes, under a mapping.
fn one(export: Export, bytes: &[u8], mapping: &str) -> Result<Dataset, Unusable> {
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let source = Source {
        name: format!("exports/{export}.csv"),
        sheet: None,
        export,
        covers_from: None,
        bytes: bytes.into(),
    };
    read(vec![source], &mapping, &Demand::default(), taken())
}

fn told(export: Export, text: &str, mapping: &str) -> String {
    let data = one(export, text.trim_start().as_bytes(), mapping).unwrap();
    let file = &data.files[0];
    format!(
        "read {}, accepted {}, rejected {}\n{}",
        file.read,
        file.accepted,
        file.rejected,
        said(&data)
    )
}

fn unusable(result: Result<Dataset, Unusable>) -> String {
    match result {
        Err(Unusable(problems)) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            lines.join("\n")
        }
        other => panic!("{other:?}"),
    }
}
