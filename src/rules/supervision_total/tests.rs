//! Totals of literal sessions.

use crate::engine::testing::{World, subject};
use crate::ledger::{Ledger, Outcome, Reason};

mod hours;

const TEN: &str = "[[supervision-total]]\nid = 'ten'\nat-least = '10 sessions'\nper = '12 months'";
const HEADER: &str = "date, kind, supervisee_id, session_id, status, minutes";

/// A clause on hours in the three weeks to the day.
const HOURS: &str = "[[supervision-total]]\nid = 'hours'\nat-least = '3 hours'\nper = '3 weeks'";

fn world<'a>(clauses: &'a str, staff: &'a str, sessions: &'a str, as_of: &'a str) -> World<'a> {
    World {
        clauses,
        staff,
        sessions,
        as_of,
        ..World::default()
    }
}

/// S1, in post since 2020 and seen in 2021, with these rows of sessions.
fn owed(clauses: &str, rows: &[String], as_of: &str) -> Vec<String> {
    joined(clauses, "2020-01-01,", rows, as_of)
}

/// The same with the first day, and after a comma the day of leaving.
fn joined(clauses: &str, post: &str, rows: &[String], as_of: &str) -> Vec<String> {
    let staff =
        format!("staff_id, role, start_date, end_date\nS1, sw, {post}\nS0, sw, 2020-01-01,");
    let first = "2021-01-04, personal, S0, X0, held, 60";
    let sessions = format!("{HEADER}\n{first}\n{}", rows.join("\n"));
    let lines = world(clauses, &staff, &sessions, as_of).lines();
    lines
        .into_iter()
        .filter(|line| line.contains(" S1 "))
        .collect()
}

/// Sessions of S1 on these days.
fn held(days: &[&str]) -> Vec<String> {
    let rows = days.iter().enumerate();
    rows.map(|(number, day)| format!("{day}, personal, S1, Y{number}, held, 60"))
        .collect()
}

/// So many sessions in January 2026.
fn so_many(count: u32) -> Vec<String> {
    let rows = (1..=count).map(|day| format!("2026-01-{day:02}, personal, S1, Y{day}, held, 60"));
    rows.collect()
}

fn ledger(clauses: &str, sessions: &str) -> Ledger {
    let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01";
    let (_, _, ledger) = world(clauses, staff, sessions, "2026-10-31").ledger();
    ledger
}

#[test]
fn reading_23_ten_are_enough_and_nine_are_not() {
    assert_eq!(
        owed(TEN, &so_many(10), "2026-10-31"),
        ["ten S1 by 2026-10-31: met on 2026-10-31: 10 of 10 sessions"]
    );
    assert_eq!(
        owed(TEN, &so_many(9), "2026-10-31"),
        ["ten S1 by 2026-10-31: not met: 9 of 10 sessions"]
    );
}

#[test]
fn reading_23_the_year_ends_on_the_day_and_begins_the_day_after_a_year_before() {
    let one = TEN.replace("10 sessions", "1 session");
    let on = |day: &str| owed(&one, &held(&[day]), "2026-10-31");
    assert_eq!(
        on("2025-11-01"),
        ["ten S1 by 2026-10-31: met on 2026-10-31: 1 of 1 sessions"]
    );
    assert_eq!(
        on("2026-10-31"),
        ["ten S1 by 2026-10-31: met on 2026-10-31: 1 of 1 sessions"]
    );
    assert_eq!(
        on("2025-10-31"),
        ["ten S1 by 2026-10-31: not met: 0 of 1 sessions"]
    );
}

#[test]
fn reading_23_joiners_owe_whole_months_rounded_down() {
    let from = |day: &str| {
        joined(
            TEN,
            &format!("{day},"),
            &held(&["2026-10-01"]),
            "2026-10-31",
        )
    };
    // Three of twelve months: two and a half sessions.
    assert_eq!(
        from("2026-08-01"),
        ["ten S1 by 2026-10-31: not met: 1 of 2 sessions"]
    );
    // Two months and thirty days: one and two thirds.
    assert_eq!(
        from("2026-08-02"),
        ["ten S1 by 2026-10-31: met on 2026-10-31: 1 of 1 sessions"]
    );
    assert_eq!(
        from("2026-09-15"),
        Vec::<String>::new(),
        "less than one session"
    );
    assert_eq!(
        from("2025-11-01"),
        ["ten S1 by 2026-10-31: not met: 1 of 10 sessions"],
        "in post on the first day"
    );
}

