//! `oversight.toml`: which policy, exports and mapping a folder has.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::calendar::Day;
use crate::language::OneOrMany;
use crate::records::Export;

/// The name of the file.
pub(super) const NAME: &str = "oversight.toml";

/// What an `oversight.toml` says; paths are relative to its folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    banner: Option<String>,
    policy: PathBuf,
    mapping: Option<PathBuf>,
    taken: Option<Day>,
    staff: OneOrMany<File>,
    cases: OneOrMany<File>,
    sessions: OneOrMany<File>,
    absences: Option<OneOrMany<File>>,
    activity: Option<OneOrMany<File>>,
}

/// One export of a folder.
#[derive(Clone, Debug)]
struct File {
    name: PathBuf,
    covers_from: Option<Day>,
}

/// One export to be read.
#[derive(Clone, Debug)]
pub(super) struct ExportPath {
    /// Which export.
    pub(super) export: Export,
    /// The name to print.
    pub(super) name: String,
    /// Where it lies.
    pub(super) path: PathBuf,
    /// The first day it covers.
    pub(super) covers_from: Option<Day>,
}

/// Everything an audit reads.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// What to stamp on every output.
    pub(super) banner: Option<String>,
    /// The policy.
    pub(super) policy: PathBuf,
    /// The mapping.
    pub(super) mapping: Option<PathBuf>,
    /// The day the exports were taken.
    pub(super) taken: Option<Day>,
    /// The exports.
    pub(super) exports: Vec<ExportPath>,
}

/// Reads the `oversight.toml` of a folder.
pub(super) fn read(folder: &Path) -> anyhow::Result<Paths> {
    if !folder.is_dir() {
        bail!(
            "`{}` is no folder, expected one with an `{NAME}`",
            folder.display()
        );
    }
    let path = folder.join(NAME);
    if !path.exists() {
        bail!(
            "`{}` has no `{NAME}`, expected one that names policy, staff, cases and sessions; or give them as \
             --policy, --staff, --cases and --sessions",
            folder.display()
        );
    }
    let text = super::inputs::text(&path)?;
    let keys: Keys =
        toml::from_str(&text).with_context(|| format!("`{}` can't be used", path.display()))?;
    let export = |export: Export, files: &OneOrMany<File>| -> Vec<ExportPath> {
        let files = files.as_slice().iter();
        files
            .map(|file| ExportPath {
                export,
                name: file.name.display().to_string(),
                path: folder.join(&file.name),
                covers_from: file.covers_from,
            })
            .collect()
    };
    let mut exports = export(Export::Staff, &keys.staff);
    exports.extend(export(Export::Cases, &keys.cases));
    exports.extend(export(Export::Sessions, &keys.sessions));
    let optional = [
        (Export::Absences, &keys.absences),
        (Export::Activity, &keys.activity),
    ];
    for (which, files) in optional {
        if let Some(files) = files {
            exports.extend(export(which, files));
        }
    }
    Ok(Paths {
        banner: keys.banner,
        policy: folder.join(keys.policy),
        mapping: keys.mapping.map(|mapping| folder.join(mapping)),
        taken: keys.taken,
        exports,
    })
}

// Written by hand because an untagged enum would lose the place of a mistake.
impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<File, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = File;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(
                    "a file name, or `{ file = \"sessions.csv\", covers-from = 2025-10-01 }`",
                )
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<File, E> {
                Ok(File {
                    name: name.into(),
                    covers_from: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<File, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields, rename_all = "kebab-case")]
                struct Named {
                    file: PathBuf,
                    covers_from: Option<Day>,
                }
                let named = Named::deserialize(MapAccessDeserializer::new(map))?;
                Ok(File {
                    name: named.file,
                    covers_from: named.covers_from,
                })
            }
        }

        deserializer.deserialize_any(Either)
    }
}
