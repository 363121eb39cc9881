//! A ledger cut to a part of the council: a team, a service, a supervisor.

use std::collections::BTreeSet;

use super::attribution::counts_for;
use super::{Audit, Question};
use crate::ledger::{Ledger, Part};
use crate::policy::Policy;
use crate::problem::nearest;
use crate::records::{CountsFor, Dataset, Post, Word};

/// A name that no export has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no {what} `{name}` is in {of}{}",
    near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
)]
pub struct UnknownName {
    /// `team`, `service` or `supervisor`.
    pub what: &'static str,
    /// The name asked for.
    pub name: String,
    /// Where it was looked for.
    pub of: &'static str,
    /// The name most like it.
    pub near: Option<String>,
}

/// The part of these names, each as the exports write it.
///
/// # Errors
/// A name that no export has.
pub fn named(data: &Dataset, part: &Part) -> Result<Part, UnknownName> {
    let posts = || data.staff.iter().flat_map(|member| &member.posts);
    let episodes = || data.cases.iter().flat_map(|case| &case.episodes);
    let words = |of_post: fn(&Post) -> Option<Word>, of_cases: Vec<Word>| -> BTreeSet<&str> {
        let words = posts().filter_map(of_post).chain(of_cases);
        words.map(|word| data.words.text(word)).collect()
    };
    let teams = episodes().filter_map(|episode| episode.team).collect();
    let services = episodes().filter_map(|episode| episode.service).collect();
    let supervisors = posts().filter_map(|post| post.supervisor);
    let by = data
        .sessions
        .iter()
        .filter_map(|session| session.supervisor);
    let supervisors = supervisors.chain(by).map(|staff| data.staff_id(staff));
    let names = Names {
        of: "the exports",
        teams: words(|post| post.team, teams),
        services: words(|post| post.service, services),
        supervisors: supervisors.collect(),
    };
    names.part(part)
}

/// The names that parts of a council have.
#[derive(Clone, Debug)]
pub struct Names<'n> {
    /// What they are the names of, in words.
    pub of: &'static str,
    /// The teams.
    pub teams: BTreeSet<&'n str>,
    /// The services.
    pub services: BTreeSet<&'n str>,
    /// The ids of the supervisors.
    pub supervisors: BTreeSet<&'n str>,
}

impl Names<'_> {
    /// The part asked for, each name as it is written here.
    ///
    /// # Errors
    /// A name that is not among these.
    pub fn part(&self, asked: &Part) -> Result<Part, UnknownName> {
        let find = |what, name: &Option<String>, names: &BTreeSet<&str>| {
            let found = name
                .as_ref()
                .map(|name| known((what, self.of), name, names));
            found.transpose()
        };
        Ok(Part {
            team: find("team", &asked.team, &self.teams)?,
            service: find("service", &asked.service, &self.services)?,
            supervisor: find("supervisor", &asked.supervisor, &self.supervisors)?,
        })
    }
}

fn known(
    (what, of): (&'static str, &'static str),
    name: &str,
    names: &BTreeSet<&str>,
) -> Result<String, UnknownName> {
    let plain = |text: &str| text.trim().to_lowercase();
    let mut names_in_order = names.iter();
    let exact = names.get(name).copied();
    let same = || {
        names_in_order
            .find(|one| plain(one) == plain(name))
            .copied()
    };
    match exact.or_else(same) {
        Some(found) => Ok(found.to_owned()),
        None => Err(UnknownName {
            what,
            name: name.to_owned(),
            of,
            near: nearest(name, names.iter().copied()).map(str::to_owned),
        }),
    }
}

/// What of a ledger counts for a part. The clauses' tallies stay those of the whole council.
pub fn cut((policy, data): (&Policy, &Dataset), whole: Ledger, part: &Part) -> Ledger {
    let as_of = whole.as_of;
    let mut ledger = whole;
    let part = Some(part);
    ledger
        .obligations
        .retain(|owed| counts_for((policy, data), as_of, owed).is_in(data, part));
    let counted = ledger.counted;
    ledger.counted = counted.only(|counts_for| counts_for.is_in(data, part));
    let within = |subject| CountsFor::of_subject(data, subject, as_of).is_in(data, part);
    ledger
        .untestable
        .retain(|one| one.subject.is_none_or(within));
    ledger.uncovered.retain(|one| within(one.subject));
    let question = Question {
        as_of,
        period: ledger.period,
        taken: ledger.taken,
    };
    let audit = Audit::new(policy, data, question);
    ledger.waivers = audit.waiver_tallies(&ledger.obligations);
    let of_part = audit.hidden(&ledger.obligations, &ledger.counted);
    let of_whole = std::mem::replace(&mut ledger.hidden, of_part);
    let hidden = &ledger.hidden;
    let stays = |warning: &String| !of_whole.contains(warning) || hidden.contains(warning);
    ledger.warnings.retain(stays);
    ledger.part = part.cloned();
    ledger
}
