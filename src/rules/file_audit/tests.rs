//! Who owed how many files, met or not, on the days at the edges.

use crate::engine::testing::{World, day, subject};
use crate::ledger::Reason;
use crate::records::Export;

const MONTHLY: &str = "[[file-audit]]\nid = 'monthly'\nfor = { role = 'manager' }\nat-least = '1 file'\n\
                       per = 'calendar month'\ncounts = { kind = 'audit' }";
const HEADER: &str = "kind, date, staff_id, by_id, case_id, grade";
const STAFF: &str = "staff_id, role, start_date, end_date, team, supervisor_id\nM1, manager, 2020-01-01, , Ash,\n\
                     M2, manager, 2020-01-01, , Oak,\nS1, sw, 2020-01-01, , Ash, M1\nS2, sw, 2020-01-01, , Oak, M2";
/// From here on the exports show audits; it is nobody's of those asked.
const FIRST: &str = "audit, 2026-08-01, S1, S2, ,";

fn world<'a>(clauses: &'a str, activity: &'a str, as_of: &'a str) -> World<'a> {
    World {
        clauses,
        staff: STAFF,
        cases: "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2020-01-01, , S1\n\
                C2, cp, 2020-01-01, , S2\nC3, cin, 2020-01-01, 2026-09-10, S1",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        activity,
        as_of,
        ..World::default()
    }
}

fn judged(clauses: &str, rows: &str, as_of: &str) -> Vec<String> {
    let rows = format!("{HEADER}\n{FIRST}\n{rows}");
    world(clauses, &rows, as_of).lines()
}

/// What is not judged, each with its subject, and how much was.
fn untestable(clauses: &str, rows: &str, as_of: &str) -> (Vec<(Option<String>, Reason)>, usize) {
    let (_, data, ledger) = world(clauses, rows, as_of).ledger();
    let all = ledger.untestable.into_iter();
    let all = all.map(|one| (one.subject.map(|one| subject(&data, one)), one.reason));
    (all.collect(), ledger.obligations.len())
}

/// The lines of one subject, from September on.
fn of(who: &str, clauses: &str, rows: &str, as_of: &str) -> Vec<String> {
    let lines = judged(clauses, rows, as_of).into_iter();
    lines
        .filter(|line| line.contains(&format!(" {who} by ")) && !line.contains("2026-08"))
        .collect()
}

#[test]
fn each_month_is_met_on_the_day_of_the_audit_or_not_met() {
    let rows = "audit, 2026-09-14, S1, M1, ,\naudit, 2026-10-02, S2, M2, ,";
    assert_eq!(
        of("M1", MONTHLY, rows, "2026-10-31"),
        [
            "monthly M1 by 2026-09-30: met on 2026-09-14: 1 of 1 files",
            "monthly M1 by 2026-10-31: not met: 0 of 1 files"
        ]
    );
    assert_eq!(
        of("M2", MONTHLY, rows, "2026-10-31"),
        [
            "monthly M2 by 2026-09-30: not met: 0 of 1 files",
            "monthly M2 by 2026-10-31: met on 2026-10-02: 1 of 1 files"
        ]
    );
}

#[test]
fn the_first_and_the_last_day_of_a_month_belong_to_it_and_no_other() {
    for (day, met) in [
        ("2026-08-31", false),
        ("2026-09-01", true),
        ("2026-09-30", true),
        ("2026-10-01", false),
    ] {
        let row = format!("audit, {day}, S1, M1, ,");
        let line = of("M1", MONTHLY, &row, "2026-10-15").remove(0);
        assert_eq!(line.contains("met on"), met, "{day}: {line}");
    }
}

#[test]
fn a_month_that_runs_is_due_until_its_last_day_and_what_comes_later_is_not_known() {
    let later = "audit, 2026-09-30, S1, M1, ,";
    let on = |day: &str| of("M1", MONTHLY, later, day);
    assert_eq!(
        on("2026-09-29"),
        ["monthly M1 by 2026-09-30: due in 1: 0 of 1 files"]
    );
    assert_eq!(
        on("2026-09-30"),
        ["monthly M1 by 2026-09-30: met on 2026-09-30: 1 of 1 files"]
    );
    assert_eq!(
        of("M1", MONTHLY, "", "2026-09-30"),
        ["monthly M1 by 2026-09-30: not met: 0 of 1 files"],
        "reading 2: due on that very day and not done"
    );
}

