//! Ids as pseudonyms: HMAC-SHA-256 under a key that is kept elsewhere, and texts in which no id or name is left.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::dataset::Dataset;
use super::ids::Ids;
use crate::problem::Problem;

/// How many bytes a key has.
const KEY_BYTES: usize = 32;
/// How many bytes of the code a pseudonym keeps: 80 bits.
const KEPT_BYTES: usize = 10;
/// The digits of a pseudonym: RFC 4648's base 32 in lower case.
const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The key under which ids become pseudonyms. Whoever has it can find out who is who, so that nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; KEY_BYTES]);

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(..)")
    }
}

impl Key {
    /// A key of random bytes.
    pub fn new(bytes: [u8; KEY_BYTES]) -> Key {
        Key(bytes)
    }

    /// Reads a key as its file has it: 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Key> {
        let digits: Option<Vec<u32>> = text.trim().chars().map(|c| c.to_digit(16)).collect();
        let bytes: Option<Vec<u8>> = digits?
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => u8::try_from(high * 16 + low).ok(),
                _ => None,
            })
            .collect();
        bytes?.try_into().ok().map(Key)
    }

    /// The key as its file has it.
    pub fn hex(&self) -> String {
        let digits = |hex: String, byte: &u8| format!("{hex}{byte:02x}");
        self.0.iter().fold(String::new(), digits)
    }

    /// The pseudonym of a text. The field goes into the code too, so that a case and a member of staff with one id
    /// can't be told to have it.
    fn pseudonym(&self, field: &str, text: &str) -> String {
        // HMAC takes a key of any length, so that there is always a code.
        let Ok(mut code) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return field.to_owned();
        };
        code.update(field.as_bytes());
        code.update(&[0]);
        code.update(text.as_bytes());
        let code = code.finalize().into_bytes();
        let mut shown = format!("{field}-");
        let (mut bits, mut held) = (0u32, 0u32);
        for byte in code.iter().take(KEPT_BYTES) {
            bits = (bits << 8) | u32::from(*byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                let digit = usize::try_from((bits >> held) & 31).unwrap_or(0);
                shown.extend(DIGITS.get(digit).map(|digit| char::from(*digit)));
            }
            bits &= (1 << held) - 1;
        }
        shown
    }
}

/// Two ids have one pseudonym under this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("two ids would get one pseudonym under this key; make another with `oversight key`")]
pub struct Collision;

/// The pseudonym of every id and name.
#[derive(Clone, Debug, Default)]
pub struct Pseudonyms {
    staff: BTreeMap<String, String>,
    cases: BTreeMap<String, String>,
    sessions: BTreeMap<String, String>,
    /// What to print in texts, by the lower case of what stands there.
    texts: BTreeMap<String, String>,
    /// The bytes of the longest of them.
    longest: usize,
}

impl Pseudonyms {
    /// Those of the exports, and of ids that another file names.
    ///
    /// # Errors
    /// When two ids would become one.
    pub fn of(
        data: &Dataset,
        key: &Key,
        (staff, cases): (&[&str], &[&str]),
    ) -> Result<Pseudonyms, Collision> {
        let mut all = Pseudonyms::default();
        let ids = data.case_ids.iter().chain(cases.iter().copied());
        all.cases = named(key, "case", ids)?;
        let ids = data.staff_ids.iter().chain(staff.iter().copied());
        all.staff = named(key, "staff", ids)?;
        all.sessions = named(key, "session", data.session_ids.iter())?;
        let posts = data.staff.iter().flat_map(|member| &member.posts);
        let names = named(key, "name", posts.filter_map(|post| post.name.as_deref()))?;
        let names = names
            .iter()
            .filter(|(name, _)| name.contains(char::is_whitespace));
        // Of a text that is the id of one and of another the first is taken.
        let known = all.staff.iter().chain(&all.cases).chain(&all.sessions);
        for (text, shown) in known.chain(names) {
            let text = text.to_lowercase();
            all.longest = all.longest.max(text.len());
            all.texts.entry(text).or_insert_with(|| shown.clone());
        }
        Ok(all)
    }

    /// The pseudonym of a staff id.
    pub fn staff(&self, id: &str) -> Option<&str> {
        self.staff.get(id).map(String::as_str)
    }

    /// The pseudonym of a case id.
    pub fn case(&self, id: &str) -> Option<&str> {
        self.cases.get(id).map(String::as_str)
    }

