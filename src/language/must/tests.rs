//! What a row must meet, and what is said of it where it does not.

use super::*;
use crate::calendar::WorkingDays;
use crate::records::Demand;

const STAFF: &str = "staff_id, role, start_date, checked_on, until, supervisor_id\nS1, sw, 2020-01-01, 2023-10-31, 2026-10-31, M1\n\
                     S2, sw, 2020-01-01, , ,\nM1, manager, 2020-01-01, , ,";

const CASES: &str = "case_id, case_type, opened, allocated_to, team\nC1, cp, 2020-01-01, S1,\nC2, cin, 2020-01-01, S1,\n\
     C3, cp, 2020-01-01, S1,\nC3, cp, 2020-01-01, S2, Ash";

/// What a `must` says of the sessions in these rows taken together.
fn sessions(must: &str, rows: &str) -> Answer {
    let header = "date, kind, supervisee_id, supervisor_id, session_id, minutes, mode";
    let rows = format!("{header}\n{rows}");
    answer(must, SubjectKind::Session, &rows)
}

fn answer(must: &str, subject: SubjectKind, sessions: &str) -> Answer {
    told(must, subject, sessions).0
}

fn told(must: &str, subject: SubjectKind, sessions: &str) -> (Answer, Vec<Compared>) {
    #[derive(serde::Deserialize)]
    struct Keys {
        must: Selector,
    }
    let keys: Keys = toml::from_str(&format!("must = {must}")).unwrap();
    let mut demand = Demand::default();
    keys.must.demand(subject, &mut demand);
    let taken = Day::parse_iso("2027-01-01").unwrap();
    let data = Dataset::from_texts(STAFF, CASES, sessions, "", &demand, taken).unwrap();
    let must = Must::resolve(&keys.must, subject, &data).unwrap();
    let working = WorkingDays::new(None, &[]);
    let facts = Facts {
        data: &data,
        working: &working,
    };
    let count = u32::try_from(data.sessions.len()).unwrap();
    let rows: Vec<Sight> = match subject {
        SubjectKind::Session => (0..count).map(Sight::Session).collect(),
        SubjectKind::Staff | SubjectKind::Case | SubjectKind::Activity => data
            .in_post(taken)
            .take(1)
            .map(|(staff, _)| Sight::Staff(staff))
            .collect(),
    };
    let moment = Moment::on(Day::parse_iso("2026-10-31").unwrap());
    let compared = must.compared(facts, &rows, moment);
    (must.judge(facts, &rows, moment), compared)
}

fn failed(words: &str) -> Answer {
    Answer::Failed(words.into())
}

#[test]
fn what_failed_is_named_with_what_was_found() {
    let must = "{ minutes = { at-least = '90 minutes', at-most = '2 hours' }, mode = 'in-person' }";
    let of = |cells: &str| sessions(must, &format!("2026-10-01, personal, S1, M1, X1, {cells}"));
    assert_eq!(of("90, in person"), Answer::Met);
    assert_eq!(of("120, in person"), Answer::Met);
    assert_eq!(
        of("60, video"),
        failed(
            "minutes is at least 90 and at most 120 (found 60); mode is in-person (found video)"
        )
    );
    assert_eq!(of(", in person"), Answer::Blank("minutes".to_owned()));
    assert_eq!(
        of(", video"),
        failed("mode is in-person (found video)"),
        "what is known to fail fails"
    );
}

#[test]
fn nobody_known_at_the_other_end_is_no_answer() {
    let row = |by: &str| format!("2026-10-01, personal, S1, {by}, X1, 60,");
    for must in [
        "{ supervisor.role = 'manager' }",
        "{ supervisor.role = { not = 'student' } }",
    ] {
        assert_eq!(sessions(must, &row("M1")), Answer::Met);
        for by in ["", "M9"] {
            let blank = Answer::Blank("supervisor.role".to_owned());
            assert_eq!(sessions(must, &row(by)), blank, "{must} {by}");
        }
    }
    assert_eq!(
        sessions("{ supervisor.role = 'manager' }", &row("S2")),
        failed("the supervisor's role is manager (found sw)")
    );
}

#[test]
fn rows_of_one_session_answer_together() {
    let rows = "2026-10-01, personal, S1, M1, X1, ,\n2026-10-01, personal, S1, M1, X1, 95,";
    assert_eq!(
        sessions("{ minutes = { at-least = 90 } }", rows),
        Answer::Met
    );
}

#[test]
fn one_of_several_tables_is_enough_and_otherwise_all_are_named() {
    let must = "[{ minutes = { at-least = 90 } }, { mode = 'video' }]";
    let of = |cells: &str| sessions(must, &format!("2026-10-01, personal, S1, M1, X1, {cells}"));
    assert_eq!(of("60, video"), Answer::Met);
    assert_eq!(of("60,"), Answer::Blank("mode".to_owned()));
    assert_eq!(
        of("60, phone"),
        failed("minutes is at least 90 (found 60), nor: mode is video (found phone)")
    );
}

