//! The readings that go through several rooms, each with its edge on both sides; the others stand with their rules.
#![expect(clippy::unwrap_used, reason = "tests")]

use oversight::calendar::Day;
use oversight::engine::{Question, audit};
use oversight::ledger::{Ledger, Outcome, Severity};
use oversight::policy::Policy;
use oversight::records::Dataset;
use oversight::report::{self, Audit, Finding, Summary};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A council of literal rows.
#[derive(Clone, Copy)]
struct Council<'a> {
    clauses: &'a str,
    staff: &'a str,
    cases: &'a str,
    sessions: &'a str,
    /// First and last day of the period; the last is the as-of day.
    period: (&'a str, &'a str),
}

const MONTHLY: &str = "[[staff-supervision]]\nid = 'monthly'\nevery = '1 month'";

impl Council<'_> {
    fn policy(&self) -> Policy {
        let text = format!("[policy]\nname = 'test'\n{}", self.clauses);
        Policy::parse(&text, "policy.toml").unwrap()
    }

    fn with<T>(&self, look: impl FnOnce(&Audit<'_>, &Ledger) -> T) -> T {
        let policy = self.policy();
        let taken = day("2026-12-31");
        let data = Dataset::from_texts(
            self.staff,
            self.cases,
            self.sessions,
            "",
            &policy.demand(),
            taken,
        )
        .unwrap();
        let (from, to) = (day(self.period.0), day(self.period.1));
        let question = Question {
            as_of: to,
            period: (from, to),
            taken,
        };
        let ledger = audit(&policy, &data, question);
        let audit = Audit {
            policy: &policy,
            data: &data,
            ledger: &ledger,
            banner: None,
            problems: Vec::new(),
            command: "oversight audit".to_owned(),
            why: String::new(),
            previous: None,
            since: None,
        };
        look(&audit, &ledger)
    }

    fn findings(&self) -> Vec<Finding> {
        self.with(|audit, _| report::findings(audit))
    }

    fn summary(&self) -> Summary {
        self.with(|audit, _| report::summary(audit))
    }
}

