//! Holds the computed bank holidays to the list gov.uk published.
#![expect(clippy::unwrap_used, reason = "tests")]

use oversight::calendar::{Day, Division, PUBLISHED_TO, bank_holidays};

const PUBLISHED: &str = include_str!("data/bank-holidays-2012-2028.csv");

/// The published days of one division and year, in order.
fn published(division: Division, year: i32) -> Vec<(Day, &'static str)> {
    PUBLISHED
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("division,"))
        .map(|line| {
            let mut cells = line.splitn(3, ',');
            let division: Division = cells.next().unwrap().parse().unwrap();
            let day = Day::parse_iso(cells.next().unwrap()).unwrap();
            (division, day, cells.next().unwrap())
        })
        .filter(|(of, day, _)| *of == division && day.ymd().0 == year)
        .map(|(_, day, title)| (day, title))
        .collect()
}

#[test]
fn every_published_day_and_no_other_is_computed() {
    for division in Division::ALL {
        for year in 2012..=PUBLISHED_TO {
            let mut computed = bank_holidays(division, year);
            if division == Division::Scotland && year == 2023 {
                // gov.uk gives 2 January 2023 as the substitute of the 1st and 3 January as that of the 2nd, against
                // schedule 1 of the 1971 Act and its own list for 2012 and 2017. The days off are the same.
                computed[0].1 = "New Year’s Day";
                computed[1].1 = "2nd January";
            }
            assert_eq!(computed, published(division, year), "{division} {year}");
        }
    }
}

#[test]
fn the_published_list_is_whole() {
    let count = |division| -> usize {
        (2012..=PUBLISHED_TO)
            .map(|year| published(division, year).len())
            .sum()
    };
    let counts = Division::ALL.map(count);
    assert_eq!(counts, [140, 158, 174]);
    assert!(published(Division::Scotland, PUBLISHED_TO + 1).is_empty());
}
