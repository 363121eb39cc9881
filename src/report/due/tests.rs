//! Tests of the list, on audits of literal rows.

use crate::engine::testing::{World, day};
use crate::report::Audit;

use super::{Coming, DueList, due_list};

const WEEKS: &str = "[[staff-supervision]]\nid = 'four-weekly'\nevery = '4 weeks'\n";
const STAFF: &str = "staff_id, name, role, supervisor_id, start_date
S1, Ann Able, sw, M1, 2026-01-01
S2, Ben Best, sw, M1, 2026-01-01
S3, Cat Cole, sw, M2, 2026-01-01
S4, Dan Dove, sw, , 2026-01-01
";
const HEADER: &str =
    "date, kind, supervisee_id, supervisor_id, case_id, session_id, minutes, recorded_on\n";

fn with<T>(world: &World<'_>, last: &str, read: impl Fn(&Coming<'_>) -> T) -> T {
    let (policy, data, ledger) = world.ledger();
    let audit = Audit {
        policy: &policy,
        data: &data,
        ledger: &ledger,
        banner: None,
        problems: Vec::new(),
        command: String::new(),
        why: String::new(),
        previous: None,
        since: None,
    };
    read(&Coming {
        audit: &audit,
        last: day(last),
        overdue_call: "oversight audit .",
    })
}

fn list(world: &World<'_>, last: &str) -> DueList {
    with(world, last, due_list)
}

/// Supervisor, due day, subject, session, minutes and clauses of each line.
fn lines(list: &DueList) -> Vec<String> {
    let lines = list.supervisors.iter().flat_map(|part| &part.lines);
    lines
        .map(|line| {
            let session = line.session.map_or("-".to_owned(), |one| one.to_string());
            let minutes = line.length.as_ref().and_then(|length| length.minutes);
            let clauses: Vec<&str> = line.clauses.iter().map(|one| &*one.clause).collect();
            format!(
                "{} {} {} {} #{session} {} {}",
                line.supervisor.as_deref().unwrap_or("nobody"),
                line.due,
                line.work.word(),
                line.subject.id,
                minutes.map_or("?".to_owned(), |minutes| minutes.to_string()),
                clauses.join("+")
            )
        })
        .collect()
}

