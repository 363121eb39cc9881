//! Where in an input something stands.

use std::fmt;

use serde::Serialize;

/// The place of one row of an export, small enough to be kept with every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Index of the export in [`crate::records::Dataset::files`].
    pub file: u16,
    /// Line on which the row begins, counted from 1; a header on line 1 makes the first row line 2.
    pub line: u32,
}

/// A place in a named file, as a person would look it up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file's name as it was given.
    pub file: String,
    /// Line, counted from 1; absent when the whole file is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Header of the column in the file, when one cell is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Byte in the file, counted from 0, when a row or part of one is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
}

impl Place {
    /// The whole of a file.
    pub fn file(name: &str) -> Place {
        Place {
            file: name.to_owned(),
            line: None,
            column: None,
            byte: None,
        }
    }

    /// One line of a file.
    pub fn line(name: &str, line: u32) -> Place {
        Place {
            line: Some(line),
            ..Place::file(name)
        }
    }

    /// One cell: a line and a column of a file.
    pub fn cell(name: &str, line: u32, column: &str) -> Place {
        Place {
            column: Some(column.to_owned()),
            ..Place::line(name, line)
        }
    }

    /// The same place with its byte in the file.
    #[must_use]
    pub fn at_byte(mut self, byte: usize) -> Place {
        self.byte = u64::try_from(byte).ok();
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(out, ", column `{column}`")?;
        }
        Ok(())
    }
}
