//! Mistakes that committees and inspectors found in published reports: the health check makes none of them.

use super::health::{check, document, texts};
use super::world::{STAFF, World, day, met, october, september};
use crate::policy::Target;
use crate::report::document::{Block, Cell, Document, Table};
use crate::report::html::shown;
use crate::report::{Audience, Snapshot, Status, html, markdown};

fn tables(document: &Document) -> Vec<&Table> {
    let sections = document.sections.iter();
    let blocks = sections.flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Sentence(_)
            | Block::Note(_)
            | Block::List(_)
            | Block::Terms(_)
            | Block::Space(_)
            | Block::Chart(_) => None,
        })
        .collect()
}

fn compared() -> World {
    let mut world = october();
    world.previous = Some(september());
    world
}

fn with_targets() -> World {
    let mut world = compared();
    for measure in ["M1", "M2"] {
        let at = 90;
        let close = Some(80);
        world.policy.targets.push(Target { measure, at, close });
    }
    world
}

#[test]
fn mistake_a_share_without_its_numbers() {
    for table in tables(&document(&with_targets(), Audience::Internal)) {
        for row in &table.rows {
            for cell in row {
                let Cell::Percent(share) = cell else { continue };
                let counts = [share.numerator, share.denominator].map(Cell::Count);
                let beside = row.contains(&Cell::Of(*share))
                    || counts.iter().all(|count| row.contains(count));
                assert!(beside, "{}: {row:?}", table.caption);
            }
        }
    }
    for text in texts(&document(&compared(), Audience::Internal)) {
        assert!(!text.contains('%') || text.contains(" of "), "{text}");
    }
}

#[test]
fn mistake_an_average_that_hides_one_team() {
    let places = |audience| {
        let document = document(&october(), audience);
        let mut sections = document.sections.into_iter();
        sections.find(|section| section.id == "places").unwrap()
    };
    let internal = places(Audience::Internal);
    let finding = &internal.finding;
    assert!(
        finding.ends_with(
            "the team Duty and assessment, 10 of 14 (71%), against 33 of 38 (87%) for all."
        ),
        "{finding}"
    );
    let Some(Block::List(others)) = internal.blocks.first() else {
        panic!("{:?}", internal.blocks);
    };
    assert!(
        others
            .iter()
            .any(|other| other.contains("the supervisor T-01")),
        "{others:?}"
    );
    let senior = places(Audience::Senior);
    assert!(senior.finding.contains("the team Duty"), "{senior:?}");
    assert!(!format!("{senior:?}").contains("T-01"), "{senior:?}");
}

#[test]
fn mistake_one_status_with_several_meanings() {
    let all = [
        Status::AtTarget,
        Status::Close,
        Status::Below,
        Status::TooFew,
    ];
    let defined = |world: &World| -> Vec<String> {
        let document = document(world, Audience::Internal);
        let blocks = document
            .sections
            .into_iter()
            .flat_map(|section| section.blocks);
        let terms = blocks.filter_map(|block| {
            if let Block::Terms(terms) = block {
                Some(terms)
            } else {
                None
            }
        });
        terms.flatten().map(|(word, _)| word).collect()
    };
    let (with, without) = (defined(&with_targets()), defined(&compared()));
    for status in all {
        let times = with.iter().filter(|word| **word == status.shown()).count();
        assert_eq!(times, 1, "{status:?}");
        assert!(!without.contains(&status.shown()), "{status:?}");
    }
    let page = html(&check(&compared().audit(), Audience::Internal));
    for status in all {
        assert!(!page.contains(&status.shown()), "no target, and a status");
    }
}

