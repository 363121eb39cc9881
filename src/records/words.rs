//! Values as small numbers: each distinct text is kept once.

use std::num::NonZeroU32;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// A value of an export, compared without case and with space, `-` and `_` alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(NonZeroU32);

/// The form in which values are compared: lower case, words joined by `-`.
///
/// ```
/// use oversight::records::fold;
/// assert_eq!(fold(" Snr_Social  Worker "), "snr-social-worker");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for part in text.split(|c: char| c.is_whitespace() || c == '-' || c == '_') {
        if part.is_empty() {
            continue;
        }
        if !folded.is_empty() {
            folded.push('-');
        }
        push_lower_case(&mut folded, part);
    }
    folded
}

/// Puts a text in lower case behind another.
pub(super) fn push_lower_case(other: &mut String, text: &str) {
    // Nearly all are ASCII, which is sooner done.
    if text.is_ascii() {
        other.extend(text.chars().map(|letter| letter.to_ascii_lowercase()));
    } else {
        other.extend(text.chars().flat_map(char::to_lowercase));
    }
}

macro_rules! known_words {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        impl Word {
            $(
                #[doc = concat!("The value `", $text, "`.")]
                pub const $name: Word = Word(NonZeroU32::new($number).unwrap());
            )*
        }
        /// The words every [`Words`] begins with, in the order of their constants.
        const KNOWN: &[&str] = &[$($text),*];
    };
}

// The engine asks for these by name; every other value is a council's own.
known_words! {
    HELD = 1, "held";
    CANCELLED = 2, "cancelled";
    DID_NOT_ATTEND = 3, "did-not-attend";
    PLANNED = 4, "planned";
    REARRANGED = 5, "rearranged";
    FULL = 6, "full";
    LIGHT = 7, "light";
    PERSONAL = 8, "personal";
    CASE = 9, "case";
    TRUE = 10, "true";
    FALSE = 11, "false";
    UNCLASSIFIED = 12, "unclassified";
}

/// Every distinct value of the exports, with the spelling to print.
#[derive(Clone, Debug)]
pub struct Words {
    spellings: IndexMap<Box<str>, Box<str>, FxBuildHasher>,
}

impl Default for Words {
    fn default() -> Words {
        let mut words = Words {
            spellings: IndexMap::default(),
        };
        for known in KNOWN {
            words.intern(known);
        }
        words
    }
}

impl Words {
    /// The word of a value; of two spellings of one word the smaller is printed, whichever row came first.
    /// Nothing for a blank.
    pub fn intern(&mut self, text: &str) -> Option<Word> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let text = text.trim();
        if let Some((index, _, spelling)) = self.spellings.get_full_mut(folded.as_str()) {
            if text < &**spelling {
                *spelling = text.into();
            }
            return Word::at(index);
        }
        let (index, _) = self.spellings.insert_full(folded.into(), text.into());
        Word::at(index)
    }

    /// The word of a value, when some row has it.
    pub fn get(&self, text: &str) -> Option<Word> {
        self.spellings
            .get_index_of(fold(text).as_str())
            .and_then(Word::at)
    }

    /// The spelling to print.
    pub fn text(&self, word: Word) -> &str {
        self.spellings
            .get_index(word.index())
            .map_or("", |(_, spelling)| spelling)
    }

    /// The spelling of each value, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.spellings.values().map(|spelling| &**spelling)
    }

    /// Prints every value otherwise; how values compare stays as it is.
    pub(super) fn respell(&mut self, spelled: impl Fn(&str) -> String) {
        for spelling in self.spellings.values_mut().skip(KNOWN.len()) {
            *spelling = spelled(spelling).into();
        }
    }

    /// Prints one value otherwise.
    pub(super) fn respell_one(&mut self, word: Word, spelled: &str) {
        if let Some((_, spelling)) = self.spellings.get_index_mut(word.index()) {
            *spelling = spelled.into();
        }
    }

    /// The folded form, by which values are compared and which the policy language writes.
    pub fn folded(&self, word: Word) -> &str {
        self.spellings
            .get_index(word.index())
            .map_or("", |(folded, _)| folded)
    }
}

impl Word {
    fn at(index: usize) -> Option<Word> {
        number(index).map(Word)
    }

    pub(super) fn index(self) -> usize {
        position(self.0)
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The number of the position `index`, counted from 0; nothing past four thousand million.
            pub fn at(index: usize) -> Option<$name> {
                number(index).map($name)
            }

            /// The position, counted from 0.
            pub fn index(self) -> usize {
                position(self.0)
            }
        }
    };
}

index! {
    /// A staff id, whether or not the staff export has it.
    StaffIx
}
index! {
    /// A case id, whether or not the case export has it.
    CaseIx
}
index! {
    /// A session id.
    SessionNo
}

fn number(index: usize) -> Option<NonZeroU32> {
    u32::try_from(index)
        .ok()
        .and_then(|index| index.checked_add(1))
        .and_then(NonZeroU32::new)
}

fn position(number: NonZeroU32) -> usize {
    usize::try_from(number.get() - 1).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_stand_at_their_constants() {
        let words = Words::default();
        assert_eq!(words.get("Held"), Some(Word::HELD));
        assert_eq!(words.get("did not attend"), Some(Word::DID_NOT_ATTEND));
        assert_eq!(words.get("FALSE"), Some(Word::FALSE));
        assert_eq!(words.folded(Word::FALSE), "false");
    }

    #[test]
    fn spelling_does_not_depend_on_row_order() {
        let (mut one, mut two) = (Words::default(), Words::default());
        let first = one.intern("Team North").unwrap();
        one.intern("TEAM_NORTH");
        two.intern("TEAM_NORTH");
        let second = two.intern("Team North").unwrap();
        assert_eq!(one.text(first), two.text(second));
    }

    #[test]
    fn a_blank_is_no_word() {
        assert_eq!(Words::default().intern(" _ "), None);
    }
}
