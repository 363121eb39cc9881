//! Encodings, delimiters and header lines, as they are detected or given, and the bytes that problems are at.

use super::*;

fn settings(data: &Dataset) -> String {
    let settings = data.files[0].settings.iter();
    let said =
        settings.map(|setting| format!("{} {} {:?}", setting.name, setting.value, setting.known));
    said.collect::<Vec<_>>().join(", ")
}

#[test]
fn title_rows_are_left_out_and_said() {
    let text =
        b"Supervision report;;\r\n2026;;\r\n\r\nDate;Kind;Worker\r\n2026-01-05;personal;W1\r\n";
    let data = one(Export::Sessions, text, "").unwrap();
    assert_eq!(
        settings(&data),
        "encoding utf-8 Detected, delimiter ; Detected, header-line 4 Detected"
    );
    assert_eq!((data.files[0].read, data.files[0].accepted), (1, 1));
    let said = said(&data);
    assert!(
        said.contains("the 2 rows above the headers were left out, found `Supervision report`"),
        "{said}"
    );
}

#[test]
fn what_the_mapping_gives_goes_before_what_is_found() {
    let mapping = "[[mapping]]\nexport = \"sessions\"\nencoding = \"Windows-1252\"\ndelimiter = \"tab\"\nheader-line = 2\n";
    let text = b"date,kind,team\nd\tdate\tkind\nx\t2026-01-05\tSi\xC3\xB4n\n";
    let data = one(Export::Sessions, text, mapping).unwrap();
    assert_eq!(
        settings(&data),
        "encoding windows-1252 Given, delimiter tab Given, header-line 2 Given"
    );
    assert_eq!(data.words.text(data.sessions[0].kind), "SiÃ´n");
    let mapping = mapping.replace("= 2", "= 9");
    let told = unusable(one(Export::Sessions, text, &mapping));
    assert!(
        told.starts_with("exports/sessions.csv:9: the mapping's `header-line` is no row"),
        "{told}"
    );
}

#[test]
fn mistakes_in_what_the_mapping_gives_are_named() {
    let mapping = "[[mapping]]\nexport = \"sessions\"\nencoding = \"latin\"\ndelimiter = \":\"\nheader-line = 21\n";
    let problems = Mapping::parse(mapping, "mapping.toml").unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    mapping.toml:3: there is no such encoding here, found `latin`, expected `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`
    mapping.toml:4: no export has this between its cells, found `:`, expected `,`, `;`, `tab` or `|`
    mapping.toml:5: `header-line` has the wrong type, found `integer`, expected a line from 1 to 20
    ");
}

#[test]
fn utf_16_and_damaged_utf_8_are_read_and_problems_are_at_bytes_of_the_file() {
    let rows = "date,kind,team\r\n2026-01-05,personal,Ünit\r\nsoon,personal,X\r\n";
    let utf_16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(rows.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let bytes = |data: &Dataset| -> Vec<Option<u64>> {
        let errors = data
            .problems
            .iter()
            .filter(|problem| problem.level == crate::problem::Level::Error);
        errors
            .map(|problem| problem.place.as_ref().unwrap().byte)
            .collect()
    };
    let data = one(Export::Sessions, &utf_16, "").unwrap();
    assert_eq!(
        settings(&data),
        "encoding utf-16le Detected, delimiter , Detected, header-line 1 Detected"
    );
    assert_eq!(
        bytes(&data),
        [Some(2 + 2 * rows.find("soon").unwrap() as u64 - 2)]
    );
    let damaged = [
        b"\xEF\xBB\xBF",
        rows.as_bytes(),
        b"2026-01-06,personal,Z\xF4e\r\n",
    ]
    .concat();
    let data = one(Export::Sessions, &damaged, "").unwrap();
    let at = |text: &[u8]| {
        damaged
            .windows(text.len())
            .position(|window| window == text)
            .map(|byte| byte as u64)
    };
    assert_eq!(bytes(&data), [at(b"soon"), at(b"\xF4")]);
    assert!(
        said(&data).contains(
            "exports/sessions.csv:4, column `team`: the row has a byte that is not UTF-8"
        )
    );
}

#[test]
fn a_row_that_stands_in_a_cell_of_another_is_found_and_read() {
    let text = "
date,kind,note
2026-01-05,personal,\"talked
2026-01-06,personal,x
2026-01-07,personal,\"
at length\"
2026-01-08,personal,\"on 2026-01-02,
2026-01-03 and later\"
2026-01-09,\"per
sonal\",x
";
    insta::assert_snapshot!(told(Export::Sessions, text, ""), @"
    read 6, accepted 3, rejected 3
    exports/sessions.csv: 3 rows name neither a supervisee nor a case: lines 3, 4, 6; no clock stops for them
    exports/sessions.csv:2, column `note`: a quoted cell holds a whole row of the export; add the closing quotation mark that is missing in this row
    exports/sessions.csv:8, column `kind`: a cell that is no free text has a line break; remove the line break; when the row below has run into this one, a quotation mark is missing here
    exports/sessions.csv:9, column `date`: a quotation mark stands in a cell that does not begin with one; a cell that holds quotation marks is put in quotation marks, with each of its own written twice; it may also be a piece of the row on line 8: mend that one first
    ");
}