#[test]
fn the_last_months_run_to_the_day_of_the_audit() {
    let rolling = MONTHLY.replace("calendar month", "2 months");
    let on = |day: &str| of("M1", &rolling, "audit, 2026-08-15, S1, M1, ,", day);
    assert_eq!(
        on("2026-10-14"),
        ["monthly M1 by 2026-10-14: met on 2026-10-14: 1 of 1 files"]
    );
    assert_eq!(
        on("2026-10-15"),
        ["monthly M1 by 2026-10-15: not met: 0 of 1 files"]
    );
}

#[test]
fn a_file_counts_once_however_often_it_was_looked_at() {
    let two = MONTHLY.replace("1 file", "2 files");
    let twice = "audit, 2026-09-02, S1, M1, ,\naudit, 2026-09-09, S1, M1, ,";
    assert!(of("M1", &two, twice, "2026-09-30")[0].ends_with("not met: 1 of 2 files"));
    let both = format!("{twice}\naudit, 2026-09-20, S2, M1, ,");
    assert!(of("M1", &two, &both, "2026-09-30")[0].contains("met on 2026-09-20: 2 of 2"));
}

#[test]
fn who_began_inside_the_time_owes_a_part_rounded_down_to_a_whole_file() {
    let clause = MONTHLY
        .replace("1 file", "2 files")
        .replace("calendar month", "calendar quarter");
    let owed = |start: &str, end: &str| {
        let staff = format!("{STAFF}\nM3, manager, {start}, {end}, Ash,");
        let rows = format!("{HEADER}\naudit, 2026-01-02, S1, S2, ,");
        let world = World {
            staff: &staff,
            ..world(&clause, &rows, "2026-09-30")
        };
        let lines = world.lines().into_iter();
        let lines = lines.filter(|line| line.contains(" M3 ") && line.contains("2026-09-30"));
        lines.collect::<Vec<_>>()
    };
    let part = |start: &str| owed(start, "");
    assert!(part("2026-07-01")[0].ends_with("0 of 2 files"));
    assert!(part("2026-07-02")[0].ends_with("0 of 1 files"));
    assert!(part("2026-08-01")[0].ends_with("0 of 1 files"));
    assert_eq!(
        part("2026-08-02"),
        Vec::<String>::new(),
        "a third of two is none"
    );
    assert_eq!(
        owed("2020-01-01", "2026-09-30"),
        Vec::<String>::new(),
        "left by the last day"
    );
    assert_eq!(owed("2020-01-01", "2026-10-01").len(), 1);
}

#[test]
fn only_files_of_people_the_auditor_supervises_where_asked() {
    let own = format!("{MONTHLY}\nown-supervisees = true");
    let met = |row: &str| of("M1", &own, row, "2026-09-30")[0].contains("met on");
    assert!(met("audit, 2026-09-14, S1, M1, ,"));
    assert!(!met("audit, 2026-09-14, S2, M1, ,"));
    let none = format!("{own}\nout-of = {{ role = 'student' }}");
    assert_eq!(
        of("M1", &none, "", "2026-09-30"),
        Vec::<String>::new(),
        "nobody with such a file"
    );
    let cases = format!("{own}\nfiles = 'cases'\nout-of = {{ case_type = 'cin' }}");
    assert_eq!(of("M1", &cases, "", "2026-09-30").len(), 1);
    assert_eq!(of("M2", &cases, "", "2026-09-30"), Vec::<String>::new());
}

