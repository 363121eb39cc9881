//! Audits whether social-work supervision happens as a council's own policy says.

pub mod place;
pub mod problem;
pub mod records;
pub mod calendar;
