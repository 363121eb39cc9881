//! Every number on the health-check pages of the five stories stands in the JSON report of the same run.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use serde_json::Value;

/// What a page says in figures without a figure of the audit in it, and why.
const PHRASES: [(&str, &str); 5] = [
    ("1 to 7 days late", "the name of a part of every rate"),
    ("late by 1 to 7 days", "the same in the words of a chart"),
    ("19 times in 20", "what a change is said by"),
    ("WCAG 2.2", "the name of a standard"),
    ("SHA-256, first 16", "a column's name"),
];

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

/// The files of one run.
struct Run {
    page: String,
    paper: String,
    json: Value,
}

fn oversight(call: &str) {
    let arguments = call.split(' ').map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = oversight::cli::run(arguments, &mut out, &mut err).number();
    let said = String::from_utf8_lossy(&err);
    assert!([1, 3].contains(&exit), "{call} ended with {exit}: {said}");
}

/// A story's health check, compared with the audit of the month before.
fn run(story: &str, more: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let old = path("old.json");
    oversight(&format!(
        "oversight audit examples/{story} --month 2026-09 -o {old}"
    ));
    let [page, paper, json] = ["a.html", "a.md", "a.json"].map(path);
    oversight(&format!(
        "oversight report examples/{story} --month 2026-10 --since {old}{more} -o {page} -o {paper} -o {json}"
    ));
    let read = |path: &str| std::fs::read_to_string(Path::new(path)).unwrap();
    Run {
        page: read(&page),
        paper: read(&paper),
        json: serde_json::from_str(&read(&json)).unwrap(),
    }
}

/// What the JSON says.
#[derive(Default)]
struct Known {
    numbers: BTreeSet<String>,
    percents: BTreeSet<String>,
    days: BTreeSet<(u32, usize, u32)>,
    /// Ids, labels and sentences with a digit in them, each of which a page may quote as it stands.
    texts: BTreeSet<String>,
}

impl Known {
    fn of(json: &Value) -> Known {
        let mut known = Known::default();
        known.learn(json);
        known
    }

