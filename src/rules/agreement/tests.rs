//! Agreements: in time and late, for which event, with whom, and what can't be told.

use crate::engine::testing::World;
use crate::ledger::Reason;

const SIGNED: &str =
    "[[agreement]]\nid = 'signed'\nevidence = 'agreement_signed_on'\nwithin = '4 weeks'";
const RENEWED: &str = "[[agreement]]\nid = 'renewed'\nevidence = 'agreement_signed_on'\n\
                       from = ['start_date', 'supervisor_since']\nwithin = '4 weeks'";
const WITH: &str =
    "[[agreement]]\nid = 'with'\nevidence = 'agreement_signed_on'\nwith = 'supervisor'";

fn world<'a>(clauses: &'a str, staff: &'a str, as_of: &'a str) -> World<'a> {
    World {
        clauses,
        staff,
        as_of,
        ..World::default()
    }
}

/// What S1, in post from 2026-01-05, owed when the agreement was signed on a day.
fn signed(clauses: &str, on: &str, as_of: &str) -> Vec<String> {
    let staff =
        format!("staff_id, role, start_date, agreement_signed_on\nS1, sw, 2026-01-05, {on}");
    world(clauses, &staff, as_of).lines()
}

/// The same with the day since when the present supervisor has been one.
fn renewed(since: &str, on: &str, as_of: &str) -> Vec<String> {
    let staff = format!(
        "staff_id, role, start_date, supervisor_since, agreement_signed_on\nS1, sw, 2026-01-05, {since}, {on}"
    );
    world(RENEWED, &staff, as_of).lines()
}

#[test]
fn signed_on_the_last_day_is_in_time_and_the_day_after_is_late() {
    let owed = |on: &str| signed(SIGNED, on, "2026-03-31");
    assert_eq!(
        owed("2026-02-02"),
        ["signed S1 by 2026-02-02: met on 2026-02-02"]
    );
    assert_eq!(
        owed("2026-02-03"),
        ["signed S1 by 2026-02-02: 1 late on 2026-02-03"]
    );
    assert_eq!(
        owed("2026-01-05"),
        ["signed S1 by 2026-02-02: met on 2026-01-05"],
        "on the first day in post"
    );
}

#[test]
fn an_agreement_that_is_missing_is_due_and_then_overdue() {
    let owed = |as_of: &str| signed(SIGNED, "", as_of);
    assert_eq!(owed("2026-02-01"), ["signed S1 by 2026-02-02: due in 1"]);
    assert_eq!(owed("2026-02-02"), ["signed S1 by 2026-02-02: 0 overdue"]);
    assert_eq!(owed("2026-02-03"), ["signed S1 by 2026-02-02: 1 overdue"]);
}

#[test]
fn an_agreement_older_than_the_post_does_not_answer() {
    assert_eq!(
        signed(SIGNED, "2026-01-04", "2026-02-12"),
        ["signed S1 by 2026-02-02: 10 overdue"]
    );
}

#[test]
fn a_new_supervisor_asks_for_a_new_agreement_and_the_earlier_event_no_longer_does() {
    assert_eq!(
        renewed("2026-06-01", "2026-01-20", "2026-06-10"),
        ["renewed S1 by 2026-06-29: due in 19"],
        "the one with the former supervisor does not answer"
    );
    assert_eq!(
        renewed("2026-06-01", "2026-06-29", "2026-07-10"),
        ["renewed S1 by 2026-06-29: met on 2026-06-29"]
    );
    assert_eq!(
        renewed("2026-06-01", "2026-06-30", "2026-07-10"),
        ["renewed S1 by 2026-06-29: 1 late on 2026-06-30"]
    );
}

#[test]
fn an_event_counts_from_its_own_day_and_not_before() {
    assert_eq!(
        renewed("2026-06-01", "2026-01-20", "2026-05-31"),
        ["renewed S1 by 2026-02-02: met on 2026-01-20"]
    );
    assert_eq!(
        renewed("2026-06-01", "2026-01-20", "2026-06-01"),
        ["renewed S1 by 2026-06-29: due in 28"]
    );
    assert_eq!(
        renewed("", "2026-01-20", "2026-12-01"),
        ["renewed S1 by 2026-02-02: met on 2026-01-20"],
        "no change of supervisor is known"
    );
}

#[test]
fn a_new_post_asks_for_a_new_agreement() {
    let staff = "staff_id, role, start_date, end_date, supervisor_since, agreement_signed_on\n\
                 S1, sw, 2026-01-05, 2026-06-01, , 2026-01-20\nS1, tm, 2026-06-01, , , 2026-01-20";
    assert_eq!(
        world(RENEWED, staff, "2026-06-10").lines(),
        ["renewed S1 by 2026-06-29: due in 19"]
    );
    assert_eq!(
        world(SIGNED, staff, "2026-06-10").lines(),
        ["signed S1 by 2026-02-02: met on 2026-01-20"],
        "without `from` the spell counts, and it goes on"
    );
}