    /// A text with the pseudonym in the place of every id and name in it. Ids that are ordinary numbers or words are
    /// only known for ids between backticks.
    pub fn text(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = None;
        while let Some(first) = rest.chars().next() {
            let begins = !before.is_some_and(char::is_alphanumeric) || !first.is_alphanumeric();
            let found = begins.then(|| self.at_start(rest, before)).flatten();
            let taken = if let Some((length, pseudonym)) = found {
                shown.push_str(pseudonym);
                length
            } else {
                shown.push(first);
                first.len_utf8()
            };
            before = rest.get(..taken).and_then(|taken| taken.chars().last());
            rest = rest.get(taken..).unwrap_or("");
        }
        shown
    }

    /// The longest id or name with which a text begins: its bytes, and its pseudonym.
    fn at_start(&self, text: &str, before: Option<char>) -> Option<(usize, &str)> {
        let mut found = None;
        let ends = text
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8());
        for end in ends.take_while(|end| *end <= self.longest.saturating_mul(2)) {
            let (head, tail) = text.split_at_checked(end)?;
            let next = tail.chars().next();
            let inside =
                next.is_some_and(char::is_alphanumeric) && head.ends_with(char::is_alphanumeric);
            if inside {
                continue;
            }
            let quoted = before == Some('`') && next == Some('`');
            if let Some(pseudonym) = self.texts.get(&head.to_lowercase())
                && (quoted || is_telling(head))
            {
                found = Some((end, pseudonym.as_str()));
            }
        }
        found
    }

    /// A problem without what it found, and with pseudonyms in its words.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> Problem {
        let words = |text: &Option<String>| text.as_ref().map(|text| self.text(text));
        Problem {
            message: self.text(&problem.message),
            expected: words(&problem.expected),
            hint: words(&problem.hint),
            found: None,
            ..problem.clone()
        }
    }

    /// Puts the pseudonyms into the exports, and takes out names, rejected rows and values found in cells, so that no
    /// report made from them can know any.
    ///
    /// # Errors
    /// When two families would become one.
    pub fn hide(&self, data: &mut Dataset, key: &Key) -> Result<(), Collision> {
        let families: Vec<_> = {
            let rows = data.cases.iter().flat_map(|case| &case.episodes);
            let words = rows.filter_map(|row| row.family);
            words
                .map(|word| (word, data.words.folded(word).to_owned()))
                .collect()
        };
        let shown = named(
            key,
            "family",
            families.iter().map(|(_, text)| text.as_str()),
        )?;
        data.words.respell(|spelling| self.text(spelling));
        for (word, text) in &families {
            if let Some(pseudonym) = shown.get(text) {
                data.words.respell_one(*word, pseudonym);
            }
        }
        data.staff_ids = exchanged(&data.staff_ids, &self.staff);
        data.case_ids = exchanged(&data.case_ids, &self.cases);
        data.session_ids = exchanged(&data.session_ids, &self.sessions);
        for post in data.staff.iter_mut().flat_map(|member| &mut member.posts) {
            post.name = None;
        }
        data.rejects.clear();
        for problem in &mut data.problems {
            *problem = self.problem(problem);
        }
        Ok(())
    }
}

/// The pseudonyms of some ids, each its own.
fn named<'i>(
    key: &Key,
    field: &str,
    ids: impl Iterator<Item = &'i str>,
) -> Result<BTreeMap<String, String>, Collision> {
    let shown: BTreeMap<String, String> = ids
        .map(|id| (id.to_owned(), key.pseudonym(field, id)))
        .collect();
    let mut distinct: Vec<&String> = shown.values().collect();
    distinct.sort_unstable();
    if distinct.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(Collision);
    }
    Ok(shown)
}

/// The ids in their order, as pseudonyms.
fn exchanged(ids: &Ids, shown: &BTreeMap<String, String>) -> Ids {
    let mut exchanged = Ids::default();
    for id in ids.iter() {
        exchanged.intern(shown.get(id).map_or("", String::as_str));
    }
    exchanged
}

/// Whether a text is so much an id or a name that it is no ordinary number or word.
fn is_telling(text: &str) -> bool {
    let has_letter = text.contains(char::is_alphabetic);
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    match (has_letter, has_digit) {
        (true, true) => true,
        (true, false) => text.contains(char::is_whitespace),
        (false, _) => text.len() >= 5,
    }
}

