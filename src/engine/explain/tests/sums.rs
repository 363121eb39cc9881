//! How a due day is worked out, part by part.

use super::*;

/// What S1 is told of what is owed last.
fn last(clauses: &str, posts: &str, sessions: &str, as_of: &str) -> OwedLine {
    let world = World {
        clauses,
        staff: &format!("staff_id, role, start_date, left_on\n{posts}"),
        sessions: &format!("date, kind, supervisee_id\n{sessions}"),
        as_of,
        ..World::default()
    };
    let told = told(world, "S1");
    let last = owed(&told).pop().cloned();
    last.unwrap()
}

fn iso(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

const SESSION: &str = "2026-01-05, personal, S1";
const POST: &str = "S1, sw, 2026-01-05,";

#[test]
fn grace_that_the_old_rule_cuts_short_says_the_old_due_day() {
    let two = "
        [[staff-supervision]]
        id = 'slow'
        for = { role = 'a' }
        every = '8 weeks'
        [[staff-supervision]]
        id = 'often'
        for = { role = 'b' }
        every = '1 week'
        grace = '2 weeks'";
    let grace = |change: &str| {
        let posts = format!("S1, a, 2026-01-05,\nS1, b, {change},");
        let one = last(two, &posts, SESSION, change);
        let grace = one.sum.grace.unwrap();
        (
            one.due.to_string(),
            grace.last.to_string(),
            iso(grace.old_due),
        )
    };
    let of = |due: &str, last: &str, old: &str| (due.to_owned(), last.to_owned(), old.to_owned());
    assert_eq!(grace("2026-02-16"), of("2026-03-02", "2026-03-02", "-"));
    assert_eq!(
        grace("2026-02-17"),
        of("2026-03-02", "2026-03-03", "2026-03-02")
    );
}

#[test]
fn a_foreseen_rule_asks_for_nothing_before_its_day() {
    let two = "
        [[staff-supervision]]
        id = 'slow'
        every = '8 weeks'
        [[staff-supervision]]
        id = 'seasoned'
        for = { left_on = { at-least = '2 weeks' } }
        every = '1 week'";
    let told = |seasoned: &str| {
        let posts = format!("S1, sw, 2026-01-05, {seasoned}");
        let one = last(two, &posts, SESSION, "2026-01-10");
        (one.due.to_string(), iso(one.sum.not_before))
    };
    assert_eq!(
        told("2026-01-05"),
        ("2026-01-19".to_owned(), "2026-01-19".to_owned())
    );
    assert_eq!(
        told("2025-12-29"),
        ("2026-01-12".to_owned(), "-".to_owned())
    );
}

#[test]
fn a_day_off_before_the_working_day_it_is_rolled_to_is_no_day_on_which_a_rule_began() {
    let rolled =
        "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'\nroll = 'next working day'";
    // 31 January 2026 is a Saturday.
    let told = |as_of: &str| {
        let one = last(
            rolled,
            "S1, sw, 2025-12-31,",
            "2025-12-31, personal, S1",
            as_of,
        );
        let from = one.sum.rolled.map(|rolled| rolled.day);
        (one.due.to_string(), iso(one.sum.not_before), iso(from))
    };
    let of_saturday = ["2026-02-02", "-", "2026-01-31"].map(str::to_owned).into();
    assert_eq!(told("2026-01-31"), of_saturday);
    assert_eq!(told("2026-02-01"), of_saturday);
}

#[test]
fn what_a_due_day_is_counted_from_is_named() {
    let base = |clauses: &str, posts: &str, sessions: &str| {
        let one = last(clauses, posts, sessions, "2026-03-20");
        (one.sum.base, one.sum.from.to_string())
    };
    let plain = "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'";
    let at = |base: Base, day: &str| (base, day.to_owned());
    let march = "2026-03-02, personal, S1";
    assert_eq!(base(plain, POST, march), at(Base::Gap, "2026-03-02"));
    let from =
        format!("{plain}\nfrom = 'left_on'\n[[staff-supervision]]\nid = 'slow'\nevery = '8 weeks'");
    let started = "S1, sw, 2026-01-05, 2026-03-09";
    assert_eq!(
        base(&from, started, march),
        at(Base::ClockStart, "2026-03-09")
    );
    let two = "
        [[staff-supervision]]
        id = 'either'
        every = '6 months'
        counts = { kind = ['personal', 'informal'] }
        [[staff-supervision]]
        id = 'personal'
        every = '1 month'";
    let posts = "S1, sw, 2026-01-01,\nS2, sw, 2026-03-15,";
    let later = "2026-01-01, informal, S1\n2026-03-15, personal, S2";
    assert_eq!(
        base(two, posts, later),
        at(Base::ExportsBegin, "2026-03-15")
    );
    let first = format!("{plain}\nfirst = '3 months'");
    assert_eq!(
        base(&first, POST, SESSION),
        at(Base::ClauseBegan, "2026-01-05")
    );
    let missed = "
        [[staff-supervision]]
        id = 'list'
        first = '1 month'
        every = '1 month'";
    assert_eq!(base(missed, POST, SESSION), at(Base::LastDue, "2026-02-05"));
}

#[test]
fn a_window_served_after_a_missed_one_is_told_from_its_own_first_day() {
    let window =
        "[[staff-supervision]]\nid = 'month'\nper = 'calendar month'\nroll = 'next working day'";
    let sessions = format!("{SESSION}\n2026-04-08, personal, S1");
    let world = World {
        clauses: window,
        staff: &format!("staff_id, role, start_date, left_on\n{POST}"),
        sessions: &format!("date, kind, supervisee_id\n{sessions}"),
        as_of: "2026-04-08",
        ..World::default()
    };
    let told = told(world, "S1");
    let owed = owed(&told);
    let lines = owed.iter().map(|one| {
        let rolled = one.sum.rolled.as_ref().map(|rolled| rolled.day);
        format!(
            "{} from {} to {} rolled {}",
            one.nth,
            one.sum.from,
            one.due,
            iso(rolled)
        )
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "1 from 2026-02-01 to 2026-03-02 rolled 2026-02-28",
            "2 from 2026-03-01 to 2026-03-31 rolled -",
            "1 from 2026-04-01 to 2026-04-30 rolled -",
            "1 from 2026-05-01 to 2026-06-01 rolled 2026-05-31",
        ]
    );
}

#[test]
fn a_looser_clause_is_told_with_the_due_day_it_will_ask_for() {
    let two = "
        [[staff-supervision]]
        id = 'first'
        for = [{ left_on = { reached = false } }, { left_on = { over = '1 week' } }]
        first = '2 months'
        every = '1 week'
        [[staff-supervision]]
        id = 'slow'
        every = '8 weeks'";
    // The rule holds until 28 February and again from 9 March, when its first counts anew.
    let sessions = "2026-02-01, personal, S1\n2026-02-22, personal, S1";
    let one = last(two, "S1, a, 2026-02-01, 2026-03-01", sessions, "2026-02-22");
    assert_eq!((one.clause.as_str(), one.due), ("slow", day("2026-04-19")));
    let looser = Fate::Looser {
        due: Some(day("2026-05-09")),
    };
    assert_eq!(one.considered[0].fate, looser);
}

#[test]
fn a_rule_whose_sessions_the_exports_do_not_show_yet_is_told_as_such() {
    let two = "
        [[staff-supervision]]
        id = 'talks'
        every = '2 weeks'
        counts = { kind = 'informal' }
        [[staff-supervision]]
        id = 'personal'
        every = '1 week'";
    let fate = |kind: &str, first: &str| {
        let clauses = two.replace(
            "every = '1 week'",
            &format!("every = '1 week'\nfor = {{ role = '{kind}' }}"),
        );
        let posts = format!("{POST}\nS2, sw, 2026-01-05,");
        let sessions = format!("2026-01-05, informal, S1\n{first}, personal, S2");
        let world = World {
            clauses: &clauses,
            staff: &format!("staff_id, role, start_date, left_on\n{posts}"),
            sessions: &format!("date, kind, supervisee_id\n{sessions}"),
            as_of: "2026-01-25",
            ..World::default()
        };
        let told = told(world, "S1");
        let owed = owed(&told);
        let one = owed
            .iter()
            .find(|one| one.due == day("2026-01-19"))
            .unwrap();
        one.considered[0].fate.clone()
    };
    let before = Fate::BeforeTheExports {
        from: day("2026-01-20"),
    };
    assert_eq!(fate("sw", "2026-01-20"), before);
    assert!(matches!(fate("tm", "2026-01-20"), Fate::DoesNotFit { .. }));
}

#[test]
fn the_deadline_of_a_record_is_added_up_whether_it_falls_on_a_working_day_or_is_rolled() {
    let sum = |roll: &str, held: &str| {
        let world = World {
            clauses: &format!(
                "[[recording]]\nid = 'record'\nevidence = 'recorded_on'\nwithin = '3 calendar days'\n{roll}"
            ),
            staff: STAFF,
            sessions: &format!("date, kind, supervisee_id, recorded_on\n{held}, personal, S1,"),
            as_of: "2026-01-31",
            ..World::default()
        };
        let told = told(world, "S1");
        let sum = told.checks[0].sum.clone().unwrap();
        let rolled = sum.rolled.as_ref().map(|rolled| rolled.day);
        format!("{} {} {}", sum.plain, sum.due, iso(rolled))
    };
    let roll = "roll = 'next working day'";
    // 10 January 2026 is a Saturday.
    assert_eq!(sum("", "2026-01-06"), "2026-01-09 2026-01-09 -");
    assert_eq!(sum("", "2026-01-07"), "2026-01-10 2026-01-10 -");
    assert_eq!(sum(roll, "2026-01-07"), "2026-01-10 2026-01-12 2026-01-10");
}

#[test]
fn an_agreement_of_the_day_of_its_event_is_marked_as_met_and_one_of_the_day_before_is_not() {
    let marked = |signed: &str| {
        let world = World {
            clauses: "[[agreement]]\nid = 'signed'\nevidence = 'signed_on'\nfrom = 'since'\nwithin = '4 weeks'",
            staff: &format!(
                "staff_id, role, start_date, since, signed_on\nS1, sw, 2026-01-05, 2026-03-02, {signed}"
            ),
            sessions: "date, kind\n2026-03-30, personal",
            as_of: "2026-03-09",
            ..World::default()
        };
        let told = told(world, "S1");
        told.checks[0].compared[0].holds
    };
    assert_eq!(marked("2026-03-01"), Some(false));
    assert_eq!(marked("2026-03-02"), Some(true));
    assert_eq!(marked("2026-03-09"), Some(true));
}

#[test]
fn a_total_adds_the_sessions_of_its_first_and_last_day_and_none_outside() {
    let world = World {
        clauses: "[[supervision-total]]\nid = 'total'\nat-least = '9 sessions'\nper = 'calendar quarter'\n\
                  counts = { kind = 'personal' }",
        staff: "staff_id, role, start_date\nS1, sw, 2025-12-01",
        sessions: "date, kind, supervisee_id\n2025-12-01, personal, S1\n2025-12-31, personal, S1\n\
                   2026-01-01, personal, S1\n2026-03-31, personal, S1\n2026-04-01, personal, S1",
        as_of: "2026-04-15",
        ..World::default()
    };
    let told = told(world, "S1");
    let total = |last: &str| {
        let of_quarter = told.checks.iter().find(|line| line.due == day(last));
        of_quarter.unwrap().total.as_ref().unwrap()
    };
    let added = |last: &str| {
        let days = total(last).added.iter().map(|one| one.date.to_string());
        days.collect::<Vec<_>>()
    };
    assert_eq!(added("2026-03-31"), ["2026-01-01", "2026-03-31"]);
    assert_eq!(added("2026-06-30"), ["2026-04-01"], "it still runs");
    for last in ["2026-03-31", "2026-06-30"] {
        assert!(total(last).part.is_none(), "the whole of the quarter");
    }
}
