//! Roles and case types of the exports that no clause of the policy is about.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::calendar::Day;
use crate::language::{
    Facts, Fit, Matcher, Moment, Selector, Sight, SubjectKind, joined, missing_columns, rows_change,
};
use crate::records::{CaseIx, Dataset, StaffIx, Word};
use crate::rules::{Clause, Duty};

use super::Policy;
use super::mistakes::Mistake;
use super::places::Places;

/// So many roles or types are named in one warning.
const MOST: usize = 6;

/// The tables under which everybody is expected, with what tells their subjects apart.
const FAMILIES: [(&str, SubjectKind, &str); 2] = [
    ("staff-supervision", SubjectKind::Staff, "role"),
    ("case-supervision", SubjectKind::Case, "case type"),
];

/// A warning for each table whose clauses leave out everybody of a role, or every case of a type, on every day that the
/// exports know; tables that the policy does not have are left aside.
pub fn uncovered(policy: &Policy, data: &Dataset) -> Vec<Mistake> {
    let places = Places::of_text(&policy.text);
    let found = FAMILIES.into_iter().filter_map(|(family, subject, kind)| {
        let matchers = matchers(policy, (family, subject), data)?;
        let facts = Facts {
            data,
            working: &policy.working,
        };
        let groups = match subject {
            SubjectKind::Staff => roles(&matchers, facts),
            SubjectKind::Case | SubjectKind::Session | SubjectKind::Activity => {
                case_types(&matchers, facts)
            }
        };
        let at = places.family(family).unwrap_or(0..0);
        warning((family, kind), &groups, at)
    });
    found.collect()
}

/// The selectors of a table's clauses; nothing without such a clause, or where one can't be looked up at all. Conditions
/// on columns that no export has are left out, since they are warned of by name.
fn matchers(
    policy: &Policy,
    (family, subject): (&str, SubjectKind),
    data: &Dataset,
) -> Option<Vec<Matcher>> {
    let is_one =
        |clause: &&Clause| clause.rule.name == family && matches!(clause.duty, Duty::Clock(_));
    let clauses = policy.clauses.iter().filter(is_one);
    let matchers: Vec<Matcher> = clauses
        .map(|clause| {
            let missing = missing_columns(&clause.whom, subject, data);
            let known = |table: &Vec<_>| {
                let conditions = table.iter();
                conditions
                    .filter(|one| !missing.iter().any(|(other, _)| other == one))
                    .cloned()
                    .collect()
            };
            let whom = Selector {
                alternatives: clause.whom.alternatives.iter().map(known).collect(),
            };
            Matcher::resolve(&whom, subject, data).ok()
        })
        .collect::<Option<_>>()?;
    (!matchers.is_empty()).then_some(matchers)
}

/// Those of one role or type.
#[derive(Default)]
struct Group {
    covered: bool,
    /// Positions of the people or cases.
    members: BTreeSet<usize>,
}

type Groups<'d> = BTreeMap<&'d str, Group>;

fn roles<'d>(matchers: &[Matcher], facts: Facts<'d>) -> Groups<'d> {
    let mut groups = Groups::new();
    for staff in (0..facts.data.staff.len()).filter_map(StaffIx::at) {
        for day in days(matchers, facts, Sight::Staff(staff)) {
            let post = facts.data.post_on(staff, day);
            let Some(post) = post.filter(|post| post.end.is_none_or(|end| day < end)) else {
                continue;
            };
            let group = groups.entry(name(facts, post.role)).or_default();
            group.enter(staff.index(), || {
                fits(matchers, facts, Sight::Staff(staff), day)
            });
        }
    }
    groups
}

fn case_types<'d>(matchers: &[Matcher], facts: Facts<'d>) -> Groups<'d> {
    let mut groups = Groups::new();
    for case in (0..facts.data.cases.len()).filter_map(CaseIx::at) {
        for day in days(matchers, facts, Sight::Case(case)) {
            for row in facts.data.episode_on(case, day) {
                if row.closed.is_some_and(|closed| closed <= day) {
                    continue;
                }
                let group = groups.entry(name(facts, row.case_type)).or_default();
                group.enter(case.index(), || {
                    fits(matchers, facts, Sight::Case(case), day)
                });
            }
        }
    }
    groups
}

impl Group {
    /// Adds somebody on a day; whether a clause fits is asked only until one does.
    fn enter(&mut self, member: usize, fits: impl FnOnce() -> bool) {
        self.members.insert(member);
        self.covered = self.covered || fits();
    }
}

fn name(facts: Facts<'_>, word: Option<Word>) -> &str {
    word.map_or("", |word| facts.data.words.folded(word))
}

/// The days on which a clause may begin or cease to fit.
fn days(matchers: &[Matcher], facts: Facts<'_>, sight: Sight) -> Vec<Day> {
    let mut days = Vec::new();
    rows_change(facts.data, sight, &mut days);
    for matcher in matchers {
        matcher.changes(facts, sight, &mut days);
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn fits(matchers: &[Matcher], facts: Facts<'_>, sight: Sight, day: Day) -> bool {
    matchers
        .iter()
        .any(|matcher| matcher.fits(facts, sight, Moment::on(day)) == Fit::Yes)
}

fn warning((family, kind): (&str, &str), groups: &Groups<'_>, at: Range<usize>) -> Option<Mistake> {
    let mut bare: Vec<(&str, usize)> = groups
        .iter()
        .filter(|(_, group)| !group.covered)
        .map(|(name, group)| (*name, group.members.len()))
        .collect();
    bare.sort_by(|one, two| (two.1, one.0).cmp(&(one.1, two.0)));
    let (one, many) = match kind {
        "role" => ("person", "people"),
        _ => ("case", "cases"),
    };
    let mut names: Vec<String> = bare
        .iter()
        .take(MOST)
        .map(|(name, count)| {
            let noun = if *count == 1 { one } else { many };
            match *name {
                "" => format!("a blank {kind} ({count} {noun})"),
                name => format!("`{name}` ({count} {noun})"),
            }
        })
        .collect();
    if names.is_empty() {
        return None;
    }
    if let Some(more) = bare.len().checked_sub(MOST).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    let message = format!(
        "no `{family}` clause covers the {kind} {} on any day",
        joined(&names, "or")
    );
    let help = "add a clause for them, or a `not-testable` entry that says why nothing is owed; an audit lists them as uncovered";
    Some(Mistake::warning("uncovered", at, message).help(Some(help.to_owned())))
}
