//! Texts into records: the csv crate as the measure where a text is sound, and what a fault costs where it is not.

use csv::ReaderBuilder;
use proptest::prelude::*;

use super::super::record::Record;
use super::super::scan::{Fault, FaultKind, Records, Shape, Strictness};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

fn shape(delimiter: u8) -> Shape {
    Shape {
        delimiter,
        cells: None,
        strictness: Strictness::Strict,
    }
}

/// A record's line, and its cells or its fault.
type Read = (u32, Result<Vec<String>, Fault>);

fn all(text: &str, shape: Shape) -> Vec<Read> {
    let mut records = Records::at(text, shape, 0, 1);
    let mut record = Record::of(text);
    let mut all = Vec::new();
    while let Some(read) = records.next(&mut record) {
        let cells = read.map(|()| record.iter().map(str::to_owned).collect());
        all.push((record.line, cells));
    }
    all
}

/// The cells of a text that has no fault.
fn cells(text: &str) -> Vec<Vec<String>> {
    let all = all(text, shape(b',')).into_iter();
    all.map(|(_, cells)| cells.unwrap()).collect()
}

/// The lines, cells and kinds of the faults of a text.
fn faults(text: &str, shape: Shape) -> Vec<(u32, usize, FaultKind)> {
    let all = all(text, shape).into_iter();
    all.filter_map(|(line, read)| read.err().map(|fault| (line, fault.cell, fault.kind)))
        .collect()
}

#[test]
fn a_record_stands_on_its_first_line() {
    for text in [
        "a,b\n\n\"x\ny\",1\nz,2\n",
        "a,b\r\n\r\n\"x\r\ny\",1\r\nz,2\r\n",
        "a,b\r\r\n\r\r\n\"x\r\ny\",1\r\r\nz,2\r\r\n",
    ] {
        let lines: Vec<u32> = all(text, shape(b','))
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines, [1, 3, 5], "{text:?}");
        let last = cells(text).pop().unwrap();
        assert_eq!(last, ["z", "2"], "{text:?}");
    }
}

#[test]
fn rows_without_a_value_are_nothing() {
    assert_eq!(cells("a,b\n,\n  ,  \n\"\",\"\n\"\n1,2\n,,,\n\n").len(), 2);
}

#[test]
fn each_fault_is_named_at_its_cell_and_costs_one_line() {
    let text = "a,b\n1,\"x\n2,y\n3,\"he said \"no\", then\"\n4,5\" pipe\n6,7,8\n9\n10,\u{1}\n11,12\n13,\"x\n";
    let shape = Shape {
        cells: Some(2),
        ..shape(b',')
    };
    assert_eq!(
        faults(text, shape),
        [
            (2, 1, FaultKind::AfterQuote),
            (4, 1, FaultKind::AfterQuote),
            (5, 1, FaultKind::StrayQuote),
            (6, 2, FaultKind::CellCount),
            (7, 1, FaultKind::CellCount),
            (8, 1, FaultKind::Character('\u{1}')),
            (10, 1, FaultKind::Unclosed),
        ]
    );
    let sound = all(text, shape)
        .into_iter()
        .filter(|(_, read)| read.is_ok());
    let sound: Vec<u32> = sound.map(|(line, _)| line).collect();
    assert_eq!(sound, [1, 3, 9]);
}

#[test]
fn what_is_no_text_is_found_wherever_it_stands() {
    for character in [
        '\0', '\u{1f}', '\u{7f}', '\u{81}', '\u{9d}', '\u{feff}', '\u{fffd}', '\u{fffe}',
    ] {
        for before in 0..130 {
            let text = format!("a,{}{character},b\r\nc,d,e\r\n", "x".repeat(before));
            let found = faults(&text, shape(b','));
            assert_eq!(found, [(1, 1, FaultKind::Character(character))], "{before}");
        }
    }
    assert_eq!(
        faults("a,b\rc,d\r\n", shape(b',')),
        [(1, 1, FaultKind::Character('\r'))]
    );
    assert_eq!(
        faults("a,£é\u{a0}\u{ff21}\tx,\"y\r\nz\"\r", shape(b',')),
        []
    );
}

