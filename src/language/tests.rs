//! Selectors against small exports, on both sides of each edge day.

use std::sync::LazyLock;

use serde::Deserialize;

use super::matcher::{Facts, Fit, Matcher, Moment, Sight};
use super::selector::{Condition, Selector, SubjectKind};
use super::sources::rows_change;
use super::{DateColumn, IntervalColumn, missing_columns};
use crate::calendar::{Day, Division, WorkingDays};
use crate::records::{CaseIx, Dataset, Demand, StaffIx};

const STAFF: &str = "
staff_id,role,start_date,end_date,team,supervisor_id,qualified_date,hours_per_week,asye,review_on,agreed_interval
W1,Social Worker,2024-01-08,2026-06-01,North,M1,2025-05-10,37,no,2026-03-10,4 weeks
W2,social_worker,2024-01-08,,,M2,,18.5,yes,,soon
W2,senior-practitioner,2026-04-01,,South,M1,,18.5,no,,
W3,business-support,2025-02-03,,North,,,36.9,,,
M1,team-manager,2020-03-02,,North,,2010-01-01,37,no,,
M2,practice-manager,2020-03-02,,South,M1,2010-01-01,37,no,,
M2,team-manager,2026-02-02,,South,M1,2010-01-01,37,no,,
";
const CASES: &str = "
case_id,case_type,opened,closed,allocated_to,date_of_birth,risk
C1,child-protection,2026-01-05,2026-05-10,W1,2005-03-15,low
C2,child-in-need,2026-01-05,,W1,2004-02-29,high
C3,child-protection,2026-02-02,2026-05-10,W2,,high
C4,care-leaver,2026-01-05,,,2005-03-15,
C5,child-in-need,2026-01-05,,W1,2010-01-01,
C5,child-in-need,2026-01-05,,W2,2010-01-01,
";
const SESSIONS: &str = "
date,kind,supervisee_id,supervisor_id,case_id,session_id,minutes,depth
2026-03-02,personal,W1,M1,,S1,90,
2026-03-03,group,W1,M2,,S2,89,light
2026-03-03,group,W2,M2,,S2,89,light
2026-03-04,case,W1,,C1,S3,,
2026-03-05,personal,W3,M1,,,,
";

// Made once: in a debug build it takes longer than any test.
static WORKING: LazyLock<WorkingDays> =
    LazyLock::new(|| WorkingDays::new(Some(Division::EnglandAndWales), &[]));

#[derive(Deserialize)]
struct Clause {
    #[serde(rename = "for")]
    whom: Selector,
}

