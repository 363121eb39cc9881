//! Names of teams and supervisors made into names of files that every system takes.

use std::collections::BTreeSet;

/// The letters of a name at most: with the folder's they must fit into the 260 of Windows.
const LONGEST: usize = 80;
/// The bytes of a name at most: most file systems take 255 with the ending.
const MOST_BYTES: usize = 200;
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// Hands out names, each once: two that Windows or a Mac would not tell apart get a number.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name with this ending for a text.
    pub(super) fn name(&mut self, text: &str, ending: &str) -> String {
        let stem = stem(text);
        let mut name = format!("{stem}.{ending}");
        let mut number = 2;
        while !self.taken.insert(key(&name)) {
            name = format!("{stem} ({number}).{ending}");
            number += 1;
        }
        name
    }
}

/// What is alike in names that a file system takes for one.
fn key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    lower.to_uppercase().nfc().collect()
}

fn stem(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|letter| if is_safe(letter) { letter } else { '_' })
        .collect();
    let (mut short, mut bytes) = (String::new(), 0);
    for letter in plain.trim().chars().take(LONGEST) {
        bytes += letter.len_utf8();
        if bytes > MOST_BYTES {
            break;
        }
        short.push(letter);
    }
    // Windows drops dots and blanks at the end, and a dot at the start hides a file elsewhere.
    let trimmed = short.trim_end_matches(['.', ' ']).trim_end();
    let trimmed = trimmed.trim_start_matches('.').trim_start();
    if trimmed.is_empty() {
        return "_".to_owned();
    }
    let first = trimmed.split('.').next().unwrap_or_default();
    if is_device(first.trim_end()) {
        format!("_{trimmed}")
    } else {
        trimmed.to_owned()
    }
}

fn is_safe(letter: char) -> bool {
    let marks = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !letter.is_control() && !marks && !r#"<>:"/\|?*"#.contains(letter)
}

fn is_device(name: &str) -> bool {
    let name = name.to_lowercase();
    let port = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    let numbered = port.is_some_and(|number| {
        let mut letters = number.chars();
        let digit = letters
            .next()
            .is_some_and(|one| one.is_ascii_digit() || "¹²³".contains(one));
        digit && letters.next().is_none()
    });
    numbered || DEVICES.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST_BYTES, Names};

    fn name(text: &str) -> String {
        Names::default().name(text, "xlsx")
    }

    #[test]
    fn an_ordinary_name_stays() {
        for text in ["North", "Duty & assessment", "Ô'Neil (west)", "児童"] {
            assert_eq!(name(text), format!("{text}.xlsx"));
        }
    }

    #[test]
    fn what_windows_refuses_is_replaced() {
        for (text, safe) in [
            ("a/b\\c:d", "a_b_c_d"),
            ("<>\"|?*", "______"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("North. ", "North"),
            (" .hidden", "hidden"),
            ("tab\tand\nline\0", "tab_and_line_"),
            ("left\u{202e}right", "left_right"),
            ("", "_"),
            (" ... ", "_"),
            ("CON", "_CON"),
            ("con.north", "_con.north"),
            ("Aux .x", "_Aux .x"),
            ("com1", "_com1"),
            ("LPT³", "_LPT³"),
            ("COM10", "COM10"),
            ("Conwy", "Conwy"),
        ] {
            assert_eq!(name(text), format!("{safe}.xlsx"), "{text:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let cut = name(&"x".repeat(300));
        assert_eq!(cut.chars().count(), LONGEST + ".xlsx".len());
        let wide = name(&"児".repeat(300));
        assert!(wide.len() <= MOST_BYTES + ".xlsx".len(), "{}", wide.len());
    }

    #[test]
    fn alike_names_are_told_apart() {
        let mut names = Names::default();
        let given = [
            "North", "NORTH", "north ", "Straße", "STRASSE", "é", "e\u{301}",
        ];
        let files: Vec<String> = given.iter().map(|text| names.name(text, "xlsx")).collect();
        assert_eq!(
            files,
            [
                "North.xlsx",
                "NORTH (2).xlsx",
                "north (3).xlsx",
                "Straße.xlsx",
                "STRASSE (2).xlsx",
                "é.xlsx",
                "e\u{301} (2).xlsx",
            ]
        );
    }
}
