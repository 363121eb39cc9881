//! What a reader who knows the rules can find out: every whole number each suppressed count may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Floor, Row, Rule, Shown};

const FIVE: Rule = Rule {
    highest: 5,
    base: 10,
};

/// What is printed of a row, and what a printed percentage gives away.
fn printed(row: &Row) -> (Row, Option<u32>) {
    let rounded = row.total.count().map(|total| (total + 5) / 10 * 10);
    let exact = row.total.count().filter(|_| row.has_share);
    let total = rounded.map_or(Shown::Hidden, Shown::Count);
    (
        Row {
            total,
            ..row.clone()
        },
        exact,
    )
}

/// Of all rows of parts up to these numbers, those that are printed alike may not have the same small count in the same
/// place, whatever is known to be the least of the last part.
fn nothing_found(most: &[u32], floors: bool) {
    type Print = ((Row, Option<u32>), u32, usize);
    let mut choices: BTreeMap<Print, (BTreeSet<u32>, bool)> = BTreeMap::new();
    let mut parts = vec![0; most.len()];
    let last = most.len() - 1;
    loop {
        let known = 0..=if floors { parts[last] } else { 0 };
        // That something is a small number at least is never printed.
        for floor in known.filter(|floor| *floor == 0 || *floor > 5) {
            let row = FIVE.protect(&parts, Some((last, floor)));
            let hidden = row.parts.iter().enumerate();
            for (at, _) in hidden.filter(|(_, shown)| **shown == Shown::Hidden) {
                assert!(parts[at] > 0, "a zero is never suppressed: {parts:?}");
                let (found, far) = choices.entry((printed(&row), floor, at)).or_default();
                found.insert(parts[at]);
                // Near the end of what is tried, other values are missing for that reason alone.
                *far |= parts
                    .iter()
                    .zip(most)
                    .all(|(part, most)| part + 10 <= *most || *part <= 2);
            }
        }
        let Some(next) = (0..=last).find(|at| parts[*at] < most[*at]) else {
            break;
        };
        parts[next] += 1;
        parts[..next].fill(0);
    }
    assert!(choices.len() > most.len());
    for (print, (found, far)) in choices {
        let small = found.first().is_some_and(|least| *least <= 5);
        assert!(found.len() > 1 || !small || !far, "{print:?}: {found:?}");
    }
}

#[test]
fn no_part_of_a_row_can_be_worked_out_by_who_knows_the_rules() {
    nothing_found(&[40, 30], false);
    nothing_found(&[40, 15, 15], false);
    nothing_found(&[30, 8, 36], true);
    nothing_found(&[26, 5, 5, 24], true);
}

#[test]
fn no_count_of_a_team_can_be_worked_out_by_who_knows_the_rules() {
    type Print = (
        Vec<Option<(u32, u32)>>,
        Vec<(bool, bool)>,
        (u32, u32),
        usize,
    );
    let mut choices: BTreeMap<Print, (BTreeSet<u32>, bool)> = BTreeMap::new();
    let all = [0, 8]
        .into_iter()
        .flat_map(|on| (0..=13).map(move |not| (on, not)));
    let all: Vec<(u32, u32)> = all.collect();
    let threes = all
        .iter()
        .flat_map(|one| all.iter().map(move |two| (one, two)));
    let threes = threes.flat_map(|(one, two)| all.iter().map(move |three| [*one, *two, *three]));
    for teams in threes {
        let Some(open) = FIVE.protect_teams(&teams) else {
            continue;
        };
        let shown = teams
            .iter()
            .zip(&open)
            .map(|(team, open)| open.then_some(*team));
        let zeros = teams.iter().map(|team| (team.0 == 0, team.1 == 0));
        let sums = teams
            .iter()
            .fold((0, 0), |sum, team| (sum.0 + team.0, sum.1 + team.1));
        let (shown, zeros): (Vec<_>, Vec<_>) = (shown.collect(), zeros.collect());
        for (at, (_, not)) in teams.iter().enumerate().filter(|(at, _)| !open[*at]) {
            if *not > 0 {
                let key = (shown.clone(), zeros.clone(), sums, at);
                let (found, far) = choices.entry(key).or_default();
                found.insert(*not);
                *far |= teams.iter().all(|(_, not)| *not <= 8);
            }
        }
    }
    assert!(choices.len() > 100);
    for (print, (found, far)) in choices {
        let small = found.first().is_some_and(|least| *least <= 5);
        assert!(found.len() > 1 || !small || !far, "{print:?}: {found:?}");
    }
}

