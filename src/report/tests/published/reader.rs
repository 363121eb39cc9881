//! A reader of published reports who takes every figure of all of them for a constraint.

use std::collections::BTreeMap;

use super::solver::System;

/// More than any made-up council has of anything.
const MANY: i64 = 400;

/// A table as it is printed.
struct Printed {
    caption: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Everything known from the reports, and which numbers were suppressed.
#[derive(Default)]
pub(super) struct Known {
    pub(super) system: System,
    /// Suppressed numbers, each by a name for messages.
    pub(super) suppressed: Vec<(String, usize)>,
    /// How many figures were open.
    pub(super) open: usize,
    /// Numbers by report, row and column.
    named: BTreeMap<(usize, String, String), usize>,
}

/// The tables of a paper in Markdown.
fn tables(text: &str) -> Vec<Printed> {
    let mut tables: Vec<Printed> = Vec::new();
    let mut caption = "";
    let mut inside = false;
    for line in text.lines() {
        if let Some(row) = line.strip_prefix("| ") {
            let cells = row.trim_end_matches(" |").split(" | ");
            let cells: Vec<String> = cells.map(str::to_owned).collect();
            match tables.last_mut() {
                Some(table) if inside => table.rows.push(cells),
                _ => tables.push(Printed {
                    caption: caption.to_owned(),
                    columns: cells,
                    rows: Vec::new(),
                }),
            }
            inside = true;
            continue;
        }
        inside = false;
        if line.starts_with("**") {
            caption = line.trim_matches('*');
        }
    }
    for table in &mut tables {
        assert!(table.rows.remove(0)[0].starts_with("---"));
    }
    tables
}

/// The days of a column such as `15 to 28 days` or `57 days and more`.
fn days(column: &str) -> Option<(i64, i64)> {
    let words: Vec<&str> = column.split(' ').collect();
    match words.as_slice() {
        [from, "to", to, "days"] => Some((from.parse().ok()?, to.parse().ok()?)),
        [from, "days", "and", "more"] => Some((from.parse().ok()?, 100_000)),
        _ => None,
    }
}

impl Known {
    /// Everything that these reports say: the text and the as-of day's number of each.
    pub(super) fn of(reports: &[(String, i64)]) -> Known {
        let mut known = Known::default();
        for (index, (text, _)) in reports.iter().enumerate() {
            let tables = tables(text);
            for table in &tables {
                for row in &table.rows {
                    known.row(index, table, row);
                }
            }
            for table in tables.iter().filter(|table| table.columns[0] == "Team") {
                known.teams(index, table);
            }
            known.headline(text, &tables);
            known.overdue_was_not_done(index);
        }
        for (index, pair) in reports.windows(2).enumerate() {
            known.still_overdue((index, index + 1), pair[1].1 - pair[0].1);
        }
        known
    }

    /// The numbers of one row, and what its columns say of each other.
    fn row(&mut self, report: usize, table: &Printed, row: &[String]) {
        let own = if table.columns[0] == "Team" {
            format!("{}: {}", table.caption, row[0])
        } else {
            row[0].clone()
        };
        let mut numbers = Vec::new();
        for (column, cell) in table.columns.iter().zip(row).skip(1) {
            if column.ends_with('%') {
                continue;
            }
            let is_total = table.columns[0] != "Team" && numbers.is_empty();
            let number = match cell.replace(',', "").parse::<i64>() {
                Ok(0) if !is_total => self.system.number(0, 0),
                Ok(number) if is_total => self.system.number((number - 5).max(6), number + 4),
                Ok(number) => {
                    assert!(number > 5, "{own}, {column}: {number}");
                    self.system.number(number, number)
                }
                Err(_) => {
                    assert_eq!(cell, "c", "{own}, {column}");
                    let number = self.system.number(1, MANY);
                    let name = format!("report {report}, {own}, {column}");
                    self.suppressed.push((name, number));
                    number
                }
            };
            self.open += usize::from(cell != "c");
            numbers.push(number);
            let key = (report, own.clone(), column.clone());
            assert_eq!(self.named.insert(key, number), None, "{own}, {column}");
        }
        let (whole, parts) = numbers.split_first().unwrap();
        let mut sum: Vec<(i64, usize)> = parts.iter().map(|part| (1, *part)).collect();
        sum.push((-1, *whole));
        self.system.equal(sum, 0);
        let last = table.columns.last().unwrap();
        if last.ends_with('%') {
            self.percentage(row.last().unwrap(), parts[0], *whole);
        }
    }

