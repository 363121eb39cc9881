//! The two settings files of a story: `oversight.toml` and `mapping.toml`, written from the same description as the
//! exports, so that they cannot disagree.

use std::fmt::Write as _;

use oversight::records::fold;

use crate::Scale;
use crate::layout::{Export, FileSpec};
use crate::profile::Profile;

/// What stands in `oversight.toml`.
pub fn oversight(profile: &Profile, scale: &Scale, policies: &str) -> String {
    let mut text = String::new();
    for line in profile.story.lines() {
        line_of(&mut text, format_args!("# {}", line.trim()));
    }
    line_of(&mut text, format_args!("banner = \"SYNTHETIC DATA\""));
    line_of(
        &mut text,
        format_args!("policy = \"{policies}{}.toml\"", profile.folder),
    );
    line_of(&mut text, format_args!("mapping = \"mapping.toml\""));
    for (key, file, _) in profile.beside {
        line_of(&mut text, format_args!("{key} = \"{file}\""));
    }
    line_of(
        &mut text,
        format_args!(
            "taken = {}            # the day the exports were taken",
            scale.taken
        ),
    );
    for export in [
        Export::Staff,
        Export::Cases,
        Export::Sessions,
        Export::Absences,
        Export::Activity,
    ] {
        let files = profile.files.iter().filter(|spec| spec.export == export);
        let names: Vec<String> = files.map(|spec| named(spec, scale)).collect();
        match names.as_slice() {
            [] => {}
            [name] if export != Export::Sessions => {
                line_of(&mut text, format_args!("{} = {name}", export.name()));
            }
            names => {
                line_of(&mut text, format_args!("{} = [", export.name()));
                for name in names {
                    line_of(&mut text, format_args!("  {name},"));
                }
                line_of(&mut text, format_args!("]"));
            }
        }
    }
    text
}

fn named(spec: &FileSpec, scale: &Scale) -> String {
    match spec.export {
        Export::Sessions => format!(
            "{{ file = \"{}\", covers-from = {} }}",
            spec.file, scale.from
        ),
        Export::Staff | Export::Cases | Export::Absences | Export::Activity => {
            format!("\"{}\"", spec.file)
        }
    }
}

/// What stands in `mapping.toml`.
pub fn mapping(profile: &Profile) -> String {
    let mut text = String::from(
        "# How these exports look. The left side is this tool's word, the right side the export's;\n",
    );
    text.push_str(
        "# under `values` it is the other way round: what stands in the export = what it means.\n",
    );
    for spec in profile.files {
        let alone = profile
            .files
            .iter()
            .filter(|other| other.export == spec.export)
            .count()
            == 1;
        line_of(
            &mut text,
            format_args!("\n[[mapping]]\nexport = \"{}\"", spec.export.name()),
        );
        if !alone {
            line_of(&mut text, format_args!("files = [\"{}\"]", spec.file));
        }
        if let Some(token) = spec.dates.token() {
            line_of(&mut text, format_args!("dates = [\"{token}\"]"));
        }
        if !spec.blank.is_empty() {
            line_of(&mut text, format_args!("blanks = [\"{}\"]", spec.blank));
        }
        pairs(&mut text, "constants", spec.constants.iter().copied());
        let same = |header: &str| {
            fold(&header.replace(|c: char| !c.is_alphanumeric(), " ")).replace('-', "_")
        };
        let renamed = spec
            .columns
            .iter()
            .filter(|(name, header)| same(header) != *name);
        pairs(&mut text, "columns", renamed.copied());
        for (column, words) in spec.words {
            let told = words
                .iter()
                .filter(|(ours, theirs)| !theirs.is_empty() && fold(theirs) != *ours);
            let told = told.map(|(ours, theirs)| (*theirs, *ours));
            pairs(&mut text, &format!("values.{column}"), told);
        }
    }
    text
}

/// `[mapping.NAME]` with a line for each pair, or nothing without any.
fn pairs<'t>(text: &mut String, name: &str, pairs: impl Iterator<Item = (&'t str, &'t str)>) {
    for (at, (key, value)) in pairs.enumerate() {
        if at == 0 {
            line_of(text, format_args!("\n[mapping.{name}]"));
        }
        let bare = key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if bare {
            line_of(text, format_args!("{key} = \"{value}\""));
        } else {
            line_of(text, format_args!("\"{key}\" = \"{value}\""));
        }
    }
}

fn line_of(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    writeln!(text, "{line}").unwrap_or_default();
}
