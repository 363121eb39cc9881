//! `oversight waivers prune`: takes out of a council's files the waivers that are over and those that set nothing aside.

use std::io::Write;
use std::path::Path;

use anyhow::{anyhow, bail};
use clap::Subcommand;

use crate::calendar::Day;
use crate::engine::{self, Keeps, Question};
use crate::ledger::Ledger;
use crate::policy::{self, Policy, Waiver, WaiverState};
use crate::records::ExportFile;

use super::args::Given;
use super::exit::Exit;
use super::{audit, files, inputs, output, period};

/// What the exit code says.
const PRUNE_CODES: &str = "Exit codes: 0 done, or nothing to take out · 2 nothing written · 3 done for those that are \
                           over; as the exports are incomplete, nobody can tell which are unused.";

/// What is done with waivers.
#[derive(Debug, Subcommand)]
pub(super) enum Waivers {
    /// Take out of the policy, or of the file of waivers, those that are over and those that set nothing aside
    Prune(Box<Prune>),
}

#[derive(Debug, clap::Args)]
#[command(after_help = PRUNE_CODES)]
pub(super) struct Prune {
    #[command(flatten)]
    given: Given,
    /// The day on which a waiver is over or not; without it the day the exports were taken
    #[arg(long, value_name = "DATE", value_parser = period::day)]
    as_of: Option<Day>,
    /// Only say what would be taken out
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Runs the command.
pub(super) fn run(
    command: &Waivers,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let Waivers::Prune(args) = command;
    prune(args, out, err)
}

fn prune(args: &Prune, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    if args.given.pseudonymise.is_some() {
        bail!("a council's own files have ids in them and no pseudonyms; leave out --pseudonymise");
    }
    let paths = inputs::paths(&args.given)?.meant_for("taken out");
    let taken = paths.taken.unwrap_or_else(audit::today);
    let as_of = args.as_of.unwrap_or(taken);
    let Some((policy, data)) = inputs::read(&paths, taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    let question = period::checked(Question {
        as_of,
        period: (begin(&policy, as_of), as_of),
        taken: taken.max(as_of),
    })?;
    let ledger = engine::audit_in_brief((&policy, &data), question, Keeps::Short);
    let whole = data.files.iter().all(ExportFile::is_whole);
    let stale: Vec<Stale<'_>> = policy
        .waivers
        .iter()
        .enumerate()
        .filter_map(|(index, waiver)| stale(&policy, &ledger, (index, waiver)))
        .filter(|one| whole || one.is_over)
        .collect();
    say(&policy, &stale, out)?;
    if !whole {
        writeln!(
            err,
            "warning: rows of the exports could not be used, so that no waiver in force is taken for unused; `oversight \
             check` lists them"
        )?;
    }
    let sheets = [(false, Some(&paths.policy)), (true, paths.waivers.as_ref())];
    let mut rewritten = Vec::new();
    for (beside, path) in sheets {
        if let Some(path) = path
            && stale.iter().any(|one| one.waiver.beside == beside)
        {
            rewritten.push((path, shortened(&policy, (beside, path), &stale)?));
        }
    }
    // Every text is ready before the first file is touched.
    for (path, text) in rewritten.iter().filter(|_| !args.dry_run) {
        output::rewrite(path, text)?;
        writeln!(err, "wrote {}", path.display())?;
    }
    Ok(if whole { Exit::Clean } else { Exit::Incomplete })
}

/// A waiver that is to be taken out.
struct Stale<'p> {
    /// Its place among the waivers of its file.
    place: usize,
    waiver: &'p Waiver,
    /// Whether it is over, and not only of no use.
    is_over: bool,
}

/// Whether a waiver is over, or has set nothing aside since it began; one of a clause that could not be judged for
/// somebody may still be of use.
fn stale<'p>(
    policy: &Policy,
    ledger: &Ledger,
    (index, waiver): (usize, &'p Waiver),
) -> Option<Stale<'p>> {
    let tally = ledger.waivers.get(index).copied().unwrap_or_default();
    let mut unjudged = ledger.untestable.iter().map(|one| one.clause);
    let clause = policy.clauses.iter().position(|one| one.id == waiver.rule);
    let unknown = unjudged.any(|one| Some(one) == clause);
    let is_over = match waiver.state(ledger.as_of) {
        WaiverState::Expired => true,
        WaiverState::NotBegun => return None,
        WaiverState::Active if tally.set_aside > 0 || unknown => return None,
        WaiverState::Active => false,
    };
    let before = policy.waivers.iter().take(index);
    let place = before.filter(|one| one.beside == waiver.beside).count();
    Some(Stale {
        place,
        waiver,
        is_over,
    })
}

