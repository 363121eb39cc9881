//! One table of a policy into one clause: shared keys taken out, the rest read by its rule.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use crate::language::{OneOrMany, Selector};
use crate::ledger::Severity;
use crate::rules::{Clause, Duty, Rule};

use super::mistakes::{Mistake, backticked, nearest};
use super::pruning::{Pruned, prune};
use super::wording::wrong_value;

/// The keys every table has.
const SHARED: [&str; 6] = ["id", "for", "severity", "citation", "reading", "covers"];

/// After so many mistakes in one value the rest of it is left unread: no person writes them.
const MOST: usize = 100;

/// A table's entries that are still to be read.
pub(super) struct Entries<'a, 'i> {
    /// The table's name in messages.
    name: &'a str,
    table: DeTable<'i>,
    /// Where the table stands.
    span: Range<usize>,
    mistakes: &'a mut Vec<Mistake>,
    /// Keys with a mistake, and those they were meant to be: what is said of them next is a consequence.
    faulty: Vec<String>,
    /// Keys that stand in `[defaults]`.
    inherited: Vec<String>,
    /// Whether it is itself a table of defaults, which need not be complete.
    partial: bool,
}

impl<'a, 'i> Entries<'a, 'i> {
    pub(super) fn new(
        name: &'a str,
        table: Spanned<DeTable<'i>>,
        mistakes: &'a mut Vec<Mistake>,
    ) -> Self {
        Entries {
            name,
            span: table.span(),
            table: table.into_inner(),
            mistakes,
            faulty: Vec::new(),
            inherited: Vec::new(),
            partial: false,
        }
    }

    /// Adds the keys of `defaults` that the table has not.
    fn fill(&mut self, defaults: &Defaults<'i>) {
        let own: Vec<String> = self
            .table
            .keys()
            .map(|key| key.get_ref().to_string())
            .collect();
        let inherits = |key: &str| !own.iter().any(|own| own == key);
        for (key, value) in &defaults.table {
            if inherits(key.get_ref()) {
                self.inherited.push(key.get_ref().to_string());
                self.table.insert(key.clone(), value.clone());
            }
        }
        let faulty = defaults.faulty.iter().filter(|key| inherits(key));
        self.faulty.extend(faulty.cloned());
    }

    /// Names every key that is none of `known`, and drops it.
    pub(super) fn refuse_unknown(&mut self, known: &[&str]) {
        let unknown: Vec<_> = self
            .table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
            .cloned()
            .collect();
        for key in unknown {
            let found = key.get_ref().as_ref();
            // A key that stands there already is not what a mistyped one was meant to be.
            let free = known
                .iter()
                .copied()
                .filter(|known| !self.table.contains_key(*known));
            let help = match nearest(found, free) {
                Some(near) => {
                    self.faulty.push(near.to_owned());
                    format!("did you mean `{near}`?")
                }
                None => format!("{} has the keys {}", self.name, backticked(known)),
            };
            let message = format!("unknown key `{found}` in {}", self.name);
            self.mistakes
                .push(Mistake::error("unknown-key", key.span(), message).help(Some(help)));
            self.faulty.push(found.to_owned());
            self.table.remove(&key);
        }
    }

    /// Whether no key has had a mistake so far.
    pub(super) fn is_clean(&self) -> bool {
        self.faulty.is_empty()
    }

    /// Reads one key; nothing when it is absent or its value is wrong.
    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &str) -> Option<(T, Range<usize>)> {
        let (_, mut value) = self.table.remove_entry(key)?;
        let span = value.span();
        let (mut clean, mut wounded) = (true, Vec::new());
        for _ in 0..MOST {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(read) if clean => return Some((read, span)),
                Ok(_) => break,
                Err(error) => error,
            };
            let at = error.span().unwrap_or(span.clone());
            if !wounded.contains(&at) {
                self.mistakes.push(wrong_value(&error, &span, Some(key)));
            }
            clean = false;
            match prune(&mut value, &at) {
                Some(pruned) => wounded.push(pruned.container),
                None => break,
            }
        }
        self.faulty.push(key.to_owned());
        None
    }

    /// Names a key that must be there and is not; `example` is a line to write.
    pub(super) fn require(&mut self, key: &str, example: &str) {
        if self.table.contains_key(key) || self.faulty.iter().any(|faulty| faulty == key) {
            return;
        }
        let message = format!("{} has no `{key}`", self.name);
        let help = Some(format!("add a line such as `{example}`"));
        self.mistakes
            .push(Mistake::error("missing-key", self.span.clone(), message).help(help));
        self.faulty.push(key.to_owned());
    }

    /// Reads the rest by a rule; nothing when it has a mistake.
    fn bind(&mut self, rule: &Rule) -> Option<Duty> {
        let mut clean = true;
        let mut wounded = Vec::new();
        for _ in 0..MOST {
            let table = DeValue::Table(std::mem::take(&mut self.table));
            let mut rest = Spanned::new(self.span.clone(), table);
            let read = (rule.bind)(ValueDeserializer::from(rest.clone()));
            let fault = match read {
                Ok(duty) if clean => return Some(duty),
                Ok(_) => return None,
                Err(error) => {
                    let at = error.span().unwrap_or(self.span.clone());
                    let pruned = prune(&mut rest, &at);
                    (error, at, pruned)
                }
            };
            if let DeValue::Table(table) = rest.into_inner() {
                self.table = table;
            }
            clean = false;
            let (error, at, pruned) = fault;
            match pruned {
                Some(Pruned { container, top }) => {
                    if !wounded.contains(&at) {
                        self.mistakes.push(wrong_value(&error, &at, top.as_deref()));
                    }
                    wounded.push(container);
                    self.faulty.extend(top);
                }
                None => self.about_the_whole(&error)?,
            }
        }
        None
    }

    /// A mistake about several keys at once: shown at the key its message begins with, which is then dropped.
    /// Nothing when no such key is left, so that there is nothing more to learn from this table.
    fn about_the_whole(&mut self, error: &Error) -> Option<()> {
        let message = error.message();
        let names = |key: &str| message.contains(&format!("`{key}`"));
        if self.partial || self.faulty.iter().any(|key| names(key)) {
            return None;
        }
        let first = message.strip_prefix('`').map(|rest| {
            let end = rest.find(['`', ' ']).unwrap_or(rest.len());
            rest.get(..end).unwrap_or(rest).to_owned()
        });
        let entry = first.and_then(|first| {
            let (key, _) = self.table.remove_entry(first.as_str())?;
            Some((first, key.span()))
        });
        let own = |key: &String| !self.inherited.contains(key);
        let mistake = wrong_value(error, &self.span, None);
        let mistake = match &entry {
            Some((key, at)) if own(key) => Mistake {
                span: at.clone(),
                ..mistake
            },
            Some((_, at)) => Mistake {
                span: self.span.clone(),
                ..mistake.other(at.clone(), "from here")
            },
            None => Mistake {
                span: self.span.clone(),
                ..mistake
            },
        };
        self.mistakes.push(mistake);
        self.faulty.push(entry?.0);
        Some(())
    }
}

