//! Export bytes into typed rows: reading, mapping, rejects, and the indexes over them.

mod absences;
mod activity;
mod assemble;
mod cases;
mod cell;
mod cells;
mod characters;
mod columns;
mod count;
mod dataset;
mod dates;
mod dialect;
mod faulty;
mod index;
mod layout;
mod mapping;
mod mapping_dialect;
mod mapping_toml;
mod opened;
mod over_lines;
mod overlaps;
mod plausible;
mod reading;
mod rejects;
mod rows;
mod scan;
mod sessions;
mod sorting;
mod staff;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod unmatched;
mod words;

pub use cell::{Cell, Decimal};
pub use columns::{CanonicalColumn, ColumnType, Columns, Demand, Export};
pub use dataset::{Dataset, ExportFile, Known, Setting};
pub use index::Index;
pub use mapping::Mapping;
pub use plausible::{DATE_OF_BIRTH, doubts};
pub use reading::{ReadError, Source, read};
pub use rejects::Reject;
pub use rows::{Absence, Activity, Case, Episode, LostRow, Post, Session, StaffMember};
pub use words::{CaseIx, Ids, SessionNo, StaffIx, Word, Words, fold};
