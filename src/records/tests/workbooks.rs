//! Workbooks as exports: which sheet, what its cells say, and where.

use rust_xlsxwriter as writer;
use writer::{ExcelDateTime, Format, Formula, Worksheet};

use super::super::workbook::Wanted;
use super::*;
use crate::problem::Problem;

/// Sheets `Notes`, `Sessions` and `Old` (hidden), written by `LibreOffice` 7.4 from one source: two blank rows above the
/// headers, a row hidden, a failed formula, a day without a date format.
pub(super) const XLS: &[u8] = include_bytes!("../../../tests/data/workbooks/sessions.xls");
pub(super) const ODS: &[u8] = include_bytes!("../../../tests/data/workbooks/sessions.ods");

/// What is in the sheet `Sessions` of both.
const TEXT: &str = "

date,kind,supervisee_id,minutes,recorded_on,note
2026-10-01,personal,100690,60,2026-10-02 14:30:00,\"said \"\"no\"\", then left\"
2026-10-06,case,007,,,TRUE


2026-10-07,personal,#N/A,,,7.4
46303,personal,W3,,,
";

/// Writes the cells of a sheet.
type Write = fn(&mut Worksheet);

/// A workbook of sheets, each with what writes it; a name that begins with `~` is hidden.
pub(super) fn book(sheets: &[(&str, Write)]) -> Vec<u8> {
    let mut book = writer::Workbook::new();
    for (name, write) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name.trim_start_matches('~')).unwrap();
        sheet.set_hidden(name.starts_with('~'));
        write(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

/// A day, by its cell's format a date.
fn date(sheet: &mut Worksheet, (row, column): (u32, u16), iso: &str) {
    let format = Format::new().set_num_format("dd/mm/yyyy");
    let day = ExcelDateTime::parse_from_str(iso).unwrap();
    sheet
        .write_datetime_with_format(row, column, day, &format)
        .unwrap();
}

/// Two sessions, the first with a true date.
pub(super) fn sessions(sheet: &mut Worksheet) {
    row(sheet, 0, &["date", "kind", "supervisee_id"]);
    row(sheet, 1, &["", "personal", "W1"]);
    date(sheet, (1, 0), "2026-10-01");
    row(sheet, 2, &["06/10/2026", "case", "W2"]);
}

pub(super) fn staff(sheet: &mut Worksheet) {
    row(sheet, 0, &["staff_id", "role", "start_date"]);
    row(sheet, 1, &["W1", "social-worker", "2024-01-08"]);
}

fn source(export: Export, name: &str, sheet: Option<&str>, bytes: &[u8]) -> Source {
    Source {
        name: format!("exports/{name}"),
        sheet: sheet.map(str::to_owned),
        export,
        covers_from: None,
        bytes: bytes.into(),
    }
}

/// Reads one export of a workbook, under a mapping.
fn sheet(bytes: &[u8], sheet: Option<&str>, mapping: &str) -> Result<Dataset, Unusable> {
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let source = source(Export::Sessions, "book.xlsx", sheet, bytes);
    read(vec![source], &mapping, &Demand::default(), taken())
}

/// Name and text of the sheet that is read.
pub(super) fn text(bytes: &[u8], sheet: Option<&str>) -> Result<(String, String), Vec<Problem>> {
    let wanted = Wanted {
        file: "book.xlsx",
        sheet,
        export: Export::Sessions,
    };
    workbook::read(bytes, wanted, |name, text| Ok((name, text)))
}

pub(super) fn refused(bytes: &[u8], sheet_name: Option<&str>) -> String {
    unusable(sheet(bytes, sheet_name, ""))
}

#[track_caller]
fn says(told: &str, words: &[&str]) {
    for word in words {
        assert!(told.contains(word), "`{word}` is not in:\n{told}");
    }
}

const UK_DATES: &str = "[[mapping]]\nexport = \"sessions\"\ndates = [\"dd/mm/yyyy\"]\n";

#[test]
fn a_sheet_says_the_same_in_every_format() {
    for bytes in [XLS, ODS] {
        let (name, read) = text(bytes, Some("sessions")).unwrap();
        assert_eq!(
            (name.as_str(), read.as_str()),
            ("book.xlsx, sheet Sessions", TEXT)
        );
    }
    let bytes = book(&[("Sessions", |sheet| {
        row(
            sheet,
            2,
            &[
                "date",
                "kind",
                "supervisee_id",
                "minutes",
                "recorded_on",
                "note",
            ],
        );
        row(
            sheet,
            3,
            &["", "personal", "", "", "", "said \"no\", then\nleft"],
        );
        date(sheet, (3, 0), "2026-10-01");
        sheet.write_number(3, 2, 100_690).unwrap();
        sheet.write_number(3, 3, 60).unwrap();
        date(sheet, (3, 4), "2026-10-02T14:30:00");
        row(sheet, 4, &["", "case", "007"]);
        let format = Format::new().set_num_format("d-mmm-yy");
        let day = Formula::new("=DATE(2026,10,6)").set_result("46301");
        sheet.write_formula_with_format(4, 0, day, &format).unwrap();
        sheet.write_boolean(4, 5, true).unwrap();
        row(sheet, 7, &["", "personal"]);
        date(sheet, (7, 0), "2026-10-07");
        let failed = Formula::new("=NA()").set_result("#N/A");
        sheet.write_formula(7, 2, failed).unwrap();
        sheet.write_number(7, 5, 7.4).unwrap();
        sheet.set_row_hidden(7).unwrap();
        sheet.write_number(8, 0, 46_303).unwrap();
        row(sheet, 8, &["", "personal", "W3"]);
    })]);
    let (name, read) = text(&bytes, None).unwrap();
    assert_eq!((name.as_str(), read.as_str()), ("book.xlsx", TEXT));
}

#[test]
fn rows_are_placed_at_their_row_of_the_sheet() {
    for bytes in [XLS, ODS] {
        let data = sheet(bytes, Some("Sessions"), UK_DATES).unwrap();
        let file = &data.files[0];
        assert_eq!((file.read, file.accepted, file.rejected), (4, 2, 2));
        assert_eq!(file.name, "exports/book.xlsx, sheet Sessions");
        let told = said(&data);
        says(
            &told,
            &[
                "exports/book.xlsx, sheet Sessions:8, column `supervisee_id`: the cell's formula gives no value, found `#N/A`",
                "exports/book.xlsx, sheet Sessions:9, column `date`: not a date, found `46303`",
                "expected a date written `dd/mm/yyyy` or `yyyy-mm-dd`",
                "give the column a date format: Format Cells, Date",
            ],
        );
        assert_eq!(
            data.staff_id(data.sessions[0].supervisee.unwrap()),
            "100690"
        );
        assert_eq!(data.staff_id(data.sessions[1].supervisee.unwrap()), "007");
    }
}

#[test]
fn true_dates_and_dates_as_text_stand_in_one_column() {
    let bytes = book(&[("Sheet1", sessions)]);
    let data = sheet(&bytes, None, UK_DATES).unwrap();
    let days: Vec<String> = data
        .sessions
        .iter()
        .map(|row| row.date.to_string())
        .collect();
    assert_eq!(days, ["2026-10-01", "2026-10-06"], "{}", said(&data));
}

#[test]
fn a_way_to_write_dates_that_would_misread_true_ones_is_refused() {
    let bytes = book(&[("Sheet1", sessions)]);
    let mapping = UK_DATES.replace("dd/mm/yyyy", "yyyy-dd-mm");
    says(
        &unusable(sheet(&bytes, None, &mapping)),
        &[
            "exports/book.xlsx: the dates of a workbook can't be told from text written like this, found `yyyy-dd-mm`",
            "take it out of the mapping's `dates`",
        ],
    );
}

#[test]
fn a_formula_that_nobody_calculated_is_not_blank() {
    let bytes = book(&[("Sheet1", |sheet| {
        sessions(sheet);
        row(sheet, 0, &["", "", "", "recorded_on"]);
        let open = Formula::new("=TODAY()").set_result("0");
        sheet.write_formula(1, 3, open).unwrap();
    })]);
    // What the crate leaves at 0, others leave out.
    let bytes = workbooks_hostile::changed(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        assert!(xml.contains("</f><v>0</v>"), "{xml}");
        xml.replace("</f><v>0</v>", "</f><v></v>")
    });
    let data = sheet(&bytes, None, UK_DATES).unwrap();
    says(
        &said(&data),
        &[
            "exports/book.xlsx:2, column `recorded_on`: the cell's formula gives no value, found `#NOT CALCULATED!`",
            "let Excel calculate it",
        ],
    );
    // A formula that gives an empty text has a value: none.
    let bytes = workbooks_hostile::changed(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        assert!(xml.contains("<c r=\"D2\"><f>"), "{xml}");
        xml.replace("<c r=\"D2\"><f>", "<c r=\"D2\" t=\"str\"><f>")
    });
    let data = sheet(&bytes, None, UK_DATES).unwrap();
    assert_eq!(data.files[0].accepted, 2, "{}", said(&data));
}