#[test]
fn a_total_over_weeks_counts_whole_weeks_in_post() {
    let from = |day: &str| {
        joined(
            HOURS,
            &format!("{day},"),
            &held(&["2026-10-31"]),
            "2026-10-31",
        )
    };
    assert_eq!(
        from("2026-10-18"),
        ["hours S1 by 2026-10-31: not met: 1 of 2 hours"]
    );
    assert_eq!(
        from("2026-10-19"),
        ["hours S1 by 2026-10-31: met on 2026-10-31: 1 of 1 hours"]
    );
}

#[test]
fn who_left_owes_nothing_and_who_leaves_later_does() {
    let until = |day: &str| {
        joined(
            TEN,
            &format!("2020-01-01, {day}"),
            &so_many(1),
            "2026-10-31",
        )
    };
    assert_eq!(until("2026-10-31"), Vec::<String>::new());
    assert_eq!(
        until("2026-11-01"),
        ["ten S1 by 2026-10-31: not met: 1 of 10 sessions"]
    );
}

#[test]
fn only_held_sessions_that_count_do_and_rows_of_one_session_are_one() {
    let rows = [
        "2026-10-01, personal, S1, Y1, held, 60",
        "2026-10-01, personal, S1, Y1, held, 60",
        "2026-10-02, personal, S1, Y2, cancelled, 60",
        "2026-10-03, group, S1, Y3, held, 60",
        "2026-11-01, personal, S1, Y4, held, 60",
        "2026-10-04, personal, S0, Y5, held, 60",
        "2026-10-05, personal, S1, , held, 60",
        "2026-10-05, personal, S1, , held, 60",
    ]
    .map(str::to_owned);
    assert_eq!(
        owed(TEN, &rows, "2026-10-31"),
        ["ten S1 by 2026-10-31: not met: 2 of 10 sessions"]
    );
    let with_groups = format!("{TEN}\ncounts = {{ kind = ['personal', 'group'] }}");
    assert_eq!(
        owed(&with_groups, &rows, "2026-10-31"),
        ["ten S1 by 2026-10-31: not met: 3 of 10 sessions"]
    );
}

#[test]
fn a_fixed_window_is_judged_when_it_is_over_and_owed_on_its_last_day() {
    let quarterly =
        "[[supervision-total]]\nid = 'quarter'\nat-least = '3 sessions'\nper = 'calendar quarter'";
    let rows = held(&[
        "2026-01-01",
        "2026-02-01",
        "2026-03-31",
        "2026-04-01",
        "2026-06-30",
        "2026-07-01",
    ]);
    let since = |as_of: &str| joined(quarterly, "2026-01-01,", &rows, as_of);
    assert_eq!(
        since("2026-06-30"),
        [
            "quarter S1 by 2026-03-31: met on 2026-03-31: 3 of 3 sessions",
            "quarter S1 by 2026-06-30: not met: 2 of 3 sessions"
        ]
    );
    assert_eq!(
        since("2026-06-29")[1],
        "quarter S1 by 2026-06-30: due in 1: 1 of 3 sessions",
        "not over yet"
    );
    let joiner = joined(quarterly, "2026-02-01,", &rows, "2026-03-31");
    assert_eq!(
        joiner,
        ["quarter S1 by 2026-03-31: met on 2026-03-31: 2 of 2 sessions"]
    );
}

#[test]
fn a_window_that_still_runs_is_due_until_there_is_enough() {
    let quarterly = "[[supervision-total]]\nid = 'quarter'\nfor = { role = 'sw' }\nat-least = '2 sessions'\n\
                     per = 'calendar quarter'";
    let rows = held(&["2026-10-05", "2026-11-10", "2026-12-01"]);
    let running = |post: &str, as_of: &str| joined(quarterly, post, &rows, as_of).pop();
    let since = |as_of: &str| running("2026-10-01,", as_of).unwrap();
    assert_eq!(
        since("2026-10-31"),
        "quarter S1 by 2026-12-31: due in 61: 1 of 2 sessions"
    );
    assert_eq!(
        since("2026-12-30"),
        "quarter S1 by 2026-12-31: met on 2026-11-10: 3 of 2 sessions"
    );
    assert_eq!(
        since("2026-12-31"),
        "quarter S1 by 2026-12-31: met on 2026-12-31: 3 of 2 sessions"
    );
    let left = running("2026-10-01,2026-10-20", "2026-10-31");
    assert_eq!(left, None, "nobody who left owes what is not over");
    let (_, _, ledger) = world(
        quarterly,
        "staff_id, role, start_date\nS1, sw, 2026-10-01",
        "date, kind, supervisee_id\n2026-10-01, personal, S1",
        "2026-10-31",
    )
    .ledger();
    assert!(ledger.obligations[0].is_open());
}

