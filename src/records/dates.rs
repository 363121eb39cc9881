//! The ways a council's exports write a date, and reading a cell by them.

use std::collections::BTreeMap;
use std::fmt;

use crate::calendar::Day;

/// How the dates of a file are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    /// By column.
    pub(super) by_column: BTreeMap<String, Vec<DateFormat>>,
    /// In every other column.
    pub(super) others: Vec<DateFormat>,
}

impl Dates {
    /// Puts what is said later over what is known; what it does not speak of stays.
    pub(super) fn overlay(&mut self, later: &Dates) {
        if !later.others.is_empty() {
            self.others.clone_from(&later.others);
        }
        self.by_column.extend(later.by_column.clone());
    }

    /// Lets every column hold ISO dates besides; or the way to write dates under which they would be other days.
    pub(super) fn accept_iso(&mut self) -> Option<DateFormat> {
        let iso = DateFormat::iso();
        for formats in self.by_column.values_mut().chain([&mut self.others]) {
            if let Some(clash) = formats.iter().find(|known| iso.clash(known).is_some()) {
                return Some(clash.clone());
            }
            if !formats.contains(&iso) {
                formats.push(iso.clone());
            }
        }
        None
    }

    /// The key of a mapping that says how one column is written.
    pub(super) fn key(&self, column: &str) -> String {
        if self.by_column.is_empty() {
            "dates".to_owned()
        } else {
            format!("dates.{column}")
        }
    }

    /// How one column is written; ISO when nobody said.
    pub(super) fn of(&self, column: &str) -> Vec<DateFormat> {
        let formats = self.by_column.get(column).unwrap_or(&self.others);
        if formats.is_empty() {
            vec![DateFormat::iso()]
        } else {
            formats.clone()
        }
    }
}

/// What comes first where day and month are numbers before the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// One way to write a date, such as `dd/mm/yyyy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateFormat {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Day(Digits),
    Month(Digits),
    MonthName,
    Year(Digits),
    Separator(u8),
}

/// How many digits a number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    OneOrTwo,
    Two,
    Four,
}

/// Why a cell is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misread {
    /// It is written in none of the expected ways.
    Shape,
    /// It is written in one of them, but the calendar has no such day.
    NoSuchDay,
}

const USUAL_DATES: [&str; 10] = [
    "dd/mm/yyyy",
    "yyyy-mm-dd",
    "d/m/yyyy",
    "dd/mm/yy",
    "dd-mm-yyyy",
    "dd mmm yyyy",
    "dd-mmm-yyyy",
    "dd-mmm-yy",
    "dd.mm.yyyy",
    "yyyymmdd",
];

/// A usual way to write a date that reads a cell and would not clash with the known ones.
pub(super) fn usual(cell: &str, known: &[DateFormat]) -> Option<(DateFormat, Day)> {
    let formats = USUAL_DATES.iter();
    let mut formats = formats.filter_map(|text| DateFormat::parse(text).ok());
    formats.find_map(|format| {
        let day = format.read(cell).ok()?;
        let clashes = known.iter().any(|known| known.clash(&format).is_some());
        (!clashes).then_some((format, day))
    })
}

const MONTHS: [&[u8; 3]; 12] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

/// Two-digit years below this are of this century, as POSIX has it.
const FIRST_YEAR_OF_THE_1900S: u32 = 69;

impl DateFormat {
    /// The format of an export nobody described.
    pub(super) fn iso() -> DateFormat {
        DateFormat {
            text: "yyyy-mm-dd".to_owned(),
            parts: vec![
                Part::Year(Digits::Four),
                Part::Separator(b'-'),
                Part::Month(Digits::Two),
                Part::Separator(b'-'),
                Part::Day(Digits::Two),
            ],
        }
    }

