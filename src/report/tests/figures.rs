//! The figures, and the mistakes seen in published ones.

use proptest::prelude::*;

use super::world::{STAFF, World, day, met, october, september};
use crate::ledger::{Event, Outcome, Severity};
use crate::report::{Finding, Fraction, findings, summary};

fn small() -> World {
    let cases = "case_id,case_type,opened,allocated_to\nC-01,CP plan,2026-01-05,S-01\n";
    let sessions = "session_id,date,kind,supervisee_id,supervisor_id,case_id,recorded_on,signed_supervisor_on\n";
    World::new(STAFF, cases, sessions)
}

fn breaches(world: &World) -> usize {
    let found = findings(&world.audit());
    let breaches = found.iter();
    breaches
        .filter(|one| one.severity == Severity::Breach)
        .count()
}

fn only(world: &World) -> Finding {
    let mut found = findings(&world.audit());
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn percentages_need_ten_and_only_all_is_100() {
    let percent = |numerator, denominator| Fraction::new(numerator, denominator).percent();
    assert_eq!(percent(0, 0), None);
    assert_eq!(percent(9, 9), None);
    assert_eq!(percent(10, 10), Some(100));
    assert_eq!(percent(143, 162), Some(88));
    assert_eq!(percent(1999, 2000), Some(99));
    assert_eq!(percent(1, 2000), Some(1));
    assert_eq!(percent(0, 2000), Some(0));
}

#[test]
fn a_change_is_said_only_when_chance_does_not_explain_it() {
    let change = |now: (u32, u32), then: (u32, u32)| {
        Fraction::new(now.0, now.1).change_from(Fraction::new(then.0, then.1))
    };
    assert_eq!(change((143, 162), (146, 162)), Some("not clear"));
    assert_eq!(change((784, 861), (740, 861)), Some("better"));
    assert_eq!(change((740, 861), (784, 861)), Some("worse"));
    assert_eq!(change((30, 30), (30, 30)), Some("not clear"));
    assert_eq!(change((29, 29), (0, 30)), None);
    assert_eq!(change((30, 30), (0, 29)), None);
}

#[test]
fn a_gap_is_one_finding_at_its_first_due_day() {
    let mut world = small();
    world.gap(
        "newly-qualified",
        "S-04",
        "2026-09-24",
        &["2026-10-08", "2026-10-22"],
    );
    // A later interval of the same gap, under another clause.
    world.gap("all-staff", "S-04", "2026-09-24", &["2026-10-30"]);
    world.ledger.obligations[2].nth = 3;
    let finding = only(&world);
    assert_eq!(finding.clause, "newly-qualified");
    assert_eq!(
        (finding.days, finding.missed, finding.missed_in_period),
        (Some(23), 3, 3)
    );
    assert_eq!(finding.due, day("2026-10-08"));
    assert_eq!(finding.last_held, Some(day("2026-09-24")));
}

#[test]
fn position_and_period_are_kept_apart() {
    let mut world = small();
    world.gap("all-staff", "S-01", "2026-07-29", &["2026-09-09"]);
    let late = Outcome::Late {
        on: day("2026-10-20"),
        days: 8,
    };
    world.owe("all-staff", "S-02", "2026-10-12", late);
    world.owe("all-staff", "S-02", "2026-12-01", Outcome::Due { left: 31 });
    let figures = summary(&world.audit());
    let rate = figures.overall("staff-supervision").unwrap();
    assert_eq!((rate.fell_due, rate.late_over_7, rate.not_done), (1, 1, 0));
    assert_eq!(
        (figures.position.staff.overdue, figures.position.staff.owed),
        (1, 2)
    );
    // Somebody overdue from before the period owed something in it, and was not never overdue.
    assert_eq!((rate.subjects_never_overdue, rate.subjects_owed), (0, 2));
    let found = findings(&world.audit());
    let days: Vec<_> = found
        .iter()
        .map(|one| (one.position, one.in_period))
        .collect();
    assert_eq!(days, [(true, false), (false, true)]);
}

#[test]
fn what_is_due_on_the_audit_day_is_not_done_and_not_yet_in_the_position() {
    let mut world = small();
    world.gap("all-staff", "S-01", "2026-09-19", &["2026-10-31"]);
    let finding = only(&world);
    assert_eq!(
        (finding.position, finding.in_period, finding.days),
        (false, true, Some(0))
    );
    let figures = summary(&world.audit());
    assert_eq!(figures.overall("staff-supervision").unwrap().not_done, 1);
    assert_eq!(figures.position.staff.overdue, 0);
    assert_eq!(breaches(&world), 1);
}

#[test]
fn what_was_not_judged_is_never_met() {
    let mut world = small();
    world.uncovered("S-08");
    let column = "start_date".to_owned();
    world.untestable(
        "all-staff",
        Some("S-03"),
        crate::ledger::Reason::Blank { column },
    );
    world.owe("all-staff", "S-01", "2026-11-20", Outcome::Due { left: 20 });
    let figures = summary(&world.audit());
    let rate = figures.overall("staff-supervision").unwrap();
    assert_eq!((rate.on_time, rate.fell_due), (0, 0));
    let excluded = rate.excluded;
    assert_eq!(
        (excluded.untestable, excluded.uncovered, excluded.not_due),
        (1, 1, 1)
    );
    assert_eq!(figures.clauses.did_not_apply, 6);
}

#[test]
fn past_the_target_is_advice_and_gives_way_to_what_is_overdue() {
    let mut world = small();
    let past = Outcome::PastTarget { days: 4, left: 10 };
    world.owe("all-staff", "S-01", "2026-11-10", past).since.day = day("2026-09-01");
    let finding = only(&world);
    assert_eq!(
        (finding.severity, finding.outcome),
        (Severity::Advisory, "past-target")
    );
    assert_eq!(breaches(&world), 0);
    world.gap("all-staff", "S-01", "2026-09-01", &["2026-10-13"]);
    let finding = only(&world);
    assert_eq!(
        (finding.severity, finding.outcome),
        (Severity::Breach, "overdue")
    );
}

#[test]
fn advice_is_no_breach() {
    let world = october();
    let advisory = findings(&world.audit());
    let advisory = advisory
        .iter()
        .filter(|one| one.severity == Severity::Advisory);
    assert_eq!(advisory.count(), 2);
    assert_eq!(breaches(&world), 10);
}

#[test]
fn an_id_outlives_days_and_tells_records_apart() {
    let first = {
        let mut world = small();
        world.gap("all-staff", "S-01", "2026-08-01", &["2026-09-12"]);
        world.load("S-01", 24, 18);
        world
    };
    let mut later = small();
    later.ledger.as_of = day("2026-11-30");
    later.gap(
        "all-staff",
        "S-01",
        "2026-08-01",
        &["2026-09-12", "2026-10-24"],
    );
    later.load("S-01", 25, 18);
    let cap = later.ledger.obligations.last_mut().unwrap();
    cap.due = day("2026-11-30");
    let ids = |world: &World| -> Vec<String> {
        findings(&world.audit())
            .into_iter()
            .map(|one| one.id)
            .collect()
    };
    assert_eq!(ids(&first), ids(&later));
    // Two sessions with one deadline.
    let mut records = october();
    records.ledger.obligations.clear();
    for row in [0, 0, 1] {
        records.record(
            "child-record",
            row,
            "2026-10-12",
            Outcome::Overdue { days: 19 },
        );
    }
    let mut found = ids(&records);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 3);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut lines: Vec<&str> = STAFF.lines().collect();
    lines[1..].reverse();
    let backwards = World::new(
        &lines.join("\n"),
        super::world::CASES,
        super::world::SESSIONS,
    );
    let (one, mut two) = (october(), backwards);
    for owed in &one.ledger.obligations {
        let mut owed = owed.clone();
        if let crate::ledger::Subject::Staff(staff) = owed.subject {
            owed.subject = two.subject(one.data.staff_id(staff));
        }
        two.ledger.obligations.insert(0, owed);
    }
    two.ledger.tallies.clone_from(&one.ledger.tallies);
    let mut one = one;
    one.ledger.untestable.clear();
    one.ledger.uncovered.clear();
    assert_eq!(findings(&one.audit()), findings(&two.audit()));
    assert_eq!(
        crate::report::json(&one.audit()).replace(&one.data.files[0].sha256, ""),
        crate::report::json(&two.audit()).replace(&two.data.files[0].sha256, "")
    );
}

