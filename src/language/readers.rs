//! Columns of the subjects' own export, found once and read many times.

use crate::calendar::{Day, Interval};
use crate::records::{Dataset, StaffIx};

use super::matcher::{MissingColumn, Sight};
use super::probe::Seen;
use super::selector::SubjectKind;
use super::sources::{Source, activity_cell, case_cell, find, session_cell, staff_cell};

/// A date column of the subjects' own export, found once and read many times.
#[derive(Clone, Copy, Debug)]
pub struct DateColumn(Source);

impl DateColumn {
    /// Finds the column.
    ///
    /// # Errors
    /// No file has it.
    pub fn find(
        column: &str,
        subject: SubjectKind,
        data: &Dataset,
    ) -> Result<DateColumn, MissingColumn> {
        find(column, subject, data).map(DateColumn)
    }

    /// The date in the subject's row in force on a day, if it is filled. Of rows worked by several the latest date.
    pub fn on(&self, data: &Dataset, sight: Sight, day: Day) -> Option<Day> {
        let filled = |seen: Seen<'_>| match seen {
            Seen::Day(found) => Some(found),
            Seen::Blank | Seen::Word(_) | Seen::Text(_) | Seen::Number(_) => None,
        };
        match (self.0, sight) {
            (Source::Staff(source), Sight::Staff(staff)) => {
                filled(staff_cell(data, staff, source, day))
            }
            (Source::Case(source), Sight::Case(case)) => {
                let rows = data.episode_on(case, day).iter();
                rows.filter_map(|row| filled(case_cell(data, case, row, source)))
                    .max()
            }
            (Source::Session(source), Sight::Session(row)) => {
                filled(session_cell(data, row, source))
            }
            (Source::Activity(source), Sight::Activity(row)) => {
                filled(activity_cell(data, row, source))
            }
            (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {
                None
            }
        }
    }
}

/// A column of intervals in words, such as `4 weeks`.
#[derive(Clone, Copy, Debug)]
pub struct IntervalColumn(Source);

impl IntervalColumn {
    /// Finds the column.
    ///
    /// # Errors
    /// No file has it.
    pub fn find(
        column: &str,
        subject: SubjectKind,
        data: &Dataset,
    ) -> Result<IntervalColumn, MissingColumn> {
        find(column, subject, data).map(IntervalColumn)
    }

    /// The interval in the subject's row in force on a day; nothing when it is blank or reads as none.
    pub fn on(&self, data: &Dataset, sight: Sight, day: Day) -> Option<Interval> {
        let interval = |seen: Seen<'_>| match seen {
            Seen::Word(word) => data.words.folded(word).replace('-', " ").parse().ok(),
            Seen::Blank | Seen::Day(_) | Seen::Text(_) | Seen::Number(_) => None,
        };
        match (self.0, sight) {
            (Source::Staff(source), Sight::Staff(staff)) => {
                interval(staff_cell(data, staff, source, day))
            }
            (Source::Case(source), Sight::Case(case)) => {
                let mut rows = data.episode_on(case, day).iter();
                rows.find_map(|row| interval(case_cell(data, case, row, source)))
            }
            (Source::Staff(_) | Source::Case(_) | Source::Session(_) | Source::Activity(_), _) => {
                None
            }
        }
    }
}

/// A column of words, such as the id of a person.
#[derive(Clone, Copy, Debug)]
pub struct WordColumn(Source);

impl WordColumn {
    /// Finds the column.
    ///
    /// # Errors
    /// No file has it.
    pub fn find(
        column: &str,
        subject: SubjectKind,
        data: &Dataset,
    ) -> Result<WordColumn, MissingColumn> {
        find(column, subject, data).map(WordColumn)
    }

    /// The word in a staff member's row in force on a day, in the form in which values are compared.
    pub fn on<'a>(&self, data: &'a Dataset, staff: StaffIx, day: Day) -> Option<&'a str> {
        let Source::Staff(source) = self.0 else {
            return None;
        };
        match staff_cell(data, staff, source, day) {
            Seen::Word(word) => Some(data.words.folded(word)),
            Seen::Blank | Seen::Day(_) | Seen::Text(_) | Seen::Number(_) => None,
        }
    }
}