#[test]
fn both_sides_of_the_threshold() {
    let hidden = |parts: &[u32], floor: Floor| -> String {
        let row = FIVE.protect(parts, floor);
        let shown = row.parts.iter().chain([&row.total]);
        shown
            .map(|one| match one {
                Shown::Count(_) => '-',
                Shown::Hidden => 'c',
            })
            .collect()
    };
    assert_eq!(hidden(&[90, 0, 6, 10], None), "-----");
    assert_eq!(hidden(&[90, 0, 5, 10], None), "--cc-", "the other with it");
    assert_eq!(hidden(&[90, 0, 5, 10], Some((3, 10))), "--cc-", "1 to 5");
    assert_eq!(hidden(&[90, 0, 2, 10], Some((3, 9))), "--cc-", "1 to 3");
    assert_eq!(hidden(&[90, 0, 2, 10], Some((3, 10))), "c-cc-", "1 or 2");
    assert_eq!(
        hidden(&[90, 2, 4, 0], None),
        "-cc--",
        "the two may be 1 to 5"
    );
    assert_eq!(
        hidden(&[90, 2, 3, 0], None),
        "ccc--",
        "their sum is small itself"
    );
    assert_eq!(
        hidden(&[90, 8, 5, 8], None),
        "-ccc-",
        "not one of the two eights"
    );
    assert_eq!(hidden(&[90, 0, 0, 1], None), "c--c-");
    assert_eq!(hidden(&[3, 20, 9, 0], None), "ccc--");
    assert_eq!(
        hidden(&[9, 2, 0, 0], None),
        "cc--c",
        "11 are not ten more than two"
    );
    assert_eq!(hidden(&[10, 2, 0, 0], None), "cc---");
    assert_eq!(hidden(&[10, 2, 0, 20], Some((3, 12))), "-c-c-");
    assert_eq!(
        hidden(&[3, 6, 0, 12], Some((3, 12))),
        "cc-cc",
        "21 of at least 14"
    );
    assert_eq!(
        hidden(&[3, 9, 0, 12], Some((3, 12))),
        "cc-c-",
        "24 of at least 14"
    );
    assert_eq!(hidden(&[5, 0, 0, 0], None), "c---c");
    assert_eq!(hidden(&[6, 0, 0, 0], None), "-----");
    assert_eq!(hidden(&[0, 0, 0, 0], None), "-----");
    let up_to = |highest: u32| Rule { highest, base: 20 }.protect(&[90, 9, 40], None);
    assert_eq!(up_to(9).parts[1..], [Shown::Hidden, Shown::Hidden]);
    assert_eq!(up_to(8).parts[1..], [Shown::Count(9), Shown::Count(40)]);
}

#[test]
fn a_team_is_suppressed_with_another() {
    let open = FIVE.protect_teams(&[(40, 10), (30, 3), (20, 7), (50, 0)]);
    assert_eq!(
        open,
        Some(vec![false, false, true, true]),
        "the first, not the smallest"
    );
    let fives = FIVE.protect_teams(&[(40, 8), (30, 5), (20, 5), (50, 9)]);
    assert_eq!(
        fives,
        Some(vec![false, false, false, true]),
        "two small ones make no ten"
    );
    let fours = FIVE.protect_teams(&[(40, 8), (30, 4), (20, 4), (50, 9)]);
    assert_eq!(fours, Some(vec![true, false, false, true]));
    assert_eq!(
        FIVE.protect_teams(&[(40, 3), (30, 7)]),
        None,
        "none would be left"
    );
    let both = FIVE.protect_teams(&[(40, 8), (30, 7)]);
    assert_eq!(both, Some(vec![true, true]));
}
