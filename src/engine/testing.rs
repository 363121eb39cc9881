//! Audits of literal rows, for the tests of rules and engine.

use crate::calendar::Day;
use crate::ledger::{COUNCIL, Ledger, Obligation, Outcome, Subject};
use crate::policy::Policy;
use crate::records::{Dataset, Export};

use super::{Question, audit};

/// Exports and a policy as a test writes them. Cells may be padded with spaces.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct World<'a> {
    /// The clauses; `[policy]` is put before them.
    pub(crate) clauses: &'a str,
    pub(crate) staff: &'a str,
    pub(crate) cases: &'a str,
    pub(crate) sessions: &'a str,
    pub(crate) absences: &'a str,
    pub(crate) activity: &'a str,
    /// `yyyy-mm-dd`; the period is all of time.
    pub(crate) as_of: &'a str,
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

impl World<'_> {
    pub(crate) fn policy(&self) -> Policy {
        let text = format!(
            "[policy]\nname = 'test'\nholidays = 'england-and-wales'\n{}",
            self.clauses
        );
        Policy::parse(&text, "policy.toml").unwrap_or_else(|error| {
            panic!("{}", error.render(&annotate_snippets::Renderer::plain()))
        })
    }

    pub(crate) fn data(&self, policy: &Policy) -> Dataset {
        let demand = policy.demand();
        let taken = day("2027-12-31");
        let texts = [
            (Export::Staff, self.staff),
            (Export::Cases, self.cases),
            (Export::Sessions, self.sessions),
            (Export::Absences, self.absences),
            (Export::Activity, self.activity),
        ];
        Dataset::from_exports(&texts, &demand, taken).unwrap()
    }

    pub(crate) fn ledger(&self) -> (Policy, Dataset, Ledger) {
        let policy = self.policy();
        let data = self.data(&policy);
        let as_of = day(self.as_of);
        let question = Question {
            as_of,
            period: (Day::FIRST, Day::LAST),
            taken: day("2027-12-31"),
        };
        let ledger = audit(&policy, &data, question);
        (policy, data, ledger)
    }

    /// One line an obligation: clause, subject, due day, outcome.
    pub(crate) fn lines(&self) -> Vec<String> {
        let (policy, data, ledger) = self.ledger();
        ledger
            .obligations
            .iter()
            .map(|one| line(&policy, &data, one))
            .collect()
    }
}

/// Whose it is, as a test writes it.
pub(crate) fn subject(data: &Dataset, subject: Subject) -> String {
    match subject {
        Subject::Staff(staff) => data.staff_id(staff).to_owned(),
        Subject::Case(case) => data.case_id(case).to_owned(),
        Subject::Session(row) => {
            data.sessions
                .get(row as usize)
                .map_or_else(String::new, |session| {
                    session.session.map_or_else(String::new, |number| {
                        data.session_ids.text(number.index()).to_owned()
                    })
                })
        }
        Subject::Team(team) => data.words.folded(team).to_owned(),
        Subject::Council => COUNCIL.to_owned(),
    }
}

fn line(policy: &Policy, data: &Dataset, one: &Obligation) -> String {
    let outcome = match one.outcome {
        Outcome::Met {
            on, past_target: 0, ..
        } => format!("met on {on}"),
        Outcome::Met {
            on, past_target, ..
        } => format!("met on {on}, {past_target} past target"),
        Outcome::Late { on, days } => format!("{days} late on {on}"),
        Outcome::Overdue { days } => format!("{days} overdue"),
        Outcome::Missed { on, days } => format!("missed, {days} days on {on}"),
        Outcome::Due { left } => format!("due in {left}"),
        Outcome::PastTarget { days, left } => format!("{days} past target, due in {left}"),
        Outcome::NotMet => "not met".to_owned(),
    };
    let measure = one.measure.as_ref().map_or_else(String::new, |measure| {
        format!(": {} of {} {}", measure.value, measure.limit, measure.unit)
    });
    let clause = policy
        .clause(one.clause)
        .map_or("", |clause| clause.id.as_str());
    format!(
        "{clause} {} by {}: {outcome}{measure}",
        subject(data, one.subject),
        one.due
    )
}