    /// Reads a format: `dd` or `d`, `mm`, `m` or `mmm`, `yyyy` or `yy`, each once, with what stands between them.
    pub(super) fn parse(text: &str) -> Result<DateFormat, String> {
        let text = text.trim().to_ascii_lowercase();
        let mut parts = Vec::new();
        let mut rest = text.as_bytes();
        while let Some(&first) = rest.first() {
            let length = rest.iter().take_while(|byte| **byte == first).count();
            let (part, taken) = match (first, length) {
                (b'd', 1) => (Part::Day(Digits::OneOrTwo), 1),
                (b'd', 2) => (Part::Day(Digits::Two), 2),
                (b'm', 1) => (Part::Month(Digits::OneOrTwo), 1),
                (b'm', 2) => (Part::Month(Digits::Two), 2),
                (b'm', 3) => (Part::MonthName, 3),
                (b'y', 2) => (Part::Year(Digits::Two), 2),
                (b'y', 4) => (Part::Year(Digits::Four), 4),
                (b' ' | b'-' | b'/' | b'.' | b',', _) => (Part::Separator(first), 1),
                _ => {
                    let token = String::from_utf8_lossy(rest.get(..length).unwrap_or(rest));
                    return Err(format!("`{token}` means nothing in a date"));
                }
            };
            parts.push(part);
            rest = rest.get(taken..).unwrap_or(&[]);
        }
        let format = DateFormat { text, parts };
        format.whole()?;
        Ok(format)
    }

    fn whole(&self) -> Result<(), String> {
        let times =
            |wanted: fn(&Part) -> bool| self.parts.iter().filter(|part| wanted(part)).count();
        let once = [
            times(|part| matches!(part, Part::Day(_))),
            times(|part| matches!(part, Part::Month(_) | Part::MonthName)),
            times(|part| matches!(part, Part::Year(_))),
        ];
        if once != [1, 1, 1] {
            return Err("a date needs one day, one month and one year".to_owned());
        }
        let run_together = self.parts.windows(2).any(|pair| {
            matches!(
                pair,
                [
                    Part::Day(Digits::OneOrTwo) | Part::Month(Digits::OneOrTwo),
                    Part::Day(_) | Part::Month(_) | Part::Year(_)
                ]
            )
        });
        if run_together {
            return Err("one digit or two can't be told apart without a separator".to_owned());
        }
        Ok(())
    }

    /// Reads a cell; a time of day behind the date is left aside.
    pub(super) fn read(&self, cell: &str) -> Result<Day, Misread> {
        let (mut day, mut month, mut year) = (0, 0, 0);
        let mut rest = cell.as_bytes();
        for part in &self.parts {
            rest = match part {
                Part::Day(digits) => digits.read(rest, &mut day),
                Part::Month(digits) => digits.read(rest, &mut month),
                Part::Year(digits) => digits.read(rest, &mut year),
                Part::MonthName => month_name(rest, &mut month),
                Part::Separator(byte) => rest.strip_prefix(std::slice::from_ref(byte)),
            }
            .ok_or(Misread::Shape)?;
        }
        if !rest.is_empty() && !is_time(rest) {
            return Err(Misread::Shape);
        }
        if self.parts.contains(&Part::Year(Digits::Two)) {
            year += if year < FIRST_YEAR_OF_THE_1900S {
                2000
            } else {
                1900
            };
        }
        Day::from_ymd(year.cast_signed(), month, day).ok_or(Misread::NoSuchDay)
    }

