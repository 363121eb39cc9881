//! The `oversight` program.

fn main() {}
