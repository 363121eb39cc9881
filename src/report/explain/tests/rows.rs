//! Which rows counted, and what stands below.

use crate::engine::testing::World;

use super::{STAFF, said};

#[test]
fn light_informal_and_cancelled_sessions_say_why_they_do_not_count() {
    let world = World {
        clauses: "
            [[case-supervision]]
            id = 'full'
            every = '1 month'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
        cases: "case_id, case_type, opened\nC1, cin, 2026-01-05",
        sessions: "date, kind, case_id, status, depth\n2026-01-02, case, C1, held, \n2026-01-05, case, C1, held, full\n2026-01-12, case, C1, held, light\n2026-01-13, informal, C1, held, \n2026-01-14, case, C1, cancelled, \n2026-02-20, case, C1, held, ",
        as_of: "2026-02-01",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Case supervision
      Open from 5 Jan 2026 (cases:2).
      Outside the time in post or open: sessions: case 2 Jan 2026 (line 2).

      From 5 Jan 2026, the last session that counted (sessions:3)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Not yet due: 4 days left on 1 Feb 2026.
        By clause `full`.
          For every open case: discussed in supervision every month.
          It stands in policy.toml:6.
        Does not count for `full` (it asks that depth is full, and the export says light):
          sessions: case 12 Jan 2026 (line 4).
        Does not count for `full` (it asks that kind is case or personal, and the export says
          informal): sessions: informal 13 Jan 2026 (line 5).
        Not held, but cancelled: sessions: case 14 Jan 2026 (line 6).
        After 1 Feb 2026, so not yet known: sessions: case 20 Feb 2026 (line 7).
    ");
}

#[test]
fn lateness_from_before_the_present_worker_is_inherited() {
    let world = World {
        clauses: "
            [[case-supervision]]
            id = 'monthly'
            every = '1 month'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05\nS2, sw, 2026-01-05",
        cases: "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2026-01-05, 2026-02-20, S1\nC1, cin, 2026-02-20, , S2",
        sessions: "date, kind, case_id\n2026-01-05, case, C1",
        as_of: "2026-02-25",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Case supervision
      Open from 5 Jan 2026 (cases:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Not recorded as held: overdue by 20 days on 25 Feb 2026.
          The lateness began before the present worker's allocation.
        By clause `monthly`.
          For every open case: discussed in supervision every month.
          It stands in policy.toml:6.
        No recorded supervision since 5 Jan 2026; overdue by 20 days on 25 Feb 2026, 1
          supervision missed.
    ");
}

#[test]
fn records_and_caseloads_stand_below() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'monthly'
            every = '1 month'
            [[recording]]
            id = 'record'
            evidence = 'recorded_on'
            within = '2 working days'
            [[caseload]]
            id = 'cap'
            at-most = '1 case'",
        staff: STAFF,
        cases: "case_id, case_type, opened, allocated_to\nC7, cin, 2026-01-05, S1\nC8, cin, 2026-01-05, S1",
        sessions: "date, kind, supervisee_id, recorded_on\n2026-01-05, personal, S1, 2026-01-06\n2026-01-30, personal, S1, 2026-02-05\n2026-02-06, personal, S1, ",
        as_of: "2026-02-09",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Held on 30 Jan 2026, 6 days before it was due (sessions:3).
        By clause `monthly`.
          For everyone in post: supervised every month.
          It stands in policy.toml:6.

      From 30 Jan 2026, the last session that counted (sessions:3)
        Due on Saturday 28 February 2026: 30 Jan 2026 + 1 month = 28 Feb 2026.
        Held on 6 Feb 2026, 22 days before it was due (sessions:4).
        By clause `monthly`, as above.

      From 6 Feb 2026, the last session that counted (sessions:4)
        Due on Friday 6 March 2026: 6 Feb 2026 + 1 month = 6 Mar 2026.
        Not yet due: 25 days left on 9 Feb 2026.
        By clause `monthly`, as above.

    Recording
      By clause `record`.
        For every held session: a date in `recorded_on` within 2 working days of the session.
        It stands in policy.toml:9.
        Session of 5 Jan 2026, personal (sessions:2): done on 6 Jan 2026, 1 day before it was
          due on 7 Jan 2026.
        Session of 30 Jan 2026, personal (sessions:3): done on 5 Feb 2026, 2 days late.
          Due on Tuesday 3 February 2026: 30 Jan 2026 + 2 working days = 3 Feb 2026.
          Working days counted: Mon 2 Feb, Tue 3 Feb. Not counted: Sat 31 Jan, Sun 1 Feb.
          Asked: recorded_on is filled; found: 5 Feb 2026; met.
        Session of 6 Feb 2026, personal (sessions:4): not yet due: 1 day left.
          Due on Tuesday 10 February 2026: 6 Feb 2026 + 2 working days = 10 Feb 2026.
          Working days counted: Mon 9 Feb, Tue 10 Feb. Not counted: Sat 7 Feb, Sun 8 Feb.
          Asked: recorded_on is filled; found: blank; not met.

    Caseload
      By clause `cap`.
        For everyone in post: at most 1 case each, on the day of the audit.
        It stands in policy.toml:13.
        2 cases on 9 Feb 2026, the limit is 1: above the limit.
          The person's own row: staff:2.
            C7 (cases:2): 1 case
            C8 (cases:3): 1 case
          Together: 2 cases.
    ");
}
