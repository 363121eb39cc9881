//! A sample of files, drawn by chance and by nothing else: the same seed over the same exports draws the same files.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use crate::calendar::Day;
use crate::language::{File, Fit, Matcher, MissingColumn, Moment, Whose};
use crate::ledger::{COUNCIL, Part, Reason, Subject};
use crate::policy::Policy;
use crate::records::{CountsFor, Dataset, StaffIx};
use crate::rules::{Duty, FilesAsked, Lot, View};

use super::{Audit, Question};

/// The files drawn for one clause.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Index of the clause in the policy.
    pub clause: usize,
    /// First and last day of the stretch of time the clause asks them for.
    pub stretch: (Day, Day),
    /// What was drawn for each, by id.
    pub draws: Vec<Draw>,
    /// Why no export shows what was looked at already.
    pub unseen: Option<Reason>,
}

/// The files drawn for one person, one team or the council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Who looks at them, or whose they are.
    pub subject: Subject,
    /// How many are asked for.
    pub asked: u32,
    /// How many of them were looked at already.
    pub done: u32,
    /// How many there were to choose from.
    pub out_of: usize,
    /// The files, in the order in which they were drawn.
    pub files: Vec<File>,
    /// How many more were drawn that count for other parts of the council.
    pub elsewhere: u32,
}

impl Draw {
    /// How many files are asked for that there are not.
    pub fn short(&self) -> u32 {
        let drawn = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let there = drawn.saturating_add(self.elsewhere);
        self.asked.saturating_sub(self.done).saturating_sub(there)
    }
}

impl Sample {
    /// What of it counts for a part of the council: of what the whole council looks at, the files of that part. Nothing
    /// is drawn anew, so that the parts together are the whole.
    #[must_use]
    pub fn cut_to(mut self, data: &Dataset, day: Day, part: &Part) -> Sample {
        let counts = |subject| CountsFor::of_subject(data, subject, day).is_in(data, Some(part));
        self.draws
            .retain(|draw| draw.subject == Subject::Council || counts(draw.subject));
        for draw in &mut self.draws {
            if draw.subject == Subject::Council {
                let all = draw.files.len();
                draw.files.retain(|file| {
                    counts(match *file {
                        File::Staff(staff) => Subject::Staff(staff),
                        File::Case(case) => Subject::Case(case),
                    })
                });
                let others = all.saturating_sub(draw.files.len());
                draw.elsewhere = u32::try_from(others).unwrap_or(u32::MAX);
            }
        }
        self
    }
}

/// A seed for those who name none: of the policy, the days and the exports, whatever the order of the files.
///
/// It has 48 bits, so that every reader of JSON keeps it whole.
pub fn seed(policy: &Policy, data: &Dataset, question: Question) -> u64 {
    let mut hashes: Vec<&str> = data.files.iter().map(|file| file.sha256.as_str()).collect();
    hashes.sort_unstable();
    let (from, to) = question.period;
    let days = [question.as_of, from, to].map(|day| day.to_string());
    let days = days.iter().map(String::as_str);
    let parts = std::iter::once(policy.sha256.as_str())
        .chain(days)
        .chain(hashes);
    let key = key(parts);
    let bytes = key.iter().take(6);
    bytes.fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Draws what a clause asks for; nothing when it asks for no files.
///
/// # Errors
/// A column that no export has: nobody can tell which files are meant.
pub fn sample(
    policy: &Policy,
    data: &Dataset,
    question: Question,
    (clause, seed): (usize, u64),
) -> Result<Option<Sample>, MissingColumn> {
    let audit = Audit::new(policy, data, question);
    let Some(named) = policy.clause(clause) else {
        return Ok(None);
    };
    let Duty::Check(check) = &named.duty else {
        return Ok(None);
    };
    let whom = Matcher::resolve(&named.whom, check.subject(), data)?;
    let view = audit.view(clause, &whom);
    let Some(asked) = check.files_asked(&view)? else {
        return Ok(None);
    };
    let pool = pool(&view, &asked)?;
    let mut urn = Urn {
        data,
        day: question.as_of,
        asked: &asked,
        drawn: BTreeSet::new(),
        taken: BTreeMap::new(),
    };
    let mut lots: Vec<(String, Lot)> = asked
        .lots
        .iter()
        .map(|lot| (name(data, lot.subject), *lot))
        .collect();
    // By id: the numbers behind subjects follow the rows of the exports.
    lots.sort_by(|one, two| one.0.cmp(&two.0));
    let draws = lots.into_iter().map(|(name, lot)| {
        let seed = seed.to_string();
        let mut rng = ChaCha8Rng::from_seed(key([seed.as_str(), &named.id, &name]));
        urn.draw(lot, &pool, &mut rng)
    });
    Ok(Some(Sample {
        clause,
        draws: draws.collect(),
        stretch: asked.stretch,
        unseen: asked.unseen,
    }))
}

/// One key of several parts; no two lists of parts have the same.
fn key<'a>(parts: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().into()
}

