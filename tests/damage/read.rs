//! The file that is damaged, and what reading it gives.

use oversight::calendar::Day;
use oversight::problem::Level;
use oversight::records::{Demand, Export, Mapping, Source, read as read_exports};

use super::kinds::Made;

/// What a row says, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) id: String,
    pub(crate) cells: String,
}

/// One row of the file.
pub(crate) struct Row {
    pub(crate) bytes: Vec<u8>,
    /// Its first line.
    pub(crate) line: u32,
    pub(crate) content: Content,
}

/// How the file is encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Windows1252,
}

/// An export of staff as systems give it.
pub(crate) struct File {
    pub(crate) delimiter: u8,
    pub(crate) line_end: &'static str,
    pub(crate) encoding: Encoding,
    header: Vec<u8>,
    pub(crate) rows: Vec<Row>,
}

const HEADER: [&str; 9] = [
    "staff_id",
    "name",
    "role",
    "start_date",
    "team",
    "notes",
    "hours_per_week",
    "end_date",
    "remarks",
];

/// `~` stands for the delimiter, and `^` for a line end.
const ROWS: [[&str; 9]; 9] = [
    [
        "W1",
        "Best~ Ben",
        "social worker",
        "2024-01-08",
        "North",
        "Agreed \"flexible\" hours",
        "37",
        "",
        "",
    ],
    [
        "W2",
        "Ann Lee",
        "team manager",
        "2020-03-02",
        "North",
        "",
        "37",
        "",
        "moved",
    ],
    [
        "W3",
        "O'Neil~ Kit",
        "social worker",
        "2021-05-04",
        "East~ West",
        "One~^two~ \"three\"^^four",
        "22.5",
        "2025-01-31",
        "",
    ],
    [
        "W4",
        "Siôn Puw",
        "practitioner",
        "2023-07-01",
        "South",
        "\"Quoted\" at both \"ends\"",
        "",
        "",
        "one^two~ three",
    ],
    [
        "W5",
        "Zoë",
        "social worker",
        "2022-11-30",
        "",
        "",
        "",
        "",
        "",
    ],
    [
        "W6",
        "Lee~ \"Max\"",
        "student",
        "2026-01-05",
        "South",
        "plain",
        "18",
        "",
        "\"\"",
    ],
    [
        "W7",
        "~",
        "social worker",
        "2019-09-02",
        "North",
        "^begins below",
        "30",
        "2026-03-31",
        "x",
    ],
    [
        "W8",
        "Una",
        "social worker",
        "2018-02-01",
        "~North",
        "~begins with one",
        "37",
        "",
        "ends~^",
    ],
    [
        "W9",
        "Di Day",
        "admin",
        "2017-06-12",
        "South",
        "",
        "37",
        "",
        "last",
    ],
];