fn selector(text: &str) -> Selector {
    let clause: Clause = toml::from_str(&format!("for = {text}")).unwrap();
    clause.whom
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

// Read once, with every column that a test names: in a debug build it takes longer than any test.
static DATA: LazyLock<Dataset> = LazyLock::new(|| {
    let mut demand = Demand::default();
    let whom = "{ qualified_date = { known = true }, asye = true, review_on = { reached = true }, agreed_interval = 'x', hours_per_week = 1 }";
    selector(whom).demand(SubjectKind::Staff, &mut demand);
    let cases = "{ risk = 'x', age = { over = '1 year' } }";
    selector(cases).demand(SubjectKind::Case, &mut demand);
    let taken = day("2026-10-31");
    Dataset::from_texts(STAFF, CASES, SESSIONS, "", &demand, taken).unwrap()
});

/// What an id stands for: `W1` and `M1` staff, `C1` a case, a number the row of a session.
fn sight(data: &Dataset, id: &str) -> (SubjectKind, Sight) {
    if let Ok(row) = id.parse() {
        return (SubjectKind::Session, Sight::Session(row));
    }
    if id.starts_with('C') {
        let case = data.case_ids.get(id).and_then(CaseIx::at).unwrap();
        return (SubjectKind::Case, Sight::Case(case));
    }
    let staff = data.staff_ids.get(id).and_then(StaffIx::at).unwrap();
    (SubjectKind::Staff, Sight::Staff(staff))
}

fn kind_of(id: &str) -> SubjectKind {
    if id.starts_with('C') {
        SubjectKind::Case
    } else if id.parse::<u32>().is_ok() {
        SubjectKind::Session
    } else {
        SubjectKind::Staff
    }
}

/// Whether the subject fits on the day, with changes known up to another.
fn fit_knowing(whom: &str, id: &str, on: &str, known: &str) -> Fit {
    let selector = selector(whom);
    assert_eq!(selector.faults(kind_of(id)), []);
    let data = &*DATA;
    let facts = Facts {
        data,
        working: &WORKING,
    };
    let (subject, sight) = sight(data, id);
    let matcher = Matcher::resolve(&selector, subject, data).unwrap();
    let moment = Moment {
        day: day(on),
        known: day(known),
    };
    matcher.fits(facts, sight, moment)
}

fn fit(whom: &str, id: &str, on: &str) -> Fit {
    fit_knowing(whom, id, on, on)
}

/// The answers on the eve of a day, on it and on the day after.
fn around(whom: &str, id: &str, on: &str) -> [Fit; 3] {
    let on = day(on);
    [on.previous(), on, on.next()].map(|on| fit(whom, id, &on.to_string()))
}

use Fit::{Blank, No, Yes};

#[test]
fn a_birthday_belongs_to_the_later_band() {
    // Reading 20: 21 on 15 March 2026.
    let under = "{ age = { at-least = '18 years', under = '21 years' } }";
    let from = "{ age = { at-least = '21 years' } }";
    assert_eq!(around(under, "C4", "2026-03-15"), [Yes, No, No]);
    assert_eq!(around(from, "C4", "2026-03-15"), [No, Yes, Yes]);
    assert_eq!(fit(from, "C3", "2026-03-15"), Blank, "no date of birth");
}

#[test]
fn a_birthday_on_29_february_falls_on_the_28th_in_other_years() {
    let from = "{ age = { at-least = '22 years' } }";
    assert_eq!(around(from, "C2", "2026-02-28"), [No, Yes, Yes]);
    let leap = "{ age = { at-least = '24 years' } }";
    assert_eq!(around(leap, "C2", "2028-02-29"), [No, Yes, Yes]);
}

#[test]
fn time_since_a_date_has_its_edge_where_the_word_says() {
    // Twelve months after 10 May 2025.
    let qualified = |test: &str| format!("{{ qualified_date = {{ {test} = '12 months' }} }}");
    let edge = "2026-05-10";
    assert_eq!(around(&qualified("at-least"), "W1", edge), [No, Yes, Yes]);
    assert_eq!(around(&qualified("under"), "W1", edge), [Yes, No, No]);
    assert_eq!(around(&qualified("over"), "W1", edge), [No, No, Yes]);
    assert_eq!(around(&qualified("at-most"), "W1", edge), [Yes, Yes, No]);
    assert_eq!(fit(&qualified("at-least"), "W2", edge), Blank);
}

#[test]
fn numbers_have_their_edge_where_the_word_says() {
    let hours = |test: &str| format!("{{ hours_per_week = {{ {test} = 37 }} }}");
    let on = "2026-03-02";
    let of_three = |test: &str| ["W3", "W1"].map(|id| fit(&hours(test), id, on));
    assert_eq!(of_three("under"), [Yes, No], "36.9 and 37");
    assert_eq!(of_three("at-most"), [Yes, Yes]);
    assert_eq!(of_three("at-least"), [No, Yes]);
    assert_eq!(of_three("over"), [No, No]);
    let minutes = "{ minutes = { at-least = '1.5 hours' } }";
    assert_eq!(fit(minutes, "0", on), Yes, "90 minutes");
    assert_eq!(fit(minutes, "1", on), No, "89 minutes");
    assert_eq!(fit(minutes, "3", on), Blank);
}

#[test]
fn values_are_compared_without_case_and_joints() {
    let on = "2026-03-02";
    for spelling in ["social-worker", "Social Worker", "SOCIAL_WORKER"] {
        let whom = format!("{{ role = '{spelling}' }}");
        assert_eq!(fit(&whom, "W1", on), Yes, "{spelling}");
        assert_eq!(fit(&whom, "W2", on), Yes, "{spelling}");
        assert_eq!(fit(&whom, "M1", on), No, "{spelling}");
    }
    assert_eq!(fit("{ asye = true }", "W2", on), Yes);
    assert_eq!(fit("{ asye = false }", "W1", on), Yes);
    assert_eq!(fit("{ role = ['student', 'team-manager'] }", "M1", on), Yes);
}

#[test]
fn a_blank_cell_fits_what_it_is_not() {
    // Reading 30: W2 has no team before April.
    let on = "2026-03-02";
    assert_eq!(fit("{ team = 'North' }", "W2", on), Blank);
    assert_eq!(fit("{ team = { not = 'North' } }", "W2", on), Yes);
    assert_eq!(fit("{ team = { not = ['North', 'South'] } }", "W1", on), No);
    assert_eq!(fit("{ team = { known = true } }", "W2", on), No);
    assert_eq!(fit("{ team = { known = false } }", "W2", on), Yes);
    assert_eq!(fit("{ team = { known = true } }", "W1", on), Yes);
    let both = "{ team = 'North', role = 'student' }";
    assert_eq!(fit(both, "W2", on), No, "no blank decides it");
}

#[test]
fn a_date_is_reached_on_its_own_day() {
    let edge = "2026-03-10";
    let reached = "{ review_on = { reached = true } }";
    let to_come = "{ review_on = { reached = false } }";
    assert_eq!(around(reached, "W1", edge), [No, Yes, Yes]);
    assert_eq!(around(to_come, "W1", edge), [Yes, No, No]);
    assert_eq!(fit(reached, "W3", edge), No, "a blank date never comes");
    assert_eq!(fit(to_come, "W3", edge), Yes);
}

#[test]
fn one_of_several_tables_is_enough() {
    let on = "2026-03-02";
    let either = "[{ role = 'student' }, { team = 'North' }]";
    assert_eq!(fit(either, "W1", on), Yes);
    assert_eq!(fit(either, "W2", on), Blank, "only the blank team decides");
    assert_eq!(fit(either, "M2", on), No);
    let blank_first = "[{ team = 'North' }, { role = 'social-worker' }]";
    assert_eq!(fit(blank_first, "W2", on), Yes);
    assert_eq!(fit("{}", "W2", on), Yes, "everyone");
}

#[test]
fn a_relation_looks_at_whoever_stands_there_on_the_day() {
    let led = "{ supervisor.role = 'team-manager' }";
    assert_eq!(fit(led, "W1", "2026-03-02"), Yes);
    assert_eq!(
        around(led, "W2", "2026-02-02"),
        [No, Yes, Yes],
        "the manager's new role"
    );
    assert_eq!(fit(led, "W3", "2026-03-02"), Blank, "nobody stands there");
    let other = "{ supervisor.role = { not = 'team-manager' } }";
    assert_eq!(fit(other, "W3", "2026-03-02"), Yes);
    assert_eq!(fit("{ worker.team = 'North' }", "C1", "2026-03-02"), Yes);
    assert_eq!(fit("{ worker.team = 'North' }", "C4", "2026-03-02"), Blank);
    assert_eq!(
        fit("{ supervisee.role = 'social-worker' }", "0", "2026-03-02"),
        Yes
    );
    assert_eq!(
        fit("{ supervisor.role = 'team-manager' }", "3", "2026-03-04"),
        Blank
    );
    assert_eq!(fit("{ case.risk = 'low' }", "3", "2026-03-04"), Yes);
}

#[test]
fn conditions_on_cases_hold_of_one_and_the_same_case() {
    let both = "{ cases.case_type = 'child-protection', cases.risk = 'high' }";
    assert_eq!(
        fit(both, "W1", "2026-03-02"),
        No,
        "one of each on two cases"
    );
    assert_eq!(around(both, "W2", "2026-02-02"), [No, Yes, Yes], "opened");
    assert_eq!(around(both, "W2", "2026-05-10"), [Yes, No, No], "closed");
    assert_eq!(fit(both, "M1", "2026-03-02"), No, "no case at all");
}

#[test]
fn of_a_case_held_by_several_the_conditions_on_the_worker_hold_of_one_and_the_same() {
    assert_eq!(fit("{ worker.asye = true }", "C5", "2026-03-02"), Yes, "W2");
    assert_eq!(fit("{ worker.team = 'North' }", "C5", "2026-03-02"), Yes);
    let both = "{ worker.asye = true, worker.team = 'North' }";
    assert_eq!(fit(both, "C5", "2026-03-02"), Blank, "one of each");
    let student = "{ worker.role = 'student' }";
    assert_eq!(fit(student, "C5", "2026-03-02"), No, "neither");
    let not = "{ worker.role = { not = 'student' } }";
    assert_eq!(fit(not, "C4", "2026-03-02"), Yes, "nobody holds it");
}

#[test]
fn supervising_and_holding_a_case_are_worked_out() {
    let supervises = "{ supervises = true }";
    assert_eq!(
        around(supervises, "M1", "2024-01-08"),
        [Yes, Yes, Yes],
        "M2 besides"
    );
    assert_eq!(
        around(supervises, "M2", "2024-01-08"),
        [No, Yes, Yes],
        "W2 begins"
    );
    assert_eq!(
        around(supervises, "M2", "2026-04-01"),
        [Yes, No, No],
        "W2 moves"
    );
    assert_eq!(fit("{ supervises = false }", "W1", "2026-03-02"), Yes);
    let holds = "{ case_holder = true }";
    assert_eq!(around(holds, "W1", "2026-01-05"), [No, Yes, Yes]);
    assert_eq!(fit("{ case_holder = false }", "M1", "2026-03-02"), Yes);
    assert_eq!(
        fit(holds, "W2", "2026-05-11"),
        Yes,
        "a co-worked case is held by both"
    );
}

#[test]
fn who_led_a_session_and_how_many_came_are_worked_out() {
    let by_manager = "{ by_line_manager = true }";
    assert_eq!(fit(by_manager, "0", "2026-03-02"), Yes);
    assert_eq!(fit(by_manager, "1", "2026-03-03"), No, "led by another");
    assert_eq!(
        fit(by_manager, "2", "2026-03-03"),
        Yes,
        "W2's manager in March"
    );
    assert_eq!(
        fit(by_manager, "3", "2026-03-04"),
        Blank,
        "no supervisor named"
    );
    assert_eq!(
        fit(by_manager, "4", "2026-03-05"),
        Blank,
        "no line manager named"
    );
    let two = "{ attendees = { at-least = 2 } }";
    assert_eq!(fit(two, "1", "2026-03-03"), Yes);
    assert_eq!(fit(two, "0", "2026-03-02"), No);
    assert_eq!(
        fit("{ attendees = 1 }", "4", "2026-03-05"),
        Yes,
        "no session id"
    );
    assert_eq!(
        fit("{ depth = 'full' }", "0", "2026-03-02"),
        Yes,
        "a blank depth is full"
    );
    assert_eq!(fit("{ depth = 'light' }", "1", "2026-03-03"), Yes);
}

#[test]
fn birthdays_are_looked_ahead_to_and_changes_of_the_record_are_not() {
    let grown = "{ age = { at-least = '21 years' } }";
    assert_eq!(fit_knowing(grown, "C4", "2026-03-15", "2026-01-31"), Yes);
    let senior = "{ role = 'senior-practitioner' }";
    assert_eq!(fit_knowing(senior, "W2", "2026-04-01", "2026-03-31"), No);
    assert_eq!(fit_knowing(senior, "W2", "2026-04-01", "2026-04-01"), Yes);
    let holds = "{ case_holder = true }";
    assert_eq!(fit_knowing(holds, "W1", "2026-01-05", "2026-01-04"), No);
}

#[test]
fn what_no_export_has_is_missing_and_never_a_no() {
    let staff = "staff_id,role,start_date\nW1,social-worker,2024-01-08\n";
    let sessions = "date,kind\n2026-03-02,personal\n";
    let missing = |whom: &str, subject: SubjectKind| {
        let selector = selector(whom);
        let mut demand = Demand::default();
        selector.demand(subject, &mut demand);
        let taken = day("2026-10-31");
        let data = Dataset::from_texts(staff, "", sessions, "", &demand, taken).unwrap();
        let found = missing_columns(&selector, subject, &data);
        let names = found.iter().map(|(_, missing)| {
            let near = missing.nearest.as_deref().unwrap_or("-");
            format!("{}.{} ({near})", missing.export, missing.column)
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let of_staff = |whom: &str| missing(whom, SubjectKind::Staff);
    assert_eq!(of_staff("{ role = 'student' }"), "");
    assert_eq!(
        of_staff("{ start_dat = { known = true } }"),
        "staff.start_dat (start_date)"
    );
    assert_eq!(
        of_staff("{ supervises = false }"),
        "staff.supervisor_id (-)"
    );
    assert_eq!(
        of_staff("{ case_holder = false }"),
        "cases.allocated_to (-)"
    );
    assert_eq!(
        of_staff("{ supervisor.role = 'x' }"),
        "staff.supervisor_id (-)"
    );
    assert_eq!(of_staff("{ cases.risk = 'x' }"), "cases.allocated_to (-)");
    let of_case = |whom: &str| missing(whom, SubjectKind::Case);
    assert_eq!(
        of_case("{ age = { under = '18 years' } }"),
        "cases.date_of_birth (-)"
    );
    let of_session = |whom: &str| missing(whom, SubjectKind::Session);
    assert_eq!(of_session("{ attendees = 2 }"), "sessions.session_id (-)");
    assert_eq!(
        of_session("{ by_line_manager = true }"),
        "sessions.supervisor_id (-)"
    );
    assert_eq!(of_session("{ depth = 'full', status = 'held' }"), "");
}

#[test]
fn dates_and_intervals_are_read_from_the_row_in_force() {
    let data = &*DATA;
    let on = |id: &str| sight(data, id).1;
    let review = DateColumn::find("review_on", SubjectKind::Staff, data).unwrap();
    assert_eq!(
        review.on(data, on("W1"), day("2026-01-01")),
        Some(day("2026-03-10"))
    );
    assert_eq!(review.on(data, on("W2"), day("2026-01-01")), None);
    let agreed = IntervalColumn::find("agreed_interval", SubjectKind::Staff, data).unwrap();
    let words = |id: &str| {
        agreed
            .on(data, on(id), day("2026-01-01"))
            .map(|time| time.to_string())
    };
    assert_eq!(words("W1").as_deref(), Some("4 weeks"));
    assert_eq!(words("W2"), None, "`soon` is no interval");
    assert_eq!(words("W3"), None, "blank");
}

const WHOM: [(&str, &str); 9] = [
    (
        "{ age = { at-least = '18 years', under = '21 years' } }",
        "C4",
    ),
    ("{ age = { over = '21 years' } }", "C2"),
    ("{ worker.role = 'senior-practitioner' }", "C3"),
    ("{ qualified_date = { over = '200 working days' } }", "W1"),
    (
        "{ review_on = { reached = false }, case_holder = true }",
        "W1",
    ),
    (
        "{ cases.risk = 'high', cases.age = { at-least = '22 years' } }",
        "W1",
    ),
    ("{ supervisor.role = 'team-manager' }", "W2"),
    (
        "{ supervises = true, qualified_date = { at-least = '16 years' } }",
        "M2",
    ),
    (
        "[{ role = 'senior-practitioner' }, { supervisor.supervises = false }]",
        "W2",
    ),
];

#[test]
fn an_answer_changes_only_on_a_day_that_was_foretold() {
    for (whom, id) in WHOM {
        let selector = selector(whom);
        let data = &*DATA;
        let facts = Facts {
            data,
            working: &WORKING,
        };
        let (subject, sight) = sight(data, id);
        let matcher = Matcher::resolve(&selector, subject, data).unwrap();
        let mut foretold = Vec::new();
        matcher.changes(facts, sight, &mut foretold);
        rows_change(data, sight, &mut foretold);
        let fits = |on: Day| matcher.fits(facts, sight, Moment::on(on));
        let mut on = day("2024-01-01");
        let (mut before, mut changes) = (fits(on), 0);
        while on < day("2028-01-01") {
            on = on.next();
            let now = fits(on);
            if now != before {
                assert!(foretold.contains(&on), "{whom} for {id} on {on}");
                changes += 1;
            }
            before = now;
        }
        assert!(
            changes > 0,
            "{whom} for {id} never changes, so nothing is tested"
        );
    }
}

#[test]
fn a_condition_names_the_kinds_it_asks_for_and_no_others() {
    let kinds = |text: &str| {
        let selector = selector(text);
        let conditions = selector.alternatives.iter().flatten();
        let kinds = conditions.flat_map(Condition::kinds);
        kinds.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(kinds("{ kind = ['personal', 'Group'] }"), "personal group");
    assert_eq!(kinds("{ kind = { not = 'personal' } }"), "");
    assert_eq!(kinds("{ depth = 'light' }"), "");
    assert_eq!(kinds("{ supervisor.kind = 'personal' }"), "");
}
