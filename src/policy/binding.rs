//! One table of a policy into one clause: shared keys taken out, the rest read by its rule.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::language::{OneOrMany, Selector};
use crate::ledger::Severity;
use crate::rules::{Clause, Duty, Rule};

use super::mistakes::{Mistake, nearest};

/// The keys every table has.
const SHARED: [&str; 6] = ["id", "for", "severity", "citation", "reading", "covers"];

/// A table's entries that are still to be read.
pub(super) struct Entries<'a, 'i> {
    table: DeTable<'i>,
    /// Where the table stands.
    span: Range<usize>,
    mistakes: &'a mut Vec<Mistake>,
}

impl<'a, 'i> Entries<'a, 'i> {
    pub(super) fn new(
        table: DeTable<'i>,
        span: Range<usize>,
        mistakes: &'a mut Vec<Mistake>,
    ) -> Self {
        Entries {
            table,
            span,
            mistakes,
        }
    }

    /// Adds the keys of `defaults` that the table has not.
    pub(super) fn fill(&mut self, defaults: &DeTable<'i>) {
        for (key, value) in defaults {
            if !self.table.contains_key(key) {
                self.table.insert(key.clone(), value.clone());
            }
        }
    }

    /// Names every key that is none of `known`, and drops it.
    pub(super) fn refuse_unknown(&mut self, table: &str, known: &[&str]) {
        let unknown: Vec<_> = self
            .table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
            .cloned()
            .collect();
        for key in unknown {
            let name = key.get_ref().as_ref();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("`{table}` has the keys {}", backticked(known)),
            };
            let message = format!("unknown key `{name}` in `{table}`");
            self.mistakes
                .push(Mistake::error("unknown-key", key.span(), message).help(Some(help)));
            self.table.remove(&key);
        }
    }

    /// Reads one key; nothing when it is absent or its value is wrong.
    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &str) -> Option<(T, Range<usize>)> {
        let (_, value) = self.table.remove_entry(key)?;
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some((read, span)),
            Err(error) => {
                self.mistakes.push(wrong_value(&error, span, Some(key)));
                None
            }
        }
    }

    /// Reads one key that must be there.
    pub(super) fn require<T: DeserializeOwned>(
        &mut self,
        table: &str,
        key: &str,
        example: &str,
    ) -> Option<T> {
        if !self.table.contains_key(key) {
            let message = format!("`{table}` has no `{key}`");
            let help = Some(format!("add a line such as `{example}`"));
            self.mistakes
                .push(Mistake::error("missing-key", self.span.clone(), message).help(help));
            return None;
        }
        self.take(key).map(|(read, _)| read)
    }

    /// Reads the rest by a rule, dropping each key with a mistake so that every mistake is found once.
    fn bind(mut self, rule: &Rule) -> Option<Duty> {
        let mut clean = true;
        loop {
            let rest = Spanned::new(self.span.clone(), DeValue::Table(self.table.clone()));
            let error = match (rule.bind)(ValueDeserializer::from(rest)) {
                Ok(duty) => return clean.then_some(duty),
                Err(error) => error,
            };
            let at = error.span();
            let inside = |span: &Range<usize>| {
                at.as_ref()
                    .is_some_and(|at| span.start <= at.start && at.end <= span.end)
            };
            let culprit = self
                .table
                .iter()
                .find(|(key, value)| inside(&key.span()) || inside(&value.span()))
                .map(|(key, value)| (key.clone(), value.span()));
            let Some((key, span)) = culprit else {
                // What is said of the whole table after a key was dropped is a consequence of the drop.
                if clean {
                    self.mistakes
                        .push(wrong_value(&error, self.span.clone(), None));
                }
                return None;
            };
            self.mistakes
                .push(wrong_value(&error, span, Some(key.get_ref())));
            self.table.remove(&key);
            clean = false;
        }
    }
}

/// Binds one table of a family.
pub(super) fn clause(rule: &'static Rule, mut entries: Entries<'_, '_>) -> Option<Clause> {
    let known: Vec<&str> = SHARED.iter().chain(rule.keys).copied().collect();
    entries.refuse_unknown(rule.name, &known);
    let at = entries
        .table
        .get_key_value("id")
        .map_or(entries.span.clone(), |(_, id)| id.span());
    let id: Option<String> = entries.require(rule.name, "id", "id = \"a-name-of-its-own\"");
    let whom: Option<(Selector, Range<usize>)> = entries.take("for");
    let severity = entries.take::<Severity>("severity");
    let citation = entries.take::<OneOrMany<String>>("citation");
    let reading = entries.take::<String>("reading");
    let covers = entries.take::<OneOrMany<String>>("covers");
    let list = |read: Option<(OneOrMany<String>, _)>| {
        read.map_or_else(Vec::new, |(list, _)| list.as_slice().to_vec())
    };
    let (whom, whom_at) = whom.unwrap_or_else(|| (Selector::default(), at.clone()));
    let mut clause = Clause {
        id: id?,
        rule,
        whom,
        severity: severity.map_or_else(Severity::default, |(severity, _)| severity),
        citation: list(citation),
        reading: reading.map(|(reading, _)| reading),
        covers: list(covers),
        at,
        whom_at,
        duty: Duty::NotTestable(crate::rules::NotTestable::default()),
    };
    clause.duty = entries.bind(rule)?;
    Some(clause)
}

/// A mistake from serde, at its own place when it has one.
pub(super) fn wrong_value(
    error: &toml::de::Error,
    span: Range<usize>,
    key: Option<&str>,
) -> Mistake {
    let at = error.span().filter(|at| !at.is_empty()).unwrap_or(span);
    let message = error.message();
    let mut message = match key {
        Some(key) if !message.contains(key) => format!("`{key}`: {message}"),
        Some(_) | None => message.to_owned(),
    };
    message.truncate(message.trim_end_matches(['.', '\n']).len());
    Mistake::error("wrong-value", at, message)
}

/// Names for a message: `a`, `b` and `c`.
pub(super) fn backticked(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
