//! Whole numbers under linear constraints, solved by search: what a reader of published figures can do.

/// A sum of numbers, each taken so many times, that lies between two bounds.
#[derive(Clone, Debug)]
struct Constraint {
    terms: Vec<(i64, usize)>,
    least: i64,
    most: i64,
}

/// Numbers with their bounds, and what is known of them together.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    bounds: Vec<(i64, i64)>,
    constraints: Vec<Constraint>,
}

/// Larger than any sum here.
const ENDLESS: i64 = 1_000_000_000;
/// A search that needs more steps than this has failed, and says so.
const STEPS: u32 = 200_000;

impl System {
    /// A number between two bounds.
    pub(super) fn number(&mut self, least: i64, most: i64) -> usize {
        self.bounds.push((least, most));
        self.bounds.len() - 1
    }

    /// A sum between two bounds.
    pub(super) fn between(&mut self, terms: Vec<(i64, usize)>, least: i64, most: i64) {
        self.constraints.push(Constraint { terms, least, most });
    }

    /// A sum that is exactly so much.
    pub(super) fn equal(&mut self, terms: Vec<(i64, usize)>, sum: i64) {
        self.between(terms, sum, sum);
    }

    /// A sum of at least so much.
    pub(super) fn at_least(&mut self, terms: Vec<(i64, usize)>, least: i64) {
        self.between(terms, least, ENDLESS);
    }

    /// The only value that a number can have, if there is only one. Panics when the constraints contradict each other.
    pub(super) fn only_value(&self, number: usize) -> Option<i64> {
        let part = self.around(number);
        let one = part
            .solve(&part.bounds, None)
            .expect("the truth fits what is published");
        let value = one[number];
        let (least, most) = part.bounds[number];
        let others = [(least, value - 1), (value + 1, most)];
        let free = others.into_iter().any(|(from, to)| {
            let mut bounds = part.bounds.clone();
            bounds[number] = (from, to);
            from <= to && part.solve(&bounds, Some(&one)).is_some()
        });
        (!free).then_some(value)
    }

    /// The constraints that bear on a number, directly or through others.
    fn around(&self, number: usize) -> System {
        let mut near = vec![false; self.bounds.len()];
        near[number] = true;
        let mut used = vec![false; self.constraints.len()];
        loop {
            let next = self.constraints.iter().enumerate().find(|(index, one)| {
                let mut terms = one.terms.iter();
                !used[*index] && terms.any(|(_, at)| near[*at] && !self.is_fixed(*at))
            });
            let Some((index, one)) = next else { break };
            used[index] = true;
            for (_, at) in &one.terms {
                near[*at] = true;
            }
        }
        let constraints = self.constraints.iter().zip(&used);
        let constraints = constraints.filter(|(_, used)| **used);
        System {
            bounds: self
                .bounds
                .iter()
                .zip(&near)
                .map(|((least, most), near)| {
                    if *near {
                        (*least, *most)
                    } else {
                        (*least, *least)
                    }
                })
                .collect(),
            constraints: constraints.map(|(one, _)| one.clone()).collect(),
        }
    }

    fn is_fixed(&self, number: usize) -> bool {
        self.bounds[number].0 == self.bounds[number].1
    }

    /// Values that fit, as near as possible to those hinted at.
    fn solve(&self, bounds: &[(i64, i64)], hint: Option<&[i64]>) -> Option<Vec<i64>> {
        let mut steps = 0;
        self.search(bounds.to_vec(), hint, &mut steps)
    }

    fn search(
        &self,
        mut bounds: Vec<(i64, i64)>,
        hint: Option<&[i64]>,
        steps: &mut u32,
    ) -> Option<Vec<i64>> {
        *steps += 1;
        assert!(*steps < STEPS, "the search took too long");
        if !self.narrow(&mut bounds) {
            return None;
        }
        let open = bounds.iter().enumerate().filter(|(_, (a, b))| a < b);
        let Some((at, (least, most))) = open.min_by_key(|(_, (a, b))| b - a) else {
            return Some(bounds.into_iter().map(|(value, _)| value).collect());
        };
        let near = hint.map_or(*least, |hint| hint[at].clamp(*least, *most));
        let mut values: Vec<i64> = (*least..=*most).collect();
        values.sort_by_key(|value| (value - near).abs());
        for value in values {
            let mut tried = bounds.clone();
            tried[at] = (value, value);
            if let Some(found) = self.search(tried, hint, steps) {
                return Some(found);
            }
        }
        None
    }

    /// Takes from the bounds what no solution can reach; false when nothing is left.
    fn narrow(&self, bounds: &mut [(i64, i64)]) -> bool {
        let mut changed = true;
        while changed {
            changed = false;
            for one in &self.constraints {
                let ends = |(times, at): &(i64, usize), bounds: &[(i64, i64)]| {
                    let (a, b) = (times * bounds[*at].0, times * bounds[*at].1);
                    (a.min(b), a.max(b))
                };
                let low: i64 = one.terms.iter().map(|term| ends(term, bounds).0).sum();
                let high: i64 = one.terms.iter().map(|term| ends(term, bounds).1).sum();
                if low > one.most || high < one.least {
                    return false;
                }
                for term in &one.terms {
                    let (from, to) = ends(term, bounds);
                    // What is left for this term when the others are as small, or as large, as they can be.
                    let most = to.min(one.most - (low - from));
                    let least = from.max(one.least - (high - to));
                    let (times, at) = *term;
                    let (a, b) = if times > 0 {
                        (ceil(least, times), floor(most, times))
                    } else {
                        (ceil(-most, -times), floor(-least, -times))
                    };
                    let old = bounds[at];
                    let new = (old.0.max(a), old.1.min(b));
                    if new.0 > new.1 {
                        return false;
                    }
                    if new != old {
                        bounds[at] = new;
                        changed = true;
                        break;
                    }
                }
            }
        }
        true
    }
}

/// The least whole number not below a quotient; the divisor is above zero.
fn ceil(number: i64, by: i64) -> i64 {
    -((-number).div_euclid(by))
}

/// The largest whole number not above a quotient; the divisor is above zero.
fn floor(number: i64, by: i64) -> i64 {
    number.div_euclid(by)
}

#[test]
fn a_difference_and_a_percentage_are_solved() {
    let mut system = System::default();
    let (part, rest, whole) = (
        system.number(1, 400),
        system.number(1, 400),
        system.number(0, 400),
    );
    system.equal(vec![(1, part), (1, rest), (-1, whole)], 0);
    assert_eq!(system.only_value(rest), None);
    system.equal(vec![(1, part)], 40);
    system.between(vec![(1, whole)], 35, 44);
    assert_eq!(system.only_value(rest), None, "1 to 4");
    // 40 of it are 98%, rounded: 97.5 to 98.5.
    system.at_least(vec![(200, part), (1 - 2 * 98, whole)], 0);
    system.between(vec![(200, part), (1 - 2 * 99, whole)], -ENDLESS, -1);
    assert_eq!(system.only_value(rest), Some(1));
}
