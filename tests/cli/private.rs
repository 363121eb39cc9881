//! Reports under pseudonyms: no id and no name of an export is left in any of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};

use super::council::{Council, FILES, OCTOBER, Run, behind};

const STORIES: [&str; 5] = ["haringey", "luton", "newcastle", "st-helens", "tameside"];

fn oversight(arguments: &[&str]) -> Run {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_oversight"));
    Run::of(command.args(arguments).current_dir(root).output().unwrap())
}

/// Every cell of the id and name columns of a folder's CSV exports, that is long enough to be told from a number.
fn raw(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let report = path.file_name().is_some_and(|name| name == "findings.csv");
        if report || path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .into_records()
            .map(Result::unwrap)
            .collect::<Vec<_>>()
            .into_iter();
        let personal = |header: &str| {
            let header = header.to_lowercase();
            let says = |word: &str| header.contains(word);
            let place = ["team", "service", "unit", "area", "form", "type"]
                .into_iter()
                .any(says);
            says("name") && !place
                || header.ends_with("id")
                || says("number")
                || says("supervisor") && !says("signed")
                || header.ends_with("ref")
                || says("reference")
        };
        let heads = rows.find(|row| row.iter().filter(|cell| personal(cell)).count() > 0);
        let heads = heads.unwrap_or_default();
        for row in rows {
            for (header, cell) in heads.iter().zip(row.iter()) {
                let cell = cell.trim();
                let telling = cell.len() >= 5
                    && (cell.contains(|c: char| c.is_ascii_digit()) || cell.contains(' '))
                    && !cell.contains('/');
                if personal(header) && telling {
                    found.insert(cell.to_owned());
                }
            }
        }
    }
    found
}

fn leaks<'r>(text: &str, raw: &'r BTreeSet<String>) -> Vec<&'r str> {
    let begins = |text: &'_ str| -> Option<String> {
        let mut parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts.find(|part| !part.is_empty()).map(str::to_owned)
    };
    let words: BTreeSet<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    raw.iter()
        .filter(|cell| begins(cell).is_none_or(|first| words.contains(first.as_str())))
        .filter(|cell| stands_in(text, cell))
        .map(String::as_str)
        .collect()
}

/// Whether it stands there by itself: five digits may well be part of a checksum.
fn stands_in(text: &str, cell: &str) -> bool {
    text.match_indices(cell).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

#[test]
fn no_output_of_the_stories_names_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.txt");
    let key = key.to_str().unwrap();
    oversight(&["key", key]).ends(0);
    for story in STORIES {
        let exports = format!("examples/{story}");
        let raw = raw(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&exports));
        assert!(raw.len() > 50, "{story}: {raw:?}");
        let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (text, json, csv, html) =
            (file("a.txt"), file("a.json"), file("a.csv"), file("a.html"));
        let hidden = ["--pseudonymise", key, "--month", "2026-10"];
        let audit = ["audit", &exports, "-o", &text, "-o", &json, "-o", &csv];
        let mut said = oversight(&[&audit[..], &hidden].concat()).err;
        said += &oversight(&[&["report", &exports, "-o", &html][..], &hidden].concat()).err;
        for path in [&text, &json, &csv, &html] {
            said += &std::fs::read_to_string(path).unwrap();
        }
        said += &listed(&exports, &folder.path().join(story), &hidden);
        let report: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
        for format in ["table", "json", "csv"] {
            let run = oversight(&["check", &exports, "--pseudonymise", key, "--format", format]);
            said += &(run.out + &run.err);
        }
        let findings = report["findings"].as_array().unwrap();
        let mut explained = 0;
        for kind in ["staff", "case"] {
            let of_kind = findings.iter().filter(|one| one["subject"]["kind"] == kind);
            for finding in of_kind.take(1) {
                let id = finding["subject"]["id"].as_str().unwrap();
                assert!(id.starts_with(&format!("{kind}-")), "{id}");
                for asked in [[kind, id], ["finding", finding["id"].as_str().unwrap()]] {
                    let explain = ["explain", &exports, asked[0], asked[1]];
                    let run = oversight(&[&explain[..], &hidden].concat()).ends(0);
                    said += &(run.out + &run.err);
                    explained += 1;
                }
            }
        }
        assert!(explained > 0, "{story}");
        assert!(said.contains("staff-"), "{story}");
        let sample = oversight(&[&["sample", &exports][..], &hidden].concat());
        said += &(sample.out + &sample.err);
        assert_eq!(leaks(&said, &raw), [""; 0], "{story}");
        let plain = oversight(&["audit", &exports, "--month", "2026-10", "--format", "json"]).out;
        assert!(
            !leaks(&plain, &raw).is_empty(),
            "{story}: the test sees nothing"
        );
    }
}

