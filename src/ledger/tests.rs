//! What is kept one by one, what is only counted, and what a ledger says of both.

use super::*;
use crate::records::CountsFor;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn staff(number: usize) -> Subject {
    Subject::Staff(StaffIx::at(number).unwrap())
}

/// What the first staff member owed by a day, counted from 1 January 2026.
fn owed(due: &str, outcome: Outcome) -> Obligation {
    Obligation {
        clause: 0,
        subject: staff(0),
        due: day(due),
        target: None,
        outcome,
        nth: 1,
        since: Since {
            day: day("2026-01-01"),
            row: None,
            event: Event::Session,
        },
        by: None,
        rows: Vec::new(),
        remarks: Remarks::default(),
        measure: None,
    }
}

fn met() -> Outcome {
    Outcome::Met {
        on: day("2026-01-11"),
        spare: 0,
        past_target: 0,
    }
}

fn late() -> Outcome {
    Outcome::Late {
        on: day("2026-01-11"),
        days: 8,
    }
}

#[test]
fn what_falls_due_on_the_first_and_last_day_of_the_period_is_kept_and_what_is_still_open() {
    let mut entries = Entries::new(1).of_period((day("2026-02-01"), day("2026-02-28")));
    let overdue = Outcome::Overdue { days: 60 };
    let all = [
        ("2026-01-30", overdue),
        ("2026-01-31", met()),
        ("2026-02-01", met()),
        ("2026-02-28", met()),
        ("2026-03-01", met()),
    ];
    for (due, outcome) in all {
        entries.owe(owed(due, outcome));
    }
    let kept = entries.obligations.iter().map(|owed| owed.due.to_string());
    let kept: Vec<String> = kept.collect();
    assert_eq!(kept, ["2026-01-30", "2026-02-01", "2026-02-28"]);
    assert_eq!(entries.tallies[0].examined, 5);
}

#[test]
fn what_is_entered_is_completed_and_then_kept_or_counted() {
    let completes = |owed: &mut Obligation| {
        owed.nth = 9;
        let is_met = matches!(owed.outcome, Outcome::Met { .. });
        is_met.then(|| (CountsFor::of_team(Word::FULL), true))
    };
    let entries = Entries::new(1).of_period((day("2026-02-01"), day("2026-02-28")));
    let mut entries = entries.completed_by(&completes);
    for (due, outcome) in [
        ("2026-01-31", met()),
        ("2026-02-01", met()),
        ("2026-02-02", late()),
    ] {
        entries.owe(owed(due, outcome));
    }
    let kept = entries.obligations.iter();
    let kept: Vec<(Day, u16)> = kept.map(|owed| (owed.due, owed.nth)).collect();
    assert_eq!(kept, [(day("2026-02-02"), 9)]);
    let counted: Vec<u32> = entries
        .counted
        .cells
        .values()
        .map(Times::fell_due)
        .collect();
    assert_eq!(counted, [1]);
    assert_eq!(entries.tallies[0].examined, 3);
}

#[test]
fn a_clause_is_tallied_by_what_became_of_each_and_tallies_add_up() {
    let entered = |met_ones: usize, missed: usize, open: usize| {
        let mut entries = Entries::new(1);
        let outcomes = [
            (met(), met_ones),
            (late(), missed),
            (Outcome::Due { left: 3 }, open),
        ];
        for (outcome, times) in outcomes {
            for _ in 0..times {
                entries.owe(owed("2026-02-01", outcome));
            }
        }
        entries.fitted(0);
        entries
    };
    let mut entries = entered(2, 3, 4);
    let tally = |[examined, met, missed, open, fitted]: [u32; 5]| ClauseTally {
        examined,
        met,
        missed,
        open,
        fitted,
        blank: 0,
    };
    assert_eq!(entries.tallies, [tally([9, 2, 3, 4, 1])]);
    entries.append_all(vec![entered(5, 1, 2), entered(1, 1, 1)]);
    assert_eq!(entries.tallies, [tally([20, 8, 5, 7, 3])]);
    assert_eq!(entries.obligations.len(), 20);
}