#[test]
fn files_of_cases_are_those_of_their_workers() {
    let cases = format!("{MONTHLY}\nfiles = 'cases'\nout-of = {{ case_type = 'cin' }}");
    let met = |row: &str| of("M1", &cases, row, "2026-09-30")[0].contains("met on");
    assert!(met("audit, 2026-09-14, , M1, C1,"));
    assert!(!met("audit, 2026-09-14, , M1, C2,"), "of another type");
    let worker = "[[file-audit]]\nid = 'each'\nfor = { role = 'sw' }\neach = 'worker'\nat-least = '1 file'\n\
                  per = 'calendar month'\nfiles = 'cases'\ncounts = { kind = 'audit', by.role = 'manager' }";
    let rows = format!("{HEADER}\naudit, 2026-09-01, , M2, C1,\naudit, 2026-09-02, , S1, C2,");
    assert_eq!(
        world(worker, &rows, "2026-09-30").lines(),
        [
            "each S1 by 2026-09-30: met on 2026-09-01: 1 of 1 files",
            "each S2 by 2026-09-30: not met: 0 of 1 files"
        ]
    );
}

#[test]
fn so_many_of_each_team() {
    let team = "[[file-audit]]\nid = 'team'\nfor = { role = 'sw' }\neach = 'team'\nat-least = '1 file'\n\
                per = 'calendar month'\ncounts = { kind = 'audit' }";
    let rows = format!("{HEADER}\naudit, 2026-09-01, S2, , ,");
    assert_eq!(
        world(team, &rows, "2026-09-30").lines(),
        [
            "team ash by 2026-09-30: not met: 0 of 1 files",
            "team oak by 2026-09-30: met on 2026-09-01: 1 of 1 files"
        ]
    );
}

#[test]
fn the_council_does_it_together_and_times_are_days() {
    let council = "[[file-audit]]\nid = 'yearly'\nfor = { role = 'manager' }\neach = 'council'\n\
                   at-least = '2 times'\nper = 'calendar month'\ncounts = { kind = 'survey' }";
    let on = |rows: &str| {
        let rows = format!("{HEADER}\n{rows}");
        world(council, &rows, "2026-09-30").lines()
    };
    assert_eq!(
        on("survey, 2026-09-01, , M1, ,\nsurvey, 2026-09-08, , M2, ,"),
        ["yearly council by 2026-09-30: met on 2026-09-08: 2 of 2 times"]
    );
    for other in ["2026-09-01, , M2, ,9", "2026-09-08, , S1, ,9"] {
        let rows = format!("survey, 2026-09-01, , M1, ,\nsurvey, {other}");
        assert!(on(&rows)[0].ends_with("not met: 1 of 2 times"), "{other}");
    }
}

#[test]
fn whom_it_does_not_fit_owes_nothing_and_nothing_is_applicable() {
    let nobody = MONTHLY.replace("manager", "director");
    assert_eq!(judged(&nobody, "", "2026-10-31"), Vec::<String>::new());
    let council = format!("{nobody}\neach = 'council'");
    assert_eq!(judged(&council, "", "2026-10-31"), Vec::<String>::new());
}

#[test]
fn a_row_that_may_be_the_missing_one_makes_it_untestable() {
    let reason = |row: &str| {
        let rows = format!("{HEADER}\naudit, 2026-09-01, S1, M1, ,\n{row}");
        untestable(MONTHLY, &rows, "2026-09-30")
    };
    let blank = |column: &str| Reason::Blank {
        column: column.to_owned(),
    };
    let of_m2 = Some("M2".to_owned());
    assert_eq!(
        reason("audit, 2026-09-02, S1, , ,"),
        (vec![(of_m2.clone(), blank("by_id"))], 1),
        "M1 has one for certain"
    );
    assert_eq!(
        reason("audit, 2026-09-02, , M2, ,"),
        (vec![(of_m2, blank("staff_id"))], 1)
    );
    assert_eq!(reason("audit, 2026-10-01, , , ,").0, []);
    let two = MONTHLY.replace("1 file", "2 files");
    let rows = format!("{HEADER}\naudit, 2026-09-01, S1, M1, ,\naudit, 2026-09-02, S1, , ,");
    let (untestable, owed) = untestable(&two, &rows, "2026-09-30");
    assert_eq!(
        (untestable.len(), owed),
        (1, 1),
        "one more is not enough for M2"
    );
}

