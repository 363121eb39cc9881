//! The workbook: text stays text, the same audit has the same bytes, long sheets are split, and what people wrote is kept.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};

use super::world::{World, day};
use crate::ledger::Outcome;
use crate::records::filled;
use crate::report::xlsx::whole;
use crate::report::{Audience, Book, By, Kept, findings, packs, xlsx};

const HEADER: &str = "staff_id,name,role,team,service,supervisor_id,start_date,end_date,fte\n";
const HARM: [&str; 12] = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "\r=1",
    "\u{0}=1",
    "＝1",
    "https://example.org/?a=1",
    "mailto:a@example.org",
    "_x000A_=1",
];

/// A council whose every text is harmful, with one overdue person a text.
fn hostile() -> World {
    let rows: Vec<String> = (0..HARM.len())
        .map(|index| format!("S-{index:02},N,social worker,T,V,M,2020-01-06,,1\n"))
        .collect();
    let mut world = World::new(&format!("{HEADER}{}", rows.concat()), "", "");
    for (index, text) in HARM.iter().enumerate() {
        let id = format!("S-{index:02}");
        let staff = world.data.staff_ids.get(&id).unwrap();
        world.data.staff[staff].posts[0].name = Some((*text).into());
        world.gap("all-staff", &id, "2026-08-01", &["2026-09-12"]);
    }
    world.policy.council = Some("=council".to_owned());
    world.policy.name = "=name".to_owned();
    world.policy.file = "=file".to_owned();
    for clause in &mut world.policy.clauses {
        clause.id = format!("={}", clause.id);
        clause.citation = vec!["+cited".to_owned()];
    }
    for file in &mut world.data.files {
        file.name = format!("@{}", file.name);
    }
    world.ledger.warnings.push("-warning".to_owned());
    world.banner = Some("=stamp&A");
    world
}

fn people(number: usize) -> World {
    let rows: Vec<String> = (0..number)
        .map(|index| {
            let team = ["North", "South", ""][index % 3];
            format!("S-{index:02},Ann,social worker,{team},,M{index},2020-01-06,,1\n")
        })
        .collect();
    let mut world = World::new(&format!("{HEADER}{}", rows.concat()), "", "");
    for index in 0..number {
        world.gap(
            "all-staff",
            &format!("S-{index:02}"),
            "2026-08-01",
            &["2026-09-12"],
        );
    }
    world
}

fn made(world: &World, kept: Option<&Kept>, most: usize) -> Vec<u8> {
    let audit = world.audit();
    let months = [world.month(&world.ledger), world.month(&world.ledger)];
    let book = Book {
        audit: &audit,
        months: &months,
        audience: Audience::Internal,
        kept,
    };
    whole(&book, most).unwrap()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The rows of a tab below its headings.
fn rows(bytes: &[u8], tab: &str) -> Vec<Vec<Data>> {
    let range = opened(bytes).worksheet_range(tab).unwrap();
    let rows = range.rows().map(<[Data]>::to_vec);
    rows.skip(3).collect()
}

fn text(row: &[Data], at: usize) -> String {
    row.get(at).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn no_text_is_a_formula_or_a_link() {
    let bytes = made(&hostile(), None, 1000);
    let mut book = opened(&bytes);
    let tabs = book.sheet_names();
    assert_eq!(
        tabs,
        [
            "Cover",
            "Summary",
            "Findings",
            "Due soon",
            "By team",
            "Rates",
            "Trend",
            "Data quality"
        ]
    );
    let mut texts = Vec::new();
    for tab in &tabs {
        let formulas = book.worksheet_formula(tab).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{tab}");
        for (_, _, cell) in book.worksheet_range(tab).unwrap().used_cells() {
            assert!(!matches!(cell, Data::Error(_)), "{tab}: {cell}");
            texts.extend(cell.as_string());
        }
    }
    for harm in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "＝1",
        "=stamp&A",
        "+cited",
        "https://example.org/?a=1",
    ] {
        assert!(texts.iter().any(|text| text == harm), "{harm:?}: {texts:?}");
    }
    let mut packed = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..packed.len() {
        let mut file = packed.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut file, &mut content).unwrap();
        if name.starts_with("xl/worksheets/") {
            assert!(!content.contains("<f>"), "{name}");
            assert!(!content.contains("hyperlink"), "{name}");
        }
    }
}

#[test]
fn the_same_audit_has_the_same_bytes() {
    let one = made(&hostile(), None, 1000);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(one == made(&hostile(), None, 1000));
    let audit = people(3).ledger;
    assert_eq!(audit.as_of.to_string(), "2026-10-31");
    let mut packed = zip::ZipArchive::new(Cursor::new(&one)).unwrap();
    let mut core = String::new();
    let mut file = packed.by_name("docProps/core.xml").unwrap();
    std::io::Read::read_to_string(&mut file, &mut core).unwrap();
    assert!(core.contains("2026-10-31T00:00:00Z"), "{core}");
}

