//! What every report of an audit begins with: policy and exports read, judged, and what is wrong with them.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::calendar::Day;
use crate::engine::{self, Keeps, Question};
use crate::ledger::{Ledger, Part, Reason, Severity, Untestable};
use crate::policy::{self, Policy};
use crate::problem::{Level, Problem};
use crate::records::{self, Dataset, ExportFile};
use crate::report::{self, Snapshot};

use super::exit::Exit;
use super::folder::Paths;
use super::rejects::Rejects;
use super::{diff, inputs, output, pseudonymise};

/// So many columns and files are named at the head at most.
const AT_HEAD: usize = 5;

/// How many rows left out and warnings are said; the JSON report lists all.
const PROBLEMS_SAID: usize = 10;

/// Everything that a report is made from.
pub(super) struct Ready {
    pub(super) policy: Policy,
    pub(super) data: Dataset,
    pub(super) ledger: Ledger,
    /// What is wrong with the exports, and what the policy names that they have not.
    pub(super) problems: Vec<Problem>,
}

impl Ready {
    /// The same cut to a part of the council.
    pub(super) fn cut_to(self, part: Option<&Part>) -> Ready {
        let Some(part) = part else {
            return self;
        };
        Ready {
            ledger: engine::cut((&self.policy, &self.data), self.ledger, part),
            ..self
        }
    }

    /// The same with what is over kept as well, where nothing is outstanding: a page of figures then names one of that.
    pub(super) fn naming_one(self, question: Question) -> Ready {
        if self.ledger.has_outstanding() || self.ledger.counted.fell_short() == 0 {
            return self;
        }
        let whose = (&self.policy, &self.data);
        let part = self.ledger.part.as_ref();
        let ledger = Ledger {
            taken_assumed: self.ledger.taken_assumed,
            warnings: self.ledger.warnings,
            ..engine::audit_part(whose, (question, Keeps::Short), part)
        };
        Ready { ledger, ..self }
    }

    /// The figures of the same audit as of the end of the month before, when it is of a whole month.
    pub(super) fn month_before(&self, question: Question) -> Option<Ledger> {
        let before = question.month_before()?;
        let part = self.ledger.part.as_ref();
        let whose = (&self.policy, &self.data);
        Some(engine::audit_part(whose, (before, Keeps::Open), part))
    }
}

/// Leaves what a report was made from to the system, which takes the whole process's memory back at once: to give it
/// back piece by piece takes some of the time of a large audit, and nothing is done after it.
pub(super) fn leave<T>(made_from: T) {
    std::mem::forget(made_from);
}

/// Refuses an output that would be written over an input, can't be written at all, or would show what a key is to hide,
/// before the work for it is done. `besides` is read beside what `paths` names.
pub(super) fn may_write(
    outputs: &[PathBuf],
    rejects: &Rejects,
    paths: &Paths,
    besides: &[&Path],
) -> anyhow::Result<()> {
    let read: Vec<&Path> = paths
        .all()
        .into_iter()
        .chain(besides.iter().copied())
        .collect();
    for output in outputs.iter().chain(&rejects.rejects) {
        output::check(output, &read)?;
    }
    rejects.check(paths)
}

/// The earlier report to compare with; refused, like the workbooks that people filled in, where it names those whom a
/// key is to hide.
pub(super) fn earlier(
    paths: &Paths,
    since: Option<&Path>,
    filled: &[PathBuf],
) -> anyhow::Result<Option<Snapshot>> {
    if paths.key.is_some() && !filled.is_empty() {
        bail!(
            "the workbooks of --keep name ids, which --pseudonymise is to hide; leave one of the two out"
        );
    }
    let since = since.map(diff::snapshot).transpose()?;
    pseudonymise::check_since(paths, since.as_ref())?;
    Ok(since)
}

/// Reads and audits; nothing after it was said why that can't be done.
pub(super) fn ready(
    paths: &Paths,
    (question, keeps): (Question, Keeps),
    ignore_waivers: bool,
    err: &mut dyn Write,
) -> anyhow::Result<Option<Ready>> {
    let Some((mut policy, mut data)) = inputs::read(paths, question.taken, err)? else {
        return Ok(None);
    };
    policy.waivers_ignored = ignore_waivers;
    let problems = |whose: (&Policy, &Dataset)| problems_of(whose, question.as_of);
    // They tell of names and ids as the files have them.
    let to_hide = paths.key.is_some().then(|| problems((&policy, &data)));
    let pseudonyms = pseudonymise::hide(paths, &mut policy, &mut data)?;
    let whose = (&policy, &data);
    let (problems, mut ledger) = rayon::join(
        || match to_hide.zip(pseudonyms) {
            Some((to_hide, hidden)) => to_hide.iter().map(|one| hidden.problem(one)).collect(),
            None => problems(whose),
        },
        || engine::audit_in_brief(whose, question, keeps),
    );
    let at_head: Vec<String> = problems.iter().filter_map(at_head).collect();
    let more = at_head.len().saturating_sub(AT_HEAD);
    ledger.warnings.extend(at_head.into_iter().take(AT_HEAD));
    if more > 0 {
        let said = format!("{more} more such columns and files: oversight check lists them");
        ledger.warnings.push(said);
    }
    if paths.taken.is_none() {
        ledger.taken_assumed = true;
        ledger.warnings.insert(0, taken_assumed(question.taken));
    }
    Ok(Some(Ready {
        policy,
        data,
        ledger,
        problems,
    }))
}

