//! A progress bar for long reads, on a terminal only.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

/// Below this many bytes a read is over before a bar could be seen.
const WORTH_A_BAR: u64 = 8 * 1024 * 1024;

/// How many bytes one thread reads at a time.
const PART: usize = 1024 * 1024;

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

    /// What stands in a file, which is opened and may have so many bytes; the bar moves as they are read. Most of the time
    /// goes into room for them, so that several threads read a part each.
    pub(super) fn bytes(&self, (path, mut file): (&Path, &File), size: u64) -> io::Result<Vec<u8>> {
        let room = usize::try_from(size).map_err(|_| io::ErrorKind::OutOfMemory)?;
        // To make a vector of zeros would end the program where there is no room.
        let try_room = Vec::<u8>::new().try_reserve_exact(room);
        try_room.map_err(|_| io::ErrorKind::OutOfMemory)?;
        let mut bytes = vec![0; room];
        let parts = bytes.par_chunks_mut(PART).enumerate();
        parts.try_for_each(|(number, part)| {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(length(number * PART)))?;
            file.read_exact(part)?;
            self.bar.inc(length(part.len()));
            io::Result::Ok(())
        })?;
        // What is no file on a disk, such as a pipe, has no size and can't be opened twice.
        if size > 0 {
            file.seek(SeekFrom::Start(size))?;
        }
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::{PART, Progress};

    #[test]
    fn a_file_is_read_whole_whatever_its_length_is_taken_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sessions.csv");
        for length in [0, 1, PART - 1, PART, 2 * PART + 3] {
            let whole: Vec<u8> = (0..251).cycle().take(length).collect();
            std::fs::write(&path, &whole).unwrap();
            for taken_for in [0, length / 2, length] {
                let file = File::open(&path).unwrap();
                let size = u64::try_from(taken_for).unwrap();
                let read = Progress::new(size).bytes((&path, &file), size);
                assert!(read.unwrap() == whole, "{length} bytes as {taken_for}");
            }
        }
        let file = File::open(&path).unwrap();
        let cut_off = Progress::new(0).bytes((&path, &file), 3 * 1024 * 1024);
        assert!(cut_off.is_err(), "the file is shorter than it was");
    }
}