#[test]
fn a_month_stays_provisional_until_its_last_record_was_due() {
    let mut world = october();
    // Of a session on the 31st that nobody has typed in yet the record is due on the 6th.
    world.ledger.taken = day("2026-11-06");
    assert!(summary(&world.audit()).provisional);
    world.ledger.taken = day("2026-11-07");
    assert!(!summary(&world.audit()).provisional);
    world.record("child-record", 1, "2026-11-06", Outcome::Due { left: 6 });
    assert!(!summary(&world.audit()).provisional);
    world.record("child-record", 1, "2026-11-07", Outcome::Due { left: 7 });
    assert!(summary(&world.audit()).provisional);
    let mut early = small();
    early.ledger.taken = day("2026-10-31");
    assert!(summary(&early.audit()).provisional);
}

#[test]
fn the_worst_team_stands_beside_the_average() {
    let mut world = october();
    world.previous = Some(september());
    let figures = summary(&world.audit());
    let lowest = figures.lowest.first().unwrap();
    assert_eq!(
        (lowest.dimension, lowest.key.as_str()),
        ("team", "Duty and assessment")
    );
    assert_eq!(lowest.fraction, Fraction::new(10, 14));
    assert_eq!(lowest.overall, Fraction::new(33, 38));
    assert_eq!(figures.position.staff.repeat, Some(1));
    let (supervisor, count) = (
        &figures.supervisors[0].supervisor,
        figures.supervisors[0].overdue_staff,
    );
    assert_eq!((supervisor.as_str(), count), ("T-01", 3));
}