/// What the workbooks, one of them for each supervisor, and the lists of what falls due say, with their names.
fn listed(exports: &str, folder: &Path, hidden: &[&str]) -> String {
    std::fs::create_dir(folder).unwrap();
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let [book, packs, due, calendar] = ["a.xlsx", "packs", "due.xlsx", "due.ics"].map(file);
    let audit = ["audit", exports, "-o", &book, "--by", "supervisor", &packs];
    let coming = ["due", exports, "-o", &due, "-o", &calendar];
    let mut said = oversight(&[&audit[..], hidden].concat()).err;
    said += &oversight(&[&coming[..], hidden].concat()).err;
    said += &std::fs::read_to_string(calendar).unwrap();
    let packs = std::fs::read_dir(packs).unwrap();
    let mut books: Vec<_> = packs.map(|entry| entry.unwrap().path()).collect();
    assert!(books.len() > 1, "{books:?}");
    books.extend([book.into(), due.into()]);
    for path in books {
        said.extend([&path.file_name().unwrap().to_string_lossy(), "\n"]);
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        for (_, range) in book.worksheets() {
            for (_, _, cell) in range.used_cells() {
                said.extend([&cell.to_string(), "\n"]);
            }
        }
    }
    said
}

fn keyed(council: &Council) {
    let run = council.run(&["key", "key.txt"]).ends(0);
    let key = council.read("key.txt");
    assert_eq!(key.trim().len(), 64);
    assert!(!run.err.contains(key.trim()) && run.out.is_empty());
}

#[test]
fn a_key_is_made_once_and_for_its_owner() {
    let council = Council::new();
    keyed(&council);
    let key = council.read("key.txt");
    council
        .run(&["key", "key.txt"])
        .refused(&["is there already"]);
    assert_eq!(council.read("key.txt"), key);
    council.run(&["key", "other.txt"]).ends(0);
    assert_ne!(council.read("other.txt"), key);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = council.path("key.txt").metadata().unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
}

#[test]
fn the_figures_are_those_of_the_audit_without_pseudonyms() {
    let council = Council::of_sessions(&behind());
    keyed(&council);
    let plain = council.json();
    let hidden = ["--format", "json", "--pseudonymise", "key.txt"];
    let run = council.audit(&[OCTOBER, &hidden].concat()).ends(1);
    let hidden: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        plain["position"]["staff"]["overdue"],
        hidden["position"]["staff"]["overdue"]
    );
    let count = |report: &serde_json::Value| report["findings"].as_array().unwrap().len();
    assert_eq!(count(&plain), count(&hidden));
    assert!(count(&plain) > 0);
    assert!(plain.to_string().contains("\"W2\""));
    for raw in ["Cat Cole", "Ann Able", "\"W2\""] {
        assert!(!run.out.contains(raw), "{raw}");
    }
    let again = council.audit(&[
        "--month",
        "2026-10",
        "--format",
        "json",
        "--pseudonymise",
        "key.txt",
    ]);
    assert_eq!(again.out, run.out);
}

