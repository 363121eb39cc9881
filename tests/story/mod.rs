//! The five stories as the program reads them.

use std::path::{Path, PathBuf};

use oversight::calendar::Day;
use oversight::policy::Policy;
use oversight::records::{Dataset, Export, Mapping, Source, read};

pub(crate) const STORIES: [&str; 5] = ["haringey", "luton", "newcastle", "st-helens", "tameside"];

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A story as the program reads it.
pub(crate) fn story(name: &str) -> (Policy, Dataset) {
    let folder = Path::new("examples").join(name);
    let keys: toml::Table = text(&folder.join("oversight.toml")).parse().unwrap();
    let path = |key: &str| folder.join(keys.get(key).unwrap().as_str().unwrap());
    let policy = Policy::parse(&text(&path("policy")), &format!("{name}.toml"));
    let policy = policy.ok().unwrap();
    let mapping = Mapping::parse(&text(&path("mapping")), "mapping.toml").unwrap();
    let mut sources = Vec::new();
    for (key, export) in [
        ("staff", Export::Staff),
        ("cases", Export::Cases),
        ("sessions", Export::Sessions),
        ("absences", Export::Absences),
        ("activity", Export::Activity),
    ] {
        for file in keys.get(key).into_iter().flat_map(list) {
            let named = file.as_table();
            let name = named
                .map_or(&file, |named| named.get("file").unwrap())
                .as_str()
                .unwrap();
            let from = named.and_then(|named| named.get("covers-from"));
            sources.push(Source {
                name: name.to_owned(),
                sheet: None,
                export,
                covers_from: from.map(|from| day(&from.to_string())),
                bytes: std::fs::read(folder.join(name)).unwrap(),
            });
        }
    }
    let data = read(sources, &mapping, &policy.demand(), day("2026-11-05")).unwrap();
    (policy, data)
}

fn list(value: &toml::Value) -> Vec<toml::Value> {
    value
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![value.clone()])
}

fn text(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}
