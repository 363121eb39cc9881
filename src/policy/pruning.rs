//! Taking a mistake out of a value, so that what else is wrong with it can be found.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// What was taken out.
#[derive(Debug)]
pub(super) struct Pruned {
    /// Where the table or list stands that lost an entry: what is said of it next may be a consequence.
    pub(super) container: Range<usize>,
    /// The key of the outermost table under which the entry stood.
    pub(super) top: Option<String>,
}

/// Takes the innermost entry out that stands at `at`; nothing when that is the whole value.
pub(super) fn prune(value: &mut Spanned<DeValue<'_>>, at: &Range<usize>) -> Option<Pruned> {
    let container = value.span();
    match value.get_mut() {
        DeValue::Table(table) => from_table(table, container, at),
        DeValue::Array(list) => from_list(list, container, at),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

fn holds(span: &Range<usize>, at: &Range<usize>) -> bool {
    span.start <= at.start && at.end <= span.end
}

fn from_table(
    table: &mut DeTable<'_>,
    container: Range<usize>,
    at: &Range<usize>,
) -> Option<Pruned> {
    // A dotted key stands outside the span of the table it makes, so every entry is gone into.
    for (key, value) in table.iter_mut() {
        if let Some(pruned) = prune(value, at) {
            let top = Some(key.get_ref().to_string());
            return Some(Pruned { top, ..pruned });
        }
    }
    let key = table
        .iter()
        .find(|(key, value)| holds(&key.span(), at) || holds(&value.span(), at))
        .map(|(key, _)| key.clone())?;
    table.remove(&key);
    let top = Some(key.into_inner().into_owned());
    Some(Pruned { container, top })
}

fn from_list(list: &mut DeArray<'_>, container: Range<usize>, at: &Range<usize>) -> Option<Pruned> {
    if let Some(pruned) = list.iter_mut().find_map(|value| prune(value, at)) {
        return Some(pruned);
    }
    let index = list.iter().position(|value| holds(&value.span(), at))?;
    let items = std::mem::replace(list, DeArray::new())
        .into_iter()
        .enumerate();
    for (_, item) in items.filter(|(position, _)| *position != index) {
        list.push(item);
    }
    Some(Pruned {
        container,
        top: None,
    })
}