#[test]
fn a_waiver_for_an_id_holds_under_its_pseudonym() {
    let waiver = "[[waiver]]\nrule = \"workers\"\nstaff = \"W2\"\nreason = \"Cat Cole is ill\"\n\
                  approved-by = \"PSW\"\nuntil = 2026-12-31\n\
                  [[waiver]]\nrule = \"workers\"\nstaff = \"W77777\"\nreason = \"left\"\n\
                  approved-by = \"PSW\"\nuntil = 2026-12-31\n";
    let council = Council::of_sessions(&behind()).with("waivers.toml", waiver);
    keyed(&council);
    let more = [
        "--waivers",
        "waivers.toml",
        "--pseudonymise",
        "key.txt",
        "--format",
        "json",
    ];
    let run = council.audit(&[OCTOBER, &more].concat());
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        report["waived_findings"].as_array().unwrap().len(),
        1,
        "{}",
        run.out
    );
    for raw in ["Cat Cole", "W77777", "W2\""] {
        assert!(
            !run.out.contains(raw) && !run.err.contains(raw),
            "{raw}\n{}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn what_would_name_somebody_is_refused_beside_pseudonyms() {
    let council = Council::of_sessions(&behind());
    let asked = [OCTOBER, &["--pseudonymise", "key.txt"]].concat();
    council
        .audit(&asked)
        .refused(&["`key.txt` is not there", "oversight key key.txt"]);
    keyed(&council);
    council
        .audit(&[&asked[..], &["--verbose"]].concat())
        .refused(&["--verbose"]);
    council
        .audit(&[&asked[..], &["--rejects", "r.csv"]].concat())
        .refused(&["--rejects"]);
    for raw in [&["--verbose"][..], &["--rejects", "r.csv"]] {
        for command in ["due", "check"] {
            let asked = [&FILES[1..], &["--pseudonymise", "key.txt"], raw].concat();
            council
                .run(&[&[command][..], &asked].concat())
                .refused(&[raw[0]]);
        }
    }
    council
        .audit(&[&asked[..], &["-o", "key.txt"]].concat())
        .refused(&["key.txt"]);
    council
        .audit(&[OCTOBER, &["-o", "old.json"]].concat())
        .ends(1);
    council
        .audit(&[&asked[..], &["--since", "old.json"]].concat())
        .refused(&["names ids"]);
    council
        .audit(&[&asked[..], &["-o", "old2.json"]].concat())
        .ends(1);
    council
        .audit(&[&asked[..], &["--since", "old2.json"]].concat())
        .ends(1);
    let council = council.with("key.txt", "secret");
    let run = council.audit(&asked).refused(&["is no key"]);
    assert!(!run.err.contains("secret"));
}

#[test]
fn an_explanation_is_asked_for_by_id_or_by_pseudonym() {
    let council = Council::of_sessions(&behind());
    keyed(&council);
    let mut asked = FILES_OF_EXPLAIN.to_vec();
    asked.extend([
        "--month",
        "2026-10",
        "--pseudonymise",
        "key.txt",
        "staff",
        "W2",
    ]);
    let run = council.run(&asked).ends(0);
    let first = run
        .out
        .split_whitespace()
        .find(|word| word.starts_with("staff-"));
    let pseudonym: String = first.unwrap().chars().take("staff-".len() + 16).collect();
    assert!(
        !run.out.contains("W2") && !run.out.contains("Cole"),
        "{}",
        run.out
    );
    asked.pop();
    asked.push(&pseudonym);
    assert_eq!(council.run(&asked).ends(0).out, run.out);
}

const FILES_OF_EXPLAIN: [&str; 11] = {
    let mut files = FILES;
    files[0] = "explain";
    files
};

#[test]
fn a_page_for_everybody_has_no_small_count_and_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let mut suppressed = 0;
    for story in STORIES {
        let exports = format!("examples/{story}");
        let raw = raw(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&exports));
        let page = path.to_str().unwrap();
        let asked = [
            "report",
            &exports,
            "--month",
            "2026-10",
            "--audience",
            "publishable",
            "-o",
            page,
        ];
        oversight(&asked);
        let page = std::fs::read_to_string(&path).unwrap();
        assert_eq!(leaks(&page, &raw), [""; 0], "{story}");
        let cells = page.split("<td").skip(1).map(|cell| {
            let cell = cell.split_once('>').unwrap().1;
            cell.split('<').next().unwrap().trim()
        });
        let cells: Vec<&str> = cells.collect();
        assert!(cells.len() > 10, "{story}");
        for cell in &cells {
            let number: Option<u32> = cell.parse().ok();
            assert!(
                !number.is_some_and(|number| (1..=5).contains(&number)),
                "{story}: {cell}"
            );
        }
        suppressed += cells.iter().filter(|cell| **cell == "c").count();
        for word in ["upervisor", "T-0"] {
            let said = page.replace("Supervisors, months before", "");
            assert!(!said.contains(word), "{story}: {word}");
        }
    }
    assert!(suppressed > 10, "{suppressed}");
}

#[test]
fn what_everybody_may_read_is_no_json_and_no_part() {
    let council = Council::of_sessions(&behind());
    let mut asked = FILES.to_vec();
    asked[0] = "report";
    asked.extend(["--month", "2026-10", "--audience", "publishable", "-o"]);
    let with = |more: &[&str]| council.run(&[&asked[..], more].concat());
    with(&["x.json"]).refused(&["would name everybody"]);
    with(&["x.md", "--team", "North"]).refused(&["a part of the council is not published"]);
    assert_ne!(with(&["x.md"]).code, 2);
    assert!(!council.read("x.md").contains("North"));
    for days in [
        ["--as-of", "2026-10-30"],
        ["--period", "2026-09-01..2026-10-31"],
    ] {
        let mut asked = FILES.to_vec();
        asked[0] = "report";
        asked.extend(["--audience", "publishable", "-o", "x.md"]);
        asked.extend(days);
        let run = council.run(&asked);
        run.refused(&["is no whole month", "work", "out"]);
    }
}
