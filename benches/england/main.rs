//! Measures an audit of so many made-up councils beside two analysts' scripts, and whether they count alike.
//!
//! `cargo bench --bench england -- --councils 1,10,50,153 --times 5`
//!
//! The scripts stand in `benches/peers`, and do a small part of the audit: four counts. They are left out where Python or
//! their packages are missing. Everything runs in turn on the same files, one program at a time.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

mod counts;
#[expect(unreachable_pub, reason = "the generator is an example's")]
#[path = "../../examples/england/exports.rs"]
mod exports;
mod figures;
mod line;
mod settings;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, ensure};
use clap::Parser;

use crate::figures::{Figures, mebibytes};
use crate::line::Line;

/// Starting takes so little that it is measured more often.
const STARTS: usize = 25;

/// The repository: where the policies and the peers are.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Measure an audit of made-up exports, and two scripts that make four counts of the same files.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many councils; several are measured one after another
    #[arg(long, value_delimiter = ',', default_value = "1,10,50,153")]
    councils: Vec<u32>,
    /// How often each program runs over each size
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    times: u8,
    /// Where the exports are written
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/england"))]
    to: PathBuf,
    /// Another number gives other exports
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// The program to measure, such as an earlier version
    #[arg(long, value_name = "FILE", default_value = env!("CARGO_BIN_EXE_oversight"))]
    program: PathBuf,
    /// The Python that has duckdb and polars
    #[arg(long, default_value = "python3")]
    python: String,
    /// Only write the exports, of the first number of councils, into this folder
    #[arg(long, value_name = "DIR", hide = true)]
    only_write: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let (Some(folder), [councils, ..]) = (&arguments.only_write, arguments.councils.as_slice()) {
        exports::write(folder, *councils, arguments.seed)?;
        return Ok(());
    }
    say_machine();
    let output = arguments.to.join("output");
    fs::create_dir_all(&output)?;
    start_up(&arguments.oversight(), &output)?;
    let peers = peers(&arguments, &output);
    let mut audits = Vec::new();
    for councils in &arguments.councils {
        let folder = arguments.to.join(councils.to_string());
        println!("\n== {councils} councils ==");
        write_exports(&arguments, *councils, &folder, &output)?;
        let audit = measure(&arguments, &peers, &folder, &output)?;
        audits.push((*councils, size(&folder)?, audit));
        counts::compare(&arguments.oversight(), &peers, &folder, &output)?;
    }
    say_growth(&audits);
    Ok(())
}

impl Arguments {
    fn oversight(&self) -> Line {
        Line::of(&self.program)
    }
}

fn say_machine() {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split_once(": "));
    let (system, kind) = (env::consts::OS, env::consts::ARCH);
    let model = model.map_or("", |(_, model)| model);
    println!("{cores} cores, {system} {kind}, {model}");
}

/// How long the program takes to do nothing.
fn start_up(oversight: &Line, output: &Path) -> Result<()> {
    println!("\n== start-up ==");
    let line = oversight.clone().with("--version");
    println!("{line}");
    let mut figures = Figures::of("oversight --version");
    for _ in 0..STARTS {
        figures.add(line.run(output, &[0])?);
    }
    println!("{}\n{figures}", Figures::HEAD);
    Ok(())
}

/// A script that makes the four counts.
struct Peer {
    name: &'static str,
    line: Line,
}

/// The peers that can run here; says which can't.
fn peers(arguments: &Arguments, output: &Path) -> Vec<Peer> {
    let mut found = Vec::new();
    for (name, package) in [("DuckDB", "duckdb"), ("Polars", "polars")] {
        let python = || Line::of(&arguments.python);
        let import = format!("import {package}; print({package}.__version__)");
        match python().with("-c").with(import).run(output, &[0]) {
            Ok(run) => {
                println!("{name} {}", run.printed.trim());
                let script = format!("{ROOT}/benches/peers/with_{package}.py");
                let line = python().with(script);
                found.push(Peer { name, line });
            }
            Err(_) => println!(
                "{name} is left out: `{} -c 'import {package}'` does not run; `pip install {package}` brings it",
                arguments.python
            ),
        }
    }
    found
}