    /// Which of two numbers is the day, where a cell such as `03/04/2026` could be read both ways.
    pub(super) fn order(&self) -> Option<Order> {
        let numbers = self
            .parts
            .iter()
            .filter(|part| !matches!(part, Part::Separator(_)));
        match numbers.collect::<Vec<_>>().as_slice() {
            [Part::Day(_), Part::Month(_), Part::Year(_)] => Some(Order::DayFirst),
            [Part::Month(_), Part::Day(_), Part::Year(_)] => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The same format with day and month in each other's place, when a cell could be read both ways.
    pub(super) fn swapped(&self) -> Option<DateFormat> {
        self.order()?;
        let swap = |part: &Part| match part {
            Part::Day(digits) => Part::Month(*digits),
            Part::Month(digits) => Part::Day(*digits),
            Part::MonthName | Part::Year(_) | Part::Separator(_) => *part,
        };
        let letters = self.text.chars().map(|letter| match letter {
            'd' => 'm',
            'm' => 'd',
            other => other,
        });
        Some(DateFormat {
            text: letters.collect(),
            parts: self.parts.iter().map(swap).collect(),
        })
    }

    /// A cell that this format and another would read as two days, if there is one.
    pub(super) fn clash(&self, other: &DateFormat) -> Option<String> {
        // Three different numbers show every confusion of places, with one digit and with two.
        [(2003, 2, 1), (2012, 11, 10), (2012, 2, 10), (2003, 11, 1)]
            .into_iter()
            .filter_map(|(year, month, day)| Day::from_ymd(year, month, day))
            .find_map(|day| {
                let cell = self.write(day);
                let read = other.read(&cell).ok()?;
                (read != day).then_some(cell)
            })
    }

    fn write(&self, date: Day) -> String {
        let (year, month, day) = date.ymd();
        let name = usize::try_from(month)
            .ok()
            .and_then(|month| MONTHS.get(month - 1));
        let written = self.parts.iter().map(|part| match part {
            Part::Day(Digits::OneOrTwo) => day.to_string(),
            Part::Day(_) => format!("{day:02}"),
            Part::Month(Digits::OneOrTwo) => month.to_string(),
            Part::Month(_) => format!("{month:02}"),
            Part::MonthName => {
                String::from_utf8_lossy(name.map_or(b"".as_slice(), |name| *name)).into_owned()
            }
            Part::Year(Digits::Four) => format!("{year:04}"),
            Part::Year(_) => format!("{:02}", year % 100),
            Part::Separator(byte) => char::from(*byte).to_string(),
        });
        written.collect()
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl Digits {
    /// Takes a number from the front of a cell and gives what is left.
    fn read<'c>(self, cell: &'c [u8], number: &mut u32) -> Option<&'c [u8]> {
        let second_is_digit = cell.get(1).is_some_and(u8::is_ascii_digit);
        let length = match self {
            Digits::OneOrTwo if !second_is_digit => 1,
            Digits::OneOrTwo | Digits::Two => 2,
            Digits::Four => 4,
        };
        let (digits, rest) = cell.split_at_checked(length)?;
        for byte in digits {
            if !byte.is_ascii_digit() {
                return None;
            }
            *number = *number * 10 + u32::from(byte - b'0');
        }
        Some(rest)
    }
}

fn month_name<'c>(cell: &'c [u8], month: &mut u32) -> Option<&'c [u8]> {
    let (name, rest) = cell.split_at_checked(3)?;
    let known = |known: &&[u8; 3]| name.eq_ignore_ascii_case(known.as_slice());
    let index = MONTHS.iter().position(known)?;
    *month = u32::try_from(index).ok()? + 1;
    Some(rest)
}