#[test]
fn a_subject_is_listed_once_for_what_it_did_one_after_the_other_in_one_cell() {
    let [ash, oak] = [Word::FULL, Word::LIGHT].map(CountsFor::of_team);
    let of = |number: usize, outcome: Outcome| Obligation {
        subject: staff(number),
        ..owed("2026-02-01", outcome)
    };
    let mut counted = Counted::default();
    for (team, number, outcome) in [
        (ash, 0, met()),
        (ash, 0, met()),
        (ash, 1, met()),
        (oak, 1, late()),
        (ash, 1, late()),
        (ash, 1, Outcome::NotMet),
    ] {
        counted.enter(team, &of(number, outcome), false);
    }
    assert_eq!(counted.met, [(staff(0), 0), (staff(1), 0)]);
    assert_eq!(counted.short, [(staff(1), 1), (staff(1), 0)]);
    assert_eq!(counted.fell_short(), 3);

    let mut more = Counted::default();
    more.enter(oak, &of(2, met()), false);
    more.append(counted);
    assert_eq!(more.met, [(staff(2), 0), (staff(0), 1), (staff(1), 1)]);
    assert_eq!(more.short, [(staff(1), 0), (staff(1), 1)]);

    let only = more.only(|team| team == ash);
    assert_eq!(only.met, [(staff(0), 0), (staff(1), 0)]);
    assert_eq!(only.short, [(staff(1), 0)]);
    let cells = only.cells.values();
    let cells: Vec<(u32, u32)> = cells
        .map(|times| (times.fell_due(), times.fell_short()))
        .collect();
    assert_eq!(cells, [(5, 2)]);
}

fn ledger(obligations: Vec<Obligation>) -> Ledger {
    let last = day("2026-02-28");
    Ledger {
        as_of: last,
        period: (day("2026-02-01"), last),
        taken: last,
        taken_assumed: false,
        obligations,
        counted: Counted::default(),
        untestable: Vec::new(),
        uncovered: Vec::new(),
        tallies: Vec::new(),
        later: 0,
        waivers: Vec::new(),
        cut_short: Vec::new(),
        hidden: Vec::new(),
        warnings: Vec::new(),
        part: None,
    }
}

#[test]
fn a_ledger_is_empty_where_nothing_is_kept_and_nothing_counted() {
    assert!(ledger(Vec::new()).is_empty());
    assert!(!ledger(vec![owed("2026-02-01", met())]).is_empty());
    let mut only_counts = ledger(Vec::new());
    let team = CountsFor::of_team(Word::FULL);
    only_counts
        .counted
        .enter(team, &owed("2026-02-01", met()), false);
    assert!(!only_counts.is_empty());
}

#[test]
fn what_is_outstanding_is_overdue_by_a_day_and_not_set_aside_now() {
    let has = |outcome: Outcome, waived: Waived| {
        let mut one = owed("2026-02-01", outcome);
        one.remarks.waived = Some(Box::new(waived));
        ledger(vec![owed("2026-02-01", met()), one]).has_outstanding()
    };
    let none = Waived::default();
    let overdue = |days: i32| Outcome::Overdue { days };
    assert!(has(overdue(1), none));
    assert!(!has(overdue(0), none), "it is due that very day");
    assert!(!has(late(), none));
    let now = Waived {
        now: Some(0),
        ..none
    };
    assert!(!has(overdue(1), now));
    let due = Waived {
        due: Some(0),
        ..none
    };
    assert!(has(overdue(1), due), "set aside in the period alone");
}

#[test]
fn a_window_is_open_while_it_runs_and_over_whatever_was_done_in_it() {
    let is_open = |outcome: Outcome| {
        let mut one = owed("2026-02-28", outcome);
        one.since.event = Event::Window;
        one.is_open()
    };
    assert!(is_open(Outcome::Due { left: 0 }));
    assert!(!is_open(Outcome::NotMet));
}