#[test]
fn a_window_that_still_runs_is_for_whom_it_fits_today_and_says_what_it_spares() {
    let clause = "[[supervision-total]]\nid = 'new'\nfor = { role = 'sw' }\nat-least = '1 session'\n\
                  per = 'calendar quarter'";
    let outcomes = |as_of: &str| {
        let staff = "staff_id, role, start_date\nS1, sw, 2026-10-01\nS1, tm, 2026-11-15\nS2, tm, 2026-10-01\n\
                     S2, sw, 2026-11-15\nS0, tm, 2020-01-01";
        let sessions = "date, kind, supervisee_id\n2026-09-30, personal, S0\n2026-10-05, personal, S1\n\
                        2026-10-05, personal, S2";
        let (_, data, ledger) = world(clause, staff, sessions, as_of).ledger();
        let owed = ledger.obligations.iter();
        let owed = owed.map(|one| {
            let Outcome::Met { on, spare, .. } = one.outcome else {
                panic!("{:?}", one.outcome)
            };
            format!("{} {on} {spare}", subject(&data, one.subject))
        });
        owed.collect::<Vec<_>>()
    };
    assert_eq!(outcomes("2026-11-14"), ["S1 2026-10-05 87"]);
    assert_eq!(outcomes("2026-11-15"), ["S2 2026-10-05 87"]);
    assert_eq!(outcomes("2026-12-31"), ["S2 2026-12-31 0"]);
}

#[test]
fn reading_32_before_the_exports_begin_nothing_is_asked_for_or_counted() {
    let rows = "date, kind, supervisee_id\n2026-08-01, personal, S1\n2026-09-01, informal, S1";
    let found = ledger(TEN, rows);
    let [one] = found.obligations.as_slice() else {
        panic!("{:?}", found.obligations);
    };
    assert!(one.remarks.cut);
    let measure = one.measure.as_ref().unwrap();
    assert_eq!(
        (measure.value.to_string(), measure.limit.to_string()),
        ("1".to_owned(), "2".to_owned())
    );
}

#[test]
fn without_a_session_of_the_kinds_or_the_column_it_is_untestable() {
    let none = ledger(TEN, "date, kind, supervisee_id\n2026-08-01, group, S1");
    assert!(none.obligations.is_empty());
    assert_eq!(none.untestable[0].reason, Reason::NoSessions);
    let unknown = ledger(HOURS, "date, kind, supervisee_id\n2026-08-01, personal, S1");
    assert!(
        matches!(&unknown.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "minutes")
    );
}

#[test]
fn below_the_target_is_advice_while_the_time_runs() {
    let aimed = TEN.replace("10 sessions'", "10 sessions'\ntarget = '12 sessions'");
    assert_eq!(
        owed(&aimed, &so_many(11), "2026-10-31"),
        ["ten S1 by 2026-10-31: 0 past target, due in 0: 11 of 10 sessions"]
    );
    assert_eq!(
        owed(&aimed, &so_many(12), "2026-10-31"),
        ["ten S1 by 2026-10-31: met on 2026-10-31: 12 of 10 sessions"]
    );
}

#[test]
fn whom_the_clause_is_not_for_owes_nothing() {
    let managers = format!("{TEN}\nfor = {{ role = 'manager' }}");
    assert_eq!(
        owed(&managers, &so_many(1), "2026-10-31"),
        Vec::<String>::new()
    );
}

#[test]
fn absence_inside_the_time_is_noted() {
    let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01";
    let sessions = "date, kind, supervisee_id\n2021-01-01, personal, S1";
    let (_, _, ledger) = World {
        absences: "staff_id, from, to\nS1, 2025-10-25, 2025-11-10",
        ..world(TEN, staff, sessions, "2026-10-31")
    }
    .ledger();
    assert_eq!(ledger.obligations[0].remarks.absent, 10);
}

