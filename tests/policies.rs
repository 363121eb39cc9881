//! The policies that ship with the project: each can be read, and says where each clause comes from.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use annotate_snippets::Renderer;
use oversight::policy::Policy;

fn policies() -> Vec<(String, Policy)> {
    let mut files: Vec<_> = std::fs::read_dir("policies")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    let parsed = files.iter().map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.display().to_string();
        let policy = Policy::parse(&text, &name)
            .unwrap_or_else(|error| panic!("{}", error.render(&Renderer::plain())));
        (name, policy)
    });
    parsed.collect()
}

#[test]
fn every_policy_can_be_read() {
    assert_eq!(
        policies().len(),
        7,
        "five councils, the national standard and a template"
    );
}

#[test]
fn every_clause_cites_its_sentence() {
    for (name, policy) in policies() {
        for clause in &policy.clauses {
            assert!(
                !clause.citation.is_empty(),
                "{name}: `{}` cites nothing",
                clause.id
            );
        }
    }
}

const README: &str = include_str!("../policies/README.md");

/// Whether a clause with this line more can be read.
fn clause_with(table: &str, line: &str) -> Result<Policy, String> {
    let needed = match table {
        "recording" => "evidence = \"recorded_on\"",
        "caseload" => "at-most = \"15 cases\"",
        "session" => "must = { minutes = { known = true } }",
        "staff-file" => "must = { dbs_checked_on = { known = true } }",
        "file-audit" => {
            "counts = { kind = \"file-audit\" }\nat-least = \"1 file\"\nper = \"calendar month\""
        }
        "supervision-total" => "at-least = \"10 sessions\"\nper = \"12 months\"",
        _ => "every = \"1 month\"",
    };
    let key = |line: &str| line.split_whitespace().next().map(str::to_owned);
    let needed = if key(needed) == key(line) { "" } else { needed };
    let text = format!("[policy]\nname = \"P\"\n[[{table}]]\nid = \"a\"\n{needed}\n{line}\n");
    Policy::parse(&text, "policy.toml").map_err(|error| error.render(&Renderer::plain()))
}

#[test]
fn the_page_on_writing_one_names_every_table_and_key() {
    for rule in oversight::rules::RULES {
        let table = format!("`[[{}]]`", rule.name);
        assert!(README.contains(&table), "no {table}");
        for key in rule.keys {
            let said =
                README.contains(&format!("`{key}`")) || README.contains(&format!("`{key} ="));
            assert!(said, "no `{key}` of `{}`", rule.name);
        }
    }
}

#[test]
fn every_selector_on_that_page_can_be_read() {
    let rows = README.lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?.split("` |").next()?;
        cell.starts_with(['{', '[']).then_some(cell)
    });
    let mut read = 0;
    for whom in rows {
        let table = if whom.contains("age =") {
            "case-supervision"
        } else {
            "staff-supervision"
        };
        clause_with(table, &format!("for = {whom}")).unwrap_or_else(|error| panic!("{error}"));
        read += 1;
    }
    assert!(read >= 12, "only {read} selectors found");
}

#[test]
fn every_word_that_page_calls_refused_is_refused_with_what_it_says_to_write() {
    let (_, table) = README.split_once("| refused | because | write |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut read = 0;
    for row in rows {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let refused = cells.next().unwrap().trim_matches('`');
        let write = cells.nth(1).unwrap();
        let every = format!("every = \"{refused}\"");
        let said = clause_with("staff-supervision", &every).unwrap_err();
        let first = write.split('`').nth(1).unwrap();
        assert!(
            said.contains(first.trim_matches('"')),
            "{first} is not in\n{said}"
        );
        read += 1;
    }
    assert_eq!(read, 5);
}

#[test]
fn the_example_that_page_builds_up_can_be_read() {
    let blocks: Vec<String> = README
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(|block| block.replace("\n   ", "\n"))
        .collect();
    let find = |start: &str| {
        let block = blocks
            .iter()
            .find(|block| block.trim_start().starts_with(start));
        block.unwrap_or_else(|| panic!("no block starts with `{start}`"))
    };
    let parts = [
        "[policy]",
        "[defaults",
        "[[staff",
        "for",
        "stages",
        "citation",
    ];
    let text: String = parts.map(|start| find(start).as_str()).concat();
    let policy = Policy::parse(&text, "README.md")
        .unwrap_or_else(|error| panic!("{}", error.render(&Renderer::plain())));
    assert_eq!(policy.clauses.len(), 1);
}

#[test]
fn every_reading_has_its_number_and_an_example_day() {
    let numbers = 1..=41;
    for number in numbers {
        let start = format!("**R{number}. ");
        let (_, after) = README
            .split_once(&start)
            .unwrap_or_else(|| panic!("no {start}"));
        let reading = after.split("\n\n").next().unwrap();
        assert!(reading.contains("20"), "R{number} has no example day");
    }
}
