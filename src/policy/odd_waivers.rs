//! Waivers that can be read and want a second look: over, too long, of a clause that judges nothing, for nobody known.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::language::{Pace, SubjectKind};
use crate::records::{CaseIx, Dataset, StaffIx, fold};
use crate::rules::{Clause, Duty};

use super::Policy;
use super::mistakes::{Mistake, nearest};
use super::waivers::{Scope, Waiver, WaiverState};

/// What is odd about the waivers on a day, each with its waiver; with exports, also whom they do not know.
pub fn odd_waivers<'p>(
    policy: &'p Policy,
    on: Day,
    data: Option<&Dataset>,
) -> Vec<(&'p Waiver, Mistake)> {
    let known = data.map(Known::of);
    let mut found = Vec::new();
    for (waiver, clause) in policy.waived_clauses() {
        let clause = clause.and_then(|index| policy.clause(index));
        let odd = [
            expired(waiver, on),
            too_long(policy, waiver),
            clause.and_then(|clause| idle(clause, waiver)),
            clause.and_then(|clause| other_subject(clause, waiver)),
            known.as_ref().and_then(|known| known.stranger(waiver)),
        ];
        found.extend(odd.into_iter().flatten().map(|mistake| (waiver, mistake)));
    }
    found
}

fn expired(waiver: &Waiver, on: Day) -> Option<Mistake> {
    let last = waiver.last.short();
    (waiver.state(on) == WaiverState::Expired).then(|| {
        let message = format!("the waiver of {waiver} ended on {last} and no longer holds");
        let help = "take it out, or have a new one approved with a last day of its own".to_owned();
        Mistake::warning("expired-waiver", waiver.until_at.clone(), message).help(Some(help))
    })
}

fn too_long(policy: &Policy, waiver: &Waiver) -> Option<Mistake> {
    let longest = policy.longest_waiver.filter(|_| waiver.is_cut())?;
    let message = format!(
        "the waiver of {waiver} is longer than the {longest} that the policy allows: it holds until {}",
        waiver.last.short()
    );
    let help = format!("write `until = {}`", waiver.last);
    let mistake = Mistake::warning("long-waiver", waiver.until_at.clone(), message);
    Some(mistake.help(Some(help)))
}

fn idle(clause: &Clause, waiver: &Waiver) -> Option<Mistake> {
    let why = match &clause.duty {
        Duty::NotTestable(_) => "is not testable",
        Duty::Clock(clock) if clock.schedule.pace == Pace::Exempt => "asks for nothing",
        Duty::Clock(_) | Duty::Check(_) => return None,
    };
    let message = format!("`{}` {why}, so that there is nothing to waive", waiver.rule);
    Some(Mistake::warning("idle-waiver", waiver.at.clone(), message))
}

/// A waiver of supervision for the wrong kind of subject.
fn other_subject(clause: &Clause, waiver: &Waiver) -> Option<Mistake> {
    let Duty::Clock(_) = &clause.duty else {
        return None;
    };
    let (owes, help) = match (clause.subject()?, &waiver.scope) {
        (SubjectKind::Case, Scope::Staff(_)) => ("cases", "name the `case`, or the `team`"),
        (SubjectKind::Staff, Scope::Case(_)) => {
            ("staff", "name the member of `staff`, or the `team`")
        }
        (_, _) => return None,
    };
    let message = format!(
        "`{}` is about {owes}, and this waiver is for a {}: it sets nothing aside",
        waiver.rule,
        match &waiver.scope {
            Scope::Staff(_) => "member of staff",
            Scope::Case(_) => "case",
            Scope::Team(_) => "team",
        }
    );
    let mistake = Mistake::warning("idle-waiver", waiver.scope_at.clone(), message);
    Some(mistake.help(Some(help.to_owned())))
}

/// Whom the exports know.
struct Known<'d> {
    data: &'d Dataset,
    teams: BTreeSet<&'d str>,
}

impl<'d> Known<'d> {
    fn of(data: &'d Dataset) -> Known<'d> {
        let posts = data.staff.iter().flat_map(|member| &member.posts);
        let episodes = data.cases.iter().flat_map(|case| &case.episodes);
        let teams = posts
            .map(|post| post.team)
            .chain(episodes.map(|row| row.team));
        Known {
            data,
            teams: teams.flatten().map(|team| data.words.text(team)).collect(),
        }
    }

    fn stranger(&self, waiver: &Waiver) -> Option<Mistake> {
        let data = self.data;
        let id = waiver.scope.id();
        let (there, near, noun) = match &waiver.scope {
            Scope::Staff(_) => {
                let all = (0..data.staff.len()).filter_map(StaffIx::at);
                let ids: Vec<&str> = all.map(|staff| data.staff_id(staff)).collect();
                (ids.contains(&id), nearest(id, ids), "staff member")
            }
            Scope::Case(_) => {
                let all = (0..data.cases.len()).filter_map(CaseIx::at);
                let ids: Vec<&str> = all.map(|case| data.case_id(case)).collect();
                (ids.contains(&id), nearest(id, ids), "case")
            }
            Scope::Team(_) => {
                let mut teams = self.teams.iter();
                let there = teams.any(|team| fold(team) == fold(id));
                (there, nearest(id, self.teams.iter().copied()), "team")
            }
        };
        if there {
            return None;
        }
        let message = format!(
            "no export has the {noun} `{id}`, for whom `{}` is waived",
            waiver.rule
        );
        let help = near.map(|near| format!("did you mean `{near}`?"));
        Some(Mistake::warning("unknown-waived", waiver.scope_at.clone(), message).help(help))
    }
}
