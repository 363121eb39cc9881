//! What selectors say of each other without any export: who fits one fits another, nobody fits both, nobody fits at all.

use crate::calendar::Interval;
use crate::records::Decimal;

use super::probe::spellings;
use super::selector::{Bound, Condition, Relation, Selector, Test, Value};
use super::target::{always_longer, never_shorter};

impl Selector {
    /// Whether whoever fits it fits the other too, as far as the words alone can show.
    pub fn implies(&self, other: &Selector) -> bool {
        self.alternatives.iter().all(|own| {
            other
                .alternatives
                .iter()
                .any(|wider| table_implies(own, wider))
        })
    }

    /// Whether nobody can fit both, as far as the words alone can show.
    pub fn excludes(&self, other: &Selector) -> bool {
        self.alternatives.iter().all(|own| {
            other
                .alternatives
                .iter()
                .all(|theirs| tables_clash(own, theirs))
        })
    }

    /// The conditions that contradict each other in each of its tables that nobody can fit; the same one twice when it
    /// contradicts itself.
    pub fn contradictions(&self) -> impl Iterator<Item = (&Condition, &Condition)> {
        self.alternatives.iter().filter_map(|table| {
            table.iter().enumerate().find_map(|(index, one)| {
                let rest = table.iter().skip(index);
                rest.map(|other| (one, other))
                    .find(|(one, other)| contradict(one, other))
            })
        })
    }
}

fn same_place(one: &Condition, other: &Condition) -> bool {
    one.relation == other.relation && one.column == other.column
}

fn table_implies(own: &[Condition], wider: &[Condition]) -> bool {
    wider.iter().all(|wanted| {
        let holds_a_case = is_flag(wanted, "case_holder", true)
            && own
                .iter()
                .any(|condition| condition.relation == Some(Relation::Cases));
        let proved = |test: &Test| {
            own.iter()
                .filter(|condition| same_place(condition, wanted))
                .flat_map(|condition| &condition.tests)
                .any(|known| proves(known, test))
        };
        holds_a_case || wanted.tests.iter().all(proved)
    })
}

fn tables_clash(own: &[Condition], theirs: &[Condition]) -> bool {
    own.iter().any(|one| {
        theirs.iter().any(|other| {
            // Conditions on cases may hold of two different ones, and those on the worker of two who hold one case.
            let of_several = matches!(one.relation, Some(Relation::Cases | Relation::Worker));
            let of_one = !of_several || other.relation != one.relation;
            of_one && contradict(one, other)
        })
    })
}

/// Whether no subject can fulfil both; a condition is held against itself too.
fn contradict(one: &Condition, other: &Condition) -> bool {
    if same_place(one, other) {
        let tests = one.tests.iter();
        return tests
            .flat_map(|test| other.tests.iter().map(move |with| (test, with)))
            .any(|(test, with)| clash(test, with) || clash(with, test));
    }
    of_nobody(one, other) || of_nobody(other, one)
}

/// Whether the first condition says that there is nobody of whom the second could hold.
fn of_nobody(none: &Condition, of: &Condition) -> bool {
    let blank = |column: &str| {
        none.relation.is_none() && none.column == column && none.tests.contains(&Test::Known(false))
    };
    let needs_somebody = of.tests.iter().any(|test| {
        !matches!(
            test,
            Test::Not(_) | Test::Known(false) | Test::Reached(false)
        )
    });
    match of.relation {
        Some(Relation::Cases) => is_flag(none, "case_holder", false),
        Some(Relation::Worker) => needs_somebody && blank("allocated_to"),
        Some(Relation::Supervisor) => needs_somebody && blank("supervisor_id"),
        Some(Relation::Supervisee) => needs_somebody && blank("supervisee_id"),
        Some(Relation::Case) => needs_somebody && blank("case_id"),
        Some(Relation::Staff) => needs_somebody && blank("staff_id"),
        Some(Relation::By) => needs_somebody && blank("by_id"),
        None => false,
    }
}

/// Whether the condition is a worked-out column of the subject itself with this answer.
fn is_flag(condition: &Condition, column: &str, answer: bool) -> bool {
    condition.relation.is_none()
        && condition.column == column
        && condition
            .tests
            .contains(&Test::Is(vec![Value::YesNo(answer)]))
}