/// Writes the exports in a process of its own.
///
/// On Linux a new process counts the memory of the one that started it as its own peak until it is another program, and
/// writing England's exports takes more than some of what is measured.
fn write_exports(arguments: &Arguments, councils: u32, folder: &Path, output: &Path) -> Result<()> {
    let own = env::current_exe().context("finding the bench's own program")?;
    let seed = arguments.seed.to_string();
    let line = Line::of(own).with("--only-write").with(folder);
    let line = line.with("--councils").with(councils.to_string());
    let run = line.with("--seed").with(seed).run(output, &[0])?;
    settings::write(folder, Path::new(ROOT))?;
    for file in exports::FILES {
        let bytes = fs::metadata(folder.join(file))?.len();
        println!("{file}: {} MiB", mebibytes(bytes));
    }
    println!("written in {:.1} s", run.wall.as_secs_f64());
    Ok(())
}

fn size(folder: &Path) -> Result<u64> {
    let bytes = exports::FILES.map(|file| fs::metadata(folder.join(file)).map(|file| file.len()));
    let bytes: Vec<u64> = bytes.into_iter().collect::<Result<_, _>>()?;
    Ok(bytes.iter().sum())
}

/// Runs the audit and the peers in turn, and prints what each took and how they compare.
fn measure(arguments: &Arguments, peers: &[Peer], folder: &Path, output: &Path) -> Result<Figures> {
    let audit = arguments.oversight().with("audit");
    let audit = audit.with(folder.join("st-helens"));
    let audit = audit.with("--period").with(settings::YEAR);
    println!("{audit}");
    let mut ours = Figures::of("oversight audit");
    let mut theirs = Vec::new();
    for peer in peers {
        let line = peer.line.clone().with(folder);
        println!("{line}");
        theirs.push((line, Figures::of(peer.name)));
    }
    for _ in 0..arguments.times {
        // 3, as there are no group sessions and none planned: St Helens' clauses on those say so.
        ours.add(audit.run(output, &[0, 1, 3])?);
        for (line, figures) in &mut theirs {
            figures.add(line.run(output, &[0])?);
        }
    }
    println!("{}\n{ours}", Figures::HEAD);
    for (_, figures) in &theirs {
        println!("{figures}");
    }
    compare(&ours, theirs.iter().map(|(_, figures)| figures).collect());
    let [.., sessions] = exports::FILES;
    let sessions = fs::metadata(folder.join(sessions))?.len();
    println!(
        "the audit held {} MiB at most, and the sessions are a file of {} MiB",
        mebibytes(ours.peak()),
        mebibytes(sessions)
    );
    Ok(ours)
}

/// How many times as fast as each script the audit was, the faster script first.
fn compare(ours: &Figures, mut theirs: Vec<&Figures>) {
    theirs.sort_by(|one, other| one.own().total_cmp(&other.own()));
    for figures in theirs {
        let (own, wall) = (figures.own(), figures.wall());
        println!(
            "the audit is {:.1} times as fast as {} by its own clock, {:.1} times with the start of Python",
            own / ours.wall(),
            figures.name,
            wall / ours.wall()
        );
    }
}

/// Whether the cost is in step with the rows.
fn say_growth(audits: &[(u32, u64, Figures)]) {
    println!("\n== growth of `oversight audit` ==");
    println!("councils      MiB  median s  ms a council  ns a byte  peak MiB");
    for (councils, bytes, figures) in audits {
        let seconds = figures.wall();
        #[expect(
            clippy::cast_precision_loss,
            reason = "bytes of files, far below 2 to the 52nd"
        )]
        let each = seconds * 1e9 / *bytes as f64;
        println!(
            "{councils:>8} {:>8} {seconds:>9.3} {:>13.2} {each:>10.2} {:>9}",
            mebibytes(*bytes),
            seconds * 1e3 / f64::from(*councils),
            mebibytes(figures.peak())
        );
    }
}

/// The JSON that a peer prints.
#[derive(Debug, serde::Deserialize)]
struct Printed {
    counts: [u64; 4],
    seconds: f64,
}

impl Printed {
    fn read(printed: &str) -> Result<Printed> {
        let found = serde_json::from_str::<Printed>(printed);
        let found = found.with_context(|| format!("expected a peer's counts, found {printed}"))?;
        ensure!(found.seconds > 0.0, "a peer took no time: {printed}");
        Ok(found)
    }
}
