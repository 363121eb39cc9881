//! Exports that mean harm, are wide, or are long: no format obeys them, and none breaks.

use unicode_width::UnicodeWidthStr;

use super::world::World;
use crate::ledger::Outcome;
use crate::report::{Csv, Style, csv, findings, json, table};

const HEADER: &str = "staff_id,name,role,team,service,supervisor_id,start_date,end_date,fte\n";

fn world(cells: &[String]) -> World {
    let row = |index: usize, cell: &String| {
        // Control characters never pass the reader; names get them below.
        let cell = cell.replace('"', "\"\"").replace(char::is_control, " ");
        format!("S-0{index},\"{cell}\",social worker,\"{cell}\",,\"{cell}\",2020-01-06,,1\n")
    };
    let rows: String = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| row(index, cell))
        .collect();
    let mut world = World::new(&format!("{HEADER}{rows}"), "", "");
    for (index, cell) in cells.iter().enumerate() {
        let id = world.data.staff_ids.get(&format!("S-0{index}")).unwrap();
        world.data.staff[id].posts[0].name = Some(cell.as_str().into());
    }
    for index in 0..cells.len() {
        world.gap(
            "all-staff",
            &format!("S-0{index}"),
            "2026-08-01",
            &["2026-09-12"],
        );
    }
    world
}

#[test]
fn no_terminal_obeys_a_cell() {
    let world = world(&[
        "Red \u{1b}[31mAlert\u{7}".to_owned(),
        "Left\u{202e}thgiR".to_owned(),
    ]);
    for style in [Style::Plain, Style::Colour] {
        let page = table(&world.audit(), 100, style);
        let ours = page
            .replace("\u{1b}[1m", "")
            .replace("\u{1b}[1;33m", "")
            .replace("\u{1b}[0m", "");
        assert!(!ours.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{ours}");
    }
}

#[test]
fn no_spreadsheet_computes_a_cell() {
    let formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "a\"b,c", "Ann\nLee"];
    let world = world(&formulas.map(str::to_owned));
    let text = csv(&world.audit(), Csv::Printed);
    let mut rows = ::csv::Reader::from_reader(text.as_bytes());
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), 28);
        assert!(
            row.iter()
                .all(|cell| !cell.starts_with(['=', '+', '-', '@', '＝'])),
            "{row:?}"
        );
        seen += 1;
    }
    assert_eq!(seen, formulas.len());
}

#[test]
fn json_keeps_a_cell_as_it_is() {
    let world = world(&["=1+1 \"x\" \u{1b}[31m".to_owned()]);
    let document: serde_json::Value = serde_json::from_str(&json(&world.audit())).unwrap();
    let name = document["findings"][0]["subject"]["name"].as_str();
    assert_eq!(name, findings(&world.audit())[0].subject.name.as_deref());
}

#[test]
fn no_line_is_wider_than_the_page() {
    let long = "Longlonglong ".repeat(12);
    let cells = [
        long,
        "児童保護第一課".repeat(5),
        "x".repeat(150),
        "Ünïcödé".to_owned(),
    ];
    let mut world = world(&cells);
    world.ledger.warnings.push("w".repeat(230));
    for width in [80, 90, 100, 240] {
        let page = table(&world.audit(), width, Style::Plain);
        let limit = usize::from(width.min(100));
        for line in page.lines() {
            assert!(line.width() <= limit, "{} > {limit}: {line}", line.width());
        }
        assert!(page.contains('…'), "{page}");
    }
}

#[test]
fn wide_letters_keep_the_columns() {
    let world = world(&["児童保護".to_owned(), "North".to_owned()]);
    let page = table(&world.audit(), 100, Style::Plain);
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.contains("staff supervision "))
        .collect();
    let places = rows.iter().map(|row| {
        let (before, _) = row.split_once("1 Aug").unwrap();
        before.width()
    });
    let places: Vec<usize> = places.collect();
    assert_eq!(places.len(), 2);
    assert_eq!(places[0], places[1], "{page}");
}

#[test]
fn a_stamp_is_on_every_page_and_line() {
    let mut world = world(&["Ann".to_owned()]);
    world.banner = Some("SYNTHETIC DATA");
    let page = table(&world.audit(), 100, Style::Plain);
    assert!(page.starts_with("*** SYNTHETIC DATA ***\n"), "{page}");
    assert!(page.ends_with("*** SYNTHETIC DATA ***\n"), "{page}");
    assert!(json(&world.audit()).starts_with("{\n  \"banner\": \"SYNTHETIC DATA\","));
    let text = csv(&world.audit(), Csv::Printed);
    assert!(text.starts_with("banner,id,"), "{text}");
    assert!(
        text.lines()
            .skip(1)
            .all(|line| line.starts_with("SYNTHETIC DATA,"))
    );
}

#[test]
fn a_warning_comes_before_everything_but_the_stamp() {
    let mut world = world(&["Ann".to_owned()]);
    world
        .ledger
        .warnings
        .push("the session exports end on 1 Sep 2026".to_owned());
    let page = table(&world.audit(), 100, Style::Plain);
    assert!(
        page.starts_with("Warning: the session exports end on 1 Sep 2026\n"),
        "{page}"
    );
}

#[test]
fn nothing_owed_is_said_and_never_100_percent() {
    let mut world = world(&["Ann".to_owned()]);
    world.ledger.obligations.clear();
    world.owe("all-staff", "S-00", "2026-12-01", Outcome::Due { left: 31 });
    let page = table(&world.audit(), 100, Style::Plain);
    assert!(page.contains("Nothing fell due."), "{page}");
    assert!(!page.contains("100%"), "{page}");
}