/// Whether a cell that passes the first test passes the second.
fn proves(known: &Test, wanted: &Test) -> bool {
    match (known, wanted) {
        (Test::Is(values), Test::Is(wider)) => values
            .iter()
            .all(|value| wider.iter().any(|wide| holds_all_of(wide, value))),
        (Test::Is(values), Test::Not(others)) => values
            .iter()
            .all(|value| !others.iter().any(|other| may_be_one(value, other))),
        (Test::Not(values), Test::Not(fewer)) => fewer
            .iter()
            .all(|value| values.iter().any(|wide| holds_all_of(wide, value))),
        (Test::Is(values), bound) if edge(bound).is_some() => values.iter().all(|value| {
            let Value::Number(number) = value else {
                return false;
            };
            let exactly = Bound::Number(*number);
            proves(&Test::AtLeast(exactly), bound) || proves(&Test::AtMost(exactly), bound)
        }),
        (Test::Known(one), Test::Known(other)) | (Test::Reached(one), Test::Reached(other)) => {
            one == other
        }
        (Test::Is(_) | Test::Reached(true), Test::Known(true))
        | (Test::Known(false), Test::Not(_) | Test::Reached(false))
        | (Test::AtLeast(Bound::Since(_)) | Test::Over(Bound::Since(_)), Test::Reached(true)) => {
            true
        }
        (bound, Test::Known(true)) => edge(bound).is_some(),
        (Test::AtLeast(one) | Test::Over(one), Test::AtLeast(other))
        | (Test::Over(one), Test::Over(other))
        | (Test::AtMost(other) | Test::Under(other), Test::AtMost(one))
        | (Test::Under(other), Test::Under(one)) => at_least(*one, *other),
        (Test::AtLeast(one), Test::Over(other)) | (Test::AtMost(other), Test::Under(one)) => {
            above(*one, *other)
        }
        _ => false,
    }
}

/// Whether no cell passes both tests; asked both ways round.
fn clash(one: &Test, other: &Test) -> bool {
    match (one, other) {
        (Test::Is(values), Test::Is(others)) => !values
            .iter()
            .any(|value| others.iter().any(|other| may_be_one(value, other))),
        (Test::Is(values), Test::Not(others)) => values
            .iter()
            .all(|value| others.iter().any(|wide| holds_all_of(wide, value))),
        (Test::Is(values), bound) if edge(bound).is_some() => values.iter().all(|value| {
            let Value::Number(number) = value else {
                return false;
            };
            let exactly = Bound::Number(*number);
            range_is_empty(&Test::AtLeast(exactly), bound)
                || range_is_empty(bound, &Test::AtMost(exactly))
        }),
        (Test::Known(false), Test::Is(_) | Test::Known(true) | Test::Reached(true))
        | (
            Test::Reached(false),
            Test::Reached(true) | Test::AtLeast(Bound::Since(_)) | Test::Over(Bound::Since(_)),
        ) => true,
        (Test::Known(false), bound) => edge(bound).is_some(),
        (lower, upper) => range_is_empty(lower, upper),
    }
}

/// Whether nothing lies between a lower and an upper edge.
fn range_is_empty(lower: &Test, upper: &Test) -> bool {
    match (lower, upper) {
        (Test::AtLeast(low), Test::AtMost(high)) => above(*low, *high),
        (Test::AtLeast(low) | Test::Over(low), Test::Under(high))
        | (Test::Over(low), Test::AtMost(high)) => at_least(*low, *high),
        _ => false,
    }
}

fn edge(test: &Test) -> Option<Bound> {
    match test {
        Test::AtLeast(bound) | Test::Over(bound) | Test::AtMost(bound) | Test::Under(bound) => {
            Some(*bound)
        }
        Test::Is(_) | Test::Not(_) | Test::Known(_) | Test::Reached(_) => None,
    }
}

fn at_least(one: Bound, other: Bound) -> bool {
    compared(one, other, |one, other| one >= other, never_shorter)
}

fn above(one: Bound, other: Bound) -> bool {
    compared(one, other, |one, other| one > other, always_longer)
}

fn compared(
    one: Bound,
    other: Bound,
    numbers: fn(Decimal, Decimal) -> bool,
    times: fn(Interval, Interval) -> bool,
) -> bool {
    match (one, other) {
        (Bound::Number(one), Bound::Number(other)) => numbers(one, other),
        (Bound::Since(one), Bound::Since(other)) => times(one, other),
        (Bound::Number(_), Bound::Since(_)) | (Bound::Since(_), Bound::Number(_)) => false,
    }
}

/// Whether every cell that has the second value is taken for the first too.
fn holds_all_of(wide: &Value, value: &Value) -> bool {
    match (wide, value) {
        (Value::YesNo(yes), Value::Word(word)) => spells(*yes, word),
        _ => wide == value,
    }
}

/// Whether one cell can be taken for both.
fn may_be_one(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::YesNo(yes), Value::Word(word)) | (Value::Word(word), Value::YesNo(yes)) => {
            spells(*yes, word)
        }
        (Value::Number(_), Value::Word(_) | Value::YesNo(_))
        | (Value::Word(_) | Value::YesNo(_), Value::Number(_)) => true,
        _ => one == other,
    }
}