#[test]
fn lenient_reading_puts_right_what_it_can_and_no_more() {
    let lenient = Shape {
        cells: Some(3),
        strictness: Strictness::Lenient,
        ..shape(b',')
    };
    let text = "a,5\" pipe,c\na,b\na,b,c,, \na,b,c,d\na,b\"c,\"d\ne\"\n\"a\nb\",c\nx,\"y\"z,c\n";
    let mut records = Records::at(text, lenient, 0, 1);
    let mut record = Record::of(text);
    let mut told = Vec::new();
    while let Some(read) = records.next(&mut record) {
        let repairs: Vec<_> = record
            .repairs()
            .iter()
            .map(|repair| (repair.kind, repair.cell))
            .collect();
        let fault = read.err().map(|fault| (fault.kind, fault.cell));
        told.push(format!(
            "{} {:?} {repairs:?} {fault:?}",
            record.line,
            record.iter().collect::<Vec<_>>()
        ));
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    1 ["a", "5\" pipe", "c"] [(StrayQuote, 1)] None
    2 ["a", "b"] [(CellsMissing, 2)] None
    3 ["a", "b", "c"] [(CellsDropped, 3)] None
    4 ["a", "b", "c", "d"] [] Some((CellCount, 3))
    5 ["a", "b\"c"] [(StrayQuote, 1)] Some((StrayQuote, 1))
    6 [] [] Some((StrayQuote, 0))
    7 ["a\nb", "c"] [] Some((CellCount, 2))
    8 [] [] Some((StrayQuote, 0))
    9 ["x"] [] Some((AfterQuote, 1))
    "#);
}

/// How many bytes the reader looks at in all, as a multiple of the text.
fn times_read(text: &str, shape: Shape) -> usize {
    let mut records = Records::at(text, shape, 0, 1);
    let mut record = Record::of(text);
    let mut bytes = 0;
    while records.next(&mut record).is_some() {
        bytes += record.end - record.start;
    }
    bytes.div_ceil(text.len().max(1))
}

#[test]
fn no_text_is_read_more_than_a_few_times_over() {
    let lines = [
        "a,\"b\n",
        "\"\n",
        "\"\"\"\n",
        "a,\"\"\"\n",
        "a\",b\"c,\"\n",
        "a\"\",\"\"\"\n",
        "a,b\n",
        "\"a\"\"\n",
        ",\"\"a\n",
    ];
    for strictness in [Strictness::Strict, Strictness::Lenient] {
        for first in lines {
            for second in lines {
                let text = first.repeat(2000)
                    + &second.repeat(2000)
                    + &[first, second].concat().repeat(1000);
                let shape = Shape {
                    cells: Some(2),
                    strictness,
                    ..shape(b',')
                };
                assert!(
                    times_read(&text, shape) <= 3,
                    "{first:?} {second:?} {strictness:?}"
                );
            }
        }
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "a",
            " ",
            "é",
            "\"",
            ",",
            ";",
            "\t",
            "|",
            "\n",
            "\r\n",
            "12",
            "a cell that fills most of what is looked at in one go",
        ]),
        0..5,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_sound_text_reads_as_the_csv_crate_reads_it(
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..5), 1..6),
        delimiter in prop::sample::select(DELIMITERS.to_vec()),
        line_end in prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]),
        always in any::<bool>(),
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().flexible(true).delimiter(delimiter).terminator(line_end).quote_style(style).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let expected: Vec<Vec<String>> = expected.into_iter().filter(|row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        let read: Vec<Vec<String>> = all(&text, shape(delimiter)).into_iter().map(|(_, cells)| cells.unwrap()).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_text_is_read_to_its_end_a_few_times_at_most(
        parts in prop::collection::vec(prop::sample::select(vec!["\"", "\"", ",", "\n", "\r\n", "\r", "a", "\0", "é"]), 0..200),
        cells in prop::option::of(1..4_usize),
        lenient in any::<bool>(),
    ) {
        let text = parts.concat();
        let strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
        let shape = Shape { cells, strictness, ..shape(b',') };
        prop_assert!(times_read(&text, shape) <= 3);
        let lines: Vec<u32> = all(&text, shape).into_iter().map(|(line, _)| line).collect();
        prop_assert!(lines.is_sorted_by(|one, other| one < other), "each line begins one record at most");
        for (_, read) in all(&text, shape) {
            if let (Ok(read), Some(cells), false) = (read, cells, lenient) {
                prop_assert_eq!(read.len(), cells);
            }
        }
    }
}
