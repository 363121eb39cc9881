//! Export bytes into typed rows: reading, mapping, rejects, and the indexes over them.

mod cell;
mod columns;
mod dataset;
mod index;
mod rows;
mod words;

pub use cell::{Cell, Decimal};
pub use columns::{CanonicalColumn, ColumnType, Columns, Demand, Export};
pub use dataset::{Dataset, ExportFile};
pub use index::Index;
pub use rows::{Absence, Case, Episode, Post, Session, StaffMember};
pub use words::{CaseIx, Ids, SessionNo, StaffIx, Word, Words, fold};