fn sessions(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn the_day_after_the_as_of_day_to_the_last_day_and_nothing_beside() {
    let on = |date: &str| {
        let rows = sessions(&format!("{date}, personal, S1, M1, , , ,"));
        let world = World {
            clauses: WEEKS,
            staff: "staff_id, role, supervisor_id, start_date\nS1, sw, M1, 2026-01-01",
            sessions: &rows,
            as_of: "2026-10-31",
            ..World::default()
        };
        let list = list(&world, "2026-11-14");
        let listed = lines(&list).len();
        (listed, list.due_on_the_day, list.overdue_already)
    };
    assert_eq!(on("2026-10-02"), (0, 0, 1), "due on 30 October");
    assert_eq!(on("2026-10-03"), (0, 1, 0), "due on the as-of day");
    assert_eq!(on("2026-10-04"), (1, 0, 0), "due on the first day");
    assert_eq!(on("2026-10-17"), (1, 0, 0), "due on the last day");
    assert_eq!(on("2026-10-18"), (0, 0, 0), "due the day after");
}

#[test]
fn by_supervisor_day_and_subject_nobodys_last_whatever_the_order_of_rows() {
    let rows = [
        "2026-10-06, personal, S4, , , , ,",
        "2026-10-07, personal, S1, M1, , , ,",
        "2026-10-07, personal, S2, M1, , , ,",
        "2026-10-05, personal, S3, M2, , , ,",
    ];
    let of = |rows: &[&str]| {
        let rows = sessions(&rows.join("\n"));
        let world = World {
            clauses: WEEKS,
            staff: STAFF,
            sessions: &rows,
            as_of: "2026-10-31",
            ..World::default()
        };
        lines(&list(&world, "2026-11-14"))
    };
    let expected = [
        "M1 2026-11-04 session S1 #1 ? four-weekly",
        "M1 2026-11-04 session S2 #2 ? four-weekly",
        "M2 2026-11-02 session S3 #3 ? four-weekly",
        "nobody 2026-11-03 session S4 #4 ? four-weekly",
    ];
    assert_eq!(of(&rows), expected);
    let [a, b, c, d] = rows;
    assert_eq!(of(&[d, c, b, a]), expected);
}

#[test]
fn one_session_serves_clauses_and_cases_of_one_person_and_day() {
    let clauses = "[[staff-supervision]]\nid = 'weeks'\nfor = { role = 'sw' }\nevery = '4 weeks'\n\
                   [[review]]\nid = 'check-in'\nfor = { role = 'sw' }\nin = 'sessions'\ncounts = { kind = 'personal' }\nevery = '4 weeks'\n\
                   [[case-supervision]]\nid = 'cases'\nevery = '4 weeks'\n";
    let cases = "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S1\n\
                 C3, cin, 2026-01-01, S2";
    let rows = sessions(
        "2026-10-07, personal, S1, M1, , , 50,\n2026-10-07, case, S1, M1, C1, X1, 40,\n\
         2026-10-07, case, S1, M1, C2, X1, 40,\n2026-10-07, case, S2, M1, C3, X2, 60,",
    );
    let world = World {
        clauses,
        staff: "staff_id, role, supervisor_id, start_date\nS1, sw, M1, 2026-01-01\nS2, aide, M1, 2026-01-01",
        cases,
        sessions: &rows,
        as_of: "2026-10-31",
        ..World::default()
    };
    let list = list(&world, "2026-11-04");
    assert_eq!(
        lines(&list),
        [
            "M1 2026-11-04 session C1 #1 50 cases",
            "M1 2026-11-04 session C2 #1 50 cases",
            "M1 2026-11-04 session C3 #2 50 cases",
            "M1 2026-11-04 session S1 #3 50 weeks+check-in",
        ]
    );
    let takes = list.takes;
    assert_eq!((takes.sessions, takes.minutes), (3, 150));
    assert_eq!(list.supervisors[0].takes, takes);
}

#[test]
fn minutes_come_from_the_policy_else_from_what_was_held_else_from_nowhere() {
    let least = "[[session]]\nid = 'length'\nfor = { kind = 'personal', supervisee.role = 'sw' }\n\
                 must = { minutes = { at-least = '90 minutes', at-most = '2 hours' } }\n";
    let of = |clauses: &str, minutes: &str| {
        let rows = sessions(&format!(
            "2026-10-07, personal, S1, M1, , , {minutes},\n2026-09-30, personal, S1, M1, , , {minutes},\n\
             2026-11-01, personal, S1, M1, , , 900,"
        ));
        let world = World {
            clauses,
            staff: "staff_id, role, supervisor_id, start_date\nS1, sw, M1, 2026-01-01",
            sessions: &rows,
            as_of: "2026-10-31",
            ..World::default()
        };
        let list = list(&world, "2026-11-04");
        (lines(&list).concat(), list.takes.of_unknown_length)
    };
    let line = |minutes: &str| format!("M1 2026-11-04 session S1 #1 {minutes} four-weekly");
    let both = format!("{WEEKS}{least}");
    assert_eq!(of(&both, "50"), (line("90"), 0));
    let others = both.replace("'sw'", "'manager'");
    assert_eq!(
        of(&others, "50"),
        (line("50"), 0),
        "not after the as-of day"
    );
    assert_eq!(
        of(&both.replace("'personal'", "'group'"), "50"),
        (line("50"), 0)
    );
    assert_eq!(of(WEEKS, ""), (line("?"), 1));
}

#[test]
fn records_are_listed_as_such_on_the_day_that_bank_holidays_leave() {
    let world = World {
        clauses: "[[recording]]\nid = 'record'\neach = 'case'\nevidence = 'recorded_on'\nwithin = '5 working days'\n",
        staff: STAFF,
        cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1",
        sessions: &sessions("2026-12-18, case, S1, M1, C1, X1, 40,"),
        as_of: "2026-12-20",
        ..World::default()
    };
    let due = list(&world, "2026-12-29");
    assert_eq!(lines(&due), ["M1 2026-12-29 record C1 #- ? record"]);
    assert_eq!((due.takes.records, due.takes.sessions), (1, 0));
    assert_eq!(lines(&list(&world, "2026-12-28")), Vec::<String>::new());
}

#[test]
fn what_is_waived_on_its_due_day_is_set_aside_and_counted() {
    let of = |until: &str| {
        let clauses = format!(
            "{WEEKS}[[waiver]]\nrule = 'four-weekly'\nstaff = 'S1'\nreason = 'secondment'\napproved-by = 'PSW'\n\
             from = 2026-10-01\nuntil = {until}\n"
        );
        let world = World {
            clauses: &clauses,
            staff: "staff_id, role, supervisor_id, start_date\nS1, sw, M1, 2026-01-01",
            sessions: &sessions("2026-10-07, personal, S1, M1, , , ,"),
            as_of: "2026-10-31",
            ..World::default()
        };
        let list = list(&world, "2026-11-14");
        (lines(&list).len(), list.waived)
    };
    assert_eq!(of("2026-11-04"), (0, 1));
    assert_eq!(of("2026-11-03"), (1, 0), "it ends the day before");
}

#[test]
fn nothing_judged_is_said_and_no_empty_list() {
    let world = World {
        clauses: "[[staff-supervision]]\nid = 'managers'\nfor = { role = 'manager' }\nevery = '4 weeks'\n",
        staff: STAFF,
        sessions: &sessions("2026-10-07, personal, S1, M1, , , ,"),
        as_of: "2026-10-31",
        ..World::default()
    };
    assert!(!list(&world, "2026-11-14").judged);
    let plain = crate::report::Style::Plain;
    let page = with(&world, "2026-11-14", |coming| {
        crate::report::due(coming, 100, plain)
    });
    assert!(page.contains("NOTHING WAS JUDGED"), "{page}");
    assert!(
        !page.contains("Nothing that could be judged falls due"),
        "{page}"
    );
    let calendar = with(&world, "2026-11-14", crate::report::due_calendar);
    assert!(calendar.contains("NOTHING WAS JUDGED"), "{calendar}");
}

/// The export with the staff of these ids only, the first of them a formula, the second long.
fn hostile(ids: &[&str]) -> String {
    let all = STAFF
        .replace("S1, Ann", "=S1, Ann")
        .replace("S2,", &format!("{},", long_id()));
    let (header, rows) = all.split_once('\n').unwrap();
    let kept = rows
        .lines()
        .filter(|row| ids.iter().any(|id| row.starts_with(id)));
    [header]
        .into_iter()
        .chain(kept)
        .collect::<Vec<_>>()
        .join("\n")
}

fn long_id() -> String {
    format!("S2\u{e9}{}", "L".repeat(90))
}

/// The lines of a calendar, put together again.
fn unfolded(calendar: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line}");
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().unwrap().push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

#[test]
fn the_calendar_is_whole_folded_dated_and_without_names() {
    let staff = hostile(&["=S1", "S3"]);
    let world = World {
        clauses: WEEKS,
        staff: &staff,
        sessions: &sessions(
            "2026-10-07, personal, =S1, M1, , , ,\n2026-10-05, personal, S3, M2, , , ,",
        ),
        as_of: "2026-10-31",
        ..World::default()
    };
    let calendar = with(&world, "2026-11-14", crate::report::due_calendar);
    assert!(calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
    let lines = unfolded(&calendar);
    let of = |begin: &str| {
        let lines = lines.iter().filter(|line| line.starts_with(begin));
        lines.cloned().collect::<Vec<String>>()
    };
    assert_eq!(lines[0], "BEGIN:VCALENDAR");
    assert_eq!(of("VERSION:"), ["VERSION:2.0"]);
    assert_eq!(
        of("DTSTART"),
        ["DTSTART;VALUE=DATE:20261104", "DTSTART;VALUE=DATE:20261102"]
    );
    assert_eq!(of("DTSTAMP"), ["DTSTAMP:20261031T000000Z"; 2]);
    assert_eq!(
        of("DTEND"),
        Vec::<String>::new(),
        "a day that ends when it begins is none"
    );
    let summaries = [
        "SUMMARY:Staff supervision: staff =S1",
        "SUMMARY:Staff supervision: staff S3",
    ];
    assert_eq!(of("SUMMARY"), summaries);
    let mut ids = of("UID:");
    ids.dedup();
    assert_eq!(ids.len(), 2);
    for name in ["Able", "Cole", "Ann", "Cat "] {
        assert!(!calendar.contains(name), "{name}");
    }
    assert_eq!(
        calendar,
        with(&world, "2026-11-14", crate::report::due_calendar)
    );
}

#[test]
fn a_long_id_is_folded_between_letters() {
    let (staff, id) = (hostile(&["S2"]), long_id());
    let world = World {
        clauses: WEEKS,
        staff: &staff,
        sessions: &sessions(&format!("2026-10-07, personal, {id}, M1, , , ,")),
        as_of: "2026-10-31",
        ..World::default()
    };
    let calendar = with(&world, "2026-11-14", crate::report::due_calendar);
    let summary = format!("SUMMARY:Staff supervision: staff {id}");
    assert!(unfolded(&calendar).contains(&summary), "{calendar}");
}

#[test]
fn no_cell_of_the_csv_is_a_formula() {
    let staff = hostile(&["=S1"]);
    let world = World {
        clauses: WEEKS,
        staff: &staff,
        sessions: &sessions("2026-10-07, personal, =S1, M1, , , ,"),
        as_of: "2026-10-31",
        ..World::default()
    };
    let rows = with(&world, "2026-11-14", |coming| {
        crate::report::due_csv(coming, crate::report::Csv::Printed)
    });
    let lines: Vec<&str> = rows.lines().collect();
    assert!(lines[0].starts_with("supervisor,due,work,what,subject_kind,subject_id"));
    assert!(
        lines[1].starts_with("M1,2026-11-04,session,staff supervision,staff,'=S1,Ann Able"),
        "{rows}"
    );
    assert_eq!(lines.len(), 2, "{rows}");
}
