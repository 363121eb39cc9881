//! The arguments.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::calendar::Day;
use crate::ledger::Severity;

use super::output::Plain;
use super::part::Cut;
use super::period::When;
use super::rejects::Rejects;
use super::waivers::Waivers;
use super::workbook::{Deal, Keep};

/// What scripts rely on, said under every help.
const EXIT_CODES: &str = "Exit codes: 0 audited, nothing missed · 1 audited, breaches · 2 not audited · 3 audited, but rows \
                          were rejected, a file had none, an export seems to be missing or cut short, nothing could be \
                          judged, or a breach may be told as advice. \
                          2 goes before 3, 3 before 1.";

/// The same for a check, which finds no breaches.
const CHECK_EXIT_CODES: &str = "Exit codes: 0 every row can be used · 2 not checked · 3 checked, but rows were rejected, \
                                a file had none or an export is missing. Doubts change no exit code.";

/// Audits whether social-work supervision happens as a council's own policy says.
#[derive(Debug, Parser)]
#[command(
    name = "oversight",
    version,
    arg_required_else_help = true,
    after_help = EXIT_CODES
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say who was not supervised in time, which records came late, whose caseload is over the limit
    Audit(Box<Audit>),
    /// Look over exports and policy without an audit: rejected rows, doubtful rows, what does not fit together
    Check(Box<Check>),
    /// Write the health check for senior managers, as one page for a browser or for print
    Report(Box<Report>),
    /// Say why: everything one staff member or case owed, one finding, or what a rule does
    Explain(Box<Explain>),
    /// Compare the JSON reports of two audits: what is new, still open, resolved or gone
    Diff(Diff),
    /// List what falls due in the coming days, by supervisor and day, and what it will take
    Due(Box<super::due::Due>),
    /// Look at a folder's exports and write a mapping and a policy to begin with
    Init(Init),
    /// Draw the files that the policy wants audited, at random and repeatably
    Sample(Box<Sample>),
    /// Make a key for --pseudonymise: 32 random bytes in a file of their own
    Key(KeyFile),
    /// Tidy up the waivers of a council
    #[command(subcommand)]
    Waivers(Waivers),
    /// Check a policy, or print it in plain English
    #[command(subcommand)]
    Policy(Policy),
}

/// Which exports and which policy.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// A folder with an `oversight.toml` that names policy, exports and mapping
    #[arg(value_name = "FOLDER", conflicts_with_all = ["policy", "staff", "cases", "sessions", "absences", "activity", "allocations", "mapping", "waivers"])]
    pub(super) folder: Option<PathBuf>,
    /// The policy (TOML)
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,
    /// Staff export (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) staff: Vec<PathBuf>,
    /// Case export (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) cases: Vec<PathBuf>,
    /// Session export (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) sessions: Vec<PathBuf>,
    /// Absence export (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) absences: Vec<PathBuf>,
    /// Export of what else was done on a day: appraisals, audits of files (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) activity: Vec<PathBuf>,
    /// Export of who held which child's case when, where the case export does not say (CSV or workbook, or `FILE#SHEET`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) allocations: Vec<PathBuf>,
    /// How the exports' headers, values and dates are to be read (TOML)
    #[arg(long, value_name = "FILE")]
    pub(super) mapping: Option<PathBuf>,
    /// The file of waivers, where they stand apart from the policy (TOML)
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// Put right what can be put right in damaged rows without guessing, and list it: a stray quotation mark, blank cells
    /// missing or too many at the end
    #[arg(long, global = true)]
    pub(super) lenient: bool,
    /// Print a pseudonym for every id, and no name, under the key in this file, which `oversight key` makes
    #[arg(long, value_name = "KEYFILE", global = true)]
    pub(super) pseudonymise: Option<PathBuf>,
    /// The day the exports were taken: nothing can have been held after it
    #[arg(long, value_name = "DATE", value_parser = super::period::day, global = true)]
    pub(super) taken: Option<Day>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Audit {
    #[command(flatten)]
    pub(super) given: Given,
    #[command(flatten)]
    pub(super) when: When,
    #[command(flatten)]
    pub(super) cut: Cut,
    /// What to print
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write to a file instead, its format taken from the ending (.txt, .json, .csv, .xlsx); may be repeated
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) plain: Plain,
    #[command(flatten)]
    pub(super) keep: Keep,
    #[command(flatten)]
    pub(super) deal: Deal,
    /// The least severity that makes exit code 1
    #[arg(long, value_enum, default_value = "breach", value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,
    /// End with 0 where it would be 1
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Compare with the JSON report of an earlier audit: what is new, still open, resolved or gone
    #[arg(long, value_name = "OLD.json")]
    pub(super) since: Option<PathBuf>,
    /// Show everything that is waived as if it were not
    #[arg(long)]
    pub(super) ignore_waivers: bool,
    #[command(flatten)]
    pub(super) rejects: Rejects,
    /// Rejected rows up to which the audit counts as complete
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) max_rejects: u32,
    /// No colour, also on a terminal
    #[arg(long, action = ArgAction::SetTrue)]
    pub(super) no_color: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXIT_CODES)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) given: Given,
    /// What to print
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write to a file instead, its format taken from the ending (.txt, .json, .csv); may be repeated
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) plain: Plain,
    #[command(flatten)]
    pub(super) rejects: Rejects,
    /// No colour, also on a terminal
    #[arg(long, action = ArgAction::SetTrue)]
    pub(super) no_color: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Report {
    #[command(flatten)]
    pub(super) given: Given,
    #[command(flatten)]
    pub(super) when: When,
    #[command(flatten)]
    pub(super) cut: Cut,
    /// Write to this file, its format taken from the ending (.html, .md, .json, .csv, .xlsx); may be repeated
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(super) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) keep: Keep,
    /// Who is to read it
    #[arg(long, value_enum, default_value = "internal", value_name = "WHO")]
    pub(super) audience: Audience,
    /// Compare with the JSON report of an earlier health check or audit: what changed, and which months are restated
    #[arg(long, value_name = "OLD.json")]
    pub(super) since: Option<PathBuf>,
    /// Only the summary, on one page of A4 when printed
    #[arg(long)]
    pub(super) one_page: bool,
    /// Show everything that is waived as if it were not
    #[arg(long)]
    pub(super) ignore_waivers: bool,
    #[command(flatten)]
    pub(super) rejects: Rejects,
    /// End with 0 where it would be 1
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Who is to read a report, which decides whom it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Audience {
    /// Those who act on it: supervisors, and whom a waiver is for, by id
    Internal,
    /// Senior managers: teams and services, nobody by id or name
    Senior,
    /// Everybody, and a whole month: no people, counts of 1 to 5 suppressed, with whatever they could be worked out from
    Publishable,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 explained · 2 not explained.",
    override_usage = "oversight explain FOLDER staff|case|finding ID [OPTIONS]\n       \
                      oversight explain --policy FILE --staff FILE --cases FILE --sessions FILE staff|case|finding ID\n       \
                      oversight explain rule NAME"
)]
pub(super) struct Explain {
    #[command(flatten)]
    pub(super) given: Given,
    #[command(flatten)]
    pub(super) when: When,
    /// What to print
    #[arg(long, value_enum, global = true)]
    pub(super) format: Option<Words>,
    /// Write to a file instead, its format taken from the ending (.txt, .json)
    #[arg(short, long, value_name = "FILE", global = true)]
    pub(super) output: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) about: About,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 compared, no new breach · 1 compared, a breach is new · 2 not compared."
)]
pub(super) struct Diff {
    /// The JSON report of the earlier audit
    #[arg(value_name = "OLD.json")]
    pub(super) old: PathBuf,
    /// The JSON report of the later audit
    #[arg(value_name = "NEW.json")]
    pub(super) new: PathBuf,
    #[command(flatten)]
    pub(super) cut: Cut,
    /// What to print
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write to a file instead, its format taken from the ending (.txt, .json, .csv); may be repeated
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) plain: Plain,
    /// End with 0 where it would be 1
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// What the exit code of a sample says.
const SAMPLE_CODES: &str =
    "Exit codes: 0 drawn · 2 not drawn · 3 drawn, but rows were rejected or a file had none.";

