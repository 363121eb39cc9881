//! `oversight explain`: why the audit says what it says, of one subject, one finding or one rule.

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::calendar::Day;
use crate::engine::{self, Keeps, Question};
use crate::ledger::{Obligation, Subject};
use crate::policy::Policy;
use crate::records::{CaseIx, Dataset, Pseudonyms, StaffIx};
use crate::report::{self, Finding};
use crate::rules::{self, RULES};

use super::args::{About, Explain, Given, Words};
use super::exit::Exit;
use super::period::When;
use super::{audit, inputs, output, period, pseudonymise};

/// How many similar ids are named.
const NEAREST: usize = 3;

/// Explains and writes it.
pub(super) fn run(
    args: &Explain,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let words = words(args)?;
    if let About::Rule { name } = &args.about {
        let rule = rules::rule(name).ok_or_else(|| unknown_rule(name))?;
        let text = match words {
            Words::Text => report::rule(rule),
            Words::Json => report::rule_json(rule),
        };
        return write(args, &text, out, err);
    }
    inputs::whole(&args.given, " before the subject")?;
    let paths = inputs::paths(&args.given)?.meant_for("explained");
    if let Some(path) = &args.output {
        output::check(path, &paths.all())?;
    }
    let question = period::checked(period::question(&args.when, paths.taken, audit::today))?;
    let Some((mut policy, mut data)) = inputs::read(&paths, question.taken, err)? else {
        return Ok(Exit::NotAudited);
    };
    let about = match pseudonymise::hide(&paths, &mut policy, &mut data)? {
        Some(pseudonyms) => args.about.hidden(&pseudonyms),
        None => args.about.clone(),
    };
    let banner = paths.banner.as_deref();
    let (subject, traced) = asked(&about, &policy, &data, question)?;
    let mut told = engine::explain(&policy, &data, question, subject);
    told.taken_assumed = paths.taken.is_none();
    if let Some((_, obligation)) = &traced {
        told = told.about(&policy, obligation);
    }
    let finding = traced.as_ref().map(|(finding, _)| finding);
    let text = match words {
        Words::Text => report::explanation(&told, finding, banner),
        Words::Json => report::explanation_json(&told, finding, banner),
    };
    write(args, &text, out, err)
}

/// The form asked for, or said by the ending of the file.
fn words(args: &Explain) -> anyhow::Result<Words> {
    if let Some(words) = args.format {
        return Ok(words);
    }
    let Some(path) = &args.output else {
        return Ok(Words::Text);
    };
    match output::ending(path).as_deref() {
        Some("txt") => Ok(Words::Text),
        Some("json") => Ok(Words::Json),
        Some(_) | None => bail!(
            "`{}` has no ending that says a format, expected .txt or .json",
            path.display()
        ),
    }
}

