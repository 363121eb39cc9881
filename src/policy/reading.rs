//! A policy file into a [`Policy`], with all mistakes at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::{Day, Division, Interval, WorkingDays};
use crate::rules::{Clause, RULES, rule};

use super::Policy;
use super::beside::{Besides, Tables};
use super::binding::{Defaults, Entries, Outline, defaults, outline};
use super::consistency::check_clauses;
use super::mistakes::{Mistake, PolicyError, backticked, nearest};
use super::places::Places;
use super::syntax;
use super::waivers::limit;

pub(super) fn parse(text: &str, file: &str) -> Result<Policy, PolicyError> {
    // A mark that some editors put at the start of a file.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (document, errors) = DeTable::parse_recoverable(body);
    if !errors.is_empty() {
        // What is half read would be misjudged, so nothing is said of the rest yet.
        return Err(refused(body, file, syntax::mistakes(body, &errors)));
    }
    let mut mistakes = Vec::new();
    let (head, clauses, besides) = document_of(document.into_inner(), &mut mistakes);
    if !mistakes.is_empty() {
        return Err(refused(body, file, mistakes));
    }
    let mut policy = Policy {
        name: head.name,
        council: head.council,
        version: head.version,
        division: head.division,
        working: WorkingDays::new(head.division, &head.closures),
        closures: head.closures,
        clauses,
        file: file.to_owned(),
        text: body.to_owned(),
        sha256: hex_digest(text),
        longest_waiver: head.longest_waiver,
        waivers: besides.waivers,
        waivers_file: None,
        waivers_ignored: false,
        targets: besides.targets,
        publishing: besides.publishing,
        count_targets: besides.count_targets,
        actions: besides.actions,
        actions_file: None,
    };
    limit(&mut policy, 0, &mut mistakes);
    if mistakes.is_empty() {
        Ok(policy)
    } else {
        Err(refused(body, file, mistakes))
    }
}

/// All mistakes of a file, in the order of their places.
pub(super) fn refused(text: &str, file: &str, mut mistakes: Vec<Mistake>) -> PolicyError {
    mistakes
        .sort_by(|one, two| (one.span.start, &one.message).cmp(&(two.span.start, &two.message)));
    mistakes.dedup();
    PolicyError {
        file: file.to_owned(),
        text: text.to_owned(),
        mistakes,
    }
}

/// The whole document: `[policy]`, and the clauses in the order of the file.
fn document_of(
    mut document: DeTable<'_>,
    mistakes: &mut Vec<Mistake>,
) -> (Head, Vec<Clause>, Besides) {
    let places = Places::of(document.clone());
    let empty = document.is_empty();
    let head = head(take_table(&mut document, "policy", mistakes), mistakes);
    let defaults = take_table(&mut document, "defaults", mistakes);
    let defaults = family_defaults(
        defaults.map(Spanned::into_inner).unwrap_or_default(),
        mistakes,
    );
    let tables = Tables::take(&mut document, mistakes);
    let bare = document.is_empty();
    let mut outlines = Vec::new();
    for (name, tables) in document {
        outlines.extend(family(&name, tables, &defaults, mistakes));
    }
    if bare && !empty {
        let message = "the policy has no clause";
        let help =
            "add a table such as `[[staff-supervision]]`; `policies/README.md` has the language";
        mistakes.push(Mistake::error("no-clause", 0..0, message).help(Some(help.to_owned())));
    }
    outlines.sort_by_key(|outline| outline.id.as_ref().map(|(_, at)| at.start));
    check_clauses(&outlines, &places, mistakes);
    let ids = outlines.iter().filter_map(|outline| outline.id.as_ref());
    let ids: Vec<&str> = ids.map(|(id, _)| id.as_str()).collect();
    let besides = tables.read((&ids, false), mistakes);
    let read = outlines.len();
    let clauses: Vec<Clause> = outlines
        .into_iter()
        .filter_map(|outline| outline.clause)
        .collect();
    if mistakes.is_empty() && clauses.len() < read {
        // Nothing leads here; a clause that went missing in silence would be worse than an odd message.
        let message = "a clause can't be read, for no reason that can be told";
        mistakes.push(Mistake::error("unread-clause", 0..0, message));
    }
    (head, clauses, besides)
}

