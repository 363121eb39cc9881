//! Checks of sessions, staff files and totals in a month's report.

use crate::engine::testing::{World, day};
use crate::engine::{Question, audit};
use crate::report::{
    Audience, Audit, Finding, HealthCheck, Style, findings, json, markdown, summary, table,
};

const CLAUSES: &str = "
[[session]]
id = 'length'
must = { minutes = { at-least = '60 minutes' } }
[[session]]
id = 'next'
must = { next_date = { known = true } }
[[staff-file]]
id = 'checked'
for = { role = 'sw' }
must = { dbs_checked_on = { known = true } }
[[supervision-total]]
id = 'two'
for = { role = 'sw' }
at-least = '2 sessions'
per = '2 months'
[[supervision-total]]
id = 'monthly'
for = { role = 'sw' }
at-least = '2 sessions'
per = 'calendar month'
[[file-audit]]
id = 'files'
each = 'council'
counts = { kind = 'file-audit' }
at-least = '1 file'
per = '2 months'";

/// What is made of the audit of a month of two sessions in September and one in October.
fn of_month<T>((from, to): (&str, &str), make: impl FnOnce(&Audit<'_>) -> T) -> T {
    let world = World {
        clauses: CLAUSES,
        staff: "staff_id, role, start_date, supervisor_id, dbs_checked_on\nS1, sw, 2020-01-01, M1,\n\
                M1, manager, 2020-01-01, ,",
        sessions: "date, kind, supervisee_id, supervisor_id, session_id, minutes, next_date\n\
                   2026-01-05, personal, S1, M1, X0, 60, 2026-02-01\n\
                   2026-09-05, personal, S1, M1, X1, 45, 2026-10-01\n\
                   2026-09-20, personal, S1, M1, X2, , 2026-10-01\n\
                   2026-10-05, personal, S1, M1, X3, 30,",
        activity: "date, kind, staff_id\n2026-07-07, file-audit, S1\n2026-09-07, file-audit, S1\n2026-10-07, file-audit, S1",
        as_of: to,
        ..World::default()
    };
    let policy = world.policy();
    let data = world.data(&policy);
    let question = Question {
        as_of: day(to),
        period: (day(from), day(to)),
        taken: day(to),
    };
    let ledger = audit(&policy, &data, question);
    make(&Audit {
        policy: &policy,
        data: &data,
        ledger: &ledger,
        banner: None,
        problems: Vec::new(),
        command: "oversight audit .".to_owned(),
        why: String::new(),
        previous: None,
        since: None,
    })
}

const SEPTEMBER: (&str, &str) = ("2026-09-01", "2026-09-30");
const OCTOBER: (&str, &str) = ("2026-10-01", "2026-10-31");

fn lines(found: &[Finding]) -> Vec<String> {
    let line = |one: &Finding| {
        let position = if one.position { "open" } else { "over" };
        format!(
            "{} {} {position}: {}",
            one.clause,
            one.subject.id,
            one.remarks.join("; ")
        )
    };
    found.iter().map(line).collect()
}

#[test]
fn readings_36_and_41_a_session_counts_in_its_month_and_is_never_open() {
    assert_eq!(
        lines(&of_month(SEPTEMBER, findings)),
        [
            "checked S1 open: not met: dbs_checked_on is filled",
            "length X1 over: not met: minutes is at least 60 (found 45)",
        ]
    );
    assert_eq!(
        lines(&of_month(OCTOBER, findings)),
        [
            "checked S1 open: not met: dbs_checked_on is filled",
            "length X3 over: not met: minutes is at least 60 (found 30)",
            "next X3 over: not met: next_date is filled",
            "monthly S1 over: ",
        ]
    );
}

#[test]
fn what_lasts_keeps_its_finding_and_what_is_over_has_one_of_its_own() {
    let id = |month: (&str, &str), clause: &str| {
        let found = of_month(month, findings);
        let found = found.into_iter().find(|one| one.clause == clause);
        found.map(|one| one.id)
    };
    assert_eq!(id(SEPTEMBER, "checked"), id(OCTOBER, "checked"));
    assert_ne!(id(SEPTEMBER, "length"), id(OCTOBER, "length"));
}

#[test]
fn a_health_check_shows_what_was_checked_besides_supervision() {
    let paper = |audience, one_page| {
        of_month(SEPTEMBER, |audit| {
            markdown(&HealthCheck {
                audit,
                months: &[],
                audience,
                one_page,
            })
        })
    };
    for audience in [Audience::Internal, Audience::Senior] {
        let paper = paper(audience, false);
        for line in [
            "## 6. Checks, agreements and limits",
            "4 of 6 checks were met throughout.",
            "| Length | 1 | 0 | 1 | – |",
            "| Checked | 1 | 0 | 1 | – |",
            "- Files: 1 of 1 met on 30 September.",
        ] {
            assert!(paper.contains(line), "{line}\n{paper}");
        }
    }
    for paper in [
        paper(Audience::Internal, true),
        paper(Audience::Publishable, false),
    ] {
        assert!(!paper.contains("Length") && !paper.contains("Files"));
    }
}

#[test]
fn checks_have_rates_of_their_own_and_are_in_no_other() {
    of_month(SEPTEMBER, |audit| {
        let figures = summary(audit);
        let rate = figures
            .by("session", "clause")
            .find(|rate| rate.key == "length")
            .unwrap();
        assert_eq!((rate.on_time, rate.not_done, rate.fell_due), (0, 1, 1));
        assert_eq!(rate.excluded.untestable, 1, "the session without minutes");
        let total = figures.overall("supervision-total").unwrap();
        assert_eq!((total.on_time, total.fell_due), (1, 1));
        assert!(figures.overall("staff-file").is_none());
        for measure in [
            "staff-supervision",
            "case-supervision",
            "recording",
            "record-present",
        ] {
            assert!(figures.overall(measure).is_none(), "{measure}");
        }
        let limits: Vec<(&str, u32, u32)> = figures
            .limits
            .iter()
            .map(|line| (line.clause.as_str(), line.met, line.not_met))
            .collect();
        assert_eq!(limits, [("checked", 0, 1), ("two", 1, 0), ("files", 1, 0)]);
        let said: serde_json::Value = serde_json::from_str(&json(audit)).unwrap();
        let long_enough = &said["measures"]["M12"];
        assert_eq!(long_enough[0]["label"], "Length");
        assert_eq!(long_enough.as_array().unwrap().len(), 1);
    });
}

#[test]
fn the_page_has_a_block_for_them() {
    let page = of_month(OCTOBER, |audit| table(audit, 100, Style::Plain));
    let (_, block) = page.split_once("Checks in October").unwrap();
    let (block, _) = block.split_once("Act first").unwrap();
    insta::assert_snapshot!(format!("Checks in October{block}"), @"
    Checks in October  checked  met  not met     met
      Length                 1    0        1  0 of 1
      Next                   1    0        1  0 of 1
      Monthly                1    0        1  0 of 1
      Each session, or each person at the end of a window, is met or not met; none is late.

    Limits and checks on 31 October  checked  met  not met
      Checked                              1    0        1
      Two                                  1    1        0
      Files                                1    1        0
    ");
}
