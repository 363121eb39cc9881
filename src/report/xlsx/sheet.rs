//! A sheet before it is written: a title, one table, and the charts that are drawn from its columns.

use crate::calendar::Day;
use crate::records::Decimal;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Words, never a formula.
    Text(String),
    /// A number of things or days.
    Number(i64),
    /// A number of things or parts of them.
    Amount(Decimal),
    /// A percentage, as it is printed everywhere else.
    Percent(u32),
    /// A day.
    Day(Day),
    /// Nothing.
    Blank,
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub(super) fn words(text: Option<&str>) -> Value {
        text.map_or(Value::Blank, Value::text)
    }

    pub(super) fn number(number: impl Into<i64>) -> Value {
        Value::Number(number.into())
    }

    pub(super) fn percent(percent: Option<u32>) -> Value {
        percent.map_or(Value::Blank, Value::Percent)
    }
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// What the audit says.
    Said,
    /// What people fill in.
    Asked,
    /// A day that people fill in.
    AskedDay,
    /// One of these words, that people choose.
    AskedOf(&'static [&'static str]),
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) width: u16,
    pub(super) form: Form,
}

impl Column {
    pub(super) fn new(heading: impl Into<String>, width: u16) -> Column {
        Column {
            heading: heading.into(),
            width,
            form: Form::Said,
        }
    }

    pub(super) fn asked(heading: &str, width: u16, form: Form) -> Column {
        Column {
            form,
            ..Column::new(heading, width)
        }
    }
}

/// How a chart shows its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Bars as long as their counts.
    Counts,
    /// Bars between 0 and 100%.
    Shares,
    /// A line a column between 0 and 100%.
    Lines,
}

/// A chart of some of the columns against the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) title: String,
    pub(super) shape: Shape,
    /// The columns drawn, counted from 0.
    pub(super) columns: Vec<u16>,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its tab.
    pub(super) name: &'static str,
    /// What it holds, in one sentence.
    pub(super) about: String,
    pub(super) columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) drawings: Vec<Drawing>,
}
