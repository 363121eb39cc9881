//! Which clauses answer each numbered requirement of the written policy.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::rules::Duty;

use super::Policy;

/// One requirement, and the clauses that answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage<'p> {
    /// Its code, as `covers` has it.
    pub code: &'p str,
    /// Ids of the clauses that test it, or a part of it.
    pub rules: Vec<&'p str>,
    /// Ids of the `not-testable` entries on it.
    pub untested: Vec<&'p str>,
}

impl Coverage<'_> {
    /// Whether one part of it is tested and another is not.
    pub fn in_part(&self) -> bool {
        !self.rules.is_empty() && !self.untested.is_empty()
    }
}

/// Every requirement that a clause names, N2 before N10.
pub fn coverage(policy: &Policy) -> Vec<Coverage<'_>> {
    let mut codes: BTreeMap<Code<'_>, Coverage<'_>> = BTreeMap::new();
    for clause in &policy.clauses {
        for code in &clause.covers {
            let found = codes.entry(Code(code)).or_insert_with(|| Coverage {
                code,
                rules: Vec::new(),
                untested: Vec::new(),
            });
            match clause.duty {
                Duty::NotTestable(_) => found.untested.push(&clause.id),
                Duty::Clock(_) | Duty::Check(_) => found.rules.push(&clause.id),
            }
        }
    }
    codes.into_values().collect()
}

/// A code in the order in which a person counts: by its letters, then by its number.
#[derive(PartialEq, Eq)]
struct Code<'p>(&'p str);

impl Code<'_> {
    fn parts(&self) -> (&str, Option<u64>) {
        let letters = self.0.trim_end_matches(|end: char| end.is_ascii_digit());
        let number = self.0.strip_prefix(letters).unwrap_or_default();
        (letters, number.parse().ok())
    }
}

impl Ord for Code<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.parts(), self.0).cmp(&(other.parts(), other.0))
    }
}

impl PartialOrd for Code<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
