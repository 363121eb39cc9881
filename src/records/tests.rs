//! Reads small exports whole: what is accepted, what is rejected, and every message.

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

#[test]
fn rows_become_posts_cases_sessions_and_absences() {
    let data = texts(
        "
        staff_id, role,          start_date, team,  supervisor_id, fte
        W1,       social worker, 2024-01-08, North, M1,            0.8
        M1,       team manager,  2020-03-02, North, ,              1
        ",
        "
        case_id, case_type, opened,     closed, allocated_to, children
        C1,      CIN,       2026-01-05, ,       W1,           2
        C1,      CP,        2026-04-01, ,       W1,           2
        ",
        "
        date,       kind,     supervisee_id, supervisor_id, case_id, status, recorded_on, minutes
        2026-05-01, personal, W1,            M1,            ,        held,   2026-05-03,  90
        2026-05-02, case,     W1,            M1,            C1,      ,       ,            45.0
        ",
        "
        staff_id, from,       to,         reason
        W1,       2026-06-01, 2026-06-20, sick
        ",
    );
    assert_eq!(said(&data), "");
    let worker = data.staff_ids.get("W1").and_then(StaffIx::at).unwrap();
    let post = &data.member(worker).unwrap().posts[0];
    assert_eq!(data.text(post.role), "social worker");
    assert_eq!(post.fte.unwrap().to_string(), "0.8");
    assert_eq!(data.place(post.row).to_string(), "staff:2");
    assert_eq!(data.staff_id(post.supervisor.unwrap()), "M1");
    let case = data.case_ids.get("C1").and_then(CaseIx::at).unwrap();
    let types: Vec<&str> = data
        .case(case)
        .unwrap()
        .episodes
        .iter()
        .map(|row| data.text(row.case_type))
        .collect();
    assert_eq!(types, ["CIN", "CP"]);
    assert_eq!(data.sessions[1].minutes, Some(45));
    assert!(data.sessions[1].is_held());
    assert_eq!(data.index.sessions_of_staff(worker).len(), 2);
    assert_eq!(data.index.absences_of_staff(worker).len(), 1);
    for file in &data.files {
        assert_eq!(file.read, file.accepted, "{}", file.name);
    }
}
