//! `oversight.toml`: which policy, exports and mapping a folder has.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::calendar::Day;
use crate::language::OneOrMany;
use crate::problem::{nearest, toml_slip};
use crate::records::Export;

/// The name of the file.
pub(super) const NAME: &str = "oversight.toml";

/// What most commands do.
pub(super) const AUDITED: &str = "audited";

/// What an `oversight.toml` says; paths are relative to its folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    banner: Option<String>,
    policy: PathBuf,
    mapping: Option<PathBuf>,
    waivers: Option<PathBuf>,
    actions: Option<PathBuf>,
    taken: Option<Day>,
    staff: OneOrMany<File>,
    cases: OneOrMany<File>,
    sessions: OneOrMany<File>,
    absences: Option<OneOrMany<File>>,
    activity: Option<OneOrMany<File>>,
    allocations: Option<OneOrMany<File>>,
}

/// One export of a folder.
#[derive(Clone, Debug)]
struct File {
    name: PathBuf,
    sheet: Option<String>,
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
    /// The sheet that is meant, when it is a workbook of several.
    pub(super) sheet: Option<String>,
    /// The first day it covers.
    pub(super) covers_from: Option<Day>,
}

/// Everything an audit reads.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// The folder, when one was given.
    pub(super) folder: Option<PathBuf>,
    /// What to stamp on every output.
    pub(super) banner: Option<String>,
    /// What is done with them, as a message says it of what is not done: nothing was `audited`.
    pub(super) done: &'static str,
    /// The policy.
    pub(super) policy: PathBuf,
    /// The mapping.
    pub(super) mapping: Option<PathBuf>,
    /// The file of waivers.
    pub(super) waivers: Option<PathBuf>,
    /// The file of actions.
    pub(super) actions: Option<PathBuf>,
    /// The key under which ids become pseudonyms.
    pub(super) key: Option<PathBuf>,
    /// Whether damaged rows are put right where they can be.
    pub(super) lenient: bool,
    /// The day the exports were taken.
    pub(super) taken: Option<Day>,
    /// The exports.
    pub(super) exports: Vec<ExportPath>,
}