fn write(
    args: &Explain,
    text: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    if let Some(path) = &args.output {
        output::write(path, text)?;
        writeln!(err, "wrote {}", path.display())?;
    } else {
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    Ok(Exit::Clean)
}

impl About {
    /// The same by its pseudonym, where it was asked about by its id.
    fn hidden(&self, pseudonyms: &Pseudonyms) -> About {
        let known =
            |known: Option<&str>, id: &String| known.map_or_else(|| id.clone(), str::to_owned);
        match self {
            About::Staff { id } => About::Staff {
                id: known(pseudonyms.staff(id), id),
            },
            About::Case { id } => About::Case {
                id: known(pseudonyms.case(id), id),
            },
            About::Finding { .. } | About::Rule { .. } => self.clone(),
        }
    }
}

/// Who or what is asked about; of a finding also which obligation.
fn asked(
    about: &About,
    policy: &Policy,
    data: &Dataset,
    question: Question,
) -> anyhow::Result<(Subject, Option<(Finding, Obligation)>)> {
    match about {
        About::Staff { id } => Ok((Subject::Staff(staff(data, id)?), None)),
        About::Case { id } => Ok((Subject::Case(case(data, id)?), None)),
        About::Finding { id } => {
            let (finding, obligation) = finding(policy, data, question, id)?;
            Ok((obligation.subject, Some((finding, obligation))))
        }
        About::Rule { name } => Err(unknown_rule(name)),
    }
}

fn staff(data: &Dataset, id: &str) -> anyhow::Result<StaffIx> {
    let in_post = |staff: &StaffIx| {
        data.member(*staff)
            .is_some_and(|member| !member.posts.is_empty())
    };
    let known = data.staff_ids.get(id).and_then(StaffIx::at);
    if let Some(staff) = known.filter(in_post) {
        return Ok(staff);
    }
    let all = (0..data.staff.len())
        .filter_map(StaffIx::at)
        .filter(in_post);
    let called = all.clone().filter(|staff| data.is_called(*staff, id));
    let called: Vec<String> = called
        .take(NEAREST)
        .map(|staff| format!("`{}`", data.staff_id(staff)))
        .collect();
    if !called.is_empty() {
        bail!("`{id}` is a name, expected an id: {}", called.join(" or "));
    }
    let near = nearest(id, all.map(|staff| data.staff_id(staff)));
    Err(unknown(
        "staff member",
        "staff",
        id,
        (known.is_some(), near),
    ))
}

fn case(data: &Dataset, id: &str) -> anyhow::Result<CaseIx> {
    let opened = |case: &CaseIx| {
        data.case(*case)
            .is_some_and(|case| !case.episodes.is_empty())
    };
    let known = data.case_ids.get(id).and_then(CaseIx::at);
    if let Some(case) = known.filter(opened) {
        return Ok(case);
    }
    let all = (0..data.cases.len()).filter_map(CaseIx::at).filter(opened);
    let near = nearest(id, all.map(|case| data.case_id(case)));
    Err(unknown("case", "case", id, (known.is_some(), near)))
}

fn unknown(noun: &str, export: &str, id: &str, (named, near): (bool, String)) -> anyhow::Error {
    if named {
        return anyhow!(
            "`{id}` has no row in the {export} export, though another export names it, so nothing is owed{near}"
        );
    }
    anyhow!("no {noun} `{id}` in the exports{near}")
}

/// The finding of an id, which may be shortened as long as it stays the only one.
fn finding(
    policy: &Policy,
    data: &Dataset,
    question: Question,
    id: &str,
) -> anyhow::Result<(Finding, Obligation)> {
    let ledger = engine::audit_in_brief((policy, data), question, Keeps::Short);
    let all = report::traced_findings(&report::Audit {
        policy,
        data,
        ledger: &ledger,
        banner: None,
        problems: Vec::new(),
        command: String::new(),
        why: String::new(),
        previous: None,
        since: None,
    });
    let begins = |finding: &Finding| !id.is_empty() && finding.id.starts_with(id);
    let matches = all.iter().filter(|(finding, _)| begins(finding)).count();
    if matches == 1 {
        let only = all.into_iter().find(|(finding, _)| begins(finding));
        return only.ok_or_else(|| anyhow!("no finding `{id}`"));
    }
    if matches > 1 {
        let ids: Vec<String> = all
            .iter()
            .filter(|(finding, _)| begins(finding))
            .take(NEAREST)
            .map(|(finding, _)| format!("`{}`", finding.id))
            .collect();
        bail!(
            "{matches} findings begin with `{id}`, expected more of the id: {}",
            ids.join(", ")
        );
    }
    let near = nearest(id, all.iter().map(|(finding, _)| finding.id.as_str()));
    bail!(
        "no finding `{id}` as of {} in the period from {} to {}{near}; findings change with --month",
        question.as_of,
        question.period.0,
        question.period.1
    )
}

fn unknown_rule(name: &str) -> anyhow::Error {
    let near = nearest(name, RULES.iter().map(|rule| rule.name));
    let names: Vec<String> = RULES
        .iter()
        .map(|rule| format!("`{}`", rule.name))
        .collect();
    anyhow!("no rule `{name}`{near}; the rules are {}", names.join(", "))
}

/// The end of a message: the ids most like one that is not there, or nothing.
fn nearest<'a>(id: &str, all: impl Iterator<Item = &'a str>) -> String {
    let folded = id.to_lowercase();
    let mut likely: Vec<(f64, &str)> = all
        .map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &folded), known))
        .filter(|(likeness, _)| *likeness > 0.7)
        .collect();
    likely.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(two.1)));
    let ids: Vec<String> = likely
        .iter()
        .take(NEAREST)
        .map(|(_, known)| format!("`{known}`"))
        .collect();
    if ids.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", ids.join(", "))
    }
}

/// How a command is called on the same exports and days, up to its own words.
pub(super) fn call(command: &str, given: &Given, when: &When) -> String {
    let mut words = vec!["oversight".to_owned(), command.to_owned()];
    let mut say = |name: &str, path: &std::path::Path| {
        if !name.is_empty() {
            words.push(name.to_owned());
        }
        words.push(super::quoted(&path.to_string_lossy()));
    };
    let Given {
        folder,
        policy,
        staff,
        cases,
        sessions,
        absences,
        activity,
        allocations,
        mapping,
        waivers,
        lenient,
        pseudonymise,
        taken,
    } = given;
    if let Some(folder) = folder {
        say("", folder);
    }
    if let Some(path) = policy {
        say("--policy", path);
    }
    let exports = [
        ("--staff", staff),
        ("--cases", cases),
        ("--sessions", sessions),
        ("--absences", absences),
        ("--activity", activity),
        ("--allocations", allocations),
    ];
    for (name, paths) in exports {
        for path in paths {
            say(name, path);
        }
    }
    let files = [
        ("--mapping", mapping),
        ("--waivers", waivers),
        ("--pseudonymise", pseudonymise),
    ];
    for (name, path) in files {
        if let Some(path) = path {
            say(name, path);
        }
    }
    if *lenient {
        words.push("--lenient".to_owned());
    }
    words.extend(days(*taken, when));
    words.join(" ")
}

/// The days as they are typed.
fn days(taken: Option<Day>, when: &When) -> impl Iterator<Item = String> {
    let days = [
        taken.map(|day| format!("--taken {day}")),
        when.as_of.map(|day| format!("--as-of {day}")),
        when.month
            .map(|(first, _)| format!("--month {}", first.date().format("%Y-%m"))),
        when.period
            .map(|(from, to)| format!("--period {from}..{to}")),
    ];
    days.into_iter().flatten()
}
