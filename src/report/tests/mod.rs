//! Tests of the reports, over audits whose ledgers are written by hand.

mod agreements;
mod all_formats;
mod checks;
mod figures;
mod hostile;
mod waivers;
mod workbook;
mod world;
