//! A progress bar for long reads, on a terminal only.

use std::fs::File;
use std::io::{self, Read};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Below this many bytes a read is over before a bar could be seen.
const WORTH_A_BAR: u64 = 8 * 1024 * 1024;

/// After so many bytes the bar moves.
const STEP: u64 = 4 * 1024 * 1024;

/// The bar of one run.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for so many bytes; hidden where standard error is no terminal.
    pub(super) fn new(bytes: u64) -> Progress {
        if bytes < WORTH_A_BAR {
            return Progress {
                bar: ProgressBar::hidden(),
            };
        }
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        let style =
            ProgressStyle::with_template("reading exports {wide_bar} {bytes} of {total_bytes}");
        Progress {
            bar: match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            },
        }
    }

    /// A file whose bytes move the bar as they are read.
    pub(super) fn watch(&self, file: File) -> Watched {
        Watched {
            file,
            bar: self.bar.clone(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A file that is read with an eye on it.
#[derive(Debug)]
pub(super) struct Watched {
    file: File,
    bar: ProgressBar,
}

impl Read for Watched {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.bar.inc(number(read));
        Ok(read)
    }

    /// Room is made once, and not filled before the bytes come: with large exports that takes as long as to read them.
    fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let before = bytes.len();
        let length = self.file.metadata().map_or(0, |known| known.len());
        let room = bytes.try_reserve(usize::try_from(length).unwrap_or(0));
        room.map_err(|_| io::ErrorKind::OutOfMemory)?;
        loop {
            let read = (&self.file).take(STEP).read_to_end(bytes)?;
            if read == 0 {
                return Ok(bytes.len() - before);
            }
            self.bar.inc(number(read));
        }
    }
}

fn number(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
