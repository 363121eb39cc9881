//! `oversight sample`: draws the files that the policy's clauses on audits ask for.

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::calendar::Day;
use crate::engine::{self, Question};
use crate::policy::Policy;
use crate::records::{Dataset, ExportFile};
use crate::report::{self, Csv, Drawn};

use super::args::{Format, Sample};
use super::exit::Exit;
use super::period::When;
use super::{audit, explain, inputs, output, period, pseudonymise};

/// Draws and prints it.
pub(super) fn run(args: &Sample, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let format = match (&args.output, args.format) {
        (_, Some(format)) => format,
        (Some(path), None) => output::format_of(path)?,
        (None, None) => Format::Table,
    };
    let paths = inputs::paths(&args.given)?.meant_for("drawn");
    if let Some(path) = &args.output {
        output::check(path, &paths.all())?;
    }
    let question = period::checked(period::question(&args.when, paths.taken, audit::today))?;
    let Some((mut policy, mut data)) = inputs::read(&paths, question.taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    let given = args.seed;
    let seed = given.unwrap_or_else(|| engine::seed(&policy, &data, question));
    let mut samples = drawn(args, &policy, &data, (question, seed))?;
    // The same files are drawn under pseudonyms as without: they are drawn by their ids.
    pseudonymise::hide(&paths, &mut policy, &mut data)?;
    let part = args.cut.part(&data)?;
    if let Some(part) = &part {
        let whole = samples.into_iter();
        samples = whole
            .map(|sample| sample.cut_to(&data, question.as_of, part))
            .collect();
    }
    let again = again(args, paths.taken, question, seed);
    let drawn = Drawn {
        policy: &policy,
        data: &data,
        question,
        seed,
        samples: &samples,
        again: &again,
        part: part.as_ref(),
        banner: paths.banner.as_deref(),
    };
    let text = |form: Csv| match format {
        Format::Table => report::sample_text(&drawn),
        Format::Json => report::sample_json(&drawn),
        Format::Csv => report::sample_csv(&drawn, form),
    };
    if let Some(path) = &args.output {
        output::write(path, &text(args.plain.file()))?;
        writeln!(err, "wrote {}", path.display())?;
    } else {
        output::print(&text(args.plain.printed()), out)?;
    }
    Ok(if data.files.iter().all(ExportFile::is_whole) {
        Exit::Clean
    } else {
        Exit::Incomplete
    })
}

/// The samples of the clause asked for, or of every clause that asks for files.
fn drawn(
    args: &Sample,
    policy: &Policy,
    data: &Dataset,
    (question, seed): (Question, u64),
) -> anyhow::Result<Vec<engine::Sample>> {
    let mut samples = Vec::new();
    let mut asking: Vec<&str> = Vec::new();
    for (index, clause) in policy.clauses.iter().enumerate() {
        let wanted = args.clause.as_ref().is_none_or(|id| *id == clause.id);
        let sample = match engine::sample(policy, data, question, (index, seed)) {
            Err(_) if !wanted => continue,
            Err(missing) => {
                let why = crate::ledger::Reason::from(missing);
                bail!("no sample can be drawn by clause `{}`: {why}", clause.id)
            }
            Ok(None) => continue,
            Ok(Some(sample)) => sample,
        };
        asking.push(&clause.id);
        samples.extend(wanted.then_some(sample));
    }
    if !samples.is_empty() {
        return Ok(samples);
    }
    let known = |id: &String| policy.clauses.iter().any(|clause| clause.id == *id);
    Err(match (&args.clause, asking.as_slice()) {
        (_, []) => anyhow!(
            "{} has no clause that asks for files, expected a `[[file-audit]]` with `at-least = \"1 file\"` or the like",
            policy.file
        ),
        (Some(id), asking) if known(id) => anyhow!(
            "clause `{id}` asks for no files, expected one of {}",
            asking.join(", ")
        ),
        (id, asking) => anyhow!(
            "{} has no clause `{}`, expected one of {}",
            policy.file,
            id.as_deref().unwrap_or_default(),
            asking.join(", ")
        ),
    })
}

/// The call that draws the same sample from the same exports, on whatever day it is made.
fn again(args: &Sample, taken: Option<Day>, question: Question, seed: u64) -> String {
    let mut call = explain::call("sample", &args.given, &args.when);
    if taken.is_none() {
        call = format!("{call} --taken {}", question.taken);
    }
    let When {
        as_of,
        month,
        period,
    } = args.when;
    if as_of.is_none() && month.is_none() && period.is_none() {
        call = format!("{call} --as-of {}", question.as_of);
    }
    if let Some(clause) = &args.clause {
        call = format!("{call} --clause {}", super::quoted(clause));
    }
    format!("{call}{} --seed {seed}", args.cut.typed())
}
