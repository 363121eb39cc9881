//! A policy file into a [`Policy`], with all mistakes at once.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::{Day, Division, WorkingDays};
use crate::rules::{Clause, Duty, RULES, rule};

use super::Policy;
use super::binding::{Entries, backticked, clause, wrong_value};
use super::mistakes::{Mistake, PolicyError, nearest};

pub(super) fn parse(text: &str, file: &str) -> Result<Policy, PolicyError> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut mistakes: Vec<Mistake> = errors
        .iter()
        .map(|error| Mistake {
            kind: "not-toml",
            ..wrong_value(error, 0..0, None)
        })
        .collect();
    let mut document = document.into_inner();
    let head = head(
        take_table(&mut document, "policy", &mut mistakes),
        &mut mistakes,
    );
    let defaults = take_table(&mut document, "defaults", &mut mistakes);
    let defaults = family_defaults(
        defaults.map(Spanned::into_inner).unwrap_or_default(),
        &mut mistakes,
    );
    let mut clauses = Vec::new();
    for (name, tables) in document {
        clauses.extend(family(&name, tables, &defaults, &mut mistakes));
    }
    clauses.sort_by_key(|clause| clause.at.start);
    if clauses.is_empty() && mistakes.is_empty() {
        let message = "the policy has no clause";
        let help =
            "add a table such as `[[staff-supervision]]`; `policies/README.md` has the language"
                .to_owned();
        mistakes.push(Mistake::error("no-clause", 0..0, message).help(Some(help)));
    }
    check_ids(&clauses, &mut mistakes);
    check_selectors(&clauses, &mut mistakes);
    check_instead_of(&clauses, &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.sort_by(|one, two| {
            (one.span.start, &one.message).cmp(&(two.span.start, &two.message))
        });
        mistakes.dedup();
        return Err(PolicyError {
            file: file.to_owned(),
            text: text.to_owned(),
            mistakes,
        });
    }
    Ok(Policy {
        name: head.name,
        council: head.council,
        version: head.version,
        division: head.division,
        working: WorkingDays::new(head.division, &head.closures),
        closures: head.closures,
        clauses,
        file: file.to_owned(),
        text: text.to_owned(),
        sha256: hex(&Sha256::digest(text.as_bytes())),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `[policy]` says.
#[derive(Default)]
struct Head {
    name: String,
    council: Option<String>,
    version: Option<String>,
    division: Option<Division>,
    closures: Vec<Day>,
}

fn head(table: Option<Spanned<DeTable<'_>>>, mistakes: &mut Vec<Mistake>) -> Head {
    let Some(table) = table else {
        let help = Some(
            "begin the file with `[policy]` and a line such as `name = \"Supervision policy\"`"
                .to_owned(),
        );
        mistakes
            .push(Mistake::error("missing-table", 0..0, "there is no `[policy]` table").help(help));
        return Head::default();
    };
    let span = table.span();
    let mut entries = Entries::new(table.into_inner(), span, mistakes);
    entries.refuse_unknown(
        "[policy]",
        &["name", "council", "version", "holidays", "closures"],
    );
    Head {
        name: entries
            .require("[policy]", "name", "name = \"Supervision policy\"")
            .unwrap_or_default(),
        council: entries.take("council").map(|(council, _)| council),
        version: entries.take("version").map(|(version, _)| version),
        division: entries.take("holidays").map(|(division, _)| division),
        closures: entries
            .take("closures")
            .map_or_else(Vec::new, |(closures, _)| closures),
    }
}

fn take_table<'i>(
    document: &mut DeTable<'i>,
    name: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<Spanned<DeTable<'i>>> {
    let (_, value) = document.remove_entry(name)?;
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some(Spanned::new(span, table)),
        other => {
            let message = format!(
                "`{name}` is {}, expected a table `[{name}]`",
                other.type_str()
            );
            mistakes.push(Mistake::error("wrong-value", span, message));
            None
        }
    }
}

type Defaults<'i> = BTreeMap<String, DeTable<'i>>;

fn family_defaults<'i>(table: DeTable<'i>, mistakes: &mut Vec<Mistake>) -> Defaults<'i> {
    let mut defaults = Defaults::new();
    for (name, value) in table {
        let (span, found) = (value.span(), name.get_ref().as_ref());
        match (rule(found), value.into_inner()) {
            (None, _) => mistakes.push(unknown_family(found, name.span())),
            (Some(_), DeValue::Table(keys)) => {
                defaults.insert(found.to_owned(), keys);
            }
            (Some(_), other) => {
                let message = format!(
                    "`defaults.{found}` is {}, expected a table",
                    other.type_str()
                );
                mistakes.push(Mistake::error("wrong-value", span, message));
            }
        }
    }
    defaults
}

