//! How the program ends.

use std::process::ExitCode;

/// The exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: audited, every row read, nothing missed.
    Clean,
    /// 1: audited, and something was missed.
    Breaches,
    /// 3: audited, but rows were rejected, a file had none, an export seems to be missing or cut short, nothing could be
    /// judged, or a breach may be told as advice.
    Incomplete,
    /// 2: not audited: arguments, policy, unreadable input, or output that could not be written.
    NotAudited,
}

impl Exit {
    /// Its number.
    pub fn number(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Breaches => 1,
            Exit::NotAudited => 2,
            Exit::Incomplete => 3,
        }
    }

    /// Its number, for the system.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self.number())
    }
}
