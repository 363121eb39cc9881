//! The `oversight` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    oversight::cli::main()
}
