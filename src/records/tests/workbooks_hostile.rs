//! Files that are no workbook, locked, damaged or made to do harm: refused in words, with bounded memory, never a panic.

use std::io::{Cursor, Read as _, Write as _};

use cfb::CompoundFile;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::workbooks::{ODS, XLS, book, refused, sessions, text};
use super::{Mapping, Preview, propose};

/// A zip of parts.
fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of a zip.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |index| {
        let mut part = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len())
        .map(part)
        .collect()
}

/// The same workbook with one part changed.
pub(super) fn changed(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let part = parts.iter_mut().find(|part| part.0 == name).unwrap();
    part.1 = change(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
    zipped(&parts)
}

fn archive(names: &[&str]) -> Vec<u8> {
    let parts: Vec<_> = names
        .iter()
        .map(|name| ((*name).to_owned(), b"x".to_vec()))
        .collect();
    zipped(&parts)
}

/// A container of OLE with one stream.
fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut container = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    container
        .create_stream(name)
        .unwrap()
        .write_all(stream)
        .unwrap();
    container.into_inner().into_inner()
}

/// The stream of an `.xls`.
fn stream(bytes: &[u8]) -> Vec<u8> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).unwrap();
    let mut stream = Vec::new();
    container
        .open_stream("/Workbook")
        .unwrap()
        .read_to_end(&mut stream)
        .unwrap();
    stream
}

fn xlsx() -> Vec<u8> {
    book(&[("Sheet1", sessions)])
}

#[track_caller]
fn is_refused(bytes: &[u8], words: &[&str]) {
    let told = refused(bytes, None);
    for word in words {
        assert!(told.contains(word), "`{word}` is not in:\n{told}");
    }
    assert!(told.starts_with("exports/book.xlsx: "), "{told}");
}

#[test]
fn a_password_is_said_to_be_one() {
    let words = [
        "the workbook is protected by a password",
        "clear the password",
    ];
    is_refused(&container("/EncryptedPackage", b"x"), &words);
    // BOF, then FILEPASS with a method.
    let locked = [
        &[0x09, 0x08, 4, 0, 0, 6, 5, 0][..],
        &[0x2F, 0, 2, 0, 1, 0],
        &[0x0A, 0, 0, 0],
    ]
    .concat();
    is_refused(&container("/Workbook", &locked), &words);
    let ods = changed(ODS, "META-INF/manifest.xml", |xml| {
        xml.replace("</manifest:manifest>", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>")
    });
    is_refused(&ods, &words);
}

#[test]
fn other_files_in_the_same_packing_are_named() {
    is_refused(
        &archive(&["sessions.csv"]),
        &["packed (zip), and no workbook", "give the export inside"],
    );
    is_refused(
        &archive(&["[Content_Types].xml", "word/document.xml"]),
        &["packed (zip), and no workbook"],
    );
    is_refused(
        &archive(&["[Content_Types].xml", "xl/workbook.bin"]),
        &["binary workbook (.xlsb)", "Excel Workbook"],
    );
    is_refused(
        &container("/WordDocument", b"x"),
        &["the file is of another program, and no workbook"],
    );
}

#[test]
fn half_a_file_is_damaged() {
    for bytes in [xlsx(), XLS.to_vec(), ODS.to_vec()] {
        for length in [4, 8, 600, bytes.len() / 2, bytes.len() - 700] {
            is_refused(
                &bytes[..length],
                &[
                    "the workbook is damaged",
                    "open it in Excel and save it under another name",
                ],
            );
        }
    }
}

#[test]
fn parts_that_unpack_to_too_much_are_refused() {
    let mut parts = parts(&xlsx());
    parts.push(("xl/old/styles.xml".to_owned(), vec![b' '; 17 * 1024 * 1024]));
    let bytes = zipped(&parts);
    assert!(bytes.len() < 100_000);
    is_refused(
        &bytes,
        &[
            "the workbook is too large to be read",
            "save the sheet as CSV UTF-8",
        ],
    );
}

#[test]
fn more_shared_texts_than_there_can_be_are_damage() {
    for count in ["99999999999", "99999999999999999999999"] {
        let bytes = changed(&xlsx(), "xl/sharedStrings.xml", |xml| {
            assert!(xml.contains("uniqueCount=\""));
            xml.replace("uniqueCount=\"", &format!("uniqueCount=\"{count}\" old=\""))
        });
        is_refused(&bytes, &["the workbook is damaged", "shared texts"]);
    }
}

#[test]
fn cells_at_far_corners_cost_no_memory() {
    let bytes = book(&[("Sheet1", |sheet| {
        sessions(sheet);
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    })]);
    is_refused(
        &bytes,
        &[
            "a value far to the right of any table, found `XFD1048576`",
            "clear that cell in Excel",
        ],
    );
}

#[test]
fn repeated_cells_are_counted_before_they_are_written_out() {
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"1048576\">{cell} table:number-columns-repeated=\"16384\"/></table:table-row>"
    );
    let columns = format!(
        "<table:table-row>{cell} table:number-columns-repeated=\"16384\"/></table:table-row>"
    )
    .repeat(2_000);
    let far = format!(
        "<table:table-row>{cell} table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row>\
         <table:table-row>{cell}/></table:table-row>"
    );
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/>\
                  </text:p></table:table-cell></table:table-row>";
    for rows in [rows.as_str(), &columns, &far, spaces] {
        let bytes = changed(ODS, "content.xml", |xml| {
            assert!(xml.contains("</table:table>"));
            xml.replacen("</table:table>", &format!("{rows}</table:table>"), 1)
        });
        is_refused(&bytes, &["the workbook is too large to be read"]);
    }
}

