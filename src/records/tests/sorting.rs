//! Duplicates and conflicts.

use super::*;

#[test]
fn duplicates_and_conflicts_are_told_with_both_places() {
    let data = texts(
        "
        staff_id, role,   start_date, team
        W1,       worker, 2024-01-01, North
        W1,       worker, 2024-01-01, East
        W1,       worker, 2025-01-01, South
        W2,       worker, 2024-01-01, North
        W2,       worker, 2024-01-01, North
        ",
        "
        case_id, case_type, opened,     allocated_to
        C1,      CIN,       2026-01-05, W1
        C1,      CP,        2026-01-05, W1
        C1,      CIN,       2026-01-05, W2
        C1,      CIN,       2026-02-05, W2
        ",
        "
        session_id, date,       kind,     supervisee_id, case_id, status
        S1,         2026-05-01, case,     W1,            C1,      held
        S1,         2026-05-01, case,     W1,            ,        held
        S1,         2026-05-01, case,     W1,            C1,      cancelled
        S1,         2026-05-02, case,     W2,            C1,      held
        ,           2026-05-02, personal, W1,            ,        held
        ,           2026-05-02, personal, W1,            ,        held
        ,           2026-05-02, personal, W1,            ,        planned
        ",
        "
        staff_id, from,       to
        W1,       2026-06-01, 2026-06-20
        W1,       2026-06-01, 2026-06-20
        W1,       2026-06-01, 2026-06-21
        ",
    );
    insta::assert_snapshot!(said(&data), @r"
    staff:2: disagrees with staff:3, which was used: the same `staff_id` and `start_date`, but not the same `team`; keep the row that is right and remove the other
    staff:6: the same row as staff:5; remove one of the two
    cases:3: disagrees with cases:2, which was used: the same `case_id`, `opened` and `allocated_to`, but not the same `case_type`; keep the row that is right and remove the other
    sessions:2: disagrees with sessions:4, which was used: the same `session_id`, `supervisee_id` and `case_id`, but not the same `status`; keep the row that is right and remove the other
    sessions:5: disagrees with sessions:2, which was used: the same `session_id`, but not the same `date`, found `2026-05-02`, expected 2026-05-01
    sessions:7: the same row as sessions:6; remove one of the two
    absences:3: the same row as absences:2; remove one of the two
    ");
    let counts: Vec<(u32, u32, u32)> = data
        .files
        .iter()
        .map(|file| (file.read, file.accepted, file.rejected))
        .collect();
    assert_eq!(counts, [(5, 3, 2), (4, 3, 1), (7, 4, 3), (3, 2, 1)]);
}

#[test]
fn one_id_in_two_files_on_different_days_is_two_sessions() {
    let source = |name: &str, text: &str| Source {
        name: name.to_owned(),
        sheet: None,
        export: Export::Sessions,
        covers_from: None,
        bytes: text.into(),
    };
    let sources = vec![
        source(
            "personal.csv",
            "session_id,date,kind,supervisee_id\n1,2026-01-05,personal,W1\n2,2026-01-06,personal,W1\n",
        ),
        source(
            "case.csv",
            "session_id,date,kind,case_id\n1,2026-02-05,case,C1\n1,2026-02-05,case,C2\n2,2026-01-06,case,C2\n",
        ),
    ];
    let data = read(sources, &Mapping::default(), &Demand::default(), taken()).unwrap();
    let ids: Vec<&str> = data
        .sessions
        .iter()
        .map(|session| data.session_ids.text(session.session.unwrap().index()))
        .collect();
    assert_eq!(ids, ["1", "2", "1 (2026-02-05)", "1 (2026-02-05)", "2"]);
    assert_eq!(said(&data), "");
}
