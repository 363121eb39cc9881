//! A policy in plain English.
#![expect(
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a test with its snapshot is as long as what it shows"
)]

use oversight::policy::{Policy, show};

fn shown(text: &str, width: usize) -> String {
    let policy = Policy::parse(text, "policy.toml").unwrap();
    show(&policy, width)
}

#[test]
fn every_kind_of_clause_reads_as_english() {
    let text = r#"
[policy]
name = "Our supervision policy"
council = "Our council"
version = "first draft"
holidays = "scotland"
closures = ["2026-12-29", "2026-12-30"]

[[staff-supervision]]
id = "newly-qualified"
for = { asye = true, supervisor.role = ["team-manager", "practice-manager"], cases.case_type = "child-protection", cases.risk = { known = true } }
stages = [
  { every = "1 week", until = "6 weeks" },
  { every = "2 weeks", lasting = "6 months", ends-on = "stage_review_on" },
  { target = "4 weeks", every = "6 weeks" },
]
from = ["start_date", "returned_on"]
instead-of = ["all-staff", "managers"]
grace = "10 working days"
roll = "next working day"
pause-when-absent = "4 weeks"
citation = ["s1", "s2"]
reading = "'Fortnightly' is every two weeks."
covers = ["A1", "A2"]

[[staff-supervision]]
id = "all-staff"
first = ["10 working days", "20 working days"]
every = "1 month"
citation = "s1"

[[staff-supervision]]
id = "managers"
for = [
  { role = { not = ["student", "volunteer"] }, supervises = true },
  { qualified_date = { over = "12 months", under = "5 years" }, hours_per_week = { at-least = 18.5 } },
]
per = "calendar quarter"
citation = "s1"

[[staff-supervision]]
id = "agreed"
track = "agreed"
for = { agreed_interval = { known = true } }
every = { column = "agreed_interval" }
severity = "information"

[[case-supervision]]
id = "care-leavers"
for = { case_type = "care-leaver", age = { at-least = "18 years", under = "21 years" }, worker.asye = false }
first = "20 working days"
every = "2 months"
counts = { kind = "case", by_line_manager = true }

[[case-supervision]]
id = "waiting"
for = { allocated_to = { known = false }, review_on = { reached = false } }
exempt = true

[[recording]]
id = "signatures"
for = { kind = "personal", minutes = { at-least = "90 minutes" } }
evidence = ["signed_supervisor_on", "signed_supervisee_on"]
target = "2 working days"
within = "5 working days"
roll = "next working day"
severity = "advisory"

[[recording]]
id = "child-record"
each = "case"
evidence = "recorded_on"

[[caseload]]
id = "caseload"
for = { role = "social-worker" }
at-most = "20 children"
pro-rata = "37 hours"
out-of = { case_type = { not = "duty" } }

[[caseload]]
id = "team"
at-most = "16 cases"
average-over = "team"

[[not-testable]]
id = "quality"
text = "Supervision is reflective."
why = "seen in the record, not in dates"
"#;
    insta::assert_snapshot!(shown(text.trim_start(), 90), @r"
    Our supervision policy
      Council:      Our council
      Version:      first draft
      File:         policy.toml
      Working days: Monday to Friday, without the bank holidays of Scotland; closed besides on
                    2026-12-29 and 2026-12-30

    How often staff are supervised

      newly-qualified (line 9)
        For:          staff whose asye is yes and whose supervisor's role is team-manager or
                      practice-manager and with at least one open case whose case_type is
                      child-protection and risk is filled
        Owed:         supervised every week until 6 weeks after the start, then every 2 weeks
                      for the 6 months after that (and on until `stage_review_on` has a date),
                      then every 6 weeks at the latest (4 weeks are aimed at)
        From:         the latest date reached of `start_date` and `returned_on`
        Instead of:   `all-staff` and `managers`
        Grace:        10 working days after a change in the record
        Due day:      moves to the next working day when it is none
        Pause:        an absence of 4 weeks or longer stops the clock
        Not met:      a breach
        Stands in:    s1; s2
        Read as:      'Fortnightly' is every two weeks.
        Covers:       A1, A2

      all-staff (line 26)
        For:          everyone in post
        Owed:         supervised first within 10 working days and 20 working days of the day
                      the clause begins to fit, one session for each, then every month
        Not met:      a breach
        Stands in:    s1

      managers (line 32)
        For:          staff either whose role is none of student and volunteer and who
                      supervise somebody, or whose hours_per_week is at least 18.5 and
                      qualified_date is more than 12 months ago and less than 5 years ago
        Owed:         supervised once in each calendar quarter
        Not met:      a breach
        Stands in:    s1

      agreed (line 41)
        For:          staff whose agreed_interval is filled
        Owed:         supervised as often as `agreed_interval` says
        Track:        `agreed`: owed besides the clauses on other tracks
        Not met:      information only

    How often a child's case is discussed

      care-leavers (line 48)
        For:          cases whose case_type is care-leaver and age is 18 years or older and
                      under 21 years and whose worker's asye is no
        Owed:         discussed in supervision first within 20 working days of the day the
                      clause begins to fit, then every 2 months
        Counts:       sessions whose kind is case and depth is full and led by the line
                      manager
        Not met:      a breach

      waiting (line 55)
        For:          cases whose allocated_to is blank and review_on has not come
        Owed:         nothing: exempt, so no supervision is owed on this track

    Records

      signatures (line 60)
        For:          sessions whose kind is personal and minutes is at least 90
        Owed:         dates in `signed_supervisor_on` and `signed_supervisee_on` within 5
                      working days of the session at the latest (2 working days are aimed at),
                      or on the next working day when that is none
        Not met:      advice (advisory)

      child-record (line 69)
        For:          every held session
        Owed:         a date in `recorded_on` for each case named in it; without a deadline it
                      can be missing, never late
        Not met:      a breach

    Caseloads

      caseload (line 74)
        For:          staff whose role is social-worker
        Owed:         at most 20 children each for a full-time week of 37 hours, fewer in
                      proportion for part-time staff, on the day of the audit, counting cases
                      whose case_type is not duty
        Not met:      a breach

      team (line 81)
        For:          everyone in post
        Owed:         at most 16 cases for each full-time post on average over a team
        Not met:      a breach

    What is not tested, and why

      quality (line 86)
        Says:         Supervision is reflective.
        Why not:      seen in the record, not in dates

    In all

      11 clauses: 10 tested, 1 not testable
      Readings:     1: newly-qualified

    Coverage: 2 requirements: 2 by rules, 0 not testable, 0 by both

      A1:           newly-qualified
      A2:           newly-qualified
    ");
}

#[test]
fn totals_and_checks_read_as_sentences() {
    let text = r#"
[policy]
name = "P"

[[supervision-total]]
id = "ten"
at-least = "10 sessions"
target = "12 sessions"
per = "12 months"

[[supervision-total]]
id = "hours"
at-least = "3 hours"
per = "calendar quarter"
counts = { kind = ["personal", "group"] }
shared = true

[[session]]
id = "by"
for = { kind = "personal" }
must = { by_line_manager = true, minutes = { at-least = "90 minutes", at-most = "2 hours" }, supervisor.role = ["team-manager", "director"] }

[[session]]
id = "seen"
each = "case"
must = [{ seen_on = { known = true } }, { case.risk = "low" }]

[[staff-file]]
id = "file"
for = { supervises = true }
must = { dbs_checked_on = { known = true, under = "3 years" } }
"#;
    insta::assert_snapshot!(shown(text.trim_start(), 90), @r"
    P
      File:         policy.toml
      Working days: Monday to Friday, bank holidays included, because `holidays` names no
                    division

    How much supervision there is

      ten (line 5)
        For:          everyone in post
        Owed:         at least 10 sessions (12 sessions are aimed at) in the 12 months to the
                      day of the audit, fewer in proportion for whoever began inside that
                      time; counted are held sessions whose kind is personal
        Not met:      a breach

      hours (line 11)
        For:          everyone in post
        Owed:         at least 3 hours in each calendar quarter, fewer in proportion for
                      whoever began inside that time; counted are held sessions whose kind is
                      personal or group, the minutes of a session divided by those it was for
        Not met:      a breach

    What a session is like

      by (line 18)
        For:          sessions whose kind is personal
        Owed:         it must be so that it is led by the line manager and minutes is at least
                      90 and at most 120 and the supervisor's role is team-manager or director
        Not met:      a breach

      seen (line 23)
        For:          every held session
        Owed:         it must be so that either seen_on is filled, or the case's risk is low,
                      for each case named in it
        Not met:      a breach

    Staff files

      file (line 28)
        For:          staff who supervise somebody
        Owed:         on the day of the audit it must be so that dbs_checked_on is filled and
                      less than 3 years ago
        Not met:      a breach

    In all

      5 clauses: 5 tested, 0 not testable
      no clause says how an unclear sentence was read
    ");
}

#[test]
fn no_line_is_longer_than_asked_for() {
    let text = include_str!("../policies/st-helens.toml");
    for width in [60, 80, 120] {
        let shown = shown(text, width);
        let long = shown.lines().find(|line| line.chars().count() > width);
        assert_eq!(long, None, "at {width}");
    }
    assert_eq!(shown(text, 80), shown(text, 80));
    assert_eq!(shown(text, 0), shown(text, 40), "never narrower than 40");
}

#[test]
fn a_policy_is_counted_at_the_end() {
    let shown = shown(include_str!("../policies/luton.toml"), 100);
    assert!(
        shown.contains("47 clauses: 40 tested, 7 not testable"),
        "{shown}"
    );
}

#[test]
fn the_coverage_of_the_requirements_stands_at_the_end() {
    let text = r#"
[policy]
name = "P"

[[staff-supervision]]
id = "monthly"
every = "1 month"
covers = ["A10", "A2"]

[[staff-supervision]]
id = "weekly"
for = { asye = true }
every = "1 week"
covers = "A2"

[[not-testable]]
id = "quality"
text = "Supervision is reflective, and by the line manager."
why = "seen in the record, not in dates"
covers = ["A2", "A3"]
"#;
    let shown = shown(text, 80);
    let (_, coverage) = shown.split_once("Coverage").unwrap();
    insta::assert_snapshot!(coverage, @r"
    : 3 requirements: 1 by rules, 1 not testable, 1 by both

      A2:           monthly, weekly; not testable: quality
      A3:           not testable: quality
      A10:          monthly
    ");
}

#[test]
fn a_policy_that_numbers_no_requirements_has_no_coverage() {
    assert!(!shown(include_str!("../policies/template.toml"), 100).contains("Coverage"));
}