#[test]
fn an_error_that_is_too_new_is_named_with_its_row() {
    let bytes = book(&[("Sheet1", |sheet| {
        sessions(sheet);
        let failed = Formula::new("=SORT(A1:A9)").set_result("#N/A");
        sheet.write_formula(2, 3, failed).unwrap();
    })]);
    let bytes = workbooks_hostile::changed(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("#N/A", "#SPILL!")
    });
    says(
        &refused(&bytes, None),
        &[
            "an error that is too new to be read, in row 3 of the sheet or behind, found `#SPILL!`",
            "mend that cell in Excel",
        ],
    );
}

#[test]
fn failed_formulas_of_csv_files_are_no_values_either() {
    let told = told(
        Export::Sessions,
        "date,kind,supervisee_id\n2026-10-01,personal,#REF!\n2026-10-01,#NAME?,W1\n",
        "",
    );
    says(
        &told,
        &[
            "read 2, accepted 0, rejected 2",
            ":2, column `supervisee_id`",
            ":3, column `kind`",
        ],
    );
    let blank = "[[mapping]]\nexport = \"sessions\"\nblanks = [\"#REF!\"]\n";
    let data = one(
        Export::Sessions,
        b"date,kind,supervisee_id\n2026-10-01,personal,#REF!\n",
        blank,
    );
    assert_eq!(data.unwrap().files[0].accepted, 1);
}