impl File {
    pub(crate) fn new(delimiter: u8, line_end: &'static str) -> File {
        let separator = char::from(delimiter).to_string();
        let mut file = File {
            delimiter,
            line_end,
            encoding: Encoding::Utf8,
            header: HEADER.join(&separator).into_bytes(),
            rows: Vec::new(),
        };
        let mut line = 2;
        for cells in ROWS {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    quoted(
                        &cell.replace('~', &separator).replace('^', line_end),
                        &separator,
                    )
                })
                .collect();
            let text = cells.join(&separator);
            let lines = u32::try_from(text.matches('\n').count()).unwrap() + 1;
            file.rows.push(Row {
                bytes: text.into_bytes(),
                line,
                content: Content {
                    id: String::new(),
                    cells: String::new(),
                },
            });
            line += lines;
        }
        file.contents();
        file
    }

    pub(crate) fn in_windows_1252(delimiter: u8, line_end: &'static str) -> File {
        let mut file = File::new(delimiter, line_end);
        file.encoding = Encoding::Windows1252;
        for row in &mut file.rows {
            let text = String::from_utf8(row.bytes.clone()).unwrap();
            row.bytes = text
                .chars()
                .map(|letter| u8::try_from(u32::from(letter)).unwrap())
                .collect();
        }
        file
    }

    /// What each row says when nothing is wrong.
    fn contents(&mut self) {
        let read = read(&self.text(), self.encoding);
        assert_eq!(
            read.accepted.len(),
            self.rows.len(),
            "{}",
            read.said.join("\n")
        );
        for (row, content) in self.rows.iter_mut().zip(read.accepted) {
            row.content = content;
        }
    }

    pub(crate) fn text(&self) -> Vec<u8> {
        self.joined(self.rows.iter().map(|row| row.bytes.clone()))
    }

    /// The text with one row, or two that were joined, damaged.
    pub(crate) fn with(&self, made: &Made) -> Vec<u8> {
        let rows = self.rows.iter().enumerate().filter_map(|(index, row)| {
            if index == made.row {
                Some(made.bytes.clone())
            } else if made.touched().any(|touched| touched == index) {
                None
            } else {
                Some(row.bytes.clone())
            }
        });
        self.joined(rows)
    }

    fn joined(&self, rows: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
        let mut text = self.header.clone();
        text.extend(self.line_end.bytes());
        for row in rows {
            text.extend(row);
            text.extend(self.line_end.bytes());
        }
        text
    }

    /// What is said of the file when nothing is wrong.
    pub(crate) fn said(&self) -> Vec<String> {
        match self.encoding {
            Encoding::Utf8 => Vec::new(),
            Encoding::Windows1252 => {
                vec!["staff.csv: not UTF-8, so read as windows-1252".to_owned()]
            }
        }
    }

    /// The first line of the row before.
    pub(crate) fn line_before(&self, row: usize) -> u32 {
        row.checked_sub(1)
            .map_or(1, |before| self.rows[before].line)
    }
}

fn quoted(cell: &str, separator: &str) -> String {
    if cell.contains(['"', '\n']) || cell.contains(separator) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What reading a file gives.
pub(crate) struct Read {
    pub(crate) count: usize,
    pub(crate) rejected: usize,
    /// The lines of the rejected rows.
    pub(crate) lines: Vec<u32>,
    /// What the accepted rows say, in the order of their ids.
    pub(crate) accepted: Vec<Content>,
    pub(crate) said: Vec<String>,
}

pub(crate) fn read(bytes: &[u8], encoding: Encoding) -> Read {
    let source = Source {
        sheet: None,
        name: "staff.csv".to_owned(),
        export: Export::Staff,
        covers_from: None,
        bytes: bytes.into(),
    };
    let taken = Day::parse_iso("2026-10-31").unwrap();
    let data = read_exports(vec![source], &Mapping::default(), &Demand::default(), taken).unwrap();
    let file = &data.files[0];
    let expected = match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Windows1252 => "windows-1252",
    };
    assert_eq!(file.settings[0].value, expected);
    let errors = data
        .problems
        .iter()
        .filter(|problem| problem.level == Level::Error);
    let mut lines: Vec<u32> = errors
        .filter_map(|problem| problem.place.as_ref()?.line)
        .collect();
    lines.dedup();
    assert_eq!(
        lines.len(),
        file.rejected as usize,
        "one line for each rejected row"
    );
    let mut accepted = Vec::new();
    for (index, member) in data.staff.iter().enumerate() {
        for post in &member.posts {
            let cells = format!(
                "{} {:?} {:?} {} {} {:?}",
                post.start,
                post.end,
                post.name,
                data.text(post.role),
                data.text(post.team),
                post.hours
            );
            accepted.push(Content {
                id: data.staff_ids.text(index).to_owned(),
                cells,
            });
        }
    }
    accepted.sort_by(|one, other| one.id.cmp(&other.id));
    Read {
        count: file.read as usize,
        rejected: file.rejected as usize,
        lines,
        accepted,
        said: data.problems.iter().map(ToString::to_string).collect(),
    }
}