#[test]
fn mistake_the_period_and_the_day_in_one_block() {
    let document = document(&compared(), Audience::Internal);
    let section = |id: &str| {
        let mut sections = document.sections.iter();
        sections.find(|section| section.id == id).unwrap()
    };
    for (id, when, other) in [
        ("fell-due", "in October", "31 October"),
        ("position", "31 October", "in October"),
    ] {
        for block in &section(id).blocks {
            if let Block::Table(table) = block {
                assert!(table.caption.contains(when), "{}", table.caption);
                assert!(!table.caption.contains(other), "{}", table.caption);
            }
        }
    }
    let answers = tables(&document)[0];
    let period = ["on time", "Child record"];
    for row in &answers.rows {
        let label = shown(&row[0]);
        let of_period = period.iter().any(|word| label.contains(word));
        assert_ne!(of_period, label.contains("on the day"), "{label}");
    }
    for text in texts(&document) {
        for word in ["forecast", "projected", "expected to"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

#[test]
fn mistake_colour_alone_told_them_apart() {
    let page = html(&check(&with_targets().audit(), Audience::Internal));
    for number in 0..4 {
        assert!(page.contains(&format!("id=\"fill-{number}\"")), "{number}");
        assert!(page.contains(&format!("url(#fill-{number})")), "{number}");
    }
    for part in ["on time", "1 to 7 days late", "later", "not done"] {
        assert!(page.contains(part), "{part}");
    }
    let shapes: Vec<char> = [
        Status::AtTarget,
        Status::Close,
        Status::Below,
        Status::TooFew,
    ]
    .iter()
    .filter_map(|status| status.shown().chars().next())
    .collect();
    assert_eq!(shapes, ['●', '▲', '■', '○']);
}

#[test]
fn mistake_up_or_down_where_better_or_worse_was_meant() {
    let document = document(&compared(), Audience::Internal);
    let mut seen = 0;
    for table in tables(&document) {
        let Some(column) = table.columns.iter().position(|name| name == "Change") else {
            continue;
        };
        for row in &table.rows {
            let word = shown(&row[column]);
            assert!(
                ["better", "worse", "not clear", "–"].contains(&word.as_str()),
                "{word}"
            );
            seen += 1;
        }
    }
    assert!(seen > 0);
    for text in texts(&document) {
        for word in ["greater than", "increase", "decrease", " rose", " fell by"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

#[test]
fn mistake_a_number_fell_because_the_counting_changed() {
    let earlier = {
        let mut world = october();
        world.policy.sha256 = "0".repeat(64);
        world.ledger.as_of = day("2026-09-30");
        Snapshot::of(&world.audit())
    };
    let world = compared();
    let mut audit = world.audit();
    audit.since = Some(&earlier);
    let page = html(&check(&audit, Audience::Internal));
    assert!(page.contains("supervision-policy.toml (v3)"));
    assert!(page.contains("the policy is not the same"));
    let same = html(&check(&world.audit(), Audience::Internal));
    assert!(!same.contains("the policy is not the same"));
}

#[test]
fn mistake_a_caseload_of_what_and_without_what_managers_hold() {
    let document = document(&october(), Audience::Internal);
    let tables = tables(&document);
    let labels: Vec<String> = tables[0].rows.iter().map(|row| shown(&row[0])).collect();
    let within = "Workers within their limit of cases, on the day".to_owned();
    assert!(labels.contains(&within), "{labels:?}");
    let mut captions = tables.iter().map(|table| &table.caption);
    assert!(captions.any(|caption| caption == "Caseloads on 31 October, highest first, in cases"));
    let held = tables.iter().flat_map(|table| &table.rows);
    let held: Vec<&Vec<Cell>> = held
        .filter(|row| row[0] == Cell::text("Held only by managers"))
        .collect();
    assert_eq!(held[0][1], Cell::Count(1));
}

#[test]
fn mistake_not_applicable_counts_as_yes() {
    let mut world = World::new(STAFF, "case_id,case_type,opened\n", "date,kind\n");
    world.uncovered("S-08");
    let document = document(&world, Audience::Internal);
    assert!(document.headline.contains("not an all-clear"));
    for table in tables(&document) {
        for cell in table.rows.iter().flatten() {
            assert!(!matches!(cell, Cell::Percent(_) | Cell::Of(_)), "{cell:?}");
        }
    }
    for text in texts(&document) {
        assert!(!text.contains("100%"), "{text}");
    }
}

#[test]
fn mistake_rates_read_as_quality() {
    let page = html(&check(&october().audit(), Audience::Senior));
    let headline = page.find("<h1>").unwrap();
    let caveat = page.find("It does not say how good it was").unwrap();
    let figures = page.find("<table").unwrap();
    assert!(headline < caveat && caveat < figures);
    for file in &october().data.files {
        assert!(page.contains(&file.name), "{}", file.name);
    }
}

#[test]
fn mistake_made_up_figures_under_a_real_name() {
    let mut world = october();
    let printed = |world: &World| {
        let audit = world.audit();
        let check = check(&audit, Audience::Internal);
        [html(&check), markdown(&check)]
    };
    for text in printed(&world) {
        assert!(!text.contains("SYNTHETIC DATA"));
    }
    world.banner = Some("SYNTHETIC DATA");
    let [page, paper] = printed(&world);
    assert_eq!(paper.matches("**SYNTHETIC DATA**").count(), 2);
    assert!(page.matches(">SYNTHETIC DATA<").count() >= 2);
    let print = page.split("@media print").nth(1).unwrap();
    let print = print.split("</style>").next().unwrap();
    for rule in print.split('}').filter(|rule| rule.contains(".stamp")) {
        assert!(!rule.contains("display: none") && !rule.contains("display:none"));
    }
}

#[test]
fn mistake_a_percentage_of_very_few() {
    let owed = |number: i32| {
        let mut world = World::new(STAFF, "case_id,case_type,opened\n", "date,kind\n");
        for nth in 0..number {
            let due = day("2026-10-01").plus_days(nth).to_string();
            world.owe("all-staff", "S-05", &due, met(&due));
        }
        world
    };
    let percents = |world: &World| {
        let document = document(world, Audience::Internal);
        let mut said = texts(&document).join("\n");
        for cell in tables(&document)
            .iter()
            .flat_map(|table| table.rows.iter().flatten())
        {
            said.push_str(&shown(cell));
            said.push('\n');
        }
        said.contains('%')
    };
    assert!(!percents(&owed(9)));
    assert!(percents(&owed(10)));
}

#[test]
fn mistake_not_supervised_where_nothing_was_recorded() {
    let page = html(&check(&compared().audit(), Audience::Internal));
    assert!(!page.contains("not supervised"));
    assert!(page.contains("no supervision that counts is recorded"));
}
