//! Bars fill their width, shares stay on their scale, and every worker has a dot.

use super::{Scene, Shape, WIDTH, scene};
use crate::report::document::{Chart, Plot};
use crate::report::rates::Fraction;

fn drawn(plot: Plot) -> Scene {
    scene(&Chart {
        title: String::new(),
        description: String::new(),
        plot,
    })
}

/// The bars below the legend, as (x, width, fill).
fn bars(counts: &[u32]) -> Vec<(u32, u32, usize)> {
    let parts = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    let rows = vec![("row".to_owned(), counts.to_vec())];
    let shapes = drawn(Plot::Shares { parts, rows }).shapes.into_iter();
    shapes
        .filter_map(|shape| match shape {
            Shape::Bar {
                x, y, width, fill, ..
            } if y > 20 => Some((x, width, fill)),
            Shape::Bar { .. }
            | Shape::Ground { .. }
            | Shape::Words { .. }
            | Shape::Dot { .. }
            | Shape::Line { .. } => None,
        })
        .collect()
}

fn dots(scene: &Scene) -> Vec<(u32, u32)> {
    let shapes = scene.shapes.iter();
    shapes
        .filter_map(|shape| match shape {
            Shape::Dot { x, y, .. } => Some((*x, *y)),
            Shape::Bar { .. } | Shape::Ground { .. } | Shape::Words { .. } | Shape::Line { .. } => {
                None
            }
        })
        .collect()
}

#[test]
fn the_parts_of_a_bar_fill_its_width() {
    for counts in [[1, 1, 1, 0], [7, 3, 11, 13], [u32::MAX / 4; 4]] {
        let bars = bars(&counts);
        let whole: u32 = bars.iter().map(|(_, width, _)| width).sum();
        assert_eq!(whole, WIDTH, "{counts:?}");
        for pair in bars.windows(2) {
            assert_eq!(pair[0].0 + pair[0].1, pair[1].0, "{counts:?}");
        }
    }
}

#[test]
fn a_count_of_nothing_draws_nothing() {
    assert_eq!(bars(&[3, 0, 0, 1]), [(0, 540, 0), (540, 180, 3)]);
    assert_eq!(bars(&[0, 0, 0, 0]), []);
}

#[test]
fn a_share_stays_on_its_scale() {
    let share = |numerator, denominator| Fraction {
        numerator,
        denominator,
    };
    let rows = vec![
        ("all".to_owned(), share(1_310, 1_310)),
        ("none".to_owned(), share(0, 40)),
        ("nothing fell due".to_owned(), share(0, 0)),
    ];
    let scene = drawn(Plot::Dots { rows, target: None });
    let dots = dots(&scene);
    assert_eq!(dots.len(), 2, "where nothing fell due there is no share");
    let right = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Line { x1, .. } => Some(*x1),
        Shape::Bar { .. } | Shape::Ground { .. } | Shape::Words { .. } | Shape::Dot { .. } => None,
    });
    assert_eq!(Some(dots[0].0), right.max());
    assert!(dots[0].0 > dots[1].0 && dots[0].0 < WIDTH);
}

#[test]
fn every_worker_has_a_dot_of_their_own() {
    let scene = drawn(Plot::Strip {
        rows: vec![
            ("many".to_owned(), vec![1_000; 40]),
            ("one".to_owned(), vec![2_500]),
        ],
        limit: Some(1_800),
        unit: "cases".to_owned(),
    });
    let mut dots = dots(&scene);
    assert!(
        dots.iter()
            .all(|(x, y)| *x < WIDTH && (22..scene.height).contains(y))
    );
    dots.sort_unstable();
    dots.dedup();
    assert_eq!(dots.len(), 41);
}

#[test]
fn columns_stand_on_one_line_and_the_limit_where_it_lies() {
    let column = |name: &str, counts: [u32; 2]| (name.to_owned(), counts.to_vec());
    let scene = drawn(Plot::Columns {
        parts: ["in date", "overdue"].map(str::to_owned).to_vec(),
        columns: vec![
            column("0 to 14", [30, 0]),
            column("15 to 28", [10, 5]),
            column("29 and more", [0, 0]),
        ],
        axis: "days".to_owned(),
        limit: Some((150, "limit 21 days".to_owned())),
    });
    let bars: Vec<(u32, u32, u32)> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Bar { x, y, height, .. } if *y > 20 => Some((*x, *y, *height)),
            Shape::Bar { .. }
            | Shape::Ground { .. }
            | Shape::Words { .. }
            | Shape::Dot { .. }
            | Shape::Line { .. } => None,
        })
        .collect();
    let feet: Vec<u32> = bars.iter().map(|(_, y, height)| y + height).collect();
    // The second column's upper part stands upon its lower one.
    assert_eq!((bars.len(), feet[0], feet[1]), (3, feet[1], feet[0]));
    assert_eq!(feet[2], bars[1].1);
    assert_eq!((bars[0].2, bars[1].2, bars[2].2), (150, 50, 25));
    let limits: Vec<u32> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line {
                x1, class: "limit", ..
            } => Some(*x1),
            Shape::Line { .. }
            | Shape::Bar { .. }
            | Shape::Ground { .. }
            | Shape::Words { .. }
            | Shape::Dot { .. } => None,
        })
        .collect();
    assert_eq!(limits, [WIDTH / 2]);
}
