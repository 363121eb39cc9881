//! Tests of the reports, over audits whose ledgers are written by hand.

mod agreements;
mod all_formats;
mod checks;
mod figures;
mod health;
mod hostile;
mod measures;
mod mistakes;
mod numbers;
mod published;
mod waivers;
mod workbook;
mod world;
