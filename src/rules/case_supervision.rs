//! `case-supervision`: how often a child's case must be discussed in supervision.

use serde::Deserialize;
use toml::de::ValueDeserializer;

use crate::language::{Condition, Evidence, Schedule, SubjectKind, Test, Value};

use super::{CLOCK_KEYS, Clock, Duty, declare_rule};

declare_rule! {
    /// ## What it finds
    /// Children whose case was not discussed in supervision by its due day: overdue now, or discussed late.
    ///
    /// ## Why it matters
    /// Management oversight of each child's plan is what inspectors look for first, and what drift hides behind.
    ///
    /// ## Keys
    /// - `every`, `per`, `stages` or `exempt = true`: how often; exactly one of them.
    /// - `first`: what the first session is owed by, or a list of such times; counted from the day the rule began to fit.
    /// - `target`: when a session is wanted already, inside the limit `every`.
    /// - `from`: the date column, or columns, on which the clock starts; without it the day the case was opened.
    /// - `counts`: which sessions count; without it held sessions of kind personal or case that name the case, with
    ///   depth full or blank.
    /// - `track`: a name; rules on different tracks do not compete.
    /// - `instead-of`: the id or ids of the rules that do not apply where this one does.
    /// - `grace`: what a change of type, risk or placement gives at least; without it 5 working days.
    /// - `roll = "next working day"`: a due day on a weekend or holiday moves.
    name: "case-supervision",
    summary: "children's cases supervised as often as the policy says",
    keys: CLOCK_KEYS,
    needs: &[],
    bind: bind,
}