fn unknown_family(name: &str, span: Range<usize>) -> Mistake {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `[[{near}]]`?"),
        None => format!(
            "a policy has `policy`, `defaults` and {}",
            backticked(&names)
        ),
    };
    Mistake::error("unknown-table", span, format!("unknown table `{name}`")).help(Some(help))
}

/// All clauses of one family's tables.
fn family<'i>(
    name: &Spanned<std::borrow::Cow<'i, str>>,
    tables: Spanned<DeValue<'i>>,
    defaults: &Defaults<'i>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Clause> {
    let text = name.get_ref().as_ref();
    let Some(rule) = rule(text) else {
        mistakes.push(unknown_family(text, name.span()));
        return Vec::new();
    };
    let DeValue::Array(tables) = tables.into_inner() else {
        let message = format!(
            "`[{text}]` has single brackets, expected `[[{text}]]`: a policy may have several"
        );
        mistakes.push(Mistake::error("single-brackets", name.span(), message));
        return Vec::new();
    };
    let mut clauses = Vec::new();
    for table in tables {
        let span = table.span();
        let DeValue::Table(keys) = table.into_inner() else {
            mistakes.push(Mistake::error(
                "wrong-value",
                span,
                format!("expected a table `[[{text}]]`"),
            ));
            continue;
        };
        let mut entries = Entries::new(keys, span, mistakes);
        if let Some(defaults) = defaults.get(text) {
            entries.fill(defaults);
        }
        clauses.extend(clause(rule, entries));
    }
    clauses
}

fn check_ids(clauses: &[Clause], mistakes: &mut Vec<Mistake>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for clause in clauses {
        if let Some(first) = seen.insert(&clause.id, clause.at.start) {
            let message = format!("two clauses have the id `{}`", clause.id);
            let help = Some(
                "give each clause an id of its own: findings and waivers are known by it"
                    .to_owned(),
            );
            mistakes.push(
                Mistake::error("duplicate-id", clause.at.clone(), message.clone()).help(help),
            );
            mistakes.push(Mistake::error(
                "duplicate-id",
                first..first + clause.id.len() + 2,
                message,
            ));
        }
    }
}

fn check_selectors(clauses: &[Clause], mistakes: &mut Vec<Mistake>) {
    for clause in clauses {
        let Some(subject) = clause.subject() else {
            continue;
        };
        if let Err(message) = clause.whom.check(subject) {
            mistakes.push(Mistake::error(
                "wrong-relation",
                clause.whom_at.clone(),
                message,
            ));
        }
        if let Duty::Clock(clock) = &clause.duty
            && let Err(message) = clock.counts.check(crate::language::SubjectKind::Session)
        {
            mistakes.push(Mistake::error("wrong-relation", clause.at.clone(), message));
        }
    }
}

/// Names after `instead-of` must be clauses of the same table and track, and not go round in a circle.
fn check_instead_of(clauses: &[Clause], mistakes: &mut Vec<Mistake>) {
    for clause in clauses {
        let Duty::Clock(clock) = &clause.duty else {
            continue;
        };
        for name in &clock.schedule.instead_of {
            let named = clauses.iter().find(|other| other.id == *name);
            let message = match named.map(|other| (&other.duty, other.rule.name)) {
                None => format!("`instead-of` names `{name}`, and no clause has that id"),
                Some((Duty::Clock(other), family)) if family == clause.rule.name => {
                    if other.schedule.track != clock.schedule.track {
                        format!("`instead-of` names `{name}`, which is on another track")
                    } else if other.schedule.instead_of.contains(&clause.id) || *name == clause.id {
                        format!("`{}` and `{name}` stand instead of each other", clause.id)
                    } else {
                        continue;
                    }
                }
                Some((_, family)) => format!("`instead-of` names `{name}`, which is a `{family}`"),
            };
            let ids = clauses.iter().map(|clause| clause.id.as_str());
            let help = nearest(name, ids.filter(|id| *id != clause.id))
                .map(|near| format!("did you mean `{near}`?"));
            mistakes
                .push(Mistake::error("wrong-instead-of", clause.at.clone(), message).help(help));
        }
    }
}