/// One table of a family as far as it could be read: its id is known to the other clauses even when it has mistakes.
pub(super) struct Outline {
    /// The id, and where it stands.
    pub(super) id: Option<(String, Range<usize>)>,
    pub(super) rule: &'static Rule,
    /// The clause, unless it has a mistake.
    pub(super) clause: Option<Clause>,
}

/// Binds one table of a family.
pub(super) fn outline<'i>(
    rule: &'static Rule,
    mut entries: Entries<'_, 'i>,
    defaults: Option<&Defaults<'i>>,
) -> Outline {
    let known: Vec<&str> = SHARED.iter().chain(rule.keys).copied().collect();
    entries.refuse_unknown(&known);
    entries.require("id", "id = \"a-name-of-its-own\"");
    if let Some(defaults) = defaults {
        entries.fill(defaults);
    }
    for (key, example) in rule.needs {
        entries.require(key, example);
    }
    let id = entries.take::<String>("id");
    if let Some((_, at)) = &id {
        entries.span = at.clone();
    }
    let shared = Shared::take(&mut entries);
    let duty = entries.bind(rule);
    let at = id
        .as_ref()
        .map_or(entries.span.clone(), |(_, at)| at.clone());
    let clause = match (&id, duty) {
        (Some((id, _)), Some(duty)) => Some(shared.clause(id.clone(), at, rule, duty)),
        (_, _) => None,
    };
    Outline { id, rule, clause }
}

/// The values of the keys every table has.
struct Shared {
    whom: Option<(Selector, Range<usize>)>,
    severity: Severity,
    citation: Vec<String>,
    reading: Option<String>,
    covers: Vec<String>,
}

impl Shared {
    fn take(entries: &mut Entries<'_, '_>) -> Shared {
        let list = |read: Option<(OneOrMany<String>, _)>| {
            read.map_or_else(Vec::new, |(list, _)| list.as_slice().to_vec())
        };
        Shared {
            whom: entries.take("for"),
            severity: entries
                .take("severity")
                .map_or_else(Severity::default, |(severity, _)| severity),
            citation: list(entries.take("citation")),
            reading: entries.take("reading").map(|(reading, _)| reading),
            covers: list(entries.take("covers")),
        }
    }

    fn clause(self, id: String, at: Range<usize>, rule: &'static Rule, duty: Duty) -> Clause {
        let (whom, whom_at) = self
            .whom
            .unwrap_or_else(|| (Selector::default(), at.clone()));
        Clause {
            id,
            rule,
            whom,
            severity: self.severity,
            citation: self.citation,
            reading: self.reading,
            covers: self.covers,
            at,
            whom_at,
            duty,
        }
    }
}

/// The keys that every table of a family has unless it says otherwise.
#[derive(Default)]
pub(super) struct Defaults<'i> {
    table: DeTable<'i>,
    /// Keys with a mistake: listed once, here, and not again in each clause.
    faulty: Vec<String>,
}

/// Reads the defaults of one family.
pub(super) fn defaults<'i>(rule: &Rule, mut entries: Entries<'_, 'i>) -> Defaults<'i> {
    entries.partial = true;
    let known: Vec<&str> = SHARED.iter().chain(rule.keys).copied().collect();
    entries.refuse_unknown(&known);
    if let Some((id, _)) = entries.table.remove_entry("id") {
        let message = "`id` has no default: each clause has an id of its own";
        entries
            .mistakes
            .push(Mistake::error("unknown-key", id.span(), message));
    }
    let mut table = entries.table.clone();
    Shared::take(&mut entries);
    entries.bind(rule);
    let faulty = entries.faulty;
    for key in &faulty {
        table.remove(key.as_str());
    }
    Defaults { table, faulty }
}