#[test]
fn a_caseload_counts_what_managers_hold() {
    let figures = summary(&october().audit());
    assert_eq!(figures.allocation.without_worker(), 3);
    assert_eq!(
        (
            figures.allocation.open_cases,
            figures.allocation.held_by_managers
        ),
        (7, 1)
    );
    assert_eq!((figures.caseload.above, figures.caseload.workers), (1, 2));
    assert_eq!(figures.caseload.highest.unwrap().unit, "cases");
}

#[test]
fn remarks_say_what_the_days_do_not() {
    let mut world = small();
    world.gap("all-staff", "S-01", "2026-08-01", &["2026-09-12"]);
    let owed = &mut world.ledger.obligations[0];
    owed.since.event = Event::SpanBegins;
    owed.remarks.undecided = true;
    owed.remarks.grace = true;
    let finding = only(&world);
    assert!(finding.at_least && finding.last_held.is_none());
    insta::assert_snapshot!(finding.remarks.join("\n"), @r"
    a stage went on because its decision has no date
    a change of type, risk or placement gave more time
    the exports begin on 1 Aug 2026, so the days are the fewest possible
    ");
    let figures = summary(&world.audit());
    assert_eq!(figures.position.staff.never, 0);
    let table = crate::report::table(&world.audit(), 100, crate::report::Style::Plain);
    assert!(table.contains("none since 1 Aug"), "{table}");
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(met("2026-10-01")),
        (1..60).prop_map(|days| Outcome::Late {
            on: day("2026-10-30"),
            days
        }),
        (0..60).prop_map(|days| Outcome::Overdue { days }),
        (0..60).prop_map(|days| Outcome::Missed {
            on: day("2026-10-30"),
            days
        }),
        (1..60).prop_map(|left| Outcome::Due { left }),
        (1..9).prop_map(|days| Outcome::PastTarget { days, left: 3 }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn on_time_and_late_and_not_done_are_all_that_fell_due(
        owed in prop::collection::vec((0_usize..6, 1_u32..60, outcome()), 0..40),
    ) {
        let mut world = small();
        for (who, after, outcome) in owed {
            let due = day("2026-09-15").plus_days(i32::try_from(after).unwrap());
            let who = format!("S-0{}", who + 1);
            world.owe("all-staff", &who, &due.to_string(), outcome).since.day = due.plus_days(-42);
        }
        let figures = summary(&world.audit());
        for rate in &figures.rates {
            let parts = rate.on_time + rate.late_to_7 + rate.late_over_7 + rate.not_done;
            prop_assert_eq!(parts, rate.fell_due);
            prop_assert!(rate.subjects_never_overdue <= rate.subjects_owed);
        }
        for dimension in ["clause", "team", "supervisor", "role"] {
            let sum: u32 = figures.by("staff-supervision", dimension).map(|rate| rate.fell_due).sum();
            prop_assert_eq!(sum, figures.overall("staff-supervision").unwrap().fell_due);
        }
        let staff = &figures.position.staff;
        let bands = staff.bands;
        prop_assert_eq!(staff.in_date + staff.overdue, staff.owed);
        prop_assert_eq!(bands.to_14 + bands.to_28 + bands.to_56 + bands.beyond, staff.overdue);
        let open = findings(&world.audit()).into_iter().filter(|one| one.outcome == "overdue" && one.position);
        prop_assert!(open.count() >= usize::try_from(staff.overdue).unwrap());
    }
}

#[test]
fn everybody_who_owes_supervision_stands_in_one_band() {
    let world = october();
    let figures = summary(&world.audit());
    for (gaps, line) in [
        (figures.gaps.staff.unwrap(), &figures.position.staff),
        (figures.gaps.cases.unwrap(), &figures.position.cases),
    ] {
        let mut all = gaps.none_since_start;
        let bands = gaps.bands.iter().map(|band| band.standing);
        for standing in bands.chain([gaps.none_since_exports]) {
            all.in_date += standing.in_date;
            all.overdue += standing.overdue;
        }
        assert_eq!((all.in_date, all.overdue), (line.in_date, line.overdue));
    }
    assert_eq!(
        summary(&small().audit()).gaps,
        crate::report::Gaps::default()
    );
}

#[test]
fn days_since_the_last_session_are_those_of_what_fell_due_first() {
    let mut world = small();
    // 94 days ago, and overdue; as well a clause that is in date.
    world.gap(
        "all-staff",
        "S-01",
        "2026-07-29",
        &["2026-09-09", "2026-10-21"],
    );
    world.owe(
        "newly-qualified",
        "S-01",
        "2026-11-20",
        Outcome::Due { left: 20 },
    );
    // 14 and 15 days ago, and never.
    for (who, since, event) in [
        ("S-02", "2026-10-17", Event::Session),
        ("S-03", "2026-10-16", Event::Session),
        ("S-05", "2026-10-16", Event::Start),
        ("S-06", "2026-10-16", Event::SpanBegins),
    ] {
        let due = day(since).plus_days(42).to_string();
        let left = day(&due).days_since(day("2026-10-31"));
        let owed = world.owe("all-staff", who, &due, Outcome::Due { left });
        (owed.since.day, owed.since.event) = (day(since), event);
    }
    let gaps = summary(&world.audit()).gaps.staff.unwrap();
    assert_eq!(gaps.usual_limit, Some(42));
    let found: Vec<_> = gaps
        .bands
        .iter()
        .filter(|band| band.all > 0)
        .map(|band| {
            (
                band.from,
                band.to,
                band.standing.in_date,
                band.standing.overdue,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (0, Some(14), 1, 0),
            (15, Some(28), 1, 0),
            (85, Some(98), 0, 1)
        ]
    );
    assert_eq!(
        (
            gaps.none_since_start.in_date,
            gaps.none_since_exports.in_date
        ),
        (1, 1)
    );
}
