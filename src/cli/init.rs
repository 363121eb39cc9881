//! `oversight init`: looks at a folder's exports and writes what an audit of them could begin with.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::calendar::Day;
use crate::records::{Export, Placed, Preview, Proposal, propose};
use crate::report::Kept as Filled;

use super::args::Init;
use super::exit::Exit;
use super::{files, folder, output};

/// The policy to begin with: a published standard and no made-up numbers.
const POLICY: &str = include_str!("../../policies/lga-standard-5.toml");
const POLICY_NAME: &str = "policy.toml";
const MAPPING_NAME: &str = "mapping.toml";

/// The endings of files that may be exports; the last of them only to say what is wrong with them.
const ENDINGS: [&str; 11] = [
    "csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xls", "ods", "xlsb", "htm", "html",
];

/// What the program itself writes into a folder, and no export.
const OWN: [&str; 2] = ["findings.csv", "report.txt"];

/// What Excel puts before the name of a file that is open in it, for a file of its own.
const OPEN_IN_EXCEL: &str = "~$";

/// Runs the command.
pub(super) fn run(init: &Init, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = &init.folder;
    let names = names(folder)?;
    if names.is_empty() {
        bail!(
            "`{}` has no exports, expected files that end in .csv, .txt, .xlsx, .xls or .ods",
            folder.display()
        );
    }
    if !init.dry_run && !init.force {
        refuse_to_overwrite(folder)?;
    }
    let preview = preview(folder, &names)?;
    let mut proposal = propose(&preview.sheets);
    proposal.unplaced.splice(0..0, preview.unread);
    let settings = settings(&proposal, init.taken);
    let mut kept = Kept::Nothing;
    if init.dry_run {
        write!(
            out,
            "# {}\n{settings}\n# {MAPPING_NAME}\n{}",
            folder::NAME,
            proposal.mapping
        )?;
    } else {
        kept = write_all(folder, &settings, &proposal.mapping)?;
    }
    // What is printed for a script is the proposal; everything about it goes to the person.
    let told: &mut dyn Write = if init.dry_run { err } else { out };
    tell(told, init, &proposal, kept)?;
    let whole = [Export::Staff, Export::Cases, Export::Sessions]
        .iter()
        .all(|export| proposal.files.iter().any(|file| file.export == *export));
    Ok(if whole { Exit::Clean } else { Exit::Incomplete })
}

/// Looks at each of these files.
fn preview(folder: &Path, names: &[String]) -> anyhow::Result<Preview> {
    let mut all = Preview::default();
    for name in names {
        if name.contains(char::is_control) {
            all.unread.push(format!(
                "{name:?} has signs in its name that no text file can name"
            ));
            continue;
        }
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(|error| files::unreadable(&path, error))?;
        if Filled::default().add(&bytes, name).is_ok() {
            all.unread.push(format!(
                "`{name}` is a report of this program, and no export"
            ));
            continue;
        }
        let found = Preview::of(name, bytes);
        all.sheets.extend(found.sheets);
        all.unread.extend(found.unread);
    }
    Ok(all)
}

/// The files of a folder that may be exports, by name.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let name = folder.display();
    if !folder.exists() {
        bail!("`{name}` is not there; check the name, or the folder you are in");
    }
    if !folder.is_dir() {
        bail!("`{name}` is a file, expected a folder with the exports");
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("`{name}` can't be read"))? {
        let path = entry
            .with_context(|| format!("`{name}` can't be read"))?
            .path();
        let ending = output::ending(&path);
        let file = path.file_name().and_then(|name| name.to_str());
        if let (Some(file), Some(ending)) = (file, ending)
            && path.is_file()
            && ENDINGS.contains(&ending.as_str())
            && !OWN.contains(&file)
            && !file.starts_with(OPEN_IN_EXCEL)
        {
            names.push(file.to_owned());
        }
    }
    // The order of a folder is the system's.
    names.sort();
    Ok(names)
}

