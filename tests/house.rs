//! The rules of the house, held by reading the source, the manifest and the texts.
//!
//! Each check is a function of a root folder, so that its own tests can show it a small planted tree; here it is
//! shown this repository. A check that finds nothing to look at fails.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a check that cannot run has failed"
)]

use std::path::Path;

mod house {
    mod lexer;
    pub(crate) mod machine;
    pub(crate) mod names;
    pub(crate) mod package;
    mod planted;
    pub(crate) mod reserved;
    pub(crate) mod rooms;
    pub(crate) mod rules;
    pub(crate) mod size;
    mod source;
    pub(crate) mod wording;
}

use house::{machine, names, package, reserved, rooms, rules, size, wording};

#[test]
fn a_room_names_only_itself_and_earlier_rooms() {
    hold(rooms::check);
}

#[test]
fn crates_the_clock_and_the_environment_stay_in_their_rooms() {
    hold(reserved::check);
}

#[test]
fn files_and_functions_stay_short() {
    hold(size::check);
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    hold(size::check_headers);
}

#[test]
fn every_rule_is_registered_documented_and_tested() {
    hold(rules::check);
}

#[test]
fn names_say_what_a_thing_is() {
    hold(names::check);
}

#[test]
fn messages_are_worded_alike() {
    hold(wording::check);
}

#[test]
fn the_manifest_has_its_crates_and_the_lockfile_opens_no_socket() {
    hold(package::check);
}

#[test]
fn no_text_names_a_path_on_somebodys_machine() {
    hold(machine::check);
}

/// Fails with every violation at once.
fn hold(check: fn(&Path) -> Vec<String>) {
    let violations = check(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}