/// SHA-256 of a text, in hexadecimal.
pub(super) fn hex_digest(text: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// What `[policy]` says.
#[derive(Default)]
struct Head {
    name: String,
    council: Option<String>,
    version: Option<String>,
    division: Option<Division>,
    closures: Vec<Day>,
    longest_waiver: Option<Interval>,
}

fn head(table: Option<Spanned<DeTable<'_>>>, mistakes: &mut Vec<Mistake>) -> Head {
    let Some(table) = table else {
        return Head::default();
    };
    let mut entries = Entries::new("`[policy]`", table, mistakes);
    entries.refuse_unknown(&[
        "name",
        "council",
        "version",
        "holidays",
        "closures",
        "longest-waiver",
    ]);
    entries.require("name", "name = \"Supervision policy\"");
    Head {
        name: entries
            .take("name")
            .map_or_else(String::new, |(name, _)| name),
        council: entries.take("council").map(|(council, _)| council),
        version: entries.take("version").map(|(version, _)| version),
        division: entries.take("holidays").map(|(division, _)| division),
        closures: entries
            .take("closures")
            .map_or_else(Vec::new, |(closures, _)| closures),
        longest_waiver: entries.take("longest-waiver").map(|(longest, _)| longest),
    }
}

/// Takes `[policy]`, which must be there, or another table of which there is one.
pub(super) fn take_table<'i>(
    document: &mut DeTable<'i>,
    name: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<Spanned<DeTable<'i>>> {
    let empty = document.is_empty();
    let Some((key, value)) = document.remove_entry(name) else {
        if name == "policy" {
            let message = if empty {
                "the file is empty, expected a policy"
            } else {
                "there is no `[policy]` table"
            };
            let help =
                "begin the file with `[policy]` and a line such as `name = \"Supervision policy\"`";
            mistakes
                .push(Mistake::error("missing-table", 0..0, message).help(Some(help.to_owned())));
        }
        return None;
    };
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some(Spanned::new(span, table)),
        DeValue::Array(_) => {
            let message =
                format!("`[[{name}]]` has double brackets, expected `[{name}]`: there is one");
            mistakes.push(Mistake::error("double-brackets", key.span(), message));
            None
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {
            let message = format!("`{name}` is a value, expected a table `[{name}]`");
            mistakes.push(Mistake::error("wrong-value", span, message));
            None
        }
    }
}

type Families<'i> = BTreeMap<String, Defaults<'i>>;

fn family_defaults<'i>(table: DeTable<'i>, mistakes: &mut Vec<Mistake>) -> Families<'i> {
    let mut families = Families::new();
    for (name, value) in table {
        let (span, found) = (value.span(), name.get_ref().as_ref());
        let Some(rule) = rule(found) else {
            mistakes.push(unknown_family(found, name.span(), Some("defaults.")));
            continue;
        };
        let DeValue::Table(keys) = value.into_inner() else {
            let message = format!("`defaults.{found}` is no table, expected `[defaults.{found}]`");
            mistakes.push(Mistake::error("wrong-value", name.span(), message));
            continue;
        };
        let name = format!("`[defaults.{found}]`");
        let entries = Entries::new(&name, Spanned::new(span, keys), mistakes);
        families.insert(found.to_owned(), defaults(rule, entries));
    }
    families
}

fn unknown_family(name: &str, span: Range<usize>, before: Option<&str>) -> Mistake {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    if before.is_none() {
        names.extend(["waiver", "action", "targets", "publish"]);
    }
    let near = nearest(name, names.iter().copied());
    let help = match (before, near) {
        (Some(before), Some(near)) => format!("did you mean `[{before}{near}]`?"),
        (None, Some(near @ ("targets" | "publish"))) => format!("did you mean `[{near}]`?"),
        (None, Some(near)) => format!("did you mean `[[{near}]]`?"),
        (Some(_), None) => format!("defaults can be given for {}", backticked(&names)),
        (None, None) => format!(
            "a policy has `policy`, `defaults` and {}",
            backticked(&names)
        ),
    };
    Mistake::error("unknown-table", span, format!("unknown table `{name}`")).help(Some(help))
}

/// All clauses of one family's tables.
fn family<'i>(
    name: &Spanned<Cow<'i, str>>,
    tables: Spanned<DeValue<'i>>,
    families: &Families<'i>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Outline> {
    let text = name.get_ref().as_ref();
    let Some(rule) = rule(text) else {
        mistakes.push(match tables.get_ref() {
            DeValue::Table(_) | DeValue::Array(_) => unknown_family(text, name.span(), None),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => above_the_tables(text, name.span()),
        });
        return Vec::new();
    };
    let tables = match tables.into_inner() {
        DeValue::Array(tables) => tables.into_iter().collect(),
        value @ DeValue::Table(_) => {
            let message = format!(
                "`[{text}]` has single brackets, expected `[[{text}]]`: a policy may have several"
            );
            mistakes.push(Mistake::error("single-brackets", name.span(), message));
            vec![Spanned::new(name.span(), value)]
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {
            mistakes.push(above_the_tables(text, name.span()));
            return Vec::new();
        }
    };
    let called = format!("`{text}`");
    let mut outlines = Vec::new();
    for table in tables {
        let span = table.span();
        let DeValue::Table(keys) = table.into_inner() else {
            let message = format!("`{text}` is a value, expected a table `[[{text}]]`");
            mistakes.push(Mistake::error("wrong-value", span, message));
            continue;
        };
        let entries = Entries::new(&called, Spanned::new(span, keys), mistakes);
        outlines.push(outline(rule, entries, families.get(text)));
    }
    outlines
}

fn above_the_tables(name: &str, span: Range<usize>) -> Mistake {
    let help = "every line belongs below a table such as `[policy]` or `[[staff-supervision]]`";
    Mistake::error(
        "unknown-key",
        span,
        format!("`{name}` stands above the first table"),
    )
    .help(Some(help.to_owned()))
}
