//! Staff by name, for exports that name a worker where the id should stand.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::columns::Export;
use super::layout::Layout;
use super::record::Record;

/// The columns of an export that hold a staff id, and so can be joined by name.
pub(super) fn columns(export: Export) -> &'static [&'static str] {
    match export {
        Export::Staff => &["staff_id", "supervisor_id", "agreement_with"],
        Export::Cases | Export::Allocations => &["allocated_to"],
        Export::Sessions => &["supervisee_id", "supervisor_id"],
        Export::Absences => &["staff_id"],
        Export::Activity => &["staff_id", "by_id"],
    }
}

/// Whose name a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called<'n> {
    /// One staff member's: the id.
    One(&'n str),
    /// That of several: their ids.
    Several(&'n [String]),
    /// No staff row's.
    Nobody,
}

/// The ids of everybody in the staff exports, by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: BTreeMap<String, Vec<String>>,
    ids: BTreeSet<String>,
    /// Names of rows without an id, which become ids when nobody with an id is called so.
    nameless: BTreeSet<String>,
}

impl Names {
    /// Adds a row of a staff export.
    pub(super) fn add(&mut self, layout: &Layout, record: &Record<'_>) {
        let id = layout.at("staff_id");
        let Some(text) = layout.stands(id, record) else {
            return;
        };
        if layout
            .columns
            .get(id.0)
            .is_some_and(|column| column.by_name)
        {
            self.nameless.insert(plain(text));
            return;
        }
        self.ids.insert(text.to_owned());
        let name = layout.stands(layout.at("name"), record).map(plain);
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            let ids = self.by_name.entry(name).or_default();
            if let Err(place) = ids.binary_search_by(|known| known.as_str().cmp(text)) {
                ids.insert(place, text.to_owned());
            }
        }
    }

    /// The same once every row was added.
    pub(super) fn finish(mut self) -> Names {
        for name in std::mem::take(&mut self.nameless) {
            let ids = self.by_name.entry(name.clone()).or_default();
            if ids.is_empty() {
                ids.push(name);
            }
        }
        self
    }

    /// Whose name this is. An id in the place of a name is as good.
    pub(super) fn find(&self, text: &str) -> Called<'_> {
        match self.by_name.get(&plain(text)).map(Vec::as_slice) {
            Some([id]) => Called::One(id),
            Some(ids) => Called::Several(ids),
            None => self
                .ids
                .get(text)
                .map_or(Called::Nobody, |id| Called::One(id)),
        }
    }
}

/// A name without what one system writes and another drops: case, accents, doubled spaces, `Surname, Forename`.
pub(super) fn plain(name: &str) -> String {
    let (surname, forename) = match name.split_once(',') {
        Some((surname, forename)) if !forename.contains(',') => (surname, forename),
        Some(_) | None => (name, ""),
    };
    let mut plain = String::with_capacity(name.len());
    for part in forename
        .split_whitespace()
        .chain(surname.split_whitespace())
    {
        if !plain.is_empty() {
            plain.push(' ');
        }
        let letters = part.nfkd().filter(|letter| !is_combining_mark(*letter));
        for letter in letters.flat_map(char::to_lowercase) {
            match whole_letter(letter) {
                Some(base) => plain.push_str(base),
                None => plain.push(letter),
            }
        }
    }
    plain
}

/// Letters that Unicode does not take apart, and signs that Word and Excel put for those of a keyboard.
fn whole_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        '‘' | '’' | 'ʼ' | '`' => "'",
        '‐' | '‑' | '–' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spellings_of_one_name_are_one() {
        for name in ["Zoë Łuczak", " ZOE  LUCZAK ", "Łuczak, Zoë", "luczak,zoe"] {
            assert_eq!(plain(name), "zoe luczak", "{name}");
        }
        assert_eq!(plain("Dara O’Brien"), plain("O'BRIEN, Dara"));
        assert_eq!(plain("Anne\u{2011}Marie Groß"), "anne-marie gross");
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(plain("Jane Doe"), plain("Doe Jane"));
        assert_ne!(plain("Doe, Jane, RSW"), plain("Jane Doe"));
        assert_ne!(plain("Jane A Doe"), plain("Jane Doe"));
    }
}
