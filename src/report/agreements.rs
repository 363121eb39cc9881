//! Supervision agreements on the as-of day: in place and reviewed, out of all that there should be.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calendar::Day;
use crate::language::{Evidence, Facts, Fit, Matcher, Moment, Sight, SubjectKind};
use crate::ledger::{Obligation, Outcome, Subject};
use crate::rules::{Clause, Duty};

use super::lens::Lens;
use super::rates::Fraction;
use super::sentences::{day_in_words, share_words, thousands};

/// The columns of the staff export that tell of the agreement begin so.
const ABOUT: &str = "agreement_";

/// Agreements on the as-of day, each pair of worker and supervisor in one of these numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreements {
    /// Staff in post of whom the policy asks an agreement.
    pub pairs: u32,
    /// In place, and no review of it overdue.
    pub valid: u32,
    /// Missing, or out of date: older than what asks for it, or with somebody else.
    pub missing: u32,
    /// In place, and a review of it overdue.
    pub review_overdue: u32,
    /// Not signed, and still in time.
    pub not_due: u32,
    /// Could not be judged.
    pub untestable: u32,
    /// Beside the pairs, set aside by a waiver.
    pub waived: u32,
    /// Whether the policy asks for reviews and the exports show them.
    pub reviews_judged: bool,
    /// Valid out of pairs in percent; nothing below ten.
    pub percent: Option<u32>,
}

impl Agreements {
    /// Valid out of pairs.
    pub fn fraction(&self) -> Fraction {
        Fraction::new(self.valid, self.pairs)
    }

    /// `Supervision agreements in place on 31 October: 35 of 54 (65%); 19 missing or out of date.`; nothing where none
    /// is asked for.
    pub(super) fn said(&self, as_of: Day) -> Option<String> {
        let state = if self.reviews_judged {
            "in place and reviewed"
        } else {
            "in place"
        };
        let mut said = format!(
            "Supervision agreements {state} on {}: {}",
            day_in_words(as_of),
            share_words(self.fraction())
        );
        let others = [
            (self.missing, "missing or out of date"),
            (self.review_overdue, "overdue for review"),
            (self.not_due, "not yet due"),
            (self.untestable, "not judged"),
        ];
        let others = others.into_iter().filter(|(number, _)| *number > 0);
        let others: Vec<String> = others
            .map(|(number, what)| format!("{} {what}", thousands(number)))
            .collect();
        if !others.is_empty() {
            said = format!("{said}; {}", others.join(", "));
        }
        (self.pairs > 0).then(|| format!("{said}."))
    }
}

/// The agreements of an audit; nothing when the policy asks for none, or the exports do not show them.
pub(super) fn of(lens: &Lens<'_>) -> Option<Agreements> {
    let unjudged: BTreeSet<usize> = lens
        .ledger
        .untestable
        .iter()
        .filter(|entry| entry.subject.is_none())
        .map(|entry| entry.clause)
        .collect();
    let judged = |is: fn(&Clause) -> bool| -> BTreeSet<usize> {
        let clauses = lens.policy.clauses.iter().enumerate();
        let judged = clauses.filter(|(index, clause)| is(clause) && !unjudged.contains(index));
        judged.map(|(index, _)| index).collect()
    };
    let (signed, reviewed) = (judged(asks), judged(asks_review));
    let mut agreements = Agreements {
        reviews_judged: !reviewed.is_empty(),
        ..Agreements::default()
    };
    let owed = Owed::of(lens, (&signed, &reviewed));
    for staff in pairs(lens, &signed) {
        let number = match owed.get(&staff).map_or(State::Valid, Owed::state) {
            State::Waived => {
                agreements.waived += 1;
                continue;
            }
            State::Valid => &mut agreements.valid,
            State::Missing => &mut agreements.missing,
            State::ReviewOverdue => &mut agreements.review_overdue,
            State::NotDue => &mut agreements.not_due,
            State::Untestable => &mut agreements.untestable,
        };
        *number += 1;
        agreements.pairs += 1;
    }
    agreements.percent = agreements.fraction().percent();
    (!signed.is_empty()).then_some(agreements)
}

