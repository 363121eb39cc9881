//! Random reviews: what recurs besides supervision.

use super::chance::Chance;
use super::invent_rules::rule;
use super::world::{Evidence, Rule, Table};

/// Some reviews of one table, a few of which compete.
pub(crate) fn reviews(chance: &mut Chance, table: Table) -> Vec<Rule> {
    let mut reviews: Vec<Rule> = Vec::new();
    for number in 0..chance.between(1, 3) {
        let mut review = rule(chance, table, number, &[]);
        review.id = format!("review-of-{}", review.id);
        (review.evidence, review.kinds) = match reviews.last() {
            Some(last) if chance.percent(50) => (last.evidence, last.kinds.clone()),
            _ => evidence(chance),
        };
        review.depths = None;
        review.track = if chance.percent(30) { "light" } else { "" };
        let lane = review.lane();
        let rivals = reviews.iter().filter(|other| other.lane() == lane);
        let rivals: Vec<String> = rivals.map(|other| other.id.clone()).collect();
        if !rivals.is_empty() && chance.percent(25) {
            review.instead_of = vec![chance.pick(&rivals)];
        }
        reviews.push(review);
    }
    reviews
}

type Kinds = Option<Vec<&'static str>>;

fn evidence(chance: &mut Chance) -> (Evidence, Kinds) {
    match chance.below(10) {
        0..=2 => (Evidence::Activity, Some(vec!["appraisal"])),
        3 => (Evidence::Activity, Some(vec!["appraisal", "visit"])),
        4 => (Evidence::Activity, Some(vec!["observation"])),
        5 => (Evidence::Sessions, Some(vec!["informal", "group"])),
        6 => (Evidence::Sessions, Some(vec!["personal"])),
        7 | 8 => (Evidence::Column("seen_on"), None),
        _ => (Evidence::Column("review_on"), None),
    }
}
