//! What the package stands on, and what it must never reach: the network.

use std::fs;
use std::path::Path;

const REQUIRED: [&str; 9] = [
    "clap",
    "serde",
    "csv",
    "chrono",
    "toml",
    "comfy-table",
    "anyhow",
    "thiserror",
    "indicatif",
];

/// Packages that open sockets.
const SOCKETS: [&str; 10] = [
    "reqwest",
    "hyper",
    "ureq",
    "tokio",
    "mio",
    "socket2",
    "curl",
    "openssl",
    "native-tls",
    "rustls",
];

/// The dependencies of `Cargo.toml`, and the packages of `Cargo.lock`.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut violations = check_manifest(root);
    violations.extend(check_lockfile(root));
    violations
}

fn check_manifest(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let found = dependencies(&text);
    let missing = REQUIRED.iter().filter(|name| !found.contains(name));
    missing
        .map(|name| format!("Cargo.toml: `{name}` is not among the dependencies"))
        .collect()
}

fn dependencies(manifest: &str) -> Vec<&str> {
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            section = heading.trim_end_matches(']');
            found.extend(section.strip_prefix("dependencies."));
        } else if section == "dependencies" && !line.starts_with('#') {
            let key = line.split(['=', '.']).next().unwrap_or_default();
            found.push(key.trim().trim_matches('"'));
        }
    }
    found
}

fn check_lockfile(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let locked: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, line.strip_prefix("name = \"")?)))
        .map(|(line, name)| (line, name.trim_end_matches('"')))
        .collect();
    if locked.is_empty() {
        return vec!["Cargo.lock: no package found, so the network is not checked".to_owned()];
    }
    let sockets = locked.iter().filter(|(_, name)| SOCKETS.contains(name));
    sockets
        .map(|(line, name)| format!("Cargo.lock:{line}: `{name}` opens sockets"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::planted::Planted;
    use super::{REQUIRED, SOCKETS, check};

    fn manifest(without: &str) -> String {
        let kept = REQUIRED.iter().filter(|name| **name != without);
        let lines: Vec<String> = kept.map(|name| format!("{name} = \"1\"\n")).collect();
        format!(
            "[package]\nname = \"a\"\n\n[dependencies]\n{}",
            lines.concat()
        )
    }

    fn lockfile(package: &str) -> String {
        format!("version = 4\n\n[[package]]\nname = \"csv\"\n\n[[package]]\nname = \"{package}\"\n")
    }

    #[test]
    fn a_good_package_is_accepted() {
        let tree = Planted::with("Cargo.lock", &lockfile("curly"));
        tree.file("Cargo.toml", &manifest(""));
        assert_eq!(check(tree.root()), [""; 0]);
        let table = format!(
            "{}[dependencies.csv]\nversion = \"1\"\n",
            manifest("csv").replace("serde =", "serde.workspace =")
        );
        tree.file("Cargo.toml", &table);
        assert_eq!(check(tree.root()), [""; 0]);
    }

    #[test]
    fn each_missing_crate_is_caught() {
        for name in REQUIRED {
            let tree = Planted::with("Cargo.lock", &lockfile("toml"));
            let text = format!(
                "{}# {name} = \"1\"\n[dev-dependencies]\n{name} = \"1\"\n",
                manifest(name)
            );
            tree.file("Cargo.toml", &text);
            assert_eq!(
                check(tree.root()),
                [format!(
                    "Cargo.toml: `{name}` is not among the dependencies"
                )]
            );
        }
    }

    #[test]
    fn each_socket_is_caught() {
        for name in SOCKETS {
            let tree = Planted::with("Cargo.toml", &manifest(""));
            tree.file("Cargo.lock", &lockfile(name));
            assert_eq!(
                check(tree.root()),
                [format!("Cargo.lock:7: `{name}` opens sockets")]
            );
        }
    }

    #[test]
    fn a_tree_without_manifest_or_lockfile_does_not_pass() {
        let found = check(Planted::new().root());
        assert_eq!(found.len(), REQUIRED.len() + 1, "{found:?}");
    }
}
