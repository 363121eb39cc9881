//! The program as scripts and officers meet it: exit codes, streams, and what it says of faulty inputs.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod cli {
    mod arguments;
    mod checks;
    mod compared;
    mod council;
    mod dues;
    mod exits;
    mod faulty_files;
    mod faulty_rows;
    mod filled;
    mod folders;
    mod health;
    mod outputs;
    mod policies;
    mod private;
    mod sameness;
    mod samples;
    mod waivers;
    mod whole;
    mod workbooks;
}
