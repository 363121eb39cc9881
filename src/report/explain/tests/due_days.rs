//! How a due day is worked out.

use crate::engine::testing::World;

use super::{MONTHLY, STAFF, said};

#[test]
fn missed_intervals_are_worked_out_from_one_day() {
    let world = World {
        clauses: MONTHLY,
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-31, personal, S1",
        as_of: "2026-05-15",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Held on 31 Jan 2026, 5 days before it was due (sessions:3).
        By clause `monthly` (s3 staff table).
          For everyone in post: supervised every month.
          It stands in policy.toml:6.

      From 31 Jan 2026, the last session that counted (sessions:3)
        Due on Saturday 28 February 2026: 31 Jan 2026 + 1 month = 28 Feb 2026.
        Not recorded as held: overdue by 76 days on 15 May 2026.
        By clause `monthly`, as above.
        By the same clause 2 more fell due and are not recorded by 15 May 2026: 31 Mar 2026
          (31 Jan 2026 + 2 months, 45 days), 30 Apr 2026 (31 Jan 2026 + 3 months, 15 days).
        No recorded supervision since 31 Jan 2026; overdue by 76 days on 15 May 2026, 3
          supervisions missed.
    ");
}

#[test]
fn each_stage_of_a_newly_qualified_worker_is_named() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'asye'
            stages = [{ every = '1 week', until = '2 weeks' }, { every = '2 weeks', until = '6 months' }, { every = '1 month' }]
            citation = 's3: ASYE'",
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-12, personal, S1\n2026-01-20, personal, S1",
        as_of: "2026-01-25",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Monday 12 January 2026: 5 Jan 2026 + 1 week = 12 Jan 2026.
        Held on 12 Jan 2026, the day it was due (sessions:3).
        By clause `asye` (s3: ASYE).
          For everyone in post: supervised every week until 2 weeks after the start, then
            every 2 weeks until 6 months after the start, then every month.
          It stands in policy.toml:6.
          Stage 1 of 3, counted from 5 Jan 2026, whose last day is 19 Jan 2026.

      From 12 Jan 2026, the last session that counted (sessions:3)
        Due on Monday 19 January 2026: 12 Jan 2026 + 1 week = 19 Jan 2026.
        Held on 20 Jan 2026, 1 day late (sessions:4).
        By clause `asye`, as above.
          Stage 1 of 3, counted from 5 Jan 2026, whose last day is 19 Jan 2026.

      From 20 Jan 2026, the last session that counted (sessions:4)
        Due on Tuesday 3 February 2026: 20 Jan 2026 + 2 weeks = 3 Feb 2026.
        Not yet due: 9 days left on 25 Jan 2026.
        By clause `asye`, as above.
          Stage 2 of 3, counted from 5 Jan 2026, whose last day is 5 Jul 2026.
    ");
}

