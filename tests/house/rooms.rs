//! The order of the rooms: a room may name only itself and earlier ones.

use std::path::Path;

use super::source::{Source, sources};

const ROOMS: [&str; 11] = [
    "calendar", "place", "problem", "records", "ledger", "language", "rules", "policy", "engine",
    "report", "cli",
];

/// `src/lib.rs` may name every room, and `src/main.rs` only `oversight::cli`. Test code is free.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources(root, "src") {
        match source.path.as_str() {
            "src/lib.rs" => {}
            "src/main.rs" => violations.extend(check_main(&source)),
            path => match room_of(path) {
                Some(own) => violations.extend(check_room(&source, own)),
                None => violations.push(format!("{path}:1: in no room; the rooms are {ROOMS:?}")),
            },
        }
    }
    violations
}

fn room_of(path: &str) -> Option<usize> {
    let below = path.strip_prefix("src/")?;
    let name = match below.split_once('/') {
        Some((folder, _)) => folder,
        None => below.strip_suffix(".rs")?,
    };
    position(name)
}

fn position(name: &str) -> Option<usize> {
    ROOMS.iter().position(|room| *room == name)
}

fn check_main(source: &Source) -> Vec<String> {
    let paths = source.paths().into_iter();
    paths
        .filter(|named| named.segments[0] == "oversight")
        .filter(|named| named.segments.get(1).is_none_or(|room| room != "cli"))
        .map(|named| {
            let (place, path) = (source.place(named.token), named.segments.join("::"));
            format!("{place}: names `{path}`; main names only `oversight::cli`")
        })
        .collect()
}

fn check_room(source: &Source, own: usize) -> Vec<String> {
    let mut violations = Vec::new();
    for named in source.paths() {
        if source.in_test(named.token) {
            continue;
        }
        let Some(target) = target(source, named.token, &named.segments) else {
            continue;
        };
        let fault = match position(&target) {
            Some(target) if target <= own => continue,
            Some(_) => format!("the later room `{target}`"),
            None if target == "*" || target == "self" => "the whole crate".to_owned(),
            None => format!("`{target}`, which is no room; name the room it lives in"),
        };
        let place = source.place(named.token);
        violations.push(format!("{place}: `{}` names {fault}", ROOMS[own]));
    }
    violations
}

/// What stands at the crate's root in a path that begins there or climbs with `super`.
fn target(source: &Source, token: usize, segments: &[String]) -> Option<String> {
    let mut module = match segments[0].as_str() {
        "crate" => Vec::new(),
        "super" => source.module_at(token),
        _ => return None,
    };
    let mut rest = segments.iter().skip_while(|segment| *segment == "crate");
    for segment in rest.by_ref() {
        if segment != "super" {
            module.push(segment.clone());
            return module.into_iter().next();
        }
        module.pop();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::check;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(Planted::with(path, text).root())
    }

    #[test]
    fn earlier_rooms_tests_and_comments_are_accepted() {
        let tree = Planted::with(
            "src/records/read.rs",
            "//! See `crate::engine`.\n\
             use crate::{calendar::Day, place::Place};\n\
             use super::super::problem::Problem;\n\
             use super::row;\n\
             /// As [`crate::report`] shows.\n\
             pub(crate) fn read() { crate::records::row::new(\"crate::cli\"); } // crate::cli\n\
             mod inner { use super::super::row; }\n\
             #[cfg(test)]\n\
             mod tests { use crate::engine::audit; }\n",
        );
        tree.file(
            "src/lib.rs",
            "//! All.\npub mod cli;\npub use crate::engine::audit;\n",
        );
        tree.file(
            "src/main.rs",
            "//! Main.\nuse oversight::cli;\nfn main() { oversight::cli::run() }\n",
        );
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn a_later_room_is_caught_with_its_line() {
        assert_eq!(
            found(
                "src/records/read.rs",
                "//! A.\n\nuse crate::policy::Policy;\n"
            ),
            ["src/records/read.rs:3: `records` names the later room `policy`"]
        );
    }

    #[test]
    fn a_later_room_is_caught_however_it_is_named() {
        for text in [
            "use crate::{\n    place::{self, Place},\n    policy as p,\n};",
            "use super::super::policy;",
            "use super::{super::policy::Policy};",
            "fn f() { let x = crate::policy::load(\"x\"); }",
            "fn f<'a>(x: &'a crate :: policy :: Policy) {}",
            "mod inner { use super::super::super::policy; }",
            "macro_rules! m { () => { $crate::policy::load() } }",
            "#[cfg(not(test))]\nuse crate::policy;",
            "#[cfg(test)]\nmod tests {}\nuse crate::policy;",
        ] {
            let found = found("src/records/read.rs", text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(
                found[0].contains("later room `policy`"),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn names_that_pass_through_the_root_are_caught() {
        for text in [
            "use crate::*;",
            "use super::*;",
            "use crate::{self as all};",
        ] {
            let found = found("src/place.rs", text);
            assert!(found[0].ends_with("the whole crate"), "{text}: {found:?}");
        }
        assert_eq!(
            found("src/place.rs", "use crate::Audit;"),
            ["src/place.rs:1: `place` names `Audit`, which is no room; name the room it lives in"]
        );
    }

    #[test]
    fn an_unknown_room_is_caught() {
        assert!(found("src/shed.rs", "//! A.")[0].starts_with("src/shed.rs:1: in no room"));
        assert!(found("src/bin/extra.rs", "//! A.")[0].contains("in no room"));
    }

    #[test]
    fn main_is_held_to_cli() {
        for text in [
            "use oversight::engine;",
            "use oversight::{cli, report};",
            "use oversight as all;",
        ] {
            let found = found("src/main.rs", text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
    }
}
