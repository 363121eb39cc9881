//! The command line: the only room that knows of arguments, files, the clock and the terminal.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

mod args;
mod audit;
mod check;
mod diff;
mod due;
mod exit;
mod explain;
mod files;
mod folder;
mod init;
mod inputs;
mod names;
mod output;
mod part;
mod period;
mod policy;
mod progress;
mod pseudonymise;
mod ready;
mod rejects;
mod report;
mod sample;
mod waivers;
mod workbook;

use args::{Args, Command};
use exit::Exit;

/// Runs the program on the process's own arguments and streams.
pub fn main() -> ExitCode {
    // cmd and PowerShell hand `*.csv` on as it stands.
    let arguments = wild::args_os();
    let exit = run(
        arguments,
        &mut std::io::stdout().lock(),
        &mut std::io::stderr(),
    );
    exit.code()
}

/// Runs the program: data goes to `out`, words to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let typed = typed(&arguments);
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(refused) => return help_or_error(&refused, out, err),
    };
    let done = match args.command {
        Command::Audit(audit) => audit::run(&audit, &typed, out, err),
        Command::Check(check) => check::run(&check, &typed, out, err),
        Command::Report(report) => report::run(&report, &typed, err),
        Command::Explain(explain) => explain::run(&explain, out, err),
        Command::Diff(args) => diff::run(&args, out, err),
        Command::Due(args) => due::run(&args, &typed, out, err),
        Command::Init(init) => init::run(&init, out, err),
        Command::Sample(sample) => sample::run(&sample, out, err),
        Command::Key(key) => pseudonymise::make(&key, err),
        Command::Waivers(command) => waivers::run(&command, out, err),
        Command::Policy(command) => policy::run(&command, out, err),
    };
    match done {
        Ok(exit) => exit,
        Err(error) if output::is_closed_pipe(&error) => Exit::Clean,
        Err(error) => {
            say_error(&error, err);
            Exit::NotAudited
        }
    }
}

/// The call as it was typed, for the hints that repeat it.
fn typed(arguments: &[OsString]) -> String {
    let words = arguments
        .iter()
        .skip(1)
        .map(|word| quoted(&word.to_string_lossy()));
    let words: Vec<String> = std::iter::once("oversight".to_owned())
        .chain(words)
        .collect();
    words.join(" ")
}

fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

fn help_or_error(refused: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let text = refused.render();
    let asked = matches!(
        refused.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if asked {
        say(out, &text.to_string());
        Exit::Clean
    } else {
        say(err, &text.to_string());
        Exit::NotAudited
    }
}

/// An error with its causes, one a line.
fn say_error(error: &anyhow::Error, err: &mut dyn Write) {
    let mut lines = format!("error: {error}\n");
    for cause in error.chain().skip(1) {
        lines = lines + "  caused by: " + &cause.to_string() + "\n";
    }
    say(err, &lines);
}

/// Says something on a stream; nothing is left to be said when the stream itself is gone.
fn say(stream: &mut dyn Write, text: &str) {
    stream.write_all(text.as_bytes()).ok();
}
