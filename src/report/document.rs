//! A report as a document: sections of sentences, tables and charts, which the page and the paper print alike.

use serde::Serialize;

use crate::calendar::Day;
use crate::records::Decimal;

use super::rates::Fraction;
use super::targets::Status;

/// A whole report, before any format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Document {
    /// A stamp for every page, such as `SYNTHETIC DATA`.
    pub stamp: Option<String>,
    /// What it is and whose.
    pub title: String,
    /// The finding of the whole report, in a sentence or two.
    pub headline: String,
    /// As-of day, exports, policy: one line each.
    pub head: Vec<String>,
    /// What must be read before any figure: warnings.
    pub warnings: Vec<String>,
    /// The sections in their order.
    pub sections: Vec<Section>,
    /// Whether it is to be one page on paper.
    pub one_page: bool,
}

/// One section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Section {
    /// Its name within the document, for links.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// Its finding, in one sentence; empty where there is nothing to find.
    pub finding: String,
    /// What it shows.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Block {
    /// A sentence.
    Sentence(String),
    /// What a figure means, or what to mind in it.
    Note(String),
    /// Sentences, each for itself.
    List(Vec<String>),
    /// Words with what they mean.
    Terms(Vec<(String, String)>),
    /// A space for the author to write in.
    Space(String),
    /// A table.
    Table(Table),
    /// A chart; the table beside it says the same.
    Chart(Chart),
}

/// A table. The first cell of a row is the row's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Table {
    /// What it shows.
    pub caption: String,
    /// The columns' headings.
    pub columns: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number of things.
    Count(u32),
    /// What stands in the place of a number that is not told.
    Sign(&'static str),
    /// So many of so many.
    Of(Fraction),
    /// The same as a percentage; nothing below ten.
    Percent(Fraction),
    /// A number of things or parts of them.
    Amount(Decimal),
    /// A number of days.
    Days(i32),
    /// A day.
    Day(Day),
    /// A status: shape and word.
    Status(Status),
    /// Nothing to say.
    Nothing,
}

impl Cell {
    /// Words.
    pub(super) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// Words, or nothing.
    pub(super) fn words(text: Option<&str>) -> Cell {
        text.map_or(Cell::Nothing, Cell::text)
    }

    /// Whether it is a number, which stands on the right.
    pub(super) fn is_number(&self) -> bool {
        match self {
            Cell::Count(_)
            | Cell::Sign(_)
            | Cell::Of(_)
            | Cell::Percent(_)
            | Cell::Amount(_)
            | Cell::Days(_) => true,
            Cell::Text(_) | Cell::Day(_) | Cell::Status(_) | Cell::Nothing => false,
        }
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Chart {
    /// What it shows.
    pub title: String,
    /// The same in sentences, for whoever does not see it.
    pub description: String,
    /// Its bars, dots or line.
    pub plot: Plot,
}

/// The bars, dots or line of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Plot {
    /// A bar a row, its parts one after another, each row filling the width.
    Shares {
        /// The parts' names.
        parts: Vec<String>,
        /// The rows: name and counts.
        rows: Vec<(String, Vec<u32>)>,
    },
    /// The same, each row as long as its counts.
    Counts {
        /// The parts' names.
        parts: Vec<String>,
        /// The rows: name and counts.
        rows: Vec<(String, Vec<u32>)>,
    },
    /// A dot a row between 0 and 100%.
    Dots {
        /// The rows: name and share.
        rows: Vec<(String, Fraction)>,
        /// The council's own target, in percent.
        target: Option<u32>,
    },
    /// A column a band, its parts one upon the other, over an even scale.
    Columns {
        /// The parts' names.
        parts: Vec<String>,
        /// The columns: name and counts.
        columns: Vec<(String, Vec<u32>)>,
        /// What the columns' names are.
        axis: String,
        /// Where the limit stands, in hundredths of a column from the left, and its name.
        limit: Option<(u32, String)>,
    },
    /// A line between 0 and 100%, a point a month.
    Line {
        /// The points.
        points: Vec<Point>,
        /// The council's own target, in percent.
        target: Option<u32>,
    },
    /// A dot a worker, a row a team.
    Strip {
        /// The rows: name, and each worker's load in hundredths of the unit.
        rows: Vec<(String, Vec<u32>)>,
        /// The limit of most of them, in hundredths of the unit.
        limit: Option<u32>,
        /// What is counted, in the plural.
        unit: String,
    },
}

/// A month of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Point {
    /// The month, short.
    pub label: String,
    /// On time out of fell due.
    pub share: Fraction,
    /// Whether later records may still change it.
    pub provisional: bool,
    /// Whether it was another number in the report compared with.
    pub restated: bool,
}