    fn learn(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                self.numbers.insert(number.to_string());
            }
            Value::String(text) => self.learn_text(text),
            Value::Array(list) => list.iter().for_each(|one| self.learn(one)),
            Value::Object(keys) => {
                for (key, value) in keys {
                    let of_percent = ["percent", "at", "close"].contains(&key.as_str());
                    if let Some(number) = value.as_u64().filter(|_| of_percent) {
                        self.percents.insert(number.to_string());
                    }
                    self.learn_text(key);
                    self.learn(value);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn learn_text(&mut self, text: &str) {
        if let Some(day) = iso(text) {
            self.days.insert(day);
        } else if !text.chars().any(char::is_alphabetic) && text.matches('.').count() < 2 {
            // A number as text, or the name of a band, such as `15-28`.
            let numbers = text.split(['-', '+']).filter(|part| is_number(part));
            self.numbers.extend(numbers.map(str::to_owned));
        } else if text.chars().any(|letter| letter.is_ascii_digit()) {
            self.texts
                .insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    /// The numbers of a text that are nowhere in the JSON, each with its line.
    fn missing(&self, text: &str) -> (usize, Vec<String>) {
        let (mut seen, mut wrong) = (0, Vec::new());
        for line in text.lines() {
            let rest = self.unquoted(line);
            let (found, missing) = self.missing_of(&rest);
            seen += found;
            wrong.extend(
                missing
                    .iter()
                    .map(|number| format!("{number} in: {}", line.trim())),
            );
        }
        (seen, wrong)
    }

    /// A line without the phrases and the texts that the JSON has as they stand.
    fn unquoted(&self, line: &str) -> String {
        let mut line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        for (phrase, _) in PHRASES {
            line = line.replace(phrase, " ");
        }
        if !line.chars().any(|letter| letter.is_ascii_digit()) {
            return String::new();
        }
        let mut texts: Vec<&String> = self
            .texts
            .iter()
            .filter(|text| text.contains(' '))
            .collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for text in texts {
            if line.contains(text.as_str()) {
                line = line.replace(text.as_str(), " ");
            }
        }
        let words = line.split(' ').filter(|word| {
            let bare = word.trim_matches(|letter| "()[],;:.|*“”".contains(letter));
            let hash = bare.len() == 16 && self.texts.iter().any(|text| text.starts_with(bare));
            !self.texts.contains(bare) && !hash
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn missing_of(&self, line: &str) -> (usize, Vec<String>) {
        let mut wrong = Vec::new();
        let raw: Vec<&str> = line.split(' ').collect();
        let mut words: Vec<String> = raw.iter().copied().map(bare).collect();
        for at in 0..words.len() {
            let Some(month) = month(&words[at]) else {
                continue;
            };
            let number = |word: Option<&String>| word.and_then(|word| word.parse::<u32>().ok());
            // A number that ends a sentence is no day of the month after it.
            let before = at
                .checked_sub(1)
                .filter(|before| raw[*before].ends_with(|letter: char| letter.is_ascii_digit()));
            let day = number(before.and_then(|at| words.get(at))).filter(|day| *day <= 31);
            let year = number(words.get(at + 1)).filter(|year| *year >= 1000);
            let fits = |(y, m, d): &(u32, usize, u32)| {
                *m == month && day.is_none_or(|day| day == *d) && year.is_none_or(|year| year == *y)
            };
            if !self.days.iter().any(fits) {
                wrong.push(format!("{day:?} {} {year:?}", words[at]));
            }
            if let (Some(_), Some(at)) = (day, before) {
                words[at].clear();
            }
            if year.is_some() {
                words[at + 1].clear();
            }
        }
        let mut seen = 0;
        for word in words.iter().flat_map(|word| figures(word)) {
            seen += 1;
            let (number, known) = match word.strip_suffix('%') {
                Some(percent) => (percent, &self.percents),
                None => (word.as_str(), &self.numbers),
            };
            if !known.contains(number) {
                wrong.push(word);
            }
        }
        (seen, wrong)
    }
}

/// A year, a month counted from 0, and a day.
fn iso(text: &str) -> Option<(u32, usize, u32)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && [year.len(), month.len(), day.len()] == [4, 2, 2];
    let month: usize = month.parse().ok()?;
    whole.then_some((year.parse().ok()?, month.checked_sub(1)?, day.parse().ok()?))
}

fn month(word: &str) -> Option<usize> {
    MONTHS
        .iter()
        .position(|month| word == *month || word.len() == 3 && month.starts_with(word))
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '.')
}

/// A word without the marks around it.
fn bare(word: &str) -> String {
    word.trim_matches(|letter| "()[],;:.|*“”–".contains(letter))
        .to_owned()
}

/// The numbers of a word, without the commas in them and with the sign of a percentage.
fn figures(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let mut number = String::new();
        while is_digit(at) || at < letters.len() && ",.".contains(letters[at]) && is_digit(at + 1) {
            if letters[at] != ',' {
                number.push(letters[at]);
            }
            at += 1;
        }
        if letters.get(at) == Some(&'%') {
            number.push('%');
        }
        found.push(number);
    }
    found
}

/// The words of a page, each element on a line of its own, without styles, the marks of scales and numbers of sections.
fn words_of_page(page: &str) -> String {
    let mut text = String::new();
    for piece in page.split('<') {
        let Some((tag, words)) = piece.split_once('>') else {
            continue;
        };
        if tag.starts_with("style") || tag.starts_with("text class=\"scale\"") {
            continue;
        }
        let words = if tag.starts_with("h2") {
            unnumbered(words)
        } else {
            words
        };
        text.push_str(words);
        text.push('\n');
    }
    let entities = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    for (entity, letter) in entities {
        text = text.replace(entity, letter);
    }
    text
}

/// The words of a paper without its marks and the numbers of sections.
fn words_of_paper(paper: &str) -> String {
    let lines = paper.lines().map(|line| match line.strip_prefix("## ") {
        Some(title) => unnumbered(title),
        None => line,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    // A cell is a text of its own.
    let text = text.replace("\\|", "\u{1}").replace('|', "\n");
    let text = text.replace('\u{1}', "|").replace('\\', "");
    text.replace("&lt;", "<").replace("&amp;", "&")
}

fn unnumbered(title: &str) -> &str {
    match title.split_once(". ") {
        Some((number, rest)) if is_number(number) => rest,
        Some(_) | None => title,
    }
}

/// Fails with every number that is nowhere in the JSON.
fn check(story: &str, more: &str, fewest: usize) {
    let run = run(story, more);
    let known = Known::of(&run.json);
    for (what, words) in [
        ("page", words_of_page(&run.page)),
        ("paper", words_of_paper(&run.paper)),
    ] {
        let (seen, wrong) = known.missing(&words);
        assert!(
            wrong.is_empty(),
            "{story}, {what}: not in the JSON:\n{}",
            wrong.join("\n")
        );
        assert!(seen >= fewest, "{story}, {what}: only {seen} numbers");
    }
}

#[test]
fn haringey() {
    check("haringey", "", 300);
}

#[test]
fn luton() {
    check("luton", "", 300);
}

#[test]
fn newcastle() {
    check("newcastle", "", 300);
}

#[test]
fn st_helens() {
    check("st-helens", "", 300);
}

#[test]
fn tameside() {
    check("tameside", "", 300);
}

#[test]
fn the_page_of_one_page() {
    check("luton", " --one-page", 20);
}

#[test]
fn each_phrase_is_on_a_page_and_a_number_that_is_nowhere_is_found() {
    let run = run("luton", "");
    let known = Known::of(&run.json);
    let words = words_of_page(&run.page);
    for (phrase, why) in PHRASES {
        assert!(words.contains(phrase), "`{phrase}` ({why}) is on no page");
    }
    for planted in [
        "31,337 cases",
        "7 of 31337",
        "101%",
        "0.123 posts",
        "29 February 2024",
    ] {
        let page = run.page.replacen("<p>", &format!("<p>{planted} "), 1);
        let paper = run.paper.replacen("- ", &format!("- {planted} "), 1);
        for words in [words_of_page(&page), words_of_paper(&paper)] {
            let (_, wrong) = known.missing(&words);
            assert_eq!(wrong.len(), 1, "{planted}: {wrong:?}");
        }
    }
    // A number of the JSON that is changed there is missing on the page.
    let figure = run.json["measures"]["M1"]["fell_due"].as_u64().unwrap();
    let mut known = Known::of(&run.json);
    known.numbers.remove(&figure.to_string());
    assert!(!known.missing(&words).1.is_empty());
}
