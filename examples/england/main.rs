//! Writes `staff.csv`, `cases.csv` and `sessions.csv` of any number of made-up councils: 153 of them are England's year.
//!
//! `cargo run --release --example england -- --councils 153 --to DIR`
#![expect(
    unreachable_pub,
    reason = "every module of an example is private to it"
)]
#![expect(clippy::print_stdout, reason = "the example is a command of its own")]

mod exports;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;

use crate::exports::Rows;

/// Write the exports of so many made-up councils, the same bytes for the same arguments.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many councils
    #[arg(long, default_value_t = 153)]
    councils: u32,
    /// Where to write
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Another number gives other people, children and dates
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let Rows {
        staff,
        cases,
        sessions,
    } = exports::write(&arguments.to, arguments.councils, arguments.seed)
        .with_context(|| format!("writing into {}", arguments.to.display()))?;
    println!("{staff} staff, {cases} cases, {sessions} sessions");
    Ok(())
}