#[derive(Debug, clap::Args)]
#[command(after_help = SAMPLE_CODES)]
pub(super) struct Sample {
    #[command(flatten)]
    pub(super) given: Given,
    #[command(flatten)]
    pub(super) when: When,
    #[command(flatten)]
    pub(super) cut: Cut,
    /// The clause to draw for; without it every clause that asks for files
    #[arg(long, value_name = "ID")]
    pub(super) clause: Option<String>,
    /// What decides the draw: the same seed draws the same files. Without it a number made from policy, days and exports
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// What to print
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write to a file instead, its format taken from the ending (.txt, .json, .csv)
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) plain: Plain,
}

/// What is to be explained.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum About {
    /// Everything a staff member was owed, session by session
    Staff {
        /// The id in the staff export
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Everything a child's case was owed, session by session
    Case {
        /// The id in the case export
        #[arg(value_name = "ID")]
        id: String,
    },
    /// One finding, by its id in the JSON or CSV report of the same month
    Finding {
        /// The id, or its beginning
        #[arg(value_name = "ID")]
        id: String,
    },
    /// What a rule finds, why it matters, and its keys; needs no exports
    Rule {
        /// The name of its table in a policy
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What an explanation can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Words {
    /// Plain English, 90 columns wide
    Text,
    /// The same as data, for scripts
    Json,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 written, with staff, cases and sessions · 2 nothing written · 3 written, but not every \
                  export an audit needs was found"
)]
pub(super) struct Init {
    /// The folder with the exports
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Only show what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Write over an `oversight.toml` and `mapping.toml` that are there; a `policy.toml` is always kept
    #[arg(long)]
    pub(super) force: bool,
    /// The day the exports were taken
    #[arg(long, value_name = "DATE", value_parser = super::period::day)]
    pub(super) taken: Option<Day>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 written · 2 nothing written.")]
pub(super) struct KeyFile {
    /// The file to write; one that is there is never written over
    #[arg(value_name = "KEYFILE")]
    pub(super) path: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Say what is wrong with a policy, all mistakes at once; with a folder, also what does not fit its exports
    #[command(
        after_help = "Exit codes: 0 no mistakes · 2 mistakes, or not checked. Warnings change no exit code."
    )]
    Check(Which),
    /// Print a whole policy in plain English, with its readings and what is not testable
    #[command(after_help = "Exit codes: 0 printed · 2 not printed.")]
    Show(Which),
}

#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// A policy file, or a folder with an `oversight.toml`
    #[arg(value_name = "FILE|FOLDER")]
    pub(super) path: PathBuf,
}

/// What a report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for a terminal, at most 100 columns wide
    Table,
    /// Everything, for scripts
    Json,
    /// What was found or drawn, one a row
    Csv,
}

/// The least severity that counts as a breach for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Only what the policy says must be
    Breach,
    /// What it says should be, too
    Advisory,
    /// Anything
    Information,
}

impl FailOn {
    pub(super) fn severity(self) -> Severity {
        match self {
            FailOn::Breach => Severity::Breach,
            FailOn::Advisory => Severity::Advisory,
            FailOn::Information => Severity::Information,
        }
    }
}