/// That nobody said when the exports were taken: what was recorded after that day, or held, is in none of them.
fn taken_assumed(day: Day) -> String {
    format!(
        "nothing says on which day the exports were taken, so {} is assumed: what was held or recorded between is missing, and no figure is called final; give the day as `taken` in oversight.toml, or as --taken",
        day.short()
    )
}

/// What stands at the head of every page: that rows count otherwise than they look.
fn at_head(problem: &Problem) -> Option<String> {
    match problem.kind {
        policy::LACKING => Some(problem.message.clone()),
        records::NO_STATUS => {
            let place = problem.place.as_ref()?;
            Some(format!("`{}`: {}", place.file, problem.message))
        }
        _ => None,
    }
}

/// What the policy and its waivers name and the exports have not, and what is wrong with the exports.
pub(super) fn problems_of((policy, data): (&Policy, &Dataset), as_of: Day) -> Vec<Problem> {
    let mut problems: Vec<Problem> = policy::against(policy, data)
        .iter()
        .map(|mistake| mistake.problem(&policy.text, &policy.file))
        .collect();
    let odd = policy::odd_waivers(policy, as_of, Some(data));
    problems.extend(odd.iter().map(|(waiver, mistake)| {
        let (file, text) = policy.file_of(waiver);
        mistake.problem(text, file)
    }));
    problems.extend(data.problems.iter().cloned());
    problems
}

/// Says which rows were left out and what may mislead: the page itself has only their number.
pub(super) fn say_problems(problems: &[Problem], err: &mut dyn Write) -> anyhow::Result<()> {
    let mut said: Vec<(&str, &Problem)> = Vec::new();
    for problem in problems {
        match problem.level {
            Level::Error
                if problem
                    .place
                    .as_ref()
                    .is_some_and(|place| place.line.is_some()) =>
            {
                said.push(("row left out", problem));
            }
            Level::Error => said.push(("error", problem)),
            Level::Warning => said.push(("warning", problem)),
            Level::Note => {}
        }
    }
    for (word, problem) in said.iter().take(PROBLEMS_SAID) {
        writeln!(err, "{word}: {problem}")?;
    }
    match said.len().saturating_sub(PROBLEMS_SAID) {
        0 => {}
        more => writeln!(
            err,
            "and {more} more; grouped by kind: oversight check FOLDER; the rows left out as a file to mend: --rejects FILE"
        )?,
    }
    Ok(())
}

/// What an audit bears before its exit code says that something is wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    /// Rejected rows up to which it is complete.
    pub(super) rejects: u32,
    /// The least severity that counts.
    pub(super) fails: Severity,
    /// Whether breaches end with 0 all the same.
    pub(super) exit_zero: bool,
}

/// What scripts are told of an audit.
pub(super) fn exit(audit: &report::Audit<'_>, tolerance: Tolerance) -> Exit {
    let files = &audit.data.files;
    let rejected: u32 = files.iter().map(|file| file.rejected).sum();
    if !files.iter().all(ExportFile::is_usable)
        || rejected > tolerance.rejects
        || !shows_enough(audit.ledger)
    {
        return Exit::Incomplete;
    }
    let missed = report::falls_short(audit, tolerance.fails);
    if missed && !tolerance.exit_zero {
        Exit::Breaches
    } else {
        Exit::Clean
    }
}

/// Whether anything was judged at all, no export seems to be missing or cut short, and no breach may be told as advice:
/// without that, nothing found is no all-clear.
fn shows_enough(ledger: &Ledger) -> bool {
    let missing = |one: &Untestable| {
        matches!(
            one.reason,
            Reason::NoSessions | Reason::NoActivity | Reason::NoExport { .. }
        )
    };
    // The tallies are those of the whole council.
    let judged = match &ledger.part {
        None => ledger.tallies.iter().any(|tally| tally.examined > 0),
        Some(_) => !ledger.is_empty(),
    };
    let whole = ledger.cut_short.is_empty() && ledger.hidden.is_empty();
    judged && whole && !ledger.untestable.iter().any(missing)
}

#[cfg(test)]
mod tests {
    use super::shows_enough;
    use crate::engine::testing::World;

    #[test]
    fn nothing_judged_and_an_export_missing_are_no_all_clear() {
        let enough = |clauses: &str, kind: &str| {
            let world = World {
                clauses,
                staff: "staff_id, role, start_date\nS1, sw, 2026-01-01",
                sessions: &format!("date, kind, supervisee_id\n2026-01-20, {kind}, S1"),
                as_of: "2026-01-31",
                ..World::default()
            };
            let (_, _, ledger) = world.ledger();
            shows_enough(&ledger)
        };
        let all = "[[staff-supervision]]\nid = 'all'\nevery = '1 month'";
        let managers = all.replace("id = 'all'", "id = 'managers'\nfor = { role = 'manager' }");
        let caseload = format!("{all}\n[[caseload]]\nid = 'cap'\nat-most = '9 cases'");
        assert!(enough(all, "personal"));
        assert!(!enough(&managers, "personal"), "nobody is a manager");
        assert!(!enough(all, "group"), "no personal session at all");
        assert!(
            !enough(&caseload, "group"),
            "although the caseload was judged"
        );
        let world = World {
            clauses: all,
            staff: "staff_id, role, start_date\nS1, sw, 2026-01-01",
            sessions: "date, kind, supervisee_id\n2026-01-20, personal, S1\n2026-01-20, personal, S2\n\
                       2026-01-20, personal, S3",
            as_of: "2026-01-31",
            ..World::default()
        };
        let (_, _, ledger) = world.ledger();
        assert!(!shows_enough(&ledger), "two of three have no row");
    }
}