fn refuse_to_overwrite(folder: &Path) -> anyhow::Result<()> {
    for name in [folder::NAME, MAPPING_NAME] {
        let path = folder.join(name);
        if path.exists() {
            bail!(
                "`{}` is there already and is not overwritten; --dry-run only shows the proposal, --force writes it over",
                path.display()
            );
        }
    }
    Ok(())
}

/// What was there and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Nothing,
    Policy,
}

fn write_all(folder: &Path, settings: &str, mapping: &str) -> anyhow::Result<Kept> {
    let policy = folder.join(POLICY_NAME);
    // A policy is somebody's work, and --force is about what this command wrote.
    let kept = if policy.exists() {
        Kept::Policy
    } else {
        output::write(&policy, POLICY)?;
        Kept::Nothing
    };
    output::write(&folder.join(MAPPING_NAME), mapping)?;
    output::write(&folder.join(folder::NAME), settings)?;
    Ok(kept)
}

/// The text of the `oversight.toml`.
fn settings(proposal: &Proposal, taken: Option<Day>) -> String {
    let mut text = format!("policy = \"{POLICY_NAME}\"\nmapping = \"{MAPPING_NAME}\"\n");
    let taken = match taken {
        Some(day) => format!("taken = {day}"),
        None => "# taken = 2026-01-31".to_owned(),
    };
    let remark = "# the day the exports were taken; without it, today";
    writeln!(text, "{taken:<30} {remark}").unwrap_or_default();
    for export in Export::ALL {
        let of_export = proposal.files.iter().filter(|file| file.export == export);
        let names: Vec<String> = of_export.map(named).collect();
        let required = matches!(export, Export::Staff | Export::Cases | Export::Sessions);
        let line = match names.as_slice() {
            [] if required => format!("# {export} = \"…\"  # no file looks like it"),
            [] => continue,
            [name] => format!("{export} = {name}"),
            names => format!("{export} = [{}]", names.join(", ")),
        };
        writeln!(text, "{line}").unwrap_or_default();
    }
    text
}

/// A file as an `oversight.toml` names it.
fn named(file: &Placed) -> String {
    match &file.sheet {
        None => quoted(&file.file),
        Some(sheet) => format!(
            "{{ file = {}, sheet = {} }}",
            quoted(&file.file),
            quoted(sheet)
        ),
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

fn list(to: &mut dyn Write, heading: &str, sentences: &[String]) -> std::io::Result<()> {
    if !sentences.is_empty() {
        writeln!(to, "\n{heading}:")?;
    }
    for sentence in sentences {
        writeln!(to, "  {sentence}")?;
    }
    Ok(())
}

/// Says what was found, what was not, and what to do next.
fn tell(to: &mut dyn Write, init: &Init, proposal: &Proposal, kept: Kept) -> std::io::Result<()> {
    let longest = proposal
        .files
        .iter()
        .map(|file| file.name.chars().count())
        .max();
    for file in &proposal.files {
        let width = longest.unwrap_or(0);
        let (name, export, rows) = (&file.name, file.export.name(), file.rows);
        let noun = if rows == 1 { "row" } else { "rows" };
        let like = file.like.as_ref();
        let like = like.map_or(String::new(), |like| format!(": {like}"));
        writeln!(to, "{name:<width$}  {export:<11}  {rows} {noun}{like}")?;
    }
    list(to, "decided", &proposal.decided)?;
    list(to, "not placed", &proposal.unplaced)?;
    list(to, "to check", &proposal.doubtful)?;
    let folder = init.folder.display();
    let folder = super::quoted(&folder.to_string());
    if init.dry_run {
        writeln!(to, "\nnothing was written; without --dry-run it is")?;
    } else {
        let written = match kept {
            Kept::Policy => format!(
                "{} and {MAPPING_NAME}; your {POLICY_NAME} stays",
                folder::NAME
            ),
            Kept::Nothing => format!(
                "{}, {MAPPING_NAME} and {POLICY_NAME}, which is a national standard to begin with",
                folder::NAME
            ),
        };
        writeln!(
            to,
            "\nwritten: {written}\nread {MAPPING_NAME}, then: oversight check {folder}"
        )?;
    }
    Ok(())
}
