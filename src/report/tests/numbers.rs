//! Every number that the page prints stands in the JSON of the same run.

use std::collections::BTreeSet;

use serde_json::Value;

use super::health::check;
use super::world::{october, september};
use crate::report::document::{Block, Cell, Document};
use crate::report::html::shown;
use crate::report::{Audience, Audit, Fraction, HealthCheck, health, health_json};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The numbers of a text without those of days, of percentages and of what is quoted.
fn numbers(text: &str) -> BTreeSet<i64> {
    let mut quoted = false;
    let plain: String = text
        .chars()
        .filter(|letter| {
            match letter {
                '“' => quoted = true,
                '”' => quoted = false,
                _ => {}
            }
            !quoted
        })
        .collect();
    let plain = plain.replace(',', "");
    let mut words: Vec<&str> = plain
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '%' && letter != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let is_month = |word: &str| {
        word.len() >= 3
            && MONTHS
                .iter()
                .any(|month| *month == word || month[..3] == *word)
    };
    for at in 0..words.len() {
        if is_month(words[at]) {
            if at > 0 {
                words[at - 1] = "";
            }
            if words.get(at + 1).is_some_and(|word| word.len() == 4) {
                words[at + 1] = "";
            }
        }
    }
    words.iter().filter_map(|word| word.parse().ok()).collect()
}

fn percents(text: &str) -> BTreeSet<u32> {
    let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != '%');
    words
        .filter_map(|word| word.strip_suffix('%')?.parse().ok())
        .collect()
}

/// The numbers of a report, and the percentages that its fractions make.
#[derive(Default)]
struct Known {
    numbers: BTreeSet<i64>,
    percents: BTreeSet<u32>,
}

impl Known {
    fn learn(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.extend(number.as_i64()),
            Value::String(text) => self.numbers.extend(text.parse::<i64>().ok()),
            Value::Array(list) => list.iter().for_each(|one| self.learn(one)),
            Value::Object(keys) => {
                let number = |key: &str| {
                    let found = keys.get(key)?.as_u64()?;
                    u32::try_from(found).ok()
                };
                for (part, whole) in [
                    ("numerator", "denominator"),
                    ("on_time", "fell_due"),
                    ("in_date", "owed"),
                ] {
                    if let (Some(part), Some(whole)) = (number(part), number(whole)) {
                        self.percents.extend(Fraction::new(part, whole).percent());
                    }
                }
                self.percents.extend(number("at"));
                keys.values().for_each(|one| self.learn(one));
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn check_text(&self, text: &str) {
        for number in numbers(text) {
            assert!(self.numbers.contains(&number), "{number} of: {text}");
        }
        for percent in percents(text) {
            assert!(self.percents.contains(&percent), "{percent}% of: {text}");
        }
    }

    fn check_cell(&self, cell: &Cell) {
        match cell {
            Cell::Count(_) | Cell::Of(_) | Cell::Percent(_) | Cell::Amount(_) | Cell::Days(_) => {
                self.check_text(&shown(cell));
            }
            Cell::Text(text) if text.contains(" of ") => self.check_text(text),
            Cell::Text(_) | Cell::Sign(_) | Cell::Day(_) | Cell::Status(_) | Cell::Nothing => {}
        }
    }

    fn check(&self, document: &Document) -> usize {
        let mut cells = 0;
        self.check_text(&document.headline);
        for section in &document.sections {
            self.check_text(&section.finding);
            for block in &section.blocks {
                match block {
                    Block::Sentence(text) => self.check_text(text),
                    Block::Note(text) if !text.contains("1 to") => self.check_text(text),
                    Block::List(lines) => lines.iter().for_each(|line| self.check_text(line)),
                    Block::Table(table) => {
                        for cell in table.rows.iter().flatten() {
                            self.check_cell(cell);
                            cells += 1;
                        }
                    }
                    Block::Terms(terms) if section.id == "in-short" => {
                        for (_, text) in terms {
                            self.check_text(text);
                        }
                    }
                    // Words, and charts, whose numbers are those of the table beside them.
                    Block::Note(_) | Block::Terms(_) | Block::Space(_) | Block::Chart(_) => {}
                }
            }
        }
        cells
    }
}

fn known(check: &HealthCheck<'_>) -> Known {
    let mut known = Known::default();
    known.learn(&serde_json::from_str(&health_json(check)).unwrap());
    known
}

#[test]
fn every_number_of_the_page_is_in_the_json() {
    let earlier = crate::report::Snapshot::of(&october().audit());
    let mut world = october();
    world.previous = Some(september());
    let audit = Audit {
        since: Some(&earlier),
        ..world.audit()
    };
    let months = [&september(), &world.ledger].map(|ledger| world.month(ledger));
    for one_page in [false, true] {
        for audience in [Audience::Internal, Audience::Senior] {
            let check = HealthCheck {
                months: &months,
                one_page,
                ..check(&audit, audience)
            };
            let cells = known(&check).check(&health::document(&check));
            assert!(cells > 20, "{cells}");
        }
    }
}

#[test]
fn the_collector_finds_a_number_that_is_nowhere() {
    assert_eq!(
        numbers("1,204 cases on 31 October 2026, 7 of 9"),
        [7, 9, 1204].into()
    );
    assert_eq!(percents("91% against 86%"), [86, 91].into());
    let mut known = Known::default();
    known.learn(&serde_json::json!({"numerator": 7, "denominator": 14, "days": "3"}));
    assert_eq!(known.numbers, [3, 7, 14].into());
    assert_eq!(known.percents, [50].into());
    let wrong = || known.check_text("8 of 14");
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(wrong)).is_err());
}