#[test]
fn the_blank_rest_of_a_sheet_counts_for_nothing() {
    let rest = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";
    let bytes = changed(ODS, "content.xml", |xml| {
        xml.replace("</table:table>", rest)
    });
    assert_eq!(text(&bytes, Some("Sessions")), text(ODS, Some("Sessions")));
}

#[test]
fn what_an_old_sheet_says_of_its_size_is_not_believed() {
    let mut stream = stream(XLS);
    let sizes: Vec<usize> = (0..stream.len() - 18)
        .filter(|at| stream[*at..*at + 4] == [0x00, 0x02, 14, 0])
        .collect();
    assert!(sizes.len() >= 3, "{sizes:?}");
    for at in sizes {
        stream[at + 4..at + 12].copy_from_slice(&[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    }
    let bytes = container("/Workbook", &stream);
    assert_eq!(text(&bytes, Some("Sessions")), text(XLS, Some("Sessions")));
}

#[test]
fn sheets_and_cells_out_of_place_are_damage() {
    let stream = stream(XLS);
    let at = |kind: [u8; 2]| stream.windows(2).position(|two| two == kind).unwrap();
    let mut sheet = stream.clone();
    let first = at([0x85, 0x00]);
    sheet[first + 4..first + 8].copy_from_slice(&[0xFF; 4]);
    is_refused(
        &container("/Workbook", &sheet),
        &["the workbook is damaged", "sheets out of place"],
    );
    let mut cell = stream.clone();
    let first = at([0xFD, 0x00]);
    assert_eq!(cell[first + 2], 10);
    cell[first + 6..first + 8].copy_from_slice(&[0xFF; 2]);
    is_refused(
        &container("/Workbook", &cell),
        &["the workbook is damaged", "a cell in column 65536"],
    );
}

/// Puts bytes in other places.
fn struck(bytes: &[u8], blows: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, byte) in blows {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is read of it, reading ends, and in words.
    #[test]
    fn struck_bytes_never_panic(
        which in 0_usize..3,
        inside: bool,
        blows in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        part in any::<prop::sample::Index>(),
    ) {
        let whole = [xlsx(), XLS.to_vec(), ODS.to_vec()];
        let bytes = match (which, inside) {
            (_, false) => struck(&whole[which], &blows),
            (1, true) => container("/Workbook", &struck(&stream(XLS), &blows)),
            (_, true) => {
                let mut parts = parts(&whole[which]);
                let index = part.index(parts.len());
                if !parts[index].1.is_empty() {
                    parts[index].1 = struck(&parts[index].1, &blows);
                }
                zipped(&parts)
            }
        };
        let preview = Preview::of("book.xlsx", bytes.clone());
        prop_assert!(Mapping::parse(&propose(&preview.sheets).mapping, "mapping.toml").is_ok());
        prop_assert!(preview.sheets.len() + preview.unread.len() > 0);
        for sheet in [None, Some("Sessions")] {
            if let Err(problems) = text(&bytes, sheet) {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.place.is_some(), "{problem}");
                }
            }
        }
    }
}
