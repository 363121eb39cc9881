//! What a reader who solves the published tables can find out: every whole number each suppressed count may be.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Shown, is_small, protect, protect_teams};

/// All ways in which so many suppressed counts, none of them zero, make up a sum.
fn ways(number: usize, sum: u32) -> Vec<Vec<u32>> {
    match number {
        0 => (sum == 0).then(Vec::new).into_iter().collect(),
        _ => (1..=sum)
            .flat_map(|first| {
                let rest = ways(number - 1, sum - first);
                rest.into_iter().map(move |mut way| {
                    way.insert(0, first);
                    way
                })
            })
            .collect(),
    }
}

/// For each suppressed count, how many numbers it may be, when the sum is known.
fn choices(hidden: &[u32]) -> Vec<usize> {
    let all = ways(hidden.len(), hidden.iter().sum());
    assert!(
        all.contains(&hidden.to_vec()),
        "the truth itself is possible"
    );
    (0..hidden.len())
        .map(|at| {
            all.iter()
                .map(|way| way[at])
                .collect::<BTreeSet<u32>>()
                .len()
        })
        .collect()
}

proptest! {
    #[test]
    fn no_part_of_a_row_can_be_worked_out(parts in prop::collection::vec(prop_oneof![Just(0u32), 1u32..7, 6u32..25], 1..=5)) {
        let row = protect(&parts);
        let mut hidden = Vec::new();
        for (part, shown) in parts.iter().zip(&row.parts) {
            match shown {
                Shown::Count(count) => {
                    prop_assert_eq!(count, part);
                    prop_assert!(!is_small(*count));
                }
                Shown::Hidden => {
                    prop_assert!(*part > 0, "a zero is never suppressed");
                    hidden.push(*part);
                }
            }
        }
        match row.total {
            Shown::Count(total) => {
                prop_assert_eq!(total, parts.iter().sum::<u32>());
                prop_assert!(!is_small(total) && !is_small(hidden.iter().sum()));
                prop_assert!(choices(&hidden).iter().all(|number| *number >= 3), "{:?}", hidden);
            }
            // Without the total nothing but zero is excluded.
            Shown::Hidden => prop_assert!(!hidden.is_empty()),
        }
    }

    #[test]
    fn no_count_of_a_team_can_be_worked_out(teams in prop::collection::vec((prop_oneof![Just(0u32), 1u32..12], prop_oneof![Just(0u32), 1u32..8]), 1..=5)) {
        let Some(open) = protect_teams(&teams) else { return Ok(()) };
        for (team, _) in teams.iter().zip(&open).filter(|(_, open)| **open) {
            prop_assert!(![team.0, team.1, team.0 + team.1].into_iter().any(is_small));
        }
        let hidden: Vec<(u32, u32)> = teams.iter().zip(&open).filter(|(_, open)| !**open).map(|(team, _)| *team).collect();
        // The rows' own sums are suppressed with them, so that each column is solved by itself.
        for column in [0, 1] {
            let counts = hidden.iter().map(|team| if column == 0 { team.0 } else { team.1 });
            let counts: Vec<u32> = counts.filter(|count| *count > 0).collect();
            prop_assert!(choices(&counts).iter().all(|number| *number >= 3), "{:?}", counts);
        }
    }
}

#[test]
fn both_sides_of_the_threshold() {
    let hidden = |parts: &[u32]| -> String {
        let row = protect(parts);
        let shown = row.parts.iter().chain([&row.total]);
        shown
            .map(|one| if one.is_open() { '-' } else { 'c' })
            .collect()
    };
    assert_eq!(hidden(&[90, 0, 6, 10]), "-----");
    assert_eq!(
        hidden(&[90, 0, 5, 10]),
        "--cc-",
        "the next smallest goes with it"
    );
    assert_eq!(hidden(&[90, 2, 4, 0]), "-cc--", "the two may be 1 to 5");
    assert_eq!(hidden(&[90, 2, 3, 0]), "ccc--", "their sum is small itself");
    assert_eq!(hidden(&[90, 0, 0, 1]), "c--c-");
    assert_eq!(hidden(&[5, 0, 0, 0]), "c---c");
    assert_eq!(hidden(&[6, 0, 0, 0]), "-----");
    assert_eq!(hidden(&[0, 0, 0, 0]), "-----");
    assert_eq!(
        hidden(&[1, 1, 1, 1, 2]),
        "cccccc",
        "six would leave them two numbers each"
    );
}

#[test]
fn a_team_is_suppressed_with_another() {
    let open = protect_teams(&[(40, 10), (30, 3), (20, 7), (50, 0)]);
    assert_eq!(open, Some(vec![true, false, false, true]));
    assert_eq!(
        protect_teams(&[(40, 3), (30, 7)]),
        None,
        "none would be left"
    );
    assert_eq!(protect_teams(&[(40, 8), (30, 7)]), Some(vec![true, true]));
}
