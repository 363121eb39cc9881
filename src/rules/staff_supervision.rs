//! `staff-supervision`: how often a staff member must be supervised.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{Condition, Evidence, Schedule, SubjectKind, Test, Value};

use super::{CLOCK_KEYS, Clock, Duty, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Staff whose next supervision was not held by its due day: overdue now, or held late.
    ///
    /// ## Why it matters
    /// A worker whom nobody sees carries every decision alone, and drift in a child's case goes unnoticed.
    ///
    /// ## Keys
    /// - `every`, `per`, `stages` or `exempt = true`: how often; exactly one of them.
    /// - `first`: what the first session is owed by, or a list of such times; counted from the day the rule began to fit.
    /// - `target`: when a session is wanted already, inside the limit `every`.
    /// - `from`: the date column, or columns, on which the clock starts; without it the first day in post.
    /// - `counts`: which sessions count; without it held sessions of kind personal.
    /// - `track`: a name; rules on different tracks do not compete.
    /// - `instead-of`: the id or ids of the rules that do not apply where this one does.
    /// - `grace`: what a change in the record gives at least; without it 5 working days.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    /// - `pause-when-absent`: an absence at least this long stops the clock.
    name: "staff-supervision",
    summary: "staff supervised as often as the policy says",
    keys: CLOCK_KEYS,
    needs: &[],
    bind: bind,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let schedule = Schedule::deserialize(terms)?;
    let personal = Condition {
        relation: None,
        column: "kind".to_owned(),
        tests: vec![Test::Is(vec![Value::Word("personal".to_owned())])],
    };
    let counts = schedule
        .counts
        .clone()
        .unwrap_or_default()
        .over(&[personal]);
    Ok(Duty::Clock(Clock {
        subject: SubjectKind::Staff,
        schedule,
        evidence: Evidence::Sessions(counts),
    }))
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;

    const ASYE: &str = "
        [[staff-supervision]]
        id = 'asye'
        stages = [
          { every = '1 week', until = '6 weeks' },
          { every = '2 weeks', until = '6 months' },
          { every = '1 month' },
        ]";
    const MONTHLY: &str = "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'";

    /// What S1, in post from 2026-01-31, owed: sessions on these days, seen on the as-of day.
    fn owed(clauses: &str, days: &[&str], as_of: &str) -> Vec<String> {
        let rows: String = days
            .iter()
            .map(|day| day.to_string() + ", personal, S1\n")
            .collect();
        let sessions = "date, kind, supervisee_id\n2026-01-31, personal, S1\n".to_owned() + &rows;
        World {
            clauses,
            staff: "staff_id, role, start_date\nS1, social-worker, 2026-01-31",
            sessions: &sessions,
            as_of,
            ..World::default()
        }
        .lines()
    }

    #[test]
    fn reading_1_a_month_clamps_to_its_end_and_four_weeks_are_28_days() {
        assert_eq!(
            owed(MONTHLY, &["2026-02-28"], "2026-02-28")[0],
            "monthly S1 by 2026-02-28: met on 2026-02-28"
        );
        let weeks = "[[staff-supervision]]\nid = 'weeks'\nevery = '4 weeks'";
        assert_eq!(
            owed(weeks, &["2026-02-28"], "2026-02-28")[0],
            "weeks S1 by 2026-02-28: met on 2026-02-28"
        );
        assert_eq!(
            owed(MONTHLY, &["2026-02-28"], "2026-02-28")[1],
            "monthly S1 by 2026-03-28: due in 28"
        );
    }

    #[test]
    fn reading_1_one_in_each_calendar_month_is_a_third_form() {
        let per = "[[staff-supervision]]\nid = 'per'\nper = 'calendar month'";
        let lines = owed(
            per,
            &["2026-02-02", "2026-02-27", "2026-04-01"],
            "2026-04-15",
        );
        assert_eq!(
            lines,
            [
                "per S1 by 2026-02-28: met on 2026-02-02",
                "per S1 by 2026-03-31: missed, 1 days on 2026-04-01",
                "per S1 by 2026-04-30: met on 2026-04-01",
                "per S1 by 2026-05-31: due in 46",
            ]
        );
    }

    #[test]
    fn reading_2_the_due_day_is_in_time_and_the_next_is_not() {
        assert_eq!(
            owed(MONTHLY, &["2026-02-28"], "2026-03-05")[0],
            "monthly S1 by 2026-02-28: met on 2026-02-28"
        );
        assert_eq!(
            owed(MONTHLY, &["2026-03-01"], "2026-03-05")[0],
            "monthly S1 by 2026-02-28: 1 late on 2026-03-01"
        );
        assert_eq!(
            owed(MONTHLY, &[], "2026-02-27"),
            ["monthly S1 by 2026-02-28: due in 1"]
        );
        assert_eq!(
            owed(MONTHLY, &[], "2026-02-28"),
            ["monthly S1 by 2026-02-28: 0 overdue"]
        );
        assert_eq!(
            owed(MONTHLY, &[], "2026-03-01"),
            ["monthly S1 by 2026-02-28: 1 overdue"]
        );
    }

    #[test]
    fn reading_3_weekly_for_six_weeks_owes_six_and_the_sixth_on_day_42() {
        let weeks = [
            "2026-02-07",
            "2026-02-14",
            "2026-02-21",
            "2026-02-28",
            "2026-03-07",
        ];
        let lines = owed(ASYE, &weeks, "2026-03-20");
        assert_eq!(lines[4], "asye S1 by 2026-03-07: met on 2026-03-07");
        assert_eq!(
            lines[5], "asye S1 by 2026-03-14: 6 overdue",
            "day 42 belongs to the stage"
        );
        let early = [
            "2026-02-07",
            "2026-02-14",
            "2026-02-21",
            "2026-02-28",
            "2026-03-08",
        ];
        assert_eq!(
            owed(ASYE, &early, "2026-03-15").last().unwrap(),
            "asye S1 by 2026-03-22: due in 7",
            "a week later the stage is over: a fortnight from 8 March"
        );
    }

    #[test]
    fn reading_3_until_counts_from_the_start_and_lasting_from_the_stage_before() {
        let staged = |span: &str| {
            format!(
                "[[staff-supervision]]\nid = 's'\nstages = [{{ every = '1 week', until = '6 weeks' }}, \
                 {{ every = '2 weeks', {span} = '3 months' }}, {{ every = '1 month' }}]"
            )
        };
        // Day 42 is 14 March; three months after it is 14 June, three months after the start 30 April.
        let next = |span: &str, day: &str| owed(&staged(span), &[day], day).last().unwrap().clone();
        assert_eq!(next("until", "2026-04-16"), "s S1 by 2026-04-30: due in 14");
        assert_eq!(next("until", "2026-04-17"), "s S1 by 2026-05-17: due in 30");
        assert_eq!(
            next("lasting", "2026-05-31"),
            "s S1 by 2026-06-14: due in 14"
        );
        assert_eq!(
            next("lasting", "2026-06-01"),
            "s S1 by 2026-07-01: due in 30"
        );
    }

    #[test]
    fn reading_5_without_a_decision_the_stage_goes_on_and_says_so() {
        let staff = |decided: &str| {
            let world = World {
                clauses: "[[staff-supervision]]\nid = 's'\nstages = [{ every = '1 week', until = '6 weeks', ends-on = \
                          'review_on' }, { every = '1 month' }]",
                staff: &format!(
                    "staff_id, role, start_date, review_on\nS1, sw, 2026-01-01, {decided}"
                ),
                sessions: "date, kind, supervisee_id\n2026-01-01, personal, S1\n2026-03-01, personal, S1",
                as_of: "2026-03-01",
                ..World::default()
            };
            let (_, _, ledger) = world.ledger();
            let last = ledger.obligations.last().unwrap().clone();
            (last.due.to_string(), last.remarks.undecided)
        };
        assert_eq!(staff("2026-02-10"), ("2026-04-01".to_owned(), false));
        assert_eq!(
            staff("2026-03-01"),
            ("2026-04-01".to_owned(), false),
            "decided on the day of the session"
        );
        assert_eq!(staff(""), ("2026-03-08".to_owned(), true));
        assert_eq!(
            staff("2026-03-02"),
            ("2026-03-08".to_owned(), true),
            "not yet known on 1 March"
        );
    }

    #[test]
    fn reading_10_each_further_interval_owes_another_and_the_session_makes_all_late() {
        let lines = owed(MONTHLY, &["2026-04-30"], "2026-05-01");
        assert_eq!(
            lines,
            [
                "monthly S1 by 2026-02-28: 61 late on 2026-04-30",
                "monthly S1 by 2026-03-31: 30 late on 2026-04-30",
                "monthly S1 by 2026-05-30: due in 29",
            ],
            "months do not drift, and the third interval ends with the session"
        );
        let lines = owed(MONTHLY, &["2026-05-01"], "2026-05-01");
        assert_eq!(lines[2], "monthly S1 by 2026-04-30: 1 late on 2026-05-01");
    }

    #[test]
    fn reading_11_what_is_not_held_stops_nothing_and_a_blank_status_is_held() {
        let lines = |status: &str| {
            World {
                clauses: MONTHLY,
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-31",
                sessions: &format!(
                    "date, kind, supervisee_id, status\n2026-01-31, personal, S1, held\n2026-02-20, personal, S1, {status}"
                ),
                as_of: "2026-03-01",
                ..World::default()
            }
            .lines()
        };
        assert_eq!(lines("")[0], "monthly S1 by 2026-02-28: met on 2026-02-20");
        for status in ["cancelled", "did-not-attend", "planned"] {
            assert_eq!(
                lines(status),
                ["monthly S1 by 2026-02-28: 1 overdue"],
                "{status}"
            );
        }
    }

    #[test]
    fn reading_11_two_on_one_day_and_one_on_the_start_day_owe_nothing_more() {
        let lines = owed(MONTHLY, &["2026-02-10", "2026-02-10"], "2026-02-10");
        assert_eq!(
            lines,
            [
                "monthly S1 by 2026-02-28: met on 2026-02-10",
                "monthly S1 by 2026-03-10: due in 28"
            ]
        );
    }

    #[test]
    fn reading_12_and_13_only_personal_sessions_count_unless_the_rule_says_more() {
        let lines = |counts: &str| {
            World {
                clauses: &format!("{MONTHLY}\n{counts}"),
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-31",
                sessions: "date, kind, supervisee_id\n2026-01-31, personal, S1\n2026-02-20, group, S1\n\
                           2026-02-21, informal, S1",
                as_of: "2026-02-28",
                ..World::default()
            }
            .lines()
        };
        assert_eq!(lines(""), ["monthly S1 by 2026-02-28: 0 overdue"]);
        let group = lines("counts = { kind = ['personal', 'group'] }");
        assert_eq!(group[0], "monthly S1 by 2026-02-28: met on 2026-02-20");
    }

    #[test]
    fn reading_15_past_the_target_is_advice_and_past_the_limit_is_not() {
        let range = "[[staff-supervision]]\nid = 'r'\ntarget = '4 weeks'\nevery = '6 weeks'";
        assert_eq!(
            owed(range, &["2026-02-28"], "2026-02-28")[0],
            "r S1 by 2026-03-14: met on 2026-02-28"
        );
        assert_eq!(
            owed(range, &["2026-03-01"], "2026-03-01")[0],
            "r S1 by 2026-03-14: met on 2026-03-01, 1 past target"
        );
        assert_eq!(
            owed(range, &[], "2026-02-28"),
            ["r S1 by 2026-03-14: due in 14"]
        );
        assert_eq!(
            owed(range, &[], "2026-03-01"),
            ["r S1 by 2026-03-14: 1 past target, due in 13"]
        );
        assert_eq!(
            owed(range, &[], "2026-03-15"),
            ["r S1 by 2026-03-14: 1 overdue"]
        );
    }

    #[test]
    fn reading_16_the_strictest_holds_unless_a_rule_stands_instead_of_it() {
        let two = |more: &str| {
            format!("{MONTHLY}\n[[staff-supervision]]\nid = 'six'\nevery = '6 weeks'\n{more}")
        };
        assert_eq!(
            owed(&two(""), &[], "2026-02-01"),
            ["monthly S1 by 2026-02-28: due in 27"]
        );
        assert_eq!(
            owed(&two("instead-of = 'monthly'"), &[], "2026-02-01"),
            ["six S1 by 2026-03-14: due in 41"]
        );
        let exempt = format!("{MONTHLY}\n[[staff-supervision]]\nid = 'none'\nexempt = true");
        assert_eq!(
            owed(&exempt, &[], "2026-06-01"),
            Vec::<String>::new(),
            "an exemption beats both"
        );
        let tie = format!("{MONTHLY}\n[[staff-supervision]]\nid = 'again'\nevery = '1 month'");
        assert_eq!(
            owed(&tie, &[], "2026-02-01"),
            ["monthly S1 by 2026-02-28: due in 27"]
        );
        let advice = format!("{MONTHLY}\nseverity = 'advisory'");
        let binding = "[[staff-supervision]]\nid = 'must'\nevery = '1 month'";
        assert_eq!(
            owed(&format!("{advice}\n{binding}"), &[], "2026-02-01"),
            ["must S1 by 2026-02-28: due in 27"],
            "advice hides no breach of the same day"
        );
    }

    #[test]
    fn reading_18_a_due_day_on_a_weekend_stays_unless_it_rolls() {
        let rolled = format!("{MONTHLY}\nroll = 'next working day'");
        assert_eq!(
            owed(MONTHLY, &[], "2026-02-01"),
            ["monthly S1 by 2026-02-28: due in 27"],
            "a Saturday"
        );
        assert_eq!(
            owed(&rolled, &[], "2026-02-01"),
            ["monthly S1 by 2026-03-02: due in 29"],
            "the Monday"
        );
        assert_eq!(
            owed(&rolled, &["2026-03-02"], "2026-03-02")[0],
            "monthly S1 by 2026-03-02: met on 2026-03-02"
        );
        assert_eq!(
            owed(&rolled, &["2026-03-03"], "2026-03-03")[0],
            "monthly S1 by 2026-03-02: 1 late on 2026-03-03"
        );
    }

    #[test]
    fn reading_21_an_absence_pauses_only_where_the_rule_says_so_and_is_told_otherwise() {
        let world = |clauses| World {
            clauses,
            staff: "staff_id, role, start_date\nS1, sw, 2026-01-31",
            sessions: "date, kind, supervisee_id\n2026-01-31, personal, S1",
            absences: "staff_id, from, to\nS1, 2026-02-09, 2026-02-22",
            as_of: "2026-03-14",
            ..World::default()
        };
        let (_, _, ledger) = world(MONTHLY).ledger();
        assert_eq!(ledger.obligations[0].due.to_string(), "2026-02-28");
        assert_eq!(ledger.obligations[0].remarks.absent, 14);
        let pausing = format!("{MONTHLY}\npause-when-absent = '2 weeks'");
        assert_eq!(
            world(&pausing).lines(),
            ["monthly S1 by 2026-03-14: 0 overdue"]
        );
        let longer = format!("{MONTHLY}\npause-when-absent = '15 calendar days'");
        assert_eq!(
            world(&longer).lines(),
            ["monthly S1 by 2026-02-28: 14 overdue"]
        );
    }

    #[test]
    fn reading_27_nothing_is_owed_on_or_after_the_day_of_leaving() {
        let lines = |end: &str| {
            World {
                clauses: MONTHLY,
                staff: &format!("staff_id, role, start_date, end_date\nS1, sw, 2026-01-31, {end}"),
                sessions: "date, kind, supervisee_id\n2026-01-31, personal, S1",
                as_of: "2026-03-31",
                ..World::default()
            }
            .lines()
        };
        assert_eq!(lines("2026-02-28"), Vec::<String>::new());
        assert_eq!(
            lines("2026-03-01"),
            ["monthly S1 by 2026-02-28: missed, 1 days on 2026-03-01"]
        );
        assert_eq!(
            lines("2026-04-01")[0],
            "monthly S1 by 2026-02-28: 31 overdue",
            "a later leaving is not yet known"
        );
    }

    #[test]
    fn whom_the_clause_is_not_for_owes_nothing() {
        let managers = format!("{MONTHLY}\nfor = {{ role = 'team-manager' }}");
        assert_eq!(owed(&managers, &[], "2026-06-01"), Vec::<String>::new());
        assert_eq!(
            owed(MONTHLY, &[], "2026-01-30"),
            Vec::<String>::new(),
            "not yet in post"
        );
    }

    #[test]
    fn without_a_session_that_counts_or_the_column_of_whom_it_is_for_it_is_untestable() {
        use crate::ledger::Reason;
        let reason = |clauses: &str, kind: &str| {
            let world = World {
                clauses,
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-31",
                sessions: &format!("date, kind, supervisee_id\n2026-01-31, {kind}, S1"),
                as_of: "2026-06-01",
                ..World::default()
            };
            let (_, _, ledger) = world.ledger();
            assert!(ledger.obligations.is_empty(), "{:?}", ledger.obligations);
            ledger.untestable[0].reason.clone()
        };
        assert_eq!(reason(MONTHLY, "group"), Reason::NoSessions);
        let newly = format!("{MONTHLY}\nfor = {{ asye = true }}");
        assert!(
            matches!(reason(&newly, "personal"), Reason::MissingColumn { column, .. } if column == "asye")
        );
    }
}