fn bind(terms: ValueDeserializer<'_>) -> Result<Duty, toml::de::Error> {
    let schedule = Schedule::deserialize(terms)?;
    if schedule.pause.is_some() {
        return Err(serde::de::Error::custom(
            "`pause-when-absent` is for staff, expected no such key on a case: a child's clock runs on",
        ));
    }
    let words = |column: &str, words: &[&str]| Condition {
        relation: None,
        column: column.to_owned(),
        tests: vec![Test::Is(
            words
                .iter()
                .map(|word| Value::Word((*word).to_owned()))
                .collect(),
        )],
    };
    let defaults = [
        words("kind", &["case", "personal"]),
        words("depth", &["full"]),
    ];
    let counts = schedule.counts.clone().unwrap_or_default().over(&defaults);
    Ok(Duty::Clock(Clock {
        subject: SubjectKind::Case,
        schedule,
        evidence: Evidence::Sessions(counts),
    }))
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::World;

    const MONTHLY: &str = "[[case-supervision]]\nid = 'monthly'\nevery = '1 month'";
    const BY_TYPE: &str = "
        [[case-supervision]]
        id = 'cin'
        for = { case_type = 'cin' }
        every = '2 months'
        [[case-supervision]]
        id = 'cp'
        for = { case_type = 'cp' }
        every = '1 month'";

    /// What C1 owed, its rows and sessions as given; the exports begin on 2026-01-01.
    fn owed(clauses: &str, cases: &str, sessions: &str, as_of: &str) -> Vec<String> {
        World {
            clauses,
            staff: "staff_id, role, start_date\nW1, sw, 2020-01-01\nW2, sw, 2020-01-01",
            cases,
            sessions: &format!("date, kind, case_id, depth\n2026-01-01, case, C1,\n{sessions}"),
            as_of,
            ..World::default()
        }
        .lines()
    }

    fn episodes(rows: &str) -> String {
        format!("case_id, case_type, opened, closed, allocated_to\n{rows}")
    }

    #[test]
    fn reading_6_the_first_is_owed_from_the_opening_and_then_the_interval() {
        let first = format!("{MONTHLY}\nfirst = '20 working days'");
        let case = episodes("C1, assessment, 2026-01-01, , W1");
        // Day 1 is Friday 2 January: the twentieth working day is Thursday 29 January.
        assert_eq!(
            owed(&first, &case, "", "2026-01-10"),
            ["monthly C1 by 2026-01-29: due in 19"]
        );
        assert_eq!(
            owed(&first, &case, "2026-01-29, case, C1,", "2026-01-30"),
            [
                "monthly C1 by 2026-01-29: met on 2026-01-29",
                "monthly C1 by 2026-02-28: due in 29"
            ]
        );
        assert_eq!(
            owed(&first, &case, "", "2026-03-30"),
            [
                "monthly C1 by 2026-01-29: 60 overdue",
                "monthly C1 by 2026-02-28: 30 overdue",
                "monthly C1 by 2026-03-29: 1 overdue"
            ],
            "counted on from the first, without drift"
        );
    }

    #[test]
    fn reading_6_a_list_owes_a_session_for_each_in_turn() {
        let list = format!("{MONTHLY}\nfirst = ['10 working days', '20 working days']");
        let case = episodes("C1, assessment, 2026-01-01, , W1");
        assert_eq!(
            owed(
                &list,
                &case,
                "2026-02-03, case, C1,\n2026-02-04, case, C1,",
                "2026-02-04"
            ),
            [
                "monthly C1 by 2026-01-15: 19 late on 2026-02-03",
                "monthly C1 by 2026-01-29: 6 late on 2026-02-04",
                "monthly C1 by 2026-03-04: due in 28",
            ]
        );
    }

    #[test]
    fn reading_7_a_stricter_rule_gives_five_working_days_of_grace() {
        // On 2 February the plan becomes a protection plan; monthly from 1 January was due on 1 February.
        let case = episodes("C1, cin, 2026-01-01, 2026-02-02, W1\nC1, cp, 2026-02-02, , W1");
        assert_eq!(
            owed(BY_TYPE, &case, "", "2026-02-03"),
            ["cp C1 by 2026-02-09: due in 6"]
        );
        let none = BY_TYPE.replace(
            "every = '1 month'",
            "every = '1 month'\ngrace = '1 working day'",
        );
        assert_eq!(
            owed(&none, &case, "", "2026-02-02"),
            ["cp C1 by 2026-02-03: due in 1"]
        );
    }

    #[test]
    fn reading_7_grace_never_goes_past_what_the_old_rule_gave() {
        // Two months from 1 January are 1 March, before five working days from 26 February are over.
        let case = episodes("C1, cin, 2026-01-01, 2026-02-26, W1\nC1, cp, 2026-02-26, , W1");
        assert_eq!(
            owed(BY_TYPE, &case, "", "2026-02-27"),
            ["cp C1 by 2026-03-01: due in 2"]
        );
    }

    #[test]
    fn reading_7_there_is_no_grace_for_a_gap_that_was_overdue_already() {
        let case = episodes("C1, cin, 2026-01-01, 2026-03-10, W1\nC1, cp, 2026-03-10, , W1");
        assert_eq!(
            owed(BY_TYPE, &case, "", "2026-04-02"),
            [
                "cin C1 by 2026-03-01: 32 overdue",
                "cp C1 by 2026-04-01: 1 overdue"
            ],
            "and the next counts on from the last due day"
        );
    }

    #[test]
    fn reading_8_a_rule_that_loosens_makes_what_was_overdue_missed() {
        let case = |change: &str| {
            episodes(&format!(
                "C1, cp, 2026-01-01, {change}, W1\nC1, cin, {change}, , W1"
            ))
        };
        assert_eq!(
            owed(BY_TYPE, &case("2026-02-03"), "", "2026-02-10"),
            [
                "cin C1 by 2026-03-01: due in 19",
                "cp C1 by 2026-02-01: missed, 2 days on 2026-02-03"
            ]
        );
        assert_eq!(
            owed(BY_TYPE, &case("2026-02-01"), "", "2026-02-10"),
            ["cin C1 by 2026-03-01: due in 19"],
            "the due day had not passed"
        );
    }

    #[test]
    fn reading_9_where_no_rule_held_the_clock_starts_that_day() {
        let exempt = format!(
            "{MONTHLY}\n[[case-supervision]]\nid = 'duty'\nfor = {{ case_type = 'duty' }}\nexempt = true"
        );
        let case = episodes("C1, duty, 2026-01-01, 2026-02-10, W1\nC1, cin, 2026-02-10, , W1");
        assert_eq!(
            owed(&exempt, &case, "", "2026-02-11"),
            ["monthly C1 by 2026-03-10: due in 27"]
        );
        let case = episodes("C1, cin, 2026-01-01, 2026-02-10, W1\nC1, duty, 2026-02-10, , W1");
        assert_eq!(
            owed(&exempt, &case, "", "2026-03-11"),
            ["monthly C1 by 2026-02-01: missed, 9 days on 2026-02-10"]
        );
    }

    #[test]
    fn reading_13_a_session_must_name_the_case_and_be_full() {
        let case = episodes("C1, cin, 2026-01-01, , W1\nC2, cin, 2026-01-01, , W1");
        let lines = owed(
            MONTHLY,
            &case,
            "2026-01-20, personal, C1,\n2026-01-25, case, C2, light",
            "2026-01-31",
        );
        assert_eq!(
            lines,
            [
                "monthly C1 by 2026-02-01: met on 2026-01-20",
                "monthly C1 by 2026-02-20: due in 20",
                "monthly C2 by 2026-02-01: due in 1",
            ]
        );
    }

    #[test]
    fn reading_14_a_full_session_stops_both_clocks_and_a_light_one_only_its_own() {
        let two = "
            [[case-supervision]]
            id = 'full'
            every = '3 months'
            [[case-supervision]]
            id = 'light'
            track = 'light'
            every = '6 weeks'
            counts = { depth = ['light', 'full'] }";
        let case = episodes("C1, cin, 2026-01-01, , W1");
        assert_eq!(
            owed(
                two,
                &case,
                "2026-02-02, case, C1, light\n2026-03-02, case, C1,",
                "2026-03-02"
            ),
            [
                "full C1 by 2026-04-01: met on 2026-03-02",
                "full C1 by 2026-06-02: due in 92",
                "light C1 by 2026-02-12: met on 2026-02-02",
                "light C1 by 2026-03-16: met on 2026-03-02",
                "light C1 by 2026-04-13: due in 42",
            ]
        );
    }

    #[test]
    fn reading_20_on_the_birthday_the_later_row_holds_and_is_foreseen() {
        let ages = "
            [[case-supervision]]
            id = 'under'
            for = { age = { under = '21 years' } }
            every = '2 months'
            [[case-supervision]]
            id = 'over'
            for = { age = { at-least = '21 years' } }
            every = '3 months'";
        let due = |born: &str| {
            let case = format!(
                "case_id, case_type, opened, date_of_birth\nC1, leaver, 2026-01-01, {born}"
            );
            owed(ages, &case, "", "2026-01-02")
        };
        assert_eq!(
            due("2005-03-01"),
            ["over C1 by 2026-04-01: due in 89"],
            "21 on the due day itself"
        );
        assert_eq!(due("2005-03-02"), ["under C1 by 2026-03-01: due in 58"]);
    }

    #[test]
    fn reading_25_a_break_of_seven_days_is_the_same_spell_and_of_eight_is_not() {
        let case = |opens: &str| {
            episodes(&format!(
                "C1, cin, 2026-01-01, 2026-01-20, W1\nC1, cin, {opens}, , W1"
            ))
        };
        assert_eq!(
            owed(MONTHLY, &case("2026-01-27"), "", "2026-01-31"),
            ["monthly C1 by 2026-02-01: due in 1"]
        );
        assert_eq!(
            owed(MONTHLY, &case("2026-01-28"), "", "2026-01-31"),
            ["monthly C1 by 2026-02-28: due in 28"]
        );
    }

    #[test]
    fn reading_26_a_reallocation_leaves_the_clock_running_and_marks_what_is_inherited() {
        let world = |change: &str| {
            let case = episodes(&format!(
                "C1, cin, 2026-01-01, {change}, W1\nC1, cin, {change}, , W2"
            ));
            let world = World {
                clauses: MONTHLY,
                staff: "staff_id, role, start_date\nW1, sw, 2020-01-01\nW2, sw, 2020-01-01",
                cases: &case,
                sessions: "date, kind, case_id\n2026-01-01, case, C1",
                as_of: "2026-02-10",
                ..World::default()
            };
            let (_, _, ledger) = world.ledger();
            let one = ledger.obligations.first().unwrap().clone();
            (one.due.to_string(), one.remarks.inherited)
        };
        assert_eq!(world("2026-02-02"), ("2026-02-01".to_owned(), true));
        assert_eq!(world("2026-02-01"), ("2026-02-01".to_owned(), false));
    }

    #[test]
    fn reading_27_nothing_is_owed_on_or_after_the_closing_and_what_was_met_stands() {
        let case = |closed: &str| episodes(&format!("C1, cin, 2026-01-01, {closed}, W1"));
        assert_eq!(
            owed(MONTHLY, &case("2026-02-01"), "", "2026-03-31"),
            Vec::<String>::new()
        );
        assert_eq!(
            owed(MONTHLY, &case("2026-02-02"), "", "2026-03-31"),
            ["monthly C1 by 2026-02-01: missed, 1 days on 2026-02-02"]
        );
        assert_eq!(
            owed(
                MONTHLY,
                &case("2026-02-02"),
                "2026-01-20, case, C1,",
                "2026-03-31"
            ),
            ["monthly C1 by 2026-02-01: met on 2026-01-20"]
        );
    }

    #[test]
    fn reading_30_a_blank_cell_does_not_fit_and_is_counted() {
        let world = World {
            clauses: "[[case-supervision]]\nid = 'high'\nfor = { risk = 'high' }\nevery = '1 month'",
            staff: "staff_id, role, start_date\nW1, sw, 2020-01-01",
            cases: "case_id, case_type, opened, risk\nC1, cin, 2026-01-01,\nC2, cin, 2026-01-01, high",
            sessions: "date, kind, case_id\n2026-01-01, case, C1",
            as_of: "2026-01-02",
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        assert_eq!((ledger.tallies[0].blank, ledger.tallies[0].fitted), (1, 1));
        assert_eq!(
            ledger.uncovered.len(),
            1,
            "reading 31: C1 is under no clause"
        );
    }

    #[test]
    fn reading_32_nothing_is_owed_before_the_exports_begin() {
        use crate::ledger::Event;
        let world = World {
            clauses: MONTHLY,
            staff: "staff_id, role, start_date\nW1, sw, 2020-01-01",
            cases: "case_id, case_type, opened\nC1, cin, 2025-01-01\nC2, cin, 2026-01-05",
            sessions: "date, kind, case_id\n2026-01-01, case, C2\n2026-01-10, case, C2",
            as_of: "2026-02-10",
            ..World::default()
        };
        // The session of 1 January is before C2 was opened and says nothing; the span begins on 10 January.
        let (_, _, ledger) = world.ledger();
        let first = &ledger.obligations[0];
        assert_eq!(
            (first.due.to_string(), first.since.event),
            ("2026-02-10".to_owned(), Event::SpanBegins)
        );
        let cases_only = World {
            sessions: "date, kind, case_id\n2026-01-10, group, C2",
            ..world
        };
        let (_, _, ledger) = cases_only.ledger();
        assert!(
            ledger.obligations.is_empty(),
            "no case session in any export"
        );
        assert_eq!(ledger.untestable.len(), 1);
        assert!(
            ledger.warnings[0].contains("an export is missing"),
            "{:?}",
            ledger.warnings
        );
    }

    #[test]
    fn reading_32_sessions_that_name_no_case_say_nothing_of_the_export_of_case_discussions() {
        let case = "case_id, case_type, opened\nC1, cin, 2025-01-01";
        let world = World {
            clauses: MONTHLY,
            staff: "staff_id, role, start_date\nW1, sw, 2020-01-01",
            cases: case,
            sessions: "date, kind, supervisee_id\n2026-01-10, personal, W1",
            as_of: "2026-06-30",
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        assert!(ledger.obligations.is_empty(), "{:?}", ledger.obligations);
        assert_eq!(ledger.untestable.len(), 1);
        let named = World {
            sessions: "date, kind, supervisee_id, case_id\n2026-01-10, personal, W1,\n2026-06-01, personal, W1, C1",
            ..world
        };
        assert_eq!(named.lines(), ["monthly C1 by 2026-07-01: due in 1"]);
    }

    #[test]
    fn reading_33_what_is_dated_later_is_not_yet_known() {
        let case = episodes("C1, cin, 2026-01-01, 2026-03-10, W1\nC1, cp, 2026-03-10, , W1");
        assert_eq!(
            owed(BY_TYPE, &case, "2026-03-05, case, C1,", "2026-03-04"),
            ["cin C1 by 2026-03-01: 3 overdue"],
            "neither the session of the 5th nor the plan of the 10th"
        );
        assert_eq!(
            owed(BY_TYPE, &case, "2026-03-05, case, C1,", "2026-03-05")[0],
            "cin C1 by 2026-03-01: 4 late on 2026-03-05"
        );
    }

    #[test]
    fn reading_2_the_due_day_is_in_time_and_the_next_is_not() {
        let on = |sessions: &str, as_of: &str| {
            let case = episodes("C1, cin, 2026-01-01, , W1");
            owed(MONTHLY, &case, sessions, as_of).remove(0)
        };
        assert_eq!(
            on("2026-02-01, case, C1,", "2026-02-02"),
            "monthly C1 by 2026-02-01: met on 2026-02-01"
        );
        assert_eq!(
            on("2026-02-02, case, C1,", "2026-02-02"),
            "monthly C1 by 2026-02-01: 1 late on 2026-02-02"
        );
        for (as_of, outcome) in [
            ("2026-01-31", "due in 1"),
            ("2026-02-01", "0 overdue"),
            ("2026-02-02", "1 overdue"),
        ] {
            let line = format!("monthly C1 by 2026-02-01: {outcome}");
            assert_eq!(on("", as_of), line, "{as_of}");
        }
    }

    #[test]
    fn whom_the_clause_is_not_for_owes_nothing() {
        let cp = format!("{MONTHLY}\nfor = {{ case_type = 'cp' }}");
        let case = episodes("C1, cin, 2026-01-01, , W1");
        assert_eq!(owed(&cp, &case, "", "2026-06-01"), Vec::<String>::new());
    }

    #[test]
    fn without_the_column_of_whom_it_is_for_it_is_untestable() {
        use crate::ledger::Reason;
        let world = World {
            clauses: "[[case-supervision]]\nid = 'high'\nfor = { risk = 'high' }\nevery = '1 month'",
            staff: "staff_id, role, start_date\nW1, sw, 2020-01-01",
            cases: "case_id, case_type, opened\nC1, cin, 2026-01-01",
            sessions: "date, kind, case_id\n2026-01-01, case, C1",
            as_of: "2026-06-01",
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        assert!(ledger.obligations.is_empty(), "{:?}", ledger.obligations);
        assert!(
            matches!(&ledger.untestable[0].reason, Reason::MissingColumn { column, .. } if column == "risk")
        );
    }
}
