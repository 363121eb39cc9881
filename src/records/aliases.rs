//! What councils' systems call the columns and values of this tool: for proposals and hints, never applied in reading.
//!
//! The names are those of the Standard Safeguarding Dataset, Annex A, the workforce census, the published guides of
//! councils' case systems, and what HR systems usually write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::alias_tables::{
    ABSENCES, ACTIVITY, CASE_TYPES, CASES, DEPTH, KINDS, SESSIONS, STAFF, STATUS, Table,
};
use super::columns::Export;
use super::words::fold;

/// Words of a header in a form in which `Worker No`, `WORKER_ID` and `id of worker` are one: in order, each once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tokens(BTreeSet<String>);

impl Tokens {
    /// The tokens of a header.
    pub(super) fn of(header: &str) -> Tokens {
        let mut tokens = BTreeSet::new();
        for word in parts(header) {
            match word.as_str() {
                "of" | "the" | "a" | "for" | "per" | "in" | "and" => {}
                "no" | "num" | "number" | "ref" | "reference" | "code" | "identifier" => {
                    tokens.insert("id".to_owned());
                }
                "dttm" | "datetime" | "dt" | "on" | "day" => {
                    tokens.insert("date".to_owned());
                }
                "employee" | "staff" | "payroll" | "personnel" | "practitioner" => {
                    tokens.insert("worker".to_owned());
                }
                "began" | "started" | "starts" => {
                    tokens.insert("start".to_owned());
                }
                "ended" | "ends" | "finish" | "finished" => {
                    tokens.insert("end".to_owned());
                }
                _ => {
                    tokens.insert(word);
                }
            }
        }
        Tokens(tokens)
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// The words of a header in lower case, parted at signs, spaces and the capitals of `ChildUniqueID`.
fn parts(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for letter in header.chars() {
        // `worker's` is `worker`, and not `worker s`.
        if matches!(letter, '\'' | '’') {
            continue;
        }
        if !letter.is_alphanumeric() || (after_small && letter.is_uppercase()) {
            words.push(String::new());
        }
        after_small = letter.is_lowercase();
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What else a canonical column is called, the likeliest first.
pub(super) fn headers(export: Export, column: &str) -> impl Iterator<Item = &'static str> {
    let table = match export {
        Export::Staff => STAFF,
        // What an allocation is called is what a case with its worker is.
        Export::Cases | Export::Allocations => CASES,
        Export::Sessions => SESSIONS,
        Export::Absences => ABSENCES,
        Export::Activity => ACTIVITY,
    };
    let column = match (export, column) {
        (Export::Allocations, "from") => "opened",
        (Export::Allocations, "to") => "closed",
        (_, column) => column,
    };
    let found = table.iter().find(|(name, _)| *name == column);
    listed(found.map_or("", |(_, headers)| headers))
}

/// The other names of every column as tokens: parting them anew for every header would be slow.
static TOKENS: LazyLock<BTreeMap<(Export, &'static str), Vec<Tokens>>> = LazyLock::new(|| {
    let columns = Export::ALL.into_iter().flat_map(|export| {
        let columns = export.columns().iter();
        columns.map(move |column| (export, column.name))
    });
    let tokens = |(export, name): (Export, &'static str)| {
        let tokens = headers(export, name).map(Tokens::of);
        ((export, name), tokens.collect())
    };
    columns.map(tokens).collect()
});

fn tokens(export: Export, column: &str) -> &'static [Tokens] {
    // The names of columns are static, and the caller's need not be.
    let known = export.columns().iter().find(|known| known.name == column);
    let found = known.and_then(|known| TOKENS.get(&(export, known.name)));
    found.map_or(&[], Vec::as_slice)
}

/// How far down in the list of a column's other names a header stands, counted from 0.
pub(super) fn rank(export: Export, column: &str, header: &Tokens) -> Option<usize> {
    tokens(export, column)
        .iter()
        .position(|alias| alias == header)
}

/// The header that a column is most likely called, when one of them is known to be.
pub(super) fn likeliest<'h>(export: Export, column: &str, free: &[&'h str]) -> Option<&'h str> {
    let ranked = free.iter().filter_map(|header| {
        let rank = rank(export, column, &Tokens::of(header))?;
        Some((rank, *header))
    });
    ranked
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, header)| header)
}

/// The names of a list.
fn listed(names: &'static str) -> impl Iterator<Item = &'static str> {
    names
        .split('|')
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// The words that a column's cells may mean, each with its other names.
fn table(column: &str) -> Table {
    match column {
        "status" => STATUS,
        "depth" => DEPTH,
        "kind" => KINDS,
        "case_type" => CASE_TYPES,
        _ => &[],
    }
}

/// The words that a column's cells may mean.
pub(super) fn words(column: &str) -> impl Iterator<Item = &'static str> {
    table(column).iter().map(|(word, _)| *word)
}

/// What a cell of a column most likely means, when its words are known.
pub(super) fn meaning(column: &str, cell: &str) -> Option<&'static str> {
    let folded = fold(cell);
    let mut meanings = table(column).iter();
    let found = meanings.find(|(_, cells)| listed(cells).any(|known| fold(known) == folded));
    found.map(|(meaning, _)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_header_are_one() {
        for (one, other) in [
            ("Worker No", "WORKER_ID"),
            ("Payroll Number", "Employee Ref."),
            ("Date of Session", "SessionDate"),
            ("ALLOCATION_START_DTTM", "Allocation start date"),
            ("ChildUniqueID", "child unique id"),
            ("Child's DOB", "childs dob"),
        ] {
            assert_eq!(Tokens::of(one), Tokens::of(other), "{one} and {other}");
        }
        assert_ne!(Tokens::of("Manager ID"), Tokens::of("Previous Manager ID"));
        assert_ne!(Tokens::of("Start Date"), Tokens::of("End Date"));
    }

    #[test]
    fn every_alias_is_of_a_column_that_is_and_none_stands_twice() {
        for export in Export::ALL {
            for column in export.columns() {
                let mut known = BTreeSet::new();
                for alias in headers(export, column.name) {
                    assert!(known.insert(alias), "{export} {}: {alias}", column.name);
                }
            }
        }
        for (export, table) in [
            (Export::Staff, STAFF),
            (Export::Cases, CASES),
            (Export::Sessions, SESSIONS),
            (Export::Absences, ABSENCES),
            (Export::Activity, ACTIVITY),
        ] {
            for (name, _) in table {
                let mut columns = export.columns().iter();
                assert!(
                    columns.any(|column| column.name == *name),
                    "{export} {name}"
                );
            }
        }
    }

    #[test]
    fn a_word_has_one_meaning() {
        for table in [STATUS, DEPTH, KINDS, CASE_TYPES] {
            let mut known = BTreeSet::new();
            for (_, cells) in table {
                for cell in listed(cells) {
                    assert!(known.insert(fold(cell)), "{cell}");
                }
            }
        }
        assert_eq!(meaning("status", "Held - Virtual"), Some("held"));
        assert_eq!(meaning("status", "Not held"), Some("cancelled"));
        assert_eq!(meaning("status", "Perhaps"), None);
    }
}
