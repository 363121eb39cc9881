//! One audit in every format.

use super::world::{World, october, september};
use crate::report::{Csv, Style, csv, findings, json, table};

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are the report")]
fn a_terminal_page() {
    let mut world = october();
    world.previous = Some(september());
    insta::assert_snapshot!(table(&world.audit(), 100, Style::Plain), @r"
    Example Council, children's services: October 2026, as of Saturday 31 October 2026
    Policy: supervision-policy.toml (v3), 8 clauses: 7 tested, 1 cannot be tested
    Exports taken 5 Nov 2026: provisional, as later records may still change these figures

    4 of 9 are overdue for supervision: 3 staff and 1 child's case. Duty and assessment has all 4.
    Longest: C-01, CP plan, 74 days past due; no recorded supervision since 18 July 2026.
    1 of 2 workers holds more cases than the limit; the highest has 24, the limit is 18. 1.0 cases for
      each full-time post.
    3 of 7 open cases have no named worker: 1 allocated to nobody, 1 to somebody not in post, 1 held by
      managers.
    The exports show whether and when supervision was recorded as held, not how good it was.

    Fell due in October             due  on time  1-7 late  later  not done  on time  Sep  change
      Staff supervisions             38       33         1      0         4      87%  97%  not clear
        newly qualified               5        3         0      0         2   3 of 5    -  -
      Case supervisions               4        1         0      1         2   1 of 4    -  -
        child in need                 2        1         0      1         0   1 of 2    -  -
        CP plan                       2        0         0      0         2   0 of 2    -  -
      Child record, 5 working days    3        1         1      0         1   1 of 3    -  -
      On time: by its due day, of all that fell due; 1-7 late: by so many days. Rows count supervisions,
        not people.
      Record missing, where no deadline is set: signature 1 of 2.
      Never overdue in October: 3 of 7 staff, 1 of 4 children's cases.
      Of the records made, half were made within 2 days, nine in ten within 14 days.
      To compare with earlier reports: 2 of 10 staff in post all month had a session in the calendar
        month, 20%.

    Position on 31 October  owed  in date  overdue  1-14  15-28  29-56  57+  longest  missed
      Staff                    7        4        3     0      2      0    1  63 days       6
      Children's cases         2        1        1     0      0      0    1  74 days       3
      Each person and case is counted once, by what is overdue longest, in days; missed counts
        supervisions.
      Overdue on 30 Sep as well: 1 staff member and 0 children's cases.

    Limits and checks on 31 October  checked  met  not met
      Caseload                             2    1        1

    By team, most overdue first  staff, on time  overdue  cases, on time  overdue  over limit
      Duty and assessment        10 of  14  71%        3   0 of   1             1           1
      Safeguarding North         23 of  24  96%        0   1 of   3             0           0
      All teams                  33 of  38  87%        3   1 of   4             1           1
      One supervisor, T-01, has all 3 overdue staff.

    Act first: 6 of the 7 open findings, 6 of them breaches
      all 7: oversight audit . --month 2026-10 -o findings.csv
      days  what               who                supervisor  last held  missed  clause
        74  case supervision   C-01 CP plan       T-01        18 Jul          3  protection
        63  staff supervision  S-01 Amina Khan    T-01        29 Jul          3  all-staff
        23  staff supervision  S-04 Dee Moss      T-01        24 Sep          2  newly-qualified
        21  staff supervision  S-02 Ben Carter    T-01        10 Sep          1  all-staff
        19  case record        C-01 held 5 Oct    T-01        5 Oct           -  child-record
         -  caseload           S-01 24, limit 18  T-01        -               -  caseload
      Besides, 4 findings of the period that are not overdue now: done late, missed for good, a check
        not met, or due on the day itself.
      Past the target and inside the limit, so no breach: 1 is listed as past-target.

    Not judged: 1 staff member no `staff-supervision` clause covers; 1 under `all-staff`, as
      `start_date` is blank.
    Not in these figures: 1 sentence of the written policy that no export shows; the JSON report lists
      each.
    Readings: 1 clause rests on how an unclear sentence is read; the JSON report lists each.
    Read: staff 10 of 10 rows, cases 8 of 8, sessions 5 of 6: 1 rejected, INCOMPLETE.
    Of them, 2 rows name a staff member or a case that no export has; the rest of the row is used.
    Detected in every file: encoding `utf-8`, delimiter `,`, header-line `1`.
    Why: oversight explain . --month 2026-10 case C-01
    Every figure, and each rejected row with its reason:
      oversight audit . --month 2026-10 -o report.json
    ");
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are the report")]
fn a_narrow_page_with_emphasis() {
    let page = table(&october().audit(), 80, Style::Colour);
    insta::assert_snapshot!(page.replace('\u{1b}', "ESC"), @r"
    ESC[1mExample Council, children's services: October 2026, as of Saturday 31 OctoberESC[0m
    ESC[1m  2026ESC[0m
    Policy: supervision-policy.toml (v3), 8 clauses: 7 tested, 1 cannot be tested
    Exports taken 5 Nov 2026: provisional, as later records may still change these
      figures

    4 of 9 are overdue for supervision: 3 staff and 1 child's case. Duty and
      assessment has all 4.
    Longest: C-01, CP plan, 74 days past due; no recorded supervision since 18 July
      2026.
    1 of 2 workers holds more cases than the limit; the highest has 24, the limit is
      18. 1.0 cases for each full-time post.
    3 of 7 open cases have no named worker: 1 allocated to nobody, 1 to somebody not
      in post, 1 held by managers.
    The exports show whether and when supervision was recorded as held, not how good
      it was.

    ESC[1mFell due in October             due  on time  1-7 late  later  not done  on timeESC[0m
      Staff supervisions             38       33         1      0         4      87%
        newly qualified               5        3         0      0         2   3 of 5
      Case supervisions               4        1         0      1         2   1 of 4
        child in need                 2        1         0      1         0   1 of 2
        CP plan                       2        0         0      0         2   0 of 2
      Child record, 5 working days    3        1         1      0         1   1 of 3
      On time: by its due day, of all that fell due; 1-7 late: by so many days. Rows
        count supervisions, not people.
      Record missing, where no deadline is set: signature 1 of 2.
      Never overdue in October: 3 of 7 staff, 1 of 4 children's cases.
      Of the records made, half were made within 2 days, nine in ten within 14 days.
      To compare with earlier reports: 2 of 10 staff in post all month had a session
        in the calendar month, 20%.

    ESC[1mPosition on 31 OctoberESC[0m
    ESC[1m               owed  in date  overdue  1-14  15-28  29-56  57+  longest  missedESC[0m
      Staff           7        4        3     0      2      0    1  63 days       6
      Children's…     2        1        1     0      0      0    1  74 days       3
      Each person and case is counted once, by what is overdue longest, in days;
        missed counts supervisions.

    ESC[1mLimits and checks on 31 October  checked  met  not metESC[0m
      Caseload                             2    1        1

    ESC[1mBy team, most overdue firstESC[0m
    ESC[1m                    staff, on time  overdue  cases, on time  overdue  over limitESC[0m
      Duty and assess…  10 of  14  71%        3   0 of   1             1           1
      Safeguarding No…  23 of  24  96%        0   1 of   3             0           0
      All teams         33 of  38  87%        3   1 of   4             1           1
      One supervisor, T-01, has all 3 overdue staff.

    ESC[1mAct first: 6 of the 7 open findings, 6 of them breachesESC[0m
      all 7: oversight audit . --month 2026-10 -o findings.csv
    ESC[1m  days  what               who                last held  clauseESC[0m
        74  case supervision   C-01 CP plan       18 Jul     protection
        63  staff supervision  S-01 Amina Khan    29 Jul     all-staff
        23  staff supervision  S-04 Dee Moss      24 Sep     newly-qualified
        21  staff supervision  S-02 Ben Carter    10 Sep     all-staff
        19  case record        C-01 held 5 Oct    5 Oct      child-record
         -  caseload           S-01 24, limit 18  -          caseload
      Besides, 4 findings of the period that are not overdue now: done late, missed
        for good, a check not met, or due on the day itself.
      Past the target and inside the limit, so no breach: 1 is listed as
        past-target.

    Not judged: 1 staff member no `staff-supervision` clause covers; 1 under
      `all-staff`, as `start_date` is blank.
    Not in these figures: 1 sentence of the written policy that no export shows; the
      JSON report lists each.
    Readings: 1 clause rests on how an unclear sentence is read; the JSON report
      lists each.
    Read: staff 10 of 10 rows, cases 8 of 8, sessions 5 of 6: 1 rejected,
      INCOMPLETE.
    Of them, 2 rows name a staff member or a case that no export has; the rest of
      the row is used.
    Detected in every file: encoding `utf-8`, delimiter `,`, header-line `1`.
    Why: oversight explain . --month 2026-10 case C-01
    Every figure, and each rejected row with its reason:
      oversight audit . --month 2026-10 -o report.json
    ");
}

#[test]
fn lines_of_csv() {
    insta::assert_snapshot!(csv(&october().audit(), Csv::Printed), @r"
    id,severity,clause,rule,subject_kind,subject_id,subject_name,what,team,service,supervisor,worker,due,outcome,days,missed,last_held,value,limit,unit,citation,remarks,file,line,waiver,waiver_reason,waiver_approved_by,waiver_until
    5cf8ed2d75d2,breach,protection,case-supervision,case,C-01,,CP plan,Duty and assessment,Front door,T-01,S-01,2026-08-18,overdue,74,3,2026-07-18,,,,s4: cases; s4: table,,,,,,,
    45ee8a173614,breach,all-staff,staff-supervision,staff,S-01,Amina Khan,social worker,Duty and assessment,Front door,T-01,,2026-08-29,overdue,63,3,2026-07-29,,,,s3: staff,,,,,,,
    b4decf7897f1,breach,newly-qualified,staff-supervision,staff,S-04,Dee Moss,newly qualified,Duty and assessment,Front door,T-01,,2026-10-08,overdue,23,2,2026-09-24,,,,s3: newly qualified,,,,,,,
    68f99a1d14b5,breach,all-staff,staff-supervision,staff,S-02,Ben Carter,social worker,Duty and assessment,Front door,T-01,,2026-10-10,overdue,21,1,2026-09-10,,,,s3: staff,,,,,,,
    c525a43d9507,breach,child-record,recording,case,C-01,,CP plan,Duty and assessment,Front door,T-01,S-01,2026-10-12,overdue,19,1,2026-10-05,,,,s7,,sessions,2,,,,
    5f81bc620aae,breach,caseload,caseload,staff,S-01,Amina Khan,social worker,Duty and assessment,Front door,T-01,,2026-10-31,not-met,,0,,24,18,cases,s14,,,,,,,
    6d196f66cd51,breach,all-children,case-supervision,case,C-03,,child in need,Safeguarding North,Long term,T-02,S-05,2026-10-06,late,22,0,2026-09-08,,,,s4: cases,the lateness began before the present worker's allocation; absent 14 of 50 days,,,,,,
    da91d8c451b8,breach,protection,case-supervision,case,C-05,,CP plan,Safeguarding North,Long term,T-02,S-05,2026-10-12,missed,8,1,2026-09-14,,,,s4: cases; s4: table,could no longer be done from 20 Oct 2026,,,,,,
    0f1dc0dbdf53,breach,child-record,recording,case,C-04,,child in need,Safeguarding North,Long term,T-02,S-06,2026-10-14,late,7,0,2026-10-07,,,,s7,,sessions,5,,,,
    4d802e271105,breach,all-staff,staff-supervision,staff,S-05,Eve Lunt,social worker,Safeguarding North,Long term,T-02,,2026-10-07,late,3,0,2026-09-09,,,,s3: staff,,,,,,,
    9a7711501570,advisory,all-staff,staff-supervision,staff,S-03,,social worker,Duty and assessment,Front door,T-01,,2026-11-10,past-target,4,0,2026-10-13,,,,s3: staff,,,,,,,
    f8d3662a7ded,advisory,signature,recording,session,N-2,,case,Safeguarding North,Long term,T-02,S-05,2026-10-06,not-met,,0,2026-10-06,,,,s7,,sessions,3,,,,
    ");
}

/// The JSON of one key of the document, as it stands in the text.
fn part(text: &str, key: &str) -> String {
    let start = text.find(&format!("\"{key}\": ")).unwrap();
    let rest = &text[start..];
    let indent = text[..start]
        .chars()
        .rev()
        .take_while(|letter| *letter == ' ')
        .count();
    let end = format!("\n{}", " ".repeat(indent));
    let closing = rest
        .match_indices(&end)
        .find(|(at, _)| rest[at + end.len()..].starts_with(['}', ']']));
    rest[..=closing.unwrap().0 + end.len()].to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are the report")]
fn a_document_of_json() {
    let mut world = october();
    world.previous = Some(september());
    world.banner = Some("SYNTHETIC DATA");
    let text = json(&world.audit());
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    assert!(text.ends_with("}\n"));
    let keys = text.lines().filter(|line| line.starts_with("  \""));
    let keys: Vec<&str> = keys
        .map(|line| line.trim().split(':').next().unwrap())
        .collect();
    insta::assert_snapshot!(keys.join(" "), @r#""banner" "schema" "tool" "policy" "inputs" "as_of" "period" "taken" "provisional" "judged" "warnings" "measures" "rates" "position" "gaps" "teams" "limits" "loads" "totals" "findings" "waived_findings" "waivers" "targets" "count_targets" "actions" "in_scope" "uncovered" "untestable" "not_testable" "readings" "clauses" "problems" "later_rows""#);
    insta::assert_snapshot!(part(&text, "M1"), @r#"
    "M1": {
          "measure": "staff-supervision",
          "kind": "period",
          "dimension": "overall",
          "key": "",
          "on_time": 33,
          "late_to_7": 1,
          "late_over_7": 0,
          "not_done": 4,
          "fell_due": 38,
          "percent": 87,
          "excluded": {
            "waived": 0,
            "untestable": 1,
            "uncovered": 1,
            "not_due": 4
          },
          "subjects_owed": 7,
          "subjects_never_overdue": 3,
          "median_days": null,
          "nine_in_ten_days": null,
          "previous": {
            "numerator": 36,
            "denominator": 37,
            "percent": 97
          },
          "change": "not clear",
          "target": null,
          "status": null
        }
    "#);
    insta::assert_snapshot!(part(&text, "M8"), @r#"
    "M8": {
          "without_worker": 3,
          "open_cases": 7,
          "known": true,
          "nobody": 1,
          "not_in_post": 1,
          "held_by_managers": 1
        }
    "#);
    let findings = part(&text, "findings");
    insta::assert_snapshot!(findings.split("\n    },").next().unwrap(), @r#"
    "findings": [
        {
          "id": "5cf8ed2d75d2",
          "clause": "protection",
          "rule": "case-supervision",
          "severity": "breach",
          "subject": {
            "kind": "case",
            "id": "C-01",
            "what": "CP plan"
          },
          "due": "2026-08-18",
          "outcome": "overdue",
          "days": 74,
          "missed": 3,
          "missed_in_period": 1,
          "position": true,
          "in_period": true,
          "target": null,
          "done_on": null,
          "last_held": "2026-07-18",
          "since": "2026-07-18",
          "at_least": false,
          "value": null,
          "limit": null,
          "unit": null,
          "team": "Duty and assessment",
          "service": "Front door",
          "supervisor": "T-01",
          "worker": "S-01",
          "session_date": null,
          "citation": [
            "s4: cases",
            "s4: table"
          ],
          "reading": null,
          "remarks": [],
          "waiver": null,
          "evidence": []
    "#);
}

#[test]
fn an_audit_of_nothing_is_no_all_clear() {
    let world = World::new("", "", "");
    insta::assert_snapshot!(table(&world.audit(), 100, Style::Plain), @r"
    NOTHING WAS JUDGED: no clause of the policy found anybody or anything to judge in these exports.
      This is not an all-clear.
    Example Council, children's services: October 2026, as of Saturday 31 October 2026
    Policy: supervision-policy.toml (v3), 8 clauses: 0 tested, 1 cannot be tested, 7 did not apply
    Exports taken 5 Nov 2026: provisional, as later records may still change these figures

    Not in these figures: 1 sentence of the written policy that no export shows; the JSON report lists
      each.
    Readings: 1 clause rests on how an unclear sentence is read; the JSON report lists each.
    Read: no exports.
    Every figure: oversight audit . --month 2026-10 -o report.json
    ");
    insta::assert_snapshot!(csv(&world.audit(), Csv::Printed), @r"id,severity,clause,rule,subject_kind,subject_id,subject_name,what,team,service,supervisor,worker,due,outcome,days,missed,last_held,value,limit,unit,citation,remarks,file,line,waiver,waiver_reason,waiver_approved_by,waiver_until");
    let document: serde_json::Value = serde_json::from_str(&json(&world.audit())).unwrap();
    assert_eq!(document["judged"], false);
    assert_eq!(findings(&world.audit()), []);
}