#[test]
fn without_a_time_it_is_missing_and_never_late() {
    let clause = SIGNED.replace("\nwithin = '4 weeks'", "");
    assert_eq!(
        signed(&clause, "2026-09-01", "2026-10-01"),
        ["signed S1 by 2026-01-05: met on 2026-09-01"]
    );
    assert_eq!(
        signed(&clause, "", "2026-10-01"),
        ["signed S1 by 2026-01-05: not met"]
    );
}

#[test]
fn several_columns_must_all_be_filled_and_the_last_one_counts() {
    let both = SIGNED.replace(
        "'agreement_signed_on'",
        "['signed_supervisor_on', 'signed_supervisee_on']",
    );
    let owed = |one: &str, two: &str| {
        let staff = format!(
            "staff_id, role, start_date, signed_supervisor_on, signed_supervisee_on\nS1, sw, 2026-01-05, {one}, {two}"
        );
        world(&both, &staff, "2026-02-12").lines()
    };
    assert_eq!(
        owed("2026-01-10", "2026-02-03"),
        ["signed S1 by 2026-02-02: 1 late on 2026-02-03"]
    );
    assert_eq!(
        owed("2026-01-10", ""),
        ["signed S1 by 2026-02-02: 10 overdue"]
    );
}

/// What is owed, and what can't be told, of S1 with this supervisor, signature and party.
fn party(row: &str) -> (Vec<String>, Vec<Reason>, bool) {
    let staff = format!(
        "staff_id, role, start_date, supervisor_id, agreement_signed_on, agreement_with\n\
         S1, sw, 2026-01-05, {row}"
    );
    let world = world(WITH, &staff, "2026-03-01");
    let (_, _, ledger) = world.ledger();
    let reasons = ledger.untestable.into_iter().map(|one| one.reason);
    let another = ledger
        .obligations
        .iter()
        .any(|owed| owed.remarks.with_another);
    (world.lines(), reasons.collect(), another)
}

#[test]
fn an_agreement_with_another_than_the_present_supervisor_is_not_met_and_says_so() {
    assert_eq!(
        party("M1, 2026-01-20, m1").0,
        ["with S1 by 2026-01-05: met on 2026-01-20"]
    );
    let (lines, _, another) = party("M1, 2026-01-20, M2");
    assert_eq!(lines, ["with S1 by 2026-01-05: not met"]);
    assert!(another);
}

#[test]
fn who_it_is_with_is_asked_only_of_an_agreement_that_is_there() {
    let blank = |column: &str| {
        vec![Reason::Blank {
            column: column.to_owned(),
        }]
    };
    assert_eq!(
        party("M1, ,").0,
        ["with S1 by 2026-01-05: not met"],
        "none at all"
    );
    assert_eq!(
        party("M1, 2026-01-20,"),
        (Vec::new(), blank("agreement_with"), false)
    );
    assert_eq!(
        party(", 2026-01-20, M1"),
        (Vec::new(), blank("supervisor_id"), false)
    );
}

#[test]
fn reading_27_somebody_who_has_left_owes_nothing_that_fell_due_later() {
    let left = |end: &str| {
        let staff = format!(
            "staff_id, role, start_date, end_date, agreement_signed_on\nS1, sw, 2026-01-05, {end},"
        );
        world(SIGNED, &staff, "2026-03-31").lines()
    };
    assert_eq!(left("2026-02-02"), Vec::<String>::new());
    assert_eq!(
        left("2026-02-03"),
        ["signed S1 by 2026-02-02: missed, 1 days on 2026-02-03"]
    );
}

#[test]
fn reading_27_nothing_is_signed_on_or_after_the_day_of_leaving() {
    let signed = |on: &str| {
        let staff = format!(
            "staff_id, role, start_date, end_date, agreement_signed_on\nS1, sw, 2026-01-05, 2026-02-10, {on}"
        );
        world(SIGNED, &staff, "2026-03-31").lines()
    };
    assert_eq!(
        signed("2026-02-09"),
        ["signed S1 by 2026-02-02: 7 late on 2026-02-09"]
    );
    assert_eq!(
        signed("2026-02-10"),
        ["signed S1 by 2026-02-02: missed, 8 days on 2026-02-10"]
    );
}

#[test]
fn whom_the_clause_is_not_for_owes_nothing() {
    let clause = format!("{SIGNED}\nfor = {{ role = 'tm' }}");
    assert_eq!(signed(&clause, "", "2026-06-01"), Vec::<String>::new());
    assert_eq!(
        signed(SIGNED, "", "2026-01-04"),
        Vec::<String>::new(),
        "not yet in post"
    );
}

