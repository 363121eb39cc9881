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

    /// What stands in a file of about so many bytes; the bar moves as they are read.
    ///
    /// Room is made once, and not filled before the bytes come: with large exports that takes as long as to read them.
    pub(super) fn bytes(&self, file: &File, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let room = bytes.try_reserve(usize::try_from(size).unwrap_or(0));
        room.map_err(|_| io::ErrorKind::OutOfMemory)?;
        loop {
            let read = file.take(STEP).read_to_end(&mut bytes)?;
            if read == 0 {
                return Ok(bytes);
            }
            self.bar.inc(u64::try_from(read).unwrap_or(u64::MAX));
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