#[test]
fn terms_that_do_not_go_together_are_refused() {
    let message = |lines: &str| {
        let text = format!(
            "[policy]\nname = 'p'\n[[supervision-total]]\nid = 'a'\nper = '1 year'\n{lines}"
        );
        let error = crate::policy::Policy::parse(&text, "p.toml").unwrap_err();
        error.render(&annotate_snippets::Renderer::plain())
    };
    assert!(message("at-least = '10 cases'").contains("expected sessions or hours"));
    assert!(
        message("at-least = '10 sessions'\ntarget = '5 hours'").contains("expected sessions as in")
    );
    assert!(message("at-least = '10 sessions'\ntarget = '10 sessions'").contains("not more than"));
    assert!(
        message("at-least = '10 sessions'\nshared = true").contains("`shared` divides minutes")
    );
    assert!(
        message("at-least = '10 sessions'\ncounts = { worker.role = 'x' }")
            .contains("cannot be asked here")
    );
}

#[test]
fn a_time_of_one_day_is_the_day_of_the_audit() {
    let daily = "[[supervision-total]]\nid = 'ten'\nat-least = '1 session'\nper = '1 calendar day'";
    let from =
        |start: &str, day: &str| joined(daily, &format!("{start},"), &held(&[day]), "2026-10-31");
    for start in ["2020-01-01", "2026-10-31"] {
        assert_eq!(
            from(start, "2026-10-31"),
            ["ten S1 by 2026-10-31: met on 2026-10-31: 1 of 1 sessions"]
        );
        assert_eq!(
            from(start, "2026-10-30"),
            ["ten S1 by 2026-10-31: not met: 0 of 1 sessions"]
        );
    }
}

#[test]
fn who_left_after_a_window_owes_it_and_who_left_in_it_does_not() {
    let quarterly =
        "[[supervision-total]]\nid = 'quarter'\nat-least = '1 session'\nper = 'calendar quarter'";
    let until = |end: &str| {
        joined(
            quarterly,
            &format!("2026-01-01, {end}"),
            &held(&["2026-01-05"]),
            "2026-09-30",
        )
    };
    let first = "quarter S1 by 2026-03-31: met on 2026-03-31: 1 of 1 sessions";
    assert_eq!(until("2026-03-31"), Vec::<String>::new());
    assert_eq!(until("2026-04-01"), [first]);
    assert_eq!(until("2026-06-30"), [first]);
    assert_eq!(until("2026-07-01").len(), 2);
}

#[test]
fn a_target_is_spoken_of_only_while_it_can_be_reached_and_the_minimum_is() {
    let failed = |clauses: &str, count: u32, as_of: &str| {
        let sessions = format!(
            "{HEADER}\n2021-01-04, personal, S1, X0, held, 60\n{}",
            so_many(count).join("\n")
        );
        let staff = "staff_id, role, start_date\nS1, sw, 2020-01-01";
        let (_, _, ledger) = world(clauses, staff, &sessions, as_of).ledger();
        let last = ledger.obligations.last().unwrap();
        (last.remarks.failed.clone(), last.remarks.cut)
    };
    let aimed = TEN.replace("10 sessions'", "10 sessions'\ntarget = '12 sessions'");
    let words = Some("12 sessions are aimed at".into());
    assert_eq!(failed(&aimed, 11, "2026-10-31"), (words, false));
    assert_eq!(failed(&aimed, 9, "2026-10-31"), (None, false));
    let yearly = aimed.replace("12 months", "calendar year");
    assert_eq!(
        failed(&yearly, 11, "2026-12-31"),
        (None, false),
        "a window that is over"
    );
    assert_eq!(
        owed(&yearly, &so_many(11), "2026-12-31").last().unwrap(),
        "ten S1 by 2026-12-31: met on 2026-12-31: 11 of 10 sessions"
    );
}

#[test]
fn whom_it_fits_is_counted_once_on_the_newest_of_its_days() {
    let quarterly = TEN.replace("12 months", "calendar quarter") + "\nfor = { team = 'Ash' }";
    let staff = "staff_id, role, team, start_date\nS1, sw, Ash, 2020-01-01\nS2, sw, , 2020-01-01";
    let sessions = "date, kind, supervisee_id\n2026-01-05, personal, S1";
    let (_, _, ledger) = world(&quarterly, staff, sessions, "2026-10-31").ledger();
    let tally = &ledger.tallies[0];
    assert_eq!((tally.fitted, tally.blank), (1, 1), "of three quarters");
}
