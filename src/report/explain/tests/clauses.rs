//! Which clause governed, and why the others lost.

use crate::engine::testing::World;

use super::{STAFF, said};

#[test]
fn the_strictest_of_two_rules_holds_and_the_looser_is_named() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '6 weeks'
            [[staff-supervision]]
            id = 'workers'
            for = { role = 'social-worker' }
            every = '4 weeks'
            [[staff-supervision]]
            id = 'managers'
            for = { role = 'team-manager' }
            every = '1 week'",
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-02-02, personal, S1",
        as_of: "2026-02-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Monday 2 February 2026: 5 Jan 2026 + 4 weeks = 2 Feb 2026.
        Held on 2 Feb 2026, the day it was due (sessions:3).
        By clause `workers`.
          For staff whose role is social-worker: supervised every 4 weeks.
          It stands in policy.toml:9.
          `all` is looser: by it the day would be 16 Feb 2026.
        The other clauses:
          As role is social-worker, this does not fit: `managers` (asks for team-manager).

      From 2 Feb 2026, the last session that counted (sessions:3)
        Due on Monday 2 March 2026: 2 Feb 2026 + 4 weeks = 2 Mar 2026.
        Not yet due: 20 days left on 10 Feb 2026.
        By clause `workers`, as above.
          `all` is looser: by it the day would be 16 Mar 2026.
    ");
}

#[test]
fn instead_of_takes_the_stricter_rule_away() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '1 month'
            [[staff-supervision]]
            id = 'experienced'
            for = { role = 'social-worker' }
            every = '2 months'
            instead-of = 'all'",
        staff: STAFF,
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1",
        as_of: "2026-02-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Thursday 5 March 2026: 5 Jan 2026 + 2 months = 5 Mar 2026.
        Not yet due: 23 days left on 10 Feb 2026.
        By clause `experienced`.
          For staff whose role is social-worker: supervised every 2 months.
          It stands in policy.toml:9.
        The other clauses:
          `experienced` stands instead of `all`.
    ");
}

#[test]
fn an_exempt_time_is_told_as_one() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'all'
            every = '1 month'
            [[staff-supervision]]
            id = 'agency'
            for = { role = 'agency' }
            exempt = true
            citation = 's2: agency staff'",
        staff: "staff_id, role, start_date\nS1, agency, 2026-01-05\nS1, social-worker, 2026-03-02",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-01-20, personal, S1\n2026-03-20, personal, S1",
        as_of: "2026-03-25",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).

      From 5 Jan 2026 to 1 Mar 2026 nothing was owed.
        The clauses:
          `all` asks for nothing while `agency` exempts.
          `agency` exempts: while it fits, nothing is owed.
        No clause asked for anything on that day: sessions: personal 5 Jan 2026 (line 2),
          personal 20 Jan 2026 (line 3).

      From 2 Mar 2026, the start (staff:2)
        Due on Thursday 2 April 2026: 2 Mar 2026 + 1 month = 2 Apr 2026.
        Held on 20 Mar 2026, 13 days before it was due (sessions:4).
        By clause `all`.
          For everyone in post: supervised every month.
          It stands in policy.toml:6.
        The other clauses:
          As role is social-worker, this does not fit: `agency` (asks for agency).

      From 20 Mar 2026, the last session that counted (sessions:4)
        Due on Monday 20 April 2026: 20 Mar 2026 + 1 month = 20 Apr 2026.
        Not yet due: 26 days left on 25 Mar 2026.
        By clause `all`, as above.
    ");
}

#[test]
fn a_leaver_and_a_clause_that_waits_for_a_date() {
    let world = World {
        clauses: "
            [[staff-supervision]]
            id = 'monthly'
            every = '1 month'
            [[staff-supervision]]
            id = 'qualified'
            from = 'qualified_date'
            every = '1 week'",
        staff: "staff_id, role, start_date, end_date, qualified_date\nS1, sw, 2026-01-05, 2026-03-01, 2027-01-01",
        sessions: "date, kind, supervisee_id\n2026-01-05, personal, S1\n2026-03-04, personal, S1",
        as_of: "2026-03-10",
        ..World::default()
    };
    insta::assert_snapshot!(said(world), @r"
    Staff supervision
      In post from 5 Jan 2026 (staff:2).
      Left on 1 Mar 2026: nothing is owed that falls due on that day or later.
      Outside the time in post or open: sessions: personal 4 Mar 2026 (line 3).

      From 5 Jan 2026, the last session that counted (sessions:2)
        Due on Thursday 5 February 2026: 5 Jan 2026 + 1 month = 5 Feb 2026.
        Not recorded as held. From 1 Mar 2026 (the day of leaving or closing) it could no
          longer be done: 24 days after it was due.
        By clause `monthly`.
          For everyone in post: supervised every month.
          It stands in policy.toml:6.
        The other clauses:
          `qualified` was not in force: no date in `qualified_date` had come.
    ");
}