/// Who it is, in words that do not depend on the order of rows.
fn name(data: &Dataset, subject: Subject) -> String {
    match subject {
        Subject::Staff(staff) => data.staff_id(staff).to_owned(),
        Subject::Case(case) => data.case_id(case).to_owned(),
        Subject::Team(team) => data.words.folded(team).to_owned(),
        Subject::Session(_) | Subject::Council => COUNCIL.to_owned(),
    }
}

/// The files that are meant and that nobody has looked at in the stretch, by id.
fn pool(view: &View<'_>, asked: &FilesAsked<'_>) -> Result<Vec<File>, MissingColumn> {
    let data = view.facts.data;
    let out_of = asked.out_of;
    let out_of = out_of.map(|one| Matcher::resolve(one, asked.files.subject(), data));
    let out_of = out_of.transpose()?;
    let mut files = asked.files.on(data, view.as_of);
    files.retain(|file| {
        let fit = |one: &Matcher| one.fits(view.facts, file.sight(), Moment::on(view.as_of));
        !asked.looked.contains(file) && out_of.as_ref().is_none_or(|one| fit(one) == Fit::Yes)
    });
    files.sort_by(|one, two| one.id(data).cmp(two.id(data)));
    Ok(files)
}

/// What files are drawn from.
struct Urn<'a> {
    data: &'a Dataset,
    day: Day,
    asked: &'a FilesAsked<'a>,
    /// What is drawn for one is not drawn for another.
    drawn: BTreeSet<File>,
    /// How many were drawn of each team, supervisor or worker.
    taken: BTreeMap<String, usize>,
}

impl Urn<'_> {
    fn draw(&mut self, lot: Lot, pool: &[File], rng: &mut ChaCha8Rng) -> Draw {
        let mut parts: BTreeMap<String, Vec<File>> = BTreeMap::new();
        let mut out_of = 0;
        for file in pool {
            if self.is_for(lot.subject, *file) && !self.drawn.contains(file) {
                parts.entry(self.part(*file)).or_default().push(*file);
                out_of += 1;
            }
        }
        let mut files = Vec::new();
        for _ in lot.done..lot.asked {
            // Of the parts of which fewest were drawn, one; of its files, one.
            let fewest = parts.keys().map(|part| self.count(part)).min();
            let next: Vec<String> = parts
                .keys()
                .filter(|part| Some(self.count(part)) == fewest)
                .cloned()
                .collect();
            let Some(part) = next.get(below(rng, next.len())) else {
                break;
            };
            let Some(left) = parts.get_mut(part) else {
                break;
            };
            let file = left.remove(below(rng, left.len()));
            if left.is_empty() {
                parts.remove(part);
            }
            *self.taken.entry(part.clone()).or_insert(0) += 1;
            self.drawn.insert(file);
            files.push(file);
        }
        Draw {
            subject: lot.subject,
            asked: lot.asked,
            done: lot.done,
            out_of,
            files,
            elsewhere: 0,
        }
    }

    fn count(&self, part: &str) -> usize {
        self.taken.get(part).copied().unwrap_or(0)
    }

    /// Whether a file is meant for one subject. Nobody audits their own.
    fn is_for(&self, subject: Subject, file: File) -> bool {
        let owners = file.owners(self.data, self.day);
        let post = |owner: &StaffIx| self.data.post_on(*owner, self.day);
        match (self.asked.whose, subject) {
            (Whose::Auditor, Subject::Staff(by)) => {
                let mut line = owners.iter().filter_map(|owner| post(owner)?.supervisor);
                let supervised = !self.asked.own_supervisees || line.any(|one| one == by);
                !owners.contains(&by) && supervised
            }
            (Whose::Worker, Subject::Staff(staff)) => owners.contains(&staff),
            (Whose::Team, Subject::Team(team)) => {
                let mut teams = owners.iter().filter_map(|owner| post(owner)?.team);
                teams.any(|one| one == team)
            }
            (Whose::Auditor | Whose::Worker | Whose::Team | Whose::Council, _) => true,
        }
    }

    /// The team, supervisor or worker a file belongs to, where the sample is spread over them.
    fn part(&self, file: File) -> String {
        let owners = file.owners(self.data, self.day);
        // Of several workers the one with the smallest id.
        let owner = owners
            .iter()
            .min_by_key(|owner| self.data.staff_id(**owner));
        let part = self
            .asked
            .spread
            .and_then(|spread| spread.part(self.data, *owner?, self.day));
        part.unwrap_or_default().to_owned()
    }
}

/// A number below `count`, each as likely as the other; 0 where there is none.
///
/// Only the generator's stream is stable by contract; how libraries pick from a list changes with their versions.
fn below(rng: &mut ChaCha8Rng, count: usize) -> usize {
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    // The numbers above the last whole multiple would favour the small ones.
    let whole = u64::MAX - u64::MAX % count;
    loop {
        let number = rng.next_u64();
        if number < whole {
            return usize::try_from(number % count).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests;