#[test]
fn without_a_name_the_sheet_that_has_the_columns_is_read() {
    let bytes = book(&[
        ("Notes", |sheet| row(sheet, 0, &["For the audit"])),
        ("Blank", |_| {}),
        ("Sessions", sessions),
        ("~Old", sessions),
    ]);
    let data = sheet(&bytes, None, UK_DATES).unwrap();
    assert_eq!(data.files[0].name, "exports/book.xlsx, sheet Sessions");
    let data = sheet(&bytes, Some("old"), UK_DATES).unwrap();
    assert_eq!(data.files[0].name, "exports/book.xlsx, sheet Old");
    assert_eq!(data.files[0].accepted, 2);
}

#[test]
fn which_sheet_is_asked_where_several_or_none_will_do() {
    let bytes = book(&[("May", sessions), ("June", sessions), ("~Old", sessions)]);
    says(
        &refused(&bytes, None),
        &[
            "exports/book.xlsx: several sheets have the columns of sessions",
            "expected one of the sheets `May`, `June`, `Old` (hidden)",
            "sessions = { file = \"book.xlsx\", sheet = \"…\" } in `oversight.toml`, or --sessions \"book.xlsx#…\"",
        ],
    );
    let bytes = book(&[
        ("Staff", staff),
        ("Log", |sheet| row(sheet, 0, &["kind", "when"])),
    ]);
    says(
        &refused(&bytes, None),
        &[
            "none of the sheets has the columns of sessions",
            "expected one of the sheets `Staff`, `Log`",
            "exports/book.xlsx, sheet Log: the sessions export needs a column `date`",
        ],
    );
    says(
        &refused(&bytes, Some("Logs")),
        &[
            "exports/book.xlsx: the workbook has no such sheet, found `Logs`",
            "did you mean `Log`?",
        ],
    );
}

