//! Any text as a policy; what can be read is shown, looked over and used for an audit of a few rows.

#![no_main]

use annotate_snippets::Renderer;
use libfuzzer_sys::fuzz_target;
use oversight::calendar::Day;
use oversight::engine::{self, Question};
use oversight::policy::{self, Policy};
use oversight::records::Dataset;

const STAFF: &str = "staff_id,role,start_date,supervisor_id,hours_per_week,asye\nM1,manager,2024-01-08,,37,\n\
                     S1,social-worker,2026-01-05,M1,37,yes\n";
const CASES: &str = "case_id,case_type,opened,closed,allocated_to,date_of_birth\n\
                     C1,child-protection,2026-01-05,,S1,2020-02-29\nC2,child-in-need,2026-02-01,2026-10-10,S1,\n";
const SESSIONS: &str = "date,kind,supervisee_id,supervisor_id,case_id,recorded_on,minutes\n\
                        2026-09-03,personal,S1,M1,,2026-09-04,90\n2026-10-07,case,S1,M1,C1,,30\n";
const ABSENCES: &str = "staff_id,from,to,reason\nS1,2026-07-01,2026-08-15,sick\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let policy = match Policy::parse(text, "policy.toml") {
        Ok(policy) => policy,
        Err(refused) => {
            assert!(!refused.mistakes.is_empty(), "refused without a word");
            assert!(!refused.render(&Renderer::plain()).is_empty());
            return;
        }
    };
    assert!(!policy::show(&policy, 100).is_empty());
    let day = |text: &str| Day::parse_iso(text).expect("a day");
    let taken = day("2026-11-05");
    let data = Dataset::from_texts(STAFF, CASES, SESSIONS, ABSENCES, &policy.demand(), taken);
    let data = data.expect("sound exports");
    let warnings = [policy::lints(&policy), policy::against(&policy, &data)].concat();
    for warning in warnings {
        assert!(
            !warning
                .render(&policy.text, &policy.file, &Renderer::plain())
                .is_empty()
        );
    }
    let question = Question {
        as_of: day("2026-10-31"),
        period: (day("2026-10-01"), day("2026-10-31")),
        taken,
    };
    let ledger = engine::audit(&policy, &data, question);
    assert_eq!(ledger.tallies.len(), policy.clauses.len());
});