#[cfg(test)]
mod tests {
    use super::{Collision, Key, Pseudonyms, named};
    use crate::calendar::Day;
    use crate::problem::Problem;
    use crate::records::{Dataset, Demand, Export};

    fn hidden() -> (Dataset, Pseudonyms) {
        let staff = "staff_id,name,role,team,start_date,supervisor_id\n\
                     W00123,Ann Able,sw,Ann Able's team,2026-01-05,W00999\n\
                     7,Bo,sw,North,2026-01-05,W00123\n";
        let cases =
            "case_id,case_type,opened,allocated_to,family_id\nW00123,cin,2026-01-05,7,F-77001\n";
        let taken = Day::parse_iso("2026-02-01").unwrap();
        let exports = [(Export::Staff, staff), (Export::Cases, cases)];
        let mut data = Dataset::from_exports(&exports, &Demand::default(), taken).unwrap();
        let key = Key::new([7; 32]);
        let all = Pseudonyms::of(&data, &key, (&["W55555"], &[])).unwrap();
        all.hide(&mut data, &key).unwrap();
        (data, all)
    }

    #[test]
    fn the_code_is_hmac_sha_256_in_base_32() {
        // Made with Python's `hmac`, `hashlib` and `base64`.
        let shown = Key::new([7; 32]).pseudonym("staff", "W00123");
        assert_eq!(shown, "staff-i5giju5bvcmsmhdm");
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_never_shown() {
        let key = Key::new([0xa5; 32]);
        assert_eq!(Key::parse(&format!("{}\n", key.hex())), Some(key.clone()));
        for wrong in [
            "",
            "a5",
            &"a5".repeat(31),
            &"a5".repeat(33),
            &"zz".repeat(32),
        ] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{key:?}"), "Key(..)");
    }

    #[test]
    fn nobody_is_left_in_the_exports() {
        let (data, all) = hidden();
        let text = format!("{data:?}");
        for raw in ["W00123", "W00999", "Ann Able", "\"7\"", "F-77001"] {
            let printed = data.staff_ids.iter().chain(data.case_ids.iter());
            let mut printed = printed.chain(std::iter::once(""));
            assert!(printed.all(|id| id != raw), "{raw}");
        }
        assert!(
            !text.contains("Ann Able") && !text.contains("W00"),
            "{text}"
        );
        let worker = data.staff.first().unwrap().posts.first().unwrap();
        assert!(data.text(worker.team).starts_with("name-"));
        let family = data.cases.first().unwrap().episodes.first().unwrap().family;
        assert!(data.text(family).starts_with("family-"));
        assert_ne!(
            all.staff("W00123").unwrap()[6..],
            all.case("W00123").unwrap()[5..]
        );
    }

    #[test]
    fn texts_lose_ids_and_names_and_keep_everything_else() {
        let (_, all) = hidden();
        let w = all.staff("W00123").unwrap();
        let seven = all.staff("7").unwrap();
        assert_eq!(
            all.text("W00123, w00123 and xW00123"),
            format!("{w}, {w} and xW00123")
        );
        assert_eq!(all.text("7 rows of `7`"), format!("7 rows of `{seven}`"));
        assert!(!all.text("by ANN ABLE.").to_lowercase().contains("able"));
        assert!(
            !all.text("no `W55555`")
                .contains('5'.to_string().repeat(5).as_str())
        );
        assert_eq!(all.text("Zoë’s 12 cafés"), "Zoë’s 12 cafés");
        let problem = Problem::error("x", "two rows of `7`")
            .found("Ann Able")
            .hint("see W00123");
        let shown = all.problem(&problem).to_string();
        assert_eq!(shown, format!("two rows of `{seven}`; see {w}"));
    }

    #[test]
    fn the_same_key_gives_the_same_pseudonyms_and_another_key_others() {
        let (one, two) = (Key::new([1; 32]), Key::new([2; 32]));
        assert_eq!(one.pseudonym("case", "C1"), one.pseudonym("case", "C1"));
        assert_ne!(one.pseudonym("case", "C1"), two.pseudonym("case", "C1"));
        assert_ne!(one.pseudonym("case", "C1"), one.pseudonym("case", "C2"));
        assert_eq!(
            named(&one, "case", ["C1", "C1"].into_iter()).map(|all| all.len()),
            Ok(1)
        );
        assert!(named(&one, "case", ["C1", "C2"].into_iter()) != Err(Collision));
    }
}
