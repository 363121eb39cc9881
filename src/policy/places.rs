//! Where in the policy file a clause says a thing: the clauses themselves keep only where they begin.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::language::Relation;
use crate::records::fold;
use crate::rules::Clause;

/// The policy file once more, to look places up in.
pub(super) struct Places<'i> {
    document: DeTable<'i>,
}

impl<'i> Places<'i> {
    pub(super) fn of(document: DeTable<'i>) -> Places<'i> {
        Places { document }
    }

    pub(super) fn of_text(text: &'i str) -> Places<'i> {
        let (document, _) = DeTable::parse_recoverable(text);
        Places::of(document.into_inner())
    }

    /// Where the first table of a family begins.
    pub(super) fn family(&self, family: &str) -> Option<Range<usize>> {
        let (key, _) = self.document.get_key_value(family)?;
        Some(key.span())
    }

    /// Where a column is named in a selector under a key of the clause.
    pub(super) fn column(
        &self,
        clause: &Clause,
        key: &str,
        (relation, column): (Option<Relation>, &str),
    ) -> Range<usize> {
        let value = self.value(clause, key);
        let found = value.and_then(|value| entry(value, relation, column));
        found.map_or_else(|| whole(clause, value), |(at, _)| at)
    }

    /// Where a value stands behind a column in a selector under a key of the clause.
    pub(super) fn word(
        &self,
        clause: &Clause,
        key: &str,
        (relation, column): (Option<Relation>, &str),
        word: &str,
    ) -> Range<usize> {
        let value = self.value(clause, key);
        let found = value
            .and_then(|value| entry(value, relation, column))
            .and_then(|(_, below)| text(below, word));
        found.unwrap_or_else(|| self.column(clause, key, (relation, column)))
    }

    /// Where a text stands anywhere under one of the keys of the clause.
    pub(super) fn text(&self, clause: &Clause, keys: &[&str], wanted: &str) -> Range<usize> {
        let mut values = keys.iter().filter_map(|key| self.value(clause, key));
        values
            .find_map(|value| text(value, wanted))
            .unwrap_or_else(|| clause.at.clone())
    }

    /// What a clause has under a key, itself or from the defaults.
    fn value(&self, clause: &Clause, key: &str) -> Option<&Spanned<DeValue<'i>>> {
        let family = clause.rule.name;
        let tables = self.document.get(family)?.get_ref();
        let tables = tables.as_array().map_or(&[][..], |tables| tables);
        let own = tables
            .iter()
            .filter_map(|table| table.get_ref().as_table())
            .find(|table| table.get("id").is_some_and(|id| id.span() == clause.at))?;
        own.get(key).or_else(|| {
            let defaults = self.document.get("defaults")?.get_ref().as_table()?;
            defaults.get(family)?.get_ref().as_table()?.get(key)
        })
    }
}

fn whole(clause: &Clause, value: Option<&Spanned<DeValue<'_>>>) -> Range<usize> {
    value.map_or_else(|| clause.at.clone(), Spanned::span)
}

/// A column's key and what stands behind it, in a table of conditions or a list of such tables.
fn entry<'v, 'i>(
    value: &'v Spanned<DeValue<'i>>,
    relation: Option<Relation>,
    column: &str,
) -> Option<(Range<usize>, &'v Spanned<DeValue<'i>>)> {
    if let Some(tables) = value.get_ref().as_array() {
        return tables
            .iter()
            .find_map(|table| entry(table, relation, column));
    }
    let table = value.get_ref().as_table()?;
    match relation {
        Some(relation) => entry(table.get(relation.name())?, None, column),
        None => table
            .get_key_value(column)
            .map(|(key, below)| (key.span(), below)),
    }
}

/// The first text that is the wanted one, in the form in which values are compared.
fn text(value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::String(found) => (fold(found) == fold(wanted)).then(|| value.span()),
        DeValue::Array(list) => list.iter().find_map(|one| text(one, wanted)),
        DeValue::Table(table) => table.values().find_map(|one| text(one, wanted)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    }
}