/// Whether this is ` 00:00`, `T00:00:00` or `T14:30:05.123`: a time of day without a zone, as databases and Excel
/// write it behind a date. With a zone it may be another day here, so that is no date.
fn is_time(rest: &[u8]) -> bool {
    let [b' ' | b'T' | b't', time @ ..] = rest else {
        return false;
    };
    let two = |part: &[u8], most: u8| match part {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => (tens - b'0') * 10 + (ones - b'0') <= most,
        _ => false,
    };
    let mut parts = time.splitn(3, |byte| *byte == b':');
    let (Some(hours), Some(minutes)) = (parts.next(), parts.next()) else {
        return false;
    };
    let seconds = parts.next().unwrap_or(b"00");
    let (whole, fraction) = seconds.split_at_checked(2).unwrap_or((seconds, b""));
    let fraction_is_digits = match fraction {
        [] => true,
        [b'.', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    two(hours, 23) && two(minutes, 59) && two(whole, 59) && fraction_is_digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, cell: &str) -> Result<String, Misread> {
        let format = DateFormat::parse(format).unwrap();
        format.read(cell).map(|day| day.to_string())
    }

    #[test]
    fn each_token_reads_its_part() {
        for (format, cell) in [
            ("yyyy-mm-dd", "2026-03-04"),
            ("DD/MM/YYYY", "04/03/2026"),
            ("d/m/yy", "4/3/26"),
            ("d/m/yyyy", "04/03/2026"),
            ("dd-mmm-yyyy", "04-MAR-2026"),
            ("d mmm yy", "4 Mar 26"),
            ("mmm d, yyyy", "Mar 4, 2026"),
            ("ddmmyyyy", "04032026"),
        ] {
            assert_eq!(read(format, cell).as_deref(), Ok("2026-03-04"), "{format}");
        }
        assert_eq!(read("dd/mm/yy", "04/03/69").as_deref(), Ok("1969-03-04"));
    }

    #[test]
    fn a_time_of_day_is_left_aside_unless_it_has_a_zone() {
        for time in ["T00:00:00", " 00:00", " 14:30:05.123"] {
            let cell = format!("2026-03-04{time}");
            assert_eq!(
                read("yyyy-mm-dd", &cell).as_deref(),
                Ok("2026-03-04"),
                "{cell}"
            );
        }
        for tail in [
            "T00:00:00Z",
            " 24:00",
            "T1:00",
            " ",
            "x",
            "T00:00:00+01:00",
            " 10",
        ] {
            let cell = format!("2026-03-04{tail}");
            assert_eq!(read("yyyy-mm-dd", &cell), Err(Misread::Shape), "{cell}");
        }
    }

    #[test]
    fn the_calendar_has_the_last_word() {
        assert_eq!(read("dd/mm/yyyy", "31/02/2026"), Err(Misread::NoSuchDay));
        assert_eq!(read("dd/mm/yyyy", "29/02/2026"), Err(Misread::NoSuchDay));
        assert_eq!(
            read("dd/mm/yyyy", "29/02/2024").as_deref(),
            Ok("2024-02-29")
        );
        assert_eq!(read("dd/mm/yyyy", "1/2/2026"), Err(Misread::Shape));
        assert_eq!(read("dd/mm/yyyy", "01/02/26"), Err(Misread::Shape));
        assert_eq!(read("dd/mm/yyyy", "０１/02/2026"), Err(Misread::Shape));
    }

    #[test]
    fn formats_that_read_one_cell_two_ways_clash() {
        let clash = |one: &str, other: &str| {
            let one = DateFormat::parse(one).unwrap();
            one.clash(&DateFormat::parse(other).unwrap())
        };
        assert_eq!(
            clash("dd/mm/yyyy", "mm/dd/yyyy").as_deref(),
            Some("01/02/2003")
        );
        assert!(clash("dd/mm/yy", "yy/mm/dd").is_some());
        assert_eq!(clash("dd/mm/yyyy", "d/m/yyyy"), None);
        assert_eq!(clash("dd/mm/yyyy", "yyyy-mm-dd"), None);
        assert_eq!(clash("dd/mm/yyyy", "dd/mm/yy"), None);
    }

    #[test]
    fn only_day_and_month_before_the_year_can_be_swapped() {
        let swapped = |text: &str| {
            let format = DateFormat::parse(text).unwrap();
            format.swapped().map(|other| other.to_string())
        };
        assert_eq!(swapped("dd/mm/yyyy").as_deref(), Some("mm/dd/yyyy"));
        assert_eq!(swapped("m-d-yy").as_deref(), Some("d-m-yy"));
        for text in ["yyyy-mm-dd", "dd-mmm-yyyy", "mmm d, yyyy"] {
            assert_eq!(swapped(text), None, "{text}");
        }
    }

    #[test]
    fn years_of_two_digits_turn_at_69() {
        for (cell, day) in [
            ("01/02/00", "2000-02-01"),
            ("01/02/68", "2068-02-01"),
            ("01/02/69", "1969-02-01"),
            ("01/02/99", "1999-02-01"),
        ] {
            assert_eq!(read("dd/mm/yy", cell).as_deref(), Ok(day), "{cell}");
        }
    }

    #[test]
    fn what_is_no_format_says_why() {
        let why = |text: &str| DateFormat::parse(text).unwrap_err();
        assert_eq!(why("dd/mm"), "a date needs one day, one month and one year");
        assert_eq!(why("dd/mm/yyy"), "`yyy` means nothing in a date");
        assert_eq!(why("%d/%m/%Y"), "`%` means nothing in a date");
        assert!(why("dmyyyy").starts_with("one digit or two"));
        assert!(why("é").starts_with('`'));
    }
}