/// The first day on which any waiver may have set something aside, a year back where one has no first day.
fn begin(policy: &Policy, as_of: Day) -> Day {
    let firsts = policy.waivers.iter().map(|waiver| waiver.from);
    let firsts = firsts.map(|from| from.unwrap_or_else(|| as_of.plus_months(-12)));
    firsts.min().unwrap_or(as_of).min(as_of)
}

fn say(policy: &Policy, stale: &[Stale<'_>], out: &mut dyn Write) -> std::io::Result<()> {
    for one in stale {
        let (waiver, line) = (one.waiver, policy.line_of(one.waiver));
        let (file, _) = policy.file_of(waiver);
        let last = waiver.last.short();
        let why = if one.is_over {
            format!("over since the end of {last}")
        } else {
            format!("unused, although it holds until {last}")
        };
        writeln!(out, "{file}:{line}: {waiver}: {why}")?;
    }
    let (all, gone) = (policy.waivers.len(), stale.len());
    let noun = if all == 1 { "waiver" } else { "waivers" };
    if gone == 0 {
        return writeln!(out, "{all} {noun}, none of them over or unused");
    }
    writeln!(out, "{gone} of {all} {noun} to be taken out")?;
    if stale.iter().any(|one| one.is_over) {
        writeln!(
            out,
            "an audit of a month in which they held counts what they set aside; keep the reports of those months"
        )?;
    }
    Ok(())
}

/// The text of a file without its stale waivers, read once more to be sure of it.
fn shortened(
    policy: &Policy,
    (beside, path): (bool, &Path),
    stale: &[Stale<'_>],
) -> anyhow::Result<String> {
    let name = path.display();
    let of_file = stale.iter().filter(|one| one.waiver.beside == beside);
    let gone: Vec<usize> = of_file.map(|one| one.place).collect();
    let text = policy::without_waivers(&files::text(path)?, &gone).ok_or_else(|| {
        anyhow!(
            "the waivers of `{name}` stand in a list; write each as a `[[waiver]]` table of its own"
        )
    })?;
    let kept = policy.waivers.iter().filter(|one| one.beside == beside);
    let kept = kept.enumerate().filter(|(place, _)| !gone.contains(place));
    let kept: Vec<String> = kept.map(|(_, waiver)| told(waiver)).collect();
    let read = if beside {
        let own = Policy::parse(&policy.text, &policy.file);
        own.and_then(|own| own.with_waivers(&text, &policy.file))
    } else {
        Policy::parse(&text, &policy.file)
    };
    let read = read.map(|read| {
        let waivers = read.waivers.iter().filter(|one| one.beside == beside);
        waivers.map(told).collect::<Vec<String>>()
    });
    if read.is_ok_and(|read| read == kept) {
        Ok(text)
    } else {
        bail!(
            "`{name}` can't be shortened for a reason that can't be told; take the waivers out by hand"
        )
    }
}

/// What a waiver is known by.
fn told(waiver: &Waiver) -> String {
    let (from, until) = (waiver.from.unwrap_or(waiver.until), waiver.until);
    format!(
        "{waiver} {from} {until} {} {}",
        waiver.reason, waiver.approved_by
    )
}
