//! Audits whether social-work supervision happens as a council's own policy says.

pub mod calendar;
pub mod cli;
pub mod engine;
pub mod language;
pub mod ledger;
pub mod place;
pub mod policy;
pub mod problem;
pub mod records;
pub mod report;
pub mod rules;