#[test]
fn hidden_and_empty_sheets_are_not_picked() {
    // The crate shows the first sheet whatever it is told, because Excel opens no workbook without one.
    let bytes = book(&[("Sheet1", sessions), ("~Old", sessions)]);
    let bytes = workbooks_hostile::changed(&bytes, "xl/workbook.xml", |xml| {
        xml.replace("name=\"Sheet1\"", "name=\"Sheet1\" state=\"veryHidden\"")
    });
    says(
        &refused(&bytes, None),
        &["no sheet that is not hidden", "`Sheet1` (hidden)"],
    );
    assert!(sheet(&bytes, Some("Sheet1"), UK_DATES).is_ok());
    let bytes = book(&[("Sheet1", |_| {})]);
    says(
        &refused(&bytes, None),
        &["exports/book.xlsx: the file is empty"],
    );
    let bytes = book(&[("Sheet1", |_| {}), ("Sheet2", |_| {})]);
    says(
        &refused(&bytes, None),
        &["none of the sheets has the columns of sessions"],
    );
}

#[test]
fn a_sheet_of_a_csv_file_is_refused() {
    says(
        &refused(b"date,kind\n2026-10-01,personal\n", Some("Sessions")),
        &[
            "exports/book.xlsx: a sheet is named, and the file is no workbook, found `Sessions`",
            "leave the sheet away",
        ],
    );
}

#[test]
fn a_workbook_is_known_by_its_bytes_and_csv_by_its_own() {
    let bytes = book(&[("Sheet1", sessions)]);
    let data = one(Export::Sessions, &bytes, UK_DATES).unwrap();
    assert_eq!(data.files[0].name, "exports/sessions.csv");
    let csv = sheet(b"date,kind\n2026-10-01,personal\n", None, "").unwrap();
    assert_eq!(csv.files[0].accepted, 1);
}

#[test]
fn one_workbook_carries_several_exports() {
    let bytes: &'static [u8] = book(&[
        ("List 6", sessions),
        ("List 7", |sheet| {
            row(sheet, 0, &["date", "kind", "supervisee_id"]);
            row(sheet, 1, &["07/10/2026", "personal", "W3"]);
            row(sheet, 2, &["31/02/2026", "personal", "W3"]);
        }),
        ("List 8", staff),
    ])
    .leak();
    let sources = vec![
        source(Export::Staff, "annex-a.xlsx", None, bytes),
        source(Export::Sessions, "annex-a.xlsx", Some("List 6"), bytes),
        source(Export::Sessions, "annex-a.xlsx", Some("List 7"), bytes),
    ];
    let mapping = "
[[mapping]]
export = \"sessions\"
files = [\"annex-a.xlsx\"]
dates = [\"dd/mm/yyyy\"]

[[mapping]]
export = \"sessions\"
files = [\"annex-a.xlsx, sheet List 7\"]
values.kind.personal = \"informal\"
";
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    let data = read(sources, &mapping, &Demand::default(), taken()).unwrap();
    let names: Vec<&str> = data.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "exports/annex-a.xlsx, sheet List 8",
            "exports/annex-a.xlsx, sheet List 6",
            "exports/annex-a.xlsx, sheet List 7",
        ]
    );
    let kinds: Vec<&str> = data
        .sessions
        .iter()
        .map(|row| data.words.text(row.kind))
        .collect();
    assert_eq!(kinds, ["personal", "case", "informal"], "{}", said(&data));
    says(
        &said(&data),
        &["exports/annex-a.xlsx, sheet List 7:3, column `date`: the calendar has no such day"],
    );
}

#[test]
fn the_days_of_1904_are_four_years_and_a_day_later() {
    let bytes = book(&[("Sheet1", sessions)]);
    let early = workbooks_hostile::changed(&bytes, "xl/workbook.xml", |xml| {
        assert!(xml.contains("<workbookPr "));
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    let (_, read) = text(&early, None).unwrap();
    assert!(read.contains("2030-10-02,personal"), "{read}");
}
