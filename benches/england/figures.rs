//! What several runs of one program took: medians, and the worst memory.

use std::fmt::{self, Display};

use crate::Printed;
use crate::line::Run;

/// The runs of one program over the same files.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) name: &'static str,
    runs: Vec<Run>,
}

impl Figures {
    pub(crate) const HEAD: &str =
        "                      runs  median s   least s    most s     cpu s  own clock s  peak MiB";

    pub(crate) fn of(name: &'static str) -> Figures {
        Figures {
            name,
            runs: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, run: Run) {
        self.runs.push(run);
    }

    fn sorted(&self, of: impl Fn(&Run) -> f64) -> Vec<f64> {
        let mut found: Vec<f64> = self.runs.iter().map(of).collect();
        found.sort_by(f64::total_cmp);
        found
    }

    /// The median of the seconds from start to end.
    pub(crate) fn wall(&self) -> f64 {
        median(&self.sorted(|run| run.wall.as_secs_f64()))
    }

    /// The median of the seconds that a peer says it took, without the start of Python; for others none.
    pub(crate) fn own(&self) -> f64 {
        median(&self.sorted(|run| Printed::read(&run.printed).map_or(0.0, |found| found.seconds)))
    }

    /// The most memory of any run.
    pub(crate) fn peak(&self) -> u64 {
        self.runs.iter().map(|run| run.peak).max().unwrap_or(0)
    }
}

/// One line under [`Figures::HEAD`].
impl Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let walls = self.sorted(|run| run.wall.as_secs_f64());
        let least = walls.first().copied().unwrap_or_default();
        let most = walls.last().copied().unwrap_or_default();
        let processor = median(&self.sorted(|run| run.processor.as_secs_f64()));
        let own = match self.own() {
            0.0 => "-".to_owned(),
            own => format!("{own:.3}"),
        };
        write!(
            out,
            "{:<20} {:>5} {:>9.4} {least:>9.4} {most:>9.4} {processor:>9.3} {own:>12} {:>9}",
            self.name,
            self.runs.len(),
            self.wall(),
            mebibytes(self.peak())
        )
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    if sorted.len().is_multiple_of(2) && middle > 0 {
        f64::midpoint(at(middle - 1), at(middle))
    } else {
        at(middle)
    }
}

/// Whole mebibytes, and one place below ten.
pub(crate) fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    if tenths < 100 {
        format!("{}.{}", tenths / 10, tenths % 10)
    } else {
        (tenths / 10).to_string()
    }
}
