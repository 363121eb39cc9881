//! What falls due as CSV, one row a line of the list, safe to open in a spreadsheet.

use super::super::csv::Csv;
use super::minutes::Basis;
use super::{Coming, DueLine, due_list};

/// The columns, after the banner's.
const HEADER: [&str; 21] = [
    "supervisor",
    "due",
    "work",
    "what",
    "subject_kind",
    "subject_id",
    "subject_name",
    "subject_what",
    "worker",
    "team",
    "service",
    "session",
    "session_kind",
    "session_minutes",
    "minutes_from",
    "last_held",
    "session_date",
    "past_target",
    "clause",
    "id",
    "remarks",
];

/// The list, with a header even when nothing falls due.
pub(in crate::report) fn render(coming: &Coming<'_>, form: Csv) -> String {
    let banner = coming.audit.banner.map(|text| form.safe(text));
    let label = banner.as_ref().map(|_| "banner".to_owned());
    let header = HEADER.iter().map(|name| (*name).to_owned());
    let mut rows = vec![label.into_iter().chain(header).collect::<Vec<_>>()];
    let list = due_list(coming);
    for line in list.supervisors.iter().flat_map(|part| &part.lines) {
        let row = banner.clone().into_iter().chain(cells(line, form));
        rows.push(row.collect());
    }
    form.written(&rows)
}

fn cells(line: &DueLine, form: Csv) -> [String; HEADER.len()] {
    let text = |part: &Option<String>| {
        part.as_deref()
            .map(|text| form.safe(text))
            .unwrap_or_default()
    };
    let day = |day: Option<crate::calendar::Day>| day.map(|day| day.to_string());
    let length = line.length.as_ref();
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let each = |part: fn(&super::Asking) -> &str| {
        let parts: Vec<&str> = line.clauses.iter().map(part).collect();
        form.safe(&parts.join("; "))
    };
    [
        text(&line.supervisor),
        line.due.to_string(),
        line.work.word().to_owned(),
        form.safe(&line.what),
        line.subject.kind.to_owned(),
        form.safe(&line.subject.id),
        text(&line.subject.name),
        text(&line.subject.what),
        text(&line.worker),
        text(&line.team),
        text(&line.service),
        number(line.session).unwrap_or_default(),
        length
            .and_then(|length| length.kind.as_deref().map(|text| form.safe(text)))
            .unwrap_or_default(),
        number(length.and_then(|length| length.minutes)).unwrap_or_default(),
        length
            .map(|length| form.safe(&basis(&length.basis)))
            .unwrap_or_default(),
        day(line.last_held).unwrap_or_default(),
        day(line.session_date).unwrap_or_default(),
        day(line.past_target).unwrap_or_default(),
        each(|one| &one.clause),
        each(|one| &one.id),
        form.safe(&line.remarks.join("; ")),
    ]
}

/// What a length is known from, in a word or two.
pub(in crate::report) fn basis(basis: &Basis) -> String {
    match basis {
        Basis::Policy(clause) => format!("clause {clause}"),
        Basis::Recorded(sessions) => format!("median of {sessions} held"),
        Basis::Unknown => "unknown".to_owned(),
    }
}
