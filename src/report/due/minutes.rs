//! How long a session takes: the least the policy asks for, or what sessions of its kind took.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calendar::Day;
use crate::language::{
    Bound, Condition, Evidence, Facts, Fit, Matcher, Moment, Relation, Selector, Sight,
    SubjectKind, Test,
};
use crate::records::{Dataset, Session, SessionNo, StaffIx, Word};
use crate::rules::{Clause, Duty};

use super::super::lens::Lens;

/// What a length is known from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The clause of the policy that asks for it at least.
    Policy(String),
    /// So many held sessions of the kind, whose median it is.
    Recorded(u32),
    /// Nothing says it.
    Unknown,
}

/// How long a session takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Length {
    /// Its kind, where one is known.
    pub kind: Option<String>,
    /// The minutes.
    pub minutes: Option<u32>,
    /// What they are known from.
    pub basis: Basis,
}

/// A clause that says how long a session is at least.
struct Least<'a> {
    id: &'a str,
    minutes: u32,
    /// Which kinds, and whose sessions, by the alternatives of its `for`.
    fors: Vec<(Selector, Matcher)>,
}

/// What the held sessions that count for something were like.
#[derive(Clone, Debug, Default)]
struct Usual {
    /// The kind of most of them, or the first that could count.
    kind: Option<Word>,
    /// Its name where no export has one of it.
    named: Option<String>,
    /// The median of the minutes recorded of that kind, and how many have some.
    median: Option<(u32, u32)>,
}

/// All that lengths are looked up in.
pub(super) struct Lengths<'a> {
    facts: Facts<'a>,
    as_of: Day,
    least: Vec<Least<'a>>,
    of_clauses: BTreeMap<usize, Usual>,
    of_kinds: BTreeMap<Word, Usual>,
}

impl<'a> Lengths<'a> {
    pub(super) fn new(lens: &Lens<'a>) -> Lengths<'a> {
        let data = lens.data;
        let clauses = lens.policy.clauses.iter();
        Lengths {
            facts: Facts {
                data,
                working: &lens.policy.working,
            },
            as_of: lens.ledger.as_of,
            least: clauses.filter_map(|clause| least(clause, data)).collect(),
            of_clauses: BTreeMap::new(),
            of_kinds: BTreeMap::new(),
        }
    }

    /// How long the session is that a recurring clause asks for; `staff` is who is supervised.
    pub(super) fn of_clause(
        &mut self,
        (index, clause): (usize, &Clause),
        staff: Option<StaffIx>,
    ) -> Length {
        if !self.of_clauses.contains_key(&index) {
            let usual = self.usual_of(clause);
            self.of_clauses.insert(index, usual);
        }
        let usual = self.of_clauses.get(&index).cloned().unwrap_or_default();
        self.length(&usual, staff)
    }

    /// How long a session of a kind is.
    pub(super) fn of_kind(&mut self, kind: Word, staff: Option<StaffIx>) -> Length {
        if !self.of_kinds.contains_key(&kind) {
            let usual = self.usual(None, Some(kind));
            self.of_kinds.insert(kind, usual);
        }
        let usual = self.of_kinds.get(&kind).cloned().unwrap_or_default();
        self.length(&usual, staff)
    }

    fn length(&self, usual: &Usual, staff: Option<StaffIx>) -> Length {
        let words = &self.facts.data.words;
        let kind = match usual.kind {
            Some(kind) => Some(words.text(kind).to_owned()),
            None => usual.named.clone(),
        };
        let folded = match usual.kind {
            Some(kind) => Some(words.folded(kind).to_owned()),
            None => usual.named.clone(),
        };
        let asked = self.least.iter().filter(|least| {
            let fits = |kind: &String| self.fits(least, kind, staff);
            folded.as_ref().is_some_and(fits)
        });
        // All of them must hold; of two alike the first in the policy is named.
        let asked = asked.fold(None, |longest: Option<&Least<'_>>, one| match longest {
            Some(longest) if longest.minutes >= one.minutes => Some(longest),
            Some(_) | None => Some(one),
        });
        let (minutes, basis) = match (asked, usual.median) {
            (Some(least), _) => (Some(least.minutes), Basis::Policy(least.id.to_owned())),
            (None, Some((minutes, sessions))) => (Some(minutes), Basis::Recorded(sessions)),
            (None, None) => (None, Basis::Unknown),
        };
        Length {
            kind,
            minutes,
            basis,
        }
    }

    fn fits(&self, least: &Least<'_>, kind: &str, staff: Option<StaffIx>) -> bool {
        least.fors.iter().any(|(kinds, whose)| {
            let of_staff = |staff: StaffIx| {
                let moment = Moment::on(self.as_of);
                whose.fits(self.facts, Sight::Staff(staff), moment) == Fit::Yes
            };
            kinds.allows_kind(kind) && (whose.is_everyone() || staff.is_some_and(of_staff))
        })
    }

    /// What the sessions were like that count for a recurring clause.
    fn usual_of(&self, clause: &Clause) -> Usual {
        let Duty::Clock(clock) = &clause.duty else {
            return Usual::default();
        };
        let Evidence::Sessions(counts) = &clock.evidence else {
            return Usual::default();
        };
        let Ok(matcher) = Matcher::resolve(counts, SubjectKind::Session, self.facts.data) else {
            return Usual::default();
        };
        let usual = self.usual(Some((&matcher, clock.subject)), None);
        Usual {
            named: first_kind(counts),
            ..usual
        }
    }