    fn percentage(&mut self, cell: &str, part: usize, whole: usize) {
        match cell {
            "c" => {}
            "z" => self.system.equal(vec![(1, whole)], 0),
            "x" => self.system.between(vec![(1, whole)], 0, 9),
            "0%" => self.system.equal(vec![(1, part)], 0),
            "100%" => self.system.equal(vec![(1, part), (-1, whole)], 0),
            _ => {
                let percent: i64 = cell.trim_end_matches('%').parse().unwrap();
                let rest = vec![(1, whole), (-1, part)];
                self.system.at_least(rest, 1);
                self.system.at_least(vec![(1, part)], 1);
                // Nothing but all is 100, and nothing but nothing is 0.
                let least = if percent == 1 { 0 } else { percent };
                let most = if percent == 99 { 100 } else { percent };
                let at_least = vec![(200, part), (1 - 2 * least, whole)];
                self.system.at_least(at_least, 0);
                let at_most = vec![(-200, part), (2 * most + 1, whole)];
                self.system.at_least(at_most, 1);
            }
        }
    }

    /// The teams of a measure make up its row.
    fn teams(&mut self, report: usize, table: &Printed) {
        let measure = table.caption.trim_end_matches(" by team");
        for column in ["Fell due", "On time"] {
            let mut sum = Vec::new();
            for row in &table.rows {
                let own = format!("{}: {}", table.caption, row[0]);
                sum.push((1, self.named[&(report, own, column.to_owned())]));
            }
            let whole = self.named[&(report, measure.to_owned(), column.to_owned())];
            sum.push((-1, whole));
            self.system.equal(sum, 0);
        }
    }

    /// The headline says no share that its row does not.
    #[expect(clippy::unused_self, reason = "it reads like the others")]
    fn headline(&self, text: &str, tables: &[Printed]) {
        let headline = text.lines().find(|line| line.starts_with("**")).unwrap();
        for said in headline.trim_matches('*').split(" on time.") {
            let Some((measure, percent)) = said.trim().rsplit_once(": ") else {
                assert!(!said.contains(|letter: char| letter.is_ascii_digit()));
                continue;
            };
            let mut rows = tables.iter().flat_map(|table| &table.rows);
            let row = rows.find(|row| row[0] == measure).unwrap();
            assert_eq!(row.last().unwrap(), percent, "{measure}");
        }
    }

    fn bands(&self, report: usize, who: &str) -> Vec<((i64, i64), usize)> {
        let numbers = self.named.iter();
        let of_row = numbers.filter(|((of, row, _), _)| *of == report && row == who);
        of_row
            .filter_map(|((_, _, column), number)| Some((days(column)?, *number)))
            .collect()
    }

    /// Whoever is overdue at the end of a month by less than the month is long, or owes at least monthly, has not done
    /// something that fell due in it.
    fn overdue_was_not_done(&mut self, report: usize) {
        for (who, measure) in [
            ("Staff", "Staff supervisions"),
            ("Children's cases", "Case supervisions"),
        ] {
            let key = (report, measure.to_owned(), "Not done".to_owned());
            let bands = self.bands(report, who);
            if let Some(not_done) = self.named.get(&key).filter(|_| !bands.is_empty()) {
                let mut terms: Vec<(i64, usize)> =
                    bands.iter().map(|(_, number)| (-1, *number)).collect();
                terms.push((1, *not_done));
                self.system.at_least(terms, 0);
            }
        }
    }

    /// Whoever is overdue by more days than lie between two reports was overdue in the first.
    fn still_overdue(&mut self, (first, second): (usize, usize), between: i64) {
        for who in ["Staff", "Children's cases"] {
            let (before, after) = (self.bands(first, who), self.bands(second, who));
            for (least, _) in after.iter().map(|(days, _)| *days) {
                let longest = least - between;
                if longest < 1 {
                    continue;
                }
                let was = before.iter().filter(|((_, to), _)| *to >= longest);
                let is = after.iter().filter(|((from, _), _)| *from >= least);
                let mut terms: Vec<(i64, usize)> = was.map(|(_, number)| (1, *number)).collect();
                terms.extend(is.map(|(_, number)| (-1, *number)));
                self.system.at_least(terms, 0);
            }
        }
    }

    /// The suppressed counts of one to five that can be worked out.
    pub(super) fn leaks(&self) -> Vec<String> {
        let found = self.suppressed.iter().filter_map(|(name, number)| {
            let value = self.system.only_value(*number)?;
            (1..=5)
                .contains(&value)
                .then(|| format!("{name} is {value}"))
        });
        found.collect()
    }
}
