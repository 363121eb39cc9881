//! Counts the instructions that the program takes for fixed work, and fails when they drift from the figures noted.
//!
//! `cargo bench --bench instructions`, and with `-- --update` the figures are noted anew. It needs valgrind.
//!
//! Unlike time, instructions come out the same on a busy machine. They still differ a little from one version of the
//! compiler to the next, and from one kind of processor to another: hence a tolerance.
#![expect(clippy::print_stdout, reason = "a bench says what it counted")]

#[expect(unreachable_pub, reason = "the generator is an example's")]
#[path = "../../examples/england/exports.rs"]
mod exports;
#[expect(dead_code, reason = "the other bench asks for more days")]
#[path = "../england/settings.rs"]
mod settings;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use serde::Deserialize;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The noted figures, from the repository's root.
const NOTED: &str = "benches/instructions/noted.toml";

/// Count instructions, and compare them with the figures noted.
#[derive(Debug, Parser)]
struct Arguments {
    /// Note what is counted in place of comparing it
    #[arg(long)]
    update: bool,
    /// The program to count
    #[arg(long, value_name = "FILE", default_value = env!("CARGO_BIN_EXE_oversight"))]
    program: PathBuf,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Noted {
    /// By how many per cent a count may be off, either way.
    tolerance: u64,
    instructions: BTreeMap<String, u64>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let path = Path::new(ROOT).join(NOTED);
    let noted: Noted = toml::from_str(&fs::read_to_string(&path)?)?;
    let council = tempfile::tempdir()?;
    exports::write(council.path(), 1, 2026)?;
    settings::write(council.path(), Path::new(ROOT))?;
    let council = council.path().join("st-helens").display().to_string();
    let story = format!("{ROOT}/examples/st-helens");
    let work: [(&str, Vec<&str>); 3] = [
        ("start-up", vec!["--version"]),
        ("a-small-story", vec!["audit", &story, "--month", "2026-10"]),
        (
            "one-council",
            vec!["audit", &council, "--period", settings::YEAR],
        ),
    ];
    let (mut counted, mut drifted) = (BTreeMap::new(), false);
    for (name, words) in work {
        let count = count(&arguments.program, &words)?;
        let known = noted.instructions.get(name).copied();
        let holds = known.is_some_and(|known| is_near(count, known, noted.tolerance));
        let known = known.map_or("nothing".to_owned(), |known| known.to_string());
        let verdict = if holds { "as noted" } else { "not as noted" };
        println!("{name}: {count} instructions, noted {known}: {verdict}");
        drifted |= !holds;
        counted.insert(name.to_owned(), count);
    }
    if arguments.update {
        fs::write(&path, text(noted.tolerance, &counted)?)?;
        println!("noted in {NOTED}");
        return Ok(ExitCode::SUCCESS);
    }
    if drifted {
        println!("if that is meant, note it: cargo bench --bench instructions -- --update");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// The instructions of one run, on one thread, so that none are spent on waiting for another.
fn count(program: &Path, words: &[&str]) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let found = folder.path().join("callgrind");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", found.display()))
        .arg(program)
        .args(words)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .context("starting valgrind, which counts the instructions: is it installed?")?;
    let said = String::from_utf8_lossy(&output.stderr);
    // 3 where the exports are not whole, as those of the story and of the made-up council are.
    let code = output.status.code();
    ensure!(
        matches!(code, Some(0 | 1 | 3)),
        "{words:?} ended with {code:?}: {said}"
    );
    let profile = fs::read_to_string(&found)?;
    let total = profile
        .lines()
        .find_map(|line| {
            line.strip_prefix("totals: ")
                .or(line.strip_prefix("summary: "))
        })
        .with_context(|| format!("valgrind counted nothing: {said}"))?;
    Ok(total.trim().parse()?)
}

fn is_near(count: u64, known: u64, tolerance: u64) -> bool {
    count.abs_diff(known) * 100 <= known * tolerance
}

fn text(tolerance: u64, counted: &BTreeMap<String, u64>) -> Result<String> {
    let mut text = format!(
        "# Written by `cargo bench --bench instructions -- --update`: the instructions of each piece of work, and by how many\n\
         # per cent a count may be off.\ntolerance = {tolerance}\n\n[instructions]\n"
    );
    for (name, count) in counted {
        writeln!(text, "{name} = {count}")?;
    }
    Ok(text)
}