    /// What held sessions were like: those that fit, of one kind or of the commonest.
    fn usual(&self, counts: Option<(&Matcher, SubjectKind)>, kind: Option<Word>) -> Usual {
        let mut kinds: BTreeMap<Word, BTreeMap<Key, Option<u32>>> = BTreeMap::new();
        for (number, session) in (0_u32..).zip(&self.facts.data.sessions) {
            let moment = Moment::on(session.date);
            // A personal session that names no case was no supervision of one.
            let fits = |(counts, whose): (&Matcher, SubjectKind)| {
                let of_case = whose != SubjectKind::Case || session.case.is_some();
                of_case && counts.fits(self.facts, Sight::Session(number), moment) == Fit::Yes
            };
            if !session.is_held()
                || session.date > self.as_of
                || kind.is_some_and(|kind| kind != session.kind)
                || !counts.is_none_or(fits)
            {
                continue;
            }
            let held = kinds.entry(session.kind).or_default();
            let minutes = held.entry(key(number, session)).or_default();
            // The rows of one session carry one length.
            *minutes = session.minutes.max(*minutes);
        }
        let words = &self.facts.data.words;
        let commonest = kinds.iter().max_by(|(one, some), (other, more)| {
            let by_name = words.folded(**other).cmp(words.folded(**one));
            some.len().cmp(&more.len()).then(by_name)
        });
        let minutes = commonest.map(|(_, held)| held.values().filter_map(|length| *length));
        Usual {
            kind: commonest.map(|(kind, _)| *kind).or(kind),
            named: None,
            median: minutes.and_then(|minutes| median(minutes.collect())),
        }
    }
}

/// What rows of one session share.
type Key = (Day, Option<SessionNo>, Option<(Option<StaffIx>, u32)>);

/// Rows without a session id are one session where they are of one person and day.
fn key(number: u32, session: &Session) -> Key {
    let row = match session.supervisee {
        Some(_) => 0,
        None => number,
    };
    match session.session {
        Some(shared) => (session.date, Some(shared), None),
        None => (session.date, None, Some((session.supervisee, row))),
    }
}

/// The middle one, of an even number the mean of the middle two, and how many there are; zero is no length.
fn median(mut minutes: Vec<u32>) -> Option<(u32, u32)> {
    minutes.retain(|minutes| *minutes > 0);
    minutes.sort_unstable();
    let upper = *minutes.get(minutes.len() / 2)?;
    let lower = *minutes.get((minutes.len() - 1) / 2)?;
    let middle = lower + (upper - lower).div_ceil(2);
    Some((middle, super::number(minutes.len())))
}

/// The first kind that a selector names.
fn first_kind(counts: &Selector) -> Option<String> {
    let mut kinds = counts
        .alternatives
        .iter()
        .flatten()
        .flat_map(Condition::kinds);
    kinds.next().map(str::to_owned)
}

/// What a `session` clause says of the least length, if it does and one can tell beforehand whose sessions it is for.
fn least<'a>(clause: &'a Clause, data: &Dataset) -> Option<Least<'a>> {
    let Duty::Check(check) = &clause.duty else {
        return None;
    };
    if clause.rule.name != "session" {
        return None;
    }
    let selectors = check.selectors();
    let (_, must, _) = selectors.iter().find(|(key, ..)| *key == "must")?;
    let of_tables: Option<BTreeSet<u32>> =
        must.alternatives.iter().map(|one| shortest(one)).collect();
    let tables = clause.whom.alternatives.iter();
    Some(Least {
        id: &clause.id,
        minutes: of_tables?.first().copied()?,
        fors: tables.filter_map(|table| fors(table, data)).collect(),
    })
}

/// The least minutes of one way to meet a `must`.
fn shortest(conditions: &[Condition]) -> Option<u32> {
    let of_minutes = conditions
        .iter()
        .filter(|one| one.relation.is_none() && one.column == "minutes");
    let bounds = of_minutes.flat_map(|condition| &condition.tests);
    let minutes = bounds.filter_map(|test| match test {
        Test::AtLeast(Bound::Number(number)) => number.count(),
        Test::AtLeast(_)
        | Test::Is(_)
        | Test::Not(_)
        | Test::Known(_)
        | Test::Reached(_)
        | Test::Over(_)
        | Test::AtMost(_)
        | Test::Under(_) => None,
    });
    minutes.max()
}

/// Kind and supervisee of one alternative of `for`; nothing where it asks for what only a held session shows.
fn fors(table: &[Condition], data: &Dataset) -> Option<(Selector, Matcher)> {
    let (mut kinds, mut whose) = (Vec::new(), Vec::new());
    for condition in table {
        match condition.relation {
            None if condition.column == "kind" => kinds.push(condition.clone()),
            Some(Relation::Supervisee) => whose.push(Condition {
                relation: None,
                ..condition.clone()
            }),
            None | Some(_) => return None,
        }
    }
    let only = |conditions: Vec<Condition>| Selector {
        alternatives: vec![conditions],
    };
    let whose = Matcher::resolve(&only(whose), SubjectKind::Staff, data).ok()?;
    Some((only(kinds), whose))
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_and_says_of_how_many() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![0]), None, "nothing was held in no time");
        assert_eq!(median(vec![70]), Some((70, 1)));
        assert_eq!(median(vec![90, 60]), Some((75, 2)));
        assert_eq!(median(vec![61, 60]), Some((61, 2)), "a half rounds up");
        assert_eq!(median(vec![200, 60, 50]), Some((60, 3)));
    }
}