/// Why it can't be told of S1.
fn reason(clauses: &str, staff: &str, as_of: &str) -> Reason {
    let (_, _, ledger) = world(clauses, staff, as_of).ledger();
    assert!(ledger.obligations.is_empty());
    ledger.untestable[0].reason.clone()
}

#[test]
fn a_missing_column_a_blank_event_and_a_date_written_over_since_are_untestable() {
    let bare = "staff_id, role, start_date\nS1, sw, 2026-01-05";
    assert!(
        matches!(reason(SIGNED, bare, "2026-06-01"), Reason::MissingColumn { column, .. } if column == "agreement_signed_on")
    );
    let since =
        "[[agreement]]\nid = 'a'\nevidence = 'agreement_signed_on'\nfrom = 'supervisor_since'";
    let staff =
        "staff_id, role, start_date, supervisor_since, agreement_signed_on\nS1, sw, 2026-01-05, ,";
    assert_eq!(
        reason(since, staff, "2026-06-01"),
        Reason::Blank {
            column: "supervisor_since".to_owned()
        }
    );
    let staff = "staff_id, role, start_date, agreement_signed_on\nS1, sw, 2026-01-05, 2026-06-02";
    assert_eq!(
        reason(SIGNED, staff, "2026-06-01"),
        Reason::DatedLater {
            column: "agreement_signed_on".to_owned()
        },
        "reading 33: what stood there on 1 June nobody can tell"
    );
}

#[test]
fn past_the_target_is_advice_and_a_due_day_may_roll() {
    let aimed = format!("{SIGNED}\ntarget = '2 weeks'");
    assert_eq!(
        signed(&aimed, "", "2026-01-20"),
        ["signed S1 by 2026-02-02: 1 past target, due in 13"]
    );
    assert_eq!(
        signed(&aimed, "2026-01-20", "2026-02-20"),
        ["signed S1 by 2026-02-02: met on 2026-01-20, 1 past target"]
    );
    let rolled = SIGNED.replace("4 weeks", "6 calendar days") + "\nroll = 'next working day'";
    assert_eq!(
        signed(&rolled, "2026-01-12", "2026-02-20"),
        ["signed S1 by 2026-01-12: met on 2026-01-12"],
        "the 11th is a Sunday"
    );
}

#[test]
fn the_first_day_in_post_and_the_day_of_signing_already_count() {
    assert_eq!(
        signed(SIGNED, "", "2026-01-05"),
        ["signed S1 by 2026-02-02: due in 28"],
        "asked for from the first day on"
    );
    assert_eq!(
        signed(SIGNED, "2026-02-02", "2026-02-02"),
        ["signed S1 by 2026-02-02: met on 2026-02-02"],
        "signed on the day of the audit itself"
    );
}

#[test]
fn a_post_that_ended_on_the_day_it_began_asks_for_nothing() {
    let staff = "staff_id, role, start_date, end_date, agreement_signed_on\nS1, sw, 2026-01-05, 2026-01-05,\n\
                 S2, sw, 2026-01-05, ,";
    assert_eq!(
        world(SIGNED, staff, "2026-03-31").lines(),
        ["signed S2 by 2026-02-02: 57 overdue"]
    );
}

#[test]
fn what_cannot_be_told_of_somebody_who_has_left_is_not_reported() {
    let since =
        "[[agreement]]\nid = 'a'\nevidence = 'agreement_signed_on'\nfrom = 'supervisor_since'";
    let reasons = |end: &str| {
        let staff = format!(
            "staff_id, role, start_date, end_date, supervisor_since, agreement_signed_on\nS1, sw, 2026-01-05, {end}, ,"
        );
        let (_, _, ledger) = world(since, &staff, "2026-06-01").ledger();
        assert!(ledger.obligations.is_empty());
        ledger.untestable.len()
    };
    assert_eq!(reasons("2026-06-01"), 0, "left by the day of the audit");
    assert_eq!(reasons("2026-06-02"), 1);
}

#[test]
fn the_row_is_named_that_settles_it_and_another_party_only_where_there_is_one() {
    let of = |row: &str| {
        let staff = format!(
            "staff_id, role, start_date, supervisor_id, agreement_signed_on, agreement_with\nS1, sw, 2026-01-05, {row}"
        );
        let (_, _, ledger) = world(WITH, &staff, "2026-03-01").ledger();
        let owed = ledger.obligations[0].clone();
        (owed.by.is_some(), owed.remarks.with_another)
    };
    assert_eq!(of("M1, 2026-01-20, M1"), (true, false));
    assert_eq!(of("M1, 2026-01-20, M2"), (false, true));
    assert_eq!(of("M1, ,"), (false, false));
}
