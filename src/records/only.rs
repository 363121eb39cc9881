//! The rows that a mapping keeps by its `only`; the others are read, counted and left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::cells::shown;
use super::layout::{Layout, Source};
use super::mapping::squash;
use super::mapping_toml::one_of;
use super::record::Record;
use super::words::fold;
use crate::place::Place;
use crate::problem::Problem;

/// How many values a note names.
const VALUES_NAMED: usize = 5;

/// What is kept of one file, and what was left out so far.
pub(super) struct Only<'l> {
    layout: &'l Layout,
    keeps: Vec<Keep<'l>>,
    pub(super) left_out: u32,
}

/// One column and the cells whose rows are kept.
struct Keep<'l> {
    name: &'l str,
    cell: usize,
    values: &'l [String],
    others: BTreeMap<String, u32>,
}

/// The columns that a file is to be kept by and has not: without them nobody can say which rows are meant.
pub(super) fn missing(layout: &Layout, file: &str) -> Vec<Problem> {
    let names = layout.look.only.keys();
    let absent = names.filter(|name| position(layout, name).is_none());
    let problem = |name: &String| {
        let message = format!("the mapping keeps rows by `{name}`, which the file has not");
        Problem::error("missing-column", message)
            .at(Place::file(file))
            .hint(format!("say where it is: columns.{name} = \"…\""))
    };
    absent.map(problem).collect()
}

fn position(layout: &Layout, name: &str) -> Option<usize> {
    let key = squash(name);
    let mapped = layout.look.columns.iter();
    let mapped = mapped.filter(|(known, _)| squash(known) == key);
    let found = mapped
        .flat_map(|(_, headers)| headers)
        .find_map(|header| layout.position(header));
    let said = layout.all.iter().find(|said| squash(&said.name) == key);
    let said = said.and_then(|said| match said.source {
        Source::Cell(index) => Some(index),
        Source::Constant(_) | Source::Absent => None,
    });
    found.or(said)
}

impl<'l> Only<'l> {
    pub(super) fn new(layout: &'l Layout) -> Only<'l> {
        let only = layout.look.only.iter();
        let keeps = only.filter_map(|(name, values)| {
            Some(Keep {
                name,
                cell: position(layout, name)?,
                values,
                others: BTreeMap::new(),
            })
        });
        Only {
            layout,
            keeps: keeps.collect(),
            left_out: 0,
        }
    }

    /// Whether a row is left out; then it is counted.
    pub(super) fn leaves_out(&mut self, record: &Record<'_>) -> bool {
        for keep in &mut self.keeps {
            let cell = record.get(keep.cell).unwrap_or("").trim();
            let cell = if self.layout.look.is_blank(cell) {
                ""
            } else {
                cell
            };
            let folded = fold(cell);
            if !keep.values.contains(&folded) {
                self.left_out += 1;
                *keep.others.entry(shown(cell)).or_insert(0) += 1;
                return true;
            }
        }
        false
    }

    /// Adds what was left out of another stretch of the same file.
    pub(super) fn append(&mut self, more: &Only<'_>) {
        self.left_out += more.left_out;
        for (keep, more) in self.keeps.iter_mut().zip(&more.keeps) {
            for (value, times) in &more.others {
                *keep.others.entry(value.clone()).or_insert(0) += times;
            }
        }
    }

    /// What was left out: worth knowing, and a warning when nothing else is there.
    pub(super) fn problem(&self, used: u32) -> Option<Problem> {
        if self.left_out == 0 {
            return None;
        }
        let rows = if self.left_out == 1 {
            "row is"
        } else {
            "rows are"
        };
        let mut message = format!("{} {rows} left out by the mapping", self.left_out);
        for keep in self.keeps.iter().filter(|keep| !keep.others.is_empty()) {
            // Writing to a string cannot fail.
            write!(message, "; `{}` is {}", keep.name, keep.told()).unwrap_or_default();
        }
        Some(if used == 0 {
            let kept = self.keeps.first().map_or(&[][..], |keep| keep.values);
            let kept = kept.iter().map(String::as_str);
            let kept: Vec<&str> = kept.filter(|value| !value.is_empty()).collect();
            let name = self.keeps.first().map_or("", |keep| keep.name);
            Problem::warning("all-left-out", format!("{message}: no row is kept"))
                .expected(one_of(&kept))
                .hint(format!(
                    "say in the mapping which values are meant: only.{name} = [\"…\"]"
                ))
        } else {
            Problem::note("left-out", message)
        })
    }
}

impl Keep<'_> {
    /// The commonest other values, with how often each stands.
    fn told(&self) -> String {
        let mut others: Vec<(&String, &u32)> = self.others.iter().collect();
        others.sort_by_key(|(value, times)| (std::cmp::Reverse(**times), (*value).clone()));
        let more = others.len().saturating_sub(VALUES_NAMED);
        let mut told: Vec<String> = others
            .iter()
            .take(VALUES_NAMED)
            .map(|(value, times)| {
                let value = if value.is_empty() {
                    "blank".to_owned()
                } else {
                    format!("`{value}`")
                };
                format!("{value} in {times}")
            })
            .collect();
        if more > 0 {
            told.push(format!("{more} other values"));
        }
        told.join(", ")
    }
}