/// Reads the `oversight.toml` of a folder.
pub(super) fn read(folder: &Path) -> anyhow::Result<Paths> {
    let name = folder.display();
    if !folder.exists() {
        bail!("`{name}` is not there; check the name, or the folder you are in");
    }
    if !folder.is_dir() {
        bail!(
            "`{name}` is a file, expected a folder with an `{NAME}`; a policy is given as --policy"
        );
    }
    let path = folder.join(NAME);
    if !path.exists() {
        bail!(
            "`{name}` has no `{NAME}`, expected one that names policy, staff, cases and sessions; write it with: oversight \
             init {}; or give them as --policy, --staff, --cases and --sessions",
            super::quoted(&name.to_string())
        );
    }
    let text = super::files::text(&path)?;
    let keys: Keys = toml::from_str(&text).map_err(|error| mistake(&path, &text, &error))?;
    keys.no_control_characters(&path)?;
    let export = |export: Export, files: &OneOrMany<File>| -> Vec<ExportPath> {
        let files = files.as_slice().iter();
        files
            .map(|file| ExportPath {
                export,
                name: file.name.display().to_string(),
                path: folder.join(&file.name),
                sheet: file.sheet.clone(),
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
        (Export::Allocations, &keys.allocations),
    ];
    for (which, files) in optional {
        if let Some(files) = files {
            exports.extend(export(which, files));
        }
    }
    Ok(Paths {
        folder: Some(folder.to_owned()),
        banner: keys.banner,
        done: AUDITED,
        policy: folder.join(keys.policy),
        mapping: keys.mapping.map(|mapping| folder.join(mapping)),
        waivers: keys.waivers.map(|waivers| folder.join(waivers)),
        actions: keys.actions.map(|actions| folder.join(actions)),
        key: None,
        lenient: false,
        taken: keys.taken,
        exports,
    })
}

impl Paths {
    /// The same for a command that does something else.
    pub(super) fn meant_for(self, done: &'static str) -> Paths {
        Paths { done, ..self }
    }

    /// A policy alone.
    pub(super) fn of_policy(policy: &Path) -> Paths {
        Paths {
            folder: None,
            banner: None,
            done: "",
            policy: policy.to_owned(),
            mapping: None,
            waivers: None,
            actions: None,
            key: None,
            lenient: false,
            taken: None,
            exports: Vec::new(),
        }
    }

    /// Everything that is read.
    pub(super) fn all(&self) -> Vec<&Path> {
        let exports = self.exports.iter().map(|export| export.path.as_path());
        let others = [self.policy.as_path()]
            .into_iter()
            .chain(self.mapping.as_deref())
            .chain(self.waivers.as_deref())
            .chain(self.actions.as_deref())
            .chain(self.key.as_deref());
        others.chain(exports).collect()
    }

    /// Whether every file that an `oversight.toml` names is there; those that are not, all at once.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let missing: Vec<String> = self
            .all()
            .into_iter()
            .filter(|path| !path.exists() && self.key.as_deref() != Some(*path))
            .map(|path| format!("`{}`", path.strip_prefix(folder).unwrap_or(path).display()))
            .collect();
        match missing.as_slice() {
            [] => Ok(()),
            [one] => bail!(
                "{one}, which `{}` names, is not there; check the name",
                folder.join(NAME).display()
            ),
            _ => bail!(
                "{}, which `{}` names, are not there; check the names",
                missing.join(", "),
                folder.join(NAME).display()
            ),
        }
    }
}

impl Keys {
    /// In TOML the `\b` of `"data\b.csv"` is one character, and no file has it in its name.
    fn no_control_characters(&self, file: &Path) -> anyhow::Result<()> {
        let exports = [&self.staff, &self.cases, &self.sessions];
        let exports = exports
            .into_iter()
            .chain(&self.absences)
            .chain(&self.activity)
            .chain(&self.allocations);
        let paths = exports
            .flat_map(OneOrMany::as_slice)
            .map(|file| &file.name)
            .chain([&self.policy])
            .chain(&self.mapping)
            .chain(&self.waivers)
            .chain(&self.actions);
        for path in paths {
            if path.to_string_lossy().contains(char::is_control) {
                bail!("{}: {BACKSLASH}", file.display());
            }
        }
        Ok(())
    }
}

/// What to say of a Windows path as Explorer shows it.
const BACKSLASH: &str =
    r"a `\` in a path has another meaning here, expected `/`, such as `C:/Data/staff.csv`";

/// A mistake in an `oversight.toml`, for somebody who has never heard of TOML.
fn mistake(path: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let file = path.display();
    let message = error.message().replace('\n', ", ");
    let quoted = |after: &str| {
        let (_, rest) = message.split_once(after)?;
        rest.split('`').nth(1)
    };
    if let Some(key) = quoted("missing field ") {
        let name = if key == "policy" {
            "policy.toml"
        } else {
            "export.csv"
        };
        return anyhow!("{file}: `{key}` is missing; add a line such as {key} = \"{name}\"");
    }
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(0, |before| before.matches('\n').count());
    let stands = text.lines().nth(line).unwrap_or_default();
    let said = if let Some(key) = quoted("unknown field ") {
        let known = message
            .split_once("expected")
            .map_or("", |(_, known)| known);
        let near = nearest(key, known.split('`').skip(1).step_by(2));
        match near {
            Some(near) => format!("unknown key `{key}`; did you mean `{near}`?"),
            None => format!("unknown key `{key}`, expected{known}"),
        }
    } else if let Some(slip) = toml_slip(&message, stands) {
        slip
    } else if stands.contains('\\') {
        BACKSLASH.to_owned()
    } else if message.starts_with("string values must be quoted") {
        "a value stands without quotation marks, expected \"file.csv\", or a day such as 2026-10-31"
            .to_owned()
    } else {
        message
    };
    anyhow!("{file}:{}: {said}", line + 1)
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
                    sheet: None,
                    covers_from: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<File, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields, rename_all = "kebab-case")]
                struct Named {
                    file: PathBuf,
                    sheet: Option<String>,
                    covers_from: Option<Day>,
                }
                let named = Named::deserialize(MapAccessDeserializer::new(map))?;
                Ok(File {
                    name: named.file,
                    sheet: named.sheet,
                    covers_from: named.covers_from,
                })
            }
        }

        deserializer.deserialize_any(Either)
    }
}
