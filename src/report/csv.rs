//! The findings as CSV, and what every CSV is written like: for people, or for scripts.

use super::findings::Finding;
use super::{Audit, findings, waived};

/// For whom a CSV is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Csv {
    /// For people, as a file: with the mark by which Excel knows UTF-8, the ends of line that it writes itself, and
    /// nothing that a spreadsheet would take for a formula.
    #[default]
    File,
    /// For people, printed: the same without the mark and with plain ends of line, as the next program may read it.
    Printed,
    /// For scripts: every cell as it is.
    Plain,
}

impl Csv {
    /// A text of the exports as it may stand in a cell.
    pub(super) fn safe(self, text: &str) -> String {
        match self {
            Csv::File | Csv::Printed => safe(text),
            Csv::Plain => text.to_owned(),
        }
    }

    /// Rows of cells.
    pub(super) fn written(self, lines: &[Vec<String>]) -> String {
        let (mark, end) = match self {
            Csv::File => ("\u{feff}", csv::Terminator::CRLF),
            Csv::Printed | Csv::Plain => ("", csv::Terminator::Any(b'\n')),
        };
        // Writing to memory cannot fail, and what was UTF-8 stays so.
        let mut writer = csv::WriterBuilder::new();
        let mut writer = writer.terminator(end).from_writer(Vec::new());
        for line in lines {
            if writer.write_record(line).is_err() {
                return String::new();
            }
        }
        let bytes = writer.into_inner().unwrap_or_default();
        mark.to_owned() + &String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The columns, after the banner's.
const HEADER: [&str; 28] = [
    "id",
    "severity",
    "clause",
    "rule",
    "subject_kind",
    "subject_id",
    "subject_name",
    "what",
    "team",
    "service",
    "supervisor",
    "worker",
    "due",
    "outcome",
    "days",
    "missed",
    "last_held",
    "value",
    "limit",
    "unit",
    "citation",
    "remarks",
    "file",
    "line",
    "waiver",
    "waiver_reason",
    "waiver_approved_by",
    "waiver_until",
];

/// The findings, one line each and the waived ones last, with a header even when there is none.
pub(super) fn render(audit: &Audit<'_>, form: Csv) -> String {
    let banner = audit.banner.map(|text| form.safe(text));
    let label = banner.as_ref().map(|_| "banner".to_owned());
    let header = HEADER.iter().map(|name| (*name).to_owned());
    let mut lines = vec![label.into_iter().chain(header).collect::<Vec<_>>()];
    for finding in findings(audit).into_iter().chain(waived(audit)) {
        let line = banner.clone().into_iter().chain(cells(&finding, form));
        lines.push(line.collect());
    }
    form.written(&lines)
}

fn cells(finding: &Finding, form: Csv) -> [String; HEADER.len()] {
    let text = |part: &Option<String>| {
        part.as_deref()
            .map(|text| form.safe(text))
            .unwrap_or_default()
    };
    let number = |part: Option<i32>| part.map(|number| number.to_string()).unwrap_or_default();
    let first = finding.evidence.first();
    let waiver = finding.waiver.as_ref();
    [
        finding.id.clone(),
        finding.severity.word().to_owned(),
        form.safe(&finding.clause),
        finding.rule.to_owned(),
        finding.subject.kind.to_owned(),
        form.safe(&finding.subject.id),
        text(&finding.subject.name),
        text(&finding.subject.what),
        text(&finding.team),
        text(&finding.service),
        text(&finding.supervisor),
        text(&finding.worker),
        finding.due.to_string(),
        finding.outcome.to_owned(),
        number(finding.days),
        finding.missed.to_string(),
        finding
            .last_held
            .map(|day| day.to_string())
            .unwrap_or_default(),
        finding.value.clone().unwrap_or_default(),
        finding.limit.clone().unwrap_or_default(),
        finding.unit.unwrap_or_default().to_owned(),
        form.safe(&finding.citation.join("; ")),
        form.safe(&finding.remarks.join("; ")),
        first.map(|row| form.safe(&row.file)).unwrap_or_default(),
        first.map(|row| row.line.to_string()).unwrap_or_default(),
        waiver
            .map(|waiver| waiver.state.to_owned())
            .unwrap_or_default(),
        waiver
            .map(|waiver| form.safe(&waiver.reason))
            .unwrap_or_default(),
        waiver
            .map(|waiver| form.safe(&waiver.approved_by))
            .unwrap_or_default(),
        waiver
            .map(|waiver| waiver.until.to_string())
            .unwrap_or_default(),
    ]
}

/// The text, with an apostrophe before it when a spreadsheet would take it for a formula.
pub(super) fn safe(text: &str) -> String {
    let control = text.starts_with(['\t', '\r', '\n', '\0']);
    let first = text.trim_start().chars().next();
    let formula = first.is_some_and(|first| "=+-@＝＋－＠".contains(first));
    if control || formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Csv, safe};

    #[test]
    fn formulas_become_text() {
        for text in [
            "=1+1", "+44", "-x", "@SUM", "\tx", "\rx", "\nx", "\0x", "  =1", "\u{a0}=1", "＝1",
            "＋1", "－1", "＠x", " \n =1",
        ] {
            assert_eq!(safe(text), format!("'{text}"));
        }
    }

    #[test]
    fn people_and_scripts_get_the_same_rows() {
        let rows = [["é", "a,b"], ["x\ny", "-1"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(
            Csv::File.written(&rows),
            "\u{feff}é,\"a,b\"\r\n\"x\ny\",-1\r\n"
        );
        for form in [Csv::Printed, Csv::Plain] {
            assert_eq!(form.written(&rows), "é,\"a,b\"\n\"x\ny\",-1\n");
        }
        let safe = [Csv::File, Csv::Printed, Csv::Plain].map(|form| form.safe("=1"));
        assert_eq!(safe, ["'=1", "'=1", "=1"]);
    }

    #[test]
    fn other_text_stays() {
        for text in ["", "Ann O'Neil", "a=b", "S-0142", " x", "'=1"] {
            assert_eq!(safe(text), text);
        }
    }
}
