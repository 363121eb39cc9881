//! What a clause demands, in plain English.

use crate::language::{Pace, SubjectKind, schedule_in_words};
use crate::rules::{Clause, Duty};

/// What a clause demands, as the end of a sentence that begins with whom: `supervised every month`.
pub fn duty_in_words(clause: &Clause) -> String {
    match &clause.duty {
        Duty::Clock(clock) if clock.schedule.pace == Pace::Exempt => {
            "nothing: exempt, so no supervision is owed on this track".to_owned()
        }
        Duty::Clock(clock) => {
            let verb = match (clock.subject, clause.rule.name) {
                (_, "review") => "done",
                (SubjectKind::Staff, _) => "supervised",
                (SubjectKind::Case, _) => "discussed in supervision",
                (SubjectKind::Session | SubjectKind::Activity, _) => "held",
            };
            format!("{verb} {}", schedule_in_words(&clock.schedule))
        }
        Duty::Check(check) => check.describe(),
        Duty::NotTestable(sentence) => format!("not tested: {}", sentence.why),
    }
}
