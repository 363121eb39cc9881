//! The cases of csv-spectrum, written anew: what every reader of CSV should make of commas, quotation marks, line breaks
//! and letters beyond ASCII inside cells; each with line feeds and with carriage returns before them.

use super::super::record::Record;
use super::super::scan::{Records, Shape, Strictness};
use super::super::text::decode;

fn cells(text: &str) -> Vec<Vec<String>> {
    let text = decode(text.as_bytes().to_vec(), None).text;
    let shape = Shape {
        delimiter: b',',
        cells: None,
        strictness: Strictness::Strict,
    };
    let mut records = Records::at(&text, shape, 0, 1);
    let mut record = Record::of(&text);
    let mut all = Vec::new();
    while let Some(read) = records.next(&mut record) {
        read.unwrap();
        all.push(record.iter().map(str::to_owned).collect());
    }
    all
}

#[test]
fn every_case_reads_as_it_should() {
    let cases: [(&str, &str, &[&[&str]]); 8] = [
        (
            "comma in quotes",
            "first,last,address,city,zip\nJo,Roe,120 any st.,\"Anytown, WW\",08123\n",
            &[&["Jo", "Roe", "120 any st.", "Anytown, WW", "08123"]],
        ),
        (
            "empty",
            "a,b,c\n1,\"\",\"\"\n2,3,4\n",
            &[&["1", "", ""], &["2", "3", "4"]],
        ),
        (
            "escaped quotes",
            "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
            &[&["1", "ha \"ha\" ha"], &["3", "4"]],
        ),
        (
            "json",
            "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1.5, 0.5]}\"\n",
            &[&["1", "{\"type\": \"Point\", \"at\": [1.5, 0.5]}"]],
        ),
        (
            "newlines",
            "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
            &[
                &["1", "2", "3"],
                &["Once upon \na time", "5", "6"],
                &["7", "8", "9"],
            ],
        ),
        (
            "quotes and newlines",
            "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
            &[&["1", "ha \n\"ha\" \nha"], &["3", "4"]],
        ),
        ("simple", "a,b,c\n1,2,3", &[&["1", "2", "3"]]),
        (
            "utf-8",
            "a,b,c\n1,2,3\n4,5,ʤ\n",
            &[&["1", "2", "3"], &["4", "5", "ʤ"]],
        ),
    ];
    for (name, text, expected) in cases {
        let read = cells(text);
        assert_eq!(read[1..], *expected, "{name}");
        let crlf = |text: &str| text.replace('\n', "\r\n");
        let expected: Vec<Vec<String>> = expected
            .iter()
            .map(|row| row.iter().map(|cell| crlf(cell)).collect())
            .collect();
        assert_eq!(cells(&crlf(text))[1..], expected, "{name}, crlf");
    }
}