#[test]
fn without_export_column_or_any_such_row_it_is_untestable() {
    let export = Export::Activity;
    assert_eq!(
        untestable(MONTHLY, "", "2026-09-30"),
        (vec![(None, Reason::NoExport { export })], 0)
    );
    assert_eq!(
        untestable(
            MONTHLY,
            "kind, date, staff_id, by_id\nvisit, 2026-09-01, S1, M1",
            "2026-09-30"
        ),
        (vec![(None, Reason::NoActivity)], 0)
    );
    for (header, gone) in [("staff_id", "by_id"), ("by_id", "staff_id")] {
        let rows = format!("kind, date, {header}\naudit, 2026-09-01, M1");
        let (found, owed) = untestable(MONTHLY, &rows, "2026-09-30");
        assert!(
            matches!(&found[0].1, Reason::MissingColumn { column, .. } if column == gone),
            "{found:?}"
        );
        assert_eq!(owed, 0);
    }
}

#[test]
fn a_row_without_a_file_may_be_of_anybody_and_a_case_without_a_worker_is_nobodys() {
    for each in ["worker", "team"] {
        let clause = format!("{MONTHLY}\neach = '{each}'");
        let rows = format!("{HEADER}\naudit, 2026-09-01, M1, , ,\naudit, 2026-09-02, , M1, ,");
        let (found, owed) = untestable(&clause, &rows, "2026-09-30");
        assert_eq!((found.len(), owed), (1, 1), "{each}: {found:?}");
    }
    let cases = format!("{MONTHLY}\neach = 'worker'\nfiles = 'cases'");
    let rows = format!("{HEADER}\naudit, 2026-09-01, , M1, C4,");
    let world = World {
        cases: "case_id, case_type, opened, closed, allocated_to\nC4, cin, 2020-01-01, ,",
        ..world(&cases, &rows, "2026-09-30")
    };
    let lines = world.lines();
    assert!(
        lines.len() == 2 && lines.iter().all(|line| line.contains("0 of 1")),
        "{lines:?}"
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let refused = |from: &str, to: &str| {
        let clauses = format!("[policy]\nname = 'x'\n{}", MONTHLY.replace(from, to));
        let mistakes = crate::policy::Policy::parse(&clauses, "policy.toml").unwrap_err();
        mistakes.render(&annotate_snippets::Renderer::plain())
    };
    let hint = refused("1 file", "3 cases");
    assert!(hint.contains("expected files or times"), "{hint}");
    assert!(refused("1 file", "1.5 files").contains("expected a whole number"));
    assert!(refused("{ kind = 'audit' }", "{}").contains("`counts` has no condition"));
    assert!(refused("'1 file'", "'1 time'\nspread = 'team'").contains("`spread` is about files"));
    assert!(refused("'1 file'", "'1 time'\neach = 'team'").contains("expected a number of files"));
}

#[test]
fn a_time_of_one_day_is_the_day_of_the_audit() {
    let daily = MONTHLY.replace("calendar month", "1 calendar day");
    let on = |row: &str| of("M1", &daily, row, "2026-09-30");
    assert_eq!(
        on("audit, 2026-09-30, S1, M1, ,"),
        ["monthly M1 by 2026-09-30: met on 2026-09-30: 1 of 1 files"]
    );
    assert_eq!(
        on("audit, 2026-09-29, S1, M1, ,"),
        ["monthly M1 by 2026-09-30: not met: 0 of 1 files"]
    );
}

/// How much can't be told in a period, when the September of M2 can't.
fn in_period(first: &str, last: &str) -> usize {
    let rows =
        format!("{HEADER}\n{FIRST}\naudit, 2026-08-01, S2, M2, ,\naudit, 2026-09-02, , M2, ,");
    let only = MONTHLY.replace("role = 'manager'", "staff_id = 'M2'");
    let world = world(&only, &rows, "2026-10-15");
    let policy = world.policy();
    let question = crate::engine::Question {
        as_of: day("2026-10-15"),
        period: (day(first), day(last)),
        taken: day("2026-10-31"),
    };
    let ledger = crate::engine::audit(&policy, &world.data(&policy), question);
    ledger.untestable.len()
}

#[test]
fn what_cannot_be_told_is_told_in_the_period_of_the_last_day() {
    assert_eq!(in_period("2026-09-30", "2026-09-30"), 1);
    assert_eq!(in_period("2026-09-01", "2026-09-29"), 0);
    assert_eq!(in_period("2026-10-01", "2026-10-15"), 0);
}

#[test]
fn the_council_together_needs_the_auditors_only_when_it_matters_who_they_are() {
    let council = |whom: &str| {
        let clause = format!(
            "[[file-audit]]\nid = 'all'\n{whom}each = 'council'\nat-least = '1 time'\nper = 'calendar month'\n\
             counts = {{ kind = 'survey' }}"
        );
        untestable(&clause, "kind, date\nsurvey, 2026-09-01", "2026-09-30")
    };
    assert_eq!(council(""), (Vec::new(), 1));
    let (found, owed) = council("for = { role = 'manager' }\n");
    assert!(
        matches!(&found[0].1, Reason::MissingColumn { column, .. } if column == "by_id"),
        "{found:?}"
    );
    assert_eq!(owed, 0);
}

#[test]
fn whom_it_fits_is_counted_once_on_the_newest_of_its_days() {
    let ash = MONTHLY.replace("role = 'manager'", "team = 'Ash'");
    let rows = format!("{HEADER}\n{FIRST}");
    let staff = format!("{STAFF}\nM3, manager, 2020-01-01, , ,");
    let (_, _, ledger) = World {
        staff: &staff,
        ..world(&ash, &rows, "2026-10-31")
    }
    .ledger();
    let tally = &ledger.tallies[0];
    assert_eq!((tally.fitted, tally.blank), (2, 1), "of three months");
}

#[test]
fn a_time_cut_short_by_the_exports_says_so_and_one_cut_short_by_a_post_does_not() {
    let quarter = MONTHLY
        .replace("1 file", "3 files")
        .replace("calendar month", "calendar quarter");
    let cut = |first: &str, start: &str| {
        let staff = format!("{STAFF}\nM3, manager, {start}, , Ash,");
        let rows = format!("{HEADER}\naudit, {first}, S1, S2, ,");
        let (_, data, ledger) = World {
            staff: &staff,
            ..world(&quarter, &rows, "2026-09-30")
        }
        .ledger();
        let mut owed = ledger.obligations.into_iter();
        let newest = |one: &crate::ledger::Obligation| {
            subject(&data, one.subject) == "M3" && one.due == day("2026-09-30")
        };
        owed.find(newest).unwrap().remarks.cut
    };
    assert!(cut("2026-08-01", "2020-01-01"));
    assert!(!cut("2026-07-01", "2020-01-01"));
    assert!(!cut("2026-01-01", "2026-08-01"));
    assert!(!cut("2026-08-01", "2026-08-01"));
}

#[test]
fn the_columns_that_say_whose_a_file_is_are_asked_for() {
    let lacks = |more: &str, staff: &str, cases: &str| {
        let clause = format!("{MONTHLY}\n{more}");
        let rows = format!("{HEADER}\n{FIRST}");
        let (_, _, ledger) = World {
            staff,
            cases,
            ..world(&clause, &rows, "2026-09-30")
        }
        .ledger();
        let mut reasons = ledger.untestable.into_iter().map(|one| one.reason);
        let column = |reason| match reason {
            Reason::MissingColumn { column, .. } => Some(column),
            _ => None,
        };
        reasons.find_map(column)
    };
    let bare = "staff_id, role, start_date\nM1, manager, 2020-01-01";
    let cases = "case_id, case_type, opened\nC1, cin, 2020-01-01";
    let wanted = |more: &str| lacks(more, bare, cases);
    assert_eq!(wanted(""), None);
    assert_eq!(wanted("files = 'cases'"), None);
    assert_eq!(wanted("each = 'worker'"), None);
    assert_eq!(wanted("each = 'team'").as_deref(), Some("team"));
    assert_eq!(
        wanted("own-supervisees = true").as_deref(),
        Some("supervisor_id")
    );
    assert_eq!(
        wanted("each = 'worker'\nfiles = 'cases'").as_deref(),
        Some("allocated_to")
    );
    let with_team =
        "staff_id, role, start_date, team, supervisor_id\nM1, manager, 2020-01-01, Ash,";
    for more in ["each = 'team'", "own-supervisees = true"] {
        let more = format!("{more}\nfiles = 'cases'");
        assert_eq!(
            lacks(&more, with_team, cases).as_deref(),
            Some("allocated_to"),
            "{more}"
        );
    }
}