#[test]
fn grace_is_counted_from_the_day_of_the_change() {
    let world = World {
        clauses: "
            [[case-supervision]]
            id = 'cin'
            for = { case_type = 'cin' }
            every = '3 months'
            [[case-supervision]]
            id = 'cp'
            for = { case_type = 'cp' }
            every = '2 weeks'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
        cases: "case_id, case_type, opened, closed, allocated_to\nC1, cin, 2026-01-05, 2026-04-01, S1\nC1, cp, 2026-04-01, , S1",
        sessions: "date, kind, case_id, supervisee_id\n2026-01-05, case, C1, S1\n2026-03-02, case, C1, S1\n2026-04-08, case, C9, S1",
        as_of: "2026-04-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Case supervision
      Open from 5 Jan 2026 (cases:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Sunday 5 April 2026: 5 Jan 2026 + 3 months = 5 Apr 2026.
        Held on 2 Mar 2026, 34 days before it was due (sessions:3).
        By clause `cin`.
          For cases whose case_type is cin: discussed in supervision every 3 months.
          It stands in policy.toml:6.
        The other clauses:
          As case_type is cin, this does not fit: `cp` (asks for cp).

      From 2 Mar 2026, the last session that counted (sessions:3)
        Due on Friday 10 April 2026: 2 Mar 2026 + 2 weeks = 16 Mar 2026.
          The clause took effect on 1 Apr 2026, and such a change gives at least 5 working
            days: to 10 Apr 2026.
          Working days counted: Thu 2 Apr, Tue 7 Apr, Wed 8 Apr, Thu 9 Apr, Fri 10 Apr. Not
            counted: Good Friday (3 Apr), Easter Monday (6 Apr), Sat 4 Apr, Sun 5 Apr.
        Not recorded as held by the end of 10 Apr 2026, the day it was due.
        By clause `cp`.
          For cases whose case_type is cp: discussed in supervision every 2 weeks.
          It stands in policy.toml:10.
        No recorded supervision since 2 Mar 2026.
        The worker's, but this case is not named: sessions: case 8 Apr 2026 (line 4).
        The other clauses:
          As case_type is cp, this does not fit: `cin` (asks for cin).
    ");
}

#[test]
fn working_days_over_easter_are_counted_and_named() {
    let world = World {
        clauses: "
            [[case-supervision]]
            id = 'soon'
            every = '5 working days'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-05",
        cases: "case_id, case_type, opened\nC1, cin, 2026-04-02",
        sessions: "date, kind, case_id\n2026-04-02, case, C1",
        as_of: "2026-04-14",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Case supervision
      Open from 2 Apr 2026 (cases:2).

      From 2 Apr 2026, the last session that counted (sessions:2)
        Due on Monday 13 April 2026: 2 Apr 2026 + 5 working days = 13 Apr 2026.
          Working days counted: Tue 7 Apr, Wed 8 Apr, Thu 9 Apr, Fri 10 Apr, Mon 13 Apr. Not
            counted: Good Friday (3 Apr), Easter Monday (6 Apr), Sat 4 Apr, Sun 5 Apr, Sat 11
            Apr, Sun 12 Apr.
        Not recorded as held: overdue by 1 day on 14 Apr 2026.
        By clause `soon`.
          For every open case: discussed in supervision every 5 working days.
          It stands in policy.toml:6.
        No recorded supervision since 2 Apr 2026; overdue by 1 day on 14 Apr 2026, 1
          supervision missed.
    ");
}

#[test]
fn a_span_that_begins_later_says_at_least() {
    let world = World {
        clauses: MONTHLY,
        staff: "staff_id, role, start_date\nS1, social-worker, 2024-01-05\nS2, social-worker, 2024-01-05",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S2",
        as_of: "2026-02-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2024 (staff:2).

      From 5 Jan 2024 to 4 Jan 2026 nothing is judged.
        `monthly` is not judged before 5 Jan 2026, from which the exports show what it counts.

      From 5 Jan 2026, when the exports begin to show it. The time before is not known, so the
        days are the fewest possible (staff:2)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Not recorded as held: overdue by 5 days on 10 Feb 2026.
        By clause `monthly` (s3 staff table).
          For everyone in post: supervised every month.
          It stands in policy.toml:6.
        No recorded supervision since the exports begin on 5 Jan 2026, and perhaps for longer;
          overdue by 5 days on 10 Feb 2026, 1 supervision missed.
    ");
}

#[test]
fn an_absence_that_stops_the_clock_and_a_weekend_that_moves_the_day() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'monthly'
            every = '1 month'
            roll = 'next working day'
            pause-when-absent = '1 week'",
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        absences: "staff_id, from, to\nS1, 2026-01-12, 2026-01-20",
        as_of: "2026-02-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Monday 16 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
          The absence from 12 Jan 2026 to 20 Jan 2026 stops the clock: 9 days later.
          14 Feb 2026 is a Saturday, so it moves to the next working day, 16 Feb 2026.
        Not yet due: 6 days left on 10 Feb 2026.
          Absent on 9 days of this time.
        By clause `monthly`.
          For everyone in post: supervised every month.
          It stands in policy.toml:6.
    ");
}

#[test]
fn what_a_date_column_has_forgotten_did_fall_due() {
    let world = World {
        clauses: "[[review]]\nid = 'reviewed'\nevidence = 'agreement_reviewed_on'\nevery = '12 months'",
        staff: "staff_id, role, start_date, agreement_reviewed_on\nS1, sw, 2024-01-08, 2026-03-02",
        as_of: "2026-05-15",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff member S1, sw
    Explained as of Friday 15 May 2026, from the exports taken on 31 Dec 2027.
    Policy: test (policy.toml).

    In the exports
      sw, from 8 Jan 2024, no end given (staff:2)

    Review: the date in `agreement_reviewed_on`
      In post from 8 Jan 2024 (staff:2).

      From 8 Jan 2024, the start (staff:2)
        What fell due in this time is not judged: the exports do not show what became of it.

      From 2 Mar 2026, the last time that counted (staff:2)
        Due on Tuesday 2 March 2027: 2 Mar 2026 + 12 months = 2 Mar 2027.
        Not yet due: 291 days left on 15 May 2026.
        By clause `reviewed`.
          For everyone in post: done every 12 months.
          It stands in policy.toml:5.
    ");
}