/// One worker in post since 31 January 2026, seen on that day and on these.
fn worker(sessions: &'static str, period: (&'static str, &'static str)) -> Council<'static> {
    Council {
        clauses: MONTHLY,
        staff: "staff_id, role, start_date\nS1, social-worker, 2026-01-31",
        cases: "case_id, case_type, opened\nC1, cin, 2026-01-01",
        sessions,
        period,
    }
}

const SEEN: &str = "date, kind, supervisee_id\n2026-01-31, personal, S1";

#[test]
fn reading_4_the_clock_starts_on_the_date_named_and_no_date_is_untestable() {
    let owed = |returned: &str| {
        let staff =
            format!("staff_id, role, start_date, returned_on\nS1, sw, 2026-01-01, {returned}");
        Council {
            clauses: "[[staff-supervision]]\nid = 'returner'\nfrom = 'returned_on'\nevery = '2 weeks'",
            staff: &staff,
            sessions: "date, kind, supervisee_id\n2026-01-01, personal, S1",
            ..worker(SEEN, ("2026-01-01", "2026-03-15"))
        }
        .with(|_, ledger| {
            let due = ledger.obligations.first().map(|one| one.due.to_string());
            (due, ledger.untestable.len())
        })
    };
    assert_eq!(
        owed("2026-03-01"),
        (Some("2026-03-15".to_owned()), 0),
        "it begins the first gap too"
    );
    assert_eq!(owed("2026-03-02"), (Some("2026-03-16".to_owned()), 0));
    assert_eq!(
        owed("2026-03-16"),
        (None, 0),
        "not in force before that day"
    );
    assert_eq!(owed(""), (None, 1), "no date is no pass");
}

#[test]
fn reading_19_words_with_two_meanings_are_refused_and_the_plain_ones_are_not() {
    let refused = |every: &str| {
        let text =
            format!("[policy]\nname = 'test'\n[[staff-supervision]]\nid = 'x'\nevery = '{every}'");
        Policy::parse(&text, "policy.toml").err().map(|error| {
            let help = error.mistakes[0].help.clone().unwrap_or_default();
            format!("{} {help}", error.mistakes[0].message)
        })
    };
    assert_eq!(refused("2 months"), None);
    assert!(refused("bi-monthly").unwrap().contains("`2 months`"));
    assert!(refused("bimonthly").unwrap().contains("`2 months`"));
    assert_eq!(refused("20 working days"), None);
    assert!(refused("20 days").unwrap().contains("`20 working days`"));
    assert!(refused("monthly").unwrap().contains("`1 month`"));
}

#[test]
fn reading_29_an_impossible_row_stops_no_clock_and_an_unmatched_one_is_counted() {
    let council = |rows: &'static str| worker(rows, ("2026-01-01", "2026-03-01"));
    let open =
        council("date, kind, supervisee_id\n2026-01-31, personal, S1\n2026-02-20, personal, S9");
    open.with(|audit, ledger| {
        assert_eq!(audit.data.files[2].unmatched, 1);
        assert_eq!(audit.data.files[2].rejected, 0);
        assert_eq!(
            ledger.obligations[0].outcome,
            Outcome::Overdue { days: 1 },
            "the leaver's session is not hers"
        );
    });
    let taken =
        council("date, kind, supervisee_id\n2026-01-31, personal, S1\n2026-12-31, personal, S1");
    taken.with(|audit, _| {
        assert_eq!(
            audit.data.files[2].rejected, 0,
            "held on the day the exports were taken"
        );
    });
    let later =
        council("date, kind, supervisee_id\n2026-01-31, personal, S1\n2027-01-01, personal, S1");
    later.with(|audit, _| {
        assert_eq!(
            audit.data.files[2].rejected, 1,
            "held after the exports were taken"
        );
    });
}

#[test]
fn reading_29_an_unknown_supervisor_voids_no_session() {
    let rows = "date, kind, supervisee_id, supervisor_id\n2026-01-31, personal, S1,\n2026-02-28, personal, S1, NOBODY";
    worker(rows, ("2026-02-01", "2026-02-28")).with(|_, ledger| {
        assert!(matches!(ledger.obligations[0].outcome, Outcome::Met { .. }));
    });
}

#[test]
fn reading_31_whom_no_rule_fits_is_listed_for_the_tables_the_policy_has() {
    let listed = |clauses: &str| {
        Council {
            clauses,
            ..worker(SEEN, ("2026-02-01", "2026-02-28"))
        }
        .with(|_, ledger| {
            ledger
                .uncovered
                .iter()
                .map(|one| one.family)
                .collect::<Vec<_>>()
        })
    };
    let for_role = |role: &str| format!("{MONTHLY}\nfor = {{ role = '{role}' }}");
    assert_eq!(
        listed(&for_role("social-worker")),
        Vec::<&str>::new(),
        "the policy has no table for cases"
    );
    assert_eq!(listed(&for_role("manager")), ["staff-supervision"]);
    let exempt = "[[staff-supervision]]\nid = 'none'\nexempt = true";
    assert_eq!(listed(exempt), Vec::<&str>::new(), "an exemption covers");
}

#[test]
fn reading_34_the_period_counts_due_days_and_the_position_counts_people() {
    // Due on 28 February, 31 March and 30 April; nobody saw the worker since January.
    let march = worker(SEEN, ("2026-03-01", "2026-03-31")).summary();
    let rate = march.overall("staff-supervision").unwrap();
    assert_eq!(
        (rate.fell_due, rate.on_time, rate.not_done),
        (1, 0, 1),
        "one due day lies in March"
    );
    assert_eq!(
        (march.position.staff.overdue, march.position.staff.missed),
        (1, 2),
        "one person, two supervisions"
    );
    let day_before = worker(SEEN, ("2026-03-01", "2026-03-30")).summary();
    assert!(
        day_before
            .overall("staff-supervision")
            .is_none_or(|rate| rate.fell_due == 0)
    );
}

#[test]
fn reading_36_what_was_late_before_the_period_is_no_finding_of_it() {
    let late = "date, kind, supervisee_id\n2026-01-31, personal, S1\n2026-03-01, personal, S1";
    let found = |period| {
        worker(late, period)
            .findings()
            .iter()
            .map(|one| one.outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found(("2026-02-01", "2026-02-28")),
        ["overdue"],
        "due on 28 February and not yet held"
    );
    assert_eq!(found(("2026-02-28", "2026-03-01")), ["late"]);
    assert_eq!(
        found(("2026-03-01", "2026-03-31")),
        Vec::<&str>::new(),
        "its due day lies before the period"
    );
}

#[test]
fn reading_37_beside_supervisions_stand_the_people() {
    let weekly = Council {
        clauses: "[[staff-supervision]]\nid = 'weekly'\nevery = '1 week'",
        staff: "staff_id, role, start_date\nS1, sw, 2026-01-01\nS2, sw, 2026-01-01",
        sessions: "date, kind, supervisee_id\n2026-01-01, personal, S1\n2026-01-08, personal, S1\n\
                   2026-01-15, personal, S1\n2026-01-22, personal, S1\n2026-01-29, personal, S1",
        ..worker(SEEN, ("2026-01-01", "2026-01-31"))
    };
    let summary = weekly.summary();
    let rate = summary.overall("staff-supervision").unwrap();
    assert_eq!((rate.on_time, rate.fell_due), (4, 8));
    assert_eq!((rate.subjects_never_overdue, rate.subjects_owed), (1, 2));
}

#[test]
fn reading_38_only_what_binds_is_a_breach() {
    let severity = |word: &str| {
        let clauses = format!("{MONTHLY}\n{word}");
        let council = Council {
            clauses: &clauses,
            ..worker(SEEN, ("2026-03-01", "2026-03-01"))
        };
        council.findings()[0].severity
    };
    assert_eq!(severity(""), Severity::Breach);
    assert_eq!(severity("severity = 'advisory'"), Severity::Advisory);
    assert_eq!(severity("severity = 'information'"), Severity::Information);
}

#[test]
fn reading_41_a_cap_is_met_or_not_on_the_as_of_day() {
    let cap = |limit: &str| {
        let clauses = format!("[[caseload]]\nid = 'cap'\nat-most = '{limit}'");
        let council = Council {
            clauses: &clauses,
            cases: "case_id, case_type, opened, allocated_to\nC1, cin, 2026-01-01, S1\nC2, cin, 2026-01-01, S1",
            ..worker(SEEN, ("2026-03-01", "2026-03-01"))
        };
        council.with(|_, ledger| {
            (
                ledger.obligations[0].outcome.word(),
                ledger.obligations[0].due,
            )
        })
    };
    assert_eq!(cap("2 cases"), ("met", day("2026-03-01")));
    assert_eq!(cap("1 case"), ("not-met", day("2026-03-01")));
}
