//! Audits whether social-work supervision happens as a council's own policy says.

pub mod calendar;
pub mod place;
pub mod problem;
pub mod records;
