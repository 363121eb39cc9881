//! A command line that is run and measured: its time, its processor time and the most memory it held.

use std::ffi::OsString;
use std::fmt::{self, Display};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// A program and its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    words: Vec<OsString>,
}

/// What one run took.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) wall: Duration,
    /// User and system time of all its threads.
    pub(crate) processor: Duration,
    /// The most memory held at once, in bytes.
    pub(crate) peak: u64,
    pub(crate) printed: String,
}

impl Line {
    pub(crate) fn of(program: impl Into<OsString>) -> Line {
        Line {
            words: vec![program.into()],
        }
    }

    pub(crate) fn with(mut self, word: impl Into<OsString>) -> Line {
        self.words.push(word.into());
        self
    }

    /// Runs it to its end. What it prints goes to files in `output`, so that no pipe has to be emptied meanwhile.
    pub(crate) fn run(&self, output: &Path, codes: &[i32]) -> Result<Run> {
        let (out, err) = (output.join("printed"), output.join("said"));
        let [program, arguments @ ..] = self.words.as_slice() else {
            bail!("no program was named");
        };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null());
        command
            .stdout(File::create(&out)?)
            .stderr(File::create(&err)?);
        let begun = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("starting {self}"))?;
        let ended = child
            .wait4()
            .with_context(|| format!("waiting for {self}"))?;
        let wall = begun.elapsed();
        let code = ended.status.code();
        if !code.is_some_and(|code| codes.contains(&code)) {
            let said = fs::read_to_string(&err).unwrap_or_default();
            bail!("{self}\nended with {code:?}, expected one of {codes:?}: {said}");
        }
        Ok(Run {
            wall,
            processor: ended.rusage.utime + ended.rusage.stime,
            peak: ended.rusage.maxrss,
            printed: fs::read_to_string(&out)?,
        })
    }
}

/// As it could be typed, while no word has a space.
impl Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("$")?;
        for word in &self.words {
            write!(out, " {}", word.display())?;
        }
        Ok(())
    }
}