#[test]
fn days_are_days_and_numbers_are_numbers() {
    let world = people(1);
    let bytes = made(&world, None, 1000);
    let rows = rows(&bytes, "Findings");
    assert_eq!(rows.len(), 1);
    assert_eq!(text(&rows[0], 0), findings(&world.audit())[0].id);
    let Data::DateTime(due) = rows[0][8] else {
        panic!("{:?}", rows[0]);
    };
    assert_eq!(due.as_datetime().unwrap().date().to_string(), "2026-09-12");
    assert_eq!(rows[0][10], Data::Float(49.0));
}

#[test]
fn a_long_sheet_is_split_and_says_so() {
    let world = people(25);
    let split = made(&world, None, 10);
    let parts = ["Findings", "Findings 2", "Findings 3"];
    let counts = parts.map(|tab| rows(&split, tab).len());
    assert_eq!(counts, [10, 10, 5]);
    let one = rows(&made(&world, None, 1000), "Findings");
    let three: Vec<Vec<Data>> = parts.iter().flat_map(|tab| rows(&split, tab)).collect();
    assert_eq!(one, three);
    let title = opened(&split).worksheet_range("Findings 2").unwrap();
    let title = title.get_value((0, 0)).unwrap().to_string();
    assert!(
        title.ends_with("Part 2 of 3: Excel has no more rows a sheet."),
        "{title}"
    );
    let cover = opened(&split).worksheet_range("Cover").unwrap();
    let said = cover.used_cells().map(|(_, _, cell)| cell.to_string());
    assert!(
        said.into_iter()
            .any(|text| text.starts_with("part 3 of 3: "))
    );
    // Ten rows fill a sheet of ten.
    let full = made(&people(10), None, 10);
    assert!(
        !opened(&full)
            .sheet_names()
            .contains(&"Findings 2".to_owned())
    );
}