/// Whether a clause asks for the agreement itself.
fn asks(clause: &Clause) -> bool {
    match &clause.duty {
        Duty::Check(check) => {
            let mut columns = check.evidence().iter();
            clause.rule.name == "agreement"
                && columns.any(|column| column.as_str().starts_with(ABOUT))
        }
        Duty::Clock(_) | Duty::NotTestable(_) => false,
    }
}

/// Whether a clause asks that it be reviewed.
fn asks_review(clause: &Clause) -> bool {
    match &clause.duty {
        Duty::Clock(clock) => {
            matches!(&clock.evidence, Evidence::Column(column) if column.starts_with(ABOUT))
                && clock.subject == SubjectKind::Staff
        }
        Duty::Check(_) | Duty::NotTestable(_) => false,
    }
}

/// The staff in post of whom one of the clauses asks an agreement.
fn pairs(lens: &Lens<'_>, signed: &BTreeSet<usize>) -> Vec<Subject> {
    let (data, as_of) = (lens.data, lens.ledger.as_of);
    let facts = Facts {
        data,
        working: &lens.policy.working,
    };
    let clauses = signed.iter().filter_map(|index| lens.policy.clause(*index));
    let matchers: Vec<Matcher> = clauses
        .filter_map(|clause| Matcher::resolve(&clause.whom, SubjectKind::Staff, data).ok())
        .collect();
    let people = data.in_post(as_of).map(|(staff, _)| staff);
    let people = people.filter(|staff| lens.has(Subject::Staff(*staff)));
    let asked = people.filter(|staff| {
        let sight = Sight::Staff(*staff);
        let mut matchers = matchers.iter();
        matchers.any(|matcher| matcher.fits(facts, sight, Moment::on(as_of)) == Fit::Yes)
    });
    asked.map(Subject::Staff).collect()
}

/// How one pair stands.
enum State {
    Valid,
    Missing,
    ReviewOverdue,
    NotDue,
    Untestable,
    Waived,
}

/// What one of a pair owes of the clauses on agreements.
#[derive(Default)]
struct Owed<'a> {
    signed: Vec<&'a Obligation>,
    reviewed: Vec<&'a Obligation>,
    untestable: bool,
}

impl<'a> Owed<'a> {
    /// That of everybody.
    fn of(
        lens: &Lens<'a>,
        (signed, reviewed): (&BTreeSet<usize>, &BTreeSet<usize>),
    ) -> BTreeMap<Subject, Owed<'a>> {
        let mut owed: BTreeMap<Subject, Owed<'a>> = BTreeMap::new();
        for one in &lens.ledger.obligations {
            if signed.contains(&one.clause) {
                owed.entry(one.subject).or_default().signed.push(one);
            } else if reviewed.contains(&one.clause) {
                owed.entry(one.subject).or_default().reviewed.push(one);
            }
        }
        for one in &lens.ledger.untestable {
            if let Some(subject) = one.subject
                && (signed.contains(&one.clause) || reviewed.contains(&one.clause))
            {
                owed.entry(subject).or_default().untestable = true;
            }
        }
        owed
    }

    fn state(&self) -> State {
        let is_waived = |one: &Obligation| one.remarks.waived().now.is_some();
        let any = |owed: &[&Obligation], is: fn(Outcome) -> bool| {
            let mut counted = owed.iter().filter(|one| !is_waived(one));
            counted.any(|one| is(one.outcome))
        };
        let missing = |one: Outcome| matches!(one, Outcome::NotMet | Outcome::Overdue { .. });
        let overdue = |one: Outcome| matches!(one, Outcome::Overdue { days } if days >= 1);
        let waiting =
            |one: Outcome| matches!(one, Outcome::Due { .. } | Outcome::PastTarget { .. });
        let mut all = self.signed.iter().chain(&self.reviewed);
        if any(&self.signed, missing) {
            State::Missing
        } else if self.untestable {
            State::Untestable
        } else if any(&self.signed, waiting) {
            State::NotDue
        } else if any(&self.reviewed, overdue) {
            State::ReviewOverdue
        } else if all.any(|one| is_waived(one) && missing(one.outcome)) {
            State::Waived
        } else {
            State::Valid
        }
    }
}
