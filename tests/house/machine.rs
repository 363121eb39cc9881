//! No text of the repository names a path on somebody's machine.

use std::fs;
use std::path::Path;

use super::source::{files, has_extension};

/// Written in two halves, so that this file does not name them either.
const LEAKS: [&str; 5] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!(r"C:\Us", "ers"),
    concat!(r"C:\\Us", "ers"),
];

const FOLDERS: [&str; 8] = [
    "src", "tests", "benches", "policies", "examples", "docs", ".ci", ".github",
];

/// Every file of the repository's folders, whatever its encoding, and the Markdown at its root.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut paths: Vec<String> = FOLDERS
        .iter()
        .flat_map(|folder| files(root, folder))
        .collect();
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if has_extension(&name, "md") {
            paths.push(name);
        }
    }
    if paths.is_empty() {
        return vec!["nothing to check: no text found".to_owned()];
    }
    paths.iter().flat_map(|path| leaks(root, path)).collect()
}

fn leaks(root: &Path, path: &str) -> Vec<String> {
    let bytes = fs::read(root.join(path)).unwrap();
    let mut violations = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let leak = LEAKS.iter().find(|leak| leaks_at(line, leak.as_bytes()));
        violations.extend(leak.map(|leak| format!("{path}:{}: names `{leak}`", index + 1)));
    }
    violations
}

/// Whether the line has the path, and not as the tail of a longer one such as a web address.
fn leaks_at(line: &[u8], leak: &[u8]) -> bool {
    let starts = line.windows(leak.len()).enumerate();
    starts.filter(|(_, window)| *window == leak).any(|(at, _)| {
        !at.checked_sub(1)
            .is_some_and(|before| line[before].is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::{FOLDERS, LEAKS, check};

    #[test]
    fn clean_texts_are_accepted() {
        let tree = Planted::with("README.md", "Run `oversight audit examples/north`.\n");
        tree.file(
            "src/home/root.rs",
            "https://example.org/home/x src/root/Users/\n",
        );
        tree.file("notes.txt", LEAKS[0]);
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn each_path_is_caught_in_each_folder() {
        for leak in LEAKS {
            for folder in FOLDERS {
                let path = format!("{folder}/deep/file.snap");
                let text = format!("one\ntwo `{leak}x`\n");
                assert_eq!(
                    check(Planted::with(&path, &text).root()),
                    [format!("{path}:2: names `{leak}`")]
                );
            }
            let found = check(Planted::with("README.md", leak).root());
            assert_eq!(found, [format!("README.md:1: names `{leak}`")]);
        }
    }

    #[test]
    fn a_file_in_another_encoding_is_read() {
        let tree = Planted::with("README.md", "");
        let path = tree.root().join("examples/a.csv");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, [b"\xe9\n".as_slice(), LEAKS[1].as_bytes()].concat()).unwrap();
        assert_eq!(check(tree.root()).len(), 1);
    }

    #[test]
    fn an_empty_tree_does_not_pass() {
        assert_eq!(
            check(Planted::new().root()),
            ["nothing to check: no text found"]
        );
    }
}