/// The workbook with these words in the four columns of the finding in one row.
fn written(bytes: &[u8], at: usize, words: [&str; 4]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let tab = book.add_worksheet();
    for (row, line) in (0_u32..).zip(filled(bytes).unwrap()[2].rows.values()) {
        for (column, text) in line {
            let column = u16::try_from(*column).unwrap();
            tab.write_string(row, column, text).unwrap();
        }
        if row as usize == at + 1 {
            for (word, column) in words.iter().zip(13..) {
                tab.write_string(row, column, *word).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_people_wrote_is_kept_by_the_findings_id() {
    let last = made(&people(4), None, 1000);
    let ids: Vec<String> = rows(&last, "Findings")
        .iter()
        .map(|row| text(row, 0))
        .collect();
    let last = written(&last, 1, ["=see Ann", "Bo", "2026-11-16", "open"]);
    let mut kept = Kept::default();
    kept.add(&last, "last.xlsx").unwrap();
    // The last two are gone this month.
    let next = made(&people(2), Some(&kept), 1000);
    for row in rows(&next, "Findings") {
        let wrote = text(&row, 0) == ids[0];
        assert_eq!(text(&row, 13), if wrote { "=see Ann" } else { "" });
        assert_eq!(text(&row, 14), if wrote { "Bo" } else { "" });
        assert_eq!(matches!(row[15], Data::DateTime(_)), wrote, "{row:?}");
        assert_eq!(text(&row, 16), if wrote { "open" } else { "" });
    }
    let closed = rows(&next, "Closed by data");
    let mut gone: Vec<String> = closed.iter().map(|row| text(row, 0)).collect();
    gone.sort();
    let mut expected = ids[2..].to_vec();
    expected.sort();
    assert_eq!(gone, expected);
    // A second month: the sheet of closed ones is no list of findings.
    let mut again = Kept::default();
    again.add(&next, "next.xlsx").unwrap();
    let third = made(&people(2), Some(&again), 1000);
    assert_eq!(rows(&third, "Findings"), rows(&next, "Findings"));
    assert!(
        rows(&third, "Closed by data")
            .iter()
            .all(|row| text(row, 0).is_empty())
    );
}

#[test]
fn two_workbooks_that_differ_are_both_kept() {
    let blank = made(&people(1), None, 1000);
    let mut kept = Kept::default();
    for words in [["", "Bo", "", "open"], ["visit", "Cy", "", "open"]] {
        kept.add(&written(&blank, 1, words), "last.xlsx").unwrap();
    }
    let row = &rows(&made(&people(1), Some(&kept), 1000), "Findings")[0];
    let wrote = [13, 14, 15, 16].map(|at| text(row, at));
    assert_eq!(wrote, ["visit", "Bo / Cy", "", "open"]);
}

#[test]
fn what_is_no_workbook_of_findings_is_refused() {
    let refused = |bytes: &[u8]| {
        let problem = Kept::default().add(bytes, "last.xlsx").unwrap_err();
        problem.to_string()
    };
    assert!(refused(b"id,owner").starts_with("last.xlsx: the file is not an .xlsx workbook"));
    assert!(refused(b"PK\x03\x04 cut off").starts_with("last.xlsx: the workbook is damaged"));
    let mut other = rust_xlsxwriter::Workbook::new();
    other.add_worksheet().write_string(0, 0, "Id").unwrap();
    let other = other.save_to_buffer().unwrap();
    assert!(refused(&other).starts_with("last.xlsx: no sheet of it lists findings"));
}

/// Three people whose supervision falls due within 14 days, one after them, and one who is overdue.
fn soon() -> World {
    let mut world = people(6);
    world.ledger.obligations.clear();
    for (who, due) in [
        ("S-00", "2026-11-01"),
        ("S-01", "2026-11-14"),
        ("S-03", "2026-11-14"),
        ("S-04", "2026-11-15"),
        ("S-02", "2026-10-31"),
    ] {
        let left = day(due).days_since(world.ledger.as_of);
        world.owe("all-staff", who, due, Outcome::Due { left });
    }
    world.gap("all-staff", "S-05", "2026-08-01", &["2026-09-12"]);
    world
}

#[test]
fn what_falls_due_in_the_next_14_days_has_a_sheet() {
    let world = soon();
    let bytes = made(&world, None, 1000);
    let due = rows(&bytes, "Due soon");
    let said: Vec<_> = due
        .iter()
        .map(|row| {
            let Data::DateTime(due) = row[0] else {
                panic!("{row:?}");
            };
            let due = due.as_datetime().unwrap().date().to_string();
            (
                due,
                row[1].clone(),
                text(row, 4),
                text(row, 7),
                text(row, 8),
            )
        })
        .collect();
    let line = |due: &str, days: f64, who: &str, supervisor: &str, team: &str| {
        let [due, who, supervisor, team] = [due, who, supervisor, team].map(str::to_owned);
        (due, Data::Float(days), who, supervisor, team)
    };
    assert_eq!(
        said,
        [
            line("2026-11-01", 1.0, "S-00", "M0", "North"),
            line("2026-11-14", 14.0, "S-01", "M1", "South"),
            line("2026-11-14", 14.0, "S-03", "M3", "North"),
        ]
    );
    assert_eq!(text(&due[0], 3), "all-staff");
    let cover = opened(&bytes).worksheet_range("Cover").unwrap();
    let said = cover.used_cells().map(|(_, _, cell)| cell.to_string());
    let said: Vec<String> = said.collect();
    for words in [
        "What falls due from 1 Nov 2026 to 14 Nov 2026, the 14 days after the as-of day",
        "Not in Due soon: 1 overdue already, and among the findings.",
    ] {
        assert!(said.iter().any(|text| text.starts_with(words)), "{said:?}");
    }
}

#[test]
fn each_pack_has_its_own_that_falls_due() {
    let world = soon();
    let audit = world.audit();
    let book = Book {
        audit: &audit,
        months: &[],
        audience: Audience::Internal,
        kept: None,
    };
    for (by, column) in [(By::Team, 8), (By::Supervisor, 7)] {
        let mut listed = Vec::new();
        for pack in packs(&book, by).unwrap() {
            for row in rows(&pack.bytes, "Due soon") {
                if text(&row, 4).is_empty() {
                    continue;
                }
                assert_eq!(text(&row, column), pack.of.clone().unwrap_or_default());
                listed.push(text(&row, 4));
            }
        }
        listed.sort();
        assert_eq!(listed, ["S-00", "S-01", "S-03"]);
    }
}

#[test]
fn packs_hold_each_finding_once() {
    let world = people(5);
    let audit = world.audit();
    let book = Book {
        audit: &audit,
        months: &[],
        audience: Audience::Internal,
        kept: None,
    };
    let packs = packs(&book, By::Team).unwrap();
    let of: Vec<Option<&str>> = packs.iter().map(|pack| pack.of.as_deref()).collect();
    assert_eq!(of, [Some("North"), Some("South"), None]);
    let mut ids = Vec::new();
    for pack in &packs {
        for row in rows(&pack.bytes, "Findings") {
            assert_eq!(text(&row, 5), pack.of.clone().unwrap_or_default());
            ids.push(text(&row, 0));
        }
    }
    let mut expected: Vec<String> = findings(&audit).into_iter().map(|one| one.id).collect();
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
}

#[test]
fn senior_managers_get_no_names() {
    let world = people(4);
    let audit = world.audit();
    let book = Book {
        audit: &audit,
        months: &[],
        audience: Audience::Senior,
        kept: None,
    };
    let bytes = xlsx(&book).unwrap();
    let mut book = opened(&bytes);
    for tab in book.sheet_names() {
        assert!(!["Findings", "Due soon", "Trend"].contains(&tab.as_str()));
        for (_, _, cell) in book.worksheet_range(&tab).unwrap().used_cells() {
            let text = cell.to_string();
            let named = text.contains("S-0") || text == "Ann" || text.starts_with("M0");
            assert!(!named, "{tab}: {text}");
        }
    }
}