fn spells(yes: bool, word: &str) -> bool {
    spellings(yes).contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        #[derive(serde::Deserialize)]
        struct Holder {
            r#for: Selector,
        }
        let holder: Holder = toml::from_str(&format!("for = {text}")).unwrap();
        holder.r#for
    }

    fn implies(one: &str, other: &str) -> bool {
        selector(one).implies(&selector(other))
    }

    fn impossible(text: &str) -> bool {
        selector(text).contradictions().next().is_some()
    }

    #[test]
    fn fewer_conditions_and_more_values_are_wider() {
        let asye = "{ role = 'social-worker', asye = true }";
        assert!(implies(asye, "{ asye = true }"));
        assert!(implies(asye, "{ role = ['Social Worker', 'student'] }"));
        assert!(implies(asye, "{ role = { not = 'student' } }"));
        assert!(implies(asye, "{ role = { known = true } }"));
        assert!(implies(asye, "[{ role = 'student' }, { asye = true }]"));
        assert!(!implies("{ asye = true }", asye));
        assert!(!implies(asye, "{ supervisor.role = 'social-worker' }"));
        assert!(!implies(
            "[{ asye = true }, { role = 'student' }]",
            "{ asye = true }"
        ));
        assert!(selector(asye).implies(&Selector::default()));
        assert!(!Selector::default().implies(&selector(asye)));
    }

    #[test]
    fn what_is_blank_or_excluded_proves_what_is_not() {
        assert!(implies(
            "{ a = { not = ['x', 'y'] } }",
            "{ a = { not = 'x' } }"
        ));
        assert!(!implies(
            "{ a = { not = 'x' } }",
            "{ a = { not = ['x', 'y'] } }"
        ));
        assert!(implies(
            "{ a = { known = false } }",
            "{ a = { not = 'x' } }"
        ));
        assert!(implies(
            "{ a = { known = false } }",
            "{ a = { reached = false } }"
        ));
        assert!(!implies(
            "{ a = { reached = false } }",
            "{ a = { known = false } }"
        ));
        assert!(implies(
            "{ a = { reached = true } }",
            "{ a = { known = true } }"
        ));
        assert!(implies("{ asye = 'yes' }", "{ asye = true }"));
        for (yes, spelling) in [(true, "t"), (true, "1"), (false, "f"), (false, "0")] {
            let said = format!("{{ asye = '{spelling}' }}");
            for answer in [true, false] {
                let asked = format!("{{ asye = {answer} }}");
                assert_eq!(implies(&said, &asked), yes == answer, "{said}");
            }
        }
        assert!(!implies("{ asye = true }", "{ asye = 'yes' }"));
        assert!(implies("{ cases.risk = 'high' }", "{ case_holder = true }"));
    }

    #[test]
    fn a_narrower_range_lies_in_a_wider_one() {
        let since = |bound: &str| format!("{{ qualified_date = {{ {bound} }} }}");
        let holds = |one: &str, other: &str| implies(&since(one), &since(other));
        assert!(holds("at-least = '2 years'", "at-least = '24 months'"));
        assert!(holds("at-least = '2 years'", "over = '12 months'"));
        assert!(holds("over = '12 months'", "at-least = '1 year'"));
        assert!(!holds("at-least = '1 year'", "over = '12 months'"));
        assert!(holds("under = '3 weeks'", "at-most = '1 month'"));
        assert!(holds("over = '1 month'", "reached = true"));
        assert!(implies(
            "{ hours_per_week = 20 }",
            "{ hours_per_week = { under = 37 } }"
        ));
        assert!(!implies(
            "{ hours_per_week = 37 }",
            "{ hours_per_week = { under = 37 } }"
        ));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_found() {
        for text in [
            "{ age = { at-least = '21 years', under = '18 years' } }",
            "{ age = { at-least = '18 years', under = '18 years' } }",
            "{ hours_per_week = { over = 20, at-most = 20 } }",
            "{ a = { known = false, not = 'x', at-least = 1 } }",
            "{ a = { known = false, reached = true } }",
            "{ a = { reached = false, over = '1 month' } }",
            "{ case_holder = false, cases.risk = 'high' }",
            "{ allocated_to = { known = false }, worker.role = 'social-worker' }",
        ] {
            assert!(impossible(text), "{text}");
        }
        for text in [
            "{ age = { at-least = '18 years', at-most = '18 years' } }",
            "{ a = { known = true, reached = false } }",
            "{ case_holder = true, cases.risk = 'high' }",
            "{ allocated_to = { known = false }, worker.role = { not = 'student' } }",
            "{ age = { over = '1 month', under = '30 calendar days' } }",
        ] {
            assert!(!impossible(text), "{text}");
        }
    }

    #[test]
    fn selectors_on_different_values_exclude_each_other() {
        let excludes = |one: &str, other: &str| selector(one).excludes(&selector(other));
        assert!(excludes("{ role = 'a' }", "{ role = ['b', 'c'] }"));
        assert!(excludes(
            "{ role = ['a', 'b'] }",
            "{ role = { not = ['a', 'b', 'c'] } }"
        ));
        assert!(excludes(
            "{ case_holder = true }",
            "{ case_holder = false }"
        ));
        assert!(!excludes("{ role = 'a' }", "{ asye = true }"));
        assert!(!excludes(
            "{ role = 'a' }",
            "[{ role = 'b' }, { asye = true }]"
        ));
        assert!(
            !excludes("{ cases.risk = 'high' }", "{ cases.risk = 'low' }"),
            "somebody may hold one of each"
        );
        assert!(
            !excludes("{ worker.asye = true }", "{ worker.asye = false }"),
            "a case may be held by one of each"
        );
    }
}