#[test]
fn a_date_is_judged_on_its_day_and_a_blank_one_only_by_known() {
    let staff = |must: &str| answer(must, SubjectKind::Staff, "date, kind\n2026-10-01, personal");
    assert_eq!(
        staff("{ checked_on = { under = '3 years' } }"),
        failed("checked_on is less than 3 years ago (found 31 Oct 2023)"),
        "the day itself belongs to the later side"
    );
    assert_eq!(
        staff("{ checked_on = { at-most = '3 years' } }"),
        Answer::Met
    );
    assert_eq!(
        staff("{ until = { reached = false } }"),
        failed("until has not come (found 31 Oct 2026)")
    );
}
#[test]
fn what_is_asked_of_a_case_is_asked_of_an_open_one() {
    let of = |must: &str| answer(must, SubjectKind::Staff, "date, kind\n2026-10-01, personal");
    assert_eq!(of("{ cases.case_type = 'cp' }"), Answer::Met);
    assert!(matches!(
        of("{ cases.case_type = 'cla' }"),
        Answer::Failed(_)
    ));
    let of = |case: &str| {
        let rows = format!("date, kind, case_id\n2026-10-01, case, {case}");
        answer("{ case.case_type = 'cp' }", SubjectKind::Session, &rows)
    };
    assert_eq!(of("C1"), Answer::Met);
    assert_eq!(of("C2"), failed("the case's case_type is cp (found cin)"));
    for unknown in ["C9", ""] {
        let blank = Answer::Blank("case.case_type".to_owned());
        assert_eq!(of(unknown), blank, "{unknown}");
    }
}

#[test]
fn a_cell_of_a_case_is_told_as_it_stands() {
    let of = |case: &str| {
        let rows = format!("date, kind, case_id\n2026-10-01, case, {case}");
        let must = "{ case.case_type = 'cp' }";
        let (_, mut compared) = told(must, SubjectKind::Session, &rows);
        let one = compared.remove(0);
        (one.found, one.holds)
    };
    assert_eq!(of("C1"), ("cp".to_owned(), Some(true)));
    assert_eq!(of("C2"), ("cin".to_owned(), Some(false)));
    assert_eq!(of("C9"), ("blank".to_owned(), None));
}

#[test]
fn of_a_case_with_two_workers_the_row_that_says_anything_is_told() {
    let rows = "date, kind, case_id\n2026-10-01, case, C3";
    let (answer, mut compared) = told("{ case.team = 'Oak' }", SubjectKind::Session, rows);
    assert_eq!(answer, Answer::Blank("case.team".to_owned()));
    assert_eq!(compared.remove(0).found, "ash");
}

#[test]
fn of_all_open_cases_it_is_told_whether_there_is_such_a_one() {
    let of = |must: &str| {
        let (_, mut compared) = told(must, SubjectKind::Staff, "date, kind\n2026-10-01, personal");
        let one = compared.remove(0);
        (one.wanted, one.found, one.holds)
    };
    let told = |kind: &str, found: &str, holds: bool| {
        let wanted = format!("an open case's case_type is {kind}");
        (wanted, found.to_owned(), Some(holds))
    };
    let (cp, cla) = ("{ cases.case_type = 'cp' }", "{ cases.case_type = 'cla' }");
    assert_eq!(of(cp), told("cp", "such a case", true));
    assert_eq!(of(cla), told("cla", "no such case", false));
}

#[test]
fn a_cell_without_a_value_is_told_as_yes_no_or_blank() {
    let of = |must: &str, by: &str, minutes: &str| {
        let rows = format!(
            "date, kind, supervisee_id, supervisor_id, minutes\n2026-10-01, personal, S1, {by}, {minutes}"
        );
        let (_, mut compared) = told(must, SubjectKind::Session, &rows);
        let one = compared.remove(0);
        (one.found, one.holds)
    };
    let line = "{ by_line_manager = true }";
    let said = |text: &str, holds: Option<bool>| (text.to_owned(), holds);
    assert_eq!(of(line, "M1", ""), said("yes", Some(true)));
    assert_eq!(of(line, "S2", ""), said("no", Some(false)));
    assert_eq!(of(line, "", ""), said("blank", None));
    let long = "{ minutes = { at-least = 90 } }";
    assert_eq!(of(long, "M1", ""), said("blank", None));
    assert_eq!(of(long, "M1", "89"), said("89", Some(false)));
}

#[test]
fn a_date_that_must_be_there_by_a_day_may_be_of_that_day() {
    let day = |text: &str| Day::parse_iso(text).unwrap();
    let by = |found: Option<&str>| {
        let found = found.map(day);
        Compared::filled("signed_on", found, day("2026-10-31")).holds
    };
    assert_eq!(by(Some("2026-10-31")), Some(true));
    assert_eq!(by(Some("2026-11-01")), Some(false));
    assert_eq!(by(None), Some(false));
}

#[test]
fn a_must_without_a_condition_is_refused() {
    #[derive(serde::Deserialize)]
    struct Keys {
        must: Selector,
    }
    let refused = |text: &str| {
        let keys: Keys = toml::from_str(text).unwrap();
        Must::check(&keys.must, "{ a = 1 }").is_err()
    };
    assert!(!refused("must = { minutes = 60 }"));
    assert!(refused("must = {}"));
}
